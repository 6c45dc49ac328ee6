"""What no cell may hold, whatever its column: one short function a fault.

What lives here: faults of characters. What must not: types and enumerations (``structure``). A new
one is a function of a cell that returns a flaw or None, named in ``TESTS``.

A quote is the source's own text: it may hold any character that the documents print.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from isk_indicators.check.finding import Message
from isk_indicators.schema import Field
from isk_indicators.spans import FORMULA_STARTS, LINE_ENDS

QUOTE = "quote"
NUMBERS = ("integer", "number")
LINE_BREAKS = frozenset(LINE_ENDS)
HIDDEN = frozenset({"Cc", "Cf", "Co", "Cn"})
"""Unicode's categories control, format, private use and unassigned."""

MISSING_WORDS = frozenset(
    (
        "#N/A #NA #DIV/0! #NAME? #NULL! #NUM! #REF! #VALUE! -NaN -nan <NA> N/A NA NULL NaN None "
        "n/a nan null nil - -- ? -99 -999 -9999"
    ).split()
)
"""What pandas, spreadsheets and statistics programs write or read for a missing value."""

_ASCII = [chr(code) for code in range(0x21, 0x7F)]
_ODD_STARTS = tuple(" " + FORMULA_STARTS)


class Flaw(NamedTuple):
    """What is wrong with a cell, without its place."""

    rule: str
    words: Message


class Content(NamedTuple):
    """A cell as the tests see it: its text without outer blanks, its field, what is printed.

    ``printed`` holds the characters of the documents if the cell is a quote, else nothing.
    """

    text: str
    field: Field
    printed: Collection[str]


def suspects(texts: Collection[str]) -> set[str]:
    """The cells that deserve a closer look; nearly none does, and so all are asked at once."""
    distinct = set(texts)
    other = {text for text in distinct if not text.isascii()}
    plain = distinct - other if other else distinct
    if not MISSING_WORDS.isdisjoint(plain) or _is_odd_somewhere(plain):
        return other | {text for text in plain if _is_suspect(text)}
    return other


def _is_odd_somewhere(texts: Collection[str]) -> bool:
    """Whether some text holds what cannot be seen, or begins or ends as no cell should."""
    if not "".join(texts).isprintable():
        return True
    lines = "\n".join(["", *texts, ""])
    return " \n" in lines or any(f"\n{start}" in lines for start in _ODD_STARTS)


def _is_suspect(text: str) -> bool:
    odd = text.startswith(_ODD_STARTS) or text.endswith(" ") or not text.isprintable()
    return odd or text in MISSING_WORDS


def flaws(text: str, field: Field, printed: Collection[str]) -> Iterator[Flaw]:
    """Every flaw of a cell that is not blank; ``printed`` are the documents' characters."""
    core = text.strip()
    if core != text:
        yield _outer_blanks(text, core)
    content = Content(core, field, printed if field.name == QUOTE else ())
    told = [flaw for test in TESTS if (flaw := test(content)) is not None]
    yield from told[:1] if told and told[0].rule == "missing-word" else told


def _outer_blanks(text: str, core: str) -> Flaw:
    outer = text[: len(text) - len(text.lstrip())] + (text[len(text.rstrip()) :] if core else "")
    names = ", ".join(dict.fromkeys(describe(c) for c in outer))
    return Flaw(
        "outer-blanks", Message("no blanks around it", f"Delete the outer blanks: {names}.")
    )


def _missing_word(cell: Content) -> Flaw | None:
    if cell.text not in MISSING_WORDS or cell.field.name == QUOTE or _is_allowed(cell):
        return None
    if cell.field.required:
        title = cell.field.title.lower()
        return Flaw("missing-word", Message("a value", f"Fill it in: '{title}' is never blank."))
    message = "Leave the cell blank where the source does not say."
    return Flaw("missing-word", Message("a blank cell", message))


