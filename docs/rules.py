"""Build the pages of rules (an example for each) and of proofs; ``write.py`` writes them.

The list of rules comes from ``isk_indicators.check.catalogue``. Each example is a breakage from the
tests, applied to a copy, with the report that the check prints for it. Rules of the rows use the
tables of the first release (``tests/rules``), all other rules use the synthetic package of the
tests (``tests/check``). Needs ``.[dev]``.
"""

from __future__ import annotations

import csv
import hashlib
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import pandas as pd

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / name) for name in ("src", ".")]

from isk_indicators import csvio  # noqa: E402
from isk_indicators.check import (  # noqa: E402
    catalogue,
    coverage,
    gate,
    history,
    report_text,
    structure,
    suggest,
)
from isk_indicators.check.finding import Finding  # noqa: E402
from isk_indicators.check.package import inspect_files, open_supported  # noqa: E402
from isk_indicators.rules import proofs  # noqa: E402
from isk_indicators.rules.registry import RULES  # noqa: E402
from isk_indicators.rules.rule import PartialDataset  # noqa: E402
from isk_indicators.rules.schema import find_problems  # noqa: E402
from isk_indicators.schema import DataPackage  # noqa: E402
from isk_indicators.screen import escape_invisible  # noqa: E402
from tests import conftest as made_up  # noqa: E402 - the path must be set before
from tests.check import sample_package, test_history  # noqa: E402
from tests.check import test_check_breakages as breakages  # noqa: E402
from tests.check.sample_checkout import SampleCheckout  # noqa: E402
from tests.rules import real_tables  # noqa: E402
from tests.rules.examples import EXAMPLES  # noqa: E402

WITHOUT = {
    "unmapped": "No example: every error that frictionless knows has a rule.\n",
    "span-one-line": "No example: in a file, `line-break` rejects such a quote first; this rule is "
    "for frames in memory.\n",
    **dict.fromkeys(
        (rule.id for rule in proofs.FURTHER),
        "No example: a column of a further table has this rule by its proof "
        "([proofs.md](proofs.md)).\n",
    ),
    "figure-unsure": "No example: no document of the first release prints such a figure. In "
    "“killed 4.000 people” it is `4.000`, four thousand or four.\n",
}
"""Rules that nothing in a file trips, and why."""

PROOFS = """\
# What proves each column

Each column of each table declares what proves it, in the `isk` block of its schema:

```json
"isk": {"proof": {"by": "name", "adjective": true}}
```

`by` is the kind of proof; the other keys are its parameters. The rules of the check follow from
this declaration, not from the name of the table. A further column or table of a known kind needs
its schema and its CSV file, and no Python. `isk-indicators rules --by-column` prints the second
part of this page.

`"read_twice": true` beside `proof` has a second reader code the column too
([curation.md](curation.md), section 14); the rule `second-reading` then compares each cell. It is
for a column that two readers can fill otherwise though its other rules allow both.

## The kinds of proof
"""

COLUMNS = """\
## The columns

*proof*: what proves the column. *rules*: the ids of the rules that judge it, from its constraints,
from its proof and from the rules of its table ([rules.md](rules.md)).
"""

STAGE_OF = {entry.id: entry.stage for entry in catalogue.catalogue()}
NARROW = report_text.Screen(width=92)
Example = tuple[str, str]
"""A rule's id, and its example as Markdown."""


def page() -> str:
    """The page.

    Raises:
        SystemExit: a rule has no example.
    """
    examples = {**WITHOUT, **dict(found())}
    entries = catalogue.catalogue()
    bare = [entry.id for entry in entries if entry.id not in examples]
    if bare:
        raise SystemExit(
            f"no example in tests/rules/examples.py makes the check report {', '.join(bare)}: add "
            "a row that breaks it, or see whether the rule leaves the row open (data.require)"
        )
    return catalogue.page(entries, examples)


def proofs_page() -> str:
    """The kinds of proof, for somebody who adds a column, and the proof of each column."""
    kinds = [_kind(name, kind) for name, kind in proofs.KINDS.items()]
    return "\n".join([PROOFS, *kinds, COLUMNS, catalogue.by_column()])


