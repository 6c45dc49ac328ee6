"""Checksums, in the form that ``sha256sum -c`` reads.

What lives here: hashes of bytes. What must not: reading or writing files. Standard library only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

CHECKSUMS = "SHA256SUMS"


def sha256(data: bytes) -> str:
    """Hash ``data``: 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def checksum_file(files: Mapping[str, bytes]) -> bytes:
    """Write one line a file, sorted by name: the hash, two spaces, the name, a line feed."""
    return "".join(f"{sha256(files[name])}  {name}\n" for name in sorted(files)).encode()
