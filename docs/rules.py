"""The page of rules with an example each: ``python docs/rules.py [FILE]``, or docs/rules.md.

The list itself comes from the code (``isk_indicators.check.catalogue``). Each example is a breakage
that the tests hold for the rule, done to a copy and shown to the gate: what is printed is what the
gate says. A rule of the rows is broken in the real tables (``tests/rules``), any other in the
tests' made-up package (``tests/check``). Needs ``.[dev]``.
"""

from __future__ import annotations

import hashlib
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "rules.md"
sys.path[:0] = [str(ROOT / name) for name in ("src", "tests", "tests/check", "tests/rules")]

import conftest as made_up  # noqa: E402 - the path must be set before
import curated  # noqa: E402
import house  # noqa: E402
import memory  # noqa: E402
import test_check_breakages as breakages  # noqa: E402
import test_history  # noqa: E402
import test_rules  # noqa: E402
from shelf import Shelf  # noqa: E402

from isk_indicators.check import canonical, catalogue, coverage, gate, terminal  # noqa: E402
from isk_indicators.check.excerpt import visible  # noqa: E402
from isk_indicators.check.finding import Finding  # noqa: E402
from isk_indicators.check.folder import Folder  # noqa: E402

WITHOUT = {
    "unmapped": "No example: every fault that frictionless knows has a name.\n",
    "span-one-line": "No example: in a file, `line-break` rejects such a quote first; this rule is "
    "for frames in memory.\n",
}
"""Rules that nothing in a file trips, and why."""

NARROW = terminal.Screen(width=92)
DATA = ("datasets", "schemas", "seeds", "datapackage.json")
Example = tuple[str, str]
"""A rule's id, and its example as Markdown."""


def main(page: Path = PAGE) -> int:
    """Write the page; 1 if a rule has no example."""
    with memory.memory():  # most of what is shown to the gate is the same as the last time
        examples = {**WITHOUT, **dict(found())}
    entries = catalogue.catalogue()
    page.write_text(catalogue.page(entries, examples), encoding="utf-8", newline="\n")
    bare = [entry.id for entry in entries if entry.id not in examples]
    if bare:
        sys.stderr.write(f"no breakage in the tests makes the gate tell: {', '.join(bare)}\n")
    return 1 if bare else 0


def found() -> Iterator[Example]:
    """Each rule that some breakage trips; a further kind of breakage is a further line here."""
    with tempfile.TemporaryDirectory() as name:
        yield from _of_files(Path(name) / "made-up")
        yield from _of_rows(Path(name) / "real")
        yield from _of_words(Path(name) / "words")
        yield from _of_history(Path(name) / "history")


# Breakages of files, in the made-up package


def _of_files(root: Path) -> Iterator[Example]:
    cases = [case for group in breakages.GROUPS.values() for case in group]
    cases.sort(key=lambda case: len(case.expected))  # the simplest breakage of each rule
    told: set[str] = set()
    for number, case in enumerate(cases):
        rules = {str(expected[0]) for expected in case.expected} - told
        if rules:
            sound, broken = (_made_up(root / str(number) / name) for name in ("sound", "broken"))
            case.breaks(broken)
            examples = dict(_examples(broken.root, sound.root, rules))
            told.update(examples)
            yield from examples.items()


def _made_up(root: Path) -> house.House:
    root.mkdir(parents=True)
    return house.House(made_up.write_package(root, house.rows()))


# Breakages of rows, in the real tables


def _of_rows(root: Path) -> Iterator[Example]:
    real = curated.House()
    _copy(root)
    told: set[str] = set()
    for trip in (*test_rules.TRIPS, *_further_trips(real)):
        rules = {*trip.trips} - told
        if rules:
            path = root / real.package.relative(trip.table)
            frame = real.changed(trip.table, trip.row_id, **trip.cells)[trip.table]
            path.write_bytes(_written(frame))
            examples = dict(_examples(root, ROOT, rules))
            shutil.copy(ROOT / real.package.relative(trip.table), path)
            told.update(examples)
            yield from examples.items()


