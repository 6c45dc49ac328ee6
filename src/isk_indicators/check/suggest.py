"""What the curator may have meant: near values, and where a moved quote occurs."""

from __future__ import annotations

import csv
import difflib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from isk_indicators import csvio, spans
from isk_indicators.check import csv_reader
from isk_indicators.check.csv_table import describe
from isk_indicators.check.finding import (
    MOST_OF_A_RULE,
    Candidate,
    Finding,
    MovedQuote,
    Place,
    Suggestion,
)
from isk_indicators.check.nearest import nearest
from isk_indicators.schema import DataPackage, Schema

MOVED = ("span-slice", "span-bounds")
"""Rules that reject a quote which is not where its row says."""

MOST = 3
"""How many values are suggested."""

MOST_COMPARED = 10_000
"""Of a table with more rows, no id is suggested, so that the time stays linear."""

NEAR = 0.75
"""How alike, by difflib's ratio, a value must be to be suggested."""

CONTEXT = 30
"""How many characters of a document are shown on each side of a span."""

_DID_YOU_MEAN = "Did you mean"
"""How a message begins to suggest a value itself."""

_LOOK_ALIKES = str.maketrans(
    "аеорсхуіјѕԁһкмтвнӏαορνικτυεηχ01",
    "aeopcxyijsdhkmtbhlaopviktuenxol",
)
"""Letters of other scripts, and digits, that look like small Latin ones (after case folding)."""

Row = Mapping[str, str]
"""A row's cells as text, blank cells empty."""


Values = tuple[Mapping[str, str], Sequence[str]]
"""What a cell may contain, each value with its label, and which are likely from the start."""

NO_VALUES: Values = ({}, ())


def complete(
    package: DataPackage, texts: Mapping[str, str], findings: Iterable[Finding]
) -> Iterator[Finding]:
    """Add to the first ``MOST_OF_A_RULE`` findings of each rule their line and suggestion."""
    suggester = Suggester(package, texts)
    counts: Counter[str] = Counter()
    for finding in findings:
        counts[finding.rule] += 1
        yield suggester.complete(finding) if counts[finding.rule] <= MOST_OF_A_RULE else finding


class Suggester:
    """The suggestions for the findings in a package, whose documents have these texts."""

    def __init__(self, package: DataPackage, texts: Mapping[str, str]) -> None:
        self.package = package
        self.texts = texts
        self._lines: dict[str, list[str]] = {}

    def lines(self, file: str) -> list[str]:
        """The physical lines of a file, as findings count them; none of a zip."""
        if file not in self._lines:
            path = self.package.root / file
            is_text = path.is_file() and path.suffix != ".zip"
            text = csv_reader.decode(file, path.read_bytes()).text if is_text else None
            self._lines[file] = [] if text is None else text.split("\n")
        return self._lines[file]

    def complete(self, finding: Finding) -> Finding:
        """The finding with its line, and with what the curator may have meant."""
        line = next(iter(self.lines(finding.file)[finding.line - 1 : finding.line]), "")
        schemas = self.package.schemas
        tables = [table for table in schemas if self.package.relative(table) == finding.file]
        row = None
        if tables and finding.field is not None and finding.line > 1:
            row = self._row(tables[0], line)
        if row is None or finding.field is None:
            return replace(finding, line_text=line)
        if finding.rule in MOVED:
            moved = moved_quote(row, self.texts)
            near = () if moved else nearest_quotes(row, self.texts)
            suggestion = Suggestion(moved=moved, nearest=near)
        else:
            labels, likely = self._values(finding.rule, schemas[tables[0]], finding.field, row)
            named = re.findall(r"[\w-]+", finding.message.partition(_DID_YOU_MEAN)[2])
            meant = dict.fromkeys([*likely, *similar(row[finding.field], labels)])
            candidates = [Candidate(v, labels[v]) for v in meant if v not in named]
            suggestion = Suggestion(tuple(candidates[:MOST]))
        return replace(finding, line_text=line, suggestion=suggestion)

    def _row(self, table: str, line: str) -> Row | None:
        """The row that is one line of a table; None if it is none, or the header is not sound."""
        names = self.package.schemas[table].names
        if self.lines(self.package.relative(table))[:1] != [csvio.record(names)]:
            return None
        try:
            cells = next(csv.reader([line], strict=True), [])
        except csv.Error:
            return None
        return dict(zip(names, cells, strict=True)) if len(cells) == len(names) else None

    def _values(self, rule: str, schema: Schema, column: str, row: Row) -> Values:
        """What the cell may contain, for a rule that has a list of values."""
        if rule in ("enum", "foreign-key", "pattern"):
            return self._allowed(schema, column, row)
        named = self.package.schemas.get(row.get("table_name", ""))
        if named is None:
            return NO_VALUES
        if rule in ("evidence-row", "correction-cell"):
            return self._ids(named, row)
        if rule == "evidence-column":
            return {field.name: field.title for field in named.fields}, ()
        if rule == "evidence-value" and row["column_name"] in named.by_name:
            labels, _ = self._allowed(named, row["column_name"], row)
            return labels, ()
        return NO_VALUES

    def _allowed(self, schema: Schema, column: str, row: Row) -> Values:
        """The ids of the table that a column refers to, or the values of its enumeration."""
        for key in schema.foreign_keys:
            if key.field == column:
                return self._ids(self.package.schemas[key.table], row)
        return dict.fromkeys(schema.by_name[column].enum, ""), ()

    def _ids(self, schema: Schema, row: Row) -> Values:
        """The ids of a table; likely are those of rows with the very same quote."""
        name = schema.id_field
        lines = self.lines(self.package.relative(schema.table))[1:]
        rows = (other for line in lines if (other := self._row(schema.table, line)) is not None)
        compared = list(islice(rows, MOST_COMPARED + 1))
        if name is None or len(compared) > MOST_COMPARED:
            return NO_VALUES
        label = next((other for other in schema.names if other != name), name)
        quote = row.get("quote")
        likely = [other[name] for other in compared if quote and other.get("quote") == quote]
        return {other[name]: other[label] for other in compared}, likely


