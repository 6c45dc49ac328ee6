"""What the curator may have meant: near values, and where a moved quote occurs."""

from __future__ import annotations

import difflib
import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from itertools import islice
from typing import NamedTuple

from isk_indicators import csvio, spans
from isk_indicators.check.csv_table import describe
from isk_indicators.check.finding import MOST_OF_A_RULE, Finding, escape_invisible
from isk_indicators.check.package import Folder, TextRow
from isk_indicators.schema import Schema

MOVED = frozenset({"span-slice", "span-bounds"})
"""Rules that tell of a quote which is not where its row says."""

MOST = 3
"""How many values are suggested."""

MOST_COMPARED = 10_000
"""Of a table with more rows, no id is suggested, so that the time stays linear."""

NEAR = 0.75
"""How alike, by difflib's ratio, a value must be to be suggested."""

CONTEXT = 30
"""How many characters of a document are shown on each side of a span."""

_ASKS = "Did you mean"
"""How a message begins to suggest a value itself."""

_LOOK_ALIKES = str.maketrans(
    "аеорсхуіјѕԁһкмтвнӏαορνικτυεηχ01",
    "aeopcxyijsdhkmtbhlaopviktuenxol",
)
"""Letters of other scripts, and digits, that look like small Latin ones (after case folding)."""


class Place(NamedTuple):
    """A span of a document, with what is printed there in its context."""

    source: str
    start: int
    end: int
    printed: spans.Excerpt | None


class MovedQuote(NamedTuple):
    """A quote that is not where its row points.

    Attributes:
        pointed: Where the row points; nothing is printed beyond the document's end.
        found: Where the words stand; of several places, the nearest.
        others: How many further places there are.
        difference: Where the quote is first typed otherwise than printed; blank if nowhere.
        line: The row's line, corrected, in the canonical notation.
    """

    pointed: Place
    found: Place
    others: int
    difference: str
    line: str

    @property
    def can_be_pasted(self) -> bool:
        """Whether the line shows as it is, without characters that cannot be seen."""
        return escape_invisible(self.line) == self.line


class Candidate(NamedTuple):
    """A value that may be meant; of an id, also what the row it names begins with."""

    value: str
    label: str = ""


class Suggestion(NamedTuple):
    """What may help to mend a fault, beyond its message."""

    did_you_mean: tuple[Candidate, ...] = ()
    moved: MovedQuote | None = None


class Suggester:
    """Hints for the findings in a folder, for the first ``MOST_OF_A_RULE`` of each rule."""

    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self._asked: Counter[str] = Counter()

    def suggest(self, finding: Finding) -> Suggestion:
        """What the curator may have meant; empty if nothing suggests itself."""
        self._asked[finding.rule] += 1
        row = self.folder.row(finding.file, finding.line)
        known = finding.rule in MOVED or finding.rule in VOCABULARIES
        if row is None or finding.field is None or self._asked[finding.rule] > MOST_OF_A_RULE:
            return Suggestion()
        if finding.rule in MOVED:
            return Suggestion(moved=_moved(row, self.folder))
        return Suggestion(_meant(finding, row, self.folder)) if known else Suggestion()


def _meant(finding: Finding, row: TextRow, folder: Folder) -> tuple[Candidate, ...]:
    """The likeliest values but for those that the message names already."""
    case = Case(str(finding.field), row, folder.schemas[finding.file], folder)
    values = VOCABULARIES[finding.rule](case)
    told = re.findall(r"[\w-]+", finding.message.partition(_ASKS)[2])
    meant = dict.fromkeys([*values.likely, *similar(row[case.field], values.labels)])
    return tuple(Candidate(v, values.labels[v]) for v in meant if v not in told)[:MOST]


# Vocabularies


class Case(NamedTuple):
    """A cell at fault, with its row and all that its vocabulary may depend on."""

    field: str
    row: TextRow
    schema: Schema
    folder: Folder

    def schema_of(self, table: str) -> Schema | None:
        """The schema of another table; None if there is no such table."""
        package = self.folder.package
        return package.schemas.get(table) if package else None


class Values(NamedTuple):
    """What a cell may hold, each value with its label, and which are likely from the start."""

    labels: Mapping[str, str]
    likely: tuple[str, ...] = ()


NONE = Values({})


def _allowed(case: Case) -> Values:
    """The values of the column's enumeration, or the ids of the table that it refers to."""
    targets = (key.table for key in case.schema.foreign_keys if key.field == case.field)
    target = next(targets, None)
    if target is not None:
        return _ids(case, target)
    return Values(dict.fromkeys(case.schema.by_name[case.field].enum, ""))


