"""What proves a column: the kinds of proof that a schema declares, and the rules of each.

A field names its proof in its ``isk`` block. The rules of a column or table of a known kind
follow from that alone; what only this data set means is in the modules of the tables.
``docs/proofs.md`` explains the kinds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from isk_indicators.rules import codes, dates, figures, links, sourcing, spans
from isk_indicators.rules.rule import Rule
from isk_indicators.schema import SPAN, DescriptorError, Field, Schema, known_schemas

Bind = Callable[[Schema, Field], tuple[Rule, ...]]
"""The rules of a column, which follow from its proof."""

Words = str | Callable[[Schema, Field], str]
"""What proves a column, in words: a text, in which the parameters of the proof are filled in."""


@dataclass(frozen=True)
class Kind:
    """A kind of proof.

    Attributes:
        meaning: What it proves and how, for somebody who adds a column.
        words: What proves a column of the kind, in a few words.
        parameters: What a column may say beside the kind, each explained.
        required: The parameters without which the kind has no meaning.
        columns: The parameters that name columns of the same table.
        rules: The rules of a column of the kind.
    """

    meaning: str
    words: Words
    parameters: Mapping[str, str]
    required: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rules: Bind = lambda _schema, _field: ()


def table_rules(table: str, *own: Rule) -> tuple[Rule, ...]:
    """The rules of a table: those that its columns declare, and its own."""
    return (*declared_rules(known_schemas()[table]), *own)


def declared_rules(schema: Schema) -> tuple[Rule, ...]:
    """The rules that the columns of a table declare, in the order of the columns.

    Raises:
        DescriptorError: a column declares a proof that does not exist, or that the table's columns
            do not allow.
    """
    found: list[Rule] = []
    for column in (column for column in schema.fields if column.proof):
        error = proof_error(schema, column)
        rules = () if error else KINDS[column.proof["by"]].rules(schema, column)
        if column.read_twice:
            reading = codes.agrees_with_the_second_reading.rename_columns(code=column.name)
            rules = (*rules, reading)
        missing = {n for r in rules for n in r.required_columns} - {*schema.names}
        if missing:
            error = f"needs the columns {', '.join(sorted(missing))}"
        if error:
            raise DescriptorError(f"{schema.table}.json: the proof of {column.name} {error}")
        found += rules
    return tuple(found)


def proof_error(schema: Schema, field: Field) -> str | None:
    """What is wrong with the proof that a column declares; None if it declares none."""
    proof = field.proof
    if not proof:
        return None
    kind = KINDS.get(proof.get("by", ""))
    if kind is None:
        return f"is of no known kind: {', '.join(KINDS)}"
    needed = () if "of" in proof else kind.required
    named = [proof[name] for name in ("of", *kind.columns) if name in proof]
    names_a_row = proof["by"] == "name" or "ties" in proof
    faults = {
        "has unknown parameters": [n for n in proof if n not in ("by", *kind.parameters)],
        "lacks": [name for name in needed if name not in proof],
        "names columns that do not exist": [name for name in named if name not in schema.by_name],
        "needs a foreign key": [n for n in [field.name] if names_a_row and n not in schema.targets],
    }
    return next((f"{fault}: {', '.join(names)}" for fault, names in faults.items() if names), None)


def proof_of(schema: Schema, field: Field) -> str:
    """What proves a column, in words."""
    if not field.proof:
        return "not declared"
    words = KINDS[field.proof["by"]].words
    return words.format_map(field.proof) if isinstance(words, str) else words(schema, field)


def judging(schema: Schema, field: Field, rules: tuple[Rule, ...]) -> Iterator[Rule]:
    """The rules that judge a column: those that report it, and those of its proof that read it."""
    proof = field.proof
    main = schema.by_name[proof["of"]] if "of" in proof else field
    if proof.get("by") == "span":
        main = schema.by_name[SPAN[-1]]
    declared = KINDS[main.proof["by"]].rules(schema, main) if main.proof else ()
    ids = {rule.id for rule in declared if field.name in (rule.column, *rule.columns)}
    for rule in rules:
        if rule.column == field.name or (rule.id in ids and field.name in rule.columns):
            yield rule


# The rules of each kind


PRINTED_IN = {
    "passages": sourcing.words_are_printed,
    "quote": sourcing.quote_prints_words,
    "document": sourcing.document_prints_it,
    "documents": sourcing.documents_print_each_form,
}
PRINTED = {
    ("incidents", "target_text"): sourcing.target_is_printed,
    ("statements", "relayed_by"): sourcing.relayer_is_printed,
    ("casualties", "victim_text"): sourcing.victims_are_printed,
    ("places", "name"): sourcing.name_is_printed,
}
"""Rules that have an id of their own, by table and column; ids are permanent."""

NAMED = {
    "places": (sourcing.place_is_named, sourcing.no_narrower_place_is_named),
    "actors": (sourcing.actor_is_named,),
}
"""Likewise by the table whose row is named."""

FURTHER = (sourcing.words_are_printed,)
"""The rules that no table of this data set has: columns of further tables have them."""

TIES = {
    "overlap": links.quotes_words_of_the_row,
    "near": links.is_told_near_the_row,
    "elsewhere": links.quotes_no_other_row,
    "names": links.names_no_other_row,
    "own": links.quotes_no_other_own_words,
}


def _span(_: Schema, field: Field) -> tuple[Rule, ...]:
    if field.name != SPAN[-1]:  # the rules of the quote report all of its columns
        return ()
    if field.proof.get("clauses"):
        return spans.CLAUSE_RULES
    return spans.LONG_RULES if field.proof.get("any_length") else spans.RULES


def _figure(_: Schema, field: Field) -> tuple[Rule, ...]:
    proof = field.proof
    if "of" in proof:  # declared with the figure's words
        return ()
    columns = {"figure": field.name, "qualifier": proof["qualifier"]}
    columns |= {"stated_low": proof["low"], "stated_high": proof["high"]}
    if "basis" not in proof:
        return tuple(rule.rename_columns(**columns) for rule in figures.CORE_RULES)
    return tuple(r.rename_columns(**columns, basis=proof["basis"]) for r in figures.RULES)


def _date(schema: Schema, field: Field) -> tuple[Rule, ...]:
    if "of" in field.proof:
        return ()
    rules = dates.RULES if SPAN[-1] in schema.by_name else dates.FORM_RULES
    columns = {"date": field.name, "date_basis": field.proof["basis"]}
    return tuple(rule.rename_columns(**columns) for rule in rules)


def _printed(schema: Schema, field: Field) -> tuple[Rule, ...]:
    generic = PRINTED_IN[field.proof.get("in", "passages")]
    rule = PRINTED.get((schema.table, field.name), generic)
    return (rule.rename_columns(words=field.name, aliases=field.name),)


def _name(schema: Schema, field: Field) -> tuple[Rule, ...]:
    if SPAN[-1] not in schema.by_name:
        return (sourcing.document_credits_the_row.rename_columns(row_id=field.name),)
    rules = NAMED.get(schema.targets[field.name], (sourcing.row_is_named,))
    names = dict.fromkeys(("place_id", "actor_id", "row_id"), field.name)
    specific = sourcing.the_most_specific_row_is_named
    return tuple(rule.rename_columns(**names) for rule in (*rules, specific))


def _code(_: Schema, field: Field) -> tuple[Rule, ...]:
    words = field.proof.get("words", SPAN[-1])
    cues = codes.words_announce_the_code.rename_columns(code=field.name, words=words)
    return (cues,) if field.cues else ()


def _link(_: Schema, field: Field) -> tuple[Rule, ...]:
    ties = field.proof.get("ties", ())
    return tuple(TIES[tie].rename_columns(linked_id=field.name) for tie in ties)


def _standard(_: Schema, field: Field) -> tuple[Rule, ...]:
    rule = codes.STANDARDS.get(field.proof["standard"])
    return (rule.rename_columns(**{rule.column: field.name}),) if rule else ()


# A proof in words


def _figure_words(_: Schema, field: Field) -> str:
    if "of" in field.proof:
        return f"the words of `{field.proof['of']}`"
    return "words for one number in the quote"


def _date_words(schema: Schema, field: Field) -> str:
    if "of" in field.proof:
        return f"as the parts of `{field.proof['of']}` are printed"
    if SPAN[-1] not in schema.by_name:
        return "its form and basis"
    return f"parts printed in the quote or in evidence, as `{field.proof['basis']}` says"


def _printed_words(_: Schema, field: Field) -> str:
    return {
        "passages": "words of the quote or of evidence",
        "quote": "words of the quote",
        "document": "words of the document, or external by the note",
        "documents": "each form printed in a document",
    }[field.proof.get("in", "passages")]


def _name_words(schema: Schema, field: Field) -> str:
    adjective = ", or its adjective," if field.proof.get("adjective") else ""
    where = "in the quote or in evidence" if SPAN[-1] in schema.by_name else "in a credit line"
    return f"a name from `{schema.targets[field.name]}`{adjective} {where}"


def _code_words(_: Schema, field: Field) -> str:
    words = f"`{field.proof['words']}`" if "words" in field.proof else "the quote"
    return f"cues in {words} or in evidence" if field.cues else "words, by a rule of the table"


def _link_words(schema: Schema, field: Field) -> str:
    ties = [_TIE_WORDS[tie] for tie in field.proof.get("ties", ())]
    table = schema.targets.get(field.name)
    return f"a row of `{table}`: {'; '.join(ties)}" if table and ties else "a row elsewhere"


_TIE_WORDS = {
    "overlap": "the quote shares words with it or its evidence",
    "near": "it is reported nearby",
    "elsewhere": "no other row is quoted instead",
    "names": "no other row is named instead",
    "own": "if other rows are quoted, it is too, or its evidence has the whole quote",
}


# The kinds


KINDS: Mapping[str, Kind] = {
    "span": Kind(
        "The four columns `source_id`, `span_start`, `span_end` and `quote`: the quote is, "
        "character by character, what the document prints there. It is within one sentence, cuts "
        "no word, and has at most 60 words.",
        "the document prints the quote at the span",
        {
            "any_length": "`true` for a quote that may have more words and sentences; on `quote` "
            "alone.",
            "clauses": "`true` for a quote of whole clauses: it does not begin with a participle, "
            "and leaves out no denial before it; on `quote` alone.",
        },
        rules=_span,
    ),
    "figure": Kind(
        "Words for one number, with their hedge, which the quote contains once. The columns beside "
        "it say what the words say: the qualifier, the numbers printed, and the basis.",
        _figure_words,
        {
            "qualifier": "The column of the hedge.",
            "low": "The column of the lower number printed.",
            "high": "The column of the higher number printed.",
            "basis": "The column that says whether the number is stated, implied or negated, if "
            "there is one.",
            "of": "On the columns beside it: the column of the figure, which names them.",
        },
        required=("qualifier", "low", "high"),
        columns=("qualifier", "low", "high", "basis"),
        rules=_figure,
    ),
    "date": Kind(
        "A date whose parts are printed in the quote, or in evidence that supports it, as far as "
        "its basis says. It is not after the publication of its source. In a table without "
        "quotes, only the form and the basis are checked.",
        _date_words,
        {
            "basis": "The column that says how the date is known. Its name is the date's with "
            "`_basis`.",
            "of": "On the basis: the column of the date.",
        },
        required=("basis",),
        columns=("basis",),
        rules=_date,
    ),
    "printed": Kind(
        "Words copied from the source, letter by letter.",
        _printed_words,
        {
            "in": "`passages`, which is the default: the quote, or evidence that supports the "
            "column. `quote`: the quote alone. `document`: the document of the row's source, "
            "unless the note calls the words external. `documents`: each form of a list, in any "
            "document.",
        },
        rules=_printed,
    ),
    "name": Kind(
        "The id of a row that has a name, such as an actor or a place. The quote, or evidence that "
        "supports the column, prints the name or one of the aliases, and not only within the name "
        "of another row. In a table without quotes, a heading or a credit line of the document "
        "prints it, unless the note calls it external.",
        _name_words,
        {"adjective": "`true` if the adjective of a name is enough, as in Russian embassy."},
        rules=_name,
    ),
    "code": Kind(
        "A value of an enumeration whose `cues` are the words that announce it; a cue that ends in "
        "`*` is the beginning of a word. The check rejects a value if the words contain a cue of "
        "another value and none of its own, unless evidence that supports the column contains a "
        "cue of the value, or the note quotes the other cue. Words without a cue decide nothing. "
        "Without `cues`, the table has a rule of its own.",
        _code_words,
        {
            "words": "The column whose words are read, if not the quote.",
            "beside": "By value, other values whose cues may occur beside it: gunmen may be named "
            "in an assassination.",
            "needs": "By value, further words beside its cues: the value is rejected if the "
            "words contain none of these.",
            "blank": "`no cue` if a blank says that the words contain no cue.",
            "speech": "The column with the id of the statement that the row is, or that it names. "
            "If another statement's row has a value and quotes the words for it, they announce "
            "the value for that row alone. Evidence for the row as a whole announces no other "
            "value.",
        },
        columns=("words", "speech"),
        rules=_code,
    ),
    "link": Kind(
        "The id of a row elsewhere, tied to this one by the words of both. A row is reported by "
        "its own quote and by that of its evidence.",
        _link_words,
        {
            "ties": "Any of `overlap`: the quote shares words with a passage that reports the row. "
            "`near`: such a passage is within 300 characters. `elsewhere`: the quote does not "
            "share words with another row of that table instead. `names`: it does not name "
            "another row instead. `own`: where it shares words with the own quotes of such rows, "
            "one of them is the row named, or a passage of its evidence contains the whole quote. "
            "Without ties, the table has a rule of its own.",
            "names": "For `names`: the columns of the other table with what a quote may name.",
            "codes": "For `names`: the column of the other table whose cues a quote may contain.",
            "general": "The values of that column whose cues may announce any row.",
        },
        rules=_link,
    ),
    "value": Kind(
        "What a passage of evidence says for a column: its words prove it as they would prove that "
        "column. The rules are those of the table of evidence.",
        "words of the passage, as they prove the column in `{column}`",
        {"column": "The column that names the other column."},
        required=("column",),
        columns=("column",),
    ),
    "computed": Kind(
        "What a program computes or assigns. The check compares it, or checks only its form and "
        "its key.",
        "computed from {from}",
        {"from": "What it follows from, in words."},
        required=("from",),
    ),
    "standard": Kind(
        "A code or number of a published standard. A code of ISO 3166-1 alpha-2, ISO 3166-2 or "
        "ISO 639-1 is one that the standard assigns; of another standard the form is checked.",
        "{standard}",
        {"standard": "The standard's name."},
        required=("standard",),
        rules=_standard,
    ),
    "judgement": Kind(
        "What no words decide: a curator's choice, or text in the curator's own words. Rules may "
        "still reject a value that does not agree with other columns.",
        "judgement",
        {},
    ),
}
"""The kinds of proof by name."""
