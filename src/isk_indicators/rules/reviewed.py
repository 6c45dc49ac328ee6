"""The rules of the ledger of reviewed passages; its quotes may be long."""

from __future__ import annotations

from isk_indicators.rules import span

RULES = span.LONG_RULES
