"""Mutants for the rules on claims, evidence and references, and valid changes of the same kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from hypothesis import strategies as st

from isk_indicators.rules.codes import cues_in
from tests.mutants.clean import (
    STRANGE,
    Clean,
    Mutant,
    Row,
    breaks,
    evidence,
    families,
    forms,
    joined,
    named_actors,
    printed_values,
    reported,
    spares,
    stands,
    unnamed_actors,
    words,
)

VOICED = ("incidents", "casualties", "force_estimates", "attributions")
OWN = ("claim", "denial")
CLAIM = "claim_of_responsibility"


def _values(clean: Clean, table: str, name: str, *without: str) -> list[str]:
    """What an enumeration allows, but for some values."""
    return [v for v in clean.package.schemas[table].by_name[name].enum if v not in without]


# Voice and statement


@breaks("voice-statement")
def a_voice_that_does_not_go_with_the_statement(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.rows(*VOICED)))
    spoken = row["voice"] == "statement"
    other = draw(st.sampled_from(["author", "other"])) if spoken else "statement"
    return clean.put(row, {"voice": other}, ("voice-statement", "statement_id"))


@breaks("voice-statement")
def a_statement_left_out(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.rows(*VOICED, where=lambda r: r["statement_id"] != "")))
    return clean.put(row, {"statement_id": ""}, ("voice-statement", "statement_id"))


def _spoken(clean: Clean) -> list[Row]:
    """Rows in the voice of a statement whose stance does not hang on who made it."""
    tables = ("incidents", "casualties", "force_estimates")
    return clean.rows(*tables, where=lambda r: r["voice"] == "statement")


@breaks("statement-source")
def a_statement_of_another_document(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(_spoken(clean)))
    others = clean.rows("statements", where=lambda s: s["source_id"] != row["source_id"])
    cells = {"statement_id": draw(st.sampled_from(others)).id}
    return clean.put(row, cells, ("statement-source", "statement_id"))


@spares("voice-statement", "statement-source")
def another_statement_of_the_document(draw: st.DrawFn, clean: Clean) -> Mutant:
    """One that quotes some of the same words."""
    pairs = [
        (row, other.id)
        for row in _spoken(clean)
        for other in clean.tables["statements"]
        if other.id != row["statement_id"] and _share_words(other, row)
    ]
    row, other = draw(st.sampled_from(pairs))
    return clean.put(row, {"statement_id": other})


@breaks("voice-said")
def words_of_a_statement_in_another_voice(draw: st.DrawFn, clean: Clean) -> Mutant:
    said = {s.id: (int(s["span_start"]), int(s["span_end"])) for s in clean.tables["statements"]}
    rows = clean.rows(
        "casualties",
        "force_estimates",
        "incidents",
        where=lambda r: (
            r["voice"] == "statement"
            and (r.table != "incidents" or _act(clean, r) == "assertion")
            and said[r["statement_id"]][0] <= int(r["span_start"])
            and int(r["span_end"]) <= said[r["statement_id"]][1]
        ),
    )
    row = draw(st.sampled_from(rows))
    return clean.put(row, {"voice": "author", "statement_id": ""}, ("voice-said", "voice"))


def _act(clean: Clean, row: Row) -> str:
    """What the statement does that a row names."""
    return clean.row("statements", row["statement_id"])["speech_act"]


@spares("voice-said")
def the_author_of_what_a_claim_refers_to(draw: st.DrawFn, clean: Clean) -> Mutant:
    claims = [s for s in clean.tables["statements"] if s["speech_act"] != "assertion"]
    rows = [
        row
        for row in clean.rows("incidents", where=lambda r: r["voice"] == "author")
        for said in claims
        if said["source_id"] == row["source_id"]
        and int(said["span_start"]) <= int(row["span_start"])
        and int(row["span_end"]) <= int(said["span_end"])
    ]
    return clean.put(draw(st.sampled_from(rows)), {"voice": "other"})


@spares("voice-said")
def words_of_no_statement_in_another_voice(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = clean.rows("casualties", "force_estimates", where=lambda r: r["voice"] == "author")
    return clean.put(draw(st.sampled_from(rows)), {"voice": "other"})


@breaks("stance-voice")
def a_stance_that_is_not_the_voices(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["attributions"]))
    wrong = ("attribution", "rejection") if row["stance"] in OWN else OWN
    return clean.put(row, {"stance": draw(st.sampled_from(wrong))}, ("stance-voice", "stance"))


@spares("stance-voice")
def another_stance_of_the_voice(draw: st.DrawFn, clean: Clean) -> Mutant:
    other = {"claim": "denial", "attribution": "rejection"}
    rows = clean.rows("attributions", where=lambda r: r["stance"] in other)
    row = draw(st.sampled_from([r for r in rows if not printed_values(clean, r, "stance")]))
    return clean.put(row, {"stance": other[row["stance"]]})


@breaks("attribution-once")
def an_attribution_of_the_same_voice_again(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.rows("attributions", where=_needs_no_evidence(clean))))
    cells = {**row, "attribution_id": "atr-9000"}
    return clean.add("attributions", cells, ("attribution-once", "attribution_id"))


def _needs_no_evidence(clean: Clean) -> Callable[[Row], bool]:
    """Rows of one voice that can be told again: what names the actor stands in their own quote."""
    return lambda r: r["voice"] != "other" and not evidence(clean, r)


@spares("attribution-once")
def an_attribution_of_another_role(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = clean.rows("attributions", where=_needs_no_evidence(clean))
    row = draw(st.sampled_from([r for r in rows if not printed_values(clean, r, "role")]))
    taken = [a["role"] for a in clean.tables["attributions"] if _same(a, row)]
    role = draw(st.sampled_from(_values(clean, "attributions", "role", *taken)))
    return clean.add("attributions", {**row, "attribution_id": "atr-9000", "role": role})


def _same(one: Row, other: Row) -> bool:
    return all(one[name] == other[name] for name in ("incident_id", "actor_id"))


CLAIMED = ("incidents", "casualties", "force_estimates", "statements", "attributions", "evidence")
ANEW = {"label": "Told again", "summary": "It was told again.", "note": "Told again."}


def _is_whole(clean: Clean) -> Callable[[Row], bool]:
    """Rows that can be copied: no other rule asks for rows beside them, nor sees two of them."""
    return lambda r: (
        not evidence(clean, r)
        and r.get("speech_act") != CLAIM
        and (r.table != "attributions" or r["voice"] == "other")
        and (r.get("scale") != "series" or r["count_figure"] != "")
    )


@breaks("twin")
def a_claim_copied(draw: st.DrawFn, clean: Clean) -> Mutant:
    table = draw(st.sampled_from(CLAIMED))
    row = draw(st.sampled_from(clean.rows(table, where=_is_whole(clean))))
    own_id = next(iter(row))
    cells = {own_id: f"{row.id[:4]}9000"}
    changed = {"label"} | draw(st.sets(st.sampled_from([*ANEW])))  # no two labels are the same
    cells |= {name: text for name, text in ANEW.items() if name in changed and name in row}
    return clean.add(table, {**row, **cells}, ("twin", own_id))


@spares("twin")
def another_claim_in_the_same_words(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = clean.rows("statements", where=_is_whole(clean))
    row = draw(st.sampled_from([r for r in rows if not printed_values(clean, r, "speech_act")]))
    overlapping = [s["speech_act"] for s in clean.tables["statements"] if _share_words(s, row)]
    act = draw(st.sampled_from(_values(clean, "statements", "speech_act", CLAIM, *overlapping)))
    return clean.add("statements", {**row, "statement_id": "stm-9000", "speech_act": act})


def _share_words(one: Row, other: Row) -> bool:
    ends = [(int(row["span_start"]), int(row["span_end"])) for row in (one, other)]
    (start, end), (other_start, other_end) = ends
    same = one["source_id"] == other["source_id"]
    return same and start < other_end and other_start < end


# Whom and what the words name


def _actor_columns(clean: Clean) -> list[tuple[Row, str]]:
    """Cells that name an actor on which no other row's stance or claim rests."""
    spoken = {a["statement_id"] for a in clean.tables["attributions"]}
    found = [(r, n) for r in clean.tables["statements"] for n in ("about_actor_id", "addressee_id")]
    found += [
        (r, "speaker_id")
        for r in clean.tables["statements"]
        if r.id not in spoken and r["speech_act"] != CLAIM
    ]
    found += [(r, "counterpart_id") for r in clean.tables["force_estimates"]]
    found += [(r, "actor_id") for r in clean.tables["force_estimates"]]
    return found + [(r, "actor_id") for r in clean.rows("attributions", where=_is_unspoken)]


