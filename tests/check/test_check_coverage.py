"""The fourth stage: what answers a hit, what does not, and what it says when rows are in doubt."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from isk_indicators import cli
from isk_indicators.check import coverage, gate
from isk_indicators.check.coverage import (
    RULES,
    SPAN,
    InvalidRows,
    PossibleCoverage,
    SourceCoverage,
    parts_of_date,
)
from isk_indicators.check.finding import Finding
from isk_indicators.check.gate import Report
from isk_indicators.curate.draft.reviewed import coverage_of_sources
from isk_indicators.curate.workspace import open_workspace
from isk_indicators.detectors import KINDS, Hit, find_hits
from isk_indicators.release.package import data_files
from isk_indicators.rules.rule import PartialDataset
from isk_indicators.schema import DataPackage
from isk_indicators.spans import LINE_ENDS
from tests.check.sample_package import SamplePackage, written
from tests.sentences import ODD, texts

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "coverage.md"
CLAIMS = ("incidents", "casualties", "force_estimates", "statements", "attributions")
PLANTED = "A blast hit the market, killing nine people on 3 May, a spokesman said.\n"
PLANTED_RULES = {"open-harm", "open-figure", "open-date", "open-reporting"}


def read(root: Path) -> tuple[PartialDataset, dict[str, str]]:
    work = open_workspace(root)
    tables = {name: work.table(name) for name in work.package.schemas}
    frames = {name: table.frame for name, table in tables.items()}
    texts = {s: d.text for s, d in work.sources.items() if d.text is not None}
    return PartialDataset(work.package, frames), texts


def without(
    links: PartialDataset, texts: dict[str, str], table: str, row: int
) -> list[SourceCoverage]:
    frames = {
        name: pd.DataFrame(
            [[None if c is None else str(c) for c in row.values()] for row in links.rows(name)],
            columns=links.package.schemas[name].names,
            dtype=object,
        )
        for name in links.tables
    }
    frames[table] = frames[table].drop(index=row).reset_index(drop=True)
    return list(coverage.of_sources(PartialDataset(links.package, frames), texts))


def test_a_planted_sentence_raises_one_hit_of_each_kind_that_it_holds() -> None:
    kinds = Counter(hit.kind for hit in find_hits(PLANTED))
    assert kinds == {"figure": 1, "harm": 1, "date": 1, "reporting": 1}


def plant(sample: SamplePackage, words: str = PLANTED) -> None:
    """Add words to the first document."""
    document = sample.root / "seeds" / "000_first.txt"
    text = document.read_text(encoding="utf-8") + words
    document.write_bytes(text.encode())
    sample.set("sources", 2, "sha256", hashlib.sha256(text.encode()).hexdigest())
    sample.set("sources", 2, "characters", str(len(text)))


def test_planted_in_a_document_it_fails_the_check_in_its_place(sample: SamplePackage) -> None:
    plant(sample)
    found = gate.check(sample.root).findings
    assert [(f.rule, f.file, f.line, f.column, f.found) for f in found] == [
        ("open-harm", "seeds/000_first.txt", 4, 25, "killing"),
        ("open-figure", "seeds/000_first.txt", 4, 33, "nine"),
        ("open-date", "seeds/000_first.txt", 4, 48, "3 May"),
        ("open-reporting", "seeds/000_first.txt", 4, 67, "said"),
    ]
    assert all("coverage --draft" in f.message for f in found)


def test_words_of_a_renamed_document_are_reported_in_the_file_that_holds_them(
    sample: SamplePackage,
) -> None:
    (sample.root / "seeds" / "000_first.txt").rename(sample.root / "seeds" / "renamed.txt")
    report = sample.data("reviewed").split(b"\n")[1]
    sample.change("reviewed", lambda data: data.replace(report + b"\n", b""))
    found = gate.check(sample.root).findings
    assert {(f.rule, f.file, f.line) for f in found} == {
        ("document-missing", "datasets/sources.csv", 2),
        ("open-reporting", "seeds/renamed.txt", 1),
    }


def test_the_real_documents_are_accounted_for() -> None:
    for account in coverage.of_sources(*read(ROOT)):
        assert account.open == ()
        assert account.stale == ()


def test_few_rows_would_not_be_missed() -> None:
    """``docs/write.py`` lists them: more of them need a better detector, not a longer list."""
    row = re.compile(r"^\| ((?:inc|cas|est|stm|atr)-\d{4}) \|", re.MULTILINE)
    listed = row.findall(PAGE.read_text(encoding="utf-8"))
    links, _ = read(ROOT)
    every = sum(len(links.rows(table)) for table in CLAIMS)
    assert len(listed) == len({*listed}) <= 0.15 * every


def test_a_figure_is_not_answered_by_another_row_over_its_words(published: DataPackage) -> None:
    links, texts = read(published.root)
    ids = [row["casualty_id"] for row in links.rows("casualties")]
    row = ids.index("cas-0001")
    before = {a.source: {*a.open} for a in coverage.of_sources(links, texts)}
    after = without(links, texts, "casualties", row)
    reported = [
        (h.kind, a.text[h.start : h.end]) for a in after for h in {*a.open} - before[a.source]
    ]
    assert sorted(reported) == [("figure", "144"), ("harm", "killing")]


def test_every_kind_has_its_rule_and_its_meaning(real: DataPackage) -> None:
    schema = real.schemas["reviewed"].by_name["kind"]
    assert tuple(schema.enum or ()) == KINDS
    assert {r.removeprefix("open-") for r in RULES} - {"reviewed-stale"} == set(KINDS)


@pytest.mark.parametrize(
    ("date", "parts"),
    [
        ("2024", {"2024"}),
        ("2024-03-22", {"2024", "March"}),
        ("2021-01/2021-04", {"2021", "January", "February", "March", "April"}),
        ("2020-11/2021-02", {"2020", "2021", "November", "February"}),
        ("../2023-05", {"2023", "May"}),
        ("2023-02-30", set()),
    ],
)
def test_the_years_and_months_of_a_date(date: str, parts: set[str]) -> None:
    assert parts_of_date(date) == parts


def test_a_date_of_another_month_answers_nothing(sample: SamplePackage) -> None:
    sample.set("incidents", 2, "date", "2024")  # the quote says March 22, 2024
    found = gate.check(sample.root).findings
    assert ("open-date", "March 22, 2024") in {(f.rule, f.found) for f in found}


def test_a_reviewed_passage_without_a_hit_is_stale(sample: SamplePackage) -> None:
    sample.set("reviewed", 2, "kind", "quotation")
    found = gate.check(sample.root).findings
    assert {(f.rule, f.file, f.line, f.field) for f in found} == {
        ("reviewed-stale", "datasets/reviewed.csv", 2, "kind"),
        ("open-reporting", "seeds/000_first.txt", 1, None),
    }


def test_a_reviewed_passage_that_a_row_answers_too_is_stale(sample: SamplePackage) -> None:
    row = sample.cells("reviewed", 2)
    killed = sample.root / "seeds" / "000_first.txt"
    start = killed.read_text(encoding="utf-8").index("killed")
    row[1:5] = [str(start), str(start + 6), "killed", "harm"]
    sample.change("reviewed", lambda data: data + ",".join(row).encode() + b"\n")
    (finding,) = gate.check(sample.root).findings
    assert (finding.rule, finding.line, finding.found) == ("reviewed-stale", 4, "harm")


def not_checked(sample: SamplePackage) -> list[str]:
    return [line for line in gate.check(sample.root).not_checked if line.startswith("what covers")]


def test_a_row_at_fault_leaves_in_doubt_what_it_may_cover_and_nothing_else(
    sample: SamplePackage,
) -> None:
    plant(sample)
    sample.set("casualties", 2, "figure", "14")
    report = gate.check(sample.root)
    assert {f.rule for f in report.findings} == {"figure-in-quote", *PLANTED_RULES}
    assert not_checked(sample) == [
        "what covers 2 hits of src-000 (1 figure, 1 harm): this depends on casualties cas-0001"
    ]


def test_a_figure_or_date_left_out_is_reported_at_its_qualifier_or_basis_alone(
    sample: SamplePackage,
) -> None:
    sample.set("casualties", 2, "figure", "")
    sample.set("incidents", 2, "date", "")
    found = gate.check(sample.root).findings
    assert {(f.rule, f.field) for f in found} == {
        ("figure-qualifier", "qualifier"),
        ("date-basis", "date_basis"),
    }


def test_a_row_of_another_source_may_cover_words_of_both(sample: SamplePackage) -> None:
    plant(sample)
    sample.set("casualties", 2, "source_id", "src-001")
    assert {f.rule for f in gate.check(sample.root).findings} == {
        "span-slice",
        *PLANTED_RULES - {"open-harm"},  # its quote may be anywhere, and says that some were killed
    }
    assert not_checked(sample) == [
        "what covers 3 hits of src-000 (1 figure, 2 harm): this depends on casualties cas-0001"
    ]


def test_a_cell_that_answers_nothing_leaves_nothing_in_doubt(sample: SamplePackage) -> None:
    sample.set("incidents", 2, "label", "Attack with 13 dead")
    assert not_checked(sample) == []


def test_a_row_of_an_unknown_source_may_cover_its_kinds_in_every_source(
    sample: SamplePackage,
) -> None:
    plant(sample)
    sample.set("casualties", 2, "source_id", "src-00O")
    rules = {f.rule for f in gate.check(sample.root).findings}
    assert rules == {"pattern", *PLANTED_RULES - {"open-harm"}}
    assert not_checked(sample) == [
        "what covers 3 hits of src-000 (1 figure, 2 harm): this depends on casualties cas-0001"
    ]


def test_a_row_that_cannot_be_read_may_cover_its_kinds_in_every_source(
    sample: SamplePackage,
) -> None:
    plant(sample)
    sample.line("casualties", 2, lambda line: f"{line},more")
    assert {f.rule for f in gate.check(sample.root).findings} == {"cell-count", "open-date"}
    (line,) = not_checked(sample)
    assert line == (
        "what covers 5 hits of src-000 (2 figure, 2 harm, 1 reporting): this depends "
        "on rows of casualties that cannot be read, incidents inc-0001"
    )
    sample.path("casualties").unlink()
    assert {f.rule for f in gate.check(sample.root).findings} == {"missing-file", "open-date"}
    sample.path("reviewed").unlink()
    assert not_checked(sample) == [
        "what covers the words of the sources (datasets/reviewed.csv cannot be read)"
    ]


def test_a_source_whose_id_is_at_fault_is_not_accounted_for(sample: SamplePackage) -> None:
    plant(sample)
    sample.set("sources", 3, "source_id", "src-00O")
    rules = {f.rule for f in gate.check(sample.root).findings}
    assert rules == {"pattern", *PLANTED_RULES - {"open-reporting"}}
    first, *_ = not_checked(sample)
    assert first == "what covers the words of src-00O (its id is at fault)"


def test_rows_that_rest_on_an_id_at_fault_are_in_doubt(sample: SamplePackage) -> None:
    plant(sample)
    sample.set("incidents", 2, "incident_id", "inc_0001")
    rules = [f.rule for f in gate.check(sample.root).findings]
    assert set(rules) == {"pattern", *PLANTED_RULES}
    (line,) = not_checked(sample)
    assert line.startswith(
        "what covers 4 hits of src-000 (1 figure, 1 date, 1 harm, 1 attribution)"
    )
    assert line.endswith("incidents inc_0001, casualties cas-0001, attributions atr-0001")


def test_a_date_at_fault_leaves_the_words_of_its_evidence_in_doubt(sample: SamplePackage) -> None:
    text = "In 2023 the Red Band had more than 1,500 fighters in Farland"
    start = (sample.root / "seeds" / "001_second.txt").read_text(encoding="utf-8").index(text)
    row = (
        f"evd-0002,incidents,inc-0001,date,contradicts,2023,src-001,{start},{start + 7},In 2023,\n"
    )
    sample.change("evidence", lambda data: data + row.encode())
    sample.set("force_estimates", 2, "as_of", "")
    sample.set("force_estimates", 2, "as_of_basis", "")
    assert not_checked(sample) == []
    sample.set("incidents", 2, "date", "22 March")
    assert not_checked(sample) == [
        "what covers 1 hit of src-000 (1 date): this depends on incidents inc-0001",
        "what covers 1 hit of src-001 (1 date): this depends on evidence evd-0002",
    ]


def test_a_date_at_fault_leaves_no_other_document_in_doubt(tmp_path: Path) -> None:
    for name in ("datasets", "schemas", "seeds"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "datapackage.json", tmp_path)
    table = tmp_path / "datasets" / "incidents.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("2023-07,stated", "2022-07,stated"), encoding="utf-8")
    report = gate.check(tmp_path)
    assert {finding.rule for finding in report.findings} == {"date-printed"}
    (line,) = [line for line in report.not_checked if line.startswith("what covers")]
    assert "of src-000" in line


def test_many_rows_at_fault_are_not_all_named(sample: SamplePackage) -> None:
    for table in ("casualties", "incidents", "attributions"):
        sample.set(table, 2, "statement_id", "stm-9")
    sample.set("statements", 2, "speech_act", "song")
    sample.set("statements", 2, "form", "song")
    (line,) = not_checked(sample)
    assert line.count("-0001") == 3
    assert line.endswith(", others")


def test_a_release_beside_the_documents_is_checked_without_what_was_reviewed(
    tmp_path: Path,
) -> None:
    for name, data in data_files(ROOT).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    shutil.copytree(ROOT / "seeds", tmp_path / "seeds")
    report = gate.check(tmp_path)
    assert (report.findings, report.stopped) == ((), "")
    assert (
        "what covers the words of the sources (the table reviewed is missing, as in every release)"
        in report.not_checked
    )


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(texts(), min_size=5, max_size=20), st.sampled_from(LINE_ENDS))
@example(list(ODD), "\n")
def test_a_draft_of_any_document_lacks_its_reason_and_nothing_else(
    sample: SamplePackage, lines: list[str], end: str
) -> None:
    text = end.join(lines)
    (sample.root / "seeds" / "002_third.txt").write_bytes(text.encode())
    row = sample.cells("sources", 2)
    new = {"source_id": "src-002", "file": "002_third.txt", "characters": str(len(text))}
    new["sha256"] = hashlib.sha256(text.encode()).hexdigest()
    row = [new.get(n, c) for n, c in zip(sample.package.schemas["sources"].names, row, strict=True)]
    sources, reviewed = sample.path("sources"), sample.path("reviewed")
    before = sources.read_bytes(), reviewed.read_bytes()
    sources.write_bytes(before[0] + f"{written(row)}\n".encode())
    cli.main(["coverage", "--draft", "-C", str(sample.root)])
    report = gate.check(sample.root)
    sources.write_bytes(before[0])
    reviewed.write_bytes(before[1])
    drafts = [f for f in report.findings if f.file == "datasets/reviewed.csv"]
    assert {(f.rule, f.field) for f in drafts} <= {("required", "reason")}
    assert not [f for f in report.findings if f.rule.startswith("open-")]
    assert not [line for line in report.not_checked if line.startswith("what covers")]
    assert len(drafts) >= len({hit.kind for hit in find_hits(text)})


# Facts that no column can hold yet


def set_aside(sample: SamplePackage, line: int) -> None:
    sample.set("reviewed", line, "reason", "not_codable")
    sample.set("reviewed", line, "note", "No column holds it.")


def test_a_fact_that_cannot_be_coded_needs_a_note_of_what_is_missing(sample: SamplePackage) -> None:
    sample.set("reviewed", 2, "reason", "not_codable")
    (finding,) = gate.check(sample.root).findings
    assert (finding.rule, finding.line, finding.field) == ("not-codable-note", 2, "note")


def test_a_fact_that_cannot_be_coded_is_legal_and_noted(sample: SamplePackage) -> None:
    set_aside(sample, 2)
    report = gate.check(sample.root)
    assert report.findings == ()
    assert "src-000: 1 hit set aside as not_codable" in report.notes
    set_aside(sample, 3)
    notes = gate.check(sample.root).notes
    assert "src-000: 2 hits set aside as not_codable" in notes


def test_a_fact_that_cannot_be_coded_is_counted_apart(sample: SamplePackage) -> None:
    def counted() -> list[coverage.CoverageCounts]:
        known = coverage_of_sources(open_workspace(sample.root))
        return [share for share in coverage.counts_by_kind(known[0]) if share.hits]

    before = counted()
    assert sum(share.not_codable for share in before) == 0
    set_aside(sample, 2)
    after = counted()
    (old,) = (share for share in before if share not in after)
    assert after[before.index(old)] == old._replace(reviewed=0, not_codable=1)


def test_the_command_counts_it_apart_and_finds_nothing_open(
    sample: SamplePackage, capsys: pytest.CaptureFixture[str]
) -> None:
    set_aside(sample, 2)
    assert cli.main(["coverage", "-C", str(sample.root)]) == 0
    assert "1 not codable (50%), 0 open (0%)" in capsys.readouterr().out


def test_a_fact_that_cannot_be_coded_is_stale_once_a_row_covers_it(sample: SamplePackage) -> None:
    sample.set("reviewed", 2, "kind", "quotation")
    set_aside(sample, 2)
    assert "reviewed-stale" in {f.rule for f in gate.check(sample.root).findings}


# Rows with invalid cells

PLANTED_LINE = (
    "\nA blast killed nine men on 3 May 1999, a clerk said. The Blue Band carried out the raid: "
    "“It was good.”\n"
)
FOUND = {"killed", "nine", "3 May 1999", "said", "carried out", "It was good."}
TABLES = (
    "incidents casualties force_estimates statements attributions evidence reviewed actors places"
).split()

Place = tuple[str, str, int, int]


class Copy:
    """A copy of this checkout's data, with a line planted into its last document."""

    def __init__(self, root: Path) -> None:
        for name in ("datasets", "schemas", "seeds"):
            shutil.copytree(ROOT / name, root / name)
        shutil.copy(ROOT / "datapackage.json", root)
        self.root = root
        self._plant()
        self.before = gate.check(root)

    def rows(self, table: str) -> list[list[str]]:
        text = (self.root / "datasets" / f"{table}.csv").read_bytes().decode()
        return list(csv.reader(io.StringIO(text, newline="")))

    def write(self, table: str, rows: list[list[str]]) -> None:
        data = "".join(f"{written(row)}\n" for row in rows).encode()
        (self.root / "datasets" / f"{table}.csv").write_bytes(data)

    def _plant(self) -> None:
        head, *rows = self.rows("sources")
        cells = dict(zip(head, rows[-1], strict=True))
        document = self.root / "seeds" / cells["file"]
        text = document.read_bytes().decode() + PLANTED_LINE
        document.write_bytes(text.encode())
        cells["sha256"] = hashlib.sha256(text.encode()).hexdigest()
        cells["characters"] = str(len(text))
        self.write("sources", [head, *rows[:-1], list(cells.values())])

    def with_cell(self, table: str, row: int, column: int, text: str) -> Report:
        """What the check says if a cell holds this text."""
        rows = self.rows(table)
        changed = [list(cells) for cells in rows]
        changed[row][column] = text
        self.write(table, changed)
        report = gate.check(self.root)
        self.write(table, rows)
        return report


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    return Copy(tmp_path_factory.mktemp("copy"))


