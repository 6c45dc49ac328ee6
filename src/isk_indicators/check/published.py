"""What was published: the version, the changelog, the zips, the ledger of them, and a base.

The ledger ``releases/SHA256SUMS`` has a line for each published zip, as ``sha256sum`` writes it. A
base is a commit or a downloaded zip: what a change of the checkout cannot reach.
"""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from isk_indicators.changes import (
    NUMBER,
    PROJECT,
    RELEASES,
    Version,
    VersionError,
    coming,
    files_of,
    is_development,
    number,
    open_version,
    project_version,
    published,
    published_number,
    read_version,
    version_in,
)
from isk_indicators.check.finding import (
    START,
    Finding,
    Message,
    file_finding,
    list_names,
    position,
)
from isk_indicators.download import CHECKSUMS, ChecksumsError, list_faults, read_checksums, sha256
from isk_indicators.safe_zip import CONTENT, Limits, unsafe_name_reason
from isk_indicators.schema import (
    DESCRIPTOR,
    DISTRIBUTION,
    Schema,
    every_schema,
    open_package,
)

CHANGELOG = "CHANGELOG.md"
UNRELEASED = "Unreleased"
"""The heading of what the next release will change."""

LEDGER_FILE = f"{RELEASES}/{CHECKSUMS}"
LEDGER, RELEASE = "history-ledger", "history-release"

OFFLINE = {"GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none"}
"""Variables with which git fetches nothing."""

_NEVER_PUBLISHED = "Move the zip elsewhere: a development version is never published."
_NEVER_CHANGED = "what was published is never changed or removed."
_VERSION_LINE = re.compile(r"""^[ \t]*"?version"?[ \t]*[=:][ \t]*(?=["'])""", re.MULTILINE)
"""Where a version begins, in ``pyproject.toml`` or in a descriptor; it is the first in both."""

_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_AFTER_VERSION = rf"(?:[ \t]+[-–—][ \t]+{_DATE})?(?:[ \t]+\[YANKED\])?[ \t]*"
_HEADING = re.compile(rf"##[ \t]+(?:\[([^]]+)\]|({NUMBER.pattern})){_AFTER_VERSION}")

# The changelog


def changelog(root: Path) -> str:
    """The changelog of a folder; blank if it has none."""
    path = root / CHANGELOG
    return path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""


def entries(text: str) -> Iterator[tuple[str, int, str]]:
    """The name of each entry, its line, and its text; an entry has a heading of the second level.

    The name is a version or ``Unreleased``.
    """
    line = 1
    for section in re.split(r"^(?=##[ \t])", text.replace("\r\n", "\n"), flags=re.MULTILINE):
        heading, _, words = section.partition("\n")
        if match := _HEADING.fullmatch(heading):
            yield match[1] or match[2], line, words
        line += section.count("\n")


def has_entry(text: str, version: str) -> bool:
    """Whether a heading of the second level names the version, with words below it."""
    return any(
        name == version
        and any(line.strip() and not line.startswith(("#", "[")) for line in words.split("\n"))
        for name, _, words in entries(text)
    )


# The version and the zips


class PackageVersion(NamedTuple):
    """The version of a folder: the file that gives it, and the line and column in that file.

    ``name`` is blank if there is none, ``wrong`` says why it is no version.
    """

    name: str
    file: str
    place: tuple[int, int]
    wrong: str = ""

    @property
    def is_development(self) -> bool:
        """Whether it is between two releases, so that the next one's number is still open."""
        return is_development(self.name)

    @property
    def coming(self) -> str:
        """The release that corrections name: its own number, or the one it leads to."""
        return coming(self.name)


def package_version(root: Path, descriptor: Mapping[str, Any]) -> PackageVersion:
    """The version of the folder ``root``: of its project, or the one that its descriptor names.

    A checkout has the first, a release the second; a folder may have neither.
    """
    file = PROJECT if (root / PROJECT).is_file() else DESCRIPTOR
    text = (root / file).read_bytes().decode("utf-8", "replace")
    match = _VERSION_LINE.search(text)
    place = START if match is None else position(text, match.end())
    try:
        named = project_version(root) if file == PROJECT else descriptor.get("version")
        if named is not None:
            number(coming(str(named)))
    except VersionError as error:
        return PackageVersion("", file, place, str(error).replace(f"{root / PROJECT}: ", ""))
    return PackageVersion(str(named or ""), file, place)


def read_releases(root: Path) -> tuple[dict[str, Version | None], list[Finding]]:
    """Read every zip of the folder ``releases`` below ``root``.

    Returns:
        The releases by number, the lowest first (None for one that cannot be read), and findings.
    """
    found: dict[str, Version | None] = {}
    findings: list[Finding] = []
    size = 0
    for path in sorted((root / RELEASES).glob("*.zip")):
        name, release = published_number(path.name), _read_release(root, path)
        if isinstance(release, Version):
            size += release.size
            Limits.require(f"{RELEASES}/{path.name}", size, CONTENT, "bytes in releases up to it")
        if name is not None:
            found[name] = release if isinstance(release, Version) else None
        if isinstance(release, Message):
            findings.append(file_finding(RELEASE, f"{RELEASES}/{path.name}", START, release))
    return by_number(found), findings


