"""A finding for the tests of reports."""

from __future__ import annotations

from isk_indicators.check.finding import Finding


def finding(**changes: object) -> Finding:
    """An error at a figure, with some of its attributes changed."""
    parts: dict[str, object] = {
        "rule": "figure-in-quote",
        "severity": "error",
        "file": "datasets/casualties.csv",
        "line": 14,
        "column": 23,
        "row_id": "cas-0013",
        "field": "figure",
        "found": "144",
        "expected": "words of the quote",
        "message": "Copy the figure.",
    }
    return Finding(**(parts | changes))  # type: ignore[arg-type]
