"""An interruption (SIGINT) ends a command of this package without a traceback."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

INTERRUPTED = 130
"""The exit code that a shell reports of an interrupted command."""


def end_process(*_: object) -> None:
    """End the process at once; nothing is written yet, or nothing any more."""
    os._exit(INTERRUPTED)


def _is_command(arguments: list[str]) -> bool:
    """Whether Python was started to run a command of this package, and not to import it."""
    if arguments[:1] == ["-m"]:  # Python looks for the module
        return any(argument.partition(".")[0] == __package__ for argument in sys.orig_argv)
    names = (path.replace("\\", "/").rpartition("/")[2] for path in arguments[:1])
    return any(name.startswith("isk-indicators") for name in names)


if (
    _is_command(getattr(sys, "argv", []))
    and signal.getsignal(signal.SIGINT) is signal.default_int_handler
):
    signal.signal(signal.SIGINT, end_process)


@contextmanager
def interruptible() -> Iterator[list[int]]:
    """Raise KeyboardInterrupt at the first interruption.

    The second one does not stop what tidies up after the first; the third one ends the process.
    The list that is given has an item for each, since Python and libraries may turn the first one
    into another error.
    """
    before, interruptions = signal.getsignal(signal.SIGINT), list[int]()

    def interrupt(number: int, _: object) -> None:
        interruptions.append(number)
        match len(interruptions):
            case 1:
                raise KeyboardInterrupt
            case 2:
                return
        end_process()

    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or before == signal.SIG_IGN:  # as in what a shell has started with &
        yield interruptions
        return
    signal.signal(signal.SIGINT, interrupt)
    try:
        yield interruptions
    finally:
        # After an interruption the process ends; a further one must not be reported again.
        signal.signal(signal.SIGINT, end_process if interruptions else before)
