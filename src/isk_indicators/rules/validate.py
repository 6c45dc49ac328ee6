"""A frame in memory under the same rules: ``rules.casualties.validate(df, texts, tables)``.

Columns that the schema does not know, such as those derived on loading, are ignored.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from isk_indicators.installed import package
from isk_indicators.rules import pandera_schema, run
from isk_indicators.rules.breach import Breach
from isk_indicators.rules.links import Links
from isk_indicators.rules.rule import TURNS, Rule
from isk_indicators.schema import DataPackage, Row, Schema
from isk_indicators.spans import Texts, documents
from isk_indicators.tables import rows


@dataclass(frozen=True)
class Validation:
    """What came of a validation.

    Attributes:
        breaches: Every fault, each at its row (0-based position in the frame) and column.
        skipped: The ids of the rules that need what was not given: texts or other tables.
    """

    breaches: tuple[Breach, ...]
    skipped: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether the frame is without fault, as far as it was checked."""
        return not self.breaches


def validate(
    table: str,
    frame: pd.DataFrame,
    texts: Texts | None = None,
    tables: Mapping[str, pd.DataFrame] | None = None,
) -> Validation:
    """Check a frame of one table, typed or of text cells.

    Args:
        table: The table's name.
        frame: Its rows; a blank is a missing cell or an empty text.
        texts: The documents: a folder, or texts by source id. Without them no span is checked.
        tables: The other tables by name. Without them nothing is looked up in other rows.

    Raises:
        KeyError: no table of that name.
    """
    data = package()
    schema = data.schemas[table]
    missing = [n for n in schema.names if n not in frame.columns]
    if missing:
        return Validation(tuple(_missing(schema, n) for n in missing), ())
    cells = text_cells(schema, frame)
    found = pandera_schema.constraint_problems(schema, cells)
    blanked = run.cells_of(found)
    for row, column in blanked:
        cells.loc[row, column] = None
    typed = pandera_schema.typed(schema, cells)
    given = {name: text_cells(data.schemas[name], f) for name, f in (tables or {}).items()}
    applied = [r for r in run.rules_of(table) if not lacks(r, texts, tables)]
    printed = documents_of(data, texts, given)
    for turn in TURNS:
        links = Links(data, given | {table: cells}, {table: {column for _, column in blanked}})
        context = pandera_schema.Context(printed, links, frozenset(blanked))
        rules = [r for r in applied if r.turn == turn]
        told = pandera_schema.rule_problems(schema, rules, typed, context)
        blanked |= run.at_fault(told, turn)
        found += told
    skipped = sorted({r.id for r in run.rules_of(table)} - {r.id for r in applied})
    return Validation(tuple(found), tuple(skipped))


def text_cells(schema: Schema, frame: pd.DataFrame) -> pd.DataFrame:
    """The schema's columns of a frame as text, None for blank, rows numbered from 0."""
    return pd.DataFrame(
        {n: pd.Series([_text(c) for c in frame[n].tolist()], dtype=object) for n in schema.names}
    )


def _text(cell: object) -> str | None:
    if cell is None or cell is pd.NA or cell != cell or cell == "":  # noqa: PLR0124 - NaN, NaT
        return None
    if isinstance(cell, pd.Timestamp):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _missing(schema: Schema, name: str) -> Breach:
    return Breach(
        "header",
        schema.table,
        None,
        name,
        "no such column",
        name,
        "Add the column, if need be blank.",
    )


def lacks(rule: Rule, texts: object, tables: object) -> bool:
    """Whether a rule needs the texts or the tables, and they are not given."""
    lacks_texts = texts is None and "texts" in rule.context
    return lacks_texts or (tables is None and "links" in rule.context)


def documents_of(
    data: DataPackage, texts: Texts | None, tables: Mapping[str, pd.DataFrame]
) -> dict[str, str]:
    """The documents by source; files are found by the given sources, else the installed ones."""
    if texts is None:
        return {}
    known: Iterable[Row] = rows(data.path("sources"), data.schemas["sources"])
    if "sources" in tables:
        known = [dict(row) for _, row in tables["sources"].iterrows()]
    return {source: d.text for source, d in documents(texts, known).items()}
