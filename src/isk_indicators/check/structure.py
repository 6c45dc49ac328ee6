"""The second stage: types, enumerations, forms, keys and order of the rows."""

from __future__ import annotations

import json
import re
import unicodedata
from bisect import bisect
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple, TypeAlias

import frictionless
import pandas as pd

from isk_indicators.check.csv_reader import UNDECODED
from isk_indicators.check.csv_table import ParsedTable
from isk_indicators.check.finding import Finding, Message, file_finding, pluralize
from isk_indicators.rules import constraints
from isk_indicators.rules import schema as rules_schema
from isk_indicators.rules.rule import Problem
from isk_indicators.schema import (
    SPAN_ORDER,
    DataPackage,
    DescriptorError,
    Field,
    ForeignKey,
    Schema,
)

# Rules and error types

RULES: Mapping[str, str] = MappingProxyType(
    {
        "after-quote": "Text between a closing quotation mark and the next comma.",
        "blank-line": "A line without any value.",
        "byte-order-mark": "A byte order mark at the beginning of a file.",
        "cell-count": "A row with more or fewer cells than the header.",
        "characters": "An invisible, private or unassigned character in a cell.",
        "delimiter": "Cells that are separated by something other than commas.",
        "document-encoding": "A document that is not UTF-8.",
        "document-hash": "A document whose bytes have not the SHA-256 that its row gives.",
        "document-length": "A document that has not as many characters as its row gives.",
        "document-missing": "A source whose document is not there, or not under the name given.",
        "document-undeclared": "A document that no row of sources describes.",
        "empty-file": "A table's file without even a header.",
        "empty-table": "A table without rows that is no ledger.",
        "encoding": "A file, or a part of one, that is not UTF-8.",
        "enum": "A value that is not among those that the column allows.",
        "final-newline": "A last line that is not ended.",
        "foreign-key": "An id of a row that is not there.",
        "formula": "A text that a spreadsheet would run as a formula.",
        "header": "A header that is not, name by name, that of the schema.",
        "line-break": "A line break in a cell.",
        "line-ends": "Lines that end with anything but a line feed.",
        "look-alike": "A character that looks like the right one in an id, code or coded value.",
        "maximum": "A number above the column's highest.",
        "minimum": "A number below the column's lowest.",
        "missing-file": "A table without its file.",
        "missing-word": "A word for a missing value, such as NA, where the cell should be blank.",
        "nfc": "Text that is not in Unicode's composed form (NFC).",
        "order": "A row that stands behind one with a greater key.",
        "outer-blanks": "Blanks at the beginning or end of a cell.",
        "pattern": "A value that has not the form of the column.",
        "primary-key": "An id that another row has already.",
        "quoting": "Quotation marks around a cell that needs none.",
        "required": "A blank cell in a column that is always filled.",
        "stray-file": "A CSV file among the tables that the descriptor does not name.",
        "stray-quote": "A quotation mark inside a cell that is not quoted.",
        "type": "A value that is no number, or no day, in the one spelling allowed.",
        "unclosed-quote": "A quotation mark that opens a cell and is never closed.",
        "unique": "A value that another row has already, in a column without repeats.",
        "unmapped": "A fault that frictionless found and the gate has no name for: report it.",
    }
)

FRICTIONLESS: Mapping[str, str] = MappingProxyType(
    {
        "type-error": "type",
        "unique-error": "unique",
        "primary-key": "primary-key",
        "foreign-key": "foreign-key",
    }
)
"""frictionless' error types and our rules; ``constraint-error`` is told by its constraint."""

CONSTRAINTS = frozenset({"required", "enum", "pattern", "minimum", "maximum"})
"""Constraints whose names are our rules' ids."""

DESCRIPTOR_ERRORS = frozenset(
    {
        "dialect-error",
        "control-error",
        "field-error",
        "metadata-error",
        "package-error",
        "resource-error",
        "schema-error",
    }
)
"""Errors of the descriptor or a schema: the check cannot run, and says so."""