def _is_unspoken(row: Row) -> bool:
    return row["statement_id"] == ""


@breaks("actor-named")
def an_actor_whom_nobody_names(draw: st.DrawFn, clean: Clean) -> Mutant:
    row, name = draw(st.sampled_from(_actor_columns(clean)))
    free = [actor for actor in unnamed_actors(clean, row) if actor not in row.values()]
    return clean.put(row, {name: draw(st.sampled_from(free))}, ("actor-named", name))


def _addressed(clean: Clean) -> list[tuple[Row, list[str]]]:
    """Statements to nobody, with the actors that their quotes name beside the speaker."""
    rows = clean.rows("statements", where=lambda r: r["addressee_id"] == "")
    found = [(r, [a for a in named_actors(clean, r) if a != r["speaker_id"]]) for r in rows]
    return [(row, others) for row, others in found if others]


@spares("actor-named", "addressee", "name-specific")
def an_addressee_who_is_named(draw: st.DrawFn, clean: Clean) -> Mutant:
    row, others = draw(st.sampled_from(_addressed(clean)))
    return clean.put(row, {"addressee_id": draw(st.sampled_from(others))})


@breaks("addressee")
def a_statement_to_its_own_speaker(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = clean.rows("statements", where=lambda r: r["speaker_id"] in named_actors(clean, r))
    row = draw(st.sampled_from(rows))
    return clean.put(row, {"addressee_id": row["speaker_id"]}, ("addressee", "addressee_id"))


@breaks("place-named")
def a_place_that_nobody_names(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.rows("incidents", "force_estimates")))
    text = reported(clean, row)
    places = [p.id for p in clean.tables["places"] if p["name"] not in text]
    other = draw(st.sampled_from([p for p in places if p != row["place_id"]]))
    return clean.put(row, {"place_id": other}, ("place-named", "place_id"))


