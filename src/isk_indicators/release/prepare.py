"""Everything that a release or a development version states about itself, written in one step.

    python -m isk_indicators.release.prepare 1.1.0
    python -m isk_indicators.release.prepare --next

Nothing is written unless everything can be: where it refuses, the checkout is as it was.
"""

from __future__ import annotations

import argparse
import csv
import io
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from isk_indicators import csvio
from isk_indicators.changes import (
    LEAST,
    WITH_REASONS,
    Change,
    Kind,
    compare,
    least_bump,
    raised,
    reasons_of,
)
from isk_indicators.check import gate, history
from isk_indicators.check.finding import pluralize
from isk_indicators.check.history import CHANGELOG, has_entry
from isk_indicators.csvio import replace_files
from isk_indicators.release.build import CITATION
from isk_indicators.release.package import BuildError
from isk_indicators.schema import DESCRIPTOR, open_package
from isk_indicators.versions import (
    DEVELOPMENT,
    PROJECT,
    RELEASES,
    Version,
    coming,
    is_above,
    is_development,
    number,
    project_version,
    published,
    read_version,
)

UNRELEASED = "## [Unreleased]"
"""The heading of what is not released yet."""

ADDED, CHANGED, REMOVED, FIXED = "Added", "Changed", "Removed", "Fixed"
SECTIONS = (ADDED, CHANGED, "Deprecated", REMOVED, FIXED, "Security")
"""The sections of an entry, in their order."""

Reasons: TypeAlias = Mapping[tuple[str, ...], str]
"""By table, id, and column if it is of a cell, why it changed."""

Lines: TypeAlias = Mapping[str, Sequence[str]]
"""By section, what it lists, a line each."""

_MOST_NAMED = 10
_ENTRY = re.compile(r"^## .*$", re.MULTILINE)
_VERSION_NAME = re.compile(r"## \[?([^\]\s]+)")


# What changed, in sentences


def drafted(changes: Iterable[Change], reasons: Reasons) -> Lines:
    """List what changed by section, as readers of the data need it."""
    found: dict[str, list[str]] = defaultdict(list)
    ordered = sorted(changes, key=lambda change: [*LEAST].index(change.kind))
    for kind, members in groupby(ordered, key=lambda change: change.kind):
        section, tell = _TELLERS[kind]
        for _, of_table in groupby(members, key=lambda change: change.table):
            found[section] += [f"- {line}" for line in tell([*of_table], reasons)]
    return {section: found[section] for section in SECTIONS if section in found}


def _table_sentences(changes: Sequence[Change], _: Reasons) -> Iterator[str]:
    for change in changes:
        told = change.after or change.before
        yield f"The view `{change.table}`." if told == "a view" else f"The table `{change.table}`."


def _columns(changes: Sequence[Change], _: Reasons) -> Iterator[str]:
    yield f"`{changes[0].table}`: {_named('column', (c.column for c in changes))}."


def _values(changes: Sequence[Change], _: Reasons) -> Iterator[str]:
    for column, members in groupby(changes, key=lambda change: change.column):
        values = _named("value", (c.after for c in members))
        yield f"`{changes[0].table}` `{column}`: {values}."


def _shapes(changes: Sequence[Change], _: Reasons) -> Iterator[str]:
    for c in changes:
        if c.after:
            yield f"`{c.table}` `{c.column}`: {c.after} instead of {c.before}."
        else:
            yield f"`{c.table}` `{c.column}`: no longer the value `{c.before}`."


def _reworded(changes: Sequence[Change], _: Reasons) -> Iterator[str]:
    columns = _named("column", dict.fromkeys(c.column for c in changes))
    yield f"`{changes[0].table}`: the schema describes the {columns} differently."


def _rows(changes: Sequence[Change], _: Reasons) -> Iterator[str]:
    yield f"`{changes[0].table}`: {_counted('row', [c.row_id for c in changes])}."


