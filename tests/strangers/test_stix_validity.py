"""The STIX bundle is valid in the strictest reading of OASIS' own validator."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

CHECK = Path(__file__).with_name("check_stix.py")


@pytest.fixture(scope="module")
def bundle(release: Path) -> dict[str, Any]:
    """The built bundle."""
    (path,) = release.glob("*.stix.json")
    found: dict[str, Any] = json.loads(path.read_bytes())
    return found


def faults(stranger: Path, path: Path, bundle: dict[str, Any] | str) -> list[str]:
    text = bundle if isinstance(bundle, str) else json.dumps(bundle)
    path.write_text(text, encoding="utf-8")
    done = subprocess.run([stranger, CHECK, path], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == (1 if done.stdout else 0)
    return done.stdout.splitlines()


def test_the_bundle_is_valid(stranger: Path, tmp_path: Path, bundle: dict[str, Any]) -> None:
    assert faults(stranger, tmp_path / "bundle.json", bundle) == []


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("incident", {"x_custom": 1, "id": "incident--1"}),
        ("note", {"object_refs": []}),
        ("location", {"latitude": 91.0, "longitude": 0.0}),
        ("threat-actor", {"threat_actor_types": ["unheard-of"]}),
    ],
)
def test_a_fault_is_refused(
    stranger: Path, tmp_path: Path, bundle: dict[str, Any], kind: str, change: dict[str, Any]
) -> None:
    at = next(i for i, one in enumerate(bundle["objects"]) if one["type"] == kind)
    changed = [*bundle["objects"]]
    changed[at] = changed[at] | change
    assert faults(stranger, tmp_path / "bundle.json", bundle | {"objects": changed})


def test_a_reference_that_leads_nowhere_is_refused(
    stranger: Path, tmp_path: Path, bundle: dict[str, Any]
) -> None:
    kept = [one for one in bundle["objects"] if one["type"] != "location"]
    assert faults(stranger, tmp_path / "bundle.json", bundle | {"objects": kept})


def test_what_is_no_json_is_refused(stranger: Path, tmp_path: Path) -> None:
    assert len(faults(stranger, tmp_path / "bundle.json", "{")) == 1
