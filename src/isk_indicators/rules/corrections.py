"""The rules of the ledger of corrections: each speaks of a cell that exists."""

from __future__ import annotations

from functools import partial

from isk_indicators.rules import validate as validation
from isk_indicators.rules.links import Links
from isk_indicators.rules.rule import Fault, rule


@rule("correction-cell", blames="row_id")
def cell_exists(table_name: str, row_id: str, column_name: str, *, links: Links) -> Fault | None:
    """A correction of a cell that no table has."""
    schema = links.package.schemas.get(table_name)
    if schema and column_name in schema.by_name and links.has(table_name, row_id):
        return None
    return Fault(
        f"{table_name} {row_id} {column_name}",
        "the table, id and column of a cell that exists",
        "Name the corrected cell; a row that is gone belongs into withdrawn.",
    )


RULES = (cell_exists,)

validate = partial(validation.validate, "corrections")
"""Check a frame of this table in memory; see :func:`isk_indicators.rules.validate.validate`."""
