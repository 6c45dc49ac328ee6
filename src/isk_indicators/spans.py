"""Documents, spans of their text, and intervals.

Offsets are code points of the text as decoded, 0-based, the end exclusive. Nothing is normalised
before slicing.
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple, TypeAlias

from isk_indicators.safe_zip import unsafe_name_reason

Span = tuple[int, int]

Texts: TypeAlias = str | os.PathLike[str] | Mapping[str, str]
"""A folder of files named as in ``sources.file``, or texts by ``source_id``."""

ELLIPSIS = "…"

LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
"""The characters at which ``str.splitlines`` ends a line; a span contains none of them."""
LINE_END = re.compile(f"[{LINE_ENDS}]")

FORMULA_STARTS = "=+-@"
"""The characters with which a formula of a spreadsheet begins; no quote begins with one."""

_JOINS_DIGITS = ".,"
# Apostrophes and invisible marks: soft hyphen, zero-width joiner and non-joiner, word joiner.
_JOINS_LETTERS = "'’‘\u00ad\u200c\u200d\u2060"

# Full-width marks are not listed: their compatible form is the plain one.
PLAIN = {
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
    **dict.fromkeys("‘’‚‛′ʼ`´", "'"),
    **dict.fromkeys("“”„‟″«»", '"'),
    **dict.fromkeys("‐‑‒–—―−﹘", "-"),
}
"""The plain form of quotation marks, dashes and invisible characters."""
INVISIBLE = {ord(mark): None for mark, plain in PLAIN.items() if not plain}
"""What ``str.translate`` needs to leave out the invisible ones."""


class Excerpt(NamedTuple):
    """A quote with the words around it; an ellipsis marks text that is left out."""

    before: str
    quote: str
    after: str


def slice_of(text: str, start: int, end: int) -> str:
    """Cut the span's words out of the text.

    Raises:
        ValueError: the span is empty, reversed or not within the text.

    """
    if not 0 <= start < end <= len(text):
        raise ValueError(f"{start}-{end} is no span of a text of {len(text)} characters")
    return text[start:end]


def is_exact(text: str, start: int, end: int, quote: str) -> bool:
    """Whether the span is within the text and is the quote, character by character."""
    return 0 <= start < end <= len(text) and text[start:end] == quote


def on_word_edges(text: str, start: int, end: int) -> bool:
    """Whether the span neither begins nor ends inside a word or a number.

    A word is a run of letters, digits and combining marks. An apostrophe between letters (straight
    or curly) and a point or comma between digits are inside it. A hyphen separates two words.
    """
    return not cuts_word(text, start) and not cuts_word(text, end)


def cuts_word(text: str, at: int) -> bool:
    """Whether the place before character ``at`` is inside a word or a number."""
    if not 0 < at < len(text) or text[at].isspace():
        return False
    return _is_mark(text[at]) or (_of_word(text, at - 1) and _of_word(text, at))


def within_one_line(text: str, start: int, end: int) -> bool:
    """Whether no line of the text ends inside the span."""
    return LINE_END.search(text[start:end]) is None


def lines(text: str) -> Iterator[Span]:
    """Find each line of the text, without its end."""
    start = 0
    for line in text.splitlines(keepends=True):
        yield start, start + len(line.rstrip(LINE_ENDS))
        start += len(line)


_OPENING = r"[“\"‘'(\[]*"
_STOP = re.compile(
    r"[.!?…](?P<closed>[”\"’')\]]*)"
    r"(?:(?<=[a-z]\.|[.!?][”’)])\d{1,3}|\[\d{1,3}\])?"  # the number of a note
    r"\s+(?:\[(?:\.{3}|…)\]\s+)?"
    rf"(?={_OPENING}(?:[^\W_a-z]|al-[A-Z]))"
)
"""What may end a sentence, with the blanks before words that may begin one."""
_NO_STOP = re.compile(
    r"(?:\b(?:[Ee]\.\s?g|[Ii]\.\s?e|cf|vs|ca|(?:Mr|Mrs|Ms|Mme|Dr|Prof|Gen|Maj|Lt|Col|Cpl|Capt|Cmdr|"
    r"Cdr|Wg|Flt|Sqn|Ldr|Sgt|Pvt|Brig|Adm|Det|Insp|Supt|Amb|Hon|Gov|Sen|Rep|Rev|Fr|Dep|Asst)s?|"
    r"Messrs|[Rr]etd?|St|Ft|Mt|approx)\.)\Z"
)
"""An abbreviation before a name or a number."""
_BEFORE_NUMBER = re.compile(
    r"\b(?:(?:[Nn]o|[Aa]rt|[Vv]ol|[Ff]ig|[Ss]ec|[Cc]h|[Pp]ara|[Pp]p|[Rr]e[sg])s?|Rs|est)\.\Z"
)
_ABBREVIATED = re.compile(
    r"\b(?:[^\W\d_]|etc|al|Jr|Sr|Inc|Ltd|Co|Corp|Bros|Dept|Univ|Ave|Rd|Blvd|Bn|Bde|Regt|Div|Mon|"
    r"Tues?|Wed|Thu(?:rs)?|Fri|Sat|Sun|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.\Z"
)
"""An initial or an abbreviation that a sentence may end with."""
_BEGINNING = re.compile(
    rf"{_OPENING}(?:The|An?|In|On|At|It|He|She|They|We|But|And|This|That|These|Those|There|His|Her|"
    r"Their|Its|When|While|As|After|Before|If|For|However|Since)\b(?![.’'-])"
)
"""A word with a capital that only the beginning of a sentence gives it."""
_NUMBERING = re.compile(r"[“\"‘(]*(?:\d{1,3}(?:\.\d+)*|[IVX]+|[ivx]+|[A-Za-z])\)?\.\Z")


def sentence_ends(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Find the blanks between two sentences, with the marks that close the first.

    A full stop after the number of a paragraph or an abbreviation ends none. After an initial, an
    ellipsis or words called out (“Fire!”), a sentence ends only if the next word is an article, a
    pronoun or another word that has its capital from nothing else.
    """
    for stop in _STOP.finditer(text, start, len(text) if end is None else end):
        after_mark = stop.start() + 1
        word = (max(start, stop.start() - 12), after_mark)
        if _NO_STOP.search(text, *word) or _NUMBERING.match(text, start, after_mark):
            continue
        if text[stop.end()].isdigit() and _BEFORE_NUMBER.search(text, *word):
            continue
        called = stop[0][0] in "!?" and stop["closed"].strip(")]")
        trails = text[stop.start()] == "…" or text.endswith("..", start, after_mark)
        doubtful = called or trails or _ABBREVIATED.search(text, *word)
        if not doubtful or _BEGINNING.match(text, stop.end()):
            yield after_mark, stop.end()


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[Span]:
    """Find the sentences of a part of one line, with the marks that close them, perhaps blank."""
    end = len(text) if end is None else end
    for stop, following in (*sentence_ends(text, start, end), (end, end)):
        yield start, stop
        start = following


