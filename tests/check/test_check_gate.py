from __future__ import annotations

import csv
import io
import json
import re
import socket
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandera.config import ValidationDepth, config_context

from isk_indicators import csvio
from isk_indicators.changes import VersionError, read_version
from isk_indicators.check import coverage, csv_reader, csv_table, gate, structure
from isk_indicators.check.coverage import Coverage
from isk_indicators.check.finding import Finding, in_order
from isk_indicators.check.structure import StructureProblem
from isk_indicators.rules import schema as rules_schema
from isk_indicators.rules.rule import Problem
from isk_indicators.schema import installed_package
from tests.cached_check import memory
from tests.check.sample_package import SamplePackage, by_rule
from tests.check.test_check_breakages import SEVERAL, Case

CASUALTIES = installed_package().schemas["casualties"]


def test_a_sound_package_passes(sample: SamplePackage) -> None:
    report = sample.check()
    assert report.findings == ()
    assert report.not_checked == ()
    assert (report.stopped, report.exit_code) == ("", 0)
    assert report.counts["actors"] == 3


def test_the_cells_read_twice_are_counted(sample: SamplePackage) -> None:
    sample.change("readings", lambda data: data + b"incidents,inc-0001,scale,single,,\n")
    report = gate.check(sample.root)
    assert report.findings == ()
    assert sum(one.read_twice for one in report.readings) == 1
    assert {(one.table, one.column) for one in report.readings} == {
        (table, column)
        for table, schema in sample.package.schemas.items()
        for column in schema.read_twice
    }


@pytest.mark.parametrize(
    ("gone", "reason"),
    [
        (False, "datasets/readings.csv cannot be read"),
        (True, "the table readings is missing, as in every release"),
    ],
)
def test_without_the_second_readings_nothing_is_compared_and_it_says_so(
    sample: SamplePackage, gone: bool, reason: str
) -> None:
    def without(descriptor: dict[str, Any]) -> None:
        resources = descriptor["resources"]
        descriptor["resources"] = [r for r in resources if r["name"] != "readings"]

    sample.path("readings").unlink()
    if gone:
        sample.descriptor(without)
    report = gate.check(sample.root)
    assert f"cells against their second readings ({reason})" in report.not_checked
    assert report.readings == ()


def test_a_package_from_before_proofs_were_declared_has_the_installed_ones(
    sample: SamplePackage,
) -> None:
    for path in (sample.root / "schemas").glob("*.json"):
        document = json.loads(path.read_text(encoding="utf-8"))
        for field in document["fields"]:
            field["isk"] = {k: v for k, v in field["isk"].items() if k not in ("proof", "cues")}
        path.write_text(json.dumps(document), encoding="utf-8")
    assert {finding.rule for finding in gate.check(sample.root).findings} == {"history-schema"}
    sample.set("evidence", 2, "column_name", "quote")
    finding, *others = gate.check(sample.root).findings
    assert (finding.rule, finding.field) == ("evidence-subject", "column_name")
    assert {other.rule for other in others} == {"history-schema"}


def test_checking_changes_nothing(sample: SamplePackage) -> None:
    def everything() -> dict[Path, bytes]:
        return {p: p.read_bytes() for p in sample.root.rglob("*") if p.is_file()}

    sample.set("casualties", 2, "harm", "x")
    before = everything()
    sample.check()
    assert everything() == before


def test_the_same_findings_come_in_the_same_order(sample: SamplePackage) -> None:
    for name in ("harm", "covers", "stated_low"):
        sample.set("casualties", 3, name, "x")
    sample.set("actors", 2, "kind", "x")
    first = sample.check()
    assert first == sample.check()
    assert list(first.findings) == sorted(first.findings, key=lambda f: f.place)


@pytest.mark.parametrize("case", SEVERAL, ids=lambda case: case.name)
def test_what_is_remembered_in_other_tests_changes_nothing(
    sample: SamplePackage, case: Case
) -> None:
    with memory():
        sample.check()
        case.breaks(sample)
        remembered = sample.check(), sample.check()
    assert remembered == (sample.check(),) * 2


