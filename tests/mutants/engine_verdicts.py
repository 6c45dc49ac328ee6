"""The verdicts of each engine of the structure stage on one column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
from hypothesis import strategies as st

from isk_indicators.check import structure
from isk_indicators.check.csv_reader import CsvFile
from isk_indicators.check.csv_table import ParsedTable
from isk_indicators.schema import DataPackage, Field, Schema

Texts = Sequence[str | None]


class Verdicts(NamedTuple):
    """The rules by which an engine rejects the cells of a column: a set of names a cell."""

    frictionless: list[frozenset[str]]
    derived: list[frozenset[str]]


def constrained(package: DataPackage) -> list[tuple[str, str]]:
    """One column, with its table, of each set of constraints that the schemas have."""
    kinds: dict[object, tuple[str, str]] = {}
    for table, schema in package.schemas.items():
        for field in schema.fields:
            plain = (field.type, field.required, field.enum, field.pattern, field.unique)
            kind = (*plain, field.minimum, field.maximum, field.name == schema.id_field)
            kinds.setdefault(kind, (table, field.name))
    return list(kinds.values())


def verdicts(package: DataPackage, table: str, name: str, texts: Texts) -> Verdicts:
    """Ask both engines of a table with these texts in one column, and little in the others."""
    tables = {table: standing_of(package, table, name, texts)}
    told, _ = structure.frictionless_problems(package, tables, [])
    schema = package.schemas[table]
    return Verdicts(
        _at(told, schema, name, len(texts)),
        _at(structure.pandera_problems(tables), schema, name, len(texts)),
    )


def _at(
    told: Sequence[structure.StructureProblem], schema: Schema, name: str, count: int
) -> list[frozenset[str]]:
    """A key of several columns is claimed by frictionless alone, at the first of them."""
    found: dict[int, set[str]] = defaultdict(set)
    for one in told:
        if one.field == name and (one.rule != "primary-key" or schema.id_field == name):
            found[one.row].add(one.rule)
    return [frozenset(found[row]) for row in range(count)]


def standing_of(package: DataPackage, table: str, name: str, texts: Texts) -> ParsedTable:
    """A table with these texts in one column, an x in another, and nothing else."""
    schema = package.schemas[table]
    columns = {n: at for at, n in enumerate(schema.names)}
    standing = ParsedTable(schema, package.relative(table), CsvFile(",", len(columns)), columns)
    cells = {n: list(texts) if n == name else [None] * len(texts) for n in schema.names}
    other = next(n for n in reversed(schema.names) if n != name and not schema.by_name[n].unique)
    cells[other] = ["x"] * len(texts)  # a row without any value is a fault of its own
    standing.frame = pd.DataFrame(cells, dtype=object)
    return standing


# Texts

DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
SPOILT = (
    str.upper,
    str.title,
    lambda text: f" {text} ",
    lambda text: f"{text}\n",
    lambda text: f"\u00a0{text}",
    lambda text: f"+{text}",
    lambda text: f"0{text}",
    lambda text: f"-{text}",
    lambda text: f"{text}_000",
    lambda text: f"{text}.0",
    lambda text: f"{text}e2",
    lambda text: text.translate(DIGITS),
    lambda text: text[:-1],
    lambda text: f"{text}x",
    lambda text: text.replace("-0", "-"),
)
ODD = (
    *("1_000", "1,000", "-0", "1e3", "inf", "-inf", "NaN", "nan", "0x10", ".5", "5.", "1.2.3"),
    *(str(2**63), str(2**63 - 1), str(-(2**63) - 1), "½", "１２", "٣", "true", "None", "null"),
    *("2024-1-1", "2024-02-30", "2024", "20240101", "2024-01-01T00:00:00", "today", " ", "\t", "x"),
)


def texts_for(field: Field) -> st.SearchStrategy[list[str | None]]:
    """Some texts, right ones, spoilt ones and odd ones, a few of them more than once."""
    right = _right(field)
    spoilt = st.tuples(right, st.sampled_from(SPOILT)).map(lambda pair: pair[1](pair[0]) or None)
    odd = st.one_of(st.sampled_from(ODD), st.text(min_size=1, max_size=6))
    one = st.one_of(right, right, spoilt, spoilt, odd, st.none())
    return st.lists(one, min_size=8, max_size=20).map(lambda texts: [*texts, *texts[:2]])


def _right(field: Field) -> st.SearchStrategy[str]:
    if field.enum:
        return st.sampled_from(field.enum)
    if field.pattern is not None:
        return st.from_regex(field.pattern, fullmatch=True)
    least, most = int(field.minimum or 0), int(field.maximum or 0)
    numbers = st.one_of(st.sampled_from([least - 1, least, most, most + 1]), st.integers(0, 99))
    of_type = {
        "integer": numbers.map(str),
        "number": st.one_of(numbers.map(str), numbers.map(lambda n: f"{n}.25")),
        "date": st.dates().map(str),
    }
    return of_type.get(field.type, st.sampled_from(["one", "two", "Three words here"]))
