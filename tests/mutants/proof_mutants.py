"""Mutants for the rules that follow from what proves a column: links, codes, dates, words."""

from __future__ import annotations

import re

from hypothesis import strategies as st

from isk_indicators.rules.codes import cues_in
from isk_indicators.rules.reviewed import KINDS_OF
from tests.mutants.claim_mutants import CLAIMS, DATED, a_word
from tests.mutants.clean import (
    STRANGE,
    Clean,
    Mutant,
    Row,
    breaks,
    evidence,
    forms,
    printed_values,
    reported,
    spares,
    stands,
)

FAR = 300
"""Within how many characters of a report of a row another row may belong to it."""
BELONGING = ("casualties", "attributions")
"""The tables whose rows belong to an incident."""

Passage = tuple[str, int, int]


def passage(row: Row) -> Passage:
    """The passage that a row quotes."""
    return row["source_id"], int(row["span_start"]), int(row["span_end"])


def reports(clean: Clean, row: Row) -> list[Passage]:
    """The passages of a row and of its evidence."""
    return [passage(r) for r in (row, *evidence(clean, row))]


def distance(one: Row, others: list[Passage]) -> float:
    """How far a row's quote is from passages; none if they overlap."""
    source, start, end = passage(one)
    apart = [max(0, max(start, s) - min(end, e)) for o, s, e in others if o == source]
    return min(apart, default=float("inf"))


def quoted(clean: Clean, row: Row) -> list[str]:
    """The incidents whose quotes share words with a row's quote."""
    return [i.id for i in clean.tables["incidents"] if distance(row, [passage(i)]) == 0]


# Links


@breaks("link-overlap")
def a_statement_of_other_words(draw: st.DrawFn, clean: Clean) -> Mutant:
    spoken = clean.rows(*BELONGING, "incidents", where=lambda r: r["statement_id"] != "")
    pairs = [
        (row, other.id)
        for row in spoken
        for other in clean.tables["statements"]
        if other["source_id"] == row["source_id"] and distance(row, reports(clean, other)) > 0
    ]
    row, other = draw(st.sampled_from(pairs))
    return clean.put(row, {"statement_id": other}, ("link-overlap", "statement_id"))


