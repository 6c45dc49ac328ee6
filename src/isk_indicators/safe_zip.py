"""Zips, files and file names from elsewhere, read without harm.

``zipfile`` reads the zip. Added here is what it lacks: limits on number, size and ratio, names that
no system takes for another file, and that the list at the end of the zip is its only one and is
small, since ``zipfile`` reads all of it first.
"""

from __future__ import annotations

import csv
import os
import stat
import struct
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from zipfile import ZipInfo

_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)))
)
"""Names that Windows takes for a device, whatever comes after a full stop."""

LONGEST_NAME = 255

_ODD: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("would lie outside of it: it starts at the root of a disk", lambda n: n.startswith("/")),
    ("would lie outside of it: it leads upwards", lambda n: ".." in n.split("/")),
    (
        "would lie outside of it on Windows: it has a backslash or a colon",
        lambda n: not {"\\", ":"}.isdisjoint(n),
    ),
    ("has a character that cannot be seen", lambda n: not n.isprintable()),
    ("has a blank part", lambda n: not {"", "."}.isdisjoint(n.split("/"))),
    (
        "has a part that ends in a full stop or a space, which Windows drops",
        lambda n: any(part.endswith((".", " ")) for part in n.split("/")),
    ),
    ("is longer than 255 characters", lambda n: len(n) > LONGEST_NAME),
    (
        "has a part that is a device on Windows",
        lambda n: any(part.split(".")[0].strip().lower() in _DEVICES for part in n.split("/")),
    ),
)


def unsafe_name_reason(name: str) -> str | None:
    """Say what is wrong with the name of a file in a package (a path, with slashes); None if fine.

    The words go on from the name: "'../x' would lie outside of it: it leads upwards".
    """
    return next((reason for reason, holds in _ODD if holds(name)), None)


