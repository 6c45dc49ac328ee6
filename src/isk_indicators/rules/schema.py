"""The pandera schemas of the tables, made from the Table Schemas and the rules.

A schema validates a typed frame, as :func:`isk_indicators.load` gives it. Each constraint of a
field is a check on its column, each rule a check on the column that it reports (:class:`RowCheck`).
The form of a cell is checked before, on its text (``constraints.LEXICAL``): pandera stops at a
column of another type.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.api.base.checks import CheckResult
from pandera.engines.pandas_engine import Engine
from pandera.errors import SchemaErrors

from isk_indicators.figures import passage
from isk_indicators.rules.constraints import LEXICAL, advice, expected, has_form
from isk_indicators.rules.rule import (
    NUMBERS,
    PHASES,
    CannotDecide,
    Cell,
    Parameter,
    PartialDataset,
    Problem,
    RowKey,
    Rule,
    read_rows,
)
from isk_indicators.rules.rule import rule as make_rule
from isk_indicators.schema import DataPackage, Field, Schema, installed_package
from isk_indicators.screen import pluralize
from isk_indicators.spans import Texts, documents
from isk_indicators.tables import DTYPES, installed_dataset
from isk_indicators.tables import frame as typed_frame

PANDERA_DTYPES = {type_: Engine.dtype(dtype) for type_, dtype in DTYPES.items()}


# Constraints of a column


def malformed_cells(schema: Schema, texts: pd.DataFrame) -> set[Cell]:
    """The cells of a frame of texts (None for blank) that do not have the form of their type."""
    return {
        (row, column.name)
        for column in schema.fields
        if column.type in LEXICAL
        for row, text in enumerate(texts[column.name].tolist())
        if text is not None and not has_form(column.type, text)
    }


def is_first(column: pd.Series[Any]) -> pd.Series[bool]:
    """Accept each value in its first row alone."""
    return ~column.duplicated()


def column(spec: Field, *, is_key: bool = False) -> pa.Column:
    """A field of a Table Schema as a pandera column."""
    checks = []
    if spec.enum:
        values = [NUMBERS.get(spec.type, str)(value) for value in spec.enum]
        checks.append(pa.Check.isin(values, name="enum", error="enum"))
    if spec.pattern is not None and spec.type == "string":
        whole = rf"(?:{spec.pattern})\Z"
        checks.append(pa.Check.str_matches(whole, name="pattern", error="pattern"))
    if spec.minimum is not None:
        checks.append(pa.Check.ge(spec.minimum, name="minimum", error="minimum"))
    if spec.maximum is not None:
        checks.append(pa.Check.le(spec.maximum, name="maximum", error="maximum"))
    if spec.unique:
        checks.append(pa.Check(is_first, name="unique"))
    if is_key:
        checks.append(pa.Check(is_first, name="primary-key"))
    return pa.Column(
        PANDERA_DTYPES[spec.type],
        checks,
        nullable=not spec.required,
        title=spec.title,
        description=spec.description,
    )


def columns(schema: Schema) -> dict[str, pa.Column]:
    """The columns of a table, with the checks of their constraints."""
    return {spec.name: column(spec, is_key=spec.name == schema.id_field) for spec in schema.fields}


def constraints(schema: Schema) -> Iterator[tuple[str, str]]:
    """Each constraint of a table, by the id of its rule, with the column that has it."""
    for name, made in columns(schema).items():
        if not made.nullable:
            yield "required", name
        if schema.by_name[name].type in LEXICAL:
            yield "type", name
        yield from ((str(check.name), name) for check in made.checks)


# Rules


@dataclass(frozen=True)
class Context:
    """What rules read beyond a row, and which rows they leave out.

    Attributes:
        texts: The documents by source id.
        data: All tables.
        invalid_cells: A rule leaves out the rows in which it reads one of them.
        undecided: Filled by the checks: how many rows each rule could not judge.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    data: PartialDataset | None = None
    invalid_cells: Collection[Cell] = ()
    undecided: Counter[str] = field(default_factory=Counter)


