"""The codebook, written anew: ``python docs/codebook.py [FILE]``, or docs/codebook.md.

What lives here: where the page goes. What must not: what it says (see
``isk_indicators.release.codebook``, which writes the release's copy too).
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "codebook.md"
sys.path.insert(0, str(ROOT / "src"))

from isk_indicators.release.codebook import codebook  # noqa: E402 - the path must be set before
from isk_indicators.schema import open_package  # noqa: E402


def main(page: Path = PAGE) -> None:
    """Write the page."""
    page.write_text(codebook(open_package(ROOT)), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
