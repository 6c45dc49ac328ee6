"""Run the commands of README.md exactly as printed, as a new user would.

    python .ci/newcomer.py WORK [COMMAND ...]

Reads the commands from the blocks below the heading "Work on it". For each of them, in order, makes
WORK/1, WORK/2, ...: a copy of this checkout in ``checkout`` and an empty virtual environment in
``venv``, where bash runs the command. Environment variables that change what is installed or
tested are removed, except those that give the address of the package index. Exits with the code
of the first command that fails. COMMAND replaces the commands of README.md.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
HEADING = "Work on it"
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COUNT = 2
"""How many commands there are: to build, and to test."""

SETTINGS = re.compile("PYTHON|VIRTUAL_ENV|CONDA|UV_|PIP_|PYTEST|HYPOTHESIS|MPL|ISK_|CHROMIUM")
INDEX = re.compile("PIP_(.*INDEX.*|FIND_LINKS|TRUSTED_HOST|(CLIENT_)?CERT|PROXY|CONFIG_FILE)")
"""How the variables begin that would change what is installed or tested, and what is kept of them:
where the package index is."""

NOT_COPIED = (".git", ".venv", "dist", "__pycache__", "*.egg-info", ".*_cache", ".hypothesis")
"""What a checkout may hold that git ignores, where there is no git to ask."""


def main(work: Path, *commands: str) -> int:
    """Run the commands; the exit code of the first that fails."""
    given = commands or commands_of((ROOT / "README.md").read_text(encoding="utf-8"))
    for number, command in enumerate(given, start=1):
        code = run(command, work / str(number))
        if code:
            return code
    return 0


def commands_of(readme: str) -> tuple[str, ...]:
    """The commands under the heading, as printed.

    Raises:
        SystemExit: there are more or fewer than are known to be there.
    """
    section = re.search(rf"^## {HEADING}$(.*?)(?=^## |\Z)", readme, re.MULTILINE | re.DOTALL)
    blocks = BLOCK.findall(section[1]) if section else ()
    found = tuple(line for block in blocks for line in block.splitlines())
    if len(found) != COUNT:
        raise SystemExit(f"README.md has {len(found)} commands under '{HEADING}', not {COUNT}")
    return found


def run(command: str, place: Path) -> int:
    """Run a command in a copy of the checkout, in an empty environment; its exit code."""
    checkout, environment = place / "checkout", place / "venv"
    copy(ROOT, checkout)
    venv.create(environment, with_pip=True)
    scripts = environment / ("Scripts" if os.name == "nt" else "bin")
    variables = cleaned(os.environ)
    variables["PATH"] = f"{scripts}{os.pathsep}{variables['PATH']}"
    print(f"\n$ {command}", flush=True)
    return subprocess.run(["bash", "-c", command], cwd=checkout, env=variables).returncode


def cleaned(variables: Mapping[str, str]) -> dict[str, str]:
    """The variables of a newcomer's machine."""
    return {
        name: value
        for name, value in variables.items()
        if not SETTINGS.match(name) or INDEX.fullmatch(name)
    }


def copy(root: Path, target: Path) -> None:
    """Copy a checkout as a clone of it would be, with what was changed since the last commit."""
    names = _known_to_git(root)
    if names is None:
        shutil.copytree(root, target, ignore=shutil.ignore_patterns(*NOT_COPIED))
        return
    for name in names:
        if (root / name).is_file():  # not if it was deleted
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / name, target / name)


def _known_to_git(root: Path) -> Sequence[str] | None:
    """The files that git would commit; None without git or its folder."""
    if not (shutil.which("git") and (root / ".git").exists()):
        return None
    ask = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(ask, cwd=root, capture_output=True)
    return done.stdout.decode().split("\0")[:-1] if done.returncode == 0 else None


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve(), *sys.argv[2:]))