@spares("place-named", "place-narrower")
def a_place_that_the_quote_names(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = clean.rows("incidents", "force_estimates", where=lambda r: r["place_id"] == "")
    places = [
        (r, p.id) for r in rows for p in clean.tables["places"] if stands(p["name"], r["quote"])
    ]
    row, place = draw(st.sampled_from(places))
    return clean.put(row, {"place_id": place})


# Claims of responsibility


def _kind(clean: Clean, statement: Row) -> str:
    return clean.row("actors", statement["speaker_id"])["kind"]


def _attributed(clean: Clean, statement: Row) -> bool:
    return any(a["statement_id"] == statement.id for a in clean.tables["attributions"])


@breaks("claim-speaker")
def a_claim_of_somebody_who_is_no_armed_group(draw: st.DrawFn, clean: Clean) -> Mutant:
    """In a statement that an attribution rests on, so that the claim is attributed."""
    rows = clean.rows(
        "statements", where=lambda r: _kind(clean, r) != "armed_group" and _attributed(clean, r)
    )
    row = draw(st.sampled_from(rows))
    return clean.put(row, {"speech_act": CLAIM}, ("claim-speaker", "speech_act"))


@breaks("claim-attributed")
def a_claim_that_nothing_is_attributed_by(draw: st.DrawFn, clean: Clean) -> Mutant:
    """In words about an armed group that announce no other act, but for the last of them."""
    groups = [a.id for a in clean.tables["actors"] if a["kind"] == "armed_group"]
    rows = clean.rows(
        "attributions",
        where=lambda r: (
            r["voice"] == "author"
            and r["actor_id"] in groups
            and not evidence(clean, r)
            and not cues_in([r["quote"]], _acts(clean))
            and not any(_share_words(passage, r) for passage in clean.tables["reviewed"])
            and any(stands(f, _without_last(r)) for f in forms(clean.row("actors", r["actor_id"])))
        ),
    )
    row = draw(st.sampled_from(rows))
    start = int(row["span_start"])
    span = clean.span(row["source_id"], start, start + len(_without_last(row)))
    cells = {"statement_id": "stm-9000", "speaker_id": row["actor_id"], "speech_act": CLAIM}
    cells |= {"form": "partly_verbatim" if _is_marked(span) else "paraphrase"}
    cells |= {"medium": "unstated", "summary": "It says that it did so."}
    return clean.add("statements", {**cells, **span}, ("claim-attributed", "speech_act"))


def _without_last(row: Row) -> str:
    """The words of a quote but the last: whoever says all of them says more than these."""
    return row["quote"].rpartition(" ")[0].rstrip(",;")


def _acts(clean: Clean) -> Mapping[str, tuple[str, ...]]:
    return clean.package.schemas["statements"].by_name["speech_act"].cues


@spares("claim-speaker", "claim-attributed")
def another_speech_act(draw: st.DrawFn, clean: Clean) -> Mutant:
    """In words that announce none."""
    rows = clean.rows("statements", where=lambda r: not printed_values(clean, r, "speech_act"))
    row = draw(st.sampled_from(rows))
    acts = _values(clean, "statements", "speech_act", CLAIM, row["speech_act"])
    return clean.put(row, {"speech_act": draw(st.sampled_from(acts))})


# Incidents


@breaks("series-bounded")
def a_series_without_any_bound(draw: st.DrawFn, clean: Clean) -> Mutant:
    """A further incident, in the words of a single one that names no target."""
    wordless = clean.rows("incidents", where=lambda r: r["count_figure"] == r["target_text"] == "")
    single = [r for r in wordless if r["scale"] == "single"]
    row = draw(st.sampled_from([r for r in single if not evidence(clean, r)]))
    cells = {**row, "incident_id": "inc-9000", "label": "Attacks told again", "scale": "series"}
    cells |= dict.fromkeys(("outcome", "date", "date_basis", "part_of"), "")
    return clean.add("incidents", cells, ("series-bounded", "scale"))


@spares("series-bounded")
def a_series_with_a_count(draw: st.DrawFn, clean: Clean) -> Mutant:
    counted = clean.rows("incidents", where=lambda r: r["count_figure"] != "")
    row = draw(st.sampled_from([r for r in counted if not evidence(clean, r)]))
    return clean.put(row, {"label": "Attacks told again", "date": "", "date_basis": ""})


@breaks("outcome")
def an_outcome_that_does_not_go_with_the_scale(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["incidents"]))
    without = row["outcome"] == ""
    wrong = _values(clean, "incidents", "outcome") if without else [""]
    return clean.put(row, {"outcome": draw(st.sampled_from(wrong))}, ("outcome", "outcome"))