def by_number(releases: Mapping[str, Version | None]) -> dict[str, Version | None]:
    """The releases by number, the lowest first."""
    return dict(sorted(releases.items(), key=lambda item: number(item[0])))


def _read_release(root: Path, path: Path) -> Version | Message:
    """The release in a zip, or why it is not the one that the zip is named for."""
    name = published_number(path.name)
    if name is None:
        advice = "Name the zip as it was published, or move it elsewhere."
        if version_in(path.name) is not None:
            advice = _NEVER_PUBLISHED
        return Message(f"{DISTRIBUTION}-<version>.zip", advice, path.name)
    try:
        files = files_of(path)
        version = read_version(path, files)
        fault = next(list_faults(files), "")
    except VersionError as error:
        version, fault = None, str(error).replace(f"{path}: ", "").replace(f"{root}/", "")
    if version is not None and is_development(version.name):
        return Message(f"a release {name}", _NEVER_PUBLISHED, version.name)
    if version is None or fault:
        advice = "Put the zip back as it was published: it is never changed."
        return Message("the zip of a release", advice, fault)
    if version.name == name:
        return version
    advice = f"Name the file {DISTRIBUTION}-{version.name}.zip, or put the right zip there."
    return Message(f"a release {name}", advice, version.name)


# A base


class Base(NamedTuple):
    """What a commit or a downloaded zip has.

    Attributes:
        name: How the user named it.
        sums: The hash of each published zip, by its name.
        releases: The releases by number; None for one that cannot be read.
        schemas: Every schema by name.
    """

    name: str
    sums: Mapping[str, str]
    releases: Mapping[str, Version | None]
    schemas: Mapping[str, Schema]


def read_base(root: Path, given: str) -> Base:
    """Read a commit of the repository that ``root`` is in, or a zip (its path ends in ``.zip``).

    Raises VersionError if there is no such commit or zip, or if it has no data package.
    """
    try:
        files = (
            _zipped(Path(given))
            if given.endswith(".zip")
            else committed(root, given, lambda f: f.endswith(".json") or f.startswith(_RELEASES))
        )
    except NoCommitError as error:
        raise VersionError(f"{error}, or name the zip of a release by its path") from error
    with _unpacked(files, given) as folder:
        sums = {p.name: sha256(p.read_bytes()) for p in published(folder / RELEASES).values()}
        ledger = folder / LEDGER_FILE
        sums |= read_checksums(ledger.read_bytes()) if ledger.is_file() else {}
        return Base(given, sums, read_releases(folder)[0], every_schema(open_package(folder)))


_RELEASES = f"{RELEASES}/"


@contextmanager
def _unpacked(files: Mapping[str, bytes], given: str) -> Iterator[Path]:
    """A folder with the files of a version, for as long as they are read.

    Raises VersionError, with what the user has named, for a ValueError about them.
    """
    with tempfile.TemporaryDirectory(prefix=f"{DISTRIBUTION}-") as name:
        folder = Path(name)
        for file, data in files.items():
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(data)
        try:
            yield folder
        except ValueError as error:
            reason = str(error).replace(f"{folder}{os.sep}", "").removeprefix(f"{folder}: ")
            raise VersionError(f"{given}: {reason}; name another one") from error


def _zipped(path: Path) -> dict[str, bytes]:
    """The files of a release's zip, and the zip itself as the only published one."""
    if not path.is_file():
        raise VersionError(f"{path}: there is no such zip; download it, or name a commit")
    files = files_of(path)
    name = f"{DISTRIBUTION}-{read_version(path, files).name}.zip"
    if published_number(name) is None:
        raise VersionError(f"{path}: it is no release; name the zip of one, or a commit")
    return {**files, f"{RELEASES}/{name}": path.read_bytes()}


# A commit


def find_version(folder: Path, given: str) -> Version:
    """Read a version: a path from ``folder``, the number of a release in it, or a commit.

    What has the name of an existing file or folder is that. Raises VersionError if there is no such
    version, or if it cannot be read.
    """
    is_path = given.endswith(".zip") or (folder / given).exists() or not folder.is_dir()
    if is_path or NUMBER.fullmatch(given):
        return open_version(folder, given)
    try:
        return committed_version(folder, given)
    except NoCommitError as error:
        raise VersionError(f"{folder / given}: no such folder or zip; {error}") from error


def committed_version(root: Path, given: str) -> Version:
    """Read the tables of a commit of the repository that ``root`` is in.

    Raises VersionError if there is no such commit, or if its tables cannot be read.
    """
    kinds = (".json", ".csv", PROJECT)
    with _unpacked(committed(root, given, lambda file: file.endswith(kinds)), given) as folder:
        return read_version(folder)


