from __future__ import annotations

import hashlib
import json
import re
import sys
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

import isk_indicators as isk
from isk_indicators.cite import Style, citation_date, cite_from, source_label
from isk_indicators.schema import DataPackage, installed_package
from isk_indicators.tables import UnknownRowError, load_from

if TYPE_CHECKING:
    from tests.conftest import MakePackage

TEXT = "Blast in the north.\n\nOn Friday a bomber killed more than 60 people at the gate."
SHA256 = hashlib.sha256(TEXT.encode()).hexdigest()
YEAR = int(installed_package().descriptor["created"][:4])
DATA = (
    f"The isk-indicators maintainers ({YEAR}). isk-indicators: incidents, casualty figures, "
    "force-size estimates and official statements about IS-K "
    f"(version {isk.__version__}) [data set]."
)
UNTITLED = f"[untitled] (2024). Date inferred. src-000 in isk-indicators. SHA-256: {SHA256}."
TITLED = (
    "A. Author and B. Other (2023-05). Title & {more} 100% of_it. "
    "Press #1. src-001 in isk-indicators. https://example.org/a_{b}%20c"
)
SHORT = "Where to? (2022~). Date external. src-002 in isk-indicators."


def source(number: int, **cells: object) -> dict[str, object]:
    row = {"source_id": f"src-{number:03}", "file": f"{number}.txt", "sha256": str(number) * 64}
    return row | {"language": "en", "published_basis": "stated"} | cells


@pytest.fixture
def package(make_package: MakePackage) -> DataPackage:
    return make_package(
        {
            "sources": [
                source(0, published="2024", published_basis="inferred", sha256=SHA256),
                source(
                    1,
                    published="2023-05",
                    title="Title & {more} 100% of_it",
                    author="A. Author and B. Other",
                    publisher="Press #1",
                    url="https://example.org/a_{b}%20c",
                    accessed="2026-01-02",
                ),
                source(2, published="2022~", published_basis="external", title="Where to?"),
                source(3, published="../2020", title=r"a\b ~ ^ }{ $", author="Doe, J., Roe, K."),
            ],
            "places": [{"place_id": "plc-0001", "source_id": "src-002", "name": "Kabul"}],
            "incidents": [
                {"incident_id": "inc-0001", "source_id": "src-001", "place_id": "plc-0001"},
                {"incident_id": "inc-0002", "source_id": "src-003", "part_of": "inc-0001"},
            ],
            "casualties": [
                {"casualty_id": "cas-0001", "incident_id": "inc-0001", "source_id": "src-000"},
                {"casualty_id": "cas-0002", "incident_id": "inc-0001", "source_id": "src-002"},
            ],
            "evidence": [
                {
                    "evidence_id": "evd-0001",
                    "table_name": "casualties",
                    "row_id": "cas-0002",
                    "role": "supports",
                    "source_id": "src-001",
                },
                {
                    "evidence_id": "evd-0002",
                    "table_name": "casualties",
                    "row_id": "cas-0002",
                    "role": "mentions",
                    "source_id": "src-003",
                },
            ],
        }
    )


def text(package: DataPackage, rows: Any, texts: Any = None) -> list[str]:
    return cite_from(package, rows, "text", texts).split("\n")


