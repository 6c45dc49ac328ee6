"""What to cite for rows: the ids, the works they rest on, and three styles."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, cast, get_args

from isk_indicators import dates
from isk_indicators.dates import OPEN
from isk_indicators.schema import (
    DISTRIBUTION,
    DataPackage,
    Row,
    installed_package,
    texts_root,
    version_of,
)
from isk_indicators.spans import ELLIPSIS, Document, Texts, documents
from isk_indicators.tables import SEPARATOR, UNTITLED, Dataset, UnknownRowError

if TYPE_CHECKING:
    import pandas as pd

_TITLE_WORDS = 8


def source_title(source: Row, document: Document | None) -> str:
    """Name a source: its title, or ``[untitled: …]`` with the text's first words if it prints none.

    Without its text (``document``) that is ``[untitled]``.
    """
    if source.get("title") is not None:
        return str(source["title"])
    if document is None:
        return UNTITLED
    return f"[untitled: {' '.join(document.text.split()[:_TITLE_WORDS])} {ELLIPSIS}]"


def source_label(source: Row) -> str:
    """Author, publisher and date of a source, those that are known, separated by commas."""
    known = {**source, "published": citation_date(source)}
    parts = (known.get(name) for name in ("author", "publisher", "published"))
    return ", ".join(str(part) for part in parts if part is not None)


def citation_date(source: Row) -> str | None:
    """The date that a source is cited by: the year, where it was on some day of an interval in it.

    A range in a citation would say that the source appeared over that time.
    """
    given = None if source.get("published") is None else str(source["published"])
    if given is None or "/" not in given:
        return given
    date = dates.parse(given)
    if date.earliest and date.latest and date.earliest.year == date.latest.year:
        return str(date.latest.year)
    return given


_SENTENCE_ENDS = (".", "?", "!", "…")


@dataclass(frozen=True)
class Work:
    """A work to be cited; None where it is not known.

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


# The styles


def text(work: Work) -> str:
    """Write a paragraph: author, date, title, publisher, notes."""
    title = work.title
    if work.version is not None:
        title += f" (version {work.version}) [data set]"
    head = f"{work.author} ({work.published}). {title}" if work.author else None
    sentences = (head or f"{title} ({work.published})", work.publisher, *work.notes, work.url)
    return " ".join(_sentence(part) for part in sentences if part)


def _sentence(part: str) -> str:
    return part if part.endswith(_SENTENCE_ENDS) or "://" in part else f"{part}."


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


