"""A downloaded release: whether each file is the one that was published. Standard library only.

Checksums beside the files show that these are complete and belong together; who made them is shown
by the attestation of the build.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from isk_indicators.checksums import CHECKSUMS, ChecksumsError, read_checksums, sha256
from isk_indicators.safe_zip import MEMBERS, UNPACKED, ZipError, unzip
from isk_indicators.schema import CONTENT, DESCRIPTOR, OWN
from isk_indicators.versions import (
    Version,
    VersionError,
    content_hash,
    hash_as_written,
    read_version,
    version_in,
)

LONGEST_LIST = 1 << 20
"""How many bytes of a list of checksums are read: a hundred times those of a release."""

ZIPPED = (".zip", ".whl", ".xlsx")
"""The ends of the names of files that are zips, whatever they are called."""

TOLD = 9
"""How many faults a message tells; the others are counted."""

_NOT_BUILT = (AttributeError, KeyError, TypeError, ValueError, RecursionError)
"""What reading a descriptor raises where it is not built as expected."""

AGAIN = "do not use it; download it again from where the release was published"


class ReleaseError(ValueError):
    """A release that must not be used; the message says of each file what was found.

    Attributes:
        faults: What is wrong, one sentence each.
    """

    def __init__(self, *faults: str) -> None:
        self.faults = tuple(map(_harmless, faults))
        more = [f"and {len(faults) - TOLD} more"] if len(faults) > TOLD else []
        super().__init__("\n".join([*self.faults[:TOLD], *more]))


class CannotVerifyError(ReleaseError):
    """A release of which nothing can be said; the message says what is missing."""


def _harmless(text: str) -> str:
    """Write as escapes what could do something to a terminal: names are whatever somebody chose."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)


@dataclass(frozen=True)
class VerifiedRelease:
    """What was checked, and holds; printed, it says so in words.

    Attributes:
        files: The files whose sums are those published.
        absent: Published files that are not there, so that nothing is said of them.
        version: The version of the data package; blank if none was among the files.
        rows: How many rows each of its tables has; empty if none was among the files.
        content_hash: The hash of what its tables say (``content_hash``), which is the same for
            every form of them; blank if none was among the files.
    """

    files: tuple[str, ...]
    absent: tuple[str, ...] = ()
    version: str = ""
    rows: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    content_hash: str = ""

    def __str__(self) -> str:
        """Say what was checked, a line each."""
        lines = [f"{name}: as {CHECKSUMS} says" for name in self.files]
        lines += [f"{name}: not here, not checked" for name in self.absent]
        if self.version:
            lines.append(
                f"data package {self.version}: every file of it as listed, "
                f"{len(self.rows)} tables, {sum(self.rows.values()):,} rows, "
                f"content hash {self.content_hash}"
            )
        return "\n".join(lines)


def verify_release(path: str | Path) -> VerifiedRelease:
    """Check a downloaded release, or one file of it, against its checksums.

    ``SHA256SUMS`` must lie beside the file or in the folder, downloaded from where the release was
    published. Of the zip with the data, the inside is looked at too: each file against the zip's
    own list, each table against what the descriptor says of it. Nothing is unpacked to disk.

    Args:
        path: A file of a release, a folder of them, or the folder of the unpacked zip.

    Raises:
        ReleaseError: a file is not the one that was published, is no part of the release, or is a
            zip that nobody should unpack: do not use it. Its subclass ``CannotVerifyError``: a file
            or the checksums are missing, so nothing was checked.

    """
    place = Path(path)
    if place.name == CHECKSUMS and place.is_file():
        place = place.parent
    if not place.exists():
        raise CannotVerifyError(f"{place}: there is no such file or folder")
    folder = place if place.is_dir() else place.parent
    sums = _sums(folder)
    if place.is_dir() and DESCRIPTOR in sums:
        return _verify_unpacked(folder, sums)
    names = _present(folder, sums) if place.is_dir() else [place.name]
    return _verify_files(folder, names, sums)


def _sums(folder: Path) -> dict[str, str]:
    """Read the checksums in a folder."""
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


# Files beside their checksums


def _verify_files(folder: Path, names: list[str], sums: Mapping[str, str]) -> VerifiedRelease:
    faults = [fault for name in names for fault in _file_faults(folder, name, sums)]
    if faults:
        raise ReleaseError(*faults)
    verified = VerifiedRelease(tuple(names), tuple(name for name in sums if name not in names))
    for name in names:
        verified = _inside(folder / name, verified)
    return verified


def _present(folder: Path, sums: Mapping[str, str]) -> list[str]:
    """Name what lies in a folder, the files of a release first, in the order of the checksums."""
    there = {path.name for path in folder.iterdir()} - {CHECKSUMS}
    listed = [name for name in sums if name in there]
    if not listed:
        raise CannotVerifyError(
            f"{folder}: it has none of the files that its {CHECKSUMS} lists: {', '.join(sums)}"
        )
    return [*listed, *sorted(there - sums.keys())]


def _file_faults(folder: Path, name: str, sums: Mapping[str, str]) -> Iterator[str]:
    path = folder / name
    if not _is_plain(path):
        kind = "a folder" if path.is_dir() and not path.is_symlink() else "a link or a device"
        yield f"{path}: it is {kind}, which no release has; move it elsewhere"
        return
    with path.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if name not in sums:
        yield f"{path}: {_unlisted(found, sums)}"
    elif found != sums[name]:
        yield f"{path}: {_differs(found, sums[name])}"