def without_edges(text: str, start: int, end: int) -> Span:
    """Cut from the span what no quote begins or ends with; nothing may be left.

    A quote has no outer blanks and does not begin with a formula's first character. A combining
    mark that follows one of these belongs to it.
    """
    while start < end and (
        text[start].isspace() or text[start] in FORMULA_STARTS or _is_mark(text[start])
    ):
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return start, end


def word_count(text: str) -> int:
    """Count the words, as white space (of any kind) separates them."""
    return len(text.split())


def first_difference(one: str, other: str) -> int:
    """Find where two texts differ first: the length of the shorter if the other begins with it."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def excerpt(text: str, start: int, end: int, width: int = 200) -> Excerpt:
    """Cut out the span with up to ``width`` characters on each side, cut at white space.

    Raises:
        ValueError: as :func:`slice_of`.

    """
    quote = slice_of(text, start, end)
    first, last = max(0, start - width), min(len(text), end + width)
    while 0 < first < start and not text[first - 1].isspace():
        first += 1
    while end < last < len(text) and not text[last].isspace():
        last -= 1
    before, after = text[first:start].lstrip(), text[end:last].rstrip()
    return Excerpt(
        f"{ELLIPSIS} {before}" if text[:first].strip() else before,
        quote,
        f"{after} {ELLIPSIS}" if text[last:].strip() else after,
    )


def whole_occurrences(text: str, phrase: str) -> list[Span]:
    """Find where the phrase occurs in the text, letter for letter and on word edges."""
    return [span for span in _occurrences(text, phrase) if on_word_edges(text, *span)]


def locate(text: str, quote: str) -> list[Span]:
    """Find where a quote occurs in a text: letter for letter, or if nowhere, as :func:`fold` does.

    Outer blanks of the quote are left out. Only whole characters of the text are found. Word edges
    are not checked.
    """
    quote = quote.strip()
    if exact := list(_occurrences(text, quote)):
        return exact
    folded, origins = fold(text)
    around = [-1, *origins, len(text)]
    return [
        (origins[start], origins[end - 1] + 1)
        for start, end in _occurrences(folded, fold(quote)[0].strip())
        if around[start] != around[start + 1] and around[end] != around[end + 1]
    ]


def fold(text: str) -> tuple[str, list[int]]:
    """Make a text plain for searching, and give the raw character from which each one came.

    Quotation marks, dashes and spaces become plain ones, runs of spaces one space; invisible
    characters are left out; the rest is case-folded in its compatible form (NFKD). One character
    may become several ("ß", "İ", "ﬁ"), never several one.
    """
    folded: list[str] = []
    origins: list[int] = []
    for index, character in enumerate(text):
        plain = " " if character.isspace() else PLAIN.get(character)
        if plain is None:
            compatible = unicodedata.normalize("NFKD", character)
            plain = unicodedata.normalize("NFKD", compatible.casefold())
        for piece in plain:
            if piece != " " or folded[-1:] != [" "]:
                folded.append(piece)
                origins.append(index)
    return "".join(folded), origins


def _occurrences(text: str, phrase: str) -> Iterator[Span]:
    start = text.find(phrase) if phrase else -1
    while start >= 0:
        yield start, start + len(phrase)
        start = text.find(phrase, start + 1)


def _of_word(text: str, at: int) -> bool:
    while at > 0 and _is_mark(text[at]):
        at -= 1  # a combining mark belongs to its letter
    character = text[at]
    if character.isalnum() or character == "_":
        return True
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if character in _JOINS_DIGITS:
        return before.isdigit() and after.isdigit()
    return character in _JOINS_LETTERS and before.isalnum() and after.isalnum()


def _is_mark(character: str) -> bool:
    return not character.isascii() and unicodedata.category(character).startswith("M")


@dataclass(frozen=True)
class Document:
    """A text, with the SHA-256 of its bytes in hexadecimal."""

    text: str
    sha256: str


def documents(texts: Texts, sources: Iterable[Mapping[str, object]]) -> dict[str, Document]:
    """Get the documents by source; a source without a text is left out.

    Files are decoded as UTF-8 without any change of line ends. A byte that is no UTF-8 becomes one
    replacement character, so that the words around it can still be compared.

    Args:
        texts: The texts of the user.
        sources: The rows of the table ``sources``.

    Raises:
        NotADirectoryError: a path that is no folder.

    """
    files = {str(row["source_id"]): str(row["file"]) for row in sources}
    if isinstance(texts, Mapping):
        given = {source: texts[source] for source in files if source in texts}
        data = {source: text.encode("utf-8", errors="replace") for source, text in given.items()}
    else:
        folder = Path(texts)
        if not folder.is_dir():
            raise NotADirectoryError(f"{folder}: no such folder; name the one with the texts")
        paths = {s: folder / file for s, file in files.items() if not unsafe_name_reason(file)}
        data = {source: path.read_bytes() for source, path in paths.items() if path.is_file()}
        given = {source: raw.decode("utf-8", errors="replace") for source, raw in data.items()}
    return {
        source: Document(text, hashlib.sha256(data[source]).hexdigest())
        for source, text in given.items()
    }


RUN = 12
"""How many words in a row two texts seldom share unless one repeats the other."""


def shared_runs(texts: Mapping[str, str]) -> dict[tuple[str, str], list[str]]:
    """Find the runs of ``RUN`` or more words that a text shares with an earlier one.

    Case, punctuation and spaces do not matter; a run is within one line. Words that more than two
    texts print count as repeated from the first. The time is linear in the length of the texts.

    Args:
        texts: The texts by name, in order.

    Returns:
        The runs as the later text prints them, by the names of the earlier and the later text.
    """
    first: dict[bytes, str] = {}
    found: dict[tuple[str, str], list[str]] = {}
    for name, text in texts.items():
        for line in (text[start:end] for start, end in lines(text)):
            spans: dict[str, list[Span]] = {}
            for digest, start, end in _windows(line):
                earlier = first.setdefault(digest, name)
                if earlier != name:
                    joined = spans.setdefault(earlier, [])
                    begins = joined.pop()[0] if joined and joined[-1][1] >= start else start
                    joined.append((begins, end))
            for earlier, runs in spans.items():
                found.setdefault((earlier, name), []).extend(line[a:b] for a, b in runs)
    return found


def _windows(line: str) -> Iterator[tuple[bytes, int, int]]:
    """Each ``RUN`` words in a row of a line, as a digest, with their span."""
    words = [*re.finditer(r"\w+", line)]
    folded = [word[0].casefold() for word in words]
    for at in range(len(words) - RUN + 1):
        run = " ".join(folded[at : at + RUN]).encode("utf-8", "surrogatepass")
        digest = hashlib.blake2b(run, digest_size=16).digest()
        yield digest, words[at].start(), words[at + RUN - 1].end()


class Intervals:
    """Intervals ``(start, end)``, end exclusive, in which a search costs a binary search."""

    def __init__(self, intervals: Iterable[Span] = ()) -> None:
        ordered = sorted(intervals)
        self._starts = [start for start, _ in ordered]
        self._furthest = list(accumulate((end for _, end in ordered), max))

    def contains(self, start: int, end: int) -> bool:
        """Whether one of them contains the interval from ``start`` to ``end``."""
        before = bisect_right(self._starts, start)
        return before > 0 and self._furthest[before - 1] >= end

    def overlaps(self, start: int, end: int) -> bool:
        """Whether one of them shares a position with the interval from ``start`` to ``end``."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._furthest[before - 1] > start


def covered(intervals: Iterable[Span]) -> int:
    """Count the positions that at least one of the intervals contains."""
    total = reached = 0
    for start, end in sorted(intervals):
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total
