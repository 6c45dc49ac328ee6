"""How much of a coding does `draft` propose?

    python benchmarks/drafts.py [--write] [--list]

The script plays the curator: it drafts each document in `tests/documents`, of which the tables have
no row, and compares the proposals with the finished coding that is beside the document. A proposal
is *right* if it quotes some of the same words as a row of the coding and has the same cells in the
columns that make two rows the same claim (`isk_indicators.rules.links.IDENTITY`). An actor or an
incident that many rows refer to is corrected once, as a curator would.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
from measure import say, table

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from isk_indicators.curate.draft import Drafting  # noqa: E402
from isk_indicators.curate.draft.proposing import confirm, problems_of, propose  # noqa: E402
from isk_indicators.curate.draft.reviewed import with_rows  # noqa: E402
from isk_indicators.curate.draft.sentences import more_forms  # noqa: E402
from isk_indicators.curate.proposals import Proposal  # noqa: E402
from isk_indicators.rules.links import IDENTITY  # noqa: E402
from isk_indicators.rules.rule import PartialDataset  # noqa: E402
from isk_indicators.rules.sourcing import printed_forms  # noqa: E402
from isk_indicators.schema import GUESS, SPAN, DataPackage, open_package  # noqa: E402
from tests.further_documents import copy_with, document, ours, rows  # noqa: E402

DOCUMENTS = ROOT / "tests" / "documents"
PAGE = ROOT / "docs" / "drafts.md"
CLAIMS = ("statements", "incidents", "casualties", "force_estimates", "attributions")
"""In the order in which a curator decides: what others refer to comes first."""
OWN_WORDS = ("label", "summary", "note")
"""Columns in the curator's own words, which are not compared."""
FIGURES = (
    "figure count_figure qualifier count_qualifier stated_low stated_high count_low count_high "
    "basis harm"
).split()
PROVEN = ("figure", "date", "printed", "name", "code", "link")
"""The proofs of columns that the check compares with the words."""

Row = Mapping[str, str]
Span = tuple[int, int]


def span(row: Row) -> Span:
    """The span that a row quotes."""
    return int(row[SPAN[1]]), int(row[SPAN[2]])


def overlap(one: Row, other: Row) -> int:
    """How many characters two rows quote both."""
    (start, end), (first, last) = span(one), span(other)
    return max(0, min(end, last) - max(start, first))


# The documents and their codings


@dataclass
class Coded:
    """A document with its coding and with what is proposed for it.

    Attributes:
        key: The rows of the coding, by table.
        proposed: The proposals, by table, without the marks of guesses.
        marked: The cells that are marked as guesses; the check refuses each of them.
        refused: The rows that the check refuses otherwise, if all are accepted unseen.
        ids: The ids of the coding for those of the proposals.
        corrected: The actors and incidents that are corrected once.
    """

    key: dict[str, list[dict[str, str]]]
    proposed: dict[str, list[dict[str, str]]]
    marked: set[tuple[str, int, str]]
    refused: set[tuple[str, int]]
    ids: dict[str, str] = field(default_factory=dict)
    corrected: list[str] = field(default_factory=list)


def frame(names: Sequence[str], found: Sequence[Row]) -> pd.DataFrame:
    """The frame of some rows, None for blank."""
    columns = {n: [row.get(n) or None for row in found] for n in names}
    return pd.DataFrame({n: pd.Series(cells, dtype=object) for n, cells in columns.items()})