def _extended(changes: Sequence[Change], _: Reasons) -> Iterator[str]:
    for column, members in groupby(changes, key=lambda change: change.column):
        ids = [c.row_id for c in members]
        yield f"`{changes[0].table}`: values of `{column}` in {_counted('row', ids)}."


def _with_reason(changes: Sequence[Change], reasons: Reasons) -> Iterator[str]:
    """A line a reason: the cells or rows that changed for it."""
    found: dict[str, list[str]] = defaultdict(list)
    for c in changes:
        cell = (c.column,) if c.column else ()
        what = f"{c.row_id} `{c.column}`" if c.column else c.row_id
        found[" ".join(reasons.get((c.table, c.row_id, *cell), "").split())].append(what)
    for reason, named in found.items():
        yield f"`{changes[0].table}` {_listed(named)}{f': {reason}' if reason else '.'}"


def _moved(changes: Sequence[Change], _: Reasons) -> Iterator[str]:
    ids = [*dict.fromkeys(change.row_id for change in changes)]
    yield f"`{changes[0].table}`: the spans of {_counted('row', ids)}; their words are the same."


def _named(what: str, names: Iterable[str]) -> str:
    listed = [f"`{name}`" for name in names]
    return f"{what if len(listed) == 1 else f'{what}s'} {_listed(listed)}"


def _counted(what: str, ids: Sequence[str]) -> str:
    return f"{len(ids)} {what if len(ids) == 1 else f'{what}s'} ({_listed(ids)})"


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


_TELLERS: Mapping[Kind, tuple[str, Callable[[Sequence[Change], Reasons], Iterator[str]]]] = (
    MappingProxyType(
        {
            "table_gone": (REMOVED, _table_sentences),
            "table_added": (ADDED, _table_sentences),
            "column_gone": (REMOVED, _columns),
            "column_changed": (CHANGED, _shapes),
            "column_added": (ADDED, _columns),
            "value_added": (ADDED, _values),
            "column_reworded": (CHANGED, _reworded),
            "row_gone": (REMOVED, _with_reason),
            "row_added": (ADDED, _rows),
            "cell_extended": (ADDED, _extended),
            "cell_corrected": (FIXED, _with_reason),
            "span_moved": (CHANGED, _moved),
        }
    )
)
"""By kind of change, the section that lists it, and what makes lines of the changes of a table."""


# The page


def opened(page: str) -> str:
    """Put a heading for what is not released yet above the entries; one that is there stays."""
    if UNRELEASED in page.split("\n"):
        return page
    at = _first(page)
    return f"{page[:at]}{UNRELEASED}\n\n{page[at:]}"


def released(page: str, heading: str, published: Collection[str], lines: Lines) -> str:
    """Give the entry of the coming release its heading, and add the lines it lacks.

    The entry is the first one, unless that is of a published release; then it is made above it.
    """
    at = _first(page)
    first = _ENTRY.match(page, at)
    name = _VERSION_NAME.match(first[0]) if first else None
    if first is None or name is None or name[1] in published:
        return f"{page[:at]}{_written(heading, _merged({}, lines))}{page[at:]}"
    later = _ENTRY.search(page, first.end())
    end = later.start() if later else len(page)
    entry = _merged(_sections(page[first.end() : end]), lines)
    return page[:at] + _written(heading, entry) + page[end:]


def _first(page: str) -> int:
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


def _merged(sections: Mapping[str, str], lines: Lines) -> dict[str, str]:
    """The sections with the lines that they lack, new ones among them in their order."""
    found = dict(sections)
    for section, added in lines.items():
        there = found.get(section, "")
        lacking = [line for line in added if line not in there.split("\n")]
        found[section] = "\n".join(filter(None, [there, *lacking]))
    order = ["", *SECTIONS, *(name for name in found if name and name not in SECTIONS)]
    return {name: found[name] for name in order if found.get(name)}


