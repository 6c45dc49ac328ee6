from __future__ import annotations

import csv
import io
import json
import random
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from isk_indicators import cli
from isk_indicators.changes import (
    BUMPS,
    FORMATS,
    LEAST,
    Change,
    VersionError,
    by_id,
    coming,
    compare,
    files_of,
    is_earlier,
    least_bump,
    number,
    project_version,
    published,
    published_number,
    raised,
    read_version,
    version_in,
    words_of,
)
from isk_indicators.release.package import data_files, zip_archive

ROOT = Path(__file__).resolve().parents[1]
FILES = data_files(ROOT)
CASUALTIES = "datasets/casualties.csv"
SCHEMA = "schemas/casualties.json"
TABLE = list(csv.reader(io.StringIO(FILES[CASUALTIES].decode(), newline="")))
HEADER, FIRST, SECOND = TABLE[:3]

Files = dict[str, bytes]


def write(folder: Path, files: Files) -> Path:
    path = folder / "isk-indicators-0.1.0.zip"
    path.write_bytes(zip_archive(files))
    return path


def records(change: Callable[[list[list[str]]], Any]) -> Files:
    """The release with other rows of casualties."""
    rows = [[*row] for row in TABLE]
    change(rows)
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return FILES | {CASUALTIES: out.getvalue().encode()}


def schema(change: Callable[[dict[str, Any]], Any]) -> Files:
    """The release with another schema of casualties."""
    document = json.loads(FILES[SCHEMA])
    change({field["name"]: field for field in document["fields"]})
    return FILES | {SCHEMA: json.dumps(document).encode()}


def put(rows: list[list[str]], **cells: str) -> None:
    """Other cells of the first row."""
    for name, text in cells.items():
        rows[1][HEADER.index(name)] = text


def cell(name: str) -> str:
    return FIRST[HEADER.index(name)]


def changes(tmp_path: Path, new: Files, old: Files = FILES) -> list[Change]:
    """What makes ``new`` of the release, both read from zips."""
    (tmp_path / "new").mkdir()
    return compare(read_version(write(tmp_path, old)), read_version(write(tmp_path / "new", new)))


def test_a_version_equals_itself_from_a_zip_and_from_a_folder(tmp_path: Path) -> None:
    path = write(tmp_path, FILES)
    zipfile.ZipFile(path).extractall(tmp_path / "folder")
    zipped, folder = read_version(path), read_version(tmp_path / "folder")
    assert compare(zipped, folder) == compare(folder, zipped) == []
    assert compare(zipped, read_version(ROOT)) == []
    assert zipped == folder
    assert zipped.name == read_version(ROOT).name


def test_the_order_of_rows_is_no_change(tmp_path: Path) -> None:
    assert changes(tmp_path, records(lambda rows: rows.insert(1, rows.pop()))) == []


def test_a_row_more_or_fewer(tmp_path: Path) -> None:
    fewer = records(lambda rows: rows.pop(1))
    gone = changes(tmp_path, fewer)
    assert gone == [Change("row_gone", "casualties", FIRST[0])]
    (tmp_path / "back").mkdir()
    added = changes(tmp_path / "back", FILES, fewer)
    assert added == [Change("row_added", "casualties", FIRST[0])]
    assert (least_bump(gone), least_bump(added)) == ("major", "minor")


def test_a_row_withdrawn_as_an_error(tmp_path: Path) -> None:
    """It asks for a minor version; a row that was right asks for a major one."""
    old = read_version(write(tmp_path, FILES))
    error, right = FIRST[0], SECOND[0]
    log = [{"table_name": "casualties", "row_id": id_} for id_ in (error, right)]
    withdrawn = ({**log[0], "error": "yes"}, {**log[1], "error": ""})
    rows = {**old.rows, "casualties": old.rows["casualties"][2:], "withdrawn": withdrawn}
    found = compare(old, replace(old, rows=rows))
    assert [(c.kind, c.row_id) for c in found] == [("row_gone", right), ("error_withdrawn", error)]
    assert [least_bump([change]) for change in found] == ["major", "minor"]


