"""Change the tables of a copy of the checkout, one change at a time, and check the copy each time.

The copy has no published releases: compared with one, every changed cell would be reported as a
change without a reason, whether it is wrong or not.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, nullcontext
from functools import cached_property
from multiprocessing import get_context
from pathlib import Path
from typing import NamedTuple

from measure import SOURCE

CHECKOUT = SOURCE.parent
CHANGELOG = "CHANGELOG.md"
LEFT_OUT = ("releases", "dist", "src", "tests")
"""Folders of the checkout that are not copied, besides hidden ones."""

BY_CHANCE = ("unused", "correction-cell")
"""Rules that report a reference row without a user, and a correction of a row that is gone."""

BY_READING = ("second-reading",)
"""The rule that reports a cell of a row that was read twice, and no other."""

AT_ONCE = 20
"""How many changes a process is given at a time."""

for _folder in (CHECKOUT, SOURCE):  # `tests` has the check that remembers unchanged tables
    sys.path.insert(0, str(_folder))

from isk_indicators import csvio  # noqa: E402
from isk_indicators.check import gate  # noqa: E402
from isk_indicators.check.csv_table import sort_key  # noqa: E402
from isk_indicators.schema import Schema, open_package  # noqa: E402
from tests.cached_check import memory  # noqa: E402

Row = Mapping[str, str]
"""The cells of a row by column; a blank is empty."""

Files = Mapping[str, bytes]
"""The changed files of a change, relative to the folder."""


class Tables:
    """The tables of a checkout as text, and the text of its documents."""

    def __init__(self, root: Path = CHECKOUT) -> None:
        self.root = root
        self.package = open_package(root)
        self.schemas: Mapping[str, Schema] = self.package.schemas
        self.rows = {table: self._read(table) for table in self.schemas}

    def _read(self, table: str) -> list[Row]:
        text = self.package.path(table).read_text(encoding="utf-8")
        return list(csv.DictReader(io.StringIO(text, newline="")))

    @cached_property
    def texts(self) -> Mapping[str, str]:
        """The documents by the id of their source."""
        return {
            row["source_id"]: (self.root / "seeds" / row["file"]).read_bytes().decode("utf-8")
            for row in self.rows["sources"]
        }

    def ids(self, table: str) -> list[str]:
        """The ids of a table, in the order of its rows."""
        name = self.schemas[table].id_field
        return [row[name] for row in self.rows[table]] if name else []

    def ordered(self, table: str, rows: Iterable[Row]) -> list[Row]:
        """The rows in the order that the check asks for; rows without a key come last."""
        schema = self.schemas[table]

        def key(row: Row) -> tuple[bool, tuple[int | str, ...]]:
            cells = sort_key(schema, [row[name] for name in schema.sort_fields])
            return (cells is None, cells or ())

        return sorted(rows, key=key)

    def file(self, table: str, rows: Iterable[Row]) -> Files:
        """The file of a table with other rows."""
        names = self.schemas[table].names
        text = csvio.document(names, ([row[name] for name in names] for row in rows))
        return {self.package.relative(table): text.encode("utf-8")}


class Outcome(NamedTuple):
    """What the check says of one change.

    Attributes:
        rules: The rules that report an error, each once.
        stopped: Why the check could not run; blank if it ran.
    """

    rules: tuple[str, ...]
    stopped: str = ""

    @property
    def caught(self) -> bool:
        """Whether an error is reported."""
        return bool(self.rules)

    @property
    def by_chance(self) -> bool:
        """Whether only rules report it that would not, had the package more rows."""
        return self.caught and {*self.rules} <= {*BY_CHANCE}

    @property
    def by_reading(self) -> bool:
        """Whether it would pass in a row that nobody has read twice."""
        return {*BY_READING} <= {*self.rules} <= {*BY_READING, *BY_CHANCE}


class Copy:
    """A copy of the checkout without releases, to which one change at a time is made."""

    def __init__(self, folder: Path) -> None:
        self.root = folder
        for path in sorted(CHECKOUT.iterdir()):
            if path.name not in LEFT_OUT and not path.name.startswith("."):
                copy = shutil.copytree if path.is_dir() else shutil.copy
                copy(path, folder / path.name)
        entries = (folder / CHANGELOG).read_bytes().split(b"\n## ")
        (folder / CHANGELOG).write_bytes(b"\n## ".join(entries[:2]))  # none of a release

    def check(self, files: Files) -> Outcome:
        """Check the copy with other files; afterwards it is as it was."""
        before = {file: (self.root / file).read_bytes() for file in files}
        try:
            self._write(files)
            report = gate.check(self.root)
        finally:
            self._write(before)
        rules = {f.rule for f in report.findings if f.severity == "error"}
        return Outcome(tuple(sorted(rules)), report.stopped)

    def _write(self, files: Files) -> None:
        for file, data in files.items():
            (self.root / file).write_bytes(data)


class Planted(NamedTuple):
    """A change: the files that have it, and what is written of it beside its outcome."""

    files: Files
    description: Mapping[str, object]


def options(parser: argparse.ArgumentParser) -> None:
    """Add the options of :func:`check_all`."""
    parser.add_argument("--jobs", type=int, default=1, help="how many processes check")
    parser.add_argument("--write", action="store_true", help="write the table to docs/mistakes.md")
    parser.add_argument(
        "--list", type=Path, metavar="FILE", help="write each change there when it is checked"
    )


def check_all(changes: Sequence[Planted], given: argparse.Namespace) -> list[Outcome]:
    """Check each change in a copy of the checkout; print the seconds to the standard error.

    Raises:
        SystemExit: the check reports errors in the checkout as it is.
    """
    start = time.perf_counter()
    found: list[Outcome] = []
    with given.list.open("w", encoding="utf-8") if given.list else nullcontext() as file:
        for outcome in _outcomes([change.files for change in changes], given.jobs):
            described = {**changes[len(found)].description, "rules": outcome.rules}
            found.append(outcome)
            if file:
                file.write(f"{json.dumps(described, ensure_ascii=False)}\n")
                file.flush()
    sys.stderr.write(f"{time.perf_counter() - start:.0f} seconds\n")
    return found


def _outcomes(changes: Sequence[Files], jobs: int) -> Iterator[Outcome]:
    with tempfile.TemporaryDirectory(prefix="isk-indicators-") as folder:
        if jobs == 1:
            with _copy(Path(folder)) as copy:
                yield from map(copy.check, changes)
            return
        with ProcessPoolExecutor(jobs, get_context("spawn"), _start_process, (folder,)) as pool:
            yield from pool.map(_check, changes, chunksize=AT_ONCE)


@contextmanager
def _copy(folder: Path) -> Iterator[Copy]:
    """A copy below ``folder`` and a check that remembers the tables that have not changed."""
    copy = Copy(Path(tempfile.mkdtemp(dir=folder)))
    with memory():
        clean = copy.check({})
        if clean.caught or clean.stopped:
            raise SystemExit(f"the checkout has errors: {clean.stopped or ', '.join(clean.rules)}")
        yield copy


_OWN: list[Copy] = []
"""The copy of this process, if it was started for a part of the changes."""


def _start_process(folder: str) -> None:
    _OWN.append(_copy(Path(folder)).__enter__())  # until the process ends


def _check(files: Files) -> Outcome:
    return _OWN[0].check(files)


PAGE = CHECKOUT / "docs" / "mistakes.md"
"""The page with the tables of a run with ``--write``."""


def write(name: str, text: str) -> None:
    """Put a table between the marks of that name on the page."""
    before, begin, rest = PAGE.read_text(encoding="utf-8").partition(f"<!-- {name} -->\n")
    _, end, after = rest.partition(f"<!-- /{name} -->")
    PAGE.write_text(f"{before}{begin}{text}\n{end}{after}", encoding="utf-8")


HEADS = ("planted", "caught", "share", "by reading", "by chance")
"""The heads of the columns of :func:`line`, after that of its name."""


def line(name: str, said: Sequence[Outcome]) -> list[str]:
    """A line of a table: how many changes there are, and how many are caught."""
    planted, caught = len(said), sum(outcome.caught for outcome in said)
    share = f"{100 * caught // planted} %" if planted else ""  # 100 % only if all are caught
    ways = [sum(o.by_reading for o in said), sum(o.by_chance for o in said)]
    return [name, f"{planted:,}", f"{caught:,}", share, *(f"{n:,}" if n else "" for n in ways)]
