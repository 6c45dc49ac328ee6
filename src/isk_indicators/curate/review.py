"""The review of proposals in the terminal: the words first, then the row, then the decision."""

from __future__ import annotations

import difflib
import re
import sys
import textwrap
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from isk_indicators import spans
from isk_indicators.check.csv_table import QUOTE, whole_number
from isk_indicators.check.report_text import INDENT, Screen, screen_of
from isk_indicators.curate import StoppedError
from isk_indicators.curate.fill import END, SOURCE, START, figures_of, find, listed, near, problems
from isk_indicators.curate.proposals import ACCEPTED, GUESS, OPEN, REJECTED, Proposal, Proposals
from isk_indicators.curate.workspace import Workspace
from isk_indicators.figures import passage
from isk_indicators.rules.figures import whole_figure
from isk_indicators.schema import DOCUMENTS, SPAN
from isk_indicators.screen import Exact, escape_invisible, safe_line, snippet, write_lines
from isk_indicators.tables import CAPTIONS

# What is shown of a proposal


class Words(NamedTuple):
    """The sentences of a quote and one on each side, and where the quote is; blank if nowhere."""

    place: str
    before: str
    quote: str
    after: str


def words_of(proposals: Proposals, proposal: Proposal) -> Words:
    """The words that a proposal rests on, in their context."""
    source = proposals.work.sources.get(proposal.value(SOURCE))
    start, end = (whole_number(proposal.value(name)) for name in (START, END))
    quote = proposal.value(QUOTE)
    if source is None or source.text is None:
        reason = source.reason if source else f"no source {proposal.value(SOURCE)!r}"
        return Words(f"not shown: {reason}", "", quote, "")
    text, file = source.text, f"{DOCUMENTS}/{source.file}"
    if start is None or end is None or not spans.is_exact(text, start, end, quote):
        return Words(f"the quote is not at these characters of {file}", "", quote, "")
    sentences = [
        (first, last)
        for line in spans.lines(text)
        for first, last in spans.sentences(text, *line)
        if text[first:last].strip()
    ]
    own = [n for n, (first, last) in enumerate(sentences) if first < end and last > start]
    near_by = sentences[max(0, min(own, default=0) - 1) : max(own, default=0) + 2]
    first, last = min(start, near_by[0][0]), max(end, near_by[-1][1])
    line = text.count("\n", 0, start) + 1
    place = f"{source.source_id}, {file}:{line}, characters {start}-{end}"
    return Words(place, text[first:start], quote, text[end:last])


def cells_of(proposals: Proposals, table: str, row_id: str) -> Mapping[str, str]:
    """The cells of a proposed row, or of one in its table; none if there is no such row."""
    proposed = proposals.find(table, row_id)
    if proposed is not None:
        return proposed.confirmed
    known = table in proposals.work.package.schemas
    return proposals.table_rows(table).get(row_id, {}) if known else {}


def caption(proposals: Proposals, table: str, row_id: str) -> str:
    """What a reader knows a row by: its name, or what it says in short; blank if unknown."""
    return _name(cells_of(proposals, table, row_id)) or in_short(proposals, table, row_id)


def in_short(proposals: Proposals, table: str, row_id: str) -> str:
    """The cells of a row that a first view of its table has; blank if there is no such row."""
    if not (cells := cells_of(proposals, table, row_id)):
        return ""
    schema = proposals.work.package.schemas[table]
    brief = [f.name for f in schema.fields if f.brief and f.name not in (*schema.key, *SPAN)]
    names = {n: _name(cells_of(proposals, schema.targets[n], cells[n])) for n in schema.targets}
    return " · ".join(names.get(name) or cells[name] for name in brief if cells.get(name))


def _name(cells: Mapping[str, str]) -> str:
    return next((cells[name] for name in CAPTIONS if cells.get(name)), "")