def test_cells_corrected_filled_and_cleared(tmp_path: Path) -> None:
    found = changes(tmp_path, records(lambda rows: put(rows, figure="7", note="new", harm="")))
    assert found == [
        Change("cell_corrected", "casualties", FIRST[0], name, cell(name), after)
        for name, after in (("harm", ""), ("figure", "7"), ("note", "new"))
    ]
    assert least_bump(found) == "patch"


def test_a_span_that_only_moved(tmp_path: Path) -> None:
    found = changes(tmp_path, records(lambda rows: put(rows, span_start="1", span_end="2")))
    assert [(c.kind, c.column, c.after) for c in found] == [
        ("span_moved", "span_start", "1"),
        ("span_moved", "span_end", "2"),
    ]
    assert least_bump(found) == "patch"


ACTORS = "datasets/actors.csv"
ACTOR_ROWS = list(csv.reader(io.StringIO(FILES[ACTORS].decode(), newline="")))


def of_aliases(tmp_path: Path, before: str, after: str, actors: Files = FILES) -> list[Change]:
    """What makes ``after`` of ``before`` in the list of the first actor."""
    made = []
    for aliases in (before, after):
        rows = [[*row] for row in ACTOR_ROWS]
        rows[1][rows[0].index("aliases")] = aliases
        out = io.StringIO(newline="")
        csv.writer(out, lineterminator="\n").writerows(rows)
        made.append(actors | {ACTORS: out.getvalue().encode()})
    return changes(tmp_path, made[1], made[0])


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("a|b", "a|b|c", "cell_extended"),
        ("a|b", "c|b|a", "cell_extended"),
        ("", "a", "cell_extended"),
        ("a|b", "a", "cell_corrected"),
        ("a", "", "cell_corrected"),
        ("a|b", "a|c|d", "cell_corrected"),
        ("a|b", "b|a", "cell_corrected"),
        ("ab", "ab c", "cell_corrected"),
    ],
)
def test_a_list_with_more_values_and_none_fewer_is_extended(
    tmp_path: Path, before: str, after: str, kind: str
) -> None:
    (found,) = of_aliases(tmp_path, before, after)
    assert (found.kind, found.column) == (kind, "aliases")
    assert least_bump([found]) == ("minor" if kind == "cell_extended" else "patch")


def test_a_list_is_one_by_the_declaration_of_its_column_alone(tmp_path: Path) -> None:
    schema = "schemas/actors.json"
    document = json.loads(FILES[schema])
    (column,) = (field for field in document["fields"] if field["name"] == "aliases")
    del column["isk"]["separator"]
    undeclared = FILES | {schema: json.dumps(document).encode()}
    (found,) = of_aliases(tmp_path, "a", "a|b", undeclared)
    assert found.kind == "cell_corrected"


@pytest.mark.parametrize("name", ["quote", "source_id"])
def test_a_span_of_other_words_did_not_only_move(tmp_path: Path, name: str) -> None:
    found = changes(tmp_path, records(lambda rows: put(rows, span_start="1", **{name: "x"})))
    assert {c.kind for c in found} == {"cell_corrected"}
    assert {c.column for c in found} == {name, "span_start"}


def test_a_renamed_column_is_one_gone_and_one_added(tmp_path: Path) -> None:
    document = json.loads(FILES[SCHEMA])
    document["fields"][-1]["name"] = "remark"
    new = records(lambda rows: rows[0].__setitem__(-1, "remark"))
    new[SCHEMA] = json.dumps(document).encode()
    found = changes(tmp_path, new)
    assert found == [
        Change("column_gone", "casualties", "", "note", "string"),
        Change("column_added", "casualties", "", "remark", "", "string"),
    ]
    assert least_bump(found) == "major"
    assert least_bump(found[1:]) == "minor"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda f: f["harm"]["constraints"]["enum"].append("lost"), ("value_added", "", "lost")),
        (lambda f: f["harm"]["constraints"]["enum"].remove("killed"),
         ("column_changed", "killed", "")),
        (lambda f: f["harm"]["constraints"].pop("enum"),
         ("column_changed", "one of its values", "any value")),
        (lambda f: f["note"].update(type="number"), ("column_changed", "string", "number")),
        (lambda f: f["harm"]["constraints"].pop("required"),
         ("column_changed", "required", "may be blank")),
        (lambda f: f["note"].update(constraints={"required": True}),
         ("column_reworded", "may be blank", "required")),
        (lambda f: f["note"].update(title="N"), ("column_reworded", "title: Note", "title: N")),
    ],
)  # fmt: skip
def test_changes_of_a_column(tmp_path: Path, change: Any, expected: tuple[str, ...]) -> None:
    (found,) = changes(tmp_path, schema(change))
    assert (found.kind, found.before, found.after) == expected
    assert (found.table, found.row_id) == ("casualties", "")