def coded(package: DataPackage, filled: Path, folder: Path) -> Coded:
    """A document, coded and drafted."""
    everything = {n: rows(filled / "datasets" / f"{n}.csv") for n in package.schemas}
    (source_id,) = (row["source_id"] for row in rows(folder / "sources.csv"))
    tables = {n: rows(package.path(n)) for n in package.schemas}
    tables["sources"] += [r for r in everything["sources"] if r["source_id"] == source_id]
    frames = {n: frame(s.names, tables[n]) for n, s in package.schemas.items()}
    data = PartialDataset(package, frames)
    text = document(folder).read_bytes().decode("utf-8")
    data = with_rows(data, (), more_forms(data, text))
    draft = Drafting(data, data.by_id("sources")[source_id], text, ids_above(data))
    found = propose(draft)
    confirm(data, found, {source_id: text})
    names = ("actors", "places")
    key = {
        n: [r for r in all_rows if n in names or r.get("source_id") == source_id]
        for n, all_rows in everything.items()
    }
    return Coded(key, *_by_table(found), refused(data, found, {source_id: text}))


def _by_table(
    found: Sequence[Proposal],
) -> tuple[dict[str, list[dict[str, str]]], set[tuple[str, int, str]]]:
    """The proposals without their marks, and the cells that have one."""
    by_table, marked = defaultdict[str, list[dict[str, str]]](list), set()
    for proposal in found:
        number = len(by_table[proposal.table])
        guesses = (c for c, text in proposal.cells.items() if text.startswith(GUESS))
        marked |= {(proposal.table, number, column) for column in guesses}
        by_table[proposal.table].append(proposal.confirmed)
    return by_table, marked


def ids_above(data: PartialDataset) -> Callable[[str], str]:
    """What gives the next free ids of a table."""
    counts = Counter[str]()

    def next_id(name: str) -> str:
        schema = data.package.schemas[name]
        prefix = (schema.by_name[schema.id_field or ""].pattern or "").partition("[")[0]
        last = max((int(i.removeprefix(prefix)) for i in map(str, data.by_id(name))), default=0)
        counts[name] += 1
        return f"{prefix}{last + counts[name]:04}"

    return next_id


def refused(
    data: PartialDataset, found: Sequence[Proposal], texts: Mapping[str, str]
) -> set[tuple[str, int]]:
    """The rows that the check refuses if every proposal is accepted unseen, without its marks."""
    problems = problems_of(with_rows(data, found), texts)
    return {
        (p.table, p.row - len(data.rows(p.table)))
        for p in problems
        if p.row is not None and p.row >= len(data.rows(p.table))
    }


# Matching


def match(package: DataPackage, one: Coded) -> dict[str, dict[int, int]]:
    """For each table the proposals by the rows of the coding with which they agree."""
    _match_names(one)
    matched = {}
    for name in CLAIMS:
        _refer(package, one, name)
        matched[name] = _pairs(one, name)
        key_id = package.schemas[name].id_field or ""
        for number, other in matched[name].items():
            one.ids[one.proposed[name][other][key_id]] = one.key[name][number][key_id]
        if name == "incidents":
            _correct(one, "incidents", "incident_id", ("casualties", "attributions"), "incident_id")
    _refer(package, one, "evidence")
    return matched


def _match_names(one: Coded) -> None:
    """Find the actors and places that the coding has under one of the same names."""
    for name in ("actors", "places"):
        key_id = f"{name[:-1]}_id"
        known = {
            _small(form): row[key_id]
            for row in one.key[name]
            for form in printed_forms(row["name"], row.get("aliases"))
        }
        for row in one.proposed[name]:
            forms = map(_small, printed_forms(row["name"], row.get("aliases")))
            found = next((known[form] for form in forms if form in known), "")
            one.ids[row[key_id]] = found or f"new: {row['name']}"
    _correct(one, "actors", "actor_id", ("statements",), "speaker_id")


def _small(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.lower()))


def _correct(one: Coded, name: str, key_id: str, referring: Sequence[str], column: str) -> None:
    """Give a proposed row the id that most rows of the coding have at its places."""
    for row in one.proposed[name]:
        if not one.ids.get(row[key_id], "new").startswith("new"):
            continue
        own = [(t, p) for t in referring for p in one.proposed[t] if p[column] == row[key_id]]
        meant = Counter(k[column] for t, p in own for k in one.key[t] if overlap(k, p))
        if meant:
            one.ids[row[key_id]] = meant.most_common(1)[0][0]
            one.corrected.append(row.get("name") or row["quote"][:40])


