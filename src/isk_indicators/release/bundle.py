"""The zip for readers without Python: the data package, views and documents."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from isk_indicators import csvio
from isk_indicators.changes import CHANGES_FILE
from isk_indicators.check import coverage
from isk_indicators.checksums import CHECKSUMS, checksum_file
from isk_indicators.curate import StoppedError
from isk_indicators.curate.drafts import coverage_of_sources
from isk_indicators.curate.workspace import Workspace
from isk_indicators.export.tables import ExportTable, export_tables
from isk_indicators.release.codebook import CODEBOOK, codebook
from isk_indicators.release.package import data_files, file_metadata, to_json
from isk_indicators.release.project import BuildError, version
from isk_indicators.schema import (
    DERIVED,
    DESCRIPTOR,
    SCHEMAS,
    VIEWS,
    DataPackage,
    open_package,
    written,
)
from isk_indicators.tables import Dataset

FOLDER = "views"


def with_views(files: Mapping[str, bytes], held: Iterable[ExportTable]) -> dict[str, bytes]:
    """Add every view held to the data files of a release (path to bytes), and to their descriptor.

    Its resource is named as the view is in the other formats: with ``view_`` before its name.
    """
    views = [part for part in held if part.is_view]
    written = {_view_path(view): _view_file(view) for view in views}
    descriptor = json.loads(files[DESCRIPTOR])
    tables = descriptor["resources"]
    added = [_view_resource(view, written[_view_path(view)], tables[0]) for view in views]
    described = to_json(descriptor | {"resources": [*tables, *added]})
    return {**files, DESCRIPTOR: described, **written}


def _view_file(part: ExportTable) -> bytes:
    names = [field.name for field in part.fields]
    rows = ([written(row[name]) for name in names] for row in part.rows)
    return csvio.document(names, rows).encode()


def _view_path(part: ExportTable) -> str:
    return f"{FOLDER}/{part.plain_name}.csv"


def _view_resource(part: ExportTable, data: bytes, table: Mapping[str, Any]) -> dict[str, Any]:
    """Describe a view; its form is that of every table."""
    own = {
        "name": part.name,
        "title": part.title,
        "description": part.description,
        "path": _view_path(part),
        "schema": f"{VIEWS}/{part.plain_name}.json",
    }
    return {**table, **own, **file_metadata(data)}


COVERAGE = "coverage.csv"


def coverage_file(package: DataPackage) -> bytes:
    """The shares of every source as CSV: a row a source and kind of hit.

    ``hits`` are answered ``by_row``, by a passage that was ``reviewed`` and found to claim nothing,
    ``not_codable``, which is known and not answered, or ``open``; the package must have passed the
    gate, so that none is open.

    Raises:
        BuildError: a table or a document is not what the gate would let pass.
    """
    try:
        accounts = coverage_of_sources(Workspace(package))
    except StoppedError as error:
        raise BuildError(str(error)) from error
    told = [share for account in accounts for share in coverage.counts_by_kind(account)]
    rows = [[*map(str, s._replace(open=s.open + s.not_checked))] for s in told]
    return csvio.document(coverage.CoverageCounts._fields, rows).encode("utf-8")


DOCUMENTS: Mapping[str, str] = MappingProxyType(
    {
        "CHANGELOG.md": "what changed from version to version",
        "CITATION.cff": "how to cite the data, for machines",
        "LICENSE": "the licence of the code that made this release",
        "datasets/LICENSE": "the licence of the data, and whose the quotes are",
    }
)
"""Files of the checkout that go into the zip as they are, and what the README says of them."""

MADE: Mapping[str, str] = MappingProxyType(
    {
        "README.md": "this page",
        CODEBOOK: "what each column and each of its values means, with an example of each table, "
        "and which fields of UCDP GED, GTD and ACLED ask the same",
        DESCRIPTOR: "all this for programs: a [Data Package](https://datapackage.org) 2.0",
        f"{SCHEMAS}/": "what a valid row of each table is (Table Schema)",
        f"{VIEWS}/": "the same for each view",
        f"{DERIVED}/": "the same for the list of changes",
        COVERAGE: "how the documents were accounted for: of the figures, dates, words of harm, of "
        "blame and of saying, and quotations that a program finds in each (`hits`), how many a row "
        "answers (`by_row`), how many a reader looked at and found to claim nothing in scope "
        "(`reviewed`), and how many are claims that no column or value can hold yet "
        "(`not_codable`)",
        CHANGES_FILE: "every change since the first release, with the reason of each correction "
        "and withdrawal",
        CHECKSUMS: "the checksum of every other file",
    }
)
"""What else is in the zip beside tables and views; a folder ends in a slash."""

README = """\
# {title} {version}

