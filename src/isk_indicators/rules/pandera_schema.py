"""Ordinary pandera schemas, made from the Table Schemas and the rules.

A schema judges a typed frame, as :func:`isk_indicators.load` gives it. Each constraint of a field
is a check on its column, under the id that the same constraint has in frictionless' half of the
structure stage. Each rule is a check on the column that it reports (:class:`RowCheck`). How a cell
is spelt is checked before, on its text (:func:`mistyped`): pandera stops at a column of another
type.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field, replace
from datetime import date
from functools import cache
from typing import Any

import pandas as pd
import pandera.pandas as pa
from pandera.api.base.checks import CheckResult
from pandera.errors import SchemaErrors

from isk_indicators.rules import wording
from isk_indicators.rules.breach import Breach
from isk_indicators.rules.links import Links, cell
from isk_indicators.rules.rule import Fault, RowKey, Rule, UnsureError
from isk_indicators.schema import Field, Schema
from isk_indicators.tables import DTYPES

Cell = tuple[int, str]
"""A cell's row, counted from 0, and its column."""

WHOLE = re.compile(r"0|-?[1-9][0-9]*")
DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
INT64 = 2**63


# Spelling, on the text


def is_whole(text: str) -> bool:
    """Whether the text is a whole number that fits 64 bits, in its one canonical spelling."""
    return bool(WHOLE.fullmatch(text)) and -INT64 <= int(text) < INT64


def is_decimal(text: str) -> bool:
    """Whether the text is a number in plain decimal notation."""
    return bool(DECIMAL.fullmatch(text))


def is_day(text: str) -> bool:
    """Whether the text is a calendar day as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


LEXICAL: Mapping[str, Callable[[str], bool]] = {
    "integer": is_whole,
    "number": is_decimal,
    "date": is_day,
}


def mistyped(schema: Schema, texts: pd.DataFrame) -> set[Cell]:
    """The cells of a frame of texts that are not spelt as their column's type asks."""
    return {
        (row, column.name)
        for column in schema.fields
        if column.type in LEXICAL
        for row, text in enumerate(texts[column.name].tolist())
        if not _is_blank(text) and not LEXICAL[column.type](text)
    }


def _is_blank(text: object) -> bool:
    return text is None or text is pd.NA


def typed(schema: Schema, texts: pd.DataFrame, invalid: Collection[Cell] = ()) -> pd.DataFrame:
    """The frame that pandera judges: a frame of texts in the columns' types, ``invalid`` blank."""
    frame = {}
    for column in schema.fields:
        cells = [cell(column, text) for text in _valid(texts, column.name, invalid)]
        frame[column.name] = pd.array(cells, dtype=DTYPES[column.type])  # type: ignore[call-overload]
    return pd.DataFrame(frame, index=pd.RangeIndex(len(texts)))


def _valid(texts: pd.DataFrame, name: str, invalid: Collection[Cell]) -> list[Any]:
    cells = texts[name].tolist()
    for row in [row for row, column in invalid if column == name]:
        cells[row] = None
    return cells


# Constraints of a column


def first_only(column: pd.Series[Any]) -> pd.Series[bool]:
    """Accept each value at its first row alone."""
    return ~column.duplicated()


