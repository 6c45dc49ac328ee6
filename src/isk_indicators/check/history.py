"""The fifth stage: what was published stays, and what changed is told by reason and by version.

What lives here: what the folder is compared with, and what is said if there is nothing. What must
not: the comparing (``changes``), the reading of releases (``past``) and of what stands
(``present``), the judging of what changed (``changed``) and of a version that is published already
(``republished``). A further rule is a line in ``RULES`` and a function in one of the two. What
cannot be compared, because an earlier stage has rejected it, is said to be not checked; that there
is no release to compare with is a note, and so is how far the next release must rise, as long as
the version is a development version.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from isk_indicators.check import changed, past, present, republished
from isk_indicators.check.changelog import CHANGELOG, has_entry
from isk_indicators.check.decode import START
from isk_indicators.check.files import Files
from isk_indicators.check.finding import Finding, Message, file_finding
from isk_indicators.check.past import Numbered
from isk_indicators.check.present import Present
from isk_indicators.rules.breach import Breach
from isk_indicators.schema import DataPackage
from isk_indicators.versions import Version

CHANGES = "history-changelog"

RULES: Mapping[str, str] = MappingProxyType(
    {
        changed.VANISHED: "A released id that is gone, without a row in withdrawn that says why.",
        changed.REUSED: "An id that was gone before, or that a release gave to another row.",
        changed.REASON: "A released cell that changed without a row in corrections that says why, "
        "or such a row without a change.",
        changed.COLUMN: "A column or table that is gone, or holds something else, without a new "
        "major version.",
        changed.VERSION: "A version that is none, or smaller than what changed since the last "
        "release asks for.",
        CHANGES: "A version without an entry in the changelog.",
        republished.REBUILD: "A published version whose tables or columns are no longer what was "
        "published.",
        past.RELEASE: "A zip among the published ones that is not the release it is named for.",
    }
)
"""The ids of this stage, with what each rejects."""


@dataclass
class History:
    """What this stage found, what it could not look at, and what there was not to look at."""

    findings: list[Finding] = field(default_factory=list)
    not_checked: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def inspect(package: DataPackage, left: Files, breaches: Sequence[Breach]) -> History:
    """Compare the folder with what was published; ``left`` is what the first stage leaves."""
    before, own = past.look(package.root), past.numbered(package.root, package.descriptor)
    result = History([*before.findings, *_no_version(own), *_no_entry(package, own)])
    if not own.name:
        _without_version(result, own, is_first=not before.releases)
        return result
    now = present.present(package, left.tables, breaches)
    if own.name in before.releases:
        _same_again(result, now, own, before.releases[own.name])
    _since(result, now, own, before.below(own.name))
    return result


def _without_version(result: History, own: Numbered, *, is_first: bool) -> None:
    if is_first and not own.wrong:
        result.notes.append("no published release: there is nothing to compare with")
    else:
        result.not_checked.append(f"history ({own.file} gives no version)")


def _same_again(result: History, now: Present, own: Numbered, same: Version | None) -> None:
    if same is None:
        result.not_checked.append(f"history: whether this is {own.name} (it cannot be read)")
    else:
        result.findings += republished.inspect(now, own, same)
        result.not_checked += now.gaps()


def _since(
    result: History, now: Present, own: Numbered, below: Mapping[str, Version | None]
) -> None:
    if not below:
        what = f"no published release below {own.name}"
        result.notes.append(f"{what}: there is nothing to compare with")
        return
    *_, (last, version) = below.items()
    if version is None:
        result.not_checked.append(f"history since {last} (it cannot be read)")
        return
    earlier = {name: found for name, found in below.items() if found is not None}
    since = changed.Since(now, own, tuple(earlier.values()))
    result.findings += changed.inspect(since)
    result.notes += changed.outlook(since)
    lost = [name for name in below if name not in earlier]
    result.not_checked += [f"history: the ids of {name} (it cannot be read)" for name in lost]
    result.not_checked += now.gaps()


def _no_version(own: Numbered) -> Iterator[Finding]:
    if own.wrong:
        advice = "Write the version as three numbers, between two releases with .dev0 behind them."
        words = Message("a version such as 0.1.0 or 0.1.0.dev0", advice, own.wrong)
        yield file_finding(changed.VERSION, own.file, own.place, words)


def _no_entry(package: DataPackage, own: Numbered) -> Iterator[Finding]:
    """Asked of a checkout, at its release: a release carries the changelog as it was published."""
    if not own.is_checkout or not own.name or own.is_development:
        return
    path = package.root / CHANGELOG
    is_file = path.is_file()
    text = path.read_bytes().decode("utf-8", "replace") if is_file else ""
    if not has_entry(text, own.name):
        words = Message(
            f"a heading '## [{own.name}]' with words below it",
            f"Say in {CHANGELOG} what {own.name} changes for those who use the data.",
            "no such entry" if is_file else "no file",
        )
        yield file_finding(CHANGES, CHANGELOG, START, words)
