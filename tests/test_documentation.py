"""Nothing public is undocumented; ``docs/write.py`` writes what examples print."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path
from typing import Any

import pytest

import isk_indicators as isk
from isk_indicators import cli
from isk_indicators.check import catalogue
from isk_indicators.schema import view_schemas

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"
DOCS = ROOT / "docs"
PAGES = {p.name: p.read_text(encoding="utf-8") for p in (README, *sorted(DOCS.glob("*.md")))}
WRITTEN = "\n".join(PAGES.values())
BLOCK = re.compile(r"^```pycon\n(.*?)^```$", re.MULTILINE | re.DOTALL)

FUNCTIONS = [n for n in isk.__all__ if n.islower() and callable(getattr(isk, n))]
VIEWS = list(view_schemas())
OWN_COLUMNS = ("fact", "relation", "rule", "status", "says")
"""Columns whose values are a view's own, so that ``docs/views.md`` must say how they come about."""


def cells(page: str, name: str) -> set[str]:
    """The columns that the codebook lists under a heading."""
    section = PAGES[page].partition(f"\n### {name}\n")[2].partition("\n### ")[0]
    return {*re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)}


def test_the_pages_with_examples_are_these() -> None:
    run = [name for name, text in PAGES.items() if BLOCK.search(text)]
    assert {"README.md", "five-questions.md", "coming-from.md"} <= {*run}


@pytest.mark.parametrize("name", PAGES)
def test_no_example_stands_where_nothing_runs_it(name: str) -> None:
    assert ">>> " not in BLOCK.sub("", PAGES[name])


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_public_function_is_documented(name: str) -> None:
    assert f"`isk.{name}(" in WRITTEN


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_is_documented(name: str) -> None:
    schema = json.loads((ROOT / "schemas" / "views" / f"{name}.json").read_text(encoding="utf-8"))
    assert f"\n## {schema['title']}\n" in PAGES["views.md"]


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_is_called_as_its_page_says(name: str) -> None:
    parameters = inspect.signature(getattr(isk, name)).parameters.values()
    bare = [p.replace(annotation=p.empty) for p in parameters]
    call = f"isk.{name}({', '.join(str(p).replace(chr(39), chr(34)) for p in bare)})"
    assert f"| `{call}` |" in PAGES["views.md"]


def test_how_a_view_comes_to_its_own_values_is_documented() -> None:
    found = 0
    for schema in view_schemas().values():
        for column in OWN_COLUMNS:
            for value in schema.by_name[column].enum if column in schema.by_name else ():
                assert f"`{value}`" in PAGES["views.md"], (schema.table, value)
                found += 1
    assert found > 15


@pytest.mark.parametrize("name", isk.tables())
def test_every_column_of_a_table_is_documented(name: Any) -> None:
    assert cells("codebook.md", name) == {*isk.load(name).columns}


@pytest.mark.parametrize("name", VIEWS)
def test_every_column_of_a_view_is_documented(name: str) -> None:
    assert cells("codebook.md", name) == {*getattr(isk, name)().columns}


def test_every_column_of_the_record_is_documented() -> None:
    assert cells("codebook.md", "changes") == {*isk.changes().columns}


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_a_command_and_its_options_are_documented(command: str) -> None:
    assert f"`isk-indicators {command}" in WRITTEN
    for names, _ in cli.COMMANDS[command].arguments:
        for option in names:
            assert not option.startswith("-") or option in WRITTEN, (command, option)


def test_every_rule_is_documented() -> None:
    headings = {*re.findall(r"^### (.+)$", PAGES["rules.md"], re.MULTILINE)}
    assert headings == {entry.id for entry in catalogue.catalogue()}


@pytest.mark.parametrize("name", [name for name in PAGES if name != README.name])
def test_a_page_is_reached_from_another(name: str) -> None:
    others = "\n".join(text for other, text in PAGES.items() if other != name)
    assert re.search(rf"\]\((docs/)?{re.escape(name)}[)#]", others)


def test_every_link_to_a_heading_leads_to_one() -> None:
    for text in PAGES.values():
        for page, target in re.findall(r"\]\((?:docs/)?([\w-]+\.md)#([\w-]+)\)", text):
            headings = re.findall(r"^#+ (.*)$", PAGES[page], re.MULTILINE)
            anchors = {re.sub(r"[^\w\- ]", "", h.lower()).replace(" ", "-") for h in headings}
            assert target in anchors, (page, target)
