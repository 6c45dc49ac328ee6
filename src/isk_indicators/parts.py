"""Work on a long row of things in parts, side by side, where that pays.

What lives here: cutting a row into parts, and a process for each. What must not: what is done. A
part is done in a forked copy of this process, so that only what comes out is handed over. On
systems other than Linux, in a program with threads, and for few things, all is done in this
process. Standard library only.
"""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

Result = TypeVar("Result")
Work = Callable[[range], Result]


def side_by_side(count: int, work: Work[Result], least: int) -> list[Result]:
    """Do the work for every part of ``range(count)``; the results in the parts' order.

    Args:
        count: How many things there are.
        work: What is done for a part; nothing that it changes is seen outside of it.
        least: How many things make a part that is worth a process.

    Raises:
        RuntimeError: a process was ended from outside.
        Exception: whatever the work raises.
    """
    parts = _parts(count, min(processors(), max(1, count // least)))
    if len(parts) == 1:
        return [work(parts[0])]
    return _forked(parts, work)


def processors() -> int:
    """How many processes may be had at once: one where forking is not safe."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return 1
    return len(os.sched_getaffinity(0))


def _parts(count: int, number: int) -> list[range]:
    edges = [count * at // number for at in range(number + 1)]
    return [range(start, end) for start, end in pairwise(edges)]


def _forked(parts: list[range], work: Work[Result]) -> list[Result]:
    """The first part in this process, the others in copies of it."""
    running = [_start(work, part) for part in parts[1:]]
    try:
        return [work(parts[0]), *(_received(receiver) for _, receiver in running)]
    finally:
        for process, receiver in running:
            receiver.close()
            process.terminate()
            process.join()


def _start(work: Work[Result], part: range) -> tuple[ForkProcess, Connection]:
    import multiprocessing  # noqa: PLC0415 - small tables never need it

    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_do, args=(work, part, sender), daemon=True)
    process.start()
    sender.close()
    return process, receiver


def _do(work: Work[Result], part: range, sender: Connection) -> None:
    try:
        outcome: tuple[Result | None, Exception | None] = (work(part), None)
    except Exception as error:  # raised again where the work was asked for
        outcome = (None, error)
    sender.send(outcome)


def _received(receiver: Connection) -> Any:
    try:
        result, error = receiver.recv()
    except EOFError:
        raise RuntimeError("a process that checked a part of the rows was ended") from None
    if error is not None:
        raise error
    return result
