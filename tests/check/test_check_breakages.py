"""Every way to break a table that came to mind, each with exactly what the gate must say.

A case breaks the sound package of ``sample`` and lists the findings: rule, table, line, and the
cell by its column's name (its place is computed from the sound file), or a column number and a
field.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from typing import NamedTuple

import pytest

from tests.check.sample_package import CLAIM, KILLING, Place, SamplePackage, by_rule, written
from tests.check.sample_package import DOCUMENTS as SOUND

pytestmark = pytest.mark.usefixtures("remembering")

CAS = "casualties"
HEADER_END = 167
"""The column after the header of casualties, and after its first row, one less."""

Expected = tuple[str, str, int, str] | Place
Break = Callable[[SamplePackage], object]


class Case(NamedTuple):
    """One way to break the package and what is to be found."""

    name: str
    breaks: Break
    expected: Sequence[Expected]


def put(table: str, line: int, name: str, text: str) -> Break:
    return lambda sample: sample.set(table, line, name, text)


def raw(table: str, line: int, old: str, new: str) -> Break:
    return lambda sample: sample.line(table, line, lambda text: text.replace(old, new, 1))


def data(table: str, change: Callable[[bytes], bytes]) -> Break:
    return lambda sample: sample.change(table, change)


def both(*breaks: Break) -> Break:
    return lambda sample: [one(sample) for one in breaks]


def rewritten(data: bytes, delimiter: str, quoting: int = csv.QUOTE_MINIMAL) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator="\n")
    writer.writerows(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))
    return out.getvalue().encode("utf-8")


def swapped(data: bytes, first: int, second: int) -> bytes:
    """The file with two columns changing places."""
    rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline="")))
    for row in rows:
        row[first], row[second] = row[second], row[first]
    return "".join(f"{written(row)}\n" for row in rows).encode("utf-8")


def lines(data: bytes, *numbers: int) -> bytes:
    """The file's lines in another order, from 0."""
    there = data.split(b"\n")
    return b"\n".join(there[number] for number in numbers) + b"\n"


def seed(name: str, data: bytes | None) -> Break:
    def breaks(sample: SamplePackage) -> None:
        path = sample.root / "seeds" / name
        path.unlink() if data is None else path.write_bytes(data)

    return breaks


def conflict(first: str, second: str, base: str | None = None) -> Callable[[str], str]:
    """The lines of a merge conflict between two versions of a line."""
    parts = [f"<<<<<<< HEAD\n{first}"]
    parts += [] if base is None else [f"||||||| merged common ancestors\n{base}"]
    parts += [f"=======\n{second}", ">>>>>>> branch"]
    return lambda text: "\n".join(part.replace("{}", text).rstrip("\n") for part in parts)


def conflicting(table: str, line: int, first: str, second: str, base: str | None = None) -> Break:
    return lambda sample: sample.line(table, line, conflict(first, second, base))


