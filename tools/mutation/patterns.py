"""Change a regular expression, or words or characters listed in one text, part by part.

A literal is changed in its source, so the parts of an f-string that are code, and the seams between
adjacent literals, stay as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

import libcst as cst


class Token(NamedTuple):
    """A piece of a literal's source; of the kind ``seam`` if it belongs to no text."""

    kind: str
    code: str


_TOKENS = re.compile(
    r"(?P<escape>\\.)"
    r"|(?P<set>\[\^?\]?(?:\\.|[^\]\\])*\])"
    r"|(?P<look>\(\?<?[=!])"
    r"|(?P<open>\((?:\?(?:P<\w+>|:))?)"
    r"|(?P<close>\))"
    r"|(?P<bar>\|)"
    r"|(?P<repeat>(?:[*+?]|\{\{?\d+(?:,\d*)?\}?\})\??)"
    r"|(?P<edge>[$^])"
    r"|(?P<other>.)",
    re.DOTALL,
)
_CHARACTERS = re.compile(r"\\u\w{4}|\\x\w\w|\\.|[^\sA-Za-z0-9]")
_MEMBERS = re.compile(r"\\.|[^\\]-[^\\]|.", re.DOTALL)
_TURNED = {"=": "!", "!": "="}


def is_pattern(node: cst.BaseString) -> bool:
    """Whether a literal is meant as a regular expression, by the look of it."""
    text = "".join(t.code for t in _texts(node))
    return len(text) > 1 and ("|" in text or "(?" in text or _is_raw(node))


def is_set(node: cst.BaseString) -> bool:
    """Whether a literal lists characters, each of which counts for itself: marks and no blank."""
    text = "".join(t.code for t in _texts(node))
    return len(_CHARACTERS.findall(text)) > 1 and not _CHARACTERS.sub("", text)


def changed_patterns(node: cst.BaseString) -> Iterator[cst.BaseExpression]:
    """The literal with one part of its pattern changed, for each part."""
    tokens = list(_tokens(node, _pattern))
    for first, last in _branches(tokens):
        yield _literal(node, [*tokens[:first], *_seams(tokens[first:last]), *tokens[last:]])
    for at, token in enumerate(tokens):
        for code in _changes(token):
            yield _literal(node, [*tokens[:at], Token(token.kind, code), *tokens[at + 1 :]])


def changed_lists(node: cst.BaseString) -> Iterator[cst.BaseExpression]:
    """The literal without one of its words, which blanks part, for each word."""
    return _each_left_out(node, re.compile(r"\S+\s*"))


def changed_sets(node: cst.BaseString) -> Iterator[cst.BaseExpression]:
    """The literal without one of its characters, for each."""
    return _each_left_out(node, _CHARACTERS)


def _each_left_out(node: cst.BaseString, parts: re.Pattern[str]) -> Iterator[cst.BaseExpression]:
    tokens = list(_tokens(node, lambda text: (Token("part", p) for p in parts.findall(text))))
    for at, token in enumerate(tokens):
        if token.kind == "part":
            yield _literal(node, [*tokens[:at], *tokens[at + 1 :]])


def _tokens(node: cst.BaseString, split: Callable[[str], Iterable[Token]]) -> Iterator[Token]:
    for piece in _pieces(node):
        yield from split(piece.code) if piece.kind == "text" else (piece,)


def _pattern(text: str) -> Iterator[Token]:
    return (Token(match.lastgroup or "", match.group()) for match in _TOKENS.finditer(text))


def _changes(token: Token) -> Iterator[str]:
    """What may replace one token of a pattern."""
    match token.kind, token.code:
        case ("repeat" | "edge", _) | ("escape", r"\b"):
            yield ""
        case "escape", r"\.":
            yield "."
        case "escape", r"\d" | r"\w" | r"\s" | r"\D" | r"\W" | r"\S":
            yield token.code.swapcase()
        case "look", code:
            yield code[:-1] + _TURNED[code[-1]]
        case "set", code:
            yield from _changed_sets(code)


def _changed_sets(code: str) -> Iterator[str]:
    start = "[^" if code.startswith("[^") else "["
    members = _MEMBERS.findall(code[len(start) : -1])
    yield ("[" if start == "[^" else "[^") + "".join(members) + "]"
    for at in range(len(members) if len(members) > 1 else 0):
        yield start + "".join(members[:at] + members[at + 1 :]) + "]"


def _branches(tokens: list[Token]) -> Iterator[tuple[int, int]]:
    """Where each branch of each alternation is, with one of the bars beside it."""
    levels: list[list[int]] = [[-1]]
    for at, token in enumerate(tokens):
        if token.kind in ("open", "look"):
            levels.append([at])
        elif token.kind == "bar":
            levels[-1].append(at)
        elif token.kind == "close":
            yield from _between([*levels.pop(), at], tokens)
            levels = levels or [[at]]
    while levels:
        yield from _between([*levels.pop(), len(tokens)], tokens)


def _between(bars: list[int], tokens: list[Token]) -> Iterator[tuple[int, int]]:
    if len(bars) > 2:  # noqa: PLR2004 - the two ends, and a bar
        for number, (first, last) in enumerate(pairwise(bars)):
            if any(t.kind != "seam" for t in tokens[first + 1 : last]):
                yield (first, last) if number else (first + 1, last + 1)


def _pieces(node: cst.CSTNode) -> Iterator[Token]:
    """A literal's source in order: texts, the code inside an f-string, and seams."""
    if isinstance(node, cst.ConcatenatedString):
        yield from _pieces(node.left)
        yield Token("seam", cst.Module([]).code_for_node(node.whitespace_between))
        yield from _pieces(node.right)
    elif isinstance(node, cst.FormattedString):
        yield Token("seam", node.start)
        for part in node.parts:
            is_text = isinstance(part, cst.FormattedStringText)
            yield Token("text" if is_text else "code", cst.Module([]).code_for_node(part))
        yield Token("seam", node.end)
    elif isinstance(node, cst.SimpleString):
        yield Token("seam", node.prefix + node.quote)
        yield Token("text", node.raw_value)
        yield Token("seam", node.quote)


def _texts(node: cst.CSTNode) -> Iterator[Token]:
    return (piece for piece in _pieces(node) if piece.kind == "text")


def _is_raw(node: cst.CSTNode) -> bool:
    return any(p.kind == "seam" and "r" in p.code.lower() for p in _pieces(node))


def _seams(tokens: Iterable[Token]) -> Iterator[Token]:
    return (token for token in tokens if token.kind == "seam")


def _literal(node: cst.BaseString, tokens: Iterable[Token]) -> cst.BaseExpression:
    """The literal of these tokens, in the brackets of the one that it replaces."""
    made = cst.parse_expression(f"({''.join(token.code for token in tokens)})")
    return made.with_changes(lpar=node.lpar, rpar=node.rpar)