_WRITTEN_BY_US = "the tables that frictionless reads were written by the gate itself"
_NOT_ASKED = "no such check is switched on"
_BASE_CLASS = "a base class, never raised itself"
_OTHER_METADATA = "the gate hands over no such metadata"

IMPOSSIBLE: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(
        ("blank-header", "blank-label", "duplicate-label", "extra-label", "incorrect-label"),
        _WRITTEN_BY_US,
    )
    | dict.fromkeys(("missing-label", "unmatched-header", "extra-cell"), _WRITTEN_BY_US)
    | dict.fromkeys(("missing-cell", "encoding-error", "source-error"), _WRITTEN_BY_US)
    | dict.fromkeys(("scheme-error", "format-error", "compression-error"), _WRITTEN_BY_US)
    | {"blank-row": "a row without any value does not stand, or was blanked whole"}
    | dict.fromkeys(("byte-count", "hash-count", "field-count", "row-count"), _OTHER_METADATA)
    | dict.fromkeys(("truncated-value", "forbidden-value", "sequential-value"), _NOT_ASKED)
    | dict.fromkeys(("ascii-value", "duplicate-row", "row-constraint"), _NOT_ASKED)
    | dict.fromkeys(("deviated-cell", "deviated-value", "required-value"), _NOT_ASKED)
    | {"table-dimensions": _NOT_ASKED}
    | dict.fromkeys(("error", "data-error", "file-error", "table-error"), _BASE_CLASS)
    | dict.fromkeys(("header-error", "label-error", "row-error", "cell-error"), _BASE_CLASS)
    | dict.fromkeys(("catalog-error", "dataset-error", "checklist-error"), _OTHER_METADATA)
    | dict.fromkeys(("check-error", "detector-error", "inquiry-error"), _OTHER_METADATA)
    | dict.fromkeys(("inquiry-task-error", "pipeline-error", "step-error"), _OTHER_METADATA)
    | dict.fromkeys(("report-error", "report-task-error", "stats-error"), _OTHER_METADATA)
)
"""Error types that cannot reach the gate, each with the reason."""


# Engines

MOST_ERRORS = 1_000_000
"""How many errors a table may have before frictionless stops reading it."""

KEYS = "-keys"
"""What the name of a table of keys ends with; no table of the package has such a name."""

Rows: TypeAlias = Iterator[list[str | None]]

FILE_KEYS = ("path", "scheme", "format", "mediatype", "encoding", "dialect")
"""Keys of a resource by which frictionless reads its file."""

FETCHED = ("$schema", "profile")
"""Keys under which frictionless would look for a profile elsewhere, if need be in the network."""


class StructureProblem(NamedTuple):
    """A structural fault at a cell, whichever engine told it; ``row`` is a row of the frame."""

    rule: str
    table: str
    row: int
    field: str


class _Given(NamedTuple):
    """What frictionless is given: a descriptor, its folder, and the rows of each table.

    It reads the rows that are given only where the descriptor names no file.
    """

    descriptor: dict[str, Any]
    root: Path
    cells: Mapping[str, Callable[[], Rows]]


# frictionless


def frictionless_faults(
    package: DataPackage,
    tables: Mapping[str, ParsedTable],
    links: Mapping[str, list[ForeignKey]],
    not_checked: list[str],
) -> tuple[list[StructureProblem], list[Finding]]:
    """What frictionless rejects: faults under our names, and findings for what has none.

    Raises:
        DescriptorError: frictionless refuses the descriptor or a schema.
    """
    told: list[StructureProblem] = []
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
    tables: Mapping[str, ParsedTable],
    links: Mapping[str, list[ForeignKey]],
    not_checked: list[str],
) -> Iterator[tuple[str, Any]]:
    descriptor = _descriptor(package, tables, links)
    given = _Given(descriptor, package.root, _cells(tables, links))
    report = _validate(given)
    for task in report.tasks:
        yield from ((task.name, error) for error in task.errors)
        not_checked += [f"the rest of {task.name} (frictionless {w})" for w in task.warnings]


def _validate(given: _Given) -> frictionless.Report:
    """The report of frictionless on the tables; their keys are not reported on again."""
    try:
        package = frictionless.Package(given.descriptor, basepath=str(given.root))
        for resource in package.resources:
            if resource.path is None:
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
        if fault.type in DESCRIPTOR_ERRORS:
            raise _refused(fault)
    return report


