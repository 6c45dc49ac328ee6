"""The second stage: types, enumerations, forms, keys and the order of rows."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import frictionless
import pandas as pd

from isk_indicators.check.csv_reader import UNDECODED
from isk_indicators.check.csv_table import ParsedTable, sort_key
from isk_indicators.check.finding import (
    START,
    Finding,
    Message,
    StageResult,
    file_finding,
    list_names,
)
from isk_indicators.check.package import Files
from isk_indicators.rules import constraints
from isk_indicators.rules import schema as rules_schema
from isk_indicators.rules.rule import Problem
from isk_indicators.schema import (
    SPAN_ORDER,
    DataPackage,
    DescriptorError,
    ForeignKey,
    Schema,
    parse_json,
)
from isk_indicators.screen import pluralize

RULES: Mapping[str, str] = MappingProxyType(
    {
        "after-quote": "Text between a closing quotation mark and the next comma.",
        "blank-line": "A line without any value.",
        "byte-order-mark": "A byte order mark at the beginning of a file.",
        "cell-count": "A row with more or fewer cells than the header.",
        "characters": "An invisible, private or unassigned character in a cell.",
        "delimiter": "Cells that are separated by something other than commas.",
        "document-encoding": "A document that is not UTF-8.",
        "document-hash": "A document whose SHA-256 differs from the one in its row.",
        "document-length": "A document whose number of characters differs from that in its row.",
        "document-missing": "A source whose document is missing, or has another file name.",
        "document-undeclared": "A document that no row of sources describes.",
        "empty-file": "A table's file that is empty, without a header.",
        "empty-table": "A table without rows, unless it is one of those that may be empty.",
        "encoding": "A file, or a part of one, that is not UTF-8.",
        "enum": "A value that is not among those that the column allows.",
        "final-newline": "A last line without a line feed at its end.",
        "foreign-key": "An id of a row that does not exist.",
        "formula": "A text that a spreadsheet would run as a formula.",
        "guess": "A guess of a draft that nobody has confirmed.",
        "header": "A header whose column names are not those of the schema, in its order, or a "
        "header between the rows.",
        "line-break": "A line break in a cell.",
        "line-ends": "Lines that do not end with a line feed alone.",
        "look-alike": "A character that looks like the right one in an id, code or coded value, or "
        "a word with letters of several scripts outside quotes.",
        "maximum": "A number above the column's highest.",
        "merge-conflict": "A merge conflict that is left in a file.",
        "minimum": "A number below the column's lowest.",
        "missing-file": "A table without its file.",
        "missing-word": "A word for a missing value, such as NA, where the cell should be blank.",
        "nfc": "Text that is not in Unicode's composed form (NFC).",
        "order": "A row after one with a greater key.",
        "outer-blanks": "Blanks at the beginning or end of a cell.",
        "pattern": "A value that does not have the form of the column.",
        "primary-key": "An id that another row already has.",
        "quoting": "Quotation marks around a cell that needs none.",
        "required": "A blank cell in a column that is always filled.",
        "stray-file": "A CSV file among the tables that the descriptor does not name.",
        "stray-quote": "A quotation mark inside a cell that is not quoted.",
        "type": "A value that is not a number or a day in the only spelling allowed.",
        "unclosed-quote": "A quotation mark that opens a cell and is never closed.",
        "unique": "A value that another row already has, in a column without repeats.",
        "unmapped": "An error that frictionless found and that has no rule of its own: report it.",
    }
)

"""The rules of the first two stages, with what each rejects."""

FRICTIONLESS: Mapping[str, str] = MappingProxyType(
    {
        "type-error": "type",
        "unique-error": "unique",
        "primary-key": "primary-key",
    }
)
"""frictionless' error types and our rules; of a ``constraint-error`` its constraint is the rule."""

CONSTRAINTS = frozenset({"required", "enum", "pattern", "minimum", "maximum"})
"""Constraints whose names are our rules' ids."""

SCHEMA_RULES = (*CONSTRAINTS, *FRICTIONLESS.values(), "foreign-key", "unmapped")
"""The rules of this stage, but for the order of rows."""

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

