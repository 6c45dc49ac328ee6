"""Write what a release or a development version states about itself, all of it or nothing."""

from __future__ import annotations

import argparse
import csv
import io
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from operator import itemgetter
from pathlib import Path
from typing import TypeAlias

from isk_indicators import csvio
from isk_indicators.changes import (
    DEVELOPMENT,
    GONE,
    LEAST,
    PROJECT,
    RELEASES,
    WITH_REASONS,
    Change,
    Kind,
    coming,
    compare,
    is_above,
    is_development,
    least_bump,
    number,
    project_version,
    published,
    raised,
    read_version,
    reasons_of,
)
from isk_indicators.check import gate, history
from isk_indicators.check.finding import list_names
from isk_indicators.check.published import CHANGELOG, has_entry
from isk_indicators.cli import run_command
from isk_indicators.csvio import replace_files
from isk_indicators.release.build import CITATION
from isk_indicators.release.package import BuildError
from isk_indicators.safe_zip import CONTENT, UnsafeFileError, read_inside
from isk_indicators.schema import DESCRIPTOR, open_package
from isk_indicators.screen import pluralize, write_lines

HEADING = "## [Unreleased]"
"""The heading of what is not released yet."""

SECTIONS = ("Added", "Changed", "Deprecated", "Removed", "Fixed", "Security")
"""The sections of an entry, in their order."""

SENTENCES: Mapping[Kind, tuple[str, str]] = {
    "table_gone": ("Removed", "The {table_or_view} {table}."),
    "table_added": ("Added", "The {table_or_view} {table}."),
    "column_gone": ("Removed", "{table}: {columns}."),
    "column_changed": ("Changed", "{table} {column}: {difference}."),
    "column_added": ("Added", "{table}: {columns}."),
    "value_added": ("Added", "{table} {column}: {values}."),
    "column_reworded": ("Changed", "{table}: the schema describes the {columns} differently."),
    "row_gone": ("Removed", "{table} {cells}{reason}"),
    "error_withdrawn": ("Removed", "{table} {cells}, an error{reason}"),
    "row_added": ("Added", "{table}: {rows}."),
    "cell_extended": ("Added", "{table}: values of {column} in {rows}."),
    "cell_corrected": ("Fixed", "{table} {cells}{reason}"),
    "span_moved": ("Changed", "{table}: the spans of {rows}; their words are the same."),
}
"""By kind of change: the section that lists it, and the sentence about some of a table."""

Reasons: TypeAlias = Mapping[tuple[str, ...], str]
"""By table, id and column (blank for a row), why it changed."""

Lines: TypeAlias = Mapping[str, Sequence[str]]
"""By section, what it lists, a line each."""

_ENTRY = re.compile(r"^## .*$", re.MULTILINE)
_VERSION_NAME = re.compile(r"## \[?([^\]\s]+)")


# What changed, in sentences


def drafted(changes: Iterable[Change], reasons: Reasons) -> Lines:
    """List what changed by section, as readers of the data need it."""
    together: dict[tuple[object, ...], list[Change]] = defaultdict(list)
    for change in sorted(changes, key=lambda change: [*LEAST].index(change.kind)):
        part: object = ""
        if change.kind in (*GONE, "cell_corrected"):
            part = _reason(change, reasons)
        elif change.kind in ("value_added", "cell_extended"):
            part = change.column
        elif change.kind == "column_changed":
            part = change
        together[change.kind, change.table, part].append(change)
    found: dict[str, list[str]] = defaultdict(list)
    for same in together.values():
        section, _ = SENTENCES[same[0].kind]
        found[section].append(f"- {_sentence(same, _reason(same[0], reasons))}")
    return {section: found[section] for section in SECTIONS if section in found}


def _reason(change: Change, reasons: Reasons) -> str:
    """Why a row or cell changed, in one line; blank if no reason is given."""
    return " ".join(reasons.get(change.cell, "").split())


def _sentence(changes: Sequence[Change], reason: str) -> str:
    first = changes[0]
    ids = [*dict.fromkeys(change.row_id for change in changes)]
    more = f"{first.after} instead of {first.before}"
    _, sentence = SENTENCES[first.kind]
    return sentence.format(
        table=f"`{first.table}`",
        table_or_view="view" if "a view" in (first.before, first.after) else "table",
        column=f"`{first.column}`",
        columns=_named("column", dict.fromkeys(change.column for change in changes)),
        values=_named("value", [change.after for change in changes]),
        difference=more if first.after else f"no longer the value `{first.before}`",
        rows=f"{pluralize(len(ids), 'row')} ({list_names(ids)})",
        cells=list_names([f"{c.row_id} `{c.column}`" if c.column else c.row_id for c in changes]),
        reason=f": {reason}" if reason else ".",
    )


def _named(what: str, names: Iterable[str]) -> str:
    listed = [f"`{name}`" for name in names]
    return f"{what if len(listed) == 1 else f'{what}s'} {list_names(listed)}"


# The page


