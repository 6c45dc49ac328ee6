"""``isk.browse`` and the command write the page, open it if asked to, and say what is missing."""

from __future__ import annotations

import subprocess
import sys
import webbrowser
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import isk_indicators as isk
from isk_indicators import cli
from isk_indicators.page import html as made
from isk_indicators.page.html import INSTALL, PageError
from isk_indicators.spans import Document
from isk_indicators.tables import Dataset
from tests.page.released import ROOT, by_id
from tests.page.sparse import SPARSE

if TYPE_CHECKING:
    from isk_indicators.schema import DataPackage
    from tests.conftest import Changes


@pytest.fixture(autouse=True)
def visited(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The addresses that the user's browser was asked to open; none is opened."""
    found: list[str] = []
    monkeypatch.setattr(webbrowser, "open", lambda address: found.append(address) or True)
    return found


@pytest.fixture
def without_jinja(monkeypatch: pytest.MonkeyPatch) -> None:
    """As after an installation without the extra."""
    monkeypatch.setitem(sys.modules, "jinja2", None)


def test_a_page_is_written_and_not_opened(
    tmp_path: Path, full_page: str, visited: list[str]
) -> None:
    target = tmp_path / "page.html"
    assert isk.browse(path=target, show=False) == target
    assert target.read_bytes() == full_page.encode()
    assert visited == []


def test_a_page_is_opened_by_its_address(
    tmp_path: Path, visited: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert isk.browse(path="a page.html") == Path("a page.html")
    assert visited == [(tmp_path / "a page.html").resolve().as_uri()]
    assert visited[0].startswith("file:///")
    assert " " not in visited[0]


def test_without_a_path_it_goes_into_a_new_folder(visited: list[str]) -> None:
    first, second = isk.browse(show=False), isk.browse(show=False)
    for path in (first, second):
        assert path.name == f"isk-indicators-{isk.__version__}.html"
        assert path.is_file()
        path.unlink()
        path.parent.rmdir()
    assert first.parent != second.parent
    assert visited == []


def test_the_texts_at_hand_are_those_that_are_given(
    tmp_path: Path, texts: Mapping[str, Document], full_page: str, bare_page: str
) -> None:
    given = {source_id: document.text for source_id, document in texts.items()}
    for told, page in ((given, full_page), (str(ROOT / "seeds"), full_page), ({}, bare_page)):
        path = isk.browse(texts=told, path=tmp_path / "page.html", show=False)
        assert path.read_text(encoding="utf-8") == page


def test_one_text_alone_is_at_hand(tmp_path: Path, texts: Mapping[str, Document]) -> None:
    path = isk.browse({"src-001": texts["src-001"].text}, tmp_path / "page.html", show=False)
    page = path.read_text(encoding="utf-8")
    assert page.count('<div class="text">') == 1


def test_a_user_of_the_wheel_has_no_texts(
    tmp_path: Path, bare_page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(made, "texts_root", lambda: None)
    path = isk.browse(path=tmp_path / "page.html", show=False)
    assert path.read_bytes() == bare_page.encode()


@pytest.mark.usefixtures("without_jinja")
def test_without_the_extra_it_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(PageError, match="jinja2") as caught:
        isk.browse(path=tmp_path / "page.html", show=False)
    assert INSTALL in str(caught.value)
    assert "isk-indicators[browse]" in INSTALL
    assert not (tmp_path / "page.html").exists()


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError, match="nowhere"):
        isk.browse(tmp_path / "nowhere", tmp_path / "page.html", show=False)
    assert not (tmp_path / "page.html").exists()


def test_a_file_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        isk.browse({}, tmp_path / "nowhere" / "page.html", show=False)


# The command


def test_the_command_writes_the_page_and_prints_where(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], full_page: str, visited: list[str]
) -> None:
    target = tmp_path / "page.html"
    assert cli.main(["browse", "--no-open", "--out", str(target)]) == 0
    assert capsys.readouterr().out == f"{target}\n"
    assert target.read_bytes() == full_page.encode()
    assert visited == []


def test_the_command_opens_the_page(tmp_path: Path, visited: list[str]) -> None:
    target = tmp_path / "page.html"
    assert cli.main(["browse", "--out", str(target), "--texts", str(ROOT / "seeds")]) == 0
    assert visited == [target.resolve().as_uri()]


def test_the_command_takes_a_folder_without_the_texts(tmp_path: Path, bare_page: str) -> None:
    target = tmp_path / "page.html"
    assert cli.main(["browse", "--no-open", "--out", str(target), "--texts", str(tmp_path)]) == 0
    assert target.read_bytes() == bare_page.encode()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--texts", "nowhere"], "nowhere: no such folder"),
        (["--out", "nowhere/page.html"], "nowhere"),
        (["--out", "."], "."),
    ],
)
def test_the_command_says_what_went_wrong(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    told: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["browse", "--no-open", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("browse: ")
    assert told in err
    assert "Traceback" not in err


@pytest.mark.usefixtures("without_jinja")
def test_the_command_names_the_extra(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["browse", "--no-open", "--out", str(tmp_path / "page.html")]) == 2
    assert INSTALL in capsys.readouterr().err


def test_importing_the_function_imports_no_template(tmp_path: Path) -> None:
    script = "import sys, isk_indicators; isk_indicators.browse; print('jinja2' in sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "False"


# Packages that lack something


@pytest.mark.parametrize("change", SPARSE.values(), ids=SPARSE)
def test_a_package_that_lacks_something_has_a_page_too(
    changed: Callable[[Changes], DataPackage], texts: Mapping[str, Document], change: Changes
) -> None:
    page = made.page_from(Dataset(changed(change)), texts)
    assert page.rstrip().endswith("</html>")
    assert "no census, no trend, no ground truth" in page
    for source_id in by_id("sources"):
        assert f'id="reading-{source_id}"' in page
