"""Mutants for the rules on files and structure, and valid changes of the same kind."""

from __future__ import annotations

import csv
import io
import json
import re

from hypothesis import strategies as st

from isk_indicators.check.csv_table import MISSING_WORDS, may_be_a_value
from isk_indicators.rules import links
from isk_indicators.rules.reviewed import KINDS_OF
from isk_indicators.rules.sourcing import printed_forms, prints_a_form
from isk_indicators.schema import GUESS, OPTIONAL_TABLES
from tests.mutants.claim_mutants import unrelated_actors
from tests.mutants.clean import (
    Clean,
    Mutant,
    Place,
    Row,
    Site,
    any_cell,
    breaks,
    joined,
    spares,
    written,
)

# Bytes


def _table(draw: st.DrawFn, clean: Clean) -> str:
    return draw(st.sampled_from(list(clean.tables)))


def _reported(clean: Clean, rule: str, table: str, line: int, column: int) -> Place:
    return Place(rule, clean.file(table), line, column, None)


def _lines(clean: Clean, table: str) -> list[str]:
    """The file's physical lines, without the nothing behind the last."""
    return clean.data[clean.file(table)].decode("utf-8").split("\n")[:-1]


@breaks("byte-order-mark")
def a_mark_at_the_beginning(draw: st.DrawFn, clean: Clean) -> Mutant:
    table = _table(draw, clean)
    data = b"\xef\xbb\xbf" + clean.data[clean.file(table)]
    reported = _reported(clean, "byte-order-mark", table, 1, 1)
    return clean.file_is(clean.file(table), data, "with a mark", reported)


@breaks("encoding")
def a_letter_in_another_encoding(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.rows()))
    line = _lines(clean, row.table)[row.line - 1]
    letters = [at for at, letter in enumerate(line) if letter not in ',"']
    at = draw(st.sampled_from(letters))
    byte = draw(st.integers(0x80, 0xFF)).to_bytes()
    text = line[:at] + byte.decode("utf-8", "surrogateescape") + line[at + 1 :]
    reported = _reported(clean, "encoding", row.table, row.line, at + 1)
    return clean.line_is(row.table, row.line, text, reported)


@breaks("encoding")
def a_file_in_utf_16(draw: st.DrawFn, clean: Clean) -> Mutant:
    table = _table(draw, clean)
    codec = draw(st.sampled_from(["utf-16", "utf-16-le", "utf-16-be"]))
    data = clean.data[clean.file(table)].decode("utf-8").encode(codec)
    return clean.file_is(clean.file(table), data, codec, _reported(clean, "encoding", table, 1, 1))


@breaks("line-ends")
def a_carriage_return_before_a_line_feed(draw: st.DrawFn, clean: Clean) -> Mutant:
    table = _table(draw, clean)
    lines = _lines(clean, table)
    number = draw(st.integers(0, len(lines) - 1))
    reported = _reported(clean, "line-ends", table, number + 1, len(lines[number]) + 1)
    return clean.line_is(table, number + 1, lines[number] + "\r", reported)


@breaks("line-ends")
def carriage_returns_at_every_line(draw: st.DrawFn, clean: Clean) -> Mutant:
    table = _table(draw, clean)
    end = draw(st.sampled_from([b"\r\n", b"\r", b"\r\r\n"]))
    data = clean.data[clean.file(table)].replace(b"\n", end)
    reported = _reported(clean, "line-ends", table, 1, len(_lines(clean, table)[0]) + 1)
    return clean.file_is(clean.file(table), data, f"lines end with {end!r}", reported)


@breaks("line-ends")
def a_carriage_return_between_two_rows(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.rows(where=lambda r: r.number > 0)))
    lines = _lines(clean, row.table)
    before = lines[row.line - 2]
    data = clean.data[clean.file(row.table)].replace(
        f"{before}\n{lines[row.line - 1]}".encode(), f"{before}\r{lines[row.line - 1]}".encode()
    )
    reported = _reported(clean, "line-ends", row.table, row.line - 1, len(before) + 1)
    return clean.file_is(clean.file(row.table), data, f"a lone CR before {row}", reported)


@breaks("final-newline")
def a_last_line_without_its_end(draw: st.DrawFn, clean: Clean) -> Mutant:
    table = _table(draw, clean)
    lines = _lines(clean, table)
    reported = _reported(clean, "final-newline", table, len(lines), len(lines[-1]) + 1)
    data = clean.data[clean.file(table)].removesuffix(b"\n")
    return clean.file_is(clean.file(table), data, "without its last line feed", reported)


@breaks("merge-conflict")
def two_versions_of_a_row(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.rows()))
    line = _lines(clean, row.table)[row.line - 1]
    other = draw(st.sampled_from(["", f"{line}\n", f"{line}x\n", "a, b\n", f"{line}\n{line}\n"]))
    base = draw(st.sampled_from(["", f"||||||| base\n{line}\n"]))
    text = f"<<<<<<< HEAD\n{line}\n{base}=======\n{other}>>>>>>> branch"
    reported = _reported(clean, "merge-conflict", row.table, row.line, 1)
    return clean.line_is(row.table, row.line, text, reported)


@spares("merge-conflict")
def signs_of_a_conflict_in_a_note(draw: st.DrawFn, clean: Clean) -> Mutant:
    return _words(draw, clean, draw(st.sampled_from(["x =======", "<<<<<<< HEAD", ">>>>>>>"])))


@spares("byte-order-mark", "encoding", "nfc", "look-alike", "characters")
def letters_of_many_scripts_in_a_note(draw: st.DrawFn, clean: Clean) -> Mutant:
    words = draw(st.sampled_from(["Кабул", "کابل", "Mazār-e Sharīf", "Å Ω ﬁ", "½ kg", "inc‑0001"]))
    return _words(draw, clean, words)