FILES = [
    Case(
        "two versions of a row",
        conflicting(CAS, 2, "{}", "{}, with a comma", "{}"),
        [("merge-conflict", CAS, 2, 1, None)],
    ),
    Case(
        "a row in one version, which another row names",
        conflicting("statements", 2, "", "{}"),
        [("merge-conflict", "statements", 2, 1, None)],
    ),
    Case(
        "a conflict in the header",
        conflicting(CAS, 1, "{}", "another,header"),
        [("merge-conflict", CAS, 1, 1, None)],
    ),
    Case(
        "a conflict whose beginning is deleted",
        raw(CAS, 3, "cas-0002", "=======\ncas-0002,inc-0001\n>>>>>>> branch\ncas-0002"),
        [("merge-conflict", CAS, 3, 1, None)],
    ),
    Case(
        "two conflicts in a table",
        both(conflicting(CAS, 3, "{}", ""), conflicting(CAS, 2, "{}", "x")),
        [("merge-conflict", CAS, 2, 1, None), ("merge-conflict", CAS, 7, 1, None)],
    ),
    Case(
        "byte order mark",
        data(CAS, b"\xef\xbb\xbf".__add__),
        [("byte-order-mark", CAS, 1, 1, None)],
    ),
    Case(
        "CRLF",
        data(CAS, lambda d: d.replace(b"\n", b"\r\n")),
        [("line-ends", CAS, 1, HEADER_END, None)],
    ),
    Case("one CRLF", raw(CAS, 2, 'Farville",', 'Farville",\r'), [("line-ends", CAS, 2, 166, None)]),
    Case(
        "CR alone, everywhere",
        data(CAS, lambda d: d.replace(b"\n", b"\r")),
        [("line-ends", CAS, 1, HEADER_END, None)],
    ),
    Case(
        "CR alone, between rows",
        data(CAS, lambda d: d.replace(b"\ncas-0002", b"\rcas-0002")),
        [("line-ends", CAS, 2, 166, None)],
    ),
    Case(
        "CR in a cell",
        raw(CAS, 2, "people,all", "peo\rple,all"),
        [("line-break", CAS, 2, "victim_text")],
    ),
    Case("semicolons", data(CAS, lambda d: rewritten(d, ";")), [("delimiter", CAS, 1, 12, None)]),
    Case("tabs", data(CAS, lambda d: rewritten(d, "\t")), [("delimiter", CAS, 1, 12, None)]),
    Case(
        "vertical bars", data(CAS, lambda d: rewritten(d, "|")), [("delimiter", CAS, 1, 12, None)]
    ),
    Case(
        "Latin-1",
        data("actors", lambda d: d.decode().replace("\u00a0", "é").encode("latin-1")),
        [("encoding", "actors", 2, 35, None)],
    ),
    Case(
        "UTF-16", data(CAS, lambda d: d.decode().encode("utf-16")), [("encoding", CAS, 1, 1, None)]
    ),
    Case(
        "UTF-16 without a mark",
        data(CAS, lambda d: d.decode().encode("utf-16-be")),
        [("encoding", CAS, 1, 1, None)],
    ),
    Case(
        "UTF-16 cut short",
        data(CAS, lambda d: d.decode().encode("utf-16")[:-1]),
        [("encoding", CAS, 1, 1, None)],
    ),
    Case("empty file", data(CAS, lambda _: b""), [("empty-file", CAS, 1, 1, None)]),
    Case("blanks alone", data(CAS, lambda _: b" \n\n"), [("empty-file", CAS, 1, 1, None)]),
    Case("header alone", data(CAS, lambda d: lines(d, 0)), [("empty-table", CAS, 1, 1, None)]),
    Case(
        "header of sources alone",
        data("sources", lambda d: lines(d, 0)),
        [("empty-table", "sources", 1, 1, None)],
    ),
    Case("missing file", lambda h: h.path(CAS).unlink(), [("missing-file", CAS, 1, 1, None)]),
    Case(
        "missing ledger",
        lambda h: h.path("withdrawn").unlink(),
        [("missing-file", "withdrawn", 1, 1, None)],
    ),
    Case(
        "file of another case",
        lambda h: h.path(CAS).rename(h.root / "datasets" / "Casualties.csv"),
        [("missing-file", CAS, 1, 1, None)],
    ),
    Case(
        "stray file",
        lambda h: (h.root / "datasets" / "more.CSV").write_bytes(b"a\n"),
        [("stray-file", "more", 1, 1, None)],
    ),
    Case(
        "no line feed at the end",
        data(CAS, lambda d: d[:-1]),
        [("final-newline", CAS, 3, 260, None)],
    ),
    Case("blank line", raw(CAS, 2, "cas-0001", "\ncas-0001"), [("blank-line", CAS, 2, 1, None)]),
    Case(
        "blank line at the end", data(CAS, lambda d: d + b"\n"), [("blank-line", CAS, 4, 1, None)]
    ),
    Case(
        "line of commas",
        data(CAS, lambda d: d + b"," * 17 + b"\n"),
        [("blank-line", CAS, 4, 1, None)],
    ),
    Case(
        "rows out of order",
        data(CAS, lambda d: lines(d, 0, 2, 1)),
        [("order", CAS, 3, 1, "casualty_id")],
    ),
    Case(
        "reviewed out of order",
        data("reviewed", lambda d: lines(d, 0, 2, 1)),
        [("order", "reviewed", 3, 1, "source_id")],
    ),
    Case(
        "random bytes",
        data(CAS, lambda _: bytes(range(256))),
        [
            ("encoding", CAS, 2, 118, None),
            ("header", CAS, 1, 1, None),
            ("final-newline", CAS, 2, 246, None),
        ],
    ),
]

HEADERS = [
    Case("renamed", raw(CAS, 1, "harm", "hurt"), [("header", CAS, 1, 25, "harm")]),
    Case("renamed beyond recognition", raw(CAS, 1, "harm", "x"), [("header", CAS, 1, 25, "harm")]),
    Case("in Cyrillic", raw(CAS, 1, "harm", "h\u0430rm"), [("header", CAS, 1, 25, "harm")]),
    Case("re-cased", raw(CAS, 1, "harm", "Harm"), [("header", CAS, 1, 25, "harm")]),
    Case("with blanks", raw(CAS, 1, "harm", " harm"), [("header", CAS, 1, 25, "harm")]),
    Case(
        "with blanks for lines",
        raw(CAS, 1, "span_start", "span start"),
        [("header", CAS, 1, 137, "span_start")],
    ),
    Case(
        "re-ordered",
        data(CAS, lambda d: swapped(d, 2, 3)),
        [("header", CAS, 1, 25, "victim_group")],
    ),
    Case("doubled", raw(CAS, 1, "qualifier", "figure"), [("header", CAS, 1, 69, "qualifier")]),
    Case(
        "doubled and added",
        data(
            CAS,
            lambda d: b"\n".join(
                x + y for x, y in zip(d.split(b"\n"), [b",harm", b",x", b",y", b""], strict=True)
            ),
        ),
        [("header", CAS, 1, 168, None)],
    ),
    Case(
        "one too many",
        data(
            CAS,
            lambda d: b"\n".join(
                x + y for x, y in zip(d.split(b"\n"), [b",zz", b",x", b",y", b""], strict=True)
            ),
        ),
        [("header", CAS, 1, 168, None)],
    ),
    Case(
        "one too few",
        data(
            CAS,
            lambda d: "".join(
                f"{written(r[:-1])}\n" for r in csv.reader(io.StringIO(d.decode()))
            ).encode(),
        ),
        [("header", CAS, 1, 162, "note")],
    ),
    Case("absent", data(CAS, lambda d: lines(d, 1, 2)), [("header", CAS, 1, 1, None)]),
    Case(
        "between the rows",
        data(CAS, lambda d: lines(d, 0, 1, 0, 2)),
        [("header", CAS, 3, 1, None)],
    ),
    Case(
        "at the end",
        data("reviewed", lambda d: lines(d, 0, 1, 2, 0)),
        [("header", "reviewed", 4, 1, None)],
    ),
    Case("quoted", raw(CAS, 1, "harm", '"harm"'), [("quoting", CAS, 1, 25, None)]),
    Case("stray quote", raw(CAS, 1, "harm", 'ha"rm'), [("stray-quote", CAS, 1, 27, None)]),
    Case("unclosed quote", raw(CAS, 1, "harm", '"harm'), [("unclosed-quote", CAS, 1, 25, None)]),
    Case(
        "unclosed quote before a comma",
        raw(CAS, 1, "casualty_id", '",casualty_id'),
        [
            ("unclosed-quote", CAS, 1, 1, None),
            ("header", CAS, 1, 1, None),
            ("cell-count", CAS, 2, 1, None),
            ("cell-count", CAS, 3, 1, None),
        ],
    ),
    Case(
        "key renamed",
        raw("incidents", 1, "incident_id", "id"),
        [("header", "incidents", 1, 1, "incident_id")],
    ),
]