UNNAMED = Message(
    "an error that has a rule",
    "The check has no rule for this error: report it to the maintainers with the file.",
)
"""The words of an error of frictionless that is none of our rules."""

MOST_ERRORS = 100_000
"""How many errors a table may have before frictionless stops: its errors are large."""

MOST_LISTED = 10
"""How many references to a missing key are listed."""

MOST_DIFFERENT = 4
"""How many columns are named in which two rows with one key differ."""

WHOLE_TABLE = ("missing-file", "empty-file", "encoding", "header", "empty-table")
"""Rules whose findings explain why a whole table, or its key column, cannot be read."""

KEEPS_THE_KEY = ("quoting",)
"""Rules whose findings at a key's cell leave the key as it is."""

FILE_KEYS = ("path", "scheme", "format", "mediatype", "encoding", "dialect")
"""Keys of a resource by which frictionless reads its file."""

_FETCHED = ("$schema", "profile")
"""Keys under which frictionless would look for a profile elsewhere, if need be in the network."""

_IMPLIED = {
    "type": {"enum", "pattern", "minimum", "maximum", "foreign-key"},
    "pattern": {"foreign-key"},
    "enum": {"foreign-key"},
}
"""What follows from a problem in the same cell and is not reported beside it."""

_SPAN_FAULTS = ("span_end", "quote")
"""The columns reported where a span is not what the document prints, even if its start is wrong."""


class StructureProblem(NamedTuple):
    """A cell that violates a rule of the schema; ``row`` is a row of the frame."""

    rule: str
    table: str
    row: int
    field: str


ForeignKeys = Mapping[str, Sequence[ForeignKey]]
"""Foreign keys by the table that has them."""


def inspect(package: DataPackage, first: Files) -> StageResult:
    """Check the tables of the first stage by frictionless and by pandera.

    The result has the findings of the first stage too, since a missing key is listed in the
    finding about the row that should have it. Rejected cells are made blank in the tables.

    Raises:
        DescriptorError: frictionless refuses the descriptor or a schema.
    """
    tables = first.tables
    result = StageResult([*first.findings])
    keys, lost = _checkable_keys(package, tables)
    problems, unmapped = frictionless_problems(package, tables, result.not_checked)
    result.findings += unmapped
    problems += [*pandera_problems(tables), *foreign_key_problems(tables, keys)]
    valid = {p: None for p in problems if not _is_about_invalid(tables[p.table], p)}
    kept = without_implied([p for p in valid if not _repeats_a_row(tables[p.table], p, valid)])
    missing = []
    for problem in kept:
        table = tables[problem.table]
        if problem.rule == "foreign-key":
            foreign = package.schemas[problem.table].foreign_keys
            target = next(key.table for key in foreign if key.field == problem.field)
            value = table.text(problem.row, problem.field)
            missing.append(MissingReference(*problem[1:], value, target))
        else:
            result.findings.append(_finding(table, problem))
    result.findings, unexplained = attach_to_cause(result.findings, missing, tables)
    for reference in unexplained:
        advice = f"Type the id of a row of {tables[reference.target].file}, or add that row."
        message = Message(f"the id of a row of {reference.target}", advice)
        referring = tables[reference.table]
        finding = referring.at_cell("foreign-key", reference.row, reference.field, message)
        result.findings.append(finding)
    _list_lost_tables(package, tables, lost, result)
    for problem in kept:
        table = tables[problem.table]
        if problem.rule == "primary-key" and table.schema.id_field:
            # either row may be the one meant; the ids are as they were before any was blank
            first_row = table.first_rows((problem.field,))[table.text(problem.row, problem.field),]
            table.invalidate(first_row, problem.field)
        table.invalidate(problem.row, problem.field)
    return result


