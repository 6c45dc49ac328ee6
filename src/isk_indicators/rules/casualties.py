"""The rules of the table of casualties."""

from __future__ import annotations

from isk_indicators.rules import figure, span, voice, words

RULES = (*span.RULES, *voice.RULES, *figure.RULES, words.victims_are_printed)
