"""The first stage: the descriptor, the files of the tables, and the documents."""

from __future__ import annotations

import re
import re._parser as parser  # type: ignore[import-not-found]
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from isk_indicators.changes import PROJECT, RELEASES
from isk_indicators.check import csv_table
from isk_indicators.check.csv_table import ParsedTable, Reading
from isk_indicators.check.finding import START, Finding, Message, StageResult, file_finding
from isk_indicators.check.published import CHANGELOG
from isk_indicators.download import sha256
from isk_indicators.rules.constraints import has_form
from isk_indicators.rules.proofs import declared_rules
from isk_indicators.safe_zip import (
    ALL_CELLS,
    ALL_DOCUMENTS,
    CONTENT,
    DESCRIPTION,
    DOCUMENT,
    Limits,
    read_inside,
    require_inside,
    unsafe_name_reason,
)
from isk_indicators.schema import (
    DERIVED,
    DESCRIPTOR,
    DISTRIBUTION,
    DOCUMENTS,
    IMPORTED,
    OPEN,
    OPTIONAL_TABLES,
    PROPOSALS,
    SCHEMAS,
    STATE,
    VIEWS,
    DataPackage,
    DescriptorError,
    Schema,
    every_schema,
    installed_package,
    installed_version,
    is_derived,
    known_schemas,
    open_package,
)
from isk_indicators.screen import pluralize

PINNED = ("encoding", "dialect", "format")
"""Keys of a resource that must be as the installed package has them."""

FOLDERS = {
    DOCUMENTS: DOCUMENT,
    RELEASES: CONTENT,
    SCHEMAS: DESCRIPTION,
    VIEWS: DESCRIPTION,
    DERIVED: DESCRIPTION,
}
"""The folders whose files are read whether or not the descriptor names them, with their limits."""

SOURCES = "sources"
_PLAIN_NAME = re.compile(r"[^/\\:\x00]+")


# The descriptor and the schemas


def open_supported(root: Path) -> DataPackage:
    """Open the package below ``root``.

    Raises:
        DescriptorError: the descriptor or a schema cannot be read, or the installed rules do not
            support it.
    """
    package = open_package(root, read_inside)
    reasons = [*_table_reasons(package), *_resource_reasons(package), *_constraint_reasons(package)]
    if reasons:
        raise DescriptorError("; ".join(reasons))
    require_all_inside(package)
    every_schema(package)
    schemas = {name: _with_proofs(schema) for name, schema in package.schemas.items()}
    try:
        for schema in schemas.values():  # each proof is one that the rules know
            declared_rules(schema)
    except KeyError as error:
        raise DescriptorError(
            f"a schema declares a proof with the value {error}, which the rules do not know; "
            "docs/proofs.md lists the values"
        ) from error
    return replace(package, schemas=schemas)


def require_all_inside(package: DataPackage) -> None:
    """Refuse each file that a command or frictionless may read and that is not to be read.

    Raises:
        UnsafeFileError: it links to outside of the folder, is a device or a pipe, or is too large.
    """
    root = package.root
    for resource in package.descriptor["resources"]:
        require_inside(root, resource["path"], CONTENT)
    for name in (PROJECT, CHANGELOG):
        require_inside(root, name, DESCRIPTION)
    sizes = {
        folder: sum(
            require_inside(root, f"{folder}/{path.name}", most)
            for path in sorted((root / folder).glob("*"))
        )
        for folder, most in FOLDERS.items()
    }
    Limits.require(DOCUMENTS, sizes[DOCUMENTS], ALL_DOCUMENTS, "bytes in all documents")


def _with_proofs(schema: Schema) -> Schema:
    """A schema whose known columns have the installed proofs if they declare none.

    So it is in a release from before proofs were declared; the rules read what a column declares.
    """
    known = known_schemas()[schema.table].by_name if schema.table in known_schemas() else {}
    fields = (
        field if field.proof else replace(field, proof=own.proof, cues=own.cues)
        for field in schema.fields
        for own in (known.get(field.name, field),)
    )
    return replace(schema, fields=tuple(fields))


