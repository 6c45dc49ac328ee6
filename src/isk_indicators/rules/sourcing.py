"""Rules of sources: who says it, which words name it, and which row uses a reference row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from isk_indicators import spans
from isk_indicators.dates import MONTHS
from isk_indicators.rules.rule import CannotDecide, PartialDataset, Problem, Row, RowKey, rule
from isk_indicators.rules.spans import document
from isk_indicators.schema import SPAN
from isk_indicators.words import lower_keep_length

# Voices


@rule("voice-statement", column="statement_id")
def statement_goes_with_voice(voice: str, statement_id: str | None) -> Problem | None:
    """A statement id with a voice other than statement, or that voice without a statement id."""
    if (voice == "statement") == (statement_id is not None):
        return None
    if statement_id is None:
        return Problem("", "the statement that says it", "Type its id, or correct the voice.")
    return Problem(
        statement_id, f"blank, as the voice is {voice}", "Blank it, or type the voice statement."
    )


@rule("statement-source", column="statement_id", phase="links")
def statement_is_of_the_same_source(
    statement_id: str, source_id: str, *, data: PartialDataset
) -> Problem | None:
    """A row from another document than the statement that it names."""
    other = data.row("statements", statement_id)["source_id"]
    if other in (source_id, None):
        return None
    data.require("statements", "span_end", "quote")  # an invalid span may be of another document
    return Problem(
        f"{statement_id} of {other}",
        f"a statement of {source_id}",
        "Name the statement that this document carries.",
    )


@rule("voice-said", column="voice", phase="links")
def words_of_a_statement_are_its_own(
    voice: str,
    statement_id: str | None,
    source_id: str,
    span_start: int,
    span_end: int,
    *,
    data: PartialDataset,
    row: RowKey,
) -> Problem | None:
    """A row whose quote is within that of a statement, but whose voice is another.

    An incident may be the author's within words that only refer to it, such as a claim of it.
    """
    if voice == "statement" or statement_id is not None:
        return None
    acts = {"speech_act": "assertion"} if row.table == "incidents" else {}
    quoting: Sequence[Row] = data.quoting("statements", source_id, (span_start, span_end), acts)
    around = [s for s in quoting if s["span_start"] <= span_start and span_end <= s["span_end"]]
    if not around:
        return None
    speech = str(around[0]["statement_id"])
    data.require("statements", *SPAN, *acts, statement_id=speech)
    return Problem(
        voice,
        f"statement, as the words are within {speech}",
        f"Type the voice statement and {speech}, or cut one of the two quotes.",
    )


VOICE_RULES = (statement_goes_with_voice, statement_is_of_the_same_source)


# Names


WIDE = ("country", "region")
"""Kinds of places that contain the places of many rows."""


def printed_forms(name: str | None, aliases: str | None) -> list[str]:
    """The forms under which documents print an actor."""
    return [form for form in (name, *(aliases or "").split("|")) if form]


def forms_of(row: Row) -> list[str]:
    """The printed forms of a row that has a name; places have no aliases."""
    return printed_forms(row["name"], row.get("aliases"))


def require_forms(data: PartialDataset, table: str) -> None:
    """Raise CannotDecide if a form of a row of the table may be missing."""
    data.require(table, *({"name", "aliases"} & {*data.package.schemas[table].names}))


def prints_a_form(forms: Iterable[str], quotes: Iterable[str]) -> bool:
    """Whether one of the quotes prints one of the forms, as a word of its own or in the genitive.

    A form that a hyphen joins to another word is another name: "IS-K" does not print "IS". Capitals
    make no difference in a form of several words. A sentence may begin with one of small letters.
    """
    forms = [*forms]
    return any(_is_name_in(form, quote) for quote in quotes for form in forms)


def _is_name_in(form: str, quote: str) -> bool:
    if " " in form:
        form, quote = lower_keep_length(form), lower_keep_length(quote)
    first, rest = form[:1], form[1:]
    initials = {first, first.swapcase()} if rest[:1].islower() else {first}
    start = quote.find(rest, 1)
    while start > 0:
        before = quote[max(0, start - 3) : start - 1]
        whole = not _JOINED_BEFORE.search(before) and not _JOINED_BEHIND.match(
            quote, start + len(rest)
        )
        if whole and quote[start - 1] in initials:
            return True
        start = quote.find(rest, start + 1)
    return False


_JOINED_BEFORE = re.compile(r"\w-?\Z")
_JOINED_BEHIND = re.compile(r"-?\w")


def with_adjectives(row: Row) -> list[str]:
    """The forms of a row, each also with the endings of an adjective: Russia, Russian."""
    return [form + ending for form in forms_of(row) for ending in ("", *ADJECTIVE_ENDINGS)]


def label(row_id: str, row: Row) -> str:
    """A row's id, and its name."""
    return f"{row_id} ({row['name']})"