def _words(draw: st.DrawFn, clean: Clean, words: str) -> Mutant:
    """Other words in a note."""
    rows = clean.rows(where=lambda r: "note" in r and r["note"] != words)
    return clean.put(draw(st.sampled_from(rows)), {"note": words})


@spares("line-ends", "final-newline")
def other_words_in_the_last_line(draw: st.DrawFn, clean: Clean) -> Mutant:
    tables = [rows for rows in clean.tables.values() if rows and "note" in rows[-1]]
    row = draw(st.sampled_from(tables))[-1]
    return clean.put(row, {"note": "The line ends as all the others."})


# Which files there are


@breaks("missing-file")
def a_table_taken_away(draw: st.DrawFn, clean: Clean) -> Mutant:
    table = _table(draw, clean)
    reported = _reported(clean, "missing-file", table, 1, 1)
    return clean.file_is(clean.file(table), None, "taken away", reported)


@breaks("missing-file")
def a_table_under_a_name_of_another_case(draw: st.DrawFn, clean: Clean) -> Mutant:
    table = _table(draw, clean)
    file = clean.file(table)
    other = draw(st.sampled_from([file.replace(table, table.title()), file[:-3] + "CSV"]))
    return joined(
        f"{file} renamed {other}",
        clean.file_is(file, None, "", _reported(clean, "missing-file", table, 1, 1)),
        clean.file_is(other, clean.data[file], ""),
    )


@breaks("stray-file")
def a_table_that_nobody_named(draw: st.DrawFn, clean: Clean) -> Mutant:
    name = draw(st.sampled_from(["more", "casualties (2)", "incidents-old"]))
    data = draw(st.sampled_from([b"", b"a,b\n1,2\n", clean.data[clean.file("places")]]))
    file = f"datasets/{name}.{draw(st.sampled_from(['csv', 'CSV']))}"
    return clean.file_is(file, data, "added", Place("stray-file", file, 1, 1, None))


@spares("missing-file", "stray-file")
def a_file_that_is_no_table(draw: st.DrawFn, clean: Clean) -> Mutant:
    file = draw(st.sampled_from(["datasets/README.md", "datasets/more.txt", "more.csv"]))
    return clean.file_is(file, b"a,b\n", "added")


@breaks("empty-file")
def a_file_without_anything(draw: st.DrawFn, clean: Clean) -> Mutant:
    table = _table(draw, clean)
    data = draw(st.sampled_from([b"", b"\n", b" \n\n", b"\t"]))
    reported = _reported(clean, "empty-file", table, 1, 1)
    return clean.file_is(clean.file(table), data, repr(data), reported)


@breaks("empty-table")
def a_header_alone(draw: st.DrawFn, clean: Clean) -> Mutant:
    table = draw(st.sampled_from([t for t in clean.tables if t not in OPTIONAL_TABLES]))
    data = f"{_lines(clean, table)[0]}\n".encode()
    reported = _reported(clean, "empty-table", table, 1, 1)
    return clean.file_is(clean.file(table), data, "header alone", reported)


@spares("empty-file", "empty-table")
def one_row_less(draw: st.DrawFn, clean: Clean) -> Mutant:
    """Evidence for a series beside which its part is reported, so that nothing rests on it."""

    def is_near(row: Row) -> bool:
        if row["column_name"] != "part_of":
            return False
        part = clean.row("incidents", row["row_id"])
        whole = clean.row("incidents", part["part_of"])
        between = int(part["span_start"]) - int(whole["span_end"])
        return part["source_id"] == whole["source_id"] and 0 <= between < links.NEAR

    return clean.without(draw(st.sampled_from(clean.rows("evidence", where=is_near))))


# Header


def _header(clean: Clean, table: str) -> list[str]:
    return list(clean.package.schemas[table].names)


def _at_name(clean: Clean, table: str, names: list[str], number: int) -> Place:
    column = len("".join(f"{name}," for name in names[:number])) + 1
    return Place("header", clean.file(table), 1, column, _header(clean, table)[number])


@breaks("header")
def a_column_of_another_name(draw: st.DrawFn, clean: Clean) -> Mutant:
    table = _table(draw, clean)
    names = _header(clean, table)
    at = draw(st.integers(0, len(names) - 1))
    changes = [str.upper, str.title, lambda n: f" {n}", lambda n: n[:-1], lambda _: "x"]
    changed = [name for name in (one(names[at]) for one in changes) if name not in names]
    names[at] = draw(st.sampled_from(changed))
    return clean.line_is(table, 1, written(names), _at_name(clean, table, names, at))


@breaks("header")
def two_columns_that_changed_places(draw: st.DrawFn, clean: Clean) -> Mutant:
    table = draw(st.sampled_from([t for t in clean.tables if clean.tables[t]]))
    names = _header(clean, table)
    first, second = sorted(draw(st.sets(st.integers(0, len(names) - 1), min_size=2, max_size=2)))
    order = [*range(len(names))]
    order[first], order[second] = second, first
    records = [names, *([*row.values()] for row in clean.tables[table])]
    data = "".join(f"{written([record[at] for at in order])}\n" for record in records)
    reported = _at_name(clean, table, names, first)._replace(field=names[second])
    return clean.file_is(
        clean.file(table), data.encode(), f"{names[first]} and {names[second]} changed", reported
    )


@breaks("header")
def a_column_too_many(draw: st.DrawFn, clean: Clean) -> Mutant:
    table = _table(draw, clean)
    lines = _lines(clean, table)
    name = draw(st.sampled_from(["x", _header(clean, table)[0]]))
    data = "".join(f"{line},{name if at == 0 else 'x'}\n" for at, line in enumerate(lines))
    reported = _reported(clean, "header", table, 1, len(lines[0]) + 2)
    return clean.file_is(clean.file(table), data.encode(), f"a column {name} more", reported)


