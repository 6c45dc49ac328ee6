from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from isk_indicators.check.csv_table import MISSING_WORDS, is_suspect

ODD = re.compile(r"[^ -~]|^[ =+\-@]| \Z")
CELLS = st.text(alphabet="a =+-@\n\t\x7f\xa0é\u2028", max_size=3) | st.sampled_from(["NA", "a", ""])


@given(CELLS)
def test_a_closer_look_is_spared_to_plain_cells_alone(text: str) -> None:
    assert is_suspect(text) == bool(ODD.search(text) or text in MISSING_WORDS)
