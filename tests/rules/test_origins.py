"""The rules of origins, and of the rows that rest on them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.rules.real_tables import SamplePackage


def found(sample: SamplePackage, *changes: tuple[str, str, dict[str, str | None]]) -> set[Any]:
    """The rules that the tables break once these rows are changed, with their row and column."""
    tables = dict(sample.tables)
    for table, row_id, cells in changes:
        tables[table] = tables[table].copy()
        for name, cell in cells.items():
            tables[table].at[sample.number(table, row_id), name] = cell
    problems = sample.problems(tables)
    return {(p.rule, p.table, p.found) for p in problems}


def document(origin: str, source: str) -> tuple[str, str, dict[str, str | None]]:
    return ("origins", origin, {"document_id": source})


def rests(source: str, origin: str) -> tuple[str, str, dict[str, str | None]]:
    return ("sources", source, {"origin_id": origin, "note": "All of it is external."})


def test_an_origin_may_be_another_document(sample: SamplePackage) -> None:
    assert found(sample, document("org-0001", "src-003")) == set()


def test_two_documents_that_rest_on_each_other(sample: SamplePackage) -> None:
    """Each is told with the same words, so that the report joins them."""
    circle = (
        document("org-0001", "src-003"),
        document("org-0002", "src-002"),
        rests("src-002", "org-0001"),
        rests("src-003", "org-0002"),
    )
    assert found(sample, *circle) == {("origin-own", "origins", "src-002 src-003")}
    assert found(sample, *circle[:3]) == set()


REPORT = {"medium": "report", "about_actor_id": None}


@pytest.mark.parametrize(
    ("publisher", "is_missing"),
    [
        ("New Eastern Outlook", True),
        (None, False),
        ("Afghan Taliban", False),
        ("taliban", False),
    ],
)
def test_a_report_has_an_origin_unless_it_is_the_document(
    sample: SamplePackage, publisher: str | None, is_missing: bool
) -> None:
    source = ("sources", "src-003", {"publisher": publisher})
    rules = {rule for rule, *_ in found(sample, source, ("statements", "stm-0023", REPORT))}
    assert ("origin-missing" in rules) == is_missing


def test_a_relayed_statement_has_an_origin_whoever_publishes_it(sample: SamplePackage) -> None:
    relayed = ("statements", "stm-0023", {"relayed_by": "the group"})
    source = ("sources", "src-003", {"publisher": None})
    rules = {rule for rule, *_ in found(sample, source, relayed)}
    assert "origin-missing" in rules


def test_a_credit_line_names_the_origin_of_a_document(sample: SamplePackage) -> None:
    """The last paragraph of src-003 names the magazine, its running text the report."""
    outlook = {"name": "New Eastern Outlook", "source_id": "src-003"}
    for origin, expected in ((outlook, set()), ({}, {"row-credited"})):
        changes = (
            ("origins", "org-0001", origin),
            ("sources", "src-003", {"origin_id": "org-0001"}),
        )
        rules = {rule for rule, *_ in found(sample, *changes)}
        assert rules & {"row-credited"} == expected