def _table_reasons(package: DataPackage) -> Iterator[str]:
    """The tables and columns that differ; a release may leave logs out.

    A further table or column is accepted if it declares what proves it.
    """
    rules, known = _installed_rules(), known_schemas()
    names = [r["name"] for r in package.descriptor["resources"] if not is_derived(r)]
    for name in sorted(known.keys() - {*names, *OPTIONAL_TABLES}):
        yield f"{DESCRIPTOR} has no resource {name}"
    for name in sorted(set(names)):
        schema = package.schemas[name]
        if names.count(name) > 1:
            yield f"{DESCRIPTOR} has the resource {name} twice"
        elif name in known:
            yield from _column_reasons(schema, known[name])
        elif not all(field.proof for field in schema.fields):
            yield (
                f"{DESCRIPTOR} has a resource {name} that {rules} do not know; declare what proves "
                "each of its columns"
            )


def _installed_rules() -> str:
    return f"the installed rules ({DISTRIBUTION} {installed_version()})"


def _column_reasons(schema: Schema, known: Schema) -> Iterator[str]:
    rules = _installed_rules()
    further = {f.name for f in schema.fields if f.proof} - {*known.names}
    found = {(f.name, f.type) for f in schema.fields if f.name not in further}
    expected = {(f.name, f.type) for f in known.fields}
    where = f"the schema of {schema.table}"
    for name, kind in sorted(found - expected):
        yield f"{where} has {name} of type {kind}, which {rules} do not know"
    for name, kind in sorted(expected - found):
        yield f"{where} lacks {name} of type {kind}, which {rules} need"
    if len(schema.fields) != len(schema.by_name):
        yield f"{where} has a column twice"
    keys = {key for key in schema.foreign_keys if key.field not in further}
    if (schema.key, keys) != (known.key, set(known.foreign_keys)):
        yield f"{where} has other keys than {rules} know"


def _resource_reasons(package: DataPackage) -> Iterator[str]:
    pinned = installed_package().descriptor["resources"][0]  # one format for all
    paths = [resource.get("path") for resource in package.descriptor["resources"]]
    for resource in package.descriptor["resources"]:
        name, path = resource["name"], resource.get("path")
        is_file = isinstance(path, str) and not unsafe_name_reason(path) and path.endswith(".csv")
        if not is_file or paths.count(path) > 1:
            yield f"resource {name} needs a path of its own to a CSV file inside the folder"
        for key in PINNED:
            if resource.get(key) != pinned.get(key):
                yield f"resource {name} has another {key} than this format, which is fixed"


def _constraint_reasons(package: DataPackage) -> Iterator[str]:
    for schema in package.schemas.values():
        for column in schema.fields:
            where = f"{schema.table}.{column.name}"
            if fault := pattern_fault(column.pattern or ""):
                yield f"the pattern of {where} cannot be used: {fault}"
            for value in column.enum:
                if not has_form(column.type, value):
                    yield f"the enumeration of {where} has {value!r}, which is no {column.type}"


# The patterns of the schemas

MOST_WAYS = 10_000
"""In how many ways a text may be shared out among the optional parts of a pattern."""

_OPEN_ENDED = 100
"""A repeat with so much between its least and its most counts as one without a most."""

_Item = tuple[Any, Any]
"""A part of a parsed pattern: its kind and what it consists of."""

_CHARACTERS = (*range(256), 0x2603)
"""The characters by which two sets of a pattern are compared; the last one is for all others."""


