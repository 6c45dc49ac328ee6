"""Rules of the table of readings."""

from __future__ import annotations

from functools import partial

from isk_indicators.rules.proofs import table_rules
from isk_indicators.rules.rule import PartialDataset, Problem, rule
from isk_indicators.rules.schema import validate_table


@rule("reading-cell", column="row_id", phase="spans")
def cell_is_coded(
    table_name: str, row_id: str, column_name: str, *, data: PartialDataset
) -> Problem | None:
    """A reading of a cell that no table has, or of a column that has no codes to read."""
    schema = data.package.schemas.get(table_name)
    coded = schema.coded if schema else ()
    if column_name in coded and data.has(table_name, row_id):
        return None
    return Problem(
        f"{table_name} {row_id} {column_name}",
        f"an id of {table_name} and one of {', '.join(coded)}" if coded else "a table with codes",
        "Name the cell that was read; if its row is gone, remove this line.",
    )


@rule("reading-value", column="value", phase="links")
def value_is_a_code(
    table_name: str, column_name: str, value: str, *, data: PartialDataset
) -> Problem | None:
    """A reading that is no value of its column."""
    return _no_code(value, _enumeration(data, table_name, column_name))


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
    """An agreed code without a reason, that is no value, or where there is no difference."""
    if agreed is not None and reason is None:
        return Problem(agreed, "a reason beside it", "Type the rule of the guide that decided.")
    if reason is not None and agreed == value:
        return Problem(
            agreed or "",
            f"another code than {value or 'blank'}, the second reading",
            "Blank agreed and reason: the second reading holds.",
        )
    if agreed is None:
        return None
    return _no_code(agreed, _enumeration(data, table_name, column_name))


def _enumeration(data: PartialDataset, table: str, column: str) -> tuple[str, ...]:
    """The values of a column of codes; none if it has none, which another rule reports."""
    schema = data.package.schemas.get(table)
    return schema.by_name[column].enum if schema and column in schema.coded else ()


def _no_code(code: str, allowed: tuple[str, ...]) -> Problem | None:
    if not allowed or code in allowed:
        return None
    return Problem(code, f"one of {', '.join(allowed)}, or blank", "Type the code as it was given.")


RULES = table_rules(
    "readings",
    cell_is_coded,
    value_is_a_code,
    agreement_settles_a_difference,
)

validate = partial(validate_table, "readings", RULES)
"""Validate a frame of this table; see :func:`isk_indicators.rules.schema.validate_table`."""
