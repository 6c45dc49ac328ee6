"""The two engines of the second stage: frictionless, and pandera by the schemas derived for it.

What lives here: handing each the tables, and its faults under our names (``codes``). What must not:
which of them is told (``structure``), or how (``wording``). frictionless is given the cells that
stand, in memory, so that rows are rows and no notation can mislead it. Keys that others refer to
are given once more in a table of their own: frictionless reads a table that is referred to anew for
each foreign key.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, NamedTuple, TypeAlias

import frictionless
import pandas as pd

from isk_indicators.check import codes
from isk_indicators.check.finding import Finding, Message, file_finding
from isk_indicators.check.standing import Standing
from isk_indicators.rules import pandera_schema
from isk_indicators.rules.breach import Breach
from isk_indicators.schema import DataPackage, DescriptorError, ForeignKey

MOST_ERRORS = 1_000_000
"""How many errors a table may have before frictionless stops reading it."""

KEYS = "-keys"
"""What the name of a table of keys ends with; no table of the package has such a name."""

Rows: TypeAlias = Iterator[list[str | None]]

FETCHED = ("$schema", "profile")
"""Keys under which frictionless would look for a profile elsewhere, if need be in the network."""


class Told(NamedTuple):
    """A structural fault at a cell, whichever engine told it; ``row`` is a row of the frame."""

    rule: str
    table: str
    row: int
    field: str


class _Given(NamedTuple):
    """What frictionless is given: a descriptor, and what makes the rows of each of its tables."""

    descriptor: dict[str, Any]
    cells: Mapping[str, Callable[[], Rows]]


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
    given = _Given(_descriptor(package, tables, links), _cells(tables, links))
    report = _validate(given)
    for task in report.tasks:
        yield from ((task.name, error) for error in task.errors)
        not_checked += [f"the rest of {task.name} (frictionless {w})" for w in task.warnings]


def _validate(given: _Given) -> frictionless.Report:
    """The report of frictionless on the tables; their keys are not reported on again."""
    try:
        package = frictionless.Package(given.descriptor)
        for resource in package.resources:
            resource.data = given.cells[resource.name]
        reports = [
            resource.validate(limit_errors=MOST_ERRORS)
            for resource in package.resources
            if not resource.name.endswith(KEYS)
        ]
    except frictionless.FrictionlessException as error:
        raise _refused(error.error) from error
    except re.error as error:
        raise DescriptorError(
            f"a pattern of a schema is no regular expression ({error})"
        ) from error
    report: frictionless.Report = frictionless.Report.from_validation_reports(
        time=0, reports=reports
    )
    faults = [*report.errors, *(e for task in report.tasks for e in task.errors)]
    for fault in faults:
        if fault.type in codes.DESCRIPTOR:
            raise _refused(fault)
    return report


def _refused(error: Any) -> DescriptorError:
    return DescriptorError(f"frictionless refuses the descriptor or a schema: {error.message}")


def _descriptor(
    package: DataPackage, tables: Mapping[str, Standing], links: Mapping[str, list[ForeignKey]]
) -> dict[str, Any]:
    """The package's descriptor with the tables that stand and their keys, yet without cells."""
    resources = [
        _resource(resource["name"], _schema_document(package, resource, links))
        for resource in package.descriptor["resources"]
        if resource["name"] in tables
    ]
    keys = [
        _resource(key.table + KEYS, {"fields": [{"name": key.target, "type": "string"}]})
        for key in _referred(links)
    ]
    return _local(package.descriptor) | {"resources": [*resources, *keys]}


def _resource(name: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": name, "type": "table", "data": [], "schema": schema}


def _referred(links: Mapping[str, list[ForeignKey]]) -> list[ForeignKey]:
    """One foreign key for each table that is referred to."""
    return list({key.table: key for keys in links.values() for key in keys}.values())


def _cells(
    tables: Mapping[str, Standing], links: Mapping[str, list[ForeignKey]]
) -> dict[str, Callable[[], Rows]]:
    """What makes the rows of each table for frictionless, the names of its columns first."""
    cells: dict[str, Callable[[], Rows]] = {
        table: partial(_rows, standing.frame) for table, standing in tables.items()
    }
    for key in _referred(links):
        cells[key.table + KEYS] = partial(_rows, tables[key.table].frame[[key.target]])
    return cells


def _rows(frame: pd.DataFrame) -> Rows:
    yield list(frame.columns)
    yield from map(list, zip(*(frame[name].tolist() for name in frame.columns), strict=True))


def _local(document: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key not in FETCHED}


def _schema_document(
    package: DataPackage, resource: Mapping[str, Any], links: Mapping[str, list[ForeignKey]]
) -> dict[str, Any]:
    """The schema as it stands in its file, with the foreign keys that can be checked."""
    path = package.root / resource["schema"]
    document = _local(json.loads(path.read_text(encoding="utf-8")))
    document.pop("foreignKeys", None)
    keys = [
        {
            "fields": [key.field],
            "reference": {"resource": key.table + KEYS, "fields": [key.target]},
        }
        for key in links.get(resource["name"], ())
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
    return file_finding(
        "unmapped", standing.file, (1, 1), Message("a fault with a name", message, found)
    )


# pandera


def derived_faults(tables: Mapping[str, Standing]) -> list[Told]:
    """What the pandera schemas derived from the same files reject."""
    return [
        _of_breach(breach)
        for standing in tables.values()
        for breach in pandera_schema.constraint_problems(standing.schema, standing.frame)
        if breach.row is not None and breach.field is not None
    ]


def _of_breach(breach: Breach) -> Told:
    return Told(breach.rule, breach.table, breach.row or 0, breach.field or "")