class _Growth:
    """How much longer a pattern may take than the text is long.

    Python tries all ways to share a text out among the parts of a pattern. Their number is limited
    here: open-ended repeats that accept the same characters have another character between them, a
    group that is repeated begins with a character of its own, and optional parts are few.
    """

    def __init__(self) -> None:
        self._ways = 1

    def follow(self, items: Iterable[_Item], before: list[_Item]) -> list[_Item]:
        """Go through a sequence after the open-ended repeats ``before``; return those still open.

        Raises:
            ValueError: it may take too long.
        """
        still_open = before
        for kind, argument in items:
            match str(kind):
                case single if single in _SINGLE:
                    still_open = _without_closed(still_open, (kind, argument))
                case "MAX_REPEAT" | "MIN_REPEAT":
                    still_open = self._repeat(argument, still_open)
                case "SUBPATTERN":
                    still_open = self.follow(argument[-1], still_open)
                case "BRANCH":
                    self._choose(len(argument[1]))
                    ends = [self.follow(branch, still_open) for branch in argument[1]]
                    still_open = [item for end in ends for item in end]
                case "AT":
                    pass
                case _:
                    raise ValueError("it looks around or back: write what the cell contains")
        return still_open

    def _choose(self, ways: int) -> None:
        self._ways *= ways
        if self._ways > MOST_WAYS:
            raise ValueError("it has too many optional parts: require more, or allow any text")

    def _repeat(self, repeat: tuple[int, int, Any], before: list[_Item]) -> list[_Item]:
        least, most, body = repeat
        if most == 1:
            self._choose(2 - least)
            return [*before, *self.follow(body, before)]
        if len(body) != 1 or str(body[0][0]) not in _SINGLE:
            return self._repeat_group(body, before)
        after = _without_closed(before, body[0]) if least else before
        if most - least < _OPEN_ENDED:
            self._choose(most - least + 1)
            return after
        if any(_overlap(item, body[0]) for item in after):
            raise ValueError(
                "two repeats accept the same character: put another character between them"
            )
        return [*after, body[0]]

    def _repeat_group(self, body: Iterable[_Item], before: list[_Item]) -> list[_Item]:
        inner = _Growth()
        inner.follow(body, [])
        parts, characters = _flat(body), [*_characters(body)]
        begins_alone = bool(parts) and str(parts[0][0]) in _SINGLE
        others = (*characters[1:], *before)
        if inner._ways > 1 or not begins_alone or any(_overlap(parts[0], o) for o in others):
            raise ValueError(
                "it repeats a group that does not begin with a character of its own, such as "
                "(:[a-z]+)*"
            )
        return [*before, *self.follow(body, before), parts[0]]


_SINGLE = ("LITERAL", "NOT_LITERAL", "IN", "ANY")
"""The kinds of parts that are one character."""


def _flat(items: Iterable[_Item]) -> list[_Item]:
    """The parts of a sequence, those of its groups among them."""
    return [
        part
        for kind, argument in items
        for part in (_flat(argument[-1]) if str(kind) == "SUBPATTERN" else [(kind, argument)])
    ]


def _characters(items: Iterable[_Item]) -> Iterator[_Item]:
    """The sets of characters in a sequence without alternatives."""
    for kind, argument in _flat(items):
        if str(kind) in _SINGLE:
            yield kind, argument
        elif str(kind).endswith("REPEAT"):
            yield from _characters(argument[-1])


def pattern_fault(pattern: str) -> str | None:
    """Say why a pattern cannot be used, or may take far longer than a cell is long."""
    growth = _Growth()
    try:
        re.compile(pattern)
        parsed = parser.parse(pattern)
        growth.follow(parsed, [])
    except (re.error, ValueError, OverflowError) as error:
        return str(error)
    except RecursionError:
        return "its groups are nested too deeply"
    if parsed.state.flags & ~re.UNICODE:
        return "it sets a flag: write out what it means"
    return None


def _without_closed(still_open: Iterable[_Item], item: _Item) -> list[_Item]:
    return [other for other in still_open if _overlap(other, item)]


def _overlap(one: _Item, other: _Item) -> bool:
    """Whether two sets of characters may share one."""
    return any(_accepts(one, code) and _accepts(other, code) for code in _CHARACTERS)


def _accepts(item: _Item, code: int) -> bool:
    kind, argument = item
    match str(kind):
        case "LITERAL":
            return bool(code == argument)
        case "NOT_LITERAL":
            return bool(code != argument)
        case "RANGE":
            return bool(argument[0] <= code <= argument[1])
        case "IN" if str(argument[0][0]) == "NEGATE":
            return not all(_accepts(part, code) for part in argument[1:])
        case "IN":
            return any(_accepts(part, code) for part in argument)
    return True  # a category such as \\w, or any character


# The files of the tables


@dataclass
class Files(StageResult):
    """The result of the first stage, with the tables and the documents that can be read.

    Attributes:
        tables: The readable part of each table.
        texts: The text of each document that is the one described, by source id.
        documents: Its file, relative to the folder, by source id.
    """

    tables: dict[str, ParsedTable] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    documents: dict[str, str] = field(default_factory=dict)