NOTATION = [
    Case(
        "stray quote",
        raw(CAS, 2, "people,all", 'peo"ple,all'),
        [("stray-quote", CAS, 2, 41, "victim_text")],
    ),
    Case(
        "stray quotes in two cells",
        raw(CAS, 2, "people,all", 'peo"ple,a"ll'),
        [("stray-quote", CAS, 2, 41, "victim_text"), ("stray-quote", CAS, 2, 47, "covers")],
    ),
    Case(
        "text after a quote",
        raw(CAS, 2, "people,all", '"peo"ple,all'),
        [("after-quote", CAS, 2, 43, "victim_text")],
    ),
    Case(
        "unclosed in the first row",
        raw(CAS, 2, "people,all", '"people,all'),
        [("unclosed-quote", CAS, 2, "victim_text")],
    ),
    Case(
        "unclosed in the middle",
        raw("actors", 3, ",,src-001", ',"Blue Group,src-001'),
        [("unclosed-quote", "actors", 3, "country")],
    ),
    Case(
        "unclosed in the last row",
        raw(CAS, 3, "The word", '"The word'),
        [("unclosed-quote", CAS, 3, "note")],
    ),
    Case(
        "a quote that is never closed",
        raw(CAS, 2, 'Farville",', "Farville,"),
        [("unclosed-quote", CAS, 2, "quote")],
    ),
    Case(
        "a whole row in quotes",
        lambda h: h.line(CAS, 2, lambda s: written([s])),
        [("cell-count", CAS, 2, 1, None)],
    ),
    Case("short row", raw(CAS, 2, 'Farville",', 'Farville"'), [("cell-count", CAS, 2, 1, None)]),
    Case("long row", raw(CAS, 2, 'Farville",', 'Farville",,'), [("cell-count", CAS, 2, 167, None)]),
    Case(
        "comma in a bare cell",
        raw(CAS, 2, "people,all", "men, boys,all"),
        [("cell-count", CAS, 2, 169, None)],
    ),
    Case(
        "quotes for nothing",
        raw(CAS, 2, "people,all", '"people",all'),
        [("quoting", CAS, 2, "victim_text")],
    ),
    Case(
        "quotes round nothing",
        raw(CAS, 2, "author,,", 'author,"",'),
        [("quoting", CAS, 2, "statement_id")],
    ),
    Case(
        "quotes everywhere",
        data(CAS, lambda d: rewritten(d, ",", csv.QUOTE_ALL)),
        [("quoting", CAS, 1, 1, None)],
    ),
    Case(
        "line break in the first cell",
        put(CAS, 2, "casualty_id", "cas-\n0001"),
        [("line-break", CAS, 2, "casualty_id")],
    ),
    Case("line break in a cell", put(CAS, 2, "note", "one\ntwo"), [("line-break", CAS, 2, "note")]),
    Case(
        "line break in a quote",
        put(CAS, 2, "quote", KILLING.replace(", ", ",\n", 1)),
        [("line-break", CAS, 2, "quote")],
    ),
    Case("line separator", put(CAS, 2, "note", "one\u2028two"), [("line-break", CAS, 2, "note")]),
]

