"""The command line: one function for each command; its docstring is the help text."""

from __future__ import annotations

import argparse
import io
import os
import sys
import traceback
import warnings
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from isk_indicators.changes import FORMATS, VersionError, compare, words_of
from isk_indicators.curate import StoppedError
from isk_indicators.interrupts import INTERRUPTED, interruptible
from isk_indicators.safe_zip import Limits
from isk_indicators.schema import DESCRIPTOR, DISTRIBUTION, DescriptorError, installed_version
from isk_indicators.screen import safe_line, write_lines

if TYPE_CHECKING:
    from isk_indicators.check.gate import Report
    from isk_indicators.curate.workspace import CommandResult, Workspace

CUT_OFF = 141
"""The exit code that a shell reports when the reader of the output has closed it."""

EXTRA = ("pandas", "pandera", "frictionless", "diff_match_patch")
"""The libraries that only some commands import."""

PANDERA_DEPTH = "PANDERA_VALIDATION_DEPTH"

MAINTAINERS = "the maintainers of isk-indicators (see SECURITY.md in the repository)"
"""To whom an error of the program is reported."""

LONGEST_ERROR = 300
LIMITS: dict[str, Any] = {
    "type": int,
    "metavar": "N",
    "help": "read up to N times the usual limits, which are 25 MB for a table, 500,000 cells for "
    "all tables and 5 MB for all documents; this takes N times the memory",
}
DEBUG = "print the traceback of an error in the program, to report it"

INSTALL = 'python -m pip install "isk-indicators[check]"'

Run: TypeAlias = Callable[..., int]


Argument: TypeAlias = tuple[tuple[str, ...], dict[str, Any]]
"""The names and the options that ``argparse`` is given for one argument."""


class Command(NamedTuple):
    """A command: its function, which returns the exit code, and its arguments."""

    run: Run
    arguments: tuple[Argument, ...]


COMMANDS: dict[str, Command] = {}


def _argument(*names: str, **options: Any) -> Argument:
    return names, options


def _command(*arguments: Argument) -> Callable[[Run], Run]:
    """Register the function as the command of its name; the arguments are its parameters."""

    def register(run: Run) -> Run:
        COMMANDS[run.__name__.rstrip("_").replace("_", "-")] = Command(run, arguments)
        return run

    return register


PACKAGE = "a folder with datapackage.json, schemas, datasets and seeds"
HERE = {"type": Path, "default": Path(), "metavar": "DIR"}
FOLDER = _argument(
    "-C", dest="folder", help=f"work in DIR, {PACKAGE} (default: the current folder)", **HERE
)
CHECK = _argument(
    "--check",
    action="store_true",
    dest="only_check",
    help="write nothing; exit with 1 if anything would change",
)
VERSION = (
    "a folder, the zip of a release, the version of a zip in releases/ (1.0.0), or a commit, such "
    "as main"
)


@_command(
    _argument("folder", nargs="?", help=f"{PACKAGE} (default: the current folder)", **HERE),
    _argument(
        "--format",
        dest="style",
        choices=("text", "json", "github", "sarif"),
        default="text",
        help="text to read (default); json or sarif (2.1.0) for programs; github for the log of a "
        "workflow, with annotations and a step summary",
    ),
    _argument(
        "--against",
        metavar="REF",
        help="compare with what REF has published and with its schemas: a commit, such as "
        "origin/main, or the zip of a release",
    ),
)
def check(folder: Path, style: str, against: str | None) -> int:
    """Check the tables of a folder and report each error with its place and what to do."""
    from isk_indicators.check import gate, report_machine, report_text

    renderers: dict[str, Callable[[Report], Iterable[str]]] = {
        "text": report_text.screen_lines,
        "json": report_machine.check_json,
        "github": report_machine.github_lines,
        "sarif": report_machine.sarif_lines,
    }
    report = gate.check(folder, against)
    is_error = report.stopped and style == "text"
    write_lines(renderers[style](report), sys.stderr if is_error else sys.stdout)
    return report.exit_code


