from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pytest

from isk_indicators.schema import DataPackage
from isk_indicators.show import verify_from

if TYPE_CHECKING:
    from tests.conftest import MakePackage

TEXT = "A blast 🧨 killed more than 60.\r\nNobody claimed it."
DTYPES = {
    "table_name": pd.StringDtype("python"),
    "row_id": pd.StringDtype("python"),
    "source_id": pd.StringDtype("python"),
    "span_start": pd.Int64Dtype(),
    "span_end": pd.Int64Dtype(),
    "status": pd.StringDtype("python"),
}


def spanned(source_id: str, quote: str, shift: int = 0) -> dict[str, object]:
    start = TEXT.index(quote) + shift
    return {
        "source_id": source_id,
        "span_start": start,
        "span_end": start + len(quote),
        "quote": quote,
    }


@pytest.fixture
def package(make_package: MakePackage) -> DataPackage:
    return make_package(
        {
            "sources": [
                {"source_id": "src-000", "file": "a.txt"},
                {"source_id": "src-001", "file": "b.txt"},
            ],
            "incidents": [{"incident_id": "inc-0001", **spanned("src-000", "A blast 🧨 killed")}],
            "casualties": [
                {"casualty_id": "cas-0001", **spanned("src-000", "killed more than 60")},
                {"casualty_id": "cas-0002", **spanned("src-000", "more than 60", shift=1)},
                {"casualty_id": "cas-0003", **spanned("src-001", "more than 60")},
                {"casualty_id": "cas-0004", "source_id": "src-000", "quote": "more than 60"},
            ],
            "evidence": [{"evidence_id": "evd-0001", **spanned("src-000", "Nobody claimed it")}],
            "reviewed": [spanned("src-000", "claimed")],
        }
    )


def statuses(frame: pd.DataFrame) -> dict[str, str]:
    return dict(zip(frame["row_id"], frame["status"], strict=True))


def test_each_span_holds_differs_or_has_no_text(package: DataPackage) -> None:
    found = verify_from(package, {"src-000": TEXT})
    assert statuses(found) == {
        "inc-0001": "holds",
        "cas-0001": "holds",
        "cas-0002": "differs",
        "cas-0003": "no text",
        "cas-0004": "differs",
        "evd-0001": "holds",
    }
    assert list(found.loc[0]) == ["incidents", "inc-0001", "src-000", 0, 16, "holds"]
    assert dict(found.dtypes) == DTYPES


def test_a_folder_is_read_byte_for_byte(package: DataPackage, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "a.txt").write_bytes(TEXT.encode("utf-8"))
    (texts / "b.txt").write_bytes(TEXT.replace("60", "61").encode("utf-8"))
    by_path, by_name = verify_from(package, texts), verify_from(package, str(texts))
    pd.testing.assert_frame_equal(by_path, by_name)
    assert statuses(by_path)["evd-0001"] == "holds", "the line end before it is two characters"
    assert statuses(by_path)["cas-0003"] == "differs"


def test_a_text_of_another_encoding_differs_span_by_span(
    package: DataPackage, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_bytes(TEXT.encode("utf-8").replace(b"Nobody", b"Nob\xf6dy"))
    found = statuses(verify_from(package, tmp_path))
    assert found["cas-0001"] == "holds"
    assert found["evd-0001"] == "differs"


def test_no_texts_at_all_is_said_row_by_row(package: DataPackage) -> None:
    assert set(verify_from(package, {})["status"]) == {"no text"}


def test_a_folder_that_does_not_exist_is_refused(package: DataPackage, tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError, match="name the one with the texts"):
        verify_from(package, tmp_path / "nowhere")


def test_a_package_without_rows_gives_a_typed_frame(make_package: MakePackage) -> None:
    found = verify_from(make_package({}), {})
    assert len(found) == 0
    assert dict(found.dtypes) == DTYPES


def test_it_prints_nothing(package: DataPackage, capsys: pytest.CaptureFixture[str]) -> None:
    verify_from(package, {"src-000": "another text"})
    assert capsys.readouterr() == ("", "")
