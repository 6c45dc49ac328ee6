"""The rules of a date."""

from __future__ import annotations

from typing import Any

import pytest

from isk_indicators import dates
from isk_indicators.dates import MONTHS
from isk_indicators.rules import dates as date_rules
from isk_indicators.rules.rule import CannotDecide, Problem
from isk_indicators.schema import DataPackage
from tests.rules.one_row import judged, linked

SOURCES = (
    {"source_id": "src-000", "published": "2023"},
    {"source_id": "src-001", "published": "2024-05-07"},
    {"source_id": "src-002", "published": "nonsense"},
    {"source_id": "src-003"},  # whose date is at fault
    {"source_id": "src-004", "published": "2023-03-27/2023-12"},  # its earliest day is known
    {"source_id": "src-005", "published": "2023-12/2024-01"},  # its year is not
    {"source_id": "src-006", "published": "2030"},
)


def passage(quote: str | None, column: str = "date", source: str = "src-000") -> dict[str, object]:
    """A passage of evidence for the first incident's date."""
    own = {"table_name": "incidents", "row_id": "inc-0001", "role": "supports"}
    printed = {} if quote is None else {"quote": quote}
    return own | {"column_name": column, "source_id": source} | printed


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2024-13", "'2024-13': there is no month 13; type a month from 01 to 12."),
        ("2024/2023", "'2024/2023' ends before it begins; type 2023/2024."),
        ("March 2024", f"'March 2024' is no date; type {dates.FORMS}."),
    ],
)
def test_a_date_is_one(text: str, message: str) -> None:
    assert judged(date_rules.is_a_date, date=text) == Problem(
        text, f"a date such as {dates.FORMS}", message
    )
    assert judged(date_rules.is_a_date, date="2024-12") is None


@pytest.mark.parametrize(
    ("text", "basis", "fault"),
    [
        ("2024", "stated", None),
        (None, None, None),
        (
            "2024",
            None,
            Problem("", "how the date is known", "Type stated, context or publication."),
        ),
        (
            None,
            "context",
            Problem("context", "blank, as there is no date", "Type the date, or blank its basis."),
        ),
    ],
)
def test_a_date_has_a_basis(text: str | None, basis: str | None, fault: Problem | None) -> None:
    assert judged(date_rules.has_a_basis, date=text, date_basis=basis) == fault


def missing(
    real: DataPackage,
    text: str,
    quote: str,
    basis: str = "stated",
    **other: Any,
) -> str | None:
    """What a date lacks, in the words of the fault; ``other``: evidence, source, invalid."""
    source, evidence = other.get("source", "src-000"), other.get("evidence", ())
    data = linked(real, other.get("invalid"), sources=SOURCES, evidence=evidence)
    cells: dict[str, Any] = {"date": text, "date_basis": basis, "source_id": source, "quote": quote}
    fault = judged(date_rules.parts_are_printed, data=data, **cells)
    if fault is None:
        return None
    assert fault.found == text
    assert (
        fault.message == "Add an evidence row that supports date, or correct the date or its basis."
    )
    shown = "printed" if basis == "stated" else "printed, or given by other words,"
    end = f" {shown} in the quote or in a supporting evidence row, as the basis is {basis}"
    assert fault.expected.endswith(end)
    return fault.expected.removesuffix(end)


