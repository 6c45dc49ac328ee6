from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import pandas as pd
import pytest

import isk_indicators as isk
from isk_indicators import ViewName
from isk_indicators.schema import (
    DERIVED,
    LOG_TABLES,
    DataPackage,
    data_root,
    frame_fields,
    read_schemas,
    view_schemas,
)
from isk_indicators.tables import DTYPES as NAMED_DTYPES
from isk_indicators.tables import (
    Dataset,
    ReadingCounts,
    RecordName,
    TableError,
    TableName,
    describe,
    describe_from,
    load,
    load_from,
    names_with_rows,
    reading_counts,
    readings,
    readings_in_words,
    rows,
    settled,
)
from tests.conftest import MakePackage

if TYPE_CHECKING:
    from tests.conftest import MakePackage, Rows

DTYPES = {
    "string": pd.StringDtype("python"),
    "integer": pd.Int64Dtype(),
    "number": pd.Float64Dtype(),
    "date": "datetime64[s]",
    "boolean": "boolean",
}

ROWS: Rows = {
    "sources": [{"source_id": "src-000", "published": "2024~", "accessed": "2024-09-01"}],
    "places": [{"place_id": "plc-0001", "name": "NA", "latitude": "34.5", "longitude": "-0.25"}],
    "incidents": [
        {
            "incident_id": "inc-0001",
            "date": "2021-01/2021-04",
            "count_qualifier": "more_than",
            "count_low": "77",
            "count_high": "77",
        },
        {"incident_id": "inc-0002", "date": "../2024-02"},
        {"incident_id": "inc-0003"},
    ],
    "casualties": [
        {"casualty_id": "cas-0001", "qualifier": "about", "stated_low": 140, "stated_high": 140},
        {"casualty_id": "cas-0002", "stated_low": 1, "stated_high": 1, "basis": "implied"},
        {"casualty_id": "cas-0003", "qualifier": "vague", "note": 'a "vague" word, null'},
    ],
}


def cells(frame: pd.DataFrame, *names: str) -> list[tuple[object, ...]]:
    """The cells of some columns as plain Python, None where missing, days as text."""
    columns = []
    for name in names:
        values = frame[name]
        if values.dtype == DTYPES["date"]:
            values = values.dt.strftime("%Y-%m-%d")
        columns.append([None if pd.isna(value) else value for value in values])
    return list(zip(*columns, strict=True))


def test_the_names_are_those_of_the_descriptor(real: DataPackage) -> None:
    about_the_subject = tuple(name for name in real.schemas if name not in LOG_TABLES)
    assert get_args(TableName) == about_the_subject


@pytest.mark.parametrize("given", [ROWS, {}], ids=["rows", "empty"])
@pytest.mark.parametrize("name", get_args(TableName))
def test_dtypes_are_exact_with_and_without_rows(
    make_package: MakePackage, given: Rows, name: str
) -> None:
    package = make_package(given)
    frame = load_from(package, name)
    expected = {field.name: DTYPES[field.type] for field in frame_fields(package.schemas[name])}
    assert list(frame.columns) == list(expected)
    for column, dtype in expected.items():
        assert frame[column].dtype == dtype, column
        assert frame[frame[column].isna() & False][column].dtype == dtype, column
    assert isinstance(frame.index, pd.RangeIndex)
    assert len(frame) == len(given.get(name, ()))


@pytest.mark.parametrize("name", get_args(TableName))
def test_strings_are_stored_alike_everywhere(make_package: MakePackage, name: str) -> None:
    frame = load_from(make_package(ROWS), name)
    storages = {d.storage for d in frame.dtypes if isinstance(d, pd.StringDtype)}
    missing = {id(d.na_value) for d in frame.dtypes if isinstance(d, pd.StringDtype)}
    assert storages == {"python"}
    assert missing == {id(pd.NA)}


def test_every_type_of_the_schemas_has_a_dtype_and_a_reader(real: DataPackage) -> None:
    types = {field.type for schema in real.schemas.values() for field in schema.fields}
    assert types <= NAMED_DTYPES.keys()


