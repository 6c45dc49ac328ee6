"""Mutants for the rules of second readings."""

from __future__ import annotations

from hypothesis import strategies as st

from isk_indicators.readings import KEY, READINGS
from tests.mutants.clean import Clean, Mutant, Row, breaks, spares

REASON = "The verb decides."


def _other(draw: st.DrawFn, clean: Clean, reading: Row) -> str:
    """Another value of the column that was read, or a blank."""
    field = clean.package.schemas[reading["table_name"]].by_name[reading["column_name"]]
    held = reading["agreed"] if reading["reason"] else reading["value"]
    return draw(st.sampled_from([v for v in ("", *field.enum) if v != held]))


def _reading(draw: st.DrawFn, clean: Clean) -> Row:
    """A reading of any column, so that those of long tables do not come alone."""
    rows = clean.tables[READINGS]
    column = draw(st.sampled_from(sorted({(r["table_name"], r["column_name"]) for r in rows})))
    names = ("table_name", "column_name")
    return draw(st.sampled_from([r for r in rows if tuple(r[n] for n in names) == column]))


@breaks("second-reading")
def a_code_that_the_second_reader_gives_otherwise(draw: st.DrawFn, clean: Clean) -> Mutant:
    reading = _reading(draw, clean)
    other = {"value": _other(draw, clean, reading), "agreed": "", "reason": ""}
    table, row_id, column = (reading[name] for name in KEY)
    place = clean.place("second-reading", clean.row(table, row_id), column)
    return clean.put(reading, other)._replace(reported=frozenset({place}))


@breaks("second-reading")
def a_code_other_than_the_one_settled_on(draw: st.DrawFn, clean: Clean) -> Mutant:
    reading = _reading(draw, clean)
    agreed = _other(draw, clean, reading)
    table, row_id, column = (reading[name] for name in KEY)
    code = clean.row(table, row_id)[column]
    place = clean.place("second-reading", clean.row(table, row_id), column)
    cells = {"value": code, "agreed": agreed, "reason": REASON}
    return clean.put(reading, cells)._replace(reported=frozenset({place}))


@spares("second-reading", "reading-agreed", "reading-value")
def a_difference_that_is_settled(draw: st.DrawFn, clean: Clean) -> Mutant:
    reading = _reading(draw, clean)
    table, row_id, column = (reading[name] for name in KEY)
    code = clean.row(table, row_id)[column]
    other = draw(st.sampled_from([v for v in _values(clean, reading) if v != code]))
    return clean.put(reading, {"value": other, "agreed": code, "reason": f"{REASON} (6)"})


def _values(clean: Clean, reading: Row) -> tuple[str, ...]:
    """What a column of codes allows, and a blank."""
    field = clean.package.schemas[reading["table_name"]].by_name[reading["column_name"]]
    return ("", *field.enum)


def _unread(clean: Clean) -> list[tuple[Row, str]]:
    """The codes that nobody read twice, in tables of which others were."""
    known = {tuple(reading[name] for name in KEY) for reading in clean.tables[READINGS]}
    rows = {(table, row_id) for table, row_id, _ in known}
    return [
        (row, column)
        for table in {table for table, _ in rows}
        for row in clean.tables[table]
        if (table, row.id) not in rows
        for column in clean.package.schemas[table].coded
    ]


def _cell(row: Row, column: str) -> dict[str, str]:
    return dict(zip(KEY, (row.table, row.id, column), strict=True))


@breaks("reading-cell")
def a_reading_of_no_row(draw: st.DrawFn, clean: Clean) -> Mutant:
    row, column = draw(st.sampled_from(_unread(clean)))
    cells = {**_cell(row, column), "row_id": f"{row.id[:4]}9{row.id[5:]}"}
    return clean.add(READINGS, {**cells, "value": row[column]}, ("reading-cell", "row_id"))


@breaks("reading-cell")
def a_reading_of_a_column_without_codes(draw: st.DrawFn, clean: Clean) -> Mutant:
    row, _ = draw(st.sampled_from(_unread(clean)))
    names = [n for n in clean.package.schemas[row.table].names if n not in _coded(clean, row)]
    column = draw(st.sampled_from(names))
    return clean.add(READINGS, _cell(row, column), ("reading-cell", "row_id"))


def _coded(clean: Clean, row: Row) -> tuple[str, ...]:
    return clean.package.schemas[row.table].coded


@spares("reading-cell", "second-reading")
def a_further_reading(draw: st.DrawFn, clean: Clean) -> Mutant:
    row, column = draw(st.sampled_from(_unread(clean)))
    return clean.add(READINGS, {**_cell(row, column), "value": row[column]})


@breaks("reading-value")
def a_value_of_another_column(draw: st.DrawFn, clean: Clean) -> Mutant:
    reading = _reading(draw, clean)
    value = draw(st.sampled_from(["raid", "maybe", "yes_and_no", "unknown_act"]))
    cells = {"value": value, "agreed": "", "reason": ""}
    return clean.put(reading, cells, ("reading-value", "value"))


@breaks("reading-value")
def a_value_of_another_column_that_is_settled(draw: st.DrawFn, clean: Clean) -> Mutant:
    reading = _reading(draw, clean)
    table, row_id, column = (reading[name] for name in KEY)
    cells = {"value": "raid", "agreed": clean.row(table, row_id)[column], "reason": REASON}
    return clean.put(reading, cells, ("reading-value", "value"))


@breaks("reading-agreed")
def an_agreement_without_a_reason(draw: st.DrawFn, clean: Clean) -> Mutant:
    reading = _reading(draw, clean)
    agreed = draw(st.sampled_from([v for v in _values(clean, reading) if v]))
    return clean.put(reading, {"agreed": agreed, "reason": ""}, ("reading-agreed", "agreed"))


@breaks("reading-agreed")
def an_agreement_without_a_difference(draw: st.DrawFn, clean: Clean) -> Mutant:
    reading = _reading(draw, clean)
    cells = {"agreed": reading["value"], "reason": REASON}
    return clean.put(reading, cells, ("reading-agreed", "agreed"))


@breaks("reading-agreed")
def an_agreement_on_no_code(draw: st.DrawFn, clean: Clean) -> Mutant:
    reading = _reading(draw, clean)
    agreed = draw(st.sampled_from(["raid", "maybe", "unknown_act"]))
    return clean.put(reading, {"agreed": agreed, "reason": REASON}, ("reading-agreed", "agreed"))