CHARACTERS = [
    Case(
        "blanks round a number",
        put(CAS, 2, "stated_low", " 13 "),
        [("outer-blanks", CAS, 2, "stated_low")],
    ),
    Case(
        "no-break space at the end",
        put(CAS, 2, "victim_text", "people\u00a0"),
        [("outer-blanks", CAS, 2, "victim_text")],
    ),
    Case(
        "tab at the end",
        put(CAS, 2, "victim_text", "people\t"),
        [("outer-blanks", CAS, 2, "victim_text")],
    ),
    Case("tab in a cell", put(CAS, 2, "note", "one\ttwo"), [("characters", CAS, 2, "note")]),
    Case("null in a cell", put(CAS, 2, "note", "one\0two"), [("characters", CAS, 2, "note")]),
    Case(
        "zero width",
        put(CAS, 2, "victim_text", "peo\u200bple"),
        [("characters", CAS, 2, "victim_text")],
    ),
    Case("right to left", put(CAS, 2, "note", "\u202egpj.exe"), [("characters", CAS, 2, "note")]),
    Case("soft hyphen", put(CAS, 2, "note", "co\u00adoperate"), [("characters", CAS, 2, "note")]),
    Case("a mark inside", put(CAS, 2, "note", "one\ufefftwo"), [("characters", CAS, 2, "note")]),
    Case("private use", put(CAS, 2, "note", "one\ue000two"), [("characters", CAS, 2, "note")]),
    Case("unassigned", put(CAS, 2, "note", "one\U000e0fff"), [("characters", CAS, 2, "note")]),
    Case(
        "zero width in a quote",
        put(CAS, 2, "quote", KILLING.replace("Band", "Ba\u200bnd")),
        [("characters", CAS, 2, "quote")],
    ),
    Case(
        "zero width in an id",
        put(CAS, 2, "incident_id", "inc-\u200b0001"),
        [("characters", CAS, 2, "incident_id")],
    ),
    Case("a formula", put(CAS, 2, "note", "=cmd|' /C calc'!A0"), [("formula", CAS, 2, "note")]),
    Case("a plus", put(CAS, 2, "note", "+ more"), [("formula", CAS, 2, "note")]),
    Case("an at sign", put(CAS, 2, "note", "@SUM(A1)"), [("formula", CAS, 2, "note")]),
    Case("a minus", put(CAS, 2, "note", "-text"), [("formula", CAS, 2, "note")]),
    Case(
        "a blank before a formula",
        put(CAS, 2, "note", " =1"),
        [("formula", CAS, 2, "note"), ("outer-blanks", CAS, 2, "note")],
    ),
    Case("decomposed", put(CAS, 2, "note", "cafe\u0301"), [("nfc", CAS, 2, "note")]),
    Case("NA", put(CAS, 2, "note", "NA"), [("missing-word", CAS, 2, "note")]),
    Case("null", put("sources", 2, "title", "null"), [("missing-word", "sources", 2, "title")]),
    Case(
        "NaN for a number",
        put(CAS, 3, "stated_low", "NaN"),
        [("missing-word", CAS, 3, "stated_low")],
    ),
    Case(
        "-99 for a number",
        put(CAS, 3, "stated_low", "-99"),
        [("missing-word", CAS, 3, "stated_low")],
    ),
    Case(
        "None where a value must be",
        put(CAS, 2, "harm", "None"),
        [("missing-word", CAS, 2, "harm")],
    ),
    Case(
        "n/a in two cells",
        both(put(CAS, 2, "note", "n/a"), put(CAS, 3, "note", "n/a")),
        [("missing-word", CAS, 2, "note"), ("missing-word", CAS, 3, "note")],
    ),
    Case("a guess", put(CAS, 2, "note", "?? a guess"), [("guess", CAS, 2, "note")]),
    Case("a guess of a blank", put(CAS, 2, "note", "?? "), [("guess", CAS, 2, "note")]),
    Case("the mark alone", put(CAS, 2, "note", "??"), [("guess", CAS, 2, "note")]),
    Case(
        "a guess of a number", put(CAS, 3, "stated_low", "?? 10"), [("guess", CAS, 3, "stated_low")]
    ),
    Case("a guess of a code", put(CAS, 2, "harm", "?? killed"), [("guess", CAS, 2, "harm")]),
    Case(
        "a guess of an id that does not exist",
        put(CAS, 2, "incident_id", "?? inc-0999"),
        [("guess", CAS, 2, "incident_id")],
    ),
    Case("a guess of words", put(CAS, 2, "quote", f"?? {KILLING}"), [("guess", CAS, 2, "quote")]),
    Case(
        "smart hyphen in an id",
        put(CAS, 2, "incident_id", "inc\u20110001"),
        [("look-alike", CAS, 2, "incident_id")],
    ),
    Case(
        "Cyrillic in an enumeration",
        put(CAS, 2, "harm", "kill\u0435d"),
        [("look-alike", CAS, 2, "harm")],
    ),
    Case(
        "Cyrillic in an id",
        put(CAS, 2, "incident_id", "in\u0441-0001"),
        [("look-alike", CAS, 2, "incident_id")],
    ),
    Case(
        "full-width digits",
        put(CAS, 2, "incident_id", "inc-\uff10\uff10\uff10\uff11"),
        [("look-alike", CAS, 2, "incident_id")],
    ),
]

