"""Plain frictionless checks spans and figures where the package is installed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import frictionless
import pytest

from isk_indicators.rules.registry import RULES
from isk_indicators.schema import DataPackage
from tests.check.sample_package import SamplePackage, rows

ROOT = Path(__file__).resolve().parents[1]
CHECKS = ["isk-span", "isk-figure"]


@pytest.fixture
def sample(make_package: Any) -> SamplePackage:
    return SamplePackage(make_package(rows()))


def errors(root: Path, *checks: str) -> list[tuple[str, str, int, str]]:
    """Type, resource, row and field of each error."""
    descriptor = {"checks": [{"type": check} for check in checks]}
    checklist = frictionless.Checklist.from_descriptor(descriptor)
    report = frictionless.validate(str(root / "datapackage.json"), checklist=checklist)
    return [
        (error.type, task.name, error.row_number, error.field_name)
        for task in report.tasks
        for error in task.errors
    ]


def test_the_data_are_valid() -> None:
    assert errors(ROOT, *CHECKS) == []


def test_a_span_and_a_figure_that_are_wrong_are_errors(sample: SamplePackage) -> None:
    assert errors(sample.root, *CHECKS) == []
    sample.set("attributions", 2, "span_start", "3")
    sample.set("casualties", 3, "figure", "five")
    assert errors(sample.root) == []
    found = errors(sample.root, *CHECKS)
    assert found == [
        ("isk-figure", "casualties", 3, "figure"),
        ("isk-span", "attributions", 2, "quote"),
    ]
    assert [error[0] for error in errors(sample.root, "isk-figure")] == ["isk-figure"]


def test_without_the_documents_spans_cannot_be_checked(sample: SamplePackage) -> None:
    for path in (sample.root / "seeds").iterdir():
        path.unlink()
    (sample.root / "seeds").rmdir()
    report = frictionless.validate(
        str(sample.root / "datapackage.json"),
        checklist=frictionless.Checklist.from_descriptor({"checks": [{"type": "isk-span"}]}),
    )
    assert {error.type for task in report.tasks for error in task.errors} == {"source-error"}


def test_each_table_with_a_span_has_rules(real: DataPackage) -> None:
    for name, schema in real.schemas.items():
        has_rules = any(rule.id.startswith("span-") for rule in RULES[name])
        assert has_rules == ("span_start" in schema.names)


def test_the_command_of_frictionless_knows_them(sample: SamplePackage) -> None:
    sample.set("casualties", 3, "figure", "five")
    command = [sys.executable, "-m", "frictionless", "validate", "datapackage.json", "--json"]
    command += ["--checks", " ".join(CHECKS)]
    done = subprocess.run(command, cwd=sample.root, capture_output=True, text=True, check=False)
    report = json.loads(done.stdout)
    types = [error["type"] for task in report["tasks"] for error in task["errors"]]
    assert (done.returncode, types) == (1, ["isk-figure"])
