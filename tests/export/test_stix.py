from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import uuid
from pathlib import Path
from typing import Any

import pytest
import stix2

import isk_indicators as isk
from isk_indicators.export import MissingExtraError
from isk_indicators.export.stix import NAMESPACE, identifier, stix_file, stix_from
from isk_indicators.schema import DataPackage
from isk_indicators.tables import Dataset

NOTED = {
    "statements": "statement_id",
    "casualties": "casualty_id",
    "force_estimates": "estimate_id",
    "attributions": "attribution_id",
}
Object = dict[str, Any]


def objects(package: DataPackage) -> dict[str, Object]:
    return by_id(stix_from(Dataset(package)))


def by_id(bundle: Any) -> dict[str, Object]:
    return {found["id"]: found for found in json.loads(bundle.serialize())["objects"]}


def kinds(package: DataPackage, source: str, target: str) -> list[str]:
    """The types of the relationships between the objects of two rows."""
    found = objects(package).values()
    ends = [
        (o["source_ref"], o["target_ref"], o["relationship_type"])
        for o in found
        if "source_ref" in o
    ]
    return [
        t for a, b, t in ends if (a.split("--")[1], b.split("--")[1]) == (key(source), key(target))
    ]


def key(row_id: str) -> str:
    return str(uuid.uuid5(NAMESPACE, row_id))


def tie(package: DataPackage, key: str) -> Object:
    return objects(package)[identifier("relationship", key)]


def test_the_readmes_lines_write_a_bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
    (lines,) = re.findall(r"```python\n(.*?)```", readme, re.DOTALL)
    monkeypatch.chdir(tmp_path)
    exec(lines, {"isk": isk})  # noqa: S102 - our own
    (written,) = tmp_path.iterdir()
    assert stix2.parse(written.read_text(encoding="utf-8"), allow_custom=False) == isk.to_stix()


# What every object is


def test_a_strict_parser_reads_back_what_was_written() -> None:
    bundle = isk.to_stix()
    again = stix2.parse(bundle.serialize(), allow_custom=False)
    assert again == bundle
    assert not again.has_custom


def test_the_same_version_gives_the_same_bundle() -> None:
    assert isk.to_stix().serialize() == isk.to_stix().serialize()


def test_what_is_written_does_not_hang_on_the_order_of_sets() -> None:
    code = "import isk_indicators as isk; print(isk.to_stix().serialize(indent=4))"
    first, second = (
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONIOENCODING": "utf-8"},
            stdout=subprocess.PIPE,
            check=True,
        ).stdout
        for seed in ("1", "2")
    )
    assert first == second
    assert first.decode().strip() == isk.to_stix().serialize(indent=4)


def test_the_quick_way_to_write_it_gives_the_objects_of_the_slow_one() -> None:
    bundle = isk.to_stix()
    few = type(bundle)(id=bundle.id, objects=bundle.objects[::20])
    quick, slow = few.serialize(indent=4), few.serialize(pretty=True)
    assert json.loads(quick) == json.loads(slow)
    assert len(quick) == len(slow)


def test_a_file_is_not_written_the_slow_way(package: DataPackage) -> None:
    bundle = stix_from(Dataset(package))
    assert stix_file(bundle) == f"{bundle.serialize(indent=4)}\n".encode()


def test_ids_follow_from_rows_and_dates_from_the_data(package: DataPackage) -> None:
    found = objects(package)
    assert f"incident--{uuid.uuid5(NAMESPACE, 'inc-0001')}" in found
    made = [o for o in found.values() if o["type"] != "marking-definition"]
    assert {o["created"] for o in made} == {"2026-11-22T00:00:00.000Z"}, "for ever"
    released = str(package.descriptor["created"]).replace("Z", ".000Z")
    assert {o["modified"] for o in made} == {released}


def test_the_page_of_exports_says_how_ids_follow_and_what_every_table_becomes() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")
    assert f"`{NAMESPACE}`" in page
    for table in isk.tables():
        assert re.search(rf"^\|[^|]*`{table}`", page, re.MULTILINE), table


