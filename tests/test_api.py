from __future__ import annotations

import ast
import os
import subprocess
import sys
from importlib.metadata import PackageNotFoundError
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import isk_indicators as isk
from isk_indicators import schema
from isk_indicators.cite import cite_from
from isk_indicators.export.geojson import geojson_from
from isk_indicators.show import show_from, verify_from
from isk_indicators.tables import Dataset, load_from
from isk_indicators.views import VIEWS

if TYPE_CHECKING:
    from tests.conftest import MakePackage

ROOT = Path(__file__).resolve().parents[1]
HEAVY = ("pandas", "numpy", "stix2", "duckdb", "xlsxwriter")
CHECKERS = ("pandera", "frictionless")
NOT_FOR_ANALYSTS = tuple(
    f"isk_indicators.{part}" for part in ("rules", "check", "curate", "release")
)


def run(code: str) -> str:
    """Run code in a fresh interpreter that treats warnings as errors; give all it printed."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout + done.stderr


def loaded_after(code: str) -> set[str]:
    """The modules that are loaded once the code has run, and printed nothing."""
    output = run(f"import sys\n{code}\nprint(*sys.modules)")
    assert output.count("\n") == 1, output
    return set(output.split())


def test_importing_is_quiet_and_imports_no_pandas() -> None:
    assert run("import isk_indicators") == ""
    assert not loaded_after("import isk_indicators") & {*HEAVY, *CHECKERS, "importlib.metadata"}


def test_names_citations_maps_and_the_version_need_no_pandas() -> None:
    code = "import isk_indicators as isk; isk.tables(); isk.__version__; dir(isk)\n"
    code += "isk.cite('cas-0001'), isk.show('cas-0001')._repr_html_(), isk.to_geojson()"
    assert not loaded_after(code) & set(HEAVY)


def test_what_an_analyst_calls_reaches_no_checking(make_package: MakePackage) -> None:
    root = make_package({"sources": [{"source_id": "src-000", "file": "a.txt"}]}).root
    code = f"""
from pathlib import Path
from typing import get_args
import isk_indicators as isk
from isk_indicators.schema import open_package
from isk_indicators.show import show_from
from isk_indicators.tables import load_from
from isk_indicators.show import verify_from
package = open_package(Path({str(root)!r}))
frames = [load_from(package, name) for name in get_args(isk.TableName)]
assert len(frames) == 10
isk.describe("casualties")
isk.changes()
isk.cite(["cas-0001", "src-000"], "bibtex")
show_from(package, "src-000", {{}})._repr_html_()
verify_from(package, {{}})
try:
    isk.verify_release({str(root)!r})
except isk.ReleaseError as error:
    assert "SHA256SUMS" in str(error)
"""
    modules = loaded_after(code)
    assert "pandas" in modules, "a frame was made"
    assert not modules & {*CHECKERS, *NOT_FOR_ANALYSTS}


def test_the_public_names_are_there_and_documented() -> None:
    functions = {"cite", "describe", "load", "show", "tables", "to_geojson", "to_stix", "verify"}
    functions |= {"browse", "changes", "to_datasette", "to_parquet", "to_sqlite", "to_xlsx"}
    functions |= {"between", "join", "statements", "verify_release", *VIEWS}
    expected = {"ReleaseError", "TableName", "__version__", *functions}
    assert set(isk.__all__) == expected
    assert set(dir(isk)) == expected
    for name in functions:
        function = getattr(isk, name)
        assert callable(function), name
        assert function.__doc__, name
        assert function.__annotations__["return"], name


def test_type_checkers_see_the_names_that_are_imported_later() -> None:
    tree = ast.parse(Path(isk.__file__).read_text(encoding="utf-8"))
    (typing,) = (node for node in tree.body if isinstance(node, ast.If) and is_typing(node.test))
    imported = {
        name.name: str(node.module).removeprefix("isk_indicators.")
        for node in typing.body
        if isinstance(node, ast.ImportFrom)
        for name in node.names
    }
    assert imported.pop("schemas") == "isk_indicators"
    assert imported == isk._LATER


def is_typing(test: ast.expr) -> bool:
    return isinstance(test, ast.Name) and test.id == "TYPE_CHECKING"


def test_a_function_stays_what_its_name_means_after_its_module_was_imported() -> None:
    code = """
