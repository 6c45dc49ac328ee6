"""A pandera schema derived from a Table Schema, for frames of text cells.

Each constraint of a field becomes one pandera check under the id that the same constraint has in
the frictionless stage: ``required``, ``type``, ``enum``, ``pattern``, ``minimum``, ``maximum``,
``unique``, ``primary-key``. The lexical form is checked on the text, before anything is cast: a
cell that does not cast hides a column's other checks. To add a constraint: a function of a field
that returns a check or None, named in ``CONSTRAINTS``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

import pandas as pd
import pandera.pandas as pa
from pandera.errors import SchemaErrors

from isk_indicators.rules import wording
from isk_indicators.rules.breach import Breach
from isk_indicators.schema import Field, Schema

WHOLE = re.compile(r"0|-?[1-9][0-9]*")
DECIMAL = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
INT64 = 2**63


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


def _elementwise(rule: str, holds: Callable[[str], bool]) -> pa.Check:
    def check(cells: pd.Series[str]) -> pd.Series[bool]:
        return pd.Series([holds(c) for c in cells.tolist()], index=cells.index, dtype=bool)

    return pa.Check(check, name=rule, ignore_na=True)


def _required(field: Field) -> pa.Check | None:
    if not field.required:
        return None
    return pa.Check(lambda cells: cells.notna(), name="required", ignore_na=False)


def _type(field: Field) -> pa.Check | None:
    lexical = LEXICAL.get(field.type)
    return _elementwise("type", lexical) if lexical else None


def _enum(field: Field) -> pa.Check | None:
    allowed = frozenset(field.enum)
    return _elementwise("enum", allowed.__contains__) if allowed else None


def _pattern(field: Field) -> pa.Check | None:
    if field.pattern is None:
        return None
    pattern = re.compile(field.pattern)
    return _elementwise("pattern", lambda c: pattern.fullmatch(c) is not None)


def _bound(field: Field, rule: str, within: Callable[[float], bool]) -> pa.Check:
    lexical = LEXICAL[field.type]
    # A cell that is no number at all is told as such, by the type check.
    return _elementwise(rule, lambda c: not lexical(c) or within(float(c)))


def _minimum(field: Field) -> pa.Check | None:
    if (least := field.minimum) is None:
        return None
    return _bound(field, "minimum", lambda n: n >= least)


def _maximum(field: Field) -> pa.Check | None:
    if (most := field.maximum) is None:
        return None
    return _bound(field, "maximum", lambda n: n <= most)


def _unique(field: Field) -> pa.Check | None:
    return _first_only("unique") if field.unique else None


def _first_only(rule: str) -> pa.Check:
    return pa.Check(lambda cells: ~cells.duplicated(), name=rule, ignore_na=True)


CONSTRAINTS = (_required, _type, _enum, _pattern, _minimum, _maximum, _unique)


def checks(schema: Schema) -> dict[str, list[pa.Check]]:
    """The derived checks of each column, by name."""
    found = {f.name: [c for make in CONSTRAINTS if (c := make(f))] for f in schema.fields}
    if schema.id_field:
        found[schema.id_field].append(_first_only("primary-key"))
    return found


def pandera_schema(checks: Mapping[str, Sequence[pa.Check]]) -> pa.DataFrameSchema:
    """A pandera schema with these checks on columns of text cells, blanks allowed."""
    # Columns are nullable for pandera itself: a blank is told once, by the check 'required'.
    return pa.DataFrameSchema(
        {name: pa.Column(None, list(c), nullable=True) for name, c in checks.items() if c}
    )


def failures(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> Iterator[tuple[str, str, int]]:
    """Validate lazily; yields each failing (check's name, column, row), once, in a fixed order.

    Raises:
        RuntimeError: a check broke down instead of judging, or a column is missing.
    """
    if not schema.columns:
        return
    try:
        schema.validate(frame, lazy=True, inplace=True)  # nothing is cast: no copy is needed
    except SchemaErrors as error:
        cases = error.failure_cases
        if cases["index"].isna().any():
            # pandera reports a check that raised, and a missing column, as failures without a row.
            case = cases[cases["index"].isna()].iloc[0]
            what = f"{case['check']} on {case['column']}: {case['failure_case']}"
            raise RuntimeError(f"a check broke down instead of judging: {what}") from error
        rows = zip(cases["check"], cases["column"], cases["index"], strict=True)
        yield from sorted({(str(c), str(n), int(i)) for c, n, i in rows})


def breaches(schema: Schema, frame: pd.DataFrame) -> list[Breach]:
    """What the derived pandera schema rejects in a frame of text cells (None for blank)."""
    found = failures(pandera_schema(checks(schema)), frame)
    return list(_sharpest(_breach(schema, frame, *failure) for failure in found))


def _breach(schema: Schema, frame: pd.DataFrame, rule: str, column: str, row: int) -> Breach:
    value = frame.at[row, column]
    found = "" if value is None or value is pd.NA else str(value)
    field = schema.by_name[column]
    expected, advice = wording.expected(rule, field), wording.advice(rule, field, found)
    return Breach(rule, schema.table, row, column, found, expected, advice)


def _sharpest(breaches: Iterable[Breach]) -> Iterator[Breach]:
    """Leave out what follows from another breach of the same cell: a wrong type says it all."""
    told = list(breaches)
    mistyped = {(b.row, b.field) for b in told if b.rule == "type"}
    return (b for b in told if b.rule == "type" or (b.row, b.field) not in mistyped)
