"""Write CSV (minimal quoting, a line feed after every record), and replace files atomically."""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
import time
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
    bytes, also if the process is killed. The next call removes what a killed process has left
    beside; git ignores it until then. A file keeps its mode, its owner and group where the system
    permits it, and symbolic links to it; a hard link keeps the old bytes. What is no regular file,
    such as a pipe, is written to.

    Args:
        root: A folder.
        files: The new bytes by path.
        read: The bytes that a file had when it was read, None if there was none. Another process
            has changed a file that has others now.

    Raises:
        OSError: a file cannot be written, or was changed; all are as they were.
    """
    file, ready = "", list[_Staged]()
    with ExitStack() as stack:
        try:
            targets = {file: _target(root / file) for file in files}
            for folder in _distinct(path.parent for path in targets.values()):
                file = str(folder)
                stack.enter_context(_locked(folder))
            for file, data in files.items():
                ready.append(_stage(file, targets[file], data, stack))
            for file, _, path, *_ in ready:
                if file in read and (path.read_bytes() if path.exists() else None) != read[file]:
                    raise OSError(
                        f"{file}: changed while the command ran, so {_UNCHANGED}: {_AGAIN}"
                    )
            for staged in ready:
                file = staged.file
                staged.put()
        except BaseException as error:
            changed = [staged.file for staged in reversed(ready) if not staged.undo()]
            if isinstance(error, OSError) and error.strerror:
                raise OSError(_sentence(file, error, changed)) from error
            raise


_UNCHANGED, _AGAIN = "nothing is changed", "run the command again"
_REMEDIES = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "freed space on the disk"),
    errno.ENOENT: "made its folder",
    errno.EISDIR: "named a file",
    errno.EAGAIN: "ended the process that has locked it",
}
_MAKE_WRITABLE = (
    "made the file and its folder writable (if a spreadsheet has it open, close it there)"
)


def _sentence(file: str, error: OSError, changed: Sequence[str]) -> str:
    """Say that a file cannot be written, and which others have their new bytes nevertheless."""
    state = f"{', '.join(changed)} could not be restored" if changed else _UNCHANGED
    remedy = _REMEDIES.get(error.errno or 0, _MAKE_WRITABLE)
    return (
        f"{file}: cannot be written ({error.strerror}), and {state}: {_AGAIN}, after you have "
        f"{remedy}"
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

    def undo(self) -> bool:
        """Restore the file if it was replaced; False if that fails."""
        with suppress(OSError):
            if self.new is not None and not self.new.exists():
                if self.old is not None:
                    os.replace(self.old, self.path)  # noqa: PTH105
                else:
                    self.path.unlink()
            return True
        return False


def _target(path: Path) -> Path:
    """The file that is replaced, which is not a link; what is no regular file as it is named."""
    with suppress(OSError):  # reported when the file is written
        if path.exists() and not path.is_file():
            return path
    return Path(os.path.realpath(path))


def _stage(file: str, path: Path, data: bytes, stack: ExitStack) -> _Staged:
    """Write a file, and a copy of what it replaces, into a folder beside it."""
    import tempfile  # noqa: PLC0415 - slow to import

    status = path.stat() if path.exists() else None
    if status and not stat.S_ISREG(status.st_mode):
        return _Staged(file, data, path, None, None)
    if status and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    aside = Path(tempfile.mkdtemp(prefix=_ASIDE, dir=path.parent))
    stack.callback(_remove, aside)
    ignore, old, new = (aside / name for name in _PARTS)
    ignore.write_bytes(b"*\n")
    _write(new, data, status)
    if status:
        _write(old, path.read_bytes(), status)
    return _Staged(file, data, path, old if status else None, new)


_ASIDE = ".isk-indicators-"
_PARTS = (".gitignore", "old", "new")
"""The beginning of the name of a folder beside a file, and what is in it."""


def _remove(aside: Path) -> None:
    """Remove a folder of :func:`_stage`; the file for git goes last, since it hides the others."""
    with suppress(OSError):
        for name in reversed(_PARTS):
            (aside / name).unlink(missing_ok=True)
        aside.rmdir()


def _write(path: Path, data: bytes, status: os.stat_result | None) -> None:
    """Write a new file with the mode and the owner of another one, if there is one."""
    with path.open("xb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    if status:
        if sys.platform != "win32":
            for owner, group in ((status.st_uid, -1), (-1, status.st_gid)):
                with suppress(PermissionError):  # only the administrator can give files away
                    os.chown(path, owner, group)
        path.chmod(stat.S_IMODE(status.st_mode))


def _distinct(folders: Iterable[Path]) -> list[Path]:
    """Each folder that exists once, in the same order for all processes."""
    found = {}
    for folder in folders:
        with suppress(OSError):  # who writes into it reports that it is missing
            status = folder.stat()
            found[status.st_dev, status.st_ino] = folder
    return [found[key] for key in sorted(found)]


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Wait until no other process of this package replaces files of a folder.

    Then remove what killed processes have left there.

    Raises:
        BlockingIOError: another process has locked the folder for ten seconds.
    """
    if sys.platform == "win32":
        yield
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError:  # it cannot be listed
        yield
        return
    try:
        for aside in folder.glob(f"{_ASIDE}*") if _lock(handle) else ():
            if aside.is_dir() and not aside.is_symlink():
                _remove(aside)
        yield
    finally:
        os.close(handle)


def _lock(handle: int) -> bool:
    """Lock a folder; False if its file system has no locks."""
    import fcntl  # noqa: PLC0415 - not on Windows

    for _ in range(100):
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(0.1)
        except OSError:
            return False
        else:
            return True
    raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))
