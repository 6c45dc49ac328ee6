"""The names of the files in a package, which no system must read as a place elsewhere.

What lives here: each reason to refuse a name, and names that some system takes for one. What must
not: opening of files. One more reason is a line in ``_ODD``. Standard library only.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath

_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10)))
)
"""Names that Windows takes for a device, whatever comes after a full stop."""

_ODD: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("would lie outside of it: it starts at the root of a disk", lambda n: n.startswith("/")),
    ("would lie outside of it: it leads upwards", lambda n: ".." in n.split("/")),
    (
        "would lie outside of it on Windows: it has a backslash or a colon",
        lambda n: not {"\\", ":"}.isdisjoint(n),
    ),
    ("has a character that cannot be seen", lambda n: not n.isprintable()),
    ("has a blank part", lambda n: not {"", "."}.isdisjoint(n.split("/"))),
    (
        "has a part that ends in a full stop or a space, which Windows drops",
        lambda n: any(part.endswith((".", " ")) for part in n.split("/")),
    ),
    (
        "has a part that is a device on Windows",
        lambda n: any(part.split(".")[0].strip().lower() in _DEVICES for part in n.split("/")),
    ),
)


def oddity(name: str) -> str | None:
    """Say what is wrong with the name of a file in a package (a path, with slashes); None if fine.

    The words go on from the name: "'../x' would lie outside of it: it leads upwards".
    """
    return next((reason for reason, holds in _ODD if holds(name)), None)


def clashes(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Give each name with an earlier one that some system takes for the same file.

    That is: equal names, names that differ only in case or in how an accent is written, and a file
    where another name wants a folder.
    """
    names = list(names)
    first: dict[str, str] = {}
    for name in names:
        if _folded(name) in first:
            yield first[_folded(name)], name
        first.setdefault(_folded(name), name)
    for name in names:
        for folder in PurePosixPath(_folded(name)).parents:
            if str(folder) in first:
                yield first[str(folder)], name


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()