def inspect_files(package: DataPackage) -> Files:
    """Read every file of the package; rejected cells are blank in the tables."""
    result = Files()
    documents = {
        path.name: path.read_bytes()
        for path in sorted((package.root / DOCUMENTS).glob("*.txt"))
        if path.is_file()
    }
    texts = (data.decode("utf-8", "ignore") for data in documents.values())
    printed = frozenset[str]().union(*texts)
    cells = 0
    for table in package.schemas:
        _inspect_table(result, package, table, printed)
        cells += result.tables[table].parsed.size if table in result.tables else 0
        Limits.require(package.relative(table), cells, ALL_CELLS, "cells in the tables up to it")
    if SOURCES in result.tables:
        _inspect_documents(result, package.root, documents)
    elif SOURCES in package.schemas:
        result.not_checked.append("the documents and every quote (sources cannot be read)")
    known = {package.relative(table) for table in package.schemas}
    absent = {file.casefold() for file in known if not (package.root / file).is_file()}
    for file in _csv_files(package):
        if file not in known and file.casefold() not in absent:
            advice = "Move the file elsewhere, or name it in datapackage.json with a schema."
            name = PurePosixPath(file).name
            message = Message("a table of datapackage.json", advice, name)
            result.findings.append(file_finding("stray-file", file, START, message))
    return result


class ProposalFile(NamedTuple):
    """A file of proposals: its source, its table, its path in the package and its bytes."""

    source_id: str
    table: str
    file: str
    data: bytes

    def read(self, package: DataPackage) -> Reading:
        """Read its cells."""
        return csv_table.read(package.schemas[self.table].of_proposals, self.file, self.data)


def proposal_files(package: DataPackage) -> Iterator[ProposalFile]:
    """The files of proposals.

    Raises:
        UnsafeFileError: one is not a regular file inside of the folder, or is too large.
    """
    for path in sorted((package.root / PROPOSALS).glob("*/*.csv")):
        if path.stem in package.schemas:
            file = path.relative_to(package.root).as_posix()
            data = read_inside(package.root, file, CONTENT)
            yield ProposalFile(path.parent.name, path.stem, file, data)


def open_proposals(package: DataPackage) -> Iterator[str]:
    """For each source how many proposals are open, in words."""
    counts: Counter[str] = Counter()
    for file in proposal_files(package):
        table = file.read(package).table
        states = table.texts(STATE) if table else ()
        counts[file.source_id] += sum(state in (OPEN, IMPORTED) for state in states)
    for source_id, count in counts.items():
        if count:
            are_open = pluralize(count, "proposal is", "proposals are")
            yield f"{PROPOSALS}/{source_id}: {are_open} open"


def _inspect_table(
    result: Files, package: DataPackage, table: str, printed: Collection[str]
) -> None:
    file, path = package.relative(table), package.path(table)
    if not path.is_file():
        near = next((f for f in _csv_files(package) if f.casefold() == file.casefold()), None)
        advice = (
            f"Rename {near} to {file}." if near else "Restore the file, if only with its header."
        )
        message = Message(f"a file {file}", advice, near or "no file")
        result.findings.append(file_finding("missing-file", file, START, message))
        result.not_checked.append(f"{file} (no such file)")
        return
    read = csv_table.read(package.schemas[table], file, path.read_bytes())
    result.findings += read.findings
    result.not_checked += read.not_checked
    if read.table is not None:
        result.findings += csv_table.check_cells(read.table, printed)
        result.tables[table] = read.table


def _csv_files(package: DataPackage) -> list[str]:
    """Every CSV file in the folders of the tables."""
    folders = {PurePosixPath(package.relative(table)).parent for table in package.schemas}
    paths = [path for folder in folders for path in (package.root / folder).glob("*")]
    inside = [path.relative_to(package.root) for path in paths]
    return sorted(path.as_posix() for path in inside if path.suffix.lower() == ".csv")


# The documents