def judge(
    rule: Rule, schema: Schema, frame: pd.DataFrame, context: Context
) -> Iterator[tuple[int, Problem]]:
    """The rows that a rule rejects, with the problem; those it cannot judge are counted."""
    given = {"texts": context.texts, "data": context.data, "column": rule.column}
    test = partial(rule.test, **{name: given[name] for name in rule.context if name != "row"})
    reads_key = "row" in rule.context
    ids = _ids(schema, frame) if reads_key else []
    left_out = {row for row, name in context.invalid_cells if name in rule.columns}
    context.undecided[rule.id] += len(left_out)
    rows = zip(*(_cells_for(p, frame, context.texts) for p in rule.parameters), strict=True)
    for row, cells in enumerate(rows):
        if row in left_out or (None in cells and rule.skips(cells)):
            continue
        own = {"row": RowKey(schema.table, ids[row])} if reads_key else {}
        try:
            problem = test(*cells, **own)
        except CannotDecide:
            context.undecided[rule.id] += 1
        else:
            if problem is not None:
                yield row, problem


def _ids(schema: Schema, frame: pd.DataFrame) -> list[str | None]:
    """What identifies each row; None of one whose key is invalid, and in a table without a key."""
    keys = [cells_of(frame, name) for name in schema.key]
    if not keys:
        return [None] * len(frame)
    return [None if None in key else ":".join(map(str, key)) for key in zip(*keys, strict=True)]


def _cells_for(parameter: Parameter, frame: pd.DataFrame, texts: Mapping[str, str]) -> list[Any]:
    """A column as a rule reads it in this parameter."""
    cells = cells_of(frame, parameter.column)
    if not parameter.is_passage:
        return cells
    sources, starts = (cells_of(frame, name) for name in ("source_id", "span_start"))
    return [
        None if quote is None else passage(texts, source, start, quote)
        for source, start, quote in zip(sources, starts, cells, strict=True)
    ]


def cells_of(frame: pd.DataFrame, name: str) -> list[Any]:
    """A column as rules read it: None for blank, a day as its text; blank if there is none."""
    if name not in frame:
        return [None] * len(frame)
    series: Any = frame[name]
    if series.dtype.kind == "M":
        series = series.dt.strftime("%Y-%m-%d")
    cells: list[Any] = series.to_numpy(dtype=object, na_value=None).tolist()
    return cells


class RowCheck(pa.Check):
    """A check on a column whose function judges whole rows.

    pandera gives a column's check the whole frame, and the check itself takes the column out of
    it. A rule reads several columns, so its function is given the frame as it is.
    """

    def __call__(self, check_obj: pd.DataFrame, column: str | None = None) -> CheckResult:
        """Judge a frame; the failure cases are the column's cells in the rows rejected."""
        accepted = self._check_fn(check_obj)
        cells = check_obj[column]
        passed = bool(accepted.all())
        return CheckResult(accepted, passed, cells, None if passed else cells[~accepted])


def rule_check(rule: Rule, schema: Schema, context: Context) -> pa.Check:
    """A rule as a check on the column that it reports."""

    def accepts(frame: pd.DataFrame) -> pd.Series[bool]:
        accepted = np.full(len(frame), fill_value=True)
        if {*rule.required_columns} <= {*frame.columns}:  # a missing column is a failure of its own
            accepted[[row for row, _ in judge(rule, schema, frame, context)]] = False
        return pd.Series(accepted, index=frame.index)

    return RowCheck(accepts, name=rule.id, description=rule.description, ignore_na=False)


def table_schema(
    schema: Schema,
    rules: Sequence[Rule] = (),
    context: Context | None = None,
    *,
    constrained: bool = True,
) -> pa.DataFrameSchema:
    """The pandera schema of a table: its columns with their constraints, and these rules.

    The check applies the constraints first, then the rules alone (not ``constrained``).
    """
    found = columns(schema) if constrained else {r.column: pa.Column(nullable=True) for r in rules}
    for rule in rules:
        found[rule.column].checks.append(rule_check(rule, schema, context or Context()))
    return pa.DataFrameSchema(found, name=schema.table)


# What a schema finds


def constraint_problems(schema: Schema, texts: pd.DataFrame) -> list[Problem]:
    """The cells of a frame of texts (None for blank) that break a constraint of their column.

    Of a cell that does not have the form of its type, nothing more is said.

    Raises:
        RuntimeError: a check failed to run.
    """
    malformed = malformed_cells(schema, texts)
    valid = texts.copy()
    for row, name in malformed:
        valid.at[row, name] = None
    found = {("type", name, row) for row, name in malformed}
    for check, name, row in _failure_cases(table_schema(schema), typed(schema, valid)):
        if (row, name) not in malformed:
            found.add(("required" if check == "not_nullable" else check, name, row))
    problems = []
    for rule, name, row in sorted(found):
        text, spec = str(texts.at[row, name] or ""), schema.by_name[name]
        words = expected(rule, spec), advice(rule, spec, text)
        problems.append(Problem(text, *words, rule, schema.table, row, name))
    return problems