def test_derived_columns_stand_right_after_their_origin(make_package: MakePackage) -> None:
    package = make_package({})
    incidents = list(load_from(package, "incidents"))
    assert incidents[incidents.index("date") :][:4] == [
        "date",
        "date_earliest",
        "date_latest",
        "date_basis",
    ]
    assert incidents[incidents.index("count_high") :][:5] == [
        "count_high",
        "low",
        "high",
        "best",
        "part_of",
    ]
    estimates = list(load_from(package, "force_estimates"))
    assert estimates[estimates.index("as_of") :][:3] == ["as_of", "as_of_earliest", "as_of_latest"]
    assert estimates[estimates.index("stated_high") :][1:4] == ["low", "high", "best"]
    sources = list(load_from(package, "sources"))
    assert "published_latest" in sources
    assert "accessed_latest" not in sources, "a plain date is no EDTF"


def test_derived_columns_are_new_names_and_the_file_keeps_its_own(real: DataPackage) -> None:
    for schema in real.schemas.values():
        names = [field.name for field in frame_fields(schema)]
        assert len(names) == len(set(names))
        assert tuple(name for name in names if name in schema.by_name) == schema.names


def test_dates_become_days(make_package: MakePackage) -> None:
    package = make_package(ROWS)
    incidents = load_from(package, "incidents")
    assert cells(incidents, "date", "date_earliest", "date_latest") == [
        ("2021-01/2021-04", "2021-01-01", "2021-04-30"),
        ("../2024-02", None, "2024-02-29"),
        (None, None, None),
    ]
    sources = load_from(package, "sources")
    assert cells(sources, "published_earliest", "published_latest") == [
        ("2024-01-01", "2024-12-31")
    ]
    assert sources["accessed"][0] == pd.Timestamp(2024, 9, 1)


def test_figures_become_bounds(make_package: MakePackage) -> None:
    package = make_package(ROWS)
    assert cells(load_from(package, "casualties"), "low", "high", "best") == [
        (None, None, 140),
        (1, 1, 1),
        (None, None, None),
    ]
    assert cells(load_from(package, "incidents"), "low", "high", "best") == [
        (78, None, None),
        (None, None, None),
        (None, None, None),
    ]


def test_numbers_and_words_that_look_missing_are_kept(make_package: MakePackage) -> None:
    package = make_package(ROWS)
    places = load_from(package, "places")
    assert cells(places, "name", "latitude", "longitude") == [("NA", 34.5, -0.25)]
    assert load_from(package, "casualties")["note"][2] == 'a "vague" word, null'


def test_rows_are_plain_python(make_package: MakePackage) -> None:
    package = make_package(ROWS)
    (row, *_) = rows(package.path("incidents"), package.schemas["incidents"])
    assert (row["incident_id"], row["count_low"], row["low"], row["label"]) == (
        "inc-0001",
        77,
        78,
        None,
    )
    assert str(row["date_latest"]) == "2021-04-30"


def test_each_frame_is_a_fresh_one(make_package: MakePackage) -> None:
    package = make_package(ROWS)
    first = load_from(package, "places")
    first.loc[0, "name"] = "changed"
    del first["note"]
    second = load_from(package, "places")
    assert second["name"][0] == "NA"
    assert "note" in second


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("casualty", "did you mean 'casualties'"),
        ("Incidents", "did you mean 'incidents'"),
        ("withdrawn", "the tables are sources, actors"),
        (None, "the tables are sources, actors"),
    ],
)
def test_an_unknown_name_is_answered_with_the_known_ones(name: object, advice: str) -> None:
    with pytest.raises(ValueError, match=advice):
        load(name)  # type: ignore[arg-type]


def test_a_name_like_no_other_is_met_without_a_guess() -> None:
    with pytest.raises(ValueError, match=r"evidence$"):
        load("zzz")  # type: ignore[arg-type]


