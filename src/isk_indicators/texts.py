"""The documents that a user has at hand: a folder of files, or texts by source.

What lives here: getting the texts, with the hash that tells whether they are the curated ones.
What must not: slicing (see ``spans``), judging (see ``verify``). A further way to hand over texts
is a further branch of :func:`documents`. Standard library only.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from isk_indicators.schema import Row

Texts: TypeAlias = str | os.PathLike[str] | Mapping[str, str]
"""A folder of files named as ``sources.file`` says, or texts by ``source_id``."""


@dataclass(frozen=True)
class Document:
    """A text at hand, with the SHA-256 of its bytes in hexadecimal."""

    text: str
    sha256: str


def documents(texts: Texts, sources: Iterable[Row]) -> dict[str, Document]:
    """Get the documents at hand, by source; a source without a text is left out.

    Files are decoded as UTF-8 without any change of line ends. A byte that is no UTF-8 becomes one
    replacement character, so that the words around it can still be compared.

    Args:
        texts: What the user holds.
        sources: The rows of the table ``sources``.

    Raises:
        NotADirectoryError: a path that is no folder.

    """
    files = {str(row["source_id"]): str(row["file"]) for row in sources}
    if isinstance(texts, Mapping):
        return {source: _given(texts[source]) for source in files if source in texts}
    folder = Path(texts)
    if not folder.is_dir():
        raise NotADirectoryError(f"{folder}: no such folder; name the one that holds the texts")
    found = {source: folder / file for source, file in files.items()}
    return {source: _read(path) for source, path in found.items() if path.is_file()}


def _given(text: str) -> Document:
    return _document(text, text.encode("utf-8", errors="replace"))


def _read(path: Path) -> Document:
    data = path.read_bytes()
    return _document(data.decode("utf-8", errors="replace"), data)


def _document(text: str, data: bytes) -> Document:
    return Document(text, hashlib.sha256(data).hexdigest())