def test_the_meaning_of_a_value_that_stays_is_reworded(tmp_path: Path) -> None:
    def change(fields: dict[str, Any]) -> None:
        fields["harm"]["constraints"]["enum"].append("lost")
        fields["harm"]["isk"]["meanings"] |= {"lost": "Nobody knows.", "killed": "Died."}

    added, reworded = changes(tmp_path, schema(change))
    assert (added.kind, reworded.kind) == ("value_added", "column_reworded")
    assert "killed = Died." in reworded.after
    assert "lost" not in reworded.after


def test_a_table_that_comes_or_goes(tmp_path: Path) -> None:
    descriptor = json.loads(FILES["datapackage.json"])
    descriptor["resources"] = [r for r in descriptor["resources"] if r["name"] != "casualties"]
    fewer = FILES | {"datapackage.json": json.dumps(descriptor).encode()}
    rows = f"{len(TABLE) - 1} rows"
    gone = changes(tmp_path, fewer)
    assert gone == [Change("table_gone", "casualties", before=rows)]
    (tmp_path / "back").mkdir()
    added = changes(tmp_path / "back", FILES, fewer)
    assert added == [Change("table_added", "casualties", after=rows)]
    assert (least_bump(gone), least_bump(added)) == ("major", "minor")


VIEW = "schemas/views/tolls.json"


def test_a_view_is_compared_by_its_columns(tmp_path: Path) -> None:
    document = json.loads(FILES[VIEW])
    document["fields"][-1]["name"] = "remark"
    found = changes(tmp_path, FILES | {VIEW: json.dumps(document).encode()})
    assert [(c.kind, c.table, c.column) for c in found] == [
        ("column_gone", "tolls", json.loads(FILES[VIEW])["fields"][-1]["name"]),
        ("column_added", "tolls", "remark"),
    ]


def test_a_view_that_comes_or_goes(tmp_path: Path) -> None:
    fewer = {name: data for name, data in FILES.items() if name != VIEW}
    gone = changes(tmp_path, fewer)
    assert gone == [Change("table_gone", "tolls", before="a view")]
    (tmp_path / "back").mkdir()
    added = changes(tmp_path / "back", FILES, fewer)
    assert added == [Change("table_added", "tolls", after="a view")]
    assert (least_bump(gone), least_bump(added)) == ("major", "minor")


def test_another_key_is_a_change_of_its_column(tmp_path: Path) -> None:
    document = json.loads(FILES[SCHEMA])
    document["primaryKey"] = ["note"]
    found = changes(tmp_path, FILES | {SCHEMA: json.dumps(document).encode()})
    assert found[0] == Change("column_changed", "casualties", "", "note", "no key", "the key")
    assert least_bump(found) == "major"


def test_many_random_changes_are_all_found(tmp_path: Path) -> None:
    """Against a record of what was done, kept while it was done."""
    dice = random.Random(7)  # noqa: S311 - no secret
    done: dict[tuple[str, str], str] = {}

    def change(rows: list[list[str]]) -> None:
        for _ in range(60):
            row, at = dice.choice(rows[1:]), dice.randrange(1, len(HEADER))
            row[at] = done[row[0], HEADER[at]] = f"{row[at]}!"

    found = changes(tmp_path, records(change))
    assert {(c.row_id, c.column): c.after for c in found} == done


def test_the_least_bump_is_the_greatest_asked_for() -> None:
    assert least_bump([]) == "none"
    some = [Change(kind, "t") for kind in LEAST]
    assert least_bump(some) == "major"
    assert {least_bump([one]) for one in some} == {*BUMPS} - {"none"}
    assert [raised("1.2.3", bump) for bump in BUMPS] == ["1.2.3", "1.2.4", "1.3.0", "2.0.0"]


