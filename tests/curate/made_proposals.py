"""Made-up proposals for the first document of the sample workspace."""

from __future__ import annotations

from collections.abc import Mapping

from isk_indicators.curate.proposals import Proposal
from isk_indicators.curate.workspace import Workspace
from tests.curate import sample_workspace
from tests.curate.sample_workspace import CLAIM, KILLING, Cells

SOURCE = "src-000"
DENIAL = "The Red Band denied it"
TITLE = "The \U0001f399 report on Farville"

ACTOR: Cells = {
    "actor_id": "act-0002",
    "name": "Red Band",
    "kind": "?? armed_group",
    **sample_workspace.span(SOURCE, KILLING),
}
CASUALTY: Cells = {
    **sample_workspace.casualty(3, KILLING, "13", victim_text="people"),
    "incident_id": "?? inc-0001",
    "harm": "killed",
    "qualifier": "exact",
    "stated_low": "?? 13",
    "stated_high": "?? 13",
}
STATEMENT: Cells = {
    "statement_id": "stm-0002",
    "speaker_id": "?? act-0002",
    "speech_act": "?? denial",
    "form": "paraphrase",
    "medium": "unstated",
    "date": "2024",
    "date_basis": "?? context",
    "summary": "",  # required, and nobody has an idea
    **sample_workspace.span(SOURCE, DENIAL),
}
EVIDENCE: Cells = {
    "evidence_id": "evd-0001",
    "table_name": "statements",
    "row_id": "stm-0002",
    "column_name": "?? date",
    "role": "supports",
    **sample_workspace.span(SOURCE, CLAIM),
}
REVIEWED: Cells = {
    "kind": "harm",
    "reason": "?? duplicate_mention",
    **sample_workspace.span(SOURCE, TITLE),
}
ALL: Mapping[str, Cells] = {
    "actors": ACTOR,
    "casualties": CASUALTY,
    "statements": STATEMENT,
    "evidence": EVIDENCE,
    "reviewed": REVIEWED,
}


def proposals(work: Workspace, **changed: Cells) -> list[Proposal]:
    """Fresh proposals, one a table, with some cells of each table changed."""
    return [
        Proposal(
            table,
            {
                name: str({**cells, **changed.get(table, {})}.get(name, ""))
                for name in work.package.schemas[table].names
            },
        )
        for table, cells in ALL.items()
    ]
