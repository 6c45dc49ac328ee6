"""A draft of what is open in any document is a good row of ``reviewed``, but for its reason."""

from __future__ import annotations

import pandas as pd
from announcing import ODD, texts
from hypothesis import example, given

from isk_indicators.check import accounts, content
from isk_indicators.curate import drafts as draft
from isk_indicators.rules import reviewed
from isk_indicators.rules.links import Links
from isk_indicators.schema import DataPackage


def drafted(real: DataPackage, text: str) -> list[draft.Passage]:
    """What is drafted of a document without any row."""
    return draft.passages(accounts.of_source(Links(real, {}), {}, "src-000", text))


@given(texts())
@example("\n".join(ODD))
def test_a_passage_is_a_span_as_the_rules_want_it(real: DataPackage, text: str) -> None:
    passages = drafted(real, text)
    rows = [{"source_id": p.source, "span_start": p.start, "span_end": p.end} for p in passages]
    frame = pd.DataFrame(rows, columns=real.schemas["reviewed"].names, dtype=object)
    frame["quote"] = [text[p.start : p.end] for p in passages]
    frame["kind"] = [p.kind for p in passages]
    frame["reason"] = "idiom"
    assert reviewed.validate(frame, {"src-000": text}).breaches == ()
    quote = real.schemas["reviewed"].by_name["quote"]
    assert [f for p in passages for f in content.flaws(p.quote, quote, set(text))] == []


@given(texts())
def test_each_open_hit_is_within_a_passage_of_its_kind(real: DataPackage, text: str) -> None:
    account = accounts.of_source(Links(real, {}), {}, "src-000", text)
    passages = draft.passages(account)
    for hit in account.open:
        assert [
            p for p in passages if p.kind == hit.kind and p.start <= hit.start < hit.end <= p.end
        ]
    for p in passages:
        assert [h for h in account.open if h.kind == p.kind and p.start <= h.start < h.end <= p.end]
