"""A downloaded release against its checksums, and the hash of its content."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import isk_indicators as isk
from isk_indicators import cli
from isk_indicators.changes import project_version
from isk_indicators.download import (
    CHECKSUMS,
    LISTED,
    CannotVerifyError,
    ChecksumsError,
    VerifiedRelease,
    checksum_file,
    content_hash,
    read_checksums,
    sha256,
    table_hash,
    typed,
    verify_release,
)
from isk_indicators.release.package import data_files, zip_archive
from isk_indicators.schema import DataPackage, Field, Schema, open_package
from isk_indicators.tables import TableError
from tests.crafted_zip import Member, pack
from tests.release.conftest import read_rows, released_tables

ROOT = Path(__file__).resolve().parents[1]
VERSION = project_version(ROOT)
BUNDLE = f"isk-indicators-{VERSION}.zip"
GEOJSON = f"isk-indicators-{VERSION}.geojson"
WHEEL = f"isk_indicators-{VERSION}-py3-none-any.whl"
TABLE = "datasets/casualties.csv"
DATA = data_files(ROOT) | {"README.md": b"words\n"}

Files = dict[str, bytes]


def sealed(files: Files) -> Files:
    return files | {CHECKSUMS: checksum_file(files)}


def write(folder: Path, files: Files) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def release(bundle: bytes) -> Files:
    wheel = zip_archive({"isk_indicators/__init__.py": b""})
    return sealed({BUNDLE: bundle, GEOJSON: b"{}\n", WHEEL: wheel})


def described(change: Callable[[dict], object]) -> Files:
    """The files of the data package with another descriptor."""
    document = json.loads(DATA["datapackage.json"])
    change(document)
    return DATA | {"datapackage.json": json.dumps(document).encode()}


def reported(descriptor: dict) -> dict:
    """What a descriptor says of the content of its tables."""
    return descriptor["isk"]["content"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A release as it was published."""
    (tmp_path / "release").mkdir()
    return write(tmp_path / "release", release(zip_archive(sealed(DATA))))


def refusal(path: Path) -> str:
    with pytest.raises(isk.ReleaseError) as caught:
        isk.verify_release(path)
    assert not isinstance(caught.value, CannotVerifyError)
    return str(caught.value)


def refused_bundle(tmp_path: Path, bundle: bytes) -> str:
    """What is said of a zip that agrees with the checksums beside it."""
    return refusal(write(tmp_path, release(bundle)) / BUNDLE)


# What holds


def test_a_folder_as_it_was_published(folder: Path) -> None:
    found = isk.verify_release(folder)
    assert sorted(found.files) == sorted([BUNDLE, GEOJSON, WHEEL])
    assert found.absent == ()
    assert found.version == VERSION
    package = open_package(ROOT)
    assert found.rows == {t: len(read_rows(package, t)) for t in released_tables(package)}
    assert {*isk.tables()} <= found.rows.keys()
    assert str(found).splitlines()[-1].startswith(f"data package {VERSION}: every file")
    assert reported(json.loads(DATA["datapackage.json"]))["hash"] == f"sha256:{found.content_hash}"


@pytest.mark.parametrize("given", [str, Path])
def test_one_file_beside_its_checksums(folder: Path, given: Callable[[Path], str | Path]) -> None:
    found = isk.verify_release(given(folder / GEOJSON))
    assert found == VerifiedRelease((GEOJSON,), (BUNDLE, WHEEL))
    assert f"\n{BUNDLE}: not here, not checked" in str(found)


def test_the_checksums_stand_for_their_folder(folder: Path) -> None:
    (folder / WHEEL).unlink()
    assert isk.verify_release(folder / CHECKSUMS) == isk.verify_release(folder)
    assert isk.verify_release(folder).absent == (WHEEL,)


def test_the_folder_of_the_unpacked_zip(tmp_path: Path) -> None:
    found = isk.verify_release(write(tmp_path, sealed(DATA)))
    assert set(found.files) == set(DATA)
    assert found.version == VERSION


