"""The work of the curator's commands; none of them guesses."""

from collections.abc import Iterable


class StoppedError(Exception):
    """A command cannot do its work; the message says why and what to do.

    ``below`` are lines that are printed below it.
    """

    def __init__(self, message: str, below: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.below = tuple(below)
