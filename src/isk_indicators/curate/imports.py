"""Take quotes from other tools as proposals: LangExtract, Web Annotations, plain CSV."""

from __future__ import annotations

import csv
import io
import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from isk_indicators import spans
from isk_indicators.check import csv_reader
from isk_indicators.check.csv_table import detect_delimiter, whole_number
from isk_indicators.check.finding import MOST_OF_A_RULE
from isk_indicators.curate import StoppedError
from isk_indicators.curate.fill import find, listed, near, nearest_lines, problems
from isk_indicators.curate.proposals import Proposal, Proposals
from isk_indicators.curate.workspace import Workspace, new_ids, note_of
from isk_indicators.safe_zip import CONTENT, LINES, Limits, require_inside
from isk_indicators.schema import GUESS, OPEN, PROPOSALS, SPAN, Schema
from isk_indicators.screen import escape_invisible, pluralize
from isk_indicators.spans import Span

NOTE = "note"
TABLE, PREFIX, SUFFIX = "table", "prefix", "suffix"
"""The columns of a CSV file of quotes that no table has."""

AROUND = 50
"""How many characters the words around a quote may be apart from it, such as blank lines."""

MOST_SHOWN = 500
"""How many characters of a refused quote are printed."""

TAGS = ("tagging", "classifying", "identifying")
"""The purposes of a body that names a table or the value of a column."""


class Quote(NamedTuple):
    """Words that somebody else has marked.

    Attributes:
        place: Where they are in the imported file.
        words: The words; blank if only their position is given.
        labels: What may name the table: a class, or tags.
        cells: What is said of them, by the name of a column or another name.
        comments: What is said of them otherwise.
        start: Where they begin, by the other tool, in code points.
        end: Where they end.
        prefix: What is printed before them.
        suffix: What is printed after them.
        refused: Why they are no quote of the document; blank if they may be.
    """

    place: str
    words: str = ""
    labels: tuple[str, ...] = ()
    cells: Mapping[str, str] = {}
    comments: tuple[str, ...] = ()
    start: int | None = None
    end: int | None = None
    prefix: str = ""
    suffix: str = ""
    refused: str = ""