@breaks("header")
def a_column_too_few(draw: st.DrawFn, clean: Clean) -> Mutant:
    table = draw(st.sampled_from([t for t in clean.tables if "note" in _header(clean, t)]))
    names = _header(clean, table)
    records = [names, *([*row.values()] for row in clean.tables[table])]
    data = "".join(f"{written(record[:-1])}\n" for record in records)
    reported = Place("header", clean.file(table), 1, len(written(names[:-1])) + 1, names[-1])
    return clean.file_is(clean.file(table), data.encode(), f"without {names[-1]}", reported)


@spares("header")
def a_name_of_a_column_in_a_note(draw: st.DrawFn, clean: Clean) -> Mutant:
    return _words(draw, clean, draw(st.sampled_from(["harm", "span_start", "Casualty_ID"])))


# Notation


def _rewritten(clean: Clean, table: str, delimiter: str, quoting: int = csv.QUOTE_MINIMAL) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, quoting=quoting, lineterminator="\n")
    writer.writerows([_header(clean, table), *(row.values() for row in clean.tables[table])])
    return out.getvalue().encode("utf-8")


@breaks("delimiter")
def another_delimiter(draw: st.DrawFn, clean: Clean) -> Mutant:
    table = _table(draw, clean)
    delimiter = draw(st.sampled_from(";\t|"))
    reported = _reported(clean, "delimiter", table, 1, len(_header(clean, table)[0]) + 1)
    data = _rewritten(clean, table, delimiter)
    return clean.file_is(clean.file(table), data, f"with {delimiter!r}", reported)


@breaks("quoting")
def quotation_marks_round_everything(draw: st.DrawFn, clean: Clean) -> Mutant:
    table = _table(draw, clean)
    data = _rewritten(clean, table, ",", csv.QUOTE_ALL)
    reported = _reported(clean, "quoting", table, 1, 1)
    return clean.file_is(clean.file(table), data, "all quoted", reported)


@breaks("quoting")
def quotation_marks_round_a_name(draw: st.DrawFn, clean: Clean) -> Mutant:
    table = _table(draw, clean)
    names = _header(clean, table)
    at = draw(st.integers(0, len(names) - 1))
    reported = _at_name(clean, table, names, at)._replace(rule="quoting", field=None)
    names[at] = f'"{names[at]}"'
    return clean.line_is(table, 1, ",".join(names), reported)


def _is_bare(site: Site) -> bool:
    """Whether a cell is written without quotation marks."""
    return not _needs_marks(site.text)


def _needs_marks(text: str) -> bool:
    return any(mark in text for mark in ',"')


def _is_filled(site: Site) -> bool:
    return site.text != ""


def _raw(clean: Clean, site: Site, raw: str, rule: str, behind: int = 0) -> Mutant:
    """A cell written in another notation; reported ``behind`` so many characters of it."""
    cells = [raw if name == site.field.name else written([t]) for name, t in site.row.items()]
    place = clean.place(rule, site.row, site.field.name)
    reported = place._replace(column=place.column + behind)
    return clean.line_is(site.row.table, site.row.line, ",".join(cells), reported)


@breaks("quoting")
def quotation_marks_for_nothing(draw: st.DrawFn, clean: Clean) -> Mutant:
    site = any_cell(draw, clean.cells(_is_bare))
    return _raw(clean, site, f'"{site.text}"', "quoting")


@breaks("stray-quote")
def a_quotation_mark_in_a_bare_cell(draw: st.DrawFn, clean: Clean) -> Mutant:
    site = any_cell(draw, clean.cells(lambda s: _is_bare(s) and _is_filled(s)))
    at = draw(st.integers(1, len(site.text)))
    return _raw(clean, site, f'{site.text[:at]}"{site.text[at:]}', "stray-quote", at)


@breaks("after-quote")
def text_behind_a_closing_quotation_mark(draw: st.DrawFn, clean: Clean) -> Mutant:
    site = any_cell(draw, clean.sites)
    doubled = site.text.replace('"', '""')
    rest = draw(st.sampled_from(["x", " ", "people", "."]))
    return _raw(clean, site, f'"{doubled}"{rest}', "after-quote", len(doubled) + 2)


@breaks("after-quote")
def text_behind_the_mark_that_closes_a_note(draw: st.DrawFn, clean: Clean) -> Mutant:
    notes = clean.cells(lambda s: s.field.name == "note" and not _is_bare(s))
    site = any_cell(draw, notes)
    raw = written([site.text])
    return _raw(clean, site, f"{raw} x", "after-quote", len(raw))


@breaks("unclosed-quote")
def a_quotation_mark_that_opens_a_cell(draw: st.DrawFn, clean: Clean) -> Mutant:
    site = any_cell(draw, clean.cells(lambda s: _is_bare(s) and _is_filled(s)))
    return _raw(clean, site, f'"{site.text}', "unclosed-quote")


@breaks("unclosed-quote")
def a_closing_quotation_mark_left_out(draw: st.DrawFn, clean: Clean) -> Mutant:
    """In the last quoted cell of a row: another mark behind it might be the closing one."""
    site = any_cell(draw, clean.cells(lambda s: '"' not in s.text and _is_last_quoted(s)))
    return _raw(clean, site, f'"{site.text}', "unclosed-quote")


def _is_last_quoted(site: Site) -> bool:
    quoted = [name for name, text in site.row.items() if _needs_marks(text)]
    return quoted[-1:] == [site.field.name]


