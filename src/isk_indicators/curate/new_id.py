"""The next ids of a table: above every id that was ever given."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import NamedTuple

from isk_indicators.curate.workspace import StoppedError, Workspace
from isk_indicators.schema import Schema

_FORM = re.compile(r"(?P<prefix>[a-z]+-)\[0-9\]\{(?P<digits>[0-9]+)\}")
_PROSE = ("quote", "note")


class Form(NamedTuple):
    """How the ids of a table are built: a prefix, then so many digits."""

    prefix: str
    digits: int

    def id(self, number: int) -> str:
        """The id of that number."""
        return f"{self.prefix}{number:0{self.digits}}"


def new_ids(work: Workspace, table: str, count: int = 1) -> list[str]:
    """The next ``count`` ids of a table.

    Given are all that stand in any cell of any table, ``withdrawn`` and ``corrections`` among them:
    an id that a row once had is found there when the row is gone.

    Raises:
        StoppedError: no such table, no ids in it, no free ones left, or a table cannot be read.
    """
    form = _form(work, table)
    last = max(_given(work, form), default=0)
    if last + count >= 10**form.digits:
        raise StoppedError(f"{table}: {form.id(last)} is given; there are not {count} ids after it")
    return [form.id(last + number) for number in range(1, count + 1)]


def _form(work: Workspace, table: str) -> Form:
    schemas = work.package.schemas
    with_ids = [name for name, schema in schemas.items() if _id_form(schema) is not None]
    form = _id_form(schemas[table]) if table in schemas else None
    if form is None:
        near = difflib.get_close_matches(table, with_ids, n=1)
        meant = f"; did you mean {near[0]}?" if near else ""
        what = "its rows have no id" if table in schemas else "there is no such table"
        raise StoppedError(f"{table}: {what}; tables with ids: {', '.join(with_ids)}{meant}")
    return form


def _id_form(schema: Schema) -> Form | None:
    pattern = schema.by_name[schema.id_field].pattern if schema.id_field else None
    match = _FORM.fullmatch(pattern or "")
    return Form(match["prefix"], int(match["digits"])) if match else None


def _given(work: Workspace, form: Form) -> Iterator[int]:
    """The number of each id of this form, wherever it stands in the tables."""
    pattern = re.compile(rf"{re.escape(form.prefix)}([0-9]{{{form.digits}}})")
    for name, schema in work.package.schemas.items():
        told = [at for at, column in enumerate(schema.names) if column not in _PROSE]
        for row in work.table(name).rows():
            matches = (pattern.fullmatch(row[at]) for at in told)
            yield from (int(match[1]) for match in matches if match)