def named_at(
    rows: Iterable[Row],
    text: str,
    at: int,
    forms: Callable[[Row], Iterable[str]],
    behind: re.Pattern[str],
) -> Iterator[Row]:
    """The rows one of whose forms a text prints at a place; ``behind`` matches what follows it."""
    for row in rows:
        for form in forms(row):
            if text.startswith(form, at) and behind.match(text, at + len(form)):
                yield row


def leaves_out(named: Sequence[Row], advice: str, data: PartialDataset) -> Problem | None:
    """What is wrong with a blank where the words name actors, if they do."""
    if not named:
        return None
    data.require("actors", "name", "aliases")
    return Problem("", " or ".join(label(actor["actor_id"], actor) for actor in named), advice)


@rule("row-named", column="row_id")
def row_is_named(
    row_id: str, quote: str, *, data: PartialDataset, row: RowKey, column: str
) -> Problem | None:
    """A row of another table that neither the quote nor its evidence names.

    Where the column says so, the adjective of a name will do: "Russian Embassy" names Russia.
    """
    schema = data.package.schemas[row.table]
    table = schema.targets[column]
    target = data.row(table, row_id)
    forms = forms_of(target)
    printed = forms
    if schema.by_name[column].proof.get("adjective"):
        printed = with_adjectives(target)
    if not forms or prints_a_form(printed, data.passages(row, column, quote)):
        return None
    data.require_evidence(row)
    require_forms(data, table)
    return Problem(
        label(row_id, target),
        f"{' or '.join(map(repr, forms))} in the quote or in a supporting evidence row",
        f"Add an evidence row that supports {column}, add the printed form to the aliases of "
        f"{row_id}, or correct the cell."
        if "aliases" in target
        else f"Add an evidence row that supports {column}, or correct or blank the cell.",
    )


place_is_named = row_is_named.variant(
    "place-named", "A place that neither the quote nor its evidence names.", row_id="place_id"
)
actor_is_named = row_is_named.variant(
    "actor-named", "An actor whom neither the quote nor its evidence names.", row_id="actor_id"
)


@rule("name-specific", column="row_id", phase="words")
def the_most_specific_row_is_named(
    row_id: str, quote: str, *, data: PartialDataset, row: RowKey, column: str
) -> Problem | None:
    """A row whose name is printed only within a longer name of another row."""
    table = data.package.schemas[row.table].targets[column]
    longer = _longer_names(data, table, row_id)
    if not longer:
        return None
    target = data.row(table, row_id)
    found: set[tuple[str, str]] = set()
    for passage in data.passages(row, column, quote):
        taken = [(at, one) for one in longer for at in spans.whole_occurrences(passage, one[1])]
        for own in (at for f in forms_of(target) for at in spans.whole_occurrences(passage, f)):
            around = {one for at, one in taken if at[0] <= own[0] and own[1] <= at[1]}
            if not around:
                return None
            found |= around
    if not found:
        return None
    data.require_evidence(row)
    require_forms(data, table)
    other_id, name = max(found, key=lambda one: len(one[1]))
    return Problem(
        label(row_id, target),
        f"{other_id}, the row of {name!r}, which the words print",
        "Type the most specific row that the words name.",
    )


def _longer_names(data: PartialDataset, table: str, row_id: str) -> list[tuple[str, str]]:
    """The names of other rows that contain one of a row's, each with the id of its row."""

    def find() -> list[tuple[str, str]]:
        forms = forms_of(data.row(table, row_id))
        return [
            (str(other[data.id_column(table)]), name)
            for other in data.rows(table)
            for name in forms_of(other)
            if name not in forms and any(form in name for form in forms)
        ]

    return data.once(("longer names", table, row_id), find)


@rule("place-narrower", column="place_id", phase="words")
def no_narrower_place_is_named(
    place_id: str, quote: str, *, data: PartialDataset
) -> Problem | None:
    """A country where the quote names one place within it."""
    country = data.row("places", place_id)
    if country["kind"] != "country":
        return None
    within = data.where("places", "country", country["country"])
    narrower = [place for place in within if place["kind"] not in (*WIDE, None)]
    named = [place for place in narrower if prints_a_form([str(place["name"])], [quote])]
    if len(named) != 1:
        return None
    data.require("places", "name", "kind", "country")
    return Problem(
        label(place_id, country),
        f"{label(str(named[0]['place_id']), named[0])}, which the quote names",
        "Type the place that the words name; if they are about more than it, blank the cell.",
    )