@spares("quoting", "stray-quote", "after-quote", "unclosed-quote", "delimiter", "cell-count")
def a_note_that_needs_quotation_marks(draw: st.DrawFn, clean: Clean) -> Mutant:
    notes = ['He said "yes".', '"', 'Men, boys; ""', ",", "a|b;c, d", '"All" of them, twice']
    return _words(draw, clean, draw(st.sampled_from(notes)))


@breaks("cell-count")
def a_cell_left_out(draw: st.DrawFn, clean: Clean) -> Mutant:
    site = any_cell(draw, clean.sites)
    cells = [text for name, text in site.row.items() if name != site.field.name]
    reported = _reported(clean, "cell-count", site.row.table, site.row.line, 1)
    return clean.line_is(site.row.table, site.row.line, written(cells), reported)


@breaks("cell-count")
def a_cell_too_many(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.rows()))
    cells = list(row.values())
    cells.insert(draw(st.integers(0, len(cells))), draw(st.sampled_from(["", "x"])))
    extra = len(written(cells[:-1])) + 2
    reported = _reported(clean, "cell-count", row.table, row.line, extra)
    return clean.line_is(row.table, row.line, written(cells), reported)


@breaks("blank-line")
def a_line_without_a_value(draw: st.DrawFn, clean: Clean) -> Mutant:
    table = _table(draw, clean)
    lines = _lines(clean, table)
    at = draw(st.integers(1, len(lines)))
    lines.insert(at, draw(st.sampled_from(["", " ", "\t", "," * lines[0].count(",")])))
    data = "".join(f"{line}\n" for line in lines).encode("utf-8")
    reported = _reported(clean, "blank-line", table, at + 1, 1)
    return clean.file_is(clean.file(table), data, f"line {at + 1} is blank", reported)


@breaks("header")
def a_header_between_rows(draw: st.DrawFn, clean: Clean) -> Mutant:
    table = _table(draw, clean)
    lines = _lines(clean, table)
    at = draw(st.integers(1, len(lines)))
    lines.insert(at, lines[0])
    data = "".join(f"{line}\n" for line in lines).encode("utf-8")
    reported = _reported(clean, "header", table, at + 1, 1)
    return clean.file_is(clean.file(table), data, f"line {at + 1} is the header", reported)


@spares("blank-line", "order")
def a_line_with_a_row(draw: st.DrawFn, clean: Clean) -> Mutant:
    """A row that was withdrawn, of an id that no row has."""
    number = draw(st.integers(5000, 9999))
    cells = {"table_name": "casualties", "row_id": f"cas-{number}"}
    return clean.add("withdrawn", {**cells, "release": "0.1.1", "reason": "Told twice."})


@breaks("order")
def a_row_moved_down(draw: st.DrawFn, clean: Clean) -> Mutant:
    table = draw(st.sampled_from([t for t, rows in clean.tables.items() if len(rows) > 1]))
    rows = clean.tables[table]
    first, second = sorted(draw(st.sets(st.integers(0, len(rows) - 1), min_size=2, max_size=2)))
    moved, passed = rows[first], rows[second]
    if table == "reviewed" and _stands_at(moved) == _stands_at(passed):
        passed = next(row for row in reversed(rows) if _stands_at(row) != _stands_at(moved))
        first, second = sorted((moved.number, passed.number))
        moved, passed = rows[first], rows[second]
    lines = _lines(clean, table)
    lines.insert(second + 1, lines.pop(first + 1))
    data = "".join(f"{line}\n" for line in lines).encode("utf-8")
    name = next(iter(moved))
    reported = Place("order", clean.file(table), second + 2, 1, name)
    return clean.file_is(clean.file(table), data, f"{moved} moved behind {passed}", reported)


def _stands_at(row: Row) -> tuple[str, str]:
    return row["source_id"], row["span_start"]


# Characters


@breaks("outer-blanks")
def blanks_round_a_cell(draw: st.DrawFn, clean: Clean) -> Mutant:
    site = any_cell(draw, clean.sites)
    before, after = draw(st.sampled_from([(" ", ""), ("", " "), (" ", "\t"), ("", "\u00a0")]))
    text = f"{before}{site.text}{after}"
    return clean.put(site.row, {site.field.name: text}, ("outer-blanks", site.field.name))


@spares("outer-blanks")
def blanks_within_a_note(draw: st.DrawFn, clean: Clean) -> Mutant:
    return _words(draw, clean, draw(st.sampled_from(["two  blanks", "a\u00a0no-break one"])))


@breaks("missing-word")
def a_word_for_a_missing_value(draw: st.DrawFn, clean: Clean) -> Mutant:
    word = draw(st.sampled_from(sorted(MISSING_WORDS)))

    def minds(site: Site) -> bool:
        return not may_be_a_value(word, site.field)

    site = any_cell(draw, clean.cells(minds))
    return clean.put(site.row, {site.field.name: word}, ("missing-word", site.field.name))


@spares("missing-word")
def a_country_whose_code_is_na(draw: st.DrawFn, clean: Clean) -> Mutant:
    actor = draw(st.sampled_from(unrelated_actors(clean)))
    namibian = clean.put(actor, {"country": "NA"})
    named = (actor.id, "country")
    (reading,) = clean.rows("readings", where=lambda r: (r["row_id"], r["column_name"]) == named)
    return joined(namibian.change, namibian, clean.put(reading, {"value": "NA"}))


@breaks("guess")
def a_guess_that_nobody_confirmed(draw: st.DrawFn, clean: Clean) -> Mutant:
    site = any_cell(draw, clean.cells(lambda _: True))
    text = GUESS + draw(st.sampled_from([site.text, "", "a guess"]))
    return clean.put(site.row, {site.field.name: text}, ("guess", site.field.name))


