"""What a structural fault is called in plain words: what was expected, what to do.

What lives here: a field's constraint as a phrase that a curator understands, never a regular
expression. What must not: finding faults. A pattern of a new form is a new line in ``FORMS``: an
example that matches it and how to say it; the first whose example matches is taken, so the narrow
forms stand first.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from typing import NamedTuple

from isk_indicators.schema import Field


class Form(NamedTuple):
    """A form of text: an example, and the form in words."""

    example: str
    words: str


FORMS = (
    Form("000_Text.txt", "a plain file name such as 000_text.txt"),
    Form("2024-03-22", "a date such as 2024, 2024-03, 2024-03-22, 2021-01/2021-04 or ../2024"),
    Form("AF-KNR", "an ISO 3166-2 code such as AF-KNR"),
    Form("AF", "two capital letters such as AF"),
    Form("0.1.0", "a version such as 0.1.0"),
    Form("column_name", "small letters and _ such as incident_id"),
    Form("en", "two small letters such as en"),
    Form("0123456789abcdef" * 4, "64 hexadecimal digits (0-9, a-f)"),
)
_ID = re.compile(r"([a-z]{3}|\[a-z\]\{3\})-\[0-9\]\{([0-9])(?:,[0-9])?\}")

TYPES = {
    "integer": "a whole number in digits alone, such as 1200",
    "number": "a decimal number such as 55.83",
    "date": "a day of the calendar as YYYY-MM-DD",
}


def form(pattern: str) -> str:
    """The form that a pattern asks for, in words and with an example."""
    if an_id := _ID.fullmatch(pattern):
        prefix = "inc" if an_id[1].startswith("[") else an_id[1]
        return f"an id such as {prefix}-{'1'.zfill(int(an_id[2]))}"
    for example, words in FORMS:
        if re.fullmatch(pattern, example):
            return words
    return "the form that the other rows have"


def expected(rule: str, field: Field) -> str:
    """What a structural rule expects of a column's cell."""
    words: dict[str, Callable[[], str]] = {
        "type": lambda: TYPES.get(field.type, f"a value of type {field.type}"),
        "pattern": lambda: form(field.pattern or ""),
        "enum": lambda: "one of " + ", ".join(field.enum),
        "minimum": lambda: f"{field.minimum:.12g} or more",
        "maximum": lambda: f"{field.maximum:.12g} or less",
        "required": lambda: "a value",
    }
    return words.get(rule, lambda: "a value that no other row has")()


def advice(rule: str, field: Field, found: str) -> str:
    """What to do about a structural fault."""
    title = field.title.lower()
    match rule:
        case "type" if field.type == "integer":
            return "Type the digits alone: no sign, blank, separator, unit or decimal point."
        case "enum":
            return _did_you_mean(found, field.enum) or "Type one of these values."
        case "required":
            return f"Fill it in: '{title}' is never blank."
        case "minimum" | "maximum":
            return "Correct the number."
    return f"Type {expected(rule, field)}."


def _did_you_mean(found: str, values: tuple[str, ...]) -> str | None:
    key = re.sub(r"[\s-]+", "_", found.strip().casefold())
    close = difflib.get_close_matches(key, values, n=1)
    return f"Did you mean {close[0]}?" if close else None
