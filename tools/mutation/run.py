"""Count the faults in the code that the tests notice: run each module with one fault at a time.

    python tools/mutation/run.py [--workers N] [--survivors FILE] [MODULE ...]

A module is named by its path in the package: ``dates``, ``rules/places``.

The checkout is copied to a temporary folder. The libraries are imported once. Each mutant is a
fork of that process, in which the package is imported with the one module changed and pytest runs
the module's own tests, then the rest of its group's. Exits with 1 if a group is below ``LEAST``.
"""

from __future__ import annotations

import argparse
import gc
import importlib
import os
import resource
import shutil
import signal
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import chdir, contextmanager
from importlib.machinery import SourceFileLoader
from importlib.metadata import version
from pathlib import Path
from platform import python_version
from typing import NamedTuple

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # threads do not survive a fork

import pytest
from mutants import Mutant, mutants

CHECKOUT = Path(__file__).resolve().parents[2]
EXPLAINED = CHECKOUT / "tools/mutation/README.md"
PACKAGE = Path("src/isk_indicators")
LEAST = 0.9
LIBRARIES = ("pandas", "pandera.pandas", "hypothesis", "num2words", "text_to_num", "edtf")
MEMORY = 4 << 30
OPTIONS = ("-x", "-q", "--tb=no", "-n0", "-p", "no:cacheprovider")
STATES = ("killed", "timed out", "survived")

Tests = tuple[str, ...]
"""Paths of tests that are run together."""


class Module(NamedTuple):
    """A module under test: its group, its file, and its tests, run one after the other."""

    group: str
    name: str
    path: Path
    stages: tuple[Tests, ...]


GROUPS: Mapping[str, Sequence[str]] = {
    "spans": ("spans",),
    "dates": ("dates",),
    "figures": ("conventions", "exclusions", "figures", "words"),
    "detectors": ("detectors",),
}
"""The modules outside ``rules``; the tests of each are in the file named after it."""


def modules() -> dict[str, Module]:
    """Every module under test, by name."""
    found = []
    for group, names in GROUPS.items():
        for name in names:
            stages = _stages((f"test_{name}",), [f"test_{other}" for other in names])
            found.append(Module(group, name, PACKAGE / f"{name}.py", stages))
    files = {path.stem for path in (CHECKOUT / "tests/rules").glob("test_*.py")}
    for path in sorted((CHECKOUT / PACKAGE / "rules").glob("[!_]*.py")):
        own = [f"rules/{name}" for name in sorted(files) if name.endswith(f"_{path.stem}")]
        stages = _stages((*own, "rules/test_examples"), [f"rules/{name}" for name in files])
        found.append(Module("rules", f"rules/{path.stem}", path.relative_to(CHECKOUT), stages))
    return {module.name: module for module in found}


def _stages(own: Tests, group: Iterable[str]) -> tuple[Tests, ...]:
    """A module's own tests, then those of its group."""
    rest = tuple(sorted({*group} - {*own}))
    return tuple(tuple(f"tests/{n}.py" for n in stage) for stage in (own, rest) if stage)


def run(module: Module, most: int) -> Iterator[tuple[Mutant, str]]:
    """Each mutant of a module and what became of it; ``most`` of them run at a time."""
    code = module.path.read_text(encoding="utf-8")
    seconds = _unchanged(module, code)
    waiting = mutants(code)[::-1]
    running: dict[int, Mutant] = {}
    while waiting or running:
        while waiting and len(running) < most:
            mutant = waiting.pop()
            running[_forked(module, mutant.code, seconds)] = mutant
        child, status = os.wait()
        yield running.pop(child), _state(status)


def _unchanged(module: Module, code: str) -> int:
    """Run the tests of a module as it is; the seconds of processor time that a mutant may take."""
    child = _forked(module, code, 600)
    _, status, used = os.wait4(child, 0)
    if status != 0:
        raise SystemExit(f"{module.name}: its tests fail without any change")
    return 5 + int(4 * (used.ru_utime + used.ru_stime))