STRUCTURE = [
    Case("1_000", put(CAS, 2, "stated_low", "1_000"), [("type", CAS, 2, "stated_low")]),
    Case("1,000", put(CAS, 2, "stated_low", "1,000"), [("type", CAS, 2, "stated_low")]),
    Case("13.0", put(CAS, 2, "stated_low", "13.0"), [("type", CAS, 2, "stated_low")]),
    Case("+13", put(CAS, 2, "stated_low", "+13"), [("type", CAS, 2, "stated_low")]),
    Case("013", put(CAS, 2, "stated_low", "013"), [("type", CAS, 2, "stated_low")]),
    Case("13 killed", put(CAS, 2, "stated_low", "13 killed"), [("type", CAS, 2, "stated_low")]),
    Case(
        "Arabic digits", put(CAS, 2, "stated_low", "\u0661\u0663"), [("type", CAS, 2, "stated_low")]
    ),
    Case("beyond 64 bits", put(CAS, 2, "stated_low", str(2**63)), [("type", CAS, 2, "stated_low")]),
    Case(
        "too high", put(CAS, 2, "stated_high", "1000000001"), [("maximum", CAS, 2, "stated_high")]
    ),
    Case("too low", put(CAS, 2, "stated_low", "-1"), [("minimum", CAS, 2, "stated_low")]),
    Case(
        "a latitude too far north",
        put("places", 2, "latitude", "90.5"),
        [("maximum", "places", 2, "latitude")],
    ),
    Case(
        "a comma for the point",
        put("places", 2, "latitude", "34,5"),
        [("type", "places", 2, "latitude")],
    ),
    Case(
        "an infinite latitude",
        put("places", 2, "latitude", "inf"),
        [("type", "places", 2, "latitude")],
    ),
    Case(
        "a day that never was",
        put("sources", 2, "accessed", "2024-02-30"),
        [("type", "sources", 2, "accessed")],
    ),
    Case(
        "a day without zeros",
        put("sources", 2, "accessed", "2024-2-3"),
        [("type", "sources", 2, "accessed")],
    ),
    Case(
        "an id of another form",
        put(CAS, 2, "incident_id", "inc-1"),
        [("pattern", CAS, 2, "incident_id")],
    ),
    Case(
        "an id of another table",
        put(CAS, 3, "incident_id", "act-0001"),
        [("pattern", CAS, 3, "incident_id")],
    ),
    Case("an unknown value", put(CAS, 2, "harm", "hurt"), [("enum", CAS, 2, "harm")]),
    Case("a value in another case", put(CAS, 2, "harm", "Killed"), [("enum", CAS, 2, "harm")]),
    Case("a blank where a value must be", put(CAS, 2, "harm", ""), [("required", CAS, 2, "harm")]),
    Case(
        "an id twice",
        put(CAS, 3, "casualty_id", "cas-0001"),
        [("primary-key", CAS, 3, "casualty_id")],
    ),
    Case(
        "an id three times",
        both(put("actors", 3, "actor_id", "act-0001"), put("actors", 4, "actor_id", "act-0001")),
        [("primary-key", "actors", 3, "actor_id"), ("primary-key", "actors", 4, "actor_id")],
    ),
    Case(
        "a row twice, with a value without repeats",
        data("actors", lambda d: lines(d, 0, 1, 2, 2, 3)),
        [("primary-key", "actors", 4, "actor_id")],
    ),
    Case(
        "a row in two versions",
        both(
            data("actors", lambda d: lines(d, 0, 1, 2, 2, 3)),
            put("actors", 4, "note", "Another."),
        ),
        [("primary-key", "actors", 4, "actor_id")],
    ),
    Case(
        "an id twice, and the name of another row",
        both(put("actors", 4, "actor_id", "act-0002"), put("actors", 4, "name", "Red Band")),
        [("primary-key", "actors", 4, "actor_id"), ("unique", "actors", 4, "name")],
    ),
    Case("a name twice", put("actors", 3, "name", "Red Band"), [("unique", "actors", 3, "name")]),
    Case(
        "a key that dangles",
        put(CAS, 3, "incident_id", "inc-0009"),
        [("foreign-key", CAS, 3, "incident_id")],
    ),
    Case(
        "a key of its own table that dangles",
        put("actors", 3, "parent_id", "act-0009"),
        [("foreign-key", "actors", 3, "parent_id")],
    ),
    Case(
        "a key that dangles in a ledger sorted by it",
        put("reviewed", 2, "source_id", "src-999"),
        [("foreign-key", "reviewed", 2, "source_id")],
    ),
    Case(
        "a speaker that is not there",
        put("statements", 2, "speaker_id", "act-0009"),
        [("foreign-key", "statements", 2, "speaker_id")],
    ),
    Case(
        "a source's id twice",
        put("sources", 3, "source_id", "src-000"),
        [("primary-key", "sources", 3, "source_id")],
    ),
    Case(
        "the id of the row below",
        put("places", 2, "place_id", "plc-0002"),
        [("primary-key", "places", 3, "place_id")],
    ),
    Case(
        "two keys that dangle",
        both(put(CAS, 2, "incident_id", "inc-0009"), put(CAS, 3, "incident_id", "inc-0009")),
        [("foreign-key", CAS, 2, "incident_id"), ("foreign-key", CAS, 3, "incident_id")],
    ),
    Case(
        "an id blank",
        put("incidents", 3, "incident_id", ""),
        [("required", "incidents", 3, "incident_id")],
    ),
    Case(
        "an id of another form, referred to",
        put("incidents", 3, "incident_id", "inc-2"),
        [("pattern", "incidents", 3, "incident_id")],
    ),
    Case(
        "an id with a smart hyphen, referred to",
        put("incidents", 3, "incident_id", "inc\u20110002"),
        [("look-alike", "incidents", 3, "incident_id")],
    ),
    Case(
        "a row cut short, referred to",
        raw("incidents", 3, "inc-0002,", "inc-0002"),
        [("cell-count", "incidents", 3, 1, None)],
    ),
    Case(
        "a file that is not there, referred to",
        lambda h: h.path("incidents").unlink(),
        [("missing-file", "incidents", 1, 1, None)],
    ),
    Case(
        "a table without rows, referred to",
        data("incidents", lambda d: lines(d, 0)),
        [("empty-table", "incidents", 1, 1, None)],
    ),
    Case(
        "a ledger's key twice",
        data("withdrawn", lambda d: d + b"casualties,cas-0009,0.2.0,Twice,,\n" * 2),
        [("primary-key", "withdrawn", 3, 1, "table_name")],
    ),
]