def test_errors_make_1_and_warnings_alone_0() -> None:
    def finding(severity: Any) -> Finding:
        return Finding("enum", severity, "a.csv", 1, 1, None, None, "", "", "")

    assert gate.Report().exit_code == 0
    assert gate.Report((finding("warning"),)).exit_code == 0
    assert gate.Report((finding("warning"), finding("error"))).exit_code == 1
    assert gate.Report((finding("error"),) * 2).exit_code == 1
    assert gate.Report(stopped="x").exit_code == 2


def test_a_rules_problem_becomes_a_finding(
    sample: SamplePackage, monkeypatch: pytest.MonkeyPatch
) -> None:
    problem = Problem("wounded", "b", "c", "odd", "casualties", 1, "harm")
    result = [problem], [rules_schema.Undecided("casualties", "other", 2)]
    monkeypatch.setattr(rules_schema, "find_problems", lambda *_: result)
    report = sample.check()
    column = sample.column("casualties", 3, "harm")
    assert report.findings == (
        Finding(
            "odd", "error", "datasets/casualties.csv", 3, column, "cas-0002", "harm", "wounded",
            "b", "c",
        ),
    )  # fmt: skip
    assert report.exit_code == 1
    line = "casualties: rule other on 2 rows (what it reads is at fault)"
    assert report.not_checked[0] == line


def test_a_rule_gets_the_cells_that_stand(
    sample: SamplePackage, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, Any] = {}

    def spy(data: Any, _: object, texts: Any, invalid: Any, unreadable: Any) -> Any:
        seen.update(data=data, texts=texts, invalid=invalid, unreadable=unreadable)
        return [], []

    monkeypatch.setattr(rules_schema, "find_problems", spy)
    sample.set("casualties", 2, "harm", "x")
    sample.set("casualties", 3, "note", "=x")
    sample.line("actors", 2, lambda text: text + ",")
    sample.check()
    assert seen["invalid"]["casualties"] == {(0, "harm"), (1, "note")}
    first, second = seen["data"].rows("casualties")[:2]
    assert first["harm"] is None
    assert second["note"] is None
    assert first["stated_low"] == 13
    assert first["statement_id"] is None
    assert list(first) == list(CASUALTIES.names)
    assert seen["unreadable"] == ["actors"]
    assert set(seen["texts"]) == {"src-000", "src-001"}


def test_what_answers_the_words_of_a_source_is_sought_in_the_cells_that_stand(
    sample: SamplePackage, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: dict[str, Any] = {}
    monkeypatch.setattr(
        coverage,
        "inspect",
        lambda links, left, _: seen.update(links=links, left=left) or Coverage(),
    )
    sample.set("casualties", 2, "stated_low", "12")
    sample.set("casualties", 3, "note", "=x")
    sample.set("incidents", 2, "outcome", "x")
    sample.line("actors", 2, lambda text: text + ",")
    rules = {finding.rule for finding in sample.check().findings}
    assert {"figure-low", "formula", "enum", "cell-count"} <= rules
    links = seen["links"]
    incidents = seen["left"].tables["incidents"].frame
    outcomes = [row["outcome"] for row in links.rows("incidents")]
    assert outcomes == [None, *incidents["outcome"][1:]]
    assert links.rows("casualties")[0]["stated_low"] == 12
    assert links.has("actors", "act-0009") is False  # no column is taken for invalid


def test_the_words_of_a_document_that_is_not_the_one_described_are_not_checked(
    sample: SamplePackage,
) -> None:
    (sample.root / "seeds" / "000_first.txt").write_bytes(b"x")
    report = sample.check()
    assert len(report.findings) == 1
    assert "the words of src-000 (its document is not the one described)" in report.not_checked


def test_two_faults_of_one_place_and_rule_are_one() -> None:
    one = Finding("enum", "error", "a.csv", 2, 3, None, "x", "", "", "first")
    other = Finding("enum", "error", "a.csv", 2, 3, None, "x", "", "", "second")
    elsewhere = Finding("enum", "error", "a.csv", 2, 1, None, "y", "", "", "")
    assert in_order([one, other, elsewhere]) == [elsewhere, one]


# What the gate refuses to look at


def _drop_resource(document: dict[str, Any]) -> None:
    document["resources"] = [r for r in document["resources"] if r["name"] != "evidence"]


def _add_resource(document: dict[str, Any]) -> None:
    document["resources"].append(
        {**document["resources"][0], "name": "more", "path": "datasets/more.csv"}
    )


def _set_resource(key: str, value: object) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        document["resources"][0][key] = value

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_drop_resource, "no resource evidence"),
        (_set_resource("path", "../sources.csv"), "inside the folder"),
        (_set_resource("path", "/etc/sources.csv"), "inside the folder"),
        (_set_resource("path", "C:/sources.csv"), "inside the folder"),
        (_set_resource("path", "datasets/actors.csv"), "a path of its own"),
        (
            _set_resource("path", ["datasets/sources.csv"]),
            "resources[0].path: found a list, expected",
        ),
        (_set_resource("encoding", "latin-1"), "another encoding"),
        (_set_resource("dialect", {"delimiter": ";"}), "another dialect"),
        (_set_resource("schema", "schemas/none.json"), "no such file"),
        (_set_resource("schema", 3), "resources[0].schema: found a number ('3'), expected a text"),
        (_set_resource("name", "actors"), "twice"),
        (lambda d: d.pop("resources"), "lacks resources"),
        (lambda d: d.update(resources=3), "resources: found a number ('3'), expected a list"),
        (lambda d: d.update(resources={"a": 1}), "resources: found an object, expected a list"),
    ],
)
def test_a_descriptor_that_the_rules_do_not_know_is_refused(
    sample: SamplePackage, change: Callable[[dict[str, Any]], None], words: str
) -> None:
    sample.descriptor(change)
    report = sample.check()
    assert words in report.stopped
    assert report.exit_code == 2