import isk_indicators.changes
import isk_indicators.cite, isk_indicators.show, isk_indicators.tables
import isk_indicators as isk
from isk_indicators.show import Shown
from isk_indicators.tables import rows
functions = (isk.cite, isk.show, isk.tables, isk.verify, isk.load, isk.describe, isk.changes)
assert all(callable(f) for f in functions)
"""
    assert run(code) == ""


def test_a_name_that_is_not_there_is_refused_as_usual() -> None:
    with pytest.raises(AttributeError, match="has no attribute 'lod'"):
        isk.lod  # noqa: B018
    assert not hasattr(isk, "__path_of_data__")


def test_the_version_is_the_projects() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'\nversion = "{isk.__version__}"\n' in text


def test_an_installed_package_has_its_data_and_its_version_from_the_distribution(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site-packages" / "isk_indicators"
    (site / "datasets").mkdir(parents=True)
    monkeypatch.setattr(schema, "__file__", str(site / "schema.py"))
    monkeypatch.setattr(schema, "DISTRIBUTION", "pytest")
    schema.installed_version.cache_clear()
    assert schema.data_root() == site.resolve()
    assert schema.texts_root() is None
    assert schema.installed_version() == pytest.__version__
    monkeypatch.setattr(schema, "DISTRIBUTION", "no-such-distribution")
    schema.installed_version.cache_clear()
    with pytest.raises(PackageNotFoundError):
        schema.installed_version()
    schema.installed_version.cache_clear()


def test_a_checkout_has_its_data_and_its_documents() -> None:
    assert schema.data_root() == ROOT
    assert schema.texts_root() == ROOT / "seeds"
    assert schema.installed_package() is schema.installed_package()


def test_the_public_functions_work_on_the_projects_own_package(
    make_package: MakePackage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    package = make_package(
        {
            "sources": [{"source_id": "src-000", "file": "a.txt"}],
            "evidence": [
                {
                    "evidence_id": "evd-0001",
                    "source_id": "src-000",
                    "span_start": 0,
                    "span_end": 4,
                    "quote": "text",
                }
            ],
        }
    )
    (tmp_path / "a.txt").write_text("text", encoding="utf-8")
    for module in ("tables", "show", "cite"):
        monkeypatch.setattr(
            sys.modules[f"isk_indicators.{module}"], "installed_package", lambda: package
        )
    geojson = sys.modules["isk_indicators.export.geojson"]
    monkeypatch.setattr(geojson, "installed_dataset", lambda: Dataset(package))
    assert isk.tables() == ("sources", "evidence")
    assert isk.load("evidence").equals(load_from(package, "evidence"))
    assert isk.verify(tmp_path).equals(verify_from(package, tmp_path))
    assert isk.cite("evd-0001") == cite_from(package, "evd-0001", "text", None)
    assert isk.to_geojson() == geojson_from(Dataset(package))
    assert str(isk.show("evd-0001", tmp_path)) == str(show_from(package, "evd-0001", tmp_path))
    assert isk.show("evd-0001").remarks, "the checkout's documents are the default"


def test_a_type_checker_knows_the_names_and_refuses_wrong_ones(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import isk_indicators as isk\n"
        'reveal_type(isk.load("casualties"))\n'
        "for name in isk.tables():\n"
        "    isk.load(name)\n"
        'isk.load("casualty")\n'
        "isk.lod\n"
        "reveal_type(isk.__version__)\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [
            *(sys.executable, "-m", "mypy", "--strict", "--no-error-summary"),
            *("--cache-dir", tmp_path, "--ignore-missing-imports", script),
        ],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={**os.environ, "MYPYPATH": str(ROOT / "src")},
    )
    reported = [
        line.split(":", 1)[1].lstrip() for line in done.stdout.splitlines() if "script" in line
    ]
    assert [line.split(":")[0] for line in reported] == ["2", "5", "6", "7"], done.stdout
    assert "DataFrame" in reported[0]
    assert "incompatible type \"Literal['casualty']\"" in reported[1]
    assert 'no attribute "lod"' in reported[2]
    assert '"str"' in reported[3]
