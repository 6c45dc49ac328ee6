"""The two engines of the second stage: frictionless, and pandera by the schemas derived for it.

What lives here: handing each the tables, and its faults under our names (``codes``). What must not:
which of them is told (``structure``), or how (``wording``). frictionless reads the tables as the
gate wrote them, in a folder of its own, so that rows are lines and no notation can mislead it.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import frictionless

from isk_indicators.check import canonical, codes
from isk_indicators.check.finding import Finding, Words, at_place
from isk_indicators.check.standing import Standing
from isk_indicators.rules import derive
from isk_indicators.rules.breach import Breach
from isk_indicators.schema import DESCRIPTOR, DataPackage, DescriptorError, ForeignKey

MOST_ERRORS = 1_000_000
"""How many errors a table may have before frictionless stops reading it."""

FETCHED = ("$schema", "profile")
"""Keys under which frictionless would look for a profile elsewhere, if need be in the network."""


class Told(NamedTuple):
    """A structural fault at a cell, whichever engine told it; ``row`` is a row of the frame."""

    rule: str
    table: str
    row: int
    field: str


# frictionless


def frictionless_faults(
    package: DataPackage,
    tables: Mapping[str, Standing],
    links: Mapping[str, list[ForeignKey]],
    not_checked: list[str],
) -> tuple[list[Told], list[Finding]]:
    """What frictionless rejects: faults under our names, and findings for what has none.

    Raises:
        DescriptorError: frictionless refuses the descriptor or a schema.
    """
    told: list[Told] = []
    unmapped: list[Finding] = []
    if not tables:
        return told, unmapped
    for table, error in _errors(package, tables, links, not_checked):
        fault = _translate(package, tables[table], error)
        if isinstance(fault, Finding):
            unmapped.append(fault)
        elif fault is not None:
            told.append(fault)
    return told, unmapped


def _errors(
    package: DataPackage,
    tables: Mapping[str, Standing],
    links: Mapping[str, list[ForeignKey]],
    not_checked: list[str],
) -> Iterator[tuple[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="isk-indicators-") as folder:
        _write(package, tables, links, Path(folder))
        report = _validate(Path(folder) / DESCRIPTOR)
    for task in report.tasks:
        yield from ((task.name, error) for error in task.errors)
        not_checked += [f"the rest of {task.name} (frictionless {w})" for w in task.warnings]


def _validate(descriptor: Path) -> frictionless.Report:
    try:
        package = frictionless.Package(str(descriptor))
        report: frictionless.Report = package.validate(limit_errors=MOST_ERRORS)
    except frictionless.FrictionlessException as error:
        raise _refused(error.error) from error
    except re.error as error:
        raise DescriptorError(
            f"a pattern of a schema is no regular expression ({error})"
        ) from error
    faults = [*report.errors, *(e for task in report.tasks for e in task.errors)]
    for fault in faults:
        if fault.type in codes.DESCRIPTOR:
            raise _refused(fault)
    return report


def _refused(error: Any) -> DescriptorError:
    return DescriptorError(f"frictionless refuses the descriptor or a schema: {error.message}")


def _write(
    package: DataPackage,
    tables: Mapping[str, Standing],
    links: Mapping[str, list[ForeignKey]],
    folder: Path,
) -> None:
    """Write the tables that stand as a package of their own."""
    resources = []
    for resource in package.descriptor["resources"]:
        table = resource["name"]
        if table not in tables:
            continue
        frame = tables[table].frame
        rows = zip(*(frame[name].tolist() for name in frame.columns), strict=True)
        text = canonical.document(list(frame.columns), rows)
        (folder / f"{table}.csv").write_bytes(text.encode("utf-8"))
        schema = _schema_document(package, resource, links.get(table, []))
        resources.append(_local(resource) | {"path": f"{table}.csv", "schema": schema})
    document = _local(package.descriptor) | {"resources": resources}
    (folder / DESCRIPTOR).write_text(json.dumps(document), encoding="utf-8")


def _local(document: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key not in FETCHED}


def _schema_document(
    package: DataPackage, resource: Mapping[str, Any], links: Iterable[ForeignKey]
) -> dict[str, Any]:
    """The schema as it stands in its file, with the foreign keys that can be checked."""
    path = package.root / resource["schema"]
    document = _local(json.loads(path.read_text(encoding="utf-8")))
    document.pop("foreignKeys", None)
    keys = [
        {
            "fields": [key.field],
            "reference": {
                "resource": "" if key.table == resource["name"] else key.table,
                "fields": [key.target],
            },
        }
        for key in links
    ]
    return document | ({"foreignKeys": keys} if keys else {})


def _translate(package: DataPackage, standing: Standing, error: Any) -> Told | Finding | None:
    """An error under our name; None if it only says that a cell was blanked by the gate."""
    row = getattr(error, "row_number", 1) - 2
    if error.type == "blank-row" and any(r == row for r, _ in standing.blanked):
        return None
    rule = _rule(error)
    if rule is None or row < 0:
        return _unmapped(standing, error)
    return Told(rule, standing.table, row, _field(package, standing.table, error))


def _rule(error: Any) -> str | None:
    if error.type == "constraint-error":
        named = re.match(r'constraint "(\w+)"', error.note)
        return named[1] if named and named[1] in codes.CONSTRAINTS else None
    return codes.FRICTIONLESS.get(error.type)


def _field(package: DataPackage, table: str, error: Any) -> str:
    if error.type == "foreign-key":
        return str(error.field_names[0])
    if error.type == "primary-key":
        return package.schemas[table].key[0]
    return str(error.field_name)


def _unmapped(standing: Standing, error: Any) -> Finding:
    message = "The gate has no name for this fault: report it to the maintainers with the file."
    found = f"{error.type}: {error.message}"
    return at_place("unmapped", standing.file, (1, 1), Words("a fault with a name", message, found))


# pandera


def derived_faults(tables: Mapping[str, Standing]) -> list[Told]:
    """What the pandera schemas derived from the same files reject."""
    return [
        _of_breach(breach)
        for standing in tables.values()
        for breach in derive.breaches(standing.schema, standing.frame)
        if breach.row is not None and breach.field is not None
    ]


def _of_breach(breach: Breach) -> Told:
    return Told(breach.rule, breach.table, breach.row or 0, breach.field or "")
