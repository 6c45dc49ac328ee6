"""The page of the installed data, written to a file and opened.

What lives here: where the file goes, and opening it. What must not: the page itself (``html``).
Standard library only, until a page is made.
"""

from __future__ import annotations

import os
import tempfile
import webbrowser
from pathlib import Path

from isk_indicators.home import DISTRIBUTION, package, texts_root, version
from isk_indicators.lookup import Lookup
from isk_indicators.texts import Texts, documents

INSTALL = f"pip install '{DISTRIBUTION}[browse]'"


class PageError(RuntimeError):
    """No page can be made; the message says what to do."""


def browse(
    texts: Texts | None = None,
    path: str | os.PathLike[str] | None = None,
    *,
    show: bool = True,
) -> Path:
    """Write the evidence page of the installed data, and open it in the browser.

    The page is one file that needs no network: every table, the pictures, and for each row its
    words. Needs Jinja2, which the extra ``[browse]`` brings.

    Args:
        texts: For the context of each quote: a folder of files named as ``sources.file`` says, or
            a mapping of ``source_id`` to text. The page then holds these texts: pass it on only if
            you may. In a checkout the default is its own documents.
        path: The file to write; in a new temporary folder if None.
        show: Whether to open it.

    Returns:
        The file.

    Raises:
        PageError: Jinja2 is not installed.
        NotADirectoryError: ``texts`` is a path that is no folder.
        OSError: the file cannot be written.

    """
    page = html(texts_root() if texts is None else texts)
    target = _temporary() if path is None else Path(path)
    target.write_text(page, encoding="utf-8", newline="\n")
    if show:
        webbrowser.open(target.resolve().as_uri())
    return target


def html(texts: Texts | None) -> str:
    """Make the page of the installed data; without ``texts`` it holds the quotes alone.

    Raises:
        PageError: Jinja2 is not installed.
        NotADirectoryError: ``texts`` is a path that is no folder.

    """
    from isk_indicators.page.html import page_from  # noqa: PLC0415 - slow, and seldom asked for

    sources = Lookup(package()).rows("sources").values()
    at_hand = None if texts is None else documents(texts, sources)
    try:
        return page_from(package(), at_hand)
    except ModuleNotFoundError as error:
        raise PageError(f"the page needs {error.name}, run: {INSTALL}") from error


def _temporary() -> Path:
    folder = Path(tempfile.mkdtemp(prefix=f"{DISTRIBUTION}-"))
    return folder / f"{DISTRIBUTION}-{version()}.html"
