"""The codebook: what each column of a table means.

What lives here: the schemas' definitions as a frame, derived columns among them. What must not:
any description (they stand in ``schemas/`` and, of derived columns, in ``derived``). Standard
library; pandas is imported for the result.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from isk_indicators.derived import frame_fields
from isk_indicators.home import package
from isk_indicators.schema import DataPackage
from isk_indicators.tables import TableName, frame, known_schema

if TYPE_CHECKING:
    import pandas as pd

_RESULT = {
    "column": "string",
    "title": "string",
    "type": "string",
    "dtype": "string",
    "required": "boolean",
    "allowed": "string",
    "meanings": "string",
    "description": "string",
    "derived": "boolean",
}


def describe(table: TableName) -> pd.DataFrame:
    """Give the codebook of a table: a row for each column of its frame, in order.

    Returns:
        ``column``, ``title``, ``type`` (as in the Table Schema), ``dtype`` (in the frame),
        ``required``, ``allowed`` (the values of an enumeration, separated by " | "; missing where
        any will do), ``meanings`` (what each of them says, a line a value), ``description``,
        ``derived`` (computed on loading, in no file).

    Raises:
        ValueError: no table of that name.

    """
    return describe_from(package(), table)


def describe_from(source: DataPackage, table: str) -> pd.DataFrame:
    """Give the codebook of a table of any package, as :func:`describe` does."""
    schema = known_schema(source, table)
    fields = frame_fields(schema)
    dtypes = frame({field.name: field.type for field in fields}, []).dtypes
    records = [
        {
            "column": field.name,
            "title": field.title,
            "type": field.type,
            "dtype": str(dtypes[field.name]),
            "required": field.required,
            "allowed": " | ".join(field.enum) or None,
            "meanings": "\n".join(f"{v}: {field.meanings[v]}" for v in field.enum) or None,
            "description": field.description,
            "derived": field.name not in schema.by_name,
        }
        for field in fields
    ]
    return frame(_RESULT, records)
