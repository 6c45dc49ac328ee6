"""Zips as no honest program writes them: each field of each file set as a test asks."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Member:
    """A file of a zip; what is not given follows from ``data``, stored."""

    name: bytes = b"a.txt"
    data: bytes = b"words"
    deflated: bool = False
    method: int | None = None
    flags: int = 0
    mode: int = 0o100644
    size: int | None = None
    crc: int | None = None
    local_name: bytes | None = None
    local_size: int | None = None
    extra: bytes = b""
    local_extra: bytes = b""
    at: int | None = None
    """Where the directory says that the file lies."""

    def packed(self) -> bytes:
        if not self.deflated:
            return self.data
        deflater = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
        return deflater.compress(self.data) + deflater.flush()

    def reported(self, size: int | None = None) -> tuple[int, ...]:
        method = self.method if self.method is not None else 8 * self.deflated
        crc = self.crc if self.crc is not None else zlib.crc32(self.data)
        sizes = [n for n in (size, self.size) if n is not None] or [len(self.data)]
        return (self.flags, method, 0, 0x21, crc, len(self.packed()), sizes[0])

    def local(self) -> bytes:
        name = self.name if self.local_name is None else self.local_name
        lengths = (len(name), len(self.local_extra))
        head = struct.pack("<4s5H3L2H", b"PK\3\4", 20, *self.reported(self.local_size), *lengths)
        return head + name + self.local_extra + self.packed()

    def entry(self, offset: int) -> bytes:
        made = (b"PK\1\2", 20 | 3 << 8, 20)
        rest = (len(self.name), len(self.extra), 0, 0, 0, self.mode << 16)
        where = self.at if self.at is not None else offset
        head = struct.pack("<4s6H3L5H2L", *made, *self.reported(), *rest, where)
        return head + self.name + self.extra


def pack(members: Sequence[Member], **end: Any) -> bytes:
    """Write a zip; ``end`` overrides what its end says: count, disk, start, comment, before."""
    body, directory = b"", b""
    for member in members:
        directory += member.entry(len(body))
        body += member.local()
    count = end.get("count", len(members))
    comment = end.get("comment", b"")
    counts = (end.get("disk", 0), 0, count, count)
    start = end.get("start", len(body))
    last = struct.pack("<4s4H2LH", b"PK\5\6", *counts, len(directory), start, len(comment))
    return body + directory + end.get("before", b"") + last + comment
