"""The codebook as a page: every table, view and column, in Markdown."""

from __future__ import annotations

import re
import textwrap
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from isk_indicators.schema import (
    DERIVED,
    UNRELEASED,
    VIEWS,
    DataPackage,
    Field,
    Row,
    Schema,
    frame_fields,
    read_schemas,
)
from isk_indicators.tables import DATASETS, SEPARATOR, Dataset
from isk_indicators.views.registry import VIEWS as REGISTERED

CODEBOOK = "codebook.md"

INTRODUCTION = """\
# The codebook

This page describes every table, every view and each of their columns: meaning, type, allowed values
and an example row. In Python, `isk.describe(name)` returns the columns of a table or view as a
frame.

- *required*: never blank. Any other column is blank where the source does not say.
- *derived*: not in the file; computed from the columns before it when the table is loaded.
- *key*: identifies the row; several key columns identify it together.
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
BAR = "\\|"
"""A bar within a cell of a Markdown table."""

RESTS_ON = MappingProxyType(
    {
        "casualty_ids": "casualties",
        "attribution_ids": "attributions",
        "inherited_ids": "attributions",
        "incident_id": "incidents",
    }
)
"""Where the words of a view's row without a quote stand: the column that names rows, its table."""

Coded: TypeAlias = tuple[str, tuple[tuple[str, str], ...]]
"""A coded column: its name, and its values with what they say."""

Headings: TypeAlias = Mapping[Coded, str]


class Part(NamedTuple):
    """A table or a view, as the page tells it.

    Attributes:
        schema: Its columns and key.
        fields: The columns of its frame.
        description: What it holds.
        example: A row of it; None if it has none to show.
        without: Why it has no example.
        is_view: Whether all of it is computed.
    """

    schema: Schema
    fields: Sequence[Field]
    description: str
    example: Row | None
    without: str
    is_view: bool


def codebook(source: DataPackage) -> str:
    """Write the codebook of a package, as Markdown."""
    dataset = Dataset(source)
    tables, views = [*_tables(source, dataset)], [*_views(source, dataset)]
    records = [*_records(source)]
    parts = [*tables, *views, *records]
    headings = _headings(parts)
    blocks = [
        INTRODUCTION,
        _contents({"Tables": tables, "Views": views, "Record": records}),
        "## Tables\n",
        *(_section(part, headings, dataset) for part in tables),
        "## Views\n",
        *(_section(part, headings, dataset) for part in views),
        "## Record\n",
        *(_section(part, headings, dataset) for part in records),
        VALUES,
        *_values(headings),
        ELSEWHERE,
        *_elsewhere(parts),
    ]
    return "\n".join(blocks)


# What is told


def _tables(source: DataPackage, dataset: Dataset) -> Iterator[Part]:
    descriptions = {r["name"]: r["description"] for r in source.descriptor["resources"]}
    for name, schema in source.schemas.items():
        own = name in UNRELEASED
        example = None if own else _fullest(dataset.rows(name))
        without = "Its rows are in no release." if own else "It has no rows."
        yield Part(schema, frame_fields(schema), descriptions[name], example, without, False)


def _views(source: DataPackage, dataset: Dataset) -> Iterator[Part]:
    for name, schema in read_schemas(source.root / VIEWS).items():
        example = _fullest(REGISTERED[name].rows(dataset))
        yield Part(schema, schema.fields, schema.description, example, "It has no rows.", True)


def _records(source: DataPackage) -> Iterator[Part]:
    for schema in read_schemas(source.root / DERIVED).values():
        without = "Its rows come with each release, from the second on."
        yield Part(schema, schema.fields, schema.description, None, without, False)


def _fullest(rows: Sequence[Row]) -> Row | None:
    """The first of the rows that have the most cells filled."""
    return max(rows, key=lambda row: sum(v is not None for v in row.values()), default=None)


# Tables and views


def _contents(kinds: Mapping[str, Sequence[Part]]) -> str:
    lines = [
        f"- [{kind}](#{_anchor(kind)}): {', '.join(_link(part.schema.table) for part in parts)}"
        for kind, parts in kinds.items()
    ]
    return "\n".join([*lines, "- [Values](#values)", "- [Elsewhere](#elsewhere)", ""])


