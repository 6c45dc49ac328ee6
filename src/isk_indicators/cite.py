"""What to cite for rows: the data, in the version used, and the sources behind just these rows.

What lives here: which works are cited, and what is said of each. What must not: how a style writes
them (``citation_styles``), which rows a frame means (``cited_rows``). Standard library.

The data are cited as ``datapackage.json`` describes them, which says the same as ``CITATION.cff``.
A text without a title is told apart from others by its SHA-256, which is always given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

from isk_indicators.citation_styles import STYLES, Work
from isk_indicators.cited_rows import cited_ids
from isk_indicators.derived import Row
from isk_indicators.home import DISTRIBUTION, package, texts_root, version_of
from isk_indicators.imprint import published, title
from isk_indicators.schema import DataPackage
from isk_indicators.tables import Dataset, UnknownRowError
from isk_indicators.texts import Document, Texts, documents

if TYPE_CHECKING:
    import pandas as pd

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
        texts: As for ``show``: a text at hand that prints no title is called by its first words.

    Raises:
        UnknownRowError: an id that no row has (a LookupError); the message names all of them.
        ValueError: no such style, or a frame without a column of ids.
        NotADirectoryError: ``texts`` is a path that is no folder.

    """
    return cite_from(package(), rows, style, texts_root() if texts is None else texts)


def cite_from(
    data: DataPackage,
    rows: str | Iterable[str] | pd.DataFrame,
    style: Style,
    texts: Texts | None,
) -> str:
    """Cite any package, as :func:`cite` does."""
    if style not in STYLES:
        raise ValueError(f"no style {style!r}: the styles are {', '.join(get_args(Style))}")
    dataset = Dataset(data)
    ids = cited_ids(dataset, rows)
    _know(dataset, ids)
    sources = dataset.by_id("sources")
    at_hand = {} if texts is None else documents(texts, sources.values())
    behind = sorted({source for row_id in ids for source in _sources(dataset, row_id)})
    return STYLES[style](
        [
            data_work(data, [row_id for row_id in ids if row_id not in sources]),
            *(source_work(sources[source], at_hand) for source in behind),
        ]
    )


def _know(dataset: Dataset, ids: Iterable[str]) -> None:
    """Answer unknown ids, all at once."""
    answers = []
    for row_id in ids:
        try:
            dataset.find(row_id)
        except UnknownRowError as error:
            answers.append(str(error))
    if answers:
        raise UnknownRowError("\n".join([*answers, "isk.load(table) gives a table with its ids"]))


def _sources(dataset: Dataset, row_id: str) -> set[str]:
    _, row = dataset.find(row_id)
    support = (e for e in dataset.evidence(row_id) if e["role"] == "supports")
    return {str(one["source_id"]) for one in (row, *support)}


def data_work(data: DataPackage, ids: Sequence[str] = ()) -> Work:
    """Say what a citation says of the data, and of these rows of them."""
    number = version_of(data)
    told = data.descriptor
    return Work(
        key=f"{DISTRIBUTION}-{number}",
        title=str(told["title"]),
        published=str(told["created"])[:4],
        author=", ".join(str(one["title"]) for one in told["contributors"]),
        institution=True,
        version=number,
        notes=(f"{'Row' if len(ids) == 1 else 'Rows'}: {', '.join(ids)}",) if ids else (),
    )


def source_work(source: Row, at_hand: Mapping[str, Document]) -> Work:
    """Say what a citation says of a source; ``at_hand`` are the texts that there are, by source."""
    accessed = source["accessed"]
    return Work(
        key=f"{DISTRIBUTION}-{source['source_id']}",
        title=title(source, _curated(source, at_hand)),
        published=str(published(source)),
        author=_text(source, "author"),
        publisher=_text(source, "publisher"),
        url=_text(source, "url"),
        accessed=accessed if isinstance(accessed, date) else None,
        language=_text(source, "language"),
        notes=tuple(_notes(source)),
    )


def _curated(source: Row, at_hand: Mapping[str, Document]) -> Document | None:
    """Give the text at hand if it is the curated one: no other lends it its first words."""
    document = at_hand.get(str(source["source_id"]))
    return document if document and document.sha256 == source["sha256"] else None


def _notes(source: Row) -> Iterable[str]:
    if source["published_basis"] != "stated":
        yield f"Date {source['published_basis']}"
    yield f"{source['source_id']} in {DISTRIBUTION}"
    if source["title"] is None:
        yield f"SHA-256: {source['sha256']}"


def _text(row: Row, name: str) -> str | None:
    return None if row[name] is None else str(row[name])
