"""The review of proposals in the terminal: the words first, then the row, then the decision."""

from __future__ import annotations

import re
import sys
import textwrap
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import NamedTuple

from isk_indicators import spans
from isk_indicators.check.csv_table import QUOTE, whole_number
from isk_indicators.check.report_text import INDENT, Screen, screen_of
from isk_indicators.curate import StoppedError
from isk_indicators.curate.draft.reviewed import Passage
from isk_indicators.curate.fill import END, SOURCE, START, find, listed
from isk_indicators.curate.proposals import (
    ACCEPTED,
    GUESS,
    OPEN,
    REJECTED,
    Proposal,
    Proposals,
    Step,
)
from isk_indicators.curate.typed_rows import (
    NUMBERED,
    Wanted,
    caption,
    cells_of,
    column_of,
    findings,
    id_named,
    in_short,
    new_rows,
    reasons_for,
    reviewed_row,
    rows_named,
    text_of,
    typed,
    uncovered,
)
from isk_indicators.curate.workspace import Workspace
from isk_indicators.rules.rule import Problem
from isk_indicators.schema import DOCUMENTS, SPAN
from isk_indicators.screen import (
    Exact,
    escape_invisible,
    pluralize,
    safe_line,
    snippet,
    write_lines,
)

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


def referred(proposals: Proposals, proposal: Proposal) -> Iterator[tuple[str, str, str]]:
    """The rows that a proposal refers to, but for the source: id, what it says, its words."""
    rows = {(table, row_id): column for column, table, row_id in proposals.references(proposal)}
    for (table, row_id), column in rows.items():
        if column != SOURCE:
            found = proposals.find(table, row_id)
            state = f" ({found.state})" if found and found.state != ACCEPTED else ""
            what = in_short(proposals, table, row_id) or "there is no such row"
            shown, _ = snippet(what, 1, MOST_SHOWN)
            yield row_id, f"{shown}{state}", cells_of(proposals, table, row_id).get(QUOTE, "")


MOST_SHOWN = 120
"""How many columns of the screen a row in short may take."""


# The terminal


class Key(NamedTuple):
    """What a key does: a method of the session, and the lines of help."""

    does: str
    help: str
    is_decision: bool = False


KEYS = {
    "a": Key(
        "accept",
        """accept: you have looked, so the row goes into its table, and no cell is a guess
             (a second a, if the check would report the row)""",
        is_decision=True,
    ),
    "c": Key(
        "change",
        """change cells: c COL = TEXT; COL = TEXT (the beginning of a column is enough; blank
             for none; for an id also the name); "c quote = WORDS" finds the words in the
             document, "WORDS #2" their second place; c alone asks step by step""",
        is_decision=True,
    ),
    "r": Key("reject", "reject: r WHY; for words that need no other row, it asks the reason", True),
    "=": Key(
        "same",
        """the same as: = ID rejects it since it is that row (also its name), to which refers
             then what refers to this one""",
        is_decision=True,
    ),
    "+": Key(
        "add",
        """new row from words: + TABLE "WORDS" (the place nearest to here, or "WORDS" #2);
             without TABLE a copy of this row, without WORDS a row with the words of this one""",
    ),
    "n": Key("next", "next: leave it open"),
    "b": Key("back", "back to the one before"),
    "u": Key("undo", "undo the last decision or change; on a row decided earlier: open it again"),
    "q": Key("", "quit; every decision is written already"),
    "?": Key("help", "this help"),
}
PROMPT = "a accept, c change, r reject, = same as, + new, n next, b back, u undo, q quit, ? help"
_CELLS = re.compile(r";\s*(?=[a-z_]{3,}\s*=)")
"""What is between two changes of a line."""
_WANTED = re.compile(r"(?P<table>[a-z_]*)\s*(?P<words>.*)", re.DOTALL)


class Done(NamedTuple):
    """What can be undone: what to count, what it is called, and what each proposal was before."""

    what: str
    undone: str
    before: list[Step]


