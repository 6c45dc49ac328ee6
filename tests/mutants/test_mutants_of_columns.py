"""Every column that is no judgement has a change that a rule on that column reports."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from types import MappingProxyType

import pandas as pd
import pytest

from isk_indicators.check import catalogue
from isk_indicators.rules import proofs
from isk_indicators.rules import schema as rules_schema
from isk_indicators.rules.registry import RULES
from isk_indicators.rules.rule import PartialDataset
from isk_indicators.schema import Field, Schema, open_package
from tests.mutants.clean import STRANGE, Asked, Clean, clean_package
from tests.rules.real_tables import ROOT, SamplePackage

SCHEMAS = open_package(ROOT).schemas
COLUMNS = [
    (table, field.name)
    for table, schema in SCHEMAS.items()
    for field in schema.fields
    if field.proof["by"] != "judgement"
]
BY_WORDS = ("span", "figure", "date", "printed", "name", "code", "link", "value")
"""The kinds of proof that rules on rows check; constraints alone prove the others."""

LOGGED = {
    "corrections": {
        "release": "1.1.0",
        "table_name": "casualties",
        "row_id": "cas-0001",
        "column_name": "harm",
        "reason": "Misread.",
    },
    "withdrawn": {
        "table_name": "casualties",
        "row_id": "cas-9000",
        "release": "1.1.0",
        "reason": "Told twice.",
        "replaced_by": "cas-0001",
    },
}
"""A row of each log, which may be without rows."""

OF_FILES = {
    ("sources", "file"): "document-missing",
    ("sources", "sha256"): "document-hash",
    ("sources", "characters"): "document-length",
    ("reviewed", "kind"): "reviewed-stale",
}
"""Columns that the check compares with the documents, each with the rule that reports it."""

MOST = 400
"""How many changes of a column are tried before it is given up."""


@pytest.fixture(scope="module")
def sample() -> SamplePackage:
    """The tables of the checkout, with a row in each log."""
    found = SamplePackage(open_package(ROOT))
    logs = {
        table: pd.DataFrame([dict.fromkeys(SCHEMAS[table].names) | row], dtype=object)
        for table, row in LOGGED.items()
    }
    found.tables = MappingProxyType({**found.tables, **logs})
    return found


def changes(
    sample: SamplePackage, schema: Schema, field: Field
) -> Iterator[tuple[int, str | None]]:
    """Other values for the cells of a column: of its list, of another row, strange, or none."""
    cells = sample.tables[schema.table][field.name].tolist()
    known = field.enum or _ids(sample, schema, field) or [*dict.fromkeys(filter(None, cells))]
    for row, cell in enumerate(cells):
        others = [str(int(cell) + 1)] if cell and field.type == "integer" else [*known]
        others += [STRANGE, LOGGED["corrections"]["row_id"]] if field.type == "string" else []
        for other in (*others, None):
            if other != cell:
                yield row, other


def _ids(sample: SamplePackage, schema: Schema, field: Field) -> list[str]:
    target = schema.targets.get(field.name)
    return sample.tables[target].iloc[:, 0].tolist() if target else []


@pytest.mark.parametrize(
    ("table", "column"), [column for column in COLUMNS if column not in OF_FILES]
)
def test_a_change_is_reported_by_a_rule_on_the_column(
    table: str, column: str, sample: SamplePackage
) -> None:
    schema = SCHEMAS[table]
    field = schema.by_name[column]
    tried = islice(changes(sample, schema, field), MOST)
    by_words = field.proof["by"] in BY_WORDS
    reports = _reported_by_words if by_words else _reported_by_constraints
    assert any(reports(sample, schema, field, *change) for change in tried)


def _changed(
    sample: SamplePackage, schema: Schema, field: Field, row: int, cell: str | None
) -> pd.DataFrame:
    frame = sample.tables[schema.table].copy()
    frame.at[row, field.name] = cell
    return frame


def _reported_by_words(
    sample: SamplePackage, schema: Schema, field: Field, row: int, cell: str | None
) -> bool:
    """Whether a rule on the column, other than its constraints, reports the row."""
    frame = _changed(sample, schema, field, row, cell)
    if rules_schema.malformed_cells(schema, frame):
        return False
    data = PartialDataset(sample.package, {**sample.tables, schema.table: frame})
    own = {rule.id for rule in proofs.judging(schema, field, RULES[schema.table])}
    rules = [r for r in RULES[schema.table] if r.id in own or field.name in r.columns]
    found, _ = rules_schema.find_problems(data, {schema.table: rules}, sample.texts, {})
    return any(problem.row == row for problem in found)


def _reported_by_constraints(
    sample: SamplePackage, schema: Schema, field: Field, row: int, cell: str | None
) -> bool:
    """Whether a constraint of the column, or a rule that reads it, reports the row."""
    frame = _changed(sample, schema, field, row, cell)
    problems = rules_schema.constraint_problems(schema, frame)
    found = any((problem.row, problem.field) == (row, field.name) for problem in problems)
    return found or _reported_by_words(sample, schema, field, row, cell)


@pytest.mark.parametrize(("table", "column"), OF_FILES)
def test_a_change_is_compared_with_the_documents(table: str, column: str, asked: Asked) -> None:
    clean: Clean = clean_package()
    row = clean.tables[table][0]
    others = [r[column] for r in clean.tables[table] if r[column] != row[column]]
    places = asked.places(clean.put(row, {column: others[0]}))
    assert OF_FILES[table, column] in {place.rule for place in places}


def test_every_kind_of_proof_has_columns_that_are_tried() -> None:
    tried = {SCHEMAS[table].by_name[name].proof["by"] for table, name in COLUMNS}
    assert tried == proofs.KINDS.keys() - {"judgement"}
    assert {*OF_FILES.values()} <= {entry.id for entry in catalogue.catalogue()}