def _state(status: int) -> str:
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGALRM):
        return "timed out"
    return "survived" if status == 0 else "killed"


def _forked(module: Module, code: str, seconds: int) -> int:
    """Start a process that runs the tests with other code; it exits with 0 if they pass."""
    child = os.fork()
    if child == 0:
        try:
            _limit(seconds)
            _load_instead(module.path, code)
            os._exit(any(pytest.main([*OPTIONS, *stage]) for stage in module.stages))
        finally:
            os._exit(1)
    return child


def _limit(seconds: int) -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.alarm(20 * seconds)  # for what waits and uses no processor
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)


def _load_instead(path: Path, code: str) -> None:
    """Let the import of one file find this code."""
    load = SourceFileLoader.get_code

    def get_code(self: SourceFileLoader, fullname: str) -> object:
        if self.path == str(path.resolve()):
            return compile(code, self.path, "exec", dont_inherit=True)
        return load(self, fullname)

    SourceFileLoader.get_code = get_code  # type: ignore[assignment,method-assign]


@contextmanager
def copied(folder: Path) -> Iterator[None]:
    """Work in a copy of the checkout, the libraries imported."""
    left_out = shutil.ignore_patterns(".*", "__pycache__", "dist")
    shutil.copytree(CHECKOUT, folder, ignore=left_out, dirs_exist_ok=True)
    sys.path.insert(0, str(folder.resolve() / "src"))
    for name in LIBRARIES:
        importlib.import_module(name)
    gc.freeze()
    with chdir(folder):
        yield


def table(head: str, counts: Mapping[str, Counter[str]]) -> Iterator[str]:
    """A Markdown table: what became of the mutants of each module or group."""
    yield f"| {head} | mutants | {' | '.join(STATES)} | noticed |"
    yield "|---|---:|" + "---:|" * (len(STATES) + 1)
    for name, states in counts.items():
        cells = (name, states.total(), *(states[s] for s in STATES), f"{noticed(states):.1%}")
        yield f"| {' | '.join(map(str, cells))} |"


def noticed(states: Counter[str]) -> float:
    """The share of mutants that the tests do not let pass."""
    return 1 - states["survived"] / max(1, states.total())


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the mutants of the modules named, or of all."""
    options = _options(arguments)
    survivors: list[str] = []
    counts: dict[str, Counter[str]] = {}
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    with tempfile.TemporaryDirectory() as folder, copied(Path(folder)):
        for module in options.modules:
            counts[module.name] = counted = Counter[str]()
            for mutant, state in run(module, options.workers):
                counted[state] += 1
                if state == "survived":
                    survivors.append(f"{module.name}: {mutant.before} → {mutant.after}")
                    say(f"{module.path}:{mutant.line}: {mutant.before} → {mutant.after}")
            groups[module.group].update(counted)
            say(f"{module.name}: {noticed(counted):.1%} of {counted.total()}")
    known = EXPLAINED.read_text(encoding="utf-8").splitlines()
    for line in [line for line in survivors if f"    {line}" not in known]:
        say(f"not explained in {EXPLAINED.name}: {line}")
    if options.survivors:
        options.survivors.write_text("".join(f"{s}\n" for s in survivors), encoding="utf-8")
    say(f"\nPython {python_version()}, mutmut {version('mutmut')}, pytest {version('pytest')}\n")
    for line in (*table("module", counts), "", *table("group", groups)):
        say(line)
    return int(any(noticed(states) < LEAST for states in groups.values()))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    known = modules()
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--workers", type=int, default=1, help="how many mutants run at a time")
    parser.add_argument("--survivors", type=Path, help="a file to write the list of survivors to")
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="such as dates (default: all)")
    options = parser.parse_args(arguments)
    if unknown := {*options.modules} - known.keys():
        parser.error(f"no module {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    options.modules = [known[name] for name in options.modules or known]
    return options


if __name__ == "__main__":
    sys.exit(main())
