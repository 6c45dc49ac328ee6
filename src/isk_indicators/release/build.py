"""The build: check the data, write the release to ``dist/``, report."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Literal, NamedTuple

from hatchling import build as hatchling

from isk_indicators import csvio
from isk_indicators.changes import CHANGES_FILE, RELEASES, VersionError, project_version
from isk_indicators.check.coverage import CoverageCounts
from isk_indicators.check.gate import Report, check
from isk_indicators.check.history import OPEN_NEXT
from isk_indicators.check.report_text import plain_lines
from isk_indicators.cli import run_command
from isk_indicators.download import CHECKSUMS, checksum_file, sha256
from isk_indicators.export import ExportTable, dataset_notes, export_tables, json_file
from isk_indicators.export.geojson import geojson_from
from isk_indicators.export.parquet import parquet_from
from isk_indicators.export.sqlite import datasette_from, sqlite_from
from isk_indicators.export.stix import stix_file, stix_from
from isk_indicators.export.xlsx import xlsx_from
from isk_indicators.page import page_from
from isk_indicators.release.codebook import CODEBOOK, codebook
from isk_indicators.release.package import (
    BuildError,
    backend,
    croissant,
    data_files,
    file_metadata,
    made,
    pinned,
    require,
    require_description,
    table_files,
    table_rows,
    to_json,
    zip_archive,
)
from isk_indicators.safe_zip import read_inside
from isk_indicators.schema import (
    CONTENT,
    DERIVED,
    DESCRIPTOR,
    DISTRIBUTION,
    EXTENSION_KEY,
    INTERNAL_TABLES,
    SCHEMAS,
    VIEWS,
    DescriptorError,
    open_package,
    written,
)
from isk_indicators.screen import escape_markdown, write_lines
from isk_indicators.spans import covered
from isk_indicators.tables import Dataset, TableError


class Checkout:
    """What a release is made of. Every file of a table is read once.

    ``report`` is what the check has found, which runs if it is None and needed; ``dataset`` has the
    version in its descriptor; ``files`` are those of the data package: path to bytes.
    """

    def __init__(self, root: Path, report: Report | None = None) -> None:
        self.root = root
        self.version = project_version(root)
        package = open_package(root, read_inside)
        require_description(package)
        descriptor = {**package.descriptor, "version": self.version}
        tables = table_files(package)
        self.dataset = Dataset(replace(package, descriptor=descriptor), table_rows(package, tables))
        self.files = data_files(root, tables)
        self._report = report

    @property
    def stem(self) -> str:
        """The beginning of the names of the release's files."""
        return f"{DISTRIBUTION}-{self.version}"

    def coverage(self) -> Sequence[CoverageCounts]:
        """How many hits of each kind the rows and reviewed passages of a source cover.

        Raises BuildError if the check could not count them.
        """
        if self._report is None:
            self._report = check(self.root)
        sources = {str(row["source_id"]) for row in self.dataset.rows("sources")}
        missing = sorted(sources - {counts.source_id for counts in self._report.coverage})
        if missing:
            raise BuildError(
                f"{', '.join(missing)}: what the rows cover is not known; run isk-indicators "
                "check, and correct what it reports"
            )
        return [one._replace(open=one.open + one.not_checked) for one in self._report.coverage]


# The zip for readers without Python

VIEW_FOLDER = "views"
COVERAGE = "coverage.csv"

DOCUMENTS: Mapping[str, str] = {
    "CHANGELOG.md": "what changed from version to version",
    "CITATION.cff": "how to cite the data, for machines",
    "LICENSE": "the licence of the code that made this release",
    "datasets/LICENSE": "the licence of the data, and the owners of the quotes",
}
"""Files of the checkout that go into the zip as they are, with their lines in the README."""

MADE: Mapping[str, str] = {
    "README.md": "this page",
    CODEBOOK: "the meaning of each column and value, an example row of each table, and the "
    "corresponding fields of UCDP GED, GTD and ACLED",
    DESCRIPTOR: "all this for programs: a [Data Package](https://datapackage.org) 2.0",
    f"{SCHEMAS}/": "what a valid row of each table is (Table Schema)",
    f"{VIEWS}/": "the same for each view",
    f"{DERIVED}/": "the same for the list of changes",
    COVERAGE: "how completely each document is covered: the number of figures, dates, quotations "
    "and words of harm, blame and speech that a program finds in it (`hits`), how many of them a "
    "row covers (`by_row`), how many a curator reviewed and found out of scope (`reviewed`), and "
    "how many are claims that no column can record yet (`not_codable`)",
    CHANGES_FILE: "every change since the first release, with the reason of each correction "
    "and withdrawal",
    CHECKSUMS: "the checksum of every other file",
}
"""The other files of the zip, with their lines in the README; a folder ends in a slash."""


