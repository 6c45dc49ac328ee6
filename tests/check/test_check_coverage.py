"""The fourth stage: what answers a hit, what does not, and what it says when rows are in doubt."""

from __future__ import annotations

import hashlib
import re
import shutil
from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
from house import House

from isk_indicators.check import accounts, gate
from isk_indicators.check.accounts import SourceAccount
from isk_indicators.check.answers import parts_of
from isk_indicators.check.coverage import RULES
from isk_indicators.curate.workplace import open_workplace
from isk_indicators.detectors import KINDS, find_hits
from isk_indicators.release.contents import data_files
from isk_indicators.rules.links import Links
from isk_indicators.schema import DataPackage

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "coverage.md"
CLAIMS = ("incidents", "casualties", "force_estimates", "statements", "attributions")
PLANTED = "A blast hit the market, killing nine people on 3 May, a spokesman said.\n"


def read(root: Path) -> tuple[Links, dict[str, str]]:
    work = open_workplace(root)
    tables = {name: work.table(name) for name in work.package.schemas}
    frames = {
        name: pd.DataFrame(
            [[c or None for c in row] for row in t.rows()], columns=t.schema.names, dtype=object
        )
        for name, t in tables.items()
    }
    texts = {s: d.text for s, d in work.sources.items() if d.text is not None}
    return Links(work.package, frames), texts


def without(links: Links, texts: dict[str, str], table: str, row: int) -> list[SourceAccount]:
    frames = {
        name: pd.DataFrame(columns, dtype=object).astype(object).where(lambda f: f.notna(), None)
        for name, columns in links.columns.items()
    }
    frames[table] = frames[table].drop(index=row).reset_index(drop=True)
    return list(accounts.of_sources(Links(links.package, frames), texts))


def test_a_planted_sentence_raises_one_hit_of_each_kind_that_it_holds() -> None:
    kinds = Counter(hit.kind for hit in find_hits(PLANTED))
    assert kinds == {"figure": 1, "harm": 1, "date": 1, "reporting": 1}


def test_planted_in_a_document_it_fails_the_check_in_its_place(house: House) -> None:
    document = house.root / "seeds" / "000_first.txt"
    text = document.read_text(encoding="utf-8") + PLANTED
    document.write_bytes(text.encode())
    house.set("sources", 2, "sha256", hashlib.sha256(text.encode()).hexdigest())
    house.set("sources", 2, "characters", str(len(text)))
    found = gate.check(house.root).findings
    assert [(f.rule, f.file, f.line, f.column, f.found) for f in found] == [
        ("open-harm", "seeds/000_first.txt", 4, 25, "killing"),
        ("open-figure", "seeds/000_first.txt", 4, 33, "nine"),
        ("open-date", "seeds/000_first.txt", 4, 48, "3 May"),
        ("open-reporting", "seeds/000_first.txt", 4, 67, "said"),
    ]
    assert all("coverage --draft" in f.message for f in found)


def test_words_of_a_renamed_document_are_told_in_the_file_that_holds_them(house: House) -> None:
    (house.root / "seeds" / "000_first.txt").rename(house.root / "seeds" / "renamed.txt")
    report = house.data("reviewed").split(b"\n")[1]
    house.change("reviewed", lambda data: data.replace(report + b"\n", b""))
    found = gate.check(house.root).findings
    assert {(f.rule, f.file, f.line) for f in found} == {
        ("document-missing", "datasets/sources.csv", 2),
        ("open-reporting", "seeds/renamed.txt", 1),
    }


def test_the_real_documents_are_accounted_for() -> None:
    for account in accounts.of_sources(*read(ROOT)):
        assert account.open == ()
        assert account.stale == ()


def test_few_rows_would_not_be_missed() -> None:
    """``docs/write.py`` lists them: more of them need a better detector, not a longer list."""
    row = re.compile(r"^\| ((?:inc|cas|est|stm|atr)-\d{4}) \|", re.MULTILINE)
    listed = row.findall(PAGE.read_text(encoding="utf-8"))
    links, _ = read(ROOT)
    every = sum(len(links.columns[table]["quote"]) for table in CLAIMS)
    assert len(listed) == len({*listed}) <= 0.15 * every


def test_a_figure_is_not_answered_by_another_row_over_its_words(published: DataPackage) -> None:
    links, texts = read(published.root)
    row = links.columns["casualties"]["casualty_id"].index("cas-0001")
    before = {a.source: {*a.open} for a in accounts.of_sources(links, texts)}
    after = without(links, texts, "casualties", row)
    told = [(h.kind, a.text[h.start : h.end]) for a in after for h in {*a.open} - before[a.source]]
    assert sorted(told) == [("figure", "144"), ("harm", "killing")]


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
    assert parts_of(date) == parts


