"""What every format exports: the released tables and the views as typed plain rows."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

from isk_indicators.cite import data_work, text
from isk_indicators.csvio import replace_files
from isk_indicators.schema import (
    DESCRIPTOR,
    INTERNAL_TABLES,
    VIEWS,
    DataPackage,
    DescriptorError,
    Field,
    ForeignKey,
    Row,
    check_shape,
    frame_fields,
    read_schemas,
    version_of,
)
from isk_indicators.tables import Dataset, named_fields
from isk_indicators.views import VIEWS as REGISTERED
from isk_indicators.views.charts import limits

T = TypeVar("T")

VIEW_PREFIX = "view_"
"""Begins the name of a view in a list of tables and views."""

VIEW_SUFFIX = " (view)"
"""Ends its title there."""

CODEBOOK_COLUMNS = ("table_name", "column_name", "title", "type", "description", "meanings")
"""The cells of :func:`codebook_rows`."""

BLANK = "A blank means that the source does not say. It is never zero."
WORDS = "A row records what a source says, not that it is true. Sources contradict each other."
NOT_THIS = (
    '"Indicator" means a reported measure of a threat: there are no indicators of compromise.'
)


NOTES_SHAPE = {
    "title": str,
    "description": str,
    "created": str,
    "licenses": [{"title": str, "path": str}],
    "contributors": [{"title": str}],
    "resources": [{"title": str, "description": str}],
}
"""What a descriptor says for readers; the check does not need it."""


@dataclass(frozen=True)
class ExportTable:
    """A table or a view with its rows, each cell by its column's name; None is a blank.

    ``fields`` has the derived columns too, ``foreign_keys`` the links to tables in the export.
    """

    name: str
    title: str
    description: str
    fields: Sequence[Field]
    key: Sequence[str]
    foreign_keys: Sequence[ForeignKey]
    rows: Sequence[Row]
    is_view: bool

    @property
    def plain_name(self) -> str:
        """The name of the table, or of the view without its prefix."""
        return self.name.removeprefix(VIEW_PREFIX)

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return [field.name for field in self.fields]

    @property
    def cells(self) -> list[list[Any]]:
        """The cells of each row, in the order of the columns."""
        return [[row[field.name] for field in self.fields] for row in self.rows]

    @property
    def has_quotes(self) -> bool:
        """Whether each row has an id and a quote of its own."""
        return not self.is_view and "quote" in self.columns


def _described(package: DataPackage) -> Mapping[str, Any]:
    """The descriptor, if it says all that a reader of an export or of the page is given."""
    try:
        check_shape(package.descriptor, NOTES_SHAPE)
    except ValueError as error:
        raise DescriptorError(f"{DESCRIPTOR}: {error}: add it") from error
    return package.descriptor


def export_tables(dataset: Dataset, *, names: bool = False) -> tuple[ExportTable, ...]:
    """List the released tables that have rows, in the descriptor's order, then the views.

    With ``names``, the tables have the columns of names beside their ids, as the views have.
    """
    package = dataset.package
    resources = {resource["name"]: resource for resource in _described(package)["resources"]}
    released = [t for t in package.schemas if t not in INTERNAL_TABLES and dataset.rows(t)]
    tables = [
        ExportTable(
            name=name,
            title=str(resources[name]["title"]),
            description=str(resources[name]["description"]),
            fields=[*named_fields(schema)] if names else frame_fields(schema),
            key=schema.key,
            foreign_keys=[key for key in schema.foreign_keys if key.table in released],
            rows=dataset.named_rows(name) if names else dataset.rows(name),
            is_view=False,
        )
        for name, schema in package.schemas.items()
        if name in released
    ]
    views = [
        ExportTable(
            name=VIEW_PREFIX + name,
            title=f"{name.replace('_', ' ').capitalize()}{VIEW_SUFFIX}",
            description=schema.description,
            fields=schema.fields,
            key=schema.key,
            foreign_keys=(),
            rows=REGISTERED[name](dataset),
            is_view=True,
        )
        for name, schema in read_schemas(package.root / VIEWS).items()
    ]
    return (*tables, *views)


def dataset_notes(dataset: Dataset) -> dict[str, str]:
    """What every reader must know, by topic.

    Raises:
        DescriptorError: the descriptor lacks a part of it.
    """
    descriptor = _described(dataset.package)
    return {
        "title": str(descriptor["title"]),
        "version": version_of(dataset.package),
        "created": str(descriptor["created"])[:10],
        "description": str(descriptor["description"]),
        "what an indicator is": NOT_THIS,
        "what a row says": WORDS,
        "what it cannot show": limits(dataset),
        "blank cells": BLANK,
        "licence": "; ".join(f"{one['title']} ({one['path']})" for one in descriptor["licenses"]),
        "how to cite": text(data_work(dataset.package)),
    }


def codebook_rows(tables: Iterable[ExportTable]) -> Iterator[tuple[str | None, ...]]:
    """The cells of :data:`CODEBOOK_COLUMNS` for each column; without codes the last is None."""
    for table in tables:
        for f in table.fields:
            meanings = "\n".join(f"{value}: {f.meanings[value]}" for value in f.enum)
            yield (table.name, f.name, f.title, f.type, f.description, meanings or None)


def json_file(document: Any) -> bytes:
    """A document as the bytes of a JSON file."""
    return f"{json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)}\n".encode()


def written_or_given(
    path: str | Path | None, content: T, as_bytes: Callable[[T], bytes]
) -> T | None:
    """Write what an export gives into a file, in place of one that is there; or return it.

    Raises:
        OSError: the file cannot be written.
    """
    if path is None:
        return content
    replace_files(Path(), {str(path): as_bytes(content)})
    return None


class MissingExtraError(ImportError):
    """A library that the format needs is not installed; the message says what to run."""


def library(name: str, *, extra: str, caller: str) -> Any:
    """Import a library that an extra of this package brings; ``caller`` is the public function.

    Raises:
        MissingExtraError: it is not installed.

    """
    try:
        return import_module(name)
    except ImportError as error:
        install = f'python -m pip install "isk-indicators[{extra}]"'
        reason = f"{caller} needs {name}, which is missing. Run: {install}"
        raise MissingExtraError(reason) from error
