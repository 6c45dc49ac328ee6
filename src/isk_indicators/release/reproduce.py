"""Two builds of one commit, in surroundings that differ in all that must not matter.

python -m isk_indicators.release.reproduce
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from isk_indicators.checksums import CHECKSUMS, sha256
from isk_indicators.release.build import FOLDER
from isk_indicators.release.held import hash_of, held, is_read
from isk_indicators.release.project import BuildError
from isk_indicators.schema import open_package
from isk_indicators.verify_release import ReleaseError, verify_release


@dataclass(frozen=True)
class Surroundings:
    """What a build finds around it.

    Attributes:
        variables: Environment variables: locale, time zone, order of sets, a date for files.
        umask: The rights that new files do not get.
        moment: The time of the checkout's files, in seconds since 1970.
    """

    variables: Mapping[str, str]
    umask: int
    moment: int


FIRST = Surroundings(
    MappingProxyType({"TZ": "UTC", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "0"}),
    umask=0o022,
    moment=1_700_000_000,
)
SECOND = Surroundings(
    MappingProxyType(
        {
            "TZ": "Asia/Kabul",
            "LC_ALL": "C",
            "PYTHONUTF8": "0",
            "PYTHONCOERCECLOCALE": "0",
            "PYTHONHASHSEED": "1",
            "SOURCE_DATE_EPOCH": "1000000000",
        }
    ),
    umask=0o077,
    moment=1_000_000_000,
)


DIFFERENT = "DIFFERENT"


@dataclass(frozen=True)
class Compared:
    """A file, as two builds made it, or its tables, as two files hold them.

    Attributes:
        name: Its name.
        hashes: The SHA-256 of its bytes in each; blank where it is missing.
        contents: The hash of what its tables say in each; empty if it was not needed.
        lack: Why the contents were needed and could not be read; blank otherwise.
    """

    name: str
    hashes: tuple[str, str]
    contents: tuple[str, ...] = ()
    lack: str = ""

    @property
    def verdict(self) -> str:
        """Say whether the file is the same: in its bytes, or in what its tables say."""
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
    try:
        with tempfile.TemporaryDirectory(prefix="isk-indicators-") as aside:
            commit = _git(root, "rev-parse", "HEAD").strip()
            first = build(clone(root, commit, Path(aside, "a"), FIRST), FIRST)
            second = build(clone(root, commit, Path(aside, "b c", "longer"), SECOND), SECOND)
            found, forms = compare(first, second), contents(first)
    except (BuildError, ReleaseError, OSError) as error:
        sys.stderr.write(f"reproduce: {error}\n")
        return 2
    sys.stdout.writelines(f"{line}\n" for line in told(commit, found, forms))
    return int(DIFFERENT in [one.verdict for one in (*found, *forms)])


# Building


def clone(root: Path, commit: str, target: Path, surroundings: Surroundings) -> Path:
    """Clone the repository at ``root`` and check out one commit of it.

    Raises:
        BuildError: git says no.
    """
    place = str(target.resolve())
    _git(root, "clone", "--quiet", "--no-hardlinks", "--no-checkout", ".", place)
    _git(target, "checkout", "--quiet", "--detach", commit, umask=surroundings.umask)
    return target


def build(checkout: Path, surroundings: Surroundings) -> Path:
    """Build a checkout with its own package, from a folder above it; give the folder built.

    Raises:
        BuildError: the build failed; the message is what it said.
    """
    for path in checkout.rglob("*"):
        os.utime(path, (surroundings.moment, surroundings.moment))
    variables = {**surroundings.variables, "PYTHONPATH": str((checkout / "src").resolve())}
    command = [sys.executable, str((checkout / "build.py").resolve())]
    _run(command, checkout.parent, variables, surroundings.umask)
    return checkout / FOLDER


def _git(folder: Path, *arguments: str, umask: int = -1) -> str:
    return _run(["git", *arguments], folder, umask=umask)


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
        raise BuildError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


# Comparing


def compare(first: Path, second: Path) -> list[Compared]:
    """Compare the files of two folders, by name; the checksums follow from the others."""
    names = {path.name for folder in (first, second) for path in folder.iterdir()} - {CHECKSUMS}
    return [_compared(name, first / name, second / name) for name in sorted(names)]


def _compared(name: str, first: Path, second: Path) -> Compared:
    hashes = (_bytes_hash(first), _bytes_hash(second))
    if hashes[0] == hashes[1] or "" in hashes or not is_read(first):
        return Compared(name, hashes)
    try:
        return Compared(name, hashes, (hash_of(held(first)), hash_of(held(second))))
    except ModuleNotFoundError as error:
        return Compared(name, hashes, lack=f"{error.name} is not installed")


def _bytes_hash(path: Path) -> str:
    return sha256(path.read_bytes()) if path.is_file() else ""


def contents(dist: Path) -> list[Compared]:
    """Compare the curated tables, in each file of a built release that holds them otherwise.

    The first hash is the one published, which the data package is verified to have.

    Raises:
        ReleaseError: the release is not what it says.
    """
    package = open_package(dist.parent)
    columns = {table: schema.names for table, schema in package.schemas.items()}
    published = verify_release(dist).content_hash
    forms = [path for path in sorted(dist.iterdir()) if is_read(path)]
    return [_holding(path, columns, published) for path in forms]


def _holding(path: Path, columns: Mapping[str, Sequence[str]], published: str) -> Compared:
    try:
        tables = held(path)
    except ModuleNotFoundError as error:
        return Compared(path.name, (published, ""), lack=f"{error.name} is not installed")
    curated = {name: t.only(columns[name]) for name, t in tables.items() if name in columns}
    return Compared(path.name, (published, hash_of(curated)))


# Telling


def told(commit: str, files: Sequence[Compared], forms: Sequence[Compared]) -> Iterator[str]:
    """Tell the comparison, line by line: each file's hashes and verdict, then the tables'."""
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