def test_a_date_of_another_month_answers_nothing(house: House) -> None:
    house.set("incidents", 2, "date", "2024")  # the quote says March 22, 2024
    found = gate.check(house.root).findings
    assert ("open-date", "March 22, 2024") in {(f.rule, f.found) for f in found}


def test_a_reviewed_passage_without_a_hit_is_stale(house: House) -> None:
    house.set("reviewed", 2, "kind", "quotation")
    found = gate.check(house.root).findings
    assert {(f.rule, f.file, f.line, f.field) for f in found} == {
        ("reviewed-stale", "datasets/reviewed.csv", 2, "kind"),
        ("open-reporting", "seeds/000_first.txt", 1, None),
    }


def test_a_reviewed_passage_that_a_row_answers_too_is_stale(house: House) -> None:
    row = house.cells("reviewed", 2)
    killed = house.root / "seeds" / "000_first.txt"
    start = killed.read_text(encoding="utf-8").index("killed")
    row[1:5] = [str(start), str(start + 6), "killed", "harm"]
    house.change("reviewed", lambda data: data + ",".join(row).encode() + b"\n")
    (finding,) = gate.check(house.root).findings
    assert (finding.rule, finding.line, finding.found) == ("reviewed-stale", 4, "harm")


def not_checked(house: House) -> list[str]:
    return [line for line in gate.check(house.root).not_checked if line.startswith("what answers")]


def test_a_row_at_fault_leaves_its_source_in_doubt_and_no_other(house: House) -> None:
    house.set("casualties", 2, "figure", "14")
    report = gate.check(house.root)
    assert {f.rule for f in report.findings} == {"figure-in-quote"}
    assert not_checked(house) == ["what answers the words of src-000 (1 cell of its rows at fault)"]


def test_a_figure_or_date_left_out_is_told_at_its_qualifier_or_basis_alone(house: House) -> None:
    house.set("casualties", 2, "figure", "")
    house.set("incidents", 2, "date", "")
    found = gate.check(house.root).findings
    assert {(f.rule, f.field) for f in found} == {
        ("figure-qualifier", "qualifier"),
        ("date-basis", "date_basis"),
    }


def test_a_row_of_another_source_leaves_both_in_doubt(house: House) -> None:
    house.set("casualties", 2, "source_id", "src-001")
    assert {f.rule for f in gate.check(house.root).findings} == {"span-slice"}
    assert [line.split()[5] for line in not_checked(house)] == ["src-000", "src-001"]


def test_a_cell_that_answers_nothing_leaves_nothing_in_doubt(house: House) -> None:
    house.set("incidents", 2, "label", "Attack with 13 dead")
    assert not_checked(house) == []


def test_a_row_of_an_unknown_source_leaves_every_source_in_doubt(house: House) -> None:
    house.set("casualties", 2, "source_id", "src-00O")
    assert not_checked(house) == [
        "what answers the words of the sources (a row's source is unknown)"
    ]


def test_a_table_that_cannot_be_read_leaves_every_source_in_doubt(house: House) -> None:
    house.line("casualties", 2, lambda line: f"{line},more")
    (line,) = not_checked(house)
    assert "casualties.csv has rows that cannot be read" in line
    house.path("casualties").unlink()
    (line,) = not_checked(house)
    assert "casualties.csv cannot be read" in line


def test_an_id_at_fault_leaves_every_source_in_doubt(house: House) -> None:
    house.set("incidents", 2, "incident_id", "inc_0001")
    assert len(not_checked(house)) == 1
    assert not any(f.rule.startswith("open-") for f in gate.check(house.root).findings)


def test_a_date_at_fault_leaves_the_sources_of_its_evidence_in_doubt(house: House) -> None:
    text = "In 2023 the Red Band had more than 1,500 fighters in Farland"
    start = (house.root / "seeds" / "001_second.txt").read_text(encoding="utf-8").index(text)
    row = (
        f"evd-0002,incidents,inc-0001,date,contradicts,2023,src-001,{start},{start + 7},In 2023,\n"
    )
    house.change("evidence", lambda data: data + row.encode())
    assert not_checked(house) == []
    house.set("incidents", 2, "date", "22 March")
    assert [line.split()[5] for line in not_checked(house)] == ["src-000", "src-001"]


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
        "what answers the words of the sources (the table reviewed is missing, as in every release)"
        in report.not_checked
    )