def _checkable_keys(
    package: DataPackage, tables: Mapping[str, ParsedTable]
) -> tuple[dict[str, list[ForeignKey]], list[tuple[str, ForeignKey]]]:
    """The foreign keys by table, and those (with their table) whose target cannot be read."""
    keys: dict[str, list[ForeignKey]] = defaultdict(list)
    lost: list[tuple[str, ForeignKey]] = []
    for name, table in tables.items():
        for key in package.schemas[name].foreign_keys:
            target = tables.get(key.table)
            if key.field not in table.columns:
                continue
            if (
                target is not None
                and target.schema.id_field in target.columns
                and (target.records or target.unreadable)
            ):
                keys[name].append(key)
            elif table.frame[key.field].notna().any():
                lost.append((name, key))
    return keys, lost


def _is_about_invalid(table: ParsedTable, problem: StructureProblem) -> bool:
    """Whether the cell was rejected before, or is of a key with a blank ('required' says so)."""
    if problem.rule == "primary-key":
        return any(table.value(problem.row, name) is None for name in table.schema.key)
    return (problem.row, problem.field) in table.invalid_cells


def _repeats_a_row(
    table: ParsedTable, problem: StructureProblem, problems: Collection[StructureProblem]
) -> bool:
    """Whether a value occurs twice because its row does, which the rule on the key reports."""
    key = StructureProblem("primary-key", problem.table, problem.row, table.schema.key[0])
    return (
        problem.rule == "unique"
        and key in problems
        and _earlier_row(table, problem.row, (problem.field,))
        == _earlier_row(table, problem.row, table.schema.key)
    )


def without_implied(problems: Sequence[StructureProblem]) -> list[StructureProblem]:
    """The problems without those that follow from another one of the same cell."""
    implied = {
        problem._replace(rule=rule)
        for problem in problems
        for rule in _IMPLIED.get(problem.rule, ())
    }
    return [problem for problem in problems if problem not in implied]


def _finding(table: ParsedTable, problem: StructureProblem) -> Finding:
    rule, _, row, name = problem
    if rule == "primary-key":
        return table.at_cell(rule, row, name, _repeated_key(table, row))
    if rule == "unique":
        line, _ = table.position(_earlier_row(table, row, (name,)), None)
        found = table.text(row, name)
        advice = f"The row on line {line} has {found} already: give one of the two another."
        return table.at_cell(rule, row, name, Message("a value that no other row has", advice))
    column = table.schema.by_name[name]
    advice = constraints.advice(rule, column, table.text(row, name))
    return table.at_cell(rule, row, name, Message(constraints.expected(rule, column), advice))


def _earlier_row(table: ParsedTable, row: int, fields: tuple[str, ...]) -> int:
    """The first row that has the same values in these columns."""
    return table.first_rows(fields)[tuple(table.value(row, name) for name in fields)]


def _repeated_key(table: ParsedTable, row: int) -> Message:
    """What to do about two rows with one key, which a merge may have left."""
    schema = table.schema
    first = _earlier_row(table, row, schema.key)
    line, _ = table.position(first, None)
    found = " ".join(table.text(row, name) for name in schema.key)
    other = [n for n in schema.names if table.text(row, n) != table.text(first, n)]
    if not other:
        advice = f"Line {line} is the same row; a merge may have left both: delete one of them."
        return Message("each row once", advice, found)
    columns = "many columns" if len(other) > MOST_DIFFERENT else list_names(other)
    advice = (
        f"The row on line {line} has {found} already and differs in {columns}; a merge may have "
        "left both. If they are one row, delete the wrong line."
    )
    if schema.id_field:
        advice += (
            " If they are two, give one another id, also where rows refer to it; before a merge, "
            "isk-indicators renumber does that."
        )
    return Message("an id that no other row has", advice, found)


# The two engines


def pandera_problems(tables: Mapping[str, ParsedTable]) -> list[StructureProblem]:
    """What the pandera schemas made from the Table Schemas reject."""
    return [
        StructureProblem(problem.rule, problem.table, problem.row, problem.field)
        for table in tables.values()
        for problem in rules_schema.constraint_problems(table.schema, table.frame)
        if problem.row is not None and problem.field is not None
    ]