ADJECTIVE_ENDINGS = ("n", "i", "an", "ian", "ese", "ish")


@rule("name-printed", column="name")
def name_is_printed(name: str, quote: str) -> Problem | None:
    """A place whose name is not printed in its quote."""
    if spans.whole_occurrences(quote, name):
        return None
    return Problem(name, f"words of the quote {quote!r}", "List the place as a document prints it.")


CREDIT_WORDS, HEADING_WORDS = 25, 40
"""How many words a line that is no running text has at most: with a full stop at its end, without.
"""

_CREDIT = re.compile(
    r"\W*(?:(?:about )?the (?:author|writer)\b|"
    r"(?:this (?:report|analysis|text)|(?:this|the) article)\b.{0,40}\bpublished\b|"
    r"©|source:|(?:copyright|first published|originally published)\b)",
    re.IGNORECASE,
)
_DATELINE_ENDS = re.compile(r"\s[–—-]{1,2}\s|—|(?<=\)):")
_SMALL = frozenset("of in and the by for from al de".split())


@rule("source-words", column="words")
def document_prints_it(
    words: str, source_id: str, note: str | None, *, texts: Mapping[str, str]
) -> Problem | None:
    """A title, author, publisher or address that no heading or credit line of the document prints.

    A dateline counts too, and a last paragraph about the author. A note that calls it external says
    that it comes from elsewhere.
    """
    if _is_credited(document(texts, source_id), words) or _is_external(note):
        return None
    return Problem(
        words,
        f"words of a heading, a byline, a dateline or a credit line of {source_id}",
        "Copy the words from such a line, or blank the cell; if they come from elsewhere, say in "
        "the note which column is external.",
    )


@rule("row-credited", column="row_id")
def document_credits_the_row(
    row_id: str,
    source_id: str,
    note: str | None,
    *,
    texts: Mapping[str, str],
    data: PartialDataset,
    row: RowKey,
    column: str,
) -> Problem | None:
    """A row of another table that no heading or credit line of the document names.

    A dateline counts too. A note that calls it external says that it comes from elsewhere.
    """
    table = data.package.schemas[row.table].targets[column]
    forms = forms_of(data.row(table, row_id))
    text = document(texts, source_id)
    if not forms or any(_is_credited(text, form) for form in forms) or _is_external(note):
        return None
    require_forms(data, table)
    return Problem(
        row_id,
        f"{' or '.join(map(repr, forms))} in a heading, a byline, a dateline or a credit line of "
        f"{source_id}",
        f"Correct or blank the cell; if it comes from elsewhere, say in the note that {column} is "
        "external.",
    )


def _is_credited(text: str, words: str) -> bool:
    return any(spans.whole_occurrences(part, words) for part in headings(text, words))


def _is_external(note: str | None) -> bool:
    return "external" in (note or "").lower()


