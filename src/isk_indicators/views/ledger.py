"""Who claims each incident, who is named for it, who denies it, and what follows.

What lives here: attributions by incident, what a part inherits from its series, and the status.
What must not: any judgement on who is right. Standard library only.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from isk_indicators.derived import Cell, Row
from isk_indicators.views.claims import Claims, installed, joined, view

if TYPE_CHECKING:
    import pandas as pd

DOERS = ("perpetrator", "organiser")
"""The roles from which the status follows."""


def attribution_ledger() -> pd.DataFrame:
    """Say of each incident who claims it, who is named for it and who denies it.

    Returns:
        A row an incident or series, in the table's order: ``status`` (claimed, attributed,
        contested, unattributed), the actors by what is said of them, who says so, and the
        attribution rows, the inherited ones apart. ``docs/views.md`` says how the status follows.
    """
    return view("attribution_ledger", ledger_of(installed()))


def ledger_of(claims: Claims) -> list[Row]:
    """The rows of :func:`attribution_ledger` for any tables."""
    return [_entry(claims, incident) for incident in claims.rows("incidents")]


def attributions(claims: Claims, incident: Row) -> tuple[Sequence[Row], Sequence[Row]]:
    """What is said of who did it: of the incident itself, and of the series that it is part of."""
    own = claims.of("attributions", "incident_id", incident["incident_id"])
    if incident["part_of"] is None:
        return own, ()
    return own, claims.of("attributions", "incident_id", incident["part_of"])


def doers(claims: Claims, incident: Row) -> list[str]:
    """The ids of those who are named as perpetrator or organiser, each once."""
    own, inherited = attributions(claims, incident)
    named = [row for row in (*own, *inherited) if _names(row) and row["role"] in DOERS]
    return list(dict.fromkeys(str(row["actor_id"]) for row in named))


def _entry(claims: Claims, incident: Row) -> Row:
    own, inherited = attributions(claims, incident)
    rows = (*own, *inherited)
    done = [row for row in rows if row["role"] in DOERS and _names(row)]
    certain = {str(row["certainty"]) for row in done}

    def names(chosen: Sequence[Row]) -> str | None:
        return joined(claims.name("actors", row["actor_id"]) for row in chosen)

    return {
        "incident_id": incident["incident_id"],
        "label": incident["label"],
        "scale": incident["scale"],
        "part_of": incident["part_of"],
        "date": incident["date"],
        "place": claims.name("places", incident["place_id"]),
        "status": status(claims, rows),
        "certainty": min(certain, default=None),  # certain comes before hedged
        "claimed_by": names([row for row in rows if row["stance"] == "claim"]),
        "attributed_to": names([row for row in done if row["stance"] == "attribution"]),
        "accomplices": names([row for row in rows if row["role"] == "accomplice" and _names(row)]),
        "denied_by": names([row for row in rows if row["stance"] == "denial"]),
        "rejected_for": names([row for row in rows if row["stance"] == "rejection"]),
        "said_by": joined(claims.said_by(row) for row in rows),
        "attribution_ids": joined(row["attribution_id"] for row in own),
        "inherited_ids": joined(row["attribution_id"] for row in inherited),
        "inherited_from": incident["part_of"] if inherited else None,
    }


def _names(row: Row) -> bool:
    return row["stance"] in ("claim", "attribution")


def status(claims: Claims, rows: Sequence[Row]) -> str:
    """What follows from the attributions of perpetrators and organisers."""
    done = [row for row in rows if row["role"] in DOERS]
    named = list(dict.fromkeys(row["actor_id"] for row in done if _names(row)))
    rivals = any(not _is_kin(claims, one, other) for one, other in combinations(named, 2))
    if rivals or any(not _names(row) for row in done):
        return "contested"
    if not named:
        return "unattributed"
    return "claimed" if any(row["stance"] == "claim" for row in done) else "attributed"


def _is_kin(claims: Claims, one: Cell, other: Cell) -> bool:
    """Whether one of two actors is part of the other."""
    return one in _lineage(claims, other) or other in _lineage(claims, one)


def _lineage(claims: Claims, actor_id: Cell) -> list[Cell]:
    found: list[Cell] = []
    while actor_id is not None and actor_id not in found:
        found.append(actor_id)
        actor_id = claims.row("actors", actor_id)["parent_id"]
    return found
