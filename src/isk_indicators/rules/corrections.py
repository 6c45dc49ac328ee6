"""Rules of the table of corrections."""

from __future__ import annotations

from functools import partial

from isk_indicators.rules.proofs import table_rules
from isk_indicators.rules.rule import PartialDataset, Problem, rule
from isk_indicators.rules.schema import validate_table


@rule("correction-cell", column="row_id")
def cell_exists(
    table_name: str, row_id: str, column_name: str, *, data: PartialDataset
) -> Problem | None:
    """A correction of a cell that no table has."""
    schema = data.package.schemas.get(table_name)
    if schema and column_name in schema.by_name and data.has(table_name, row_id):
        return None
    return Problem(
        f"{table_name} {row_id} {column_name}",
        "the table, id and column of a cell that exists",
        "Name the corrected cell; a row that is gone belongs into withdrawn.",
    )


RULES = table_rules(
    "corrections",
    cell_exists,
)

validate = partial(validate_table, "corrections", RULES)
"""Validate a frame of this table; see :func:`isk_indicators.rules.schema.validate_table`."""
