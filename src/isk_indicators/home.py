"""Where the data are: inside the installed package, or in the checkout around it.

What lives here: the two folders, the version and the opened package. What must not: reading of
tables or texts. A further folder of the installed package is a further function here. Standard
library only.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from isk_indicators.schema import SCHEMAS, VIEWS, DataPackage, Schema, open_package, read_schemas

DISTRIBUTION = "isk-indicators"


def data_root() -> Path:
    """Find the folder with ``datapackage.json``: the installed package's, else the checkout's."""
    installed = Path(__file__).resolve().parent
    return installed if (installed / "datasets").is_dir() else installed.parents[1]


def texts_root() -> Path | None:
    """Find the folder of the documents, which only a checkout has; None where there is none."""
    seeds = data_root() / "seeds"
    return seeds if seeds.is_dir() else None


@cache
def package() -> DataPackage:
    """Read the package's descriptor and schemas, once."""
    return open_package(data_root())


@cache
def known_schemas() -> Mapping[str, Schema]:
    """Read every schema beside the data, also of tables that a release leaves out, by table."""
    return read_schemas(data_root() / SCHEMAS)


@cache
def view_schemas() -> Mapping[str, Schema]:
    """Read the schema of every view, by name."""
    return read_schemas(data_root() / VIEWS)


@cache
def version() -> str:
    """Read the version: of the checkout if that runs, else of the installed distribution.

    The checkout comes first because the metadata of an editable install keep the version of the
    day of the installation.
    """
    project = data_root() / "pyproject.toml"
    if project.is_file():
        return str(tomllib.loads(project.read_text(encoding="utf-8"))["project"]["version"])
    from importlib.metadata import version as installed  # noqa: PLC0415 - slow, and seldom asked for

    return installed(DISTRIBUTION)


def version_of(data: DataPackage) -> str:
    """The version of a package: the one that its descriptor names, as a release's does.

    A checkout's descriptor names none: it has that of :func:`version`.
    """
    return str(data.descriptor.get("version", version()))