@pytest.mark.parametrize(
    ("text", "quote", "lacks"),
    [
        ("2024", "in 2024", None),
        ("2024", "in 2023", "the year 2024"),
        ("2024", "in 20245 or 12024", "the year 2024"),
        ("2024~", "in 2024", None),
        ("2024-03", "in March 2024", None),
        ("2024-03", "in 2024", "the month March"),
        ("2024-03", "in Mar 2024", None),
        ("2024-03", "in Mar. 2024", None),
        ("2024-03", "IN MARCH 2024", None),
        ("2024-03", "on Mars 2024", "the month March"),
        ("2024-03", "in the Karmarch of 2024", "the month March"),
        ("2024-03", "in Maynard 2024", "the month March"),
        ("2024-12", "in December 2024", None),
        ("2024-01", "in January 2024", None),
        ("2024-03", "at night", "the year 2024, the month March"),
        ("2024-03-22", "on 22 March 2024", None),
        ("2024-03-22", "on March 22, 2024", None),
        ("2024-03-22", "on the 22nd of March 2024", None),
        ("2024-03-22", "on the 22nd March 2024", None),
        ("2024-03-22", "on 22 of  March 2024", None),
        ("2024-03-22", "on 22  March 2024", None),
        ("2024-03-22", "on March  22 2024", None),
        ("2024-03-22", "on 22March in March 2024", "the day 22 of March"),
        ("2024-03-22", "on 22 ofMarch in March 2024", "the day 22 of March"),
        ("2024-03-22", "on Mar. 22 2024", None),
        ("2024-03-22", "in March 2024, 22 men", "the day 22 of March"),
        ("2024-03-22", "in Mar; 22 men in 2024", "the day 22 of March"),
        ("2024-03-22", "on 122 March 2024", "the day 22 of March"),
        ("2024-03-22", "on March 220 2024", "the day 22 of March"),
        ("2024-03-03", "on 3rd March 2024", None),
        ("2024-03-03", "on 03 March 2024", None),
        ("2024-03-03", "on 3 March 2024", None),
        ("2024-03-03", "3 March 2024", None),
        ("2024-03-01", "on March 1st 2024", None),
        ("2024-03-04", "on March 4th 2024", None),
        ("2024-03-04", "on 4 Mar 2024", None),
        ("2024-03-04", "March4 2024", "the month March, the day 4 of March"),
        ("2024-03-04", "4 men in March 2024", "the day 4 of March"),
        ("2021-01/2021-04", "from January to April 2021", None),
        ("2021-01/2021-04", "in 2021", "the month January, the month April"),
        ("2021-01/2021-04", "at night", "the year 2021, the month January, the month April"),
        ("2021-01/2021-01-05", "in 2021", "the month January, the day 5 of January"),
        ("../2021-04", "until April 2021", None),
        ("2024-11-19/2024-11-20", "on 19–20 November 2024", None),
        ("2024-11-20", "on 19 and 20 November 2024", None),
        ("2024-11-20", "on November 19 and 20, 2024", None),
        ("2024-03-14", "On March 22, 14 people fell in 2024", "the day 14 of March"),
        ("2024-05-04", "in the night of 3 to 4 May 2024", None),
        ("2024-09-02", "on 02/09/2024", None),
        ("2024-02-09", "on 02/09/2024", None),
        ("2024-02-09", "on 02/09/2024 and 14/09/2024", "the month February, the day 9 of February"),
        ("2024-05-03", "it may, on 3 June 2024", "the month May, the day 3 of May"),
        ("2023-07/2023-12", "in the second half of 2023", "the month July, the month December"),
    ],
)
def test_each_part_of_a_stated_date_is_printed(
    text: str, quote: str, lacks: str | None, real: DataPackage
) -> None:
    assert missing(real, text, quote) == lacks


@pytest.mark.parametrize(("number", "name"), list(enumerate(MONTHS, start=1)))
def test_every_month_has_its_name(number: int, name: str, real: DataPackage) -> None:
    assert missing(real, f"2024-{number:02}", f"in {name[:3]} 2024") is None
    assert (
        missing(real, f"2024-{number:02}-09", "in 2024") == f"the month {name}, the day 9 of {name}"
    )


@pytest.mark.parametrize(
    ("text", "quote", "lacks"),
    [
        ("2024-03-22", "on 22 March 2024", None),
        ("2024-03-22", "that day in 2024", "the month March, the day 22 of March"),
        ("2024-03-22", "on 22 March", "the year 2024"),
        ("2021-01/2021-04", "in the first four months of 2021", None),
        ("2021-02/2021-04", "in the first four months of 2021", "the month February"),
        ("2021-01/2021-05", "in the first four months of 2021", "the month May"),
        ("2021-01", "in the first four months of 2021", "the month January"),
        ("2021", "in the first four months of 2021", None),
        ("../2021-04", "in the first four months of 2021", None),
        ("2023-01/2023-06", "in the second half of 2023", "the month January, the month June"),
        ("2024-01/2024-04", "the first four months, same period last year | 3 May 2025", None),
        ("2024-03-21", "the day before | 22 March 2024", None),
        ("2024-03-23", "the day before | 22 March 2024", "the day 23 of March"),
        ("2024-02", "the previous month | 22 March 2024", None),
        ("2024-01", "the previous month | 22 March 2024", "the month January"),
        ("2025-05-13", "on Tuesday | Saturday, 17 May 2025", None),
        ("2025-05-14", "on Tuesday | Saturday, 17 May 2025", "the day 14 of May"),
    ],
)
def test_a_date_by_context_follows_from_the_words(
    text: str, quote: str, lacks: str | None, real: DataPackage
) -> None:
    assert missing(real, text, quote, "context", source="src-006") == lacks


