"""Checksums of a release, and the check of a downloaded one against them.

Checksums beside the files show that these are complete and belong together; who made them is shown
by the attestation of the build. The content hash is the same for every format of the tables;
``docs/exports.md`` defines it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from isk_indicators.changes import Version, VersionError, read_version, version_in
from isk_indicators.safe_zip import (
    MEMBERS,
    UNPACKED,
    ZipError,
    name_collisions,
    unsafe_name_reason,
    unzip,
)
from isk_indicators.schema import CONTENT, DESCRIPTOR, EXTENSION_KEY, Cell, Schema, parse_json
from isk_indicators.screen import safe_line
from isk_indicators.tables import value

CHECKSUMS = "SHA256SUMS"

LONGEST_LIST = 1 << 20
"""How many bytes of a list of checksums are read: a hundred times those of a release."""

ZIPPED = (".zip", ".whl", ".xlsx")
"""The ends of the names of files that are zips."""

LISTED = 9
"""How many problems a message lists; the others are counted."""

AGAIN = "do not use it; download it again from where the release was published"

_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")

_LITTER = re.compile(
    r"\.DS_Store|\._.*|__MACOSX|\.(?:Spotlight-V100|Trashes|fseventsd|localized)"  # macOS
    r"|(?:eh)?Thumbs\.db|desktop\.ini"  # Windows
    r"|\.~lock\..*#|~\$.*"  # open in LibreOffice, in Microsoft Office
    r"|\.directory|\.fuse_hidden.*|\.nfs[0-9a-f]+",  # Linux
    re.IGNORECASE,
)
"""The names of files and folders that an operating system or an office program leaves."""

_NOT_BUILT = (AttributeError, KeyError, TypeError, ValueError, RecursionError)
"""What reading a descriptor raises where it is not built as expected."""


class ReleaseError(ValueError):
    """A release that must not be used; the message says of each file what was found.

    Attributes:
        faults: What is wrong, one sentence each.
    """

    def __init__(self, *faults: str) -> None:
        # a file's name may contain what steers a terminal
        self.faults = tuple(map(safe_line, faults))
        more = [f"and {len(faults) - LISTED} more"] if len(faults) > LISTED else []
        super().__init__("\n".join([*self.faults[:LISTED], *more]))


class CannotVerifyError(ReleaseError):
    """A release that cannot be verified; the message says what is missing."""


# Checksums


class ChecksumsError(ValueError):
    """A list of checksums is not written as it should be; the message names the line.

    ``line`` is its number, 1 of a fault of the whole list.
    """

    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


def sha256(data: bytes) -> str:
    """Hash ``data``: 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def checksum_file(files: Mapping[str, bytes]) -> bytes:
    """List the hash of each file, given its bytes by its name."""
    return listed({name: sha256(data) for name, data in files.items()})


def listed(hashes: Mapping[str, str]) -> bytes:
    """Write one line a name, sorted by it, as ``sha256sum`` does."""
    return "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes)).encode()


def read_checksums(data: bytes) -> dict[str, str]:
    """Read such a file: name to hash.

    Raises ChecksumsError if a line is no hash with a name, a name leads elsewhere or comes twice,
    the last line is cut off, or there is none.
    """
    try:
        *lines, rest = data.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise ChecksumsError(f"{CHECKSUMS}: it is no text in UTF-8 ({error})") from error
    if rest or not lines:
        raise ChecksumsError(f"{CHECKSUMS}: its end is missing")
    sums = []
    for number, line in enumerate(lines, 1):
        match = _LINE.fullmatch(line)
        if match is None:
            raise ChecksumsError(
                f"{CHECKSUMS}:{number}: expected 64 hexadecimal digits, two spaces and a name, "
                f"found {line[:80]!r}",
                number,
            )
        if reason := unsafe_name_reason(match[2]):
            raise ChecksumsError(f"{CHECKSUMS}:{number}: {match[2]!r} {reason}", number)
        sums.append((match[2], match[1]))
    for name, other in name_collisions(name for name, _ in sums):
        raise ChecksumsError(f"{CHECKSUMS}: it lists {name!r} and {other!r}, which are one file")
    return dict(sums)


