"""The rules of the table of casualties."""

from __future__ import annotations

from functools import partial

from isk_indicators.rules import figure, span, voice, words
from isk_indicators.rules import validate as validation

RULES = (*span.RULES, *voice.RULES, *figure.RULES, words.victims_are_printed)

validate = partial(validation.validate, "casualties")
"""Check a frame of this table in memory; see :func:`isk_indicators.rules.validate.validate`."""