def _refer(package: DataPackage, one: Coded, name: str) -> None:
    """Let the proposals of a table refer to the ids of the coding."""
    own = package.schemas[name].id_field
    for row in one.proposed[name]:
        for column, cell in row.items():
            if column != own and cell in one.ids:
                row[column] = one.ids[cell]


def _pairs(one: Coded, name: str) -> dict[int, int]:
    """The best proposal for each row of the coding; each is used once."""
    same = IDENTITY[name].same
    pairs = [
        (sum(key[c] == row[c] for c in row), common, number, other)
        for number, key in enumerate(one.key[name])
        for other, row in enumerate(one.proposed[name])
        if all(key[c] == row[c] for c in same) and (common := overlap(key, row))
    ]
    found: dict[int, int] = {}
    for _, _, number, other in sorted(pairs, reverse=True):
        if number not in found and other not in found.values():
            found[number] = other
    return found


# Counting


@dataclass
class Count:
    """What was proposed for a table, and what is left to type."""

    rows: int = 0
    right: int = 0
    proposed: int = 0
    cells: int = 0
    cells_right: int = 0
    figures: int = 0
    figures_right: int = 0
    coded: int = 0
    typed: int = 0

    def line(self, name: str) -> list[str]:
        """A line of the table."""
        return [
            name,
            f"{self.rows:,}",
            f"{self.right:,}",
            share(self.right, self.rows),
            f"{self.proposed:,}",
            share(self.proposed - self.right, self.proposed),
            share(self.cells_right, self.cells),
            share(self.figures_right, self.figures),
            f"{self.typed:,} of {self.coded:,}" if self.coded else "",
        ]

    def add(self, other: Count) -> None:
        """Add the counts of another document."""
        for name, number in vars(other).items():
            setattr(self, name, getattr(self, name) + number)


HEADS = (
    "table",
    "coded",
    "right",
    "share",
    "proposed",
    "not needed",
    "cells right",
    "figures, hedges, harm",
    "cells to type",
)


def share(part: int, whole: int) -> str:
    """A share in percent; 100 only if nothing is missing."""
    return f"{100 * part // whole} %" if whole else ""


def compared(package: DataPackage, name: str) -> list[str]:
    """The columns that are compared: not the id, the span and the curator's own words."""
    schema = package.schemas[name]
    return [n for n in schema.names if n not in (schema.id_field, *SPAN, *OWN_WORDS)]


def count(package: DataPackage, one: Coded, matched: dict[str, dict[int, int]]) -> dict[str, Count]:
    """What is right, by table."""
    found = {name: _count(package, one, name, matched[name]) for name in CLAIMS}
    found["evidence"] = _count_evidence(package, one, matched)
    found["reviewed"] = _count_reviewed(one)
    return found


def _count(package: DataPackage, one: Coded, name: str, pairs: Mapping[int, int]) -> Count:
    columns = compared(package, name)
    result = Count(len(one.key[name]), len(pairs), len(one.proposed[name]))
    for number, key in enumerate(one.key[name]):
        row = one.proposed[name][pairs[number]] if number in pairs else None
        filled = [c for c in columns if key[c] or (row and row[c])]
        wrong = [c for c in filled if row is None or row[c] != key[c]]
        result.coded += sum(bool(key[c]) for c in columns)
        result.typed += sum(bool(key[c]) for c in columns) if row is None else len(wrong)
        if row is not None:
            result.cells += len(filled)
            result.cells_right += len(filled) - len(wrong)
            figures = [c for c in filled if c in FIGURES]
            result.figures += len(figures)
            result.figures_right += sum(c not in wrong for c in figures)
    return result


EVIDENCE = ("table_name", "row_id", "column_name", "role")