@_command(
    _argument("rule", nargs="?", metavar="RULE", help="the id of one rule (default: all)"),
    _argument(
        "--by-column",
        action="store_true",
        dest="by_column",
        help="list each column of each table, what proves it and which rules judge it",
    ),
)
def rules(rule: str | None, by_column: bool) -> int:
    """List the rules of the check and what each rejects, as Markdown."""
    from isk_indicators.check import catalogue as rule_list
    from isk_indicators.check.catalogue import catalogue, page, section

    entries = catalogue()
    sections = {entry.id: section(entry) for entry in entries}
    if rule is not None and rule not in sections and not by_column:
        raise StoppedError(f"there is no rule {rule}; isk-indicators rules lists them all")
    text = rule_list.by_column() if by_column else sections.get(rule or "") or page(entries)
    write_lines(text.removesuffix("\n").split("\n"))
    return 0


@_command(
    FOLDER,
    _argument(
        "--draft",
        action="store_true",
        help="add each open hit to reviewed.csv, for you to give it a reason",
    ),
)
def coverage(folder: Path, draft: bool) -> int:
    """Show how many hits (figures, dates, harm, speech) of each source the rows cover."""
    from isk_indicators.curate.draft.reviewed import coverage

    lines, code = coverage(_open(folder), draft=draft)
    write_lines(lines)
    return code


TYPED_OF_SOURCE = {
    "title": "as the document prints it",
    "author": "as the document prints the name",
    "publisher": "as the document prints the name",
    "published": "when it was published, such as 2025-05-17 or 2025-05/2025-12",
    "published_basis": "stated, inferred or external: how that is known",
    "url": "the address that the document prints",
    "accessed": "the day when you retrieved it",
    "origin_id": "the id of the origin that the whole text repeats, such as org-0001",
    "language": "its code in ISO 639-1 (default: en, if its words show that)",
    "rights": "who holds the rights in its text",
    "note": "what a reader must know, such as the words that show the date",
}
"""The cells of a row of sources that a curator may type, with what they are."""


@_command(
    _argument("document", type=Path, metavar="FILE", help="the document, plain text in UTF-8"),
    FOLDER,
    CHECK,
    _argument("--file", metavar="NAME", help="the name of the copy (default: that of FILE)"),
    *(
        _argument(f"--{name.replace('_', '-')}", metavar="TEXT", help=what)
        for name, what in TYPED_OF_SOURCE.items()
    ),
)
def add_source(
    document: Path, folder: Path, only_check: bool, file: str | None, **typed: str | None
) -> int:
    """Copy a document to seeds/, describe it in sources.csv, and count the hits to be covered."""
    from isk_indicators.csvio import replace_files
    from isk_indicators.curate.add_source import add_source

    work = _open(folder)
    added = add_source(work, document, file, typed)
    if not only_check:
        replace_files(work.root, added.files, {**dict.fromkeys(added.files), **work.read})
    write_lines(added.lines, sys.stdout if added.files else sys.stderr)
    return int(only_check or not added.files)


@_command(
    _argument(
        "file",
        type=Path,
        metavar="FILE",
        help="JSON Lines of LangExtract, Web Annotations (JSON-LD), or CSV with a column quote",
    ),
    _argument(
        "--source",
        required=True,
        metavar="SOURCE",
        help="the source that is quoted: its id (src-000) or the name of its file",
    ),
    FOLDER,
    CHECK,
    _argument("--table", metavar="TABLE", help="the table of quotes whose class or tags name none"),
)
def import_(file: Path, source: str, folder: Path, only_check: bool, table: str | None) -> int:
    """Take quotes that another tool has marked as proposals; anchor each, or refuse it."""
    from isk_indicators.curate.imports import import_quotes

    work = _open(folder)
    imported = import_quotes(work, file, source, table)
    files = imported.proposals.files()
    if not only_check:
        work.write(files)
    write_lines(imported.lines)
    return int(imported.refused > 0 or (only_check and bool(files)))


@_command(
    _argument("source", metavar="SOURCE", help="a source id (src-000) or the name of its file"),
    _argument("quote", metavar="QUOTE", help="the words; quotation marks and spaces may differ"),
    FOLDER,
    _argument("--nth", type=int, metavar="N", help="choose the Nth of several places, from 1"),
)
def locate(source: str, quote: str, folder: Path, nth: int | None) -> int:
    """Find a quote in a document and print the four cells of its span, ready to paste."""
    from isk_indicators.curate.fill import locate

    found = locate(_open(folder), source, quote, nth)
    if found.cells is None:
        write_lines(found.lines, sys.stderr)
        return 1
    write_lines([found.cells, *found.lines])
    return 0