@spares("outcome")
def another_outcome(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = clean.rows("incidents", where=lambda r: r["outcome"] != "")
    row = draw(st.sampled_from([r for r in rows if not printed_values(clean, r, "outcome")]))
    others = _values(clean, "incidents", "outcome", row["outcome"])
    return clean.put(row, {"outcome": draw(st.sampled_from(others))})


@breaks("part-of-series")
def a_part_of_what_is_no_series(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["incidents"]))
    wholes = clean.rows("incidents", where=lambda r: r["scale"] == "single" or r.id == row.id)
    whole = draw(st.sampled_from(wholes)).id
    return clean.put(row, {"part_of": whole}, ("part-of-series", "part_of"))


@spares("part-of-series")
def a_part_of_a_series(draw: st.DrawFn, clean: Clean) -> Mutant:
    """Of one that is reported nearby."""
    pairs = [
        (row, whole.id)
        for row in clean.rows("incidents", where=lambda r: r["part_of"] == "")
        for whole in clean.rows("incidents", where=lambda r: r["scale"] == "series")
        if whole.id != row.id
        and whole["source_id"] == row["source_id"]
        and abs(int(whole["span_start"]) - int(row["span_end"])) < 300
    ]
    row, whole = draw(st.sampled_from(pairs))
    return clean.put(row, {"part_of": whole})


@breaks("target-known")
def a_target_without_words(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.rows("incidents", where=lambda r: r["target_text"] == "")))
    types = _values(clean, "incidents", "target_type", "unknown")
    cells = {"target_type": draw(st.sampled_from(types))}
    return clean.put(row, cells, ("target-known", "target_type"))


@breaks("target-known")
def words_of_a_target_left_out(draw: st.DrawFn, clean: Clean) -> Mutant:
    # Two rows in the same words may differ in their targets alone.
    rows = clean.tables["incidents"]
    paired = [r.id for r in rows if any(o.id != r.id and _share_words(o, r) for o in rows)]
    known = clean.rows(
        "incidents", where=lambda r: r["target_type"] != "unknown" and r.id not in paired
    )
    row = draw(st.sampled_from(known))
    return clean.put(row, {"target_text": ""}, ("target-known", "target_type"))