def _count_evidence(
    package: DataPackage, one: Coded, matched: Mapping[str, Mapping[int, int]]
) -> Count:
    """Evidence is right if it is for the same row and the words overlap.

    It is not needed, and counts as right, where the proposed row quotes the passage itself.
    """
    quoted: dict[str, dict[str, str]] = {}
    for name, pairs in matched.items():
        key_id = package.schemas[name].id_field or ""
        quoted |= {one.key[name][n][key_id]: one.proposed[name][o] for n, o in pairs.items()}
    result = Count(len(one.key["evidence"]), proposed=len(one.proposed["evidence"]))
    used = set()
    for key in one.key["evidence"]:
        own = [
            n
            for n, row in enumerate(one.proposed["evidence"])
            if row["row_id"] == key["row_id"] and overlap(row, key)
        ]
        used |= {*own}
        row = quoted.get(key["row_id"])
        is_shown = row is not None and span(row)[0] <= span(key)[0] and span(key)[1] <= span(row)[1]
        result.right += bool(own) or is_shown
        result.coded += len(EVIDENCE)
        result.typed += 0 if own or is_shown else len(EVIDENCE)
    result.proposed += result.right - len(used)  # those that are not needed are not noise
    return result


def _count_reviewed(one: Coded) -> Count:
    """A passage is right if it covers a hit of the same kind; the reason is its only cell."""
    result = Count(len(one.key["reviewed"]), proposed=len(one.proposed["reviewed"]))
    for key in one.key["reviewed"]:
        own = [r for r in one.proposed["reviewed"] if r["kind"] == key["kind"] and overlap(r, key)]
        result.right += bool(own)
        result.cells += bool(own)
        result.cells_right += any(r["reason"] == key["reason"] for r in own)
    result.coded = result.rows
    result.typed = result.rows - result.cells_right
    return result


# Accepted unseen


def unseen(
    package: DataPackage, one: Coded, matched: Mapping[str, Mapping[int, int]]
) -> Iterator[Cell]:
    """The cells that differ from the coding in a proven column, and by what the check says so."""
    for name, pairs in matched.items():
        schema = package.schemas[name]
        proven = [f.name for f in schema.fields if f.proof.get("by") in PROVEN]
        for number, other in pairs.items():
            key, row = one.key[name][number], one.proposed[name][other]
            for column in proven:
                if row[column] and row[column] != key[column]:
                    key_id = key[schema.id_field or ""]
                    verdict = "refused" if (name, other) in one.refused else "neither"
                    if (name, other, column) in one.marked:
                        verdict = "marked"
                    yield name, key_id, column, row[column], key[column], verdict


def left(one: Coded, matched: Mapping[str, Mapping[int, int]]) -> Iterator[str]:
    """By what the check refuses each proposal that no row of the coding is left for."""
    rows_marked = {(name, number) for name, number, _ in one.marked}
    for name, pairs in matched.items():
        for number in range(len(one.proposed[name])):
            if number not in pairs.values():
                verdict = "refused" if (name, number) in one.refused else "neither"
                yield "marked" if (name, number) in rows_marked else verdict


def marks(
    package: DataPackage, one: Coded, matched: Mapping[str, Mapping[int, int]]
) -> Iterator[tuple[str, bool, bool]]:
    """For each cell that is compared in a right row: its table, if it is marked, if it is right."""
    for name, pairs in matched.items():
        for number, other in pairs.items():
            key, row = one.key[name][number], one.proposed[name][other]
            for column in compared(package, name):
                if row[column]:
                    yield name, (name, other, column) in one.marked, row[column] == key[column]