def _refused(error: Any) -> DescriptorError:
    return DescriptorError(f"frictionless refuses the descriptor or a schema: {error.message}")


def _descriptor(
    package: DataPackage, tables: Mapping[str, ParsedTable], links: Mapping[str, list[ForeignKey]]
) -> dict[str, Any]:
    """The package's descriptor with the readable tables and their keys, yet without cells.

    A file in canonical form without invalid cells is left to frictionless to read.
    """
    resources = []
    for resource in package.descriptor["resources"]:
        if (table := tables.get(resource["name"])) is not None:
            given = _resource(resource["name"], _schema_document(package, resource, links))
            if table.is_canonical and not table.invalid_cells:
                del given["data"]
                given |= {key: resource[key] for key in FILE_KEYS if key in resource}
            resources.append(given)
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
    tables: Mapping[str, ParsedTable], links: Mapping[str, list[ForeignKey]]
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


def _translate(
    package: DataPackage, standing: ParsedTable, error: Any
) -> StructureProblem | Finding | None:
    """An error under our name; None if it only says that a cell was blanked by the gate."""
    row = getattr(error, "row_number", 1) - 2
    if error.type == "blank-row" and any(r == row for r, _ in standing.invalid_cells):
        return None
    rule = _rule_of_error(error)
    if rule is None or row < 0:
        return _unmapped(standing, error)
    return StructureProblem(
        rule, standing.table, row, _field_of_error(package, standing.table, error)
    )


def _rule_of_error(error: Any) -> str | None:
    if error.type == "constraint-error":
        named = re.match(r'constraint "(\w+)"', error.note)
        return named[1] if named and named[1] in CONSTRAINTS else None
    return FRICTIONLESS.get(error.type)


def _field_of_error(package: DataPackage, table: str, error: Any) -> str:
    if error.type == "foreign-key":
        return str(error.field_names[0])
    if error.type == "primary-key":
        return package.schemas[table].key[0]
    return str(error.field_name)


def _unmapped(standing: ParsedTable, error: Any) -> Finding:
    message = "The gate has no name for this fault: report it to the maintainers with the file."
    found = f"{error.type}: {error.message}"
    return file_finding(
        "unmapped", standing.file, (1, 1), Message("a fault with a name", message, found)
    )


# pandera


def derived_faults(tables: Mapping[str, ParsedTable]) -> list[StructureProblem]:
    """What the pandera schemas derived from the same files reject."""
    return [
        StructureProblem(problem.rule, problem.table, problem.row, problem.field)
        for standing in tables.values()
        for problem in rules_schema.constraint_problems(standing.schema, standing.frame)
        if problem.row is not None and problem.field is not None
    ]


# Missing references

MOST_LISTED = 10
KEEPS_THE_KEY = ("quoting",)
"""Rules whose findings at a key's cell leave the key as it is."""


class MissingReference(NamedTuple):
    """A cell that refers to a key that is not there."""

    table: str
    row: int
    field: str
    key: str
    target: str


class _Faulty(NamedTuple):
    """A row whose key is at fault: where its finding is in the list, its line, what it says."""

    at: int
    line: int
    key: str


def skeleton(key: str) -> str:
    """A key without case, blanks, kinds of dash and invisible characters."""
    plain = unicodedata.normalize("NFKC", key).casefold()
    plain = "".join("-" if unicodedata.category(c) == "Pd" else c for c in plain)
    return re.sub(r"[^\w-]", "", plain).replace("_", "-")


def attach_to_cause(
    findings: Sequence[Finding],
    dangling: Iterable[MissingReference],
    tables: Mapping[str, ParsedTable],
) -> tuple[list[Finding], list[MissingReference]]:
    """List referrers inside the findings that explain them; return those without one, too."""
    told = list(findings)
    left: list[MissingReference] = []
    by_target: dict[str, list[MissingReference]] = defaultdict(list)
    for item in dangling:
        by_target[item.target].append(item)
    for target, items in by_target.items():
        owners = _owners(tables[target], told, {item.key for item in items})
        left += [item for item in items if item.key not in owners]
        for key, at in owners.items():
            places = [_place(tables, item) for item in items if item.key == key]
            told[at] = listed(told[at], f"{key}, at", places)
    return told, left