def referred(proposals: Proposals, proposal: Proposal) -> Iterator[tuple[str, str, str]]:
    """The rows that a proposal refers to, but for the source: id, what it says, its words."""
    for column, table, row_id in proposals.references(proposal):
        if column != SOURCE:
            found = proposals.find(table, row_id)
            state = f" ({found.state})" if found and found.state != ACCEPTED else ""
            what = in_short(proposals, table, row_id) or "there is no such row"
            shown, _ = snippet(what, 1, MOST_SHOWN)
            yield row_id, f"{shown}{state}", cells_of(proposals, table, row_id).get(QUOTE, "")


MOST_SHOWN = 120
"""How many columns of the screen a row in short may take."""


# Changing a cell


class SeveralPlacesError(StoppedError):
    """A typed quote occurs several times; ``places`` are to be chosen from."""

    def __init__(self, text: str, places: list[spans.Span]) -> None:
        super().__init__(
            f"the document contains these words {len(places)} times:", listed(text, places)
        )
        self.places = places


def typed(
    proposals: Proposals, proposal: Proposal, column: str, text: str, place: int | None = None
) -> dict[str, str]:
    """The cells that change if a person types a text into a column.

    A quote is found in the document and gives the span; a figure gives its numbers and qualifier;
    a name gives the id of its row. ``place`` chooses one of several places of a quote, from 1.

    Raises:
        SeveralPlacesError: the quote occurs several times.
        StoppedError: the column does not allow the text; the message says what it expects.
    """
    schema = proposals.schema(proposal)
    name = _column(proposals, proposal, column)
    text = text.strip() if name == QUOTE else unicodedata.normalize("NFC", text.strip())
    if name in (START, END, QUOTE):
        return _span(proposals, proposal, name, text, place)
    cells = {name: _id(proposals, proposal, name, text)}
    if (problem := proposals.cell_problem(proposal.table, name, cells[name])) is not None:
        raise StoppedError(f"{name}: {problem}")
    changed = proposal.copy()
    changed.cells.update(cells)
    for at, table, row_id in proposals.references(changed):
        if at == name and not _exists(proposals, table, row_id):
            raise StoppedError(f"{name}: {table} has no row {row_id}", _rows(proposals, table))
    for figure in figures_of(schema):
        if figure.words == name and cells[name]:
            cells.update(_numbers(proposals, changed, figure))
    return cells


def _column(proposals: Proposals, proposal: Proposal, typed_name: str) -> str:
    """The column that is meant: its name, or the beginning of just one."""
    schema, name = proposals.schema(proposal), typed_name.strip().lower()
    begun = [n for n in schema.names if n.startswith(name)] if name else []
    if name not in schema.by_name and len(begun) == 1:
        name = begun[0]
    if name not in schema.by_name:
        close = begun or difflib.get_close_matches(name, schema.names, n=3) or schema.names
        raise StoppedError(f"there is no column {typed_name!r}; type one of: {', '.join(close)}")
    if name in (SOURCE, *schema.key) and not (name == START or schema.by_name[name].enum):
        raise StoppedError(f"{name}: it was given with the proposal and stays as it is")
    return name


def _span(
    proposals: Proposals, proposal: Proposal, name: str, typed_text: str, place: int | None
) -> dict[str, str]:
    """The cells of the span that a quote, or a start or an end, means."""
    source_id = proposal.value(SOURCE)
    source = proposals.work.sources.get(source_id)
    if source is None or (text := source.text) is None:
        raise StoppedError(f"{source_id}: {source.reason if source else 'there is no such source'}")
    if name == QUOTE:
        start, end = _place(text, typed_text, whole_number(proposal.value(START)), place)
    else:
        given = {n: typed_text if n == name else proposal.value(n) for n in (START, END)}
        first, last = (whole_number(cell) for cell in given.values())
        if first is None or last is None or not first < last <= len(text):
            raise StoppedError(f"{name}: found {typed_text!r}, expected 0 to {len(text)} in order")
        start, end = first, last
    for problem in problems(source_id, text, (start, end)):
        raise StoppedError(f"{text[start:end]!r}: {problem}")
    return {START: str(start), END: str(end), QUOTE: text[start:end]}


