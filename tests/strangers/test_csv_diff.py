"""``changes`` and csv-diff report the same changes between two versions of the same files."""

from __future__ import annotations

import csv
import json
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from isk_indicators.changes import CELLS, GONE, Version, compare, read_version

ODD = ("", "0", "NA", "a, b", 'a "b"', "\u00a0a\u2013\u2019", " a ", "1.0", "=a", "a;b\tc|d")
"""Texts that a careless reader of CSV would take for others."""

Cell = tuple[str, str, str, str]


class Told(NamedTuple):
    """What changed in a table: ids added and removed, cells by id, column, before and after."""

    added: set[str]
    removed: set[str]
    cells: set[Cell]
    columns: tuple[set[str], set[str]] = (set(), set())


def ours(old: Version, new: Version) -> dict[str, Told]:
    reported: dict[str, Told] = {
        table: Told(set(), set(), set(), (set(), set()))
        for table, schema in new.schemas.items()
        if schema.id_field
    }
    for change in compare(old, new):
        of_table = reported[change.table]
        if change.kind == "row_added":
            of_table.added.add(change.row_id)
        elif change.kind in GONE:
            of_table.removed.add(change.row_id)
        elif change.kind in CELLS:
            of_table.cells.add((change.row_id, change.column, change.before, change.after))
        elif change.kind in ("column_added", "column_gone"):
            of_table.columns[change.kind == "column_gone"].add(change.column)
        else:
            pytest.fail(f"nothing in the rows was changed so: {change}")
    return reported


def theirs(stranger: Path, old: Path, new: Path, key: str) -> Told:
    command = [stranger.parent / "csv-diff", old, new, f"--key={key}", "--format=csv", "--json"]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return Told(
        {row[key] for row in found["added"]},
        {row[key] for row in found["removed"]},
        {
            (row["key"], column, *pair)
            for row in found["changed"]
            for column, pair in row["changes"].items()
        },
        ({*found["columns_added"]}, {*found["columns_removed"]}),
    )


def paths(folder: Path) -> Iterator[tuple[str, Path]]:
    for resource in json.loads((folder / "datapackage.json").read_bytes())["resources"]:
        yield resource["name"], folder / resource["path"]


def shaken(path: Path, dice: random.Random) -> None:
    """A table with some rows fewer, some more, some cells otherwise, in another order."""
    with path.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    gone = dice.sample(rows, 2)
    rows = [row for row in rows if row not in gone]
    for row in dice.sample(rows, min(6, len(rows))):
        for at in dice.sample(range(1, len(header)), 3):
            row[at] = dice.choice(ODD)
    rows += [[f"{row[0][:4]}9{number:03}", *row[1:]] for number, row in enumerate(gone)]
    dice.shuffle(rows)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def renamed(folder: Path, table: str, old: str, new: str) -> None:
    """A table with another name for a column, in its header and in its schema."""
    schema, path = folder / "schemas" / f"{table}.json", dict(paths(folder))[table]
    for file, before, after in ((schema, f'"{old}"', f'"{new}"'), (path, f",{old}\n", f",{new}\n")):
        text = file.read_text(encoding="utf-8")
        assert text.count(before) == 1
        file.write_text(text.replace(before, after), encoding="utf-8", newline="\n")


@pytest.mark.parametrize("seed", [1, 2])
def test_both_find_the_same_rows_cells_and_columns(
    stranger: Path, unpacked: Path, tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    dice = random.Random(seed)  # noqa: S311 - no secret
    changed = tmp_path_factory.mktemp("changed")
    for file in unpacked.rglob("*"):
        if file.is_file():
            (changed / file.relative_to(unpacked)).parent.mkdir(parents=True, exist_ok=True)
            (changed / file.relative_to(unpacked)).write_bytes(file.read_bytes())
    old, new = dict(paths(unpacked)), dict(paths(changed))
    versions = read_version(unpacked)
    keys = {table: schema.id_field for table, schema in versions.schemas.items()}
    with_ids = {table: str(key) for table, key in keys.items() if key}
    for table in with_ids:
        shaken(new[table], dice)
    renamed(changed, "casualties", "note", "remark")
    reported = ours(versions, read_version(changed))
    for table, key in with_ids.items():
        assert theirs(stranger, old[table], new[table], key) == reported[table], table
    assert all(len(of.removed) == 2 and len(of.added) == 2 and of.cells for of in reported.values())
    assert reported["casualties"].columns == ({"remark"}, {"note"})


def test_both_find_nothing_in_the_same_file(stranger: Path, unpacked: Path) -> None:
    version = read_version(unpacked)
    path = dict(paths(unpacked))["casualties"]
    assert theirs(stranger, path, path, "casualty_id") == Told(set(), set(), set())
    assert compare(version, version) == []