def test_a_date_after_publication_is_reported_by_another_rule(real: DataPackage) -> None:
    assert missing(real, "2024-12", "in 2024", "context", source="src-001") is None
    assert missing(real, "2024-04", "in 2024", "context", source="src-001") == "the month April"


def test_the_note_of_a_source_tells_how_it_writes_dates(real: DataPackage) -> None:
    source = {"source_id": "src-000", "published": "2024", "note": "It prints '05/13/2024'."}
    data = linked(real, sources=[source])
    cells: dict[str, Any] = {"date_basis": "stated", "source_id": "src-000", "quote": "02/09/2024"}
    assert judged(date_rules.parts_are_printed, data=data, date="2024-02-09", **cells) is None
    fault = judged(date_rules.parts_are_printed, data=data, date="2024-09-02", **cells)
    assert fault
    assert fault.expected.startswith("the month September, the day 2 of September")


@pytest.mark.parametrize(
    ("text", "quote", "lacks"),
    [
        ("2024-05-03", "on Friday", None),
        ("2024-05-02", "on Friday", "the day 2 of May"),
        ("2023-11", "last November", None),
        ("2023-11", "in November", None),
        ("2022-11", "in November", "the year 2022"),
        ("2024-04", "last month", None),
        ("2024-03", "last month", "the month March"),
        ("2023-04", "in April", "the year 2023"),
        ("2023-07/2023-12", "in the second half of last year", None),
        ("2023", "last year", None),
        ("2022", "last year", "the year 2022"),
    ],
)
def test_a_publication_completes_the_words(
    text: str, quote: str, lacks: str | None, real: DataPackage
) -> None:
    assert missing(real, text, quote, "publication", source="src-001") == lacks


@pytest.mark.parametrize(
    ("text", "quote", "expected"),
    [
        ("PUBLISHED", "It struck on Friday", "2024-05-03, by 'It struck on Friday'"),
        ("PUBLISHED", "It struck", None),
        ("PUBLISHED", "It struck a week after Friday", None),  # counted from another day
        ("2024", "It struck last month", None),  # less exact, and not wrong
        ("2024-05", "It struck last month", "2024-04-01/2024-04-30, by 'It struck last month'"),
        ("2024", "It struck last year", "2023-01-01/2023-12-31, by 'It struck last year'"),
    ],
)
def test_a_publication_gives_no_date_where_the_words_give_another(
    text: str, quote: str, expected: str | None, real: DataPackage
) -> None:
    published = next(str(s["published"]) for s in SOURCES if s["source_id"] == "src-001")
    cells = {"date": text.replace("PUBLISHED", published), "date_basis": "publication"}
    cells |= {"source_id": "src-001", "quote": quote}
    rule, data = date_rules.parts_are_printed, linked(real, sources=SOURCES)
    problem = judged(rule, data=data, **cells)
    assert (problem and problem.expected) == expected
    as_of = rule.rename_columns(date="as_of", date_basis="as_of_basis")
    assert judged(as_of, data=data, **cells) is None, "words may tell what was before"


def test_what_a_publication_completes_is_near_it(real: DataPackage) -> None:
    data = linked(real, sources=SOURCES)
    cells: dict[str, Any] = {"date_basis": "publication", "source_id": "src-001"}
    rule = date_rules.parts_are_printed
    for text in ("2015/2024", "2023", "2015/..", "../2024"):
        assert judged(rule, data=data, date=text, quote="2015, 2023", **cells) is None
    assert judged(rule, data=data, date="2015", quote="in 2015", **cells) == Problem(
        "2015",
        "the year of publication or the one before",
        "Correct the date; or type stated or context, if words of the text give it.",
    )


def test_what_the_publication_gives_need_not_be_printed(real: DataPackage) -> None:
    assert missing(real, "2023-03", "in March", "publication") is None
    assert missing(real, "2023-03", "in March", "stated") == "the year 2023"
    assert missing(real, "2022-03", "in March", "publication") == "the year 2022"
    later = {"source": "src-001"}
    assert missing(real, "2024-05-07", "today", "publication", **later) is None
    assert missing(real, "2024-05-08", "today", "publication", **later) == "the day 8 of May"
    assert missing(real, "2024-04", "today", "publication", **later) == "the month April"
    assert missing(real, "2024-04-07", "on 7 April", "publication", **later) is None
    # A month or a day counts as given only together with what stands before it.
    assert missing(real, "2023-05", "in 2023", "publication", **later) == "the month May"