DOCUMENTS = [
    Case(
        "changed by a byte",
        seed("000_first.txt", b"x"),
        [("document-hash", "sources", 2, "sha256")],
    ),
    Case("not there", seed("000_first.txt", None), [("document-missing", "sources", 2, "file")]),
    Case(
        "not described",
        seed("002_third.txt", b"x"),
        [("document-undeclared", "002_third", 1, 1, None)],
    ),
    Case(
        "renamed",
        lambda h: (h.root / "seeds" / "000_first.txt").rename(h.root / "seeds" / "x.txt"),
        [("document-missing", "sources", 2, "file")],
    ),
    Case(
        "not UTF-8", seed("000_first.txt", b"\xff"), [("document-encoding", "sources", 2, "file")]
    ),
    Case(
        "of another length",
        put("sources", 2, "characters", "7"),
        [("document-length", "sources", 2, "characters")],
    ),
    Case(
        "there twice",
        seed("002_third.txt", SOUND["000_first.txt"].encode()),
        [("document-undeclared", "002_third", 1, 1, None)],
    ),
    Case(
        "of the name of another",
        put("sources", 3, "file", "000_first.txt"),
        [("document-missing", "sources", 3, "file")],
    ),
    Case("with a note beside them", seed("README.md", b"x"), []),
    Case(
        "a path for a name",
        put("sources", 2, "file", "../seeds/000_first.txt"),
        [("pattern", "sources", 2, "file")],
    ),
    Case(
        "a hash of another form",
        put("sources", 2, "sha256", "abc"),
        [("pattern", "sources", 2, "sha256")],
    ),
]

SEVERAL = [
    Case(
        "three faults in one row",
        both(
            put(CAS, 2, "harm", "Killed"),
            put(CAS, 2, "stated_low", "x"),
            put(CAS, 2, "incident_id", "inc-0009"),
        ),
        [
            ("enum", CAS, 2, "harm"),
            ("type", CAS, 2, "stated_low"),
            ("foreign-key", CAS, 2, "incident_id"),
        ],
    ),
    Case(
        "two faults in one column",
        both(put(CAS, 2, "harm", "hurt"), put(CAS, 3, "harm", "")),
        [("enum", CAS, 2, "harm"), ("required", CAS, 3, "harm")],
    ),
    Case(
        "a row cut short and a fault below",
        both(put(CAS, 3, "harm", "hurt"), raw(CAS, 2, 'Farville",', 'Farville"')),
        [("cell-count", CAS, 2, 1, None), ("enum", CAS, 3, "harm")],
    ),
    Case(
        "an unclosed quote and a fault below",
        both(put(CAS, 3, "harm", "hurt"), raw(CAS, 2, 'Farville",', "Farville,")),
        [("unclosed-quote", CAS, 2, "quote"), ("enum", CAS, 3, "harm")],
    ),
    Case(
        "CRLF, a mark and a fault",
        both(
            put(CAS, 3, "harm", "hurt"),
            data(CAS, lambda d: b"\xef\xbb\xbf" + d.replace(b"\n", b"\r\n")),
        ),
        [
            ("byte-order-mark", CAS, 1, 1, None),
            ("line-ends", CAS, 1, HEADER_END, None),
            ("enum", CAS, 3, "harm"),
        ],
    ),
    Case(
        "semicolons and a fault",
        both(put(CAS, 2, "harm", "hurt"), data(CAS, lambda d: rewritten(d, ";"))),
        [("delimiter", CAS, 1, 12, None), ("enum", CAS, 2, "harm")],
    ),
    Case(
        "UTF-16 and a fault",
        both(put(CAS, 2, "harm", "hurt"), data(CAS, lambda d: d.decode().encode("utf-16"))),
        [("encoding", CAS, 1, 1, None), ("enum", CAS, 2, "harm")],
    ),
    Case(
        "re-cased and a fault",
        both(put(CAS, 2, "harm", "hurt"), raw(CAS, 1, "harm", "Harm")),
        [("header", CAS, 1, 25, "harm"), ("enum", CAS, 2, "harm")],
    ),
    Case(
        "re-ordered and a fault",
        both(put(CAS, 2, "victim_group", "x"), data(CAS, lambda d: swapped(d, 2, 3))),
        [("header", CAS, 1, 25, "victim_group"), ("enum", CAS, 2, 19, "victim_group")],
    ),
    Case(
        "needless quotes round a fault",
        both(put(CAS, 2, "harm", "hurt"), raw(CAS, 2, "hurt", '"hurt"')),
        [("quoting", CAS, 2, "harm"), ("enum", CAS, 2, "harm")],
    ),
    Case(
        "a bad id, twice",
        both(put(CAS, 2, "casualty_id", "cas-1"), put(CAS, 3, "casualty_id", "cas-1")),
        [
            ("pattern", CAS, 2, "casualty_id"),
            ("pattern", CAS, 3, "casualty_id"),
            ("primary-key", CAS, 3, "casualty_id"),
        ],
    ),
    Case(
        "a fault in each of two tables",
        both(put(CAS, 2, "harm", "hurt"), put("statements", 2, "form", "")),
        [("enum", CAS, 2, "harm"), ("required", "statements", 2, "form")],
    ),
    Case(
        "a structural fault and a rule broken",
        both(put(CAS, 2, "harm", "Killed"), put(CAS, 2, "stated_low", "14")),
        [("enum", CAS, 2, "harm"), ("figure-low", CAS, 2, "stated_low")],
    ),
]

