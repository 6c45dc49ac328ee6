"""Write CSV (minimal quoting, a line feed after every record), and replace files atomically."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

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


def replace_files(
    root: Path, files: Mapping[str, bytes], read: Mapping[str, bytes | None] = MappingProxyType({})
) -> None:
    """Write the files below ``root``, all or none; those that exist are replaced.

    Everything is written beside its place and renamed, so that a reader gets the old or the new
    bytes, also if the process is killed; git ignores what that leaves. A file keeps its mode, its
    owner and links to it. What is no regular file, such as a pipe, is written to.

    Args:
        root: A folder.
        files: The new bytes by path.
        read: The bytes that a file had when it was read, None if there was none. Another process
            has changed a file that has others now.

    Raises:
        OSError: a file cannot be written, or was changed; all are as they were.
    """
    file, ready, replaced = "", list[_Staged](), list[_Staged]()
    with ExitStack() as stack:
        try:
            for file, data in files.items():
                ready.append(_stage(file, root / file, data, stack))
            stack.enter_context(_locked(root))
            for file, _, path, old, _ in ready:
                if file in read and (path.read_bytes() if old else None) != read[file]:
                    raise OSError(f"{file}: changed while the command ran, so {_UNCHANGED}")
            for staged in ready:
                file = staged.file
                staged.put()
                replaced.append(staged)
        except BaseException as error:
            for staged in replaced:
                staged.undo()
            if isinstance(error, OSError) and error.strerror:
                raise OSError(
                    f"{file}: cannot be written ({error.strerror}), and {_UNCHANGED}, after you "
                    f"have {_REMEDIES.get(error.errno or 0, _MAKE_WRITABLE)}"
                ) from error
            raise


_UNCHANGED = "nothing is changed: run the command again"
_REMEDIES = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "freed space on the disk"),
    errno.ENOENT: "made its folder",
    errno.EISDIR: "named a file",
}
_MAKE_WRITABLE = (
    "made the file and its folder writable (if a spreadsheet has it open, close it there)"
)


class _Staged(NamedTuple):
    """A file that is ready to be replaced: ``old`` is a copy of it, ``new`` what replaces it."""

    file: str
    data: bytes
    path: Path
    old: Path | None
    new: Path | None

    def put(self) -> None:
        """Replace the file, or write to what is no regular one."""
        if self.new is None:
            self.path.write_bytes(self.data)
        else:
            os.replace(self.new, self.path)  # noqa: PTH105 - documented as atomic

    def undo(self) -> None:
        """Restore what was replaced."""
        if self.old is not None:
            os.replace(self.old, self.path)  # noqa: PTH105
        elif self.new is not None:
            self.path.unlink()


def _stage(file: str, path: Path, data: bytes, stack: ExitStack) -> _Staged:
    """Write a file, and a copy of what it replaces, into a folder beside it."""
    import tempfile  # noqa: PLC0415 - slow to import

    status = path.stat() if path.exists() else None
    if status and not stat.S_ISREG(status.st_mode):
        return _Staged(file, data, path, None, None)
    path = path.resolve()
    aside = stack.enter_context(
        tempfile.TemporaryDirectory("", f".{path.name}.", path.parent, ignore_cleanup_errors=True)
    )
    old, new, ignore = (Path(aside, name) for name in ("old", "new", ".gitignore"))
    ignore.write_bytes(b"*\n")
    _write(new, data, status)
    if status:
        _write(old, path.read_bytes(), status)
    return _Staged(file, data, path, old if status else None, new)


def _write(path: Path, data: bytes, status: os.stat_result | None) -> None:
    """Write a new file with the mode and the owner of another one, if there is one."""
    with path.open("xb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    if status:
        if sys.platform != "win32":
            with suppress(PermissionError):  # only the administrator can give files away
                os.chown(path, status.st_uid, status.st_gid)
        path.chmod(stat.S_IMODE(status.st_mode))


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Wait until no other process of this package replaces files of a folder."""
    if sys.platform == "win32":
        yield
        return
    import fcntl  # noqa: PLC0415 - not on Windows

    try:
        handle = os.open(folder, os.O_RDONLY)
        fcntl.flock(handle, fcntl.LOCK_EX)
    except OSError:  # a file system without locks
        yield
        return
    try:
        yield
    finally:
        os.close(handle)