def _line_break(cell: Content) -> Flaw | None:
    if LINE_BREAKS.isdisjoint(cell.text):
        return None
    breaks = [c for c in cell.text if c in LINE_BREAKS]
    message = f"Put the cell's text on one line, without {describe(breaks[0])}."
    return Flaw("line-break", Message("one line", message))


def _characters(cell: Content) -> Flaw | None:
    if cell.text.isprintable():
        return None
    hidden = [c for c in cell.text if _is_hidden(c) and c not in cell.printed]
    if not hidden:
        return None
    names = ", ".join(dict.fromkeys(map(describe, hidden)))
    at = cell.text.index(hidden[0]) + 1
    message = f"Delete {names} (the first is character {at}); such characters cannot be seen."
    return Flaw("characters", Message("characters that can be seen", message))


def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in HIDDEN and character not in LINE_BREAKS


def _formula(cell: Content) -> Flaw | None:
    if cell.field.type in NUMBERS or not cell.text.startswith(tuple(FORMULA_STARTS)):
        return None
    message = f"Begin the text otherwise: a spreadsheet would run what begins with {cell.text[0]}."
    return Flaw("formula", Message("a text that does not begin with = + - or @", message))


def _nfc(cell: Content) -> Flaw | None:
    if cell.field.name == QUOTE or unicodedata.is_normalized("NFC", cell.text):
        return None
    composed = unicodedata.normalize("NFC", cell.text)
    changed = [c for c in dict.fromkeys(cell.text) if c not in composed]
    marks = [c for c in changed if unicodedata.combining(c)]
    names = ", ".join(map(describe, marks or changed))
    message = f"Type {composed} in composed characters, without {names}."
    return Flaw("nfc", Message("Unicode's composed form (NFC)", message))


def _look_alike(cell: Content) -> Flaw | None:
    if cell.text.isascii() or not (cell.field.enum or cell.field.pattern):
        return None
    strange = sorted({c for c in cell.text if not c.isascii()}, key=cell.text.index)
    meant = _meant(cell, strange)
    if meant is None:
        return None
    pairs = [f"{describe(c)} in place of {meant[cell.text.index(c)]}" for c in strange]
    return Flaw("look-alike", Message(meant, f"Type {meant}: there is {', '.join(pairs)}."))


def _meant(cell: Content, strange: list[str]) -> str | None:
    """The allowed value that differs in the strange characters alone, if there is just one."""
    if cell.field.enum:
        fits = {v for v in cell.field.enum if _differs_only_in(cell.text, v, strange)}
    else:
        fits = _replaced(cell, strange)
    return fits.pop() if len(fits) == 1 else None


def _differs_only_in(text: str, value: str, strange: list[str]) -> bool:
    return len(text) == len(value) and all(
        a == b or a in strange for a, b in zip(text, value, strict=True)
    )


def _replaced(cell: Content, strange: list[str]) -> set[str]:
    """The values of the column's form, with each strange character replaced by one of ASCII."""
    known = unicodedata.normalize("NFKC", cell.text)
    if _is_allowed(cell._replace(text=known)) and len(known) == len(cell.text):
        return {known}
    if len(strange) > 1:
        return set()
    values = {cell.text.replace(strange[0], c) for c in _ASCII}
    return {value for value in values if _is_allowed(cell._replace(text=value))}


def _is_allowed(cell: Content) -> bool:
    """Whether an enumeration or a pattern of the column has the text."""
    field = cell.field
    if field.enum:
        return cell.text in field.enum
    return field.pattern is not None and re.fullmatch(field.pattern, cell.text) is not None


def describe(character: str) -> str:
    """A character by its Unicode name and number."""
    names = {"\n": "LINE FEED", "\r": "CARRIAGE RETURN", "\t": "TAB", "\0": "NULL"}
    name = names.get(character) or unicodedata.name(character, "a character without a name")
    return f"{name} (U+{ord(character):04X})"


TESTS: tuple[Callable[[Content], Flaw | None], ...] = (
    _missing_word,
    _line_break,
    _characters,
    _formula,
    _nfc,
    _look_alike,
)
