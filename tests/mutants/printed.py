"""What the clean documents and rows print, for mutators that need words which prove something.

What lives here: words of a quote, names in it, evidence, and a document that prints other letters.
What must not: mutators, or the gate's own reading of words: a plain search is enough here, and
where it is in doubt, the row is left out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping

from tests.mutants.clean import SPAN, Cells, Clean, Mutant, Row, written

STRANGE = "zebra crossing"
"""Words that no document prints."""


def words(text: str) -> list[str]:
    """The words of small letters that stand once in a text."""
    found = re.findall(r"(?<![\w’'-])[a-z]{3,}(?![\w’'-])", text)
    return [word for word in found if len(re.findall(rf"\b{word}\b", text, re.IGNORECASE)) == 1]


def stands(words: str, text: str) -> bool:
    """Whether words stand in a text by themselves."""
    return re.search(rf"(?<![\w-]){re.escape(words)}(?![\w-])", text) is not None


def evidence(clean: Clean, row: Row) -> list[Row]:
    """The evidence rows of a row, whatever their role and column."""
    return clean.rows(
        "evidence", where=lambda e: (e["table_name"], e["row_id"]) == (row.table, row.id)
    )


def told(clean: Clean, row: Row) -> str:
    """All that a row's quote and its evidence print."""
    return " | ".join([row["quote"], *(e["quote"] for e in evidence(clean, row))])


def forms(actor: Row) -> list[str]:
    """The names under which an actor is printed."""
    return [form for form in (actor["name"], *actor["aliases"].split("|")) if form]


def unnamed_actors(clean: Clean, row: Row) -> list[str]:
    """The actors whom neither the row's quote nor its evidence names, not even in a word."""
    text = told(clean, row)
    return [a.id for a in clean.tables["actors"] if not any(f in text for f in forms(a))]


def named_actors(clean: Clean, row: Row) -> list[str]:
    """The actors whose listed name stands in the row's own quote."""
    return [a.id for a in clean.tables["actors"] if stands(a["name"], row["quote"])]


def families(clean: Clean) -> Mapping[str, frozenset[str]]:
    """Each actor with all those above it."""
    parents = {actor.id: actor["parent_id"] for actor in clean.tables["actors"]}
    found = {}
    for actor in parents:
        line = [actor]
        while parents[line[-1]]:
            line.append(parents[line[-1]])
        found[actor] = frozenset(line)
    return found


def reprinted(clean: Clean, row: Row, at: int, new: str, cells: Cells) -> Mutant:
    """A document that prints other letters, as many, at a place of a row's quote.

    Every row that quotes the place quotes the new letters; the row has other cells besides.
    """
    source = row["source_id"]
    start = int(row["span_start"]) + at
    text = clean.texts[source]
    text = text[:start] + new + text[start + len(new) :]
    data = text.encode("utf-8")
    described = {"sha256": hashlib.sha256(data).hexdigest()}
    changes = {("sources", clean.row("sources", source).number): described}
    for other in clean.rows(where=lambda r: r.get("source_id") == source and "quote" in r):
        quote = text[int(other["span_start"]) : int(other["span_end"])]
        if quote != other["quote"]:
            changes[other.table, other.number] = {SPAN[-1]: quote}
    changes[row.table, row.number] = {**changes.get((row.table, row.number), {}), **cells}
    files = {clean.document(clean.row("sources", source)): data, **_rewritten(clean, changes)}
    return Mutant(
        f"{source} prints {new!r} at {start}; {row} has {dict(cells)}", files, frozenset()
    )


def _rewritten(clean: Clean, changes: Mapping[tuple[str, int], Cells]) -> dict[str, bytes]:
    files = {}
    for table in {table for table, _ in changes}:
        rows = [{**r, **changes.get((table, r.number), {})} for r in clean.tables[table]]
        records = [clean.package.schemas[table].names, *(r.values() for r in rows)]
        files[clean.file(table)] = "".join(f"{written(r)}\n" for r in records).encode("utf-8")
    return files