def bibtex(work: Work) -> str:
    """Write a ``@misc`` entry in UTF-8; it serves BibTeX and biblatex."""
    year = work.published.removeprefix(f"{OPEN}/")[:4]
    data = None if work.version is None else f"Data set, version {work.version}"
    author = work.author and _escaped(work.author)
    if author and (work.institution or "," in author):
        author = f"{{{author}}}"  # in braces of its own: BibTeX would turn it round
    fields = {
        "author": author,
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


def _escaped(value: str) -> str:
    return value.translate(_ESCAPES)


def csl(work: Work) -> dict[str, Any]:
    """Give an item of CSL-JSON (the data model of the Citation Style Language 1.0.2)."""
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


_SOURCE = "source_id"
_NAMES = ("actors", "places")


def cited_ids(dataset: Dataset, rows: str | Iterable[str] | pd.DataFrame) -> list[str]:
    """List the ids of the given rows, sorted, each once. Unknown ids are included.

    A column contains ids if its cells have their form, or if its name is that of a table's id. A
    row of ``casualties`` names its incident, but rests on its own quote. Where the id of a table is
    in a frame, its other columns are therefore left out, except ``source_id``. Actors and places
    beside claims are left out too, because a claim does not rest on them.

    Raises:
        ValueError: a frame without a column of ids.

    """
    cells = [rows] if isinstance(rows, str) else rows
    if not hasattr(cells, "columns"):  # no frame; pandas need not be installed
        return sorted({*_split(cells)})
    frame = cast("pd.DataFrame", cells)
    keys = {s.id_field: s for s in dataset.package.schemas.values() if s.id_field is not None}
    levels = [name for name in frame.index.names if name not in (None, *frame.columns)]
    flat = frame.reset_index(level=levels)
    columns = {str(name): _split(flat[name].dropna()) for name in flat.columns}
    with_ids = {
        name: ids
        for name, ids in columns.items()
        if name in keys or (ids and all(dataset.table_of(i) is not None for i in ids))
    }
    if not with_ids:
        raise ValueError(
            f"no column of ids among {', '.join(columns) or 'none'}: keep the id of the rows (such "
            "as casualty_id) or source_id in the frame, or give the ids themselves"
        )
    known = {n for key in keys.keys() & with_ids.keys() for n in keys[key].names if n != key}
    found = {i for name, ids in with_ids.items() if name not in known - {_SOURCE} for i in ids}
    return sorted({i for i in found if dataset.table_of(i) not in _NAMES} or found)


def _split(cells: Iterable[Any]) -> list[str]:
    return [part for cell in cells for part in str(cell).split(SEPARATOR)]


Style = Literal["text", "bibtex", "csl"]


def cite(
    rows: str | Iterable[str] | pd.DataFrame, style: Style = "text", texts: Texts | None = None
) -> str:
    """Cite the installed data, and the sources that the given rows rest on.

    A row rests on the source that it quotes and on those of the evidence that supports it. The data
    come first, with the ids of the rows; then the sources by id. The same rows give the same text.

    Args:
        rows: A row's id, such as "cas-0001"; several ids; or a frame of a table or view, or a part
            of one, that has kept a column of ids or ``source_id``. No rows cite the data alone.
        style: "text", a paragraph a work; "bibtex", entries for BibTeX or biblatex; "csl", an array
            in CSL-JSON, which Zotero and pandoc read.
        texts: As for ``show``: a given text that prints no title is called by its first words.

    Raises:
        UnknownRowError: an id that no row has (a LookupError); the message names all of them.
        ValueError: no such style, or a frame without a column of ids.
        NotADirectoryError: ``texts`` is a path that is no folder.

    """
    return cite_from(installed_package(), rows, style, texts_root() if texts is None else texts)


def cite_from(
    data: DataPackage,
    rows: str | Iterable[str] | pd.DataFrame,
    style: Style,
    texts: Texts | None,
) -> str:
    """Cite any package, as :func:`cite` does."""
    if style not in get_args(Style):
        raise ValueError(f"no style {style!r}: the styles are {', '.join(get_args(Style))}")
    dataset = Dataset(data)
    ids = cited_ids(dataset, rows)
    unknown, behind = [], set()
    for row_id in ids:
        try:
            _, row = dataset.find(row_id)
        except UnknownRowError as error:
            unknown.append(str(error))
        else:
            support = (e for e in dataset.evidence(row_id) if e["role"] == "supports")
            behind |= {str(one["source_id"]) for one in (row, *support)}
    if unknown:
        raise UnknownRowError("\n".join([*unknown, "isk.load(table) gives a table with its ids"]))
    sources = dataset.by_id("sources")
    given = {} if texts is None else documents(texts, sources.values())
    works = [
        data_work(data, [row_id for row_id in ids if row_id not in sources]),
        *(source_work(sources[source], given) for source in sorted(behind)),
    ]
    if style == "csl":
        return json.dumps([csl(work) for work in works], ensure_ascii=False, indent=2)
    return "\n".join(map(text, works)) if style == "text" else "\n\n".join(map(bibtex, works))


def data_work(data: DataPackage, ids: Sequence[str] = ()) -> Work:
    """Say what a citation says of the data, and of these rows of them."""
    number = version_of(data)
    described = data.descriptor
    return Work(
        key=f"{DISTRIBUTION}-{number}",
        title=str(described["title"]),
        published=str(described["created"])[:4],
        author=", ".join(str(one["title"]) for one in described["contributors"]),
        institution=True,
        version=number,
        notes=(f"{'Row' if len(ids) == 1 else 'Rows'}: {', '.join(ids)}",) if ids else (),
    )


def source_work(source: Row, given: Mapping[str, Document]) -> Work:
    """Say what a citation says of a source; ``given`` are the texts that there are, by source."""
    accessed = source["accessed"]
    document = given.get(str(source["source_id"]))
    if document and document.sha256 != source["sha256"]:
        document = None  # only the curated text lends a source its first words
    notes = [f"{source['source_id']} in {DISTRIBUTION}"]
    if source["published_basis"] != "stated":
        notes.insert(0, f"Date {source['published_basis']}")
    if source["title"] is None:
        notes.append(f"SHA-256: {source['sha256']}")
    return Work(
        key=f"{DISTRIBUTION}-{source['source_id']}",
        title=source_title(source, document),
        published=str(citation_date(source)),
        author=_text(source, "author"),
        publisher=_text(source, "publisher"),
        url=_text(source, "url"),
        accessed=accessed if isinstance(accessed, date) else None,
        language=_text(source, "language"),
        notes=tuple(notes),
    )


def _text(row: Row, name: str) -> str | None:
    return None if row[name] is None else str(row[name])
