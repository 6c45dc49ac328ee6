from __future__ import annotations

from datetime import date

import pytest

from isk_indicators import dates
from isk_indicators.date_words import Days, printed_months, spans

ON = "2024-02-03"  # a Saturday


def days(text: str) -> Days:
    parsed = dates.parse(text)
    assert parsed.earliest
    assert parsed.latest
    return parsed.earliest, parsed.latest


def given(text: str, *published: str) -> set[Days]:
    return spans(text, [days(one) for one in published])


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
    assert days(span) in given(text)


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
    assert days(span) in given(text, ON)


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
    assert days(span) not in given(text, published)


def test_a_year_of_publication_leaves_open_which_november_was_the_last() -> None:
    assert {days("2023-11"), days("2024-11")} <= given("last November", "2024")


def test_no_day_is_made_that_no_calendar_has() -> None:
    assert given("31 February 2024") == set()
    assert given("2024-13-01 and 45/67/2024 and 0 May 2024") == set()
    assert given("last year, 2 years ago", "0001") == set()
    assert date(2024, 2, 29) in {first for first, _ in given("29 February 2024")}