def _place(text: str, quote: str, start: int | None, place: int | None) -> spans.Span:
    """The place of a quote; the one near the old start if there are several."""
    places = find(text, quote)
    if not places:
        raise StoppedError(f"the document does not contain {quote!r}: copy the words from it")
    if place is not None:
        if not 1 <= place <= len(places):
            raise StoppedError(f"there is no place {place}: type a number from 1 to {len(places)}")
        return places[place - 1]
    meant = places if len(places) == 1 else near(places, start, None)
    if len(meant) != 1:
        raise SeveralPlacesError(text, places)
    return meant[0]


def _id(proposals: Proposals, proposal: Proposal, name: str, text: str) -> str:
    """The id of the row whose name is typed; otherwise the text."""
    schema = proposals.schema(proposal)
    table = schema.targets.get(name)
    if table is None or not text:
        return text
    proposed = {proposals.row_id(p): p.confirmed for p in _proposed(proposals, table)}
    rows = {**proposals.table_rows(table), **proposed}
    called = [
        row_id
        for row_id, cells in rows.items()
        for form in (*(cells.get(n, "") for n in CAPTIONS), *cells.get("aliases", "").split("|"))
        if form and form.casefold() == text.casefold()
    ]
    return called[0] if len({*called}) == 1 else text


def _proposed(proposals: Proposals, table: str) -> list[Proposal]:
    return [p for p in proposals.of_state(OPEN) if p.table == table]


def _exists(proposals: Proposals, table: str, row_id: str) -> bool:
    """Whether an id is in its table or that of an open proposal."""
    found = proposals.find(table, row_id)
    return row_id in proposals.table_rows(table) or (found is not None and found.state == OPEN)


MOST_IDS = 40


def _rows(proposals: Proposals, table: str) -> list[str]:
    """The ids that may be typed, each with its caption."""
    ids = [*proposals.table_rows(table), *map(proposals.row_id, _proposed(proposals, table))]
    lines = [f"    {row_id}  {caption(proposals, table, row_id)}"[:100] for row_id in ids]
    more = len(lines) - MOST_IDS
    return [*lines[:MOST_IDS], f"    and {more} more"] if more > 0 else lines


def _numbers(proposals: Proposals, proposal: Proposal, figure: tuple[str, ...]) -> dict[str, str]:
    """The qualifier and the numbers that the words of a figure print; none if they are unclear."""
    words, *others = figure
    source_id, quote = proposal.value(SOURCE), proposal.value(QUOTE)
    source = proposals.work.sources.get(source_id)
    texts = {source_id: source.text or ""} if source else {}
    around = passage(texts, source_id, whole_number(proposal.value(START)), quote)
    read = whole_figure(proposal.value(words), around)
    if read is None:
        return {}
    values = (read.qualifier, read.low, read.high)
    return {n: "" if v is None else str(v) for n, v in zip(others, values, strict=True)}


# The terminal

HELP = """\
a            accept: you have looked, so the row goes into its table, and no cell is a guess
c COL = TEXT change a cell: the column (its beginning is enough) and its value, blank for none;
             for an id also the name; "c quote = WORDS" finds the words in the document
c            change a cell, asked for step by step
r WHY        reject, with the reason
n            next: leave it open
b            back to the one before
u            undo the last decision or change; on a row decided earlier: open it again
q            quit; every decision is written already
?            this help""".split("\n")
PROMPT = "a accept, c change, r reject, n next, b back, u undo, q quit, ? help"


