"""The page of five questions as a notebook: the same cells, and each runs."""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest

import isk_indicators as isk

DOCS = Path(__file__).resolve().parents[1] / "docs"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    spec = importlib.util.spec_from_file_location("notebook", DOCS / "notebook.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    path = tmp_path_factory.mktemp("notebook") / "five-questions.ipynb"
    module.main(path)
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def test_prose_and_examples_are_cells(made: dict[str, Any]) -> None:
    kinds = [cell["cell_type"] for cell in made["cells"]]
    assert kinds[:2] == ["markdown", "code"]
    assert made["cells"][1]["source"] == "import isk_indicators as isk"
    page = (DOCS / "five-questions.md").read_text(encoding="utf-8")
    assert kinds.count("code") == page.count("\n>>> ")
    assert not any(">>>" in cell["source"] for cell in made["cells"] if cell["cell_type"] == "code")
    assert len({cell["id"] for cell in made["cells"]}) == len(kinds)


def test_every_cell_prints_what_stands_below_it(
    made: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isk.show("cas-0001")
    monkeypatch.setattr(sys.modules["isk_indicators.show"], "texts_root", lambda: None)
    names: dict[str, Any] = {}
    for cell in made["cells"]:
        if cell["cell_type"] == "code":
            printed = io.StringIO()
            with contextlib.redirect_stdout(printed):
                exec(compile(cell["source"], cell["id"], "single"), names)  # noqa: S102 - the page
            assert printed.getvalue() == "".join(output["text"] for output in cell["outputs"])
