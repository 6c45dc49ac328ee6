"""The draft of a document: the rows proposed so far, and what later words may refer to."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from isk_indicators import spans
from isk_indicators.curate.draft.dating import Dating
from isk_indicators.curate.draft.sentences import Mention, Names, Sentence, sentences, speaker_of
from isk_indicators.curate.draft.vocabulary import (
    BY_NOUN,
    IN_A_PLACE,
    KIND_OF_PLACE,
    NO_PLACE,
    OF_A_GROUP,
    PLACES,
)
from isk_indicators.curate.proposals import Proposal
from isk_indicators.detectors import DURATION, Hit
from isk_indicators.rules.codes import cues_in
from isk_indicators.rules.rule import PartialDataset, Row
from isk_indicators.rules.spans import MOST_WORDS
from isk_indicators.schema import BASIS_SUFFIX, GUESS
from isk_indicators.spans import LINE_END, Span


class Named(NamedTuple):
    """An actor, and where the words are that name it."""

    id: str
    at: Span


@dataclass
class Reading:
    """What was read of a sentence so far.

    Attributes:
        sentence: The sentence.
        said: The statements proposed.
        others: Where words are whose speaker is no official.
        is_again: Whether the last words of saying are about a statement reported before.
        said_on: The dates on which the statements were made.
        days: The other dates.
        incidents: The incidents it is about, each with the code point of its words.
        listed: Those of them that one word is for: "attacks on a hotel and a mosque".
        blamed: What makes the attributions proposed different ones.
    """

    sentence: Sentence
    said: list[Proposal] = field(default_factory=list)
    others: list[Span] = field(default_factory=list)
    is_again: bool = False
    said_on: list[Hit] = field(default_factory=list)
    days: list[Hit] = field(default_factory=list)
    incidents: list[tuple[int, str]] = field(default_factory=list)
    listed: list[str] = field(default_factory=list)
    blamed: set[tuple[str, ...]] = field(default_factory=set)


class Drafting:
    """The proposals for one document.

    Attributes:
        data: The tables.
        source: The document's row in ``sources``.
        text: The document.
        sentences: Its sentences, in order.
        names: The names that it prints.
        dating: Its dates.
        rows: The rows proposed, in the order of the sentences.
        speaker: Who spoke last, if it was an official.
        person: The person who spoke last, if it was an official.
        subject: The actor that the last sentence names first.
        group: The armed group named last.
        group_is_near: Whether the last sentence names that group, or goes on about it.
        incident: The incident reported last.
        medium: Who said something by what medium last, with the line and the statement.
        compared: The series with which words compare another, by its id.
    """

    def __init__(
        self, data: PartialDataset, source: Row, text: str, next_id: Callable[[str], str]
    ) -> None:
        self.data, self.text, self._next_id = data, text, next_id
        self.source_id = str(source["source_id"])
        self.sentences = tuple(sentences(text))
        self.names = Names(data)
        self.dating = Dating(source, text)
        self.rows: list[Proposal] = []
        self.by_table: dict[str, list[Proposal]] = defaultdict(list)
        self.actors: dict[str, Proposal] = {}
        self.speaker: Named | None = None
        self.person: Named | None = None
        self.subject: Named | None = None
        self.group: Named | None = None
        self.group_is_near = False
        self.incident: str | None = None
        self.compared: dict[str, str] = {}
        self.medium: tuple[str, int, Proposal] | None = None
        self.last: Sentence | None = None
        self._places: dict[str, Span] = {}
        self._find_places()

    # Rows

    def add(self, table: str, span: Span, **cells: str) -> Proposal:
        """Propose a row that quotes a span; cells that are guesses have their mark already."""
        schema = self.data.package.schemas[table]
        row = dict.fromkeys(schema.names, "")
        if schema.id_field:
            row[schema.id_field] = self._next_id(table)
        proposal = Proposal(table, row | cells)
        self.quote(proposal, span)
        self.rows.append(proposal)
        self.by_table[table].append(proposal)
        return proposal

    def quote(self, row: Proposal, span: Span) -> None:
        """Let a row quote a span, without blanks around it."""
        start, end = spans.without_edges(self.text, *span)
        row.cells |= {
            "source_id": self.source_id,
            "span_start": str(start),
            "span_end": str(end),
            "quote": self.text[start:end],
        }

    def guess(self, row: Proposal, **cells: str) -> None:
        """Fill in cells as guesses; a blank one is none."""
        row.cells |= {name: GUESS + text if text else "" for name, text in cells.items()}

    def id_of(self, proposal: Proposal) -> str:
        """The id of a proposed row."""
        return proposal.cells[self.data.id_column(proposal.table)]

    def remove(self, gone: Iterable[Proposal]) -> None:
        """Propose some rows no longer."""
        dropped = {id(row) for row in gone}
        self.rows = [row for row in self.rows if id(row) not in dropped]
        for table, rows in self.by_table.items():
            self.by_table[table] = [row for row in rows if id(row) not in dropped]

    def cues(self, table: str, column: str, *passages: str) -> list[str]:
        """The values of a column that words announce, as its schema lists them."""
        return [*cues_in(passages, self.data.package.schemas[table].by_name[column].cues)]

    def evidence(self, row: Proposal, column: str, span: Span, role: str = "supports") -> None:
        """Propose the passage that shows a column of a row, unless the row quotes it itself."""
        start, end = span_of(row)
        if start <= span[0] and span[1] <= end:
            return
        cells = {"table_name": row.table, "row_id": self.id_of(row), "column_name": column}
        self.add("evidence", span, role=role, **cells)

    # Names

    def find(self, table: str, start: int, end: int) -> list[Mention]:
        """The actors or places named in a part of the document."""
        return self.names.find(self.text, start, end, table)

    def kind(self, actor_id: str) -> str:
        """The kind of an actor, listed or proposed."""
        if (known := self.data.by_id("actors").get(actor_id)) is not None:
            return str(known["kind"])
        return self.actors[actor_id].value("kind")

    def is_group(self, actor_id: str) -> bool:
        """Whether an actor is an armed group."""
        return self.kind(actor_id) == "armed_group"

    def groups(self, start: int, end: int) -> list[Mention]:
        """The armed groups named in a part of the document."""
        return [m for m in self.find("actors", start, end) if self.is_group(m.id)]

    def group_meant(self, start: int, end: int) -> Named | None:
        """The armed group to which words point back: "it", "the group"."""
        words = OF_A_GROUP.findall(self.text, start, end)
        by_noun = any(BY_NOUN.search(word) for word in words)
        since = self.last.start if self.last else start
        is_named = self.group is not None and self.group.at[0] >= since
        same_line = not LINE_END.search(self.text, since, start)
        is_near = is_named or (self.group_is_near and same_line)
        return self.group if words and (is_near or by_noun) else None

    def known_place(self, place_id: str, column: str) -> str:
        """A cell of a listed place; blank for others."""
        return str(self.data.by_id("places").get(place_id, {}).get(column) or "")

    def local_places(self, span: Span) -> list[Mention]:
        """The places named in a part of the document that are no countries or regions."""
        wide = ("country", "region")
        found = self.find("places", *span)
        return [m for m in found if self.known_place(m.id, "kind") not in wide]

    def _find_places(self) -> None:
        """Know the places that the document names and that are not listed."""
        for match in IN_A_PLACE.finditer(self.text):
            (name,) = filter(None, (match[n] for n in ("name", "area", "town")))
            at = match.span(match.lastgroup or "name")
            is_known = any(
                m.start < at[1] and at[0] < m.end for m in self.names.find(self.text, *at)
            )
            if not is_known and not NO_PLACE.match(name):
                self._places[name] = at
        for name in self._places:
            self.names.add(name, "places", name)

    def place(self, mention: Mention) -> str:
        """The id of a place; one that is not listed is proposed when it is first used."""
        if mention.id not in self._places:
            return mention.id
        for row in self.by_table["places"]:
            if row.cells["name"] == mention.id:
                return self.id_of(row)
        row = self.add("places", self._places[mention.id], name=mention.id)
        self.guess(row, kind=self.place_kind(mention))
        return self.id_of(row)

    def place_kind(self, mention: Mention) -> str:
        """The kind of a place: that of its row, or what the words behind its name say."""
        if mention.id not in self._places:
            return self.known_place(mention.id, "kind")
        kind = KIND_OF_PLACE.match(self.text, self._places[mention.id][1])
        return (kind[1] if kind[1] in PLACES else PLACES[-1]) if kind else PLACES[0]

    def place_rank(self, mention: Mention) -> int:
        """How wide a place is, from 0: a settlement is in a district."""
        return PLACES.index(self.place_kind(mention))

    def read_names(self, sentence: Sentence) -> None:
        """Remember what a sentence names, for the words behind it that refer to that."""
        actors = self.find("actors", sentence.start, sentence.end)
        self.subject = Named(actors[0].id, actors[0].span) if actors else None
        groups = [m for m in actors if self.is_group(m.id)]
        if groups:
            self.group = Named(groups[-1].id, groups[-1].span)
        same_line = self.last is not None and self.last.line == sentence.line
        words = OF_A_GROUP.findall(sentence.words)
        by_noun = any(BY_NOUN.search(word) for word in words)
        self.group_is_near = bool(groups) or by_noun or (same_line and bool(words))
        self.last = sentence

    # Spans and dates

    def limited(self, start: int, end: int, at: int) -> Span:
        """A span of at most so many words as a quote may have, around a place."""
        while spans.word_count(self.text[start:end]) > MOST_WORDS:
            cut = self.text.rfind(" ", start, end)
            if cut <= at:
                break
            end = cut
        return start, end

    def content(self, sentence: Sentence) -> Span:
        """What a sentence says, without who says it behind a comma."""
        ends = [sentence.end]
        for hit in sentence.of_kind("reporting"):
            who = speaker_of(sentence, hit)
            first = hit.start if who is None else min(who.start, hit.start)
            said = _SAID_BEHIND.search(self.text, sentence.start, first)
            if said and not any(_tells(h) and h.start < said.start() for h in sentence.hits):
                continue  # nothing but a date is before it
            rest = self.text[hit.end : sentence.end]
            if said and not _GOES_ON.match(rest) and spans.word_count(rest) <= _FEW:
                ends.append(said.start())
        return sentence.start, min(ends)

    def date(self, row: Proposal, column: str, hits: Sequence[Hit]) -> None:
        """Fill in the first date that hits give, with the evidence it needs."""
        for hit in hits:
            if (found := self.dating.at(hit)) is None:
                continue
            basis = found.basis
            if row.table == "statements" and basis == "publication" and self.dating.dateline:
                basis, found = "context", found._replace(evidence=self.dating.dateline)
            self.guess(row, **{column: found.value, column + BASIS_SUFFIX: basis})
            if found.evidence:
                self.evidence(row, column, found.evidence)
            return

    # Voices

    def voice(self, row: Proposal, now: Reading, at: int, own: Sequence[Proposal] = ()) -> None:
        """Fill in who says what is at a place: a statement around it, others, or the author."""
        around = [s for s in now.said if span_of(s)[0] <= at < span_of(s)[1]]
        before = max(span_of(row)[0], at - _NEAR)
        if own or around:
            said = self.id_of(own[0] if own else around[-1])
            self.guess(row, voice="statement", statement_id=said)
        else:
            cues = self.cues(row.table, "voice", self.text[before : at + _NEAR // 2])
            by_others = cues or any(start <= at < end for start, end in now.others)
            self.guess(row, voice="other" if by_others else "author")


_FEW = 12
"""How many words at most are behind the words of saying that are left out of a quote."""
_NEAR = 60
_SAID_BEHIND = re.compile(
    r",[”\"]?\s+(?:the\s+|an?\s+|its\s+|according\s+to\s+)?\Z|[”\"],?\s+(?:the\s+|an?\s+|its\s+)?\Z"
)
_GOES_ON = re.compile(r"\s+(?:that|to|any|it|its|the\s+\w+\s+(?!on|in|at)\w)")


def _tells(hit: Hit) -> bool:
    """Whether a hit is about what happened, not about when or how it is said."""
    return hit.kind in ("harm", "attribution") or (
        hit.kind == "figure" and DURATION not in hit.values
    )


def span_of(row: Proposal) -> Span:
    """The span that a row quotes."""
    return int(row.cells["span_start"]), int(row.cells["span_end"])
