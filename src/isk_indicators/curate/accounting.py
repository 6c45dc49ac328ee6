"""The accounts of the sources, from the tables of a folder as far as the gate lets them pass.

What lives here: handing tables, documents and the rows at fault to ``check.accounts``. What must
not: counting (``check.shares``), drafting (``draft``).
"""

from __future__ import annotations

from collections.abc import Iterator

from isk_indicators.check import coverage, doubts, gate
from isk_indicators.check.accounts import SourceAccount, of_sources
from isk_indicators.curate.told import StoppedError
from isk_indicators.curate.workplace import SOURCES, Workplace


def accounts_of(work: Workplace) -> Iterator[SourceAccount]:
    """The account of each source; what a row at fault may answer is left unsure, as in the gate.

    Raises:
        StoppedError: a table is not in its canonical form, or a document is not the one described.
    """
    for source in work.sources.values():
        if source.text is None:
            raise StoppedError(f"{source.source_id}: {source.reason}")
    for name in work.package.schemas:
        work.table(name)
    left, _, links, breaches, _ = gate.judged(work.package)
    if (missing := coverage.missing_of(work.package, left.tables)) is not None:
        raise StoppedError(missing)
    known = {*left.texts} & {*left.tables[SOURCES].frame["source_id"]}
    for source_id in work.sources:
        if source_id not in known:
            raise StoppedError(f"{source_id}: first correct its row in {SOURCES}, as check says")
    faults = doubts.faults(links, left.tables, left.texts, breaches)
    yield from of_sources(links, {s: left.texts[s] for s in work.sources}, faults)
