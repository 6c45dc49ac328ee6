"""A zip whose bytes depend on nothing but the names and bytes of its members."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Mapping

MOMENT = (2020, 2, 2, 0, 0, 0)
"""The time of every member: the one that hatchling gives the files of a wheel."""

UNIX = 3
"""The system said to have made the zip, so that modes mean the same wherever it was made."""


def zip_archive(files: Mapping[str, bytes]) -> bytes:
    """Pack ``files`` (path, with slashes, to bytes) into a zip, sorted by path."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(files):
            archive.writestr(_member(path), files[path])
    return buffer.getvalue()


def _member(path: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(path, MOMENT)
    member.create_system = UNIX
    member.external_attr = (stat.S_IFREG | 0o644) << 16
    return member
