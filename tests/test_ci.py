"""``.ci/run`` begins as a newcomer does, and what it runs after that may skip nothing."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
INSTALL = 'python -m pip install -e ".[dev]"'

POSIX = pytest.mark.skipif(os.name != "posix", reason="the scripts are for a POSIX shell")

LEFT_BEHIND = {
    "PYTHONPATH": "elsewhere",
    "PYTHONDONTWRITEBYTECODE": "1",
    "VIRTUAL_ENV": "elsewhere",
    "ISK_STRANGERS_PYTHON": "elsewhere",
    "ISK_ANYTHING": "1",
    "CHROMIUM": "elsewhere",
    "PIP_NO_DEPS": "1",
    "PIP_TARGET": "elsewhere",
    "PYTEST_ADDOPTS": "-x",
}
NEEDED = {"PIP_INDEX_URL": "https://example.org", "PIP_CERT": "cert", "CI": "true", "LANG": "C"}


@pytest.fixture(scope="module")
def newcomer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("newcomer", ROOT / ".ci" / "newcomer.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# The commands that README.md prints


def test_the_commands_are_those_of_the_readme(newcomer: ModuleType) -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = newcomer.commands_of(readme)
    assert commands == (f"{INSTALL} && python build.py", f"{INSTALL} && python -m pytest")
    assert all(f"```console\n{command}\n```\n" in readme for command in commands)


def readme(*commands: str) -> str:
    blocks = "\n".join(f"```console\n{command}\n```\n" for command in commands)
    other = "```console\npython -m pip install other\n```\n"
    return f"# A\n\n## Use it\n\n{other}\n## Work on it\n\n{blocks}\n## After it\n\n{other}"


def test_they_are_read_and_not_known(newcomer: ModuleType) -> None:
    assert newcomer.commands_of(readme("first", "second && third")) == ("first", "second && third")


@pytest.mark.parametrize("commands", [(), ("one",), ("one", "two", "three")])
def test_another_number_of_commands_is_an_error(
    newcomer: ModuleType, commands: tuple[str, ...]
) -> None:
    with pytest.raises(SystemExit, match=f"{len(commands)} commands"):
        newcomer.commands_of(readme(*commands))


# How a newcomer runs them


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with scripts like ours, a README of its own, and what no clone has."""
    root = tmp_path / "a checkout"
    shutil.copytree(ROOT / ".ci", root / ".ci", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "dist").mkdir()
    (root / "dist" / "old").write_bytes(b"")
    (root / "src" / "__pycache__").mkdir(parents=True)
    return root


SEEN = """
import json, os, sys
from importlib.metadata import distributions
print(json.dumps({
    "prefix": sys.prefix,
    "folder": os.getcwd(),
    "files": sorted(os.listdir()),
    "variables": dict(os.environ),
    "packages": sorted({d.metadata["Name"] for d in distributions()}),
}))
"""


def looks(name: str) -> str:
    return f"python look.py > ../{name}.json && touch made"


