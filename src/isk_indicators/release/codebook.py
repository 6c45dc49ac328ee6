"""The codebook as a page: every table, view and column, in Markdown."""

from __future__ import annotations

import re
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from isk_indicators.rules.proofs import proof_of
from isk_indicators.schema import (
    DERIVED,
    INTERNAL_TABLES,
    VIEWS,
    Field,
    Row,
    Schema,
    frame_fields,
    read_schemas,
)
from isk_indicators.screen import escape_markdown, safe_line
from isk_indicators.tables import DATASETS, SEPARATOR, Dataset, ReadingCounts, reading_counts
from isk_indicators.views import VIEWS as REGISTERED

CODEBOOK = "codebook.md"

INTRODUCTION = """\
# The codebook

This page describes every table, every view and each of their columns: meaning, type, allowed values
and an example row. In Python, `isk.describe(name)` returns the columns of a table or view as a
frame.

- *required*: never blank. Any other column is blank where the source does not say.
- *derived*: not in the file; computed from the columns before it when the table is loaded.
- *key*: identifies the row; several key columns identify it together.
- *proof*: what proves the column: words of the source, another table, a computation, a standard, or
  a judgement, which nothing can prove. A derived column has none of its own. *read twice*: how many
  cells a second reader coded too, without having seen the first.
- An example omits blank columns. It is the first of the rows with the most filled columns, so it is
  more complete than most rows.
- *Elsewhere* lists the fields of UCDP GED (24.1), GTD and ACLED that correspond to the column.
  Units and values differ: those datasets code events, this one records what a source says. This
  dataset contains none of their values or definitions.
"""

VALUES = """\
## Values

The meaning of each value of a coded column. A column that is not listed here accepts any text of
its type and format.
"""

ELSEWHERE = """\
## Elsewhere

The fields of other datasets that correspond to a column of this dataset, by name. A field that is
not listed has no counterpart.
"""

WIDTH = 96
QUOTED_BY = {
    "casualty_ids": "casualties",
    "attribution_ids": "attributions",
    "inherited_ids": "attributions",
    "incident_id": "incidents",
}
"""The columns of views that name rows with quotes, with the tables of these rows."""

Coded: TypeAlias = tuple[str, tuple[tuple[str, str], ...]]
"""A coded column: its name, and its values with their meanings."""

Headings: TypeAlias = Mapping[Coded, str]

Counts: TypeAlias = Mapping[tuple[str, str], ReadingCounts]
"""How many cells were read twice, by table and column."""


class Part(NamedTuple):
    """A table or a view of the page; ``without`` says why it has no example."""

    schema: Schema
    fields: Sequence[Field]
    description: str
    example: Row | None
    without: str
    is_view: bool


def codebook(dataset: Dataset) -> str:
    """Write the codebook of a package, as Markdown."""
    chapters = _chapters(dataset)
    parts = [part for found in chapters.values() for part in found]
    headings = _headings(parts)
    read = {(one.table, one.column): one for one in reading_counts(dataset)}
    contents = [
        f"- [{chapter}](#{_anchor(chapter)}): {', '.join(_link(p.schema.table) for p in found)}\n"
        for chapter, found in chapters.items()
    ]
    contents += ["- [Values](#values)\n", "- [Elsewhere](#elsewhere)\n"]
    blocks = [INTRODUCTION, "".join(contents)]
    for chapter, found in chapters.items():
        blocks.append(f"## {chapter}\n")
        for part in found:
            key = f" Key: {_codes(part.schema.key)}." if part.schema.key else ""
            heading = escape_markdown(part.schema.table)
            about = f"{heading}\n\n{escape_markdown(part.description)}{key}"
            proof = ["proof"] if _proven(part) else []
            names = ["column", "type", "meaning", *proof, "elsewhere"]
            head = f"{_cells(*names)}\n|{'---|' * len(names)}"
            rows = [_column(field, part, headings, read) for field in part.fields]
            blocks += [_table(about, head, rows), _example(part, dataset)]
    blocks.append(VALUES)
    for (_, meanings), heading in sorted(headings.items(), key=lambda item: item[1]):
        rows = [_cells(_codes([value]), escape_markdown(meaning)) for value, meaning in meanings]
        blocks.append(_table(heading, "| value | meaning |\n|---|---|", rows))
    blocks.append(ELSEWHERE)
    for key, title in DATASETS.items():
        rows = [_cells(_codes([n]), _codes(here)) for n, here in _counterparts(parts, key).items()]
        blocks.append(_table(title, "| field | columns here |\n|---|---|", rows))
    return "\n".join(blocks)


