"""Each kind of zip that nobody should unpack is refused, and an honest one is read."""

from __future__ import annotations

import io
import tracemalloc
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isk_indicators import safe_zip
from isk_indicators.changes import VersionError, files_of, read_version
from isk_indicators.safe_zip import ZipError, name_collisions, unsafe_name_reason, unzip
from tests.crafted_zip import Member, pack

HONEST = (Member(b"a.txt", b"words"), Member(b"b/c.txt", b"more " * 50, deflated=True))
FILES = {"a.txt": b"words", "b/c.txt": b"more " * 50}
BOMB = Member(b"bomb", bytes(1 << 20), deflated=True)
UTF8 = 0x800
SECOND_NAME = b"UT\x01\x00\x00" + b"up\x0a\x00\x01" + b"\0\0\0\0" + b"b.txt"


def written(folder: Path, data: bytes) -> Path:
    path = folder / "a.zip"
    path.write_bytes(data)
    return path


def by_library(files: dict[str, bytes], method: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_the_tests_own_writer_writes_zips() -> None:
    with zipfile.ZipFile(io.BytesIO(pack(HONEST))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == FILES


@pytest.mark.parametrize(
    "data",
    [
        pack(HONEST),
        by_library(FILES, zipfile.ZIP_STORED),
        by_library(FILES | {"b/": b"", "b/d/": b""}, zipfile.ZIP_DEFLATED),
        pack([Member("Kermān.txt".encode(), flags=UTF8)]),
        pack([]),
    ],
)
def test_an_honest_zip_is_read_without_its_folders(tmp_path: Path, data: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/")]
        expected = {name: archive.read(name) for name in names}
    assert unzip(written(tmp_path, data)) == expected


def test_a_zip_written_as_a_stream_is_read(tmp_path: Path) -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

        def tell(self) -> int:
            raise OSError

        def seek(self, *_: int) -> int:
            raise OSError

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w") as archive:
        archive.writestr("a.txt", b"words")
    assert zipfile.ZipFile(io.BytesIO(pipe.getvalue())).infolist()[0].flag_bits & 8
    assert unzip(written(tmp_path, pipe.getvalue())) == {"a.txt": b"words"}


ODD_NAMES = {
    b"/etc/passwd": "outside",
    b"../a.txt": "outside",
    b"b/../../a.txt": "outside",
    b"..\\a.txt": "outside",
    b"C:/a.txt": "outside",
    b"a.txt:stream": "outside",
    b"a.txt\0.csv": "cannot be seen",
    b"a\x1b[2J.txt": "cannot be seen",
    "a\u202etxt.csv".encode(): "cannot be seen",
    b"": "blank part",
    b"a//b": "blank part",
    b"./a": "blank part",
    b"//": "outside",
    b"a/../": "outside",
    b"a.txt.": "Windows drops",
    b"a /b": "Windows drops",
    b"b/nul.csv": "device on Windows",
}


@pytest.mark.parametrize(("name", "reason"), ODD_NAMES.items())
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: bytes, reason: str) -> None:
    data = pack([*HONEST, Member(name, b"", flags=UTF8)])
    with pytest.raises(ZipError, match=reason):
        unzip(written(tmp_path, data))


@pytest.mark.parametrize(
    "names",
    [
        ("x.csv", "x.csv"),
        ("x.csv", "X.CSV"),
        ("datasets/x.csv", "Datasets/x.csv"),
        ("straße", "STRASSE"),
        ("Kerm\u0101n", "Kerma\u0304n"),
        ("x", "x/y"),
        ("x/y/z", "X"),
    ],
)
def test_two_names_of_one_file_are_refused(tmp_path: Path, names: tuple[str, str]) -> None:
    members = [Member(name.encode(), flags=UTF8) for name in names]
    with pytest.raises(ZipError, match="one file to some systems"):
        unzip(written(tmp_path, pack(members)))


REFUSED = {
    "a link": (pack([Member(mode=0o120777, data=b"/etc/passwd")]), "a link or a device"),
    "a device": (pack([Member(mode=0o020644)]), "a link or a device"),
    "encrypted": (pack([Member(flags=1)]), "encrypted"),
    "strongly encrypted": (pack([Member(flags=0x41)]), "strong encryption"),
    "another packing": (pack([Member(method=14)]), "packed in a way"),
    "a folder with bytes": (pack([Member(b"a/")]), "bytes of its own"),
    "a file too large for its bytes": (pack([BOMB]), "more than 100 times"),
    "names that differ": (pack([Member(local_name=b"b.txt")]), "differ"),
    "another name beside": (pack([Member(extra=SECOND_NAME)]), "second name"),
    "more than announced": (
        pack([Member(data=b"words" * 20, deflated=True, size=5, crc=0)]),
        "Bad CRC-32",
    ),
    "less than announced": (pack([Member(data=b"words", deflated=True, size=9)]), "damaged"),
    "another sum": (pack([Member(crc=1)]), "Bad CRC-32"),
    "stored with another size": (pack([Member(size=4)]), "Bad CRC-32"),
    "a prefix": (b"#!/bin/sh\n" + pack(HONEST), "not where its end says"),
    "a suffix": (pack(HONEST) + b"\n", "its end is missing"),
    "a comment": (pack(HONEST, comment=b"x"), "its end is missing"),
    "cut short": (pack(HONEST)[:-30], "its end is missing"),
    "the middle is missing": (pack(HONEST)[:40] + pack(HONEST)[60:], "not where its end says"),
    "no zip": (b"words", "its end is missing"),
    "nothing": (b"", "its end is missing"),
    "one of two disks": (pack(HONEST, disk=1), "a part of a zip"),
    "fewer files than it has": (pack(HONEST, count=1), "its end says 1"),
    "more files than it has": (pack(HONEST, count=3), "its end says 3"),
    "another form before the end": (
        pack(HONEST, before=b"PK\6\7" + bytes(16)),
        "larger form",
    ),
    "a start elsewhere": (pack(HONEST, start=1), "not where its end says"),
    "files that overlap": (
        pack([Member(b"a.txt"), Member(b"b.txt", local_name=b"a.txt", at=0)]),
        "differ|Overlapped",
    ),
    "a file over the directory": (
        pack([Member(data=b"x" * 9), Member(b"b", b"", at=200)]),
        "cannot be read",
    ),
    "far too many files": (
        pack([Member(b"%d" % n, b"") for n in range(safe_zip.MEMBERS + 1)]),
        "2,001 files: more than 2,000",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_zip_that_is_not_what_it_says_is_refused(tmp_path: Path, name: str) -> None:
    data, reason = REFUSED[name]
    with pytest.raises(ZipError, match=reason):
        unzip(written(tmp_path, data))


@pytest.mark.parametrize("member", [Member(local_size=1), Member(local_extra=SECOND_NAME)])
def test_a_zip_is_read_by_the_list_at_its_end(tmp_path: Path, member: Member) -> None:
    assert unzip(written(tmp_path, pack([member]))) == {"a.txt": b"words"}


def test_files_that_share_their_bytes_are_refused_or_no_larger_than_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = Member(b"b", b"y" * 9)
    outer = Member(b"a", inner.local() + b"rest")
    nested = pack([outer, Member(b"b", b"y" * 9, at=len(outer.local()) - len(outer.data))])
    try:  # Python 3.11.9 and later refuse it
        assert unzip(written(tmp_path, nested)) == {"a": outer.data, "b": inner.data}
    except ZipError as error:
        assert "Overlapped" in str(error)  # noqa: PT017
    monkeypatch.setattr(safe_zip, "UNPACKED", len(outer.data) + len(inner.data) - 1)
    with pytest.raises(ZipError, match="are not read"):
        unzip(written(tmp_path, nested))


def test_as_many_files_as_are_allowed_are_read(tmp_path: Path) -> None:
    members = [Member(b"%d" % n, b"") for n in range(safe_zip.MEMBERS)]
    assert len(unzip(written(tmp_path, pack(members)))) == safe_zip.MEMBERS


def test_files_that_are_too_large_together_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(safe_zip, "UNPACKED", 254)
    with pytest.raises(ZipError, match="unpack to 255 bytes: more than 254"):
        unzip(written(tmp_path, pack(HONEST)))
    monkeypatch.setattr(safe_zip, "UNPACKED", 255)
    assert unzip(written(tmp_path, pack(HONEST))) == FILES


def test_a_bomb_that_lies_about_its_size_is_not_unpacked(tmp_path: Path) -> None:
    bomb = Member(b"bomb", bytes(1 << 26), deflated=True, size=1000, crc=0)
    path = written(tmp_path, pack([bomb]))
    tracemalloc.start()
    with pytest.raises(ZipError, match="Bad CRC-32"):
        unzip(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1 << 20, "64 MiB lie in it"


def test_a_directory_of_nothing_but_names_is_not_read(tmp_path: Path) -> None:
    members = [Member(b"%05d" % n + b"x" * 5000, b"") for n in range(300)]
    with pytest.raises(ZipError, match="1,515,300 bytes"):
        unzip(written(tmp_path, pack(members)))


@given(st.data())
def test_a_spoilt_zip_is_refused_or_read_whole(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    spoilt = bytearray(pack(HONEST))
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.integers(0, len(spoilt) - 1))
        spoilt[place] = data.draw(st.integers(0, 255))
    path = written(tmp_path_factory.mktemp("spoilt"), bytes(spoilt))
    try:
        files = unzip(path)
    except ZipError:
        return
    assert sorted(files.values()) == sorted(FILES.values()), "another time or mode, at most a name"


def test_versions_are_read_with_the_same_care(tmp_path: Path) -> None:
    path = written(tmp_path, pack([BOMB]))
    for read in (files_of, read_version):
        with pytest.raises(VersionError, match=r"a\.zip: 'bomb' would unpack"):
            read(path)


@pytest.mark.parametrize(
    "name",
    ["a", ".gitignore", "datasets/casualties.csv", "a..b", "...a", "Kermān.csv", "console/com.csv"],
)
def test_a_usual_name_is_fine(name: str) -> None:
    assert unsafe_name_reason(name) is None


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("/a", "root of a disk"),
        ("..", "upwards"),
        ("a/../b", "upwards"),
        ("a\\b", "on Windows"),
        ("c:a", "on Windows"),
        ("a\nb", "cannot be seen"),
        ("\ud800", "cannot be seen"),
        ("", "blank part"),
        ("a/", "blank part"),
        ("a/./b", "blank part"),
        ("a./b", "full stop or a space"),
        ("a ", "full stop or a space"),
        ("AUX", "device"),
        ("a/com1.tar.gz", "device"),
    ],
)
def test_an_odd_name_is_reported_by_its_reason(name: str, reason: str) -> None:
    assert reason in str(unsafe_name_reason(name))


def test_names_of_one_file_are_paired() -> None:
    assert [*name_collisions(["a", "b/c", "b/d"])] == []
    assert [*name_collisions(["a", "b", "A"])] == [("a", "A")]
    assert [*name_collisions(["B/c/d", "b"])] == [("b", "B/c/d")]
    assert [*name_collisions(["Kerm\u0101n", "kerma\u0304n"])] == [("Kerm\u0101n", "kerma\u0304n")]
