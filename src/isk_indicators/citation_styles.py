"""How a citation is written: plain text, BibTeX, CSL-JSON.

What lives here: what a citation says of a work, and each style's way to write it. What must not:
what is cited (``cite``). One more style is one more function of works to text, and one more line in
``STYLES``. Standard library only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from isk_indicators import dates

OPEN = ".."
_SENTENCE_ENDS = (".", "?", "!", "…")


@dataclass(frozen=True)
class Work:
    """A work to be cited; None where nobody says.

    Attributes:
        key: What a manuscript cites it by; the same for the same work and version.
        title: Its title, or a bracketed stand-in.
        published: When, in the subset of EDTF that the tables use (``dates``).
        author: The author's name as printed.
        institution: Whether that is one name, to be kept whole, rather than a person's or several.
        publisher: The publisher's name as printed.
        version: The version, of data.
        url: Where it was published.
        accessed: When it was retrieved.
        language: An ISO 639-1 code.
        notes: What else a reader needs to find the words, a sentence each, without full stops.

    """

    key: str
    title: str
    published: str
    author: str | None = None
    institution: bool = False
    publisher: str | None = None
    version: str | None = None
    url: str | None = None
    accessed: date | None = None
    language: str | None = None
    notes: tuple[str, ...] = ()


# Plain text


def text(works: Sequence[Work]) -> str:
    """Write a paragraph a work: author, date, title, publisher, notes."""
    return "\n".join(_paragraph(work) for work in works)


def _paragraph(work: Work) -> str:
    title = work.title if work.version is None else _of_data(work)
    head = f"{work.author} ({work.published}). {title}" if work.author else None
    sentences = (head or f"{title} ({work.published})", work.publisher, *work.notes, work.url)
    return " ".join(_sentence(part) for part in sentences if part)


def _of_data(work: Work) -> str:
    return f"{work.title} (version {work.version}) [data set]"


def _sentence(part: str) -> str:
    return part if part.endswith(_SENTENCE_ENDS) or "://" in part else f"{part}."


# BibTeX

# Braces as commands, because BibTeX counts even escaped ones.
_ESCAPES = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{character: f"\\{character}" for character in "&%$#_"},
    }
)
_URL_ESCAPES = str.maketrans({"{": "%7B", "}": "%7D", "\\": "%5C"})


def bibtex(works: Sequence[Work]) -> str:
    """Write a ``@misc`` entry a work, in UTF-8; it serves BibTeX and biblatex."""
    return "\n\n".join(_entry(work) for work in works)


def _entry(work: Work) -> str:
    year = work.published.removeprefix(f"{OPEN}/")[:4]
    data = None if work.version is None else f"Data set, version {work.version}"
    fields = {
        "author": _author(work),
        "title": f"{{{_escaped(work.title)}}}",  # in braces of its own, so that no style lowers it
        "year": year,
        "date": work.published if work.published != year else None,
        "howpublished": _escaped(data or work.publisher or "") or None,
        "url": work.url and work.url.translate(_URL_ESCAPES),
        "urldate": work.accessed and work.accessed.isoformat(),
        "note": _escaped(" ".join(_sentence(note) for note in work.notes)) or None,
    }
    lines = (f"  {name} = {{{value}}}," for name, value in fields.items() if value)
    return "\n".join([f"@misc{{{work.key},", *lines, "}"])


def _author(work: Work) -> str | None:
    """Write the name; in braces of its own if BibTeX would turn it round."""
    if work.author is None:
        return None
    whole = work.institution or "," in work.author
    return f"{{{_escaped(work.author)}}}" if whole else _escaped(work.author)


def _escaped(value: str) -> str:
    return value.translate(_ESCAPES)


# CSL-JSON


def csl(works: Sequence[Work]) -> str:
    """Write a CSL-JSON array (the data model of the Citation Style Language 1.0.2)."""
    return json.dumps([_item(work) for work in works], ensure_ascii=False, indent=2)


def _item(work: Work) -> dict[str, Any]:
    kind = "webpage" if work.url else "article"
    item = {
        "id": work.key,
        "type": kind if work.version is None else "dataset",
        "author": [{"literal": work.author}] if work.author else None,
        "title": work.title,
        "issued": _csl_date(work.published),
        "publisher": work.publisher,
        "version": work.version,
        "URL": work.url,
        "accessed": work.accessed and _csl_date(work.accessed.isoformat()),
        "language": work.language,
        "note": " ".join(_sentence(note) for note in work.notes) or None,
    }
    return {name: value for name, value in item.items() if value}


def _csl_date(published: str) -> dict[str, Any]:
    """Write a date as parts; one that is open at an end has no such form, and stays as it is."""
    if OPEN in published:
        return {"literal": published}
    parsed = dates.parse(published)
    parts = {"date-parts": [[n for n in part if n is not None] for part in parsed.parts]}
    return parts | ({"circa": True} if parsed.approximate or parsed.uncertain else {})


STYLES: Mapping[str, Callable[[Sequence[Work]], str]] = MappingProxyType(
    {"text": text, "bibtex": bibtex, "csl": csl}
)
