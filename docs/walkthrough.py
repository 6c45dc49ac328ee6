"""Run the commands of ``docs/add-a-source.md`` in a copy of the checkout, for what they print.

The page has the document in its block of text. Above a block of commands, a comment
``typed: a | q`` gives the lines that are typed, and ``shown: 8`` the most lines at each end.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from contextlib import chdir, redirect_stderr, redirect_stdout
from functools import cache
from pathlib import Path
from unittest import mock

from isk_indicators import cli

ROOT = Path(__file__).resolve().parents[1]
COPIED = (
    *("datasets", "releases", "schemas", "seeds"),
    *("CHANGELOG.md", "datapackage.json", "pyproject.toml", ".gitattributes"),
)
"""What the commands read."""

REPORT = re.compile(r"^```text\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CONSOLE = re.compile(
    r"(?P<head>(?:<!-- typed: (?P<typed>.*?) -->\n)?(?:<!-- shown: (?P<shown>\d+) -->\n)?\n?"
    r"```console\n)(?P<body>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)
GIT = {
    **dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), "A curator"),
    **dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), "curator@example.org"),
    **dict.fromkeys(("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM"), os.devnull),
}


@cache
def walk(page: str) -> str:
    """The page with what each command prints now below it; as it is, if there is no git."""
    if shutil.which("git") is None:
        sys.stderr.write("docs/add-a-source.md: not run, since there is no git\n")
        return page
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "clone"
        _copy(root)
        report = REPORT.search(page)
        if report is None:
            raise ValueError("the page has no document in a block of text")
        (root.parent / "report.txt").write_text(report[1], encoding="utf-8")
        with chdir(root), mock.patch.dict(os.environ, GIT):
            return CONSOLE.sub(lambda block: f"{block['head']}{_session(block)}```", page)


def _copy(root: Path) -> None:
    """A clone on its main branch."""
    root.mkdir()
    for name in COPIED:
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, root / name)
        elif (ROOT / name).exists():
            shutil.copy(ROOT / name, root)
    for command in ("init -q -b main", "add --all", "commit -q -m Start"):
        subprocess.run(  # noqa: S603 # nosec B603 B607 - commands of this file
            ["git", *command.split()],  # noqa: S607
            cwd=root,
            check=True,
            env={**os.environ, **GIT},
        )


def _session(block: re.Match[str]) -> str:
    typed = "".join(f"{line}\n" for line in (block["typed"] or "").split(" | "))
    commands = [line[2:] for line in block["body"].splitlines() if line.startswith("$ ")]
    return "".join(f"$ {command}\n{_cut(run(command, typed), block)}" for command in commands)


def _cut(printed: str, block: re.Match[str]) -> str:
    lines, most = printed.splitlines(keepends=True), int(block["shown"] or 0)
    if not most or len(lines) <= 2 * most:
        return printed
    return "".join((*lines[:most], "[…]\n", *lines[-most:]))


def run(command: str, typed: str = "") -> str:
    """What a command prints in the current folder."""
    program, *arguments = shlex.split(command.replace("report.txt", "../report.txt"))
    if program == "git":
        done = subprocess.run(  # noqa: S603 # nosec B603 - a command of the page
            [program, *arguments], capture_output=True, text=True, check=True
        )
        return done.stdout
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
    stdin = mock.patch.object(sys, "stdin", io.StringIO(typed))
    with redirect_stdout(out), redirect_stderr(out), stdin:
        cli.main(arguments)
    out.seek(0)
    return out.read().replace("../report.txt", "report.txt")