def frictionless_problems(
    package: DataPackage,
    tables: Mapping[str, ParsedTable],
    not_checked: list[str],
) -> tuple[list[StructureProblem], list[Finding]]:
    """What frictionless rejects, under our names, and a finding for each error without a name.

    It reads a file in canonical form without invalid cells itself; of another file it is given the
    readable rows. It is given no foreign keys: for each it would read a table again.

    Args:
        package: The descriptor and the schemas.
        tables: The readable part of each table.
        not_checked: Extended by the tables that have more errors than ``MOST_ERRORS``.

    Raises:
        DescriptorError: frictionless refuses the descriptor or a schema.
    """
    resources = []
    for resource in package.descriptor["resources"]:
        if (table := tables.get(resource["name"])) is None:
            continue
        given: dict[str, Any] = {"data": []}
        if table.is_canonical and not table.invalid_cells:
            given = {key: resource[key] for key in FILE_KEYS if key in resource}
        given |= {"name": resource["name"], "type": "table"}
        resources.append({**given, "schema": schema_document(package, resource)})
    problems: list[StructureProblem] = []
    unmapped: list[Finding] = []
    descriptor = _without(package.descriptor, *_FETCHED) | {"resources": resources}
    frames = {name: table.frame for name, table in tables.items()}
    for task in validate(descriptor, package.root, frames):
        table = tables[task.name]
        for error in task.errors:
            row = getattr(error, "row_number", 1) - 2
            rule, name = _rule_and_field(table.schema, error)
            if error.type == "blank-row" and any(r == row for r, _ in table.invalid_cells):
                continue
            if rule is not None and row >= 0:
                problems.append(StructureProblem(rule, task.name, row, name))
            else:
                message = UNNAMED._replace(found=f"{error.type}: {error.message}")
                unmapped.append(file_finding("unmapped", table.file, START, message))
        not_checked += [f"the rest of {task.name} (frictionless {w})" for w in task.warnings]
    return problems, unmapped


def schema_document(package: DataPackage, resource: Mapping[str, Any]) -> dict[str, Any]:
    """The schema of a resource, as frictionless is given it."""
    path = package.root / resource["schema"]
    return _without(parse_json(path.read_bytes()), *_FETCHED, "foreignKeys")


def _without(document: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in document.items() if key not in keys}


def validate(
    descriptor: Mapping[str, Any], root: Path, frames: Mapping[str, pd.DataFrame]
) -> list[frictionless.ReportTask]:
    """Validate each resource of a descriptor by frictionless.

    Args:
        descriptor: The descriptor.
        root: Its folder.
        frames: By table, the cells of the resources that name no file.

    Raises:
        DescriptorError: frictionless refuses the descriptor or a schema.
    """
    tasks: list[frictionless.ReportTask] = []
    try:
        package = frictionless.Package({**descriptor}, basepath=str(root))
        for resource in package.resources:
            if resource.path is None:
                frame = frames[resource.name]
                resource.data = [[*frame.columns], *frame.to_numpy().tolist()]
            report = resource.validate(limit_errors=MOST_ERRORS)
            tasks += report.tasks
            for error in (
                *report.errors,
                *(error for task in report.tasks for error in task.errors),
            ):
                if error.type in DESCRIPTOR_ERRORS:
                    raise frictionless.FrictionlessException(error)
    except frictionless.FrictionlessException as error:
        reasons = "; ".join(reason.note for reason in error.reasons[:MOST_LISTED])
        raise DescriptorError(
            f"frictionless refuses the descriptor or a schema: {reasons or error.error.message}"
        ) from error
    except re.error as error:
        raise DescriptorError(
            f"a pattern of a schema is no regular expression ({error})"
        ) from error
    return tasks


def _rule_and_field(schema: Schema, error: Any) -> tuple[str | None, str]:
    """The rule of an error of frictionless, None if there is none, and the column."""
    if error.type == "constraint-error":
        match = re.match(r'constraint "(\w+)"', error.note)
        name = match[1] if match else ""
        return name if name in CONSTRAINTS else None, error.field_name
    if error.type == "primary-key":
        return "primary-key", schema.key[0]
    return FRICTIONLESS.get(error.type), getattr(error, "field_name", "")


# Missing keys