@breaks("link-elsewhere")
def an_incident_of_other_words(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = clean.rows(*BELONGING, where=lambda r: r["incident_id"] in quoted(clean, r))
    pairs = [
        (row, other.id)
        for row in rows
        for other in clean.tables["incidents"]
        if distance(row, reports(clean, other)) > 0
    ]
    row, other = draw(st.sampled_from(pairs))
    return clean.put(row, {"incident_id": other}, ("link-elsewhere", "incident_id"))


def _documents(clean: Clean, incident: Row) -> set[str]:
    """The sources in which an incident is reported, or has a row that belongs to it."""
    found = {source for source, _, _ in reports(clean, incident)}
    belonging = clean.rows(*BELONGING, where=lambda r: r["incident_id"] == incident.id)
    return found | {row["source_id"] for row in belonging}


@breaks("link-near")
def an_incident_far_away(draw: st.DrawFn, clean: Clean) -> Mutant:
    pairs = [
        (row, other.id)
        for row in clean.rows(*BELONGING, where=lambda r: not quoted(clean, r))
        for other in clean.tables["incidents"]
        if row["source_id"] not in _documents(clean, other)
    ]
    row, other = draw(st.sampled_from(pairs))
    return clean.put(row, {"incident_id": other}, ("link-near", "incident_id"))


@breaks("link-names")
def an_incident_that_is_not_the_one_named(draw: st.DrawFn, clean: Clean) -> Mutant:
    """Two incidents near each other, of which the quote names the place of one."""
    pairs = []
    for row in clean.rows(*BELONGING, where=lambda r: not quoted(clean, r)):
        mine = _place(clean, clean.row("incidents", row["incident_id"]))
        for other in clean.tables["incidents"]:
            theirs = _place(clean, other)
            if (
                mine
                and theirs
                and distance(row, [passage(other)]) <= FAR
                and distance(row, [passage(clean.row("incidents", row["incident_id"]))]) <= FAR
                and stands(mine, row["quote"])
                and not any(stands(n, row["quote"]) for n in (theirs, other["target_text"]) if n)
                and not stands(mine, reported(clean, other))
            ):
                pairs.append((row, other.id))
    row, other = draw(st.sampled_from(pairs))
    return clean.put(row, {"incident_id": other}, ("link-names", "incident_id"))


def _place(clean: Clean, incident: Row) -> str:
    """The name of the place of an incident; blank if it has none, or a country."""
    if not incident["place_id"]:
        return ""
    place = clean.row("places", incident["place_id"])
    return place["name"] if place["kind"] not in ("country", "region") else ""


@breaks("link-own")
def a_statement_of_which_only_evidence_shares_words(draw: st.DrawFn, clean: Clean) -> Mutant:
    """A row in the own words of its statement, with another whose evidence begins or ends there."""
    pairs = [
        (row, other.id)
        for row in clean.rows(
            "force_estimates", "incidents", where=lambda r: r["statement_id"] != ""
        )
        for other in clean.tables["statements"]
        if distance(row, [passage(clean.row("statements", row["statement_id"]))]) == 0
        and distance(row, [passage(other)]) > 0
        and distance(row, reports(clean, other)) == 0
        and not any(_holds(row, evidence) for evidence in reports(clean, other))
    ]
    row, other = draw(st.sampled_from(pairs))
    return clean.put(row, {"statement_id": other}, ("link-own", "statement_id"))


def _holds(row: Row, other: Passage) -> bool:
    """Whether a passage quotes all words of a row."""
    source, start, end = passage(row)
    return source == other[0] and other[1] <= start and end <= other[2]


@spares("link-overlap", "link-own", "link-elsewhere", "link-near", "link-names")
def another_certainty(draw: st.DrawFn, clean: Clean) -> Mutant:
    """A row with other words of our own keeps its links."""
    row = draw(st.sampled_from(clean.rows(*BELONGING)))
    return clean.put(row, {"note": "It belongs to the incident."})


# Codes


def _of_another_value(clean: Clean) -> list[tuple[Row, str, str]]:
    """Cells of which the words hold the cue of their own value alone, each with another value."""
    return [
        (row, name, value)
        for table, names in SPEAKING.items()
        for row in clean.rows(table, where=lambda r: r["note"] == "")
        for name in names
        for field in [clean.package.schemas[table].by_name[name]]
        if row[field.proof.get("words", "quote")] != ""
        and printed_values(clean, row, name) == {row[name]}
        for value in field.enum
        if value != row[name] and row[name] not in field.proof.get("beside", {}).get(value, ())
    ]


SPEAKING = {
    "incidents": ("event_type", "target_type"),
    "casualties": ("victim_group",),
    "force_estimates": ("measure",),
    "statements": ("medium",),
    "attributions": ("role", "certainty"),
}
"""Columns whose words announce their codes, and on which no other row rests."""


@breaks("code-cues")
def a_code_that_other_words_announce(draw: st.DrawFn, clean: Clean) -> Mutant:
    row, name, value = draw(st.sampled_from(_of_another_value(clean)))
    unit = {"unit": "persons"} if row.get("unit") == "persons" else {}
    return clean.put(row, {name: value, **unit}, ("code-cues", name))


@breaks("code-cues")
def a_suicide_attack_left_out(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = clean.rows("incidents", where=lambda r: r["suicide"] == "yes" and r["note"] == "")
    row = draw(st.sampled_from([r for r in rows if "suicide" in r["quote"]]))
    return clean.put(row, {"suicide": ""}, ("code-cues", "suicide"))


@spares("code-cues")
def a_code_of_words_without_a_cue(draw: st.DrawFn, clean: Clean) -> Mutant:
    cells = [
        (row, name, value)
        for table, name in (("statements", "medium"), ("casualties", "victim_group"))
        for row in clean.tables[table]
        if not printed_values(clean, row, name)
        for field in [clean.package.schemas[table].by_name[name]]
        for value in field.enum
        if value not in (row[name], *field.proof.get("needs", ()))
        and (value != "report" or row["origin_id"])  # which has an origin
        and not any(e["column_name"] == name for e in evidence(clean, row))
    ]
    row, name, value = draw(st.sampled_from(cells))
    return clean.put(row, {name: value})


# Tolls


@breaks("toll-once")
def a_part_called_all(draw: st.DrawFn, clean: Clean) -> Mutant:
    parts = clean.rows("casualties", where=lambda r: r["covers"] == "part")
    pairs = [row for row in parts if any(_counts_others(row, other) for other in parts)]
    row = draw(st.sampled_from(pairs))
    return clean.put(row, {"covers": "all"}, ("toll-once", "covers"))


def _counts_others(one: Row, other: Row) -> bool:
    """Whether two rows give two figures of one harm in the same words."""
    same = ("incident_id", "harm", "voice", "statement_id")
    both = one.id != other.id and all(one[name] == other[name] for name in same)
    included = re.search("includ|among|of them|of whom", one["quote"] + other["quote"])
    return both and distance(one, [passage(other)]) == 0 and not included


@breaks("toll-part")
def a_whole_called_part(draw: st.DrawFn, clean: Clean) -> Mutant:
    tolls = clean.tables["casualties"]
    alone = [
        row
        for row in tolls
        if row["covers"] == "all"
        and not any(
            other.id != row.id
            and other["incident_id"] == row["incident_id"]
            and other["source_id"] == row["source_id"]
            and other["harm"] in (row["harm"], "killed_or_wounded")
            for other in tolls
        )
    ]
    return clean.put(draw(st.sampled_from(alone)), {"covers": "part"}, ("toll-part", "covers"))


@spares("toll-once", "toll-part")
def another_group_of_victims(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["casualties"]))
    return clean.put(row, {"note": "The source gives no other figure."})


# Dates


@breaks("date-published")
def a_date_after_publication(draw: st.DrawFn, clean: Clean) -> Mutant:
    """A month after the day of publication, in the year that the words print."""
    days = {s.id: s["published"] for s in clean.tables["sources"]}
    rows = clean.rows(
        *DATED,
        where=lambda r: (
            re.fullmatch(r"\d{4}-(0\d|10|11)-\d\d", days[r["source_id"]]) is not None
            and r[DATED[r.table]] != ""
            and days[r["source_id"]][:4] in reported(clean, r)
            and not any(e["column_name"] == DATED[r.table] for e in evidence(clean, r))
        ),
    )
    row = draw(st.sampled_from(rows))
    name = DATED[row.table]
    cells = {name: f"{days[row['source_id']][:4]}-12", f"{name}_basis": "context"}
    return clean.put(row, cells, ("date-published", name))


@breaks("published-dates")
def a_publication_before_its_dates(draw: st.DrawFn, clean: Clean) -> Mutant:
    dated = clean.rows(*DATED, where=_prints_its_year)
    source = clean.row("sources", draw(st.sampled_from(dated))["source_id"])
    year = draw(st.sampled_from(["1999", "2003", "2012"]))
    return clean.put(source, {"published": year}, ("published-dates", "published"))


def _prints_its_year(row: Row) -> bool:
    """Whether a row's own quote prints its date, which is a year."""
    date = row[DATED[row.table]]
    return re.fullmatch(r"20[12]\d", date) is not None and stands(date, row["quote"])


@spares("date-published", "published-dates")
def a_publication_that_is_less_certain(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = clean.rows("sources", where=lambda r: r["published"][-1].isdigit())
    row = draw(st.sampled_from(rows))
    return clean.put(row, {"published": f"{row['published']}?"})


# Words of a document


@breaks("source-words")
def a_title_that_is_not_printed(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["sources"]))
    name = draw(st.sampled_from(["title", "author", "publisher", "url"]))
    note = {"note": re.sub("external", "", row["note"], flags=re.IGNORECASE)}
    return clean.put(row, {name: STRANGE, **note}, ("source-words", name))


@spares("source-words")
def a_title_that_is_external(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["sources"]))
    note = f"{row['note']} The publisher is external."
    return clean.put(row, {"publisher": STRANGE, "note": note})