class Session:
    """A review of the proposals of a source, driven by lines."""

    def __init__(self, proposals: Proposals, read: Callable[[str], str | None]) -> None:
        self.proposals, self.read = proposals, read
        self.screen = screen_of(sys.stdout)
        self.at: Proposal | None = next(iter(proposals.of_state(OPEN)), None)
        self.seen: list[Proposal] = []
        self.waiting: list[Proposal] = []
        self.undone: list[tuple[Proposal, Proposal]] = []
        self.counts: Counter[str] = Counter()

    def run(self) -> int:
        """Go through the proposals until the end of the input.

        Returns:
            1 if proposals are open, otherwise 0.
        """
        shown: tuple[object, ...] = ()
        while True:
            state = (self.at, self.at and self.at.copy())
            if state != shown:
                self.show()
                shown = state
            line = self.read(f"{PROMPT}: " if self.at else "end of the proposals (b, u, q, ?): ")
            if line is None or line.strip().lower() in ("q", "quit"):
                break
            try:
                self.do(line.strip())
            except (StoppedError, OSError) as error:
                write_lines([str(error), *getattr(error, "below", ())])
        write_lines(self.summary())
        return int(bool(self.proposals.of_state(OPEN)))

    def do(self, line: str) -> None:
        """Do what a line says."""
        key, _, rest = line.partition(" ")
        acts = {"a": self.accept, "r": self.reject, "c": self.change}
        moves = {"n": self.next, "b": self.back, "u": self.undo}
        match key.lower():
            case "?" | "h" | "help":
                write_lines(HELP)
            case "":
                return
            case known if known in moves:
                moves[known]()
            case known if known in acts and self.at is None:
                write_lines(["there is no proposal here: type b to go back, or q to quit"])
            case known if known in acts and self.at and self.at.state != OPEN:
                write_lines([f"it is {self.at.state}: type u to open it again, or n to go on"])
            case known if known in acts and self.at:
                acts[known](self.at, rest.strip())
            case _:
                write_lines([f"{line!r} is no key: {PROMPT}"])

    # Decisions

    def accept(self, proposal: Proposal, _: str) -> None:
        """Accept the proposal, or say what prevents it and offer to go there."""
        obstacles = [*self.proposals.obstacles(proposal)]
        if not obstacles:
            self._decide(proposal, ACCEPTED, lambda: self.proposals.accept(proposal))
            return
        row_id = self.proposals.row_id(proposal)
        found = (f"    {o.column}: {o.message}" for o in obstacles)
        write_lines([f"{row_id} cannot be accepted:", *found])
        if first := next((o.first for o in obstacles if o.first), None):
            answer = self.read(f"go to {self.proposals.row_id(first)} first? (y, n): ")
            if (answer or "").strip().lower() in ("y", "yes"):
                self.waiting.append(proposal)
                self._go(first)

    def reject(self, proposal: Proposal, reason: str) -> None:
        """Reject the proposal with a reason, which is asked for."""
        reason = reason or (self.read("why? ") or "").strip()
        referring = [self.proposals.row_id(p) for p in self.proposals.referring(proposal)]
        self._decide(proposal, REJECTED, lambda: self.proposals.reject(proposal, reason))
        if referring:
            write_lines([f"{', '.join(referring)} refer to it: change or reject these too"])

    def change(self, proposal: Proposal, rest: str) -> None:
        """Change a cell."""
        rest = rest or (self.read("column = value: ") or "").strip().removeprefix("c ")
        if not rest:
            return
        column, sign, text = rest.partition("=")
        if not sign:
            write_lines(self._allowed(proposal, column))
            text = self.read(f"{column.strip()} = ") or ""
        try:
            cells = typed(self.proposals, proposal, column, text)
        except SeveralPlacesError as several:
            write_lines([str(several), *several.below])
            number = whole_number((self.read("which one? ") or "").strip())
            if number is None:
                return
            cells = typed(self.proposals, proposal, column, text, number)
        before = proposal.copy()
        self.proposals.change(proposal, cells)
        self.undone.append((proposal, before))
        self.counts["changed"] += 1
        write_lines(f"{name}: {text or 'blank'}" for name, text in cells.items())

    def _allowed(self, proposal: Proposal, column: str) -> list[str]:
        """What a column is, with its values."""
        field = self.proposals.schema(proposal).by_name[_column(self.proposals, proposal, column)]
        table = self.proposals.schema(proposal).targets.get(field.name)
        meanings = [f"    {v}: {field.meanings.get(v, '')}".rstrip(": ") for v in field.enum]
        return [field.description, *meanings, *(_rows(self.proposals, table) if table else ())]

    def _decide(self, proposal: Proposal, what: str, act: Callable[[], None]) -> None:
        before = proposal.copy()
        act()
        self.undone.append((proposal, before))
        self.counts[what] += 1
        write_lines([f"{self.proposals.row_id(proposal)}: {what}"])
        if self.waiting:
            self._go(self.waiting.pop())
        else:
            self.next()

    def undo(self) -> None:
        """Undo the last decision or change of this run, or open a row decided before it."""
        earlier = {id(proposal) for proposal, _ in self.undone}
        if self.at and self.at.state != OPEN and id(self.at) not in earlier:
            before = self.at.copy()
            before.state, before.reason = OPEN, ""
            self.proposals.restore(self.at, before)
        elif self.undone:
            proposal, before = self.undone[-1]
            what = "changed" if proposal.state == before.state else proposal.state
            self.proposals.restore(proposal, before)
            self.undone.pop()
            self.counts[what] -= 1
            self._go(proposal)
        else:
            write_lines(["there is nothing to undo"])
            return
        write_lines([f"{self.proposals.row_id(self.at)}: open again"] if self.at else [])

    # Moving

    def _go(self, proposal: Proposal | None) -> None:
        if self.at is not None and self.at is not proposal:
            self.seen.append(self.at)
        self.at = proposal

    def next(self) -> None:
        """Go to the next open proposal; after the last, to the end."""
        rows = self.proposals.rows
        place = next((n for n, p in enumerate(rows) if p is self.at), len(rows))
        self._go(next((p for p in rows[place + 1 :] if p.state == OPEN), None))

    def back(self) -> None:
        """Go to the proposal shown before; at the first, to the one before it in the text."""
        rows = self.proposals.rows
        place = next((n for n, p in enumerate(rows) if p is self.at), len(rows))
        if self.seen:
            self.at = self.seen.pop()
        elif place:
            self.at = rows[place - 1]
        else:
            write_lines(["this is the first"])

    # Showing

    def show(self) -> None:
        """Show the proposal: its words, its row, what it refers to."""
        if self.at is not None:
            write_lines(proposal_lines(self.proposals, self.at, self.screen))

    def summary(self) -> Iterator[str]:
        """What was decided, what is left, and the next command."""
        source_id = self.proposals.source_id
        done = ", ".join(f"{n} {what}" for what, n in self.counts.items() if n)
        left = len(self.proposals.of_state(OPEN))
        accepted = len(self.proposals.of_state(ACCEPTED))
        rejected = len(self.proposals.rows) - left - accepted
        yield f"this time: {done or 'nothing decided'}"
        yield f"{source_id}: {left} open, {accepted} accepted, {rejected} rejected"
        again = f"isk-indicators review {source_id}, to go on; " if left else ""
        yield f"next: {again}isk-indicators check"