def test_tables_with_rows_in_the_descriptors_order(make_package: MakePackage) -> None:
    package = make_package({**ROWS, "reviewed": [{"source_id": "src-000"}]})
    package.path("actors").unlink()
    assert names_with_rows(package) == ("sources", "places", "incidents", "casualties")


def test_cells_with_line_breaks_quotes_and_nbsp_survive(make_package: MakePackage) -> None:
    quote = 'a "quoted",\u00a0word\n🧨\r\n'
    package = make_package({"evidence": [{"evidence_id": "evd-0001", "quote": quote}]})
    assert load_from(package, "evidence")["quote"][0] == quote


@pytest.mark.parametrize(
    ("column", "cell", "place"),
    [
        ("stated_low", "abc", ":2: stated_low: 'abc' is no integer"),
        ("stated_low", " 3 ", ":2: stated_low: ' 3 ' is no integer"),
        ("stated_low", "1_000", ":2: stated_low: '1_000' is no integer"),
        ("stated_low", "1.0", ":2: stated_low: '1.0' is no integer"),
        ("stated_low", str(2**63), ":2: stated_low: '9223372036854775808' is no integer"),
        ("qualifier", "over", ":2: qualifier, stated_low, stated_high: 'over' is no qualifier"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(
    make_package: MakePackage, column: str, cell: str, place: str
) -> None:
    package = make_package({"casualties": [{column: cell}]})
    with pytest.raises(TableError) as caught:
        load_from(package, "casualties")
    assert str(caught.value).startswith(f"{package.path('casualties')}{place}")


@pytest.mark.parametrize(
    ("table", "column", "cell"),
    [
        ("places", "latitude", "nan"),
        ("places", "latitude", "1e3"),
        ("places", "latitude", "34,5"),
        ("sources", "accessed", "20240901"),
        ("sources", "accessed", "2024-02-30"),
        ("sources", "published", "2024-13"),
    ],
)
def test_other_forms_than_the_written_one_are_refused(
    make_package: MakePackage, table: str, column: str, cell: str
) -> None:
    package = make_package({table: [{}, {column: cell}]})
    with pytest.raises(TableError, match=rf":3: {column}: '{cell}'"):
        load_from(package, table)


def rewrite(path: Path, change: bytes, to: bytes) -> None:
    before = path.read_bytes()
    assert change in before
    path.write_bytes(before.replace(change, to, 1))


@pytest.mark.parametrize(
    ("change", "to", "message"),
    [
        (b"place_id", b"place", ":1: the header is"),
        (b"place_id,name", b"name,place_id", ":1: the header is"),
        (b"place_id", b"\xef\xbb\xbfplace_id", ":1: the header is"),
        (b"plc-0001", b"plc-0001,plc-0001", ":2: cells in the row: {more}, in the header: {width}"),
        (b"plc-0001,", b"", ":2: cells in the row: {less}, in the header: {width}"),
        (b"\nplc", b"\n\nplc", ":2: cells in the row: 0, in the header: {width}"),
        (b"plc-0001", b'"plc-0001', ":2: no CSV: a quotation mark is out of place"),
        (b"plc-0001", b'"plc"-0001', ":2: no CSV: a quotation mark is out of place"),
    ],
)
def test_a_file_that_is_not_the_table_is_refused_at_its_line(
    make_package: MakePackage, change: bytes, to: bytes, message: str
) -> None:
    package = make_package(ROWS)
    width = len(package.schemas["places"].names)
    rewrite(package.path("places"), change, to)
    with pytest.raises(
        TableError, match=message.format(less=width - 1, width=width, more=width + 1)
    ):
        load_from(package, "places")


def test_an_empty_file_is_refused(make_package: MakePackage) -> None:
    package = make_package({})
    package.path("places").write_bytes(b"")
    with pytest.raises(TableError, match=r":1: the header is \[\]"):
        load_from(package, "places")


def test_the_made_up_packages_are_written_as_the_real_ones_are(make_package: MakePackage) -> None:
    package = make_package(ROWS)
    with package.path("places").open(encoding="utf-8", newline="") as file:
        header, row = list(csv.reader(file))
    assert tuple(header) == package.schemas["places"].names
    assert b"\r" not in package.path("places").read_bytes()
    assert row[:2] == ["plc-0001", "NA"]


CODED = {
    "incidents": [
        {"incident_id": "inc-0001", "scale": "single", "source_id": "src-000"},
        {"incident_id": "inc-0002", "scale": "series", "source_id": "src-001"},
        {"incident_id": "inc-0003", "outcome": "foiled", "source_id": "src-001"},
    ],
    "readings": [
        {"table_name": "incidents", "row_id": "inc-0001", "column_name": "scale"}
        | {"value": "series", "agreed": "single", "reason": "One event."},
        {"table_name": "incidents", "row_id": "inc-0002", "column_name": "scale"}
        | {"value": "series"},
        {"table_name": "incidents", "row_id": "inc-0002", "column_name": "outcome"},
    ],
}


def counts(package: DataPackage, source: str | None = None) -> dict[str, ReadingCounts]:
    found = reading_counts(Dataset(package), source)
    return {one.column: one for one in found if one.table == "incidents"}


def test_each_column_that_is_read_twice_is_counted(make_package: MakePackage) -> None:
    package = make_package(CODED)
    found = counts(package)
    assert found["scale"] == ("incidents", "scale", 3, 2, 1)
    assert found["outcome"] == ("incidents", "outcome", 3, 1, 0)
    assert found["voice"] == ("incidents", "voice", 3, 0, 0)
    assert found["scale"].read_once == 1
    assert counts(package, "src-001")["scale"] == ("incidents", "scale", 2, 1, 0)


def test_a_row_without_an_id_is_known_by_its_key(make_package: MakePackage) -> None:
    passage = {"source_id": "src-000", "span_start": 351, "kind": "figure", "reason": "duration"}
    other = {**passage, "kind": "date", "reason": "date_only"}
    reading = {"table_name": "reviewed", "row_id": "src-000:351:figure", "column_name": "reason"}
    tables = {"reviewed": [passage, other], "readings": [{**reading, "value": "money"}]}
    dataset = Dataset(make_package(tables))
    counts = {one.table: one for one in reading_counts(dataset)}
    assert counts["reviewed"] == ("reviewed", "reason", 2, 1, 1)
    assert dataset.row("reviewed", "src-000:351:date")["reason"] == "date_only"


def test_the_counts_in_words() -> None:
    twice = ReadingCounts("incidents", "scale", 3, 3, 1)
    assert readings_in_words([twice]) == "read twice: 3 of 3 coded cells; read once: none"
    once = [ReadingCounts("incidents", "voice", 3, 1, 0), ReadingCounts("actors", "kind", 4, 0, 0)]
    assert readings_in_words([twice, *once]) == (
        "read twice: 4 of 10 coded cells; read once: 6 (incidents 2, actors 4)"
    )


def test_the_value_that_holds_is_the_one_settled_on(make_package: MakePackage) -> None:
    found = readings(Dataset(make_package(CODED)))
    assert [settled(reading) for reading in found.values()] == ["single", "series", None]


def test_a_release_does_not_know(published: DataPackage) -> None:
    assert sum(one.read_twice for one in reading_counts(Dataset(published))) == 1
    without = {t: s for t, s in published.schemas.items() if t != "readings"}
    release = DataPackage(published.root, published.descriptor, without)
    assert reading_counts(Dataset(release)) == []


if TYPE_CHECKING:
    from tests.conftest import MakePackage

TABLES = get_args(TableName)
VIEWS = get_args(ViewName)


@pytest.mark.parametrize("name", TABLES)
def test_the_codebook_tells_the_columns_and_dtypes_of_the_frame(
    make_package: MakePackage, name: str
) -> None:
    package = make_package({})
    frame, book = load_from(package, name), describe_from(package, name)
    assert list(book["column"]) == list(frame.columns)
    assert list(book["dtype"]) == [str(dtype) for dtype in frame.dtypes]
    assert list(book.loc[~book["derived"], "column"]) == list(package.schemas[name].names)


@pytest.mark.parametrize("name", VIEWS)
def test_the_codebook_tells_the_columns_and_dtypes_of_a_view(name: ViewName) -> None:
    rows, book = getattr(isk, name)(), describe(name)
    assert list(book["column"]) == list(rows.columns)
    assert list(book["dtype"]) == [str(dtype) for dtype in rows.dtypes]
    assert book["derived"].all()


def test_every_record_is_named() -> None:
    assert get_args(RecordName) == (*read_schemas(data_root() / DERIVED),)


def test_every_view_is_named() -> None:
    assert list(VIEWS) == list(view_schemas())


@pytest.mark.parametrize("name", [*TABLES, *VIEWS])
def test_every_column_has_a_title_and_a_sentence(name: TableName | ViewName) -> None:
    book = describe(name)
    for column in ("title", "type", "description"):
        assert not book[column].isna().any(), column
    assert book["description"].str.endswith(".").all()
    assert book["title"].is_unique


def test_a_row_of_the_codebook(real: DataPackage) -> None:
    book = describe("casualties").set_index("column")
    field = real.schemas["casualties"].by_name["harm"]
    assert book.loc["harm"].drop("corresponds").to_dict() == {
        "title": field.title,
        "type": "string",
        "dtype": "string",
        "required": True,
        "allowed": "killed | wounded | killed_or_wounded",
        "meanings": "\n".join(f"{value}: {field.meanings[value]}" for value in field.enum),
        "description": field.description,
        "derived": False,
    }
    assert "killed: They died.\n" in book.loc["harm", "meanings"]
    assert pd.isna(book.loc["figure", "allowed"])
    assert pd.isna(book.loc["figure", "meanings"])
    assert not book.loc["figure", "required"]
    assert pd.isna(book.loc["harm", "corresponds"])


def test_derived_columns_say_what_they_are_computed_from() -> None:
    book = describe("incidents").set_index("column")
    derived = book[book["derived"]]
    assert list(derived.index) == ["date_earliest", "date_latest", "low", "high", "best"]
    assert not derived["required"].any()
    for column, origin in [("date_latest", "'date'"), ("low", "'count_qualifier', 'count_low'")]:
        assert origin in derived.loc[column, "description"]


def test_the_result_has_exact_dtypes() -> None:
    text, flag = pd.StringDtype("python"), pd.BooleanDtype()
    assert dict(describe("evidence").dtypes) == {
        "column": text,
        "title": text,
        "type": text,
        "dtype": text,
        "required": flag,
        "allowed": text,
        "meanings": text,
        "description": text,
        "derived": flag,
        "corresponds": text,
    }


def test_a_column_says_which_fields_elsewhere_ask_the_same() -> None:
    book = describe("tolls").set_index("column")
    assert book.loc["best", "corresponds"] == (
        "UCDP GED: best\nGTD: nkill, nwound\nACLED: fatalities"
    )
    assert pd.isna(book.loc["rule", "corresponds"])


def test_an_unknown_name_is_answered_with_the_tables_and_the_views() -> None:
    with pytest.raises(ValueError, match="no table or view 'evidences'") as raised:
        describe("evidences")  # type: ignore[arg-type]
    reported = str(raised.value)
    assert f"the tables are {', '.join(TABLES)}; the views are {', '.join(VIEWS)}; " in reported
    assert reported.endswith("; did you mean 'evidence'?")
    with pytest.raises(ValueError, match="did you mean 'tolls'"):
        describe("toll")  # type: ignore[arg-type]


def test_a_ledger_of_the_work_is_no_table_of_the_subject() -> None:
    with pytest.raises(ValueError, match="no table or view 'reviewed'"):
        describe("reviewed")  # type: ignore[arg-type]