def test_no_id_is_given_twice_and_every_reference_leads_somewhere() -> None:
    listed = json.loads(isk.to_stix().serialize())["objects"]
    found = {o["id"] for o in listed}
    assert len(found) == len(listed)
    for one in listed:
        single = [value for name, value in one.items() if name.endswith("_ref")]
        several = [v for name, vs in one.items() if name.endswith("_refs") for v in vs]
        assert {*single, *several} <= found


def test_every_object_names_its_rows_and_their_sources(package: DataPackage) -> None:
    found = objects(package)
    references = found[identifier("incident", "inc-0001")]["external_references"]
    assert [r["external_id"] for r in references] == ["inc-0001", "src-000", "src-001"]
    assert "SHA-256: 000" in references[1]["description"]
    for one in found.values():
        if one["type"] not in ("marking-definition", "bundle") and "created_by_ref" in one:
            assert {r["source_name"] for r in one["external_references"]} == {"isk-indicators"}


# What the rows are


def test_armed_groups_are_threat_actors_and_others_identities(package: DataPackage) -> None:
    found = objects(package)
    group = found[identifier("threat-actor", "act-0001")]
    assert group["name"] == "Group"
    assert found[identifier("identity", "act-0003")]["identity_class"] == "organization"
    assert found[identifier("identity", "act-0004")]["identity_class"] == "individual"


def test_printed_forms_that_groups_share_are_no_aliases(package: DataPackage) -> None:
    for number in ("act-0001", "act-0002"):
        group = objects(package)[identifier("threat-actor", number)]
        assert "aliases" not in group
        assert "Shared" in group["description"]


def test_a_location_is_no_coarser_than_its_place(package: DataPackage) -> None:
    found = objects(package)
    names = ("city", "country", "administrative_area", "region", "latitude")
    places = {
        place: {n: v for n, v in found[identifier("location", place)].items() if n in names}
        for place in ("plc-0001", "plc-0002", "plc-0003", "plc-0004")
    }
    town = {"city": "Town", "country": "AF", "administrative_area": "AF-KAB", "latitude": 34.7361}
    assert places == {
        "plc-0001": town,
        "plc-0002": {"administrative_area": "PK-KP", "latitude": 34.7361},
        "plc-0003": {"country": "AF"},
        "plc-0004": {"region": "central-asia"},
    }


def test_an_incident_is_reported_apart_by_its_name(package: DataPackage) -> None:
    incident = objects(package)[identifier("incident", "inc-0001")]
    assert incident["name"] == "inc-0001: Attack 1"
    assert "evd-0001 contradicts place_id: plc-0002" in incident["description"]


def test_every_claim_is_a_note_with_its_words_about_something() -> None:
    found = by_id(isk.to_stix())
    for table, id_column in NOTED.items():
        frame = isk.load(table)  # type: ignore[arg-type]
        for row_id, quote in zip(frame[id_column], frame["quote"], strict=True):
            note = found[identifier("note", row_id)]
            assert note["content"].startswith(f"{table} {row_id}\n")
            assert quote in note["content"]
            assert note["object_refs"]
    contents = [o["content"] for o in found.values() if o["type"] == "note"]
    assert len(contents) == len(set(contents))


def test_a_note_is_about_what_its_row_names(package: DataPackage) -> None:
    found = objects(package)
    first, authority = identifier("incident", "inc-0001"), identifier("identity", "act-0003")
    group = identifier("threat-actor", "act-0001")
    about = {o["abstract"]: o["object_refs"] for o in found.values() if o["type"] == "note"}
    assert about["cas-0001: killed: more than 60"] == [first]
    assert about["cas-0002: killed: 1"] == [first]
    assert about["est-0001: Group, fighters: many"] == [group, identifier("location", "plc-0003")]
    speaker = identifier("identity", "act-0004")
    reported = [speaker, first, identifier("incident", "inc-0002")]
    assert about["stm-0002: Group did it not."] == reported, "the incidents whose rows name it"
    assert about["stm-0003: Group is a threat."] == [speaker, group]
    assert authority in about["atr-0006: Authority, perpetrator: attribution"]


