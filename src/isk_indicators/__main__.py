"""``python -m isk_indicators``: the command line, without the folder that it happens to run in.

With ``-m``, Python puts the current folder first on its path; modules in a folder that is to be
checked (and frictionless' plug-ins, which it looks for along the path) must not be run. Only a
module named like one that this package imports at once could be; the command ``isk-indicators``
is free of that too.
"""

import sys
from pathlib import Path

sys.path[:] = [entry for entry in sys.path if Path(entry or ".").resolve() != Path.cwd()]

from isk_indicators.cli import main  # noqa: E402 (the path must be clean before the imports)

sys.exit(main())