def committed(root: Path, given: str, is_wanted: Callable[[str], bool]) -> dict[str, bytes]:
    """The files of a commit that are wanted, by their path relative to ``root``.

    Raises NoCommitError if git finds no such commit.
    """
    found = {}
    commit = _commit(root, given)
    listed = _git(root, given, "ls-tree", "-r", "-z", commit).decode("utf-8", "replace")
    for entry in listed.split("\0")[:-1]:
        described, _, file = entry.partition("\t")
        mode, _, blob = described.split()
        if is_wanted(file) and mode.startswith("100") and not unsafe_name_reason(file):
            found[file] = _git(root, given, "cat-file", "blob", blob)
    return found


def common_ancestor(root: Path, given: str) -> str:
    """The last commit that the current one and another one have in common.

    Raises NoCommitError if git finds no such commit.
    """
    commit = _commit(root, given)
    try:
        return _git(root, given, "merge-base", "HEAD", commit).decode().strip()
    except NoCommitError as error:
        raise NoCommitError(
            f"{given}: git finds no commit that it and the current branch have in common; fetch "
            "the whole history (git fetch --unshallow), or name another branch"
        ) from error


def _commit(root: Path, given: str) -> str:
    """The hash of the commit that the user names."""
    if given.startswith("-"):
        raise NoCommitError(f"{given}: no commit begins with '-'; name one, such as origin/main")
    return _git(root, given, "rev-parse", "--verify", f"{given}^{{commit}}").decode().strip()


class NoCommitError(VersionError):
    """Git is missing, or finds no such commit; the message says what to do."""


def _git(root: Path, given: str, *arguments: str) -> bytes:
    """What git prints; nothing is fetched.

    Raises NoCommitError, with what git said, if it is missing or fails.
    """
    try:
        done = subprocess.run(  # noqa: S603 - git, and no shell
            ["git", *arguments],  # noqa: S607
            cwd=root,
            capture_output=True,
            check=False,
            env={**os.environ, **OFFLINE, "LC_ALL": "C"},
        )
    except FileNotFoundError as error:
        raise NoCommitError(f"{given}: git is not installed; install it") from error
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2]
        raise NoCommitError(
            f"{given}: git finds no such commit here ({said}); fetch it, or correct the name"
        )
    return done.stdout


# The ledger


def ledger_findings(root: Path, base: Base | None, named: Mapping[str, int]) -> Iterator[Finding]:
    """Compare the ledger with the zips, with the base and with the changelog.

    ``named`` are the releases that the changelog names, each with its line.
    """
    zips = {path.name: path for path in published(root / RELEASES).values()}
    before = base.sums if base else {}
    lines = {f"{DISTRIBUTION}-{version}.zip": line for version, line in named.items()}
    path = root / LEDGER_FILE
    if not path.is_file():
        if names := sorted({*zips, *before, *lines}):
            expected = f"a line for each published zip ({list_names(names)})"
            message = Message(expected, f"Put the file back: {_NEVER_CHANGED}", "no file")
            yield file_finding(LEDGER, LEDGER_FILE, START, message)
        return
    try:
        sums = read_checksums(path.read_bytes())
    except ChecksumsError as error:
        expected = "the hash and the name of each published zip, a line each"
        message = Message(expected, f"Put the file back: {_NEVER_CHANGED}", str(error))
        yield file_finding(LEDGER, LEDGER_FILE, (error.line, 1), message)
        return
    yield from _line_findings(sums, zips)
    at = {name: (line, 1) for line, name in enumerate(sums, start=1)}
    for name, hash_ in before.items():
        if sums.get(name) != hash_:
            found = f"{sums[name]}  {name}" if name in sums else "no such line"
            expected = f"the line {hash_}  {name}, as in {base.name if base else ''}"
            message = Message(expected, f"Put the line back: {_NEVER_CHANGED}", found)
            yield file_finding(LEDGER, LEDGER_FILE, at.get(name, START), message)
    for name in zips.keys() - sums.keys() - before.keys():
        advice = "Add its line from the SHA256SUMS of the release, or move the zip elsewhere."
        message = Message(f"a line in {LEDGER_FILE}", advice, name)
        yield file_finding(LEDGER, f"{RELEASES}/{name}", START, message)
    for name in lines.keys() - sums.keys() - zips.keys() - before.keys():
        advice = f"Put the zip and its line back: {_NEVER_CHANGED}"
        message = Message(f"a line for {name} in {LEDGER_FILE}", advice, "no such line")
        yield file_finding(LEDGER, CHANGELOG, (lines[name], 1), message)


def _line_findings(sums: Mapping[str, str], zips: Mapping[str, Path]) -> Iterator[Finding]:
    """The lines of the ledger whose zip is missing or another."""
    for line, (name, hash_) in enumerate(sums.items(), start=1):
        file, place = LEDGER_FILE, (line, 1)
        advice = f"Put the zip back as it was published: {_NEVER_CHANGED}"
        if published_number(name) is None:
            message = Message(f"{DISTRIBUTION}-<version>.zip", "Take the line out.", name)
        elif name not in zips:
            message = Message(f"a file {RELEASES}/{name}", advice, "no file")
        elif (found := sha256(zips[name].read_bytes())) != hash_:
            file, place = f"{RELEASES}/{name}", START
            message = Message(f"the SHA-256 {hash_}, as in {LEDGER_FILE}", advice, found)
        else:
            continue
        yield file_finding(LEDGER, file, place, message)