def _unlisted(found: str, sums: Mapping[str, str]) -> str:
    """Say what is known of a file that has no line in the checksums."""
    for name, expected in sums.items():
        if found == expected:
            return f"it is {name} under another name; give it that name"
    return (
        f"{CHECKSUMS} does not list it, so it is no part of this release: move it elsewhere, or "
        f"put it beside the {CHECKSUMS} of its own release"
    )


def _differs(found: str, expected: str) -> str:
    return (
        f"its SHA-256 is {found}, but {CHECKSUMS} says {expected}: it is not the file that was "
        f"published, or broke off while it was downloaded; {AGAIN}"
    )


def _is_plain(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


# What is inside of them


def _inside(path: Path, verified: VerifiedRelease) -> VerifiedRelease:
    """Look into a file that is a zip; the data package tells version and rows."""
    if path.suffix not in ZIPPED:
        return verified
    try:
        files = unzip(path)
    except ZipError as error:
        raise ReleaseError(f"{path}: {error}; {AGAIN}") from error
    name = version_in(path.name)
    if name is None:
        return verified
    found = _package(path, files)
    if found.version != name:
        raise ReleaseError(f"{path}: its {DESCRIPTOR} says version {found.version!r}; {AGAIN}")
    return replace(found, files=verified.files, absent=verified.absent)


def _verify_unpacked(folder: Path, sums: Mapping[str, str]) -> VerifiedRelease:
    """Check the folder of an unpacked zip, which must be whole."""
    return replace(_package(folder, _read(folder)), files=tuple(sums))


def _read(folder: Path) -> dict[str, bytes]:
    """Read every file below a folder, within the limits of a zip."""
    paths = []
    for root, folders, names in os.walk(folder):
        paths += [Path(root, name) for name in names]
        links = [name for name in folders if Path(root, name).is_symlink()]
        if links or not all(map(_is_plain, paths)) or len(paths) > MEMBERS:
            raise ReleaseError(f"{root}: it has links, devices or too many files; {AGAIN}")
    if sum(path.stat().st_size for path in paths) > UNPACKED:
        raise ReleaseError(f"{folder}: it has more than {UNPACKED:,} bytes; {AGAIN}")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}


def _package(container: Path, files: Mapping[str, bytes]) -> VerifiedRelease:
    """Check a data package against what it says of itself."""
    faults = [*_list_faults(files), *_resource_faults(files)]
    if faults:
        raise ReleaseError(*(f"{container}: {fault}; {AGAIN}" for fault in faults))
    try:
        return _content(json.loads(files[DESCRIPTOR]), read_version(container))
    except VersionError as error:
        raise ReleaseError(f"{error}; {AGAIN}") from error
    except ReleaseError as error:
        raise ReleaseError(f"{container}: {error}; {AGAIN}") from error
    except _NOT_BUILT as error:
        raise ReleaseError(f"{container}: {_not_built(error)}; {AGAIN}") from error


def _content(descriptor: Mapping[str, Any], found: Version) -> VerifiedRelease:
    """Compare what the tables say with what the descriptor says that they do."""
    told = descriptor[OWN][CONTENT]
    if told["tables"].keys() != found.rows.keys():
        raise ReleaseError(f"its {DESCRIPTOR} tells the content of other tables than it has")
    rows = {name: len(found.rows[name]) for name in told["tables"]}
    hashes = {n: hash_as_written(found.schemas[n], found.rows[n]) for n in told["tables"]}
    for name, one in told["tables"].items():
        if (one["rows"], one["hash"]) != (rows[name], f"sha256:{hashes[name]}"):
            raise ReleaseError(f"its {name} do not have the content that its {DESCRIPTOR} says")
    if told["hash"] != f"sha256:{content_hash(hashes)}":
        raise ReleaseError(f"its {DESCRIPTOR} says another hash of all tables than of each")
    return VerifiedRelease((), (), found.name, MappingProxyType(rows), content_hash(hashes))


def _list_faults(files: Mapping[str, bytes]) -> Iterator[str]:
    """Compare the files with the package's own list of them."""
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
    """Compare the tables with what the descriptor says of them."""
    if DESCRIPTOR not in files:
        yield f"it has no {DESCRIPTOR} at its root"
        return
    try:
        descriptor = json.loads(files[DESCRIPTOR].decode("utf-8"))
        for resource in descriptor["resources"]:
            yield from _seal_faults(resource, files)
    except _NOT_BUILT as error:
        yield _not_built(error)


def _not_built(error: Exception) -> str:
    return f"its {DESCRIPTOR} is not built as expected ({type(error).__name__}: {error})"


def _seal_faults(resource: Mapping[str, Any], files: Mapping[str, bytes]) -> Iterator[str]:
    for name in (resource["path"], resource["schema"]):
        if name not in files:
            yield f"its {DESCRIPTOR} names {name!r}, which it lacks"
            return
    data = files[resource["path"]]
    if (resource["bytes"], resource["hash"]) != (len(data), f"sha256:{sha256(data)}"):
        yield f"its {resource['path']} is not the one that its {DESCRIPTOR} describes"