@spares("target-known", "target-actor")
def another_type_of_target(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = clean.rows("incidents", where=lambda r: r["target_text"] != "")
    row = draw(st.sampled_from([r for r in rows if not printed_values(clean, r, "target_type")]))
    types = _values(clean, "incidents", "target_type", row["target_type"])
    return clean.put(row, {"target_type": draw(st.sampled_from(types))})


# Words of the source


PRINTED = {
    "target-words": ("incidents", "target_text"),
    "victim-words": ("casualties", "victim_text"),
    "relayed-words": ("statements", "relayed_by"),
}


def _of_words(rule: str, table: str, name: str) -> None:
    @breaks(rule)
    def words_that_are_not_printed(draw: st.DrawFn, clean: Clean) -> Mutant:
        row = draw(st.sampled_from(clean.tables[table]))
        other = [STRANGE, f"{row[name]}x", row[name].swapcase(), f"{row[name]} {STRANGE}".strip()]
        text = reported(clean, row)
        absent = [w for w in other if w not in ("", row[name]) and not stands(w, text)]
        return clean.put(row, {name: draw(st.sampled_from(absent))}, (rule, name))

    @spares(rule)
    def other_words_of_the_quote(draw: st.DrawFn, clean: Clean) -> Mutant:
        relayed = name == "relayed_by"  # a relayed statement has an origin
        rows = clean.rows(
            table,
            where=lambda r: len(words(r["quote"])) > 1 and not (relayed and not r["origin_id"]),
        )
        row = draw(st.sampled_from(rows))
        others = [word for word in words(row["quote"]) if word != row[name]]
        return clean.put(row, {name: draw(st.sampled_from(others))})


for _rule, (_table, _name) in PRINTED.items():
    _of_words(_rule, _table, _name)


# Origins


def _resting(clean: Clean) -> list[Row]:
    """Statements with an origin that another statement has too."""
    rows = clean.rows("statements", where=lambda r: r["origin_id"] != "")
    shared = [row["origin_id"] for row in rows]
    return [row for row in rows if shared.count(row["origin_id"]) > 1]


@breaks("origin-missing")
def a_statement_without_its_origin(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(_resting(clean)))
    return clean.put(row, {"origin_id": ""}, ("origin-missing", "origin_id"))


@spares("origin-missing")
def a_relayed_statement_with_an_origin(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from([row for row in _resting(clean) if row["relayed_by"] == ""]))
    return clean.put(row, {"relayed_by": draw(st.sampled_from(words(row["quote"])))})


@breaks("origin-own")
def an_origin_that_rests_on_itself(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["origins"]))
    return clean.put(row, {"document_id": row["source_id"]}, ("origin-own", "document_id"))


@spares("origin-own")
def an_origin_that_is_another_document(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["origins"]))
    others = [s.id for s in clean.tables["sources"] if s.id != row["source_id"]]
    return clean.put(row, {"document_id": draw(st.sampled_from(others))})


@breaks("row-named")
def an_origin_that_nobody_names(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(_resting(clean)))
    printed = reported(clean, row)
    others = [o.id for o in clean.tables["origins"] if not any(f in printed for f in forms(o))]
    other = draw(st.sampled_from(others))
    return clean.put(row, {"origin_id": other}, ("row-named", "origin_id"))


@spares("row-named", "alias-printed")
def another_form_of_an_origin(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["origins"]))
    others = [word for word in words(row["quote"]) if word not in forms(row)]
    return clean.put(row, {"aliases": "|".join([*forms(row)[1:], draw(st.sampled_from(others))])})


@breaks("printed-quote")
def an_origin_by_other_words(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["origins"]))
    cells = {"name": f"{row['name']} {STRANGE}", "aliases": "|".join(forms(row))}
    return clean.put(row, cells, ("printed-quote", "name"))


@spares("printed-quote")
def an_origin_by_fewer_words(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = [row for row in clean.tables["origins"] if row["name"].count(" ") > 1]
    row = draw(st.sampled_from(rows))
    cells = {"name": row["name"].split(" ", 1)[1], "aliases": "|".join(forms(row))}
    return clean.put(row, cells)


@breaks("row-credited")
def an_origin_that_the_document_does_not_credit(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["sources"]))
    other = draw(st.sampled_from(clean.tables["origins"])).id
    return clean.put(row, {"origin_id": other}, ("row-credited", "origin_id"))


@spares("row-credited")
def an_origin_that_is_external(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["sources"]))
    other = draw(st.sampled_from(clean.tables["origins"])).id
    note = f"{row['note']} The origin_id is external.".strip()
    return clean.put(row, {"origin_id": other, "note": note})


# Our own words


def _own(draw: st.DrawFn, clean: Clean) -> tuple[Row, str]:
    table, name = draw(st.sampled_from([("statements", "summary"), ("incidents", "label")]))
    return draw(st.sampled_from(clean.tables[table])), name


@breaks("own-words-figure")
def a_number_in_our_own_words(draw: st.DrawFn, clean: Clean) -> Mutant:
    row, name = _own(draw, clean)
    number = draw(st.sampled_from(["40", "1,200", "dozen", "two", "hundreds", "Twelve", "3.5"]))
    head, _, tail = row[name].rpartition(" ")
    return clean.put(row, {name: f"{head} {number} {tail}"}, ("own-words-figure", name))