MEANING = [
    Case(
        "a span that begins elsewhere, in rows sorted by it",
        put("reviewed", 2, "span_start", "99"),
        [("span-bounds", "reviewed", 2, 12, "span_end")],
    ),
    Case(
        "a statement of another document",
        put("statements", 3, "source_id", "src-000"),
        [("span-slice", "statements", 3, "quote")],
    ),
    Case(
        "a date that is none, which evidence gives too",
        both(
            raw(
                "evidence",
                2,
                "incidents,inc-0001,,mentions,,",
                "incidents,inc-0001,date,supports,2024-03-22,",
            ),
            put("incidents", 2, "date", "2024-03-32"),
        ),
        [("date-form", "incidents", 2, "date"), ("evidence-words", "evidence", 2, 43, "value")],
    ),
    Case(
        "a stance that a circle of actors leaves open",
        both(
            put("actors", 2, "parent_id", "act-0001"),
            put("attributions", 3, "stance", "claim"),
        ),
        [("parent-circle", "actors", 2, "parent_id")],
    ),
    Case("a span off by one", put(CAS, 2, "span_start", "26"), [("span-slice", CAS, 2, "quote")]),
    Case(
        "a quote changed by a letter",
        put(CAS, 2, "quote", KILLING.replace("gunmen", "gunmin")),
        [("span-slice", CAS, 2, "quote")],
    ),
    Case(
        "a number that is not printed",
        put(CAS, 2, "stated_low", "14"),
        [("figure-low", CAS, 2, "stated_low")],
    ),
    Case(
        "a no-break space made plain",
        put("attributions", 2, "quote", CLAIM.replace("\u00a0", " ")),
        [("span-slice", "attributions", 2, "quote")],
    ),
]

GROUPS = {
    "file": FILES,
    "header": HEADERS,
    "notation": NOTATION,
    "characters": CHARACTERS,
    "structure": STRUCTURE,
    "document": DOCUMENTS,
    "several": SEVERAL,
    "meaning": MEANING,
}


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=f"{group}: {case.name}") for group in GROUPS for case in GROUPS[group]],
)
def test_exactly_what_is_broken_is_named(sample: SamplePackage, case: Case) -> None:
    expected = _expected(sample, case)
    case.breaks(sample)
    assert sample.places() == expected


def _expected(sample: SamplePackage, case: Case) -> set[Place]:
    """The findings with the places of their cells in the sound file."""
    return {_place(sample, *one) for one in case.expected}


def _place(sample: SamplePackage, rule: str, table: str, line: int, *where: object) -> Place:
    if len(where) == 1:
        name = str(where[0])
        return (rule, table, line, sample.column(table, line, name), name)
    column, name_or_none = where
    assert isinstance(column, int)
    return (rule, table, line, column, None if name_or_none is None else str(name_or_none))


def test_every_re_cased_name_is_reported(sample: SamplePackage) -> None:
    sample.line(CAS, 1, str.upper)
    names = sample.package.schemas[CAS].names
    assert {(rule, field) for rule, *_, field in sample.places()} == {("header", n) for n in names}


def test_every_missing_file_is_reported(sample: SamplePackage) -> None:
    for table in sample.package.schemas:
        sample.path(table).unlink()
    assert sample.places() == {("missing-file", t, 1, 1, None) for t in sample.package.schemas}


REFERRERS = ["casualties.csv:3:10 (cas-0002)", "attributions.csv:3:10 (atr-0002)"]


@pytest.mark.parametrize(
    "breaks",
    [
        pytest.param(put("incidents", 3, "incident_id", ""), id="blank"),
        pytest.param(put("incidents", 3, "incident_id", "inc-2"), id="another form"),
        pytest.param(put("incidents", 3, "incident_id", "inc-0001"), id="another row's"),
        pytest.param(put("incidents", 3, "incident_id", "inc\u20110002"), id="look-alike"),
        pytest.param(put("incidents", 3, "incident_id", "inc-0002 "), id="outer blank"),
        pytest.param(raw("incidents", 3, "inc-0002,", "inc-0002"), id="cut short"),
        pytest.param(
            data("incidents", lambda d: d.replace(b"inc-0002", b"inc-\xff002")), id="no UTF-8"
        ),
        pytest.param(
            data("incidents", lambda d: d.replace(b"inc-0002", b"\xff")), id="nothing but no UTF-8"
        ),
        pytest.param(raw("incidents", 3, 'traders",', "traders,"), id="unclosed quote"),
    ],
)
def test_the_referrers_of_a_faulty_row_are_listed_in_its_finding(
    sample: SamplePackage, breaks: Break
) -> None:
    breaks(sample)
    (finding,) = sample.check().findings
    assert finding.file == "datasets/incidents.csv"
    assert "Referred to as inc-0002" in finding.message
    assert all(place in finding.message for place in REFERRERS)


