"""Mutants for the rules of second readings."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from isk_indicators.schema import Field
from isk_indicators.tables import READING_KEY, READINGS
from tests.mutants.clean import STRANGE, Clean, Mutant, Row, breaks, joined, spares

REASON = "The verb decides."


def _reading(draw: st.DrawFn, clean: Clean, where: Callable[[Field], bool] = lambda _: True) -> Row:
    """A reading of any column, so that those of long tables do not come alone."""
    rows = [r for r in clean.tables[READINGS] if where(_field(clean, r))]
    column = draw(st.sampled_from(sorted({(r["table_name"], r["column_name"]) for r in rows})))
    names = ("table_name", "column_name")
    return draw(st.sampled_from([r for r in rows if tuple(r[n] for n in names) == column]))


def _field(clean: Clean, reading: Row) -> Field:
    return clean.package.schemas[reading["table_name"]].by_name[reading["column_name"]]


def _row(clean: Clean, reading: Row) -> Row:
    return clean.row(reading["table_name"], reading["row_id"])


def _cell(clean: Clean, reading: Row) -> str:
    return _row(clean, reading)[reading["column_name"]]


def _value(draw: st.DrawFn, clean: Clean, reading: Row, *others: str) -> str:
    """A value of the column that was read, other than these: of its list, or of any row."""
    field, table = _field(clean, reading), reading["table_name"]
    ids = clean.tables.get(clean.package.schemas[table].targets.get(field.name, ""), [])
    values = {"", *field.enum, *(row.id for row in ids)}
    values |= {row[field.name] for row in clean.tables[table]}
    return draw(st.sampled_from(sorted(values - {*others})))


def _misfit(draw: st.DrawFn, clean: Clean, reading: Row) -> str:
    """A value that the column does not allow: no id, no date, no value of its list."""
    cell = _cell(clean, reading)
    return draw(st.sampled_from(["raid", "2024-13", "act-9000", f"{cell[:-1]}?!", STRANGE]))


def _has_a_form(field: Field) -> bool:
    """Whether a column allows some texts alone, as columns of words do not."""
    return bool(field.enum or field.pattern)


def _reported(clean: Clean, reading: Row, cells: dict[str, str]) -> Mutant:
    """Another reading of a cell, which is then reported."""
    place = clean.place("second-reading", _row(clean, reading), reading["column_name"])
    return clean.put(reading, cells)._replace(reported=frozenset({place}))


@breaks("second-reading")
def a_cell_that_the_second_reader_codes_otherwise(draw: st.DrawFn, clean: Clean) -> Mutant:
    reading = _reading(draw, clean)
    other = _value(draw, clean, reading, _cell(clean, reading))
    return _reported(clean, reading, {"value": other, "agreed": "", "reason": ""})


@breaks("second-reading")
def a_cell_other_than_the_one_settled_on(draw: st.DrawFn, clean: Clean) -> Mutant:
    reading = _reading(draw, clean)
    cell = _cell(clean, reading)
    agreed = _value(draw, clean, reading, cell)
    return _reported(clean, reading, {"value": cell, "agreed": agreed, "reason": REASON})


@breaks("second-reading")
def a_cell_that_is_changed_after_it_was_read_twice(draw: st.DrawFn, clean: Clean) -> Mutant:
    reading = _reading(draw, clean, lambda field: field.name == "reason")  # no other rule minds
    row = _row(clean, reading)
    other = _value(draw, clean, reading, row["reason"], "not_codable", "")
    changed = clean.put(row, {"reason": other}, ("second-reading", "reason"))
    return joined(changed.change, changed, as_read(clean))


def as_read(clean: Clean) -> Mutant:
    """The second readings as they are, whatever else is changed."""
    file = clean.file(READINGS)
    return clean.file_is(file, clean.data[file], "as it is")


@spares("second-reading", "reading-agreed", "reading-value")
def a_difference_that_is_settled(draw: st.DrawFn, clean: Clean) -> Mutant:
    reading = _reading(draw, clean)
    cell = _cell(clean, reading)
    other = _value(draw, clean, reading, cell)
    return clean.put(reading, {"value": other, "agreed": cell, "reason": f"{REASON} (6)"})


@spares("second-reading", "reading-cell")
def a_cell_that_is_read_once(draw: st.DrawFn, clean: Clean) -> Mutant:
    return clean.without(_reading(draw, clean))


@breaks("reading-cell")
def a_reading_of_no_row(draw: st.DrawFn, clean: Clean) -> Mutant:
    cells = dict(_reading(draw, clean))
    prefix, _, rest = cells["row_id"].partition("-")
    return clean.add(
        READINGS, {**cells, "row_id": f"{prefix}-9{rest[1:]}"}, ("reading-cell", "row_id")
    )


@breaks("reading-cell")
def a_reading_of_a_column_that_is_not_read_twice(draw: st.DrawFn, clean: Clean) -> Mutant:
    reading = _reading(draw, clean)
    schema = clean.package.schemas[reading["table_name"]]
    column = draw(st.sampled_from([n for n in schema.names if n not in schema.read_twice]))
    cells = {name: reading[name] for name in READING_KEY} | {"column_name": column}
    return clean.add(READINGS, cells, ("reading-cell", "row_id"))


@breaks("reading-value")
def a_value_that_the_column_does_not_allow(draw: st.DrawFn, clean: Clean) -> Mutant:
    reading = _reading(draw, clean, _has_a_form)
    cells = {"value": _misfit(draw, clean, reading), "agreed": "", "reason": ""}
    return clean.put(reading, cells, ("reading-value", "value"))


@breaks("reading-value")
def a_value_that_the_column_does_not_allow_and_is_settled(draw: st.DrawFn, clean: Clean) -> Mutant:
    reading = _reading(draw, clean, _has_a_form)
    value = _misfit(draw, clean, reading)
    cells = {"value": value, "agreed": _cell(clean, reading), "reason": REASON}
    return clean.put(reading, cells, ("reading-value", "value"))


@breaks("reading-agreed")
def an_agreement_without_a_reason(draw: st.DrawFn, clean: Clean) -> Mutant:
    reading = _reading(draw, clean)
    agreed = _value(draw, clean, reading, "")
    return clean.put(reading, {"agreed": agreed, "reason": ""}, ("reading-agreed", "agreed"))


@breaks("reading-agreed")
def an_agreement_without_a_difference(draw: st.DrawFn, clean: Clean) -> Mutant:
    reading = _reading(draw, clean)
    cells = {"agreed": reading["value"], "reason": REASON}
    return clean.put(reading, cells, ("reading-agreed", "agreed"))


@breaks("reading-agreed")
def an_agreement_that_the_column_does_not_allow(draw: st.DrawFn, clean: Clean) -> Mutant:
    reading = _reading(draw, clean, _has_a_form)
    cells = {"agreed": _misfit(draw, clean, reading), "reason": REASON}
    return clean.put(reading, cells, ("reading-agreed", "agreed"))