def on_coverage(report: Report) -> Iterator[Finding]:
    return (finding for finding in report.findings if finding.rule in RULES)


def place(finding: Finding) -> Place:
    return finding.rule, finding.file, finding.line, finding.column


def test_what_is_planted_is_found_before_any_fault(copy: Copy) -> None:
    assert {f.found for f in on_coverage(copy.before)} >= FOUND


@settings(max_examples=8)
@given(st.sampled_from(TABLES), st.integers(0, 10_000), st.integers(0, 10_000), st.data())
@example("casualties", 0, 5, None)  # its harm
@example("casualties", 0, 1, None)  # its incident
@example("actors", 9, 0, None)  # an id that statements name
@example("evidence", 0, 2, None)  # the row that it is for
def test_a_fault_on_the_real_data_is_no_missing_row(
    copy: Copy, table: str, row: int, column: int, data: st.DataObject | None
) -> None:
    head, *rows = copy.rows(table)
    row, column = row % len(rows), column % len(head)
    others = sorted({r[column] for r in rows} - {rows[row][column]}) or ["x"]
    bad = [f"{rows[row][column]}x", "", rows[row][column][:-1], *others]
    text = bad[0] if data is None else data.draw(st.sampled_from(bad))
    report = copy.with_cell(table, row + 1, column, text)
    before = {place(f) for f in copy.before.findings}
    new = [f for f in report.findings if place(f) not in before]
    if any(f.rule not in RULES for f in new):
        assert [f for f in new if f.rule in RULES] == []
    if head[column] not in {*SPAN, head[0]}:
        assert {f.found for f in on_coverage(report)} >= FOUND