def opened(page: str) -> str:
    """Put a heading for what is not released yet above the entries; one that is there stays."""
    if HEADING in page.split("\n"):
        return page
    at = _first(page)
    return f"{page[:at]}{HEADING}\n\n{page[at:]}"


def released(page: str, heading: str, published: Collection[str], lines: Lines) -> str:
    """Give the entry of the coming release its heading, and add the lines it lacks.

    The entry is the first one, unless that is of a published release; then it is made above it.
    """
    start = end = _first(page)
    sections: dict[str, str] = {}
    first = _ENTRY.match(page, start)
    name = _VERSION_NAME.match(first[0]) if first else None
    if first and name and name[1] not in published:
        later = _ENTRY.search(page, first.end())
        end = later.start() if later else len(page)
        sections = _sections(page[first.end() : end])
    for section, added in lines.items():
        present = sections.get(section, "")
        lacking = [line for line in added if line not in present.split("\n")]
        sections[section] = "\n".join(filter(None, [present, *lacking]))
    others = [section for section in sections if section and section not in SECTIONS]
    parts = [heading]
    for section in ("", *SECTIONS, *others):
        if text := sections.get(section):
            parts.append(f"### {section}\n\n{text}" if section else text)
    return page[:start] + "".join(f"{part}\n\n" for part in parts) + page[end:]


def _first(page: str) -> int:
    """Where the first entry begins; the end of a page without any."""
    found = _ENTRY.search(page)
    return found.start() if found else len(page)


def _sections(body: str) -> dict[str, str]:
    """The text of each section of an entry; what comes before the first is that of "".

    A section that comes twice is joined.
    """
    found: dict[str, str] = {}
    _, *parts = re.split(r"^### *(.*)$", f"### \n{body}", flags=re.MULTILINE)
    for title, text in zip(parts[::2], parts[1::2], strict=True):
        name = title.strip()
        found[name] = "\n".join(filter(None, [found.get(name, ""), text.strip("\n")]))
    return found


# The command

WRITES_PAGES = "python docs/write.py"
"""The command that writes the generated pages anew."""

_CURED = (history.VERSION, history.COLUMN, history.CHANGES)
"""Rules that a higher version and its entry satisfy, so that they do not keep it from coming."""

NOTHING_COMPARED = f"nothing was compared, because {RELEASES}/ has no zip of a release"

Texts = Mapping[str, str]
"""Files of a checkout, by their path relative to its root: their text."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the files and name them; 0 if they are written, 1 if something is in the way."""
    given = parser().parse_args(arguments)
    return run_command("prepare", lambda: _main(given, given.root, given.date or date.today()))


def _main(given: argparse.Namespace, root: Path, day: date) -> int:
    try:
        name = _next(root) if given.next else given.version
        if is_development(name):
            _require_above(root, coming(name))
            texts = {PROJECT: _project(root, name), CHANGELOG: opened(_read(root, CHANGELOG))}
        else:
            texts = _release(root, name, day)
        files = _write(root, texts)
    except (BuildError, ValueError, OSError) as error:
        write_lines([f"prepare: {error}"], sys.stderr)
        return 1
    write_lines(_result_lines(root, name, files))
    return 0


def parser() -> argparse.ArgumentParser:
    """Declare what the command accepts."""
    found = argparse.ArgumentParser(
        prog="python -m isk_indicators.release.prepare",
        description="Write the version and the day of the next release everywhere, and draft its "
        "entry in the changelog; or open the next development version.",
    )
    what = found.add_mutually_exclusive_group(required=True)
    what.add_argument(
        "version",
        nargs="?",
        metavar="X.Y.Z",
        help=f"the release to prepare, or the development version X.Y.Z{DEVELOPMENT} to open",
    )
    what.add_argument(
        "--next", action="store_true", help="open the development version after the last release"
    )
    found.add_argument(
        "--date", type=_day, metavar="YYYY-MM-DD", help="the day of the release (default: today)"
    )
    found.add_argument(
        "--root", type=Path, default=Path(), metavar="DIR", help="the checkout (default: this one)"
    )
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text!r} is no day: write YYYY-MM-DD") from error


# A development version


def _next(root: Path) -> str:
    """Name the development version after the last release."""
    own = project_version(root)
    last = _last(root)
    if is_development(own) and (last is None or number(coming(own)) > number(last)):
        raise BuildError(f"the development version {own} is open already")
    if last is None or number(coming(own)) > number(last):
        raise BuildError(
            f"{own} is not published: put its zip into {RELEASES}/ before you open the next version"
        )
    return raised(last, "patch") + DEVELOPMENT


# A release


