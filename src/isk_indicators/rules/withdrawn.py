"""Rules of the table of withdrawn."""

from __future__ import annotations

from functools import partial

from isk_indicators.rules.proofs import table_rules
from isk_indicators.rules.rule import PartialDataset, Problem, rule
from isk_indicators.rules.schema import validate_table


@rule("withdrawn-row", column="row_id")
def row_is_gone(table_name: str, row_id: str, *, data: PartialDataset) -> Problem | None:
    """A withdrawn row that its table still has, or one of a table that does not exist."""
    schema = data.package.schemas.get(table_name)
    if schema is None:
        return Problem(table_name, "the name of a table", "Correct the table's name.")
    if schema.id_field is not None and row_id in data.by_id(table_name):
        return Problem(row_id, f"an id that {table_name} no longer has", "Remove one of the two.")
    return None


@rule("withdrawn-replacement", column="replaced_by")
def replacement_exists(
    table_name: str, replaced_by: str, *, data: PartialDataset
) -> Problem | None:
    """A replacement that the table does not have."""
    if data.has(table_name, replaced_by):
        return None
    return Problem(
        replaced_by, f"the id of a row of {table_name}", "Name the row that replaces it."
    )


RULES = table_rules(
    "withdrawn",
    row_is_gone,
    replacement_exists,
)

validate = partial(validate_table, "withdrawn", RULES)
"""Validate a frame of this table; see :func:`isk_indicators.rules.schema.validate_table`."""
