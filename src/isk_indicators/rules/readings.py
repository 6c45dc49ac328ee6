"""Rules of the table of readings."""

from __future__ import annotations

from functools import partial

from isk_indicators.rules.evidence import expected_form
from isk_indicators.rules.proofs import table_rules
from isk_indicators.rules.rule import PartialDataset, Problem, rule
from isk_indicators.rules.schema import validate_table


@rule("reading-cell", column="row_id", phase="spans")
def cell_is_coded(
    table_name: str, row_id: str, column_name: str, *, data: PartialDataset
) -> Problem | None:
    """A reading of a cell that no table has, or of a column that is not read twice."""
    schema = data.package.schemas.get(table_name)
    columns = schema.read_twice if schema else ()
    if column_name in columns and data.has(table_name, row_id):
        return None
    columns_in_words = f"an id of {table_name} and one of {', '.join(columns)}"
    return Problem(
        f"{table_name} {row_id} {column_name}",
        columns_in_words if columns else "a table that is read twice",
        "Name the cell that was read; if its row is gone, remove this line.",
    )


@rule("reading-value", column="value", phase="links")
def value_fits_the_column(
    table_name: str, column_name: str, value: str, *, data: PartialDataset
) -> Problem | None:
    """A reading that its column does not allow."""
    return _misfit(data, table_name, column_name, value)


@rule("reading-agreed", column="agreed", phase="links")
def agreement_settles_a_difference(
    table_name: str,
    column_name: str,
    value: str | None,
    agreed: str | None,
    reason: str | None,
    *,
    data: PartialDataset,
) -> Problem | None:
    """An agreed value without a reason or a difference, or that its column does not allow."""
    if agreed is not None and reason is None:
        return Problem(agreed, "a reason beside it", "Type the rule of the guide that decided.")
    if reason is not None and agreed == value:
        return Problem(
            agreed or "",
            f"another value than {value or 'blank'}, the second reading",
            "Blank agreed and reason: the second reading holds.",
        )
    if agreed is None:
        return None
    return _misfit(data, table_name, column_name, agreed)


def _misfit(data: PartialDataset, table: str, column: str, text: str) -> Problem | None:
    """What is wrong with a text that is no cell of a column that is read twice."""
    schema = data.package.schemas.get(table)
    if schema is None or column not in schema.read_twice:  # another rule reports that
        return None
    expected = expected_form(schema, schema.by_name[column], text, data)
    if expected is None:
        return None
    return Problem(text, f"{expected}, or blank", "Type the value as it was given.")


RULES = table_rules(
    "readings",
    cell_is_coded,
    value_fits_the_column,
    agreement_settles_a_difference,
)

validate = partial(validate_table, "readings", RULES)
"""Validate a frame of this table; see :func:`isk_indicators.rules.schema.validate_table`."""
