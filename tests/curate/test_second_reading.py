"""A second reading: the sheet without the cells, and what a reader typed into it."""

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
from isk_indicators.tables import Dataset
from tests.check.sample_package import ACCUSATION, KILLING, SamplePackage, rows

Sheet = list[dict[str, str]]
RAID = ("incidents", "inc-0001", "event_type")


@pytest.fixture
def sample(make_package: Callable[..., DataPackage], monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sound package of which no cell is read twice, as the current folder."""
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


def asked(sheet: Sheet, *cell: str) -> dict[str, str]:
    """The line of a cell; without a column, of an id that may be typed."""
    (row,) = (row for row in sheet if tuple(row[name] for name in SHEET[:3]) == cell)
    return row


def test_a_sheet_asks_for_each_coded_cell_of_a_source(sample: Path) -> None:
    lines = prepare(open_workspace(sample), "src-000")
    sheet = [row for row in written() if row["column_name"]]
    assert lines[0] == f"second-reading-src-000.csv: {len(sheet)} cells of 9 rows to read"
    assert lines[-1] == "Then run: isk-indicators second-reading src-000 --take"
    cells = {tuple(row[name] for name in SHEET[:3]) for row in sheet}
    schemas = open_workspace(sample).package.schemas
    first = {("incidents", "inc-0001"), ("casualties", "cas-0001"), ("statements", "stm-0001")}
    first |= {("attributions", "atr-0001"), ("actors", "act-0001"), ("places", "plc-0001")}
    first |= {("evidence", "evd-0001")}
    first |= {("reviewed", f"src-000:{place}") for place in ("6:reporting", "13:figure")}
    assert cells == {(t, i, column) for t, i in first for column in schemas[t].read_twice}
    assert {row["value"] for row in sheet} == {""}


def test_it_shows_words_and_what_is_allowed_but_no_cells(sample: Path) -> None:
    sheet = prepared(sample)
    row = asked(sheet, "casualties", "cas-0001", "covers")
    assert row["allowed"] == "all, part"
    assert row["about"] == "Figure: 13"
    assert (
        "[On March 22, 2024, gunmen of the Red Band killed 13 people in Farville]." in row["words"]
    )
    # a statement is named in the voice of a statement alone, and a summary is in words of our own
    assert asked(sheet, "attributions", "atr-0001", "stance")["about"] == ""
    assert asked(sheet, "statements", "stm-0001", "form")["about"] == ""
    evidence = asked(sheet, "evidence", "evd-0001", "role")
    assert evidence["about"].startswith("Row: inc-0001 On March 22, 2024, gunmen of the Red Band")


@pytest.mark.parametrize(
    ("cell", "allowed"),
    [
        (("incidents", "inc-0001", "suicide"), "yes, blank"),
        (("incidents", "inc-0001", "target_text"), "words of the document, blank"),
        (("incidents", "inc-0001", "date"), "a date (section 8 of the guide), blank"),
        (("statements", "stm-0001", "speaker_id"), "an id of actors (last lines of the sheet)"),
        (("places", "plc-0001", "country"), "a code of ISO 3166-1 alpha-2, blank"),
        (("evidence", "evd-0001", "column_name"), "a column of incidents, blank"),
    ],
)
def test_it_says_what_may_be_typed(sample: Path, cell: tuple[str, ...], allowed: str) -> None:
    assert asked(prepared(sample), *cell)["allowed"] == allowed


def test_it_lists_the_ids_that_may_be_typed(sample: Path) -> None:
    sheet = prepared(sample)
    listed = [row for row in sheet if not row["column_name"]]
    assert sheet[-len(listed) :] == listed
    ids = [row["row_id"] for row in listed]
    actors, places = (f"{p}-0001 {p}-0002 {p}-0003" for p in ("act", "plc"))
    assert " ".join(ids) == f"{actors} {places} inc-0001 inc-0002"
    assert listed[0]["about"] == "Name: Red Band; Aliases: Red\u00a0Band"
    assert (listed[-1]["words"], listed[-1]["about"], listed[-1]["allowed"]) == (ACCUSATION, "", "")


def test_what_alone_distinguishes_rows_with_the_same_words_is_given(
    make_package: Callable[..., DataPackage], monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = rows()
    (claim, *others) = tables["attributions"]
    second = {**claim, "attribution_id": "atr-0002", "incident_id": "inc-0002"}
    tables["attributions"] = [claim, second, *({**o, "attribution_id": "atr-0003"} for o in others)]
    (killing, market) = tables["incidents"]
    targets = ({"target_text": "people"}, {"incident_id": "inc-0003"})
    tables["incidents"] = [killing | targets[0], market, killing | targets[1]]
    root = SamplePackage(make_package(tables)).root
    monkeypatch.chdir(root)
    sheet = prepared(root)
    cells = {tuple(row[name] for name in SHEET[:3]) for row in sheet}
    for row_id, incident in (("atr-0001", f"inc-0001 {KILLING}"), ("atr-0002", "inc-0002 ")):
        assert ("attributions", row_id, "incident_id") not in cells
        about = asked(sheet, "attributions", row_id, "actor_id")["about"]
        assert about.startswith(f"Incident: {incident}")
        assert "Actor" not in about  # both name the same
    for row_id, target in (("inc-0001", "people"), ("inc-0003", "blank")):
        assert ("incidents", row_id, "target_text") not in cells
        for column in ("date", ""):  # where it is asked, and where it may be typed
            about = asked(sheet, "incidents", row_id, column)["about"]
            assert about == f"Target as printed: {target}"
    # the figure distinguishes casualties, and the words others
    assert ("casualties", "cas-0001", "incident_id") in cells
    assert ("statements", "stm-0001", "speaker_id") in cells


def test_a_cell_that_is_read_twice_is_not_asked_again(sample: Path) -> None:
    typed(prepared(sample), (RAID, "armed_assault"))
    assert cli.main(["second-reading", "src-000", "--take"]) == 0
    Path("second-reading-src-000.csv").unlink()
    assert RAID not in {tuple(row[name] for name in SHEET[:3]) for row in prepared(sample)}


def test_nothing_is_asked_where_every_cell_is_read_twice(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    work = open_workspace(sample)
    sheet = [row for row in prepared(sample) if row["column_name"]]
    dataset = Dataset(work.package)
    answers = []
    for row in sheet:
        cell = dataset.row(row["table_name"], row["row_id"])[row["column_name"]]
        answers.append((tuple(row[name] for name in SHEET[:3]), str(cell or "blank")))
    typed(sheet, *answers)
    assert cli.main(["second-reading", "src-000", "--take"]) == 0
    capsys.readouterr()
    assert cli.main(["second-reading", "src-000"]) == 0
    assert capsys.readouterr().out == "src-000: no coded cell is left to ask\n"
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
    assert asked(prepared(sample), "places", "plc-0001", "kind")["words"] == "Farville"


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
        "datasets/readings.csv:1:1: 3 cells of src-000 read a second time",
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
        "attack. Decide by the guide: correct the cell, or type armed_assault as agreed in "
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
    first = "second-reading-src-000.csv:2:1: act-0001 kind: 'series' is not allowed; allowed: "
    assert str(result.notes[0]).startswith(first)
    assert [n.message.partition(":")[0] for n in result.notes[1:]] == [
        "the row is not of src-000",
        "no such cell",
        "no such cell",
    ]


@pytest.mark.parametrize(
    ("cell", "text", "allowed"),
    [
        ((*RAID[:2], "place_id"), "plc-0009", "an id of places (last lines of the sheet), blank"),
        ((*RAID[:2], "place_id"), "Farville", "an id of places (last lines of the sheet), blank"),
        ((*RAID[:2], "date"), "2024-13", "a date (section 8 of the guide), blank"),
        ((*RAID[:2], "scale"), "blank", "single, series"),
        (("places", "plc-0001", "country"), "af", "a code of ISO 3166-1 alpha-2, blank"),
        (("evidence", "evd-0001", "column_name"), "when", "a column of incidents, blank"),
    ],
)
def test_what_a_column_does_not_allow_is_refused(
    sample: Path, cell: tuple[str, ...], text: str, allowed: str
) -> None:
    typed(prepared(sample), (cell, text))
    result = take(open_workspace(sample), "src-000")
    assert result.files == {}
    (note,) = result.notes
    assert note.message == f"{text!r} is not allowed; allowed: {allowed}"


def test_ids_dates_and_words_are_taken_in(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    passage = ("reviewed", "src-000:13:figure", "reason")
    answers = (
        ((*RAID[:2], "place_id"), "plc-0001"),
        ((*RAID[:2], "date"), "2024-03"),
        ((*RAID[:2], "target_text"), "Blank"),
        (("casualties", "cas-0001", "victim_text"), "people"),
        (passage, "Identifier"),
    )
    typed(prepared(sample), *answers)
    assert cli.main(["second-reading", "src-000", "--take"]) == 1
    assert "inc-0001 date: coded 2024-03-22; second reading: 2024-03." in capsys.readouterr().out
    assert readings(sample) == [
        "casualties,cas-0001,victim_text,people,,",
        "incidents,inc-0001,date,2024-03,,",
        "incidents,inc-0001,place_id,plc-0001,,",
        "incidents,inc-0001,target_text,,,",
        "reviewed,src-000:13:figure,reason,identifier,,",
    ]
    found = [(f.rule, f.field) for f in gate.check(sample).findings]
    assert found == [("second-reading", "date")]


def test_a_difference_in_a_row_without_an_id_names_its_key(sample: Path) -> None:
    typed(prepared(sample), (("reviewed", "src-000:13:figure", "reason"), "money"))
    (note,) = take(open_workspace(sample), "src-000").notes
    assert note.subject == "src-000:13:figure reason"
    assert note.place.line == 3


def test_a_cell_typed_twice_is_taken_in_once(sample: Path) -> None:
    sheet = prepared(sample)
    row = asked(sheet, *RAID)
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
