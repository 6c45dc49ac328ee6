"""The figures of ``docs/coverage.md`` and of the README, written anew: ``python docs/coverage.py``.

What lives here: putting the shares between their marks. What must not: the counting (see
``isk_indicators.check.shares``) and the words round it. Tests fail where a figure is not of now.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from isk_indicators.check import shares  # noqa: E402 - the path must be set before
from isk_indicators.curate.accounting import accounts_of  # noqa: E402
from isk_indicators.curate.workplace import open_workplace  # noqa: E402

HITS = (
    "{total} figures, dates, words of harm, of blame and of saying, and quotations were found in "
    "the five texts; rows answer {row} of them, and {reviewed} were looked at and set aside, each "
    "with its reason"
)


def main() -> None:
    """Write both pages."""
    accounts = list(accounts_of(open_workplace(ROOT)))
    counts = Counter(account.by for source in accounts for account in source.accounts)
    told = HITS.format(total=counts.total(), row=counts["row"], reviewed=counts["reviewed"])
    table = f"\n{shares.table(accounts)}"
    between(ROOT / "docs" / "coverage.md", "<!-- shares: begin -->", "<!-- shares: end -->", table)
    between(ROOT / "README.md", "<!-- hits -->", "<!-- /hits -->", told)


def between(page: Path, begin: str, end: str, text: str) -> None:
    """Put ``text`` between the two marks of a page."""
    old = page.read_bytes().decode("utf-8")
    marked = re.compile(f"(?<={re.escape(begin)}).*?(?={re.escape(end)})", re.DOTALL)
    page.write_bytes(marked.sub(lambda _: text, old).encode("utf-8"))


if __name__ == "__main__":
    main()
