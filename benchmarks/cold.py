"""How long a cold `isk-indicators check` takes beside the imports that it cannot do without.

    python benchmarks/cold.py [--runs N] [FOLDER]

Both commands are whole processes, from the start of the interpreter to its end, and run in turn.
The disk is warm.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from measure import in_turn, medians, ratio, say, table, versions

IMPORTS = "import pandas, pandera.pandas, frictionless"
CHECK = "import sys; from isk_indicators.cli import main; sys.exit(main(['check', sys.argv[1]]))"
CHECKOUT = Path(__file__).resolve().parents[1]


def main() -> None:
    """Run both in turn and print the medians."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--runs", type=int, default=11, help="how often each is run")
    parser.add_argument("folder", nargs="?", default=str(CHECKOUT), help="what is checked")
    options = parser.parse_args()
    commands = {
        "nothing": ["-c", "pass"],
        "the three imports": ["-c", IMPORTS],
        "isk-indicators check": ["-c", CHECK, options.folder],
    }
    spent = in_turn(commands, options.runs)
    say(versions("pandas", "pandera", "frictionless"))
    say(f"Medians of {options.runs} cold processes each, in turn; times: of the imports.\n")
    rows = []
    for name in commands:
        one, times = medians(spent[name]), ratio(spent[name], spent["the three imports"])
        rows.append(
            [name, f"{one.wall:.2f}", f"{one.cpu:.2f}", f"{times.wall:.2f}", f"{times.cpu:.2f}"]
        )
    say(table(("process", "seconds", "processor s", "times, seconds", "times, processor"), rows))


if __name__ == "__main__":
    main()