def foreign_key_problems(
    tables: Mapping[str, ParsedTable], keys: ForeignKeys
) -> Iterator[StructureProblem]:
    """The cells that refer to a key that does not exist."""
    for name, foreign in keys.items():
        for key in foreign:
            cells = tables[name].frame[key.field]
            known = tables[key.table].frame[key.target]
            for row in cells.index[cells.notna() & ~cells.isin(known)]:
                yield StructureProblem("foreign-key", name, row, key.field)


class MissingReference(NamedTuple):
    """A cell that refers to a key that does not exist."""

    table: str
    row: int
    field: str
    key: str
    target: str


class _InvalidKey(NamedTuple):
    """A row with an invalid key: the number of its finding, its line, and what the cell says."""

    finding: int
    line: int
    key: str


def attach_to_cause(
    findings: Sequence[Finding],
    missing: Iterable[MissingReference],
    tables: Mapping[str, ParsedTable],
) -> tuple[list[Finding], list[MissingReference]]:
    """List references to a missing key in the finding about the row that should have it.

    A row with an invalid key should have a missing one if the two are written alike, or if that
    key falls between the ids of the rows around it and there are no more such keys than such rows.

    Returns:
        The findings, and the references that none of them explains.
    """
    result = [*findings]
    unexplained: list[MissingReference] = []
    by_target: dict[str, list[MissingReference]] = defaultdict(list)
    for reference in missing:
        by_target[reference.target].append(reference)
    for target, references in by_target.items():
        causes = _causes(tables[target], result, {reference.key for reference in references})
        unexplained += [reference for reference in references if reference.key not in causes]
        for key, at in causes.items():
            places = [
                tables[r.table].named_place(r.row, r.field) for r in references if r.key == key
            ]
            result[at] = _list_references(result[at], f"{key}, at", places)
    return result, unexplained


def _list_references(finding: Finding, what: str, places: Sequence[str]) -> Finding:
    """The finding with who refers to its row or table, at the end of its message."""
    shown = ", ".join(places[:MOST_LISTED])
    more = f" and {len(places) - MOST_LISTED} more" if len(places) > MOST_LISTED else ""
    return replace(finding, message=f"{finding.message} Referred to as {what} {shown}{more}.")


def skeleton(key: str) -> str:
    """A key without case, blanks, kinds of dash and invisible characters."""
    plain = unicodedata.normalize("NFKC", key).casefold()
    plain = "".join("-" if unicodedata.category(c) == "Pd" else c for c in plain)
    return re.sub(r"[^\w-]", "", plain).replace("_", "-")


def _causes(table: ParsedTable, findings: Sequence[Finding], keys: set[str]) -> dict[str, int]:
    """For each missing key that some row should have, the number of that row's finding."""
    invalid = _invalid_keys(table, findings)
    written = {skeleton(row.key): row for row in reversed(invalid) if row.key}
    causes = {key: written[skeleton(key)] for key in sorted(keys) if skeleton(key) in written}
    explained = {*causes.values()}
    loose = sorted(keys - causes.keys())
    for (low, high), rows in _runs(table, [r for r in invalid if r not in explained]).items():
        between = [
            key for key in loose if (low is None or key > low) and (high is None or key < high)
        ]
        if len(between) <= len(rows):
            causes.update(zip(between, rows, strict=False))
    return {key: row.finding for key, row in causes.items()}


def _invalid_keys(table: ParsedTable, findings: Sequence[Finding]) -> list[_InvalidKey]:
    """The rows with an invalid key, each with its first finding, by line."""
    name = str(table.schema.id_field)
    own = [(at, finding) for at, finding in enumerate(findings) if finding.file == table.file]
    conflicts = {f.line: number for number, f in own if f.rule == "merge-conflict"}
    rows = {  # those of the second side of a merge conflict
        lost.line: _InvalidKey(conflicts[lost.marker], lost.line, lost.key or "")
        for lost in table.unreadable
        if lost.marker in conflicts
    }
    for at in [at for at, finding in own if finding.rule == "encoding"][:1]:  # once for the file
        for row, record in enumerate(table.records):
            if UNDECODED.search(key := table.text(row, name)):
                rows[record.line] = _InvalidKey(at, record.line, key)
    unreadable = {record.line: record.key for record in table.unreadable}
    for at, finding in own:
        is_in_rows = finding.line > table.parsed.records[0].line
        is_at_key = finding.field == name and finding.rule not in KEEPS_THE_KEY
        is_lost = finding.line in unreadable or (is_in_rows and is_at_key)
        if not is_lost or finding.line in rows:
            continue
        key = unreadable.get(finding.line) or (finding.found if finding.field else "")
        rows[finding.line] = _InvalidKey(at, finding.line, key)
        if finding.rule == "primary-key":  # of the two rows, the first may be the wrong one
            line = table.records[table.first_rows((name,))[finding.found,]].line
            rows.setdefault(line, _InvalidKey(at, line, key))
    return sorted(rows.values(), key=lambda row: row.line)