def proposal_lines(proposals: Proposals, proposal: Proposal, screen: Screen) -> Iterator[str]:
    """A proposal on the screen, line by line."""
    place = next(n for n, p in enumerate(proposals.rows, start=1) if p is proposal)
    head = f"{proposals.row_id(proposal)}  {proposal.table}  {proposal.state}"
    yield ""
    yield Exact(screen.paint("place", safe_line(f"{place} of {len(proposals.rows)}  {head}")))
    if proposal.reason:
        yield f"rejected because: {proposal.reason}"
    words = words_of(proposals, proposal)
    yield words.place
    yield ""
    yield from _marked(words, screen)
    yield ""
    yield from _cell_lines(proposals, proposal, screen)
    yield ""
    rows = [*referred(proposals, proposal)]
    for row_id, what, quote in rows:
        yield from _filled(f"{row_id}: {what}", screen)
        yield from _filled(f"  “{snippet(quote, 1, MOST_SHOWN)[0]}”", screen) if quote else ()
    yield from ("",) if rows else ()
    if proposal.state == OPEN:
        for obstacle in proposals.obstacles(proposal):
            line = safe_line(f"not yet: {obstacle.column}: {obstacle.message}")
            yield Exact(screen.paint("warning", line))


_OPENS, _CLOSES = "\ue000", "\ue001"
"""What the marks are while lines are filled; in what is shown these characters are escapes."""


