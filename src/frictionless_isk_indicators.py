"""Checks of spans and figures for frictionless, which finds this module by its name.

``frictionless validate datapackage.json --checks "isk-span isk-figure"`` runs them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, ClassVar

from frictionless import Check, Error, Plugin, Resource, Row, errors


class SpanError(errors.CellError):
    """A span whose quote is not what the document prints."""

    type = "isk-span"
    title = "Span Error"
    description = "A quote is not what its document prints at its span."
    template = 'Row {rowNumber}, field "{fieldName}", cell "{cell}": {note}'


class FigureError(errors.CellError):
    """A figure that its quote does not print."""

    type = "isk-figure"
    title = "Figure Error"
    description = "A figure, or a number beside it, is not what its quote prints."
    template = 'Row {rowNumber}, field "{fieldName}", cell "{cell}": {note}'


class RuleCheck(Check):
    """The rules of a table whose ids begin with ``prefix``."""

    prefix: ClassVar[str]
    error_class: ClassVar[type[errors.CellError]]

    def connect(self, resource: Resource) -> None:
        """Look the rules of the resource's table up."""
        from isk_indicators.rules.registry import RULES  # noqa: PLC0415 - frictionless imports plugins

        super().connect(resource)
        rules = RULES.get(resource.name or "", ())
        self.rules = [rule for rule in rules if rule.id.startswith(self.prefix)]
        self.texts: dict[str, str] = {}

    def validate_row(self, row: Row) -> Iterator[Error]:
        """Yield an error for each rule that rejects the row."""
        from isk_indicators.rules.rule import CannotDecide, RowKey  # noqa: PLC0415

        key = RowKey(str(self.resource.name), None)
        for rule in self.rules:
            context = {"texts": self.texts, "row": key, "column": rule.column}
            try:
                problem = rule.judge([row.get(name) for name in rule.columns], context)
            except CannotDecide:
                continue
            if problem is not None:
                note = f"{problem.message} Expected: {problem.expected}."
                yield self.error_class.from_row(row, note=note, field_name=rule.column)


class SpanCheck(RuleCheck):
    """Each quote is the slice of its document at the row's span, of whole words of one line."""

    type = "isk-span"
    prefix = "span-"
    error_class = SpanError
    Errors: ClassVar[list[Any]] = [SpanError, errors.SourceError]

    def validate_start(self) -> Iterator[Error]:
        """Read the documents, which are in the folder ``seeds`` beside the descriptor."""
        from isk_indicators.spans import documents  # noqa: PLC0415

        package = self.resource.package
        if not self.rules or package is None or not package.has_resource("sources"):
            return
        sources = package.get_table_resource("sources").to_copy().read_rows()
        try:
            found = documents(Path(package.basepath or ".") / "seeds", sources)
        except NotADirectoryError as error:
            yield errors.SourceError(note=str(error))
            return
        self.texts = {source: document.text for source, document in found.items()}


class FigureCheck(RuleCheck):
    """Each figure is in its quote, and the numbers beside it are the ones that it prints."""

    type = "isk-figure"
    prefix = "figure-"
    error_class = FigureError
    Errors: ClassVar[list[Any]] = [FigureError]


class Isk_indicatorsPlugin(Plugin):  # noqa: N801 - frictionless makes the name of the module's
    """Adds the two checks to frictionless."""

    def select_check_class(self, type: str | None = None) -> type[Check] | None:  # noqa: A002
        """The class of a check."""
        return {"isk-span": SpanCheck, "isk-figure": FigureCheck}.get(type or "")
