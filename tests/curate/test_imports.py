"""``import`` takes quotes of other tools as proposals, each at its exact place.

The files follow the public documentation: the JSON Lines that LangExtract saves, the Web Annotation
Data Model of the W3C, and plain CSV.
"""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isk_indicators import cli
from isk_indicators.curate import StoppedError
from isk_indicators.curate.imports import read_quotes
from isk_indicators.curate.proposals import Proposals
from isk_indicators.curate.workspace import open_workspace
from isk_indicators.schema import GUESS, DataPackage
from tests.curate.sample_workspace import CLAIM, DOCUMENTS, KILLING, WOUNDING, contents

FIRST = DOCUMENTS["000_first.txt"]
CONTEXT = {"@context": "http://www.w3.org/ns/anno.jsonld"}
Run = Callable[..., int]


@pytest.fixture
def given_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("given") / "quotes.txt"


@pytest.fixture
def run(package: DataPackage, given_file: Path) -> Run:
    """Write a file, a value as JSON and text as it is, and import it."""

    def imported(content: Any, *options: str, source: str = "src-000") -> int:
        text = content if isinstance(content, str) else json.dumps(content)
        given_file.write_text(text, encoding="utf-8")
        arguments = ["import", str(given_file), "--source", source, "-C", str(package.root)]
        return cli.main([*arguments, *options])

    return imported


def proposed(package: DataPackage, table: str, source: str = "src-000") -> list[dict[str, str]]:
    path = package.root / "proposals" / source / f"{table}.csv"
    if not path.exists():
        return []
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))


def filled(row: dict[str, str]) -> dict[str, str]:
    return {name: cell for name, cell in row.items() if cell}


def span(words: str, nth: int = 1) -> dict[str, str]:
    start = -1
    for _ in range(nth):
        start = FIRST.index(words, start + 1)
    ends = {"span_start": str(start), "span_end": str(start + len(words)), "quote": words}
    return {"source_id": "src-000", **ends}


def extraction(words: str, label: str = "casualty", **more: Any) -> dict[str, Any]:
    return {
        "extraction_class": label,
        "extraction_text": words,
        "char_interval": None,
        "alignment_status": None,
        "extraction_index": 1,
        "group_index": 0,
        "description": None,
        "attributes": {},
        **more,
    }


def langextract(*extractions: Any, **more: Any) -> dict[str, Any]:
    return {"extractions": [*extractions], "text": FIRST, "document_id": "doc_1a2b3c4d", **more}


def annotation(selector: Any, body: Any = None, **more: Any) -> dict[str, Any]:
    target = {"source": "http://example.org/000_first.txt", "selector": selector}
    return {**CONTEXT, "type": "Annotation", "body": body, "target": target, **more}


def tag(value: str) -> dict[str, str]:
    return {"type": "TextualBody", "value": value, "purpose": "tagging"}


def quote(exact: str, **more: str) -> dict[str, str]:
    return {"type": "TextQuoteSelector", "exact": exact, **more}


# LangExtract


def test_an_extraction_is_a_proposal_with_guesses(package: DataPackage, run: Run) -> None:
    attributes = {
        "harm": "killed",
        "Victim text": "people",
        "covers": "everything",
        "sure": 0.9,
        "weapons": ["rifle", "car"],
        "casualty_id": "cas-0001",
        "note": "By a model.",
    }
    item = extraction("gunmen of the red band killed 13 people", attributes=attributes)
    assert run(langextract(item)) == 0
    (row,) = proposed(package, "casualties")
    assert filled(row) == {
        "casualty_id": "cas-0003",
        "harm": "?? killed",
        "victim_text": "?? people",
        **span("gunmen of the Red Band killed 13 people"),
        "note": "?? covers: everything; sure: 0.9; weapons: rifle; car; casualty_id: cas-0001; "
        "By a model.",
        "state": "imported",
    }