def _written(heading: str, sections: Mapping[str, str]) -> str:
    parts = [f"### {name}\n\n{text}" if name else text for name, text in sections.items()]
    return "".join(f"{part}\n\n" for part in (heading, *parts))


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
    root, day = given.root, given.date or date.today()
    try:
        name = _next(root) if given.next else given.version
        texts = _development(root, name) if is_development(name) else _release(root, name, day)
        files = _write(root, texts)
    except (BuildError, ValueError, OSError) as error:
        sys.stderr.write(f"prepare: {error}\n")
        return 1
    sys.stdout.writelines(f"{line}\n" for line in _told(root, name, files))
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
    """Name the development version after the last release.

    Raises:
        BuildError: one is open, or the release before it is not published yet.
    """
    own = project_version(root / PROJECT)
    last = _last(root)
    if is_development(own) and (last is None or number(coming(own)) > number(last)):
        raise BuildError(f"the development version {own} is open already")
    if last is None or number(coming(own)) > number(last):
        raise BuildError(
            f"{own} is not published: put its zip into {RELEASES}/ before you open the next version"
        )
    return ".".join(map(str, raised(number(last), "patch"))) + DEVELOPMENT


def _development(root: Path, name: str) -> dict[str, str]:
    _require_above(root, coming(name))
    return {PROJECT: _project(root, name), CHANGELOG: opened(_read(root, CHANGELOG))}


# A release


def _release(root: Path, name: str, day: date) -> dict[str, str]:
    """The files that state the release.

    Raises:
        BuildError: the number or the data are in the way.
    """
    last = _require_above(root, name)
    _require_sound(root)
    now = read_version(root)
    lines: Lines = {}
    if last is not None:
        changes = compare(read_version(published(root / RELEASES)[last]), now)
        _require_enough(name, last, changes)
        lines = _lines(now, name, last, changes)
    return dict(_edits(root, name, day, last, lines))


def _edits(
    root: Path, name: str, day: date, last: str | None, lines: Lines
) -> Iterator[tuple[str, str]]:
    yield PROJECT, _project(root, name)
    citation = _put(_read(root, CITATION), CITATION, r"version: *", name)
    yield CITATION, _put(citation, CITATION, r"date-released: *", day.isoformat())
    created = f'"{day.isoformat()}T00:00:00Z"'
    descriptor = _read(root, DESCRIPTOR)
    yield DESCRIPTOR, _put(descriptor, DESCRIPTOR, r' *"created": *', created)
    heading = f"## [{name}] – {day.isoformat()}"
    page = released(_read(root, CHANGELOG), heading, published(root / RELEASES), lines)
    yield CHANGELOG, page
    if last is not None:
        yield from _ledgers(root, name, last)


def _project(root: Path, name: str) -> str:
    return _put(_read(root, PROJECT), PROJECT, r"version *= *", f'"{name}"')


def _lines(now: Version, name: str, last: str, changes: Sequence[Change]) -> Lines:
    found = reasons_of(now, name, last).items()
    return drafted(changes, {key[1:]: reason for key, reason in found if key[0] == name})


def _ledgers(root: Path, name: str, last: str) -> Iterator[tuple[str, str]]:
    """The ledgers, whose rows of the coming release get its number."""
    package = open_package(root)
    for table in (table for table in WITH_REASONS if table in package.schemas):
        file = package.relative(table)
        names, *rows = csv.reader(io.StringIO(_read(root, file), newline=""), strict=True)
        at = names.index("release")
        for row in rows:
            row[at] = name if is_above(row[at], last) else row[at]
        key = itemgetter(*map(names.index, package.schemas[table].key))
        rows.sort(key=key)
        yield file, csvio.document(names, ([cell or None for cell in row] for row in rows))


# What is asked before anything is written


def _last(root: Path) -> str | None:
    """The highest published release; None if there is none."""
    return next(reversed(published(root / RELEASES)), None)


