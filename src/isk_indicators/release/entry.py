"""The changelog's entry for a release: drafted from what changed, merged with what is written."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import TypeAlias

from isk_indicators.changes import LEAST, Change, Kind

UNRELEASED = "## [Unreleased]"
"""The heading of what is not released yet."""

ADDED, CHANGED, REMOVED, FIXED = "Added", "Changed", "Removed", "Fixed"
SECTIONS = (ADDED, CHANGED, "Deprecated", REMOVED, FIXED, "Security")
"""The sections of an entry, in their order."""

Reasons: TypeAlias = Mapping[tuple[str, ...], str]
"""By table, id, and column if it is of a cell, why it changed."""

Lines: TypeAlias = Mapping[str, Sequence[str]]
"""By section, what it lists, a line each."""

_MOST_NAMED = 10
_ENTRY = re.compile(r"^## .*$", re.MULTILINE)
_NAME = re.compile(r"## \[?([^\]\s]+)")


# What changed, in sentences


def drafted(changes: Iterable[Change], reasons: Reasons) -> Lines:
    """List what changed by section, as readers of the data need it."""
    found: dict[str, list[str]] = defaultdict(list)
    ordered = sorted(changes, key=lambda change: [*LEAST].index(change.kind))
    for kind, members in groupby(ordered, key=lambda change: change.kind):
        section, tell = _TELLERS[kind]
        for _, of_table in groupby(members, key=lambda change: change.table):
            found[section] += [f"- {line}" for line in tell([*of_table], reasons)]
    return {section: found[section] for section in SECTIONS if section in found}


def _tables(changes: Sequence[Change], _: Reasons) -> Iterator[str]:
    for change in changes:
        told = change.after or change.before
        yield f"The view `{change.table}`." if told == "a view" else f"The table `{change.table}`."


def _columns(changes: Sequence[Change], _: Reasons) -> Iterator[str]:
    yield f"`{changes[0].table}`: {_named('column', (c.column for c in changes))}."


def _values(changes: Sequence[Change], _: Reasons) -> Iterator[str]:
    for column, members in groupby(changes, key=lambda change: change.column):
        values = _named("value", (c.after for c in members))
        yield f"`{changes[0].table}` `{column}`: {values}."


def _shapes(changes: Sequence[Change], _: Reasons) -> Iterator[str]:
    for c in changes:
        if c.after:
            yield f"`{c.table}` `{c.column}`: {c.after} instead of {c.before}."
        else:
            yield f"`{c.table}` `{c.column}`: no longer the value `{c.before}`."


def _reworded(changes: Sequence[Change], _: Reasons) -> Iterator[str]:
    columns = _named("column", dict.fromkeys(c.column for c in changes))
    yield f"`{changes[0].table}`: the schema describes the {columns} differently."


def _rows(changes: Sequence[Change], _: Reasons) -> Iterator[str]:
    yield f"`{changes[0].table}`: {_counted('row', [c.row_id for c in changes])}."


def _extended(changes: Sequence[Change], _: Reasons) -> Iterator[str]:
    for column, members in groupby(changes, key=lambda change: change.column):
        ids = [c.row_id for c in members]
        yield f"`{changes[0].table}`: values of `{column}` in {_counted('row', ids)}."


def _with_reason(changes: Sequence[Change], reasons: Reasons) -> Iterator[str]:
    """A line a reason: the cells or rows that changed for it."""
    found: dict[str, list[str]] = defaultdict(list)
    for c in changes:
        cell = (c.column,) if c.column else ()
        what = f"{c.row_id} `{c.column}`" if c.column else c.row_id
        found[" ".join(reasons.get((c.table, c.row_id, *cell), "").split())].append(what)
    for reason, named in found.items():
        yield f"`{changes[0].table}` {_listed(named)}{f': {reason}' if reason else '.'}"


def _moved(changes: Sequence[Change], _: Reasons) -> Iterator[str]:
    ids = [*dict.fromkeys(change.row_id for change in changes)]
    yield f"`{changes[0].table}`: the spans of {_counted('row', ids)}; their words are the same."


def _named(what: str, names: Iterable[str]) -> str:
    listed = [f"`{name}`" for name in names]
    return f"{what if len(listed) == 1 else f'{what}s'} {_listed(listed)}"


def _counted(what: str, ids: Sequence[str]) -> str:
    return f"{len(ids)} {what if len(ids) == 1 else f'{what}s'} ({_listed(ids)})"


def _listed(names: Sequence[str]) -> str:
    more = len(names) - _MOST_NAMED
    return ", ".join(names[:_MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


_TELLERS: Mapping[Kind, tuple[str, Callable[[Sequence[Change], Reasons], Iterator[str]]]] = (
    MappingProxyType(
        {
            "table_gone": (REMOVED, _tables),
            "table_added": (ADDED, _tables),
            "column_gone": (REMOVED, _columns),
            "column_changed": (CHANGED, _shapes),
            "column_added": (ADDED, _columns),
            "value_added": (ADDED, _values),
            "column_reworded": (CHANGED, _reworded),
            "row_gone": (REMOVED, _with_reason),
            "row_added": (ADDED, _rows),
            "cell_extended": (ADDED, _extended),
            "cell_corrected": (FIXED, _with_reason),
            "span_moved": (CHANGED, _moved),
        }
    )
)
"""By kind of change, the section that lists it, and what makes lines of the changes of a table."""


# The page


def opened(page: str) -> str:
    """Put a heading for what is not released yet above the entries; one that is there stays."""
    if UNRELEASED in page.split("\n"):
        return page
    at = _first(page)
    return f"{page[:at]}{UNRELEASED}\n\n{page[at:]}"


def released(page: str, heading: str, published: Collection[str], lines: Lines) -> str:
    """Give the entry of the coming release its heading, and add the lines it lacks.

    The entry is the first one, unless that is of a published release; then it is made above it.
    """
    at = _first(page)
    first = _ENTRY.match(page, at)
    name = _NAME.match(first[0]) if first else None
    if first is None or name is None or name[1] in published:
        return f"{page[:at]}{_written(heading, _merged({}, lines))}{page[at:]}"
    later = _ENTRY.search(page, first.end())
    end = later.start() if later else len(page)
    entry = _merged(_sections(page[first.end() : end]), lines)
    return page[:at] + _written(heading, entry) + page[end:]


def _first(page: str) -> int:
    found = _ENTRY.search(page)
    return found.start() if found else len(page)


def _sections(body: str) -> dict[str, str]:
    """The text of each section of an entry; what comes before the first is that of "".

    A section that comes twice is joined.
    """
    found: dict[str, str] = {}
    _, *parts = re.split(r"^### *(.*)$", f"### \n{body}", flags=re.MULTILINE)
    for title, text in zip(parts[::2], parts[1::2], strict=True):
        name = title.strip()
        found[name] = "\n".join(filter(None, [found.get(name, ""), text.strip("\n")]))
    return found


def _merged(sections: Mapping[str, str], lines: Lines) -> dict[str, str]:
    """The sections with the lines that they lack, new ones among them in their order."""
    found = dict(sections)
    for section, added in lines.items():
        there = found.get(section, "")
        lacking = [line for line in added if line not in there.split("\n")]
        found[section] = "\n".join(filter(None, [there, *lacking]))
    order = ["", *SECTIONS, *(name for name in found if name and name not in SECTIONS)]
    return {name: found[name] for name in order if found.get(name)}


def _written(heading: str, sections: Mapping[str, str]) -> str:
    parts = [f"### {name}\n\n{text}" if name else text for name, text in sections.items()]
    return "".join(f"{part}\n\n" for part in (heading, *parts))
