"""A document sentence by sentence: its names, its hits, and who says what."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from isk_indicators import spans
from isk_indicators.curate.draft.vocabulary import (
    ADDRESSING,
    INVERTED,
    MORE_BLAMING,
    MORE_DATES,
    MORE_SAYING,
    NAME,
    NOUNS_OF_SAYING,
    OFFICIAL,
)
from isk_indicators.dates import WEEKDAY
from isk_indicators.detectors import Hit, find_hits
from isk_indicators.figures import Figure, passage
from isk_indicators.rules.sourcing import forms_of
from isk_indicators.spans import Span, lines, without_edges, word_count
from isk_indicators.tables import Dataset
from isk_indicators.words import HARM_SHOWN

# Names


class Mention(NamedTuple):
    """A name of an actor or a place, from code point ``start`` to before ``end``."""

    start: int
    end: int
    id: str

    @property
    def span(self) -> Span:
        """Where it is."""
        return self.start, self.end


class Names:
    """The names of actors and places that a text prints; of two, the longer one is found."""

    def __init__(self, dataset: Dataset) -> None:
        self._ids: dict[str, dict[str, str]] = {}
        for table in ("actors", "places"):
            for row in dataset.rows(table):
                for form in forms_of(row):
                    self.add(form, table, str(row[dataset.id_column(table)]))

    def add(self, form: str, table: str, row_id: str) -> None:
        """Know another name from now on."""
        capital = form[:1].upper() + form[1:]  # a sentence may begin with it
        for printed in (form, capital):
            self._ids.setdefault(printed, {}).setdefault(table, row_id)
        self._pattern: re.Pattern[str] | None = None

    def find(self, text: str, start: int, end: int, table: str = "") -> list[Mention]:
        """The names in a part of a text, in order; only those of one table, if it is given."""
        if self._pattern is None:
            forms = map(re.escape, sorted(self._ids, key=len, reverse=True))
            self._pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(forms)})(?![\w-])")
        return [
            Mention(match.start(), match.end(), row_id)
            for match in self._pattern.finditer(text, start, end)
            for named, row_id in self._ids[match[0]].items()
            if table in ("", named)
        ]


_SHORT = r"[A-Z]{2,}(?:[-–][A-Z]{1,3})?"
_LONG = r"[A-Z][a-z]+(?:(?: |[-–]| [-–] )(?:of |in |the )?[A-Z][a-z]+){2,5}"
_FORM = re.compile(rf"(?<![\w-])(?:{_SHORT}|{_LONG})(?![\w-])")
_PART = "(?:affiliate|branch|offshoot|wing|arm|chapter)"
_WHERE = r"(?:regional |local |[A-Z]\w+ )?"
_FEWEST_LETTERS = 3


def more_forms(dataset: Dataset, text: str) -> dict[str, list[str]]:
    """The forms that a text prints for listed actors beside their aliases, by the actors' ids.

    A form is an actor's if its letters or initials are those of an abbreviation that only this
    actor has ("Islamic State Khorasan": ISK), or if it calls the actor by the group to which no
    other belongs ("the Islamic State affiliate").
    """
    known = {form for row in dataset.rows("actors") for form in forms_of(row)}
    meant: dict[str, set[str]] = {}
    for form, actor_id in (*_abbreviated(dataset, text), *_parts_of_groups(dataset, text)):
        if form not in known:
            meant.setdefault(form, set()).add(actor_id)
    more: dict[str, list[str]] = {}
    for form, actor_ids in meant.items():
        if len(actor_ids) == 1:
            more.setdefault(actor_ids.pop(), []).append(form)
    return more


def _abbreviated(dataset: Dataset, text: str) -> Iterator[tuple[str, str]]:
    """The forms whose letters are those of an actor's abbreviation."""
    short = [
        (_letters(form), str(row["actor_id"]))
        for row in dataset.rows("actors")
        for form in forms_of(row)
        if re.fullmatch(_SHORT, form) and len(_letters(form)) >= _FEWEST_LETTERS
    ]
    for match in _FORM.finditer(text):
        form = match[0].removeprefix("The ")
        yield from ((form, actor_id) for letters, actor_id in short if letters == _letters(form))


