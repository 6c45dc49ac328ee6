"""Whether a folder's descriptor and schemas are those that the installed rules know.

What lives here: the reasons to refuse a folder before its tables are looked at. What must not: any
list of tables or columns; they are compared with the installed package's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from isk_indicators import home
from isk_indicators.safe_zip import unsafe_name_reason
from isk_indicators.schema import (
    DESCRIPTOR,
    LEDGERS,
    DataPackage,
    DescriptorError,
    Schema,
    is_derived,
    open_package,
)

PINNED = ("encoding", "dialect", "format")
"""Keys of a resource that must be as the installed package has them."""


def open_known(root: Path) -> DataPackage:
    """Open the package below ``root``.

    Raises:
        DescriptorError: the descriptor or a schema cannot be read, or is not what the rules know.
    """
    package = _opened(root)
    reasons = [*_tables(package, home.known_schemas()), *_resources(package), *_schemas(package)]
    if reasons:
        raise DescriptorError("; ".join(reasons))
    return package


def _opened(root: Path) -> DataPackage:
    try:
        return open_package(root)
    except DescriptorError:
        raise
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise DescriptorError(
            f"{root / DESCRIPTOR} or a schema that it names is not built as expected ({error}); "
            "compare it with the released one"
        ) from error


def _tables(package: DataPackage, known: Mapping[str, Schema]) -> Iterator[str]:
    """A release leaves ledgers out; all other tables must be there."""
    names = [r["name"] for r in package.descriptor["resources"] if not is_derived(r)]
    missing = known.keys() - {*names, *LEDGERS}
    yield from (f"{DESCRIPTOR} has no resource {name}" for name in sorted(missing))
    for name in sorted(set(names)):
        if name not in known:
            yield f"{DESCRIPTOR} has a resource {name} that {_these_rules()} do not know"
        elif names.count(name) > 1:
            yield f"{DESCRIPTOR} has the resource {name} twice"
        else:
            yield from _columns(package.schemas[name], known[name])


def _these_rules() -> str:
    return f"the installed rules ({home.DISTRIBUTION} {home.version()})"


def _columns(schema: Schema, known: Schema) -> Iterator[str]:
    there = {(f.name, f.type) for f in schema.fields}
    expected = {(f.name, f.type) for f in known.fields}
    where = f"the schema of {schema.table}"
    for name, kind in sorted(there - expected):
        yield f"{where} has {name} of type {kind}, which {_these_rules()} do not know"
    for name, kind in sorted(expected - there):
        yield f"{where} lacks {name} of type {kind}, which {_these_rules()} need"
    if len(schema.fields) != len(there):
        yield f"{where} has a column twice"
    if (schema.key, set(schema.foreign_keys)) != (known.key, set(known.foreign_keys)):
        yield f"{where} has other keys than {_these_rules()} know"


def _resources(package: DataPackage) -> Iterator[str]:
    pinned = home.package().descriptor["resources"][0]  # one format for all
    paths = [resource.get("path") for resource in package.descriptor["resources"]]
    for resource in package.descriptor["resources"]:
        name, path = resource["name"], resource.get("path")
        if not _is_inside(path) or paths.count(path) > 1:
            yield f"resource {name} needs a path of its own to a CSV file inside the folder"
        for key in PINNED:
            if resource.get(key) != pinned.get(key):
                yield f"resource {name} has another {key} than this format, which is fixed"


def _is_inside(path: Any) -> bool:
    return isinstance(path, str) and unsafe_name_reason(path) is None and path.endswith(".csv")


def _schemas(package: DataPackage) -> Iterator[str]:
    for schema in package.schemas.values():
        for field in schema.fields:
            try:
                re.compile(field.pattern or "")
            except (re.error, TypeError) as error:
                yield f"the pattern of {schema.table}.{field.name} cannot be used ({error})"