def _named(clean: Clean) -> list[Row]:
    return clean.rows("actors", where=lambda r: r["kind"] not in ("unnamed_officials", "other"))


@breaks("alias-name")
def an_alias_that_is_no_name(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(_named(clean)))
    aliases = "|".join([*forms(row)[1:], draw(st.sampled_from(["the group", "attacks"]))])
    return clean.put(row, {"aliases": aliases}, ("alias-name", "aliases"))


@breaks("alias-printed")
def an_alias_that_no_document_prints(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["actors"]))
    more = draw(st.sampled_from(["Zebra Crossing", "Группа", "Army of the North"]))
    aliases = "|".join([*forms(row)[1:], more])
    return clean.put(row, {"aliases": aliases}, ("alias-printed", "aliases"))


@breaks("alias-shared")
def an_alias_of_another_actor(draw: st.DrawFn, clean: Clean) -> Mutant:
    row, other, form = draw(st.sampled_from(_unshared(clean)))
    aliases = "|".join([*forms(row)[1:], form])
    is_later = form == other["name"] or other.number < row.number
    mutant = clean.put(row, {"aliases": aliases})
    place = clean.place("alias-shared", row if is_later else other, "aliases")
    return mutant._replace(reported=frozenset({place}))


@spares("alias-shared")
def an_alias_of_another_actor_with_a_note(draw: st.DrawFn, clean: Clean) -> Mutant:
    row, _, form = draw(st.sampled_from(_unshared(clean)))
    aliases = "|".join([*forms(row)[1:], form])
    note = f"{row['note']} In src-004, '{form}' is printed for both.".strip()
    return clean.put(row, {"aliases": aliases, "note": note})