@_command(FOLDER, CHECK)
def fill(folder: Path, only_check: bool) -> int:
    """Fill in spans, stated numbers and qualifiers from the quotes and figures that you typed."""
    from isk_indicators.curate.fill import fill

    return _change(folder, fill, only_check)


@_command(
    _argument("source", metavar="SOURCE", help="a source id (src-000) or the name of its file"),
    FOLDER,
    _argument("--take", action="store_true", help="add the typed values to readings.csv"),
    _argument(
        "--file",
        type=Path,
        metavar="FILE",
        help="the sheet (default: second-reading-SOURCE.csv in the current folder)",
    ),
)
def second_reading(source: str, folder: Path, take: bool, file: Path | None) -> int:
    """Write a sheet for a second reader, without the coded cells, or take in a filled sheet."""
    from isk_indicators.curate import second_reading

    if take:
        return _change(folder, lambda work: second_reading.take(work, source, file), False)
    write_lines(second_reading.prepare(_open(folder), source, file))
    return 0


@_command(
    _argument("source", metavar="SOURCE", help="a source id (src-000) or the name of its file"),
    FOLDER,
    _argument(
        "--page",
        type=Path,
        metavar="FILE",
        help="write the proposals and the document as a page, to decide in a browser",
    ),
    _argument(
        "--take", type=Path, metavar="FILE", help="apply the decisions that the page has saved"
    ),
)
def review(source: str, folder: Path, page: Path | None, take: Path | None) -> int:
    """Decide on the proposed rows of a source one by one, with their words before your eyes."""
    from isk_indicators.curate import review, review_page

    if page and take:
        raise StoppedError("type either --page or --take")
    if page:
        lines, code = review_page.write_page(_open(folder), source, page), 0
    elif take:
        lines, code = review_page.take(_open(folder), source, take)
    else:
        return review.review(_open(folder), source)
    write_lines(lines)
    return code


@_command(FOLDER, CHECK)
def fmt(folder: Path, only_check: bool) -> int:
    """Rewrite the tables in canonical form and restore cells that a spreadsheet reformatted."""
    from isk_indicators.curate.fmt import fmt

    return _change(folder, fmt, only_check)


@_command(
    _argument("source", metavar="SOURCE", help="a source id (src-000) or the name of its file"),
    FOLDER,
)
def draft(source: str, folder: Path) -> int:
    """Propose rows for a source in proposals/; none is in the tables before you accept it."""
    from isk_indicators.curate.draft.proposing import draft_source

    write_lines(draft_source(_open(folder), source))
    return 0


@_command(
    _argument("table", metavar="TABLE", help="the name of a table, such as incidents"),
    FOLDER,
    _argument("--count", type=int, default=1, metavar="N", help="how many ids (default: 1)"),
)
def new_id(table: str, folder: Path, count: int) -> int:
    """Print the next free ids of a table, above every id ever used."""
    from isk_indicators.curate.workspace import new_ids

    write_lines(new_ids(_open(folder), table, count))
    return 0


@_command(
    _argument("old", type=Path, metavar="OLD", help="the file that the rows quote now"),
    _argument("new", type=Path, metavar="NEW", help="the corrected file"),
    FOLDER,
    CHECK,
)
def reanchor(old: Path, new: Path, folder: Path, only_check: bool) -> int:
    """Update the spans of a document for its corrected version, if their words are unchanged."""
    from isk_indicators.curate.reanchor import reanchor

    return _change(folder, lambda work: reanchor(work, old, new), only_check)


@_command(
    _argument("old", metavar="OLD", help=VERSION),
    _argument("new", metavar="NEW", help=VERSION),
    _argument(
        "-C",
        dest="folder",
        help="the folder that OLD, NEW and releases/ are in (default: the current folder)",
        **HERE,
    ),
    _argument(
        "--format",
        dest="style",
        choices=tuple(FORMATS),
        default="text",
        help="text for a terminal (default), markdown for a page, csv for a spreadsheet, json "
        "for programs, which alone has the exact text of cells with invisible characters",
    ),
    _argument(
        "--show",
        action="store_true",
        help="with each new or changed row, print its quote, its reason and its note, with a new "
        "row also its cells; list reviewed passages too",
    ),
)
def diff(old: str, new: str, folder: Path, style: str, show: bool) -> int:
    """List the changes between two versions by id: rows, cells, columns and moved spans."""
    from isk_indicators.check.published import find_version

    versions = find_version(folder, old), find_version(folder, new)
    found = compare(*versions, passages=show)
    write_lines(FORMATS[style](found, words_of(*versions, found) if show else {}))
    return int(bool(found))


