"""Ordinary pandera schemas of the tables: ``isk.schemas.casualties.validate(df, lazy=True)``.

``isk.schemas.<table>`` has the columns of the table, their types and constraints, and the rules
that need nothing but the row. :func:`for_table` adds the rules that need the documents or other
tables. Each rule is a check on rows, named by its id; ``isk-indicators rules RULE`` explains it.
The check of the package itself uses the same schemas.
"""

from __future__ import annotations

from collections.abc import Mapping

try:
    import pandera.pandas as pa
    from pandera.errors import SchemaError, SchemaErrors
except ImportError as error:  # pragma: no cover - a test removes pandera in another process
    raise ImportError(
        "isk.schemas needs pandera: python -m pip install 'isk-indicators[check]'"
    ) from error
import pandas as pd

from isk_indicators.rules.registry import RULES
from isk_indicators.rules.schema import Context, dataset_of, documents_of, lacks, table_schema
from isk_indicators.schema import installed_package
from isk_indicators.spans import Texts

__all__ = ["SchemaError", "SchemaErrors", "for_table"]


def for_table(
    name: str,
    texts: Texts | None = None,
    tables: Mapping[str, pd.DataFrame] | None = None,
) -> pa.DataFrameSchema:
    """Make the pandera schema of a table, for typed frames as :func:`isk_indicators.load` gives.

    Args:
        name: The table's name.
        texts: The documents: a folder, or texts by source id. Without them no rule compares a
            quote with its document.
        tables: All tables by name, the one to be validated among them. Without them no rule
            looks at other rows, and an id may be that of no row (``foreign-key``).

    Raises:
        KeyError: no table of that name, or ``tables`` lacks it.
    """
    data = installed_package()
    if name not in data.schemas:
        raise KeyError(f"no table {name!r}; the tables are {', '.join(data.schemas)}")
    schema = data.schemas[name]
    if tables is not None and name not in tables:
        raise KeyError(f"tables has no {name!r}: give the table to be validated as well")
    given = dataset_of(data, tables or {})
    context = Context(documents_of(given, texts), given)
    rules = [rule for rule in RULES[name] if not lacks(rule, texts, tables)]
    made = table_schema(schema, rules, context)
    for key in schema.foreign_keys:
        if tables is not None and key.table in tables:
            ids = tables[key.table][key.target].dropna().tolist()
            check = pa.Check.isin(ids, name="foreign-key", error="foreign-key")
            made.columns[key.field].checks.append(check)
    return made


def __getattr__(name: str) -> pa.DataFrameSchema:
    """The schema of a table, with the rules that need nothing but the row."""
    if name not in installed_package().schemas:
        raise AttributeError(f"module {__name__!r} has no table {name!r}")
    return for_table(name)


def __dir__() -> list[str]:
    return [*__all__, *installed_package().schemas]
