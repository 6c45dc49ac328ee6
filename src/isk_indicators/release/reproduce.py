"""Build one commit twice, in environments that differ in everything that must not matter."""

from __future__ import annotations

import argparse
import importlib
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from isk_indicators.cli import run_command
from isk_indicators.download import (
    CHECKSUMS,
    ReleaseError,
    content_hash,
    sha256,
    table_hash,
    verify_release,
)
from isk_indicators.export.sqlite import sql_name, sql_text
from isk_indicators.release.build import DIST
from isk_indicators.release.package import BuildError
from isk_indicators.safe_zip import unzip
from isk_indicators.schema import Cell, Schema, open_package
from isk_indicators.screen import write_lines


class TableContents(NamedTuple):
    """A table of a file: its columns, and its rows with typed cells."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]

    def only(self, columns: Sequence[str]) -> TableContents:
        """The same table with just these columns, in this order."""
        places = [self.columns.index(column) for column in columns]
        return TableContents(columns, [[row[place] for place in places] for row in self.rows])


def is_read(path: Path) -> bool:
    """Whether the file is of a format whose tables can be read."""
    return path.name.endswith((".sqlite", ".parquet.zip"))


def table_contents(path: Path) -> dict[str, TableContents]:
    """Read every table of a file, views among them if they are tables in it, by name.

    Raises:
        ModuleNotFoundError: the library that the format needs is not installed.
        LookupError: the file is of another format.
    """
    if not is_read(path):
        raise LookupError(f"{path}: its tables cannot be read")
    if path.suffix == ".sqlite":
        address = f"{path.resolve().as_uri()}?mode=ro"
        with closing(sqlite3.connect(address, uri=True)) as connection:
            listed = connection.execute("PRAGMA table_list").fetchall()
            names = [n for _, n, kind, *_ in listed if kind == "table" and n[:7] != "sqlite_"]
            return {name: _selected(connection, sql_name(name)) for name in names}
    duckdb = importlib.import_module("duckdb")
    files = {Path(name): data for name, data in unzip(path).items() if name.endswith(".parquet")}
    with duckdb.connect(":memory:") as connection, tempfile.TemporaryDirectory() as aside:
        found = {}
        for name, data in files.items():
            file = Path(aside, name.name)
            file.write_bytes(data)
            found[name.stem] = _selected(connection, sql_text(file.as_posix()))
        return found


def _selected(connection: Any, source: str) -> TableContents:
    cursor = connection.execute(f"SELECT * FROM {source}")  # noqa: S608 - quoted # nosec B608
    return TableContents([column[0] for column in cursor.description], cursor.fetchall())


def hash_of(tables: Mapping[str, TableContents]) -> str:
    """Hash the contents of tables (``content_hash``)."""
    return content_hash({name: table_hash(*table) for name, table in tables.items()})


class BuildEnvironment(NamedTuple):
    """The environment of a build; ``moment`` is the time of its files, in seconds since 1970."""

    variables: Mapping[str, str]
    umask: int
    moment: int


FIRST = BuildEnvironment(
    {"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"}, umask=0o022, moment=1_700_000_000
)
SECOND = BuildEnvironment(
    {
        "TZ": "Asia/Kabul",
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONHASHSEED": "1",
        "SOURCE_DATE_EPOCH": "1000000000",
    },
    umask=0o077,
    moment=1_000_000_000,
)

DIFFERENT = "DIFFERENT"


class Compared(NamedTuple):
    """A file in two builds, or its tables in two files.

    Attributes:
        name: Its name.
        hashes: The SHA-256 of its bytes in each; blank where it is missing.
        contents: The hash of its tables in each; empty if it was not needed.
        lack: Why its tables could not be read; blank otherwise.
    """

    name: str
    hashes: tuple[str, ...]
    contents: tuple[str, ...] = ()
    lack: str = ""

    @property
    def verdict(self) -> str:
        """Whether the file is the same, in its bytes or in the content of its tables."""
        if self.hashes[0] == self.hashes[1]:
            return "same"
        return "same content" if len({*self.contents}) == 1 else DIFFERENT


def main(arguments: Sequence[str] | None = None) -> int:
    """Build twice and print the table; 0 if all is the same, 1 if not, 2 if nothing was built."""
    parser = argparse.ArgumentParser(
        prog="python -m isk_indicators.release.reproduce",
        description="Build the last commit twice, in two fresh clones, and compare every file.",
    )
    parser.add_argument("root", nargs="?", type=Path, default=Path(), help="the checkout")
    root = parser.parse_args(arguments).root
    return run_command("reproduce", lambda: _main(root))


def _main(root: Path) -> int:
    try:
        with tempfile.TemporaryDirectory(prefix="isk-indicators-") as aside:
            commit = _run(["git", "rev-parse", "HEAD"], root).strip()
            first = build(clone(root, commit, Path(aside, "a"), FIRST), FIRST)
            second = build(clone(root, commit, Path(aside, "b c", "longer"), SECOND), SECOND)
            found, forms = compare(first, second), contents(first)
    except (BuildError, ReleaseError, OSError) as error:
        write_lines([f"reproduce: {error}", *getattr(error, "below", ())], sys.stderr)
        return 2
    write_lines(comparison_lines(commit, found, forms))
    return int(DIFFERENT in [one.verdict for one in (*found, *forms)])


# Building


def clone(root: Path, commit: str, target: Path, environment: BuildEnvironment) -> Path:
    """Clone the repository at ``root`` and check out one commit of it.

    Raises BuildError if git fails.
    """
    copy = ["git", "clone", "--quiet", "--no-hardlinks", "--no-checkout"]
    _run([*copy, ".", str(target.resolve())], root)
    checkout = ["git", "checkout", "--quiet", "--detach", commit]
    _run(checkout, target, umask=environment.umask)
    return target


def build(checkout: Path, environment: BuildEnvironment) -> Path:
    """Build a checkout with its own package, from a folder above it; give the folder built.

    Raises BuildError if the build failed; the message is its output.
    """
    for path in checkout.rglob("*"):
        os.utime(path, (environment.moment, environment.moment))
    variables = {**environment.variables, "PYTHONPATH": str((checkout / "src").resolve())}
    command = [sys.executable, str((checkout / "build.py").resolve())]
    _run(command, checkout.parent, variables, environment.umask)
    return checkout / DIST


def _run(
    command: list[str],
    folder: Path,
    variables: Mapping[str, str] = MappingProxyType({}),
    umask: int = -1,
) -> str:
    done = subprocess.run(  # noqa: S603 - git and our own build
        command,
        cwd=folder,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="backslashreplace",
        check=False,
        umask=umask if os.name == "posix" else -1,
    )
    if done.returncode:
        below = f"{done.stdout}{done.stderr}".rstrip("\n").split("\n")
        raise BuildError(f"{' '.join(command)} failed:", below)
    return done.stdout


# Comparing


def compare(first: Path, second: Path) -> list[Compared]:
    """Compare the files of two folders, by name; the checksums follow from the others."""
    names = {path.name for folder in (first, second) for path in folder.iterdir()} - {CHECKSUMS}
    found = []
    for name in sorted(names):
        paths = (first / name, second / name)
        hashes = tuple(sha256(path.read_bytes()) if path.is_file() else "" for path in paths)
        is_other = hashes[0] != hashes[1] and "" not in hashes and is_read(paths[0])
        content, lack = _content_hashes(paths if is_other else ())
        found.append(Compared(name, hashes, content, lack))
    return found


def contents(dist: Path) -> list[Compared]:
    """Compare the curated tables, in each file of a built release that has them in another format.

    The first hash is the one published, which the data package is verified to have. Raises
    ReleaseError if the release does not match its own description.
    """
    schemas = open_package(dist.parent).schemas
    published = verify_release(dist).content_hash
    found = []
    for path in filter(is_read, sorted(dist.iterdir())):
        hashes, lack = _content_hashes([path], schemas)
        found.append(Compared(path.name, (published, *(hashes or [""])), lack=lack))
    return found


def _content_hashes(
    paths: Iterable[Path], schemas: Mapping[str, Schema] | None = None
) -> tuple[tuple[str, ...], str]:
    """Hash the tables of files, or those with a schema alone; or say why they cannot be read."""
    hashes = []
    for path in paths:
        try:
            tables = table_contents(path)
        except ModuleNotFoundError as error:
            return (), f"{error.name} is not installed"
        if schemas is not None:
            tables = {t: tables[t].only(schemas[t].names) for t in tables if t in schemas}
        hashes.append(hash_of(tables))
    return tuple(hashes), ""


# Report


def comparison_lines(
    commit: str, files: Sequence[Compared], forms: Sequence[Compared]
) -> Iterator[str]:
    """The comparison, line by line: each file's hashes and verdict, then the tables'."""
    yield f"two builds of {commit}, Python {sys.version.split()[0]}"
    yield from _table("file", "first: sha256", "second: sha256", files)
    yield ""
    yield from _table("curated tables in", "published: content hash", "found", forms)


def _table(what: str, first: str, second: str, rows: Sequence[Compared]) -> Iterator[str]:
    width = max(len(what), *(len(one.name) for one in rows), 0)
    yield f"{what:<{width}}  {first:<64}  {second}"
    for one in rows:
        yield f"{one.name:<{width}}  {one.hashes[0]:<64}  {one.hashes[1]:<64}  {one.verdict}"
        if one.contents:
            yield f"{'  its content':<{width}}  {'  '.join(one.contents)}"
        if one.lack:
            yield f"  its content: not checked: {one.lack}"


if __name__ == "__main__":
    sys.exit(main())
