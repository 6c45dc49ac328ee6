"""The codebook: what each column of a table or view means."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from isk_indicators.home import package
from isk_indicators.schema import DERIVED, VIEWS, DataPackage, Field, frame_fields, read_schemas
from isk_indicators.tables import TableName, frame, meant, subject_tables

if TYPE_CHECKING:
    import pandas as pd

RecordName = Literal["changes"]
"""What a release makes of the tables and of earlier releases; a test holds it against the schemas.
"""

ViewName = Literal[
    "attribution_ledger",
    "coverage_matrix",
    "disagreements",
    "force_series",
    "indicators",
    "timeline",
    "tolls",
]
"""The views; a test holds them against their schemas."""

DATASETS: Mapping[str, str] = MappingProxyType(
    {"ucdp_ged": "UCDP GED", "gtd": "GTD", "acled": "ACLED"}
)
"""The datasets to whose fields a column may correspond, by their key in the schemas."""

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
    "corresponds": "string",
}


def describe(name: TableName | ViewName | RecordName) -> pd.DataFrame:
    """Give the codebook of a table, a view or ``changes``: a row for each column of its frame.

    Returns:
        ``column``, ``title``, ``type`` (as in the Table Schema), ``dtype`` (in the frame),
        ``required``, ``allowed`` (the values of an enumeration, separated by " | "; missing where
        any will do), ``meanings`` (what each of them says, a line a value), ``description``,
        ``derived`` (computed, in no file; every column of a view is), ``corresponds`` (the fields
        of UCDP GED, GTD and ACLED that ask the same, a line a dataset).

    Raises:
        ValueError: no table or view of that name; the message lists them.

    """
    return describe_from(package(), name)


def describe_from(source: DataPackage, name: str) -> pd.DataFrame:
    """Give the codebook of a table or view of any package, as :func:`describe` does."""
    tables = {table: source.schemas[table] for table in subject_tables(source)}
    views = read_schemas(source.root / VIEWS)
    records = read_schemas(source.root / DERIVED)
    if name in tables:
        return _book(frame_fields(tables[name]), tables[name].by_name)
    if name in views:
        return _book(views[name].fields, {})
    if name in records:
        return _book(records[name].fields, records[name].by_name)
    raise ValueError(
        f"no table or view {name!r}: the tables are {', '.join(tables)}; "
        f"the views are {', '.join(views)}; beside them there is {', '.join(records)}"
        f"{meant(name, (*tables, *views, *records))}"
    )


def _book(fields: tuple[Field, ...], in_file: Mapping[str, Field]) -> pd.DataFrame:
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
            "derived": field.name not in in_file,
            "corresponds": "\n".join(correspondences(field)) or None,
        }
        for field in fields
    ]
    return frame(_RESULT, records)


def correspondences(field: Field) -> list[str]:
    """The fields of other datasets that ask the same, a text a dataset: "UCDP GED: low, best"."""
    return [
        f"{DATASETS[dataset]}: {', '.join(names)}" for dataset, names in field.corresponds.items()
    ]
