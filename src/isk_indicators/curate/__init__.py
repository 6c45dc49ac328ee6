"""The work of the curator's commands; none of them guesses."""


class StoppedError(Exception):
    """A command cannot do its work; the message says why and what to do."""