def _kind(name: str, kind: proofs.Kind) -> str:
    lines = [f"### {name}\n", f"{kind.meaning}\n"]
    for parameter, text in kind.parameters.items():
        needed = " (required)" if parameter in kind.required else ""
        lines.append(f"- `{parameter}`{needed}: {text}")
    return "\n".join([*lines, ""] if kind.parameters else lines)


def found() -> Iterator[Example]:
    """Each rule that some breakage trips; a further kind of breakage is a further line here."""
    with tempfile.TemporaryDirectory() as name:
        yield from _of_files(Path(name) / "made-up")
        yield from _of_rows(Path(name) / "first")
        yield from _of_words(Path(name) / "words")
        yield from _of_history(Path(name) / "history")


# Breakages of files, in the made-up package


def _of_files(root: Path) -> Iterator[Example]:
    cases = [case for group in breakages.GROUPS.values() for case in group]
    cases.sort(key=lambda case: len(case.expected))  # the simplest breakage of each rule
    reported: set[str] = set()
    for number, case in enumerate(cases):
        rules = {str(expected[0]) for expected in case.expected} - reported
        if rules:
            sound, broken = (_made_up(root / str(number) / name) for name in ("sound", "broken"))
            case.breaks(broken)
            examples = dict(_examples(rules, Folder(broken.root), Folder(sound.root)))
            reported.update(examples)
            yield from examples.items()


def _made_up(root: Path) -> sample_package.SamplePackage:
    root.mkdir(parents=True)
    return sample_package.SamplePackage(made_up.write_package(root, sample_package.rows()))


# Breakages of rows, in the tables of the first release


def _of_rows(root: Path) -> Iterator[Example]:
    root.mkdir(parents=True)
    first = real_tables.SamplePackage(made_up.write_published(root))
    package = open_supported(root)
    known = _reported(
        Folder(root, package), {rule for rule, stage in STAGE_OF.items() if stage == "rules"}
    )
    reported = {*WITHOUT}
    for change in EXAMPLES:
        if change.rule not in reported:
            path = first.package.path(change.table)
            before, sound = path.read_bytes(), Folder(root)
            sound.lines(first.package.relative(change.table))  # read before it is broken
            frame = first.changed(change.table, change.row_id, **change.cells)[change.table]
            path.write_bytes(_written(frame))
            examples = dict(_examples({change.rule}, Folder(root, package), sound, known))
            path.write_bytes(before)
            reported.update(examples)
            yield from examples.items()


def _written(frame: pd.DataFrame) -> bytes:
    rows = frame.itertuples(index=False, name=None)
    return csvio.document(list(frame.columns), rows).encode("utf-8")


# Words that no row covers, in the made-up package

PLANTED = (
    "The Red Band was behind a blast that killed nine people on May 3, 2024, "
    "a spokesman said: \u201cIt was us.\u201d\n"
)


def _of_words(root: Path) -> Iterator[Example]:
    sound, broken = (_made_up(root / name) for name in ("sound", "broken"))
    document = broken.root / "seeds" / sample_package.FILES["src-000"]
    text = sample_package.DOCUMENTS[document.name] + PLANTED
    document.write_bytes(text.encode("utf-8"))
    broken.set("sources", 2, "sha256", hashlib.sha256(document.read_bytes()).hexdigest())
    broken.set("sources", 2, "characters", str(len(text)))
    broken.set("reviewed", 2, "kind", "harm")
    yield from _examples({*coverage.RULES}, Folder(broken.root), Folder(sound.root))


# Changes since a release, in the made-up package


def _of_history(root: Path) -> Iterator[Example]:
    reported: set[str] = set()
    for number, case in enumerate(test_history.CASES):
        rules = {str(rule) for rule, *_ in case.expected} - reported
        if rules:
            sound, broken = (_made_up(root / str(number) / name) for name in ("sound", "broken"))
            for made_up in (sound, broken):
                checkout = test_history.published(SampleCheckout(made_up))
            checkout.raise_to(case.version)
            case.change(checkout)
            examples = dict(_examples(rules, Folder(broken.root), Folder(sound.root)))
            reported.update(examples)
            yield from examples.items()


