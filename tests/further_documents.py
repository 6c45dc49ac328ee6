"""A copy of the checkout with further documents and their rows, and commands that run in it.

A folder of a further document holds its text and, for every table, the rows on it as a curator
types them: without what ``fill`` fills in. A row of ``actors.csv`` on an actor of the data adds the
forms in which the document prints it.
"""

from __future__ import annotations

import csv
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOT_COPIED = (
    ".git",
    ".*cache",
    ".hypothesis",
    "__pycache__",
    "dist",
    "build",
    "*.egg-info",
    "*venv",
)
COMING = "99.0.0.dev0"
"""A development version that leaves room for any change."""


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def document(folder: Path) -> Path:
    """The text of a further document."""
    (path,) = folder.glob("*.txt")
    return path


def added(folder: Path, table: str) -> list[dict[str, str]]:
    """The rows of a further document on a table."""
    found = rows(folder / f"{table}.csv")
    if table == "sources":
        text = document(folder)
        digest = hashlib.sha256(text.read_bytes()).hexdigest()
        found[0] |= {"sha256": digest, "characters": str(len(text.read_text("utf-8")))}
    return found


def copy_with(root: Path, *folders: Path) -> Path:
    """Copy the checkout to ``root``, with the further documents of these folders."""
    shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns(*NOT_COPIED))
    for folder in folders:
        shutil.copy(document(folder), root / "seeds")
        for path in sorted(folder.glob("*.csv")):
            _add(root / "datasets" / path.name, added(folder, path.stem))
    _raise_version(root)
    return root


def _add(path: Path, further: list[dict[str, str]]) -> None:
    """Put the rows below those of a table, or their forms into the row of the same actor."""
    known = rows(path)
    names = list(known[0])
    by_id = {row[names[0]]: row for row in known} if path.stem == "actors" else {}
    for row in further:
        if names[0] in row and row[names[0]] in by_id:
            same = by_id[row[names[0]]]
            same["aliases"] = "|".join(filter(None, (same["aliases"], row["aliases"])))
        else:
            known.append(row)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(known)


def _raise_version(root: Path) -> None:
    """Make the copy a development version, whichever the checkout is."""
    path = root / "pyproject.toml"
    text = path.read_text(encoding="utf-8")
    changed, times = re.subn(
        r'^version = "[^"]*"$', f'version = "{COMING}"', text, flags=re.MULTILINE
    )
    assert times == 1
    path.write_text(changed, encoding="utf-8", newline="\n")


def run(root: Path, *command: str) -> str:
    """Run Python in the copy, with the copy's package; what it printed, if all is well."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(root / "src"), "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def ours(root: Path, *command: str) -> str:
    """Run a command of the package in the copy."""
    return run(root, "-m", "isk_indicators", *command)