@spares("guess")
def a_question_within_a_note(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["casualties"]))
    return clean.put(row, {"note": draw(st.sampled_from(["Who?? Nobody.", "?! Or not."]))})


@breaks("line-break")
def a_line_break_in_a_cell(draw: st.DrawFn, clean: Clean) -> Mutant:
    site = any_cell(draw, clean.cells(lambda s: len(s.text) > 1))
    at = draw(st.integers(1, len(site.text) - 1))
    end = draw(st.sampled_from("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"))
    text = site.text[:at] + end + site.text[at:]
    return clean.put(site.row, {site.field.name: text}, ("line-break", site.field.name))


@breaks("characters")
def a_character_that_cannot_be_seen(draw: st.DrawFn, clean: Clean) -> Mutant:
    site = any_cell(draw, clean.cells(lambda s: len(s.text) > 1))
    at = draw(st.integers(1, len(site.text) - 1))
    hidden = draw(st.sampled_from("\0\t\x07\xad\u200b\u202e\ufeff\ue000\u0378\U000e0fff"))
    text = site.text[:at] + hidden + site.text[at:]
    return clean.put(site.row, {site.field.name: text}, ("characters", site.field.name))


@spares("line-break")
def a_longer_note(draw: st.DrawFn, clean: Clean) -> Mutant:
    return _words(draw, clean, "One line, " * draw(st.integers(2, 40)) + "and no other.")


@breaks("formula")
def a_text_that_a_spreadsheet_would_run(draw: st.DrawFn, clean: Clean) -> Mutant:
    words = clean.cells(lambda s: s.field.type not in ("integer", "number"))
    site = any_cell(draw, words)
    text = draw(st.sampled_from("=+-@")) + (site.text or "1+1")
    return clean.put(site.row, {site.field.name: text}, ("formula", site.field.name))


@spares("formula")
def a_sum_within_a_note(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["casualties"]))
    sign = draw(st.sampled_from("=+-@"))
    return clean.put(row, {"note": f"One {sign} one."})


@breaks("nfc")
def letters_that_are_not_composed(draw: st.DrawFn, clean: Clean) -> Mutant:
    sites = clean.cells(
        lambda s: s.field.name != "quote" and s.field.type == "string" and len(s.text) > 1
    )
    site = any_cell(draw, sites)
    at = draw(st.integers(1, len(site.text) - 1))
    letters = draw(st.sampled_from(["e\u0301", "\u212b", "\u2126", "a\u0304"]))
    text = site.text[:at] + letters + site.text[at:]
    return clean.put(site.row, {site.field.name: text}, ("nfc", site.field.name))


LOOK_ALIKES = dict(zip("acehikmoprstuxy", "асеһіκмоρгѕтυху", strict=True))
HYPHENS = "\u2010\u2011\u2013\u2212"
_ID = re.compile(r"([a-z]{3})-\[0-9\]\{[0-9]\}")


@breaks("look-alike")
def a_letter_of_another_script_in_a_coded_value(draw: st.DrawFn, clean: Clean) -> Mutant:
    sites = clean.cells(lambda s: bool(s.field.enum) and not LOOK_ALIKES.keys().isdisjoint(s.text))
    site = any_cell(draw, sites)
    at = draw(st.sampled_from([i for i, c in enumerate(site.text) if c in LOOK_ALIKES]))
    text = site.text[:at] + LOOK_ALIKES[site.text[at]] + site.text[at + 1 :]
    return clean.put(site.row, {site.field.name: text}, ("look-alike", site.field.name))


@breaks("look-alike")
def a_letter_of_another_script_in_our_own_words(draw: st.DrawFn, clean: Clean) -> Mutant:
    names = ("name", "label", "summary", "note", "title")
    sites = clean.cells(
        lambda s: (
            s.field.name in names and re.search(r"[A-Za-z][acehiopsxy][a-z]", s.text) is not None
        )
    )
    site = any_cell(draw, sites)
    at = draw(
        st.sampled_from(
            [m.start() + 1 for m in re.finditer(r"(?=[A-Za-z][acehiopsxy][a-z])", site.text)]
        )
    )
    text = site.text[:at] + LOOK_ALIKES[site.text[at]] + site.text[at + 1 :]
    return clean.put(site.row, {site.field.name: text}, ("look-alike", site.field.name))


@spares("look-alike")
def a_word_in_another_script(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.rows("statements", "attributions", "evidence")))
    words = draw(st.sampled_from(["Балх", "Μόσχα", "(ولایت خراسان)", "2-я"]))
    return clean.put(row, {"note": f"Printed elsewhere as {words}."})


@breaks("look-alike")
def another_hyphen_or_digit_in_an_id(draw: st.DrawFn, clean: Clean) -> Mutant:
    sites = clean.cells(lambda s: _is_filled(s) and bool(_ID.fullmatch(s.field.pattern or "")))
    site = any_cell(draw, sites)
    head, tail = site.text.split("-")
    wide = tail.translate({ord("0") + n: 0xFF10 + n for n in range(10)})
    text = draw(st.sampled_from([*(f"{head}{h}{tail}" for h in HYPHENS), f"{head}-{wide}"]))
    return clean.put(site.row, {site.field.name: text}, ("look-alike", site.field.name))


# Documents


def _source(draw: st.DrawFn, clean: Clean) -> Row:
    return draw(st.sampled_from(clean.tables["sources"]))


@breaks("document-encoding")
def a_byte_in_a_document_that_is_no_utf_8(draw: st.DrawFn, clean: Clean) -> Mutant:
    source = _source(draw, clean)
    data = clean.data[clean.document(source)]
    letters = len(data.decode("utf-8"))
    at = len(data.decode("utf-8")[: draw(st.integers(0, letters))].encode("utf-8"))
    byte = draw(st.sampled_from([b"\xff", b"\xe9", b"\x80"]))
    reported = clean.place("document-encoding", source, "file")
    return clean.file_is(
        clean.document(source), data[:at] + byte + data[at:], f"{byte!r} at {at}", reported
    )


