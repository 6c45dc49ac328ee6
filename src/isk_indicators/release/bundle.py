"""The zip for readers without Python: the data package, and what a reader must know of it.

What lives here: which documents go beside the data, and the zip's own README, written from the
descriptor. What must not: the data files themselves (``contents``). To add a document, name it in
``DOCUMENTS``.
"""

from __future__ import annotations

from pathlib import Path

from isk_indicators.checksums import CHECKSUMS, checksum_file
from isk_indicators.release.codebook import CODEBOOK, codebook
from isk_indicators.release.contents import data_files, read_rows, released_tables
from isk_indicators.release.coverage import COVERAGE, coverage_file
from isk_indicators.release.project import version
from isk_indicators.schema import DataPackage, open_package

DOCUMENTS = ("CHANGELOG.md", "CITATION.cff", "LICENSE", "datasets/LICENSE")
"""Files of the checkout that go into the zip as they are."""

README = """\
# {title} {version}

{description}

"Indicator" means a reported measure of a threat: there are no indicators of compromise in it.
A row records that a source says something, not that it is so; figures that disagree are rows of
their own, and a blank cell means that the source does not say.

| table | rows | what it holds |
|---|---:|---|
{tables}

`codebook.md` says what each column and each of its values means, with an example of each table, and
which fields of UCDP GED, GTD and ACLED ask the same. `datapackage.json` and `schemas/` say it for
programs.
Every file is UTF-8 text; `quote` is the source's own wording, found in it from `span_start` to
`span_end`.

`coverage.csv` tells how the documents were accounted for: of the figures, dates, words of harm, of
blame and of saying, and quotations that a program finds in each (`hits`), how many a row answers
(`by_row`), and how many a reader looked at and found to claim nothing in scope (`reviewed`).

`changes.csv` lists every change since the first release, with the reason of each correction and of
each withdrawal; the first release has none.

## Opening it

After unpacking, `sha256sum -c SHA256SUMS` tells whether every file is as it was published.

Check it with frictionless (`pip install frictionless`):

    frictionless validate {name}

Python, without unpacking (install the wheel of the same release with pip):

    import isk_indicators as isk
    isk.load("casualties")

R, in the unpacked folder:

    casualties <- read.csv("datasets/casualties.csv", na.strings = "", encoding = "UTF-8")

DuckDB, in the unpacked folder:

    SELECT * FROM read_csv('datasets/casualties.csv', header = true);

A spreadsheet: import the CSV file as UTF-8 with commas, every column as text, rather than opening
it with a double click, which turns dates and identifiers into something else.

## Citing and reusing it

`CITATION.cff` says how to cite it. The data are under CC BY 4.0, the quotes excepted, which belong
to their publishers; see `datasets/LICENSE`. What changed since the last version stands in
`CHANGELOG.md`.
"""


def bundle_name(root: Path) -> str:
    """Name the zip."""
    return f"isk-indicators-{version(root)}.zip"


def bundle_files(root: Path) -> dict[str, bytes]:
    """Gather the zip's members (path, with slashes, to bytes), and checksums of them all."""
    package = open_package(root)
    documents = {path: (root / path).read_bytes() for path in DOCUMENTS}
    told = {
        "README.md": _readme(root),
        CODEBOOK: codebook(package).encode(),
        COVERAGE: coverage_file(package),
    }
    files = data_files(root) | documents | told
    return files | {CHECKSUMS: checksum_file(files)}


def _readme(root: Path) -> bytes:
    package = open_package(root)
    text = README.format(
        title=package.descriptor["title"],
        description=package.descriptor["description"],
        version=version(root),
        name=bundle_name(root),
        tables=_table_lines(package),
    )
    return text.encode()


def _table_lines(package: DataPackage) -> str:
    descriptions = {r["name"]: r["description"] for r in package.descriptor["resources"]}
    return "\n".join(
        f"| `{table}` | {len(read_rows(package, table)):,} | {descriptions[table]} |"
        for table in released_tables(package)
    )