def _runs(
    table: ParsedTable, invalid: Sequence[_InvalidKey]
) -> dict[tuple[str | None, str | None], list[_InvalidKey]]:
    """Runs of rows with invalid keys, by the ids around them; None at the ends of the table."""
    lines = {row.line for row in invalid}
    ids = table.frame[str(table.schema.id_field)].tolist()
    good = [
        (record.line, key)
        for record, key in zip(table.records, ids, strict=True)
        if key is not None and record.line not in lines
    ]
    runs: dict[tuple[str | None, str | None], list[_InvalidKey]] = defaultdict(list)
    for row in invalid:
        at = bisect(good, row.line, key=lambda pair: pair[0])
        low = good[at - 1][1] if at else None
        high = good[at][1] if at < len(good) else None
        runs[low, high].append(row)
    return runs


def _list_lost_tables(
    package: DataPackage,
    tables: Mapping[str, ParsedTable],
    lost: Sequence[tuple[str, ForeignKey]],
    result: StageResult,
) -> None:
    """List who refers to a table that cannot be read in the finding that says why."""
    for target in dict.fromkeys(key.table for _, key in lost):
        referring = [
            f"{name}.{key.field} ({pluralize(tables[name].frame[key.field].count(), 'cell')})"
            for name, key in lost
            if key.table == target
        ]
        result.not_checked += [f"{name} against {target}" for name in referring]
        file, id_field = package.relative(target), package.schemas[target].id_field
        causes = [
            at
            for at, finding in enumerate(result.findings)
            if finding.file == file and finding.rule in WHOLE_TABLE
        ]
        causes.sort(key=lambda at: result.findings[at].field not in (id_field, None))
        for at in causes[:1]:
            finding = _list_references(result.findings[at], f"{target} by", referring)
            result.findings[at] = finding


# The order of rows


def inspect_order(tables: Mapping[str, ParsedTable], problems: Iterable[Problem]) -> list[Finding]:
    """Each unsorted row of every table.

    It comes after the rules, so that a row whose key is wrong is not reported as unsorted too.
    """
    doubtful = {
        (problem.table, problem.row) for problem in problems if problem.field in _SPAN_FAULTS
    }
    return [
        finding
        for name, table in tables.items()
        for finding in unsorted_rows(table, {row for other, row in doubtful if other == name})
    ]


def unsorted_rows(
    table: ParsedTable, doubtful: frozenset[int | None] | set[int | None] = frozenset()
) -> Iterator[Finding]:
    """Each row after one with a greater key.

    Rows without a valid key are left out; so are, where spans are the key, the ``doubtful`` ones.
    """
    fields = table.schema.sort_fields
    last: tuple[int, tuple[int | str, ...]] | None = None
    for row, cells in enumerate(table.frame[[*fields]].itertuples(index=False, name=None)):
        key = sort_key(table.schema, cells)
        if key is None or (fields[:2] == SPAN_ORDER and row in doubtful):
            continue
        if last is not None and key < last[1]:
            line, _ = table.position(last[0], None)
            found, before = (
                " ".join(table.text(number, name) for name in fields) for number in (row, last[0])
            )
            advice = (
                f"Sort the rows by {', '.join(fields)}: {before} comes before it, on line {line}."
            )
            yield table.at_cell("order", row, fields[0], Message("rows in order", advice, found))
        last = (row, key)
