"""What was published against the folder: each kind of change and its findings."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from isk_indicators.changes import files_of
from isk_indicators.check import gate, history, report_text
from isk_indicators.check.finding import Finding
from isk_indicators.check.published import has_entry
from isk_indicators.release.package import data_files, zip_archive
from isk_indicators.schema import DISTRIBUTION, installed_version
from tests.check.sample_checkout import SampleCheckout, sealed
from tests.check.sample_package import SamplePackage, written

pytestmark = pytest.mark.usefixtures("remembering")

Place = tuple[str, str, int, str | None]
CAS, EVD = "datasets/casualties.csv", "datasets/evidence.csv"
ACT = "datasets/actors.csv"
CORRECTIONS, WITHDRAWN = "datasets/corrections.csv", "datasets/withdrawn.csv"
SCHEMA, PROJECT = "schemas/casualties.json", "pyproject.toml"
LEDGER, ZIP = "releases/SHA256SUMS", "releases/isk-indicators-7.1.0.zip"


def published(checkout: SampleCheckout) -> SampleCheckout:
    """A checkout that has published 7.1.0, with a second piece of evidence in it."""
    checkout.add_row()
    checkout.publish("7.1.0")
    return checkout


@pytest.fixture
def checkout(sample: SamplePackage) -> SampleCheckout:
    """The made-up package, once published."""
    return published(SampleCheckout(sample))


class Case(NamedTuple):
    """A change since 7.1.0 and what is to be found of it."""

    name: str
    version: str
    change: Callable[[SampleCheckout], object]
    expected: Sequence[Place] = ()


def field(column: str, change: Callable[[dict[str, Any]], object], table: str = "casualties"):
    """A change of a column of a schema."""

    item = f"`{table}` `{column}`: another definition."
    return both(silently(column, change, table), lambda checkout: checkout.say(item))


def silently(
    column: str, change: Callable[[dict[str, Any]], object], table: str = "casualties"
) -> Callable[[SampleCheckout], object]:
    """A change of a column of a schema that the changelog does not name."""

    def apply(document: dict[str, Any]) -> None:
        change(next(f for f in document["fields"] if f["name"] == column))

    return lambda checkout: checkout.sample.schema(table, apply)


def gone_view(checkout: SampleCheckout) -> None:
    """A view fewer, which the changelog names."""
    (checkout.root / "schemas/views/tolls.json").unlink()
    checkout.say("`tolls`: no view any more.")


def replaced_zip(checkout: SampleCheckout, old: bytes, new: bytes, *, seal: bool) -> None:
    """Other words in the published zip, with checksums of its own that fit them or not."""
    path = checkout.root / ZIP
    files = {name: data.replace(old, new) for name, data in files_of(path).items()}
    path.write_bytes((sealed if seal else zip_archive)(files))


def rebuilt(checkout: SampleCheckout) -> None:
    """The published zip, built anew with another cell and its checksums."""
    replaced_zip(checkout, b"between quotation marks", b"between brackets", seal=True)


def unlisted(checkout: SampleCheckout) -> None:
    """A published zip that the ledger does not name."""
    ledger = checkout.read(LEDGER)
    checkout.publish("7.2.0")
    checkout.raise_to("7.2.1")
    checkout.write(LEDGER, ledger)


def both(*changes: Callable[[SampleCheckout], object]) -> Callable[[SampleCheckout], object]:
    return lambda checkout: [change(checkout) for change in changes]


def note(text: str) -> Callable[[SampleCheckout], object]:
    return lambda checkout: checkout.sample.set("casualties", 3, "note", text)


def swap(checkout: SampleCheckout) -> None:
    """The two casualties under each other's id."""
    sample = checkout.sample
    (one, *first), (other, *second) = (sample.cells("casualties", line) for line in (2, 3))
    sample.line("casualties", 2, lambda _: written([one, *second]))
    sample.line("casualties", 3, lambda _: written([other, *first]))


def moved(checkout: SampleCheckout) -> None:
    """Another place of the same words: the name occurs twice in the document."""
    text = (checkout.root / "seeds" / "000_first.txt").read_text(encoding="utf-8")
    start = text.index("Farville", text.index("Farville") + 1)
    checkout.sample.set("places", 2, "span_start", str(start))
    checkout.sample.set("places", 2, "span_end", str(start + len("Farville")))


def another_source(checkout: SampleCheckout) -> None:
    """The first mention of an actor in the other document."""
    text = (checkout.root / "seeds" / "001_second.txt").read_text(encoding="utf-8")
    start = text.index("Red Band")
    cells = {"source_id": "src-001", "span_start": start, "span_end": start + len("Red Band")}
    for name, cell in cells.items():
        checkout.sample.set("actors", 2, name, str(cell))


def drop_enum(value: str) -> Callable[[dict[str, Any]], object]:
    return lambda f: f["constraints"]["enum"].remove(value)


def add_enum(value: str) -> Callable[[dict[str, Any]], object]:
    return lambda f: (
        f["constraints"]["enum"].append(value),
        f["isk"]["meanings"].update({value: "Nobody knows."}),
    )


def alias(text: str) -> Callable[[SampleCheckout], object]:
    """Another list of printed forms: it was "Red\u00a0Band"."""
    return lambda checkout: checkout.sample.set("actors", 2, "aliases", text)


MORE_FORMS = "Red\u00a0Band|Band"