def name_collisions(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give each name with an earlier one that some system takes for the same file.

    That is: equal names, names that differ only in case or in how an accent is written, and a file
    where another name wants a folder.
    """
    names = list(names)
    first: dict[str, str] = {}
    for name in names:
        if _folded(name) in first:
            yield first[_folded(name)], name
        first.setdefault(_folded(name), name)
    for name in names:
        for folder in PurePosixPath(_folded(name)).parents:
            if str(folder) in first:
                yield first[str(folder)], name


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


# Files of a folder

DESCRIPTION = 1_000_000
"""How many bytes a descriptor, a schema, a project file or a changelog may have."""

CONTENT = 25_000_000
"""How many bytes a table or a zip may have; also the tables of all releases together."""

DOCUMENT, ALL_DOCUMENTS, HITS = 2_000_000, 5_000_000, 200_000
"""How many bytes a document and all documents may have, and how many hits all documents."""

LINES, CELLS, LINE, ALL_CELLS = 100_000, 1_000, 131_072, 500_000
"""How many lines a table may have, how many cells and characters a line of it, and how many cells
all tables.

The third is the limit of the standard library's reader of CSV.
"""


MOST_TIMES = 1_000


class UnsafeFileError(OSError):
    """A file that is not read; the message names it and says why."""


class Limits:
    """How many times the usual limits apply; one for the whole run of a command."""

    times = 1

    @classmethod
    def raise_to(cls, times: int) -> None:
        """Read files that have up to so many times what is usual."""
        cls.times = min(max(times, 1), MOST_TIMES)
        csv.field_size_limit(cls.times * LINE)

    @classmethod
    def require(cls, name: str, found: int, most: int, what: str) -> None:
        """Refuse a file that has too much of something.

        Raises:
            UnsafeFileError: it has.
        """
        if found > cls.times * most:
            raise UnsafeFileError(
                f"{name}: found {found:,} {what}, expected at most {cls.times * most:,}: divide "
                f"it, or raise all limits with the option --limits {-(-found // most)}"
            )


def require_inside(root: Path, name: str, most: int) -> int:
    """Refuse a file of the folder ``root`` that is not a regular one inside of it, or too large.

    A file that does not exist is not refused; who reads it reports it.

    Returns:
        How many bytes it has.

    Raises:
        UnsafeFileError: it is a link to outside, a device or a pipe, or has more bytes than
            ``most``.
    """
    path = root / name
    real = Path(os.path.realpath(path))
    if not real.is_relative_to(os.path.realpath(root)):
        raise UnsafeFileError(f"{name}: links to outside of the folder: put the file itself there")
    try:
        status = real.stat()
    except (OSError, ValueError):
        return 0
    if stat.S_ISDIR(status.st_mode):
        return 0
    if not stat.S_ISREG(status.st_mode):
        raise UnsafeFileError(f"{name}: is a device or a pipe: put a file there")
    Limits.require(name, status.st_size, most, "bytes")
    return status.st_size


def read_inside(root: Path, name: str, most: int = DESCRIPTION) -> bytes:
    """Read a file of a folder that somebody else wrote.

    Raises:
        UnsafeFileError: its name leads outside, or it is refused as by :func:`require_inside`.
        OSError: it cannot be read.
    """
    if reason := unsafe_name_reason(name):
        raise UnsafeFileError(f"the file {name!r} {reason}")
    require_inside(root, name, most)
    return (root / name).read_bytes()


# Zips

MEMBERS = 2_000
"""How many files a zip may have: ten times those of a release."""

DIRECTORY = 1 << 20
"""How many bytes the list of its files may have."""

UNPACKED = 50_000_000
"""How many bytes its files may have together, since they are held in memory: a hundred times those
of a release."""

RATIO = 100
"""How many times its packed size a file may have: text packs ten times, a bomb a thousand."""

_END = struct.Struct("<4s4H2LH")
_LOCATOR = 20
"""The size of what is before the end of a zip of the larger form (Zip64)."""


class ZipError(ValueError):
    """A zip that is not read; the message says why."""


def unzip(path: Path) -> dict[str, bytes]:
    """Read every file of a zip into memory: its path to its bytes; folders are left out.

    Raises ZipError if it is no zip, is damaged or encrypted, could unpack to more than the limits,
    has a name that would lie outside, a link, or two files that are one to some system.
    """
    import zlib  # noqa: PLC0415
    from zipfile import BadZipFile, ZipFile  # noqa: PLC0415 - slow to import

    try:
        with path.open("rb") as file:
            count = _check_end(file)
            with ZipFile(file) as archive:
                members = archive.infolist()
                for fault in _faults(members, count):
                    raise ZipError(fault)
                files = {}
                for member in (member for member in members if not member.is_dir()):
                    with archive.open(member) as packed:
                        data = packed.read(member.file_size + 1)  # no more than it announces
                    if len(data) != member.file_size:
                        raise ZipError(f"{member.filename!r} is damaged: it is shorter than listed")
                    files[member.filename] = data
                return files
    except ZipError:
        raise
    except (OSError, EOFError, RuntimeError, ValueError, BadZipFile, struct.error, zlib.error) as e:
        raise ZipError(f"it cannot be read as a zip ({e})") from e


def _check_end(file: BinaryIO) -> int:
    """Read how many files the end of the zip announces; all programs must find the same end."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _END.size - _LOCATOR))
    tail = file.read()
    locator, end = tail[: -_END.size], tail[-_END.size :]
    if len(end) < _END.size or not end.startswith(b"PK\5\6"):
        raise ZipError("it cannot be read as a zip: its end is missing, or it is none")
    if locator.startswith(b"PK\6\7"):
        raise ZipError("it is a zip of the larger form (Zip64), which no release needs")
    _, disk, first_disk, here, members, length, start, _ = _END.unpack(end)
    if (disk, first_disk, here) != (0, 0, members):
        raise ZipError("it is a part of a zip only")
    if members > MEMBERS:
        raise ZipError(f"it has {members:,} files: more than {MEMBERS:,} are not read")
    if length > DIRECTORY:
        raise ZipError(
            f"the list of its files has {length:,} bytes: at most {DIRECTORY:,} are read"
        )
    if start + length != size - _END.size:
        raise ZipError("its directory is not where its end says")
    return int(members)


def _faults(members: list[ZipInfo], count: int) -> Iterator[str]:
    if len(members) != count:
        yield f"its directory lists {len(members):,} files, its end says {count:,}"
    for member in members:
        yield from (f"{member.orig_filename!r} {fault}" for fault in _member_faults(member))
    files = [member.filename for member in members if not member.is_dir()]
    for name, other in name_collisions(files):
        yield f"{name!r} and {other!r} are one file to some systems"
    unpacked = sum(member.file_size for member in members)
    if unpacked > (most := Limits.times * UNPACKED):
        yield f"it would unpack to {unpacked:,} bytes: more than {most:,} are not read"


def _member_faults(member: ZipInfo) -> Iterator[str]:
    if reason := unsafe_name_reason(member.orig_filename.removesuffix("/")):
        yield reason
    if member.extra:
        yield "has further fields, such as a second name, which no release has"
    if member.compress_type not in (0, 8):  # stored, deflated
        yield "is packed in a way that is not read"
    if stat.S_IFMT(member.external_attr >> 16) not in (0, stat.S_IFREG, stat.S_IFDIR):
        yield "is a link or a device, no file"
    if member.is_dir() and member.file_size:
        yield "is a folder with bytes of its own"
    if member.file_size > RATIO * member.compress_size:
        yield (
            f"would unpack from {member.compress_size:,} to {member.file_size:,} bytes: more than "
            f"{RATIO} times is not read"
        )