def main() -> None:
    """Draft the documents and print what is right."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="put the tables on docs/drafts.md")
    parser.add_argument("--list", action="store_true", help="list the cells accepted unseen")
    given = parser.parse_args()
    results = draft_all()
    tables = [of_tables(results), of_unseen(results), of_marks(results)]
    say("\n\n".join(tables))
    for one, _, _, cells in results if given.list else ():
        for actor in one.corrected:
            say(f"- corrected once: {actor}")
        for name, key_id, column, found, expected, verdict in cells:
            say(f"- {verdict}: {name} {key_id} {column}: {found!r}, coded {expected!r}")
    if given.write:
        for name, text in zip(("drafts", "unseen", "marks"), tables, strict=True):
            before, begin, rest = PAGE.read_text("utf-8").partition(f"<!-- {name} -->\n")
            _, end, after = rest.partition(f"<!-- /{name} -->")
            PAGE.write_text(f"{before}{begin}{text}\n{end}{after}", encoding="utf-8")


Cell = tuple[str, str, str, str, str, str]
"""The table, the row of the coding, the column, what is proposed, what is coded, the verdict."""

Result = tuple[Coded, dict[str, dict[int, int]], dict[str, Count], list[Cell]]
VERDICTS = ("marked", "refused", "neither")
"""A cell is marked as a guess, or the row is refused by another rule of the check, or neither."""


def draft_all() -> list[Result]:
    """Draft each document and compare it with its coding."""
    package, found = open_package(ROOT), []
    folders = sorted(path for path in DOCUMENTS.iterdir() if path.is_dir())
    with tempfile.TemporaryDirectory() as temporary:
        filled = copy_with(Path(temporary) / "checkout", *folders)
        ours(filled, "fill")
        for folder in folders:
            one = coded(package, filled, folder)
            matched = match(package, one)
            counts = count(package, one, matched)
            found.append((one, matched, counts, [*unseen(package, one, matched)]))
    return found


def totals(results: Sequence[Result]) -> dict[str, Count]:
    """What is right in all documents, by table."""
    found: dict[str, Count] = {}
    for _, _, counts, _ in results:
        for name, number in counts.items():
            found.setdefault(name, Count()).add(number)
    return found


def of_tables(results: Sequence[Result]) -> str:
    """The table of what is right."""
    by_table = totals(results)
    everything = Count()
    for number in by_table.values():
        everything.add(number)
    lines = [number.line(name) for name, number in by_table.items()]
    return table(HEADS, [*lines, everything.line("all")])


def of_unseen(results: Sequence[Result]) -> str:
    """The cells of proven columns that differ from the coding, by column."""
    cells = [cell for *_, found in results for cell in found]
    verdicts = Counter((f"{cell[0]}.{cell[2]}", cell[5]) for cell in cells)
    rows_left = Counter(verdict for one, matched, *_ in results for verdict in left(one, matched))
    verdicts.update({("all", v): sum(cell[5] == v for cell in cells) for v in VERDICTS})
    verdicts.update({("rows that are not needed", v): rows_left[v] for v in VERDICTS})
    names = [*sorted({f"{cell[0]}.{cell[2]}" for cell in cells}), "all", "rows that are not needed"]
    lines = []
    for name in names:
        found = [verdicts[name, verdict] for verdict in VERDICTS]
        lines.append([name, *map(str, (sum(found), *found))])
    return table(("column", "differs", "marked", "refused by another rule", "neither"), lines)


def of_marks(results: Sequence[Result]) -> str:
    """How many cells of a right row are marked, and how many of the marked and the others right."""
    package = open_package(ROOT)
    cells = [cell for one, matched, *_ in results for cell in marks(package, one, matched)]
    by_table = totals(results)
    lines = []
    for name in CLAIMS:
        found = Counter(cell[1:] for cell in cells if cell[0] == name)
        marked, plain = (found[m, True] + found[m, False] for m in (True, False))
        a_row = f"{marked / max(1, by_table[name].right):.1f}"
        lines.append(
            [name, a_row, share(found[True, True], marked), share(found[False, True], plain)]
        )
    return table(("table", "marks per row", "marked cells right", "other cells right"), lines)


if __name__ == "__main__":
    main()
