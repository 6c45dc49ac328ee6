"""The build: check the data, write the release to ``dist/``, report."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import re
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from hatchling import build as hatchling

from isk_indicators.check.gate import check
from isk_indicators.check.history import OPEN_NEXT
from isk_indicators.check.report_text import plain_lines
from isk_indicators.checksums import CHECKSUMS, checksum_file, sha256
from isk_indicators.export.geojson import geojson_from
from isk_indicators.export.parquet import parquet_from
from isk_indicators.export.sqlite import datasette_from, sqlite_from
from isk_indicators.export.stix import stix_from
from isk_indicators.export.tables import dataset_notes
from isk_indicators.export.xlsx import xlsx_from
from isk_indicators.installed import DISTRIBUTION
from isk_indicators.page.html import page_from
from isk_indicators.release.bundle import bundle_files, bundle_name, coverage_file
from isk_indicators.release.croissant import croissant
from isk_indicators.release.package import content, read_rows, released_tables, zip_archive
from isk_indicators.release.project import BuildError, backend, pinned, require, version
from isk_indicators.schema import DataPackage, DescriptorError, open_package
from isk_indicators.spans import covered
from isk_indicators.tables import Dataset
from isk_indicators.versions import RELEASES

LIMIT = 0.40
"""The share of a source's text above which the build warns: quotes are cut to what proves a row."""

DECLARED = "seeds/README.md"
"""The page that declares which sources are quoted above the limit, how far, and why."""

_DECLARATION = re.compile(r"^\| (src-\d{3}) \| (\d+) % \| .*\w.* \|$", re.MULTILINE)


@dataclass(frozen=True)
class QuotedShare:
    """How much of one source is quoted.

    Attributes:
        source_id: The source.
        quoted: The code points that some row quotes.
        characters: Those of its text.
        declared: The share that ``DECLARED`` allows it, from 0 to 1; None if it names none.
    """

    source_id: str
    quoted: int
    characters: int
    declared: float | None = None

    @property
    def fraction(self) -> float:
        """The share, from 0 to 1; an empty source is not quoted."""
        return self.quoted / self.characters if self.characters else 0.0

    @property
    def excessive(self) -> bool:
        """Whether the share is above the limit, and above what is declared."""
        return self.fraction > max(LIMIT, self.declared or 0)

    @property
    def known(self) -> bool:
        """Whether the share is above the limit and within what is declared."""
        return self.fraction > LIMIT and not self.excessive

    @property
    def stale(self) -> bool:
        """Whether more is declared although the share is within the limit."""
        return self.declared is not None and self.fraction <= LIMIT


def quoted_shares(package: DataPackage) -> tuple[QuotedShare, ...]:
    """Measure how much of each source the released tables quote, in the order of the sources.

    A passage that several rows quote counts once. The package must have passed the gate.
    """
    spans = _spans(package)
    declared = _declared(package.root)
    return tuple(
        QuotedShare(id_, covered(spans[id_]), int(row["characters"]), declared.get(id_))
        for row in read_rows(package, "sources")
        if (id_ := row["source_id"])
    )


def _declared(root: Path) -> Mapping[str, float]:
    """The share that the page allows each source that it names; nothing if there is no page."""
    page = root / DECLARED
    text = page.read_text(encoding="utf-8") if page.is_file() else ""
    return {source: int(percent) / 100 for source, percent in _DECLARATION.findall(text)}


def _spans(package: DataPackage) -> defaultdict[str, list[tuple[int, int]]]:
    """Source to the spans of every released row that quotes it."""
    spans: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for table in released_tables(package):
        if "span_start" in package.schemas[table].by_name:
            for row in read_rows(package, table):
                spans[row["source_id"]].append((int(row["span_start"]), int(row["span_end"])))
    return spans


def page_of(data: DataPackage) -> str:
    """Make the page of a checkout's package, as its release has it."""
    coverage = io.StringIO(coverage_file(data).decode(), newline="")
    return page_from(Dataset(data), coverage=[*csv.DictReader(coverage)])


MOMENT_VARIABLE = "SOURCE_DATE_EPOCH"
"""Where it is set, hatchling dates the files by it rather than by a time of its own."""


def build_distributions(root: Path, folder: Path) -> None:
    """Write the wheel and the sdist of the checkout ``root`` into the existing ``folder``.

    Raises BuildError if the back end is not the pinned version, on which the bytes depend.
    """
    require(backend(root))
    target = str(folder.resolve())
    with contextlib.chdir(root), _without(MOMENT_VARIABLE), _without_bytecode():
        hatchling.build_wheel(target)
        hatchling.build_sdist(target)


