"""Datasette, started with the built files, shows facets, a row with its quote, and found words."""

from __future__ import annotations

import html
import json
import re
import subprocess
import time
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from tests.strangers.expected_tables import Table, differences

if TYPE_CHECKING:
    from tests.conftest import Built

Fetch = Callable[..., str]

PATIENCE = 60
"""Seconds in which it must be up."""


@pytest.fixture(scope="module")
def fetch(
    tool: Callable[[str], str],
    built: Built,
    alone: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Fetch]:
    """Fetches an address of the database from a Datasette on loopback, which ends afterwards."""
    (database,) = built.folder.glob("*.sqlite")
    log = tmp_path_factory.mktemp("datasette") / "log"
    command = [tool("datasette"), database.name, "-m", f"{database.stem}.datasette.json"]
    command += ["--host", "127.0.0.1", "--port", "0"]
    with log.open("wb") as reported:
        server = subprocess.Popen(
            command, cwd=built.folder, env=alone, stdout=reported, stderr=reported
        )
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        root = f"{address(server, log)}/{database.stem.replace('.', '~2E')}"

        def fetch(path: str, **asked: str) -> str:
            with direct.open(f"{root}/{path}?{urlencode(asked)}", timeout=PATIENCE) as answer:
                assert answer.status == 200
                text: str = answer.read().decode("utf-8")
                return text

        yield fetch
    finally:
        server.terminate()
        server.wait(PATIENCE)


def address(server: subprocess.Popen[bytes], log: Path) -> str:
    """Wait until it says where it is."""
    for _ in range(PATIENCE * 10):
        found = re.search(r"running on (http://127\.0\.0\.1:\d+)", log.read_text("utf-8"))
        if found:
            return found[1]
        assert server.poll() is None, log.read_text("utf-8")
        time.sleep(0.1)
    raise AssertionError(log.read_text("utf-8"))


def test_every_cell_is_as_it_was_written(fetch: Fetch, built: Built) -> None:
    asked = {"_shape": "array", "_size": "max", "_nofacet": "1"}
    found = {name: json.loads(fetch(f"{name}.json", **asked)) for name in built.exported}
    assert list(differences(found, {n: by_key(t) for n, t in built.exported.items()}, True)) == []


def by_key(table: Table) -> Table:
    """Its rows in the order in which Datasette shows them."""
    return replace(
        table, rows=sorted(table.rows, key=lambda row: [row[k] or "" for k in table.key])
    )


def test_a_table_is_shown_with_facets(fetch: Fetch, built: Built) -> None:
    reported: Any = json.loads(fetch("casualties.json"))["facet_results"]
    assert {"harm", "victim_group", "source_id"} <= reported.keys()
    for column, facet in reported.items():
        cells = Counter(row[column] for row in built.tables["casualties"].rows)
        counts = {one["value"]: one["count"] for one in facet["results"]}
        assert counts == {value: n for value, n in cells.items() if value is not None}
    page = fetch("casualties")
    assert 'data-column="harm"' in page
    assert "What was done to the victims." in page
    assert "Creative Commons Attribution 4.0" in page


def test_a_row_is_shown_with_its_quote(fetch: Fetch, built: Built) -> None:
    row = built.tables["attributions"].rows[0]
    page = html.unescape(fetch(f"attributions/{row['attribution_id']}"))
    assert str(row["quote"]) in page
    (found,) = json.loads(
        fetch("row_and_quote.json", row_id=str(row["attribution_id"]), _shape="array")
    )
    assert found["quote"] == row["quote"]


@pytest.mark.parametrize("word", ["terrorists", "Khorasan"])
def test_words_are_found_in_the_quotes(fetch: Fetch, built: Built, word: str) -> None:
    found = json.loads(fetch("search_quotes.json", words=word, _shape="array"))
    expected = {
        (name, row[next(iter(table.types))])
        for name, table in built.tables.items()
        if "quote" in table.types and not name.startswith("view_")
        for row in table.rows
        if re.search(rf"\b{word}\b", str(row["quote"]), re.IGNORECASE)
    }
    assert {(row["table_name"], row["row_id"]) for row in found} == expected
    assert expected
    assert found[0]["quote"] in html.unescape(fetch("search_quotes", words=word))