@_command(
    _argument(
        "--onto",
        required=True,
        metavar="REF",
        help="the branch that this one will be merged into, such as main",
    ),
    FOLDER,
    CHECK,
)
def renumber(onto: str, folder: Path, only_check: bool) -> int:
    """Give the rows of this branch new ids where another branch uses their ids for other rows."""
    from isk_indicators.curate.renumber import renumber

    return _change(folder, lambda work: renumber(work, onto), only_check)


@_command(
    _argument(
        "-C",
        dest="folder",
        type=Path,
        metavar="DIR",
        help=f"show the tables of DIR, {PACKAGE} (default: the current folder if it is one, "
        "otherwise the installed data)",
    ),
    _argument(
        "--texts",
        metavar="FOLDER",
        help="the documents, with the names in sources.file, to show each quote in its context "
        "(default: seeds/ beside the tables, if it is there)",
    ),
    _argument(
        "--out", metavar="FILE", type=Path, help="the file to write (default: in a new folder)"
    ),
    _argument(
        "--no-open", action="store_true", help="write the page, print its path and do not open it"
    ),
)
def browse(folder: Path | None, texts: str | None, out: Path | None, no_open: bool) -> int:
    """Write the evidence page, which shows each row with its quote, and open it in the browser."""
    from isk_indicators.page import PageError, browse, browse_from
    from isk_indicators.schema import DOCUMENTS
    from isk_indicators.tables import Dataset

    try:
        if folder is None and not Path(DESCRIPTOR).is_file():
            path = browse(texts, out, show=not no_open)
        else:
            root = folder or Path()
            dataset = Dataset(_open(root).package)
            seeds = root / DOCUMENTS
            given = texts or (seeds if seeds.is_dir() else None)
            path = browse_from(dataset, given, out, show=not no_open)
    except DescriptorError:
        raise
    except PageError as error:
        raise StoppedError(str(error)) from error
    except (LookupError, ValueError) as error:  # tables that the check rejects
        advice = "correct what isk-indicators check reports, then run this again"
        raise StoppedError(f"the tables cannot be shown ({error}): {advice}") from error
    write_lines([str(path)])
    return 0


