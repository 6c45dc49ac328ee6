"""Who names an actor, how certainly, and whether for the incident or its series: made-up tables."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING, Any

import pytest

from isk_indicators.tables import SEPARATOR, Dataset
from isk_indicators.views import charts
from isk_indicators.views.charts import timeline_bars
from isk_indicators.views.incidents import ledger_of, timeline_of
from isk_indicators.views.measures import indicators_of

if TYPE_CHECKING:
    from isk_indicators.schema import Row
    from tests.conftest import MakePackage

LISTS = ("claimed_by", "attributed_to", "accomplices", "denied_by", "rejected_for")
ISK, TTP, TALIBAN = "act-0001", "act-0002", "act-0003"
ACTORS = {ISK: "IS-K", TTP: "TTP", TALIBAN: "Afghan Taliban"}
SPAN = {"source_id": "src-000", "span_start": 0, "span_end": 4, "quote": "Four"}


def incident(number: int, part_of: int | None = None, date: str = "2023") -> dict[str, object]:
    return {
        **SPAN,
        "incident_id": f"inc-{number:04}",
        "label": f"Incident {number}",
        "scale": "single" if part_of else "series",
        "event_type": "attack",
        "date": date,
        "part_of": f"inc-{part_of:04}" if part_of else "",
        "voice": "author",
    }


def killed(number: int) -> dict[str, object]:
    exact = {"qualifier": "exact", "stated_low": 5, "stated_high": 5, "figure": "five"}
    ids = {"casualty_id": f"cas-{number:04}", "incident_id": f"inc-{number:04}"}
    return {**SPAN, **ids, **exact, "harm": "killed", "covers": "all", "voice": "author"}


def named(
    number: int,
    actor: str,
    reported: str = "author",
    *,
    role: str = "perpetrator",
    hedged: bool = False,
) -> dict[str, object]:
    """An attribution: ``told`` is the author, others, or a stance with the statement behind it."""
    stance, _, statement = reported.partition(" ")
    plain = stance in ("author", "other")
    return {
        **SPAN,
        "incident_id": f"inc-{number:04}",
        "actor_id": actor,
        "role": role,
        "stance": "attribution" if plain else stance,
        "certainty": "hedged" if hedged else "certain",
        "voice": stance if plain else "statement",
        "statement_id": statement,
    }


def statement(number: int, speaker: str, act: str) -> dict[str, object]:
    ids = {"statement_id": f"stm-{number:04}", "speaker_id": speaker, "speech_act": act}
    return {**SPAN, **ids, "date": "2023"}


def tables(make: MakePackage, *attributions: dict[str, object], **rows: Any) -> Dataset:
    return Dataset(
        make(
            {
                "sources": [{"source_id": "src-000", "published": "2024"}],
                "actors": [{**SPAN, "actor_id": row, "name": name} for row, name in ACTORS.items()],
                "attributions": [
                    {"attribution_id": f"atr-{i:04}", **row}
                    for i, row in enumerate(attributions, 1)
                ],
                **rows,
            }
        )
    )


@pytest.fixture
def dataset(make_package: MakePackage) -> Dataset:
    """A hedged series, parts without and with a claim, a rival claim, a denial, and no name."""
    return tables(
        make_package,
        named(1, ISK, "other", hedged=True),
        named(3, ISK, "claim stm-0001"),
        named(4, ISK, "claim stm-0001"),
        named(4, TTP, "author"),
        named(4, TALIBAN, "other", role="accomplice", hedged=True),
        named(5, TTP, "author", hedged=True),
        named(5, ISK, "other"),
        named(5, TTP, "other"),
        named(5, TTP, "denial stm-0002"),
        incidents=[
            incident(1),
            incident(2, part_of=1),
            incident(3, part_of=1),
            *map(incident, (4, 5, 6)),
        ],
        casualties=[killed(number) for number in range(1, 7)],
        statements=[
            statement(1, ISK, "claim_of_responsibility"),
            statement(2, TTP, "denial"),
        ],
        force_estimates=[
            {
                **SPAN,
                "estimate_id": "est-0001",
                "actor_id": TTP,
                "measure": "fighters",
                "unit": "persons",
                "figure": "five",
                "qualifier": "exact",
                "stated_low": 5,
                "stated_high": 5,
                "voice": "other",
            }
        ],
    )


def test_who_counted_and_who_named_the_actor_are_two_voices(dataset: Dataset) -> None:
    names = ("said_by", "actor", "actor_named_by", "actor_certainty", "actor_basis")
    author, others = "[untitled], 2024", "unnamed others, in [untitled], 2024"
    claim, theirs = "IS-K, in [untitled], 2024", "TTP, in [untitled], 2024"
    expected = {
        "cas-0001": (author, "IS-K", f"{others} (hedged)", "hedged", "own", None),
        "cas-0002": (
            author,
            "IS-K",
            f"{others} (hedged, of inc-0001)",
            "hedged",
            "inherited",
            None,
        ),
        "cas-0003": (
            author,
            "IS-K",
            f"{claim} (claim); {others} (hedged, of inc-0001)",
            "certain",
            "both",
            None,
        ),
        "cas-0004": (
            author,
            "IS-K | TTP",
            f"{claim} (claim) | {author}",
            "certain | certain",
            "own | own",
            None,
        ),
        "cas-0005": (
            author,
            "TTP | IS-K",
            f"{author} (hedged); {others} | {others}",
            "certain | certain",
            "own | own",
            f"{theirs} (denial) | nobody",
        ),
        "cas-0006": (author, None, None, None, None, None),
        "est-0001": (others, "TTP", others, "certain", "own", None),
        "stm-0001": (claim, "IS-K", claim, "certain", "own", None),
        "stm-0002": (theirs, "TTP", theirs, "certain", "own", None),
    }
    found = {
        row["row_id"]: tuple(row[name] for name in (*names, "actor_denied_by"))
        for row in indicators_of(dataset)
    }
    assert found == expected


def ledger(dataset: Dataset) -> dict[str, Row]:
    return {str(row["incident_id"]): row for row in ledger_of(dataset)}


def list_of(row: Row, name: str) -> tuple[object, ...]:
    return tuple(row[column] for column in (name, f"{name}_certainty", f"{name}_basis"))


def test_certainty_is_of_each_name_in_its_role(dataset: Dataset) -> None:
    suspected = ledger(dataset)["inc-0004"]
    assert list_of(suspected, "claimed_by") == ("IS-K", "certain", "own")
    assert list_of(suspected, "attributed_to") == ("TTP", "certain", "own")
    assert list_of(suspected, "accomplices") == ("Afghan Taliban", "hedged", "own")
    assert (suspected["status"], suspected["certainty"]) == ("contested", "certain")
    denied = ledger(dataset)["inc-0005"]
    assert list_of(denied, "attributed_to") == ("TTP | IS-K", "certain | certain", "own | own")
    assert list_of(denied, "denied_by") == ("TTP", "certain", "own")
    assert list_of(denied, "rejected_for") == (None, None, None)


def test_what_is_said_of_a_series_alone_is_marked_so_in_its_parts(dataset: Dataset) -> None:
    standing = ("status", "status_basis", "certainty")
    expected = {
        "inc-0001": ("attributed", "own", "hedged"),
        "inc-0002": ("attributed", "inherited", "hedged"),
        "inc-0003": ("claimed", "both", "certain"),
        "inc-0004": ("contested", "own", "certain"),
        "inc-0005": ("contested", "own", "certain"),
        "inc-0006": ("unattributed", None, None),
    }
    for rows in (ledger_of(dataset), timeline_of(dataset)):
        assert {row["incident_id"]: tuple(row[n] for n in standing) for row in rows} == expected
    part, claimed = ledger(dataset)["inc-0002"], ledger(dataset)["inc-0003"]
    assert list_of(part, "attributed_to") == ("IS-K", "hedged", "inherited")
    assert list_of(claimed, "claimed_by") == ("IS-K", "certain", "own")
    assert list_of(claimed, "attributed_to") == ("IS-K", "hedged", "inherited")


def test_pictures_say_in_words_what_weakens_a_status(dataset: Dataset) -> None:
    picture = timeline_bars(dataset)
    assert {bar.incident_id: bar.status_text for bar in picture.rows} == {
        "inc-0001": "attributed (hedged)",
        "inc-0002": "attributed (series, hedged)",
        "inc-0003": "claimed",
        "inc-0004": "contested",
        "inc-0005": "contested",
        "inc-0006": "unattributed",
    }
    reported = " ".join(picture.notes)
    assert "(series): said only of the series that the incident is part of." in reported
    assert "(hedged): no voice names a perpetrator or organiser without a hedge." in reported


def test_a_remark_that_no_status_has_is_not_explained() -> None:
    assert charts.meanings_of(["claimed", "contested (series)"]) == [
        "(series): said only of the series that the incident is part of."
    ]
    assert charts.meanings_of(["claimed"]) == []


TOLD = (None, *product(("claim stm-0001", "author", "rejection stm-0002"), (False, True)))
CASES = [*product(TOLD, TOLD, (ISK, TTP))]
"""What is said of IS-K for a part, of whom what for its series."""


@pytest.fixture
def cases(make_package: MakePackage) -> Dataset:
    """A series and its part for each case: inc-0001 and inc-0002, inc-0003 and inc-0004 …"""
    attributions, incidents = [], []
    for number, (own, inherited, other) in enumerate(CASES, 1):
        series, part = 2 * number - 1, 2 * number
        incidents += [incident(series), incident(part, part_of=series)]
        reported = ((part, own, ISK), (series, inherited, other))
        attributions += [named(at, who, t[0], hedged=t[1]) for at, t, who in reported if t]
    return tables(
        make_package,
        *attributions,
        incidents=incidents,
        casualties=[killed(row) for row in range(1, len(incidents) + 1)],
        statements=[statement(1, ISK, "claim_of_responsibility"), statement(2, TALIBAN, "denial")],
    )


def items(row: Row, *columns: str) -> list[list[str]]:
    cells = [row[column] for column in columns]
    return [[] if cell is None else str(cell).split(SEPARATOR) for cell in cells]


def test_lists_match_item_by_item_whatever_is_said_of_whom(cases: Dataset) -> None:
    for row in indicators_of(cases):
        columns = ("actor", "actor_named_by", "actor_certainty", "actor_basis")
        (size,) = {len(one) for one in items(row, *columns)}
        assert len(items(row, "actor_denied_by")[0]) in (0, size)
    for row in ledger_of(cases):
        for name in LISTS:
            lists = items(row, name, f"{name}_certainty", f"{name}_basis")
            assert len({len(one) for one in lists}) == 1
            assert len(lists[0]) == len({*lists[0]})


def test_an_actor_named_twice_is_certain_if_one_voice_is(cases: Dataset) -> None:
    found = ledger(cases)
    columns = {"claim": "claimed_by", "author": "attributed_to", "rejection": "rejected_for"}
    seen = 0
    for number, (own, inherited, other) in enumerate(CASES, 1):
        if own and inherited and own[0] == inherited[0] and other == ISK:
            certainty = "hedged" if own[1] and inherited[1] else "certain"
            column = columns[own[0].split()[0]]
            assert list_of(found[f"inc-{2 * number:04}"], column) == ("IS-K", certainty, "both")
            seen += 1
    assert seen == 12


def test_the_basis_of_a_status_says_whose_attributions_it_follows_from(cases: Dataset) -> None:
    found = ledger(cases)
    bases = {(True, True): "both", (True, False): "own", (False, True): "inherited"}
    for number, (own, inherited, _) in enumerate(CASES, 1):
        said = (own is not None, inherited is not None)
        assert found[f"inc-{2 * number:04}"]["status_basis"] == bases.get(said)