CASES = [
    Case("nothing", "7.1.1", lambda _: None),
    Case("a new row, a minor version", "7.2.0", lambda s: s.add_row("evd-0003")),
    Case(
        "a new row, a patch",
        "7.1.1",
        lambda s: s.add_row("evd-0003"),
        [("history-version", PROJECT, 3, None)],
    ),
    Case(
        "a corrected cell without a reason",
        "7.1.1",
        note("Another note."),
        [("history-reason", CAS, 3, "note")],
    ),
    Case(
        "a cleared cell without a reason",
        "7.1.1",
        note(""),
        [("history-reason", CAS, 3, "note")],
    ),
    Case(
        "a corrected cell with a reason",
        "7.1.1",
        both(note("Another note."), lambda s: s.correct("casualties", "cas-0002", "note")),
    ),
    Case(
        "a reason of another release",
        "7.1.1",
        both(note("Another."), lambda s: s.correct("casualties", "cas-0002", "note", "7.1.0")),
        [("history-reason", CAS, 3, "note")],
    ),
    Case(
        "a reason for another column",
        "7.1.1",
        both(note("Another."), lambda s: s.correct("casualties", "cas-0002", "figure")),
        [("history-reason", CAS, 3, "note"), ("history-reason", CORRECTIONS, 2, "column_name")],
    ),
    Case(
        "a reason without a change",
        "7.1.1",
        lambda s: s.correct("casualties", "cas-0002", "note"),
        [("history-reason", CORRECTIONS, 2, "column_name")],
    ),
    Case(
        "an old reason without a change",
        "7.1.1",
        lambda s: s.correct("casualties", "cas-0002", "note", "7.0.9"),
    ),
    Case("a moved span", "7.1.1", moved),
    Case(
        "a moved span with a reason",
        "7.1.1",
        both(moved, lambda s: s.correct("places", "plc-0001", "span_start")),
    ),
    Case(
        "a passage of another source without reasons",
        "7.1.1",
        another_source,
        [("history-reason", ACT, 2, name) for name in ("source_id", "span_start", "span_end")],
    ),
    Case(
        "a passage of another source with reasons, a patch",
        "7.1.1",
        both(
            another_source,
            *(
                lambda s, name=name: s.correct("actors", "act-0001", name)
                for name in ("source_id", "span_end", "span_start")
            ),
        ),
    ),
    Case(
        "a removed id without a row in withdrawn",
        "8.0.0",
        lambda s: s.delete("evidence", 3),
        [("history-vanished", EVD, 1, None)],
    ),
    Case(
        "a removed id with one, a major version",
        "8.0.0",
        lambda s: (s.delete("evidence", 3), s.withdraw("evidence", "evd-0002")),
    ),
    Case(
        "a removed id with one, a minor version",
        "7.2.0",
        lambda s: (s.delete("evidence", 3), s.withdraw("evidence", "evd-0002")),
        [("history-version", PROJECT, 3, None)],
    ),
    Case(
        "an error with one, a minor version",
        "7.2.0",
        lambda s: (s.delete("evidence", 3), s.withdraw("evidence", "evd-0002", error="yes")),
    ),
    Case(
        "an error with one, a patch",
        "7.1.1",
        lambda s: (s.delete("evidence", 3), s.withdraw("evidence", "evd-0002", error="yes")),
        [("history-version", PROJECT, 3, None)],
    ),
    Case(
        "an error without one",
        "7.2.0",
        lambda s: s.delete("evidence", 3),
        [("history-vanished", EVD, 1, None)],
    ),
    Case(
        "a removed id with one of another release",
        "8.0.0",
        lambda s: (s.delete("evidence", 3), s.withdraw("evidence", "evd-0002", "7.9.0")),
        [("history-vanished", EVD, 1, None)],
    ),
    Case(
        "a renamed id",
        "7.2.0",
        lambda s: s.sample.set("evidence", 3, "evidence_id", "evd-0009"),
        [("history-vanished", EVD, 1, None)],
    ),
    Case(
        "two rows under each other's id",
        "7.2.0",
        swap,
        [("history-reused", CAS, 2, "casualty_id"), ("history-reused", CAS, 3, "casualty_id")],
    ),
    Case(
        "a value that is gone",
        "7.2.0",
        field("victim_group", drop_enum("journalist")),
        [("history-column", SCHEMA, 1, "victim_group")],
    ),
    Case(
        "a value that is gone, a major version",
        "8.0.0",
        field("victim_group", drop_enum("journalist")),
    ),
    Case(
        "a view that is gone",
        "7.2.0",
        gone_view,
        [("history-column", "datapackage.json", 1, None)],
    ),
    Case(
        "a column of a view that is gone",
        "7.2.0",
        lambda s: (
            s.say("`tolls` `voices`: another name."),
            s.write(
                "schemas/views/tolls.json",
                s.read("schemas/views/tolls.json").replace('"voices"', '"tongues"'),
            ),
        ),
        [("history-column", "schemas/views/tolls.json", 1, "voices")],
    ),
    Case(
        "a view that is gone, a major version",
        "8.0.0",
        gone_view,
    ),
    Case("a value more, a minor version", "7.2.0", field("harm", add_enum("lost"))),
    Case(
        "a value more, a patch",
        "7.1.9",
        field("harm", add_enum("lost")),
        [("history-version", PROJECT, 3, None)],
    ),
    Case(
        "a column in other words", "7.1.1", field("harm", lambda f: f.update(title="Kind of harm"))
    ),
    Case(
        "a column that may be blank now",
        "7.1.1",
        field("harm", lambda f: f["constraints"].pop("required")),
        [("history-column", SCHEMA, 1, "harm")],
    ),
    Case(
        "no entry in the changelog",
        "7.1.1",
        lambda s: s.write("CHANGELOG.md", "## [Unreleased]\n\n- Much.\n"),
        [("history-changelog", "CHANGELOG.md", 1, None)],
    ),
    Case(
        "no changelog",
        "7.1.1",
        lambda s: (s.root / "CHANGELOG.md").unlink(),
        [("history-changelog", "CHANGELOG.md", 1, None)],
    ),
    Case(
        "a version that is none",
        "7.1.1",
        lambda s: s.write(PROJECT, s.read(PROJECT).replace("7.1.1", "7.1.1rc1")),
        [("history-version", PROJECT, 3, None)],
    ),
    Case(
        "no version",
        "7.1.1",
        lambda s: s.write(PROJECT, "[project]\n"),
        [("history-version", PROJECT, 1, None)],
    ),
    Case("the same again", "7.1.0", lambda _: None),
    Case(
        "another cell under a published number",
        "7.1.0",
        note("Another note."),
        [("history-rebuild", CAS, 3, None)],
    ),
    Case(
        "another row under a published number",
        "7.1.0",
        lambda s: s.add_row("evd-0003"),
        [("history-rebuild", EVD, 4, None)],
    ),
    Case(
        "a row fewer under a published number",
        "7.1.0",
        lambda s: s.delete("evidence", 3),
        [("history-rebuild", EVD, 1, None)],
    ),
    Case(
        "other words of a column under a published number",
        "7.1.0",
        field("harm", lambda f: f.update(title="Kind of harm")),
        [("history-rebuild", SCHEMA, 1, None)],
    ),
    Case(
        "another log under a published number",
        "7.1.0",
        lambda s: s.correct("casualties", "cas-0002", "note", "7.0.9"),
        [("history-rebuild", CORRECTIONS, 1, None)],
    ),
    Case(
        "a corrected cell without a reason, before the next release has a number",
        "7.1.1.dev0",
        note("Another note."),
        [("history-reason", CAS, 3, "note")],
    ),
    *(
        Case(
            f"a corrected cell with a reason of {release}, before the next release has a number",
            "7.1.1.dev0",
            both(
                note("Another."),
                lambda s, r=release: s.correct("casualties", "cas-0002", "note", r),
            ),
        )
        for release in ("7.1.1", "7.2.0", "8.0.0")
    ),
    *(
        Case(
            f"a corrected cell with a reason of the past {release}, with the next one open",
            "7.1.1.dev0",
            both(
                note("Another."),
                lambda s, r=release: s.correct("casualties", "cas-0002", "note", r),
            ),
            [("history-reason", CAS, 3, "note")],
        )
        for release in ("7.1.0", "7.0.9", "07.2.0")
    ),
    Case(
        "a reason without a change, before the next release has a number",
        "7.1.1.dev0",
        lambda s: s.correct("casualties", "cas-0002", "note", "7.2.0"),
        [("history-reason", CORRECTIONS, 2, "column_name")],
    ),
    Case(
        "two reasons for one cell, under two numbers of the next release",
        "7.1.1.dev0",
        both(
            note("Another."),
            lambda s: s.correct("casualties", "cas-0002", "note", "7.1.1"),
            lambda s: s.correct("casualties", "cas-0002", "note", "7.2.0"),
        ),
        [("history-reason", CORRECTIONS, 3, "column_name")],
    ),
    Case(
        "a removed id without a row in withdrawn, before the next release has a number",
        "7.1.1.dev0",
        lambda s: s.delete("evidence", 3),
        [("history-vanished", EVD, 1, None)],
    ),
    Case(
        "a removed id with one, before the next release has a number",
        "7.1.1.dev0",
        lambda s: (s.delete("evidence", 3), s.withdraw("evidence", "evd-0002", "7.2.0")),
    ),
    Case(
        "a removed id with one of the past, with the next release open",
        "7.1.1.dev0",
        lambda s: (s.delete("evidence", 3), s.withdraw("evidence", "evd-0002", "7.1.0")),
        [("history-vanished", EVD, 1, None)],
    ),
    Case(
        "two rows under each other's id, before the next release has a number",
        "7.1.1.dev0",
        swap,
        [("history-reused", CAS, 2, "casualty_id"), ("history-reused", CAS, 3, "casualty_id")],
    ),
    Case("a new row, in a development version", "7.1.1.dev0", lambda s: s.add_row("evd-0003")),
    Case(
        "a value that is gone, in a development version",
        "7.1.1.dev0",
        field("victim_group", drop_enum("journalist")),
    ),
    Case(
        "a changelog that says nothing yet, in a development version",
        "7.1.1.dev0",
        lambda s: s.write("CHANGELOG.md", "## [Unreleased]\n\n"),
    ),
    *(
        Case(
            f"a development version {what} what is published",
            version,
            lambda _: None,
            [("history-version", PROJECT, 3, None)],
        )
        for what, version in (("of", "7.1.0.dev0"), ("behind", "7.0.9.dev0"))
    ),
    *(
        Case(
            f"another development version, {version}",
            "7.1.1",
            lambda s, v=version: s.write(PROJECT, s.read(PROJECT).replace("7.1.1", v)),
            [("history-version", PROJECT, 3, None)],
        )
        for version in ("7.1.dev0", "7.1.1.dev1", "7.1.1dev0", "7.1.1.dev0.dev0")
    ),
    Case("a printed form more, a minor version", "7.2.0", alias(MORE_FORMS)),
    Case("a printed form more, in a development version", "7.1.1.dev0", alias(MORE_FORMS)),
    Case(
        "a printed form more, a patch",
        "7.1.1",
        alias(MORE_FORMS),
        [("history-version", PROJECT, 3, None)],
    ),
    Case(
        "a printed form more with a reason",
        "7.2.0",
        both(alias(MORE_FORMS), lambda s: s.correct("actors", "act-0001", "aliases")),
    ),
    *(
        Case(
            f"a printed form {what}",
            "7.1.1",
            both(
                alias(MORE_FORMS), lambda s: (s.publish("7.2.0"), s.raise_to("7.3.0")), alias(now)
            ),
            [("history-reason", ACT, 2, "aliases")],
        )
        for what, now in (("less", "Red\u00a0Band"), ("for another", "Red\u00a0Band|Red"))
    ),
    Case(
        "the zip of a development version",
        "7.1.1.dev0",
        lambda s: shutil.copy(
            s.root / "releases/isk-indicators-7.1.0.zip",
            s.root / "releases/isk-indicators-7.1.1.dev0.zip",
        ),
        [("history-release", "releases/isk-indicators-7.1.1.dev0.zip", 1, None)],
    ),
    Case(
        "the zip of a development version under the number of a release",
        "7.1.1.dev0",
        lambda s: (
            (s.root / "releases/isk-indicators-7.1.1.zip").write_bytes(sealed(data_files(s.root))),
            s.list_zips(),
        ),
        [("history-release", "releases/isk-indicators-7.1.1.zip", 1, None)],
    ),
    Case(
        "a zip of another name",
        "7.1.1",
        lambda s: (s.root / "releases/latest.zip").write_bytes(b""),
        [("history-release", "releases/latest.zip", 1, None)],
    ),
    Case(
        "a zip that is none",
        "7.1.1",
        lambda s: (
            (s.root / "releases/isk-indicators-7.0.9.zip").write_bytes(b"PK"),
            s.list_zips(),
        ),
        [("history-release", "releases/isk-indicators-7.0.9.zip", 1, None)],
    ),
    Case(
        "a release under another number",
        "7.2.0",
        lambda s: (
            shutil.copy(s.root / ZIP, s.root / "releases/isk-indicators-7.0.9.zip"),
            s.list_zips(),
        ),
        [("history-release", "releases/isk-indicators-7.0.9.zip", 1, None)],
    ),
    Case(
        "a second zip of a version",
        "7.1.1",
        lambda s: shutil.copy(s.root / ZIP, s.root / "releases/isk-indicators-7.1.0 (1).zip"),
        [("history-release", "releases/isk-indicators-7.1.0 (1).zip", 1, None)],
    ),
    Case(
        "a zip that contradicts its own checksums",
        "7.1.1",
        lambda s: (replaced_zip(s, b"Red", b"Rad", seal=False), s.list_zips()),
        [("history-release", ZIP, 1, None)],
    ),
    Case(
        "no ledger",
        "7.1.1",
        lambda s: (s.root / LEDGER).unlink(),
        [("history-ledger", LEDGER, 1, None)],
    ),
    Case(
        "a published zip that is gone",
        "7.1.1",
        lambda s: (s.root / ZIP).unlink(),
        [("history-ledger", LEDGER, 1, None)],
    ),
    Case(
        "a published zip that is renamed",
        "7.1.1",
        lambda s: (s.root / ZIP).rename(s.root / f"{ZIP}.old"),
        [("history-ledger", LEDGER, 1, None)],
    ),
    Case(
        "a published zip that is gone, with its line",
        "7.1.1",
        both(
            lambda s: (s.publish("7.2.0"), s.raise_to("7.2.1")),
            lambda s: ((s.root / ZIP).unlink(), s.list_zips()),
        ),
        [("history-ledger", "CHANGELOG.md", 9, None)],
    ),
    Case(
        "a zip that was built anew with another cell",
        "7.1.1",
        both(rebuilt, note("The word is between brackets.")),
        [("history-ledger", ZIP, 1, None)],
    ),
    Case(
        "a zip without a line",
        "7.1.1",
        unlisted,
        [("history-ledger", "releases/isk-indicators-7.2.0.zip", 1, None)],
    ),
    Case(
        "an empty ledger",
        "7.1.1",
        lambda s: s.write(LEDGER, ""),
        [("history-ledger", LEDGER, 1, None)],
    ),
    Case(
        "a line that is none",
        "7.1.1",
        lambda s: s.write(LEDGER, f"{s.read(LEDGER)}7.1.0\n"),
        [("history-ledger", LEDGER, 2, None)],
    ),
    Case(
        "a line for what is no release",
        "7.1.1",
        lambda s: s.write(LEDGER, f"{s.read(LEDGER)}{'0' * 64}  README.md\n"),
        [("history-ledger", LEDGER, 2, None)],
    ),
    Case(
        "no releases, with an entry for one",
        "7.1.1",
        lambda s: shutil.rmtree(s.root / "releases"),
        [("history-ledger", LEDGER, 1, None)],
    ),
    Case("a version below", "7.0.9", lambda _: None, [("history-version", PROJECT, 3, None)]),
    Case(
        "no project with a version",
        "7.1.1.dev0",
        lambda s: (s.root / PROJECT).unlink(),
        [("history-version", PROJECT, 1, None)],
    ),
    *(
        Case(f"{name}, {what}", version, silently(column, change), expected)
        for name, column, change in (
            ("a pattern less", "casualty_id", lambda f: f["constraints"].pop("pattern")),
            ("a lower minimum", "stated_low", lambda f: f["constraints"].update(minimum=-1)),
            ("another proof", "harm", lambda f: f["isk"].update(proof={"by": "judgement"})),
            (
                "a proof that allows more",
                "harm",
                lambda f: f["isk"]["proof"].update(blank="no cue"),
            ),
        )
        for what, version, expected in (
            ("in a version", "7.1.1", [("history-schema", SCHEMA, 1, column)]),
            ("in a development version", "7.1.1.dev0", [("history-schema", SCHEMA, 1, column)]),
        )
    ),
    *(
        Case(f"{name}, without a word", "7.1.1.dev0", silently(column, change), [])
        for name, column, change in (
            ("a proof that demands more", "harm", lambda f: f["isk"]["proof"].update(needs={})),
            ("cues of a judgement", "covers", lambda f: f["isk"].update(proof={"by": "code"})),
            ("a further tie", "incident_id", lambda f: f["isk"]["proof"]["ties"].append("overlap")),
        )
    ),
    *(
        Case(
            f"{name} that the changelog {'names' if is_said else 'does not name'}",
            "7.1.1.dev0",
            (field if is_said else silently)(column, change),
            [] if is_said else [("history-schema", SCHEMA, 1, column)],
        )
        for name, column, change in (
            ("a value less", "victim_group", drop_enum("journalist")),
            ("a value that may be blank", "harm", lambda f: f["constraints"].pop("required")),
        )
        for is_said in (True, False)
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_change_gets_its_verdict(checkout: SampleCheckout, case: Case) -> None:
    checkout.raise_to(case.version)
    case.change(checkout)
    assert sorted(checkout.found(), key=str) == sorted(case.expected, key=str)


def test_every_rule_is_tripped_by_a_case() -> None:
    assert {place[0] for case in CASES for place in case.expected} == {*history.RULES}


# What is said

NO_BASE = "whether releases/ is as published (--against names a base)"


def reported(checkout: SampleCheckout) -> Finding:
    (finding,) = checkout.findings()
    return finding


def test_a_correction_without_a_reason_says_both_ways_out(checkout: SampleCheckout) -> None:
    checkout.raise_to("7.1.1")
    note("Another note.")(checkout)
    finding = reported(checkout)
    assert (finding.row_id, finding.found) == ("cas-0002", "Another note.")
    was = '"The word is between quotation marks."'
    assert finding.expected == f"{was} as in 7.1.0, or a reason in {CORRECTIONS}"
    assert "with the release 7.1.1" in finding.message
    assert finding.column == checkout.sample.column("casualties", 3, "note")


def test_before_the_next_release_has_a_number_all_is_reported_at_once(
    checkout: SampleCheckout,
) -> None:
    checkout.raise_to("7.1.1.dev0")
    note("Another note.")(checkout)
    checkout.sample.set("casualties", 2, "note", "A note.")
    checkout.delete("evidence", 3)
    checkout.add_row("evd-0003")
    report = checkout.sample.check()
    assert [(f.rule, f.line, f.field) for f in report.findings] == [
        ("history-reason", 2, "note"),
        ("history-reason", 3, "note"),
        ("history-vanished", 1, None),
    ]
    assert "with the release 7.1.1, why" in report.findings[0].message
    assert "with the release 7.1.1" in report.findings[2].expected
    assert report.notes == (
        "the next release must be at least 7.2.0 (changes since 7.1.0: row added: 1, "
        "cell corrected: 2)",
    )
    assert report.exit_code == 1


@pytest.mark.parametrize(
    ("change", "least", "counted"),
    [
        (note("Another."), "7.1.1", "cell corrected: 1"),
        (moved, "7.1.1", "span moved: 2"),
        (alias(MORE_FORMS), "7.2.0", "cell extended: 1"),
        (field("harm", add_enum("lost")), "7.2.0", "value added: 1"),
        (lambda s: (s.delete("evidence", 3), s.withdraw("evidence", "evd-0002", "9.0.0")),
         "8.0.0", "row gone: 1"),
        (lambda s: (field("victim_group", drop_enum("journalist"))(s),
                    field("victim_group", drop_enum("official"))(s),
                    field("harm", lambda f: f["constraints"].pop("required"))(s)),
         "8.0.0", "column changed: 3 (casualties.harm, casualties.victim_group)"),
        (lambda s: (s.root / "schemas/views/tolls.json").unlink(),
         "8.0.0", "table gone: 1 (tolls)"),
    ],
)  # fmt: skip
def test_how_far_the_next_release_must_rise_is_a_note(
    checkout: SampleCheckout, change: Callable[[SampleCheckout], object], least: str, counted: str
) -> None:
    checkout.raise_to("7.1.1.dev0")
    change(checkout)
    (note,) = checkout.sample.check().notes
    assert note == f"the next release must be at least {least} (changes since 7.1.0: {counted})"


def test_a_development_version_without_a_change_has_nothing_to_note(
    checkout: SampleCheckout,
) -> None:
    checkout.raise_to("7.1.1.dev0")
    report = checkout.sample.check()
    assert (report.findings, report.notes, report.not_checked) == ((), (), (NO_BASE,))


def test_a_development_version_behind_the_last_release_is_compared_all_the_same(
    checkout: SampleCheckout,
) -> None:
    checkout.raise_to("7.0.9.dev0")
    note("Another note.")(checkout)
    reason, version = checkout.findings()
    assert (reason.rule, version.rule) == ("history-reason", "history-version")
    assert version.expected == "a development version after 7.1.0, such as 7.1.1.dev0"
    assert version.found == "7.0.9.dev0"


def test_two_reasons_for_one_cell_name_each_other(checkout: SampleCheckout) -> None:
    checkout.raise_to("7.1.1.dev0")
    note("Another note.")(checkout)
    for release in ("7.1.1", "7.2.0"):
        checkout.correct("casualties", "cas-0002", "note", release)
    finding = reported(checkout)
    assert finding.found == "casualties cas-0002 note"
    assert "the one on line 2" in finding.message


def test_a_development_version_says_that_it_is_never_published(checkout: SampleCheckout) -> None:
    checkout.raise_to("7.1.1.dev0")
    data = zip_archive(data_files(checkout.root))
    for name in ("7.1.1.dev0", "7.1.1"):
        path = checkout.root / f"releases/isk-indicators-{name}.zip"
        path.write_bytes(data)
        checkout.list_zips()
        assert "a development version is never published" in reported(checkout).message
        path.unlink()


def test_of_a_zip_no_line_is_shown(checkout: SampleCheckout) -> None:
    (checkout.root / "releases/isk-indicators-7.1.0.zip").rename(checkout.root / "releases/old.zip")
    lines = report_text.screen_lines(checkout.sample.check())
    assert not [line for line in lines if "PK" in line]


def test_ids_that_are_gone_are_named_once_for_the_table(checkout: SampleCheckout) -> None:
    for number in range(3, 16):
        checkout.add_row(f"evd-{number:04}")
    checkout.publish("7.2.0")
    checkout.raise_to("8.0.0")
    for _ in range(12):
        checkout.delete("evidence", 4)
    finding = reported(checkout)
    named = ", ".join(f"evd-{number:04}" for number in range(3, 13))
    assert finding.found == f"no row {named} and 2 more"
    assert finding.row_id is None
    assert WITHDRAWN in finding.message


def test_one_id_that_is_gone_is_the_findings_own(checkout: SampleCheckout) -> None:
    checkout.raise_to("8.0.0")
    checkout.delete("evidence", 3)
    assert reported(checkout).row_id == "evd-0002"


def test_a_version_too_small_says_which_would_do_and_why(checkout: SampleCheckout) -> None:
    checkout.raise_to("7.1.7")
    checkout.add_row("evd-0003")
    checkout.add_row("evd-0004")
    finding = reported(checkout)
    assert (finding.found, finding.expected) == ("7.1.7", "at least 7.2.0")
    assert "the changes since 7.1.0 require a minor version (row added: 2)" in finding.message
    assert finding.column == len("version = ") + 1


def test_a_column_is_pointed_at_where_its_schema_names_it(checkout: SampleCheckout) -> None:
    checkout.raise_to("7.2.0")
    field("victim_group", drop_enum("journalist"))(checkout)
    field("victim_group", drop_enum("official"))(checkout)
    checkout.write(SCHEMA, json.dumps(json.loads(checkout.read(SCHEMA)), indent=2))
    finding = reported(checkout)
    line = checkout.read(SCHEMA).split("\n")[finding.line - 1]
    assert line[finding.column - 1 :] == '"name": "victim_group",'
    assert finding.found == "no journalist; no official"
    assert finding.expected.endswith("at least version 8.0.0")


def test_a_published_number_says_which_would_do(checkout: SampleCheckout) -> None:
    checkout.add_row("evd-0003")
    finding = reported(checkout)
    assert finding.found == "evidence with row added: 1"
    assert finding.expected == "what releases/ has as 7.1.0, or at least version 7.2.0"
    assert finding.message.startswith("Open the next version (python -m isk_indicators.release.")


def test_what_a_schema_lost_is_said_in_words(checkout: SampleCheckout) -> None:
    checkout.raise_to("7.1.1.dev0")
    silently("stated_low", lambda f: (f["constraints"].clear(), f["isk"].pop("proof")))(checkout)
    finding = reported(checkout)
    assert finding.expected == (
        "proof by figure, proof of figure, minimum 0, maximum 1000000000, as in 7.1.0, or an item "
        "below [Unreleased] in CHANGELOG.md that names `casualties` `stated_low`"
    )


def test_without_a_release_schemas_are_compared_with_the_installed_ones(
    sample: SamplePackage,
) -> None:
    sample.schema("places", lambda d: d["fields"][0]["constraints"].pop("pattern"))
    (finding,) = sample.check().findings
    assert (finding.rule, finding.file) == ("history-schema", "schemas/places.json")
    assert f"pattern plc-[0-9]{{4}}, as in {DISTRIBUTION} {installed_version()}" in finding.expected


@pytest.mark.parametrize("file", ["schemas/views/tolls.json", "schemas/derived/changes.json"])
def test_a_schema_that_is_cut_off_stops_the_check(sample: SamplePackage, file: str) -> None:
    path = sample.root / file
    path.write_bytes(path.read_bytes()[:100])
    report = sample.check()
    assert (report.exit_code, f"{path}: cannot be read as JSON" in report.stopped) == (2, True)


# A base


def emptied(checkout: SampleCheckout) -> None:
    """A checkout that seems to have published nothing."""
    shutil.rmtree(checkout.root / "releases")
    checkout.raise_to(checkout.version)


ATTACKS: dict[str, Callable[[SampleCheckout], object]] = {
    "the zip is built anew": both(rebuilt, SampleCheckout.list_zips),
    "the zip is gone": lambda s: ((s.root / ZIP).unlink(), s.list_zips(), s.raise_to(s.version)),
    "the releases and their entries are gone": emptied,
    "and the version is lower": lambda s: (emptied(s), s.raise_to("0.0.1")),
    "and there is no project": lambda s: (emptied(s), (s.root / PROJECT).unlink()),
}
"""How to hide another cell; the ledger is rewritten to fit."""


@pytest.fixture
def base(checkout: SampleCheckout) -> Path:
    """The published zip as a user has downloaded it."""
    return Path(shutil.copy(checkout.root / ZIP, checkout.root.parent / Path(ZIP).name))


@pytest.fixture
def committed(git: None, checkout: SampleCheckout) -> str:  # noqa: ARG001
    """The commit of the checkout when it had published 7.1.0."""
    checkout.raise_to("7.1.1.dev0")
    for command in ("init -q", "add .", "commit -qm base", "rev-parse HEAD"):
        who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
        done = subprocess.run(
            ["git", *who, *command.split()], cwd=checkout.root, check=True, capture_output=True
        )
    return done.stdout.decode().strip()


@pytest.mark.parametrize("name", ATTACKS)
def test_against_a_zip_another_cell_cannot_be_hidden(
    checkout: SampleCheckout, base: Path, name: str
) -> None:
    checkout.raise_to("7.1.1.dev0")
    note("The word is between brackets.")(checkout)
    ATTACKS[name](checkout)
    found = {finding.rule for finding in gate.check(checkout.root, str(base)).findings}
    assert "history-ledger" in found
    assert found & {"history-reason", "history-version"}


def test_against_a_base_what_is_as_published_is_sound(
    checkout: SampleCheckout, base: Path, committed: str
) -> None:
    checkout.add_row("evd-0003")
    for against in (str(base), committed, "HEAD"):
        report = gate.check(checkout.root, against)
        assert (report.findings, report.not_checked) == ((), ()), against


@pytest.mark.parametrize(
    "name", ["the zip is built anew", "the releases and their entries are gone"]
)
def test_against_a_commit_another_cell_cannot_be_hidden(
    checkout: SampleCheckout, committed: str, name: str
) -> None:
    note("The word is between brackets.")(checkout)
    ATTACKS[name](checkout)
    assert checkout.sample.check().findings == ()
    found = [(f.rule, f.file, f.line) for f in gate.check(checkout.root, committed).findings]
    assert found == [("history-reason", CAS, 3), ("history-ledger", LEDGER, 1)]


def test_against_a_commit_a_made_up_release_hides_no_cell(
    checkout: SampleCheckout, committed: str
) -> None:
    note("Another note.")(checkout)
    checkout.publish("7.2.0")
    checkout.raise_to("7.2.1.dev0")
    assert checkout.found() == []
    found = [(f.rule, f.file, f.line) for f in gate.check(checkout.root, committed).findings]
    assert found == [("history-reason", CAS, 3)]


def test_against_a_commit_a_release_with_its_reasons_is_sound(
    checkout: SampleCheckout, committed: str
) -> None:
    checkout.raise_to("7.1.1")
    note("Another note.")(checkout)
    checkout.correct("casualties", "cas-0002", "note")
    for change in (lambda: checkout.publish("7.1.1"), lambda: checkout.raise_to("7.1.2.dev0")):
        change()
        assert gate.check(checkout.root, committed).findings == ()


def test_against_a_commit_the_line_as_it_was_is_expected(
    checkout: SampleCheckout, committed: str
) -> None:
    before = checkout.read(LEDGER).strip()
    both(note("The word is between brackets."), ATTACKS["the zip is built anew"])(checkout)
    *_, finding = gate.check(checkout.root, committed).findings
    assert finding.expected == f"the line {before}, as in {committed}"
    assert finding.found == checkout.read(LEDGER).strip()


def test_against_a_commit_what_an_unpublished_schema_lost_is_reported(
    checkout: SampleCheckout, committed: str
) -> None:
    silently("harm", lambda f: f["isk"].pop("proof"))(checkout)
    places = [(f.rule, f.file, f.field) for f in gate.check(checkout.root, committed).findings]
    assert places == [("history-schema", SCHEMA, "harm")]


@pytest.mark.usefixtures("committed")
@pytest.mark.parametrize(
    ("against", "reason"),
    [
        ("-x", "no commit begins with '-'"),
        ("--output=x", "no commit begins with '-'"),
        ("none", "git finds no such commit here"),
        ("HEAD:CHANGELOG.md", "git finds no such commit here"),
        ("none.zip", "there is no such zip"),
        ("releases/isk-indicators-7.1.0.zip", "there is no such zip"),
    ],
)
def test_a_base_that_is_not_there_stops_the_check(
    checkout: SampleCheckout, against: str, reason: str
) -> None:
    report = gate.check(checkout.root, against)
    assert (report.exit_code, reason in report.stopped) == (2, True), report.stopped


def test_a_file_is_never_taken_for_a_commit(checkout: SampleCheckout, base: Path) -> None:
    shutil.copy(base, checkout.root / "main")
    assert "git finds no such commit here" in gate.check(checkout.root, "main").stopped


def test_a_zip_that_is_no_release_is_no_base(checkout: SampleCheckout, base: Path) -> None:
    checkout.raise_to("7.1.1.dev0")
    for data in (b"PK", sealed(data_files(checkout.root))):
        base.write_bytes(data)
        report = gate.check(checkout.root, str(base))
        assert (report.exit_code, report.stopped.startswith(f"{base}: ")) == (2, True)


# Ids over several releases


@pytest.fixture
def withdrawn(checkout: SampleCheckout) -> SampleCheckout:
    """evd-0002 was in 7.1.0, and is gone with a reason since 8.0.0."""
    checkout.raise_to("8.0.0")
    checkout.delete("evidence", 3)
    checkout.withdraw("evidence", "evd-0002")
    checkout.publish("8.0.0")
    checkout.raise_to("8.1.0")
    return checkout


def test_a_row_that_was_withdrawn_long_ago_needs_nothing_more(withdrawn: SampleCheckout) -> None:
    assert withdrawn.found() == []


def test_the_reason_of_a_withdrawal_stays(withdrawn: SampleCheckout) -> None:
    withdrawn.delete("withdrawn", 2)
    assert withdrawn.found() == [("history-vanished", EVD, 1, None)]


def test_an_id_that_was_gone_is_not_given_again(withdrawn: SampleCheckout) -> None:
    withdrawn.delete("withdrawn", 2)
    withdrawn.add_row()
    (finding,) = withdrawn.findings()
    assert (finding.rule, finding.line, finding.field) == ("history-reused", 3, "evidence_id")
    assert finding.message.startswith("7.1.0 had it, and later ones had not: ")


def test_an_id_is_known_from_the_ledger_of_the_last_release_too(withdrawn: SampleCheckout) -> None:
    (withdrawn.root / ZIP).unlink()
    withdrawn.delete("withdrawn", 2)
    withdrawn.add_row()
    finding, gone = withdrawn.findings()
    assert (finding.rule, gone.rule) == ("history-reused", "history-ledger")
    assert finding.message.startswith("8.0.0 has it as withdrawn: ")


def test_an_id_in_use_and_withdrawn_is_reported_by_the_rules_of_the_ledger(
    withdrawn: SampleCheckout,
) -> None:
    withdrawn.add_row()
    assert withdrawn.found() == [("withdrawn-row", WITHDRAWN, 2, "row_id")]


def test_a_table_that_is_gone_is_reported_once_and_its_ids_are_not(
    checkout: SampleCheckout,
) -> None:
    path = checkout.root / "releases" / "isk-indicators-7.1.0.zip"
    files = files_of(path)
    descriptor = json.loads(files["datapackage.json"])
    own = {"name": "extra", "path": "datasets/extra.csv", "schema": "schemas/evidence.json"}
    descriptor["resources"].append(own)
    files["datapackage.json"] = json.dumps(descriptor).encode()
    files["datasets/extra.csv"] = files["datasets/evidence.csv"]
    del files["SHA256SUMS"]
    path.write_bytes(sealed(files))
    checkout.list_zips()
    for version, found in (
        ("7.2.0", [("history-column", "datapackage.json", 1, None)]),
        ("8.0.0", []),
    ):
        checkout.raise_to(version)
        checkout.say("`extra`: no table any more.")
        assert checkout.found() == found


def test_the_highest_release_below_is_the_one_compared_with(checkout: SampleCheckout) -> None:
    checkout.raise_to("7.9.0")
    note("Another.")(checkout)
    checkout.correct("casualties", "cas-0002", "note")
    checkout.publish("7.9.0")
    checkout.raise_to("7.10.0")
    assert checkout.found() == []
    checkout.raise_to("7.8.0")
    assert checkout.found() == [
        ("history-reason", CAS, 3, "note"),
        ("history-version", PROJECT, 3, None),
    ]


def test_a_published_version_is_compared_with_the_one_below_as_well(
    checkout: SampleCheckout,
) -> None:
    checkout.raise_to("7.1.1")
    checkout.add_row("evd-0003")
    checkout.publish("7.1.1")
    assert checkout.found() == [("history-version", PROJECT, 3, None)]


# What cannot be compared


def history_of(checkout: SampleCheckout) -> list[str]:
    return [what for what in checkout.sample.check().not_checked if what.startswith("history")]


def test_a_cell_at_fault_is_no_correction(checkout: SampleCheckout) -> None:
    checkout.raise_to("7.1.1")
    checkout.sample.set("casualties", 2, "harm", "x")
    assert checkout.found() == [("enum", CAS, 2, "harm")]
    assert history_of(checkout) == ["history of casualties: 1 cell at fault"]


def test_a_cell_that_a_rule_rejects_is_no_correction(checkout: SampleCheckout) -> None:
    checkout.raise_to("7.1.1")
    checkout.sample.set("casualties", 2, "stated_low", "12")
    assert {rule for rule, *_ in checkout.found()} & {*history.RULES} == set()
    assert history_of(checkout) == ["history of casualties: 1 cell at fault"]


def test_a_row_that_cannot_be_read_has_not_vanished(checkout: SampleCheckout) -> None:
    checkout.raise_to("7.1.1")
    checkout.sample.line("evidence", 3, lambda text: text + ",")
    assert checkout.found() == [("cell-count", EVD, 3, None)]
    assert "history of evidence: 1 row that cannot be read" in history_of(checkout)


def test_an_id_at_fault_has_not_vanished(checkout: SampleCheckout) -> None:
    checkout.raise_to("7.1.1")
    checkout.sample.set("evidence", 3, "evidence_id", "evd-2")
    assert checkout.found() == [("pattern", EVD, 3, "evidence_id")]


def test_the_rows_of_a_table_that_is_not_there_have_not_vanished(checkout: SampleCheckout) -> None:
    checkout.raise_to("7.1.1")
    checkout.sample.path("evidence").unlink()
    assert checkout.found() == [("missing-file", EVD, 1, None)]
    assert "history of evidence: it cannot be read" in history_of(checkout)


def test_with_a_ledger_at_fault_nothing_is_missed_in_it(checkout: SampleCheckout) -> None:
    checkout.raise_to("8.0.0")
    note("Another note.")(checkout)
    checkout.delete("evidence", 3)
    checkout.append("corrections", "8.0.0", "casualties", "cas-2", "note", "A slip.")
    checkout.append("withdrawn", "evidence", "evd-2", "8.0.0", "Recorded twice.", "", "")
    assert {(rule, file) for rule, file, *_ in checkout.found()} == {
        ("pattern", CORRECTIONS),
        ("pattern", WITHDRAWN),
    }
    gaps = [f"history of {name}: 1 cell at fault" for name in ("corrections", "withdrawn")]
    assert history_of(checkout) == gaps


def test_under_a_published_number_what_does_not_stand_is_not_missed(
    checkout: SampleCheckout,
) -> None:
    checkout.sample.line("evidence", 3, lambda text: text + ",")
    assert checkout.found() == [("cell-count", EVD, 3, None)]


def test_without_the_last_release_nothing_is_compared(checkout: SampleCheckout) -> None:
    checkout.publish("7.2.0").write_bytes(b"PK")
    checkout.list_zips()
    checkout.raise_to("7.2.1")
    note("Another note.")(checkout)
    assert [rule for rule, *_ in checkout.found()] == ["history-release"]
    assert history_of(checkout) == ["history since 7.2.0 (it cannot be read)"]


def test_without_an_earlier_release_its_ids_are_not_known(checkout: SampleCheckout) -> None:
    path = checkout.root / "releases" / "isk-indicators-7.1.0.zip"
    checkout.publish("7.2.0")
    path.write_bytes(b"PK")
    checkout.list_zips()
    checkout.raise_to("7.2.1")
    note("Another note.")(checkout)
    assert [rule for rule, *_ in checkout.found()] == ["history-reason", "history-release"]
    assert history_of(checkout) == ["history: the ids of 7.1.0 (it cannot be read)"]


def test_without_the_release_of_this_number_it_is_not_compared(checkout: SampleCheckout) -> None:
    (checkout.root / ZIP).write_bytes(b"PK")
    checkout.list_zips()
    assert [rule for rule, *_ in checkout.found()] == ["history-release"]
    assert history_of(checkout) == ["history: whether this is 7.1.0 (it cannot be read)"]


def test_without_a_version_nothing_is_compared(checkout: SampleCheckout) -> None:
    (checkout.root / PROJECT).unlink()
    note("Another note.")(checkout)
    finding = reported(checkout)
    assert (finding.rule, finding.file, finding.found) == ("history-version", PROJECT, "no version")
    assert checkout.sample.check().notes == ()
    assert history_of(checkout) == ["history (datapackage.json gives no version)"]


# The first release, and one that is unpacked


def test_the_first_release_has_nothing_to_compare_with_and_says_so(sample: SamplePackage) -> None:
    SampleCheckout(sample, "7.1.0")
    report = sample.check()
    assert (report.findings, report.not_checked, report.exit_code) == ((), (NO_BASE,), 0)
    assert report.notes == ("no published release below 7.1.0: there is nothing to compare with",)


def test_the_first_release_needs_its_entry_too(sample: SamplePackage) -> None:
    checkout = SampleCheckout(sample, "7.1.0")
    checkout.write("CHANGELOG.md", "## [Unreleased]\n\n- Much.\n")
    assert checkout.found() == [("history-changelog", "CHANGELOG.md", 1, None)]


def test_an_unpacked_release_has_the_version_of_its_descriptor(checkout: SampleCheckout) -> None:
    path = checkout.root / "releases" / "isk-indicators-7.1.0.zip"
    unpacked = checkout.root / "unpacked"
    zipfile.ZipFile(path).extractall(unpacked)
    report = gate.check(unpacked)
    assert not [finding for finding in report.findings if finding.rule in history.RULES]
    assert report.notes == ("no published release below 7.1.0: there is nothing to compare with",)


def test_an_unpacked_release_is_compared_if_releases_are_beside_it(
    withdrawn: SampleCheckout,
) -> None:
    unpacked = withdrawn.root / "unpacked"
    paths = [withdrawn.root / "releases" / f"isk-indicators-{n}.zip" for n in ("7.1.0", "8.0.0")]
    zipfile.ZipFile(paths[1]).extractall(unpacked)
    (unpacked / "releases").mkdir()
    for path in paths:
        shutil.copy(path, unpacked / "releases")
    assert not [f for f in gate.check(unpacked).findings if f.rule in history.RULES]
    (unpacked / "datasets" / "withdrawn.csv").write_bytes(withdrawn.sample.data("corrections"))
    assert gate.check(unpacked).findings


def test_a_folder_without_a_version_and_releases_says_so(sample: SamplePackage) -> None:
    assert sample.check().notes == ("no published release: there is nothing to compare with",)


# The changelog


@pytest.mark.parametrize(
    "heading",
    [
        "## [0.2.0]",
        "## 0.2.0",
        "## [0.2.0] - 2026-11-22",
        "## [0.2.0] – 2026-11-22",
        "##  0.2.0 — 2026-11-22 ",
        "## [0.2.0] - 2026-11-22 [YANKED]",
    ],
)
def test_a_heading_of_the_version(heading: str) -> None:
    assert has_entry(f"# Changelog\n\n{heading}\n\n- Words.\n\n## [0.1.0]\n\n- More.\n", "0.2.0")
    assert has_entry(f"{heading}\r\n\r\n- Words.\r\n", "0.2.0")


@pytest.mark.parametrize(
    "heading",
    [
        "## [Unreleased]",
        "## [0.1.0] - [0.2.0]",
        "## [0.2.0] - [0.3.0]",
        "## [0.2.0-0.3.0]",
        "## [0.2.0-rc1]",
        "## 0.2.0-rc1",
        "## 0.2.0 - 0.3.0",
        "## [0.2.0.1]",
        "## [10.2.0]",
        "## [0.20]",
        "## [0x2y0]",
        "### [0.2.0]",
        "# [0.2.0]",
        "[0.2.0]",
        "## The version [0.2.0]",
        "## [0.2.0] and more",
        "text ## [0.2.0]",
    ],
)
def test_a_heading_of_something_else(heading: str) -> None:
    assert not has_entry(f"# Changelog\n\n{heading}\n\n- Words.\n", "0.2.0")


@pytest.mark.parametrize("rest", ["", "\n", "\n### Added\n\n", "\n[0.2.0]: https://example.org\n"])
def test_an_entry_without_words_is_none(rest: str) -> None:
    assert not has_entry(f"## [0.2.0]\n{rest}## [0.1.0]\n\n- Words.\n", "0.2.0")
