"""A test that needs more than ``[dev]`` is skipped, the run says so briefly, and CI forbids it."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.needs import COMMAND, NEEDS, SLOW, is_slow, summary

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
FILES = sorted(path for path in TESTS.rglob("*.py") if path.name != "needs.py")

CONFTEST = """
import sys
sys.path.insert(0, {root!r})
from tests.needs import *
import pytest

@pytest.fixture
def browser(): raise AssertionError("it is made although something is missing")

@pytest.fixture
def page(browser): return browser
"""
MADE_UP = """
import pytest

def test_plain(): pass
@pytest.mark.slow
def test_slow(): pass
def test_opens(page): pass
@pytest.mark.usefixtures("package_index")
def test_installs(): pass
def test_counts(rscript): pass
@pytest.mark.xfail(reason="known")
def test_known(): raise AssertionError
"""
SKIPS = """
import pytest

@pytest.mark.skipif(True, reason="some reason")
def test_skipped(): pass
def test_skips_itself(): pytest.skip("another reason")
"""
WITHOUT_R = {"needs": "/nowhere"}


def run(folder: Path, text: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Run made-up tests, where neither a browser nor R is found."""
    (folder / "conftest.py").write_text(CONFTEST.format(root=str(ROOT)), encoding="utf-8")
    (folder / "test_made_up.py").write_text(text, encoding="utf-8")
    (folder / "pytest.ini").write_text("[pytest]\nmarkers =\n  needs\n  quick\n  slow\n", "utf-8")
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options, folder],
        cwd=folder,
        env={**os.environ, "PATH": str(folder), "CHROMIUM": "", "PYTEST_ADDOPTS": ""},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def end(done: subprocess.CompletedProcess[str]) -> list[str]:
    """What the run says of skips, and pytest's own last line, without frames and times."""
    lines = done.stdout.splitlines()
    at = next(number for number, line in enumerate(lines) if re.fullmatch("=+ skipped =+", line))
    return [
        re.sub(r" in [0-9.]+s( \([0-9:]+\))?", "", line).strip("= ")
        for line in lines[at + 1 :]
        if line
    ]


def test_what_needs_more_is_skipped_and_the_end_says_how_to_run_it(tmp_path: Path) -> None:
    done = run(tmp_path, MADE_UP)
    assert done.returncode == 0, done.stdout
    assert end(done) == [
        "3 tests need more than [dev]: 1 need Chromium with tests/page/requirements.txt; "
        "1 need R; 1 need a package index.",
        f"This command installs that and runs them: {COMMAND}",
        "2 passed, 3 skipped, 1 xfailed",
    ]


def test_several_workers_say_the_same(tmp_path: Path) -> None:
    alone, together = run(tmp_path, MADE_UP), run(tmp_path, MADE_UP, "-n", "2")
    assert end(alone) == end(together)


def test_where_nothing_may_skip_all_but_the_optional_fails(tmp_path: Path) -> None:
    done = run(tmp_path, MADE_UP, "--no-skips", "-m", "needs", "-rE")
    assert done.returncode == 1
    assert "Chromium with tests/page/requirements.txt is missing" in done.stdout
    assert re.search("ERROR .*::test_opens", done.stdout)
    assert end(done)[-1] == "1 passed, 1 skipped, 3 deselected, 1 error"


def test_where_nothing_may_skip_a_test_may_not_skip_itself_either(tmp_path: Path) -> None:
    done = run(tmp_path, SKIPS, "--no-skips")
    assert "some reason is missing" in done.stdout
    assert "another reason is missing" in done.stdout
    assert "1 failed, 1 error" in done.stdout.splitlines()[-1]


def test_quick_is_what_needs_nothing_and_is_not_slow(tmp_path: Path) -> None:
    done = run(tmp_path, MADE_UP, "-m", "quick", "-v")
    assert re.findall(r"::(\w+)", done.stdout) == ["test_plain", "test_known"]


def test_the_tests_of_the_data_the_rules_and_the_core_are_quick() -> None:
    core = ["data", "tables", "spans", "dates", "figures", "detectors", "conventions", "readme"]
    paths = [TESTS / f"test_{name}.py" for name in core]
    paths += [*TESTS.glob("rules/test_*.py"), *TESTS.glob("views/test_*.py")]
    assert all(path.is_file() and not is_slow(path) for path in paths)
    assert all((TESTS / name).exists() and is_slow(TESTS / name) for name in SLOW)


def test_the_end_is_at_most_five_lines_whatever_is_missing() -> None:
    names = [need.name for need in NEEDS.values()]
    reasons = dict.fromkeys([*names, ", ".join(names[:2]), "links need rights there"], 1)
    assert len(summary(reasons)) <= 5
    assert summary({}) == []
    assert summary({"links need rights there": 3}) == ["3 tests are for another operating system."]


# The suite itself


def test_every_need_is_a_fixture_that_some_test_uses() -> None:
    used = "\n".join(path.read_text(encoding="utf-8") for path in FILES)
    for name in NEEDS:
        assert re.search(rf'\b{name}: |usefixtures\("{name}"\)', used), name


def skips() -> Iterator[tuple[str, str]]:
    """Each place where a test skips itself, and on what condition."""
    for path in FILES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                name = ast.unparse(node.func)
                if name.startswith("pytest.") and "skip" in name and "mark" not in name:
                    yield f"{path.name}:{node.lineno}", name
                if name in ("pytest.mark.skipif", "pytest.mark.skip"):
                    yield f"{path.name}:{node.lineno}", ast.unparse(node.args[0])


def test_no_other_test_skips_itself_but_for_the_operating_system() -> None:
    system = re.compile(r"(os\.name|sys\.platform) (==|!=) '\w+'")
    found = dict(skips())
    assert len(found) > 5
    assert {place: why for place, why in found.items() if not system.fullmatch(why)} == {}


BLOCKED = """
import sys
for name in {names!r}: sys.modules[name] = None
import pytest
sys.exit(pytest.main(["-n0", "-qq", "--collect-only", "-p", "no:cacheprovider", {folder!r}]))
"""


@pytest.mark.slow
@pytest.mark.parametrize("folder", ["page", "strangers"])
def test_tests_are_collected_without_the_tools_that_they_need(folder: str) -> None:
    lines = (TESTS / folder / "requirements.txt").read_text(encoding="utf-8").splitlines()
    named = {line.split("==")[0].replace("-", "_") for line in lines if line[0] != "#"}
    ours = {"duckdb", "frictionless", "jsonschema", "pandas"}  # [dev] has them too
    code = BLOCKED.format(names=sorted(named - ours), folder=str(TESTS / folder))
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