@breaks("document-hash")
def a_document_that_was_edited(draw: st.DrawFn, clean: Clean) -> Mutant:
    source = _source(draw, clean)
    text = clean.texts[source.id]
    at = draw(st.integers(0, len(text)))
    words = draw(st.sampled_from([" ", "x", "\n", "Kabul"]))
    data = (text[:at] + words + text[at:]).encode("utf-8")
    reported = clean.place("document-hash", source, "sha256")
    return clean.file_is(clean.document(source), data, f"{words!r} at {at}", reported)


@breaks("document-hash")
def a_hash_of_something_else(draw: st.DrawFn, clean: Clean) -> Mutant:
    source = _source(draw, clean)
    at = draw(st.integers(0, 63))
    digit = draw(st.sampled_from([d for d in "0123456789abcdef" if d != source["sha256"][at]]))
    text = source["sha256"][:at] + digit + source["sha256"][at + 1 :]
    return clean.put(source, {"sha256": text}, ("document-hash", "sha256"))


@breaks("document-length")
def another_length(draw: st.DrawFn, clean: Clean) -> Mutant:
    source = _source(draw, clean)
    length = draw(st.integers(0, 10**9).filter(lambda n: n != int(source["characters"])))
    return clean.put(source, {"characters": str(length)}, ("document-length", "characters"))


@spares("document-encoding", "document-hash", "document-length")
def a_document_with_a_line_more_and_its_row(draw: st.DrawFn, clean: Clean) -> Mutant:
    source = _source(draw, clean)
    line = draw(st.sampled_from(["The sky is blue.", "Ščit, café, Кабул.", "\U0001f399"]))
    return clean.document_is(source, f"{clean.texts[source.id]}{line}\n")


@breaks("document-missing")
def a_document_taken_away(draw: st.DrawFn, clean: Clean) -> Mutant:
    source = _source(draw, clean)
    reported = clean.place("document-missing", source, "file")
    return clean.file_is(clean.document(source), None, "taken away", reported)


@breaks("document-missing")
def a_document_under_another_name(draw: st.DrawFn, clean: Clean) -> Mutant:
    source = _source(draw, clean)
    reported = clean.place("document-missing", source, "file")
    return joined(
        f"{source['file']} renamed",
        clean.file_is(clean.document(source), None, "", reported),
        clean.file_is("seeds/renamed.txt", clean.data[clean.document(source)], ""),
    )


@breaks("document-missing")
def a_name_of_no_document(draw: st.DrawFn, clean: Clean) -> Mutant:
    source = _source(draw, clean)
    name = draw(st.sampled_from(["x.txt", source["file"].upper(), source["file"][:-1]]))
    return clean.put(source, {"file": name}, ("document-missing", "file"))


@breaks("document-missing")
def the_name_of_another_document(draw: st.DrawFn, clean: Clean) -> Mutant:
    source = _source(draw, clean)
    others = [s["file"] for s in clean.tables["sources"] if s.id != source.id]
    cells = {"file": draw(st.sampled_from(others))}
    return clean.put(source, cells, ("document-missing", "file"))


@spares("document-missing")
def a_document_renamed_with_its_row(draw: st.DrawFn, clean: Clean) -> Mutant:
    source = _source(draw, clean)
    name = f"{source['file'][:3]}_renamed.txt"
    return joined(
        f"{source['file']} renamed {name} in its row too",
        clean.put(source, {"file": name}),
        clean.file_is(clean.document(source), None, ""),
        clean.file_is(f"seeds/{name}", clean.data[clean.document(source)], ""),
    )


@breaks("document-undeclared")
def a_document_without_a_row(draw: st.DrawFn, clean: Clean) -> Mutant:
    file = f"seeds/{draw(st.sampled_from(['005', 'new', 'ä']))}.txt"
    texts = [b"", b"Ten people.\n", b"\xff", clean.data[clean.document(_source(draw, clean))]]
    data = draw(st.sampled_from(texts))
    return clean.file_is(file, data, "added", Place("document-undeclared", file, 1, 1, None))


@spares("document-undeclared")
def a_note_beside_the_documents(draw: st.DrawFn, clean: Clean) -> Mutant:
    file = draw(st.sampled_from(["seeds/NOTE.md", "seeds/005.pdf", "seeds/old.txt.orig"]))
    return clean.file_is(file, b"Ten people.\n", "added")


SMALL = st.text("abcdefghijklmnopqrstuvwxyz_", min_size=1, max_size=12)
WORDS = st.text("abcdefghij KLMNOP.-0123456789", min_size=1, max_size=12).map(str.strip)


def _put(site: Site, text: str, rule: str, clean: Clean) -> Mutant:
    return clean.put(site.row, {site.field.name: text}, (rule, site.field.name))


def _is_plain(text: str) -> bool:
    """Whether the stage files has nothing against a text of ASCII letters."""
    return text not in MISSING_WORDS and text == text.strip() and text[:1] not in "=+-@"


# One cell by itself


@breaks("required")
def a_blank_cell(draw: st.DrawFn, clean: Clean) -> Mutant:
    site = any_cell(draw, clean.cells(lambda s: s.field.required))
    return _put(site, "", "required", clean)


@spares("required")
def a_blank_that_is_allowed(draw: st.DrawFn, clean: Clean) -> Mutant:
    """A note on nothing that another rule asks a note for."""
    asked = {"implied", "inferred", "external"}
    rows = clean.rows(where=lambda r: bool(r.get("note")) and asked.isdisjoint(r.values()))
    return clean.put(draw(st.sampled_from(rows)), {"note": ""})