# What a row may cover


def possible(*spans: tuple[str, str, int, int]) -> PossibleCoverage:
    return PossibleCoverage({("casualties", 3): list(spans)})


@pytest.mark.parametrize(
    ("covered_span", "hit", "covered"),
    [
        (("harm", "", 5, 9), Hit(5, 9, "harm", ("killed",)), True),
        (("harm", "", 5, 9), Hit(8, 12, "harm", ("killed",)), True),
        (("harm", "", 5, 9), Hit(9, 12, "harm", ("killed",)), False),
        (("harm", "", 5, 9), Hit(5, 9, "figure"), False),
        (("harm", "killed", 5, 9), Hit(5, 9, "harm", ("killed",)), True),
        (("harm", "killed", 5, 9), Hit(5, 9, "harm", ("wounded",)), False),
        (("date", "2024", 5, 9), Hit(5, 9, "date", ("2024", "March")), True),
        (("date", "2024", 5, 9), Hit(5, 9, "date"), False),
        (("date", "no value", 5, 9), Hit(5, 9, "date"), True),
        (("date", "no value", 5, 9), Hit(5, 9, "date", ("2024",)), False),
        (("figure", "duration", 5, 9), Hit(5, 9, "figure", ("duration",)), True),
        (("figure", "duration", 5, 9), Hit(5, 9, "figure"), False),
    ],
)
def test_which_hits_a_row_with_invalid_cells_may_cover(
    covered_span: tuple[str, str, int, int], hit: Hit, covered: bool
) -> None:
    assert possible(covered_span).may_cover(hit) is covered
    assert list(possible(covered_span).rows([hit])) == [("casualties", 3)] * covered


