"""Proposed rows for a document: each hit gets a row or a reason, for a person to look at."""

from __future__ import annotations

from isk_indicators.curate.draft.attributions import read_attributions
from isk_indicators.curate.draft.counts import read_casualties, read_estimates
from isk_indicators.curate.draft.drafting import Drafting, Reading
from isk_indicators.curate.draft.incidents import read_incidents, read_table_line
from isk_indicators.curate.draft.statements import read_statements

__all__ = ["Drafting", "read_document"]


LONGEST = 2_000
"""How many characters a sentence has at most that is read; what is longer is no sentence."""


def read_document(draft: Drafting) -> None:
    """Propose the claims of a document, sentence by sentence, with their evidence."""
    for sentence in draft.sentences:
        if not sentence.is_heading and sentence.end - sentence.start <= LONGEST:
            _read(draft, Reading(sentence))
        elif sentence.is_table_line:
            read_table_line(draft, sentence)


def _read(draft: Drafting, now: Reading) -> None:
    """Propose the rows of a sentence."""
    read_statements(draft, now)
    now.days = [day for day in now.sentence.of_kind("date") if day not in now.said_on]
    read_incidents(draft, now)
    read_casualties(draft, now)
    read_estimates(draft, now)
    read_attributions(draft, now)
    draft.read_names(now.sentence)
