"""Rules of links: a row rests on words of, or near, the row that it names, and repeats no other.

A passage *reports* a row if it is the row's own quote, or that of its evidence. Distances were
measured on the documents of the first release: each link holds, and most wrong ones are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

from isk_indicators import spans
from isk_indicators.rules.codes import announced_instead, cues_in
from isk_indicators.rules.rule import PartialDataset, Problem, Row, RowKey, rule
from isk_indicators.rules.sourcing import WIDE, prints_a_form
from isk_indicators.schema import SPAN
from isk_indicators.spans import Span

NEAR = 300
"""Within how many characters of a passage that reports it a row is spoken of."""

NEARBY = 4 * NEAR
"""Within how many characters another row is looked for that a quote may be about."""

SourceSpan: TypeAlias = tuple[str, int, int]
"""A source, and where a quote begins and ends in it."""


def evidence_of(data: PartialDataset, table: str, row_id: str) -> list[Row]:
    """The evidence rows about a row."""
    return [e for e in data.where("evidence", "row_id", row_id) if e["table_name"] == table]


def spans_of(rows: Iterable[Row]) -> list[SourceSpan]:
    """The spans of rows; without those that are not valid."""
    found: list[SourceSpan] = []
    for row in rows:
        source, start, end = (row.get(name) for name in SPAN[:3])
        if source is not None and start is not None and end is not None:
            found.append((source, start, end))
    return found


def reports(data: PartialDataset, table: str, row_id: str) -> list[SourceSpan]:
    """The spans that report a row: its own, and those of its evidence."""
    return spans_of([data.row(table, row_id), *evidence_of(data, table, row_id)])


def require_reports(data: PartialDataset, table: str, *row_ids: str) -> None:
    """Raise CannotDecide if a passage that reports one of these rows may be missing."""
    for row_id in row_ids:
        data.require(table, *SPAN, **{data.id_column(table): row_id})
        data.require_evidence(RowKey(table, row_id), *SPAN)


def distance(one: SourceSpan, other: SourceSpan) -> float:
    """How many characters are between two spans; none if they overlap."""
    if one[0] != other[0]:
        return float("inf")
    return max(0, max(one[1], other[1]) - min(one[2], other[2]))


def nearest(ones: Iterable[SourceSpan], others: Iterable[SourceSpan]) -> float:
    """The least distance between spans of two rows."""
    others = [*others]
    return min((distance(one, other) for one in ones for other in others), default=float("inf"))


def described(data: PartialDataset, table: str, row_id: str) -> str:
    """A row's id, and where its own quote is."""
    row = data.row(table, row_id)
    return f"{row_id}, {row['source_id']} {row['span_start']}-{row['span_end']}"


@rule("link-overlap", column="linked_id", phase="links")
def quotes_words_of_the_row(
    linked_id: str,
    source_id: str,
    span_start: int,
    span_end: int,
    quote: str,
    *,
    data: PartialDataset,
    row: RowKey,
    column: str,
) -> Problem | None:
    """A row that shares no word with the quote or the evidence of the statement that it names."""
    table = data.package.schemas[row.table].targets[column]
    if data.row(table, linked_id)["source_id"] != source_id:
        return None  # reported by the rule on the source
    if nearest([(source_id, span_start, span_end)], reports(data, table, linked_id)) == 0:
        return None
    require_reports(data, table, linked_id)
    return Problem(
        described(data, table, linked_id),
        f"words of {linked_id} or of its evidence in {quote!r}",
        f"Correct {column}, or add an evidence row for {linked_id} that quotes these words.",
    )


@rule("link-elsewhere", column="linked_id", phase="links")
def quotes_no_other_row(
    linked_id: str,
    source_id: str,
    span_start: int,
    span_end: int,
    quote: str,
    *,
    data: PartialDataset,
    row: RowKey,
    column: str,
) -> Problem | None:
    """A row that shares words with quotes of other rows, and none with the row that it names."""
    schema = data.package.schemas[row.table]
    table, proof = schema.targets[column], schema.by_name[column].proof
    own = (source_id, span_start, span_end)
    others = quoted_instead(data, table, linked_id, own, proof)
    if not others:
        return None
    require_reports(data, table, linked_id, *others)
    for other in others:
        _require_names(data, table, other, [*proof.get("names", ()), *_code_of(proof)])
    return Problem(
        described(data, table, linked_id),
        f"{' or '.join(others)}, whose words are in {quote!r}",
        f"Correct {column}, or cut the quote to the words about {linked_id}; if they are about "
        f"{linked_id} alone, leave them out of the quote of {' and '.join(others)}.",
    )


