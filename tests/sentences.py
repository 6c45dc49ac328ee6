"""Texts of any kind that announce much: words of every detector, line ends and odd characters."""

from __future__ import annotations

from hypothesis import strategies as st

from isk_indicators.spans import LINE_ENDS

_WORDS = (
    "Violence in Afghanistan|Attacks on markets|IS-K|the Band’s|carried out|claimed responsibility|"
    "blamed|was behind|attacks by|killed|wounding|dead|casualties|claimed 52 lives|lost|lives|said|"
    "told|according to|noted that|March|22|2024|this year|hours before|08.11.2021|more than|60|"
    "at least|1,500|several|many a|dozens of|twenty|two|a number of|not a single|six|months|no|"
    "“|”|\"|‘|’|'|(|)|-|=|+|@|.|?|:|,|;|–|It rose.|men|of|"
    "\u0301|\u00ad|\u200d|\ufeff|\u00a0|\t|\x1f"
).split("|")


def texts() -> st.SearchStrategy[str]:
    """Words that announce something between words of any kind, on lines that end in any way."""
    word = st.sampled_from(_WORDS) | st.text(max_size=6)
    gap = st.sampled_from([" ", " ", " ", "", *LINE_ENDS, "\r\n"])
    return st.lists(st.tuples(word, gap).map("".join), max_size=24).map("".join)


ODD = (
    "Violence in Afghanistan\nAttacks on markets\nIn March\n2024 it rose",
    "-5 men fell” so",
    "=\u0301said",
    "\u0301said so",
    "2021’s war, the e\u0301said",
    "“fell “rose” so",
    "10 000 men\x1f3 May",
)
"""Lines with hits at whose edges no quote can begin or end as it is."""
