"""What follows from the data and the code is written by one command, which finds what is stale."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]
SCRIPT = ROOT / "docs" / "write.py"
PAGE = """\
There are <!-- count -->two<!-- /count --> rows.

```pycon
>>> rows = [
...     1,
...
...     2,
... ]
>>> len(rows)
3
>>> print("one\\n\\ntwo")
```

```pycon
>>> rows
[]
```
"""
WRITTEN = """\
There are <!-- count -->three<!-- /count --> rows.

```pycon
>>> rows = [
...     1,
...
...     2,
... ]
>>> len(rows)
2
>>> print("one\\n\\ntwo")
one
<BLANKLINE>
two
```

```pycon
>>> rows
[1, 2]
```
"""


@pytest.fixture
def write(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The command for a folder with one page, of which one part and the examples are written."""
    monkeypatch.setattr(sys, "path", [*sys.path])
    spec = importlib.util.spec_from_file_location("write", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "PARTS", {"README.md": (module.marked("count", lambda: "three"),)})
    monkeypatch.setattr(module, "without_documents", lambda: None)
    (tmp_path / "README.md").write_text(PAGE, encoding="utf-8")
    return module


def test_nothing_is_stale() -> None:
    command = [sys.executable, SCRIPT, "--check"]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_stale_file_is_named_with_its_lines_and_left_as_it_is(
    write: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert write.main(["--check"]) == 1
    first, *lines = capsys.readouterr().out.splitlines()
    assert first == "README.md is stale: run python docs/write.py"
    assert "-There are <!-- count -->two<!-- /count --> rows." in lines
    assert "+There are <!-- count -->three<!-- /count --> rows." in lines
    assert "-3" in lines
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == PAGE


def test_parts_and_what_examples_print_are_written_once_and_for_all(
    write: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert write.main([]) == 0
    assert capsys.readouterr().out == "written: README.md\n"
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == WRITTEN
    assert write.main(["--check"]) == 0
    assert write.main([]) == 0
    assert capsys.readouterr().out == ""


def test_of_a_long_difference_the_first_lines_are_shown(write: ModuleType) -> None:
    old, new = ("".join(f"{word} {n}\n" for n in range(30)) for word in ("old", "new"))
    *shown, more = write.difference("page.md", old, new).splitlines()
    assert len(shown) == 1 + write.MOST_LINES
    assert more == "… and 41 more lines"


def test_a_page_that_lost_a_mark_is_refused(write: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("There are two rows.\n", encoding="utf-8")
    with pytest.raises(ValueError, match="count"):
        write.main(["--check"])


def test_an_example_that_fails_is_not_written(write: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(f"{PAGE}\n```pycon\n>>> 1 / 0\n```\n", encoding="utf-8")
    with pytest.raises(ZeroDivisionError):
        write.main([])