# What the gate says


class Folder:
    """A folder, whose files and schemas are read once."""

    def __init__(self, root: Path, package: DataPackage | None = None) -> None:
        self.root = root
        self._package = package
        self._lines: dict[str, list[str]] = {}

    @property
    def package(self) -> DataPackage:
        """What the folder describes; if it was opened before, that."""
        return self._package or open_supported(self.root)

    def lines(self, file: str) -> list[str]:
        """The lines of a file; none if there is no such file."""
        if file not in self._lines:
            path = self.root / file
            data = path.read_bytes() if path.is_file() else b""
            self._lines[file] = data.decode("utf-8", "surrogateescape").split("\n")
        return self._lines[file]

    def row(self, file: str, number: int) -> dict[str, str] | None:
        """The row that is a line of a table, if it is as long as the header."""
        lines = self.lines(file)
        if not file.endswith(".csv") or not 1 < number <= len(lines):
            return None
        try:
            names, cells = csv.reader([lines[0], lines[number - 1]], strict=True)
        except (csv.Error, ValueError):
            return None
        return dict(zip(names, cells, strict=True)) if len(cells) == len(names) else None


def _examples(
    rules: set[str], broken: Folder, sound: Folder, known: Sequence[Finding] = ()
) -> Iterator[Example]:
    """What is reported of the broken tables, without what is known of the sound ones."""
    found = _reported(broken, rules)
    if not rules <= {finding.rule for finding in found}:
        found = gate.check(broken.root).findings
    first = {finding.rule: finding for finding in reversed(found) if finding not in known}
    for rule in sorted(rules & first.keys()):
        yield rule, _example(first[rule], broken, sound)


def _reported(folder: Folder, rules: set[str]) -> Sequence[Finding]:
    """What the stages of these rules report, of rules that judge rows these alone.

    Where frictionless is one of the stages, it is all that the check reports.

    frictionless takes most of the time of a check, and most rules are not its own. A test shows
    that an example of a rule of the rows breaks no other rule.
    """
    stages = {STAGE_OF[rule] for rule in rules}
    if "structure" in stages or rules & {*structure.WHOLE_TABLE}:
        return gate.check(folder.root).findings
    package = folder.package
    first = inspect_files(package)
    frames = {table: standing.frame for table, standing in first.tables.items()}
    data = PartialDataset(package, frames)
    applied = {table: [r for r in own if r.id in rules] for table, own in RULES.items()}
    applied = {table: own for table, own in applied.items() if own}
    problems = find_problems(data, applied, first.texts, {})[0]
    findings = [first.tables[problem.table].of_problem(problem) for problem in problems]
    if "coverage" in stages:
        findings += coverage.inspect(data, first, problems).findings
    if "history" in stages:
        findings += history.inspect(package, first, problems).findings
    return [*suggest.complete(package, first.texts, [*first.findings, *findings])]


def _example(finding: Finding, broken: Folder, sound: Folder) -> str:
    """The gate's own words, without the line's number (rows come and go); what would pass."""
    text = "\n".join(report_text.screen_finding(finding, NARROW))
    place = f"{finding.file}:{finding.line}:{finding.column}:"
    reported = text.replace(place, f"{finding.file}:", 1)
    return f"```text\n{reported}\n```\n{_instead(finding, broken, sound)}"


def _instead(finding: Finding, broken: Folder, sound: Folder) -> str:
    """The cells that were changed, as they were when the gate accepted them."""
    before, after = (f.row(finding.file, finding.line) for f in (sound, broken))
    if before is None or after is None:
        return ""
    changed = [f"`{n}` {_code(before[n])}" for n in before if before[n] != after[n]]
    return f"\nBefore the change: {', '.join(changed)}.\n" if changed else ""


def _code(cell: str) -> str:
    return f"= `` {escape_invisible(cell)} ``" if cell else "blank"