def _section(part: Part, headings: Headings, dataset: Dataset) -> str:
    schema = part.schema
    key = f" Key: {_codes(schema.key)}." if schema.key else ""
    lines = [
        f"### {schema.table}\n",
        f"{part.description}{key}\n",
        "| column | type | what it says | elsewhere |",
        "|---|---|---|---|",
        *(_line(field, part, headings) for field in part.fields),
        "",
        _example(part, dataset),
    ]
    return "\n".join(lines)


def _line(field: Field, part: Part, headings: Headings) -> str:
    in_file = not part.is_view and field.name in part.schema.by_name
    marks = ("required" if field.required else "", "" if in_file or part.is_view else "derived")
    type_ = ", ".join([field.type, *filter(None, marks)])
    told = [f"**{field.title}.** {field.description}"]
    if field.enum:
        told.append(f"[Values](#{_anchor(headings[_key(field)])}): {_codes(field.enum)}.")
    told += [
        f"Names a row of {_link(k.table)}."
        for k in part.schema.foreign_keys
        if k.field == field.name
    ]
    elsewhere = [f"{DATASETS[d]} {_codes(names)}" for d, names in field.corresponds.items()]
    return _cells(f"`{field.name}`", type_, " ".join(told), "; ".join(elsewhere))


def _example(part: Part, dataset: Dataset) -> str:
    if part.example is None:
        return f"No example: {part.without}\n"
    cells = [(f.name, part.example[f.name]) for f in part.fields]
    told = [(name, str(cell)) for name, cell in cells if cell is not None]
    if "quote" not in part.schema.by_name and part.is_view:
        told += _words(part.example, dataset)
    margin = max(len(name) for name, _ in told) + 2
    lines = [_wrapped(name, text, margin) for name, text in told]
    return "\n".join(["```text", *lines, "```\n"])


def _words(row: Row, dataset: Dataset) -> list[tuple[str, str]]:
    """The quote of the first row that a view's row rests on, where it has no quote itself."""
    for column, table in RESTS_ON.items():
        ids = str(row.get(column) or "").split(SEPARATOR)
        found = [r for i in ids for r in dataset.where(table, dataset.id_column(table), i)]
        if found:
            return [(f"quote of {ids[0]}", str(found[0]["quote"]))]
    return []


def _wrapped(label: str, text: str, margin: int) -> str:
    return textwrap.fill(
        text,
        width=WIDTH,
        initial_indent=label.ljust(margin),
        subsequent_indent=" " * margin,
        break_long_words=False,
        break_on_hyphens=False,
    )


# Values


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


def _values(headings: Headings) -> Iterator[str]:
    for (_, meanings), heading in sorted(headings.items(), key=lambda item: item[1]):
        lines = [f"### {heading}\n", "| value | what it says |", "|---|---|"]
        yield "\n".join([*lines, *(_cells(f"`{v}`", m) for v, m in meanings), ""])


# Elsewhere


def _elsewhere(parts: Sequence[Part]) -> Iterator[str]:
    for dataset, title in DATASETS.items():
        lines = [f"### {title}\n", "| field | columns here |", "|---|---|"]
        answers = _answers(parts, dataset)
        yield "\n".join([*lines, *(_cells(f"`{n}`", _codes(answers[n])) for n in answers), ""])


def _answers(parts: Sequence[Part], dataset: str) -> Mapping[str, list[str]]:
    """The columns that correspond to each field of a dataset, by the field's name."""
    found: dict[str, list[str]] = defaultdict(list)
    for part in parts:
        for field in part.fields:
            for name in field.corresponds.get(dataset, ()):
                found[name].append(f"{part.schema.table}.{field.name}")
    return dict(sorted(found.items()))


# Markdown


def _cells(*texts: str) -> str:
    return f"| {' | '.join(text.replace('|', BAR) for text in texts)} |"


def _codes(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _link(heading: str) -> str:
    return f"[`{heading}`](#{_anchor(heading)})"


def _anchor(heading: str) -> str:
    """What GitHub makes of a heading: small letters, hyphens for spaces, no punctuation."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