@breaks("enum")
def a_value_that_is_not_listed(draw: st.DrawFn, clean: Clean) -> Mutant:
    site = any_cell(draw, clean.cells(lambda s: bool(s.field.enum)))
    near = [str.title, lambda v: f"{v}s", lambda v: v[1:], lambda v: v.replace("_", "-")]
    values = [change(value) for value in site.field.enum for change in near]
    other = st.one_of(st.sampled_from(values), SMALL)
    text = draw(other.filter(lambda t: t not in site.field.enum and _is_plain(t)))
    return _put(site, text, "enum", clean)


@spares("enum")
def another_value_that_is_listed(draw: st.DrawFn, clean: Clean) -> Mutant:
    """In a column of which no rule asks which value stands there."""
    row = draw(st.sampled_from(clean.tables["reviewed"]))
    values = clean.package.schemas["reviewed"].by_name["reason"].enum
    asking = ("not_codable", *KINDS_OF)  # for a note, or for a kind
    others = [value for value in values if value not in (row["reason"], *asking)]
    return clean.put(row, {"reason": draw(st.sampled_from(others))})


@breaks("pattern")
def a_text_of_another_form(draw: st.DrawFn, clean: Clean) -> Mutant:
    site = any_cell(draw, clean.cells(lambda s: s.field.pattern is not None))
    pattern = site.field.pattern or ""
    near = [site.text.upper(), site.text[:-1], f"{site.text}0", site.text.replace("-", "_")]
    other = st.one_of(st.sampled_from(near), WORDS)
    text = draw(other.filter(lambda t: not re.fullmatch(pattern, t) and t and _is_plain(t)))
    return _put(site, text, "pattern", clean)


@spares("pattern")
def another_text_of_the_form(draw: st.DrawFn, clean: Clean) -> Mutant:
    actor = draw(st.sampled_from(unrelated_actors(clean)))
    return clean.put(actor, {"country": draw(st.sampled_from(["DE", "UZ", "TJ"]))})


def _is_number(site: Site) -> bool:
    return site.field.type in ("integer", "number")


@breaks("type")
def a_number_in_another_spelling(draw: st.DrawFn, clean: Clean) -> Mutant:
    site = any_cell(draw, clean.cells(_is_number))
    number = site.text or "12"
    odd = [f"+{number}", f"0{number}", f"{number}_000", f"{number}e3", "1,000", "1 000"]
    odd += ["x", "inf", "0x10", f"{number} km", "12.", "٣", "１２", "½", "twelve", "-0"]
    odd += ["12.0"] if site.field.type == "integer" else ["1.2.3", ".5"]
    if site.field.type == "integer" and site.field.name != "characters":  # document-length
        odd += [str(2**63), str(10**30)]
    if site.field.type == "number":
        odd.remove("-0")
    return _put(site, draw(st.sampled_from(odd)), "type", clean)


@breaks("type")
def a_day_in_another_spelling(draw: st.DrawFn, clean: Clean) -> Mutant:
    site = any_cell(draw, clean.cells(lambda s: s.field.type == "date"))
    odd = ["2024-1-1", "2024", "2024-02-30", "1.2.2024", "20240101", "2024-W01-1", "today"]
    odd += ["2024-01-01T00:00:00", "２０２４-01-01", "0000-01-01"]
    return _put(site, draw(st.sampled_from(odd)), "type", clean)


@spares("type")
def a_day_of_the_calendar(draw: st.DrawFn, clean: Clean) -> Mutant:
    source = draw(st.sampled_from(clean.tables["sources"]))
    day = draw(st.dates().map(str).filter(lambda d: d != source["accessed"]))
    return clean.put(source, {"accessed": day})


@spares("type", "minimum", "maximum")
def another_number_within_bounds(draw: st.DrawFn, clean: Clean) -> Mutant:
    """A little further within the place."""
    name = draw(st.sampled_from(["latitude", "longitude"]))
    row = draw(st.sampled_from(clean.rows("places", where=lambda r: r[name] != "")))
    return clean.put(row, {name: f"{row[name]}{draw(st.integers(1, 9))}"})


@breaks("minimum")
def a_number_too_low(draw: st.DrawFn, clean: Clean) -> Mutant:
    site = any_cell(draw, clean.cells(lambda s: s.field.minimum is not None))
    least = int(site.field.minimum or 0)
    below = st.integers(-(2**40), least - 1).map(str)
    if site.field.type == "number":
        below = st.one_of(below, st.just(f"{least}.000001"))
    return _put(site, draw(below.filter(lambda t: t not in MISSING_WORDS)), "minimum", clean)


@breaks("maximum")
def a_number_too_high(draw: st.DrawFn, clean: Clean) -> Mutant:
    """Not of a document's length, which is reported as another than the document's first."""
    bounded = clean.cells(lambda s: s.field.maximum is not None and s.field.name != "characters")
    site = any_cell(draw, bounded)
    most = int(site.field.maximum or 0)
    above = st.integers(most + 1, 2**63 - 1).map(str)
    if site.field.type == "number":
        above = st.one_of(above, st.just(f"{most}.000001"))
    return _put(site, draw(above), "maximum", clean)


@breaks("maximum")
def a_coordinate_too_high(draw: st.DrawFn, clean: Clean) -> Mutant:
    name, most = draw(st.sampled_from([("latitude", 90), ("longitude", 180)]))
    row = draw(st.sampled_from(clean.rows("places", where=lambda r: r[name] != "")))
    number = draw(st.sampled_from([f"{most}.1", f"{most + 1}", "1000"]))
    return clean.put(row, {name: number}, ("maximum", name))


# Cells of several rows


