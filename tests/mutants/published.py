"""Releases beside the clean package, and the version that it has then.

What lives here: a zip as a release would be, made without the project's own code, and what makes
the package a checkout of some version. What must not: what is wrong with them (see
``history_mutators``).
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping

from tests.mutants.clean import Clean, Mutant, Place

Files = Mapping[str, bytes]
PROJECT, CHANGELOG = "pyproject.toml", "CHANGELOG.md"


def project(clean: Clean, version: str) -> dict[str, bytes]:
    """The project at a version."""
    text = clean.data[PROJECT].decode("utf-8")
    found = re.sub(r'^version = ".*"$', f'version = "{version}"', text, count=1, flags=re.MULTILINE)
    return {PROJECT: found.encode("utf-8")}


def changelog(heading: str, words: str = "- New.") -> dict[str, bytes]:
    """A changelog of one entry."""
    return {CHANGELOG: f"# Changelog\n\n## {heading}\n\n{words}\n".encode()}


def checkout(clean: Clean, version: str) -> dict[str, bytes]:
    """The package at a version, with an entry for it."""
    return {**project(clean, version), **changelog(f"[{version}]")}


def path(version: str) -> str:
    """Where the release of a version lies."""
    return f"releases/isk-indicators-{version}.zip"


def release(clean: Clean, version: str, other: Mapping[str, bytes | None]) -> dict[str, bytes]:
    """A published zip: the clean tables and schemas, some files otherwise."""
    descriptor = json.loads(clean.data["datapackage.json"]) | {"version": version}
    files = {
        name: data for name, data in clean.data.items() if name.startswith(("datasets", "schemas"))
    }
    files |= {"datapackage.json": json.dumps(descriptor).encode()}
    files |= {name: data for name, data in other.items() if data is not None}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return {path(version): out.getvalue()}


def mutant(change: str, *files: Mapping[str, bytes | None], told: frozenset[Place]) -> Mutant:
    """A package with these files besides, or in the place of its own."""
    return Mutant(change, {name: data for some in files for name, data in some.items()}, told)


def version_place(clean: Clean, rule: str) -> Place:
    """Where the version stands."""
    lines = clean.data[PROJECT].decode("utf-8").split("\n")
    line = next(at for at, text in enumerate(lines, start=1) if text.startswith('version = "'))
    return Place(rule, PROJECT, line, len("version = ") + 1, None)


def column_place(clean: Clean, rule: str, table: str, column: str) -> Place:
    """Where a schema names a column."""
    file = f"schemas/{table}.json"
    lines = clean.data[file].decode("utf-8").split("\n")
    named = f'"name": "{column}"'
    line, text = next(pair for pair in enumerate(lines, start=1) if named in pair[1])
    return Place(rule, file, line, text.index(named) + 1, column)
