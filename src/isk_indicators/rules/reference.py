"""What holds for the reference tables alike: a row of theirs is used by some row."""

from __future__ import annotations

from isk_indicators.rules.links import Links
from isk_indicators.rules.rule import Fault, RowKey, rule


@rule("unused", blames="name", turn="absences")
def is_used(name: str, *, links: Links, row: RowKey) -> Fault | None:
    """A reference row that no row uses."""
    if row.id is None or links.referring(row.table, row.id):
        return None
    if any(r["value"] == row.id for r in links.rows("evidence")):
        return None
    links.require_referrers(row.table)
    return Fault(
        f"{row.id} ({name})",
        "a row of another table that names it",
        "Take the row out, or code the passage that it was listed for.",
    )
