from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isk_indicators.download import ChecksumsError, checksum_file, read_checksums, sha256

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
