"""Checksums, in the form that ``sha256sum -c`` reads."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from isk_indicators.safe_zip import name_collisions, unsafe_name_reason

CHECKSUMS = "SHA256SUMS"
_LINE = re.compile(r"([0-9a-f]{64}) [ *](.+)")


class ChecksumsError(ValueError):
    """A list of checksums is not written as it should be; the message names the line."""


def sha256(data: bytes) -> str:
    """Hash ``data``: 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def checksum_file(files: Mapping[str, bytes]) -> bytes:
    """List the hash of each file, given its bytes by its name."""
    return listed({name: sha256(data) for name, data in files.items()})


def listed(hashes: Mapping[str, str]) -> bytes:
    """Write one line a name, sorted by it: the hash, two spaces, the name, a line feed."""
    return "".join(f"{hashes[name]}  {name}\n" for name in sorted(hashes)).encode()


def read_checksums(data: bytes) -> dict[str, str]:
    """Read such a file: name to hash.

    Raises:
        ChecksumsError: a line is no hash with a name, a name leads elsewhere or comes twice, the
            last line is cut off, or there is none.
    """
    try:
        *lines, rest = data.decode("utf-8").split("\n")
    except UnicodeDecodeError as error:
        raise ChecksumsError(f"{CHECKSUMS}: it is no text in UTF-8 ({error})") from error
    if rest or not lines:
        raise ChecksumsError(f"{CHECKSUMS}: its end is missing")
    read = [_read(number, line) for number, line in enumerate(lines, 1)]
    for name, other in name_collisions(name for name, _ in read):
        raise ChecksumsError(f"{CHECKSUMS}: it lists {name!r} and {other!r}, which are one file")
    return dict(read)


def _read(number: int, line: str) -> tuple[str, str]:
    match = _LINE.fullmatch(line)
    if match is None:
        raise ChecksumsError(
            f"{CHECKSUMS}:{number}: expected 64 hexadecimal digits, two spaces and a name, "
            f"found {line[:80]!r}"
        )
    if reason := unsafe_name_reason(match[2]):
        raise ChecksumsError(f"{CHECKSUMS}:{number}: {match[2]!r} {reason}")
    return match[2], match[1]
