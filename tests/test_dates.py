from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from datetime import date, timedelta

import edtf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from isk_indicators import dates
from isk_indicators.schema import installed_package


def test_the_months_are_those_of_the_calendar() -> None:
    assert [*calendar.month_name][1:] == dates.MONTHS


DAYS = st.dates(min_value=date(1000, 1, 1))


@st.composite
def points(draw: st.DrawFn) -> str:
    day = draw(DAYS).isoformat()
    return day[: draw(st.sampled_from([4, 7, 10]))] + draw(st.sampled_from(["", "~", "?"]))


@st.composite
def intervals(draw: st.DrawFn) -> str:
    first, second = sorted([draw(points()), draw(points())])
    return f"{first}/{second}"


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-02", date(2023, 2, 1), date(2023, 2, 28)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
        ("2021-01/2021-04", date(2021, 1, 1), date(2021, 4, 30)),
        ("../2024-05", None, date(2024, 5, 31)),
        ("2021-08/..", date(2021, 8, 1), None),
        ("2024-05/2024", date(2024, 5, 1), date(2024, 12, 31)),
        ("0001", date(1, 1, 1), date(1, 12, 31)),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31)),
    ],
)
def test_the_days_that_a_date_allows(text: str, earliest: date | None, latest: date | None) -> None:
    parsed = dates.parse(text)
    assert (parsed.earliest, parsed.latest) == (earliest, latest)


def test_a_date_that_was_read_is_not_changed_afterwards() -> None:
    with pytest.raises(FrozenInstanceError):
        dates.parse("2024").earliest = None  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain"),
    [
        ("2024", False, False),
        ("2024~", True, False),
        ("2024-05?", False, True),
        ("2024~/2025", True, False),
        ("2024/2025?", False, True),
        ("2024~/2025?", True, True),
        ("../2024~", True, False),
    ],
)
def test_marks_are_flags_and_widen_nothing(text: str, approximate: bool, uncertain: bool) -> None:
    parsed = dates.parse(text)
    plain = dates.parse(re.sub("[~?]", "", text))
    assert (parsed.approximate, parsed.uncertain) == (approximate, uncertain)
    assert (parsed.earliest, parsed.latest) == (plain.earliest, plain.latest)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2024", [(2024, None, None)]),
        ("2024-03-05~", [(2024, 3, 5)]),
        ("2021-01/2021-04-30", [(2021, 1, None), (2021, 4, 30)]),
        ("../2024-05", [(2024, 5, None)]),
        ("2021-08/..", [(2021, 8, None)]),
    ],
)
def test_the_parts_that_are_written(text: str, parts: list[dates.Part]) -> None:
    assert dates.parse(text).parts == tuple(parts)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("", "type YYYY"),
        ("..", "type YYYY"),
        ("../..", "type YYYY"),
        ("/2024", "type YYYY"),
        ("2024/", "type YYYY"),
        ("2024/2025/2026", "type YYYY"),
        ("2024-1", "type YYYY"),
        ("2024-1-1", "type YYYY"),
        ("20240101", "type YYYY"),
        ("2024-01-01T00:00", "type YYYY"),
        ("2024~?", "type YYYY"),
        ("~2024", "type YYYY"),
        ("2024-~05", "type YYYY"),
        ("2024/~2025", "type YYYY"),
        ("2024..2025", "type YYYY"),
        ("2024–2025", "type YYYY"),
        (" 2024", "type YYYY"),
        ("2024\n", "type YYYY"),
        ("٢٠٢٤", "type YYYY"),
        ("March 2024", "type YYYY"),
        ("0000", "there is no year 0000"),
        ("0000-01", "there is no year 0000"),
        ("2024-00", "type a month from 01 to 12"),
        ("2024-13", "type a month from 01 to 12"),
        ("2024/2025-13", "type a month from 01 to 12"),
        ("2024-02-30", "type a day from 01 to 29"),
        ("2023-02-29", "type a day from 01 to 28"),
        ("../2024-02-30", "type a day from 01 to 29"),
        ("2024-04-31/..", "type a day from 01 to 30"),
        ("2024-04-00", "type a day from 01 to 30"),
        ("2024/2023", "type 2023/2024"),
        ("2024-05-10/2024-05-09", "type 2024-05-09/2024-05-10"),
        ("2024-05~/2023?", "type 2023?/2024-05~"),
    ],
)
def test_what_is_no_date_is_refused_with_advice(text: str, advice: str) -> None:
    with pytest.raises(ValueError, match=re.escape(advice)):
        dates.parse(text)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("May", f"'May' is no date; type {dates.FORMS}"),
        ("../..", f"'../..' is no date; type {dates.FORMS}"),
        ("0000", "'0000': there is no year 0000; type the year in four digits"),
        ("2024-00", "'2024-00': there is no month 00; type a month from 01 to 12"),
        ("2024/2025-13", "'2025-13': there is no month 13; type a month from 01 to 12"),
        ("0024-02-00", "'0024-02-00': there is no day 00 in 0024-02; type a day from 01 to 29"),
        ("2023-02-29", "'2023-02-29': there is no day 29 in 2023-02; type a day from 01 to 28"),
        ("2024/2023", "'2024/2023' ends before it begins; type 2023/2024"),
    ],
)
def test_the_whole_advice_names_what_was_typed(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        dates.parse(text)


@given(points() | intervals())
def test_closed_forms_agree_with_the_edtf_library(text: str) -> None:
    parsed, oracle = dates.parse(text), edtf.parse_edtf(text)
    assert parsed.earliest is not None
    assert parsed.latest is not None
    assert parsed.earliest.timetuple()[:3] == tuple(oracle.lower_strict())[:3]
    assert parsed.latest.timetuple()[:3] == tuple(oracle.upper_strict())[:3]


@given(points())
def test_an_open_interval_has_the_bound_of_its_closed_end(text: str) -> None:
    point = dates.parse(text)
    until, since = dates.parse(f"../{text}"), dates.parse(f"{text}/..")
    assert (until.earliest, until.latest) == (None, point.latest)
    assert (since.earliest, since.latest) == (point.earliest, None)


@given(DAYS, st.timedeltas(timedelta(days=1), timedelta(days=4000)))
def test_an_interval_must_not_end_before_it_begins(first: date, gap: timedelta) -> None:
    if first > date.max - gap:
        return
    second = first + gap
    assert dates.parse(f"{first}/{second}").latest == second
    with pytest.raises(ValueError, match=f"type {first}/{second}$"):
        dates.parse(f"{second}/{first}")


@given(st.integers(0, 9999), st.integers(0, 13), st.integers(0, 32))
def test_days_are_refused_as_the_calendar_does(year: int, month: int, day: int) -> None:
    text = f"{year:04}-{month:02}-{day:02}"
    assert _accepts(dates.parse, text) == _accepts(date.fromisoformat, text)


def _accepts(parse: Callable[[str], object], text: str) -> bool:
    try:
        parse(text)
    except ValueError:
        return False
    return True


@given(st.text(alphabet="0123456789-/.~? ", max_size=24) | points() | intervals())
def test_everything_read_is_in_the_schemas_pattern(text: str) -> None:
    assert not _accepts(dates.parse, text) or re.fullmatch(_pattern(), text)


def _pattern() -> str:
    found = installed_package().schemas["incidents"].by_name["date"].pattern
    assert found is not None
    return found


def test_every_dated_column_has_the_same_pattern() -> None:
    schemas = installed_package().schemas.values()
    assert {s.by_name[name].pattern for s in schemas for name in s.dated} == {_pattern()}
