"""Mutants for the rules on coverage and history, and valid changes of the same kind."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from hypothesis import strategies as st

from isk_indicators.check.package import SOURCES
from isk_indicators.detectors import Hit, find_hits
from isk_indicators.download import CHECKSUMS, checksum_file
from isk_indicators.schema import INTERNAL_TABLES
from tests.mutants.clean import (
    CHANGELOG,
    LEDGER,
    Clean,
    Mutant,
    Place,
    Row,
    Site,
    any_cell,
    breaks,
    clean_package,
    joined,
    listed,
    spares,
)


class Sentence(NamedTuple):
    """A sentence that announces one thing, by its only hit."""

    text: str
    hit: str


PLANTED = {
    "figure": [
        Sentence("There were seven markets in the town.", "seven"),
        Sentence("The town had more than 1,200 houses.", "more than 1,200"),
        Sentence("Dozens of shops stood there.", "Dozens"),
    ],
    "date": [
        Sentence("It rained in March 2019.", "March 2019"),
        Sentence("The road was built in 2008.", "2008"),
        Sentence("The bridge opened on 3 May.", "3 May"),
    ],
    "harm": [
        Sentence("Farmers were wounded there.", "wounded"),
        Sentence("The men were killed at night.", "killed"),
    ],
    "attribution": [
        Sentence("The group was behind the blast.", "was behind"),
        Sentence("The attack was carried out by militants.", "carried out"),
    ],
    "reporting": [
        Sentence("It was fine, an official said.", "said"),
        Sentence("The ministry warned of it.", "warned"),
    ],
    "quotation": [
        Sentence("He wrote: “The town is quiet and the road is open.”", "The town"),
    ],
}


def _plant(clean: Clean, source: Row, sentence: Sentence, kind: str | None) -> Mutant:
    """A document with a sentence as its last line; reported if a kind is given."""
    text = f"{clean.texts[source.id]}\n"
    line = text.count("\n") + 1
    reported = Place(f"open-{kind}", clean.document(source), line, _column(sentence), None)
    return clean.document_is(source, f"{text}{sentence.text}\n", *([reported] if kind else []))


def _column(sentence: Sentence) -> int:
    return sentence.text.index(sentence.hit) + 1


def _planted(kind: str) -> None:
    @breaks(f"open-{kind}")
    def a_sentence_that_no_row_answers(draw: st.DrawFn, clean: Clean) -> Mutant:
        source = draw(st.sampled_from(clean.tables[SOURCES]))
        return _plant(clean, source, draw(st.sampled_from(PLANTED[kind])), kind)

    @breaks(f"open-{kind}")
    def a_reviewed_passage_taken_away(draw: st.DrawFn, clean: Clean) -> Mutant:
        row, hit = draw(st.sampled_from(_excused(kind)))
        text = clean.texts[row["source_id"]]
        line = text.count("\n", 0, hit.start) + 1
        column = hit.start - text.rfind("\n", 0, hit.start)
        document = clean.document(clean.row(SOURCES, row["source_id"]))
        return clean.without(row, Place(f"open-{kind}", document, line, column, None))

    @spares(f"open-{kind}")
    def a_sentence_with_its_reviewed_passage(draw: st.DrawFn, clean: Clean) -> Mutant:
        source = draw(st.sampled_from(clean.tables[SOURCES]))
        return _answered(clean, source, draw(st.sampled_from(PLANTED[kind])), kind)


def _answered(clean: Clean, source: Row, sentence: Sentence, kind: str) -> Mutant:
    """A document with a sentence more, and the passage that excuses it."""
    start = len(clean.texts[source.id]) + len("\n")
    end = start + len(sentence.text)
    span = {"source_id": source.id, "span_start": str(start), "span_end": str(end)}
    cells = {**span, "quote": sentence.text, "kind": kind, "reason": "other_subject"}
    return joined(
        f"{sentence.text!r} with its passage",
        _plant(clean, source, sentence, None),
        clean.add("reviewed", cells),
    )


@lru_cache(maxsize=16)
def _excused(kind: str) -> list[tuple[Row, Hit]]:
    """The passages that alone excuse just one hit of their kind, each with that hit."""
    clean = clean_package()
    found = []
    for row in clean.rows("reviewed", where=lambda r: r["kind"] == kind):
        inside = [hit for hit in _hits(row["source_id"], kind) if _holds(row, hit)]
        others = clean.rows("reviewed", where=lambda r, row=row: _is_beside(r, row))
        if len(inside) == 1 and not any(_holds(other, inside[0]) for other in others):
            found.append((row, inside[0]))
    return found


@lru_cache(maxsize=64)
def _hits(source: str, kind: str) -> list[Hit]:
    return [hit for hit in find_hits(clean_package().texts[source]) if hit.kind == kind]


def _is_beside(row: Row, other: Row) -> bool:
    same = all(row[name] == other[name] for name in ("source_id", "kind"))
    return same and row.number != other.number


def _holds(row: Row, hit: Hit) -> bool:
    return int(row["span_start"]) <= hit.start and hit.end <= int(row["span_end"])


for _kind in PLANTED:
    _planted(_kind)


@spares(*(f"open-{kind}" for kind in PLANTED))
def a_sentence_that_announces_nothing(draw: st.DrawFn, clean: Clean) -> Mutant:
    source = draw(st.sampled_from(clean.tables[SOURCES]))
    text = draw(st.sampled_from(["The sky is blue.", "They sang.", "The road ran along a river."]))
    return clean.document_is(source, f"{clean.texts[source.id]}\n{text}\n")


# Excuses


@breaks("reviewed-stale")
def a_passage_that_excuses_nothing(draw: st.DrawFn, clean: Clean) -> Mutant:
    """Words within which, or over which, no hit of the kind is."""
    source = draw(st.sampled_from(sorted(clean.texts)))
    kind = draw(st.sampled_from(sorted(PLANTED)))
    words = [w for w in _words(clean.texts[source]) if not _touched(source, kind, *w)]
    start, end = draw(st.sampled_from(words))
    cells = {**clean.span(source, start, end), "kind": kind, "reason": "general"}
    return clean.add("reviewed", cells, ("reviewed-stale", "kind"))


@breaks("not-codable-note")
def a_passage_that_cannot_be_coded_without_a_word_why(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["reviewed"]))
    cells = {"reason": "not_codable", "note": ""}
    return clean.put(row, cells, ("not-codable-note", "note"))


@spares("not-codable-note")
def a_passage_that_cannot_be_coded_with_its_note(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["reviewed"]))
    return clean.put(row, {"reason": "not_codable", "note": "No column holds an age."})


def _words(text: str) -> list[tuple[int, int]]:
    """Where runs of plain letters between single blanks are."""
    found, start = [], 0
    for word in text.replace("\n", " ").split(" "):
        if word.isascii() and word.isalpha():
            found.append((start, start + len(word)))
        start += len(word) + 1
    return found


def _touched(source: str, kind: str, start: int, end: int) -> bool:
    return any(hit.start < end and start < hit.end for hit in _hits(source, kind))


@spares("reviewed-stale")
def a_passage_that_excuses_a_hit(draw: st.DrawFn, clean: Clean) -> Mutant:
    source = draw(st.sampled_from(clean.tables[SOURCES]))
    kind = draw(st.sampled_from(sorted(PLANTED)))
    return _answered(clean, source, draw(st.sampled_from(PLANTED[kind])), kind)


EARLIER, OLD, PATCH, MINOR, MAJOR = "3.4.4", "3.4.5", "3.4.6", "3.5.0", "4.0.0"
OPEN = (f"{PATCH}.dev0", f"{MINOR}.dev0")
"""Development versions after ``OLD``."""
NOTHING: frozenset[Place] = frozenset()

Files = Mapping[str, bytes]
PROJECT = "pyproject.toml"


def project(clean: Clean, version: str) -> dict[str, bytes]:
    """The project at a version."""
    text = clean.data[PROJECT].decode("utf-8")
    found = re.sub(r'^version = ".*"$', f'version = "{version}"', text, count=1, flags=re.MULTILINE)
    return {PROJECT: found.encode("utf-8")}


def changelog(heading: str, words: str = "- New.") -> dict[str, bytes]:
    """A changelog of one entry."""
    return {CHANGELOG: f"# Changelog\n\n## {heading}\n\n{words}\n".encode()}


def checkout(clean: Clean, version: str, words: str = "- New.") -> dict[str, bytes]:
    """The package at a version, with an entry for it."""
    heading = "[Unreleased]" if version in OPEN else f"[{version}]"
    return {**project(clean, version), **changelog(heading, words)}


def path(version: str) -> str:
    """Where the zip of a version is."""
    return f"releases/isk-indicators-{version}.zip"


def release(
    clean: Clean,
    version: str,
    other: Mapping[str, bytes | None],
    more: Files = MappingProxyType({}),
) -> dict[str, bytes]:
    """A published zip: the clean tables and schemas, some files otherwise.

    ``more`` are files that its checksums do not list.
    """
    descriptor = json.loads(clean.data["datapackage.json"]) | {"version": version}
    files = {
        name: data for name, data in clean.data.items() if name.startswith(("datasets", "schemas"))
    }
    files |= {"datapackage.json": json.dumps(descriptor).encode()}
    files |= {name: data for name, data in other.items() if data is not None}
    files |= {CHECKSUMS: checksum_file(files)}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, data in {**files, **more}.items():
            archive.writestr(name, data)
    return {path(version): out.getvalue()}


def mutant(change: str, *files: Mapping[str, bytes | None], reported: frozenset[Place]) -> Mutant:
    """A package with these files besides, or in the place of its own."""
    return Mutant(change, {name: data for some in files for name, data in some.items()}, reported)


def version_place(clean: Clean, rule: str) -> Place:
    """Where the version is given."""
    lines = clean.data[PROJECT].decode("utf-8").split("\n")
    line = next(at for at, text in enumerate(lines, start=1) if text.startswith('version = "'))
    return Place(rule, PROJECT, line, len("version = ") + 1, None)


def column_place(clean: Clean, rule: str, table: str, column: str) -> Place:
    """Where a schema names a column."""
    file = f"schemas/{table}.json"
    lines = clean.data[file].decode("utf-8").split("\n")
    named = f'"name": "{column}"'
    line, text = next(pair for pair in enumerate(lines, start=1) if named in pair[1])
    return Place(rule, file, line, text.index(named) + 1, column)


def _with_id(clean: Clean) -> list[Row]:
    return clean.rows(where=lambda row: clean.package.schemas[row.table].id_field is not None)


def _site(draw: st.DrawFn, clean: Clean) -> Site:
    """A cell that a release may have had otherwise: of a row with an id, and no place of a span."""
    rows = {(row.table, row.number) for row in _with_id(clean)}
    return any_cell(
        draw,
        clean.cells(
            lambda site: (
                (site.row.table, site.row.number) in rows
                and not clean.is_key(site)
                and not site.field.name.startswith("span_")
            )
        ),
    )


def _corrected(draw: st.DrawFn, clean: Clean) -> tuple[Site, dict[str, bytes]]:
    """A cell, and the release that had another text in it."""
    site = _site(draw, clean)
    others = [f"{site.text} of old"] if site.text else ["of old"]
    if site.text and site.field.separator is None:  # a list that was blank is extended
        others.append("")
    other = draw(st.sampled_from(others))
    return site, release(clean, OLD, clean.put(site.row, {site.field.name: other}).files)


def _reason(clean: Clean, site: Site, version: str) -> Mutant:
    cells = {"release": version, "table_name": site.row.table, "row_id": site.row.id}
    cells |= {"column_name": site.field.name, "reason": "A slip."}
    return clean.add("corrections", cells)


@breaks("history-reason")
def a_corrected_cell(draw: st.DrawFn, clean: Clean) -> Mutant:
    site, old = _corrected(draw, clean)
    version = draw(st.sampled_from([PATCH, MINOR, MAJOR, *OPEN]))
    reported = clean.place("history-reason", site.row, site.field.name)
    change = f"{site.row} {site.field.name} is corrected since {OLD}, in {version}"
    return mutant(change, old, checkout(clean, version), reported=frozenset({reported}))


@breaks("history-reason")
def a_reason_of_another_release(draw: st.DrawFn, clean: Clean) -> Mutant:
    site, old = _corrected(draw, clean)
    reported = clean.place("history-reason", site.row, site.field.name)
    log = _reason(clean, site, draw(st.sampled_from([OLD, MINOR]))).files
    change = f"{site.row} {site.field.name} is corrected since {OLD}, with a reason of another"
    return mutant(change, old, checkout(clean, PATCH), log, reported=frozenset({reported}))


@breaks("history-reason")
def a_reason_for_nothing(draw: st.DrawFn, clean: Clean) -> Mutant:
    log = _reason(clean, _site(draw, clean), PATCH)
    file = clean.file("corrections")
    line = next(
        text for text in (log.files[file] or b"").decode().split("\n") if text.startswith(PATCH)
    )
    before = ",".join(line.split(",")[:3])
    number = (log.files[file] or b"").decode().split("\n").index(line) + 1
    reported = Place("history-reason", file, number, len(before) + 2, "column_name")
    old = release(clean, OLD, {})
    return mutant(
        "a reason only", old, checkout(clean, PATCH), log.files, reported=frozenset({reported})
    )


@spares("history-reason")
def a_corrected_cell_with_its_reason(draw: st.DrawFn, clean: Clean) -> Mutant:
    site, old = _corrected(draw, clean)
    version = draw(st.sampled_from([PATCH, *OPEN]))
    release = PATCH if version == PATCH else draw(st.sampled_from([PATCH, MINOR, MAJOR]))
    log = _reason(clean, site, release).files
    change = f"{site.row} {site.field.name} is corrected since {OLD}, with a reason"
    return mutant(change, old, checkout(clean, version), log, reported=NOTHING)


@spares("history-reason", "history-version")
def a_list_with_a_value_more(draw: st.DrawFn, clean: Clean) -> Mutant:
    site = any_cell(draw, clean.cells(lambda site: bool(site.field.separator and site.text)))
    values = site.text.split(site.field.separator)
    old = (site.field.separator or "").join(draw(st.permutations(values))[1:])
    files = release(clean, OLD, clean.put(site.row, {site.field.name: old}).files)
    version = draw(st.sampled_from([MINOR, *OPEN]))
    return mutant(f"{site.row} had {old!r}", files, checkout(clean, version), reported=NOTHING)


@spares("history-reason")
def a_moved_span(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from([row for row in _with_id(clean) if "span_start" in row]))
    old = clean.put(row, {"span_start": "0", "span_end": "9"}).files
    files = release(clean, OLD, old), checkout(clean, PATCH)
    return mutant(f"{row} stood elsewhere", *files, reported=NOTHING)


# Ids


def _more(draw: st.DrawFn, clean: Clean) -> tuple[Row, Mutant]:
    """A row, and its table with a row more that says the same under the last id there is."""
    row = draw(st.sampled_from(_with_id(clean)))
    id_field = next(iter(row))
    last = row.id.rstrip("0123456789") + "9" * len(row.id.split("-")[1])
    return Row(row.table, -1, {**row, id_field: last}), clean.add(
        row.table, {**row, id_field: last}
    )


@breaks("history-vanished")
def a_row_that_is_gone(draw: st.DrawFn, clean: Clean) -> Mutant:
    gone, old = _more(draw, clean)
    reported = Place("history-vanished", clean.file(gone.table), 1, 1, None)
    log: dict[str, bytes | None] = {}
    if draw(st.booleans()):
        cells = {"table_name": gone.table, "row_id": gone.id, "release": MINOR, "reason": "Twice."}
        log = {**clean.add("withdrawn", cells).files}
    files = release(clean, OLD, old.files), checkout(clean, MAJOR), log
    return mutant(f"{gone.table} had {gone.id}", *files, reported=frozenset({reported}))


@spares("history-vanished", "history-reused")
def a_row_that_is_withdrawn(draw: st.DrawFn, clean: Clean) -> Mutant:
    gone, old = _more(draw, clean)
    cells = {"table_name": gone.table, "row_id": gone.id, "release": MAJOR, "reason": "Twice."}
    log = clean.add("withdrawn", cells).files
    files = release(clean, OLD, old.files), checkout(clean, MAJOR), log
    return mutant(f"{gone.table} had {gone.id}, withdrawn", *files, reported=NOTHING)


@breaks("history-reused")
def an_id_that_was_gone(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(_with_id(clean)))
    reported = clean.place("history-reused", row, next(iter(row)))
    releases = release(clean, EARLIER, {}), release(clean, OLD, clean.without(row).files)
    files = *releases, checkout(clean, MINOR)
    return mutant(f"{OLD} had no {row.id}", *files, reported=frozenset({reported}))


@breaks("history-reused")
def two_rows_under_each_others_id(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(_with_id(clean)))
    others = [r for r in clean.tables[row.table] if [*r.values()][1:] != [*row.values()][1:]]
    other = draw(st.sampled_from(others))
    id_field = next(iter(row))
    # One line after the other, so that both changes are of one file.
    once = clean.put(row, {**other, id_field: row.id}).files[clean.file(row.table)] or b""
    lines = once.decode("utf-8").split("\n")
    back = clean.put(other, {**row, id_field: other.id}).files[clean.file(row.table)] or b""
    lines[other.line - 1] = back.decode("utf-8").split("\n")[other.line - 1]
    old = {clean.file(row.table): "\n".join(lines).encode("utf-8")}
    reported = frozenset(clean.place("history-reused", one, id_field) for one in (row, other))
    files = release(clean, OLD, old), checkout(clean, MAJOR)
    return mutant(f"{row.id} was {other.id}", *files, reported=reported)


# Columns


def _another_schema(draw: st.DrawFn, clean: Clean) -> tuple[str, str, dict[str, bytes]]:
    """A table and column, and the schema that a release had: a value or a promise more."""
    fields = [
        (table, field)
        for table, schema in clean.package.schemas.items()
        for field in schema.fields
        if schema.id_field and (field.enum or not field.required)
    ]
    table, field = draw(st.sampled_from(fields))
    document = json.loads(clean.data[f"schemas/{table}.json"])
    old: dict[str, Any] = next(f for f in document["fields"] if f["name"] == field.name)
    if field.enum:
        old["constraints"]["enum"].append("of_old")
    else:
        old.setdefault("constraints", {})["required"] = True
    return table, field.name, {f"schemas/{table}.json": json.dumps(document).encode()}


@breaks("history-column")
def a_column_that_holds_something_else(draw: st.DrawFn, clean: Clean) -> Mutant:
    table, column, old = _another_schema(draw, clean)
    reported = column_place(clean, "history-column", table, column)
    version = draw(st.sampled_from([PATCH, MINOR]))
    files = release(clean, OLD, old), checkout(clean, version, naming(table, column))
    return mutant(f"{table}.{column} was another", *files, reported=frozenset({reported}))


@spares("history-column")
def a_column_that_holds_something_else_in_a_major_version(draw: st.DrawFn, clean: Clean) -> Mutant:
    table, column, old = _another_schema(draw, clean)
    files = release(clean, OLD, old), checkout(clean, MAJOR, naming(table, column))
    return mutant(f"{table}.{column} was another", *files, reported=NOTHING)


def naming(table: str, column: str) -> str:
    """An item of the changelog that names a column."""
    return f"- `{table}`: another `{column}`."


def _another_proof(draw: st.DrawFn, clean: Clean) -> tuple[str, str, dict[str, bytes]]:
    """A table and column, and the schema of a release that declared another proof of it."""
    tables = [t for t in clean.package.schemas if t not in INTERNAL_TABLES]
    table = draw(st.sampled_from(tables))
    document = json.loads(clean.data[f"schemas/{table}.json"])
    old: dict[str, Any] = draw(st.sampled_from(document["fields"]))
    old["isk"] = {"proof": {"by": "computed", "from": "something of old"}}
    return table, old["name"], {f"schemas/{table}.json": json.dumps(document).encode()}


def _weaker(draw: st.DrawFn, clean: Clean) -> tuple[str, str, dict[str, bytes], str]:
    """A table and column, the schema that a release had of it, and the version that has less."""
    if draw(st.booleans()):
        return *_another_schema(draw, clean), draw(st.sampled_from(OPEN))
    return *_another_proof(draw, clean), draw(st.sampled_from([PATCH, MINOR, *OPEN]))


@breaks("history-schema")
def a_column_of_which_less_is_asked(draw: st.DrawFn, clean: Clean) -> Mutant:
    table, column, old, version = _weaker(draw, clean)
    reported = column_place(clean, "history-schema", table, column)
    other = draw(
        st.sampled_from(["- New.", f"- `{table}`.", f"- `{column}`", f"- {table} {column}"])
    )
    files = release(clean, OLD, old), checkout(clean, version, other)
    return mutant(f"{table}.{column} is less", *files, reported=frozenset({reported}))


@spares("history-schema")
def a_column_of_which_less_is_asked_in_words(draw: st.DrawFn, clean: Clean) -> Mutant:
    table, column, old, version = _weaker(draw, clean)
    files = release(clean, OLD, old), checkout(clean, version, naming(table, column))
    return mutant(f"{table}.{column} is less, and named", *files, reported=NOTHING)


# Versions


def _fewer(draw: st.DrawFn, clean: Clean) -> dict[str, bytes]:
    row = draw(st.sampled_from(_with_id(clean)))
    return release(clean, OLD, clean.without(row).files)


@breaks("history-version")
def a_new_row_in_a_patch(draw: st.DrawFn, clean: Clean) -> Mutant:
    reported = version_place(clean, "history-version")
    files = _fewer(draw, clean), checkout(clean, PATCH)
    return mutant("a new row in a patch", *files, reported=frozenset({reported}))


@breaks("history-version")
def a_version_that_is_none(draw: st.DrawFn, clean: Clean) -> Mutant:
    version = draw(
        st.sampled_from(
            ["3.5", "3.5.0rc1", "3.5.dev0", "3.5.0.dev1", "v3.5.0", "03.5.0", "3.5.0.1", ""]
        )
    )
    reported = version_place(clean, "history-version")
    return mutant(f"version {version!r}", project(clean, version), reported=frozenset({reported}))


@spares("history-version")
def a_new_row_in_a_minor_version(draw: st.DrawFn, clean: Clean) -> Mutant:
    version = draw(st.sampled_from([MINOR, MAJOR, *OPEN]))
    return mutant("a new row", _fewer(draw, clean), checkout(clean, version), reported=NOTHING)


@breaks("history-changelog")
def a_version_without_an_entry(draw: st.DrawFn, clean: Clean) -> Mutant:
    headings = ["[Unreleased]", f"[{OLD}] - [{MINOR}]", f"[{MINOR}-rc1]", f"{MINOR} - 9.9.9"]
    heading = draw(st.sampled_from([*headings, f"[{MINOR}0]", f"# [{MINOR}]", "[]"]))
    reported = frozenset({Place("history-changelog", CHANGELOG, 1, 1, None)})
    files = project(clean, MINOR), changelog(heading)
    return mutant(f"an entry {heading}", *files, reported=reported)


@breaks("history-changelog")
def a_changelog_that_is_not_there(draw: st.DrawFn, clean: Clean) -> Mutant:
    words = draw(st.sampled_from(["", "### Added"]))
    reported = frozenset({Place("history-changelog", CHANGELOG, 1, 1, None)})
    empty = draw(st.sampled_from([{CHANGELOG: None}, changelog(f"[{MINOR}]", words)]))
    return mutant("no entry", project(clean, MINOR), empty, reported=reported)


@spares("history-changelog")
def a_version_with_its_entry(draw: st.DrawFn, clean: Clean) -> Mutant:
    headings = [MINOR, f"[{MINOR}]", f"[{MINOR}] - 2026-11-22", f"[{MINOR}] – 2026-11-22"]
    heading = draw(st.sampled_from(headings))
    files = project(clean, MINOR), changelog(heading)
    return mutant(f"an entry {heading}", *files, reported=NOTHING)


@spares("history-changelog", "history-version")
def a_development_version_without_an_entry(draw: st.DrawFn, clean: Clean) -> Mutant:
    entry = draw(st.sampled_from([{CHANGELOG: None}, changelog("[Unreleased]", "")]))
    version = draw(st.sampled_from(OPEN))
    return mutant(f"{version} without an entry", project(clean, version), entry, reported=NOTHING)


@breaks("history-version")
def a_development_version_that_is_not_after_the_last_release(
    draw: st.DrawFn, clean: Clean
) -> Mutant:
    version = draw(st.sampled_from([f"{EARLIER}.dev0", f"{OLD}.dev0"]))
    reported = version_place(clean, "history-version")
    files = release(clean, OLD, {}), project(clean, version)
    return mutant(f"{version} after {OLD}", *files, reported=frozenset({reported}))


# What is published


@breaks("history-rebuild")
def another_cell_under_a_published_number(draw: st.DrawFn, clean: Clean) -> Mutant:
    site = _site(draw, clean)
    old = clean.put(site.row, {site.field.name: f"{site.text} of old"}).files
    reported = clean.place("history-rebuild", site.row, site.field.name)._replace(field=None)
    files = release(clean, MINOR, old), checkout(clean, MINOR)
    return mutant(f"{site.row} was published otherwise", *files, reported=frozenset({reported}))


@spares("history-rebuild", "history-release")
def the_same_under_a_published_number(draw: st.DrawFn, clean: Clean) -> Mutant:
    earlier = draw(st.sampled_from([{}, release(clean, OLD, {})]))
    files = release(clean, MINOR, {}), earlier, checkout(clean, MINOR)
    return mutant("published already", *files, reported=NOTHING)


@breaks("history-version")
def a_version_below_the_last_release(draw: st.DrawFn, clean: Clean) -> Mutant:
    version = draw(st.sampled_from([EARLIER, PATCH]))
    reported = version_place(clean, "history-version")
    files = release(clean, OLD, {}), release(clean, MINOR, {}), checkout(clean, version)
    return mutant(f"{version} after {MINOR}", *files, reported=frozenset({reported}))


@breaks("history-ledger")
def a_published_zip_that_is_not_as_listed(draw: st.DrawFn, clean: Clean) -> Mutant:
    """It is gone, another, or not listed."""
    zips = release(clean, EARLIER, {}) | release(clean, OLD, {})
    name = draw(st.sampled_from([EARLIER, OLD]))
    place = Place("history-ledger", path(name), 1, 1, None)
    change = draw(st.sampled_from(["gone", "another", "not listed"]))
    files: dict[str, bytes | None] = {**zips, **listed(zips), **checkout(clean, MINOR)}
    if change == "gone":
        files[path(name)] = None
        place = Place("history-ledger", LEDGER, [EARLIER, OLD].index(name) + 1, 1, None)
    elif change == "another":
        files |= release(clean, name, {"LICENSE": b"Other words."})
    else:
        files |= listed({file: data for file, data in zips.items() if file != path(name)})
    return mutant(f"the zip of {name} is {change}", files, reported=frozenset({place}))


@breaks("history-ledger")
def a_ledger_that_is_none(draw: st.DrawFn, clean: Clean) -> Mutant:
    data = draw(st.sampled_from([None, b"", b"3.4.5\n", b"\xff\n"]))
    reported = Place("history-ledger", LEDGER, 1, 1, None)
    files = release(clean, OLD, {}), checkout(clean, MINOR), {LEDGER: data}
    return mutant(f"the ledger {data!r}", *files, reported=frozenset({reported}))


@spares("history-ledger")
def published_zips_as_listed(draw: st.DrawFn, clean: Clean) -> Mutant:
    earlier = draw(st.sampled_from([{}, release(clean, EARLIER, {})]))
    files = release(clean, OLD, {}), earlier, checkout(clean, draw(st.sampled_from([MINOR, *OPEN])))
    return mutant("published zips", *files, reported=NOTHING)


@breaks("history-release")
def a_zip_that_is_no_release(draw: st.DrawFn, clean: Clean) -> Mutant:
    whole = release(clean, OLD, {})[path(OLD)]
    broken = {"half of it": whole[: len(whole) // 2], "nothing": b"", "text": b"a release"}
    broken |= {"another": release(clean, EARLIER, {})[path(EARLIER)]}
    broken |= {"no table": release(clean, OLD, {"datasets/actors.csv": b"\xff"})[path(OLD)]}
    broken |= {"other sums": release(clean, OLD, {}, {"LICENSE": b"Not listed."})[path(OLD)]}
    what = draw(st.sampled_from(sorted(broken)))
    reported = Place("history-release", path(OLD), 1, 1, None)
    files = {path(OLD): broken[what]}, checkout(clean, MINOR)
    return mutant(f"{what} as {OLD}", *files, reported=frozenset({reported}))


@breaks("history-release")
def a_zip_of_another_name(draw: st.DrawFn, clean: Clean) -> Mutant:
    name = draw(st.sampled_from(["latest", "isk-indicators-3.5", "isk-indicators-03.5.0"]))
    (data,) = release(clean, OLD, {}).values()
    reported = Place("history-release", f"releases/{name}.zip", 1, 1, None)
    files = {reported.file: data}, checkout(clean, MINOR)
    return mutant(f"a release as {name}", *files, reported=frozenset({reported}))
