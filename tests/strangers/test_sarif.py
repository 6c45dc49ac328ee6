"""A SARIF log is valid against the official schema, whatever was found."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from isk_indicators.check import gate, report_machine
from isk_indicators.check.gate import Report

ROOT = Path(__file__).resolve().parents[2]
CHECK = Path(__file__).with_name("check_sarif.py")
WORKFLOW = {
    "GITHUB_SERVER_URL": "https://example.org",
    "GITHUB_REPOSITORY": "someone/isk",
    "GITHUB_SHA": "0a1b",
}


def write(path: Path, report: Report, environment: dict[str, str]) -> Path:
    text = "\n".join(report_machine.sarif_lines(report, environment))
    path.write_text(text, encoding="utf-8")
    return path


def faults(stranger: Path, *paths: Path) -> list[str]:
    done = subprocess.run([stranger, CHECK, *paths], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert done.returncode == (1 if done.stdout else 0)
    return done.stdout.splitlines()


def damaged(root: Path) -> Report:
    """A copy of the data with a moved quote, a wrong value, a broken file and one that is gone."""
    for name in ("datasets", "schemas", "seeds"):
        shutil.copytree(ROOT / name, root / name)
    shutil.copy(ROOT / "datapackage.json", root)
    path = root / "datasets" / "casualties.csv"
    data = path.read_bytes().replace(b",all,", b",most,", 1).replace(b",author,", b",\xe9,", 1)
    path.write_bytes(data.replace(b",1073,", b",1070,", 1))
    (root / "datasets" / "places.csv").unlink()
    (root / "datasets" / "stray file.csv").write_bytes(b"")
    return gate.check(root)


def test_logs_are_valid(stranger: Path, tmp_path: Path) -> None:
    report = damaged(tmp_path / "data")
    assert len({finding.rule for finding in report.findings}) >= 4
    assert report.not_checked
    stopped = Report(stopped="no such folder")
    paths = [
        write(tmp_path / f"{number}.sarif", one, environment)
        for number, one in enumerate((report, stopped, Report()))
        for environment in ({}, WORKFLOW)
    ]
    assert faults(stranger, *paths) == []


def test_the_schema_rejects_what_is_no_log(stranger: Path, tmp_path: Path) -> None:
    path = write(tmp_path / "x.sarif", Report(not_checked=("x",)), {})
    log = json.loads(path.read_text(encoding="utf-8"))
    log["runs"][0]["columnKind"] = "codePoints"
    path.write_text(json.dumps(log), encoding="utf-8")
    assert len(faults(stranger, path)) == 1
