from __future__ import annotations

import hashlib
import os
import random
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isk_indicators import cli
from isk_indicators.curate.reanchor import Alignment
from isk_indicators.schema import DataPackage
from isk_indicators.spans import Span
from tests.curate.sample_workspace import (
    DOCUMENTS,
    KILLING,
    WOUNDING,
    casualty,
    contents,
    read,
    rows,
    span,
)

FIRST = DOCUMENTS["000_first.txt"]
SRC = Path(cli.__file__).resolve().parents[1]


def reanchor(package: DataPackage, new: str | bytes, *options: str, old: str = FIRST) -> int:
    """Re-anchor the first document to a new version; both lie outside the package."""
    outside = package.root.parent
    (outside / "old.txt").write_bytes(old.encode("utf-8"))
    (outside / "new.txt").write_bytes(new if isinstance(new, bytes) else new.encode("utf-8"))
    versions = (str(outside / "old.txt"), str(outside / "new.txt"))
    return cli.main(["reanchor", *versions, "-C", str(package.root), *options])


def sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def of_first(package: DataPackage) -> dict[str, tuple[str, str]]:
    """Where each row of the first document has its span, and its quote."""
    found = {}
    for table, schema in package.schemas.items():
        for row in read(package, table):
            if row.get("source_id") == "src-000" and "quote" in row:
                place = f"{row['span_start']}-{row['span_end']}"
                found[row[schema.names[0]]] = (place, row["quote"])
    return found


