"""Every rule of the stages files and structure, and what frictionless calls the same faults.

What lives here: the permanent ids with one line on what each rejects, and the translation of
frictionless' error types. What must not: how a fault is found or worded. A new rule is a new line
in ``RULES``. When frictionless learns a new error type, a test fails until it stands in one of the
three tables below; if one comes through all the same, it is told as ``unmapped``.

What the rows mean is judged by ``isk_indicators.rules``, which names its rules itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

RULES: Mapping[str, str] = MappingProxyType(
    {
        "after-quote": "Text between a closing quotation mark and the next comma.",
        "blank-line": "A line without any value.",
        "byte-order-mark": "A byte order mark at the beginning of a file.",
        "cell-count": "A row with more or fewer cells than the header.",
        "characters": "An invisible, private or unassigned character in a cell.",
        "delimiter": "Cells that are separated by something other than commas.",
        "document-encoding": "A document that is not UTF-8.",
        "document-hash": "A document whose bytes have not the SHA-256 that its row gives.",
        "document-length": "A document that has not as many characters as its row gives.",
        "document-missing": "A source whose document is not there, or not under the name given.",
        "document-undeclared": "A document that no row of sources describes.",
        "empty-file": "A table's file without even a header.",
        "empty-table": "A table without rows that is no ledger.",
        "encoding": "A file, or a part of one, that is not UTF-8.",
        "enum": "A value that is not among those that the column allows.",
        "final-newline": "A last line that is not ended.",
        "foreign-key": "An id of a row that is not there.",
        "formula": "A text that a spreadsheet would run as a formula.",
        "header": "A header that is not, name by name, that of the schema.",
        "line-break": "A line break in a cell.",
        "line-ends": "Lines that end with anything but a line feed.",
        "look-alike": "A character that looks like the right one in an id, code or coded value.",
        "maximum": "A number above the column's highest.",
        "minimum": "A number below the column's lowest.",
        "missing-file": "A table without its file.",
        "missing-word": "A word for a missing value, such as NA, where the cell should be blank.",
        "nfc": "Text that is not in Unicode's composed form (NFC).",
        "order": "A row that stands behind one with a greater key.",
        "outer-blanks": "Blanks at the beginning or end of a cell.",
        "pattern": "A value that has not the form of the column.",
        "primary-key": "An id that another row has already.",
        "quoting": "Quotation marks around a cell that needs none.",
        "required": "A blank cell in a column that is always filled.",
        "stray-file": "A CSV file among the tables that the descriptor does not name.",
        "stray-quote": "A quotation mark inside a cell that is not quoted.",
        "type": "A value that is no number, or no day, in the one spelling allowed.",
        "unclosed-quote": "A quotation mark that opens a cell and is never closed.",
        "unique": "A value that another row has already, in a column without repeats.",
        "unmapped": "A fault that frictionless found and the gate has no name for: report it.",
    }
)

FRICTIONLESS: Mapping[str, str] = MappingProxyType(
    {
        "type-error": "type",
        "unique-error": "unique",
        "primary-key": "primary-key",
        "foreign-key": "foreign-key",
    }
)
"""frictionless' error types and our rules; ``constraint-error`` is told by its constraint."""

CONSTRAINTS = frozenset({"required", "enum", "pattern", "minimum", "maximum"})
"""Constraints whose names are our rules' ids."""

DESCRIPTOR = frozenset(
    {
        "dialect-error",
        "control-error",
        "field-error",
        "metadata-error",
        "package-error",
        "resource-error",
        "schema-error",
    }
)
"""Errors of the descriptor or a schema: the check cannot run, and says so."""

_WRITTEN_BY_US = "the tables that frictionless reads were written by the gate itself"
_NOT_ASKED = "no such check is switched on"
_BASE_CLASS = "a base class, never raised itself"
_OTHER_METADATA = "the gate hands over no such metadata"

IMPOSSIBLE: Mapping[str, str] = MappingProxyType(
    dict.fromkeys(
        ("blank-header", "blank-label", "duplicate-label", "extra-label", "incorrect-label"),
        _WRITTEN_BY_US,
    )
    | dict.fromkeys(("missing-label", "unmatched-header", "extra-cell"), _WRITTEN_BY_US)
    | dict.fromkeys(("missing-cell", "encoding-error", "source-error"), _WRITTEN_BY_US)
    | dict.fromkeys(("scheme-error", "format-error", "compression-error"), _WRITTEN_BY_US)
    | {"blank-row": "a row without any value does not stand, or was blanked whole"}
    | dict.fromkeys(("byte-count", "hash-count", "field-count", "row-count"), _OTHER_METADATA)
    | dict.fromkeys(("truncated-value", "forbidden-value", "sequential-value"), _NOT_ASKED)
    | dict.fromkeys(("ascii-value", "duplicate-row", "row-constraint"), _NOT_ASKED)
    | dict.fromkeys(("deviated-cell", "deviated-value", "required-value"), _NOT_ASKED)
    | {"table-dimensions": _NOT_ASKED}
    | dict.fromkeys(("error", "data-error", "file-error", "table-error"), _BASE_CLASS)
    | dict.fromkeys(("header-error", "label-error", "row-error", "cell-error"), _BASE_CLASS)
    | dict.fromkeys(("catalog-error", "dataset-error", "checklist-error"), _OTHER_METADATA)
    | dict.fromkeys(("check-error", "detector-error", "inquiry-error"), _OTHER_METADATA)
    | dict.fromkeys(("inquiry-task-error", "pipeline-error", "step-error"), _OTHER_METADATA)
    | dict.fromkeys(("report-error", "report-task-error", "stats-error"), _OTHER_METADATA)
)
"""Error types that cannot reach the gate, each with the reason."""
