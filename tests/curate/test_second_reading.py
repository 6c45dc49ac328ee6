"""A second reading: the sheet without the codes, and what a reader typed into it."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from isk_indicators import cli
from isk_indicators.check import gate
from isk_indicators.curate import StoppedError
from isk_indicators.curate.second_reading import SHEET, prepare, take
from isk_indicators.curate.workspace import open_workspace
from isk_indicators.schema import DataPackage
from tests.check.sample_package import SamplePackage, rows

Sheet = list[dict[str, str]]
RAID = ("incidents", "inc-0001", "event_type")


@pytest.fixture
def sample(make_package: Callable[..., DataPackage], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sound package of which no code is read twice, as the current folder."""
    root = SamplePackage(make_package(rows())).root
    monkeypatch.chdir(root)
    return root


def written(name: str = "second-reading-src-000.csv") -> Sheet:
    with Path(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def typed(sheet: Sheet, *answers: tuple[tuple[str, ...], str], **options: str) -> None:
    """Type values into the sheet, as a spreadsheet program saves it."""
    for row in sheet:
        row["value"] = dict(answers).get(tuple(row[name] for name in SHEET[:3]), "")
    with Path("second-reading-src-000.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, SHEET, delimiter=options.get("delimiter", ","))
        writer.writeheader()
        writer.writerows(sheet)


def prepared(root: Path) -> Sheet:
    prepare(open_workspace(root), "src-000")
    return written()


def readings(root: Path) -> list[str]:
    return (root / "datasets/readings.csv").read_text(encoding="utf-8").splitlines()[1:]


# The sheet


def test_a_sheet_asks_for_each_code_of_a_source(sample: Path) -> None:
    lines = prepare(open_workspace(sample), "src-000")
    sheet = written()
    assert lines[0] == f"second-reading-src-000.csv: {len(sheet)} codes of 7 rows to read"
    assert lines[-1] == "Then run: isk-indicators second-reading src-000 --take"
    asked = {tuple(row[name] for name in SHEET[:3]) for row in sheet}
    schemas = open_workspace(sample).package.schemas
    first = {("incidents", "inc-0001"), ("casualties", "cas-0001"), ("statements", "stm-0001")}
    first |= {("attributions", "atr-0001"), ("actors", "act-0001"), ("places", "plc-0001")}
    first |= {("evidence", "evd-0001")}
    assert asked == {(t, i, column) for t, i in first for column in schemas[t].coded}
    assert {row["value"] for row in sheet} == {""}


def test_it_shows_words_and_allowed_values_but_no_codes(sample: Path) -> None:
    sheet = {tuple(row[name] for name in SHEET[:3]): row for row in prepared(sample)}
    row = sheet["casualties", "cas-0001", "covers"]
    assert row["allowed"] == "all, part"
    assert row["about"].startswith("Incident: On March 22, 2024, gunmen of the Red Band killed")
    assert "Figure: 13" in row["about"]
    assert (
        "[On March 22, 2024, gunmen of the Red Band killed 13 people in Farville]." in row["words"]
    )
    assert sheet["incidents", "inc-0001", "suicide"]["allowed"] == "yes, blank"
    claim = sheet["attributions", "atr-0001", "stance"]
    assert "Named actor: Red Band" in claim["about"] or "Red Band" in claim["about"]
    # a statement is named in the voice of a statement alone
    assert "stm-0001" not in claim["about"]
    assert "statement" not in claim["about"]
    assert "Red Band says" not in sheet["statements", "stm-0001", "form"]["about"]  # own words
    assert sheet["evidence", "evd-0001", "role"]["about"].endswith("killed 13 people in Farville")


def test_a_code_that_is_read_twice_is_not_asked_again(sample: Path) -> None:
    typed(prepared(sample), (RAID, "armed_assault"))
    assert cli.main(["second-reading", "src-000", "--take"]) == 0
    Path("second-reading-src-000.csv").unlink()
    assert RAID not in {tuple(row[name] for name in SHEET[:3]) for row in prepared(sample)}


def test_nothing_is_asked_where_every_code_is_read_twice(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    work = open_workspace(sample)
    sheet = prepared(sample)
    answers = []
    for row in sheet:
        table = work.table(row["table_name"])
        number = table.texts(table.schema.key[0]).index(row["row_id"])
        code = table.text(number, row["column_name"]) or "blank"
        answers.append((tuple(row[name] for name in SHEET[:3]), code))
    typed(sheet, *answers)
    assert cli.main(["second-reading", "src-000", "--take"]) == 0
    capsys.readouterr()
    assert cli.main(["second-reading", "src-000"]) == 0
    assert capsys.readouterr().out == "src-000: every code is read twice\n"
    report = gate.check(sample)
    assert report.findings == ()
    assert sum(one.read_twice for one in report.readings) == len(sheet)


def test_a_sheet_is_not_overwritten(sample: Path) -> None:
    prepared(sample)
    with pytest.raises(StoppedError, match="exists: take it in with --take"):
        prepare(open_workspace(sample), "src-000")


def test_a_sheet_may_have_another_name(sample: Path) -> None:
    lines = prepare(open_workspace(sample), "000_first.txt", Path("mine.csv"))
    assert lines[-1].endswith("second-reading src-000 --take --file mine.csv")
    assert written("mine.csv")


def test_without_its_document_a_source_cannot_be_read(sample: Path) -> None:
    (sample / "seeds" / "000_first.txt").unlink()
    with pytest.raises(StoppedError, match="src-000: there is no document"):
        prepare(open_workspace(sample), "src-000")


def test_a_quote_that_is_elsewhere_is_shown_alone(sample: Path) -> None:
    path = sample / "datasets/places.csv"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(",src-000,", ",src-000,1", 1), encoding="utf-8")
    (row,) = (row for row in prepared(sample) if row["row_id"] == "plc-0001")
    assert row["words"] == "Farville"


# Taking it in


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_was_typed_is_added_in_its_place(
    sample: Path, delimiter: str, capsys: pytest.CaptureFixture[str]
) -> None:
    suicide, scale = (*RAID[:2], "suicide"), (*RAID[:2], "scale")
    answers = ((RAID, " Armed_assault"), (suicide, "blank"), (scale, "single"))
    typed(prepared(sample), *answers, delimiter=delimiter)
    assert cli.main(["second-reading", "src-000", "--take"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "datasets/readings.csv:1:1: 3 codes of src-000 read a second time",
        "changed: 0 cells, 1 file; nothing left to do",
    ]
    assert readings(sample) == [
        "incidents,inc-0001,event_type,armed_assault,,",
        "incidents,inc-0001,scale,single,,",
        "incidents,inc-0001,suicide,,,",
    ]
    assert gate.check(sample).findings == ()


def test_a_difference_is_left_to_the_curator(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    typed(prepared(sample), (RAID, "attack"), ((*RAID[:2], "outcome"), "blank"))
    assert cli.main(["second-reading", "src-000", "--take"]) == 1
    out = capsys.readouterr().out.splitlines()
    assert out[1] == (
        "datasets/incidents.csv:2:36: inc-0001 event_type: coded armed_assault; second reading: "
        "attack. Decide by the guide: correct the code, or type armed_assault as agreed in "
        "readings, and the reason"
    )
    assert "inc-0001 outcome: coded completed; second reading: blank." in out[2]
    assert out[3] == "changed: 0 cells, 1 file; 2 left to you"
    found = [(f.rule, f.field) for f in gate.check(sample).findings]
    assert found == [("second-reading", "event_type"), ("second-reading", "outcome")]


def test_a_sheet_taken_in_again_changes_nothing(sample: Path) -> None:
    sheet = prepared(sample)
    typed(sheet, (RAID, "armed_assault"))
    assert cli.main(["second-reading", "src-000", "--take"]) == 0
    assert take(open_workspace(sample), "src-000").files == {}
    typed(sheet, (RAID, "attack"))
    result = take(open_workspace(sample), "src-000")
    assert result.files == {}
    (note,) = result.notes
    assert "read a second time already, as armed_assault" in note.message


def test_what_cannot_be_taken_in_is_named_with_its_line(sample: Path) -> None:
    sheet = prepared(sample)
    other = {**sheet[0], "table_name": "incidents", "row_id": "inc-0002", "column_name": "scale"}
    gone = {**other, "row_id": "inc-0009"}
    label = {**other, "row_id": "inc-0001", "column_name": "label"}
    sheet = [sheet[0], other, gone, label]
    answers = [(tuple(row[name] for name in SHEET[:3]), "series") for row in sheet]
    typed(sheet, *answers)
    result = take(open_workspace(sample), "src-000")
    assert result.files == {}
    first = "second-reading-src-000.csv:2:1: act-0001 kind: 'series' is not allowed: type one of "
    assert str(result.notes[0]).startswith(first)
    assert [n.message.partition(":")[0] for n in result.notes[1:]] == [
        "the row is not of src-000",
        "no such code",
        "no such code",
    ]


def test_a_code_typed_twice_is_taken_in_once(sample: Path) -> None:
    sheet = prepared(sample)
    (row,) = (row for row in sheet if tuple(row[name] for name in SHEET[:3]) == RAID)
    typed([row, dict(row)], (RAID, "armed_assault"))
    result = take(open_workspace(sample), "src-000")
    assert result.notes == []
    assert result.files["datasets/readings.csv"].count(b"armed_assault") == 1


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (None, "no such file; name it with --file"),
        (b"table_name,row_id,value\n", "no column column_name; keep the header"),
        ("table_name,row_id,column_name,value\nä".encode("latin-1"), "save it as CSV in UTF-8"),
    ],
)
def test_a_file_that_is_no_sheet(sample: Path, data: bytes | None, message: str) -> None:
    if data is not None:
        Path("second-reading-src-000.csv").write_bytes(data)
    with pytest.raises(StoppedError, match=message):
        take(open_workspace(sample), "src-000")


def test_an_unknown_source_is_refused(sample: Path) -> None:
    with pytest.raises(StoppedError, match="there is no source 'src-009'"):
        take(open_workspace(sample), "src-009")