def test_a_further_table_declares_what_proves_its_columns(sample: SamplePackage) -> None:
    sample.descriptor(_add_resource)
    (finding,) = sample.check().findings
    assert (finding.rule, finding.file) == ("missing-file", "datasets/more.csv")
    schema = json.loads((sample.root / "schemas" / "sources.json").read_text(encoding="utf-8"))
    schema["fields"][0].pop("isk")
    (sample.root / "schemas" / "more.json").write_text(json.dumps(schema), encoding="utf-8")
    sample.descriptor(lambda d: d["resources"][-1].update(schema="schemas/more.json"))
    report = sample.check()
    assert "a resource more" in report.stopped
    assert report.stopped.endswith("declare what proves each of its columns")
    assert report.exit_code == 2


def _field(column: str, **changes: object) -> Callable[[dict[str, Any]], None]:
    def change(document: dict[str, Any]) -> None:
        field = next(f for f in document["fields"] if f["name"] == column)
        field.update(changes)

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_field("harm", name="hurt"), "lacks harm"),
        (_field("harm", name="hurt", isk={}), "has hurt"),
        (_field("stated_low", type="string"), "stated_low of type string"),
        (_field("harm", name="covers"), "a column twice"),
        (_field("incident_id", constraints={"pattern": "("}), "incident_id cannot be used"),
        (_field("incident_id", constraints={"pattern": 3}), "constraints.pattern: found a number"),
        (_field("incident_id", constraints=[1]), "constraints: found a list, expected an object"),
        (
            _field("harm", constraints={"enum": "killed"}),
            "constraints.enum: found a text ('killed'), expected a list",
        ),
        (_field("harm", constraints={"enum": [["killed"]]}), "enum[0]: found a list"),
        (_field("harm", type=["string"]), ".type: found a list, expected a text"),
        (_field("harm", isk={"proof": {"by": ["code"]}}), "isk.proof.by: found a list"),
        (
            _field("harm", isk={"proof": {"by": "link", "ties": [[]]}}),
            "proof.ties[0]: found a list",
        ),
        (_field("harm", isk={"proof": "code"}), "isk.proof: found a text ('code')"),
        (_field("harm", title=None), ".title: found null, expected a text"),
        (_field("harm", isk={"meanings": {"killed": 3}}), "isk.meanings.killed: found a number"),
        (_field("stated_low", constraints={"minimum": "0"}), "minimum: found a text ('0')"),
        (_field("stated_low", constraints={"minimum": float("nan")}), "no JSON"),
        (lambda d: d.update(primaryKey=[["casualty_id"]]), "primaryKey[0]: found a list"),
        (lambda d: d["foreignKeys"][0].update(fields=[["a"]]), "foreignKeys[0].fields[0]: found"),
        (lambda d: d.pop("primaryKey"), "other keys"),
        (lambda d: d.pop("foreignKeys"), "other keys"),
        (lambda d: d["foreignKeys"][0].update(fields=["a", "b"]), "found 2 columns in a key"),
        (lambda d: d["fields"].pop(), "lacks note"),
        (lambda d: d.pop("fields"), "lacks fields"),
    ],
)
def test_a_schema_that_the_rules_do_not_know_is_refused(
    sample: SamplePackage, change: Callable[[dict[str, Any]], None], words: str
) -> None:
    sample.schema("casualties", change)
    report = sample.check()
    assert words in report.stopped
    assert report.exit_code == 2


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff\xfe", b'{"resources": [3]}', b"null"])
def test_a_descriptor_that_is_none_is_refused(sample: SamplePackage, data: bytes) -> None:
    (sample.root / "datapackage.json").write_bytes(data)
    report = sample.check()
    assert "datapackage.json" in report.stopped
    assert report.exit_code == 2


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ([("incidents", 2, "incident_id", "inc-0009")], {"foreign-key": 2, "order": 1}),
        ([("actors", 2, "name", "Bands"), ("actors", 2, "aliases", "")], {"actor-named": 4}),
        ([("casualties", 2, "harm", "x"), ("casualties", 3, "harm", "x")], {"enum": 1}),
    ],
)
def test_a_cause_elsewhere_is_reported_once(
    sample: SamplePackage, changes: list[tuple[str, int, str, str]], rules: dict[str, int]
) -> None:
    for change in changes:
        sample.set(*change)
    report = sample.check()
    places = {f.rule: 1 + len(f.others) for f in report.findings}
    assert {rule: places.get(rule) for rule in rules} == rules
    alone = Counter(f.rule for f in report.findings)
    assert all(alone[rule] == 1 for rule in rules if rule != "enum")