def test_rows_without_a_fault_are_sound() -> None:
    invalid = InvalidRows({"casualties": {3: frozenset({"harm"})}})
    assert invalid
    assert invalid.others("casualties", [2, 3, 4]) == [2, 4]
    assert invalid.others("incidents", [3]) == [3]
    assert not InvalidRows()
    assert InvalidRows(lost=["evidence"])
    assert InvalidRows(ids=True)


# Documents that repeat each other

COPIED = (
    "The road from the valley to the old town is open again after the snow and the market there "
    "sells apples and pears.\n"
)
CREDIT = "Source: Farland Wire\n"


def printed_by(sample: SamplePackage, source: int, words: str) -> None:
    """Add words to the document of a source."""
    path = sorted((sample.root / "seeds").iterdir())[source]
    path.write_bytes(path.read_bytes() + words.encode())
    text = path.read_text(encoding="utf-8")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    sample.set("sources", source + 2, "sha256", digest)
    sample.set("sources", source + 2, "characters", str(len(text)))


def copies(sample: SamplePackage) -> list[str]:
    report = sample.check()
    assert (report.findings, report.stopped) == ((), "")
    return [note for note in report.notes if "repeats" in note]


def test_a_document_that_repeats_another_is_noted(sample: SamplePackage) -> None:
    printed_by(sample, 0, COPIED)
    assert copies(sample) == []
    printed_by(sample, 1, COPIED.upper())
    assert copies(sample) == [
        "src-001 repeats 23 words of src-000, such as 'THE ROAD FROM THE VALLEY TO THE OLD': if it "
        "rests on src-000, or both on a third, type the origin_id in datasets/sources.csv"
    ]
    assert sample.check().exit_code == 0


