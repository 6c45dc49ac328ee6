"""The second stage: types, enumerations, forms, keys; told by frictionless and by pandera.

What lives here: one finding for what both engines see, and keys that are not there. What must not:
the engines (``engines``), their words (``wording``), who owns a missing key (``referrers``). Tables
that do not stand, and foreign keys that lead to them, are left out and said to be not checked.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from isk_indicators.check.engines import Told, derived_faults, frictionless_faults
from isk_indicators.check.finding import Finding, Message, pluralize
from isk_indicators.check.referrers import Dangling, fold, listed
from isk_indicators.check.standing import Standing
from isk_indicators.rules import wording
from isk_indicators.schema import DataPackage, ForeignKey

SINKING = ("missing-file", "empty-file", "encoding", "header", "empty-table")
"""Rules whose findings explain why a whole table, or its key, is not there."""

_SAYS_IT_ALL = {
    "type": {"enum", "pattern", "minimum", "maximum", "foreign-key"},
    "pattern": {"foreign-key"},
    "enum": {"foreign-key"},
}
"""What follows from a fault in the same cell and is not told beside it."""


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
        _blank(tables[told_one.table], told_one)
    return result


def _blank(standing: Standing, told: Told) -> None:
    """Blank the cell at fault; of a repeated id both, as either row may be the one meant."""
    if told.rule == "primary-key" and standing.schema.id_field:
        first = standing.first_rows((told.field,))  # as it was before any of them was blanked
        standing.blank(first[standing.text(told.row, told.field),], told.field)
    standing.blank(told.row, told.field)


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


def _of_cells_that_stand(tables: Mapping[str, Standing], told: Iterable[Told]) -> list[Told]:
    """Leave out what is said of cells that the gate itself blanked."""
    return [t for t in told if not _concerns_blanked(tables[t.table], t)]


def _concerns_blanked(standing: Standing, told: Told) -> bool:
    if told.rule == "primary-key":  # a key with a blank in it is told as 'required'
        return any(standing.value(told.row, name) is None for name in standing.schema.key)
    return (told.row, told.field) in standing.blanked


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
    return standing.at_cell(told.rule, told.row, told.field, Message(expected, advice))


def _repeated(standing: Standing, told: Told) -> Finding:
    fields = standing.schema.key if told.rule == "primary-key" else (told.field,)
    key = tuple(standing.value(told.row, name) for name in fields)
    line, _ = standing.position(standing.first_rows(fields)[key], None)
    what = "an id" if told.rule == "primary-key" else "a value"
    found = " ".join(str(part) for part in key)
    message = f"The row on line {line} has {found} already: give one of the two another."
    expected = f"{what} that no other row has"
    return standing.at_cell(told.rule, told.row, told.field, Message(expected, message, found))


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
    words = Message(expected, message)
    return tables[item.table].at_cell("foreign-key", item.row, item.field, words)


def _tell_lost_tables(
    package: DataPackage, tables: Mapping[str, Standing], links: _Links, result: Structure
) -> None:
    """List who refers to a table that is not there, inside the finding that says why."""
    for target in dict.fromkeys(key.table for _, key in links.lost):
        referring = [
            f"{table}.{key.field} ({pluralize(_filled(tables[table], key.field), 'cell')})"
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