@spares("own-words-figure")
def a_date_in_our_own_words(draw: st.DrawFn, clean: Clean) -> Mutant:
    row, name = _own(draw, clean)
    date = draw(st.sampled_from(["2024", "March 2019", "27 March 2023", "May"]))
    head, _, tail = row[name].rpartition(" ")
    return clean.put(row, {name: f"{head} {date} {tail}"})


@breaks("summary-sentence")
def a_summary_that_is_not_one_sentence(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["statements"]))
    summary = row["summary"]
    wrong = [summary[:-1], f"{summary[:-1]}!", f"{summary} So it was.", f"Is it? {summary}"]
    cells = {"summary": draw(st.sampled_from(wrong))}
    return clean.put(row, cells, ("summary-sentence", "summary"))


@spares("summary-sentence")
def another_sentence(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["statements"]))
    return clean.put(row, {"summary": f"{row['summary'][:-1]}, as it is told."})


MARKS = '“”„‘"'


def _is_marked(row: Row) -> bool:
    return any(mark in row["quote"] for mark in MARKS)


@breaks("form-marks")
def a_form_against_the_marks(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["statements"]))
    wrong = "paraphrase" if _is_marked(row) else "partly_verbatim"
    return clean.put(row, {"form": wrong}, ("form-marks", "form"))


@breaks("form-marks")
def a_paraphrase_called_verbatim(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = clean.rows("statements", where=lambda r: r["form"] == "paraphrase")
    return clean.put(draw(st.sampled_from(rows)), {"form": "verbatim"}, ("form-marks", "form"))


@spares("form-marks")
def a_quote_that_is_verbatim_throughout(draw: st.DrawFn, clean: Clean) -> Mutant:
    """Between two marks there are at least three words."""
    rows = clean.rows(
        "statements",
        where=lambda r: (
            r["form"] == "partly_verbatim"
            and re.search(r"[“\"](?:[^“”\" ]+ ){2}", r["quote"]) is not None
        ),
    )
    return clean.put(draw(st.sampled_from(rows)), {"form": "verbatim"})


# Dates


DATED = {"incidents": "date", "statements": "date", "force_estimates": "as_of"}


def _dated(clean: Clean) -> list[Row]:
    """Rows with a date that no evidence gives as a value, to agree or disagree with it."""
    return clean.rows(
        *DATED,
        where=lambda r: r[DATED[r.table]] != "" and not any(e["value"] for e in evidence(clean, r)),
    )


@breaks("date-form")
def a_date_that_no_calendar_has(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = clean.rows(*DATED, where=lambda r: r[DATED[r.table]] != "")
    row = draw(st.sampled_from([*rows, *clean.tables["sources"]]))
    name = DATED.get(row.table, "published")
    wrong = ["2023-13", "2021-02-30", "2024-00", "2024-02/2023-02", "../2024-04-31", "2023-02-29~"]
    return clean.put(row, {name: draw(st.sampled_from(wrong))}, ("date-form", name))


@spares("date-form", "date-basis", "date-printed")
def a_date_that_is_less_certain(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = [r for r in _dated(clean) if r[DATED[r.table]][-1].isdigit()]
    row = draw(st.sampled_from(rows))
    name = DATED[row.table]
    return clean.put(row, {name: row[name] + draw(st.sampled_from("~?"))})


@breaks("date-basis")
def a_date_without_a_basis_or_a_basis_without_a_date(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(_dated(clean)))
    name = DATED[row.table]
    blank = draw(st.sampled_from([name, f"{name}_basis"]))
    return clean.put(row, {blank: ""}, ("date-basis", f"{name}_basis"))


@breaks("date-basis")
def a_basis_of_no_date(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.rows(*DATED, where=lambda r: r[DATED[r.table]] == "")))
    name = f"{DATED[row.table]}_basis"
    basis = draw(st.sampled_from(_values(clean, row.table, name)))
    return clean.put(row, {name: basis}, ("date-basis", name))


@breaks("date-printed")
def a_date_that_is_not_printed(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(_dated(clean)))
    name = DATED[row.table]
    years = [year for year in range(1950, 2010) if str(year) not in reported(clean, row)]
    year = draw(st.sampled_from(years))
    date = draw(st.sampled_from([f"{year}", f"{year}-05", f"{year}-05-17", f"../{year}"]))
    return clean.put(row, {name: date}, ("date-printed", name))


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
    "incidents": ("scale",),
    "casualties": ("harm", "covers"),
    "statements": ("form",),
}
"""Columns of which further evidence may say something else, as no cue announces their values."""


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


def a_word(draw: st.DrawFn, clean: Clean, most: int = 40) -> dict[str, str]:
    """The span of a word of small letters, so that it names nobody."""
    source = draw(st.sampled_from(sorted(clean.texts)))
    word = rf"(?<=[a-z] )[a-z]{{4,{most}}}(?= [a-z])"
    found = list(re.finditer(word, clean.texts[source]))
    match = draw(st.sampled_from(found))
    return clean.span(source, match.start(), match.end())


@breaks("unused")
def an_actor_or_place_that_nobody_uses(draw: st.DrawFn, clean: Clean) -> Mutant:
    table = draw(st.sampled_from(["actors", "places"]))
    span = a_word(draw, clean)
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
    reported = clean.place("unused", clean.row("places", user["place_id"]), "name")
    return clean.put(user, {"place_id": ""})._replace(reported=frozenset({reported}))


@spares("unused")
def an_actor_more_who_is_used(draw: st.DrawFn, clean: Clean) -> Mutant:
    """One whom the quote of an incident names."""
    free = clean.rows("incidents", where=lambda r: r["target_actor_id"] == "" and words(r["quote"]))
    row = draw(st.sampled_from(free))
    word = draw(st.sampled_from(words(row["quote"])))
    start = int(row["span_start"]) + re.search(rf"\b{word}\b", row["quote"]).start()
    span = clean.span(row["source_id"], start, start + len(word))
    cells = {"actor_id": "act-9000", "name": word, "kind": "other", **span}
    return joined(
        f"an actor {word!r}, used",
        clean.add("actors", cells),
        clean.put(row, {"target_actor_id": "act-9000"}),
    )


@breaks("name-printed")
def a_place_that_its_mention_does_not_name(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["places"]))
    return clean.put(row, a_word(draw, clean), ("name-printed", "name"))