def test_a_common_origin_explains_a_repetition(sample: SamplePackage) -> None:
    for source in (0, 1):
        printed_by(sample, source, COPIED + CREDIT)
        sample.set("sources", source + 2, "origin_id", "org-0001")
    text = (sample.root / "seeds" / "000_first.txt").read_text(encoding="utf-8")
    start = text.index("Farland Wire")
    span = ["src-000", str(start), str(start + 12), "Farland Wire"]
    row = written(["org-0001", "Farland Wire", "", "", *span, ""])
    sample.change("origins", lambda data: data + f"{row}\n".encode())
    assert copies(sample) == []
    sample.set("sources", 3, "origin_id", "")
    assert len(copies(sample)) == 1


def test_a_line_of_every_document_is_no_repetition(sample: SamplePackage) -> None:
    """Of two documents it is one: nothing shows that it is printed everywhere."""
    for source in (0, 1):
        printed_by(sample, source, COPIED)
    assert len(copies(sample)) == 1
    (sample.root / "seeds" / "002_third.txt").write_bytes(f"Farland\n{COPIED}".encode())
    cells = dict(
        zip(sample.package.schemas["sources"].names, sample.cells("sources", 2), strict=True)
    )
    third = cells | {"source_id": "src-002", "file": "002_third.txt"}
    third |= {"published_basis": "inferred", "note": "Made up."}
    sample.change("sources", lambda data: data + f"{written([*third.values()])}\n".encode())
    printed_by(sample, 2, "")
    report = sample.check()
    assert {finding.rule for finding in report.findings} <= {"unused"}
    assert not [note for note in report.notes if "repeats" in note]