def test_a_report_is_an_account_of_a_source(package: DataPackage) -> None:
    reports = {o["name"]: o for o in objects(package).values() if o["type"] == "report"}
    assert set(reports) == {"src-000: [untitled]", "src-001: Title"}, "no row quotes the third"
    report = reports["src-001: Title"]
    assert "published: 2023" in report["description"]
    assert set(report["object_refs"]) == {
        identifier("incident", "inc-0001"),
        identifier("note", "cas-0001"),
        identifier("note", "atr-0002"),
        identifier("relationship", "inc-0001 attributed-to act-0001"),
    }


# Who is tied to what


def test_a_denial_or_a_rejection_alone_ties_nobody(package: DataPackage) -> None:
    assert kinds(package, "inc-0002", "act-0001") == []
    assert kinds(package, "inc-0002", "act-0002") == []
    for row_id, incident in (("atr-0004", "inc-0002"), ("atr-0005", "inc-0002")):
        note = objects(package)[identifier("note", row_id)]
        assert identifier("incident", incident) in note["object_refs"], "but it is told"


def test_voices_for_and_against_stand_in_one_relationship(package: DataPackage) -> None:
    assert kinds(package, "inc-0001", "act-0001") == ["attributed-to"]
    found = tie(package, "inc-0001 attributed-to act-0001")
    assert found["description"].split("\n") == [
        "atr-0001: claim, as perpetrator, certain; said by Group, in [untitled], 2024",
        "atr-0002: attribution, as perpetrator, certain; said by unnamed others, in Title",
        "atr-0003: rejection, as perpetrator, certain; said by Spokesman, in [untitled], 2024",
    ]
    assert found["labels"] == ["attribution", "claim", "perpetrator", "rejection"]
    note = objects(package)[identifier("note", "atr-0003")]
    assert found["id"] in note["object_refs"]


def test_only_armed_groups_that_did_it_are_attributed_to(package: DataPackage) -> None:
    assert kinds(package, "inc-0002", "act-0003") == ["related-to"], "an authority"
    assert kinds(package, "inc-0003", "act-0002") == ["attributed-to"], "an organiser"


def test_what_is_tied_twice_in_one_way_is_one_relationship(package: DataPackage) -> None:
    assert kinds(package, "inc-0003", "act-0001") == ["related-to"], "target and accomplice"
    reported = tie(package, "inc-0003 related-to act-0001")["description"]
    assert reported.startswith(
        "Target of the incident.\natr-0007: attribution, as accomplice, hedged"
    )


def test_the_other_ties(package: DataPackage) -> None:
    assert kinds(package, "inc-0001", "plc-0001") == ["targets"]
    assert kinds(package, "inc-0001", "plc-0002") == [], "another telling is no place of its own"
    assert kinds(package, "inc-0001", "act-0003") == ["targets"]
    assert kinds(package, "inc-0002", "inc-0003") == ["related-to"]
    assert kinds(package, "act-0001", "act-0002") == ["related-to"]
    references = tie(package, "inc-0001 targets plc-0001")["external_references"]
    assert [r["external_id"] for r in references] == ["inc-0001", "src-000"], "who says so"


def test_nobody_is_tied_in_the_data_whom_nobody_names() -> None:
    rows = isk.load("attributions")
    named = rows[rows["stance"].isin(["claim", "attribution"])]
    pairs = {(key(i), key(a)) for i, a in zip(named["incident_id"], named["actor_id"], strict=True)}
    found = [o for o in by_id(isk.to_stix()).values() if o.get("relationship_type")]
    tied = {
        (o["source_ref"].split("--")[1], o["target_ref"].split("--")[1])
        for o in found
        if "said by" in o["description"]
    }
    assert tied == pairs


# The extra


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "stix2", None)
    with pytest.raises(MissingExtraError, match=r'pip install "isk-indicators\[stix\]"') as caught:
        isk.to_stix()
    assert isinstance(caught.value, ImportError)
