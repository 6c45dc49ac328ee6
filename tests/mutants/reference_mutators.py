"""Mutants of the rules on evidence, on actors and places, and on the ledgers of what was changed.

What lives here: changes of these tables, and rows more in them. What must not: claim rows (see
``claim_mutators``), but for the cell that a new actor is used in.
"""

from __future__ import annotations

import re

from hypothesis import strategies as st

from tests.mutants.clean import Clean, Mutant, Row, joined
from tests.mutants.printed import families, forms, words
from tests.mutants.registry import breaks, spares

CLAIMS = ("incidents", "casualties", "force_estimates", "statements", "attributions")


# Evidence


@breaks("evidence-row")
def evidence_of_no_row(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["evidence"]))
    others = [{"table_name": t} for t in CLAIMS if t != row["table_name"]]
    cells = draw(st.sampled_from([{"row_id": f"{row['row_id'][:4]}9000"}, *others]))
    return clean.put(row, cells, ("evidence-row", "row_id"))


@breaks("evidence-column")
def evidence_of_no_column(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["evidence"]))
    names = clean.package.schemas[row["table_name"]].names
    other = ["target", "Date", "casualty_text", "date ", "colour", "as_of", "date", "figure"]
    absent = [name.strip() for name in other if name.strip() not in names]
    cells = {"column_name": draw(st.sampled_from(absent))}
    return clean.put(row, cells, ("evidence-column", "column_name"))


@breaks("evidence-contradiction")
def a_contradiction_of_nothing(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.rows("evidence", where=lambda r: r["value"] != "")))
    changes = [{"column_name": ""}]
    changes += [{"value": ""}] if row["role"] == "contradicts" else []
    return clean.put(row, draw(st.sampled_from(changes)), ("evidence-contradiction", "value"))


