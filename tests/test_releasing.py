"""The checklist of a release names what there is, and the workflow publishes what was built."""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from isk_indicators import cli
from isk_indicators.release import prepare

ROOT = Path(__file__).resolve().parents[1]
CHECKLIST = (ROOT / "RELEASING.md").read_text(encoding="utf-8")
WRITTEN = (ROOT / ".github" / "workflows" / "release.yml").read_text(encoding="utf-8")
WORKFLOW: dict[Any, Any] = yaml.safe_load(WRITTEN)
JOBS: dict[str, Any] = WORKFLOW["jobs"]
TRIGGER = True
"""What YAML makes of the key ``on``."""

BLOCK = re.compile(r"^ *```console\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
COMMANDS = [line.strip() for block in BLOCK.findall(CHECKLIST) for line in block.splitlines()]


def steps(job: str) -> list[dict[str, Any]]:
    return list(JOBS[job]["steps"])


def scripts(job: str) -> str:
    return "\n".join(step.get("run", "") for step in steps(job))


def used(job: str, action: str) -> list[dict[str, Any]]:
    return [s["with"] for s in steps(job) if s.get("uses", "").startswith(f"{action}@")]


# The checklist


def test_it_has_commands() -> None:
    assert len(COMMANDS) > 20


def test_every_command_of_ours_exists() -> None:
    named = {*re.findall(r"isk-indicators ([a-z][a-z-]+)\b", "\n".join(COMMANDS))}
    assert named == {"check", "diff", "verify"} <= cli.COMMANDS.keys()


def test_every_module_and_script_that_is_run_exists() -> None:
    modules = re.findall(r"python -m ([\w.]+)", "\n".join(COMMANDS))
    assert "isk_indicators.release.reproduce" in modules
    assert all(importlib.util.find_spec(module) for module in {*modules} - {"pip"})
    assert "isk_indicators.release.prepare" in modules
    files = re.findall(r"(?<!\S)((?:\.ci|docs|tests)/[\w./]+|build\.py)", "\n".join(COMMANDS))
    assert {".ci/run", "build.py", prepare.WRITES_PAGES.partition(" ")[2]} == {*files}
    assert all((ROOT / file).is_file() for file in files)


def test_every_file_that_is_named_exists() -> None:
    text = BLOCK.sub("", CHECKLIST)
    named = re.findall(r"`([\w./-]*[\w-]\.(?:md|toml|cff|json|py))`", text)
    assert {"pyproject.toml", "CHANGELOG.md"} <= {*named}
    assert all((ROOT / name).is_file() for name in named)


def test_the_options_of_the_commands_exist() -> None:
    for command in COMMANDS:
        if "isk_indicators.release.prepare" in command:
            given = command.replace("X.Y.Z", "1.2.3").split()[3:]
            assert prepare.parser().parse_args(given)


def test_no_file_is_edited_by_hand_for_the_version() -> None:
    assert "- [ ]" not in CHECKLIST


def test_its_steps_are_numbered_and_its_jobs_are_those_of_the_workflow() -> None:
    numbers = [int(n) for n in re.findall(r"^(\d+)\. ", CHECKLIST, re.MULTILINE)]
    assert numbers == [*range(1, len(numbers) + 1)]
    assert re.findall(r"^ *\| `(\w+)` \|", CHECKLIST, re.MULTILINE) == [*JOBS]
    failing = re.findall(r"\*\*(.*?) failed\*\*", CHECKLIST)
    assert {*re.findall(r"`(\w+)`", " ".join(failing))} == {*JOBS}


def test_names_and_environments_are_those_of_the_workflow() -> None:
    assert "`release.yml`" in CHECKLIST
    assert CHECKLIST.count(f"`{JOBS['index']['environment']}`") == 2


# The workflow


def test_a_tag_and_nothing_else_starts_it() -> None:
    assert WORKFLOW[TRIGGER] == {"push": {"tags": ["v*"]}}


def test_a_job_may_do_no_more_than_it_needs() -> None:
    assert WORKFLOW["permissions"] == {}
    assert {name: job["permissions"] for name, job in JOBS.items()} == {
        "check": {"contents": "read"},
        "build": {"contents": "read"},
        "attest": {"attestations": "write", "id-token": "write"},
        "attach": {"contents": "write"},
        "index": {"id-token": "write"},
    }
    assert "secrets." not in WRITTEN
    checkouts = [with_ for job in JOBS for with_ in used(job, "actions/checkout")]
    assert all(with_["persist-credentials"] is False for with_ in checkouts)


@pytest.mark.parametrize("job", ["attest", "attach", "index"])
def test_a_job_that_may_write_runs_no_code_of_ours_or_of_a_dependency(job: str) -> None:
    assert not used(job, "actions/checkout")
    assert "python" not in scripts(job)
    assert ".ci" not in scripts(job)


def test_actions_are_few() -> None:
    actions = {*re.findall(r"uses: (\S+)@", WRITTEN)}
    assert [a for a in actions if not a.startswith("actions/")] == ["pypa/gh-action-pypi-publish"]


def test_each_job_waits_for_the_one_before_and_ends() -> None:
    names = [*JOBS]
    assert "needs" not in JOBS[names[0]]
    assert [JOBS[name]["needs"] for name in names[1:]] == names[:-1]
    assert all(job["timeout-minutes"] <= 45 for job in JOBS.values())
    assert WORKFLOW["concurrency"]["cancel-in-progress"] is False


def test_nothing_of_a_tag_is_pasted_into_a_script() -> None:
    assert not any("${{" in scripts(job) for job in JOBS)


@pytest.mark.skipif(sys.platform == "win32", reason="the script is for a POSIX shell")
@pytest.mark.parametrize(
    ("tag", "number", "code"),
    [
        ("v1.2.3", "1.2.3", 0),
        ("1.2.3", "1.2.3", 1),
        ("v1.2.3.1", "1.2.3", 1),
        ("v9.9.9", "1.2.3", 1),
        ("v$(exit 0)1.2.3", "1.2.3", 1),
        ("v1.2.3", "1.2.3.dev0", 1),
        ("v1.2.3.dev0", "1.2.3.dev0", 1),
    ],
)
def test_a_tag_that_is_not_a_release_of_this_version_stops_it(
    tmp_path: Path, tag: str, number: str, code: int
) -> None:
    (tmp_path / "pyproject.toml").write_text(f'[project]\nversion = "{number}"\n', encoding="utf-8")
    (step,) = (s for s in steps("check") if s.get("name") == "The tag is the version")
    assert step["env"] == {"TAG": "${{ github.ref_name }}"}
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    done = subprocess.run(
        ["bash", "-e", "-c", step["run"]],
        cwd=tmp_path,
        env={"TAG": tag, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert done.stdout.startswith("::error::the tag is") is bool(code)


@pytest.mark.skipif(sys.platform == "win32", reason="the script is for a POSIX shell")
@pytest.mark.usefixtures("git")
@pytest.mark.parametrize(("earlier", "base"), [(["v0.1.0", "v0.2.0"], "v0.2.0"), ([], "")])
def test_a_release_is_checked_against_the_one_before(
    tmp_path: Path, earlier: list[str], base: str
) -> None:
    assert used("check", "actions/checkout")[0]["fetch-depth"] == 0
    script = steps("check")[-1]["run"]

    def git(*arguments: str) -> None:
        who = ("-c", "user.name=a", "-c", "user.email=a@example.org")
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True)

    git("init", "--quiet")
    (tmp_path / ".ci").mkdir()
    (tmp_path / ".ci" / "run").write_text('#!/bin/sh\necho "base: $ISK_BASE"\n', encoding="utf-8")
    (tmp_path / ".ci" / "run").chmod(0o755)
    for tag in [*earlier, "other", "v0.3.0"]:
        git("commit", "--quiet", "--allow-empty", "-m", tag)
        git("tag", tag)
    done = subprocess.run(
        ["bash", "-e", "-c", script],
        cwd=tmp_path,
        env={**os.environ, "TAG": "v0.3.0"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"base: {base}\n"


def test_everything_is_checked_before_anything_is_built() -> None:
    names = [step.get("run", step.get("uses", "")) for step in steps("check")]
    assert names[-1].endswith("\n.ci/run\n")
    order = [
        'python -m pip install -e ".[dev]"',
        "python -m isk_indicators.release.reproduce",
        "python build.py",
        "isk-indicators verify dist",
    ]
    assert [s["run"] for s in steps("build") if s.get("run") in order] == order
    assert 'cmp "dist/' in scripts("build")
    assert "cache" not in WRITTEN.replace("taken from a cache", "")


def test_the_files_attached_and_attested_are_those_built() -> None:
    (uploaded,) = used("build", "actions/upload-artifact")
    assert uploaded["path"] == "dist/"
    assert uploaded["if-no-files-found"] == "error"
    for job in ("attest", "attach", "index"):
        assert used(job, "actions/download-artifact") == [
            {"name": uploaded["name"], "path": uploaded["path"]}
        ]
    (attested,) = used("attest", "actions/attest-build-provenance")
    assert attested == {"subject-path": "dist/*"}
    assert re.search(r'gh release create "\$TAG" dist/\* --verify-tag', scripts("attach"))


def test_the_index_gets_wheel_and_sdist_alone() -> None:
    (published,) = used("index", "pypa/gh-action-pypi-publish")
    assert published == {"packages-dir": "packages/"}
    assert scripts("index").split("\n")[1:3] == [
        "mkdir packages",
        "cp dist/*.whl dist/*.tar.gz packages/",
    ]