def quoted_instead(
    data: PartialDataset, table: str, linked_id: str, own: SourceSpan, proof: Mapping[str, Any]
) -> list[str]:
    """The other rows of a table whose words a passage quotes, if it quotes none of that row's."""
    quoted = quoted_rows(data, table, own)
    if linked_id in quoted or nearest([own], reports(data, table, linked_id)) == 0:
        return []
    return [other for other in quoted if not _is_named_outside(data, table, other, own, proof)]


def _is_named_outside(
    data: PartialDataset, table: str, other_id: str, own: SourceSpan, proof: Mapping[str, Any]
) -> bool:
    """Whether the words of a row's quote that name it are outside a passage.

    In "police blamed the group for the killing and said that two men had been detained", the first
    clause is not about the arrest.
    """
    other = data.row(table, other_id)
    quote = other["quote"] or ""
    names = names_of(data, table, other_id, proof.get("names", ()))
    cues = [
        data.package.schemas[table].by_name[name].cues[other[name]]
        for name in _code_of(proof)
        if other[name]
    ]

    def is_named(words: str) -> bool:
        return prints_a_form(names, [words]) or any(cues_in([words], {"": c}) for c in cues)

    start, end = (max(0, at - other["span_start"]) for at in own[1:])
    return not is_named(quote[start:end]) and (is_named(quote[:start]) or is_named(quote[end:]))


def _code_of(proof: Mapping[str, Any]) -> list[str]:
    """The column whose code words announce, if any."""
    return [proof["codes"]] if "codes" in proof else []


def quoted_rows(data: PartialDataset, table: str, own: SourceSpan) -> list[str]:
    """The rows of a table whose own quotes share words with a passage, by id."""
    quoted = (other[data.id_column(table)] for other in data.quoting(table, own[0], own[1:]))
    return sorted(str(other) for other in quoted if other is not None)


@rule("link-own", column="linked_id", phase="links")
def quotes_no_other_own_words(
    linked_id: str,
    source_id: str,
    span_start: int,
    span_end: int,
    quote: str,
    *,
    data: PartialDataset,
    row: RowKey,
    column: str,
) -> Problem | None:
    """A row that shares words with other rows, and is only partly in evidence for the row it names.

    A passage of evidence that contains the whole quote is enough.
    """
    table = data.package.schemas[row.table].targets[column]
    own = (source_id, span_start, span_end)
    others = quoted_rows(data, table, own)
    if not others or linked_id in others:
        return None
    passages = [p for p in reports(data, table, linked_id) if distance(own, p) == 0]
    if not passages or any(start <= span_start and span_end <= end for _, start, end in passages):
        return None  # if none shares words, another rule reports it
    require_reports(data, table, linked_id, *others)
    return Problem(
        described(data, table, linked_id),
        f"{' or '.join(others)}, whose own words are in {quote!r}",
        f"Correct {column}, or cut the quote to the words of {linked_id}.",
    )


@rule("link-near", column="linked_id", phase="links")
def is_told_near_the_row(
    linked_id: str,
    source_id: str,
    span_start: int,
    span_end: int,
    quote: str,
    *,
    data: PartialDataset,
    row: RowKey,
    column: str,
) -> Problem | None:
    """A row whose quote is far from every passage that reports the row that it names."""
    schema = data.package.schemas[row.table]
    table = schema.targets[column]
    own = (source_id, span_start, span_end)
    if is_near(data, row, table, linked_id, own):
        return None
    proof = schema.by_name[column].proof
    ties = proof.get("ties", ())
    if "elsewhere" in ties and quoted_instead(data, table, linked_id, own, proof):
        return None  # reported by the rule above
    require_reports_up_to(data, table, linked_id)
    data.require_evidence(row, *SPAN)
    return Problem(
        described(data, table, linked_id),
        f"a passage that reports {linked_id} within {NEAR} characters of {quote!r} or of this "
        "row's evidence",
        f"Correct {column}, or add an evidence row for {linked_id} that quotes what is said of "
        "it there.",
    )