@breaks("actor-mention")
def an_actor_whom_its_mention_does_not_name(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["actors"]))
    return clean.put(row, a_word(draw, clean), ("actor-mention", "quote"))


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
    text = " ".join(clean.texts.values())
    taken = {form for actor in clean.tables["actors"] for form in forms(actor)}
    found = sorted({*re.findall(r"(?<=[a-z] )[A-Z][a-z]{5,}(?= [a-z])", text)} - taken)
    more = draw(st.sampled_from(found))
    return clean.put(row, {"aliases": "|".join([*forms(row)[1:], more])})


@breaks("parent-circle")
def an_actor_above_itself(draw: st.DrawFn, clean: Clean) -> Mutant:
    """A circle is reported at the first of its members."""
    row = draw(st.sampled_from(clean.tables["actors"]))
    above = families(clean)
    below = draw(st.sampled_from([actor for actor in above if row.id in above[actor]]))
    first = clean.row("actors", min(a for a in above[below] if row.id in above[a]))
    after = {**row, "parent_id": below} if first.id == row.id else dict(first)
    reported = clean.place("parent-circle", first, "parent_id", after)
    return clean.put(row, {"parent_id": below})._replace(reported=frozenset({reported}))


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


@breaks("coordinates-place")
def coordinates_of_another_country(draw: st.DrawFn, clean: Clean) -> Mutant:
    placed = clean.rows("places", where=lambda r: r["latitude"] != "")
    row = draw(st.sampled_from(placed))
    other = draw(st.sampled_from([p for p in placed if p["country"] != row["country"]]))
    cells = {name: other[name] for name in ("latitude", "longitude")}
    return clean.put(row, cells, ("coordinates-place", "latitude"))


@breaks("coordinates-place")
def coordinates_swapped(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.rows("places", where=lambda r: r["latitude"] != "")))
    cells = {"latitude": row["longitude"], "longitude": row["latitude"]}
    return clean.put(row, cells, ("coordinates-place", "latitude"))


@breaks("coordinates-place")
def a_coordinate_with_the_other_sign(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.rows("places", where=lambda r: r["latitude"] != "")))
    name = draw(st.sampled_from(["latitude", "longitude"]))
    return clean.put(row, {name: f"-{row[name]}"}, ("coordinates-place", "latitude"))