@breaks("unique")
def a_value_of_another_row(draw: st.DrawFn, clean: Clean) -> Mutant:
    """Of a row above, so that the changed cell is the repeated one.

    A source with the name or the hash of another is reported for its document, so not here.
    """
    sites = clean.cells(lambda s: s.field.unique and s.row.table != "sources" and s.row.number > 0)
    site = any_cell(draw, sites)
    above = clean.tables[site.row.table][: site.row.number]
    return _put(site, draw(st.sampled_from(above))[site.field.name], "unique", clean)


@spares("unique")
def a_value_of_no_other_row(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(clean.tables["incidents"]))
    return clean.put(row, {"label": draw(st.sampled_from(["Attack", "Attack near a river"]))})


def _keyed(clean: Clean) -> list[Row]:
    """The rows of tables whose key is one column, but for the first of each."""
    tables = [t for t, schema in clean.package.schemas.items() if schema.id_field]
    return clean.rows(*tables, where=lambda r: r.number > 0)


@breaks("primary-key")
def the_id_of_the_row_above(draw: st.DrawFn, clean: Clean) -> Mutant:
    row = draw(st.sampled_from(_keyed(clean)))
    name = next(iter(row))
    above = clean.tables[row.table][row.number - 1]
    return clean.put(row, {name: above.id}, ("primary-key", name))


@breaks("primary-key")
def the_id_of_the_row_below(draw: st.DrawFn, clean: Clean) -> Mutant:
    """The row below repeats it then; who refers to the id that is gone is listed there."""
    below = draw(st.sampled_from(_keyed(clean)))
    name = next(iter(below))
    row = clean.tables[below.table][below.number - 1]
    mutant = clean.put(row, {name: below.id})
    return mutant._replace(reported=frozenset({clean.place("primary-key", below, name)}))


@breaks("primary-key")
def a_row_twice(draw: st.DrawFn, clean: Clean) -> Mutant:
    """In a table that has no other column without repeats."""
    tables = ["casualties", "attributions", "evidence", "statements", "force_estimates"]
    row = draw(st.sampled_from(clean.rows(*tables)))
    return clean.add(row.table, row, ("primary-key", next(iter(row))))


@breaks("primary-key")
def a_row_withdrawn_twice(draw: st.DrawFn, clean: Clean) -> Mutant:
    rows = [f"casualties,cas-9000,0.1.{n},Told twice.,,\n" for n in (1, draw(st.integers(1, 9)))]
    data = clean.data[clean.file("withdrawn")] + "".join(rows).encode()
    reported = Place("primary-key", clean.file("withdrawn"), 3, 1, "table_name")
    return clean.file_is(clean.file("withdrawn"), data, "a row twice", reported)


@spares("primary-key")
def a_row_that_repeats_a_part_of_a_key(draw: st.DrawFn, clean: Clean) -> Mutant:
    names = draw(st.sampled_from(["casualties", "evidence"])), "casualties"
    rows = [f"{name},cas-900{n},0.1.1,Told twice.,,\n" for n, name in enumerate(sorted(names))]
    data = clean.data[clean.file("withdrawn")] + "".join(rows).encode()
    return clean.file_is(clean.file("withdrawn"), data, "two rows")


@breaks("foreign-key")
def an_id_of_no_row(draw: st.DrawFn, clean: Clean) -> Mutant:
    keys = {(t, k.field): k for t, s in clean.package.schemas.items() for k in s.foreign_keys}
    site = any_cell(draw, clean.cells(lambda s: (s.row.table, s.field.name) in keys))
    there = {r.id for r in clean.tables[keys[site.row.table, site.field.name].table]}
    digits = len(next(iter(there)).partition("-")[2])
    prefix = next(iter(there))[:4]
    ids = st.integers(0, 10**digits - 1).map(lambda n: f"{prefix}{n:0{digits}}")
    return _put(site, draw(ids.filter(lambda i: i not in there)), "foreign-key", clean)


@spares("foreign-key")
def an_id_of_another_row(draw: st.DrawFn, clean: Clean) -> Mutant:
    """Of an actor whom the quote names."""
    pairs = [
        (row, actor)
        for row in clean.rows("incidents", where=lambda r: r["target_actor_id"] == "")
        for actor in clean.tables["actors"]
        if prints_a_form(printed_forms(actor["name"], actor["aliases"]), [row["quote"]])
    ]
    row, actor = draw(st.sampled_from(pairs))
    return clean.put(row, {"target_actor_id": actor.id})


# What the gate has no name for


def _constrained(draw: st.DrawFn, clean: Clean, length: int, *reported: Place) -> Mutant:
    """A schema with a constraint that no schema of the package has."""
    place = reported[0] if reported else None
    tables = [t for t, rows in clean.tables.items() if rows]
    table = place.file.split("/")[1][:-4] if place else draw(st.sampled_from(tables))
    file = f"schemas/{table}.json"
    document = json.loads(clean.data[file])
    name = clean.package.schemas[table].names[0]
    field = next(f for f in document["fields"] if f["name"] == name)
    field.setdefault("constraints", {})["minLength"] = length
    return clean.file_is(file, json.dumps(document).encode(), f"{name} of {length}", *reported)


@breaks("unmapped")
def a_constraint_without_a_name(draw: st.DrawFn, clean: Clean) -> Mutant:
    table = draw(st.sampled_from([t for t, rows in clean.tables.items() if rows]))
    reported = Place("unmapped", clean.file(table), 1, 1, None)
    return _constrained(draw, clean, 100, reported)


@spares("unmapped")
def a_constraint_that_every_cell_keeps(draw: st.DrawFn, clean: Clean) -> Mutant:
    return _constrained(draw, clean, draw(st.integers(0, 3)))
