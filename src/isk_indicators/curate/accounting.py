"""The accounts of the sources, from the tables of a folder as they stand.

What lives here: handing tables and documents to ``check.accounts``. What must not: counting
(``check.shares``), drafting (``draft``).
"""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from isk_indicators.check.accounts import SourceAccount, of_sources
from isk_indicators.curate.table import Table
from isk_indicators.curate.told import StoppedError
from isk_indicators.curate.workplace import Workplace
from isk_indicators.rules.links import Links


def accounts_of(work: Workplace) -> Iterator[SourceAccount]:
    """The account of each source, from the tables as they stand.

    Raises:
        StoppedError: a table is not in its canonical form, or a document is not the one described.
    """
    texts: dict[str, str] = {}
    for source in work.sources.values():
        if source.text is None:
            raise StoppedError(f"{source.source_id}: {source.reason}")
        texts[source.source_id] = source.text
    frames = {name: _frame(work.table(name)) for name in work.package.schemas}
    links = Links(work.package, frames)
    yield from of_sources(links, texts)


def _frame(table: Table) -> pd.DataFrame:
    """The rows as the rules read them: text cells, None for blank."""
    rows = [[cell or None for cell in row] for row in table.rows()]
    return pd.DataFrame(rows, columns=list(table.schema.names), dtype=object)