def is_near(data: PartialDataset, row: RowKey, table: str, linked_id: str, own: SourceSpan) -> bool:
    """Whether a row or its evidence is near words of another row, or of what belongs to that.

    What belongs to it counts if it comes before: the text is then still about it.
    """
    mine = [own, *(spans_of(evidence_of(data, row.table, row.id)) if row.id else ())]
    return nearest(mine, reports_up_to(data, table, linked_id, own)) <= NEAR


def reports_up_to(
    data: PartialDataset, table: str, row_id: str, own: SourceSpan
) -> list[SourceSpan]:
    """The spans that report a row, and those before a passage of rows that belong to it."""
    belonging = spans_of(r for name, r in data.referring(table, row_id) if name != table)
    earlier = [p for p in belonging if p[0] == own[0] and p[1] < own[1]]
    return [*reports(data, table, row_id), *earlier]


def require_reports_up_to(data: PartialDataset, table: str, row_id: str) -> None:
    """Raise CannotDecide if a passage that reports a row, or one that belongs to it, is missing."""
    require_reports(data, table, row_id)
    for name, schema in data.package.schemas.items():
        for key in schema.foreign_keys if name != table else ():
            if key.table == table:
                data.require(name, *SPAN, **{key.field: row_id})


@rule("link-names", column="linked_id", phase="words")
def names_no_other_row(
    linked_id: str,
    source_id: str,
    span_start: int,
    span_end: int,
    quote: str,
    *,
    data: PartialDataset,
    row: RowKey,
    column: str,
) -> Problem | None:
    """A quote that names the place, target or kind of another row nearby, not of its own."""
    schema = data.package.schemas[row.table]
    table, proof = schema.targets[column], schema.by_name[column].proof
    columns = proof["names"]
    own = (source_id, span_start, span_end)
    names = names_of(data, table, linked_id, columns)
    if prints_a_form(names, [quote]):
        return None
    near = is_near(data, row, table, linked_id, own)
    if not near or quoted_instead(data, table, linked_id, own, proof):
        return None  # reported by the rules above
    linked = data.row(table, linked_id)
    own_words = [linked["quote"] or "", linked.get("note") or ""]  # a note names several places
    for other_id, name in _names_around(data, table, own, columns) if names else ():
        known = other_id == linked_id or prints_a_form([name], own_words)
        if not known and prints_a_form([name], [quote]):
            for row_id in (linked_id, other_id):
                _require_names(data, table, row_id, columns)
            return Problem(
                f"{linked_id} ({', '.join(names)})",
                f"the row of {name!r}, which the quote names: {other_id}",
                f"Correct {column}; if the words are about {linked_id}, add an evidence row for it "
                f"that names {name!r}.",
            )
    return _announced_elsewhere(data, row, column, linked_id, own, quote)


def _announced_elsewhere(
    data: PartialDataset, row: RowKey, column: str, linked_id: str, own: SourceSpan, quote: str
) -> Problem | None:
    """Tell a quote that announces the code of another row nearby, and not that of the row named."""
    schema = data.package.schemas[row.table]
    table, proof = schema.targets[column], schema.by_name[column].proof
    if "codes" not in proof:
        return None
    field = data.package.schemas[table].by_name[proof["codes"]]
    linked = data.row(table, linked_id)
    code = linked[field.name]
    found = announced_instead(field, code, [quote], [quote])
    mine = [str(r["quote"]) for r in (linked, *evidence_of(data, table, linked_id))]
    found = {v: cue for v, cue in found.items() if _refers_back(cue, quote, mine)}
    source, start, end = own
    for other in data.quoting(table, source, (max(0, start - NEARBY), end + NEARBY)):
        if other[field.name] in found and other[field.name] not in proof.get("general", ()):
            other_id, cue = str(other[data.id_column(table)]), found[str(other[field.name])]
            for one in (linked_id, other_id):
                data.require(table, field.name, **{data.id_column(table): one})
            require_reports(data, table, linked_id)
            return Problem(
                f"{linked_id} ({code})",
                f"the row of {cue!r}: {other_id} ({other[field.name]})",
                f"Correct {column}; if the words are about {linked_id}, add an evidence row for it "
                f"that quotes {cue!r}.",
            )
    return None


