"""How much of each source is accounted for, in figures and in words.

What lives here: counting the accounts, and the lines that the command ``coverage`` prints. What
must not: the accounts themselves. The release carries the same figures (``release.bundle``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from isk_indicators.check.accounts import SourceAccount
from isk_indicators.check.finding import pluralize
from isk_indicators.detectors import KINDS, Hit
from isk_indicators.spans import excerpt

_CONTEXT = 60


class Share(NamedTuple):
    """Of the hits of one kind in one source, how many are answered by what.

    What is ``not_codable`` is a fact that no column can hold yet: known, and not answered.
    """

    source_id: str
    kind: str
    hits: int
    by_row: int
    reviewed: int
    not_codable: int
    open: int

    @property
    def not_checked(self) -> int:
        """How many depend on rows at fault."""
        return self.hits - self.by_row - self.reviewed - self.not_codable - self.open


def shares(account: SourceAccount) -> list[Share]:
    """A source's hits by kind, kinds without any among them."""
    counts = Counter((a.hit.kind, a.by) for a in account.accounts)
    return [
        Share(account.source, kind, sum(by), *by[:-1])
        for kind in KINDS
        if (by := [counts[kind, a] for a in ("row", "reviewed", "not_codable", "open", "unsure")])
    ]


def lines(account: SourceAccount) -> Iterator[str]:
    """A source's shares, a line a kind, and the words behind what is open or not checked."""
    yield f"{account.source}: {pluralize(len(account.accounts), 'hit')}"
    for share in shares(account):
        yield f"  {share.kind:<10} {share.hits:>4}  {_told(share)}"
    for name, hits in (("open", account.open), ("not checked", account.by("unsure"))):
        for hit in hits:
            place = f"{hit.kind} at {hit.start}-{hit.end}"
            yield f"  {name}: {place}: {_in_context(account.text, hit)}"


def _told(share: Share) -> str:
    if not share.hits:
        return "none"
    parts = [
        ("by rows", share.by_row),
        ("reviewed", share.reviewed),
        ("not codable", share.not_codable),
        ("open", share.open),
    ]
    parts += [("not checked", share.not_checked)] if share.not_checked else []
    return ", ".join(f"{count} {name} ({count / share.hits:.0%})" for name, count in parts)


def _in_context(text: str, hit: Hit) -> str:
    before, words, after = excerpt(text, hit.start, hit.end, _CONTEXT)
    return " ".join(f"{before}[{words}]{after}".split())


def table(accounts: Iterable[SourceAccount]) -> str:
    """The shares as a Markdown table; what is open is left out, as a release has nothing open."""
    head = (
        "| source | kind | hits | by rows | reviewed | not codable |\n"
        "|---|---|---:|---:|---:|---:|\n"
    )
    told = [share for account in accounts for share in shares(account) if share.hits]
    rows = [f"| {' | '.join(map(str, s[:6]))} |\n" for s in told]
    total = [sum(column) for column in zip(*(s[2:6] for s in told), strict=True)]
    return head + "".join(rows) + f"| all | all | {' | '.join(map(str, total))} |\n"


def sentence(accounts: Iterable[SourceAccount]) -> str:
    """The shares of all sources in words."""
    counts = Counter(a.by for account in accounts for a in account.accounts)
    told = (
        f"{counts.total()} figures, dates, words of harm, blame and speech, and quotations; "
        f"rows cover {counts['row']} of them, and {counts['reviewed']} are listed in `reviewed.csv`"
    )
    uncoded = counts["not_codable"]
    return f"{told}; {uncoded} more cannot be coded yet" if uncoded else told