def _parts_of_groups(dataset: Dataset, text: str) -> Iterator[tuple[str, str]]:
    """The forms that call an armed group a part of the one above it."""
    for row in dataset.rows("actors"):
        if row["kind"] == "armed_group" and row["parent_id"] is not None:
            for form in map(re.escape, forms_of(dataset.row("actors", row["parent_id"]))):
                part = rf"{_WHERE}{_PART} of (?:the )?{form}|{form}(?:['’]s)? {_WHERE}{_PART}"
                for match in re.finditer(rf"(?<![\w-])(?:{part})(?![\w-])", text):
                    yield match[0], str(row["actor_id"])


def _letters(form: str) -> str:
    """The letters of an abbreviation, or the initials of a name; of ISIS and ISIL as of IS."""
    capitals = re.sub("[^A-Z]", "", form)
    return re.sub("^IS(?:IS|IL)", "IS", capitals)


# Sentences


@dataclass
class Sentence:
    """A sentence of a document, without the full stop.

    Attributes:
        text: The document.
        start: The code point at which the sentence begins.
        end: The code point after its last word or closing mark.
        line: The code point at which its line begins.
        is_heading: Whether it is a line that is no running text.
        hits: What its words announce.
    """

    text: str
    start: int
    end: int
    line: int
    is_heading: bool
    hits: list[Hit] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The sentence."""
        return self.text[self.start : self.end]

    @property
    def is_question(self) -> bool:
        """Whether it asks."""
        return self.text[self.end : self.end + 1] == "?" and ":" not in self.words

    @property
    def is_table_line(self) -> bool:
        """Whether it has the columns of a table."""
        return len(_COLUMNS.findall(self.words)) >= _FEWEST_COLUMNS - 1

    def of_kind(self, kind: str) -> list[Hit]:
        """The hits of a kind."""
        return [hit for hit in self.hits if hit.kind == kind]

    def figures(self) -> Iterator[Figure]:
        """The figures that are wholly in it, at their places in the document."""
        line = passage({"": self.text}, "", self.start, self.words)
        for figure in line.figures(0, len(self.words)):
            if line.contains(figure):
                yield figure._replace(start=self.start + figure.start, end=self.start + figure.end)


_COLUMNS = re.compile(r"\S(?:\s{2,}|\s*[|\t]\s*)(?=\S)")
_FEWEST_COLUMNS = 3
_LONGEST_HEADING = 16
"""How many words a line without a full stop has at most, if it is no running text."""
_NUMBERING = re.compile(r"(?:[•*▪–—]|\d{1,3}(?:\.\d+)*[.)]|\([a-z\d]{1,3}\))\s+")
"""The mark or the number before an item of a list or a paragraph."""
_ANY = r"(?:\b(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.|[^.!?\n])"
_DATELINE = re.compile(
    rf"[A-Z]{{4,}}\b{_ANY}{{0,60}}?[\d(,]{_ANY}{{0,60}}?\s[–—-]\s+|"
    r"[A-Z]{4,}(?:[ /-][A-Z]{3,})*:\s+(?=[A-Z\d])|"
    r"[A-Z]\w+(?:, [A-Z]\w+)?, \d{1,2} [A-Z][a-z]+(?: \d{4})?(?::| [–—-])\s+"
)
"""The place and the day before the first sentence: "FARVILLE, 3 May (Agency) – "."""


def sentences(text: str) -> Iterator[Sentence]:
    """Find the sentences of a document with their hits, in order."""
    hits = find_hits(text)
    starts = [hit.start for hit in hits]
    for first, last in lines(text):
        line = without_edges(text, first, last)
        for begin, stop in spans.sentences(text, first, last):
            start, end = without_edges(text, begin, stop)
            if begin == first:
                start = _after_numbering(text, start, end)
            if start >= end:
                continue
            own = hits[bisect_left(starts, start) : bisect_left(starts, end)]
            is_heading = (start, end) == line and _is_heading(text[start:end], own)
            end = start + len(text[start:end].rstrip(".!?…:"))
            yield Sentence(text, start, end, first, is_heading, _with_more(text, start, end, own))


def _after_numbering(text: str, start: int, end: int) -> int:
    """Where a sentence begins after the number of its paragraph, or after the dateline."""
    for mark in (_NUMBERING, _DATELINE):
        if found := mark.match(text, start, end):
            start = found.end()
    return start


def _is_heading(words: str, hits: list[Hit]) -> bool:
    """Whether a line has the form of a heading; one that introduces a table by a verb has not."""
    words = words.rstrip('”"’)')
    ends = words[-1:] in (*".!?",) or (
        words[-1:] == ":" and any(h.kind == "reporting" for h in hits)
    )
    return not ends and word_count(words) <= _LONGEST_HEADING


_MORE = (("reporting", MORE_SAYING), ("attribution", MORE_BLAMING), ("date", MORE_DATES))


def _with_more(text: str, start: int, end: int, hits: list[Hit]) -> list[Hit]:
    """The hits, and the words that are none but report speech, a claim, a denial or a wound."""
    more = [
        Hit(match.start(), match.end(), kind)
        for kind, pattern in _MORE
        for match in pattern.finditer(text, start, end)
        if not any(h.kind == kind and h.start < match.end() and match.start() < h.end for h in hits)
    ]
    said = [hit for hit in hits if hit.kind == "harm"]
    shown = (found for found in HARM_SHOWN.find(text[start:end]))
    more += [
        Hit(start + found.start, start + found.end, "harm", ("wounded",))
        for found in shown
        if not any(h.start < start + found.end and start + found.start < h.end for h in said)
    ]
    return sorted([*hits, *more])


# Who says it


class Speaker(NamedTuple):
    """The words that name who speaks.

    Attributes:
        start: The code point at which they begin.
        end: The code point after the last.
        title: Where the words are that say what a named person is ("a spokesman of the governor").
    """

    start: int
    end: int
    title: Span | None = None

    @property
    def around(self) -> Span:
        """The words with the title."""
        start, end = self.title or (self.start, self.end)
        return min(self.start, start), max(self.end, end)


_CLAUSE = re.compile(
    r"[,;:—–“”\"()]|\b(?:that|which|who|whom|when|while|where|because|as|after|before|but|and|"
    r"although|though|if|unless|than|since|what)\b",
    re.IGNORECASE,
)
"""Where the words of a subject may begin."""
_ADVERBS = re.compile(
    r"(?:\s+(?:has|have|had|was|were|is|are|also|later|earlier|since|first|then|further|now|"
    r"recently|repeatedly|consistently|always|commonly|often|not|only|practically|initially|"
    r"blatantly|could|would|will|to|been|being|again|still|even|previously|publicly|however|"
    rf"(?:last|this|that)\s+(?:week|month|year|night|spring|summer|autumn|winter)|on\s+{WEEKDAY}|"
    r"in\s+(?:an?|the|its)\s+(?:\w+\s+){0,2}?(?:statement|report|message|interview|letter|post)))+\s*\Z"
)
_ABBREVIATION = re.compile(r"\s\([A-Z][\w-]*\)\s\Z")
"""The abbreviation of a name before a verb: "the Mission (UNM) recorded"."""
_VERBAL = re.compile(r"\b(?:was|were|is|are|had|has|have|would|will|could|should|may|might)\b")
_INVERTED = re.compile(
    rf"\s+(?P<who>(?:(?:the|an?|one|its|two|several|another)\s|{NAME})[^,;.“”\"]*)(?=[,;.“”\"]|$)"
)
"""A subject behind its verb: "said a shopkeeper"."""
_TITLE_BEHIND = re.compile(
    r"(?:,\s+\d{1,3})?,\s+(?P<title>(?:an?|the|its|their|his|her)\s[^,;.“”\"]+)"
)
_BY = re.compile(
    r"(?:\s+(?!that\b)\w+){0,3}?\s+(?:by|of)\s+(?P<who>(?:the\s|an?\s)?[^,;.“”\"]+?)"
    r"(?=\s+that\b|[,;.“”\"]|$)"
)
_WROTE = re.compile(
    r"\s+(?:that|which)\s+(?P<who>[^,;.“”\"]+?)\s+(?:wrote|issued|published|made|prepared|gave)\b"
)
"""Who made a speech that a noun names: "a report that the office wrote"."""
_AFTER = re.compile(r"\s+(?P<who>[^,;.“”\"]+)")
_DOCUMENT_OF = re.compile(
    r"\s+(?:an?|the|its)\s+(?:[\w-]+\s+){0,3}?(?:report|study|assessment|statement|document|survey)\s+"
    r"(?:[\w-]+\s+){0,3}?(?:by|from|of|that|which)\s+(?P<who>[^,;.“”\"]+?)"
    r"(?=\s+(?:released|published|issued|wrote|made|sent)\b|[,;.“”\"]|$)"
)
"""Whose a document is: "according to a report that the office released"."""
_PASSIVE = re.compile(
    r"\w+(?:ed|sworn)(?:\s+(?:or|and/or)\s+\w+|\s+for\s+(?:\w+\s+){0,3}\w+)?\s+by\s+(?P<who>[^,;.“”\"]+?)"
    r"(?=\s+(?:or|and|that|in|on|to)\s|[,;.“”\"]|$)"
)
_LAST = re.compile(rf"(?:\b(?:the|an?)\s+(?:[\w’'-]+\s+){{0,4}}?)?(?:{NAME}|[\w’'-]+)\Z")
"""The words for a person or a group before "who" or "which"."""
_OWNER = re.compile(r"(?P<who>[\w.-]+(?:\s+[\w.-]+){0,2})['’]s?\s+(?:\w+\s+)?\Z")
_ASIDE = re.compile(
    rf",\s+(?P<what>(?P<title>(?:(?:an?|the|its|their|his|her|our|for)\s|{NAME}(?:\s|(?=,)))"
    r"(?:(?!\bthat\b)[^,;“”\"])*)|"
    r"(?:who|whose|which|in|speaking|citing|along|quoting)\s[^,;“”\"]*|[a-z]+ing|however),\s*\Z|"
    r"(?P<age>,\s+\d{1,3}),?\s*\Z"
)
"""What is said between commas of the person named before: "Ada Roe, a spokeswoman, said"."""
_IS_BEHIND = (",", "”", '"', "’")


def speaker_of(sentence: Sentence, hit: Hit) -> Speaker | None:
    """Find the words that name who says what a word of saying reports; None if none do."""
    text, verb = sentence.text, sentence.text[hit.start : hit.end].lower()
    head = text[sentence.start : hit.start]
    if verb.startswith(("according", "as per")):
        named = _DOCUMENT_OF.match(text, hit.end, sentence.end)
        return _speaker(sentence, named or _AFTER.match(text, hit.end, sentence.end))
    if passive := _PASSIVE.match(text, hit.start, sentence.end):
        return _speaker(sentence, passive)
    if verb in NOUNS_OF_SAYING and not head.endswith((" to ", " it ")):
        if owner := _OWNER.search(head):
            return _speaker(sentence, owner, sentence.start)
        named = _BY.match(text, hit.end, sentence.end) or _WROTE.match(text, hit.end, sentence.end)
        if named or re.search(r"\b(?:an?|the|such|his|her|their)\s+(?:[\w-]+\s+)?\Z", head):
            return _speaker(sentence, named)
    may_be = verb not in ADDRESSING and INVERTED.match(verb)
    inverted = _INVERTED.match(text, hit.end, sentence.end) if may_be else None
    if head.rstrip().endswith(_IS_BEHIND) and inverted and not _VERBAL.search(inverted["who"]):
        found = _speaker(sentence, inverted)
        aside = _TITLE_BEHIND.match(text, inverted.end("who"), sentence.end)
        return _with_title(text, found, aside.span("title")) if found and aside else found
    return subject_of(sentence, hit)


def introduces(sentence: Sentence, hit: Hit) -> bool:
    """Whether a noun only names a document that somebody wrote: "an assessment that X wrote"."""
    is_noun = sentence.text[hit.start : hit.end].lower() in NOUNS_OF_SAYING
    return is_noun and bool(_WROTE.match(sentence.text, hit.end, sentence.end))


_WHEN = re.compile(
    r"(?:[A-Z]\w+ing|[A-Z]\w+ly|In|On|At|After|Before|During|Last|This|Earlier|Later|Since|For|From|By|"
    r"Meanwhile|Asked|Under|With)\b"
)
"""The beginning of words before a subject that say when or where."""


def subject_of(sentence: Sentence, hit: Hit) -> Speaker | None:
    """Find the words before a verb, back to where their clause begins; None if there are none."""
    at = sentence.start
    head = sentence.text[at : hit.start]
    if abbreviated := _ABBREVIATION.search(head):
        head = head[: abbreviated.start()]
    if adverbs := _ADVERBS.search(head):
        head = head[: adverbs.start()]
    title, mark = None, ""
    while aside := _ASIDE.search(head + mark):
        if aside["title"]:
            title = at + aside.start("title"), at + aside.end("title")
        head = head[: aside.start()]
        mark = "" if title or _WHEN.match(head) else ","  # the name of an office may be before it
    found = _behind_last_mark(sentence, head)
    return found and _with_title(sentence.text, found, title)


def _behind_last_mark(sentence: Sentence, head: str) -> Speaker | None:
    """The last words of the beginning of a sentence, back to the mark or the word before them."""
    text, at = sentence.text, sentence.start
    for mark in reversed(list(_CLAUSE.finditer(head))):
        if head[mark.end() :].strip():
            return _trimmed(text, at + mark.end(), at + len(head))
        if mark[0].lower() not in ("which", "who", ","):
            return None
        head = head[: mark.start()].rstrip(" ,")
        if mark[0] != "," and (last := _LAST.search(head)):
            return _trimmed(text, at + last.start(), at + len(head))
    return _trimmed(text, at, at + len(head))


def _with_title(text: str, found: Speaker, title: Span | None) -> Speaker:
    """The person and the title, whichever comes first: "the minister, Ada Roe, said"."""
    if title is None:
        return found
    words, aside = text[found.start : found.end], text[slice(*title)]
    if OFFICIAL.search(words) and not OFFICIAL.search(aside) and re.fullmatch(NAME, aside):
        return Speaker(*title, (found.start, found.end))
    return found._replace(title=title)


def _speaker(sentence: Sentence, match: re.Match[str] | None, at: int = 0) -> Speaker | None:
    if match is None:
        return None
    return _trimmed(sentence.text, at + match.start("who"), at + match.end("who"))


_BEHIND = re.compile(
    r"\s+(?:on|at|that|late|early|who|which|when|after|before|dated|is|was|to|has|have|had|"
    r"released|published|issued|obtained|seen)\b.*|"
    r"\s+in\s+(?![A-Z]).*",
    re.DOTALL,
)
_BEFORE = re.compile(
    r"(?:[Ii]n|[Oo]n|[Aa]t|[Aa]fter|[Ff]or|[Dd]uring)\s[^,]*?\s(?=[A-Z])|"
    r"(?:[Ii]n|[Aa]t)\s[A-Z]\w+\s(?=(?:the|an?)\s)|"
    r"(?:[Tt]he|[Aa]n?|[Ss]aid|[Oo]ne|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]everal|[Ss]ome|[Mm]any)\s+"
)


def _trimmed(text: str, start: int, end: int) -> Speaker | None:
    """The words without blanks, an article, and what says when or where they were said."""
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    words = _BEHIND.sub("", text[start:end].rstrip())
    while (article := _BEFORE.match(words)) and article.end() < len(words):
        start, words = start + article.end(), words[article.end() :]
    return Speaker(start, start + len(words)) if words else None
