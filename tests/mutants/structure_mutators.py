"""Mutants of the stage structure: types, enumerations, forms, keys.

What lives here: for each rule of the stage, a cell that breaks a constraint of the schemas, in any
table and column that has it, and a cell that keeps it. What must not: what a cell means. Texts are
such that the stage files has nothing against them.
"""

from __future__ import annotations

import json
import re

from hypothesis import strategies as st

from isk_indicators.check.csv_table import MISSING_WORDS
from tests.mutants.clean import Clean, Mutant, Place, Row, Site, any_cell
from tests.mutants.registry import breaks, spares

SMALL = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=12)
WORDS = st.text("abcdefghij KLMNOP.-0123456789", min_size=1, max_size=12).map(str.strip)


def _put(site: Site, text: str, rule: str, clean: Clean) -> Mutant:
    return clean.put(site.row, {site.field.name: text}, (rule, site.field.name))


def _is_plain(text: str) -> bool:
    """Whether the stage files has nothing against a text of ASCII letters."""
    return text not in MISSING_WORDS and text == text.strip() and text[:1] not in "=+-@"


# One cell by itself


@breaks("required")
def a_blank_cell(draw: st.DrawFn, clean: Clean) -> Mutant:
    site = any_cell(draw, clean.cells(lambda s: s.field.required))
    return _put(site, "", "required", clean)


@spares("required")
def a_blank_that_is_allowed(draw: st.DrawFn, clean: Clean) -> Mutant:
    """A note on nothing that another rule asks a note for."""
    asked = {"implied", "inferred", "external"}
    rows = clean.rows(where=lambda r: bool(r.get("note")) and asked.isdisjoint(r.values()))
    return clean.put(draw(st.sampled_from(rows)), {"note": ""})


@breaks("enum")
def a_value_that_is_not_listed(draw: st.DrawFn, clean: Clean) -> Mutant:
    site = any_cell(draw, clean.cells(lambda s: bool(s.field.enum)))
    near = [str.title, lambda v: f"{v}s", lambda v: v[1:], lambda v: v.replace("_", "-")]
    values = [change(value) for value in site.field.enum for change in near]
    other = st.one_of(st.sampled_from(values), SMALL)
    text = draw(other.filter(lambda t: t not in site.field.enum and _is_plain(t)))
    return _put(site, text, "enum", clean)


@spares("enum")
def another_value_that_is_listed(draw: st.DrawFn, clean: Clean) -> Mutant:
    """In a column of which no rule asks which value stands there."""
    columns = [("casualties", "victim_group"), ("statements", "medium"), ("attributions", "role")]
    columns += [("attributions", "certainty"), ("casualties", "covers"), ("reviewed", "reason")]
    table, name = draw(st.sampled_from(columns))
    row = draw(st.sampled_from(clean.tables[table]))
    values = clean.package.schemas[table].by_name[name].enum
    others = [v for v in values if v not in (row[name], "not_codable")]  # which asks for a note
    return clean.put(row, {name: draw(st.sampled_from(others))})


@breaks("pattern")
def a_text_of_another_form(draw: st.DrawFn, clean: Clean) -> Mutant:
    site = any_cell(draw, clean.cells(lambda s: s.field.pattern is not None))
    pattern = site.field.pattern or ""
    near = [site.text.upper(), site.text[:-1], f"{site.text}0", site.text.replace("-", "_")]
    other = st.one_of(st.sampled_from(near), WORDS)
    text = draw(other.filter(lambda t: not re.fullmatch(pattern, t) and t and _is_plain(t)))
    return _put(site, text, "pattern", clean)


@spares("pattern")
def another_text_of_the_form(draw: st.DrawFn, clean: Clean) -> Mutant:
    source = draw(st.sampled_from(clean.tables["sources"]))
    return clean.put(source, {"language": draw(st.sampled_from(["de", "ps", "fa"]))})


def _is_number(site: Site) -> bool:
    return site.field.type in ("integer", "number")


@breaks("type")
def a_number_in_another_spelling(draw: st.DrawFn, clean: Clean) -> Mutant:
    site = any_cell(draw, clean.cells(_is_number))
    number = site.text or "12"
    odd = [f"+{number}", f"0{number}", f"{number}_000", f"{number}e3", "1,000", "1 000"]
    odd += ["x", "inf", "0x10", f"{number} km", "12.", "٣", "１２", "½", "twelve", "-0"]
    odd += ["12.0", str(2**63), str(10**30)] if site.field.type == "integer" else ["1.2.3", ".5"]
    if site.field.type == "number":
        odd.remove("-0")
    return _put(site, draw(st.sampled_from(odd)), "type", clean)