@breaks("evidence-contradiction")
def a_mention_that_contradicts_without_a_value(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = clean.rows("evidence", where=lambda r: (r["role"], r["value"]) == ("mentions", ""))
    row = draw(st.sampled_from(rows))
    return clean.put(row, {"role": "contradicts"}, ("evidence-contradiction", "value"))


CODED = {
    "incidents": ("event_type", "target_type", "outcome"),
    "casualties": ("victim_group", "harm"),
    "statements": ("medium", "speech_act"),
}
"""Columns of which further evidence may say something else."""


def _another_telling(draw: st.DrawFn, clean: Clean, role: str) -> tuple[dict[str, str], str]:
    """An evidence row more, in the words of the row that it is about, and that row's value."""
    table = draw(st.sampled_from(sorted(CODED)))
    name = draw(st.sampled_from(CODED[table]))
    row = draw(st.sampled_from(clean.rows(table, where=lambda r: r[name] != "")))
    span = {k: row[k] for k in ("source_id", "span_start", "span_end", "quote")}
    about = {"table_name": table, "row_id": row.id, "column_name": name, "role": role}
    return {"evidence_id": "evd-9000", **about, **span}, row[name]


def _tellings(draw: st.DrawFn, clean: Clean) -> tuple[dict[str, str], str]:
    return _another_telling(draw, clean, draw(st.sampled_from(["mentions", "contradicts"])))


@breaks("evidence-value")
def a_value_that_the_column_could_not_hold(draw: st.DrawFn, clean: Clean) -> Mutant:
    cells, said = _tellings(draw, clean)
    value = draw(st.sampled_from([said.upper(), f"{said}s", "something", "7"]))
    return clean.add("evidence", {**cells, "value": value}, ("evidence-value", "value"))


@breaks("evidence-value")
def an_id_of_nothing(draw: st.DrawFn, clean: Clean) -> Mutant:
    keys = {key.field for key in clean.package.schemas["incidents"].foreign_keys}
    rows = clean.rows(
        "evidence",
        where=lambda r: r["role"] != "supports" and r["value"] != "" and r["column_name"] in keys,
    )
    row = draw(st.sampled_from(rows))
    value = draw(st.sampled_from([f"{row['value'][:4]}9000", "Moscow", row["value"][:-1]]))
    return clean.put(row, {"value": value}, ("evidence-value", "value"))


@breaks("evidence-agrees")
def a_contradiction_that_says_the_same(draw: st.DrawFn, clean: Clean) -> Mutant:
    cells, said = _tellings(draw, clean)
    return clean.add("evidence", {**cells, "value": said}, ("evidence-agrees", "value"))


@breaks("evidence-agrees")
def support_that_says_otherwise(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = clean.rows("evidence", where=lambda r: r["role"] == "supports" and r["value"] != "")
    row = draw(st.sampled_from(rows))
    value = draw(st.sampled_from(["2011", "2011-11", "../2011-11-11"]))
    return clean.put(row, {"value": value}, ("evidence-agrees", "value"))


@spares("evidence-row", "evidence-column", "evidence-contradiction", "evidence-value")
@spares("evidence-agrees")
def a_telling_that_says_otherwise(draw: st.DrawFn, clean: Clean) -> Mutant:
    cells, said = _tellings(draw, clean)
    field = clean.package.schemas[cells["table_name"]].by_name[cells["column_name"]]
    value = draw(st.sampled_from([v for v in field.enum if v != said]))
    return clean.add("evidence", {**cells, "value": value})


@breaks("evidence-adds")
def support_from_the_rows_own_words(draw: st.DrawFn, clean: Clean) -> Mutant:
    return clean.add("evidence", _inside(draw, clean, "supports"), ("evidence-adds", "quote"))


@spares("evidence-adds")
def a_mention_in_the_rows_own_words(draw: st.DrawFn, clean: Clean) -> Mutant:
    return clean.add("evidence", _inside(draw, clean, "mentions"))


def _inside(draw: st.DrawFn, clean: Clean, role: str) -> dict[str, str]:
    """An evidence row more, on a word of the quote of the row that it is about."""
    row = draw(st.sampled_from(clean.rows(*CLAIMS, where=lambda r: bool(words(r["quote"])))))
    word = draw(st.sampled_from(words(row["quote"])))
    start = int(row["span_start"]) + re.search(rf"\b{word}\b", row["quote"]).start()
    span = clean.span(row["source_id"], start, start + len(word))
    about = {"table_name": row.table, "row_id": row.id, "role": role}
    return {"evidence_id": "evd-9000", **about, **span}


# Actors and places


def _word(draw: st.DrawFn, clean: Clean) -> dict[str, str]:
    """The span of a word of small letters, so that it names nobody."""
    source = draw(st.sampled_from(sorted(clean.texts)))
    found = list(re.finditer(r"(?<=[a-z] )[a-z]{4,}(?= [a-z])", clean.texts[source]))
    match = draw(st.sampled_from(found))
    return clean.span(source, match.start(), match.end())


@breaks("unused")
def an_actor_or_place_that_nobody_uses(draw: st.DrawFn, clean: Clean) -> Mutant:
    table = draw(st.sampled_from(["actors", "places"]))
    span = _word(draw, clean)
    kind = {"actors": "other", "places": "region"}[table]
    cells = {_id(clean, table): f"{_prefix(table)}-9000", "name": span["quote"], "kind": kind}
    return clean.add(table, {**cells, **span}, ("unused", "name"))


def _id(clean: Clean, table: str) -> str:
    return clean.package.schemas[table].names[0]


def _prefix(table: str) -> str:
    return {"actors": "act", "places": "plc"}[table]


@breaks("unused")
def the_only_use_of_a_place_taken_away(draw: st.DrawFn, clean: Clean) -> Mutant:
    users = clean.rows("incidents", "force_estimates", where=lambda r: r["place_id"] != "")
    values = {e["value"] for e in clean.tables["evidence"]}
    ids = [user["place_id"] for user in users]
    only = [u for u in users if ids.count(u["place_id"]) == 1 and u["place_id"] not in values]
    user = draw(st.sampled_from(only))
    told = clean.place("unused", clean.row("places", user["place_id"]), "name")
    return clean.put(user, {"place_id": ""})._replace(told=frozenset({told}))


@spares("unused")
def an_actor_more_who_is_used(draw: st.DrawFn, clean: Clean) -> Mutant:
    span = _word(draw, clean)
    cells = {"actor_id": "act-9000", "name": span["quote"], "kind": "other", **span}
    free = clean.rows("incidents", where=lambda r: r["target_actor_id"] == "")
    return joined(
        f"an actor {span['quote']!r}, used",
        clean.add("actors", cells),
        clean.put(draw(st.sampled_from(free)), {"target_actor_id": "act-9000"}),
    )


@breaks("name-printed")
def a_place_that_its_mention_does_not_name(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["places"]))
    return clean.put(row, _word(draw, clean), ("name-printed", "name"))


@breaks("actor-mention")
def an_actor_whom_its_mention_does_not_name(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["actors"]))
    return clean.put(row, _word(draw, clean), ("actor-mention", "quote"))


@breaks("aliases")
def a_list_of_names_that_is_not_clean(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["actors"]))
    name, *others = forms(row)
    wrong = [name, "New name|", "New name| Other", "New name|New name", "|New name", *others]
    aliases = "|".join([*others, draw(st.sampled_from(wrong))])
    return clean.put(row, {"aliases": aliases}, ("aliases", "aliases"))


@spares("aliases")
def another_name(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["actors"]))
    more = draw(st.sampled_from(["the group", "Группа", "Army of the North"]))
    return clean.put(row, {"aliases": "|".join([*forms(row)[1:], more])})


@breaks("parent-circle")
def an_actor_above_itself(draw: st.DrawFn, clean: Clean) -> Mutant:
    """A circle is told at the first of its members."""
    row = draw(st.sampled_from(clean.tables["actors"]))
    above = families(clean)
    below = draw(st.sampled_from([actor for actor in above if row.id in above[actor]]))
    first = clean.row("actors", min(a for a in above[below] if row.id in above[a]))
    after = {**row, "parent_id": below} if first.id == row.id else dict(first)
    told = clean.place("parent-circle", first, "parent_id", after)
    return clean.put(row, {"parent_id": below})._replace(told=frozenset({told}))


