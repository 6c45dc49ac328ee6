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
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from operator import itemgetter
from pathlib import Path

from isk_indicators import csvio
from isk_indicators.atomic_write import replace_files
from isk_indicators.changes import WITH_REASONS, Change, compare, least_bump, raised, reasons_of
from isk_indicators.check import gate, history
from isk_indicators.check.finding import pluralize
from isk_indicators.check.history import CHANGELOG, has_entry
from isk_indicators.release.entry import Lines, drafted, opened, released
from isk_indicators.release.project import BuildError
from isk_indicators.release.publish import CITATION
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