def _require_above(root: Path, name: str) -> str | None:
    """Give the last release, which a new number must be above."""
    asked, last = number(name), _last(root)
    if name in published(root / RELEASES):
        raise BuildError(f"{name} is published already: {RELEASES}/ has its zip")
    if last is not None and asked < number(last):
        raise BuildError(f"{name} is below {last}, the last release")
    if last is None and asked < number(own := coming(project_version(root / PROJECT))):
        raise BuildError(
            f"{name} is below {own}, which {PROJECT} names, and {NOTHING_COMPARED}: put the "
            "published zips there, or name a higher number"
        )
    return last


def _require_sound(root: Path) -> None:
    report = gate.check(root)
    if report.stopped:
        raise BuildError(report.stopped)
    faults = [f for f in report.findings if f.severity == "error" and f.rule not in _CURED]
    if faults:
        raise BuildError(
            f"the check has {pluralize(len(faults), 'error')}: run isk-indicators check, and "
            "correct what it says"
        )


def _require_enough(name: str, last: str, changes: Sequence[Change]) -> None:
    bump = least_bump(changes)
    least = raised(number(last), bump)
    if number(name) < least:
        raise BuildError(
            f"{name} is too small: what changed since {last} asks for at least "
            f"{'.'.join(map(str, least))}, a {bump} version (isk-indicators diff {last} . lists it)"
        )


def _require_committed(root: Path, files: Sequence[str]) -> None:
    """Refuse to write over what git has not got; without git nothing is known."""
    command = ["git", "status", "--porcelain", "--", *files]
    try:
        done = subprocess.run(  # noqa: S603 - git
            command, cwd=root, capture_output=True, text=True, encoding="utf-8", check=False
        )
    except FileNotFoundError:
        return
    changed_files = [line[3:] for line in done.stdout.splitlines() if not line.startswith("??")]
    if done.returncode == 0 and changed_files:
        raise BuildError(
            f"{', '.join(changed_files)}: changed and not committed; commit or undo that first"
        )


# Reading and writing


def _read(root: Path, file: str) -> str:
    try:
        return (root / file).read_bytes().decode("utf-8")
    except OSError as error:
        reason = f"cannot be read ({error.strerror})"
    except UnicodeDecodeError:
        reason = "is not UTF-8"
    raise BuildError(f"{file} {reason}: restore it, or name the checkout with --root")


def _put(text: str, file: str, before: str, value: str) -> str:
    """Put a value in the place of that of the line that begins so; all else stays.

    Raises:
        BuildError: there is no such line, or more than one.
    """
    stated = re.compile(rf'^({before})("[^"\r\n]*"|[^\s"#,]+)', re.MULTILINE)
    found, count = stated.subn(lambda m: f"{m[1]}{value}", text)
    if count != 1:
        what = before.replace(" *", " ").strip()
        raise BuildError(f"{file}: expected one line that begins with {what}, found {count}")
    return found


def _write(root: Path, texts: Texts) -> list[str]:
    """Write the files that differ, all or none; give their paths."""
    files = [file for file, text in texts.items() if _read(root, file) != text]
    if files:
        _require_committed(root, files)
    replace_files(root, {file: texts[file].encode("utf-8") for file in files})
    return files


def _told(root: Path, name: str, files: Sequence[str]) -> Iterator[str]:
    if not files:
        yield f"{name}: everything is written already"
        return
    yield f"{name} is written in {', '.join(files)}"
    if is_development(name):
        return
    if _last(root) is None:
        yield f"note: {NOTHING_COMPARED}"
    if has_entry(_read(root, CHANGELOG), name):
        yield f"next: edit the entry of {name} in {CHANGELOG}, then {WRITES_PAGES}"
    else:
        yield f"next: say in {CHANGELOG} what {name} changes, then {WRITES_PAGES}"


if __name__ == "__main__":
    sys.exit(main())