# Reading


def test_published_zips_are_found_by_number(tmp_path: Path) -> None:
    for name in ("0.10.0", "0.9.0", "1.0", "01.0.0", "0.11.0.dev0"):
        (tmp_path / f"isk-indicators-{name}.zip").touch()
    assert [*published(tmp_path)] == ["0.9.0", "0.10.0"]
    assert published(tmp_path / "nowhere") == {}


def test_a_development_version_is_named_in_a_zip_and_is_not_published() -> None:
    assert version_in("isk-indicators-0.2.0.dev0.zip") == "0.2.0.dev0"
    assert version_in("isk-indicators-0.2.0.zip") == "0.2.0"
    assert published_number("isk-indicators-0.2.0.dev0.zip") is None
    assert [n for n in ("0.2.0.dev1", "0.2.dev0", "0.2.0.dev0.dev0", "0.2.0dev0")
            if version_in(f"isk-indicators-{n}.zip")] == []  # fmt: skip
    assert (coming("0.2.0.dev0"), coming("0.2.0")) == ("0.2.0", "0.2.0")


def test_every_release_is_earlier_than_a_development_version() -> None:
    assert is_earlier("0.9.0", "0.10.0")
    assert not is_earlier("0.10.0", "0.10.0")
    assert is_earlier("0.10.0", "0.9.0.dev0")
    with pytest.raises(VersionError):
        is_earlier("0.9.0", "latest.dev0")


@pytest.mark.parametrize("name", ["1.0", "1.0.0.dev0", "1.0.0a1", "01.0.0", "", "1.0.0\n", "١.0.0"])
def test_what_is_no_version(name: str) -> None:
    with pytest.raises(VersionError, match="is no version"):
        number(name)


WRONG = (None, 3, "x", [], {}, [3], {"a": 1}, [None], [[]], float("nan"))


def places(part: Any) -> Iterator[tuple[Any, Any]]:
    """Each object or list in a JSON document, with each of its keys."""
    keys = part if isinstance(part, dict) else range(len(part)) if isinstance(part, list) else ()
    for key in [*keys]:
        yield part, key
        yield from places(part[key])


@pytest.mark.parametrize("file", ["datapackage.json", SCHEMA, "schemas/views/tolls.json"])
def test_a_malformed_descriptor_or_schema_ends_in_a_sentence(tmp_path: Path, file: str) -> None:
    dice = random.Random(file)  # noqa: S311 - no secret
    path = write(tmp_path, FILES)
    known, refused = read_version(path), 0
    for _ in range(150):
        document = json.loads(FILES[file])
        part, key = dice.choice([*places(document)])
        if dice.random() < 0.2:
            del part[key]
        else:
            part[key] = dice.choice(WRONG)
        try:
            found = read_version(path, FILES | {file: json.dumps(document).encode()})
        except VersionError:
            refused += 1
            continue
        for changes_ in (compare(known, found), compare(found, known)):
            assert all([*report(changes_)] for report in FORMATS.values())
    assert refused > 0


@pytest.mark.parametrize("name", ["../x", "/x", "a/../../x", "C:/x"])
def test_a_zip_with_a_file_outside_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(VersionError, match="outside"):
        files_of(write(tmp_path, FILES | {name: b""}))


@pytest.mark.parametrize("key", ["path", "schema"])
def test_a_descriptor_that_leads_outside_is_refused(tmp_path: Path, key: str) -> None:
    shutil.copy(ROOT / "datapackage.json", tmp_path)
    shutil.copytree(ROOT / "schemas", tmp_path / "schemas")
    document = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    document["resources"][0][key] = "../secret"
    (tmp_path / "datapackage.json").write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(VersionError, match="outside"):
        read_version(tmp_path)


