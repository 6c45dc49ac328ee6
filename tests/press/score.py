"""Score the reading of figures on the annotated sentences: see ``guide.md``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from isk_indicators import figures
from isk_indicators.exclusions import DOUBTS, EXCLUSIONS
from isk_indicators.figures import Figure, find_durations, find_figures

FOLDER = Path(__file__).parent
FILES = ("first", "second", "third", "fourth")
DIFFICULT = "fifth"
"""The file of sentences whose figures are difficult to read, each of one kind."""
UNSURE = "unsure"
"""What a mark has for its qualifier where the words may be read in two ways."""


@dataclass
class Score:
    """What came of one file.

    Attributes:
        marked: Figures that the reader marked.
        found: Of these, those that overlap one that was found.
        values: Of the found, those with both numbers right.
        hedges: Of the found, those with the qualifier right.
        words: Of the found, those with every letter right.
        alarms: What was found and is not marked.
        faults: Each difference, in words.
    """

    marked: int = 0
    found: int = 0
    values: int = 0
    hedges: int = 0
    words: int = 0
    alarms: int = 0
    faults: list[str] = field(default_factory=list)

    @property
    def row(self) -> str:
        """The figures as a row of a Markdown table."""
        read = self.found + self.alarms
        alarms = f"{self.alarms} of {read} ({_percent(self.alarms, read)})"
        shares = (
            f"{part} of {whole} ({_percent(part, whole)})"
            for part, whole in (
                (self.found, self.marked),
                (self.values, self.found),
                (self.hedges, self.found),
                (self.words, self.found),
            )
        )
        return " | ".join([*shares, alarms])


def _percent(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f} %"


def sentences(name: str) -> Iterator[dict[str, Any]]:
    """The marked sentences of a file, in order."""
    for line in (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def marked(text: str, marks: list[list[Any]]) -> list[Figure]:
    """The marks of a sentence as figures; each stands behind the one before.

    Raises:
        ValueError: words that do not stand in the text in this order.
    """
    end, figures = 0, []
    for words, qualifier, low, high, *_unit in marks:
        start = text.index(words, end)
        end = start + len(words)
        figures.append(Figure(words, start, end, low, high, qualifier))
    return figures


def score(name: str, kind: str) -> Score:
    """Compare a file's marks of one kind, ``figures`` or ``durations``, with what is found."""
    find = {"figures": find_figures, "durations": find_durations}[kind]
    total = Score()
    for sentence in sentences(name):
        text = sentence["text"]
        _compare(sentence, marked(text, sentence[kind]), find(text), total)
    return total


def _compare(
    sentence: dict[str, Any], marks: list[Figure], finds: list[Figure], total: Score
) -> None:
    open_finds = list(finds)
    for mark in marks:
        total.marked += 1
        hit = next((f for f in open_finds if f.start < mark.end and mark.start < f.end), None)
        if hit is None:
            total.faults.append(_fault(sentence, "missed", mark))
            continue
        open_finds.remove(hit)
        _count(sentence, mark, hit, total)
    total.alarms += len(open_finds)
    total.faults += [_fault(sentence, "not marked", find) for find in open_finds]


def _count(sentence: dict[str, Any], mark: Figure, hit: Figure, total: Score) -> None:
    value, hedge = (mark.low, mark.high) == (hit.low, hit.high), mark.qualifier == hit.qualifier
    total.found += 1
    total.values += value
    total.hedges += hedge
    total.words += mark.text == hit.text
    if not (value and hedge and mark.text == hit.text):
        total.faults.append(_fault(sentence, f"marked {_say(mark)}, read as", hit))


def _fault(sentence: dict[str, Any], what: str, figure: Figure) -> str:
    return f"{sentence['id']}: {what} {_say(figure)}: {sentence['text']}"


def _say(figure: Figure) -> str:
    return f"{figure.text!r} {figure.qualifier} {figure.low} {figure.high}"