def similar(text: str, values: Collection[str]) -> list[str]:
    """The values that a text may mean, the likeliest first.

    Those that are spelt alike but for case, blanks, hyphens, letters that look the same and zeros
    that fill a number up; where there is none, the nearest.
    """
    meant = fold(text)
    alike = [value for value in values if fold(value) == meant]
    if alike:
        return alike
    near = text.strip().casefold()
    return difflib.get_close_matches(near, values, n=max(len(values), 1), cutoff=NEAR)


def fold(text: str) -> str:
    """A value without what is easily mistyped or mistaken."""
    plain = re.sub(r"[\W_]", "", spans.fold(text)[0])
    numbers = re.sub(r"(?<![0-9])0+(?=[0-9])", "", plain)
    return numbers.translate(_LOOK_ALIKES)


# Quotes that moved


def moved_quote(row: Row, texts: Mapping[str, str]) -> MovedQuote | None:
    """Where the row's quote occurs, if it does anywhere: in its own source first."""
    source, quote = row["source_id"], row["quote"]
    if not _has_offsets(row):
        return None
    for name in (source, *(other for other in sorted(texts) if other != source)):
        places = spans.locate(texts.get(name, ""), quote)
        if places:
            found = min(places, key=lambda span: abs(span[0] - int(row["span_start"])))
            return _quote_at(row, texts, name, found)._replace(others=len(places) - 1)
    return None


def nearest_quotes(row: Row, texts: Mapping[str, str]) -> tuple[MovedQuote, ...]:
    """The passages of the row's source that are most alike to its quote."""
    source = row["source_id"]
    try:
        found = nearest(texts.get(source, ""), row["quote"]) if _has_offsets(row) else []
    except ImportError:  # a hint, no more
        return ()
    return tuple(_quote_at(row, texts, source, place) for place in found)


def _has_offsets(row: Row) -> bool:
    return all(re.fullmatch("[0-9]{1,18}", row[name]) for name in ("span_start", "span_end"))


def _quote_at(row: Row, texts: Mapping[str, str], source: str, found: spans.Span) -> MovedQuote:
    """The row's quote as it would be at another place."""
    printed = texts[source][slice(*found)]
    span = {"source_id": source, "span_start": str(found[0]), "span_end": str(found[1])}
    return MovedQuote(
        pointed=_place(texts, row["source_id"], int(row["span_start"]), int(row["span_end"])),
        found=_place(texts, source, *found),
        others=0,
        difference=_difference(row["quote"], printed),
        line=csvio.record({**row, **span, "quote": printed}.values()),
    )


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
    same = spans.first_difference(typed, printed)
    there, right = (describe(t[same]) if t[same:] else "nothing" for t in (typed, printed))
    after = f" after {printed[max(0, same - 20) : same]!r}" if same else ""
    return f"{there} is typed{after}, where {right} is printed"
