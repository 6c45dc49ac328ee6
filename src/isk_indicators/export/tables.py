"""The released tables and the views as typed plain rows, the same for every export."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from isk_indicators.cite import data_work, text
from isk_indicators.home import version_of
from isk_indicators.schema import (
    UNRELEASED,
    VIEWS,
    DataPackage,
    Field,
    ForeignKey,
    Row,
    frame_fields,
    read_schemas,
)
from isk_indicators.tables import Dataset, rows
from isk_indicators.views.charts import limits
from isk_indicators.views.registry import VIEWS as REGISTERED

VIEW_PREFIX = "view_"
"""What tells a view from a table where both stand in one list of names."""

VIEW_SUFFIX = " (view)"
"""The same for titles."""

CODEBOOK = ("table_name", "column_name", "title", "type", "description", "meanings")
"""What :func:`codebook` says of each column."""

BLANK = "A blank means that the source does not say. It is never zero."
WORDS = "A row says that a source says something, not that it is so. Sources contradict each other."
NOT_THIS = (
    '"Indicator" means a reported measure of a threat: there are no indicators of compromise.'
)


@dataclass(frozen=True)
class ExportTable:
    """A table or a view.

    Attributes:
        name: The table's; a view's has ``view_`` before it.
        title: What a reader calls it.
        description: What it holds.
        fields: The columns of its frame, derived ones among them.
        key: The columns that identify a row together.
        foreign_keys: The links to tables that the export holds too.
        rows: Its rows, each cell by its column's name; None is a blank.
        is_view: Whether all of it is computed.
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
        """The name of the table, or of the view without what tells it from a table."""
        return self.name.removeprefix(VIEW_PREFIX)

    @property
    def quoting(self) -> bool:
        """Whether each row is found by an id and has a quote of its own."""
        return not self.is_view and "quote" in {field.name for field in self.fields}


def export_tables(data: DataPackage) -> tuple[ExportTable, ...]:
    """List the released tables that have rows, in the descriptor's order, then the views."""
    return (*_released_tables(data), *_view_tables(data))


def dataset_notes(data: DataPackage) -> dict[str, str]:
    """What every reader must know, by what it is about."""
    told = data.descriptor
    return {
        "title": str(told["title"]),
        "version": version_of(data),
        "created": str(told["created"])[:10],
        "description": str(told["description"]),
        "what an indicator is": NOT_THIS,
        "what a row says": WORDS,
        "what it cannot show": limits(Dataset(data)),
        "blank cells": BLANK,
        "licence": "; ".join(f"{one['title']} ({one['path']})" for one in told["licenses"]),
        "how to cite": text([data_work(data)]),
    }


def codebook(held: Iterable[ExportTable]) -> Iterator[tuple[str | None, ...]]:
    """What each column of these means: a line a column, with the cells of :data:`CODEBOOK`.

    The last says what each value of a coded column says, a line each; None if it is not coded.
    """
    for part in held:
        for f in part.fields:
            meanings = "\n".join(f"{value}: {f.meanings[value]}" for value in f.enum)
            yield (part.name, f.name, f.title, f.type, f.description, meanings or None)


def _released_tables(data: DataPackage) -> list[ExportTable]:
    resources = {resource["name"]: resource for resource in data.descriptor["resources"]}
    read = {
        name: found
        for name, schema in data.schemas.items()
        if name not in UNRELEASED and (found := rows(data.path(name), schema))
    }
    return [
        ExportTable(
            name=name,
            title=str(resources[name]["title"]),
            description=str(resources[name]["description"]),
            fields=frame_fields(data.schemas[name]),
            key=data.schemas[name].key,
            foreign_keys=[k for k in data.schemas[name].foreign_keys if k.table in read],
            rows=found,
            is_view=False,
        )
        for name, found in read.items()
    ]


def _view_tables(data: DataPackage) -> list[ExportTable]:
    dataset = Dataset(data)
    return [
        ExportTable(
            name=VIEW_PREFIX + name,
            title=f"{name.replace('_', ' ').capitalize()}{VIEW_SUFFIX}",
            description=schema.description,
            fields=schema.fields,
            key=schema.key,
            foreign_keys=(),
            rows=REGISTERED[name].rows(dataset),
            is_view=True,
        )
        for name, schema in read_schemas(data.root / VIEWS).items()
    ]


class MissingExtraError(ImportError):
    """A library that the format needs is not installed; the message says what to run."""


def library(name: str, *, extra: str, caller: str) -> Any:
    """Import a library, such as ``stix2``.

    Args:
        name: What is imported.
        extra: The extra of this package that brings it.
        caller: The function that needs it, as its user called it.

    Raises:
        MissingExtraError: it is not installed.

    """
    try:
        return import_module(name)
    except ImportError as error:
        install = f'python -m pip install "isk-indicators[{extra}]"'
        reason = f"{caller} needs {name}, which is missing. Run: {install}"
        raise MissingExtraError(reason) from error