def _chapters(dataset: Dataset) -> dict[str, list[Part]]:
    package = dataset.package
    descriptions = {r["name"]: r["description"] for r in package.descriptor["resources"]}
    chapters: dict[str, list[Part]] = {"Tables": [], "Views": [], "Record": []}
    for name, schema in package.schemas.items():
        is_internal = name in INTERNAL_TABLES
        example = None if is_internal else _fullest(dataset.rows(name))
        without = "Its rows are in no release." if is_internal else "It has no rows."
        part = Part(schema, frame_fields(schema), descriptions[name], example, without, False)
        chapters["Tables"].append(part)
    for name, schema in read_schemas(package.root / VIEWS).items():
        example = _fullest(REGISTERED[name](dataset))
        part = Part(schema, schema.fields, schema.description, example, "It has no rows.", True)
        chapters["Views"].append(part)
    for schema in read_schemas(package.root / DERIVED).values():
        without = "Its rows come with each release, from the second on."
        part = Part(schema, schema.fields, schema.description, None, without, False)
        chapters["Record"].append(part)
    return chapters


def _fullest(rows: Sequence[Row]) -> Row | None:
    """The first of the rows that have the most cells filled."""
    return max(rows, key=lambda row: sum(v is not None for v in row.values()), default=None)


# Tables and views


def _column(field: Field, part: Part, headings: Headings, read: Counts) -> str:
    is_derived = not part.is_view and field.name not in part.schema.by_name
    marks = ("required" if field.required else "", "derived" if is_derived else "")
    text = f"**{escape_markdown(field.title)}.** {escape_markdown(field.description)}"
    if field.enum:
        text += f" [Values](#{_anchor(headings[_key(field)])}): {_codes(field.enum)}."
    for key in part.schema.foreign_keys:
        if key.field == field.name:
            text += f" Names a row of {_link(key.table)}."
    elsewhere = [f"{DATASETS[d]} {_codes(names)}" for d, names in field.corresponds.items()]
    type_ = ", ".join([field.type, *filter(None, marks)])
    proof = [""] if _proven(part) else []
    if field.proof:
        proof = [safe_line(proof_of(part.schema, field))]
        if counts := read.get((part.schema.table, field.name)):
            proof[0] += f"; read twice: {counts.read_twice} of {counts.cells}"
    return _cells(_codes([field.name]), type_, text, *proof, "; ".join(elsewhere))


def _proven(part: Part) -> bool:
    """Whether the columns of a table say what proves them."""
    return any(field.proof for field in part.fields)


def _example(part: Part, dataset: Dataset) -> str:
    if part.example is None:
        return f"No example: {part.without}\n"
    cells = [(field.name, part.example[field.name]) for field in part.fields]
    lines = [(name, str(cell)) for name, cell in cells if cell is not None]
    if "quote" not in part.schema.by_name and part.is_view:
        lines += _quote(part.example, dataset)
    margin = max(len(name) for name, _ in lines) + 2
    wrapped = [
        textwrap.fill(
            safe_line(text),
            width=WIDTH,
            initial_indent=name.ljust(margin),
            subsequent_indent=" " * margin,
            break_long_words=False,
            break_on_hyphens=False,
        )
        for name, text in lines
    ]
    return "\n".join(["```text", *wrapped, "```\n"])


def _quote(row: Row, dataset: Dataset) -> list[tuple[str, str]]:
    """The quote of the first row that a view's row is computed from."""
    for column, table in QUOTED_BY.items():
        ids = str(row.get(column) or "").split(SEPARATOR)
        found = [r for i in ids for r in dataset.where(table, dataset.id_column(table), i)]
        if found:
            return [(f"quote of {ids[0]}", str(found[0]["quote"]))]
    return []


# Values and counterparts


def _key(field: Field) -> Coded:
    return field.name, tuple((value, field.meanings[value]) for value in field.enum)


def _headings(parts: Iterable[Part]) -> Headings:
    """A heading for each set of values; with its tables where a name has several sets."""
    places: dict[Coded, list[str]] = defaultdict(list)
    for part in parts:
        for field in part.fields:
            if field.enum:
                places[_key(field)].append(part.schema.table)
    sets = Counter(name for name, _ in places)
    return {
        (name, values): f"Values of {name}" + (f" in {', '.join(where)}" if sets[name] > 1 else "")
        for (name, values), where in places.items()
    }


def _counterparts(parts: Sequence[Part], dataset: str) -> Mapping[str, list[str]]:
    """The columns that correspond to each field of another dataset, by the field's name."""
    found: dict[str, list[str]] = defaultdict(list)
    for part in parts:
        for field in part.fields:
            for name in field.corresponds.get(dataset, ()):
                found[name].append(f"{part.schema.table}.{field.name}")
    return dict(sorted(found.items()))


# Markdown


def _table(heading: str, head: str, rows: Iterable[str]) -> str:
    return "\n".join([f"### {heading}\n", head, *rows, ""])


def _cells(*texts: str) -> str:
    return f"| {' | '.join(texts)} |"


def _codes(names: Iterable[str]) -> str:
    plain = (safe_line(name).replace("`", "'").replace("|", "\\|") for name in names)
    return ", ".join(f"`{name}`" for name in plain)


def _link(heading: str) -> str:
    return f"[{_codes([heading])}](#{_anchor(heading)})"


def _anchor(heading: str) -> str:
    """What GitHub makes of a heading: small letters, hyphens for spaces, no punctuation."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