@pytest.mark.parametrize(
    ("file", "data"),
    [
        ("datapackage.json", b"{"),
        ("datapackage.json", b"[]"),
        ("datapackage.json", b"{}"),
        ("datapackage.json", b'{"resources": [1]}'),
        (SCHEMA, b"\xff"),
        (SCHEMA, b"{}"),
        (CASUALTIES, b""),
        (CASUALTIES, b"a,b\n1\n"),
        (CASUALTIES, b"\xff"),
        (CASUALTIES, b'a\n"b'),
    ],
)
def test_a_broken_file_is_reported(tmp_path: Path, file: str, data: bytes) -> None:
    with pytest.raises(VersionError):
        read_version(write(tmp_path, FILES | {file: data}))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", f"{CASUALTIES}:1: the header is missing"),
        (b"a,b\n1,2\n1\n", f"{CASUALTIES}:3: cells in the row: 1, in the header: 2"),
        (b"a,b\n1,2,3\n", f"{CASUALTIES}:2: cells in the row: 3, in the header: 2"),
        (b'a\n"b', f"{CASUALTIES}:2: no CSV: a quotation mark is out of place"),
        (b'a\n"b"c\n', f"{CASUALTIES}:2: no CSV: a quotation mark is out of place"),
        (b"\xff", f"{CASUALTIES}: is not UTF-8"),
    ],
)
def test_a_broken_table_is_reported_in_plain_words_with_advice(
    tmp_path: Path, data: bytes, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, FILES | {CASUALTIES: data})
    assert cli.main(["diff", str(path), str(ROOT)]) == 2
    assert capsys.readouterr().err == f"diff: {says}; put the zip there as it was published\n"
    with zipfile.ZipFile(path) as archive:
        archive.extractall(tmp_path / "folder")
    assert cli.main(["diff", str(ROOT), str(tmp_path / "folder")]) == 2
    advice = f"run isk-indicators check {tmp_path / 'folder'}, and correct what it reports"
    assert capsys.readouterr().err == f"diff: {says}; {advice}\n"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"[project]\n", "no version is given: write version ="),
        (b"project = 1\n", "no version is given: write version ="),
        (b"[project\n", "cannot be read as TOML in UTF-8"),
        (None, "cannot be read (No such file or directory)"),
    ],
)
def test_a_project_without_a_version_is_reported(
    tmp_path: Path, data: bytes | None, says: str
) -> None:
    path = tmp_path / "pyproject.toml"
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(VersionError, match=re.escape(f"{path}: {says}")):
        project_version(tmp_path)


def test_what_is_no_version_is_reported_with_both_forms() -> None:
    with pytest.raises(VersionError, match=r"such as 0\.1\.0, or between two .* 0\.1\.0\.dev0"):
        number("1.1.0.dev1")


def test_a_missing_file_and_no_zip_are_reported(tmp_path: Path) -> None:
    lacking = {name: data for name, data in FILES.items() if name != CASUALTIES}
    with pytest.raises(VersionError, match=f"has no {CASUALTIES}"):
        read_version(write(tmp_path, lacking))
    (tmp_path / "a.zip").write_bytes(b"PK")
    with pytest.raises(VersionError, match="as a zip"):
        read_version(tmp_path / "a.zip")
    with pytest.raises(VersionError, match="no such"):
        read_version(tmp_path / "nowhere")


# The command


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the release 0.1.0 and a zip with a corrected figure."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "releases").mkdir()
    write(tmp_path / "releases", FILES)
    new = records(lambda rows: put(rows, figure="a | b"))
    (tmp_path / "new.zip").write_bytes(zip_archive(new))
    return tmp_path


def test_equal_versions_exit_with_0(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["diff", "0.1.0", str(here / "releases/isk-indicators-0.1.0.zip")]) == 0
    assert capsys.readouterr().out == "no changes\n"


def test_changes_are_reported_by_table_and_kind(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["diff", "0.1.0", str(here / "new.zip")]) == 1
    assert capsys.readouterr().out == (
        "casualties\n"
        "  cells corrected\n"
        f'    {FIRST[0]} figure "{cell("figure")}" -> "a | b"\n'
        "\n"
        "1 change: at least a patch version\n"
    )


