"""Update the generated parts of the documentation: ``python docs/write.py``.

With ``--check``, it writes nothing, lists each stale file with the lines that differ, and exits
with 1 if there is one.

To add a part, add a line to ``PARTS``. Needs ``.[dev]``.
"""

from __future__ import annotations

import argparse
import difflib
import doctest
import importlib
import io
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import redirect_stdout
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / part) for part in ("src", ".", "docs", "docs/readings")]

import agreement  # noqa: E402 - the path must be set before
import detected  # noqa: E402
import unnoticed  # noqa: E402
import walkthrough  # noqa: E402

from isk_indicators.check.coverage import SourceCoverage, counts_by_kind  # noqa: E402
from isk_indicators.cli import run_command  # noqa: E402
from isk_indicators.csvio import replace_files  # noqa: E402
from isk_indicators.curate.draft.reviewed import coverage_of_sources  # noqa: E402
from isk_indicators.curate.workspace import open_workspace  # noqa: E402
from isk_indicators.release.codebook import codebook  # noqa: E402
from isk_indicators.schema import open_package  # noqa: E402
from isk_indicators.tables import Dataset  # noqa: E402
from isk_indicators.views import charts  # noqa: E402
from tests.press import score  # noqa: E402

MOST_LINES = 20
"""How many lines of a difference are shown of each file."""