@pytest.mark.parametrize(
    ("text", "quote", "source", "lacks"),
    [
        ("2023-03-27/2023-12", "today", "src-004", None),
        ("../2023", "in the past months", "src-004", None),
        ("../2023-12", "in the past months", "src-004", None),
        ("2023", "earlier this year", "src-004", None),
        ("2023-04", "in April", "src-004", None),
        ("2023-03", "one day", "src-004", "the month March"),
        ("2023-03-27", "one day", "src-004", "the month March, the day 27 of March"),
        ("../2023-03-27", "one day", "src-004", "the month March, the day 27 of March"),
        ("2023-12/2024-01", "today", "src-005", None),
        ("../2024-01", "in the past months", "src-005", None),
        ("2023-12", "in December", "src-005", None),
        ("2024-01", "in January", "src-005", "the year 2024"),
    ],
)
def test_the_earliest_day_of_publication_completes_no_date(
    text: str, quote: str, source: str, lacks: str | None, real: DataPackage
) -> None:
    assert missing(real, text, quote, "publication", source=source) == lacks


@pytest.mark.parametrize(
    ("text", "quote", "lacks"),
    [
        ("2023-03-26/2023-03-27", "hours before, on March 27", None),
        ("2023-03-27/2023-03-28", "hours after, on March 27", None),
        ("2023-02-28/2023-03-01", "hours before, on March 1", None),
        ("2023-03-25/2023-03-27", "on March 27", "the day 25 of March"),
        (
            "2023-03-26/2023-03-27",
            "hours before, in March",
            "the day 26 of March, the day 27 of March",
        ),
        ("2023-03-26", "hours before, on March 27", "the day 26 of March"),
    ],
)
def test_one_of_two_adjoining_days_follows_from_the_other(
    text: str, quote: str, lacks: str | None, real: DataPackage
) -> None:
    assert missing(real, text, quote, "publication") == lacks


def test_of_a_stated_date_each_adjoining_day_is_printed(real: DataPackage) -> None:
    lacks = missing(real, "2023-03-26/2023-03-27", "hours before, on 27 March 2023")
    assert lacks == "the day 26 of March"


def test_evidence_prints_parts_and_brings_its_publication(real: DataPackage) -> None:
    assert missing(real, "2024-03", "in 2024", evidence=[passage("in March")]) is None
    other = [passage("in March", column="place_id")]
    assert missing(real, "2024-03", "in 2024", evidence=other) == "the month March"
    assert missing(real, "2024-03", "in 2024", evidence=[passage(None)]) == "the month March"
    # Words of two passages are not read as one.
    assert missing(real, "2024-03-22", "in 2024, 22", evidence=[passage("March")]) is not None
    elsewhere = [passage("in March", source="src-001")]
    assert missing(real, "2024-03", "then", "publication", evidence=elsewhere) is None
    assert missing(real, "2024-03", "then", evidence=elsewhere) == "the year 2024"


def test_nothing_is_said_of_what_cannot_be_known(real: DataPackage) -> None:
    with pytest.raises(CannotDecide):
        missing(real, "2024-13", "in 2024")
    with pytest.raises(CannotDecide):
        missing(real, "2024", "then", "publication", source="src-002")
    with pytest.raises(CannotDecide):
        missing(real, "2024", "then", "publication", source="src-003")
    with pytest.raises(CannotDecide):
        missing(real, "2024", "then", "publication", source="src-009")
    assert missing(real, "2024", "in 2024", source="src-009") is None, "not asked of a stated date"
    with pytest.raises(CannotDecide):
        missing(real, "2024", "then", invalid={"evidence": ["quote"]})
    assert missing(real, "2024", "in 2024", invalid={"evidence": ["quote"]}) is None


def test_nothing_is_said_of_a_row_that_evidence_cannot_name(real: DataPackage) -> None:
    data = linked(real, sources=SOURCES)
    cells: dict[str, Any] = {"date": "2024", "date_basis": "stated", "source_id": "src-000"}
    rule, row = date_rules.parts_are_printed, ("incidents", None)
    with pytest.raises(CannotDecide):
        judged(rule, data=data, row=row, quote="then", **cells)
    assert judged(rule, data=data, row=row, quote="in 2024", **cells) is None