def table() -> str:
    """The scores of all files as a Markdown table."""
    lines = [
        "| sentences | kind | found | values right | hedges right | words right | false alarms |",
        "|---|---|---|---|---|---|---|",
    ]
    for name in FILES:
        for kind in ("figures", "durations"):
            lines.append(f"| {name} | {kind} | {score(name, kind).row} |")
    return "\n".join(lines)


@dataclass
class KindScore:
    """What came of the difficult sentences of one kind.

    Attributes:
        marked: Figures that are marked.
        right: Of these, those with their words, numbers and hedge right, or rightly unsure.
        unsure: Those that are read as unsure, though they are marked with one reading.
        alarms: What was found as sure and is not marked.
    """

    marked: int = 0
    right: int = 0
    unsure: int = 0
    alarms: int = 0

    @property
    def row(self) -> str:
        """The figures as a row of a Markdown table."""
        wrong = self.marked - self.right - self.unsure
        return f"{self.right} of {self.marked} | {self.unsure} | {wrong} | {self.alarms}"


def difficult() -> dict[str, KindScore]:
    """Compare the marks of the difficult sentences with what is found, by kind."""
    scores: dict[str, KindScore] = {}
    for sentence in sentences(DIFFICULT):
        total = scores.setdefault(sentence["kind"], KindScore())
        finds = find_figures(sentence["text"])
        for mark in marked(sentence["text"], sentence["figures"]):
            hit = next((f for f in finds if f.start < mark.end and mark.start < f.end), None)
            if hit is not None:
                finds.remove(hit)
            total.marked += 1
            total.right += hit is not None and _is_right(mark, hit)
            total.unsure += hit is not None and not hit.sure and mark.qualifier != UNSURE
        total.alarms += sum(find.sure for find in finds)
    return scores


def _is_right(mark: Figure, hit: Figure) -> bool:
    return not hit.sure if mark.qualifier == UNSURE else mark == hit


def kinds() -> str:
    """The scores of the difficult sentences as a Markdown table."""
    lines = [
        "| kind | right | unsure, but marked as sure | wrong or not found | false alarms |",
        "|---|---|---|---|---|",
    ]
    lines += [f"| {kind} | {total.row} |" for kind, total in difficult().items()]
    return "\n".join(lines)


def doubts() -> str:
    """What beside a figure makes it unsure, as a Markdown table."""
    lines = ["| kind | for example |", "|---|---|"]
    return "\n".join([*lines, *(f"| {doubt.kind} | {doubt.example} |" for doubt in DOUBTS)])


def _listed(phrases: str) -> str:
    """Words and signs of a hedge, for a table of Markdown."""
    return phrases.replace("<", "&lt;").replace("~", "\\~").replace("|", ", ")


def hedges() -> str:
    """The words of each qualifier as a Markdown table."""
    lines = ["| qualifier | before the number | after it |", "|---|---|---|"]
    for qualifier, phrases in figures.HEDGES_BEFORE.items():
        after = figures.HEDGES_AFTER.get(qualifier)
        behind = ", ".join(f"N{phrase}" for phrase in after.split("|")) if after else ""
        lines.append(f"| `{qualifier}` | {_listed(phrases)} | {behind} |")
    return "\n".join(lines)


def exclusions() -> str:
    """Every kind of number that is no figure as a Markdown table."""
    lines = ["| kind | for example |", "|---|---|"]
    rows = [f"| {exclusion.kind} | {exclusion.example} |" for exclusion in EXCLUSIONS]
    return "\n".join([*lines, *rows])


BLOCKS: Mapping[str, Callable[[], str]] = {
    "scores": table,
    "hedges": hedges,
    "exclusions": exclusions,
    "kinds": kinds,
    "doubts": doubts,
}
"""The parts of ``docs/figures.md`` that are written, each between its two markers."""


def main() -> None:
    """Print the table, and with ``--faults`` each difference."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--faults", choices=FILES, help="list the differences in one file")
    arguments = parser.parse_args()
    sys.stdout.write(f"{table()}\n")
    if arguments.faults:
        for kind in ("figures", "durations"):
            sys.stdout.writelines(f"{fault}\n" for fault in score(arguments.faults, kind).faults)


if __name__ == "__main__":
    main()
