"""Whatever opens the built release finds the same rows, the same texts and the same blanks."""

from __future__ import annotations

import json
import subprocess
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.strangers import expected_tables
from tests.strangers.expected_tables import bundle_of, differences

if TYPE_CHECKING:
    from tests.conftest import Built, Run

HERE = Path(__file__).parent
READERS = HERE / "readers.py"

CSV_READERS = ("duckdb-csv", "pandas-zip", "polars-csv")
TYPED_READERS = (
    "duckdb-parquet",
    "frictionless",
    "mlcroissant",
    "openpyxl",
    "polars-parquet",
    "sqlite",
)

ZIP_READERS = (*CSV_READERS, "frictionless", "mlcroissant")
"""Those that read the zip of the data package; the others read a further format."""

MISREAD = {"mlcroissant": ("NA", "NULL", "None", "nan")}
"""Texts that a reader takes for a blank, whatever it is told. None of them is in the data."""


def json_of(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("reader", [*CSV_READERS, *TYPED_READERS])
def test_a_library_finds_every_cell_as_it_was_written(
    stranger: Path, run: Run, built: Built, tmp_path: Path, reader: str
) -> None:
    own = {"CROISSANT_CACHE": str(tmp_path), "TMPDIR": str(tmp_path)}
    found = json_of(run(stranger, READERS, reader, built.folder, cwd=tmp_path, **own))
    tables = built.tables if reader in ZIP_READERS else built.exported
    reported = list(differences(found, tables, typed=reader in TYPED_READERS))
    known = [f"None; expected {text!r}" for text in MISREAD.get(reader, ())]
    assert [line for line in reported if not line.endswith(tuple(known))] == []
    assert len(reported) == (len(known) if built.hard else 0)


@pytest.mark.usefixtures("stranger")
def test_the_command_of_sqlite_finds_every_cell_as_it_was_written(
    sqlite3_command: str, run: Run, built: Built
) -> None:
    (path,) = built.folder.glob("*.sqlite")
    ask = (sqlite3_command, "-readonly", "-json", path)
    found = {
        name: json_of(run(*ask, f"SELECT * FROM {name}", cwd=built.folder))  # noqa: S608
        for name in built.exported
    }
    assert list(differences(found, built.exported, typed=True)) == []


@pytest.mark.usefixtures("stranger")
def test_base_r_finds_every_cell_as_it_was_written(
    rscript: str, run: Run, built: Built, tmp_path: Path
) -> None:
    zipfile.ZipFile(bundle_of(built.folder)).extractall(tmp_path)
    resources = json.loads((tmp_path / "datapackage.json").read_bytes())["resources"]
    call = 'read.csv("datasets/casualties.csv", na.strings = "", encoding = "UTF-8")'
    assert call in (tmp_path / "README.md").read_text(encoding="utf-8")
    paths = [resource["path"] for resource in resources]
    done = run(rscript, "--vanilla", HERE / "reader.R", *paths, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    found = from_r(done.stdout, [resource["name"] for resource in resources])
    assert list(differences(found, built.tables, typed=False)) == []


def from_r(reported: str, names: list[str]) -> dict[str, list[dict[str, str | None]]]:
    found: dict[str, list[dict[str, str | None]]] = {}
    for line in reported.splitlines():
        number, *cell = line.split()
        rows = found.setdefault(names[int(number) - 1], [])
        if len(cell) == 1:
            rows.extend({} for _ in range(int(cell[0])))
        else:
            column, row, text = cell
            rows[int(row) - 1][column] = None if text == "NA" else bytes.fromhex(text).decode()
    return found


@pytest.mark.usefixtures("stranger")
def test_incidents_on_the_map_are_those_of_the_table(built: Built) -> None:
    (path,) = built.folder.glob("*.geojson")
    features = json.loads(path.read_bytes())["features"]
    found = {(one["id"], one["properties"]["quote"]) for one in features}
    assert found == {(row["incident_id"], row["quote"]) for row in built.tables["incidents"].rows}


@pytest.mark.usefixtures("stranger")
def test_there_are_quotes_that_are_hard_to_read(built: Built) -> None:
    tables = (table for table in built.tables.values() if "quote" in table.types)
    quotes = [
        str(row["quote"]) for table in tables for row in table.rows if '"' in str(row["quote"])
    ]
    assert quotes
    assert any("\N{NO-BREAK SPACE}" in quote for quote in quotes) is built.hard


@pytest.mark.usefixtures("stranger")
def test_a_difference_is_reported(bundle: Path) -> None:
    tables = expected_tables.read(bundle)
    found = {name: table.typed() for name, table in tables.items()}
    assert list(differences(found, tables, typed=True)) == []
    changed = found | {"places": found["places"][1:]}
    first = found["casualties"][0]
    changed["casualties"] = [first | {"note": "", "span_start": "1073"}, *found["casualties"][1:]]
    reported = list(differences(changed, tables, typed=True))
    assert "casualties, row 0, note: ''; expected None" in reported
    assert "casualties, row 0, span_start: '1073'; expected 1073" in reported
    assert any(line.startswith("places: 10 rows; expected 11") for line in reported)
    (reported,) = differences({}, tables, typed=True)
    assert reported.startswith("tables []; expected ['actors'")
