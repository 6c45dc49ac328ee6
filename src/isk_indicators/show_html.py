"""A shown row as HTML, for notebooks.

What lives here: what ``print`` shows (``show.entries``), as a small table. What must not: a script,
a style sheet, anything fetched, and any text of the data that is not escaped. One more kind of mark
is one more line in ``_TAGS``. Standard library only.

Colours are the notebook's own, light or dark; ``mark`` brings a pair of its own in every browser.
The classes keep MathJax, which notebooks run over every output, from reading "$" as a formula.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from isk_indicators.show import FIGURE_MARKS, QUOTE_MARKS, Entry, Shown, entries

_TAGS = {
    FIGURE_MARKS: ("<mark>", "</mark>"),
    QUOTE_MARKS: ("<b>", "</b>"),
}
_LABEL = "text-align:left;vertical-align:top;white-space:nowrap;font-weight:normal;opacity:0.7"
_TEXT = "text-align:left;vertical-align:top;white-space:normal;overflow-wrap:anywhere"


def html(shown: Shown) -> str:
    """Show a row as an HTML fragment; the same row and texts always give the same."""
    body = "\n".join(_row(label, texts) for label, texts in _grouped(entries(shown)))
    return (
        '<div class="tex2jax_ignore mathjax_ignore" style="max-width:60em">\n'
        f"<b>{escape(shown.table)} {escape(shown.row_id)}</b>\n"
        f"<table>\n<tbody>\n{body}\n</tbody>\n</table>\n</div>"
    )


def _grouped(told: Iterable[Entry]) -> Iterator[tuple[str, list[str]]]:
    """Put each entry without a label to the one above."""
    label, texts = "", list[str]()
    for entry in told:
        if entry.label and texts:
            yield label, texts
        label, texts = (entry.label, []) if entry.label else (label, texts)
        texts.append(_marked(entry))
    if texts:
        yield label, texts


def _row(label: str, texts: Iterable[str]) -> str:
    name = f'<th scope="row" style="{_LABEL}">{escape(label)}</th>'
    return f'<tr>{name}<td style="{_TEXT}">{"<br>".join(texts)}</td></tr>'


def _marked(entry: Entry) -> str:
    if entry.span is None:
        return escape(entry.text)
    (start, end), (before, after) = entry.span, _TAGS[entry.marks]
    parts = (entry.text[:start], entry.text[start:end], entry.text[end:])
    return f"{escape(parts[0])}{before}{escape(parts[1])}{after}{escape(parts[2])}"
