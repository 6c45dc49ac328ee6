"""A page with examples as a notebook: the same cells, in the same order."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

DOCS = Path(__file__).resolve().parents[1] / "docs"
PAGE = """\
# A page

Words before.

```pycon
>>> rows = [
...     1,
... ]
>>> rows
[1]
```

Words after.
"""


@pytest.fixture(scope="module")
def notebook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("notebook", DOCS / "notebook.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_prose_and_examples_are_cells(notebook: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "page.md").write_text(PAGE, encoding="utf-8")
    notebook.main(tmp_path / "page.ipynb", tmp_path / "page.md")
    cells = json.loads((tmp_path / "page.ipynb").read_text(encoding="utf-8"))["cells"]
    printed = [{"output_type": "stream", "name": "stdout", "text": "[1]\n"}]
    assert [(c["cell_type"], c["source"], c.get("outputs")) for c in cells] == [
        ("markdown", "# A page\n\nWords before.", None),
        ("code", "rows = [\n    1,\n]", []),
        ("code", "rows", printed),
        ("markdown", "Words after.", None),
    ]


def test_the_page_of_questions_has_a_cell_an_example(notebook: ModuleType, tmp_path: Path) -> None:
    notebook.main(tmp_path / "five-questions.ipynb")
    cells = json.loads((tmp_path / "five-questions.ipynb").read_text(encoding="utf-8"))["cells"]
    page = (DOCS / "five-questions.md").read_text(encoding="utf-8")
    kinds = [cell["cell_type"] for cell in cells]
    assert kinds[:2] == ["markdown", "code"]
    assert kinds.count("code") == page.count("\n>>> ")
    assert not any(">>>" in cell["source"] for cell in cells if cell["cell_type"] == "code")
    assert len({cell["id"] for cell in cells}) == len(kinds)