@breaks("type")
def a_day_in_another_spelling(draw: st.DrawFn, clean: Clean) -> Mutant:
    site = any_cell(draw, clean.cells(lambda s: s.field.type == "date"))
    odd = ["2024-1-1", "2024", "2024-02-30", "1.2.2024", "20240101", "2024-W01-1", "today"]
    odd += ["2024-01-01T00:00:00", "２０２４-01-01", "0000-01-01"]
    return _put(site, draw(st.sampled_from(odd)), "type", clean)


@spares("type")
def a_day_of_the_calendar(draw: st.DrawFn, clean: Clean) -> Mutant:
    source = draw(st.sampled_from(clean.tables["sources"]))
    day = draw(st.dates().map(str).filter(lambda d: d != source["accessed"]))
    return clean.put(source, {"accessed": day})


@spares("type", "minimum", "maximum")
def another_number_within_bounds(draw: st.DrawFn, clean: Clean) -> Mutant:
    """The very bounds are within."""
    name, bound = draw(st.sampled_from([("latitude", 90), ("longitude", 180)]))
    row = draw(st.sampled_from(clean.rows("places", where=lambda r: r[name] != "")))
    number = draw(st.one_of(st.sampled_from([-bound, bound]), st.integers(-bound, bound)))
    text = draw(st.sampled_from([str(number), f"{number}.0"]))
    return clean.put(row, {name: text})


@breaks("minimum")
def a_number_too_low(draw: st.DrawFn, clean: Clean) -> Mutant:
    site = any_cell(draw, clean.cells(lambda s: s.field.minimum is not None))
    least = int(site.field.minimum or 0)
    below = st.integers(-(2**40), least - 1).map(str)
    if site.field.type == "number":
        below = st.one_of(below, st.just(f"{least}.000001"))
    return _put(site, draw(below.filter(lambda t: t not in MISSING_WORDS)), "minimum", clean)


@breaks("maximum")
def a_number_too_high(draw: st.DrawFn, clean: Clean) -> Mutant:
    """Not of a document's length, which is told as another than the document's first."""
    bounded = clean.cells(lambda s: s.field.maximum is not None and s.field.name != "characters")
    site = any_cell(draw, bounded)
    most = int(site.field.maximum or 0)
    above = st.integers(most + 1, 2**63 - 1).map(str)
    if site.field.type == "number":
        above = st.one_of(above, st.just(f"{most}.000001"))
    return _put(site, draw(above), "maximum", clean)


@breaks("maximum")
def a_coordinate_too_high(draw: st.DrawFn, clean: Clean) -> Mutant:
    name, most = draw(st.sampled_from([("latitude", 90), ("longitude", 180)]))
    row = draw(st.sampled_from(clean.rows("places", where=lambda r: r[name] != "")))
    number = draw(st.sampled_from([f"{most}.1", f"{most + 1}", "1000"]))
    return clean.put(row, {name: number}, ("maximum", name))


# Cells of several rows


@breaks("unique")
def a_value_of_another_row(draw: st.DrawFn, clean: Clean) -> Mutant:
    """Of a row above, so that the changed cell is the repeated one.

    A source with the name or the hash of another is told for its document, so not here.
    """
    sites = clean.cells(lambda s: s.field.unique and s.row.table != "sources" and s.row.number > 0)
    site = any_cell(draw, sites)
    above = clean.tables[site.row.table][: site.row.number]
    return _put(site, draw(st.sampled_from(above))[site.field.name], "unique", clean)


@spares("unique")
def a_value_of_no_other_row(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["incidents"]))
    return clean.put(row, {"label": draw(st.sampled_from(["Attack", "Attack near a river"]))})


def _keyed(clean: Clean) -> list[Row]:
    """The rows of tables whose key is one column, but for the first of each."""
    tables = [t for t, schema in clean.package.schemas.items() if schema.id_field]
    return clean.rows(*tables, where=lambda r: r.number > 0)