@pytest.mark.parametrize(
    "breaks",
    [
        pytest.param(lambda h: h.path("incidents").unlink(), id="missing"),
        pytest.param(data("incidents", lambda _: b""), id="empty"),
        pytest.param(data("incidents", lambda d: lines(d, 0)), id="no rows"),
        pytest.param(data("incidents", lambda _: b"\xff\xfe\x00"), id="unreadable"),
        pytest.param(raw("incidents", 1, "incident_id", "x"), id="key renamed"),
    ],
)
def test_the_referrers_of_a_table_that_is_not_there_are_listed_and_not_checked(
    sample: SamplePackage, breaks: Break
) -> None:
    breaks(sample)
    report = sample.check()
    (finding,) = report.findings
    for referrer in ("casualties.incident_id (2 cells)", "attributions.incident_id (2 cells)"):
        assert referrer in finding.message
        assert f"{referrer} against incidents" in report.not_checked


def test_a_key_that_no_faulty_row_can_own_is_reported_where_it_is_used(
    sample: SamplePackage,
) -> None:
    sample.set("actors", 3, "actor_id", "act-2")
    sample.set("statements", 2, "about_actor_id", "act-0009")
    places = sample.places()
    assert ("pattern", "actors", 3, 1, "actor_id") in places
    assert ("foreign-key", "statements", 2) in {place[:3] for place in places}
    assert len(places) == 2


def test_more_missing_keys_than_faulty_rows_are_reported_where_they_are_used(
    sample: SamplePackage,
) -> None:
    sample.set("incidents", 3, "incident_id", "")
    sample.set(CAS, 2, "incident_id", "inc-0008")
    sample.set(CAS, 3, "incident_id", "inc-0009")
    found = by_rule(sample.check())
    assert [finding.found for finding in found["foreign-key"]] == [
        "inc-0002",
        "inc-0008",
        "inc-0009",
    ]
    assert "Referred" not in found["required"][0].message


def test_a_repeated_id_names_both_lines(sample: SamplePackage) -> None:
    sample.set(CAS, 3, "casualty_id", "cas-0001")
    (finding,) = sample.check().findings
    assert (finding.line, "line 2" in finding.message) == (3, True)


def test_who_refers_to_the_first_of_two_rows_of_one_id_is_listed_too(sample: SamplePackage) -> None:
    sample.set("incidents", 2, "incident_id", "inc-0002")
    (finding,) = sample.check().findings
    assert (finding.rule, finding.line) == ("primary-key", 3)
    assert "Referred to as inc-0001, at datasets/casualties.csv:2:10 (cas-0001)" in finding.message


def test_the_words_of_a_source_whose_id_is_repeated_are_not_checked(sample: SamplePackage) -> None:
    sample.set("sources", 3, "source_id", "src-000")
    assert "the words of src-000 (two sources have that id)" in sample.check().not_checked


def test_what_a_broken_row_prevents_is_said(sample: SamplePackage) -> None:
    sample.line(CAS, 2, lambda text: text[:-1])
    assert "datasets/casualties.csv:2 (its cells)" in sample.check().not_checked


def test_what_a_renamed_column_prevents_is_said(sample: SamplePackage) -> None:
    sample.line(CAS, 1, lambda text: text.replace("harm", "hurt"))
    not_checked = sample.check().not_checked
    assert "datasets/casualties.csv: column harm (its header is at fault)" in not_checked


def test_a_quote_may_hold_whatever_the_documents_print(sample: SamplePackage) -> None:
    path = sample.root / "seeds" / "000_first.txt"
    old = path.read_bytes()
    sample.set("reviewed", 2, "quote", "re\u00adport")
    path.write_bytes(old + "re\u00adport\n".encode())
    assert "characters" not in by_rule(sample.check())


def test_a_country_may_be_called_na(sample: SamplePackage) -> None:
    for line in (2, 3, 4):
        sample.set("places", line, "country", "NA")
    assert "missing-word" not in by_rule(sample.check())


def test_circles_of_keys_are_followed_once(sample: SamplePackage) -> None:
    sample.set("actors", 2, "parent_id", "act-0002")
    assert {finding.rule for finding in sample.check().findings} == {"parent-circle"}


def test_messages_never_show_a_regular_expression(sample: SamplePackage) -> None:
    for table, schema in sample.package.schemas.items():
        rows = len(sample.data(table).splitlines())
        for name in schema.names if rows > 1 else ():
            if schema.by_name[name].pattern:
                sample.set(table, 2, name, "!")
    found = by_rule(sample.check())["pattern"]
    assert len(found) > 20
    for finding in found:
        assert not set("[]{}\\^$") & set(finding.message + finding.expected)
