"""A version that is published already: the folder must still be what was published.

What lives here: that one rule, for tables and columns. What must not: the bytes of the zip, which
the build compares when it has made them (``release.publish``). What is published is never changed;
whoever changes something raises the version first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

from isk_indicators.changes import Change, compare, least_bump, raised
from isk_indicators.check.decode import START
from isk_indicators.check.finding import Finding, Message, file_finding
from isk_indicators.check.past import Numbered
from isk_indicators.check.present import Present
from isk_indicators.schema import UNRELEASED
from isk_indicators.versions import RELEASES, Version, number

REBUILD = "history-rebuild"
OPEN_NEXT = "python -m isk_indicators.release.prepare --next"
"""The command after which a checkout may change again."""


def inspect(now: Present, own: Numbered, same: Version) -> list[Finding]:
    """Each table or view that is no longer as it was published, once."""
    found: dict[str, list[Change]] = defaultdict(list)
    for change in now.known(compare(same, now.version)):
        found[change.table].append(change)
    ledgers: Mapping[str, list[Change]] = {table: [] for table in _ledgers(now, same)}
    return [_told(now, own, table, members) for table, members in {**found, **ledgers}.items()]


def _ledgers(now: Present, same: Version) -> Iterator[str]:
    """The tables without ids that have other rows; where a release has no such table, none."""
    for table, schema in now.package.schemas.items():
        is_ledger = schema.id_field is None and table not in UNRELEASED
        is_other = now.version.rows[table] != same.rows.get(table, ())
        if is_ledger and is_other and now.is_sound(table, schema.names):
            yield table


def _told(now: Present, own: Numbered, table: str, members: Sequence[Change]) -> Finding:
    counts = Counter(change.kind.replace("_", " ") for change in members)
    told = ", ".join(f"{kind}: {count}" for kind, count in counts.items()) or "other rows"
    bump = least_bump(members) if members else "patch"
    least = ".".join(map(str, raised(number(own.name), bump)))
    words = Message(
        f"what {RELEASES}/ has as {own.name}, or at least version {least}",
        f"Open the next version ({OPEN_NEXT}): {own.name} is published and does not change any "
        "more.",
        f"{table} with {told}",
    )
    file, place = _first_place(now, table, members)
    return file_finding(REBUILD, file, place, words)


def _first_place(
    now: Present, table: str, members: Sequence[Change]
) -> tuple[str, tuple[int, int]]:
    """Where the first change that can be pointed at is: a row, a column; else the file."""
    for change in members:
        at = now.numbers.get(table, {}).get(change.row_id)
        if at is not None:
            return now.tables[table].file, now.tables[table].position(at, change.column or None)
        if change.column:
            return now.defined_at(table, change.column)
    return (now.tables[table].file, START) if table in now.tables else now.defined_at(table, "")
