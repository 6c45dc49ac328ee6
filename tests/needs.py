"""What tests need beyond ``[dev]``: what becomes of them without it, and what the run says of it.

A test needs what its fixtures need: ``NEEDS`` is keyed by the name of a fixture, and whatever test
uses that fixture, directly or through another, gets the marker ``needs``. Where something is
missing the test is skipped; with the option ``--no-skips`` it fails, unless it is optional. No
other test may skip itself, except for the operating system (``test_needs``).

The marker ``quick`` goes to each test that needs nothing, is not marked ``slow`` and is not below
``SLOW``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Generator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

import pytest

TESTS = Path(__file__).resolve().parent
NO_SKIPS = "--no-skips"
COMMAND = ".ci/run needs"
"""Installs all that these tests need, and runs them."""

CHROMIUM = "CHROMIUM"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
STRANGERS = "ISK_STRANGERS_PYTHON"
STRICT_TABLES = (3, 37)
"""The first version of SQLite that opens the file."""

SLOW = (
    "check/test_check_breakages.py",
    "check/test_check_coverage.py",
    "check/test_check_gate.py",
    "check/test_report_text.py",
    "check/test_history.py",
    "curate/test_draft_reviewed.py",
    "curate/test_fmt.py",
    "curate/test_reanchor.py",
    "export",
    "mutants",
    "page",
    "release",
    "strangers",
    "test_benchmarks.py",
    "test_cli.py",
    "test_further_documents.py",
    "test_hostile.py",
    "test_hostile_output.py",
    "test_hostile_writing.py",
    "test_needs.py",
    "test_plots.py",
    "test_sixth_document.py",
)
"""Folders and files of tests that take long. What they are about is the code of the gate and of the
commands, in made-up packages, or it is made from the data."""

_SLOW = {TESTS / name for name in SLOW}

MOST_WORKERS = 4
"""More of them spend more on importing libraries than they save."""


# Where to find it


def chromium() -> str | None:
    """The path of the browser: the variable CHROMIUM, or one of the usual names."""
    return os.environ.get(CHROMIUM) or next(filter(None, map(shutil.which, BROWSERS)), None)


def _has_browser(_: pytest.Config) -> bool:
    tools = ("playwright", "axe_playwright_python")
    return all(map(find_spec, tools)) and chromium() is not None


def _has_strangers(_: pytest.Config) -> bool:
    return bool(os.environ.get(STRANGERS))


def _has_index(config: pytest.Config) -> bool:
    # Nothing is downloaded unless somebody asks for it.
    return bool(config.getoption(NO_SKIPS))


def _has_sqlite(_: pytest.Config) -> bool:
    command = shutil.which("sqlite3")
    if command is None:
        return False
    said = subprocess.run([command, "--version"], capture_output=True, text=True, check=True)
    return tuple(map(int, said.stdout.split()[0].split(".")[:2])) >= STRICT_TABLES


def _has(command: str) -> Callable[[pytest.Config], bool]:
    return lambda _: shutil.which(command) is not None


class Need(NamedTuple):
    """What some tests need: its name for a reader, whether it is here, whether CI has it."""

    name: str
    here: Callable[[pytest.Config], bool]
    optional: bool = False


NEEDS: Mapping[str, Need] = {
    "browser": Need("Chromium with tests/page/requirements.txt", _has_browser),
    "stranger": Need("tests/strangers/requirements.txt", _has_strangers),
    "package_index": Need("a package index", _has_index),
    "sqlite3_command": Need("the command sqlite3", _has_sqlite),
    "git": Need("git", _has("git")),
    "sha256sum": Need("sha256sum", _has("sha256sum")),
    "rscript": Need("R", _has("Rscript"), optional=True),
}
"""By the name of the fixture that gives it."""


# Fixtures that give no more than a command


@pytest.fixture(scope="session")
def package_index() -> None:
    """The index from which pip installs."""


@pytest.fixture(scope="session")
def sqlite3_command() -> str:
    """The path of SQLite's own command."""
    return shutil.which("sqlite3") or ""


@pytest.fixture(scope="session")
def rscript() -> str:
    """The path of R's command."""
    return shutil.which("Rscript") or ""


@pytest.fixture(scope="session")
def git() -> str:
    """The path of git."""
    return shutil.which("git") or ""


@pytest.fixture(scope="session")
def sha256sum() -> str:
    """The path of coreutils' sha256sum."""
    return shutil.which("sha256sum") or ""


# What pytest asks (see its reference of hooks)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        NO_SKIPS,
        action="store_true",
        help="fail where something is missing that a test needs (R excepted), and use the network",
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int:
    """A worker for each processor; none for a single file or test, which they would delay."""
    if len(config.args) == 1 and ".py" in config.args[0]:
        return 0
    workers = min(_processors(), MOST_WORKERS)
    return workers if workers > 1 else 0


def _processors() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what needs something, and what is quick."""
    for item in items:
        needed = needs_of(item)
        if needed:
            item.add_marker(pytest.mark.needs(*needed))
        elif item.get_closest_marker("slow") is None and not is_slow(item.path):
            item.add_marker("quick")


def is_slow(path: Path) -> bool:
    """Whether a test's file is below ``SLOW``."""
    return not _SLOW.isdisjoint((path, *path.parents))


def needs_of(item: pytest.Item) -> tuple[str, ...]:
    """The needs of a test, by the names of its fixtures."""
    return tuple(name for name in NEEDS if name in getattr(item, "fixturenames", ()))


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip what needs something that is not here, before any fixture is made."""
    missing = _missing(item)
    if missing:
        pytest.skip(", ".join(NEEDS[name].name for name in missing))


def _missing(item: pytest.Item) -> list[str]:
    known = item.config.stash.setdefault(_HERE, {})
    for name in needs_of(item):
        if name not in known:
            known[name] = NEEDS[name].here(item.config)
    return [name for name in needs_of(item) if not known[name]]


_HERE = pytest.StashKey[dict[str, bool]]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With ``--no-skips``, whatever is skipped fails."""
    report = yield
    skips = report.skipped and not hasattr(report, "wasxfail")
    if skips and item.config.getoption(NO_SKIPS) and not _excused(item):
        report.outcome = "failed"
        report.longrepr = f"{NO_SKIPS}: {_reason(report)} is missing"
    return report


def _excused(item: pytest.Item) -> bool:
    missing = _missing(item)
    return bool(missing) and all(NEEDS[name].optional for name in missing)


def _reason(report: pytest.TestReport) -> str:
    reported = report.longrepr[2] if isinstance(report.longrepr, (tuple, list)) else report.longrepr
    return str(reported).removeprefix("Skipped: ")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in a few lines how many tests were skipped, and what runs them."""
    reports = terminalreporter.stats.get("skipped", [])
    lines = summary(Counter(map(_reason, reports)))
    if lines:
        terminalreporter.section("skipped")
        for line in lines:
            terminalreporter.write_line(line)


def summary(reasons: Mapping[str, int]) -> list[str]:
    """At most three lines on the skipped tests, of which ``reasons`` counts those of a reason."""
    names = {need.name for need in NEEDS.values()}
    needing = {reason: n for reason, n in reasons.items() if {*reason.split(", ")} <= names}
    others = sum(reasons.values()) - sum(needing.values())
    lines = []
    if needing:
        counts = "; ".join(f"{n} need {reason}" for reason, n in sorted(needing.items()))
        lines.append(f"{sum(needing.values())} tests need more than [dev]: {counts}.")
        lines.append(f"This command installs that and runs them: {COMMAND}")
    if others:
        lines.append(f"{others} tests are for another operating system.")
    return lines