@contextlib.contextmanager
def _without(variable: str) -> Iterator[None]:
    kept = os.environ.pop(variable, None)
    try:
        yield
    finally:
        if kept is not None:
            os.environ[variable] = kept


@contextlib.contextmanager
def _without_bytecode() -> Iterator[None]:
    """Run the hook ``hatch_build.py`` without a folder ``__pycache__`` beside it."""
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        yield
    finally:
        sys.dont_write_bytecode = before


def format_files(root: Path) -> dict[str, bytes]:
    """Give the further formats of the checkout ``root``: file name to bytes.

    The same commit gives the same bytes; those of the SQLite file for one version of SQLite, of the
    others for the versions of their libraries that ``pyproject.toml`` pins. Raises BuildError if
    others are installed.
    """
    require(*pinned(root))
    data, stem = _data_and_stem(root)
    dataset = Dataset(data)
    return {
        f"{stem}.html": page_of(data).encode(),
        f"{stem}.sqlite": sqlite_from(dataset),
        f"{stem}.parquet.zip": zip_archive(_parquet(dataset)),
        f"{stem}.xlsx": xlsx_from(dataset),
        f"{stem}.datasette.json": _json(datasette_from(dataset, stem)),
        f"{stem}.geojson": _json(geojson_from(dataset)),
        f"{stem}.stix.json": f"{stix_from(dataset).serialize(indent=4)}\n".encode(),
    }