COUNTED = {
    "incidents": "incidents and series",
    "casualties": "casualty figures",
    "force_estimates": "estimates of strength and recruitment",
    "statements": "official statements",
    "attributions": "attributions",
}
BLOCK = re.compile(r"(?<=^```pycon\n)(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)
"""A block of examples in a page."""

Write = Callable[[], str]
"""What a part must say."""
Edit = Callable[[str], str]
"""A file's text with one part of it written anew."""


def main(arguments: list[str]) -> int:
    """Write what is stale, or only name it; 1 if something was to be named."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if stale")
    check = parser.parse_args(arguments).check
    stale = list(changes())
    for file, old, new in stale:
        if not check:
            replace_files(ROOT, {file: new.encode()}, {file: old.encode()})
        sys.stdout.write(difference(file, old, new) if check else f"written: {file}\n")
    return int(check and bool(stale))


def changes() -> Iterator[tuple[str, str, str]]:
    """Each file that is stale, as it is and as it must be."""
    without_documents()
    for file, edits in files().items():
        old = new = (ROOT / file).read_bytes().decode("utf-8")
        for edit in edits:
            new = edit(new)
        if new != old:
            yield file, old, new


def difference(file: str, old: str, new: str) -> str:
    """A stale file with the first lines that differ."""
    lines = [*difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm="")][2:]
    more = len(lines) - MOST_LINES
    shown = [*lines[:MOST_LINES], *([f"… and {more} more lines"] if more > 0 else [])]
    return "\n".join([f"{file} is stale: run python docs/write.py", *shown, ""])


# The position of a part


def whole(write: Write) -> Edit:
    """The file is the part."""
    return lambda _: write()


def between(begin: str, end: str, write: Write) -> Edit:
    """The part is between two texts, which are patterns."""
    place = re.compile(f"(?<={begin}).*?(?={end})", re.DOTALL)

    def edit(text: str) -> str:
        new, found = place.subn(lambda _: write(), text)
        if found != 1:
            raise ValueError(f"{begin} … {end}: expected once, found {found} times")
        return new

    return edit


def marked(name: str, write: Write) -> Edit:
    """The part is between ``<!-- name -->`` and ``<!-- /name -->``."""
    return between(f"<!-- {name} -->", f"<!-- /{name} -->", write)


def lines(write: Write) -> Write:
    """A part that has lines of its own."""
    return lambda: f"\n{write()}\n"


# What the parts say


@cache
def dataset() -> Dataset:
    """The tables of this checkout."""
    return Dataset(open_package(ROOT))


@cache
def citation() -> Mapping[str, Any]:
    """The citation file of this checkout."""
    found: dict[str, Any] = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    return found


def sources() -> str:
    """How many sources there are, and of what kind."""
    return charts.sources_in_words(len(dataset().rows("sources")))


def counts() -> str:
    """How many rows the tables have."""
    *first, last = (f"{len(dataset().rows(table))} {words}" for table, words in COUNTED.items())
    return f"{', '.join(first)} and {last}"


@cache
def accounts() -> list[SourceCoverage]:
    """What covers the words of each source."""
    return coverage_of_sources(open_workspace(ROOT))


def hits() -> str:
    """How many hits the documents have, and what covers them."""
    counts = Counter(by for source in accounts() for _, by in source.hits)
    text = (
        f"{counts.total()} figures, dates, words of harm, blame and speech, and quotations; "
        f"rows cover {counts['row']} of them, and {counts['reviewed']} are listed in `reviewed.csv`"
    )
    uncoded = counts["not_codable"]
    return f"{text}; {uncoded} more cannot be coded yet" if uncoded else text


def shares() -> Iterator[str]:
    """The hits of each source and kind as a Markdown table."""
    yield "| source | kind | hits | by rows | reviewed | not codable |"
    yield "|---|---|---:|---:|---:|---:|"
    counts = [count for source in accounts() for count in counts_by_kind(source) if count.hits]
    total = [sum(column) for column in zip(*(count[2:6] for count in counts), strict=True)]
    for cells in (*(count[:6] for count in counts), ("all", "all", *total)):
        yield f"| {' | '.join(map(str, cells))} |"


def cited() -> str:
    """The citation of the data, as text."""
    work = citation()
    authors = ", ".join(author["name"] for author in work["authors"])
    year = work["date-released"].year
    return f"> {authors} ({year}). *{work['title']}* (version {work['version']}) [data set]."


def rules() -> str:
    """The page of rules; it and the page of proofs alone need the tests' breakages."""
    page: str = importlib.import_module("rules").page()
    return page


def proofs() -> str:
    """The page of proofs."""
    page: str = importlib.import_module("rules").proofs_page()
    return page


# Examples


def examples(text: str) -> str:
    """Every example of a page run anew, as one session, with what it prints below it."""
    names: dict[str, Any] = {"__name__": "__main__"}
    return BLOCK.sub(lambda block: "".join(_run(block[1], names)), text)


def _run(block: str, names: dict[str, Any]) -> Iterator[str]:
    for part in doctest.DocTestParser().parse(block):
        if isinstance(part, str):
            yield part
        else:
            yield from _shown(part.source)
            yield _printed(part.source, names)


def _shown(source: str) -> Iterable[str]:
    first, *further = source.splitlines(keepends=True)
    return [f">>> {first}", *(f"... {line}".replace("... \n", "...\n") for line in further)]


def _printed(source: str, names: dict[str, Any]) -> str:
    out = io.StringIO()
    with redirect_stdout(out):
        exec(compile(source, "example", "single"), names)  # noqa: S102 - a page of this checkout # nosec B102
    return re.sub(r"^$\n", f"{doctest.BLANKLINE_MARKER}\n", out.getvalue(), flags=re.MULTILINE)


def without_documents() -> None:
    """Have examples print what a user of the wheel sees, who has no documents."""
    for module in ("cite", "show"):
        importlib.import_module(f"isk_indicators.{module}").texts_root = lambda: None


def unnoticed_rows(text: str) -> str:
    """The list of rows that would not be missed; the reasons that a page gives are kept."""
    return marked("unnoticed", lines(lambda: unnoticed.table(open_workspace(ROOT), text)))(text)


# The files


CURATED = between("curated by hand from ", r"\. Every", sources)
PARTS: Mapping[str, tuple[Edit, ...]] = {
    "CITATION.cff": (CURATED,),
    "datapackage.json": (CURATED,),
    "docs/add-a-source.md": (walkthrough.walk,),
    "README.md": (
        marked("sources", sources),
        marked("counts", counts),
        marked("hits", hits),
        marked("citation", lines(cited)),
    ),
    "docs/codebook.md": (whole(lambda: codebook(Dataset(open_package(ROOT)))),),
    "docs/coverage.md": (
        marked("shares", lines(lambda: "\n".join(shares()))),
        marked("detected", lines(lambda: detected.table(ROOT))),
        unnoticed_rows,
    ),
    "docs/figures.md": tuple(marked(name, lines(say)) for name, say in score.BLOCKS.items()),
    "docs/reliability.md": (
        marked("agreement", lines(agreement.report)),
        marked("read-twice", lines(lambda: agreement.read_twice(dataset()))),
        marked("settled", lines(lambda: agreement.settled(dataset()))),
    ),
    "docs/proofs.md": (whole(proofs),),
    "docs/rules.md": (whole(rules),),
}
"""The parts of each file, written in this order."""


def files() -> dict[str, tuple[Edit, ...]]:
    """Every file that has a part: those above, and the pages with examples."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    shown = [page for page in pages if BLOCK.search(page.read_text(encoding="utf-8"))]
    names = dict.fromkeys([*PARTS, *(page.relative_to(ROOT).as_posix() for page in shown)])
    return {name: (*PARTS.get(name, ()), examples) for name in names}


if __name__ == "__main__":
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # a page has more letters than some consoles
    sys.exit(run_command("docs/write.py", lambda: main(sys.argv[1:])))
