"""Packages without something that the page shows: the checkout's, less some rows or cells."""

from __future__ import annotations

from collections.abc import Callable

Tables = dict[str, list[dict[str, str]]]
Change = Callable[[Tables], None]

CLAIMS = ("incidents", "casualties", "attributions", "force_estimates", "statements", "evidence")
NUMBER = ("figure", "qualifier", "stated_low", "stated_high")


def empty(*names: str) -> Change:
    """Tables without rows."""

    def change(tables: Tables) -> None:
        for name in names:
            tables[name] = []

    return change


def blank(table: str, *columns: str) -> Change:
    """Columns without a value."""

    def change(tables: Tables) -> None:
        for row in tables[table]:
            row.update(dict.fromkeys(columns, ""))

    return change


def both(first: Change, second: Change) -> Change:
    """Two changes, one after the other."""

    def change(tables: Tables) -> None:
        first(tables)
        second(tables)

    return change


PLACELESS = both(blank("incidents", "place_id"), blank("force_estimates", "place_id"))

SPARSE: dict[str, Change] = {
    "no date": blank("incidents", "date", "date_basis"),
    "no casualty": empty("casualties", "evidence"),
    "no number of casualties": blank("casualties", *NUMBER),
    "no number of force": blank("force_estimates", *NUMBER),
    "no date of force": blank("force_estimates", "as_of", "as_of_basis"),
    "no place of incidents": PLACELESS,
    "no places": both(empty("places", "evidence"), PLACELESS),
    "no force estimates": empty("force_estimates", "evidence"),
    "no claims but statements": empty(*(name for name in CLAIMS if name != "statements")),
    "no claims": empty(*CLAIMS),
    "sources alone": empty(*CLAIMS, "actors", "places"),
}
"""What is taken out, by what is missing then."""
