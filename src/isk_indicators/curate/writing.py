"""Files replaced in one go: whoever reads meanwhile gets the old bytes or the new, never a part.

What lives here: writing bytes. What must not: what they mean.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path

from isk_indicators.curate.told import StoppedError


def replace_files(root: Path, files: Mapping[str, bytes]) -> None:
    """Write each file below ``root``, in the order given, keeping its mode and links to it.

    Raises:
        StoppedError: a file cannot be written; it and those after it are as they were.
    """
    for file, data in files.items():
        try:
            _replace((root / file).resolve(), data)
        except OSError as error:
            raise StoppedError(
                f"{file}: cannot be written ({error.strerror}); if a spreadsheet has it open, "
                "close it there and run the command again"
            ) from error


def _replace(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        shutil.copymode(path, temporary)
        os.replace(temporary, path)  # noqa: PTH105 - as the standard library documents atomicity
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