def test_changes_as_markdown_csv_and_json(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def reported(name: str) -> str:
        assert cli.main(["diff", "0.1.0", str(here / "new.zip"), "--format", name]) == 1
        return capsys.readouterr().out

    change = Change("cell_corrected", "casualties", FIRST[0], "figure", cell("figure"), "a | b")
    assert f"| {cell('figure')} | a \\| b |" in reported("markdown")
    (row,) = csv.DictReader(io.StringIO(reported("csv")))
    assert Change(**row) == change
    document = json.loads(reported("json"))
    assert [Change(**one) for one in document["changes"]] == [change]
    assert document["least_bump"] == "patch"


@pytest.mark.parametrize(
    ("old", "says"),
    [("0.2.0", "no zip of version 0.2.0; it has 0.1.0"), ("nowhere", "no such folder or zip")],
)
@pytest.mark.usefixtures("here")
def test_bad_input_exits_with_2(old: str, says: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["diff", old, "0.1.0"]) == 2
    assert says in capsys.readouterr().err


def test_a_cell_that_one_version_does_not_know_is_not_compared() -> None:
    version = read_version(ROOT)
    rows = [{"casualty_id": FIRST[0], "harm": cell("harm")}]
    partial = replace(version, rows={**version.rows, "casualties": (*rows,)})
    assert {c.kind for c in compare(version, partial)} == {"row_gone"}


# Commits, and what is shown beside a change


@pytest.fixture
def repository(git: str, tmp_path: Path) -> Path:  # noqa: ARG001
    """A repository with the release at the tag ``v0.1.0``, and changes of a branch and a folder."""
    root = tmp_path / "repository"
    for name, content in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    run_git(root, "init", "-q", "-b", "main")
    run_git(root, "add", ".")
    run_git(root, *WHO, "commit", "-qm", "x")
    run_git(root, "tag", "v0.1.0")
    run_git(root, "switch", "-q", "-c", "work")
    (root / CASUALTIES).write_bytes(records(lambda rows: put(rows, figure="a"))[CASUALTIES])
    run_git(root, *WHO, "commit", "-qam", "y")
    (root / CASUALTIES).write_bytes(records(lambda rows: put(rows, figure="b"))[CASUALTIES])
    return root


WHO = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")


def run_git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("main", "HEAD", (cell("figure"), "a")),
        ("v0.1.0", ".", (cell("figure"), "b")),
        ("work", ".", ("a", "b")),
        (".", "work~1", ("b", cell("figure"))),
        ("main", "v0.1.0", None),
    ],
)
def test_commits_are_compared(
    repository: Path,
    old: str,
    new: str,
    expected: tuple[str, str] | None,
    capsys: pytest.CaptureFixture[str],
) -> None:
    code = cli.main(["diff", old, new, "-C", str(repository), "--format", "json"])
    found = json.loads(capsys.readouterr().out)["changes"]
    assert (code, len(found)) == ((1, 1) if expected else (0, 0))
    for one in found:
        assert (one["before"], one["after"]) == expected


def test_a_file_comes_before_a_branch_of_its_name(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "main").mkdir()
    assert cli.main(["diff", "main", "HEAD", "-C", str(repository)]) == 2
    assert "main: datapackage.json cannot be read" in capsys.readouterr().err
    assert cli.main(["diff", "refs/heads/main", "HEAD", "-C", str(repository)]) == 1


@pytest.mark.parametrize("given", ["nowhere", "-x", "HEAD:CHANGELOG.md", "main..work"])
def test_what_is_neither_a_file_nor_a_commit_makes_2(
    repository: Path, given: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["diff", "-C", str(repository), "--", given, "HEAD"]) == 2
    err = capsys.readouterr().err
    assert "no such folder or zip; " in err
    assert "git finds no such commit" in err or "no commit begins with '-'" in err
    assert err.count("\n") == 1


def shown(tmp_path: Path, new: Files, capsys: pytest.CaptureFixture[str], style: str) -> str:
    """What ``diff --show`` prints of the release and a new version of it."""
    (tmp_path / "new").mkdir(exist_ok=True)
    paths = [str(write(tmp_path, FILES)), str(write(tmp_path / "new", new))]
    assert cli.main(["diff", *paths, "--show", "--format", style]) == 1
    return capsys.readouterr().out