class Session:
    """A review of the proposals of a source, driven by lines."""

    def __init__(self, proposals: Proposals, read: Callable[[str], str | None]) -> None:
        self.proposals, self.read = proposals, read
        self.screen = screen_of(sys.stdout)
        self.at: Proposal | None = next(iter(proposals.of_state(OPEN)), None)
        self.seen: list[Proposal] = []
        self.waiting: list[Proposal] = []
        self.done: list[Done] = []
        self.warned: Proposal | None = None
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
            line = self.read(f"{PROMPT}: " if self.at else "end of the proposals (b, u, +, q, ?): ")
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
        key, rest = (line[0], line[1:]) if line[:1] in ("=", "+") else line.partition(" ")[::2]
        known = KEYS.get({"h": "?", "help": "?"}.get(key.lower(), key.lower()))
        if not line:
            return
        if known is None:
            write_lines([f"{line!r} is no key: {PROMPT}"])
        elif known.is_decision and self.at is None:
            write_lines(["there is no proposal here: type b to go back, or q to quit"])
        elif known.is_decision and self.at and self.at.state != OPEN:
            write_lines([f"it is {self.at.state}: type u to open it again, or n to go on"])
        else:
            here = (self.at,) if known.is_decision else ()
            getattr(self, known.does)(*here, rest.strip())

    def help(self, _: str = "") -> None:
        """Say what the keys do."""
        write_lines(f"{name:<13}{key.help}" for name, key in KEYS.items())

    # Decisions

    def accept(self, proposal: Proposal, _: str) -> None:
        """Accept the proposal, or say what prevents it and offer to go there."""
        row_id, obstacles = self.proposals.row_id(proposal), [*self.proposals.obstacles(proposal)]
        if obstacles:
            lines = (f"    {o.column}: {o.message}" for o in obstacles)
            write_lines([f"{row_id} cannot be accepted:", *lines])
            if first := next((o.first for o in obstacles if o.first), None):
                answer = self.read(f"go to {self.proposals.row_id(first)} first? (y, n): ")
                if (answer or "").strip().lower() in ("y", "yes"):
                    self.waiting.append(proposal)
                    self._go(first)
            return
        if self.warned != proposal and (found := [*problem_lines(self.proposals, proposal)]):
            self.warned = proposal.copy()
            write_lines([f"the check would report {row_id}: correct it, or type a again", *found])
            return
        before: list[Step] = [(proposal, proposal.copy())]
        self.proposals.accept(proposal)
        self._decided(ACCEPTED, before)

    def reject(self, proposal: Proposal, reason: str) -> None:
        """Reject the proposal with a reason, and give its words the reason why they need no row."""
        reason = reason or (self.read("why? ") or "").strip()
        before: list[Step] = [(proposal, proposal.copy())]
        self.proposals.reject(proposal, reason)
        referring = [self.proposals.row_id(p) for p in self.proposals.referring(proposal)]
        try:
            self._without_row(proposal, before)
        finally:
            self._decided(REJECTED, before)
        if referring:
            verb = "refers" if len(referring) == 1 else "refer"
            write_lines([f"{', '.join(referring)} {verb} to it: change or reject that too"])

    def same(self, proposal: Proposal, named: str) -> None:
        """Reject the proposal since it is another row; what refers to it refers to that row."""
        table = proposal.table
        named = named or (self.read("the id of the row that it is: ") or "").strip()
        row_id = id_named(self.proposals, table, named)
        try:
            steps = self.proposals.merged(proposal, row_id)
        except StoppedError as error:
            raise StoppedError(str(error), rows_named(self.proposals, table)) from error
        before: list[Step] = [(p, p.copy()) for p in (proposal, *(p for p, _ in steps))]
        self.proposals.reject(proposal, f"the same as {row_id}", *steps)
        if moved := ", ".join(self.proposals.row_id(p) for p, _ in steps):
            write_lines([f"now about {row_id}: {moved}"])
        try:
            self._without_row(proposal, before)
        finally:
            self._decided(REJECTED, before)

    def _without_row(self, proposal: Proposal, before: list[Step]) -> None:
        """Ask why the words of a rejected proposal that no other row covers need no row."""
        by_kind = dict[str, list[Passage]]()
        for words in uncovered(self.proposals, proposal):
            by_kind.setdefault(words.kind, []).append(words)
        for kind, found in by_kind.items():
            reasons = reasons_for(self.proposals, kind)
            write_lines([f"{kind} without a row:", *(f"    “{words.quote}”" for words in found)])
            numbered = ", ".join(f"{n} {why}" for n, why in enumerate(reasons, start=1))
            write_lines([*_filled(numbered, self.screen)])
            number = whole_number(
                (self.read("reviewed because (number; Enter: none): ") or "").strip()
            )
            if number is None or not 1 <= number <= len(reasons):
                continue
            why = reasons[number - 1]
            steps = [reviewed_row(self.proposals, words, why) for words in found]
            self.proposals.accept(*(row for row, _ in steps))
            before += steps
            write_lines(f"{self.proposals.row_id(row)}: reviewed, {why}" for row, _ in steps)

    def add(self, rest: str) -> None:
        """Propose a row that quotes other words, and show it."""
        asked = _WANTED.fullmatch(rest)
        table, words = (asked["table"], asked["words"]) if asked else ("", rest)
        quoted = re.fullmatch(r"[\"“](.*)[\"”](\s+#\d+)?", words.strip(), re.DOTALL)
        words = f"{quoted[1]}{quoted[2] or ''}" if quoted else words.strip()
        if not table and self.at is None:
            raise StoppedError('there is no row to copy: type + TABLE "WORDS"')
        named = self._table(table) if table else self.at.table if self.at else ""
        here = self.at.value(QUOTE) if self.at else ""
        like = None if table else self.at
        wanted = Wanted(named, words or here, self.at, like)
        rows = new_rows(self.proposals, wanted)
        self.proposals.make(*((row, row.copy()) for row in rows))
        ids = ", ".join(map(self.proposals.row_id, rows))
        self.done.append(Done("new", f"{ids}: gone again", [(row, None) for row in rows]))
        self.counts["new"] += len(rows)
        if self.at is not None and self.at.state == OPEN:
            self.waiting.append(self.at)
        self._go(rows[0])
        write_lines([f"new: {ids}", *self._places(rows[0], words or here)])

    def _table(self, typed_name: str) -> str:
        """The table that is meant: its name, or the beginning of just one."""
        tables = [n for n, s in self.proposals.work.package.schemas.items() if s.has_spans]
        begun = [n for n in tables if n.startswith(typed_name)]
        if typed_name in tables or len(begun) == 1:
            return typed_name if typed_name in tables else begun[0]
        named = ", ".join(begun or tables)
        what = f"there is no table {typed_name!r}; type one of: {named}"
        raise StoppedError(f'{what}; or type the words alone in "quotation marks"')

    def _places(self, proposal: Proposal, words: str) -> Iterator[str]:
        """Which one of several places of its words a proposal quotes."""
        text = text_of(self.proposals, proposal.value(SOURCE))
        if numbered := NUMBERED.fullmatch(words):
            words = words if find(text, words) else numbered["words"]
        places = find(text, words)
        if len(places) > 1:
            starts = [str(start) for start, _ in places]
            here = proposal.value(START)
            number = starts.index(here) + 1 if here in starts else 0
            yield f"place {number} of {len(places)}; for another: c quote = {words} #N"
            yield from listed(text, places)

    def change(self, proposal: Proposal, rest: str) -> None:
        """Change cells."""
        rest = rest or (self.read("column = value: ") or "").strip().removeprefix("c ")
        if not rest:
            return
        parts = [part.partition("=") for part in _CELLS.split(rest)]
        texts = {column: text for column, _, text in parts}
        if not parts[0][1]:
            column = parts[0][0]
            write_lines(self._allowed(proposal, column))
            texts = {column: self.read(f"{column.strip()} = ") or ""}
        cells = typed(self.proposals, proposal, texts)
        before = proposal.copy()
        self.proposals.change(proposal, cells)
        was = ", ".join(f"{n} is {before.cells[n] or 'blank'}" for n in cells)
        undone = f"{self.proposals.row_id(proposal)}: {was} again"
        self.done.append(Done("changed", undone, [(proposal, before)]))
        self.counts["changed"] += 1
        write_lines(f"{name}: {text or 'blank'}" for name, text in cells.items())
        for name, text in texts.items():
            if column_of(self.proposals, proposal, name) == QUOTE:
                write_lines(self._places(proposal, text.strip()))

    def _allowed(self, proposal: Proposal, column: str) -> list[str]:
        """What a column is, with its values."""
        field = self.proposals.schema(proposal).by_name[column_of(self.proposals, proposal, column)]
        table = self.proposals.schema(proposal).targets.get(field.name)
        meanings = [f"    {v}: {field.meanings.get(v, '')}".rstrip(": ") for v in field.enum]
        named = rows_named(self.proposals, table) if table else ()
        return [field.description, *meanings, *named]

    def _decided(self, what: str, before: list[Step]) -> None:
        """Remember a decision on the first of the proposals, and go on."""
        row_id = self.proposals.row_id(before[0][0])
        others = f", {pluralize(len(before) - 1, 'other row')} as before" if before[1:] else ""
        self.done.append(Done(what, f"{row_id}: open again{others}", before))
        self.counts[what] += 1
        write_lines([f"{row_id}: {what}"])
        if self.waiting:
            self._go(self.waiting.pop())
        else:
            self.next()

    def undo(self, _: str = "") -> None:
        """Undo the last decision or change of this run, or open a row decided before it."""
        earlier = {id(proposal) for done in self.done for proposal, _ in done.before}
        if self.at and self.at.state != OPEN and id(self.at) not in earlier:
            before = replace(self.at.copy(), state=OPEN, reason="")
            self.proposals.restore((self.at, before))
            write_lines([f"{self.proposals.row_id(self.at)}: open again"])
        elif self.done:
            done = self.done[-1]
            self.proposals.restore(*done.before)
            self.done.pop()
            self.counts[done.what] -= (
                sum(b is None for _, b in done.before) if done.what == "new" else 1
            )
            gone = [p for p, before in done.before if before is None]
            self.seen = [p for p in self.seen if all(p is not g for g in gone)]
            self.waiting = [p for p in self.waiting if all(p is not g for g in gone)]
            if done.what == "new":
                self.at = self.waiting.pop() if self.waiting else None
            else:
                self._go(done.before[0][0])
            write_lines([f"undone: {done.undone}"])
        else:
            write_lines(["there is nothing to undo"])

    # Moving

    def _go(self, proposal: Proposal | None) -> None:
        if self.at is not None and self.at is not proposal:
            self.seen.append(self.at)
        self.at = proposal

    def next(self, _: str = "") -> None:
        """Go to the next open proposal; after the last, to the end."""
        rows = self.proposals.rows
        place = next((n for n, p in enumerate(rows) if p is self.at), len(rows))
        self._go(next((p for p in rows[place + 1 :] if p.state == OPEN), None))

    def back(self, _: str = "") -> None:
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
        for line in problem_lines(proposals, proposal):
            yield from _filled(f"the check: {line.strip()}", screen)


def problem_lines(proposals: Proposals, proposal: Proposal) -> Iterator[str]:
    """What the rules of the check find in a proposal, a line each."""
    yield from map(problem_line, findings(proposals, proposal))


def problem_line(problem: Problem) -> str:
    """A problem as an indented line."""
    found = f"found {problem.found!r}, " if problem.found else ""
    what = f"{found}expected {problem.expected}. {problem.message}"
    return f"    {problem.field}: {what} ({problem.rule})"


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
    known = {*SPAN, schema.id_field}
    shown = [n for n in schema.names if n not in known or proposal.cells[n].startswith(GUESS)]
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
