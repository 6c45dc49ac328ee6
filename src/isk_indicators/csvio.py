"""Write CSV (minimal quoting, a line feed after every record), and replace files atomically."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

DELIMITER = ","
DELIMITERS = ",;\t|"
"""The delimiters that spreadsheets write; the reader accepts all and reports all but the first."""

_ALWAYS_QUOTED = re.compile('["\r\n]')


def needs_quotes(text: str, delimiter: str = DELIMITER) -> bool:
    """Whether a cell cannot be written without quotation marks."""
    return delimiter in text or _ALWAYS_QUOTED.search(text) is not None


def cell(text: str | None, delimiter: str = DELIMITER) -> str:
    """Write one cell; None is blank."""
    if text is None:
        return ""
    return '"' + text.replace('"', '""') + '"' if needs_quotes(text, delimiter) else text


def record(cells: Iterable[str | None], delimiter: str = DELIMITER) -> str:
    """Write one record, without its line feed."""
    return delimiter.join([cell(text, delimiter) for text in cells])


def document(names: Sequence[str], rows: Iterable[Iterable[str | None]]) -> str:
    """Write a whole file: the header and its rows, each with its line feed."""
    return "".join([record(cells) + "\n" for cells in (names, *rows)])


def replace_files(root: Path, files: Mapping[str, bytes]) -> None:
    """Replace the files below ``root``, all or none, keeping their modes and links to them.

    A reader of a file gets its old or its new bytes.

    Raises:
        OSError: a file cannot be written; all are as they were.
    """
    import tempfile  # noqa: PLC0415 - slow to import

    file = ""
    temporaries: list[Path] = []
    ready: list[tuple[str, Path, Path, Path]] = []
    replaced: list[tuple[Path, Path]] = []
    try:
        for file, data in files.items():
            path = (root / file).resolve()
            for content in (path.read_bytes(), data):
                handle, name = tempfile.mkstemp(".tmp", f".{path.name}.", path.parent)
                temporaries.append(Path(name))
                with os.fdopen(handle, "wb") as temporary:
                    temporary.write(content)
                temporaries[-1].chmod(stat.S_IMODE(path.stat().st_mode))
            ready.append((file, path, temporaries[-2], temporaries[-1]))
        for file, path, old, new in ready:  # noqa: B007 - the message names it
            os.replace(new, path)  # noqa: PTH105 - as the standard library documents atomicity
            replaced.append((old, path))
    except BaseException as error:
        for old, path in replaced:
            os.replace(old, path)  # noqa: PTH105
        if isinstance(error, OSError):
            raise OSError(
                f"{file}: cannot be written ({error.strerror}), and nothing is changed: make the "
                "file and its folder writable (if a spreadsheet has it open, close it there), and "
                "run the command again"
            ) from error
        raise
    finally:
        for path in temporaries:
            path.unlink(missing_ok=True)
