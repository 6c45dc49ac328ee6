"""The published SQLite file, opened by another Python than ours: the cells of the CSV files."""

from __future__ import annotations

import csv
import json
import subprocess
from pathlib import Path

from isk_indicators.schema import is_derived

CODE = """
import json, sqlite3, sys
connection = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
connection.row_factory = sqlite3.Row
read = lambda t: [dict(row) for row in connection.execute(f"SELECT * FROM {t}")]
tables = {t: read(t) for t in sys.argv[2:]}
json.dump(tables, sys.stdout)
"""


def test_every_cell_of_the_csv_files_is_in_it(
    stranger: Path, database: Path, unpacked: Path
) -> None:
    resources = json.loads((unpacked / "datapackage.json").read_bytes())["resources"]
    tables = [resource for resource in resources if not is_derived(resource)]
    paths = {resource["name"]: unpacked / resource["path"] for resource in tables}
    command = [stranger, "-I", "-c", CODE, database, *paths]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    for table, path in paths.items():
        with path.open(encoding="utf-8", newline="") as file:
            expected = list(csv.DictReader(file))
        assert len(found[table]) == len(expected)
        for row, cells in zip(found[table], expected, strict=True):
            assert {n for n in cells if row[n] is None} == {n for n in cells if cells[n] == ""}
            texts = {n: cells[n] for n in cells if isinstance(row[n], str)}
            assert {n: row[n] for n in texts} == texts
