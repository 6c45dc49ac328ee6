"""The markup of a page, read with the standard library's parser."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import NamedTuple


class Element(NamedTuple):
    """A start tag: its name and attributes, and the text between it and the next tag."""

    name: str
    attributes: dict[str, str]
    text: list[str]


class Page(HTMLParser):
    """A page's elements in order."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self._open = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}, []))
        self._open = True

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - the parser's own signature
        self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.elements[-1].text.append(data)

    def named(self, name: str) -> list[Element]:
        """The elements of a name."""
        return [one for one in self.elements if one.name == name]

    def text(self, name: str) -> str:
        """The text of the only element of a name."""
        (found,) = self.named(name)
        return "".join(found.text)

    def columns(self) -> dict[str, list[str]]:
        """The columns of each table, by the table's name."""
        found: dict[str, list[str]] = {}
        for name, attributes, _ in self.elements:
            if name == "section" and attributes.get("class") == "table":
                columns = found.setdefault(attributes["id"], [])
            elif name == "th" and "data-name" in attributes:
                columns.append(attributes["data-name"])
        return found