def _unshared(clean: Clean) -> list[tuple[Row, Row, str]]:
    """Actors that no row names, each with the forms of others that no note quotes."""
    named = {cell for row in clean.rows(*CLAIMS) for cell in row.values()}
    rows = clean.rows("actors")
    return [
        (row, other, form)
        for row in rows
        for other in rows
        if other.id != row.id and row["kind"] == other["kind"] and row.id not in named
        for form in forms(other)
        if _is_printed(clean, form)
        and not any(f"'{form}'" in actor["note"] for actor in (row, other))
    ]


def _is_printed(clean: Clean, words: str) -> bool:
    return any(stands(words, text) for text in clean.texts.values())


@breaks("name-words")
def a_name_with_a_word_that_no_document_prints(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from([r for r in _named(clean) if _is_printed(clean, r["name"])]))
    return clean.put(row, _renamed(row, f"{row['name']} Zebra"), ("name-words", "name"))


@spares("name-words")
def a_name_of_printed_words(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from([r for r in _named(clean) if _is_printed(clean, r["name"])]))
    return clean.put(row, _renamed(row, f"{row['name']} in Afghanistan's Region"))


def _renamed(row: Row, name: str) -> dict[str, str]:
    """Another name, the former one among the aliases."""
    return {"name": name, "aliases": "|".join(forms(row))}


@breaks("source-words")
def an_author_whom_the_running_text_names(draw: st.DrawFn, clean: Clean) -> Mutant:
    """An actor named in a long paragraph alone."""
    found = [
        (source, actor["name"])
        for source in clean.tables["sources"]
        for actor in clean.rows("actors", where=lambda r: r["kind"] == "official")
        if stands(actor["name"], clean.texts[source.id])
        and not any(
            stands(actor["name"], line) and len(line.split()) <= 40
            for line in clean.texts[source.id].splitlines()
        )
    ]
    row, author = draw(st.sampled_from(found))
    note = {"note": re.sub("external", "", row["note"], flags=re.IGNORECASE)}
    return clean.put(row, {"author": author, **note}, ("source-words", "author"))


@spares("source-words")
def a_title_that_a_line_prints(draw: st.DrawFn, clean: Clean) -> Mutant:
    found = [
        (source, line.strip())
        for source in clean.tables["sources"]
        for line in clean.texts[source.id].splitlines()[:20]
        if 3 <= len(line.split()) <= 15
        and line.strip()[-1].isalpha()
        and '"' not in line
        and line.strip() != source["title"]
        and line.strip().isprintable()
    ]
    row, title = draw(st.sampled_from(found))
    return clean.put(row, {"title": title})


@spares("alias-name", "alias-printed")
def an_alias_less(draw: st.DrawFn, clean: Clean) -> Mutant:
    """A form under which no row names the actor."""
    texts = " | ".join(row["quote"] for row in clean.rows(*CLAIMS, "actors", "evidence"))
    rows = [
        (row, form)
        for row in clean.tables["actors"]
        for form in forms(row)[1:]
        if not stands(form, texts)
    ]
    row, form = draw(st.sampled_from(rows))
    aliases = "|".join(other for other in forms(row)[1:] if other != form)
    return clean.put(row, {"aliases": aliases})


# Evidence


def _telling(row: Row, span: dict[str, str], **cells: str) -> dict[str, str]:
    """An evidence row about a row."""
    return {"evidence_id": "evd-9000", "table_name": row.table, "row_id": row.id, **cells, **span}


