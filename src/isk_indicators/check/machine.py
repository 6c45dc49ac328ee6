r"""The report as JSON, for programs: one object, whose keys stay.

What lives here: the findings as plain data. What must not: words for people. Keys may come; none
goes, changes its type or its meaning without a new ``format``:

* ``format``: 1; ``version``: of the rules that were applied;
* ``exit_code``: 0 without errors, 1 with some, 2 if the check could not run;
* ``stopped``: why the check could not run, else null;
* ``counts``: the rows that stand, by table; ``errors``, ``warnings``: how many findings are which;
* ``findings``: by file, line and column, each with the attributes of ``finding.Finding`` and with
  ``suggestion``: null, or ``did_you_mean`` (objects of ``value`` and ``label``) and
  ``corrected_line`` (of a quote that moved; else null), for the first 50 findings of a rule;
* ``not_checked``: what could not be looked at, each with the reason;
* ``notes``: what there was not to look at, and why that is no fault; what the next release asks.

The text is ASCII, so that no terminal or pipe can spoil it; a byte that is no UTF-8 stands as
the six characters ``\udcXX``, XX being its value in hexadecimal.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any

from isk_indicators import home
from isk_indicators.check.finding import Finding
from isk_indicators.check.folder import Folder
from isk_indicators.check.gate import Report
from isk_indicators.check.suggest import Adviser, Hint

FORMAT = 1


def lines(report: Report, folder: Folder) -> Iterator[str]:
    """The JSON text, line by line."""
    return iter(written(document(report, folder)).split("\n"))


def written(document: Mapping[str, Any]) -> str:
    """A document as JSON in ASCII.

    A byte that is no UTF-8 (a lone surrogate, which readers of JSON refuse) is written as what
    Python calls it, so that nothing is lost.
    """
    return json.dumps(_without_surrogates(document), indent=2)


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return value.encode("utf-8", "backslashreplace").decode("utf-8")
    if isinstance(value, Mapping):
        return {key: _without_surrogates(part) for key, part in value.items()}
    return [_without_surrogates(part) for part in value] if isinstance(value, list) else value


def document(report: Report, folder: Folder) -> dict[str, Any]:
    """The report as plain data."""
    adviser = Adviser(folder)
    return {
        "format": FORMAT,
        "version": home.version(),
        "exit_code": report.exit_code,
        "stopped": report.stopped or None,
        "counts": dict(report.counts),
        "errors": report.errors,
        "warnings": len(report.findings) - report.errors,
        "findings": [told(finding, adviser.hint(finding)) for finding in report.findings],
        "not_checked": list(report.not_checked),
        "notes": list(report.notes),
    }


def told(finding: Finding, hint: Hint) -> dict[str, Any]:
    """One finding as plain data."""
    return {**asdict(finding), "suggestion": _suggestion(hint)}


def _suggestion(hint: Hint) -> dict[str, Any] | None:
    if not hint.did_you_mean and hint.moved is None:
        return None
    return {
        "did_you_mean": [meant._asdict() for meant in hint.did_you_mean],
        "corrected_line": hint.moved.line if hint.moved else None,
    }
