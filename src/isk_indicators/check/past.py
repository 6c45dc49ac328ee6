"""What was published before: the zips in ``releases/``, and the version that is checked now.

What lives here: which releases lie beside a folder and whether they can be read, and where the
folder's own version stands. What must not: comparing them (``history``). A release that cannot be
read is told, and nothing is compared with it or with an older one in its place.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from isk_indicators.check.decode import START
from isk_indicators.check.finding import Finding, Message, file_finding, position
from isk_indicators.home import DISTRIBUTION
from isk_indicators.schema import DESCRIPTOR
from isk_indicators.versions import (
    PROJECT,
    RELEASES,
    Version,
    VersionError,
    coming,
    is_development,
    is_earlier,
    number,
    project_version,
    published_number,
    read_version,
    version_in,
)

RELEASE = "history-release"
_NEVER_PUBLISHED = "Move the zip elsewhere: a development version is never published."
_STANDS = re.compile(r"""^[ \t]*"?version"?[ \t]*[=:][ \t]*(?=["'])""", re.MULTILINE)
"""Where a version begins, in ``pyproject.toml`` or in a descriptor; it is the first in both."""


class Numbered(NamedTuple):
    """The version of a folder, and where it stands.

    Attributes:
        name: Its number as written; blank if the folder gives none.
        file: The file that gives it.
        place: The line and column in that file.
        wrong: Why it is no version; blank if it is one.
    """

    name: str
    file: str
    place: tuple[int, int]
    wrong: str = ""

    @property
    def is_checkout(self) -> bool:
        """Whether versions are made here, rather than this being one that was."""
        return self.file == PROJECT

    @property
    def is_development(self) -> bool:
        """Whether it is between two releases, so that the next one's number is still open."""
        return is_development(self.name)

    @property
    def coming(self) -> str:
        """The release that corrections name: its own number, or the one it leads to."""
        return coming(self.name)


@dataclass(frozen=True)
class Past:
    """The releases beside a folder.

    Attributes:
        releases: By number, the lowest first; None if one cannot be read.
        findings: What is wrong with them.
    """

    releases: Mapping[str, Version | None]
    findings: tuple[Finding, ...]

    def below(self, name: str) -> dict[str, Version | None]:
        """The releases before a version, the lowest first; all of a development version."""
        return {n: v for n, v in self.releases.items() if is_earlier(n, name)}


def look(root: Path) -> Past:
    """Read every zip of the folder ``releases`` below ``root``; there may be none."""
    releases: dict[str, Version | None] = {}
    findings: list[Finding] = []
    for path in sorted((root / RELEASES).glob("*.zip")):
        name = published_number(path.name)
        if name is None:
            findings.append(_misnamed(path.name))
            continue
        releases[name], found = _read(root, path, name)
        findings += found
    by_number = sorted(releases.items(), key=lambda item: number(item[0]))
    return Past(dict(by_number), tuple(findings))


def _read(root: Path, path: Path, name: str) -> tuple[Version | None, list[Finding]]:
    try:
        version = read_version(path)
    except VersionError as error:
        reason = str(error).replace(f"{path}: ", "").replace(f"{root}/", "")
        advice = "Put the zip back as it was published: it is never changed."
        return None, [_told(path.name, Message("the zip of a release", advice, reason))]
    if version.name == name:
        return version, []
    advice = f"Name the file {DISTRIBUTION}-{version.name}.zip, or put the right zip there."
    if is_development(version.name):
        advice = _NEVER_PUBLISHED
    return None, [_told(path.name, Message(f"a release {name}", advice, version.name))]


def _misnamed(file: str) -> Finding:
    advice = "Name the zip as it was published, or move it elsewhere."
    if version_in(file) is not None:
        advice = _NEVER_PUBLISHED
    return _told(file, Message(f"{DISTRIBUTION}-<version>.zip", advice, file))


def _told(file: str, words: Message) -> Finding:
    return file_finding(RELEASE, f"{RELEASES}/{file}", START, words)


def numbered(root: Path, descriptor: Mapping[str, Any]) -> Numbered:
    """The version of the folder ``root``: of its project, else the one that its descriptor names.

    A checkout has the first, a release the second; a folder may have neither.
    """
    try:
        file = PROJECT if (root / PROJECT).is_file() else DESCRIPTOR
        named = project_version(root / PROJECT) if file == PROJECT else descriptor.get("version")
        if named is not None:
            number(coming(str(named)))
        return Numbered(str(named or ""), file, _place(root / file))
    except VersionError as error:
        wrong = str(error).replace(f"{root / PROJECT}: ", "")
        return Numbered("", file, _place(root / file), wrong)


def _place(path: Path) -> tuple[int, int]:
    """Where the version stands, else the beginning of the file."""
    text = path.read_bytes().decode("utf-8", "replace")
    match = _STANDS.search(text)
    return START if match is None else position(text, match.end())