def _inspect_documents(result: Files, root: Path, documents: dict[str, bytes]) -> None:
    """Compare each row of sources with its document, and each document with the rows.

    The text of a document that is not the one described is left out: each quote would be wrong.
    """
    sources = result.tables[SOURCES]
    count = len(sources.frame)
    named = {sources.text(row, "file").strip() for row in range(count)}
    loose = {sha256(data): name for name, data in documents.items() if name not in named}
    for row in range(count):
        _inspect_source(result, root, sources, row, loose)
    repeated = Counter(_source(sources, row) for row in range(count))
    for source in [id_ for id_ in result.texts if repeated[id_] > 1]:
        del result.texts[source], result.documents[source]
        result.not_checked.append(f"the words of {source} (two sources have that id)")
    if sources.unreadable or not sources.records or "file" not in sources.columns:
        result.not_checked.append("whether each document has a row of sources")
        return
    for name in loose.values():
        advice = "Describe the document in a row of sources, or remove it."
        message = Message("a row of sources", advice, name)
        finding = file_finding("document-undeclared", f"{DOCUMENTS}/{name}", START, message)
        result.findings.append(finding)


def _source(sources: ParsedTable, row: int) -> str:
    return sources.row_id(row) or f"the source on line {sources.position(row, None)[0]}"


def _inspect_source(
    result: Files, root: Path, sources: ParsedTable, row: int, loose: dict[str, str]
) -> None:
    named, stated = sources.value(row, "file"), sources.value(row, "sha256") or ""
    pattern = sources.schema.by_name["file"].pattern or ".*"
    if named and not (re.fullmatch(pattern, named) and _PLAIN_NAME.fullmatch(named)):
        named = None  # no file's name, which is reported elsewhere
    file = named if named is not None and (root / DOCUMENTS / named).is_file() else None
    if file is None or sha256((root / DOCUMENTS / file).read_bytes()) != stated:
        meant = loose.pop(stated, None)  # the document with the row's hash
        if named is not None and (file is None or meant is not None):
            advice = f"Put the document into {DOCUMENTS}/, or correct the file's name."
            if meant is not None:
                advice = f"Type {meant}: it is the document of this hash."
            message = Message(f"a file {DOCUMENTS}/{meant or named}", advice)
            result.findings.append(_reject(sources, "document-missing", row, "file", message))
        file = meant or file
    if file is None:
        why = "its file is not named" if named is None else f"no file {DOCUMENTS}/{named}"
        result.not_checked.append(f"the words of {_source(sources, row)} ({why})")
        return
    _compare(result, sources, row, root / DOCUMENTS / file)


def _reject(sources: ParsedTable, rule: str, row: int, name: str, message: Message) -> Finding:
    sources.invalidate(row, name)
    return sources.at_cell(rule, row, name, message)


def _compare(result: Files, sources: ParsedTable, row: int, path: Path) -> None:
    """Compare a row with its document."""
    source, data = _source(sources, row), path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        found = f"byte {error.object[error.start]:02X} at offset {error.start}"
        advice = "Restore the document, or take it in anew as UTF-8 and re-anchor its spans."
        message = Message("a document in UTF-8", advice, found)
        result.findings.append(_reject(sources, "document-encoding", row, "file", message))
        result.not_checked.append(f"the words of {source} (its document is not UTF-8)")
        return
    digest, stated = sha256(data), sources.value(row, "sha256")
    if stated != digest:
        result.not_checked.append(f"the words of {source} (its document is not the one described)")
        if stated is not None and re.fullmatch("[0-9a-f]{64}", stated):
            advice = (
                f"{DOCUMENTS}/{sources.text(row, 'file')} is not the document that this row "
                "describes: restore the file, or, if the document is meant to change, type its "
                "hash and length and check its spans."
            )
            result.findings.append(
                _reject(sources, "document-hash", row, "sha256", Message(digest, advice))
            )
        return
    result.texts[source], result.documents[source] = text, f"{DOCUMENTS}/{path.name}"
    length = sources.value(row, "characters")
    if length is not None and csv_table.whole_number(length) not in (None, len(text)):
        advice = f"Type {len(text)}: the document's length in code points."
        message = Message(str(len(text)), advice)
        result.findings.append(_reject(sources, "document-length", row, "characters", message))
