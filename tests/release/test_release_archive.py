"""The zip and the checksums: bytes that depend on nothing but names and bytes."""

from __future__ import annotations

import io
import subprocess
import zipfile
from pathlib import Path

import pytest

from isk_indicators.checksums import checksum_file
from isk_indicators.release.package import zip_archive

FILES = {"b.txt": b"second", "a/c.csv": b"first\n", "a.txt": b""}


def members(data: bytes) -> list[zipfile.ZipInfo]:
    return zipfile.ZipFile(io.BytesIO(data)).infolist()


def test_members_are_sorted_and_whole() -> None:
    archive = zipfile.ZipFile(io.BytesIO(zip_archive(FILES)))
    assert archive.namelist() == ["a.txt", "a/c.csv", "b.txt"]
    assert {name: archive.read(name) for name in archive.namelist()} == FILES


def test_the_order_of_the_files_makes_no_difference() -> None:
    assert zip_archive(dict(reversed(FILES.items()))) == zip_archive(FILES)


def test_every_member_is_a_stored_readable_file_of_one_date() -> None:
    for member in members(zip_archive(FILES)):
        assert member.compress_type == zipfile.ZIP_STORED
        assert member.date_time == (2020, 2, 2, 0, 0, 0)
        assert member.create_system == 3
        assert member.external_attr >> 16 == 0o100644


def test_checksum_lines_are_sorted_with_two_spaces() -> None:
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    lines = checksum_file(FILES).decode().split("\n")
    assert lines[0] == f"{empty}  a.txt"
    assert [line[66:] for line in lines] == ["a.txt", "a/c.csv", "b.txt", ""]


@pytest.mark.parametrize(("altered", "code"), [(False, 0), (True, 1)])
def test_sha256sum_reads_them(sha256sum: str, tmp_path: Path, altered: bool, code: int) -> None:
    for path, data in FILES.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_bytes(data)
    (tmp_path / "SHA256SUMS").write_bytes(checksum_file(FILES))
    if altered:
        (tmp_path / "b.txt").write_bytes(b"secund")
    command = [sha256sum, "--strict", "-c", "SHA256SUMS"]
    assert (
        subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == code
    )