@breaks("primary-key")
def the_id_of_the_row_above(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(_keyed(clean)))
    name = next(iter(row))
    above = clean.tables[row.table][row.number - 1]
    return clean.put(row, {name: above.id}, ("primary-key", name))


@breaks("primary-key")
def the_id_of_the_row_below(draw: st.DrawFn, clean: Clean) -> Mutant:
    """The row below repeats it then; who refers to the id that is gone is listed there."""
    below = draw(st.sampled_from(_keyed(clean)))
    name = next(iter(below))
    row = clean.tables[below.table][below.number - 1]
    mutant = clean.put(row, {name: below.id})
    return mutant._replace(told=frozenset({clean.place("primary-key", below, name)}))


@breaks("primary-key")
def a_row_twice(draw: st.DrawFn, clean: Clean) -> Mutant:
    """In a table that has no other column without repeats."""
    tables = ["casualties", "attributions", "evidence", "statements", "force_estimates"]
    row = draw(st.sampled_from(clean.rows(*tables)))
    return clean.add(row.table, row, ("primary-key", next(iter(row))))


@breaks("primary-key")
def a_row_withdrawn_twice(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = [f"casualties,cas-9000,0.1.{n},Told twice.,\n" for n in (1, draw(st.integers(1, 9)))]
    data = clean.data[clean.file("withdrawn")] + "".join(rows).encode()
    told = Place("primary-key", clean.file("withdrawn"), 3, 1, "table_name")
    return clean.file_is(clean.file("withdrawn"), data, "a row twice", told)


@spares("primary-key")
def a_row_that_repeats_a_part_of_a_key(draw: st.DrawFn, clean: Clean) -> Mutant:
    names = draw(st.sampled_from(["casualties", "evidence"])), "casualties"
    rows = [f"{name},cas-900{n},0.1.1,Told twice.,\n" for n, name in enumerate(sorted(names))]
    data = clean.data[clean.file("withdrawn")] + "".join(rows).encode()
    return clean.file_is(clean.file("withdrawn"), data, "two rows")


@breaks("foreign-key")
def an_id_of_no_row(draw: st.DrawFn, clean: Clean) -> Mutant:
    keys = {(t, k.field): k for t, s in clean.package.schemas.items() for k in s.foreign_keys}
    site = any_cell(draw, clean.cells(lambda s: (s.row.table, s.field.name) in keys))
    there = {r.id for r in clean.tables[keys[site.row.table, site.field.name].table]}
    digits = len(next(iter(there)).partition("-")[2])
    prefix = next(iter(there))[:4]
    ids = st.integers(0, 10**digits - 1).map(lambda n: f"{prefix}{n:0{digits}}")
    return _put(site, draw(ids.filter(lambda i: i not in there)), "foreign-key", clean)


@spares("foreign-key")
def an_id_of_another_row(draw: st.DrawFn, clean: Clean) -> Mutant:
    """In a column that no word has to prove."""
    rows = clean.rows("incidents", where=lambda r: r["target_actor_id"] == "")
    actor = draw(st.sampled_from(clean.tables["actors"]))
    return clean.put(draw(st.sampled_from(rows)), {"target_actor_id": actor.id})


# What the gate has no name for


def _constrained(draw: st.DrawFn, clean: Clean, length: int, *told: Place) -> Mutant:
    """A schema with a constraint that no schema of the package has."""
    place = told[0] if told else None
    tables = [t for t, rows in clean.tables.items() if rows]
    table = place.file.split("/")[1][:-4] if place else draw(st.sampled_from(tables))
    file = f"schemas/{table}.json"
    document = json.loads(clean.data[file])
    name = clean.package.schemas[table].names[0]
    field = next(f for f in document["fields"] if f["name"] == name)
    field.setdefault("constraints", {})["minLength"] = length
    return clean.file_is(file, json.dumps(document).encode(), f"{name} of {length}", *told)


@breaks("unmapped")
def a_constraint_without_a_name(draw: st.DrawFn, clean: Clean) -> Mutant:
    table = draw(st.sampled_from([t for t, rows in clean.tables.items() if rows]))
    told = Place("unmapped", clean.file(table), 1, 1, None)
    return _constrained(draw, clean, 100, told)


@spares("unmapped")
def a_constraint_that_every_cell_keeps(draw: st.DrawFn, clean: Clean) -> Mutant:
    return _constrained(draw, clean, draw(st.integers(0, 3)))