def _copy(root: Path) -> None:
    root.mkdir(parents=True)
    for name in DATA:
        copy = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
        copy(ROOT / name, root / name)


def _written(frame: pd.DataFrame) -> bytes:
    rows = frame.itertuples(index=False, name=None)
    return canonical.document(list(frame.columns), rows).encode("utf-8")


def _further_trips(real: curated.House) -> Iterator[test_rules.Trip]:
    """Breakages of rules whose rows in the tests are built, or are told for something else too."""
    text = real.texts["src-000"]
    start = text.index("Formed in 2015")
    words = text[start:].split(" ")
    long = test_rules.span_of(real, "src-000", start, start + len(" ".join(words[:61])))
    yield test_rules.Trip("actors", "act-0001", long, {"span-words": "quote"})
    place = text.index("Islamabad")
    named = test_rules.span_of(real, "src-000", place, place + len("Islamabad"))
    cells = {"place_id": "plc-0900", "name": "Islamabad", "kind": "region", **named}
    yield test_rules.Trip("places", None, cells, {"unused": "name"})


# Words that no row answers, in the made-up package

PLANTED = (
    "The Red Band was behind a blast that killed nine people on May 3, 2024, "
    "a spokesman said: \u201cIt was us.\u201d\n"
)


def _of_words(root: Path) -> Iterator[Example]:
    sound, broken = (_made_up(root / name) for name in ("sound", "broken"))
    document = broken.root / "seeds" / house.FILES["src-000"]
    text = house.DOCUMENTS[document.name] + PLANTED
    document.write_bytes(text.encode("utf-8"))
    broken.set("sources", 2, "sha256", hashlib.sha256(document.read_bytes()).hexdigest())
    broken.set("sources", 2, "characters", str(len(text)))
    broken.set("reviewed", 2, "kind", "harm")
    yield from _examples(broken.root, sound.root, {*coverage.RULES})


# Changes since a release, in the made-up package


def _of_history(root: Path) -> Iterator[Example]:
    told: set[str] = set()
    for number, case in enumerate(test_history.CASES):
        rules = {str(rule) for rule, *_ in case.expected} - told
        if rules:
            sound, broken = (_made_up(root / str(number) / name) for name in ("sound", "broken"))
            for made_up in (sound, broken):
                shelf = test_history.published(Shelf(made_up))
            shelf.raise_to(case.version)
            case.change(shelf)
            examples = dict(_examples(broken.root, sound.root, rules))
            told.update(examples)
            yield from examples.items()


# What the gate says


def _examples(broken: Path, sound: Path, rules: set[str]) -> Iterator[Example]:
    findings = {f.rule: f for f in reversed(gate.check(broken).findings)}
    for rule in sorted(rules & findings.keys()):
        yield rule, _example(findings[rule], Folder(broken), Folder(sound))


def _example(finding: Finding, broken: Folder, sound: Folder) -> str:
    """The gate's own words, without the line's number (rows come and go); what would pass."""
    text = "\n".join(terminal.block(finding, broken, NARROW))
    place = f"{finding.file}:{finding.line}:{finding.column}:"
    told = text.replace(place, f"{finding.file}:", 1)
    return f"```text\n{told}\n```\n{_instead(finding, broken, sound)}"


def _instead(finding: Finding, broken: Folder, sound: Folder) -> str:
    """The cells that were changed, as they were when the gate accepted them."""
    before, after = (f.row(finding.file, finding.line) for f in (sound, broken))
    if before is None or after is None:
        return ""
    changed = [f"`{n}` {_code(before[n])}" for n in before if before[n] != after[n]]
    return f"\nAccepted: {', '.join(changed)}.\n" if changed else ""


def _code(cell: str) -> str:
    return f"= `` {visible(cell)} ``" if cell else "blank"


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