{description}

"Indicator" means a reported measure of a threat: there are no indicators of compromise in it.
A row records that a source says something, not that it is so; figures that disagree are rows of
their own, and a blank cell means that the source does not say.

## What is in it

| table | rows | what it holds |
|---|---:|---|
{tables}

| view | rows | what it holds |
|---|---:|---|
{views}

Tables lie in `datasets/`, as they were curated. Views lie in `views/`, computed from them: each as
the package gives it unasked (so the tolls are those of the killed, by the rule `latest_exact`), and
of the force series every actor and measure.

| file | what it holds |
|---|---|
{files}

Every file is UTF-8 text; `quote` is the source's own wording, found in it from `span_start` to
`span_end`.

## Opening it

After unpacking, `sha256sum -c SHA256SUMS` tells whether every file is as it was published.

Check it with frictionless (`pip install frictionless`):

    frictionless validate {name}

Python, without unpacking (install the wheel of the same release with pip):

    import isk_indicators as isk
    isk.load("casualties")

R, in the unpacked folder:

    casualties <- read.csv("datasets/casualties.csv", na.strings = "", encoding = "UTF-8")

DuckDB, in the unpacked folder (without the list of types it takes a `yes` for true):

    SELECT * FROM read_csv('datasets/casualties.csv', auto_type_candidates = ['BIGINT', 'VARCHAR']);

pandas, without unpacking and without this package:

    pandas.read_csv(zipfile.ZipFile("{name}").open("datasets/casualties.csv"),
                    keep_default_na=False, na_values=[""])

A spreadsheet: import the CSV file as UTF-8 with commas, every column as text, rather than opening
it with a double click, which turns dates and identifiers into something else.

## Citing and reusing it

`CITATION.cff` says how to cite it. The data are under CC BY 4.0, the quotes excepted, which belong
to their publishers; see `datasets/LICENSE`.
"""


def bundle_name(root: Path) -> str:
    """Name the zip."""
    return f"isk-indicators-{version(root)}.zip"


def bundle_files(root: Path) -> dict[str, bytes]:
    """Gather the zip's members (path, with slashes, to bytes), and checksums of them all."""
    package = open_package(root)
    held = export_tables(Dataset(package))
    data = with_views(data_files(root), held)
    documents = {path: (root / path).read_bytes() for path in DOCUMENTS}
    told = {
        "README.md": _readme(root, package, held, recorded=CHANGES_FILE in data),
        CODEBOOK: codebook(package).encode(),
        COVERAGE: coverage_file(package),
    }
    files = data | documents | told
    return files | {CHECKSUMS: checksum_file(files)}


def _readme(
    root: Path, package: DataPackage, held: Sequence[ExportTable], *, recorded: bool
) -> bytes:
    files = {
        path: says
        for path, says in {**MADE, **DOCUMENTS}.items()
        if recorded or path != CHANGES_FILE
    }
    text = README.format(
        title=package.descriptor["title"],
        description=package.descriptor["description"],
        version=version(root),
        name=bundle_name(root),
        tables=_table_lines(part for part in held if not part.is_view),
        views=_table_lines(part for part in held if part.is_view),
        files="\n".join(f"| `{path}` | {says} |" for path, says in files.items()),
    )
    return text.encode()


def _table_lines(held: Iterable[ExportTable]) -> str:
    return "\n".join(f"| `{p.name}` | {len(p.rows):,} | {p.description} |" for p in held)
