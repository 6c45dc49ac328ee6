"""The command line: one function for each command."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from isk_indicators import home

if TYPE_CHECKING:
    from isk_indicators.curate.workspace import CommandResult, Workspace

INTERRUPTED = 130
CUT_OFF = 141
"""The exit code that a shell reports when the reader of the output has closed it."""

EXTRA = ("pandas", "pandera", "frictionless", "diff_match_patch")
"""The libraries that only some commands import."""

INSTALL = 'python -m pip install "isk-indicators[check]"'

Arguments = argparse.Namespace


class Argument(NamedTuple):
    """What ``argparse`` is given for one argument."""

    names: tuple[str, ...]
    options: dict[str, Any]


class Command(NamedTuple):
    """A command: its function, its help text and its arguments."""

    run: Callable[[Arguments], int]
    help: str
    arguments: tuple[Argument, ...]


COMMANDS: dict[str, Command] = {}


def _argument(*names: str, **options: Any) -> Argument:
    return Argument(names, options)


def _command(
    help_: str, *arguments: Argument
) -> Callable[[Callable[[Arguments], int]], Callable[[Arguments], int]]:
    """Register the function as the command of its name."""

    def register(run: Callable[[Arguments], int]) -> Callable[[Arguments], int]:
        COMMANDS[run.__name__.replace("_", "-")] = Command(run, help_, arguments)
        return run

    return register


def _folder(name: str, help_: str, **options: Any) -> Argument:
    """The folder that a command works in: ``folder`` or ``-C``."""
    given = {"type": Path, "default": Path(), "metavar": "DIR", **options}
    return _argument(name, help=f"{help_} (default: the current folder)", **given)


PACKAGE = "a folder with datapackage.json, schemas, datasets and seeds"
FOLDER = _folder("-C", f"work in DIR, {PACKAGE}", dest="folder")
CHECK = _argument(
    "--check", action="store_true", help="write nothing; exit with 1 if anything would change"
)
VERSION = "a folder, the zip of a release, or the version (0.1.0) of a zip in releases/"


@_command(
    "check the tables of a folder and report each problem with its place and its correction",
    _folder("folder", PACKAGE, nargs="?"),
    _argument(
        "--format",
        choices=("text", "json", "github", "sarif"),
        default="text",
        help="text to read (default); json or sarif (2.1.0) for programs; github for the log of a "
        "workflow, with annotations and a step summary",
    ),
)
def check(arguments: Arguments) -> int:
    """Print the report; return 0 without errors, 1 with errors, 2 if the check could not run."""
    from isk_indicators.check import gate, report_machine, report_text
    from isk_indicators.check.package import Folder

    renderers = {
        "text": report_text.screen_lines,
        "json": report_machine.json_lines,
        "github": report_machine.github_lines,
        "sarif": report_machine.sarif_lines,
    }
    report = gate.check(arguments.folder)
    is_error = report.stopped and arguments.format == "text"
    lines = renderers[arguments.format](report, Folder(arguments.folder))
    _print(lines, sys.stderr if is_error else sys.stdout)
    return report.exit_code


@_command(
    "list the rules of the check and what each rejects, as Markdown",
    _argument("rule", nargs="?", metavar="RULE", help="the id of one rule (default: all)"),
)
def rules(arguments: Arguments) -> int:
    """Print the list or one rule; return 2 if there is no such rule."""
    from isk_indicators.check.catalogue import catalogue, page, section

    entries = catalogue()
    if arguments.rule is None:
        sys.stdout.write(page(entries))
        return 0
    for entry in entries:
        if entry.id == arguments.rule:
            sys.stdout.write(section(entry))
            return 0
    sys.stderr.write(
        f"rules: there is no rule {arguments.rule}; isk-indicators rules lists them all\n"
    )
    return 2


@_command(
    "show coverage of each source's figures, dates, harm and speech by rows",
    FOLDER,
    _argument(
        "--draft",
        action="store_true",
        help="add each open hit to reviewed.csv, for you to give it a reason",
    ),
)
def coverage(arguments: Arguments) -> int:
    """Print the coverage; return 0 if every hit is covered, 1 if not, 2 if it cannot be known."""

    def show(work: Workspace) -> int:
        from isk_indicators.curate import drafts

        report = drafts.write_drafts if arguments.draft else drafts.coverage
        return report(work, sys.stdout)

    return _work("coverage", arguments, show)


@_command(
    "find a quote in a document and print the four cells of its span, ready to paste",
    _argument("source", metavar="SOURCE", help="a source id (src-000) or the name of its file"),
    _argument("quote", metavar="QUOTE", help="the words; quotation marks and spaces may differ"),
    FOLDER,
    _argument("--nth", type=int, metavar="N", help="choose the Nth of several places, from 1"),
)
def locate(arguments: Arguments) -> int:
    """Print the cells; return 0 for one place, 1 for none or several, 2 without a document."""

    def find(work: Workspace) -> int:
        from isk_indicators.curate.locate import locate

        found = locate(work, arguments.source, arguments.quote, arguments.nth)
        if found.cells is None:
            _print(found.lines, sys.stderr)
            return 1
        _print([found.cells, *found.lines])
        return 0

    return _work("locate", arguments, find)


@_command(
    "fill in spans, stated numbers and qualifiers from the quotes and figures that you typed",
    FOLDER,
    CHECK,
)
def fill(arguments: Arguments) -> int:
    """Fill the tables; return 0, or 1 if something is left to the curator, or 2."""
    from isk_indicators.curate.fill import fill

    return _change("fill", arguments, fill)


@_command(
    "rewrite the tables in canonical form and revert the changes of a spreadsheet", FOLDER, CHECK
)
def fmt(arguments: Arguments) -> int:
    """Rewrite the tables; return 0, or 1 if something is left to the curator, or 2."""
    from isk_indicators.curate.fmt import fmt

    return _change("fmt", arguments, fmt)


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of ids: type 1 or more")
    return int(text)


@_command(
    "print the next free ids of a table, above every id ever used",
    _argument("table", metavar="TABLE", help="the name of a table, such as incidents"),
    FOLDER,
    _argument("--count", type=_positive, default=1, metavar="N", help="how many ids (default: 1)"),
)
def new_id(arguments: Arguments) -> int:
    """Print the ids, one a line; return 0, or 2 if there are none."""

    def show(work: Workspace) -> int:
        from isk_indicators.curate.locate import new_ids

        _print(new_ids(work, arguments.table, arguments.count))
        return 0

    return _work("new-id", arguments, show)


@_command(
    "move the spans of a document to its corrected version, where their words are unchanged",
    _argument("old", type=Path, metavar="OLD", help="the file that the rows quote now"),
    _argument("new", type=Path, metavar="NEW", help="the corrected file"),
    FOLDER,
    CHECK,
)
def reanchor(arguments: Arguments) -> int:
    """Move the spans; return 0, or 1 if something is left to the curator, or 2."""
    from isk_indicators.curate.reanchor import reanchor

    def move(work: Workspace) -> CommandResult:
        return reanchor(work, arguments.old, arguments.new)

    return _change("reanchor", arguments, move)


@_command(
    "list the changes between two versions by id: rows, cells, columns and moved spans",
    _argument("old", metavar="OLD", help=VERSION),
    _argument("new", metavar="NEW", help=VERSION),
    _folder("-C", "the folder that OLD, NEW and releases/ are in", dest="folder"),
    _argument(
        "--format",
        choices=("text", "markdown", "csv", "json"),
        default="text",
        help="text for a terminal (default), markdown for a page, csv or json for programs",
    ),
)
def diff(arguments: Arguments) -> int:
    """Print the changes; return 0 without changes, 1 with changes, 2 if it could not run."""
    from isk_indicators.curate.diff import FORMATS, diff
    from isk_indicators.versions import VersionError

    try:
        changes = diff(arguments.folder, arguments.old, arguments.new)
    except VersionError as error:
        sys.stderr.write(f"diff: {error}\n")
        return 2
    _print(FORMATS[arguments.format](changes))
    return int(bool(changes))


@_command(
    "write the evidence page, which shows each row with its quote, and open it in the browser",
    _argument(
        "--texts",
        metavar="FOLDER",
        help="the documents, with the names in sources.file, to show each quote in its context "
        "(default: seeds/ of a checkout)",
    ),
    _argument(
        "--out", metavar="FILE", type=Path, help="the file to write (default: in a new folder)"
    ),
    _argument(
        "--no-open", action="store_true", help="write the page and print its path, do not open it"
    ),
)
def browse(arguments: Arguments) -> int:
    """Write the page and print its path; return 2 if it could not be written."""
    from isk_indicators.page.html import PageError, browse

    try:
        path = browse(arguments.texts, arguments.out, show=not arguments.no_open)
    except (PageError, OSError) as error:
        sys.stderr.write(f"browse: {error}\n")
        return 2
    _print([str(path)])
    return 0


@_command(
    "check a downloaded release, or one of its files, against the SHA256SUMS in the same folder",
    _argument(
        "path",
        metavar="PATH",
        help="a file of a release, a folder of such files, or the folder of the unpacked zip",
    ),
)
def verify(arguments: Arguments) -> int:
    """Return 0 if all files are as published, 1 if one must not be used, 2 if it is not known."""
    from isk_indicators.download import CannotVerifyError, ReleaseError, verify_release

    try:
        verified = verify_release(arguments.path)
    except (ReleaseError, OSError) as error:
        _print((f"verify: {line}" for line in str(error).splitlines()), sys.stderr)
        return 2 if isinstance(error, CannotVerifyError | OSError) else 1
    _print([str(verified)])
    return 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        Its exit code; 2 without a command, 130 if interrupted, 141 if cut off.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a character that the terminal lacks is escaped
            stream.reconfigure(errors="backslashreplace")
    parser = _parser()
    parsed, unknown = parser.parse_known_args(arguments)
    if unknown:
        advice = (
            "; to work in another folder, type -C DIR"
            if "folder" in parsed and parsed.run is not check
            else ""
        )
        parser.error(f"unrecognized arguments: {' '.join(unknown)}{advice}")
    if parsed.run is None:
        parser.print_help(sys.stderr)
        return 2
    try:
        code = _run(parsed)
        sys.stdout.flush()
    except KeyboardInterrupt:
        sys.stderr.write("interrupted\n")
        return INTERRUPTED
    except BrokenPipeError:  # the reader has closed the output, as in "check | head"
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return CUT_OFF
    return code


def _run(parsed: Arguments) -> int:
    """Run the command; return 2, with a message, if a library of the extra is not installed."""
    try:
        code: int = parsed.run(parsed)
    except ImportError as error:
        library = (error.name or "").partition(".")[0]
        if library not in EXTRA:
            raise
        name, missing = parsed.run.__name__, library.replace("_", "-")
        sys.stderr.write(f"{name} needs {missing}, which is not installed. Run: {INSTALL}\n")
        return 2
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog=home.DISTRIBUTION, description="Work on the tables of isk-indicators."
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version and exit")
    parser.set_defaults(run=None)
    commands = parser.add_subparsers(metavar="COMMAND")
    for name, command in COMMANDS.items():
        sub = commands.add_parser(name, help=command.help, description=command.help)
        for argument in command.arguments:
            sub.add_argument(*argument.names, **argument.options)
        sub.set_defaults(run=command.run)
    return parser


class _Version(argparse.Action):
    """Print the version, which is looked up only then."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        sys.stdout.write(f"{home.DISTRIBUTION} {home.version()}\n")
        parser.exit()


def _work(name: str, arguments: Arguments, act: Callable[[Workspace], int]) -> int:
    """Run a curator's command in its folder; return 2, with a message, if it cannot be done."""
    from isk_indicators.curate.workspace import StoppedError, open_workspace
    from isk_indicators.schema import DescriptorError

    try:
        return act(open_workspace(arguments.folder))
    except BrokenPipeError:
        raise
    except (StoppedError, DescriptorError, OSError) as error:
        sys.stderr.write(f"{name}: {error}\n")
        return 2


def _change(name: str, arguments: Arguments, act: Callable[[Workspace], CommandResult]) -> int:
    """Run a command that changes tables; with ``--check``, write nothing."""

    def whole(work: Workspace) -> int:
        from isk_indicators.atomic_write import replace_files

        result = act(work)
        if not arguments.check:
            replace_files(work.root, result.files)
        _print(result.lines(only_check=arguments.check))
        return result.exit_code(only_check=arguments.check)

    return _work(name, arguments, whole)


def _print(lines: Iterable[str], stream: Any = None) -> None:
    (stream or sys.stdout).writelines(f"{line}\n" for line in lines)