@POSIX
@pytest.mark.slow
def test_each_command_finds_a_clone_an_empty_environment_and_no_settings(
    checkout: Path, tmp_path: Path
) -> None:
    (checkout / "look.py").write_text(SEEN, encoding="utf-8")
    (checkout / "README.md").write_text(readme(looks("seen"), looks("seen")), encoding="utf-8")
    work = tmp_path / "work"
    done = subprocess.run(
        [sys.executable, checkout / ".ci" / "newcomer.py", work],
        env={**os.environ, **LEFT_BEHIND, **NEEDED},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.split("\n")[1::2] == [f"$ {looks('seen')}"] * 2
    for number in "12":
        seen = json.loads((work / number / "seen.json").read_text(encoding="utf-8"))
        assert seen["prefix"] == str(work / number / "venv")
        assert seen["folder"] == str(work / number / "checkout")
        assert {*seen["packages"]} <= {"pip", "setuptools", "wheel"}
        assert not {"made", "dist", "__pycache__"} & {*seen["files"]}
        assert not LEFT_BEHIND.keys() & seen["variables"].keys()
        assert NEEDED.items() <= seen["variables"].items()
    assert not (checkout / "made").exists()


@POSIX
@pytest.mark.slow
def test_the_first_command_that_fails_ends_it(checkout: Path, tmp_path: Path) -> None:
    (checkout / "README.md").write_text(readme("exit 7", "touch ../second"), encoding="utf-8")
    command = [sys.executable, checkout / ".ci" / "newcomer.py", tmp_path / "work"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 7
    assert not (tmp_path / "work" / "2").exists()


@pytest.mark.usefixtures("git")
def test_a_clone_has_what_git_would_commit(
    newcomer: ModuleType, checkout: Path, tmp_path: Path
) -> None:
    (checkout / ".gitignore").write_text("dist\n", encoding="utf-8")
    subprocess.run(["git", "init", "--quiet"], cwd=checkout, check=True)
    newcomer.copy(checkout, tmp_path / "clone")
    found = {p.relative_to(tmp_path / "clone").as_posix() for p in (tmp_path / "clone").rglob("*")}
    assert found == {".gitignore", ".ci", ".ci/run", ".ci/newcomer.py", ".ci/requirements.txt"}


# The order of ``.ci/run``

TOOL = """#!/bin/sh
echo "$(basename "$0") $*" >> "$LOG"
if [ "$2" = venv ]; then
    mkdir -p "$3/bin"
    for name in python zizmor bandit; do cp "$0" "$3/bin/$name"; done
fi
if [ "$2" = pytest ]; then echo "the end of pytest" && exit "$CODE"; fi
"""
STARTED = """#!/bin/sh
env > "$LOG.env"
echo "start $*" >> "$LOG"
if [ -n "$REFUSE" ]; then exit 3; fi
mkdir -p "$2/1/venv/bin" "$2/1/checkout/dist"
echo new > "$2/1/checkout/dist/new"
for name in python ruff mypy isk-indicators; do cp "$TOOL" "$2/1/venv/bin/$name"; done
"""
CHECKS = [
    "ruff check .",
    "ruff format --check .",
    "mypy ",
    "zizmor --quiet --offline --persona pedantic --min-severity low .github",
    "bandit -q -c pyproject.toml -r .ci benchmarks build.py docs hatch_build.py src tools",
    "isk-indicators check .",
    "isk-indicators fmt --check",
    "isk-indicators fill --check",
]


class Script:
    """``.ci/run`` with programs that do nothing but write down how they are called."""

    def __init__(self, checkout: Path, folder: Path) -> None:
        folder.mkdir()
        self.root, self.log = checkout, folder / "log"
        programs = {"start": STARTED, "chromium": TOOL, "sqlite3": TOOL, "git": TOOL}
        for name, text in programs.items():
            (folder / name).write_text(text, encoding="utf-8")
            (folder / name).chmod(0o755)
        self.given = {
            "PATH": f"{folder}:/usr/bin:/bin",
            "PYTHON": str(folder / "start"),
            "TOOL": str(folder / "git"),
            "LOG": str(self.log),
            "CODE": "0",
            "TMPDIR": str(folder),
            **LEFT_BEHIND,
        }

    def run(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.root / ".ci" / "run", *arguments],
            env=self.given | variables,
            capture_output=True,
            text=True,
            check=False,
        )

    def lines(self) -> list[str]:
        """How the programs were called, without the names of temporary folders."""
        text = self.log.read_text(encoding="utf-8") if self.log.exists() else ""
        return [line.replace(str(self.log.parent), "") for line in text.splitlines()]


@pytest.fixture
def script(checkout: Path, tmp_path: Path) -> Script:
    return Script(checkout, tmp_path / "programs")


@POSIX
def test_it_begins_as_a_newcomer_before_anything_is_installed_or_exported(script: Script) -> None:
    assert script.run().returncode == 0
    first, *rest = script.lines()
    assert first.startswith("start .ci/newcomer.py /tmp.")
    assert first.count(" ") == 2
    assert rest
    seen = dict(
        line.split("=", 1) for line in Path(f"{script.log}.env").read_text("utf-8").splitlines()
    )
    set_by_the_shell = {"PWD", "OLDPWD", "SHLVL", "_"}
    assert {k: v for k, v in seen.items() if k not in set_by_the_shell} == script.given


@POSIX
def test_it_ends_there_if_that_fails(script: Script) -> None:
    done = script.run(REFUSE="1")
    assert done.returncode == 3
    assert len(script.lines()) == 1
    assert (script.root / "dist" / "old").exists()


@POSIX
def test_then_nothing_may_skip(script: Script) -> None:
    done = script.run()
    lines = script.lines()
    assert [line for line in lines[1:] if line in CHECKS] == CHECKS
    assert "python -m pip install --quiet -r tests/page/requirements.txt" in lines
    assert "python -m pip install --quiet -r tests/strangers/requirements.txt" in lines
    assert lines[-1] == "python -m pytest -m needs --no-skips"
    assert [line for line in lines if "pytest" in line] == lines[-1:]
    assert done.stdout.splitlines()[-1] == "the end of pytest"


@POSIX
def test_the_check_is_against_the_base_if_there_is_one(script: Script) -> None:
    script.run(ISK_BASE="abc")
    (line,) = [line for line in script.lines() if line.startswith("isk-indicators check")]
    assert line == f"isk-indicators check {script.root} --against abc"


@POSIX
def test_a_blank_base_is_none(script: Script) -> None:
    script.run(ISK_BASE="")
    assert "isk-indicators check ." in script.lines()


# The workflow

FOLDER = ROOT / ".github" / "workflows"
WORKFLOW = yaml.safe_load((FOLDER / "ci.yml").read_text(encoding="utf-8"))
JOBS = WORKFLOW["jobs"]


def test_no_job_of_the_workflow_may_write() -> None:
    assert WORKFLOW["permissions"] == {}
    assert all(job["permissions"] == {"contents": "read"} for job in JOBS.values())
    for job in JOBS.values():
        checkout = job["steps"][0]
        assert checkout["uses"].startswith("actions/checkout@")
        assert checkout["with"]["persist-credentials"] is False


def test_each_action_is_a_commit_with_its_version_and_the_same_in_all_workflows() -> None:
    lines = [line for path in FOLDER.iterdir() for line in path.read_text("utf-8").splitlines()]
    used = {line.split("uses: ")[1] for line in lines if "uses: " in line}
    pinned = re.compile(r"([\w-]+/[\w-]+)@[0-9a-f]{40} # v\d+\.\d+\.\d+")
    matches = [pinned.fullmatch(use) for use in used]
    assert len({match[1] for match in matches if match}) == len(used)


@pytest.mark.parametrize(
    ("job", "variable", "command"),
    [
        (
            "check",
            "BASE",
            'isk-indicators check --format github ${BASE:+--against "$BASE"}',
        ),
        ("everything", "ISK_BASE", ".ci/run"),
    ],
)
def test_the_workflow_checks_against_the_base_branch(job: str, variable: str, command: str) -> None:
    steps = JOBS[job]["steps"]
    assert steps[0]["with"]["fetch-depth"] == 0, "the base must be there to compare with"
    before = "!github.event.created && github.event.before || ''"  # zeros for a new branch
    base = f"${{{{ github.event.pull_request.base.sha || {before} }}}}"
    (step,) = [step for step in steps if step.get("run") == command]
    assert step["env"] == {variable: base}


@POSIX
def test_its_exit_code_is_that_of_the_tests(script: Script) -> None:
    assert script.run(CODE="1").returncode == 1


@POSIX
def test_it_leaves_a_new_dist_and_nothing_else(script: Script) -> None:
    before = {path.name for path in script.root.iterdir()}
    script.run()
    assert {path.name for path in script.root.iterdir()} == before
    assert [path.name for path in (script.root / "dist").iterdir()] == ["new"]
    assert not list(script.log.parent.glob("tmp.*"))


@POSIX
def test_what_a_user_copies_from_the_end_of_the_tests_runs_the_rest_alone(script: Script) -> None:
    assert script.run("needs").returncode == 0
    first, *rest = script.lines()
    assert first.startswith("start .ci/newcomer.py /tmp.")
    assert first.endswith(f" {INSTALL}")
    assert not {*CHECKS} & {*rest}
    assert rest[-1] == "python -m pytest -m needs --no-skips"
    assert (script.root / "dist" / "old").exists()


@POSIX
def test_another_word_is_refused(script: Script) -> None:
    assert script.run("need").returncode == 2
    assert script.lines() == []