def description_file(root: Path, packed: bytes, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Give the description of the zip (its bytes, and its files by path): file name to bytes."""
    data, stem = _data_and_stem(root)
    described = croissant(data, bundle_name(root), packed, files)
    return {f"{stem}.croissant.json": _json(described)}


def _data_and_stem(root: Path) -> tuple[DataPackage, str]:
    """The data with their version, and what the names of their files begin with."""
    number = version(root)
    package = open_package(root)
    data = replace(package, descriptor={**package.descriptor, "version": number})
    return data, f"{DISTRIBUTION}-{number}"


def _parquet(dataset: Dataset) -> dict[str, bytes]:
    """Gather the members of the zip of Parquet files: with what must be known, and checksums."""
    told = dataset_notes(dataset)
    readme = f"# {told.pop('title')}\n" + "".join(f"\n{t}: {words}\n" for t, words in told.items())
    files = {"README.md": readme.encode()} | parquet_from(dataset)
    return files | {CHECKSUMS: checksum_file(files)}


def _json(document: Any) -> bytes:
    return f"{json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1)}\n".encode()


CITATION = "CITATION.cff"
"""How to cite the data, for machines; a file of the zip, and one beside it."""


@dataclass(frozen=True)
class Release:
    """What was built: artefacts by file name, the checksums among them, and tables by name.

    ``content_hash`` is that of the tables, with the name of its kind: ``sha256:`` and the digits.
    """

    version: str
    artefacts: Mapping[str, bytes]
    rows: Mapping[str, int]
    tables: Mapping[str, bytes]
    shares: tuple[QuotedShare, ...]
    content_hash: str


def write_dist(root: Path, dist: Path) -> Release:
    """Write the release of the checkout ``root`` to ``dist``, a folder in it, whole or not at all.

    Where it raises (BuildError, DescriptorError, OSError), an earlier ``dist`` is kept.
    """
    with tempfile.TemporaryDirectory(prefix=".dist-", dir=root) as aside:
        staged = Path(aside) / dist.name
        staged.mkdir()
        release = write_release(root, staged)
        clear_dist(dist)
        staged.rename(dist)
    return release


def clear_dist(dist: Path) -> None:
    """Remove what an earlier build left in ``dist``."""
    if dist.exists():
        shutil.rmtree(dist)


def write_release(root: Path, folder: Path) -> Release:
    """Write every artefact and their checksums into the existing, empty ``folder``; unchecked.

    Raises BuildError if another zip is published under this version.
    """
    package = open_package(root)
    names = released_tables(package)
    files = bundle_files(root)
    packed = _packed(root, files)
    (folder / bundle_name(root)).write_bytes(packed)
    for name, data in (format_files(root) | description_file(root, packed, files)).items():
        (folder / name).write_bytes(data)
    (folder / CITATION).write_bytes((root / CITATION).read_bytes())
    build_distributions(root, folder)
    (folder / CHECKSUMS).write_bytes(checksum_file(_read_files(folder)))
    return Release(
        version=version(root),
        artefacts=_read_files(folder),
        rows={t: len(read_rows(package, t)) for t in names},
        tables={t: package.path(t).read_bytes() for t in names},
        shares=quoted_shares(package),
        content_hash=content(package, names)["hash"],
    )


def _packed(root: Path, files: Mapping[str, bytes]) -> bytes:
    """The zip; where its version is published, the very zip that was."""
    data, published = zip_archive(files), root / RELEASES / bundle_name(root)
    if published.exists() and published.read_bytes() != data:
        raise BuildError(
            f"{RELEASES}/{published.name} is published and this is another: a number stands for "
            f"one zip, so open the next version ({OPEN_NEXT})"
        )
    return data


def _read_files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def report(release: Release, folder: str) -> Iterator[str]:
    """The lines that describe a release that was written to ``folder``."""
    yield f"isk-indicators {release.version} is built in {folder}/"
    yield from _section("files (bytes, sha256)", _artefact_lines(release))
    yield from _section("tables (rows, sha256)", _table_lines(release))
    yield from _section("quoted share of each source's text", _share_lines(release))
    yield from _section("how to use it", _usage_lines(release, folder))
    yield from _warning_lines(release)


def _section(title: str, lines: Iterator[str]) -> Iterator[str]:
    yield ""
    yield title
    yield from (f"  {line}" for line in lines)


def _artefact_lines(release: Release) -> Iterator[str]:
    width = max(map(len, release.artefacts))
    for name, data in release.artefacts.items():
        yield f"{name:<{width}}  {len(data):>9,}  {sha256(data)}"


def _table_lines(release: Release) -> Iterator[str]:
    width = max(map(len, release.rows))
    for name, rows in release.rows.items():
        yield f"{name:<{width}}  {rows:>5,}  {sha256(release.tables[name])}"
    yield f"content, whatever form it is in: {release.content_hash}"


def _share_lines(release: Release) -> Iterator[str]:
    for s in release.shares:
        known = f"; above {LIMIT:.0%}, as {DECLARED} explains" if s.known else ""
        quoted = f"{s.quoted:,} of {s.characters:,} characters"
        yield f"{s.source_id}  {s.fraction:6.1%}  {quoted}{known}"


def _usage_lines(release: Release, folder: str) -> Iterator[str]:
    (wheel,) = (name for name in release.artefacts if name.endswith(".whl"))
    bundle = f"{DISTRIBUTION}-{release.version}.zip"
    yield f"python -m pip install {folder}/{wheel}"
    yield "python -c \"import isk_indicators as isk; print(isk.load('casualties'))\""
    yield f"frictionless validate {folder}/{bundle}"
    yield f"cd {folder} && sha256sum -c {CHECKSUMS}"


def _warning_lines(release: Release) -> Iterator[str]:
    for s in release.shares:
        if s.excessive:
            limit = max(LIMIT, s.declared or 0)
            yield (
                f"warning: {s.source_id}: the release quotes {s.fraction:.1%} of its text, more "
                f"than {limit:.0%}; cut the longest quotes to what proves their rows, or explain "
                f"the share in {DECLARED}"
            )
        elif s.stale:
            yield (
                f"warning: {s.source_id}: the release quotes {s.fraction:.1%} of its text, no more "
                f"than {LIMIT:.0%}; remove its line from {DECLARED}"
            )


DIST = "dist"
REASONS = {1: "the data are not clean", 2: "the check could not run"}


def build(root: Path) -> int:
    """Check the checkout ``root`` and write its release to ``dist/``; return the exit code.

    0: built, perhaps with warnings; 1: the data are at fault; 2: the build could not run. Unless it
    is 0, ``dist/`` is gone, so that no earlier release is taken for this one.
    """
    dist = root / DIST
    try:
        clear_dist(dist)
        found = check(root)
        _say(plain_lines(found))
        if found.exit_code:
            return _refuse(REASONS[found.exit_code], found.exit_code)
        release = write_dist(root, dist)
    except (BuildError, DescriptorError, OSError) as error:
        return _refuse(str(error), 2)
    _say(report(release, DIST))
    return 0


def _say(told: Iterable[str]) -> None:
    """Print lines; what the terminal's encoding lacks is written as an escape.

    Whoever has seen enough, as ``build.py | head``, does not stop the build.
    """
    encoding = sys.stdout.encoding
    try:
        for line in told:
            sys.stdout.write(line.encode(encoding, "backslashreplace").decode(encoding) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refuse(reason: str, code: int) -> int:
    sys.stderr.write(f"build.py: nothing was built: {reason}\n")
    return code