def _refers_back(cue: str, quote: str, reported: Sequence[str]) -> bool:
    """Whether a quote means by a cue what was reported before, and no report of a row prints it.

    "The bombing" refers back; "heard gunfire" and "were arrested" report what else happened.
    """
    definite = rf"(?i:the|this|that|these|those|both)\s+(?:[\w’'-]+\s+){{0,2}}{re.escape(cue)}"
    return re.search(rf"\b{definite}", quote) is not None and not prints_a_form([cue], reported)


def _names_around(
    data: PartialDataset, table: str, own: SourceSpan, columns: Sequence[str]
) -> Iterator[tuple[str, str]]:
    """The names of the rows that are reported around a passage, each with the row's id."""
    source, start, end = own
    for other in data.quoting(table, source, (max(0, start - NEARBY), end + NEARBY)):
        if other[data.id_column(table)] is not None:
            other_id = str(other[data.id_column(table)])
            yield from ((other_id, name) for name in names_of(data, table, other_id, columns))


def names_of(data: PartialDataset, table: str, row_id: str, columns: Sequence[str]) -> list[str]:
    """What these columns of a row say in printed words: the names of places, words copied.

    A country or a region is left out: many rows are in it. Values that evidence gives count too.
    """
    values = [(name, data.row(table, row_id)[name]) for name in columns]
    values += [(e["column_name"], e["value"]) for e in evidence_of(data, table, row_id)]
    targets, found = data.package.schemas[table].targets, list[str]()
    for column, value in values:
        if column in columns and value is not None:
            target: Row = {"name": value}  # the words themselves
            if column in targets:
                target = data.by_id(targets[column]).get(value, {})
            if target.get("kind") not in WIDE and target.get("name") is not None:
                found.append(target["name"])
    return found


def _require_names(data: PartialDataset, table: str, row_id: str, columns: Sequence[str]) -> None:
    """Raise CannotDecide if a name of a row may be missing or wrong."""
    require_reports(data, table, row_id)
    data.require(table, *columns, **{data.id_column(table): row_id})
    data.require_evidence(RowKey(table, row_id), "column_name", "value")
    targets = data.package.schemas[table].targets
    for target in (targets[column] for column in columns if column in targets):
        data.require(target, "name", "kind")


# A row that repeats another one


class Identity(NamedTuple):
    """What makes two rows of a table the same claim, if they quote some of the same words.

    Attributes:
        same: The columns that are equal. Left out is what a copy may change and still be one: words
            of our own, the cut of the span, what the words themselves decide.
        if_filled: The columns that are equal if both rows fill them.
        words: The columns that copy words of the quote. The first that both rows fill decides:
            both must have copied it from the same place.
        without_words: Further columns like ``if_filled``, for rows that do not both fill one of
            ``words``.
    """

    same: tuple[str, ...]
    if_filled: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    without_words: tuple[str, ...] = ()


IDENTITY: Mapping[str, Identity] = MappingProxyType(
    {
        "incidents": Identity(
            ("scale",),
            if_filled=("place_id", "date"),
            words=("count_figure", "target_text"),
            without_words=("event_type", "suicide", "outcome"),
        ),
        "casualties": Identity(
            ("incident_id", "harm", "stated_low", "stated_high"), words=("figure", "victim_text")
        ),
        "force_estimates": Identity(
            ("actor_id", "measure", "stated_low", "stated_high"),
            if_filled=("counterpart_id", "place_id", "as_of"),
            words=("figure",),
        ),
        "statements": Identity(
            ("speaker_id", "speech_act"), if_filled=("about_actor_id", "addressee_id")
        ),
        "attributions": Identity(("incident_id", "actor_id", "role", "stance", "voice")),
        "evidence": Identity(("table_name", "row_id", "column_name"), if_filled=("value",)),
    }
)
"""By table. The rule ``attribution-once`` judges attributions by the author or a statement."""