def typed(schema: Schema, texts: pd.DataFrame) -> pd.DataFrame:
    """A frame of valid texts (None for blank) in the types of its columns."""
    return typed_frame({f.name: f.type for f in schema.fields}, read_rows(schema, texts))


def rule_problems(
    schema: Schema, rules: Sequence[Rule], frame: pd.DataFrame, context: Context
) -> list[Problem]:
    """What the rules reject in a typed frame, by rule, column and row.

    Raises:
        RuntimeError: a rule failed to run.
    """
    rejected: dict[tuple[str, str], list[int]] = {}
    rules_alone = table_schema(schema, rules, context, constrained=False)
    for rule_id, name, row in sorted(_failure_cases(rules_alone, frame)):
        rejected.setdefault((rule_id, name), []).append(row)
    known = replace(context, invalid_cells=(), undecided=Counter())
    by_name = {(rule.id, rule.column): rule for rule in rules}
    return [
        replace(problem, rule=rule_id, table=schema.table, row=rows[at], field=name)
        for (rule_id, name), rows in rejected.items()
        for at, problem in judge(by_name[rule_id, name], schema, frame.iloc[rows], known)
    ]


def _failure_cases(
    pandera_schema: pa.DataFrameSchema, frame: pd.DataFrame
) -> set[tuple[str, str, int]]:
    """The failure cases of a lazy validation: the check's name, the column and the row."""
    try:
        pandera_schema.validate(frame, lazy=True, inplace=True)  # nothing is cast: no copy needed
    except SchemaErrors as error:
        cases = error.failure_cases
        if cases["index"].isna().any():
            # pandera reports a check that raised, and a missing column, as failures without a row.
            case = cases[cases["index"].isna()].iloc[0]
            what = f"{case['check']} on {case['column']}: {case['failure_case']}"
            raise RuntimeError(f"a check broke down instead of judging: {what}") from error
        rows = zip(cases["check"], cases["column"], cases["index"], strict=True)
        return {(str(check), str(column), int(row)) for check, column, row in rows}
    return set()


class Undecided(NamedTuple):
    """A rule that could not judge some rows of a table; as text, a line that says so."""

    table: str
    rule: str
    rows: int

    def __str__(self) -> str:
        rows = pluralize(self.rows, "row")
        return f"{self.table}: rule {self.rule} on {rows} (what it reads is at fault)"


def find_problems(
    data: PartialDataset,
    rules: Mapping[str, Sequence[Rule]],
    texts: Mapping[str, str],
    invalid_cells: Mapping[str, Collection[Cell]],
    tables_with_unreadable_rows: Collection[str] = (),
) -> tuple[list[Problem], list[Undecided]]:
    """Apply the rules of every table, phase by phase.

    Args:
        data: The tables.
        rules: By table; a table without any is not judged.
        texts: The documents by source id.
        invalid_cells: By table; rules that read one leave the row out.
        tables_with_unreadable_rows: Nothing follows from the absence of a row in these.

    Returns:
        The problems, and the rules that could not judge some rows.
    """
    schemas = data.package.schemas
    invalid_columns = dict(data.invalid_columns)
    invalid_columns |= {table: schemas[table].names for table in tables_with_unreadable_rows}
    left_out = {table: {*invalid_cells.get(table, ())} for table in data.tables}
    frames = {
        table: typed_frame({f.name: f.type for f in schemas[table].fields}, data.rows(table))
        for table in data.tables
        if table in rules
    }
    problems: list[Problem] = []
    undecided: list[Undecided] = []
    for phase in PHASES:
        known = data.with_invalid(invalid_columns, left_out)
        rejected: dict[str, set[Cell]] = {}
        for table, frame in frames.items():
            context = Context(texts, known, frozenset(left_out[table]))
            if not (applied := [rule for rule in rules[table] if rule.phase == phase]):
                continue
            found = rule_problems(schemas[table], applied, frame, context)
            rejected[table] = invalid_cells_of(found)
            problems += found
            counts = sorted((+context.undecided).items())
            undecided += [Undecided(table, rule, count) for rule, count in counts]
        for table, cells in rejected.items():
            left_out[table] |= cells
    return problems, undecided


def invalid_cells_of(problems: Iterable[Problem]) -> set[Cell]:
    """The cells of problems."""
    return {(p.row, p.field) for p in problems if p.row is not None and p.field is not None}


