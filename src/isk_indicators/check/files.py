"""The first stage: each CSV file as it is written, and the documents beside them.

What lives here: which files there should be and are. What must not: the inside of a table's file
(``table_file``) or of a document (``documents``). No file that is not exactly what the release
would write passes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from isk_indicators.check import decode, documents, table_file
from isk_indicators.check.finding import Finding, Message, file_finding
from isk_indicators.check.standing import Standing
from isk_indicators.schema import DataPackage


@dataclass
class Files:
    """What the first stage leaves: the tables that stand, the documents, and what was found.

    The documents are there by source, their texts and their files (relative to the folder).
    """

    tables: dict[str, Standing] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    not_checked: list[str] = field(default_factory=list)


def inspect(package: DataPackage) -> Files:
    """Look at every file of the package; cells at fault are blanked in what stands."""
    result = Files()
    printed = documents.printed(package.root)
    for table in package.schemas:
        _inspect_table(result, package, table, printed)
    if documents.SOURCES in result.tables:
        found = documents.inspect(package.root, result.tables[documents.SOURCES])
        result.texts = found.texts
        result.documents = found.files
        result.findings += found.findings
        result.not_checked += found.not_checked
    elif documents.SOURCES in package.schemas:
        result.not_checked.append("the documents and every quote (sources cannot be read)")
    result.findings += _strays(package)
    return result


def _inspect_table(
    result: Files, package: DataPackage, table: str, printed: Collection[str]
) -> None:
    file = package.relative(table)
    if not package.path(table).is_file():
        result.findings.append(_missing(package, file))
        result.not_checked.append(f"{file} (no such file)")
        return
    read = table_file.read(package.schemas[table], file, package.path(table).read_bytes(), printed)
    result.findings += read.findings
    result.not_checked += read.not_checked
    if read.standing is not None:
        result.tables[table] = read.standing


def _missing(package: DataPackage, file: str) -> Finding:
    near = next((f for f in _csv_files(package) if f.casefold() == file.casefold()), None)
    message = f"Rename {near} to {file}." if near else "Restore the file, if only with its header."
    words = Message(f"a file {file}", message, near or "no file")
    return file_finding("missing-file", file, decode.START, words)


def _csv_files(package: DataPackage) -> list[str]:
    """Every CSV file in the folders where the tables are."""
    folders = {PurePosixPath(package.relative(table)).parent for table in package.schemas}
    paths = [path for folder in folders for path in (package.root / folder).glob("*")]
    inside = [path.relative_to(package.root) for path in paths]
    return sorted(path.as_posix() for path in inside if path.suffix.lower() == ".csv")


def _strays(package: DataPackage) -> Iterator[Finding]:
    known = {package.relative(table) for table in package.schemas}
    absent = {file.casefold() for file in known if not (package.root / file).is_file()}
    for file in _csv_files(package):
        if file not in known and file.casefold() not in absent:
            message = "Move the file elsewhere, or name it in datapackage.json with a schema."
            words = Message("a table of datapackage.json", message, PurePosixPath(file).name)
            yield file_finding("stray-file", file, decode.START, words)