def _release(root: Path, name: str, day: date) -> dict[str, str]:
    """The files that state the release."""
    last = _require_above(root, name)
    _require_clean(root)
    now = read_version(root)
    lines: Lines = {}
    if last is not None:
        changes = compare(read_version(published(root / RELEASES)[last]), now)
        bump = least_bump(changes)
        least = raised(last, bump)
        if number(name) < number(least):
            raise BuildError(
                f"{name} is too small: what changed since {last} requires at least "
                f"{least}, a {bump} version (isk-indicators diff {last} . "
                "lists it)"
            )
        reasons = reasons_of(now, name, last).items()
        lines = drafted(changes, {key[1:]: text for key, text in reasons if key[0] == name})
    heading = f"## [{name}] – {day.isoformat()}"
    citation = _put(_read(root, CITATION), CITATION, r"version: *", name)
    created = f'"{day.isoformat()}T00:00:00Z"'
    return {
        PROJECT: _project(root, name),
        CITATION: _put(citation, CITATION, r"date-released: *", day.isoformat()),
        DESCRIPTOR: _put(_read(root, DESCRIPTOR), DESCRIPTOR, r' *"created": *', created),
        CHANGELOG: released(_read(root, CHANGELOG), heading, published(root / RELEASES), lines),
        **({} if last is None else _log_tables(root, name, last)),
    }


def _project(root: Path, name: str) -> str:
    return _put(_read(root, PROJECT), PROJECT, r"version *= *", f'"{name}"')


def _log_tables(root: Path, name: str, last: str) -> dict[str, str]:
    """The tables with reasons, whose rows of the coming release get its number."""
    package, texts = open_package(root), {}
    for table in (table for table in WITH_REASONS if table in package.schemas):
        file = package.relative(table)
        names, *rows = csv.reader(io.StringIO(_read(root, file), newline=""), strict=True)
        at = names.index("release")
        for row in rows:
            row[at] = name if is_above(row[at], last) else row[at]
        rows.sort(key=itemgetter(*map(names.index, package.schemas[table].key)))
        texts[file] = csvio.document(names, ([cell or None for cell in row] for row in rows))
    return texts


# Requirements


def _last(root: Path) -> str | None:
    """The highest published release; None if there is none."""
    return next(reversed(published(root / RELEASES)), None)


def _require_above(root: Path, name: str) -> str | None:
    """Give the last release, which a new number must be above."""
    given, last = number(name), _last(root)
    if name in published(root / RELEASES):
        raise BuildError(f"{name} is published already: {RELEASES}/ has its zip")
    if last is not None and given < number(last):
        raise BuildError(f"{name} is below {last}, the last release")
    if last is None and given < number(own := coming(project_version(root))):
        raise BuildError(
            f"{name} is below {own}, which {PROJECT} names, and {NOTHING_COMPARED}: put the "
            "published zips there, or name a higher number"
        )
    return last


def _require_clean(root: Path) -> None:
    report = gate.check(root)
    if report.stopped:
        raise BuildError(report.stopped)
    errors = [f for f in report.findings if f.severity == "error" and f.rule not in _CURED]
    if errors:
        raise BuildError(
            f"the check has {pluralize(len(errors), 'error')}: run isk-indicators check, and "
            "correct what it reports"
        )


# Reading and writing


def _read(root: Path, file: str) -> str:
    try:
        return read_inside(root, file, CONTENT).decode("utf-8")
    except UnsafeFileError as error:
        raise BuildError(str(error)) from error
    except OSError as error:
        reason = f"cannot be read ({error.strerror})"
    except UnicodeDecodeError:
        reason = "is not UTF-8"
    raise BuildError(f"{file} {reason}: restore it, or name the checkout with --root")


def _put(text: str, file: str, before: str, value: str) -> str:
    """Replace the value in the one line with this beginning."""
    stated = re.compile(rf'^({before})("[^"\r\n]*"|[^\s"#,]+)', re.MULTILINE)
    found, count = stated.subn(lambda m: f"{m[1]}{value}", text)
    if count != 1:
        what = before.replace(" *", " ").strip()
        raise BuildError(f"{file}: expected one line that begins with {what}, found {count}")
    return found


def _write(root: Path, texts: Texts) -> list[str]:
    """Write the files that differ, all or none; give their paths."""
    read = {file: _read(root, file) for file in texts}
    files = [file for file, text in texts.items() if read[file] != text]
    if not files:
        return []
    command = ["git", "status", "--porcelain", "--", *files]
    try:
        done = subprocess.run(  # noqa: S603 - git
            command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False
        )
        changed = [line[3:] for line in done.stdout.splitlines() if not line.startswith("??")]
        if done.returncode == 0 and changed:
            raise BuildError(
                f"{', '.join(changed)}: changed and not committed; commit or undo that first"
            )
    except FileNotFoundError:  # no git
        pass
    replace_files(
        root,
        {file: texts[file].encode("utf-8") for file in files},
        {file: read[file].encode("utf-8") for file in files},
    )
    return files


def _result_lines(root: Path, name: str, files: Sequence[str]) -> Iterator[str]:
    if not files:
        yield f"{name}: everything is already written"
        return
    yield f"{name} is written in {', '.join(files)}"
    if is_development(name):
        return
    if _last(root) is None:
        yield f"note: {NOTHING_COMPARED}"
    if has_entry(_read(root, CHANGELOG), name):
        yield f"next: edit the entry of {name} in {CHANGELOG}, then {WRITES_PAGES}"
    else:
        yield f"next: describe in {CHANGELOG} what {name} changes, then {WRITES_PAGES}"


if __name__ == "__main__":
    sys.exit(main())
