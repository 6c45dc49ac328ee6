"""A page with examples as a Jupyter notebook: ``python docs/notebook.py FILE [PAGE]``.

Prose becomes Markdown cells (notebook format 4.5), and each ``>>>`` block becomes a code cell with
its output. The script runs no code. The default PAGE is docs/five-questions.md.
"""

from __future__ import annotations

import doctest
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parent / "five-questions.md"
BLOCK = re.compile(r"^```pycon\n(.*?)^```\n", re.MULTILINE | re.DOTALL)
Cell = dict[str, Any]


def notebook(page: str) -> dict[str, Any]:
    """The page as a notebook."""
    cells = [
        {"id": f"cell-{number:03}", "metadata": {}, **cell}
        for number, cell in enumerate(_cells(page))
    ]
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    return {"cells": cells, "metadata": {"kernelspec": kernel}, "nbformat": 4, "nbformat_minor": 5}


def _cells(page: str) -> Iterator[Cell]:
    # Every second part is the inside of a block.
    for number, part in enumerate(BLOCK.split(page)):
        if number % 2:
            yield from map(_code, doctest.DocTestParser().get_examples(part))
        elif part.strip():
            yield {"cell_type": "markdown", "source": part.strip()}


def _code(example: doctest.Example) -> Cell:
    printed = {"output_type": "stream", "name": "stdout", "text": example.want}
    return {
        "cell_type": "code",
        "execution_count": None,
        "source": example.source.rstrip("\n"),
        "outputs": [printed] if example.want else [],
    }


def main(file: Path, page: Path = PAGE) -> None:
    """Write the notebook."""
    made = notebook(page.read_text(encoding="utf-8"))
    text = json.dumps(made, indent=1, ensure_ascii=False) + "\n"
    file.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
