"""Make the mutants of a module: its code with one small fault each.

The changes are those of mutmut, applied to all code that runs: mutmut's own runner skips the code
at a module's top and every function with a decorator, which is most of the code here. Patterns and
lists of words are changed in their parts (``patterns``).

Skipped, since no test should depend on them: annotations and names of types, docstrings, and the
words of a message (text inside ``Problem`` and ``raise``; what is computed inside it counts).
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import libcst as cst
import libcst.matchers as m
from libcst.metadata import MetadataWrapper, ParentNodeProvider, PositionProvider
from mutmut.mutation.mutators import mutation_operators, operator_string
from patterns import changed_lists, changed_patterns, changed_sets, is_pattern, is_set

MESSAGES = m.Call(func=m.Name("Problem")) | m.Raise()
TYPES = (
    m.Annotation()
    | m.Import()
    | m.ImportFrom()
    | m.If(test=m.Name("TYPE_CHECKING"))
    | m.AnnAssign(annotation=m.Annotation(m.Name("TypeAlias")))
    | m.Assign(targets=[m.AssignTarget(m.Name(m.MatchRegex(r"_?[A-Z][a-z]\w+")))])
)
WORDS = m.Call(func=m.Attribute(attr=m.Name("split")), args=[])
_SHOWN = 40
"""How many characters are shown beside a change."""
UNCHANGED_CALLS = m.Call(func=m.Name("len") | m.Name("isinstance"))


class Mutant(NamedTuple):
    """A module with one fault.

    Attributes:
        line: Where the changed code begins.
        before: The code that is changed, with the code beside it in the line.
        after: The same, changed.
        code: The whole module, changed.
    """

    line: int
    before: str
    after: str
    code: str


def mutants(code: str) -> list[Mutant]:
    """Every mutant of a module's code, in its order; none twice."""
    finder = _Finder()
    wrapper = MetadataWrapper(cst.parse_module(code))
    wrapper.visit(finder)
    found = {mutant.code: mutant for mutant in finder.made(wrapper.module)}
    return [mutant for mutant in found.values() if mutant.code != code and _compiles(mutant.code)]


def _compiles(code: str) -> bool:
    with contextlib.suppress(SyntaxError):
        compile(code, "mutant", "exec", dont_inherit=True)
        return True
    return False


class _Finder(cst.CSTVisitor):
    """Walks through a module and notes what each node may be replaced by."""

    METADATA_DEPENDENCIES = (PositionProvider, ParentNodeProvider)

    def __init__(self) -> None:
        super().__init__()
        self.changes: list[tuple[int, cst.CSTNode, cst.CSTNode]] = []
        self._messages = 0

    def on_visit(self, node: cst.CSTNode) -> bool:
        if m.matches(node, TYPES):
            return False
        self._messages += m.matches(node, MESSAGES)
        if isinstance(node, cst.BaseString):
            self._note(node, self._changed_strings(node))
        elif not m.matches(node, UNCHANGED_CALLS):
            for kind, operator in mutation_operators:
                if isinstance(node, kind):
                    self._note(node, operator(node))
        return True

    def on_leave(self, original_node: cst.CSTNode) -> None:
        self._messages -= m.matches(original_node, MESSAGES)

    def _note(self, node: cst.CSTNode, changed: Iterable[cst.CSTNode]) -> None:
        line = self.get_metadata(PositionProvider, node).start.line
        self.changes += [(line, node, other) for other in changed]

    def _changed_strings(self, node: cst.BaseString) -> Iterator[cst.CSTNode]:
        whole = self.get_metadata(ParentNodeProvider, node)
        documentation = isinstance(node, cst.SimpleString) and len(node.quote) > 1
        if self._messages or documentation or isinstance(whole, cst.ConcatenatedString):
            return
        if m.matches(self._call(node), WORDS):
            yield from changed_lists(node)
        elif is_pattern(node):
            yield from changed_patterns(node)
        elif is_set(node):
            yield from changed_sets(node)
        elif isinstance(node, cst.SimpleString):
            yield from list(operator_string(node))[:1]  # the others change the letter case alone

    def _call(self, node: cst.CSTNode) -> cst.CSTNode:
        """The node two levels above: the call whose argument, or whose object's, the node is."""
        parent = self.get_metadata(ParentNodeProvider, node)
        return self.get_metadata(ParentNodeProvider, parent, parent)

    def made(self, module: cst.Module) -> Iterator[Mutant]:
        """The mutants of what was noted."""
        for line, node, other in self.changes:
            changed = module.deep_replace(node, other)
            if isinstance(changed, cst.Module):
                yield Mutant(line, *_beside(module.code, changed.code), changed.code)


def _beside(code: str, changed: str) -> tuple[str, str]:
    """What differs between two codes, each with the code beside it in its lines."""
    start = _alike(code, changed)
    end = _alike(code[: start - 1 : -1], changed[: start - 1 : -1])
    first = max(code.rfind("\n", 0, start) + 1, start - _SHOWN)
    last = max(end - _SHOWN, len(code) - code.find("\n", len(code) - end), 0)
    return _line(code, first, last), _line(changed, first, last)


def _line(code: str, first: int, last: int) -> str:
    return " ".join(code[first : len(code) - last].split())


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