def canary() -> bool:
    """Whether a row that is known to be wrong is rejected by this very code."""

    @make_rule("canary", column="cell")
    def is_right(cell: str) -> Problem | None:
        """A cell that is not right."""
        return None if cell == "right" else Problem(cell, "right", "Type right.")

    schema = Schema("canary", (Field("cell", "Cell", "A cell.", "string"),), (), ())
    frame = pd.DataFrame({"cell": ["wrong", "right"]})
    found = rule_problems(schema, [is_right], frame, Context())
    return found == [Problem("wrong", "right", "Type right.", "canary", "canary", 0, "cell")]


# A frame in memory


@dataclass(frozen=True)
class Validation:
    """The result of a validation.

    Attributes:
        problems: Every problem, each with its row (its 0-based position in the frame) and column.
        skipped: The ids of the rules that need what was not given: texts or other tables.
    """

    problems: tuple[Problem, ...]
    skipped: tuple[str, ...]

    @property
    def breaches(self) -> tuple[Problem, ...]:
        """The problems, under the name that they have in versions before 1.2."""
        return self.problems

    def __bool__(self) -> bool:
        """Whether the frame has no problem, as far as it was checked."""
        return not self.problems


def validate_table(
    table: str,
    rules: Sequence[Rule],
    frame: pd.DataFrame,
    texts: Texts | None = None,
    tables: Mapping[str, pd.DataFrame] | None = None,
) -> Validation:
    """Check a frame of one table, typed or of text cells.

    Columns that the schema does not have, such as those derived on loading, are ignored.

    Args:
        table: The table's name.
        rules: Its rules.
        frame: Its rows; a blank is a missing cell or an empty text.
        texts: The documents: a folder, or texts by source id. Without them no span is checked.
        tables: The other tables by name. Without them nothing is looked up in other rows.

    Raises:
        KeyError: no table of that name.
    """
    descriptor = installed_package()
    schema = descriptor.schemas[table]
    missing = [name for name in schema.names if name not in frame.columns]
    if missing:
        words = "no such column", "Add the column, if need be blank."
        return Validation(
            tuple(Problem(words[0], n, words[1], "header", table, None, n) for n in missing), ()
        )
    cells = text_cells(schema, frame)
    problems = constraint_problems(schema, cells)
    invalid_cells = invalid_cells_of(problems)
    for row, name in invalid_cells:
        cells.loc[row, name] = None
    applied = [rule for rule in rules if not lacks(rule, texts, tables)]
    data = dataset_of(descriptor, {**(tables or {}), table: cells})
    printed = documents_of(data, texts)
    found, _ = find_problems(data, {table: applied}, printed, {table: invalid_cells})
    skipped = {rule.id for rule in rules} - {rule.id for rule in applied}
    return Validation((*problems, *found), tuple(sorted(skipped)))


def text_cells(schema: Schema, frame: pd.DataFrame) -> pd.DataFrame:
    """The schema's columns of a frame as text, None for blank, rows numbered from 0."""

    def text(cell: object) -> str | None:
        if pd.isna(cell) or cell == "":  # type: ignore[call-overload]
            return None
        if isinstance(cell, pd.Timestamp):
            return cell.date().isoformat()
        if isinstance(cell, float) and cell.is_integer():
            return str(int(cell))
        return str(cell)

    return pd.DataFrame(
        {n: pd.Series([text(c) for c in frame[n].tolist()], dtype=object) for n in schema.names}
    )


def dataset_of(descriptor: DataPackage, tables: Mapping[str, pd.DataFrame]) -> PartialDataset:
    """The tables that were given, as typed frames or text cells; malformed cells are blank."""
    cells = {name: text_cells(descriptor.schemas[name], frame) for name, frame in tables.items()}
    malformed = {name: malformed_cells(descriptor.schemas[name], cells[name]) for name in cells}
    for name, places in malformed.items():
        for row, column in places:
            cells[name].loc[row, column] = None
    invalid = {name: {column for _, column in places} for name, places in malformed.items()}
    return PartialDataset(descriptor, cells, invalid)


def lacks(rule: Rule, texts: object, tables: object) -> bool:
    """Whether a rule needs the texts or the tables, and they are not given."""
    lacks_texts = texts is None and "texts" in rule.context
    return lacks_texts or (tables is None and "data" in rule.context)


def documents_of(data: PartialDataset, texts: Texts | None) -> dict[str, str]:
    """The documents by source; files are found by the given sources, or by the installed ones."""
    if texts is None:
        return {}
    sources = (
        data.rows("sources") if "sources" in data.tables else installed_dataset().rows("sources")
    )
    return {source: document.text for source, document in documents(texts, sources).items()}