def bundle_files(checkout: Checkout) -> dict[str, bytes]:
    """Gather the zip's members (path, with slashes, to bytes), and checksums of them all.

    Raises BuildError if the coverage of a source is not known.
    """
    tables = export_tables(checkout.dataset)
    views = {f"{VIEW_FOLDER}/{view.plain_name}.csv": view for view in tables if view.is_view}
    files = dict(checkout.files)
    for path, view in views.items():
        rows = ([written(cell) for cell in cells] for cells in view.cells)
        files[path] = csvio.document(view.columns, rows).encode()
    descriptor = json.loads(files[DESCRIPTOR])
    resources = descriptor["resources"]
    resources += [
        {
            **resources[0],  # the same format as that of every table
            "name": view.name,
            "title": view.title,
            "description": view.description,
            "path": path,
            "schema": f"{VIEWS}/{view.plain_name}.json",
            **file_metadata(files[path]),
        }
        for path, view in views.items()
    ]
    files[DESCRIPTOR] = to_json(descriptor)
    files |= {path: read_inside(checkout.root, path) for path in DOCUMENTS}
    files["README.md"] = _readme(checkout, tables).encode()
    files[CODEBOOK] = codebook(checkout.dataset).encode()
    counts = [list(map(str, one)) for one in checkout.coverage()]
    files[COVERAGE] = csvio.document(CoverageCounts._fields, counts).encode()
    return files | {CHECKSUMS: checksum_file(files)}


def _readme(checkout: Checkout, tables: Iterable[ExportTable]) -> str:
    listed: dict[bool, list[str]] = {False: [], True: []}
    for table in tables:
        line = f"| `{table.name}` | {len(table.rows):,} | {escape_markdown(table.description)} |"
        listed[table.is_view].append(line)
    listed_files = {**MADE, **DOCUMENTS}
    if CHANGES_FILE not in checkout.files:
        del listed_files[CHANGES_FILE]
    template = files(__package__).joinpath("readme.md").read_text(encoding="utf-8")
    return template.format(
        title=escape_markdown(checkout.dataset.package.descriptor["title"]),
        description=escape_markdown(checkout.dataset.package.descriptor["description"]),
        version=checkout.version,
        name=f"{checkout.stem}.zip",
        tables="\n".join(listed[False]),
        views="\n".join(listed[True]),
        files="\n".join(f"| `{path}` | {text} |" for path, text in listed_files.items()),
    )


# The other formats


def format_files(checkout: Checkout) -> dict[str, bytes]:
    """Give the release in other formats: file name to bytes. A new format is a line here.

    The same commit gives the same bytes; those of the SQLite file for one version of SQLite, of the
    others for the versions of their libraries that ``pyproject.toml`` pins. Raises BuildError if
    others are installed.
    """
    require(*pinned(checkout.root))
    dataset, stem = checkout.dataset, checkout.stem
    notes = dataset_notes(dataset)
    readme = f"# {notes.pop('title')}\n" + "".join(f"\n{t}: {w}\n" for t, w in notes.items())
    parquet = {"README.md": readme.encode()} | parquet_from(dataset)
    return {
        f"{stem}.html": page_of(checkout).encode(),
        f"{stem}.sqlite": sqlite_from(dataset),
        f"{stem}.parquet.zip": zip_archive(parquet | {CHECKSUMS: checksum_file(parquet)}),
        f"{stem}.xlsx": xlsx_from(dataset),
        f"{stem}.datasette.json": json_file(datasette_from(dataset, stem)),
        f"{stem}.geojson": json_file(geojson_from(dataset)),
        f"{stem}.stix.json": stix_file(stix_from(dataset)),
    }


def page_of(checkout: Checkout) -> str:
    """Make the evidence page, as the release has it."""
    return page_from(checkout.dataset, coverage=[c._asdict() for c in checkout.coverage()])


