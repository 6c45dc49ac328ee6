"""The codebook as a page: complete and linked."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from isk_indicators.release.codebook import codebook
from isk_indicators.rules.proofs import proof_of
from isk_indicators.schema import (
    DERIVED,
    INTERNAL_TABLES,
    LOG_TABLES,
    DataPackage,
    Field,
    frame_fields,
    open_package,
    read_schemas,
    view_schemas,
)
from isk_indicators.screen import escape_markdown
from isk_indicators.tables import Dataset, reading_counts
from isk_indicators.views import VIEWS

if TYPE_CHECKING:
    from tests.conftest import MakePackage

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = open_package(ROOT).schemas
RECORDS = read_schemas(ROOT / DERIVED)
COLUMNS = {
    **{name: frame_fields(schema) for name, schema in SCHEMAS.items()},
    **{name: schema.fields for name, schema in view_schemas().items()},
    **{name: schema.fields for name, schema in RECORDS.items()},
}
PAGE = codebook(Dataset(open_package(ROOT)))


def section(name: str, page: str = PAGE) -> str:
    """What is below a heading of the third rank."""
    return page.partition(f"\n### {name}\n")[2].partition("\n### ")[0].partition("\n## ")[0]


def lines(name: str) -> dict[str, list[str]]:
    """The lines of a section's table, as cells by the first of them."""
    found = [
        re.split(r"(?<!\\)\|", line)[1:-1] for line in section(name).splitlines() if line[:1] == "|"
    ]
    assert len({len(cells) for cells in found}) == 1, name
    return {cells[0].strip().strip("`"): [c.strip() for c in cells[1:]] for cells in found[2:]}


def anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


@pytest.mark.parametrize("name", COLUMNS)
def test_every_column_has_its_line_in_order(name: str) -> None:
    assert list(lines(name)) == [field.name for field in COLUMNS[name]]


@pytest.mark.parametrize("name", COLUMNS)
def test_a_line_says_what_the_schema_says(name: str) -> None:
    for field in COLUMNS[name]:
        type_, reported, *proof, elsewhere = lines(name)[field.name]
        assert type_.split(", ")[0] == field.type
        assert ("required" in type_) == field.required
        assert ("derived" in type_) == is_derived(name, field), field.name
        assert escape_markdown(field.description) in reported
        assert all(f"`{value}`" in reported for value in field.enum)
        names = {name for names in field.corresponds.values() for name in names}
        assert {*re.findall("`(.*?)`", elsewhere)} == names
        assert bool(proof) == (name in SCHEMAS)
        if proof:  # test_a_column_says_how_many_of_its_cells_are_read_twice has the rest
            expected = proof_of(SCHEMAS[name], field) if field.proof else ""
            assert proof[0].partition("; read twice")[0] == expected


def is_derived(name: str, field: Field) -> bool:
    return name in SCHEMAS and field.name not in SCHEMAS[name].by_name


def test_every_value_is_reported_where_its_column_points_to() -> None:
    headings = {anchor(h): h for h in re.findall(r"^### (Values of .*)$", PAGE, re.MULTILINE)}
    pointed = set()
    for name, fields in COLUMNS.items():
        for field in (f for f in fields if f.enum):
            (target,) = re.findall(r"\[Values\]\(#(.*?)\)", lines(name)[field.name][1])
            pointed.add(target)
            reported = lines(headings[target])
            assert {v: cells[0] for v, cells in reported.items()} == {
                value: escape_markdown(meaning) for value, meaning in field.meanings.items()
            }
    assert pointed == headings.keys()


def test_every_link_leads_to_one_heading() -> None:
    anchors = [anchor(h) for h in re.findall(r"^#+ (.*)$", PAGE, re.MULTILINE)]
    assert len({*anchors}) == len(anchors)
    targets = re.findall(r"\]\((.*?)\)", PAGE)
    assert {t[1:] for t in targets} <= {*anchors}
    assert all(t.startswith("#") for t in targets), "the release has no other page to link to"


@pytest.mark.parametrize(
    "name", [n for n in COLUMNS if n not in (*INTERNAL_TABLES, *RECORDS, "sources")]
)
def test_an_example_shows_its_words(name: str) -> None:
    if name in SCHEMAS and not Dataset(open_package(ROOT)).rows(name):
        assert "No example: It has no rows." in section(name)
        return
    shown = " ".join(section(name).partition("```text\n")[2].partition("```")[0].split())
    quoted = [quote for quote in quotes("datasets/*.csv") if quote in shown]
    assert shown
    assert quoted or name in LOG_TABLES, name


def quotes(pattern: str) -> list[str]:
    """The quotes of the tables' rows, white space as one blank."""
    found = []
    for path in ROOT.glob(pattern):
        with path.open(encoding="utf-8", newline="") as file:
            found += [" ".join(r["quote"].split()) for r in csv.DictReader(file) if "quote" in r]
    return found


def test_no_row_that_is_not_released_is_shown() -> None:
    for name in INTERNAL_TABLES:
        assert "No example: Its rows are in no release." in section(name)
        assert "```" not in section(name)


def test_of_what_comes_with_each_release_no_row_is_shown() -> None:
    for name in RECORDS:
        assert "No example: Its rows come with each release" in section(name)
        assert "```" not in section(name)


def test_every_view_gives_its_example() -> None:
    assert VIEWS.keys() == view_schemas().keys()


def test_each_field_elsewhere_leads_back_to_the_columns() -> None:
    for key, title in (("ucdp_ged", "UCDP GED"), ("gtd", "GTD"), ("acled", "ACLED")):
        expected: dict[str, set[str]] = {}
        for where, fields in COLUMNS.items():
            for field in fields:
                for name in field.corresponds.get(key, ()):
                    expected.setdefault(name, set()).add(f"{where}.{field.name}")
        reported = {n: {*re.findall("`(.*?)`", cells[0])} for n, cells in lines(title).items()}
        assert reported == expected
        assert list(reported) == sorted(reported)


def test_a_column_says_how_many_of_its_cells_are_read_twice() -> None:
    counts = {(one.table, one.column): one for one in reading_counts(Dataset(open_package(ROOT)))}
    for name, schema in SCHEMAS.items():
        for column, cells in lines(name).items():
            found = re.search(r"; read twice: (\d+) of (\d+)$", cells[2])
            assert (found is not None) == (column in schema.read_twice), (name, column)
            if found:
                one = counts[name, column]
                assert (int(found[1]), int(found[2])) == (one.read_twice, one.cells)


def test_a_package_without_rows_has_a_codebook_without_examples(make_package: MakePackage) -> None:
    page = codebook(Dataset(make_package({})))
    assert "```" not in page
    assert page.count("No example: ") == len(COLUMNS)


def test_the_fullest_row_is_the_example(make_package: MakePackage) -> None:
    package: DataPackage = make_package(
        {
            "places": [
                {"place_id": "plc-0001", "name": "Kabul"},
                {"place_id": "plc-0002", "name": "Kerman", "kind": "settlement"},
                {"place_id": "plc-0003", "name": "Moscow", "kind": "settlement"},
            ]
        }
    )
    assert "place_id  plc-0002\nname      Kerman\n" in section("places", codebook(Dataset(package)))
