"""The page as one file, and writing and opening it."""

from __future__ import annotations

import base64
import csv
import hashlib
import html
import io
import os
import re
import shutil
import subprocess
import sys
import webbrowser
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import isk_indicators as isk
from isk_indicators import cli
from isk_indicators import page as made
from isk_indicators.export import export_tables
from isk_indicators.page import DRAWN, INSTALL, SCRIPTS, PageError, page_from, shown
from isk_indicators.release.build import Checkout, bundle_files, page_of
from isk_indicators.schema import DataPackage, frame_fields, open_package, view_schemas
from isk_indicators.spans import Document, documents
from isk_indicators.tables import READINGS, Dataset, reading_counts, readings_in_words
from isk_indicators.views import charts
from tests.page.expected_page import QUOTES, ROOT, TABLES, by_id, rows, text_of
from tests.page.markup import Page
from tests.page.reduced_packages import SPARSE, empty

if TYPE_CHECKING:
    from isk_indicators.schema import DataPackage
    from tests.conftest import Changes

BASE, PER_ROW = 85_000, 600
"""How many bytes the page may have without a row, and for each row of its tables and views.

Without rows it is style, script, map, titles and explanations: 75,000 bytes. A row takes its cells
and its quote of at most 60 words, and incidents, casualties and estimates their marks: 530 bytes on
average.
"""

CLAIMS = ("incidents", "casualties", "attributions", "force_estimates", "statements", "evidence")

BESIDE = ("actors", "places", "corrections", "withdrawn")

SHARE = re.compile(r'<tr><th scope="row">([^<]+)' + r"<td>(\d+)" * 4)

ANOTHER_PROCESS = """
import hashlib, pathlib, sys
from isk_indicators.page import page_from
from isk_indicators.schema import open_package
from isk_indicators.tables import Dataset
from isk_indicators.spans import documents
data = open_package(pathlib.Path(sys.argv[1]))
texts = documents(data.root / "seeds", Dataset(data).by_id("sources").values())
for given in (None, texts):
    print(hashlib.sha256(page_from(Dataset(data), given).encode()).hexdigest())
"""


@pytest.fixture(scope="module")
def markup(bare_page: str) -> Page:
    return Page(bare_page)


@pytest.fixture(scope="module")
def release_page(real: DataPackage) -> str:
    """The page as a release has it."""
    return page_of(Checkout(real.root))


# Size and sameness


def most(data: DataPackage) -> int:
    """How many bytes the page of a package may have."""
    return BASE + PER_ROW * sum(len(part.rows) for part in shown(export_tables(Dataset(data))))


def again(tables: dict[str, list[dict[str, str]]]) -> None:
    """Add a copy of each row of a claim table, under another id, of the same incident."""
    for name in CLAIMS:
        copies = [dict(row) for row in tables[name]]
        for row in copies:
            column = next(iter(row))
            row[column] = row[column].replace("-0", "-5")
        tables[name] += copies


def test_the_page_is_small(real: DataPackage, bare_page: str, release_page: str) -> None:
    assert len(bare_page.encode()) < most(real)
    assert len(release_page.encode()) < most(real)


def test_the_page_may_grow_with_its_rows_and_no_faster(
    changed: Callable[[Changes], DataPackage],
) -> None:
    without_rows, twice = changed(empty(*CLAIMS, *BESIDE)), changed(again)
    assert len(page_from(Dataset(without_rows)).encode()) < BASE
    size = len(page_from(Dataset(twice)).encode())
    assert 250_000 < size < most(twice)


def test_the_same_data_give_the_same_bytes(
    real: DataPackage, texts: Mapping[str, Document], bare_page: str, full_page: str
) -> None:
    assert page_from(Dataset(real)) == bare_page
    assert page_from(Dataset(real), texts) == full_page


