"""What a column declares to prove it, and the rules that follow."""

from __future__ import annotations

from typing import Any

import pytest

from isk_indicators.rules import proofs
from isk_indicators.rules.registry import RULES, rules_of
from isk_indicators.schema import DescriptorError, Field, ForeignKey, Schema, known_schemas
from tests.conftest import MakePackage

SPAN = [
    Field(name, name, "", kind, proof={"by": "span"})
    for name, kind in (
        ("source_id", "string"),
        ("span_start", "integer"),
        ("span_end", "integer"),
        ("quote", "string"),
    )
]


def table(*fields: Field, keys: dict[str, str] | None = None) -> Schema:
    """A table with these columns and a span."""
    own_id = Field("own_id", "Id", "", "string", proof={"by": "computed", "from": "the ids"})
    links = tuple(ForeignKey(name, to, f"{to[:-1]}_id") for name, to in (keys or {}).items())
    return Schema("made_up", (own_id, *fields, *SPAN), ("own_id",), links)


def column(name: str, proof: dict[str, Any], **more: Any) -> Field:
    return Field(name, name, "", "string", proof=proof, **more)


def bound(*fields: Field, keys: dict[str, str] | None = None) -> set[tuple[str, str]]:
    """The rules of such a table without those of its span, each with the column reported."""
    schema = table(*fields, keys=keys)
    return {(r.id, r.column) for r in proofs.declared_rules(schema) if "span-" not in r.id}


def test_the_rules_of_a_span_are_bound_once() -> None:
    rules = [(rule.id, rule.column) for rule in proofs.declared_rules(table())]
    assert rules == [
        ("span-bounds", "span_end"),
        ("span-slice", "quote"),
        ("span-word-edges", "quote"),
        ("span-one-line", "quote"),
        ("span-words", "quote"),
        ("span-sentence", "quote"),
    ]


@pytest.mark.parametrize(
    ("further", "more"),
    [
        ({}, {"span-words", "span-sentence"}),
        ({"any_length": True}, set()),
        ({"clauses": True}, {"span-words", "span-sentence", "span-subject", "span-denied"}),
    ],
)
def test_a_quote_may_be_long_or_of_whole_clauses(further: dict[str, Any], more: set[str]) -> None:
    quote = column("quote", {"by": "span", **further})
    schema = Schema("made_up", (*SPAN[:3], quote), (), ())
    rules = {rule.id for rule in proofs.declared_rules(schema) if rule.column == "quote"}
    assert rules == {"span-slice", "span-word-edges", "span-one-line", *more}


def test_a_figure_names_the_columns_beside_it() -> None:
    beside = {"qualifier": "hedge", "low": "least", "high": "most"}
    of = [column(name, {"by": "figure", "of": "count"}) for name in beside.values()]
    assert bound(column("count", {"by": "figure", **beside}), *of) == {
        ("figure-in-quote", "count"), ("figure-exact", "count"), ("figure-hedge", "hedge"),
        ("figure-unsure", "count"), ("figure-low", "least"), ("figure-high", "most"),
    }  # fmt: skip


def test_other_kinds_bind_their_rules_to_the_column() -> None:
    assert bound(column("words", {"by": "printed"})) == {("printed", "words")}
    assert bound(column("words", {"by": "printed", "in": "quote"})) == {("printed-quote", "words")}
    assert bound(column("names", {"by": "printed", "in": "documents"})) == {
        ("alias-printed", "names")
    }
    assert bound(column("whom", {"by": "name"}), keys={"whom": "actors"}) == {
        ("actor-named", "whom"), ("name-specific", "whom")
    }  # fmt: skip
    assert bound(column("what", {"by": "name"}), keys={"what": "weapons"}) == {
        ("row-named", "what"), ("name-specific", "what")
    }  # fmt: skip
    assert bound(column("code", {"by": "code"}, cues={"a": ("b",)})) == {("code-cues", "code")}
    assert bound(column("code", {"by": "code"})) == set()
    ties = {"by": "link", "ties": ["near", "overlap"]}
    assert bound(column("of_id", ties), keys={"of_id": "incidents"}) == {
        ("link-near", "of_id"), ("link-overlap", "of_id")
    }  # fmt: skip
    assert bound(column("label", {"by": "judgement"}), column("other", {})) == set()


@pytest.mark.parametrize(
    ("proof", "error"),
    [
        ({"by": "oath"}, "is of no known kind: span, figure, date,"),
        ({"in": "quote"}, "is of no known kind: span, figure, date,"),
        ({"by": "printed", "on": "quote"}, "has unknown parameters: on"),
        ({"by": "figure", "low": "own_id"}, "lacks: qualifier, high"),
        ({"by": "date", "basis": "day_basis"}, "names columns that do not exist: day_basis"),
        ({"by": "date", "of": "day"}, "names columns that do not exist: day"),
        ({"by": "name"}, "needs a foreign key: cell"),
        ({"by": "link", "ties": ["near"]}, "needs a foreign key: cell"),
    ],
)
def test_a_proof_that_cannot_be(proof: dict[str, Any], error: str) -> None:
    with pytest.raises(DescriptorError) as raised:
        proofs.declared_rules(table(column("cell", proof)))
    assert str(raised.value).startswith(f"made_up.json: the proof of cell {error}")


def test_a_proof_needs_the_columns_that_its_rules_read() -> None:
    without = Schema("made_up", (column("words", {"by": "printed"}),), (), ())
    message = r"^made_up.json: the proof of words needs the columns quote$"
    with pytest.raises(DescriptorError, match=message):
        proofs.declared_rules(without)


def test_every_kind_says_what_it_means() -> None:
    for name, kind in proofs.KINDS.items():
        assert kind.meaning.endswith("."), name
        assert all(text.endswith(".") for text in kind.parameters.values()), name
        assert {*kind.required, *kind.columns} <= {*kind.parameters}, name


def test_every_column_is_described_in_words() -> None:
    words = {
        (name, field.name): proofs.proof_of(schema, field)
        for name, schema in known_schemas().items()
        for field in schema.fields
    }
    assert words["casualties", "figure"] == "words for one number in the quote"
    assert words["casualties", "qualifier"] == "the words of `figure`"
    assert words["casualties", "victim_group"] == "cues in `victim_text` or in evidence"
    assert words["casualties", "harm"] == "words, by a rule of the table"
    assert words["incidents", "part_of"] == "a row of `incidents`: it is reported nearby"
    assert words["incidents", "date_basis"] == "as the parts of `date` are printed"
    assert words["places", "latitude"] == "WGS 84"
    assert words["sources", "sha256"] == "computed from the bytes of the document"
    assert words["evidence", "row_id"] == "a row elsewhere"
    assert proofs.proof_of(table(), column("cell", {})) == "not declared"


def judged_by(name: str, field: str) -> list[str]:
    schema = known_schemas()[name]
    return [r.id for r in proofs.judging(schema, schema.by_name[field], RULES[name])]


def test_a_column_is_judged_by_the_rules_that_report_it_and_those_of_its_proof() -> None:
    assert judged_by("places", "source_id")[:2] == ["span-bounds", "span-slice"]
    assert {"figure-low", "implied-figure"} == {*judged_by("casualties", "stated_low")}
    assert judged_by("incidents", "date_basis") == ["date-basis", "date-printed", "second-reading"]
    assert judged_by("casualties", "covers") == ["second-reading", "toll-once", "toll-part"]
    assert judged_by("casualties", "note") == []


def test_a_known_column_keeps_its_rules(make_package: MakePackage) -> None:
    package = make_package({})
    assert rules_of(package) == {**RULES}
