"""The rules of the ledger of reviewed passages; its quotes may be long."""

from __future__ import annotations

from functools import partial

from isk_indicators.rules import span
from isk_indicators.rules import validate as validation

RULES = span.LONG_RULES

validate = partial(validation.validate, "reviewed")
"""Check a frame of this table in memory; see :func:`isk_indicators.rules.validate.validate`."""