@breaks("gazetteer-once")
def an_entry_of_another_place(draw: st.DrawFn, clean: Clean) -> Mutant:
    placed = clean.rows("places", where=lambda r: r["coordinate_source"] != "")
    pairs = [(row, other) for row in placed for other in placed if other.number < row.number]
    row, other = draw(st.sampled_from(pairs))
    entry = re.match(r"\D*\d+", other["coordinate_source"])
    assert entry is not None
    source = re.sub(r"^\D*\d+", entry[0], row["coordinate_source"])
    return clean.put(row, {"coordinate_source": source}, ("gazetteer-once", "coordinate_source"))


@spares("gazetteer-once")
def an_entry_of_no_other_place(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.rows("places", where=lambda r: r["coordinate_source"] != "")))
    other = draw(st.sampled_from(["GeoNames 1", "GeoNames 2 (the seat)", "Wikidata Q5838"]))
    return clean.put(row, {"coordinate_source": other})


@spares("coordinates", "coordinates-place")
def coordinates_nearby(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.rows("places", where=lambda r: r["latitude"] != "")))
    name = draw(st.sampled_from(["latitude", "longitude"]))
    return clean.put(row, {name: f"{float(row[name]) + draw(st.sampled_from([-0.06, 0.06])):.4f}"})


UNASSIGNED_COUNTRIES = ["XK", "UK", "EU", "ZZ"]


@breaks("country-code")
def a_country_that_is_not_assigned(draw: st.DrawFn, clean: Clean) -> Mutant:
    table = draw(st.sampled_from(["actors", "places"]))
    row = draw(st.sampled_from(clean.rows(table)))
    cells = {"country": draw(st.sampled_from(UNASSIGNED_COUNTRIES))}
    return clean.put(row, cells, ("country-code", "country"))


@spares("country-code")
def another_country_of_an_actor(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(unrelated_actors(clean)))
    return clean.put(row, {"country": draw(st.sampled_from(["FR", "TJ", "UZ"]))})


def unrelated_actors(clean: Clean) -> list[Row]:
    """The actors without a parent, and of whom no actor is below."""
    parents = {row["parent_id"] for row in clean.tables["actors"]}
    return clean.rows("actors", where=lambda r: r["parent_id"] == "" and r.id not in parents)


@breaks("subdivision")
def a_subdivision_of_another_country(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.rows("places", where=lambda r: r["subdivision"] != "")))
    cells = [{"subdivision": "SE-K"}, {"country": "SE"}, {"country": ""}]
    return clean.put(row, draw(st.sampled_from(cells)), ("subdivision", "subdivision"))


@breaks("subdivision-code")
def a_subdivision_that_is_not_assigned(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.rows("places", where=lambda r: r["subdivision"] != "")))
    cells = {"subdivision": f"{row['country']}-{draw(st.integers(100, 999))}"}
    return clean.put(row, cells, ("subdivision-code", "subdivision"))


@spares("subdivision", "subdivision-code")
def a_subdivision_of_a_country(draw: st.DrawFn, clean: Clean) -> Mutant:
    codes = {"AF": ["AF-DAY", "AF-PAN"], "PK": ["PK-SD"], "RU": ["RU-KR", "RU-DA"]}
    row = draw(st.sampled_from(clean.rows("places", where=lambda r: r["kind"] == "country")))
    return clean.put(row, {"subdivision": draw(st.sampled_from(codes[row["country"]]))})


# Sources


@breaks("published-clues")
def a_publication_date_without_its_clues(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = clean.rows("sources", where=lambda r: r["published_basis"] != "stated")
    return clean.put(draw(st.sampled_from(rows)), {"note": ""}, ("published-clues", "note"))


@breaks("language-code")
def a_language_that_is_not_assigned(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["sources"]))
    cells = {"language": draw(st.sampled_from(["xx", "sh", "eg"]))}
    return clean.put(row, cells, ("language-code", "language"))


@breaks("language-words")
def another_language(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["sources"]))
    cells = {"language": draw(st.sampled_from(["ar", "ru", "ur"]))}
    return clean.put(row, cells, ("language-words", "language"))


@spares("language-code", "language-words")
def a_line_in_another_language(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["sources"]))
    line = draw(st.sampled_from(["د افغانستان اسلامي امارت", "Исламский эмират Афганистан"]))
    return clean.document_is(row, f"{clean.texts[row.id]}\n{line}\n")


@breaks("published-stated")
def a_publication_date_that_is_not_printed(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.rows("sources", where=lambda r: "/" in r["published"])))
    return clean.put(row, {"published_basis": "stated"}, ("published-stated", "published_basis"))


@spares("published-stated")
def a_publication_date_from_clues(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["sources"]))
    return clean.put(row, {"published_basis": "external"})


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