@rule("twin", column="own_id")
def reports_something_new(
    own_id: str,
    source_id: str,
    span_start: int,
    span_end: int,
    *,
    data: PartialDataset,
    row: RowKey,
) -> Problem | None:
    """A row that reports what another row of its table reports, in the same words."""
    identity = IDENTITY[row.table]
    mine = data.row(row.table, own_id)
    if row.table == "attributions" and mine["voice"] != "other":
        return None
    same = {name: mine[name] for name in identity.same}
    quoting = data.quoting(row.table, source_id, (span_start, span_end), same)
    if mine["quote"] is not None:  # a source may print the words twice
        printed = data.where(row.table, "quote", mine["quote"])
        again = {**same, "source_id": source_id}
        quoting += [r for r in printed if all(r[name] == again[name] for name in again)]
    id_column = data.id_column(row.table)
    earlier: dict[str, Row] = {}
    for other in quoting:
        other_id = other[id_column]
        if other_id is not None and str(other_id) < own_id and _are_one(mine, other, identity):
            earlier[str(other_id)] = other
    if not earlier:
        return None
    first = min(earlier)
    word = _word_of_both(mine, earlier[first], identity)
    compared = (*identity.same, *identity.if_filled)
    compared += (*(() if word else identity.without_words), *identity.words)
    data.require(row.table, *(n for n in compared if None in (mine[n], earlier[first][n])))
    return Problem(
        own_id,
        f"a claim that no other row makes; {first} has the same {', '.join(identity.same)} and "
        f"quotes the same words{f' ({mine[word]!r})' if word else ''}",
        f"If they are one claim, delete {own_id}. If they are two, correct the cell in which they "
        f"differ ({', '.join(compared)}), or cut each quote to its own words.",
    )


def _are_one(one: Row, other: Row, identity: Identity) -> bool:
    """Whether two rows that quote some of the same words make the same claim."""
    for row in (one, other):
        start, end = row["span_start"], row["span_end"]
        if start is None or end is None:
            return False
        if row["quote"] is not None and len(row["quote"]) != end - start:
            return False  # what another span overlaps shows nothing
    if not _agree(one, other, identity.if_filled):
        return False
    word = _word_of_both(one, other, identity)
    if word is not None:
        return _from_same_place(one, other, word)
    mine, theirs = ({n for n in identity.words if row[n] is not None} for row in (one, other))
    return (mine <= theirs or theirs <= mine) and _agree(one, other, identity.without_words)


def _agree(one: Row, other: Row, columns: Sequence[str]) -> bool:
    return all(None in (one[n], other[n]) or one[n] == other[n] for n in columns)


def _word_of_both(one: Row, other: Row, identity: Identity) -> str | None:
    """The first column of copied words that both rows fill."""
    return next((n for n in identity.words if None not in (one[n], other[n])), None)


def _from_same_place(one: Row, other: Row, column: str) -> bool:
    """Whether both copied a cell from the same place, as far as their quotes contain it.

    Not so for "mosque" and "Shia mosque" in "a mosque and a Shia mosque": one is in two places.
    """
    again = one["quote"] == other["quote"]
    at, other_at = one["span_start"], (one if again else other)["span_start"]
    mine, theirs = _places(one, column, at), _places(other, column, other_at)
    if not mine or not theirs:
        return bool(one[column] == other[column])
    start, end = max(at, other_at), min(at + len(one["quote"]), other_at + len(other["quote"]))
    met = {p: _overlaps(p, theirs) for p in mine} | {p: _overlaps(p, mine) for p in theirs}
    return any(met.values()) and all(met[a, b] for a, b in met if start <= a and b <= end)


def _overlaps(place: Span, places: list[Span]) -> bool:
    return any(place[0] < end and start < place[1] for start, end in places)


def _places(row: Row, column: str, at: int) -> list[Span]:
    """Where the words of a cell are, if the row's quote begins at a character."""
    found = spans.whole_occurrences(row["quote"] or "", row[column])
    return [(at + start, at + end) for start, end in found]