def _marked(words: Words, screen: Screen) -> Iterator[str]:
    """The words in their context, filled to the width, the quote in brackets and in colour."""
    on, off = ("\x1b[1;32m", "\x1b[0m") if screen.colour else ("", "")
    marks = {_OPENS: f"{on}[", _CLOSES: f"]{off}"}
    before, quote, after = (
        "\n".join(map(escape_invisible, part.split("\n"))) for part in words[1:]
    )
    for line in f"{before}{_OPENS}{quote}{_CLOSES}{after}".split("\n"):
        for piece in textwrap.wrap(line, screen.width - 2 * len(INDENT)):
            parts = re.split(f"([{_OPENS}{_CLOSES}])", piece)
            yield Exact(INDENT + "".join(marks.get(part) or safe_line(part) for part in parts))


def _cell_lines(proposals: Proposals, proposal: Proposal, screen: Screen) -> Iterator[str]:
    """The cells, guesses marked, with the names behind ids; the blank ones in one line."""
    schema, blank = proposals.schema(proposal), list[str]()
    names = {column: caption(proposals, t, i) for column, t, i in proposals.references(proposal)}
    shown = [n for n in schema.names if n not in SPAN or proposal.cells[n].startswith(GUESS)]
    width = max(map(len, shown))
    for name in shown:
        text = proposal.cells[name]
        if not text and not schema.by_name[name].required:
            blank.append(name)
            continue
        line = f"{name:{width}}  {text or 'blank: type it'}  {names.get(name, '')}".rstrip()
        style = "warning" if not text or text.startswith(GUESS) else ""
        for piece in _filled(line, screen, " " * (width + 2)):
            yield Exact(screen.paint(style, piece)) if style else piece
    if blank:
        yield from _filled(f"blank: {', '.join(blank)}", screen)


def _filled(line: str, screen: Screen, indent: str = "  ") -> Iterator[str]:
    """A line filled to the width, each of its lines safe."""
    for piece in textwrap.wrap(
        escape_invisible(line),
        screen.width,
        initial_indent=INDENT,
        subsequent_indent=INDENT + indent,
        drop_whitespace=True,
    ):
        yield safe_line(piece)


def review(work: Workspace, source: str) -> int:
    """Review the proposals of a source; the decisions are read from standard input.

    Returns:
        1 if proposals are open at the end, otherwise 0.

    Raises:
        StoppedError: no such source, no proposals, or a faulty file.
    """
    return Session(of_source(work, source), _read_line).run()


def of_source(work: Workspace, source: str) -> Proposals:
    """The proposals of a source.

    Raises:
        StoppedError: no such source, no proposals, or a faulty file.
    """
    source_id = work.source_named(source).source_id
    proposals = Proposals.read(work, source_id)
    if not proposals.rows:
        raise StoppedError(
            f"{source_id} has no proposals: make some with isk-indicators draft {source_id}"
        )
    return proposals


def _read_line(prompt: str) -> str | None:
    """A line of standard input without its end; None at the end of the input."""
    sys.stdout.write(prompt)
    sys.stdout.flush()
    line = sys.stdin.readline() if sys.stdin else ""
    if not line or not sys.stdin.isatty():
        write_lines([safe_line(line.rstrip("\n"))])
    return line.rstrip("\r\n") if line else None