def listed(finding: Finding, what: str, places: Sequence[str]) -> Finding:
    """The finding with its referrers at the end of its message."""
    shown = ", ".join(places[:MOST_LISTED])
    more = f" and {len(places) - MOST_LISTED} more" if len(places) > MOST_LISTED else ""
    return replace(finding, message=f"{finding.message} Referred to as {what} {shown}{more}.")


def _place(tables: Mapping[str, ParsedTable], item: MissingReference) -> str:
    standing = tables[item.table]
    line, column = standing.position(item.row, item.field)
    row_id = standing.row_id(item.row)
    return f"{standing.file}:{line}:{column}" + (f" ({row_id})" if row_id else "")


def _owners(standing: ParsedTable, findings: Sequence[Finding], keys: set[str]) -> dict[str, int]:
    """For each missing key that a faulty row explains, the number of that row's finding."""
    faulty = _faulty(standing, findings)
    written = {skeleton(row.key): row for row in reversed(faulty) if row.key}
    owners = {key: written[skeleton(key)] for key in sorted(keys) if skeleton(key) in written}
    taken = set(owners.values())
    loose = sorted(keys - owners.keys())
    for rows, between in _gaps(standing, [row for row in faulty if row not in taken]):
        inside = [key for key in loose if between(key)]
        if len(inside) <= len(rows):
            owners.update(dict(zip(inside, rows, strict=False)))
    return {key: row.at for key, row in owners.items()}


def _faulty(standing: ParsedTable, findings: Sequence[Finding]) -> list[_Faulty]:
    """The rows whose key is at fault, each with its first finding, by line."""
    fallen = {row.line: row.key for row in standing.unreadable}
    rows = {row.line: row for row in _undecoded(standing, findings)}
    for at, finding in enumerate(findings):
        lost = finding.line in fallen or _is_at_key(standing, finding)
        if finding.file == standing.file and lost and finding.line not in rows:
            key = fallen.get(finding.line) or (finding.found if finding.field else "")
            rows[finding.line] = _Faulty(at, finding.line, key)
            for line in _lines_of_first(standing, finding):
                rows.setdefault(line, _Faulty(at, line, key))
    return sorted(rows.values(), key=lambda row: row.line)


def _lines_of_first(standing: ParsedTable, finding: Finding) -> Iterator[int]:
    """The line of the first row with a repeated id: of the two, that may be the wrong one."""
    name = standing.schema.id_field
    if finding.rule == "primary-key" and name:
        yield standing.records[standing.first_rows((name,))[finding.found,]].line


def _undecoded(standing: ParsedTable, findings: Sequence[Finding]) -> Iterator[_Faulty]:
    """The rows whose key holds bytes that are no UTF-8: told once, for the file."""
    name = standing.schema.id_field
    told = [at for at, f in enumerate(findings) if (f.file, f.rule) == (standing.file, "encoding")]
    for row, record in enumerate(standing.records if told and name else ()):
        key = standing.text(row, name or "")
        if UNDECODED.search(key):
            yield _Faulty(told[0], record.line, key)


def _is_at_key(standing: ParsedTable, finding: Finding) -> bool:
    in_rows = finding.line > standing.parsed.records[0].line
    at_key = finding.field == standing.schema.id_field
    return in_rows and at_key and finding.rule not in KEEPS_THE_KEY


class _Between(NamedTuple):
    """Whether a key falls between two ids; None stands for no bound."""

    low: str | None
    high: str | None

    def __call__(self, key: str) -> bool:
        above = self.low is None or key > self.low
        return above and (self.high is None or key < self.high)


