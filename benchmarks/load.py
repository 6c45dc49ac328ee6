"""How long an analyst waits for every table, beside pandas' own reading of the same files.

    python benchmarks/load.py [--runs N]

Both commands are whole processes and run alternately. The bare reading is what a user would
type without this package: no types, no dates, no derived columns, no check of the header.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from measure import in_turn, medians, ratio, say, table, versions

CHECKOUT = Path(__file__).resolve().parents[1]
BARE = (
    "import sys, pathlib; import pandas as pd; "
    "[pd.read_csv(path) for path in sorted(pathlib.Path(sys.argv[1]).glob('*.csv'))]"
)
LOAD = "import isk_indicators as isk; [isk.load(name) for name in isk.tables()]"
PARTS = "import sys; import pandas; import isk_indicators"


def main() -> None:
    """Run them in turn and print the medians."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=15, help="how often each is run")
    options = parser.parse_args()
    commands = {
        "import pandas": ["-c", "import pandas"],
        "pandas' read_csv of every file": ["-c", BARE, str(CHECKOUT / "datasets")],
        "import isk_indicators, pandas": ["-c", PARTS],
        "isk.load of every table": ["-c", LOAD],
    }
    spent = in_turn(commands, options.runs)
    say(versions("pandas"))
    say(f"Medians of {options.runs} cold processes each, in turn; times: of the bare reading.\n")
    rows = []
    for name in commands:
        one = medians(spent[name])
        times = ratio(spent[name], spent["pandas' read_csv of every file"])
        rows.append(
            [name, f"{one.wall:.3f}", f"{one.cpu:.3f}", f"{times.wall:.2f}", f"{times.cpu:.2f}"]
        )
    say(table(("process", "seconds", "processor s", "times, seconds", "times, processor"), rows))


if __name__ == "__main__":
    main()
