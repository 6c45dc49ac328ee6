"""The rules of the ledger of withdrawn rows: they are gone, and what replaces them is there."""

from __future__ import annotations

from functools import partial

from isk_indicators.rules import validate as validation
from isk_indicators.rules.links import Links
from isk_indicators.rules.rule import Fault, rule


@rule("withdrawn-row", blames="row_id")
def row_is_gone(table_name: str, row_id: str, *, links: Links) -> Fault | None:
    """A withdrawn row that stands, or one of a table that does not exist."""
    if table_name not in links.package.schemas:
        return Fault(table_name, "the name of a table", "Correct the table's name.")
    if any(r[links.package.schemas[table_name].key[0]] == row_id for r in links.rows(table_name)):
        return Fault(row_id, f"an id that {table_name} no longer holds", "Take one of the two out.")
    return None


@rule("withdrawn-replacement", blames="replaced_by")
def replacement_exists(table_name: str, replaced_by: str, *, links: Links) -> Fault | None:
    """A replacement that the table does not hold."""
    if links.has(table_name, replaced_by):
        return None
    return Fault(replaced_by, f"the id of a row of {table_name}", "Name the row that replaces it.")


RULES = (row_is_gone, replacement_exists)

validate = partial(validation.validate, "withdrawn")
"""Check a frame of this table in memory; see :func:`isk_indicators.rules.validate.validate`."""