def items(package: DataPackage, rows: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(cite_from(package, rows, "csl", None))
    return found


def keys(package: DataPackage, rows: Any) -> list[str]:
    """The sources cited, in order; the data stand before them."""
    found = [item["id"] for item in items(package, rows)]
    assert found[0] == f"isk-indicators-{isk.__version__}"
    return [key.removeprefix("isk-indicators-") for key in found[1:]]


def ids(package: DataPackage, rows: Any) -> list[str]:
    note = items(package, rows)[0].get("note", "")
    return re.findall(r"[a-z]{3}-[0-9]+", note)


# What is said


def test_a_row_is_cited_with_the_data_and_its_source(package: DataPackage) -> None:
    assert text(package, "cas-0001") == [f"{DATA} Row: cas-0001.", UNTITLED]
    assert text(package, "inc-0001") == [f"{DATA} Row: inc-0001.", TITLED]


def test_several_rows_are_sorted_and_reported_once(package: DataPackage) -> None:
    rows = ["inc-0001", "cas-0002", "cas-0001", "cas-0002"]
    reported = [f"{DATA} Rows: cas-0001, cas-0002, inc-0001.", UNTITLED, TITLED, SHORT]
    assert text(package, rows) == text(package, iter(reversed(rows))) == reported
    assert text(package, " | ".join(rows)) == reported, "as a cell of a view holds them"


def test_the_evidence_that_supports_a_row_is_behind_it_and_a_mere_mention_is_not(
    package: DataPackage,
) -> None:
    assert keys(package, "cas-0002") == ["src-001", "src-002"]


def test_no_rows_cite_the_data_alone(package: DataPackage) -> None:
    assert text(package, []) == [DATA]
    assert text(package, load_from(package, "statements")) == [DATA]


def test_a_source_is_no_row(package: DataPackage) -> None:
    assert text(package, ["src-000"]) == [DATA, UNTITLED]


def test_a_text_at_hand_that_prints_no_title_is_called_by_its_first_words(
    package: DataPackage,
) -> None:
    _, reported = text(package, "cas-0001", {"src-000": TEXT})
    assert reported.startswith("[untitled: Blast in the north. On Friday a bomber …] (2024). ")
    assert SHA256 in reported
    assert text(package, "cas-0001", {"src-000": "Another text"})[1] == UNTITLED
    assert text(package, "inc-0001", {"src-001": TEXT})[1] == TITLED


# Which rows a frame means


def test_a_frame_of_a_table_means_its_own_rows(package: DataPackage) -> None:
    casualties = load_from(package, "casualties")
    assert ids(package, casualties) == ["cas-0001", "cas-0002"]
    assert keys(package, casualties[:1]) == ["src-000"], "the incident's source is another"
    assert keys(package, load_from(package, "sources")) == [
        "src-000",
        "src-001",
        "src-002",
        "src-003",
    ]
    assert keys(package, load_from(package, "incidents")[:1]) == ["src-001"]
    assert ids(package, load_from(package, "evidence")) == ["evd-0001", "evd-0002"]


def test_a_part_of_a_frame_will_do(package: DataPackage) -> None:
    casualties = load_from(package, "casualties")[:1]
    assert keys(package, casualties[["casualty_id"]]) == ["src-000"]
    assert keys(package, casualties[["casualty_id", "incident_id"]]) == ["src-000"]
    assert keys(package, casualties[["figure", "source_id"]]) == ["src-000"]
    assert keys(package, casualties["casualty_id"]) == ["src-000"], "a column"
    assert keys(package, casualties.set_index("casualty_id")[["figure"]]) == ["src-000"]
    assert ids(package, casualties[["figure", "source_id"]]) == []


def test_a_view_means_the_rows_that_it_names(package: DataPackage) -> None:
    view = pd.DataFrame(
        {
            "incident_id": ["inc-0001"],
            "label": ["Attack"],
            "place_id": ["plc-0001"],
            "part_of": [None],
            "casualty_ids": ["cas-0001 | cas-0002"],
            "inherited_from": ["inc-0002"],
            "low": [60],
        }
    )
    assert ids(package, view) == ["cas-0001", "cas-0002", "inc-0001", "inc-0002"]
    assert ids(package, view.drop(columns="inherited_from"))[-1] == "inc-0001"


def test_columns_are_known_by_what_they_hold(package: DataPackage) -> None:
    pair = pd.DataFrame({"first": ["cas-0001"], "second": ["cas-0002"], "said_by": ["author"]})
    assert ids(package, pair) == ["cas-0001", "cas-0002"]
    matrix = pd.DataFrame({"incident_id": ["inc-0001"], "source_id": ["src-003"]})
    assert keys(package, matrix) == ["src-001", "src-003"]


def test_a_name_beside_a_claim_is_not_what_it_rests_on(package: DataPackage) -> None:
    pair = pd.DataFrame({"subject_id": ["plc-0001"], "first_id": ["cas-0001"]})
    assert ids(package, pair) == ["cas-0001"]
    assert keys(package, pair) == ["src-000"]
    assert keys(package, load_from(package, "places")) == ["src-002"], "unless it is all there is"
    assert ids(package, ["plc-0001", "cas-0001"]) == ["cas-0001", "plc-0001"], "or is asked for"


def test_a_frame_without_ids_is_refused(package: DataPackage) -> None:
    frame = load_from(package, "casualties")[["figure", "note"]]
    with pytest.raises(ValueError, match="no column of ids among figure, note: keep the id"):
        cite_from(package, frame, "text", None)
    with pytest.raises(ValueError, match="no column of ids among none"):
        cite_from(package, pd.DataFrame(), "text", None)


# Faults


def test_unknown_ids_are_answered_all_at_once(package: DataPackage) -> None:
    with pytest.raises(UnknownRowError) as caught:
        cite_from(package, ["cas-0001", "cas-9999", "foo"], "text", None)
    assert isinstance(caught.value, LookupError)
    first, second, todo = str(caught.value).split("\n")
    assert first == "no row 'cas-9999'; searched: casualties"
    assert second.startswith("no row 'foo': no table has such ids")
    assert "isk.load(table)" in todo


def test_an_unknown_id_in_a_frame_is_answered_too(package: DataPackage) -> None:
    with pytest.raises(UnknownRowError, match="no row 'foo'"):
        cite_from(package, pd.DataFrame({"casualty_id": ["foo"]}), "text", None)


def test_an_unknown_style_is_answered_with_the_styles(package: DataPackage) -> None:
    with pytest.raises(ValueError, match="no style 'apa': the styles are text, bibtex, csl"):
        cite_from(package, "cas-0001", "apa", None)  # type: ignore[arg-type]


# The styles


def test_bibtex(package: DataPackage) -> None:
    reported = cite_from(package, ["inc-0001", "cas-0001"], "bibtex", None)
    title = DATA.partition("). ")[2].partition(" (version")[0]
    assert reported == (
        f"@misc{{isk-indicators-{isk.__version__},\n"
        "  author = {{The isk-indicators maintainers}},\n"
        f"  title = {{{{{title}}}}},\n"
        f"  year = {{{YEAR}}},\n"
        f"  howpublished = {{Data set, version {isk.__version__}}},\n"
        "  note = {Rows: cas-0001, inc-0001.},\n"
        "}\n\n"
        "@misc{isk-indicators-src-000,\n"
        "  title = {{[untitled]}},\n"
        "  year = {2024},\n"
        f"  note = {{Date inferred. src-000 in isk-indicators. SHA-256: {SHA256}.}},\n"
        "}\n\n"
        "@misc{isk-indicators-src-001,\n"
        "  author = {A. Author and B. Other},\n"
        r"  title = {{Title \& \textbraceleft{}more\textbraceright{} 100\% of\_it}},"
        "\n"
        "  year = {2023},\n"
        "  date = {2023-05},\n"
        r"  howpublished = {Press \#1},"
        "\n"
        "  url = {https://example.org/a_%7Bb%7D%20c},\n"
        "  urldate = {2026-01-02},\n"
        "  note = {src-001 in isk-indicators.},\n"
        "}"
    )


def test_bibtex_keeps_braces_balanced_and_names_whole(package: DataPackage) -> None:
    reported = cite_from(package, "inc-0002", "bibtex", None)
    assert "author = {{Doe, J., Roe, K.}}," in reported
    assert r"a\textbackslash{}b \textasciitilde{} \textasciicircum{} \textbrace" in reported
    assert r"\$}}," in reported
    assert "  year = {2020},\n  date = {../2020},\n" in reported
    depths = [
        reported[:at].count("{") - reported[:at].count("}") for at in range(len(reported) + 1)
    ]
    assert min(depths) == depths[-1] == 0


def test_csl(package: DataPackage) -> None:
    data, first, second = items(package, ["inc-0001", "cas-0001"])
    assert data["type"] == "dataset"
    assert data["version"] == isk.__version__
    assert data["author"] == [{"literal": "The isk-indicators maintainers"}]
    assert data["issued"] == {"date-parts": [[YEAR]]}
    assert first == {
        "id": "isk-indicators-src-000",
        "type": "article",
        "title": "[untitled]",
        "issued": {"date-parts": [[2024]]},
        "language": "en",
        "note": f"Date inferred. src-000 in isk-indicators. SHA-256: {SHA256}.",
    }
    assert second == {
        "id": "isk-indicators-src-001",
        "type": "webpage",
        "author": [{"literal": "A. Author and B. Other"}],
        "title": "Title & {more} 100% of_it",
        "issued": {"date-parts": [[2023, 5]]},
        "publisher": "Press #1",
        "URL": "https://example.org/a_{b}%20c",
        "accessed": {"date-parts": [[2026, 1, 2]]},
        "language": "en",
        "note": "src-001 in isk-indicators.",
    }


@pytest.mark.parametrize(
    ("published", "cited"),
    [
        ("2024-04/2024-12", "2024"),
        ("2024-08-08/2024", "2024"),
        ("2023-12/2024-01", "2023-12/2024-01"),
        ("2024/..", "2024/.."),
        ("2024-03~", "2024-03~"),
        ("2021-11-08", "2021-11-08"),
    ],
)
def test_a_source_of_some_day_of_a_year_is_cited_by_the_year(published: str, cited: str) -> None:
    source = {"author": "A. Author", "publisher": None, "published": published}
    assert citation_date(source) == cited
    assert source_label(source) == f"A. Author, {cited}"


def test_csl_says_about_and_leaves_an_open_date_as_it_is(package: DataPackage) -> None:
    _, open_ = items(package, "inc-0002")
    _, _, about = items(package, "cas-0002")
    assert about["issued"] == {"date-parts": [[2022]], "circa": True}
    assert open_["issued"] == {"literal": "../2020"}


# The installed data


@pytest.mark.parametrize("style", ["text", "bibtex", "csl"])
def test_every_row_of_the_data_can_be_cited(style: Style) -> None:
    for table in isk.tables():
        frame = isk.load(table)
        reported = isk.cite(frame, style, texts={})
        assert reported == isk.cite(frame.sample(frac=1, random_state=1), style, texts={})
        behind = set(frame["source_id"])
        assert behind <= set(re.findall(r"src-[0-9]{3}", reported))


def test_the_documents_of_a_checkout_are_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "[untitled: During a UN" in isk.cite("cas-0001")
    monkeypatch.setattr(sys.modules["isk_indicators.cite"], "texts_root", lambda: None)
    assert "[untitled]" in isk.cite("cas-0001")
