"""The second stage: types, enumerations, forms, keys; told by frictionless and by pandera.

What lives here: running both engines on what stands, and one finding for what both see. What must
not: their words (``wording``) and codes (``codes``). frictionless reads the tables as the gate
wrote them, in a folder of its own, so that rows are lines and no notation can mislead it; tables
that do not stand, and foreign keys that lead to them, are left out and said to be not checked.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

import frictionless

from isk_indicators.check import canonical, codes, wording
from isk_indicators.check.finding import Finding
from isk_indicators.check.referrers import Dangling, fold, listed
from isk_indicators.check.standing import Standing, at_place
from isk_indicators.rules import derive
from isk_indicators.rules.breach import Breach
from isk_indicators.schema import DESCRIPTOR, DataPackage, DescriptorError, ForeignKey

MOST_ERRORS = 1_000_000
"""How many errors a table may have before frictionless stops reading it."""

FETCHED = ("$schema", "profile")
"""Keys under which frictionless would look for a profile elsewhere, if need be in the network."""

SINKING = ("missing-file", "empty-file", "encoding", "header", "empty-table")
"""Rules whose findings explain why a whole table, or its key, is not there."""

_SAYS_IT_ALL = {
    "type": {"enum", "pattern", "minimum", "maximum", "foreign-key"},
    "pattern": {"foreign-key"},
    "enum": {"foreign-key"},
}
"""What follows from a fault in the same cell and is not told beside it."""


class Told(NamedTuple):
    """A structural fault at a cell, whichever engine told it; ``row`` is a row of the frame."""

    rule: str
    table: str
    row: int
    field: str
    words: str = ""


@dataclass
class Structure:
    """The findings of both stages so far, and what could not be checked."""

    findings: list[Finding] = field(default_factory=list)
    not_checked: list[str] = field(default_factory=list)


def inspect(
    package: DataPackage, tables: Mapping[str, Standing], findings: list[Finding]
) -> Structure:
    """Check what stands; ``findings`` are the first stage's, which may come to list referrers.

    Cells at fault are blanked in ``tables``.

    Raises:
        DescriptorError: frictionless refuses the descriptor or a schema.
    """
    result = Structure(list(findings))
    links = _Links(package, tables)
    told, unmapped = frictionless_faults(package, tables, links.kept, result.not_checked)
    told += derived_faults(tables)
    result.findings += unmapped
    kept = _without_consequences(_of_cells_that_stand(tables, dict.fromkeys(told)))
    result.findings += [_finding(tables[t.table], t) for t in kept if t.rule != "foreign-key"]
    dangling = [_dangling(package, tables[t.table], t) for t in kept if t.rule == "foreign-key"]
    result.findings, left = fold(result.findings, dangling, tables)
    result.findings += [_told_dangling(tables, item) for item in left]
    _tell_lost_tables(package, tables, links, result)
    for told_one in kept:
        tables[told_one.table].blank(told_one.row, told_one.field)
    return result


class _Links:
    """The foreign keys that can be checked, and those that lead to nowhere."""

    def __init__(self, package: DataPackage, tables: Mapping[str, Standing]) -> None:
        self.kept: dict[str, list[ForeignKey]] = {}
        self.lost: list[tuple[str, ForeignKey]] = []
        for table, standing in tables.items():
            for key in package.schemas[table].foreign_keys:
                target = tables.get(key.table)
                if key.field not in standing.columns:
                    continue
                if target is not None and _has_keys(target):
                    self.kept.setdefault(table, []).append(key)
                elif _filled(standing, key.field):
                    self.lost.append((table, key))


def _has_keys(target: Standing) -> bool:
    """Whether the table has a key column and rows, be they at fault."""
    return target.schema.id_field in target.columns and bool(target.records or target.fallen)


def _filled(standing: Standing, name: str) -> int:
    return int(standing.frame[name].notna().sum())


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
        report = package.validate(limit_errors=MOST_ERRORS)
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
    return at_place("unmapped", standing.file, 1, 1, found, "a fault with a name", message)


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


# Both


def _of_cells_that_stand(tables: Mapping[str, Standing], told: Iterable[Told]) -> list[Told]:
    """Leave out what is said of cells that the gate itself blanked."""
    return [t for t in told if not _concerns_blanked(tables[t.table], t)]


def _concerns_blanked(standing: Standing, told: Told) -> bool:
    fields = standing.schema.key if told.rule == "primary-key" else (told.field,)
    return any((told.row, name) in standing.blanked for name in fields)


def _without_consequences(told: Iterable[Told]) -> list[Told]:
    every = list(told)
    follows = {
        (t.table, t.row, t.field, consequence)
        for t in every
        for consequence in _SAYS_IT_ALL.get(t.rule, ())
    }
    return [t for t in every if (t.table, t.row, t.field, t.rule) not in follows]


def _finding(standing: Standing, told: Told) -> Finding:
    column = standing.schema.by_name[told.field]
    found = standing.text(told.row, told.field)
    if told.rule in ("unique", "primary-key"):
        return _repeated(standing, told)
    expected = wording.expected(told.rule, column)
    advice = wording.advice(told.rule, column, found)
    return standing.at_cell(told.rule, told.row, told.field, expected, advice)


def _repeated(standing: Standing, told: Told) -> Finding:
    fields = standing.schema.key if told.rule == "primary-key" else (told.field,)
    key = [standing.frame.at[told.row, name] for name in fields]
    columns = [standing.frame[name].tolist() for name in fields]
    first = next(row for row, other in enumerate(zip(*columns, strict=True)) if list(other) == key)
    line, _ = standing.position(first, None)
    what = "an id" if told.rule == "primary-key" else "a value"
    found = " ".join(str(part) for part in key)
    message = f"The row on line {line} has {found} already: give one of the two another."
    expected = f"{what} that no other row has"
    return standing.at_cell(told.rule, told.row, told.field, expected, message, found)


# Keys that are not there


def _dangling(package: DataPackage, standing: Standing, told: Told) -> Dangling:
    keys = package.schemas[told.table].foreign_keys
    target = next(key.table for key in keys if key.field == told.field)
    value = standing.text(told.row, told.field)
    return Dangling(told.table, told.row, told.field, value, target)


def _told_dangling(tables: Mapping[str, Standing], item: Dangling) -> Finding:
    target = tables[item.target]
    message = f"Type the id of a row of {target.file}, or add that row."
    expected = f"the id of a row of {item.target}"
    return tables[item.table].at_cell("foreign-key", item.row, item.field, expected, message)


def _tell_lost_tables(
    package: DataPackage, tables: Mapping[str, Standing], links: _Links, result: Structure
) -> None:
    """List who refers to a table that is not there, inside the finding that says why."""
    for target in dict.fromkeys(key.table for _, key in links.lost):
        referring = [
            f"{table}.{key.field} ({_filled(tables[table], key.field)} cells)"
            for table, key in links.lost
            if key.table == target
        ]
        result.not_checked += [f"{name} against {target}" for name in referring]
        at = _sinking(package, target, result.findings)
        if at is not None:
            told = result.findings[at]
            result.findings[at] = listed(told, f"{target} by", referring)


def _sinking(package: DataPackage, target: str, findings: list[Finding]) -> int | None:
    """The number of the finding that explains why a table, or its key column, is not there."""
    file, key = package.relative(target), package.schemas[target].id_field
    places = [i for i, f in enumerate(findings) if f.file == file and f.rule in SINKING]
    places.sort(key=lambda i: findings[i].field not in (key, None))
    return next(iter(places), None)