def build_distributions(root: Path, folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the wheel and the sdist of the checkout ``root`` into the existing ``folder``.

    ``files`` are those of the data package. Raises BuildError if the back end is not the pinned
    version, on which the bytes depend.
    """
    require(backend(root))
    target = str(folder.resolve())
    date = os.environ.pop("SOURCE_DATE_EPOCH", None)  # hatchling dates the files by it
    bytecode, sys.dont_write_bytecode = sys.dont_write_bytecode, True  # of hatch_build.py
    try:
        with contextlib.chdir(root), made(root, files):
            hatchling.build_wheel(target)
            hatchling.build_sdist(target)
    finally:
        sys.dont_write_bytecode = bytecode
        if date is not None:
            os.environ["SOURCE_DATE_EPOCH"] = date


# The quoted share of each source

LIMIT = 0.40
"""The share of a source's text above which the build warns: quotes are cut to what proves a row."""

DECLARED = "seeds/README.md"
"""The page that declares which sources are quoted above the limit, how far, and why."""

_DECLARATION = re.compile(r"^\| (src-\d{3}) \| (\d+) % \| .*\w.* \|$", re.MULTILINE)


class QuotedShare(NamedTuple):
    """The code points of a source that rows quote, and the share that ``DECLARED`` allows it."""

    source_id: str
    quoted: int
    characters: int
    declared: float | None = None

    @property
    def fraction(self) -> float:
        """The share, from 0 to 1; an empty source is not quoted."""
        return self.quoted / self.characters if self.characters else 0.0

    @property
    def status(self) -> Literal["small", "declared", "excessive", "stale"]:
        """Whether the share is within the limit or what is declared; stale if not in need of it."""
        if self.fraction > max(LIMIT, self.declared or 0):
            return "excessive"
        if self.fraction > LIMIT:
            return "declared"
        return "small" if self.declared is None else "stale"

    def warnings(self) -> Iterator[str]:
        """A warning if the share is too large, or its declaration is not needed."""
        start = f"warning: {self.source_id}: the release quotes {self.fraction:.1%} of its text"
        if self.status == "excessive":
            yield (
                f"{start}, more than {max(LIMIT, self.declared or 0):.0%}; cut the longest quotes "
                f"to what proves their rows, or explain the share in {DECLARED}"
            )
        elif self.status == "stale":
            yield f"{start}, no more than {LIMIT:.0%}; remove its line from {DECLARED}"


def quoted_shares(dataset: Dataset) -> tuple[QuotedShare, ...]:
    """Measure how much of each source the released tables quote, in the order of the sources.

    A passage that several rows quote counts once.
    """
    root = dataset.package.root
    text = (
        read_inside(root, DECLARED).decode("utf-8", "replace") if (root / DECLARED).exists() else ""
    )
    declared = {source: int(share) / 100 for source, share in _DECLARATION.findall(text)}
    spans: defaultdict[object, list[tuple[int, int]]] = defaultdict(list)
    for table, schema in dataset.package.schemas.items():
        if table not in INTERNAL_TABLES and "span_start" in schema.by_name:
            for row in dataset.rows(table):
                span = int(str(row["span_start"])), int(str(row["span_end"]))
                spans[row["source_id"]].append(span)
    return tuple(
        QuotedShare(id_, covered(spans[id_]), int(str(row["characters"])), declared.get(id_))
        for id_, row in dataset.by_id("sources").items()
    )


# The release


CITATION = "CITATION.cff"
"""How to cite the data, for machines; a file of the zip, and one beside it."""


@dataclass(frozen=True)
class Release:
    """What was built: the files by name, and the number of rows and SHA-256 of each table."""

    version: str
    artefacts: Mapping[str, bytes]
    rows: Mapping[str, int]
    tables: Mapping[str, str]
    shares: tuple[QuotedShare, ...]
    content_hash: str
    """The hash of the tables in any format: ``sha256:`` and the digits."""


def write_dist(root: Path, dist: Path, report: Report | None = None) -> Release:
    """Write the release of the checkout ``root`` to ``dist``, a folder in it, whole or not at all.

    Where it raises (BuildError, DescriptorError, OSError), an earlier ``dist`` is kept.
    """
    with _aside(root / dist.name) as staged:
        staged.mkdir()
        release = write_release(root, staged, report)
        clear_dist(dist)
        staged.rename(dist)
    return release


def clear_dist(dist: Path) -> None:
    """Remove what an earlier build left in ``dist``, whole or not at all."""
    if dist.is_dir():
        with _aside(dist) as aside:
            dist.rename(aside)


@contextlib.contextmanager
def _aside(dist: Path) -> Iterator[Path]:
    """Give a path beside ``dist`` for a folder, which is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix=".dist-", dir=dist.parent) as name:
        Path(name, ".gitignore").write_bytes(b"*\n")  # of what a killed build leaves
        try:
            yield Path(name, dist.name)
        finally:
            shutil.rmtree(Path(name, dist.name), ignore_errors=True)  # before the file for git


def write_release(root: Path, folder: Path, report: Report | None = None) -> Release:
    """Write every artefact and their checksums into the existing, empty ``folder``.

    ``report`` is that of the check, whose findings are not looked at. Raises BuildError if another
    zip is published under this version.
    """
    checkout = Checkout(root, report)
    files, name = bundle_files(checkout), f"{checkout.stem}.zip"
    packed, published = zip_archive(files), root / RELEASES / name
    if published.exists() and published.read_bytes() != packed:
        raise BuildError(
            f"{RELEASES}/{name} is published, and this zip differs from it: open the next "
            f"version ({OPEN_NEXT})"
        )
    description = json_file(croissant(checkout.dataset, name, packed, files))
    artefacts = {
        name: packed,
        **format_files(checkout),
        f"{checkout.stem}.croissant.json": description,
        CITATION: read_inside(root, CITATION),
    }
    for file, data in artefacts.items():
        (folder / file).write_bytes(data)
    build_distributions(root, folder, checkout.files)
    (folder / CHECKSUMS).write_bytes(checksum_file(_read_files(folder)))
    content = json.loads(checkout.files[DESCRIPTOR])[EXTENSION_KEY][CONTENT]
    package = checkout.dataset.package
    return Release(
        version=checkout.version,
        artefacts=_read_files(folder),
        rows={table: about["rows"] for table, about in content["tables"].items()},
        tables={t: sha256(checkout.files[package.relative(t)]) for t in content["tables"]},
        shares=quoted_shares(checkout.dataset),
        content_hash=content["hash"],
    )


def _read_files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def report_lines(release: Release, folder: str) -> Iterator[str]:
    """The lines that describe a release that was written to ``folder``."""
    yield f"isk-indicators {release.version} is built in {folder}/"
    yield from ("", "files (bytes, sha256)")
    width = max(map(len, release.artefacts))
    for name, data in release.artefacts.items():
        yield f"  {name:<{width}}  {len(data):>9,}  {sha256(data)}"
    yield from ("", "tables (rows, sha256)")
    width = max(map(len, release.rows))
    for name, rows in release.rows.items():
        yield f"  {name:<{width}}  {rows:>5,}  {release.tables[name]}"
    yield f"  content, the same in every format: {release.content_hash}"
    yield from ("", "quoted share of each source's text")
    for s in release.shares:
        known = f"; above {LIMIT:.0%}, as {DECLARED} explains" if s.status == "declared" else ""
        quoted = f"{s.quoted:,} of {s.characters:,} characters"
        yield f"  {s.source_id}  {s.fraction:6.1%}  {quoted}{known}"
    yield from ("", "how to use it")
    (wheel,) = (name for name in release.artefacts if name.endswith(".whl"))
    yield f"  python -m pip install {folder}/{wheel}"
    yield "  python -c \"import isk_indicators as isk; print(isk.load('casualties'))\""
    yield f"  frictionless validate {folder}/{DISTRIBUTION}-{release.version}.zip"
    yield f"  cd {folder} && sha256sum -c {CHECKSUMS}"
    yield from (line for share in release.shares for line in share.warnings())


DIST = "dist"
REASONS = {1: "the data are not clean", 2: "the check could not run"}


def build(root: Path) -> int:
    """Check the checkout ``root`` and write its release to ``dist/``; return the exit code.

    0: built, perhaps with warnings; 1: the data have errors; 2: the build could not run. Unless it
    is 0, ``dist/`` is gone, so that it never contains an earlier release.
    """
    return run_command("build.py", lambda: _build(root, root / DIST))


def _build(root: Path, dist: Path) -> int:
    try:
        clear_dist(dist)
        found = check(root)
        _print(plain_lines(found))
        if found.exit_code:
            return _refuse(REASONS[found.exit_code], found.exit_code)
        release = write_dist(root, dist, found)
    except (BuildError, DescriptorError, TableError, VersionError, OSError) as error:
        return _refuse(str(error), 2)
    _print(report_lines(release, DIST))
    return 0


def _print(lines: Iterable[str]) -> None:
    """Print lines; a reader that closes its end, such as ``head``, does not stop the build."""
    try:
        write_lines(lines)
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refuse(reason: str, code: int) -> int:
    write_lines([f"build.py: nothing was built: {reason}"], sys.stderr)
    return code
