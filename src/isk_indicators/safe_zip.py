"""Zips and file names from elsewhere, read without harm. Standard library only.

A zip lists its files twice, in a directory at its end and before each of them, and programs differ
in which they believe. A zip in which the two disagree, or that could be read in two ways, is
refused. It is refused before it is unpacked, and no more is unpacked than its directory announces.
"""

from __future__ import annotations

import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import BinaryIO, NamedTuple

_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)))
)
"""Names that Windows takes for a device, whatever comes after a full stop."""

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


MEMBERS = 2_000
"""How many files a zip may have: ten times those of a release."""

DIRECTORY = 1 << 20
"""How many bytes its directory may have, which is read before anything can be known of it."""

UNPACKED = 1 << 29
"""How many bytes its files may have together, since they are held in memory: half a gibibyte."""

RATIO = 100
"""How many times its packed size a file may have: text packs ten times, a bomb a thousand."""

_END = struct.Struct("<4s4H2LH")
_LOCATOR = 20
"""The size of what stands before the end of a zip of the larger form (Zip64)."""

_LOCAL = struct.Struct("<4s5H3L2H")
_EXTRA = struct.Struct("<2H")
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED = 0x2041
_STREAMED = 0x8
_UTF8 = 0x800

_UNREADABLE = (
    *(OSError, EOFError, RuntimeError, ValueError, struct.error),
    *(zipfile.BadZipFile, zlib.error),
)
"""What reading one raises; ValueError: text or numbers that cannot be."""

_SECOND_NAME = 0x7075
"""What marks a further name of a file (Info-ZIP's Unicode path), which only some programs use."""


class ZipError(ValueError):
    """A zip that is not read; the message says why."""


class _End(NamedTuple):
    """What the end of a zip says, as far as it is needed."""

    members: int
    directory: int
    """Where the directory starts."""


class _Place(NamedTuple):
    """Where the bytes of a file lie in the zip; the end is exclusive."""

    header: int
    start: int
    end: int


def unzip(path: Path) -> dict[str, bytes]:
    """Read every file of a zip into memory: its path to its bytes; folders are left out.

    Raises:
        ZipError: it is no zip, is damaged or encrypted, could unpack to more than the limits, has a
            name that would lie outside, a link, or two files that are one to some system.
    """
    try:
        with path.open("rb") as file:
            return _unzipped(file)
    except ZipError:
        raise
    except _UNREADABLE as error:
        raise ZipError(f"it cannot be read as a zip ({error})") from error


def _unzipped(file: BinaryIO) -> dict[str, bytes]:
    end = _end(file)
    with zipfile.ZipFile(file) as archive:
        members = archive.infolist()
        for fault in _faults(members, end):
            raise ZipError(fault)
        places = [_place(file, member) for member in members]
        _require_apart(places, end)
        return {
            member.filename: _bytes(file, member, place)
            for member, place in zip(members, places, strict=True)
            if not member.is_dir()
        }


# Before anything is unpacked


def _end(file: BinaryIO) -> _End:
    """Read the end of the zip, which must be one that all programs find in the same place."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _END.size - _LOCATOR))
    tail = file.read()
    if len(tail) < _END.size or not tail[-_END.size :].startswith(b"PK\5\6"):
        raise ZipError("it cannot be read as a zip: its end is missing, or it is none")
    if tail[: -_END.size].startswith(b"PK\6\7"):
        raise ZipError("it is a zip of the larger form (Zip64), which no release needs")
    _, *disks, members, length, start, _ = _END.unpack(tail[-_END.size :])
    if disks[:2] != [0, 0] or disks[2] != members:
        raise ZipError("it is a part of a zip only")
    if length > DIRECTORY or members > MEMBERS:
        raise ZipError(f"it has {members:,} files: more than {MEMBERS:,} are not read")
    if start + length != size - _END.size:
        raise ZipError("its directory is not where its end says")
    return _End(members, start)


def _faults(members: Sequence[zipfile.ZipInfo], end: _End) -> Iterator[str]:
    if len(members) != end.members:
        yield f"its directory lists {len(members):,} files, its end says {end.members:,}"
    for member in members:
        yield from (f"{member.orig_filename!r} {fault}" for fault in _member_faults(member))
    for name, other in name_collisions(
        member.filename for member in members if not member.is_dir()
    ):
        yield f"{name!r} and {other!r} are one file to some systems"
    unpacked = sum(member.file_size for member in members)
    if unpacked > UNPACKED:
        yield f"it would unpack to {unpacked:,} bytes: more than {UNPACKED:,} are not read"


def _member_faults(member: zipfile.ZipInfo) -> Iterator[str]:
    if reason := unsafe_name_reason(member.orig_filename.removesuffix("/")):
        yield reason
    if member.filename != member.orig_filename or _SECOND_NAME in _marks(member.extra):
        yield "has a second name"
    if member.flag_bits & _ENCRYPTED:
        yield "is encrypted"
    if member.compress_type not in _METHODS:
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


def _marks(extra: bytes) -> Iterator[int]:
    """Read the marks of what stands beside a file's name: each has its mark, its size, itself."""
    while len(extra) >= _EXTRA.size:
        mark, size = _EXTRA.unpack_from(extra)
        yield mark
        extra = extra[_EXTRA.size + size :]


def _place(file: BinaryIO, member: zipfile.ZipInfo) -> _Place:
    """Find a file's bytes, and hold what stands before them against the directory."""
    file.seek(member.header_offset)
    mark, _, flags, method, _, _, *sizes, name, extra = _LOCAL.unpack(file.read(_LOCAL.size))
    told = file.read(name).decode("utf-8" if flags & _UTF8 else "cp437")
    same_name = mark == b"PK\3\4" and told == member.orig_filename
    same_name = same_name and _SECOND_NAME not in _marks(file.read(extra))
    same_form = (flags, method) == (member.flag_bits, member.compress_type)
    announced = [member.CRC, member.compress_size, member.file_size]
    if not (same_name and same_form and (flags & _STREAMED or sizes == announced)):
        raise ZipError(f"{member.orig_filename!r} is told of in two ways")
    start = member.header_offset + _LOCAL.size + name + extra
    return _Place(member.header_offset, start, start + member.compress_size)


def _require_apart(places: Iterable[_Place], end: _End) -> None:
    """Refuse files that share bytes: many names for one heap of bytes are a bomb."""
    for place, following in pairwise([*sorted(places), _Place(end.directory, 0, 0)]):
        if place.end > following.header:
            raise ZipError(f"files overlap at byte {following.header:,}")


# Unpacking


def _bytes(file: BinaryIO, member: zipfile.ZipInfo, place: _Place) -> bytes:
    file.seek(place.start)
    packed = file.read(member.compress_size)
    is_stored = member.compress_type == zipfile.ZIP_STORED
    data = packed if is_stored else _inflated(packed, member)
    if len(data) != member.file_size or zlib.crc32(data) != member.CRC:
        raise ZipError(f"{member.filename!r} is damaged: it is not what was packed")
    return data


def _inflated(packed: bytes, member: zipfile.ZipInfo) -> bytes:
    """Unpack no more than was announced: one byte further is enough to refuse the file."""
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    data = inflater.decompress(packed, member.file_size + 1)
    if not inflater.eof or inflater.unused_data:
        raise ZipError(f"{member.filename!r} unpacks to more or less than its directory says")
    return data
