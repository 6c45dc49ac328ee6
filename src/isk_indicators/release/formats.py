"""The data in the forms of other programs, as files beside the zip.

What lives here: which format becomes which file. What must not: a format (``isk_indicators.export``
has one module each). One more format is one more line in ``format_files``.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from isk_indicators.export.content import notes
from isk_indicators.export.geojson import geojson_from
from isk_indicators.export.parquet import parquet_from
from isk_indicators.export.sqlite import sqlite_from
from isk_indicators.export.stix import stix_from
from isk_indicators.export.xlsx import xlsx_from
from isk_indicators.home import DISTRIBUTION
from isk_indicators.release.archive import zip_archive
from isk_indicators.release.checksums import CHECKSUMS, checksum_file
from isk_indicators.release.project import pinned, require, version
from isk_indicators.schema import DataPackage, open_package


def format_files(root: Path) -> dict[str, bytes]:
    """Give the further formats of the checkout ``root``: file name to bytes.

    The same commit gives the same bytes; those of the SQLite file for one version of SQLite, of the
    others for the versions of their libraries that ``pyproject.toml`` pins. Raises ReleaseError if
    others are installed.
    """
    require(*pinned(root))
    number = version(root)
    package = open_package(root)
    data = replace(package, descriptor={**package.descriptor, "version": number})
    stem = f"{DISTRIBUTION}-{number}"
    return {
        f"{stem}.sqlite": sqlite_from(data),
        f"{stem}.parquet.zip": zip_archive(_parquet(data)),
        f"{stem}.xlsx": xlsx_from(data),
        f"{stem}.geojson": _json(geojson_from(data)),
        f"{stem}.stix.json": f"{stix_from(data).serialize(pretty=True)}\n".encode(),
    }


def _parquet(data: DataPackage) -> dict[str, bytes]:
    """Gather the members of the zip of Parquet files: with what must be known, and checksums."""
    told = notes(data)
    readme = f"# {told.pop('title')}\n" + "".join(f"\n{t}: {words}\n" for t, words in told.items())
    files = {"README.md": readme.encode()} | parquet_from(data)
    return files | {CHECKSUMS: checksum_file(files)}


def _json(document: Any) -> bytes:
    return f"{json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)}\n".encode()