@breaks("evidence-subject")
def evidence_for_what_no_words_say(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.rows("evidence", where=lambda r: r["value"] == "")))
    names = {"statements": ("summary", "statement_id"), "incidents": ("label",)}
    columns = [*names.get(row["table_name"], ()), "quote", "note", "source_id", "span_end"]
    cells = {"column_name": draw(st.sampled_from(columns))}
    return clean.put(row, cells, ("evidence-subject", "column_name"))


@breaks("evidence-blank")
def evidence_for_a_blank(draw: st.DrawFn, clean: Clean) -> Mutant:
    names = {"incidents": "target_actor_id", "statements": "relayed_by", "force_estimates": "as_of"}
    rows = clean.rows(*names, where=lambda r: r[names[r.table]] == "")
    row = draw(st.sampled_from(rows))
    about = {"column_name": names[row.table], "role": "mentions"}
    span = {name: row[name] for name in ("source_id", "span_start", "span_end", "quote")}
    cells = _telling(row, span, **about)
    return clean.add("evidence", cells, ("evidence-blank", "row_id"))


@breaks("evidence-words")
def a_place_that_the_passage_does_not_name(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = clean.rows(
        "evidence", where=lambda r: r["column_name"] == "place_id" and r["role"] == "contradicts"
    )
    row = draw(st.sampled_from(rows))
    own = clean.row(row["table_name"], row["row_id"])["place_id"]
    places = [p.id for p in clean.tables["places"] if p.id != own and p["name"] not in row["quote"]]
    cells = {"value": draw(st.sampled_from(places))}
    return clean.put(row, cells, ("evidence-words", "value"))


@breaks("evidence-words")
def a_year_that_the_passage_does_not_print(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = clean.rows(
        "evidence", where=lambda r: r["role"] == "mentions" and r["value"].startswith("../")
    )
    year = draw(st.sampled_from(["../2009", "../2011"]))
    return clean.put(draw(st.sampled_from(rows)), {"value": year}, ("evidence-words", "value"))


@breaks("evidence-role")
def a_place_within_it_that_contradicts(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = clean.rows(
        "evidence", where=lambda r: r["column_name"] == "place_id" and r["role"] == "mentions"
    )
    rows = [r for r in rows if clean.row("places", r["value"])["kind"] == "country"]
    row = draw(st.sampled_from(rows))
    return clean.put(row, {"role": "contradicts"}, ("evidence-role", "role"))


@breaks("evidence-tied")
def evidence_about_something_else(draw: st.DrawFn, clean: Clean) -> Mutant:
    span = a_word(draw, clean, most=7)
    rows = [
        row
        for row in clean.rows(*CLAIMS)
        if span["source_id"] not in {source for source, _, _ in reports(clean, row)}
        and not any(stands(span["quote"], text) for text in row.values())
    ]
    row = draw(st.sampled_from(rows))
    cells = _telling(row, span, role="mentions")
    return clean.add("evidence", cells, ("evidence-tied", "row_id"))


def _is_reviewed(clean: Clean, row: Row) -> bool:
    """Whether a passage in the quote of a row is reviewed: a further row would cover it."""
    start, end = int(row["span_start"]), int(row["span_end"])
    return any(
        passage["source_id"] == row["source_id"]
        and int(passage["span_start"]) < end
        and start < int(passage["span_end"])
        for passage in clean.tables["reviewed"]
    )


@spares("evidence-subject", "evidence-blank", "evidence-words", "evidence-role", "evidence-tied")
def a_further_mention(draw: st.DrawFn, clean: Clean) -> Mutant:
    """Words of another row that names the same actor."""
    pairs = [
        (row, other)
        for row in clean.tables["attributions"]
        for other in clean.tables["force_estimates"]
        if row["actor_id"] == other["actor_id"]
        and not _is_reviewed(clean, other)
        and any(
            stands(form, other["quote"]) for form in forms(clean.row("actors", row["actor_id"]))
        )
    ]
    row, other = draw(st.sampled_from(pairs))
    span = {name: other[name] for name in ("source_id", "span_start", "span_end", "quote")}
    cells = _telling(row, span, column_name="actor_id", role="mentions")
    return clean.add("evidence", cells)


# Less exact than the words


def _actor_cells(clean: Clean) -> list[tuple[Row, str]]:
    """Cells that name an actor on which no stance rests."""
    names = ("about_actor_id", "addressee_id")
    found = [(row, name) for row in clean.tables["statements"] for name in names]
    return found + [(row, "target_actor_id") for row in clean.tables["incidents"]]


def _within_longer_names(clean: Clean, row: Row, name: str) -> list[str]:
    """The actors whose forms a row prints only within a longer form of another actor."""
    actors, about = clean.tables["actors"], (name, "")
    shown = [e["quote"] for e in evidence(clean, row) if e["column_name"] in about]
    text = " | ".join([row["quote"], *shown])
    found = []
    for actor in actors:
        own = [form for form in forms(actor) if stands(form, text)]
        longer = [f for a in actors for f in forms(a) if f not in forms(actor)]
        rest = text
        for form in sorted(longer, key=len, reverse=True):
            if any(one in form for one in own):
                rest = rest.replace(form, "")
        if own and not any(stands(form, rest) for form in own):
            found.append(actor.id)
    return found


@breaks("name-specific")
def a_name_within_a_longer_one(draw: st.DrawFn, clean: Clean) -> Mutant:
    cells = [
        (row, name, actor)
        for row, name in _actor_cells(clean)
        if row[name] != ""
        for actor in _within_longer_names(clean, row, name)
        if actor not in row.values()
    ]
    row, name, actor = draw(st.sampled_from(cells))
    return clean.put(row, {name: actor}, ("name-specific", name))


@breaks("place-narrower")
def a_country_for_a_place_in_it(draw: st.DrawFn, clean: Clean) -> Mutant:
    places = clean.tables["places"]
    narrow = [place for place in places if place["kind"] not in ("country", "region")]
    cells = [
        (row, country.id)
        for row in clean.rows("incidents", "force_estimates", where=lambda r: r["place_id"] != "")
        if not any(e["column_name"] == "place_id" for e in evidence(clean, row))
        for country in places
        if country["kind"] == "country" and stands(country["name"], reported(clean, row))
        if [
            place["country"] == country["country"]
            for place in narrow
            if stands(place["name"], row["quote"])
        ]
        == [True]
    ]
    row, country = draw(st.sampled_from(cells))
    return clean.put(row, {"place_id": country}, ("place-narrower", "place_id"))


def _since(clean: Clean) -> list[Row]:
    """Rows whose words say since when, and which no evidence dates."""
    return clean.rows(
        *DATED,
        where=lambda r: (
            "since" in r["quote"].lower()
            and re.fullmatch(r"\d{4}(-\d\d)?/\.\.", r[DATED[r.table]]) is not None
            and not any(e["value"] for e in evidence(clean, r))
        ),
    )


@breaks("date-since")
def the_time_since_which_as_the_time(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(_since(clean)))
    name = DATED[row.table]
    return clean.put(row, {name: row[name].removesuffix("/..")}, ("date-since", name))


@spares("date-since")
def an_uncertain_time_since_which(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(_since(clean)))
    name = DATED[row.table]
    return clean.put(row, {name: row[name].replace("/", "?/")})


@breaks("target-actor")
def a_named_target_without_its_actor(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = clean.rows(
        "incidents",
        where=lambda r: (
            r["target_actor_id"] != ""
            and any(f in r["target_text"] for f in forms(clean.row("actors", r["target_actor_id"])))
            and not any(e["column_name"] == "target_actor_id" for e in evidence(clean, r))
        ),
    )
    row = draw(st.sampled_from(rows))
    return clean.put(row, {"target_actor_id": ""}, ("target-actor", "target_actor_id"))


@breaks("target-complete")
def a_target_without_its_name(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = clean.rows(
        "incidents",
        where=lambda r: (
            re.match(r"[A-Z][\w-]+ [\w-]", r["target_text"]) is not None
            and re.search(rf"\w {re.escape(r['target_text'])}", r["quote"]) is not None
        ),
    )
    row = draw(st.sampled_from(rows))
    rest = row["target_text"].partition(" ")[2]
    return clean.put(row, {"target_text": rest}, ("target-complete", "target_text"))


@breaks("target-own")
def a_target_that_did_it(draw: st.DrawFn, clean: Clean) -> Mutant:
    said = clean.rows(
        "attributions",
        where=lambda r: (
            r["role"] == "perpetrator"
            and r["stance"] in ("claim", "attribution")
            and not clean.row("incidents", r["incident_id"])["target_actor_id"]
        ),
    )
    pairs = [
        (incident, one["actor_id"])
        for one in said
        for incident in [clean.row("incidents", one["incident_id"])]
        if any(
            stands(form, incident["quote"]) for form in forms(clean.row("actors", one["actor_id"]))
        )
        and one["actor_id"] not in _within_longer_names(clean, incident, "target_actor_id")
    ]
    row, actor = draw(st.sampled_from(pairs))
    return clean.put(row, {"target_actor_id": actor}, ("target-own", "target_actor_id"))


@breaks("addressee-named")
def a_named_addressee_left_out(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = clean.rows(
        "statements",
        where=lambda r: (
            r["addressee_id"] != ""
            and any(
                re.search(rf"\b(?:told|urged) (?:the |an? )?{re.escape(form)}", r["quote"])
                for form in forms(clean.row("actors", r["addressee_id"]))
            )
        ),
    )
    row = draw(st.sampled_from(rows))
    return clean.put(row, {"addressee_id": ""}, ("addressee-named", "addressee_id"))


@spares("addressee-named")
def another_act_of_the_sentence_with_the_addressee(draw: st.DrawFn, clean: Clean) -> Mutant:
    """Another act of a speaker who addresses somebody in the same words."""
    field = clean.package.schemas["statements"].by_name["speech_act"]
    rows = clean.rows(
        "statements",
        where=lambda r: (
            re.search(r"\b(?:told|urged|warned|called on) ", r["quote"]) is not None
            and r["addressee_id"] != ""
            and not evidence(clean, r)
            and not cues_in([r["quote"]], {"": field.cues.get(r["speech_act"], ())})
        ),
    )
    row = draw(st.sampled_from(rows))
    act = next(a for a in ("assertion", "announcement") if a != row["speech_act"])
    number = max(int(r.id[-4:]) for r in clean.tables["statements"]) + 1
    cells = {"statement_id": f"stm-{number:04}", "speech_act": act, "addressee_id": "", "note": ""}
    return clean.add("statements", {**row, **cells})


@breaks("actor-parent")
def an_authority_of_nobody(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = clean.rows(
        "actors",
        where=lambda r: (
            r["kind"] in ("military", "unnamed_officials")
            and r["parent_id"] != ""
            and any(
                re.match(rf"{re.escape(form)}[a-z]* ", r["name"])
                for form in forms(clean.row("actors", r["parent_id"]))
            )
        ),
    )
    return clean.put(draw(st.sampled_from(rows)), {"parent_id": ""}, ("actor-parent", "parent_id"))


@breaks("actor-country")
def an_authority_of_another_country(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = clean.rows(
        "actors",
        where=lambda r: (
            r["kind"] in ("military", "official", "government", "unnamed_officials")
            and r["parent_id"] != ""
            and clean.row("actors", r["parent_id"])["country"] != ""
            and not clean.rows("actors", where=lambda below: below["parent_id"] == r.id)
        ),
    )
    row, country = draw(st.sampled_from(rows)), draw(st.sampled_from(["", "FR", "IN"]))
    return clean.put(row, {"country": country}, ("actor-country", "country"))


@breaks("byline")
def an_author_left_out(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = clean.rows(
        "sources",
        where=lambda r: (
            r["author"] != "" and f"Author: {r['author']}" in clean.texts[r["source_id"]]
        ),
    )
    return clean.put(draw(st.sampled_from(rows)), {"author": ""}, ("byline", "author"))


@spares("byline")
def an_author_whom_no_byline_names(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = clean.rows(
        "sources",
        where=lambda r: (
            r["author"] != "" and f"Author: {r['author']}" not in clean.texts[r["source_id"]]
        ),
    )
    return clean.put(draw(st.sampled_from(rows)), {"author": ""})


@breaks("victims-named")
def victims_left_out(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = clean.rows(
        "casualties",
        where=lambda r: (
            r["victim_text"] in ("people", "civilians", "journalists", "lives")
            and f"{r['figure']} {r['victim_text']}" in r["quote"]
        ),
    )
    row = draw(st.sampled_from(rows))
    return clean.put(row, {"victim_text": ""}, ("victims-named", "victim_text"))


@breaks("victims-own")
def the_victims_of_another_figure(draw: st.DrawFn, clean: Clean) -> Mutant:
    """Two figures of one quote, each with its own victims behind it."""
    pairs = [
        (row, other["victim_text"])
        for row in clean.tables["casualties"]
        for other in clean.tables["casualties"]
        if row["quote"] == other["quote"]
        and row["victim_group"] == "civilian"
        and all(
            r["figure"] and f"{r['figure']} {r['victim_text']}" in r["quote"] for r in (row, other)
        )
        and row["victim_text"] != other["victim_text"]
    ]
    row, victims = draw(st.sampled_from(pairs))
    return clean.put(row, {"victim_text": victims}, ("victims-own", "victim_text"))


@spares("target-complete")
def a_target_with_the_word_before_it(draw: st.DrawFn, clean: Clean) -> Mutant:
    pairs = [
        (row, before[0])
        for row in clean.rows("incidents", where=lambda r: r["target_text"] != "")
        if (before := re.search(rf"\b[a-z]+ {re.escape(row['target_text'])}", row["quote"]))
    ]
    row, longer = draw(st.sampled_from(pairs))
    return clean.put(row, {"target_text": longer})


@spares("target-own")
def a_target_of_another(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = clean.rows("incidents", where=lambda r: r["target_actor_id"] != "")
    return clean.put(draw(st.sampled_from(rows)), {"note": "The words name the target."})


@spares("addressee-named")
def an_addressee_whom_no_word_of_speech_names(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = clean.rows(
        "statements",
        where=lambda r: (
            r["addressee_id"] != ""
            and re.search(r"\b(?:told|urged|asked|warned|call\w+)\b", r["quote"]) is None
            and not any(e["column_name"] == "addressee_id" for e in evidence(clean, r))
        ),
    )
    return clean.put(draw(st.sampled_from(rows)), {"addressee_id": ""})


@spares("actor-parent")
def an_authority_of_the_whole_state(draw: st.DrawFn, clean: Clean) -> Mutant:
    """The parent's parent, by whom the actor is named."""
    pairs = [
        (row, above["parent_id"])
        for row in clean.rows("actors", where=lambda r: r["parent_id"] != "")
        for above in [clean.row("actors", row["parent_id"])]
        if above["parent_id"]
        and any(
            row["name"].startswith(f"{form} ")
            for form in forms(clean.row("actors", above["parent_id"]))
        )
        and row["kind"] == "unnamed_officials"
    ]
    row, parent = draw(st.sampled_from(pairs))
    return clean.put(row, {"parent_id": parent})


@spares("actor-country")
def an_official_of_an_organisation_without_a_country(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = clean.rows(
        "actors",
        where=lambda r: (
            r["kind"] == "official"
            and r["parent_id"] != ""
            and clean.row("actors", r["parent_id"])["country"] == ""
        ),
    )
    return clean.put(draw(st.sampled_from(rows)), {"country": draw(st.sampled_from(["FR", "IN"]))})


@spares("victims-named", "victims-own")
def victims_whom_two_figures_share(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = clean.rows(
        "casualties",
        where=lambda r: (
            r["victim_text"] != ""
            and re.search(rf"{re.escape(r['figure'])}(?:\Z| and\b)", r["quote"]) is not None
        ),
    )
    return clean.put(
        draw(st.sampled_from(rows)), {"victim_text": "", "victim_group": "unspecified"}
    )


def _described_victims(clean: Clean) -> list[Row]:
    """Casualties whose victims have several words, right behind the figure."""
    return clean.rows(
        "casualties",
        where=lambda r: (
            r["figure"] != ""
            and " " in r["victim_text"]
            and f"{r['figure']} {r['victim_text']}" in r["quote"]
        ),
    )


@breaks("victims-complete")
def victims_without_their_first_word(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(_described_victims(clean)))
    rest = row["victim_text"].partition(" ")[2]
    return clean.put(row, {"victim_text": rest}, ("victims-complete", "victim_text"))


@spares("victims-complete")
def victims_with_another_note(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(_described_victims(clean)))
    return clean.put(row, {"note": "The words are copied as printed."})


@breaks("reason-kind")
def a_reason_for_another_kind_of_words(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = [
        (r, k) for r in clean.tables["reviewed"] for k in KINDS_OF if r["kind"] not in KINDS_OF[k]
    ]
    row, reason = draw(st.sampled_from(rows))
    return clean.put(row, {"reason": reason}, ("reason-kind", "reason"))


@spares("reason-kind")
def another_reason_for_the_kind_of_words(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = [
        (r, k)
        for r in clean.tables["reviewed"]
        for k in (
            "idiom",
            "general",
            "other_subject",
            *(k for k in KINDS_OF if r["kind"] in KINDS_OF[k]),
        )
        if k != r["reason"]
    ]
    row, reason = draw(st.sampled_from(rows))
    return clean.put(row, {"reason": reason})
