"""Replace several files, all or none; a reader of a file gets its old or its new bytes."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path


def replace_files(root: Path, files: Mapping[str, bytes]) -> None:
    """Write the files below ``root``, all or none, keeping their modes and links to them.

    Raises:
        OSError: a file cannot be written; all are as they were.
    """
    file = ""
    temporaries: list[Path] = []
    ready: list[tuple[str, Path, Path, Path]] = []
    replaced: list[tuple[Path, Path]] = []
    try:
        for file, data in files.items():
            path = (root / file).resolve()
            old, new = (_beside(path, d, temporaries) for d in (path.read_bytes(), data))
            ready.append((file, path, old, new))
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
        for temporary in temporaries:
            temporary.unlink(missing_ok=True)


def _beside(path: Path, data: bytes, temporaries: list[Path]) -> Path:
    """A temporary file with the data and the mode of the one that it may replace."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    temporaries.append(temporary)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
    shutil.copymode(path, temporary)
    return temporary
