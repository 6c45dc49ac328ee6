"""The installed data: their folder, version and package; in a checkout, those of the checkout."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from isk_indicators.schema import SCHEMAS, VIEWS, DataPackage, Schema, open_package, read_schemas

DISTRIBUTION = "isk-indicators"


def data_root() -> Path:
    """The folder with ``datapackage.json``: in the installed package, else in the checkout."""
    folder = Path(__file__).resolve().parent
    return folder if (folder / "datasets").is_dir() else folder.parents[1]


def texts_root() -> Path | None:
    """The folder of the documents, which only a checkout has."""
    seeds = data_root() / "seeds"
    return seeds if seeds.is_dir() else None


@cache
def package() -> DataPackage:
    """The descriptor and schemas, read once."""
    return open_package(data_root())


@cache
def known_schemas() -> Mapping[str, Schema]:
    """Every table's schema by name, including tables that a release leaves out."""
    return read_schemas(data_root() / SCHEMAS)


@cache
def view_schemas() -> Mapping[str, Schema]:
    """Every view's schema by name."""
    return read_schemas(data_root() / VIEWS)


@cache
def version() -> str:
    """The version of the checkout, or of the installed distribution.

    The checkout comes first: the metadata of an editable install keep the version of the day of
    the installation.
    """
    from importlib.metadata import version as distribution_version  # noqa: PLC0415 - slow to import

    return _project_version(data_root()) or distribution_version(DISTRIBUTION)


def version_of(data: DataPackage) -> str:
    """The version that a package's descriptor or project names, or else :func:`version`."""
    return str(data.descriptor.get("version") or _project_version(data.root) or version())


def _project_version(root: Path) -> str | None:
    project = root / "pyproject.toml"
    if not project.is_file():
        return None
    return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