def headings(text: str, name: str = "") -> Iterator[str]:
    """The lines, and parts of lines, of a document that are no running text.

    Short lines before the first paragraph and after the last are headings and credits; between
    them, those that do not end as a sentence.
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    sentences = [line.rstrip('”"’)').endswith((".", "!", "?")) for line in lines]
    running = dict.fromkeys(
        number
        for number, line in enumerate(lines)
        if spans.word_count(line) > (CREDIT_WORDS if sentences[number] else HEADING_WORDS)
    )
    first, last = min(running, default=0), max(running, default=0)
    about = re.compile(rf"\W*{re.escape(name)}(?:,| (?:is|was) (?:an?|the)\b)")
    for number, line in enumerate(lines):
        if number not in running:
            if not (first < number < last and sentences[number]):
                yield line
        elif number == last and (_CREDIT.match(line) or about.match(line)):
            yield line
        else:
            yield _dateline(line)


def _dateline(line: str) -> str:
    """The names, the day and the agency in brackets before a first dash or colon; perhaps none."""
    end = _DATELINE_ENDS.search(line, 0, 120)
    head = line[: end.start()] if end else ""
    outside = re.sub(r"\([^()]*\)", "", head).split()
    return head if all(not word[0].islower() or word in _SMALL for word in outside) else ""


@rule("alias-printed", column="aliases", phase="words")
def documents_print_each_form(
    aliases: str, *, texts: Mapping[str, str], data: PartialDataset
) -> Problem | None:
    """A list with a form that no document prints."""
    unprinted = (f for f in aliases.split("|") if f and not prints_a_form([f], texts.values()))
    form = next(unprinted, None)
    if form is None:
        return None
    _require_documents(texts, data)
    return Problem(form, "a form that a document prints", "Copy the form, or remove it.")


@rule("name-words", column="name", phase="words")
def words_of_the_name_are_printed(
    name: str, *, texts: Mapping[str, str], data: PartialDataset
) -> Problem | None:
    """A name with a word that no document prints."""
    known = data.once("printed words", lambda: {w for t in texts.values() for w in _words(t)})
    word = next((word for word in _words(name) if word not in known), None)
    if word is None:
        return None
    _require_documents(texts, data)
    return Problem(
        word, "a word that a document prints", "List the actor in words of the documents."
    )


def _words(text: str) -> list[str]:
    """The words and numbers of a text; a hyphen or an apostrophe parts two."""
    return re.findall(r"\w+", text.translate(spans.INVISIBLE).casefold())


def _require_documents(texts: Mapping[str, str], data: PartialDataset) -> None:
    """Raise CannotDecide if a document that may print the words is missing."""
    data.require("sources", "source_id")
    if not texts or not {*data.by_id("sources")} <= {*texts}:
        raise CannotDecide


# Words of the source, and words of our own


@rule("printed", column="words")
def words_are_printed(
    words: str, quote: str, *, data: PartialDataset, row: RowKey, column: str
) -> Problem | None:
    """Words that occur neither in the quote nor in its evidence."""
    if any(spans.whole_occurrences(q, words) for q in data.passages(row, column, quote)):
        return None
    data.require_evidence(row)
    return Problem(
        words,
        f"words of the quote {quote!r} or of a supporting evidence row",
        f"Copy the words from the source, or add an evidence row that supports {column}.",
    )


target_is_printed = words_are_printed.variant(
    "target-words",
    "A target whose words occur neither in the quote nor in its evidence.",
    words="target_text",
)
relayer_is_printed = words_are_printed.variant(
    "relayed-words",
    "A carrier whose words occur neither in the quote nor in its evidence.",
    words="relayed_by",
)


@rule("printed-quote", column="words")
def quote_prints_words(words: str, quote: str) -> Problem | None:
    """Words that do not occur in the quote."""
    if spans.whole_occurrences(quote, words):
        return None
    return Problem(words, f"words of the quote {quote!r}", "Copy the words from the quote.")


victims_are_printed = quote_prints_words.variant(
    "victim-words", "Victims whose words do not occur in the quote.", words="victim_text"
)


# "one" is left out: it is a pronoun as often as a number.
NUMBER_WORDS = (
    "zero two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety "
    "hundred hundreds thousand thousands million millions billion billions dozen dozens lakh crore"
).split()
DATE = re.compile(
    rf"\b(?:[0-9]{{1,2}} )?(?:{'|'.join(MONTHS)})(?: [0-9]{{4}})?\b|\b(?:19|20)[0-9]{{2}}\b"
)
NUMBER = re.compile(rf"[0-9][0-9.,]*|\b(?:{'|'.join(NUMBER_WORDS)})\b", re.IGNORECASE)


@rule("own-words-figure", column="summary")
def contains_no_figure(summary: str) -> Problem | None:
    """A summary or label that gives a number, other than in a date."""
    found = NUMBER.search(DATE.sub("", summary))
    if found is None:
        return None
    return Problem(
        summary,
        "words without numbers, but for dates",
        f"Leave out {found[0]!r}; figures have their own columns and rows.",
    )


@rule("summary-sentence", column="summary")
def is_one_sentence(summary: str) -> Problem | None:
    """A summary that is not one sentence."""
    if summary.endswith(".") and not re.search(r"[.!?] [A-Z]", summary):
        return None
    return Problem(summary, "one sentence with a full stop", "Say it in one sentence.")


# Reference rows


@rule("unused", column="name", phase="cross_table")
def is_used(name: str, *, data: PartialDataset, row: RowKey) -> Problem | None:
    """A reference row that no row uses."""
    if row.id is None or data.referring(row.table, row.id):
        return None
    if data.where("evidence", "value", row.id):
        return None
    data.require_referrers(row.table)
    return Problem(
        f"{row.id} ({name})",
        "a row of another table that names it",
        "Remove the row, or code the passage that it was listed for.",
    )