class RefusedError(Exception):
    """A quote becomes no proposal; ``below`` are the passages among which to choose."""

    def __init__(self, message: str, below: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.below = tuple(below)


class Imported(NamedTuple):
    """The proposals of the source with the new ones, what to print, and how many are refused."""

    proposals: Proposals
    lines: list[str]
    refused: int


def import_quotes(work: Workspace, file: Path, named: str, table: str | None) -> Imported:
    """Propose a row for each quote of a file; nothing is written yet.

    Args:
        work: The folder.
        file: What another tool has written.
        named: The id of the source that is quoted, or the name of its document.
        table: The table of the quotes whose class or tags name none.

    Raises:
        StoppedError: the file is in none of the formats, or has a value of another type; or there
            is no such source or table.
        OSError: the file cannot be read.
    """
    source = work.source_named(named)
    if source.text is None:
        raise StoppedError(f"{source.source_id}: {source.reason}")
    tables = [name for name, schema in work.package.schemas.items() if schema.has_spans]
    if table not in (None, *tables):
        raise StoppedError(f"there is no table {table!r} with quotes: type {', '.join(tables)}")
    proposals, lines, refused = Proposals.read(work, source.source_id), list[str](), 0
    known = {_content(proposals, p) for p in proposals.rows}
    decided = {_span(p) for p in proposals.rows if p.state != OPEN}
    added, repeated = list[Proposal](), 0
    for quote in read_quotes(file, source.text):
        try:
            proposal = propose(proposals, source.text, quote, table)
        except RefusedError as reason:
            refused += 1
            lines += [
                f"{quote.place}: {reason}",
                *(reason.below if refused <= MOST_OF_A_RULE else ()),
            ]
            continue
        content = _content(proposals, proposal)
        is_known = content in known or _span(proposal) in decided
        repeated += is_known
        added += [] if is_known else [proposal]
        known.add(content)
    lines += _add(proposals, added)
    lines += [f"proposed before, and not again: {pluralize(repeated, 'quote')}"] if repeated else []
    lines += [f"refused: {pluralize(refused, 'quote')}"] if refused else []
    return Imported(proposals, lines, refused)


def _content(proposals: Proposals, proposal: Proposal) -> tuple[str, ...]:
    """What makes a proposal another one: its table and its cells without its id."""
    id_field = proposals.schema(proposal).id_field
    return proposal.table, *(cell for name, cell in proposal.cells.items() if name != id_field)


def _span(proposal: Proposal) -> tuple[str, ...]:
    return proposal.table, *map(proposal.value, SPAN)


def _add(proposals: Proposals, added: Iterable[Proposal]) -> Iterator[str]:
    """Give the new proposals their ids and add them; a line for each table."""
    by_table: dict[str, list[Proposal]] = {}
    for proposal in added:
        by_table.setdefault(proposal.table, []).append(proposal)
    for name, rows in by_table.items():
        if (id_field := proposals.schema(rows[0]).id_field) is not None:
            ids = new_ids(proposals.work, name, len(rows))
            for proposal, row_id in zip(rows, ids, strict=True):
                proposal.cells[id_field] = row_id
        proposals.rows += rows
        where = f"{PROPOSALS}/{proposals.source_id}/{name}.csv"
        yield f"{where}: {pluralize(len(rows), 'proposal')} added"
    proposals.sort()


# From a quote to a proposal


def propose(proposals: Proposals, text: str, quote: Quote, table: str | None) -> Proposal:
    """The row that a quote proposes; its id is still blank.

    A value that its column allows is a guess. Whatever else is said goes to the note, also as a
    guess.

    Raises:
        RefusedError: the quote names no table, or is not at exactly one place where a row may quote
            it.
    """
    source_id, schemas = proposals.source_id, proposals.work.package.schemas
    if quote.refused:
        raise RefusedError(quote.refused)
    if (other := quote.cells.get(SPAN[0], source_id)) != source_id:
        raise RefusedError(f"it quotes {other}, not {source_id}")
    tables = [*filter(None, (table_named(schemas, label) for label in quote.labels)), table]
    if (name := tables[0]) is None:
        said = f" ({', '.join(map(repr, quote.labels))})" if any(quote.labels) else ""
        raise RefusedError(f"nothing names its table{said}: type --table NAME")
    start, end = anchor(source_id, text, quote)
    cells = dict.fromkeys(schemas[name].names, "")
    cells |= dict(zip(SPAN, (source_id, str(start), str(end), text[start:end]), strict=True))
    notes = [label for label in quote.labels if table_named(schemas, label) != name]
    if quote.words and quote.start is not None and not near([(start, end)], quote.start, quote.end):
        notes.append(f"marked at {quote.start}, where the document prints other words")
    for column, value in quote.cells.items():
        own = column in cells and column not in (*SPAN, schemas[name].id_field, NOTE)
        if own and value and proposals.cell_problem(name, column, value) is None:
            cells[column] = f"{GUESS}{value}"
        elif column not in SPAN:
            notes.append(value if column == NOTE else f"{column}: {value}")
    note = "; ".join(filter(None, map(_one_line, (*notes, *quote.comments))))
    cells[NOTE] = f"{GUESS}{note}" if note else ""
    return Proposal(name, cells, is_imported=True)


def _one_line(text: str) -> str:
    return escape_invisible(unicodedata.normalize("NFC", " ".join(text.split())))


def table_named(schemas: Mapping[str, Schema], label: str) -> str | None:
    """The table that a class or a tag names: by its name, or by that of its ids (``casualty``)."""
    for name, schema in schemas.items():
        if schema.has_spans and _key(label) in (
            name,
            (schema.id_field or name).removesuffix("_id"),
        ):
            return name
    return None


def _key(text: str) -> str:
    """A name in the spelling of tables and columns."""
    return "_".join(text.casefold().replace("-", " ").split())


def anchor(source_id: str, text: str, quote: Quote) -> Span:
    """The one place of a quote in a text.

    Of several, it is the one between the words that are printed around it, or the one where it is
    by the other tool.

    Raises:
        RefusedError: it is nowhere or at several places, or no row may quote it there.
    """
    start, end = quote.start, quote.end
    words = quote.words or (text[start:end] if start is not None and end is not None else "")
    places = find(text, words)
    if not places:
        missing = f"{source_id} does not contain {words!r}" if words else "there are no words"
        raise RefusedError(missing, nearest_lines(source_id, text, words))
    if len(places) > 1 and (quote.prefix or quote.suffix):
        places = [place for place in places if _is_between(text, place, quote)] or places
    if len(places) > 1:
        places = near(places, start, end) or places
    if len(places) > 1:
        several = (
            f"{source_id} contains {words!r} {len(places)} times; name the place that is meant"
        )
        raise RefusedError(several, listed(text, places))
    for problem in problems(source_id, text, places[0]):
        shown = words if len(words) <= MOST_SHOWN else f"{words[:MOST_SHOWN]}…"
        raise RefusedError(f"{shown!r}: {problem}")
    return places[0]


def _is_between(text: str, place: Span, quote: Quote) -> bool:
    """Whether the words around a place are those that are printed around the quote."""
    prefix, suffix = (spans.fold(part)[0].strip() for part in (quote.prefix, quote.suffix))
    reach = AROUND + 2 * max(len(quote.prefix), len(quote.suffix))
    before = spans.fold(text[max(0, place[0] - reach) : place[0]])[0].rstrip()
    after = spans.fold(text[place[1] : place[1] + reach])[0].lstrip()
    return before.endswith(prefix) and after.startswith(suffix)


# The formats


def read_quotes(file: Path, text: str) -> list[Quote]:
    """The quotes of a file in one of the formats; ``text`` is the document that it is about.

    Raises:
        StoppedError: it is in none of them, or has a value of another type.
        OSError: it cannot be read.
    """
    require_inside(file.parent, file.name, CONTENT)
    decoded = csv_reader.decode(str(file), file.read_bytes())
    for finding in decoded.findings:
        if finding.rule == "encoding":
            found = note_of(finding)
            raise StoppedError(str(found), found.below)
    content = decoded.text or ""
    try:
        if not content:
            quotes = []
        elif content.lstrip()[:1] in ("{", "["):
            quotes = [q for item in _json_values(file, content) for q in _json_quotes(*item, text)]
        else:
            quotes = [*_csv_quotes(str(file), content)]
    except RecursionError as error:
        raise StoppedError(f"{file}: its values are nested too deeply") from error
    Limits.require(str(file), len(quotes), LINES, "quotes")
    if not quotes:
        raise StoppedError(f"{file}: has no quotes")
    return quotes


def _csv_quotes(file: str, content: str) -> Iterator[Quote]:
    """The quotes of a CSV file: a header with ``quote``, and a line a quote."""
    first = content.split("\n", maxsplit=1)[0]
    reader = csv.reader(
        io.StringIO(content, newline=""),
        delimiter=detect_delimiter(first, (SPAN[-1], TABLE, NOTE)),
        strict=True,
    )
    line = 1
    try:
        names = [_key(name) for name in next(reader, [])]
        if names.count(SPAN[-1]) != 1 or len({*names}) < len(names):
            expected = "JSON, or CSV whose header names each column once, one of them 'quote'"
            raise StoppedError(f"{file}:1: found {first[:80]!r}, expected {expected}")
        for cells in reader:
            line, place = reader.line_num, f"{file}:{line + 1}"
            if any(cells) and len(cells) != len(names):
                raise StoppedError(
                    f"{place}: found {pluralize(len(cells), 'cell')}, expected {len(names)}"
                )
            row = {name: cell for name, cell in zip(names, cells, strict=False) if cell.strip()}
            start, end = (whole_number(row.get(name, "")) for name in SPAN[1:3])
            labels = tuple(filter(None, [row.pop(TABLE, "")]))
            around = row.pop(PREFIX, ""), row.pop(SUFFIX, "")
            if cells:
                yield Quote(place, row.get(SPAN[-1], ""), labels, row, (), start, end, *around)
    except csv.Error as error:
        raise StoppedError(f"{file}:{line + 1}: cannot be read as CSV ({error})") from error


def _json_values(file: Path, content: str) -> Iterator[tuple[str, Any]]:
    """The value of a JSON file, or the values of JSON Lines, each with its place."""
    texts = [(str(file), content)]
    lines = [line for line in content.split("\n") if line.strip()]
    if len(lines) > 1 and all(line.startswith("{") and line.endswith("}") for line in lines):
        texts = [(f"{file}:{n}", line) for n, line in enumerate(content.split("\n"), 1) if line]
    for place, text in texts:
        try:
            yield place, json.loads(text)
        except json.JSONDecodeError as error:
            where = f"{place}:{error.colno}" if len(texts) > 1 else f"{place}:{error.lineno}"
            raise StoppedError(
                f"{where}: is no JSON ({error.msg}): correct or write it anew"
            ) from error
        except ValueError as error:  # a number with thousands of digits
            raise StoppedError(f"{place}: has a number that is too long") from error


KINDS: Mapping[type, str] = {
    str: "a text",
    int: "a whole number",
    float: "a decimal number",
    bool: "true or false",
    list: "a list",
    dict: "an object",
    type(None): "null",
}


def _of_type(place: str, value: Any, *kinds: type) -> Any:
    """A value of a JSON file, if it is of one of these types.

    Raises:
        StoppedError: it is of another.
    """
    if type(value) not in kinds:
        expected = " or ".join(KINDS[kind] for kind in kinds if kind is not type(None))
        raise StoppedError(f"{place}: found {KINDS[type(value)]}, expected {expected}")
    return value


def _get(place: str, item: Mapping[str, Any], key: str, *kinds: type) -> Any:
    """The value of a key, None if there is none."""
    return _of_type(f"{place}: {key}", item.get(key), *kinds, type(None))


def _many(value: Any) -> list[Any]:
    """One value or a list of values as a list."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _json_quotes(place: str, value: Any, text: str) -> Iterator[Quote]:
    """The quotes of a JSON value of one of the formats."""
    if isinstance(value, list):
        for number, item in enumerate(value, start=1):
            yield from _json_quotes(f"{place} [{number}]", item, text)
        return
    item = _of_type(place, value, dict)
    if "extractions" in item:
        yield from _langextract_quotes(place, item, text)
    elif "target" in item:
        yield from _annotation_quotes(place, item)
    elif "items" in item or "first" in item:
        yield from _page_quotes(place, item, text)
    else:
        expected = "extractions (LangExtract), or target, items or first (Web Annotations)"
        names = ", ".join(map(repr, [*item][:5])) or "none"
        raise StoppedError(f"{place}: found the keys {names}, expected {expected}")


def _page_quotes(place: str, page: Mapping[str, Any], text: str) -> Iterator[Quote]:
    """The quotes of a page of annotations and of those after it, or of a collection."""
    yield from _json_quotes(place, _get(place, page, "items", list) or [], text)
    for key in ("first", "next"):
        further = _get(place, page, key, dict, str)
        if isinstance(further, str):
            missing = f"the {key} page, {further}, is not in the file: import it too"
            yield Quote(place, refused=missing)
        elif further:
            yield from _json_quotes(f"{place} {key}", further, text)


def _langextract_quotes(place: str, document: Mapping[str, Any], text: str) -> Iterator[Quote]:
    """The extractions of a document that LangExtract has annotated."""
    extractions = _get(place, document, "extractions", list) or []
    own = _get(place, document, "text", str)
    if own is not None and spans.fold(own)[0].strip() != spans.fold(text)[0].strip():
        left_out = pluralize(len(extractions), "extraction")
        yield Quote(place, refused=f"{left_out} of another text than that of the document")
        return
    for number, value in enumerate(extractions, start=1):
        where = f"{place}, extraction {number}"
        item = _of_type(where, value, dict)
        label, words, description = (
            _get(where, item, key, str) or ""
            for key in ("extraction_class", "extraction_text", "description")
        )
        interval = _get(where, item, "char_interval", dict) or {}
        start, end = (_get(where, interval, key, int) for key in ("start_pos", "end_pos"))
        attributes = _get(where, item, "attributes", dict) or {}
        cells = {_key(name): _text(value) for name, value in attributes.items()}
        labels = (label,) if label else ()
        yield Quote(where, words, labels, cells, (description,), start, end)


def _text(value: Any) -> str:
    """A JSON value as the text of a cell; texts of a list are separated by semicolons."""
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        return "; ".join(value)
    return json.dumps(value, ensure_ascii=False)


def _annotation_quotes(place: str, annotation: Mapping[str, Any]) -> Iterator[Quote]:
    """The quotes of a Web Annotation, one for each target."""
    labels, cells, comments = list[str](), dict[str, str](), list[str]()
    bodies = [*_many(annotation.get("body")), *_many(annotation.get("bodyValue"))]
    while bodies:
        body = _of_type(f"{place}: body", bodies.pop(0), dict, str)
        if isinstance(body, dict) and "items" in body:  # a choice
            bodies += _many(body["items"])
            continue
        is_tag = isinstance(body, dict) and {*TAGS}.intersection(_many(body.get("purpose")))
        value = body
        if isinstance(body, dict):
            keys = ("value", "source", "id")
            value = next(filter(None, (_get(place, body, key, str) for key in keys)), "")
        name, colon, cell = value.replace("=", ":", 1).partition(":") if is_tag else ("", "", "")
        if colon:
            cells[_key(name)] = cell.strip()
        else:
            (labels if is_tag else comments).append(value)
    for target in _many(annotation.get("target")):
        quote = Quote(place, "", tuple(labels), cells, tuple(comments))
        yield _with_selectors(quote, _of_type(f"{place}: target", target, dict, str))


def _with_selectors(quote: Quote, target: Any) -> Quote:
    """A quote with the words and the position that the selectors of its target give."""
    selectors = _many(target.get("selector")) if isinstance(target, dict) else []
    names = list[str]()
    for selector in selectors:
        item = _of_type(f"{quote.place}: selector", selector, dict, str)
        if isinstance(item, str):
            continue
        names += (own := [*map(str, _many(item.get("type")))])
        selectors += _many(item.get("refinedBy"))
        if "TextQuoteSelector" in own and not quote.words:
            exact, prefix, suffix = (
                _get(quote.place, item, key, str) or "" for key in ("exact", PREFIX, SUFFIX)
            )
            quote = quote._replace(words=exact, prefix=prefix, suffix=suffix)
        elif "TextPositionSelector" in own and quote.start is None:
            start, end = (_get(quote.place, item, key, int) for key in ("start", "end"))
            quote = quote._replace(start=start, end=end)
    if quote.words or quote.start is not None:
        return quote
    found = f"the selectors {', '.join(names)}" if names else "no selector"
    return quote._replace(
        refused=f"found {found}, expected TextQuoteSelector or TextPositionSelector"
    )