def test_a_relative_path_and_the_folder_one_is_in(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    assert isk.verify_release(GEOJSON).files == (GEOJSON,)
    assert isk.verify_release(".").version == VERSION


LITTER = [
    ".DS_Store",
    f"._{GEOJSON}",
    "Thumbs.db",
    "desktop.ini",
    f".~lock.{GEOJSON}#",
    "~$isk.xlsx",
    "__MACOSX",
]


@pytest.mark.parametrize("name", LITTER)
@pytest.mark.parametrize("unpacked", [False, True])
def test_what_an_operating_system_drops_is_passed_over(
    name: str, unpacked: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle = zip_archive(sealed(DATA))
    folder = write(tmp_path, sealed(DATA) if unpacked else release(bundle))
    sound = isk.verify_release(folder)
    places = ["", "datasets/"] if unpacked else [""]
    for place in places:
        path = folder / place / name
        if name == "__MACOSX":
            path.mkdir()
            path /= "._x"
        path.write_bytes(b"x")
    dropped = [f"{place}{name}" for place in places]
    assert isk.verify_release(folder) == replace(sound, litter=tuple(sorted(dropped)))
    assert cli.main(["verify", str(folder)]) == 0
    out, err = capsys.readouterr()
    assert not err
    for one in dropped:
        assert f"\n{one}: not part of the release, not checked\n" in out


def test_a_file_that_only_looks_like_litter_is_refused(folder: Path) -> None:
    (folder / "my Thumbs.db").write_bytes(b"")
    assert f"my Thumbs.db: {CHECKSUMS} does not list it" in refusal(folder)


# Files that are not the published ones


def test_a_tampered_file_is_refused_with_both_sums(folder: Path) -> None:
    (folder / GEOJSON).write_bytes(b"{ }\n")
    said = refusal(folder)
    assert said.startswith(f"{folder / GEOJSON}: its SHA-256 is ")
    for data in (b"{}\n", b"{ }\n"):
        assert checksum_file({"": data}).decode().split()[0] in said
    assert "do not use it; download it again" in said


def test_a_zip_that_broke_off_is_refused(folder: Path) -> None:
    (folder / BUNDLE).write_bytes((folder / BUNDLE).read_bytes()[:-1000])
    assert "broke off while it was downloaded" in refusal(folder / BUNDLE)
    assert isk.verify_release(folder / GEOJSON), "another file is as good as it was"


def test_every_fault_is_reported_at_once(folder: Path) -> None:
    (folder / GEOJSON).write_bytes(b"")
    (folder / WHEEL).write_bytes(b"")
    (folder / "extra.txt").write_bytes(b"")
    with pytest.raises(isk.ReleaseError) as caught:
        isk.verify_release(folder)
    assert [Path(fault.split(": ")[0]).name for fault in caught.value.faults] == [
        GEOJSON,
        WHEEL,
        "extra.txt",
    ]


def test_many_faults_are_counted(folder: Path) -> None:
    for n in range(20):
        (folder / f"extra{n}.txt").write_bytes(b"")
    lines = refusal(folder).splitlines()
    assert len(lines) == LISTED + 1
    assert lines[-1] == "and 11 more"


def test_a_file_that_was_not_published_is_refused(folder: Path) -> None:
    (folder / "setup.exe").write_bytes(b"")
    assert f"setup.exe: {CHECKSUMS} does not list it" in refusal(folder)
    assert f"setup.exe: {CHECKSUMS} does not list it" in refusal(folder / "setup.exe")


def test_a_renamed_download_is_reported_its_name(folder: Path) -> None:
    renamed = (folder / BUNDLE).rename(folder / f"{BUNDLE[:-4]} (1).zip")
    assert refusal(renamed).endswith(f"it is {BUNDLE} under another name; give it that name")


def test_a_folder_among_the_files_is_refused(folder: Path) -> None:
    (folder / "unpacked").mkdir()
    assert "unpacked: it is a folder, which no release has" in refusal(folder)


@pytest.mark.skipif(os.name == "nt", reason="links want rights there")
def test_a_link_is_refused_whatever_it_leads_to(folder: Path, tmp_path: Path) -> None:
    (folder / GEOJSON).rename(tmp_path / "elsewhere")
    (folder / GEOJSON).symlink_to(tmp_path / "elsewhere")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe")
    said = refusal(folder)
    assert said.count("it is a link or a device") == 3
    assert "it is a link or a device" in refusal(folder / GEOJSON)


@pytest.mark.skipif(os.name == "nt", reason="no such name there")
def test_a_name_does_nothing_to_the_terminal(folder: Path) -> None:
    (folder / "a\x1b[2Jb\n").write_bytes(b"")
    said = refusal(folder)
    assert said.isprintable()
    assert "a\\x1b[2Jb\\n: " in said


# Nothing to check with


@pytest.mark.parametrize("number", ["1.2.3", "1.2.3.dev0"])
def test_a_zip_of_any_version_is_looked_into(tmp_path: Path, number: str) -> None:
    def sealed_as(version: str) -> Path:
        data = zip_archive(sealed(described(lambda d: d.update(version=version))))
        (tmp_path / version).mkdir()
        return write(tmp_path / version, sealed({f"isk-indicators-{number}.zip": data}))

    assert isk.verify_release(sealed_as(number)).version == number
    assert "says version '9.9.9'" in refusal(sealed_as("9.9.9"))


@pytest.mark.parametrize("name", ["", GEOJSON])
def test_missing_checksums_are_asked_for(folder: Path, name: str) -> None:
    (folder / CHECKSUMS).unlink()
    with pytest.raises(CannotVerifyError, match=f"download {CHECKSUMS} from where"):
        isk.verify_release(folder / name)


def test_what_is_not_there_cannot_be_checked(folder: Path) -> None:
    with pytest.raises(CannotVerifyError, match="no such file or folder"):
        isk.verify_release(folder / "nowhere.zip")
    for name in (BUNDLE, GEOJSON, WHEEL):
        (folder / name).unlink()
    with pytest.raises(CannotVerifyError, match=f"none of the files .*{GEOJSON}"):
        isk.verify_release(folder)


@pytest.mark.parametrize("line", ["0  a\n", f"{'0' * 64}  ../../etc/passwd\n", "words"])
def test_checksums_that_are_none_are_refused(folder: Path, line: str) -> None:
    (folder / CHECKSUMS).write_text(line, encoding="utf-8")
    assert f"download {CHECKSUMS} again" in refusal(folder)


# A zip that agrees with the checksums beside it, and yet is not what it should be

SAYS = {
    "without its list": (DATA, f"it has no {CHECKSUMS}"),
    "with a list of something else": (DATA | {CHECKSUMS: b"words\n"}, f"its {CHECKSUMS}:1: "),
    "with a file more": (sealed(DATA) | {"setup.exe": b""}, "it has 'setup.exe', which"),
    "with a file fewer": (
        {name: data for name, data in sealed(DATA).items() if name != "README.md"},
        "it lacks README.md",
    ),
    "with another file": (sealed(DATA) | {"README.md": b"other\n"}, "its README.md is not the one"),
    "without a descriptor": (
        sealed({name: data for name, data in DATA.items() if name != "datapackage.json"}),
        "no datapackage.json at its root",
    ),
    "in a folder": (
        sealed({f"isk-indicators/{name}": data for name, data in DATA.items()}),
        "no datapackage.json at its root",
    ),
    "with a table that is not the described one": (
        sealed(DATA | {TABLE: DATA[TABLE].replace(b"killed", b"kilted", 1)}),
        f"its {TABLE} is not the one that its datapackage.json describes",
    ),
    "without a table": (
        sealed({name: data for name, data in DATA.items() if name != TABLE}),
        f"names '{TABLE}', which it lacks",
    ),
    "of another version": (
        sealed(described(lambda d: d.update(version="9.9.9"))),
        "says version '9.9.9'",
    ),
    "without resources": (sealed(described(lambda d: d.pop("resources"))), "not built as expected"),
    "of a list": (sealed(DATA | {"datapackage.json": b"[]"}), "not built as expected"),
    "nested without end": (
        sealed(DATA | {"datapackage.json": b"[" * 100_000}),
        "not built as expected",
    ),
    "with a file elsewhere": (
        sealed(described(lambda d: d["resources"][0].update(path="../../etc/passwd"))),
        "names '../../etc/passwd', which it lacks",
    ),
    "with a schema on the disk": (
        sealed(described(lambda d: d["resources"][0].update(schema="/etc/hostname"))),
        "names '/etc/hostname', which it lacks",
    ),
    "with a table from the network": (
        sealed(described(lambda d: d["resources"][0].update(path="https://example.org/a.csv"))),
        "names 'https://example.org/a.csv', which it lacks",
    ),
    "with tables in parts": (
        sealed(described(lambda d: d["resources"][0].update(path=[TABLE]))),
        "not built as expected",
    ),
    "with another number of rows": (
        sealed(described(lambda d: reported(d)["tables"]["casualties"].update(rows=1))),
        "its casualties do not have the content that its datapackage.json says",
    ),
    "with another content of a table": (
        sealed(
            described(lambda d: d["isk"]["content"]["tables"]["sources"].update(hash="sha256:"))
        ),
        "its sources do not have the content that its datapackage.json says",
    ),
    "with another content of all": (
        sealed(described(lambda d: reported(d).update(hash="sha256:"))),
        "another hash of all tables than of each",
    ),
    "with content of fewer tables": (
        sealed(described(lambda d: reported(d)["tables"].pop("sources"))),
        "describes the content of other tables than it has",
    ),
    "without content": (sealed(described(lambda d: d.pop("isk"))), "not built as expected"),
    "with a schema of its own": (
        sealed(DATA | {"schemas/casualties.json": b"{}"}),
        "not built as expected",
    ),
}


@pytest.mark.parametrize("kind", SAYS)
def test_a_package_that_is_not_what_it_says(tmp_path: Path, kind: str) -> None:
    files, reason = SAYS[kind]
    said = refused_bundle(tmp_path, zip_archive(files))
    assert reason in said
    assert "do not use it; download it again" in said


@pytest.mark.parametrize("kind", [kind for kind in SAYS if "elsewhere" in kind or "disk" in kind])
def test_nothing_outside_is_opened(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    files, _ = SAYS[kind]
    path = write(tmp_path, release(zip_archive(files))) / BUNDLE
    opened: list[Path] = []
    plain = Path.open

    def watched(self: Path, *arguments: str, **more: str) -> object:
        opened.append(self)
        return plain(self, *arguments, **more)

    monkeypatch.setattr(Path, "open", watched)
    refusal(path)
    assert {*opened} == {path, tmp_path / CHECKSUMS}


HOSTILE = {
    "a bomb": (Member(b"bomb", bytes(1 << 20), deflated=True), "more than 100 times"),
    "a way out": (Member(b"../../a.txt"), "outside"),
    "a drive": (Member(b"C:a.txt"), "outside"),
    "a link": (Member(b"a", b"/etc/passwd", mode=0o120777), "a link or a device"),
    "a secret": (Member(b"a", flags=1), "encrypted"),
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("name", [BUNDLE, WHEEL])
def test_a_zip_that_nobody_should_unpack(tmp_path: Path, name: str, kind: str) -> None:
    member, reason = HOSTILE[kind]
    files = {n: d for n, d in release(b"").items() if n != CHECKSUMS} | {name: pack([member])}
    said = refusal(write(tmp_path, sealed(files)) / name)
    assert reason in said
    assert "do not use it; download it again" in said


def test_an_unpacked_package_must_be_whole(tmp_path: Path) -> None:
    folder = write(tmp_path, sealed(DATA))
    (folder / "README.md").unlink()
    (folder / TABLE).write_bytes(b"")
    (folder / "datasets" / "more.csv").write_bytes(b"")
    said = refusal(folder)
    assert "it lacks README.md" in said
    assert f"its {TABLE} is not the one that its {CHECKSUMS} lists" in said
    assert "it has 'datasets/more.csv'" in said


@pytest.mark.parametrize(
    ("limit", "least"),
    [("UNPACKED", sum(map(len, sealed(DATA).values()))), ("MEMBERS", len(sealed(DATA)))],
)
def test_an_unpacked_package_is_read_within_the_limits_of_a_zip(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, least: int
) -> None:
    folder = write(tmp_path, sealed(DATA))
    monkeypatch.setattr(sys.modules[CannotVerifyError.__module__], limit, least)
    assert isk.verify_release(folder).version == VERSION
    monkeypatch.setattr(sys.modules[CannotVerifyError.__module__], limit, least - 1)
    assert "too many files" in refusal(folder) or "bytes" in refusal(folder)


@pytest.mark.skipif(os.name == "nt", reason="links want rights there")
def test_an_unpacked_package_has_no_links(tmp_path: Path) -> None:
    folder = write(tmp_path, sealed(DATA))
    (folder / "more").symlink_to("/")
    assert "links" in refusal(folder)


# The command


def test_the_command_says_what_holds(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["verify", str(folder)]) == 0
    assert capsys.readouterr() == (f"{verify_release(folder)}\n", "")


def test_the_command_tells_a_fault_from_a_lack(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / GEOJSON).write_bytes(b"")
    (folder / "extra").write_bytes(b"")
    assert cli.main(["verify", str(folder)]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert [line.split(":")[0] for line in printed.err.splitlines()] == ["verify", "verify"]
    (folder / CHECKSUMS).unlink()
    assert cli.main(["verify", str(folder)]) == 2
    assert cli.main(["verify", str(folder / "nowhere")]) == 2


# A list of checksums


NAMES = st.from_regex(r"[a-z]{1,9}(/[a-z]{1,9}\.csv)?", fullmatch=True)
LINE = "0" * 64 + "  a.csv\n"


@given(st.dictionaries(NAMES, st.binary(max_size=9), min_size=1, max_size=1))
def test_what_is_written_is_read(files: dict[str, bytes]) -> None:
    assert read_checksums(checksum_file(files)) == {n: sha256(d) for n, d in files.items()}


def test_names_with_spaces_and_the_mark_of_binary_files_are_read() -> None:
    assert read_checksums((LINE + "1" * 64 + " *b c.csv\n").encode()) == {
        "a.csv": "0" * 64,
        "b c.csv": "1" * 64,
    }


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("", "its end is missing"),
        (LINE[:-1], "its end is missing"),
        (LINE + LINE[:-4], "its end is missing"),
        (LINE + "\n", ":2: expected 64"),
        (LINE + "# a comment\n", ":2: expected 64"),
        (LINE.replace("\n", "\r\n"), ":1: .*cannot be seen"),
        ("F" * 64 + "  a.csv\n", ":1: expected 64"),
        ("0" * 63 + "  a.csv\n", ":1: expected 64"),
        (LINE.replace("a.csv", "../a.csv"), ":1: .*outside"),
        (LINE.replace("a.csv", "/etc/passwd"), ":1: .*outside"),
        (LINE + LINE, "which are one file"),
        (LINE + LINE.replace("a", "A"), "which are one file"),
    ],
)
def test_a_list_that_is_none_is_refused(data: str, reason: str) -> None:
    with pytest.raises(ChecksumsError, match=reason):
        read_checksums(data.encode())


def test_a_list_that_is_no_text_is_refused() -> None:
    with pytest.raises(ChecksumsError, match="no text"):
        read_checksums(b"\xff\xfe" + LINE.encode())


# The content hash


COLUMNS = ("place_id", "latitude", "span_start", "seen")
ROWS = [("plc-0002", 61.5, 0, date(2024, 3, 1)), ("plc-0001", None, 17, None)]
KINDS = ("string", "number", "integer", "date")
SCHEMA = Schema(
    "places", tuple(Field(n, n, n, k) for n, k in zip(COLUMNS, KINDS, strict=True)), (), ()
)
WRITTEN = [
    {"place_id": "plc-0002", "latitude": "61.500", "span_start": "0", "seen": "2024-03-01"},
    {"place_id": "plc-0001", "latitude": "", "span_start": "17", "seen": ""},
]
FORM = """\
["place_id","latitude","span_start","seen"]
["plc-0001",null,17,null]
["plc-0002",61.5,0,"2024-03-01"]
"""


def test_the_form_is_the_documented_one() -> None:
    assert table_hash(COLUMNS, ROWS) == hashlib.sha256(FORM.encode()).hexdigest()
    lines = f"{'a' * 64}  actors\n{'b' * 64}  places\n"
    found = content_hash({"places": "b" * 64, "actors": "a" * 64})
    assert found == hashlib.sha256(lines.encode()).hexdigest()


def test_the_order_of_rows_and_the_way_of_writing_make_no_difference() -> None:
    assert table_hash(COLUMNS, ROWS[::-1]) == table_hash(COLUMNS, ROWS)
    assert table_hash(COLUMNS, typed(SCHEMA, WRITTEN)) == table_hash(COLUMNS, ROWS)
    days_as_text = [(*row[:3], row[3] and str(row[3])) for row in ROWS]
    assert table_hash(COLUMNS, days_as_text) == table_hash(COLUMNS, ROWS)


@pytest.mark.parametrize(
    "other",
    [
        [ROWS[0]],
        [*ROWS, ROWS[0]],
        [ROWS[0], ("plc-0001", 0.0, 17, None)],
        [ROWS[0], ("plc-0001", None, "17", None)],
        [ROWS[0], ("plc-0001", "", 17, None)],
        [ROWS[0], ("plc-0001\u00a0", None, 17, None)],
    ],
)
def test_any_other_cell_is_another_hash(other: list) -> None:
    assert table_hash(COLUMNS, other) != table_hash(COLUMNS, ROWS)


def test_other_names_are_another_hash() -> None:
    assert table_hash(("a", *COLUMNS[1:]), ROWS) != table_hash(COLUMNS, ROWS)
    assert content_hash({"a": "0"}) != content_hash({"b": "0"})


def test_text_is_hashed_as_it_is(real: DataPackage) -> None:
    quote = [{"a": '"so\u00a0“it” is"'}]
    schema = replace(real.schemas["places"], fields=(Field("a", "a", "a", "string"),))
    form = '["a"]\n["\\"so\u00a0“it” is\\""]\n'
    assert table_hash(["a"], typed(schema, quote)) == hashlib.sha256(form.encode()).hexdigest()


def test_a_cell_of_another_type_is_refused() -> None:
    with pytest.raises(TableError, match=r"places: latitude: 'x' is no number"):
        typed(SCHEMA, [WRITTEN[0] | {"latitude": "x"}])