def column(spec: Field, *, is_key: bool = False) -> pa.Column:
    """A field of a Table Schema as a pandera column."""
    checks = []
    if spec.enum:
        checks.append(pa.Check.isin([cell(spec, v) for v in spec.enum], name="enum", error="enum"))
    if spec.pattern is not None and spec.type == "string":
        whole = rf"(?:{spec.pattern})\Z"
        checks.append(pa.Check.str_matches(whole, name="pattern", error="pattern"))
    if spec.minimum is not None:
        checks.append(pa.Check.ge(spec.minimum, name="minimum", error="minimum"))
    if spec.maximum is not None:
        checks.append(pa.Check.le(spec.maximum, name="maximum", error="maximum"))
    if spec.unique:
        checks.append(pa.Check(first_only, name="unique"))
    if is_key:
        checks.append(pa.Check(first_only, name="primary-key"))
    return pa.Column(
        DTYPES[spec.type],
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
        links: All tables, joined by their keys.
        invalid: Cells at fault; a rule leaves out the rows in which it reads one.
        undecided: Filled by the checks: how many rows each rule could not judge.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    links: Links | None = None
    invalid: Collection[Cell] = ()
    undecided: Counter[str] = field(default_factory=Counter)


def judge(
    rule: Rule, schema: Schema, frame: pd.DataFrame, context: Context
) -> Iterator[tuple[int, Fault]]:
    """The rows that a rule rejects, with the fault; those it cannot judge are counted."""
    given = {"texts": context.texts, "links": context.links, "field": rule.blames}
    keys: list[RowKey | None] = [None] * len(frame)
    if "row" in rule.context:
        ids = cells_of(frame, schema.id_field) if schema.id_field else [None] * len(frame)
        keys = [RowKey(schema.table, row_id) for row_id in ids]
    left_out = {row for row, name in context.invalid if name in rule.columns}
    context.undecided[rule.id] += len(left_out)

    @cache  # equal cells get the same verdict
    def verdict(cells: tuple[Any, ...], key: RowKey | None) -> Fault | None:
        return rule.judge(cells, {**given, "row": key})

    rows = zip(*(cells_of(frame, name) for name in rule.columns), strict=True)
    for row, (cells, key) in enumerate(zip(rows, keys, strict=True)):
        if row in left_out:
            continue
        try:
            fault = verdict(cells, key)
        except UnsureError:
            context.undecided[rule.id] += 1
        else:
            if fault is not None:
                yield row, fault


def cells_of(frame: pd.DataFrame, name: str) -> list[Any]:
    """A column as rules read it: None for blank, a day as its text."""
    series = frame[name]
    if pd.api.types.is_datetime64_any_dtype(series):
        series = series.dt.strftime("%Y-%m-%d")
    cells: list[Any] = series.astype(object).where(series.notna(), None).tolist()
    return cells


class RowCheck(pa.Check):
    """A check on a column whose function judges whole rows.

    pandera hands a column's check the whole frame, and the check itself takes the column out of
    it. A rule reads several columns, so its function is given the frame as it is.
    """

    def __call__(self, check_obj: pd.DataFrame, column: str | None = None) -> CheckResult:
        """Judge a frame; the failure cases are the column's cells in the rows rejected."""
        accepted = self._check_fn(check_obj)
        cells = check_obj[column]
        return CheckResult(accepted, bool(accepted.all()), cells, cells[~accepted])


def rule_check(rule: Rule, schema: Schema, context: Context) -> pa.Check:
    """A rule as a check on the column that it reports."""

    def accepts(frame: pd.DataFrame) -> pd.Series[bool]:
        accepted = pd.Series(True, index=frame.index)
        if {*rule.columns} <= {*frame.columns}:  # a missing column is a failure of its own
            accepted.iloc[[row for row, _ in judge(rule, schema, frame, context)]] = False
        return accepted

    return RowCheck(accepts, name=rule.id, description=rule.rejects, ignore_na=False)


def table_schema(
    schema: Schema, rules: Iterable[Rule] = (), context: Context | None = None
) -> pa.DataFrameSchema:
    """The pandera schema of a table: its columns with their constraints, and these rules."""
    found = columns(schema)
    for rule in rules:
        found[rule.blames].checks.append(rule_check(rule, schema, context or Context()))
    return pa.DataFrameSchema(found, name=schema.table)


# What a schema finds


def constraint_problems(schema: Schema, texts: pd.DataFrame) -> list[Breach]:
    """The cells of a frame of texts (None for blank) that break a constraint of their column.

    Of a cell that is not spelt as its type asks, nothing more is said.

    Raises:
        RuntimeError: a check broke down instead of judging.
    """
    wrong = mistyped(schema, texts)
    cases = _failure_cases(table_schema(schema), typed(schema, texts, wrong))
    found = {("type", name, row) for row, name in wrong}
    for check, name, row in cases:
        if (row, name) not in wrong:
            found.add(("required" if check == "not_nullable" else check, name, row))
    return [_breach(schema, texts, *one) for one in sorted(found)]


def _breach(schema: Schema, texts: pd.DataFrame, rule: str, name: str, row: int) -> Breach:
    value, column = texts.at[row, name], schema.by_name[name]
    found = "" if _is_blank(value) else str(value)
    expected, advice = wording.expected(rule, column), wording.advice(rule, column, found)
    return Breach(rule, schema.table, row, name, found, expected, advice)


def rule_problems(
    schema: Schema, rules: Sequence[Rule], frame: pd.DataFrame, context: Context
) -> list[Breach]:
    """What the rules reject in a typed frame, by rule, column and row.

    Raises:
        RuntimeError: a rule broke down instead of judging.
    """
    checks: dict[str, list[pa.Check]] = {}
    for rule in rules:
        checks.setdefault(rule.blames, []).append(rule_check(rule, schema, context))
    judged = {name: pa.Column(None, [*found], nullable=True) for name, found in checks.items()}
    cases = _failure_cases(pa.DataFrameSchema(judged), frame) if judged else ()
    rejected: dict[tuple[str, str], list[int]] = {}
    for rule_id, name, row in sorted(cases):
        rejected.setdefault((rule_id, name), []).append(row)
    known = replace(context, invalid=(), undecided=Counter())
    by_name = {(rule.id, rule.blames): rule for rule in rules}
    return [
        Breach(rule_id, schema.table, rows[at], name, *astuple(fault))
        for (rule_id, name), rows in rejected.items()
        for at, fault in judge(by_name[rule_id, name], schema, frame.iloc[rows], known)
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
