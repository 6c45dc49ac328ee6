"""What a build says at its end: what it built, how it is used, and what deserves attention."""

from __future__ import annotations

from collections.abc import Iterator

from isk_indicators.checksums import CHECKSUMS, sha256
from isk_indicators.home import DISTRIBUTION
from isk_indicators.release.publish import Release
from isk_indicators.release.quoting import DECLARED, LIMIT


def report(release: Release, folder: str) -> Iterator[str]:
    """Tell, line by line, about a release that was written to ``folder``."""
    yield f"isk-indicators {release.version} is built in {folder}/"
    yield from _section("files (bytes, sha256)", _artefacts(release))
    yield from _section("tables (rows, sha256)", _tables(release))
    yield from _section("quoted share of each source's text", _shares(release))
    yield from _section("how to use it", _usage(release, folder))
    yield from _warnings(release)


def _section(title: str, lines: Iterator[str]) -> Iterator[str]:
    yield ""
    yield title
    yield from (f"  {line}" for line in lines)


def _artefacts(release: Release) -> Iterator[str]:
    width = max(map(len, release.artefacts))
    for name, data in release.artefacts.items():
        yield f"{name:<{width}}  {len(data):>9,}  {sha256(data)}"


def _tables(release: Release) -> Iterator[str]:
    width = max(map(len, release.rows))
    for name, rows in release.rows.items():
        yield f"{name:<{width}}  {rows:>5,}  {sha256(release.tables[name])}"
    yield f"content, whatever form it is in: {release.content_hash}"


def _shares(release: Release) -> Iterator[str]:
    for s in release.shares:
        known = f"; above {LIMIT:.0%}, as {DECLARED} explains" if s.known else ""
        quoted = f"{s.quoted:,} of {s.characters:,} characters"
        yield f"{s.source_id}  {s.fraction:6.1%}  {quoted}{known}"


def _usage(release: Release, folder: str) -> Iterator[str]:
    (wheel,) = (name for name in release.artefacts if name.endswith(".whl"))
    bundle = f"{DISTRIBUTION}-{release.version}.zip"
    yield f"python -m pip install {folder}/{wheel}"
    yield "python -c \"import isk_indicators as isk; print(isk.load('casualties'))\""
    yield f"frictionless validate {folder}/{bundle}"
    yield f"cd {folder} && sha256sum -c {CHECKSUMS}"


def _warnings(release: Release) -> Iterator[str]:
    for s in release.shares:
        if s.excessive:
            limit = max(LIMIT, s.declared or 0)
            yield (
                f"warning: {s.source_id}: the release quotes {s.fraction:.1%} of its text, more "
                f"than {limit:.0%}; cut the longest quotes to what proves their rows, or explain "
                f"the share in {DECLARED}"
            )
        elif s.stale:
            yield (
                f"warning: {s.source_id}: the release quotes {s.fraction:.1%} of its text, no more "
                f"than {LIMIT:.0%}; remove its line from {DECLARED}"
            )
