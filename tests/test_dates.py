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
from isk_indicators.dates import MONTH, MONTHS, Days, day_spans, printed_months
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


ON = "2024-02-03"  # a Saturday


def days(text: str) -> Days:
    parsed = dates.parse(text)
    assert parsed.earliest
    assert parsed.latest
    return parsed.earliest, parsed.latest


def found_in(text: str, *published: str) -> set[Days]:
    return day_spans(text, [days(one) for one in published])


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("3 May 2024", [(2024, 5, (3,))]),
        ("May 3rd, 2024", [(2024, 5, (3,))]),
        ("the 3rd of May", [(None, 5, (3,))]),
        ("MAY 2024", [(2024, 5, ())]),
        ("it may 3", []),
        ("19–20 November 2024", [(2024, 11, (19, 20))]),
        ("19 and 20 November", [(None, 11, (19, 20))]),
        ("3, 5 and 9 May", [(None, 5, (3, 5, 9))]),
        ("the night of 3 to 4 May", [(None, 5, (3, 4))]),
        ("November 19-20, 2024", [(2024, 11, (19, 20))]),
        ("November 19 and 20 in Kabul", [(None, 11, (19, 20))]),
        ("On November 19 and 20 men fell", [(None, 11, (19,))]),
        ("On March 22, 14 people fell", [(None, 3, (22,))]),
        ("2024-09-02", [(2024, 9, (2,))]),
        ("14/09/2024", [(2024, 9, (14,))]),
        ("09/14/2024", [(2024, 9, (14,))]),
        ("02.09.2024 or 14.09.2024", [(2024, 9, (2,)), (2024, 9, (14,))]),
        ("02/09/2024", [(2024, 9, (2,)), (2024, 2, (9,))]),
        ("02/09/2024, 09/14/2024", [(2024, 2, (9,)), (2024, 9, (14,))]),
    ],
)
def test_printed_months_with_their_days(text: str, printed: list[object]) -> None:
    assert list(printed_months(text)) == printed


def test_a_note_about_the_source_decides_how_dates_are_written() -> None:
    assert list(printed_months("02/09/2024", "It prints '13/05/2024'.")) == [(2024, 9, (2,))]
    assert list(printed_months("02/09/2024", "It prints '05/13/2024'.")) == [(2024, 2, (9,))]


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("the first four months of 2021", "2021-01/2021-04"),
        ("the last 3 months of 2021", "2021-10/2021-12"),
        ("the first half of 2023", "2023-01/2023-06"),
        ("in the second half, 2023", "2023-07/2023-12"),
        ("the fourth quarter of 2023", "2023-10/2023-12"),
        ("in the third quarter of the year | in 2023", "2023-07/2023-09"),
        ("spring 2023", "2023-03/2023-05"),
        ("winter 2023", "2023-12/2024-02"),
        ("the same period in 2020 | the first four months of 2021", "2020-01/2020-04"),
        ("in the first quarter, the same period last year | 3 May 2025", "2024-01/2024-03"),
        ("the second half of last year | 3 May 2025", "2024-07/2024-12"),
        ("early March 2024", "2024-03-01/2024-03-10"),
        ("mid-March 2024", "2024-03-11/2024-03-20"),
        ("late February 2024", "2024-02-21/2024-02-29"),
        ("at the end of March 2024", "2024-03-31"),
        ("mid-2023", "2023-05/2023-08"),
        ("by the end of 2023", "2023-12-31"),
        ("just hours before | 3 May 2024", "2024-05-02/2024-05-03"),
        ("minutes later | 3 May 2024", "2024-05-03/2024-05-04"),
        ("overnight | 3 May 2024", "2024-05-02/2024-05-03"),
        ("in the night of 3 May 2024", "2024-05-03/2024-05-04"),
        ("on the eve of 3 May 2024", "2024-05-02"),
        ("the day before | 1 March 2024", "2024-02-29"),
        ("the next day | 31 December 2023", "2024-01-01"),
        ("two days earlier | 1 May 2024", "2024-04-29"),
        ("a week after | 1 May 2024", "2024-05-08"),
        ("three months later | 3 November 2023", "2024-02"),
        ("two years ago | 3 May 2024", "2022"),
        ("the previous month | January 2024", "2023-12"),
        ("the following month | 3 December 2023", "2024-01"),
        ("the previous year | 3 December 2023", "2022"),
        ("the same day | 3 December 2023", "2023-12-03"),
    ],
)
def test_words_give_spans_of_days(text: str, span: str) -> None:
    assert days(span) in found_in(text)


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("on Friday", "2024-02-02"),
        ("on Saturday", "2024-02-03"),
        ("last Saturday", "2024-01-27"),
        ("last Friday", "2024-01-26"),
        ("next Monday", "2024-02-05"),
        ("yesterday", "2024-02-02"),
        ("last night", "2024-02-02/2024-02-03"),
        ("this week", "2024-01-29/2024-02-04"),
        ("last week", "2024-01-22/2024-01-28"),
        ("last month", "2024-01"),
        ("last year", "2023"),
        ("last November", "2023-11"),
        ("in November", "2023-11"),
        ("on November 19", "2023-11-19"),
        ("in January", "2024-01"),
        ("on 2 February", "2024-02-02"),
        ("last winter", "2023-12/2024-02"),
        ("last winter", "2022-12/2023-02"),
        ("last summer", "2023-06/2023-08"),
        ("in the second half of last year", "2023-07/2023-12"),
    ],
)
def test_a_publication_completes_words(text: str, span: str) -> None:
    assert days(span) in found_in(text, ON)


@pytest.mark.parametrize(
    ("text", "published", "span"),
    [
        ("on Friday", "2024", "2024-02-02"),
        ("on Friday", ON, "2024-02-09"),
        ("in November", "2024", "2023-11"),
        ("last month", "2024", "2023-12"),
        ("last summer", ON, "2024-06/2024-08"),
        ("in the second half of last year", ON, "2024-07/2024-12"),
        ("in November 2024", ON, "2023-11"),
        ("the Friday prayers", "2024", "2024-02-02"),
    ],
)
def test_what_words_do_not_give(text: str, published: str, span: str) -> None:
    assert days(span) not in found_in(text, published)


def test_a_year_of_publication_leaves_open_which_november_was_the_last() -> None:
    assert {days("2023-11"), days("2024-11")} <= found_in("last November", "2024")


def test_no_day_is_made_that_no_calendar_has() -> None:
    assert found_in("31 February 2024") == set()
    assert found_in("2024-13-01 and 45/67/2024 and 0 May 2024") == set()
    assert found_in("last year, 2 years ago", "0001") == set()
    assert date(2024, 2, 29) in {first for first, _ in found_in("29 February 2024")}


ABBREVIATED = (
    "Jan Jan. Feb Feb. Mar Mar. Apr Apr. Jun Jul Aug Aug. Sep Sep. Sept Oct Oct. Nov Nov. Dec Dec."
)


@pytest.mark.parametrize("name", [*MONTHS, *ABBREVIATED.split()])
def test_a_month(name: str) -> None:
    assert re.fullmatch(MONTH, name)
    assert re.match(MONTH, f"{name} 2021")
    assert not re.fullmatch(MONTH, f"{name}x")
    assert not re.match(MONTH, name.lower())


@pytest.mark.parametrize(
    "name", ["Septe", "Janu", "Maym", "Augu", "Junet", "Decem", "Januar", "Mayor", "Marx"]
)
def test_what_is_no_month(name: str) -> None:
    assert not re.match(MONTH, name)
