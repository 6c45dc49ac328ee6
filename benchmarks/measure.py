"""Measure commands in separate processes and print tables of the results.

Seconds are given twice: wall-clock time, and processor time of the process (user and system), which
other work on the machine disturbs less.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

SOURCE = Path(__file__).resolve().parents[1] / "src"
MEBIBYTE = 2**20
PAUSE = 0.5
"""Seconds between two looks at a process' memory."""


class Spent(NamedTuple):
    """What some work took."""

    wall: float
    cpu: float


def timed(work: Callable[[], object]) -> Spent:
    """Do some work in this process, and in those that it starts, and say what it took."""
    wall, cpu = time.perf_counter(), _processor_seconds()
    work()
    return Spent(time.perf_counter() - wall, _processor_seconds() - cpu)


def _processor_seconds() -> float:
    """The processor's time in this process and in those of its children that have ended."""
    return sum(os.times()[:4])


def peak() -> float | None:
    """The greatest memory that this process has held so far, in MiB; None where unknown."""
    if sys.platform == "win32":
        return None
    import resource  # noqa: PLC0415 - not on Windows

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return float(most / MEBIBYTE if sys.platform == "darwin" else most / 1024)


def watched(arguments: Sequence[str]) -> tuple[str, float | None]:
    """Run a Python process to its end; what it printed, and the most memory that it held, in MiB.

    The processes that it starts are counted too; what several share is counted once. None where
    the system does not tell (other than Linux).

    Raises:
        RuntimeError: as :func:`process`.
    """
    with tempfile.TemporaryFile() as printed:
        running = subprocess.Popen(  # noqa: S603 - this interpreter, on scripts of this folder
            [sys.executable, *arguments], stdout=printed, env=_environment()
        )
        most: float | None = None
        while running.poll() is None:
            held = _held(running.pid)
            most = held if most is None or (held or 0) > most else most
            time.sleep(PAUSE)
        if running.returncode not in (0, 1):
            raise RuntimeError(f"{' '.join(arguments)} ended with {running.returncode}")
        printed.seek(0)
        return printed.read().decode("utf-8"), most


def _held(process_id: int) -> float | None:
    """What a process and its children hold now, in MiB, each page shared out among its users."""
    folder = Path("/proc", str(process_id))
    try:
        lines = (folder / "smaps_rollup").read_text(encoding="utf-8").splitlines()
        own = next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
        listed = (folder / "task" / str(process_id) / "children").read_text(encoding="utf-8")
    except (OSError, StopIteration):  # no such system, or the process has just ended
        return None
    return own + sum(_held(int(child)) or 0 for child in listed.split())


def process(arguments: Sequence[str]) -> tuple[str, Spent]:
    """Run a Python process to its end; what it printed, and what the whole of it took.

    Raises:
        RuntimeError: it ended with anything but 0 or 1 (which `check` says of faults).
    """
    before = os.times()
    start = time.perf_counter()
    done = subprocess.run(  # noqa: S603 - this interpreter, on scripts of this folder
        [sys.executable, *arguments], stdout=subprocess.PIPE, env=_environment(), check=False
    )
    wall = time.perf_counter() - start
    after = os.times()
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(arguments)} ended with {done.returncode}")
    cpu = sum(after[2:4]) - sum(before[2:4])
    return done.stdout.decode("utf-8"), Spent(wall, cpu)


def _environment() -> dict[str, str]:
    """This checkout's package first, whatever is installed."""
    path = os.pathsep.join([str(SOURCE), os.environ.get("PYTHONPATH", "")]).strip(os.pathsep)
    return {**os.environ, "PYTHONPATH": path}


def in_turn(commands: Mapping[str, Sequence[str]], runs: int) -> dict[str, list[Spent]]:
    """Run cold processes in turn, A B A B ..., after one round that is not counted."""
    spent: dict[str, list[Spent]] = {name: [] for name in commands}
    for run in range(runs + 1):
        for name, arguments in commands.items():
            _, one = process(arguments)
            spent[name] += [one] if run else []
    return spent


def medians(spent: Sequence[Spent]) -> Spent:
    """The median of each figure."""
    return Spent(median(one.wall for one in spent), median(one.cpu for one in spent))


def ratio(above: Sequence[Spent], below: Sequence[Spent]) -> Spent:
    """The median of the ratios, run by run, of two commands that ran in turn."""
    pairs = list(zip(above, below, strict=True))
    return Spent(median(a.wall / b.wall for a, b in pairs), median(a.cpu / b.cpu for a, b in pairs))


def table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown; the first column to the left, the others to the right."""
    marks = ["---", *("--:" for _ in heads[1:])]
    lines = [heads, marks, *rows]
    widths = [max(len(line[at]) for line in lines) for at in range(len(heads))]
    padded = [
        [line[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(line[1:], widths[1:], strict=True))]
        for line in lines
    ]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in padded)


def say(text: str = "") -> None:
    """Print at once, as UTF-8: the runs between two lines are long."""
    sys.stdout.buffer.write(f"{text}\n".encode())
    sys.stdout.flush()


def versions(*names: str) -> str:
    """The versions of Python and of the named distributions, and how many processors there are."""
    listed = ", ".join(f"{name} {version(name)}" for name in names)
    return f"Python {sys.version.split()[0]}, {listed}; {os.cpu_count()} processors"


def answer(data: Mapping[str, Any]) -> None:
    """Print what a process measured, for the process that started it."""
    say(json.dumps(data))