def logged(files: Files, **cells: str) -> Files:
    """The files with one reason, for the next release."""
    table = "withdrawn" if "replaced_by" in cells else "corrections"
    names = [f["name"] for f in json.loads(FILES[f"schemas/{table}.json"])["fields"]]
    row = {"table_name": "casualties", "release": "9.9.9", **cells}
    line = ",".join(row.get(name, "") for name in names)
    descriptor = json.loads(files["datapackage.json"])
    resources = json.loads((ROOT / "datapackage.json").read_text(encoding="utf-8"))["resources"]
    if table not in {r["name"] for r in descriptor["resources"]}:
        descriptor["resources"] += [r for r in resources if r["name"] == table]
    path = f"datasets/{table}.csv"
    old = files.get(path, f"{','.join(names)}\n".encode())
    return files | {
        path: old + f"{line}\n".encode(),
        "datapackage.json": json.dumps(descriptor).encode(),
    }


def test_a_new_row_is_shown_with_its_cells_quote_and_note(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = dict(zip(HEADER, FIRST, strict=True)) | {"casualty_id": "cas-0999", "note": "A note."}
    new = records(lambda rows: rows.append([*row.values()]))
    text = shown(tmp_path, new, capsys, "text")
    cells = ", ".join(
        f"{name} {value}"
        for name, value in row.items()
        if value and name not in ("casualty_id", "quote", "note")
    )
    assert text == (
        "casualties\n  rows added\n    cas-0999\n"
        f"      cells: {cells}\n      quote: {row['quote']}\n      note: A note.\n"
        "\n1 change: at least a minor version\n"
    )
    (one,) = json.loads(shown(tmp_path, new, capsys, "json"))["changes"]
    assert (one["quote"], one["note"], one["reason"]) == (row["quote"], "A note.", "")
    markdown = shown(tmp_path, new, capsys, "markdown")
    assert "| change | row | column | before | after | cells | quote | reason | note |" in markdown
    assert f" | {row['quote']} |  | A note. |" in markdown
    (line,) = csv.DictReader(io.StringIO(shown(tmp_path, new, capsys, "csv")))
    assert line["quote"] == row["quote"]


def test_a_changed_cell_and_a_withdrawn_row_are_shown_with_their_reasons(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    new = records(lambda rows: [put(rows, harm="wounded", note="n"), rows.pop(2)])
    new = logged(new, row_id=FIRST[0], column_name="harm", reason="A slip.")
    new = logged(new, row_id=SECOND[0], reason="Told twice.", replaced_by="")
    found = json.loads(shown(tmp_path, new, capsys, "json"))["changes"]
    assert [(c["kind"], c["column"], c["reason"]) for c in found] == [
        ("row_gone", "", "Told twice."),
        ("cell_corrected", "harm", "A slip."),
        ("cell_corrected", "note", ""),
    ]
    quotes = [row[HEADER.index("quote")] for row in (SECOND, FIRST, FIRST)]
    assert [c["quote"] for c in found] == quotes
    assert "\n      reason: A slip.\n" in shown(tmp_path, new, capsys, "text")


def test_an_earlier_reason_is_not_shown_beside_a_later_change() -> None:
    current = read_version(ROOT)
    row = by_id(current, "attributions")["atr-0011"]
    other = {**row, "role": "accomplice"}
    rows = tuple(other if one is row else one for one in current.rows["attributions"])
    new = replace(current, rows={**current.rows, "attributions": rows}, name="9.9.9")
    assert any(c["row_id"] == "atr-0011" for c in current.rows["corrections"])
    (change,) = compare(current, new)
    assert words_of(current, new, [change])[change].reason == ""


def test_reviewed_passages_are_shown_and_require_no_version() -> None:
    current = read_version(ROOT)
    reviewed = current.rows["reviewed"]
    changed = ({**reviewed[0], "reason": "idiom"}, *reviewed[2:])
    new = replace(current, rows={**current.rows, "reviewed": changed})
    assert compare(current, new) == []
    found = compare(current, new, passages=True)
    keys = [":".join(row[n] for n in ("source_id", "span_start", "kind")) for row in reviewed[:2]]
    assert [(c.kind, c.row_id, c.after) for c in found] == [
        ("row_gone", keys[1], ""),
        ("cell_corrected", keys[0], "idiom"),
    ]
    assert least_bump(found) == "none"
    words = words_of(current, new, found)
    assert [words[c].reason for c in found] == [reviewed[1]["reason"], "idiom"]
    assert [words[c].quote for c in found] == [row["quote"] for row in reviewed[1::-1]]
