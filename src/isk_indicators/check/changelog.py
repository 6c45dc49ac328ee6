"""Whether the changelog has an entry for a version.

What lives here: how an entry's heading is read, as Keep a Changelog writes it. What must not: what
an entry should say. ``## [0.2.0]`` and ``## 0.2.0 – 2026-11-22`` are headings of 0.2.0;
``## [Unreleased]``, ``## [0.2.0-rc1]`` and ``## [0.1.0] - [0.2.0]`` are not.
"""

from __future__ import annotations

import re

CHANGELOG = "CHANGELOG.md"

_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_AFTER = rf"(?:[ \t]+[-–—][ \t]+{_DATE})?(?:[ \t]+\[YANKED\])?[ \t]*"


def has_entry(text: str, version: str) -> bool:
    """Whether a heading of the second level is the version's, with words below it."""
    number = re.escape(version)
    heading = re.compile(rf"##[ \t]+(?:\[{number}\]|{number}){_AFTER}")
    sections = re.split(r"^(?=##[ \t])", text.replace("\r\n", "\n"), flags=re.MULTILINE)
    parts = (section.partition("\n") for section in sections)
    return any(heading.fullmatch(first) and _has_words(rest) for first, _, rest in parts)


def _has_words(section: str) -> bool:
    """Whether there is more than headings and the addresses of links."""
    return any(line.strip() and not line.startswith(("#", "[")) for line in section.split("\n"))