@spares("parent-circle")
def an_actor_below_another(draw: st.DrawFn, clean: Clean) -> Mutant:
    """One that neither speaks nor is named by an attribution, so that no stance hangs on it."""
    speaking = {s["speaker_id"] for s in clean.tables["statements"]}
    speaking |= {a["actor_id"] for a in clean.tables["attributions"]}
    above = families(clean)
    heads = {actor for line in above.values() for actor in line if len(line) > 1}
    quiet = [r for r in clean.tables["actors"] if r.id not in speaking | heads]
    row = draw(st.sampled_from(quiet))
    parents = [actor for actor in above if actor != row.id]
    return clean.put(row, {"parent_id": draw(st.sampled_from(parents))})


WIDE = ("country", "region")


@breaks("coordinates")
def coordinates_in_part(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.rows("places", where=lambda r: r["kind"] not in WIDE)))
    blank = ["latitude", "longitude", "coordinate_precision", "coordinate_source"]
    other = [{"coordinate_precision": p} for p in _precisions(clean) if p != row["kind"]]
    cells = draw(st.sampled_from([*({name: ""} for name in blank), *other]))
    return clean.put(row, cells, ("coordinates", "latitude"))


def _precisions(clean: Clean) -> tuple[str, ...]:
    return clean.package.schemas["places"].by_name["coordinate_precision"].enum


@breaks("coordinates")
def coordinates_of_a_country(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.rows("places", where=lambda r: r["kind"] in WIDE)))
    cells = [{"latitude": "60.5"}, {"longitude": "0"}, {"coordinate_source": "GeoNames 1"}]
    cells.append({"coordinate_precision": "province"})
    return clean.put(row, draw(st.sampled_from(cells)), ("coordinates", "latitude"))


@spares("coordinates")
def other_coordinates(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.rows("places", where=lambda r: r["kind"] not in WIDE)))
    latitude, longitude = draw(st.integers(-90, 90)), draw(st.integers(-180, 180))
    return clean.put(row, {"latitude": f"{latitude}", "longitude": f"{longitude}"})


@breaks("subdivision")
def a_subdivision_of_another_country(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.rows("places", where=lambda r: r["subdivision"] != "")))
    cells = [{"subdivision": "XX-1"}, {"country": "XX"}, {"country": ""}]
    return clean.put(row, draw(st.sampled_from(cells)), ("subdivision", "subdivision"))


@spares("subdivision")
def another_subdivision_of_the_country(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.rows("places", where=lambda r: r["subdivision"] != "")))
    return clean.put(row, {"subdivision": f"{row['country']}-{draw(st.integers(100, 999))}"})


# Sources


@breaks("published-clues")
def a_publication_date_without_its_clues(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = clean.rows("sources", where=lambda r: r["published_basis"] != "stated")
    return clean.put(draw(st.sampled_from(rows)), {"note": ""}, ("published-clues", "note"))


@spares("published-clues")
def other_clues(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["sources"]))
    return clean.put(row, {"note": draw(st.sampled_from(["'this year'", "It says so."]))})


# Ledgers


def _row(draw: st.DrawFn, clean: Clean) -> Row:
    return draw(st.sampled_from(clean.rows(*CLAIMS)))


@breaks("correction-cell")
def a_correction_of_no_cell(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = _row(draw, clean)
    right = _correction(row, draw(st.sampled_from(list(row))))
    wrong = [{"column_name": "colour"}, {"row_id": f"{row.id[:4]}9000"}, {"table_name": "deaths"}]
    cells = {**right, **draw(st.sampled_from(wrong))}
    return clean.add("corrections", cells, ("correction-cell", "row_id"))


@spares("correction-cell")
def a_correction_of_a_cell(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = _row(draw, clean)
    return clean.add("corrections", _correction(row, draw(st.sampled_from(list(row)))))


def _correction(row: Row, name: str) -> dict[str, str]:
    about = {"table_name": row.table, "row_id": row.id, "column_name": name}
    return {"release": "0.1.1", **about, "reason": "Misread."}


def _withdrawn(row: Row) -> dict[str, str]:
    gone = {"table_name": row.table, "row_id": f"{row.id[:4]}9000"}
    return {**gone, "release": "0.1.1", "reason": "Told twice."}


@breaks("withdrawn-row")
def a_withdrawn_row_that_stands(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = _row(draw, clean)
    wrong = draw(st.sampled_from([{"row_id": row.id}, {"table_name": "deaths"}]))
    return clean.add("withdrawn", _withdrawn(row) | wrong, ("withdrawn-row", "row_id"))


@breaks("withdrawn-replacement")
def a_replacement_that_is_not_there(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = _row(draw, clean)
    others = [f"{row.id[:4]}9001", clean.tables["places"][0].id]
    cells = _withdrawn(row) | {"replaced_by": draw(st.sampled_from(others))}
    return clean.add("withdrawn", cells, ("withdrawn-replacement", "replaced_by"))


@spares("withdrawn-row", "withdrawn-replacement")
def a_withdrawn_row_that_another_replaces(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = _row(draw, clean)
    return clean.add("withdrawn", _withdrawn(row) | {"replaced_by": row.id})
