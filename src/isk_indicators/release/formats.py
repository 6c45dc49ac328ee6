"""The data in the forms of other programs, as files beside the zip."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from isk_indicators.checksums import CHECKSUMS, checksum_file
from isk_indicators.export.geojson import geojson_from
from isk_indicators.export.parquet import parquet_from
from isk_indicators.export.sqlite import datasette_from, sqlite_from
from isk_indicators.export.stix import stix_from
from isk_indicators.export.tables import dataset_notes
from isk_indicators.export.xlsx import xlsx_from
from isk_indicators.home import DISTRIBUTION
from isk_indicators.release.archive import zip_archive
from isk_indicators.release.bundle import bundle_name
from isk_indicators.release.croissant import croissant
from isk_indicators.release.page import page_of
from isk_indicators.release.project import pinned, require, version
from isk_indicators.schema import DataPackage, open_package


def format_files(root: Path) -> dict[str, bytes]:
    """Give the further formats of the checkout ``root``: file name to bytes.

    The same commit gives the same bytes; those of the SQLite file for one version of SQLite, of the
    others for the versions of their libraries that ``pyproject.toml`` pins. Raises BuildError if
    others are installed.
    """
    require(*pinned(root))
    data, stem = _released(root)
    return {
        f"{stem}.html": page_of(data).encode(),
        f"{stem}.sqlite": sqlite_from(data),
        f"{stem}.parquet.zip": zip_archive(_parquet(data)),
        f"{stem}.xlsx": xlsx_from(data),
        f"{stem}.datasette.json": _json(datasette_from(data, stem)),
        f"{stem}.geojson": _json(geojson_from(data)),
        f"{stem}.stix.json": f"{stix_from(data).serialize(indent=4)}\n".encode(),
    }


def description_file(root: Path, packed: bytes, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Give the description of the zip (its bytes, and its files by path): file name to bytes."""
    data, stem = _released(root)
    described = croissant(data, bundle_name(root), packed, files)
    return {f"{stem}.croissant.json": _json(described)}


def _released(root: Path) -> tuple[DataPackage, str]:
    """The data with their version, and what the names of their files begin with."""
    number = version(root)
    package = open_package(root)
    data = replace(package, descriptor={**package.descriptor, "version": number})
    return data, f"{DISTRIBUTION}-{number}"


def _parquet(data: DataPackage) -> dict[str, bytes]:
    """Gather the members of the zip of Parquet files: with what must be known, and checksums."""
    told = dataset_notes(data)
    readme = f"# {told.pop('title')}\n" + "".join(f"\n{t}: {words}\n" for t, words in told.items())
    files = {"README.md": readme.encode()} | parquet_from(data)
    return files | {CHECKSUMS: checksum_file(files)}


def _json(document: Any) -> bytes:
    return f"{json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)}\n".encode()