def _ids(case: Case, table: str) -> Values:
    """The ids of a table; likely are those of rows that rest on the very same words."""
    schema = case.schema_of(table)
    if schema is None or schema.id_field is None:
        return NONE
    rows = list(islice(case.folder.rows(table), MOST_COMPARED + 1))
    if len(rows) > MOST_COMPARED:
        return NONE
    label = next((name for name in schema.names if name != schema.id_field), schema.id_field)
    likely = (row[schema.id_field] for row in rows if _same_words(case.row, row))
    return Values({row[schema.id_field]: row[label] for row in rows}, tuple(likely))


def _same_words(row: TextRow, other: TextRow) -> bool:
    return bool(row.get("quote")) and row["quote"] == other.get("quote")


def _ids_of_named_table(case: Case) -> Values:
    return _ids(case, case.row["table_name"])


def _columns_of_named_table(case: Case) -> Values:
    schema = case.schema_of(case.row["table_name"])
    return Values({f.name: f.title for f in schema.fields}) if schema else NONE


def _values_of_named_column(case: Case) -> Values:
    schema, column = case.schema_of(case.row["table_name"]), case.row["column_name"]
    if schema is None or column not in schema.by_name:
        return NONE
    allowed = _allowed(case._replace(schema=schema, field=column))
    return allowed._replace(likely=())


VOCABULARIES: Mapping[str, Callable[[Case], Values]] = {
    "enum": _allowed,
    "foreign-key": _allowed,
    "pattern": _allowed,
    "evidence-row": _ids_of_named_table,
    "evidence-column": _columns_of_named_table,
    "evidence-value": _values_of_named_column,
    "correction-cell": _ids_of_named_table,
}


def similar(text: str, values: Collection[str]) -> list[str]:
    """The values that a text may stand for, the likeliest first.

    Those that are spelt alike but for case, blanks, hyphens, letters that look the same and zeros
    that fill a number up; where there is none, the nearest.
    """
    meant = fold(text)
    alike = [value for value in values if fold(value) == meant]
    return alike or _nearest(text.strip().casefold(), values)


def _nearest(text: str, values: Collection[str]) -> list[str]:
    matcher = difflib.SequenceMatcher(b=text, autojunk=False)
    near: list[tuple[float, str]] = []
    for value in values:
        matcher.set_seq1(value)
        if matcher.quick_ratio() >= NEAR and matcher.ratio() >= NEAR:
            near.append((matcher.ratio(), value))
    near.sort(key=lambda pair: -pair[0])  # of equals, the first given
    return [value for _, value in near]


def fold(text: str) -> str:
    """A value without what is easily mistyped or mistaken."""
    plain = re.sub(r"[\W_]", "", spans.fold(text)[0])
    numbers = re.sub(r"(?<![0-9])0+(?=[0-9])", "", plain)
    return numbers.translate(_LOOK_ALIKES)


# Quotes that moved


def _moved(row: TextRow, folder: Folder) -> MovedQuote | None:
    """Where the row's quote stands, if it does anywhere: in its own source first."""
    source, start, end = row["source_id"], _number(row["span_start"]), _number(row["span_end"])
    if start is None or end is None:
        return None
    texts = folder.texts
    for name in (source, *(s for s in sorted(texts) if s != source)):
        places = spans.locate(texts.get(name, ""), row["quote"])
        if places:
            nearest = min(places, key=lambda span: abs(span[0] - start))
            found = _place(texts, name, *nearest)
            printed = texts[name][found.start : found.end]
            return MovedQuote(
                pointed=_place(texts, source, start, end),
                found=found,
                others=len(places) - 1,
                difference=_difference(row["quote"], printed),
                line=_corrected(row, found, printed),
            )
    return None


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch("[0-9]{1,18}", text) else None


def _place(texts: Mapping[str, str], source: str, start: int, end: int) -> Place:
    text = texts.get(source, "")
    if not 0 <= start < end <= len(text):
        return Place(source, start, end, None)
    before, quote, after = spans.excerpt(text, start, end, CONTEXT)
    in_line = spans.Excerpt(before.rpartition("\n")[2], quote, after.partition("\n")[0])
    return Place(source, start, end, in_line)


def _difference(typed: str, printed: str) -> str:
    """The first character that is not the printed one, by its name."""
    if typed == printed:
        return ""
    pairs = enumerate(zip(typed, printed, strict=False))
    same = next((at for at, (a, b) in pairs if a != b), min(len(typed), len(printed)))
    there, right = (describe(t[same]) if t[same:] else "nothing" for t in (typed, printed))
    after = f" after {printed[max(0, same - 20) : same]!r}" if same else ""
    return f"{there} is typed{after}, where {right} is printed"


def _corrected(row: TextRow, found: Place, quote: str) -> str:
    """The row's line with the span of the place found and what is printed there."""
    span = (("source_id", found.source), ("span_start", str(found.start)))
    cells = {**row, **dict(span), "span_end": str(found.end), "quote": quote}
    return csvio.record(cells.values())