def _gaps(standing: ParsedTable, faulty: Sequence[_Faulty]) -> list[tuple[list[_Faulty], _Between]]:
    """Runs of faulty rows without a good one between them, each with the ids around it."""
    good = _good_keys(standing, {row.line for row in faulty})
    lines = [line for line, _ in good]
    runs: dict[_Between, list[_Faulty]] = defaultdict(list)
    for row in faulty:
        at = bisect(lines, row.line)
        low = good[at - 1][1] if at else None
        high = good[at][1] if at < len(good) else None
        runs[_Between(low, high)].append(row)
    return [(rows, between) for between, rows in runs.items()]


def _good_keys(standing: ParsedTable, faulty: Collection[int]) -> list[tuple[int, str]]:
    name = standing.schema.id_field
    if name is None:
        return []
    keys = enumerate(standing.frame[name].tolist())
    lines = [(standing.records[row].line, key) for row, key in keys if key is not None]
    return [(line, key) for line, key in lines if line not in faulty]


# Order of the rows

SPAN_FAULTS = ("span_end", "quote")
"""The columns blamed where a span is not what the document prints, be its start or its source."""


def inspect_order(tables: Mapping[str, ParsedTable], problems: Iterable[Problem]) -> list[Finding]:
    """Each misplaced row of every table; ``problems`` tell which spans are no place in a text."""
    doubtful = {(b.table, b.row) for b in problems if b.field in SPAN_FAULTS}
    return [
        finding
        for table, standing in tables.items()
        for finding in unsorted_rows(standing, {row for name, row in doubtful if name == table})
    ]


def unsorted_rows(standing: ParsedTable, doubtful: Collection[int | None] = ()) -> list[Finding]:
    """Each row that stands behind one with a greater key.

    Rows without a good key are left out; so are, where spans are the key, the ``doubtful`` ones.
    """
    fields = standing.schema.sort_fields
    if _is_one_text(standing.schema, fields) and _rises(standing.frame[fields[0]].tolist()):
        return []
    found: list[Finding] = []
    last: tuple[int, tuple[object, ...]] | None = None
    for row, texts in enumerate(zip(*(standing.frame[f].tolist() for f in fields), strict=True)):
        key = _sortable(standing.schema, fields, texts)
        if key is None or (fields == SPAN_ORDER and row in doubtful):
            continue
        if last is not None and key < last[1]:
            found.append(_unsorted(standing, row, last[0], fields))
        last = (row, key)
    return found


def _is_one_text(schema: Schema, fields: tuple[str, ...]) -> bool:
    return len(fields) == 1 and schema.by_name[fields[0]].type == "string"


def _rises(keys: Sequence[str | None]) -> bool:
    """Whether no key is blank or below the one before it, whatever the keys are."""
    filled = [key for key in keys if key is not None]
    return len(filled) == len(keys) and all(a <= b for a, b in pairwise(filled))


def _sortable(
    schema: Schema, fields: tuple[str, ...], texts: tuple[str | None, ...]
) -> tuple[object, ...] | None:
    """The key for comparison; None if a part of it is at fault, so that it has no place."""
    columns = [schema.by_name[name] for name in fields]
    parts = list(zip(columns, texts, strict=True))
    if not all(_is_sound(column, text, schema) for column, text in parts):
        return None
    return tuple(int(t or 0) if c.type == "integer" else t or "" for c, t in parts)


def _is_sound(column: Field, text: str | None, schema: Schema) -> bool:
    if text is None:
        return not schema.key and not column.required
    if column.type == "integer":
        return text.isascii() and text.isdecimal()
    return column.pattern is None or re.fullmatch(column.pattern, text) is not None


def _unsorted(standing: ParsedTable, row: int, before: int, fields: tuple[str, ...]) -> Finding:
    def key(number: int) -> str:
        return " ".join(standing.text(number, name) for name in fields)

    line, _ = standing.position(before, None)
    message = (
        f"Sort the rows by {', '.join(fields)}: {key(before)} stands before it, on line {line}."
    )
    return standing.at_cell("order", row, fields[0], Message("rows in order", message, key(row)))