@_command(
    _argument(
        "path",
        metavar="PATH",
        help="a file of a release, a folder of such files, or the folder of the unpacked zip",
    ),
)
def verify(path: str) -> int:
    """Check a downloaded release, or one of its files, against the SHA256SUMS beside it."""
    from isk_indicators.download import CannotVerifyError, ReleaseError, verify_release

    try:
        write_lines(str(verify_release(path)).split("\n"))
    except ReleaseError as error:
        write_lines((f"verify: {line}" for line in str(error).split("\n")), sys.stderr)
        return 2 if isinstance(error, CannotVerifyError) else 1
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        Its exit code; 2 without a command, 130 if interrupted, 141 if cut off.
    """
    return run_command(DISTRIBUTION, lambda: _main(arguments))


def _main(arguments: Sequence[str] | None) -> int:
    parser = _parser()
    parsed, unknown = parser.parse_known_args(arguments)
    options = vars(parsed)
    command = options.pop("command")
    Limits.raise_to(options.pop("limits"))
    debug = options.pop("debug")
    if options.pop("version"):
        write_lines([f"{DISTRIBUTION} {installed_version()}"])
        return 0
    if unknown:
        takes_folder = "folder" in options and command != "check"
        advice = "; to work in another folder, type -C DIR" if takes_folder else ""
        parser.error(f"unrecognized arguments: {' '.join(unknown)}{advice}")
    if command is None:
        parser.print_help(sys.stderr)
        return 2
    return run_command(command, lambda: COMMANDS[command].run(**options), debug=debug)


class Parser(argparse.ArgumentParser):
    """A parser whose messages are safe lines, since they repeat the arguments."""

    def _print_message(self, message: str, file: Any = None) -> None:
        write_lines(message.removesuffix("\n").split("\n"), file or sys.stderr)


def run_command(name: str, run: Callable[[], int], *, debug: bool = False) -> int:
    """Run a command, and end every error with one sentence and its exit code.

    Returns:
        What ``run`` returns; 2 for an error, 130 if interrupted, 141 if cut off.
    """
    message, interruptions = tuple[str, ...](), list[int]()
    if sys.stderr is None:  # it was closed before the start
        sys.stderr = io.StringIO()
    try:
        with interruptible() as interruptions, warnings.catch_warnings():
            _prepare_streams()
            code = run()
    except KeyboardInterrupt:
        message, code = ("interrupted",), INTERRUPTED
    except BrokenPipeError:  # the reader has closed the output, as in "check | head"
        code = CUT_OFF
    except Exception as error:  # a traceback is no message, and its exit code 1 no verdict
        code, message = 2, (f"{name}: {_sentence(error)}", *getattr(error, "below", ()))
        if debug:
            message = (*traceback.format_exc().removesuffix("\n").split("\n"), *message)
    if interruptions:
        message, code = ("interrupted",), INTERRUPTED
    if (failed := _flush()) is not None:
        is_cut_off = isinstance(failed, BrokenPipeError)
        code = CUT_OFF if is_cut_off else 2
        message = () if is_cut_off else (f"{name}: {_sentence(failed)}",)
    with suppress(OSError):
        write_lines(message, sys.stderr)
    return code


def _prepare_streams() -> None:
    """Have the output escape what the terminal lacks, and warnings be safe lines.

    Raises:
        StoppedError: there is no output, or a setting with which pandera cannot be imported.
    """
    if sys.stdout is None:
        raise StoppedError("standard output is closed: open it, or send it to a file")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    warnings.showwarning = lambda message, *_: write_lines([f"warning: {message}"], sys.stderr)
    value = os.environ.get(PANDERA_DEPTH)
    if value not in (None, "SCHEMA_ONLY", "DATA_ONLY", "SCHEMA_AND_DATA"):
        raise StoppedError(f"found {PANDERA_DEPTH}={value} in the environment: unset it")


def _sentence(error: Exception) -> str:
    """The message of an error; one that nobody foresaw is to be reported."""
    match error:
        case StoppedError() | DescriptorError() | VersionError() | OSError(strerror=None):
            return str(error)
        case MemoryError():
            return "there is not enough memory: work on a machine with more, or divide the files"
        case OSError():  # without the name of a file it is about the output
            return f"{error.filename or 'standard output'}: {error.strerror}"
        case ImportError(name=str(module)) if (library := module.partition(".")[0]) in EXTRA:
            return f"needs {library.replace('_', '-')}, which is not installed. Run: {INSTALL}"
    what = safe_line(f"{type(error).__name__}: {error}")[:LONGEST_ERROR]
    return (
        f"stopped by an error in {DISTRIBUTION} itself, so there is no result ({what}). Report it "
        f"to {MAINTAINERS}, with the file and what the same command prints with --debug"
    )


def _flush() -> OSError | None:
    """Write out the output; what cannot be written is dropped, so that Python does not try again.

    Returns:
        The error, if there is one.
    """
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return error
    return None


def _parser() -> Parser:
    parser = Parser(
        prog=DISTRIBUTION,
        description="Work on the tables of isk-indicators.",
        epilog="Exit codes: 0: no errors and no differences; 1: errors, differences, or open "
        "decisions for you; 2: the command could not run.",
    )
    parser.add_argument("--version", action="store_true", help="print the version and exit")
    parser.add_argument("--debug", action="store_true", help=DEBUG)
    parser.add_argument("--limits", default=1, **LIMITS)
    commands = parser.add_subparsers(metavar="COMMAND", dest="command")
    for name, command in COMMANDS.items():
        text = command.run.__doc__
        sub = commands.add_parser(name, help=text, description=text)
        sub.add_argument("--debug", action="store_true", default=argparse.SUPPRESS, help=DEBUG)
        sub.add_argument("--limits", default=argparse.SUPPRESS, **LIMITS)
        for names, options in command.arguments:
            sub.add_argument(*names, **options)
    return parser


def _open(folder: Path) -> Workspace:
    from isk_indicators.curate.workspace import open_workspace

    return open_workspace(folder)


def _change(folder: Path, act: Callable[[Workspace], CommandResult], only_check: bool) -> int:
    """Run a command that changes tables; with ``--check``, write nothing."""
    from isk_indicators.csvio import replace_files

    work = _open(folder)
    result = act(work)
    if not only_check:
        replace_files(work.root, result.files, work.read)
    write_lines(result.lines(only_check=only_check))
    return result.exit_code(only_check=only_check)