def table_hash(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Hash a table: 64 hexadecimal digits.

    Args:
        columns: The names of its columns, in the order of its schema.
        rows: Its rows, in any order, each with a typed cell a column; None is a blank.

    """
    lines = sorted(_hash_line(row) for row in rows)
    return sha256(b"".join([_hash_line(columns), *lines]))


def typed(schema: Schema, rows: Iterable[Mapping[str, str]]) -> list[list[Cell]]:
    """Type the cells of rows that are texts as in a CSV file, a blank an empty string.

    Raises TableError if a cell is not of its column's type.
    """
    return [[value(row[f.name], f, schema.table) for f in schema.fields] for row in rows]


def content_hash(tables: Mapping[str, str]) -> str:
    """Hash all tables, given the hash of each by its name: 64 hexadecimal digits."""
    return sha256(listed(tables))


def describe_content(
    tables: Mapping[str, tuple[Sequence[str], Sequence[Sequence[Cell]]]],
) -> dict[str, Any]:
    """Describe tables, each with its columns and typed rows, as a release's descriptor does."""
    hashes = {name: table_hash(*table) for name, table in tables.items()}
    described = {
        name: {"rows": len(rows), "hash": f"sha256:{hashes[name]}"}
        for name, (_, rows) in tables.items()
    }
    return {"hash": f"sha256:{content_hash(hashes)}", "tables": described}


def _hash_line(cells: Sequence[Cell]) -> bytes:
    plain = [cell.isoformat() if isinstance(cell, date) else cell for cell in cells]
    text = json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return f"{text}\n".encode()


# A downloaded release


@dataclass(frozen=True)
class VerifiedRelease:
    """What was verified; printed, a line for each file.

    Attributes:
        files: The files whose sums are those published.
        absent: Published files that are missing here, so that they were not verified.
        litter: Files here that an operating system or an office program has left.
        version: The version of the data package; blank if none was among the files.
        rows: How many rows each of its tables has; empty if none was among the files.
        content_hash: The hash of its tables (``content_hash``), which is the same in every format;
            blank if none was among the files.
    """

    files: tuple[str, ...]
    absent: tuple[str, ...] = ()
    version: str = ""
    rows: Mapping[str, int] = field(default_factory=dict)
    content_hash: str = ""
    litter: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Say what was checked, a line each."""
        lines = [f"{name}: as {CHECKSUMS} says" for name in self.files]
        lines += [f"{name}: not here, not checked" for name in self.absent]
        lines += [
            f"{safe_line(name)}: not part of the release, not checked" for name in self.litter
        ]
        if self.version:
            lines.append(
                f"data package {self.version}: every file of it as listed, "
                f"{len(self.rows)} tables, {sum(self.rows.values()):,} rows, "
                f"content hash {self.content_hash}"
            )
        return "\n".join(lines)


def verify_release(path: str | Path) -> VerifiedRelease:
    """Check a downloaded release, or one file of it, against its checksums.

    ``SHA256SUMS`` must be beside the file or in the folder, downloaded from where the release was
    published. Of the zip with the data, the inside is looked at too: each file against the zip's
    own list, each table against what the descriptor says of it. Nothing is unpacked to disk.

    Args:
        path: A file of a release, a folder of them, or the folder of the unpacked zip.

    Raises:
        ReleaseError: a file is not the one that was published, is no part of the release, or is a
            zip that is not safe to unpack: do not use it. Its subclass ``CannotVerifyError``: a
            file or the checksums are missing, so nothing was checked.

    """
    place = Path(path)
    if place.name == CHECKSUMS and place.is_file():
        place = place.parent
    if not place.exists():
        raise CannotVerifyError(f"{place}: there is no such file or folder")
    folder = place if place.is_dir() else place.parent
    sums = _read_sums(folder)
    if place.is_dir() and DESCRIPTOR in sums:
        files, litter = _read_folder(folder)
        return replace(_verify_package(folder, files), files=tuple(sums), litter=tuple(litter))
    names = _present(folder, sums) if place.is_dir() else [place.name]
    if faults := [fault for name in names for fault in _file_faults(folder / name, sums)]:
        raise ReleaseError(*faults)
    absent = tuple(name for name in sums if name not in names)
    litter = _litter(path.name for path in folder.iterdir()) if place.is_dir() else []
    verified = VerifiedRelease(tuple(names), absent, litter=tuple(litter))
    for name in names:
        if Path(name).suffix in ZIPPED:
            verified = _look_inside(folder / name, verified)
    return verified


def _read_sums(folder: Path) -> dict[str, str]:
    path = folder / CHECKSUMS
    if not _is_plain(path):
        raise CannotVerifyError(
            f"{path}: there is no such file, so nothing can be checked: download {CHECKSUMS} from "
            "where the release was published and put it beside its files"
        )
    try:
        with path.open("rb") as file:
            return read_checksums(file.read(LONGEST_LIST))
    except ChecksumsError as error:
        raise ReleaseError(f"{folder}: {error}; download {CHECKSUMS} again") from error


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _present(folder: Path, sums: Mapping[str, str]) -> list[str]:
    """The names of a folder's files, those of the release first, in the order of the checksums."""
    there = {path.name for path in folder.iterdir()} - {CHECKSUMS}
    there.difference_update(_litter(there))
    in_release = [name for name in sums if name in there]
    if not in_release:
        raise CannotVerifyError(
            f"{folder}: it has none of the files that its {CHECKSUMS} lists: {', '.join(sums)}"
        )
    return [*in_release, *sorted(there - sums.keys())]


def _file_faults(path: Path, sums: Mapping[str, str]) -> Iterator[str]:
    if not _is_plain(path):
        kind = "a folder" if path.is_dir() and not path.is_symlink() else "a link or a device"
        yield f"{path}: it is {kind}, which no release has; move it elsewhere"
        return
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if path.name in sums:
        if found != sums[path.name]:
            yield (
                f"{path}: its SHA-256 is {found}, but {CHECKSUMS} says {sums[path.name]}: it is "
                f"not the file that was published, or broke off while it was downloaded; {AGAIN}"
            )
    elif found in sums.values():
        name = next(name for name, expected in sums.items() if expected == found)
        yield f"{path}: it is {name} under another name; give it that name"
    else:
        yield (
            f"{path}: {CHECKSUMS} does not list it, so it is no part of this release: move it "
            f"elsewhere, or put it beside the {CHECKSUMS} of its own release"
        )


def _look_inside(path: Path, verified: VerifiedRelease) -> VerifiedRelease:
    """Read a zip; if it is the data package, add its version and rows."""
    try:
        files = unzip(path)
    except ZipError as error:
        raise ReleaseError(f"{path}: {error}; {AGAIN}") from error
    name = version_in(path.name)
    if name is None:
        return verified
    found = _verify_package(path, files)
    if found.version != name:
        raise ReleaseError(f"{path}: its {DESCRIPTOR} says version {found.version!r}; {AGAIN}")
    return replace(found, files=verified.files, absent=verified.absent, litter=verified.litter)


def _read_folder(folder: Path) -> tuple[dict[str, bytes], list[str]]:
    """Read every file of an unpacked package, within the limits of a zip, and list the litter."""
    paths: list[Path] = []
    litter: list[Path] = []
    for root, folders, names in os.walk(folder):
        left = _litter((*folders, *names))
        litter += [Path(root, name) for name in left]
        folders[:] = [name for name in folders if name not in left]
        paths += [Path(root, name) for name in names if name not in left]
        links = [name for name in folders if Path(root, name).is_symlink()]
        if links or not all(map(_is_plain, paths)) or len(paths) > MEMBERS:
            raise ReleaseError(f"{root}: it has links, devices or too many files; {AGAIN}")
    if sum(path.stat().st_size for path in paths) > UNPACKED:
        raise ReleaseError(f"{folder}: it has more than {UNPACKED:,} bytes; {AGAIN}")
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    return files, sorted(path.relative_to(folder).as_posix() for path in litter)


def _litter(names: Iterable[str]) -> list[str]:
    return sorted(filter(_LITTER.fullmatch, names))


def _verify_package(container: Path, files: Mapping[str, bytes]) -> VerifiedRelease:
    """Compare a data package with its own checksums and descriptor."""
    try:
        faults = [*list_faults(files), *_resource_faults(files)]
        if not faults:
            return _verify_content(parse_json(files[DESCRIPTOR]), read_version(container, files))
    except VersionError as error:
        raise ReleaseError(f"{error}; {AGAIN}") from error
    except ReleaseError as error:
        faults = [str(error)]
    except _NOT_BUILT as error:
        faults = [f"its {DESCRIPTOR} is not built as expected ({type(error).__name__}: {error})"]
    raise ReleaseError(*(f"{container}: {fault}; {AGAIN}" for fault in faults))


def list_faults(files: Mapping[str, bytes]) -> Iterator[str]:
    """Compare the files of a package with its own list of them; say what differs."""
    if CHECKSUMS not in files:
        yield f"it has no {CHECKSUMS}"
        return
    try:
        sums = read_checksums(files[CHECKSUMS])
    except ChecksumsError as error:
        yield f"its {error}"
        return
    yield from (f"it lacks {name}" for name in sums if name not in files)
    for name in sorted(files.keys() - {CHECKSUMS}):
        if name not in sums:
            yield f"it has {name!r}, which its {CHECKSUMS} does not list"
        elif sha256(files[name]) != sums[name]:
            yield f"its {name} is not the one that its {CHECKSUMS} lists"


def _resource_faults(files: Mapping[str, bytes]) -> Iterator[str]:
    """Compare the tables' files with what the descriptor says of them."""
    if DESCRIPTOR not in files:
        yield f"it has no {DESCRIPTOR} at its root"
        return
    for resource in parse_json(files[DESCRIPTOR])["resources"]:
        lacking = [n for n in (resource["path"], resource["schema"]) if n not in files]
        if lacking:
            yield f"its {DESCRIPTOR} names {lacking[0]!r}, which it lacks"
            continue
        data = files[resource["path"]]
        if (resource["bytes"], resource["hash"]) != (len(data), f"sha256:{sha256(data)}"):
            yield f"its {resource['path']} is not the one that its {DESCRIPTOR} describes"


def _verify_content(descriptor: Mapping[str, Any], found: Version) -> VerifiedRelease:
    """Compare the tables' content with what the descriptor says of it."""
    described = descriptor[EXTENSION_KEY][CONTENT]
    if described["tables"].keys() != found.rows.keys():
        raise ReleaseError(f"its {DESCRIPTOR} describes the content of other tables than it has")
    tables = {
        name: (found.schemas[name].names, typed(found.schemas[name], found.rows[name]))
        for name in described["tables"]
    }
    content = describe_content(tables)
    for name, table in content["tables"].items():
        if {key: described["tables"][name][key] for key in table} != table:
            raise ReleaseError(f"its {name} do not have the content that its {DESCRIPTOR} says")
    if described["hash"] != content["hash"]:
        raise ReleaseError(f"its {DESCRIPTOR} says another hash of all tables than of each")
    rows = {name: len(found.rows[name]) for name in tables}
    return VerifiedRelease((), (), found.name, rows, content["hash"].removeprefix("sha256:"))