@pytest.mark.parametrize("file", ["datapackage.json", "schemas/casualties.json"])
def test_a_merge_conflict_in_json_is_named(sample: SamplePackage, file: str) -> None:
    path = sample.root / file
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lines[1:2] = ["<<<<<<< HEAD\n", lines[1], "=======\n", ">>>>>>> branch\n"]
    lines.append("=======\n")
    path.write_text("".join(lines), encoding="utf-8")
    last = len(lines)
    words = (
        f"{path}: unresolved merge conflict, lines 2 to 5: choose one side; "
        f"unresolved merge conflict, lines {last} to {last}: choose one side"
    )
    assert sample.check().stopped == words
    with pytest.raises(VersionError, match=re.escape(words.removeprefix(f"{sample.root}/"))):
        read_version(sample.root)


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    report = gate.check(tmp_path / "none")
    assert report.stopped.endswith("none: no such folder")
    assert report.exit_code == 2


def test_a_rule_that_breaks_down_stops_the_check(
    sample: SamplePackage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_: object) -> None:
        raise RuntimeError("rule x broke down")

    monkeypatch.setattr(rules_schema, "find_problems", breaks)
    assert sample.check().stopped == "RuntimeError: rule x broke down"


# What a folder cannot make the gate do


def test_no_profile_is_fetched(sample: SamplePackage, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("the gate went to the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    address = "http://192.0.2.1/profile.json"
    sample.descriptor(lambda d: d.update({"profile": address, "$schema": address}))
    sample.schema("casualties", lambda d: d.update({"$schema": address}))
    assert sample.check().exit_code == 0


# The canary


@pytest.mark.parametrize(
    "silenced",
    [{"validation_enabled": False}, {"validation_depth": ValidationDepth.SCHEMA_ONLY}],
    ids=["switched off", "without data"],
)
def test_a_silenced_pandera_is_noticed(
    sample: SamplePackage, silenced: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PANDERA_VALIDATION_ENABLED", "no")
    with config_context(**silenced):
        report = sample.check()
    assert report.exit_code == 2
    assert "pandera (schemas)" in report.stopped
    assert "pandera (rules)" in report.stopped
    assert "unset PANDERA_VALIDATION_ENABLED=no" in report.stopped


@pytest.mark.parametrize(
    ("target", "silent", "engine"),
    [
        ("check.structure.frictionless_problems", lambda *_: ([], []), "frictionless"),
        ("check.structure.pandera_problems", lambda _: [], "pandera (schemas)"),
        ("rules.schema.canary", lambda: False, "pandera (rules)"),
        (
            "check.csv_reader.decode",
            lambda _, data: csv_reader.Decoded(data.decode("utf-8"), []),
            "the reading of files",
        ),
    ],
)
def test_an_engine_that_is_silent_is_noticed(
    sample: SamplePackage, target: str, silent: object, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"isk_indicators.{target}", silent)
    report = sample.check()
    assert report.exit_code == 2
    assert report.stopped.startswith(f"{engine} accepted")


def test_the_canary_is_rejected_by_all() -> None:
    assert list(gate.silent_engines()) == []


# Whatever comes


PATIENT = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
"""A busy machine is no fault, and each example puts the one sample back as it was."""


def is_canonical(data: bytes) -> bool:
    rows = list(csv.reader(io.StringIO(data.decode("utf-8"), newline=""), strict=True))
    return csvio.document(rows[0], rows[1:]).encode("utf-8") == data


HEADER = csvio.record(CASUALTIES.names).encode("utf-8") + b"\n"
ROW = (
    b"cas-0001,inc-0001,killed,unspecified,,all,,exact,1,,stated,author,,src-000,1,2,"
    b'"a ""b"", c",d\n'
)
PIECES = st.sampled_from([b",", b'"', b"\n", b"\r", b" ", b"\xff", b"\xc3\xa9", b"a", b";", b"\0"])


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    data = HEADER + ROW + ROW.replace(b"cas-0001", b"cas-0002")
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(data)))
        data = data[:at] + draw(PIECES) + data[at + draw(st.integers(0, 2)) :]
    return data


@given(st.one_of(st.binary(max_size=200), st.binary(max_size=50).map(HEADER.__add__), mutated()))
@settings(max_examples=500, suppress_health_check=PATIENT)
def test_a_file_is_never_clean_unless_it_is_what_would_be_written(data: bytes) -> None:
    result = csv_table.read(CASUALTIES, "datasets/casualties.csv", data)
    if result.findings:
        return
    assert result.table is not None
    if not list(csv_table.check_cells(result.table, frozenset())):
        assert is_canonical(data)
        assert len(result.table.records) == data.count(b"\n") - 1


@pytest.mark.usefixtures("remembering")
@given(st.one_of(st.binary(max_size=200), st.binary(max_size=50).map(HEADER.__add__)))
@settings(max_examples=15, suppress_health_check=PATIENT)
def test_whatever_bytes_a_table_holds_are_named_and_never_a_traceback(
    sample: SamplePackage, data: bytes
) -> None:
    before = sample.data("casualties")
    sample.path("casualties").write_bytes(data)
    report = sample.check()
    assert (report.exit_code, report.stopped) == (1, "")
    assert any(finding.file == "datasets/casualties.csv" for finding in report.findings)
    sample.path("casualties").write_bytes(before)


@pytest.mark.usefixtures("remembering")
@given(mutated())
@settings(max_examples=40, suppress_health_check=PATIENT)
def test_whatever_happens_to_a_table_the_later_stages_cope(
    sample: SamplePackage, data: bytes
) -> None:
    before = sample.data("casualties")
    sample.path("casualties").write_bytes(data)
    report = sample.check()
    assert report.stopped == ""
    sample.path("casualties").write_bytes(before)


def test_consequences_in_the_same_cell_are_left_out() -> None:
    reported = [
        StructureProblem("pattern", "t", 0, "x"),
        StructureProblem("foreign-key", "t", 0, "x"),
        StructureProblem("enum", "t", 1, "x"),
    ]
    assert structure.without_implied(reported) == [reported[0], reported[2]]


def test_many_faults_are_all_named(sample: SamplePackage) -> None:
    row = sample.cells("reviewed", 3)
    rows = [",".join([*row[:4], "x", "y", ""]) + "\n" for _ in range(200)]
    sample.change("reviewed", lambda data: data + "".join(rows).encode())
    assert len(by_rule(sample.check())["enum"]) == 400