def test_nothing_but_proposals_is_written(package: DataPackage, run: Run) -> None:
    before = contents(package.root)
    assert run(langextract(extraction(KILLING)), "--check") == 1
    assert contents(package.root) == before
    assert run(langextract(extraction(KILLING))) == 0
    after = contents(package.root)
    assert after.keys() - before.keys() == {"proposals/src-000/casualties.csv"}
    assert before.items() <= after.items()
    assert len(Proposals.read(open_workspace(package.root), "src-000").rows) == 1


@pytest.mark.parametrize("position", [(FIRST.index("in Farville", 180), None), (175, 186)])
def test_the_position_decides_among_several_places(
    position: tuple[int, int | None], package: DataPackage, run: Run
) -> None:
    start = FIRST.index("in Farville", 180)
    interval = {"start_pos": position[0], "end_pos": position[1] or position[0] + 11}
    item = extraction("in Farville", char_interval=interval, alignment_status="match_fuzzy")
    assert run(langextract(item)) == (0 if position[0] == start else 1)
    assert [row["span_start"] for row in proposed(package, "casualties")] == (
        [str(start)] if position[0] == start else []
    )


def test_json_lines_and_documents_of_other_texts(
    package: DataPackage, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    own = langextract(extraction(KILLING), text=FIRST.replace("\n", "\r\n").replace("’", "'"))
    other = langextract(extraction("13 people"), text="13 people were there.")
    assert run("\n".join(map(json.dumps, (other, own, langextract())))) == 1
    assert [row["quote"] for row in proposed(package, "casualties")] == [KILLING]
    out = capsys.readouterr().out
    assert "quotes.txt:1: 1 extraction of another text than that of the document" in out


# Web Annotations


PLACE = FIRST.index("Farville", 190)
SELECTORS = [
    quote("Farville", prefix="the attack” in ", suffix=".\nIn"),
    quote("farville", prefix='"THE ATTACK" in'),
    [{"type": "TextPositionSelector", "start": PLACE, "end": PLACE + 8}, quote("Farville")],
    {"type": "TextPositionSelector", "start": PLACE, "end": PLACE + 8},
    {"type": "FragmentSelector", "value": "p1", "refinedBy": quote("Farville", suffix=".\nIn ")},
    [{"type": ["TextQuoteSelector", "Other"], "exact": "Farville", "suffix": ". In Farville"}],
]


@pytest.mark.parametrize("selector", SELECTORS)
def test_a_selector_gives_the_place(selector: Any, package: DataPackage, run: Run) -> None:
    number = FIRST[:PLACE].count("Farville") + 1
    assert run(annotation(selector, tag("places"))) == 0
    (row,) = proposed(package, "places")
    assert span("Farville", number).items() <= row.items()


@pytest.mark.parametrize(
    "wrapped",
    [
        lambda a: a,
        lambda a: [a],
        lambda a: {**CONTEXT, "type": "AnnotationPage", "items": [a]},
        lambda a: {"type": "AnnotationCollection", "total": 1, "first": {"items": [a]}},
        lambda a: {"items": [], "next": {"type": "AnnotationPage", "items": [a]}},
    ],
)
def test_annotations_come_alone_in_lists_pages_and_collections(
    wrapped: Callable[[Any], Any], package: DataPackage, run: Run
) -> None:
    assert run(wrapped(annotation(quote(KILLING), tag("Incident")))) == 0
    assert [row["quote"] for row in proposed(package, "incidents")] == [KILLING]


def test_bodies_are_tags_values_and_comments(package: DataPackage, run: Run) -> None:
    bodies = [
        tag("casualties"),
        tag("harm: wounded"),
        tag("covers=part"),
        tag("check again"),
        {"type": "TextualBody", "value": "Two words.\nA third.", "purpose": "commenting"},
        {"type": "Choice", "items": [{"type": "TextualBody", "value": "Chosen."}]},
        {"type": "SpecificResource", "source": "http://example.org/x"},
        "http://example.org/y",
    ]
    assert run(annotation(quote(WOUNDING), bodies)) == 0
    (row,) = proposed(package, "casualties")
    assert (row["harm"], row["covers"]) == ("?? wounded", "?? part")
    assert row["note"] == (
        "?? check again; Two words. A third.; http://example.org/x; http://example.org/y; Chosen."
    )


def test_a_body_value_is_a_comment_and_each_target_a_quote(package: DataPackage, run: Run) -> None:
    made = annotation(None, bodyValue="Look here.")
    made["target"] = [{"selector": quote(KILLING)}, {"selector": quote(WOUNDING)}]
    assert run(made, "--table", "incidents") == 0
    rows = proposed(package, "incidents")
    assert [row["quote"] for row in rows] == [KILLING, WOUNDING]
    assert {row["note"] for row in rows} == {"?? Look here."}


@pytest.mark.parametrize(
    ("made", "reported"),
    [
        (annotation({"type": "RangeSelector"}, tag("places")), "the selectors RangeSelector"),
        (annotation("http://example.org/s1", tag("places")), "found no selector"),
        ({"target": "http://example.org/a"}, "found no selector"),
        ({"items": [], "next": "http://example.org/p2"}, "the next page, http://example.org/p2"),
        ({"first": "http://example.org/p1"}, "the first page, http://example.org/p1"),
        (
            annotation({"type": "TextPositionSelector", "start": 9000, "end": 9005}, tag("places")),
            "there are no words",
        ),
    ],
)
def test_what_gives_no_words_is_refused(
    made: Any, reported: str, package: DataPackage, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(made) == 1
    assert reported in capsys.readouterr().out
    assert not (package.root / "proposals").exists()


# CSV


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_table_of_quotes(delimiter: str, package: DataPackage, run: Run) -> None:
    lines = [
        ["quote", "table", "harm", "figure", "by"],
        ["gunmen of the Red Band killed 13 people", "casualties", "killed", "13", "a reader"],
        [
            'the Red Band claimed responsibility for "the attack" in Farville',
            "statements",
            "",
            "",
            "",
        ],
        ["", "", "", "", ""],
    ]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\n").writerows(lines)
    assert run(text.getvalue().removesuffix(delimiter * 4 + "\n")) == 0
    (row,) = proposed(package, "casualties")
    assert (row["harm"], row["figure"], row["note"]) == ("?? killed", "?? 13", "?? by: a reader")
    (row,) = proposed(package, "statements")
    assert span(CLAIM).items() <= row.items()


def test_the_words_around_and_the_offsets_choose_in_csv_too(package: DataPackage, run: Run) -> None:
    third = span("Farville", 3)
    text = (
        "quote,table,span_start,prefix,suffix\n"
        f"Farville,places,{third['span_start']},,\n"
        'Farville,places,,,", nobody"\n'
    )
    assert run(text) == 0
    starts = [row["span_start"] for row in proposed(package, "places")]
    assert starts == [third["span_start"], span("Farville", 4)["span_start"]]


def test_reviewed_passages_have_no_id(package: DataPackage, run: Run) -> None:
    assert run("quote,table,kind,reason\nbetween 10-12,reviewed,figure,general\n") == 0
    (row,) = proposed(package, "reviewed")
    assert filled(row) == {
        **span("between 10-12"),
        "kind": "?? figure",
        "reason": "?? general",
        "state": "imported",
    }


# Refusals


@pytest.mark.parametrize(
    ("words", "table", "reported"),
    [
        ("The atack left nobody", "casualties", "does not contain 'The atack left nobody'"),
        ("gunman of the Red Band", "casualties", "       src-000,44,66,gunmen of the Red Band"),
        ("Farville", "places", "src-000 contains 'Farville' 4 times"),
        ("Farville", "places", "    2: "),
        ("gunme", "actors", "(span-word-edges)"),
        (KILLING, "", "nothing names its table: type --table NAME"),
        (KILLING, "attack", "nothing names its table ('attack'): type --table NAME"),
        ("", "actors", "there are no words"),
    ],
)
def test_a_refused_quote_has_its_line_and_its_reason(
    words: str, table: str, reported: str, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(f'quote,table\n"{CLAIM}",statements\n"{words}",{table}\n') == 1
    out = capsys.readouterr().out
    assert "quotes.txt:3: " in out
    assert reported in out
    assert out.endswith("1 proposal added\nrefused: 1 quote\n")


def test_what_is_not_refused_is_proposed(
    package: DataPackage, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(f'quote\n"{KILLING}"\nno such words\n', "--table", "incidents") == 1
    assert [row["quote"] for row in proposed(package, "incidents")] == [KILLING]
    assert capsys.readouterr().out.splitlines()[-2:] == [
        "proposals/src-000/incidents.csv: 1 proposal added",
        "refused: 1 quote",
    ]


def test_a_row_of_another_source_is_refused(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    text = "quote,table,source_id\nseveral traders,actors,src-001\n"
    assert run(text) == 1
    assert "it quotes src-001, not src-000" in capsys.readouterr().out
    assert run(text, source="001_second.txt") == 0


def test_repeated_and_decided_quotes_are_not_proposed_again(
    package: DataPackage, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    made = langextract(
        extraction(KILLING, attributes={"harm": "killed"}),
        extraction(KILLING, attributes={"harm": "wounded"}),
        extraction(KILLING, attributes={"harm": "killed"}),
        extraction(WOUNDING),
    )
    assert run(made) == 0
    first = proposed(package, "casualties")
    assert len(first) == 3
    assert "proposed before, and not again: 1 quote" in capsys.readouterr().out
    proposals = Proposals.read(open_workspace(package.root), "src-000")
    proposals.change(proposals.rows[-1], {"harm": "wounded"})
    proposals.reject(proposals.rows[-1], "Told above.")
    before = contents(package.root)
    assert run(made) == 0
    assert contents(package.root) == before
    assert "proposed before, and not again: 4 quotes" in capsys.readouterr().out


# Files that are none of the formats


STOPPED = {
    "": "has no quotes",
    "quote\n": "has no quotes",
    "words\nx\n": ":1: found 'words', expected JSON, or CSV whose header",
    "quote,Quote\nx,y\n": ":1: found 'quote,Quote'",
    "quote,table\nx\n": ":2: found 1 cell, expected 2",
    'quote\n"x" y\n': ":2: cannot be read as CSV",
    "{": ": is no JSON",
    "[1]": "[1]: found a whole number, expected an object",
    '{"a": 1}': "found the keys 'a', expected extractions",
    "{}": "found the keys none",
    '{"extractions": {}}': "extractions: found an object, expected a list",
    '{"extractions": [null]}': "extraction 1: found null, expected an object",
    '{"extractions": [{"extraction_text": 1}]}': "extraction_text: found a whole number",
    '{"extractions": [{"extraction_text": "a", "char_interval": [0, 1]}]}': "found a list",
    '{"extractions": [{"char_interval": {"start_pos": true}}]}': "start_pos: found true or false",
    '{"extractions": [{"char_interval": {"start_pos": 1.5}}]}': "start_pos: found a decimal",
    '{"extractions": [{"attributes": "x"}]}': "attributes: found a text, expected an object",
    '{"target": 1}': "target: found a whole number, expected an object or a text",
    '{"target": {"selector": 1}}': "selector: found a whole number",
    '{"target": {"selector": {"type": "TextQuoteSelector", "exact": []}}}': "exact: found a list",
    '{"target": [], "body": [1]}': "body: found a whole number",
    '{"target": [], "body": {"value": 1}}': "value: found a whole number",
    '{"items": {}}': "items: found an object, expected a list",
    '{"first": 1}': "first: found a whole number",
    "[" * 100_000: "nested too deeply",
    "[" * 900 + "]" * 900: "",
    '{"a": ' * 100_000: "nested too deeply",
    '{"extractions": [' + "1" * 5000 + "]}": "has a number that is too long",
    '{"items": []}\n{"b": }': ":2:7: is no JSON",
}


@pytest.mark.parametrize("content", STOPPED, ids=lambda content: content[:40])
def test_what_is_in_no_format_makes_2_and_one_sentence(
    content: str, package: DataPackage, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    before = contents(package.root)
    assert run(content) == 2
    assert contents(package.root) == before
    out, err = capsys.readouterr()
    assert out == ""
    assert STOPPED[content] in err
    assert err.startswith("import: ")
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("options", "reported"),
    [
        (("--table", "attacks"), "there is no table 'attacks' with quotes: type actors, places, "),
        (("--table", "sources"), "there is no table 'sources' with quotes"),
    ],
)
def test_a_table_without_quotes_is_refused(
    options: tuple[str, ...], reported: str, run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("quote\nx\n", *options) == 2
    assert reported in capsys.readouterr().err


def test_another_encoding_and_a_large_file_are_refused(
    given_file: Path, package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    for data, reported in ((b"quote\n\xe9\n", "byte E9"), (b"quote\n" * 5_000_000, "25,000,000")):
        given_file.write_bytes(data)
        arguments = ["import", str(given_file), "--source", "src-000", "-C", str(package.root)]
        assert cli.main(arguments) == 2
        assert reported in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="no pipes there")
def test_a_pipe_is_refused(
    given_file: Path, package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(given_file)
    arguments = ["import", str(given_file), "--source", "src-000", "-C", str(package.root)]
    assert cli.main(arguments) == 2
    assert "is a device or a pipe" in capsys.readouterr().err


KEYS = st.sampled_from(
    "extractions extraction_text extraction_class char_interval start_pos end_pos attributes text "
    "target selector type exact prefix suffix start end body value purpose items first next".split()
)
TEXTS = st.sampled_from(
    ["", "Farville", "TextQuoteSelector", "TextPositionSelector", "tagging", "a"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 400) | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(value=st.lists(VALUES, max_size=2) | st.dictionaries(KEYS, VALUES, min_size=1, max_size=4))
def test_values_of_any_type_stop_it_or_are_quotes(value: Any, given_file: Path) -> None:
    given_file.write_text(json.dumps(value), encoding="utf-8")
    quotes = []
    with suppress(StoppedError):
        quotes = read_quotes(given_file, FIRST)
        assert quotes
    for quote in quotes:
        assert all(isinstance(text, str) for text in (quote.words, quote.prefix, quote.refused))
        assert all(type(at) in (int, type(None)) for at in (quote.start, quote.end))


@pytest.mark.parametrize(
    ("start", "is_noted"), [(0, False), (400, True), (-3, False), (10**30, True)]
)
def test_a_position_that_contradicts_the_words_is_noted(
    start: int, is_noted: bool, run: Run, package: DataPackage
) -> None:
    at = FIRST.index(KILLING)
    given = at + start
    item = {"extraction_class": "casualty", "extraction_text": KILLING}
    item["char_interval"] = {"start_pos": given, "end_pos": given + len(KILLING)}
    assert run({"extractions": [item]}) == 0
    (row,) = proposed(package, "casualties")
    assert row["span_start"] == str(at)
    noted = f"{GUESS}marked at {given}, where the document prints other words"
    assert row["note"] == (noted if is_noted else "")


def test_a_refused_position_prints_the_beginning_of_its_words(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    selector = {"type": "TextPositionSelector", "start": 0, "end": 10**9}
    assert run({"target": {"selector": selector}}, "--table", "casualties") == 1
    assert len(capsys.readouterr().out.splitlines()[0]) < 1000