# The stage

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
    package: DataPackage, tables: Mapping[str, ParsedTable], findings: list[Finding]
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
    result.findings += [
        _structure_finding(tables[t.table], t) for t in kept if t.rule != "foreign-key"
    ]
    dangling = [
        _missing_reference(package, tables[t.table], t) for t in kept if t.rule == "foreign-key"
    ]
    result.findings, left = attach_to_cause(result.findings, dangling, tables)
    result.findings += [_missing_reference_finding(tables, item) for item in left]
    _tell_lost_tables(package, tables, links, result)
    for told_one in kept:
        _blank(tables[told_one.table], told_one)
    return result


def _blank(standing: ParsedTable, told: StructureProblem) -> None:
    """Blank the cell at fault; of a repeated id both, as either row may be the one meant."""
    if told.rule == "primary-key" and standing.schema.id_field:
        first = standing.first_rows((told.field,))  # as it was before any of them was blanked
        standing.invalidate(first[standing.text(told.row, told.field),], told.field)
    standing.invalidate(told.row, told.field)


class _Links:
    """The foreign keys that can be checked, and those that lead to nowhere."""

    def __init__(self, package: DataPackage, tables: Mapping[str, ParsedTable]) -> None:
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


def _has_keys(target: ParsedTable) -> bool:
    """Whether the table has a key column and rows, be they at fault."""
    return target.schema.id_field in target.columns and bool(target.records or target.unreadable)


def _filled(standing: ParsedTable, name: str) -> int:
    return int(standing.frame[name].notna().sum())


def _of_cells_that_stand(
    tables: Mapping[str, ParsedTable], told: Iterable[StructureProblem]
) -> list[StructureProblem]:
    """Leave out what is said of cells that the gate itself blanked."""
    return [t for t in told if not _concerns_blanked(tables[t.table], t)]


def _concerns_blanked(standing: ParsedTable, told: StructureProblem) -> bool:
    if told.rule == "primary-key":  # a key with a blank in it is told as 'required'
        return any(standing.value(told.row, name) is None for name in standing.schema.key)
    return (told.row, told.field) in standing.invalid_cells


def _without_consequences(told: Iterable[StructureProblem]) -> list[StructureProblem]:
    every = list(told)
    follows = {
        (t.table, t.row, t.field, consequence)
        for t in every
        for consequence in _SAYS_IT_ALL.get(t.rule, ())
    }
    return [t for t in every if (t.table, t.row, t.field, t.rule) not in follows]


def _structure_finding(standing: ParsedTable, told: StructureProblem) -> Finding:
    column = standing.schema.by_name[told.field]
    found = standing.text(told.row, told.field)
    if told.rule in ("unique", "primary-key"):
        return _repeated(standing, told)
    expected = constraints.expected(told.rule, column)
    advice = constraints.advice(told.rule, column, found)
    return standing.at_cell(told.rule, told.row, told.field, Message(expected, advice))


def _repeated(standing: ParsedTable, told: StructureProblem) -> Finding:
    fields = standing.schema.key if told.rule == "primary-key" else (told.field,)
    key = tuple(standing.value(told.row, name) for name in fields)
    line, _ = standing.position(standing.first_rows(fields)[key], None)
    what = "an id" if told.rule == "primary-key" else "a value"
    found = " ".join(str(part) for part in key)
    message = f"The row on line {line} has {found} already: give one of the two another."
    expected = f"{what} that no other row has"
    return standing.at_cell(told.rule, told.row, told.field, Message(expected, message, found))


# Keys that are not there


def _missing_reference(
    package: DataPackage, standing: ParsedTable, told: StructureProblem
) -> MissingReference:
    keys = package.schemas[told.table].foreign_keys
    target = next(key.table for key in keys if key.field == told.field)
    value = standing.text(told.row, told.field)
    return MissingReference(told.table, told.row, told.field, value, target)


def _missing_reference_finding(
    tables: Mapping[str, ParsedTable], item: MissingReference
) -> Finding:
    target = tables[item.target]
    message = f"Type the id of a row of {target.file}, or add that row."
    expected = f"the id of a row of {item.target}"
    words = Message(expected, message)
    return tables[item.table].at_cell("foreign-key", item.row, item.field, words)


def _tell_lost_tables(
    package: DataPackage, tables: Mapping[str, ParsedTable], links: _Links, result: Structure
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