@pytest.mark.parametrize("table", ["casualties", "force_estimates"])
def test_a_number_that_is_none_does_not_stop_it(
    table: str, make: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    package = make(**{table: [rows()[table][0] | {"stated_low": "x"}]})
    assert reanchor(package, "\n" + FIRST) == 0
    assert read(package, table)[0]["stated_low"] == "x"
    assert "stated_low" not in capsys.readouterr().out


LINE_ENDS = {
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "CRCRLF": lambda text: text.replace("\n", "\r\r\n"),
    "byte order mark": lambda text: f"\ufeff{text}",
    "trailing blanks": lambda text: text.replace("\n", " \t\u00a0\n"),
    "all of them": lambda text: "\ufeff" + text.replace("\n", "  \r\n") + "\t",
}


@pytest.mark.parametrize("name", LINE_ENDS)
def test_line_ends_and_trailing_blanks_are_no_words(
    name: str, package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    new = LINE_ENDS[name](FIRST)
    before, data = of_first(package), contents(package.root)
    assert reanchor(package, new) == 0
    assert "nothing left to do" in capsys.readouterr().out
    for row_id, (place, quote) in of_first(package).items():
        start, end = map(int, place.split("-"))
        assert new[start:end] == quote == before[row_id][1]
    assert reanchor(package, FIRST, old=new) == 0
    assert contents(package.root) == data


def test_a_blank_within_a_line_is_a_change(package: DataPackage) -> None:
    at = FIRST.index(KILLING) + KILLING.index(" ")
    assert reanchor(package, FIRST[:at] + " " + FIRST[at:]) == 1


def test_spans_follow_their_words_and_the_source_its_text(
    package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    new = FIRST.replace("The 🎙 report on", "A first 🎙 report 🧨 on")
    before = of_first(package)
    assert reanchor(package, new) == 1  # the words beside the place's quote have changed
    after = of_first(package)
    shift = len(new) - len(FIRST)
    for row_id, (place, quote) in after.items():
        start, end = map(int, place.split("-"))
        if row_id == "plc-0001":
            assert (place, quote) == before[row_id]
        else:
            assert new[start:end] == quote == before[row_id][1]
            assert f"{start - shift}-{end - shift}" == before[row_id][0]
    source = read(package, "sources")[0]
    assert (source["sha256"], source["characters"]) == (sha256(new), str(len(new)))
    out = capsys.readouterr().out
    assert "copy " in out
    assert "to seeds/000_first.txt" in out
    assert "plc-0001 span: not moved" in out


def test_rows_of_other_documents_are_left(package: DataPackage) -> None:
    before = {t: read(package, t) for t in ("force_estimates",)}
    assert reanchor(package, FIRST + "One more line.\n") == 0
    assert {t: read(package, t) for t in before} == before
    assert read(package, "sources")[1].items() >= {k: str(v) for k, v in _second().items()}.items()


def _second() -> dict[str, Any]:
    blank = dict.fromkeys(("title", "author", "publisher", "url", "accessed", "note"), "")
    row = rows()["sources"][1]
    return {**row, **blank}


def test_nothing_else_is_written(package: DataPackage) -> None:
    before = contents(package.root)
    assert reanchor(package, "\n" + FIRST) == 0
    after = contents(package.root)
    changed = {name for name in before if before[name] != after[name]}
    tables = ("casualties", "incidents", "places", "sources", "statements")
    assert changed == {f"datasets/{table}.csv" for table in tables}
    for name in changed - {"datasets/sources.csv"}:
        old, new = (data[name].decode("utf-8").split("\n") for data in (before, after))
        assert len(old) == len(new)


def test_second_readings_follow_rows_that_are_known_by_their_place(make: Any) -> None:
    passages = [{**span("src-000", "the attack"), "kind": "quotation", "reason": "idiom"}]
    passages += [{**span("src-001", "six months"), "kind": "figure", "reason": "duration"}]
    ids = [f"{p['source_id']}:{p['span_start']}:{p['kind']}" for p in passages]
    named = [("incidents", "inc-0001", "scale"), *(("reviewed", i, "reason") for i in ids)]
    keys = ("table_name", "row_id", "column_name")
    package = make(reviewed=passages, readings=[dict(zip(keys, n, strict=True)) for n in named])
    assert reanchor(package, "\n" + FIRST) == 0
    (moved, other) = read(package, "reviewed")
    assert int(moved["span_start"]) == passages[0]["span_start"] + 1
    now = [f"src-000:{moved['span_start']}:quotation", ids[1]]
    assert [r["row_id"] for r in read(package, "readings")] == ["inc-0001", *now]
    assert other["span_start"] == str(passages[1]["span_start"])


def test_doing_it_twice_changes_nothing_more(
    package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    new = FIRST.replace("On March 22", "On 22 March")
    reanchor(package, new)
    before = contents(package.root)
    capsys.readouterr()
    assert reanchor(package, new) == 0
    assert contents(package.root) == before
    assert "src-000: already quotes " in capsys.readouterr().out


def test_a_document_put_in_its_place_already_is_not_asked_for(
    package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    new = FIRST + "More.\n"
    (package.root / "seeds" / "000_first.txt").write_bytes(new.encode("utf-8"))
    assert reanchor(package, new) == 0
    assert "copy" not in capsys.readouterr().out


def test_check_writes_nothing(package: DataPackage, capsys: pytest.CaptureFixture[str]) -> None:
    before = contents(package.root)
    assert reanchor(package, "\n" + FIRST, "--check") == 1
    assert contents(package.root) == before
    assert "would change: " in capsys.readouterr().out


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("killed 13 people", "killed 14 people"),  # the quote itself
        ("people in Farville. The", "people in Farville, it was denied. The"),  # beside its end
        ("\nOn March 22", "\nNearly 20 died. On March 22"),  # beside its start
        (KILLING, ""),
        (KILLING, f"{KILLING}. {KILLING}"),  # printed twice then: which is it?
    ],
)
def test_a_row_whose_words_or_neighbourhood_changed_is_left_to_the_curator(
    old: str, new: str, package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    before = of_first(package)
    assert reanchor(package, FIRST.replace(old, new, 1)) == 1
    assert of_first(package)["inc-0001"] == before["inc-0001"]
    out = capsys.readouterr().out
    assert "inc-0001 span: not moved" in out
    assert f"\n    old {before['inc-0001'][0]}: " in out
    assert "\n    new " in out


def test_where_the_words_occur_now_is_reported(
    package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    heading, *lines = FIRST.splitlines(keepends=True)
    moved = "".join([heading, *lines[1:], lines[0]])
    assert reanchor(package, moved) == 1
    out = capsys.readouterr().out
    assert f"the words occur in the new version at:\n    1: {moved.index(KILLING)}-" in out


def test_a_row_that_was_wrong_before_is_reported_and_left(
    make: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = casualty(1, KILLING, "13") | {"span_start": "3"}
    package = make(casualties=[wrong])
    assert reanchor(package, "\n" + FIRST) == 1
    assert read(package, "casualties")[0]["span_start"] == "3"
    assert "cas-0001 quote: its quote is not what the old version prints" in capsys.readouterr().out


def test_what_the_rules_find_in_rows_that_moved_is_reported(
    make: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    sound = {"qualifier": "exact", "stated_low": 13, "stated_high": 13}
    wrong = casualty(2, KILLING, "13", **sound) | {"stated_low": 12}
    far = casualty(3, KILLING, "13", **sound) | {"stated_low": 11, "source_id": "src-001"}
    package = make(casualties=[casualty(1, KILLING, "13", **sound), wrong, far])
    assert reanchor(package, "\n" + FIRST) == 1
    out = capsys.readouterr().out
    assert "cas-0002 stated_low: Type 13" in out
    assert "(figure-low)" in out
    assert "cas-0001" not in out.replace("cas-0001 span_", "")
    assert "cas-0003" not in out


@pytest.mark.parametrize(
    ("old", "new", "reported"),
    [
        (FIRST + "x", FIRST, "no row of datasets/sources.csv has its sha256"),
        (FIRST, DOCUMENTS["001_second.txt"], "is the document of src-001"),
        (FIRST, b"caf\xe9", "not UTF-8 at byte 3"),
    ],
)
def test_versions_that_cannot_be_meant_make_2(
    old: str,
    new: str | bytes,
    reported: str,
    package: DataPackage,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = contents(package.root)
    if old != FIRST:
        new = "Another text.\n"
    assert reanchor(package, new, old=old) == 2
    assert contents(package.root) == before
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("reanchor: ")
    assert reported in err


def test_a_missing_version_makes_2(
    package: DataPackage, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["reanchor", "none.txt", "none.txt", "-C", str(package.root)]) == 2
    assert capsys.readouterr().err.startswith("reanchor: none.txt: cannot be read (")


@pytest.mark.parametrize("library", ["diff_match_patch", "pandera"])
def test_without_the_extra_it_prints_the_line_that_helps(library: str) -> None:
    code = (
        f"import sys\nsys.modules[{library!r}] = None\n"
        "from isk_indicators.cli import main\nsys.exit(main(['reanchor', 'a', 'b']))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(SRC)},
    )
    assert done.returncode == 2
    reported = done.stderr.decode().strip()
    assert reported.startswith(
        f"reanchor: needs {library.replace('_', '-')}, which is not installed"
    )
    assert reported.endswith('python -m pip install "isk-indicators[check]"')


# No wrong move, whatever was edited

OLD_WORDS = "the band killed men in Farville on March 13 and said so. \n".split(" ")
NEW_WORDS = "nearly Oldtown wounded 40 traders".split()


class Edited:
    """A text, and for each of its characters the one of the old text that it is, if it is one."""

    def __init__(self, old: str) -> None:
        self.characters: list[tuple[str, int | None]] = [(c, i) for i, c in enumerate(old)]

    def delete(self, start: int, end: int) -> None:
        del self.characters[start:end]

    def insert(self, at: int, text: str) -> None:
        self.characters[at:at] = [(c, None) for c in text]

    @property
    def text(self) -> str:
        return "".join(c for c, _ in self.characters)

    def place_of(self, old: Span) -> int | None:
        """Where a passage of the old text stands, if it does, whole."""
        first, count = old[0], old[1] - old[0]
        origins = self.origins
        at = origins.index(first) if first in origins else None
        is_whole = at is not None and origins[at : at + count] == list(range(*old))
        return at if is_whole else None

    @property
    def origins(self) -> list[int | None]:
        return [i for _, i in self.characters]


def edit(old: str, dice: random.Random, kinds: Sequence[str]) -> Edited:
    """Edit a text at random places, between words or within."""
    edited = Edited(old)
    for what in kinds:
        length = len(edited.text)
        at = dice.randrange(length + 1)
        if what in ("delete", "move"):
            end = min(length, at + dice.randrange(60))
            cut = edited.text[at:end]
            edited.delete(at, end)
            if what == "move":
                edited.insert(dice.randrange(len(edited.text) + 1), cut)
        elif what == "insert":
            edited.insert(at, f" {' '.join(dice.choices(NEW_WORDS, k=dice.randrange(1, 6)))} ")
        else:
            start = dice.randrange(len(old))
            edited.insert(at, old[start : start + dice.randrange(1, 60)])
    return edited


RETYPED = ("delete", "insert")
MOVED = (*RETYPED, "copy", "move")


def images(seed: int, length: int, kinds: Sequence[str]) -> Iterator[tuple[Span, Span, Edited]]:
    """Passages of a text of few words, and where they are said to be when it has been edited."""
    dice = random.Random(seed)  # noqa: S311 - a draw of hypothesis decides, so that it shrinks
    old = " ".join(dice.choices(OLD_WORDS, k=length))
    edited = edit(old, dice, kinds)
    alignment = Alignment(old, edited.text)
    for _ in range(40):
        start = dice.randrange(len(old))
        end = min(len(old), start + dice.randrange(1, 60))
        if (image := alignment.map_span(start, end)) is not None:
            assert edited.text[slice(*image)] == old[start:end]
            yield (start, end), image, edited


@given(st.integers(0, 2**32), st.integers(20, 120), st.lists(st.sampled_from(RETYPED), max_size=8))
def test_no_passage_moves_to_another(seed: int, length: int, kinds: list[str]) -> None:
    for old, image, edited in images(seed, length, kinds):
        assert edited.origins[slice(*image)] == list(range(*old))


@given(st.integers(0, 2**32), st.integers(20, 120), st.lists(st.sampled_from(MOVED), max_size=8))
def test_no_passage_moves_to_a_copy_while_it_is_there(
    seed: int, length: int, kinds: list[str]
) -> None:
    for old, image, edited in images(seed, length, kinds):
        if (at := edited.place_of(old)) is not None:
            assert image[0] == at


def test_unedited_text_keeps_every_passage_that_is_distinct() -> None:
    alignment = Alignment(FIRST, FIRST)
    start = FIRST.index(WOUNDING)
    assert alignment.map_span(start, start + 20) == (start, start + 20)
    assert alignment.map_span(0, len(FIRST)) == (0, len(FIRST))
    assert alignment.approximate_offset(start) == start


def test_most_spans_survive_a_few_corrections() -> None:
    dice = random.Random(7)  # noqa: S311
    vocabulary = [f"word{n}" for n in range(400)]
    text = " ".join(dice.choice(vocabulary) for _ in range(1200))
    edited = edit(text, dice, ["delete", "insert", "copy", "move", "insert"])
    alignment = Alignment(text, edited.text)
    starts = [dice.randrange(len(text) - 60) for _ in range(200)]
    moved = sum(alignment.map_span(start, start + 60) is not None for start in starts)
    assert moved > 160


def test_a_repeated_sentence_is_followed_only_where_the_words_round_it_are_its_own() -> None:
    first, again = "First they came here. ", "Then they came here. "
    repeated = "The Red Band killed them. "
    old = f"{first}{repeated}{again}{repeated}Nobody was found."
    new = f"{first}{repeated}Nobody was found."
    alignment = Alignment(old, new)
    one, two = old.index(repeated), old.rindex(repeated)
    assert alignment.map_span(one, one + len(repeated) - 1) is None
    assert alignment.map_span(two, two + len(repeated) - 1) is None


def test_a_long_text_is_aligned() -> None:
    lines = [f"Line {n} tells of the band and of {n * 7} men." for n in range(20_000)]
    old = "\n".join(lines)
    lines[500:501] = []
    lines.insert(9000, "A line more.")
    new = "\n".join(lines)
    alignment = Alignment(old, new)
    start = old.index("Line 15000 tells")
    expected = new.index("Line 15000 tells")
    assert alignment.map_span(start, start + 30) == (expected, expected + 30)


def test_the_span_of_a_document_with_wide_characters_moves_by_code_points() -> None:
    old = "A 🎙 heading\n" + FIRST
    new = "A 🎙🎙 heading\n" + FIRST
    place = span("src-000", KILLING)
    start = int(str(place["span_start"])) + len("A 🎙 heading\n")
    image = Alignment(old, new).map_span(start, start + len(KILLING))
    assert image == (start + 1, start + 1 + len(KILLING))
