"""The views as files of the zip, for readers without Python: a CSV and a resource each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from isk_indicators import csvio
from isk_indicators.export.tables import ExportTable
from isk_indicators.release.contents import seal, to_json
from isk_indicators.schema import DESCRIPTOR, VIEWS, written

FOLDER = "views"


def with_views(files: Mapping[str, bytes], held: Iterable[ExportTable]) -> dict[str, bytes]:
    """Add every view held to the data files of a release (path to bytes), and to their descriptor.

    Its resource is named as the view is in the other formats: with ``view_`` before its name.
    """
    views = [part for part in held if part.is_view]
    written = {_path(view): _file(view) for view in views}
    descriptor = json.loads(files[DESCRIPTOR])
    tables = descriptor["resources"]
    added = [_resource(view, written[_path(view)], tables[0]) for view in views]
    described = to_json(descriptor | {"resources": [*tables, *added]})
    return {**files, DESCRIPTOR: described, **written}


def _file(part: ExportTable) -> bytes:
    names = [field.name for field in part.fields]
    rows = ([written(row[name]) for name in names] for row in part.rows)
    return csvio.document(names, rows).encode()


def _path(part: ExportTable) -> str:
    return f"{FOLDER}/{part.plain_name}.csv"


def _resource(part: ExportTable, data: bytes, table: Mapping[str, Any]) -> dict[str, Any]:
    """Describe a view; its form is that of every table."""
    own = {
        "name": part.name,
        "title": part.title,
        "description": part.description,
        "path": _path(part),
        "schema": f"{VIEWS}/{part.plain_name}.json",
    }
    return {**table, **own, **seal(data)}