@pytest.mark.parametrize(
    "settings",
    [
        {"PYTHONHASHSEED": "1", "LC_ALL": "C", "TZ": "UTC"},
        {"PYTHONHASHSEED": "99", "LC_ALL": "tr_TR.UTF-8", "TZ": "Asia/Kabul"},
    ],
    ids=["C", "Turkish"],
)
def test_another_process_gives_the_same_bytes(
    bare_page: str, full_page: str, tmp_path: Path, settings: dict[str, str]
) -> None:
    reported = subprocess.run(
        [sys.executable, "-c", ANOTHER_PROCESS, str(ROOT)],
        env=os.environ | settings,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    expected = [hashlib.sha256(page.encode()).hexdigest() for page in (bare_page, full_page)]
    assert reported.stdout.split() == expected


def test_the_page_has_no_carriage_return_and_no_path_of_this_machine(full_page: str) -> None:
    assert "\r" not in full_page
    assert str(ROOT) not in full_page
    assert full_page.rstrip().endswith("</html>")


# What a release holds


def test_the_release_tells_the_figures_of_coverage(real: DataPackage, release_page: str) -> None:
    reported = [tuple(found) for found in SHARE.findall(release_page)]
    table = csv.DictReader(
        io.StringIO(bundle_files(Checkout(real.root))["coverage.csv"].decode(), newline="")
    )
    counts = ("kind", "hits", "by_row", "reviewed", "not_codable")
    expected = [tuple(row[name] for name in counts) for row in table]
    assert len(expected) > 10
    assert reported == expected


def test_each_source_has_its_own_figures(real: DataPackage, release_page: str) -> None:
    table = [
        *csv.DictReader(
            io.StringIO(bundle_files(Checkout(real.root))["coverage.csv"].decode(), newline="")
        )
    ]
    for source_id in by_id("sources"):
        article = release_page.partition(f'id="reading-{source_id}"')[2].partition("</article>")[0]
        assert len(SHARE.findall(article)) == sum(r["source_id"] == source_id for r in table)


def test_each_source_says_how_many_of_its_cells_are_read_twice(
    real: DataPackage, release_page: str
) -> None:
    dataset = Dataset(real)
    for source_id in by_id("sources"):
        article = release_page.partition(f'id="reading-{source_id}"')[2].partition("</article>")[0]
        counts = readings_in_words(reading_counts(dataset, source_id))
        assert f'<p class="note reread">{counts.capitalize()}. A cell is read twice if' in article


def test_each_source_names_the_origins_of_its_statements(real: DataPackage, bare_page: str) -> None:
    counts = Counter(
        (row["source_id"], row["origin_id"]) for row in Dataset(real).rows("statements")
    )
    for origin in Dataset(real).rows("origins"):
        count = counts[origin["source_id"], origin["origin_id"]]
        link = f'<a href="#{origin["origin_id"]}">{html.escape(str(origin["name"]))}</a>'
        assert f"{link} ({count} statement" in bare_page
        assert f'id="{origin["origin_id"]}"' in bare_page


def test_a_page_of_a_release_does_not_say_what_is_read_twice(real: DataPackage) -> None:
    schemas = {table: schema for table, schema in real.schemas.items() if table != READINGS}
    page = page_from(Dataset(DataPackage(real.root, real.descriptor, schemas)))
    assert "Read twice" not in page


def test_without_coverage_no_figures_are_reported(bare_page: str) -> None:
    assert SHARE.findall(bare_page) == []


def test_a_source_says_how_much_of_it_is_quoted(bare_page: str) -> None:
    for source_id, source in by_id("sources").items():
        spans = [(start, end) for found, start, end, _ in QUOTES.values() if found == source_id]
        quoted = len({place for start, end in spans for place in range(start, end)})
        share = f"{quoted / int(source['characters']):.0%}"
        article = bare_page.partition(f'id="reading-{source_id}"')[2].partition("</article>")[0]
        assert f"· {len(spans)} rows · the release quotes {share} of the text" in article


def test_a_release_holds_no_text_beside_the_quotes(bare_page: str, release_page: str) -> None:
    # Words that some cell has too may come up again in the text.
    allowed = "\n".join(cell for table in TABLES for row in rows(table) for cell in row.values())
    pages = html.unescape(f"{bare_page}{release_page}")
    texts = [text_of(source_id) for source_id in by_id("sources")]
    passages = [text[at : at + 40] for text in texts for at in range(0, len(text) - 40, 20)]
    hidden = [passage for passage in passages if passage not in allowed]
    assert len(hidden) > 500
    assert [passage for passage in hidden if passage in pages] == []


def test_the_page_with_the_documents_holds_them(full_page: str) -> None:
    page = html.unescape(full_page)
    for source_id in by_id("sources"):
        assert max(text_of(source_id).splitlines(), key=len)[:60] in page


# What the page shows


def test_every_released_table_and_view_is_there_with_every_column(
    markup: Page, real: DataPackage
) -> None:
    schemas = {name: real.schemas[name] for name in TABLES}
    expected = {name: [f.name for f in frame_fields(schema)] for name, schema in schemas.items()}
    views = [name for name in view_schemas() if name not in DRAWN]
    expected |= {name: [*getattr(isk, name)().columns] for name in views}
    assert markup.columns() == expected


def test_the_table_of_incidents_comes_first_and_views_last(markup: Page) -> None:
    reported = [*markup.columns()]
    assert reported[0] == "incidents"
    assert {*reported[len(TABLES) :]} == {*view_schemas()} - {*DRAWN}


def test_the_first_screen_counts_the_rows_of_every_table(bare_page: str) -> None:
    counts = dict(re.findall(r'<li><a href="#(\w+)"><b>(\d+)</b>', bare_page))
    assert counts == {name: str(len(rows(name))) for name in TABLES}


def test_the_first_screen_says_what_this_is_and_what_it_cannot_show(bare_page: str) -> None:
    head = html.unescape(re.sub(r"<[^>]+>", " ", bare_page.partition("<main>")[0]))
    assert f"version {isk.__version__}" in head
    assert charts.sources_in_words(len(rows("sources"))) in head
    assert "no census, no trend, no ground truth" in head
    assert "there are no indicators of compromise" in head
    assert "A blank means that the source does not say" in head


def test_every_quote_stands_in_the_page(bare_page: str) -> None:
    page = html.unescape(re.sub(r"</?mark>", "", bare_page.partition("<main>")[2]))
    assert [i for i, (*_, row) in QUOTES.items() if row["quote"] not in page] == []


def test_the_page_tells_language_title_and_how_to_cite(markup: Page, bare_page: str) -> None:
    assert markup.named("html")[0].attributes["lang"] == "en"
    assert isk.__version__ in markup.text("title")
    assert html.escape(isk.cite([])) in bare_page
    assert bare_page.startswith("<!doctype html>")


# The security policy


def digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def policy_of(page: Page) -> dict[str, list[str]]:
    (reported,) = [
        one.attributes["content"]
        for one in page.named("meta")
        if one.attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    parts = [part.split() for part in reported.split(";")]
    return {name: values for name, *values in parts}


@pytest.mark.parametrize("fixture", ["bare_page", "full_page", "release_page"])
def test_the_policy_allows_just_this_script_and_style(
    fixture: str, request: pytest.FixtureRequest
) -> None:
    page = Page(request.getfixturevalue(fixture))
    data, script = page.named("script")
    assert data.attributes == {"type": "application/json", "id": "page-data"}
    assert script.attributes == {}
    assert policy_of(page) == {
        "default-src": ["'none'"],
        "script-src": [digest("".join(script.text))],
        "style-src": [digest(page.text("style"))],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }


def test_the_policy_comes_before_everything_that_it_rules(markup: Page) -> None:
    names = [element.name for element in markup.elements]
    policy = next(
        place
        for place, element in enumerate(markup.elements)
        if element.attributes.get("http-equiv") == "Content-Security-Policy"
    )
    assert policy < names.index("style") < names.index("script")
    assert names[:3] == ["html", "head", "meta"]


@pytest.mark.parametrize("fixture", ["bare_page", "full_page"])
def test_nothing_is_fetched_and_no_attribute_is_a_script_or_style(
    fixture: str, request: pytest.FixtureRequest
) -> None:
    page = Page(request.getfixturevalue(fixture))
    for name, attributes, _ in page.elements:
        assert name not in ("link", "img", "iframe", "object", "embed", "form", "base", "image")
        for attribute, value in attributes.items():
            assert not attribute.startswith("on"), attribute
            assert attribute not in ("style", "src", "srcset", "srcdoc", "action", "ping")
            if attribute in ("href", "xlink:href"):
                assert value.startswith("#")


def test_the_style_fetches_nothing(markup: Page) -> None:
    style = markup.text("style")
    assert "url(" not in style
    assert "@import" not in style
    assert "@font-face" not in style


def test_every_file_of_the_script_is_in_the_page(bare_page: str) -> None:
    folder = Path(isk.__file__).parent / "page" / "script"
    files = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.js")}
    assert {*SCRIPTS} == files.keys()
    places = [bare_page.index(files[name]) for name in SCRIPTS]
    assert places == sorted(places)


def test_the_script_sets_texts_and_never_markup() -> None:
    for path in (Path(isk.__file__).parent / "page" / "script").glob("*.js"):
        script = path.read_text(encoding="utf-8")
        for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            assert word not in script, (path.name, word)


# isk.browse


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
    for reported, page in ((given, full_page), (str(ROOT / "seeds"), full_page), ({}, bare_page)):
        path = isk.browse(texts=reported, path=tmp_path / "page.html", show=False)
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


@pytest.fixture
def checkout(published: DataPackage, tmp_path: Path) -> Path:
    """A folder with other tables than the installed ones."""
    return Path(shutil.copytree(published.root, tmp_path / "checkout"))


@pytest.mark.parametrize("named", [True, False])
def test_the_command_shows_the_tables_of_its_folder(
    checkout: Path, named: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = checkout.parent / "page.html"
    monkeypatch.chdir(checkout.parent if named else checkout)
    option = ["-C", "checkout"] if named else []
    assert cli.main(["browse", "--no-open", "--out", str(target), *option]) == 0
    dataset = Dataset(open_package(checkout))
    texts = documents(checkout / "seeds", dataset.rows("sources"))
    assert target.read_text(encoding="utf-8") == page_from(dataset, texts)
    shutil.rmtree(checkout / "seeds")
    assert cli.main(["browse", "--no-open", "--out", str(target), *option]) == 0
    assert target.read_text(encoding="utf-8") == page_from(dataset)


def test_a_folder_without_tables_shows_the_installed_ones_unless_it_is_named(
    tmp_path: Path,
    full_page: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["browse", "--no-open", "--out", "page.html"]) == 0
    assert Path("page.html").read_bytes() == full_page.encode()
    assert cli.main(["browse", "--no-open", "--out", "other.html", "-C", "."]) == 2
    assert "datapackage.json: no such file; restore it" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("old", "new", "reported"),
    [(",killed", ",,killed", "casualties.csv:2: cells in the row"), (",inc-0", ",inc-9", "'inc-9")],
)
def test_tables_that_cannot_be_shown_are_left_to_the_check(
    checkout: Path, old: str, new: str, reported: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = checkout / "datasets" / "casualties.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    assert cli.main(["browse", "--no-open", "-C", str(checkout)]) == 2
    err = capsys.readouterr().err
    assert err.startswith("browse: the tables cannot be shown (")
    assert reported in err
    assert "correct what isk-indicators check reports" in err


@pytest.mark.parametrize(
    ("arguments", "reported"),
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
    reported: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["browse", "--no-open", *arguments]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("browse: ")
    assert reported in err
    assert "Traceback" not in err


@pytest.mark.usefixtures("without_jinja")
def test_the_command_names_the_extra(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["browse", "--no-open", "--out", str(tmp_path / "page.html")]) == 2
    assert INSTALL in capsys.readouterr().err


def test_importing_the_function_imports_no_template(tmp_path: Path) -> None:
    script = "import sys, isk_indicators; isk_indicators.browse; print('jinja2' in sys.modules)"
    reported = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert reported.stdout.strip() == "False"


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
