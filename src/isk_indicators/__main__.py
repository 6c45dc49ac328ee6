"""``python -m isk_indicators``: the command line, without the folder that it happens to run in.

Python puts the current folder first on its path; modules in a folder that is to be checked (and
frictionless' plug-ins, which it looks for along the path) must not be run.
"""

import sys
from pathlib import Path

sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != Path.cwd()]

from isk_indicators.cli import main  # noqa: E402 (the path must be clean before the imports)

sys.exit(main())