def test_the_rules_hold_for_a_column_of_another_name() -> None:
    rules = [r.rename_columns(date="as_of", date_basis="as_of_basis") for r in date_rules.RULES]
    assert [(r.id, r.column) for r in rules] == [
        ("date-form", "as_of"),
        ("date-basis", "as_of_basis"),
        ("date-printed", "as_of"),
        ("date-published", "as_of"),
        ("date-since", "as_of"),
    ]
    assert [r.columns for r in rules] == [
        ("as_of",),
        ("as_of", "as_of_basis"),
        ("as_of", "as_of_basis", "source_id", "quote"),
        ("as_of", "source_id"),
        ("as_of", "quote"),
    ]


@pytest.mark.parametrize(
    ("date", "published", "after"),
    [
        ("2024", "2023", True),
        ("2023", "2023", False),
        ("2023-12", "2023", False),
        ("2023-12", "2023-11-08", True),
        ("2023-11", "2023-11-08", False),
        ("2023-11-09", "2023-11-08", True),
        ("2023-11-08", "2023-11-08", False),
        ("2023-10/2023-12", "2023-11", True),
        ("2023-12/..", "2023-11", True),
        ("2023-10/..", "2023-11", False),  # open at its end
        ("2024", "2023-11/..", False),
        ("2024", "2023-11/2024-01", False),
    ],
)
def test_nothing_is_dated_after_publication(
    date: str, published: str, after: bool, real: DataPackage
) -> None:
    assert date_rules.is_after(date, published) is after
    data = linked(real, sources=[{"source_id": "src-000", "published": published}])
    rule = date_rules.is_not_after_publication
    expected = Problem(
        date,
        f"no later than {published}, when src-000 was published",
        "Correct the date, or the publication of the source.",
    )
    found = judged(rule, data=data, date=date, source_id="src-000")
    assert found == (expected if after else None)


def test_of_a_publication_at_fault_nothing_is_said(real: DataPackage) -> None:
    rule = date_rules.is_not_after_publication
    data = linked(real, sources=SOURCES)
    for source, date in (("src-002", "2024"), ("src-003", "2024"), ("src-000", "2024-13")):
        with pytest.raises(CannotDecide):
            judged(rule, data=data, date=date, source_id=source)
    with pytest.raises(CannotDecide):
        judged(
            rule,
            data=data.with_invalid({"sources": ["published"]}),
            date="2024",
            source_id="src-000",
        )


@pytest.mark.parametrize(
    ("date", "text", "whole", "part"),
    [
        ("2024-03", "in March 2024", True, True),
        ("2024-03", "in March", False, True),
        ("2024-03", "in 2024", False, True),
        ("2024-03", "in April 2023", False, False),
        ("2024-03-22", "on 22 March 2024", True, True),
        ("2021-01/2021-04", "in the first four months", False, True),
        ("2021-01/2021-04", "in the months", False, False),
        ("2021-01/2021-04", "over the same period", False, True),
        ("2025-05-16", "late on Friday", False, True),
        ("2025-05-16", "overnight", False, True),
        ("2024-13", "in 2024", False, None),
    ],
)
def test_what_of_a_date_a_text_prints(date: str, text: str, whole: bool, part: bool | None) -> None:
    assert date_rules.is_printed(date, text) is whole
    if part is None:
        with pytest.raises(CannotDecide):
            date_rules.prints_a_part(date, "men fled")
    else:
        assert date_rules.prints_a_part(date, text) is part


@pytest.mark.parametrize(
    ("date", "quote", "fault"),
    [
        ("2021-08", "repeated attacks since August 2021", "since August 2021"),
        ("2021-08", "Ever since August, attacks", "since August"),
        ("2021", "attacks since 2021", "since 2021"),
        ("2021-08/..", "repeated attacks since August 2021", None),
        ("2021-08", "the attack in August 2021", None),
        ("2021-08", "since August 2021 many died, more than in August", None),
        ("2021-08", "since September 2021", None),
        ("2021", "since 20210", None),
    ],
)
def test_what_began_then_may_go_on(
    date: str, quote: str, fault: str | None, real: DataPackage
) -> None:
    cells = {"data": linked(real), "row": ("incidents", "inc-0001")}
    found = judged(date_rules.what_began_then_may_go_on, date=date, quote=quote, **cells)
    assert (found and found.expected) == (
        fault and f"{date}/.. or another interval, as the words are {fault!r}"
    )
