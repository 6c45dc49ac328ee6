"""Rules of origins, and of the rows that rest on them."""

from __future__ import annotations

from functools import partial

from isk_indicators.rules import actors, sourcing
from isk_indicators.rules.proofs import table_rules
from isk_indicators.rules.rule import CannotDecide, PartialDataset, Problem, RowKey, rule
from isk_indicators.rules.schema import validate_table


@rule("origin-own", column="document_id", phase="links")
def is_another_document(document_id: str, *, data: PartialDataset, row: RowKey) -> Problem | None:
    """An origin that is the document of a row that rests on it, or that rests on that document."""
    if row.id is None:
        raise CannotDecide
    behind = _documents_behind(data, document_id)
    for table, other in data.referring("origins", row.id):
        documents = behind if table == "sources" else behind[:1]
        if other["source_id"] in documents:
            return Problem(
                " ".join(sorted(documents)),
                "another document than those that rest on it",
                "Correct or blank the cell; or blank the origin_id of the document or its rows.",
            )
    return None


def _documents_behind(data: PartialDataset, source_id: str | None) -> list[str]:
    """The document and those that it rests on, each once."""
    found: list[str] = []
    while source_id is not None and source_id not in found:
        found.append(source_id)
        origin_id = data.row("sources", source_id)["origin_id"]
        source_id = origin_id and data.row("origins", origin_id)["document_id"]
    return found


@rule("origin-missing", column="origin_id", phase="words")
def a_relayed_statement_has_an_origin(
    origin_id: str | None,
    relayed_by: str | None,
    medium: str,
    speaker_id: str,
    source_id: str,
    *,
    data: PartialDataset,
) -> Problem | None:
    """A blank although somebody relayed the statement, or it is in a report of another publisher.

    A document whose publisher is the speaker, or not printed, may be that report itself.
    """
    if origin_id is not None or (relayed_by is None and medium != "report"):
        return None
    if relayed_by is None:
        publisher = data.row("sources", source_id)["publisher"]
        own = [f for actor in data.lineage(speaker_id) for f in data.forms(actor)]
        if publisher is None or publisher.casefold() in map(str.casefold, own):
            return None
        data.require("actors", "name", "aliases", "parent_id")
        data.require("sources", "publisher", source_id=source_id)
    return Problem(
        "",
        f"the origin {relayed_by!r}" if relayed_by else "the report that contains the statement",
        "Type its id; if origins.csv has no row for it, add one.",
    )


RULES = table_rules(
    "origins",
    sourcing.is_used,
    actors.aliases_are_a_list,
    is_another_document,
)

validate = partial(validate_table, "origins", RULES)
"""Validate a frame of this table; see :func:`isk_indicators.rules.schema.validate_table`."""
