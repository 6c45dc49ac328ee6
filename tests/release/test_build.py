"""The build: the zip, the other formats, dist/ and what is reported."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from typing import TypeVar

import frictionless
import pytest
from hypothesis import given
from hypothesis import strategies as st

from isk_indicators.changes import project_version, read_version
from isk_indicators.check.gate import check
from isk_indicators.detectors import KINDS
from isk_indicators.release.build import (
    DECLARED,
    Checkout,
    QuotedShare,
    Release,
    build_distributions,
    bundle_files,
    format_files,
    quoted_shares,
    report_lines,
    write_dist,
)
from isk_indicators.release.codebook import codebook
from isk_indicators.release.package import BuildError, backend, data_files, pinned
from isk_indicators.schema import open_package, view_schemas
from isk_indicators.spans import covered
from isk_indicators.tables import Dataset
from isk_indicators.views.incidents import timeline_of
from tests.release.conftest import released_tables

# The zip


VIEWS = view_schemas()
SAYING = b"A spokesman said so.\n"


@pytest.fixture
def bundle(release: Release) -> zipfile.ZipFile:
    name = f"isk-indicators-{release.version}.zip"
    return zipfile.ZipFile(io.BytesIO(release.artefacts[name]))


def test_it_holds_data_documents_and_checksums(bundle: zipfile.ZipFile, made_up: Path) -> None:
    documents = {"CHANGELOG.md", "CITATION.cff", "LICENSE", "README.md", "SHA256SUMS"}
    expected = set(data_files(made_up)) | documents | {"datasets/LICENSE", "coverage.csv"}
    expected |= {"codebook.md"} | {f"views/{name}.csv" for name in VIEWS}
    assert set(bundle.namelist()) == expected


def test_its_checksums_cover_every_other_file(bundle: zipfile.ZipFile) -> None:
    lines = bundle.read("SHA256SUMS").decode().splitlines()
    stated = {name: digest for digest, name in (line.split("  ") for line in lines)}
    found = {n: hashlib.sha256(bundle.read(n)).hexdigest() for n in bundle.namelist()}
    assert found.pop("SHA256SUMS")
    assert stated == found


def test_it_tells_how_the_sources_are_accounted_for(made_up: Path) -> None:
    document = made_up / "seeds" / "0001"
    old = hashlib.sha256(document.read_bytes()).hexdigest().encode()
    document.write_bytes(SAYING)
    path = made_up / "datasets" / "sources.csv"
    path.write_bytes(path.read_bytes().replace(old, hashlib.sha256(SAYING).hexdigest().encode()))
    lines = bundle_files(Checkout(made_up))["coverage.csv"].decode().splitlines()
    assert lines[0] == "source_id,kind,hits,by_row,reviewed,not_codable,open"
    assert "src-001,reporting,1,0,0,0,1" in lines
    assert len(lines) == 1 + len(KINDS)


def test_it_holds_the_codebook_of_its_tables(bundle: zipfile.ZipFile, made_up: Path) -> None:
    assert bundle.read("codebook.md").decode() == codebook(Dataset(open_package(made_up)))


def test_a_release_of_other_documents_is_refused(made_up: Path) -> None:
    (made_up / "seeds" / "0001").write_bytes(SAYING)
    with pytest.raises(
        BuildError, match="src-001: what the rows cover is not known; run isk-indicators check"
    ):
        bundle_files(Checkout(made_up))


def test_its_readme_names_every_file(bundle: zipfile.ZipFile) -> None:
    readme = bundle.read("README.md").decode()
    folders = {"datasets": "", "views": "view_"}
    for name in bundle.namelist():
        folder, _, file = name.rpartition("/")
        table = f"| `{folders[folder]}{file[:-4]}` |" if file.endswith(".csv") and folder else ""
        schemas = f"| `{folder}/` |" if file.endswith(".json") and folder else ""
        assert (table or schemas or f"| `{name}` |") in readme, name


def test_a_view_is_written_as_the_tables_are(made_up: Path) -> None:
    files = bundle_files(Checkout(made_up))
    package = open_package(made_up)
    (row,) = csv.DictReader(io.StringIO(files["views/timeline.csv"].decode()))
    (reported,) = timeline_of(Dataset(package))
    assert list(row) == list(VIEWS["timeline"].names)
    assert row == {name: "" if reported[name] is None else str(reported[name]) for name in row}
    assert row["date_earliest"] == "2024-01-01"
    assert "" in row.values()
    assert b"\r" not in files["views/timeline.csv"]


def test_whether_a_bound_is_open_is_written_as_true_or_false(bundle: zipfile.ZipFile) -> None:
    rows = [*csv.DictReader(io.StringIO(bundle.read("views/force_series.csv").decode()))]
    ends = ("low_open", "high_open")
    assert {row[end] for row in rows for end in ends} <= {"", "true", "false"}
    assert "false" in {row[end] for row in rows for end in ends}


def test_the_descriptor_tells_of_the_views_after_the_tables(
    bundle: zipfile.ZipFile, release: Release
) -> None:
    resources = json.loads(bundle.read("datapackage.json"))["resources"]
    names = [resource["name"] for resource in resources]
    assert names == [*release.tables, *(f"view_{name}" for name in VIEWS)]
    assert len({frozenset(resource) for resource in resources}) == 1
    for resource in resources:
        data = bundle.read(resource["path"])
        assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
        assert resource["bytes"] == len(data)


def test_who_reads_the_data_out_of_it_finds_the_tables_alone(
    bundle: zipfile.ZipFile, release: Release, tmp_path: Path
) -> None:
    bundle.extractall(tmp_path / "unpacked")  # noqa: S202 - a zip of ours
    assert (*open_package(tmp_path / "unpacked").schemas,) == (*release.tables,)
    packed = tmp_path / "release" / f"isk-indicators-{release.version}.zip"
    assert {*read_version(packed).schemas} == {*release.tables}


def test_its_readme_counts_the_rows_of_every_table(bundle: zipfile.ZipFile, made_up: Path) -> None:
    readme = bundle.read("README.md").decode()
    for table in released_tables(open_package(made_up)):
        assert f"| `{table}` | 1 |" in readme
    title = open_package(made_up).descriptor["title"]
    assert readme.startswith(f"# {title} {project_version(made_up)}\n")
    assert "| `reviewed` |" not in readme
    assert "{" not in readme


def test_frictionless_accepts_it(release: Release, tmp_path: Path) -> None:
    path = tmp_path / "release" / f"isk-indicators-{release.version}.zip"
    report = frictionless.validate(str(path))
    assert report.valid, report.to_summary()
    assert len(report.tasks) == len(release.tables) + len(VIEWS)


def test_frictionless_refuses_it_when_a_table_was_altered(made_up: Path, tmp_path: Path) -> None:
    folder = tmp_path / "unpacked"
    for path, data in bundle_files(Checkout(made_up)).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data.replace(b"some words", b"same words"))
    report = frictionless.validate(str(folder / "datapackage.json"))
    assert {error.type for task in report.tasks for error in task.errors} == {"hash-count"}


def test_the_descriptor_lies_at_the_root(bundle: zipfile.ZipFile) -> None:
    resources = json.loads(bundle.read("datapackage.json"))["resources"]
    assert {r["path"] for r in resources} | {r["schema"] for r in resources} <= set(
        bundle.namelist()
    )


# Other formats


ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def parquet(release: Release) -> zipfile.ZipFile:
    name = f"isk-indicators-{release.version}.parquet.zip"
    return zipfile.ZipFile(io.BytesIO(release.artefacts[name]))


def test_the_parquet_files_lie_in_one_zip_with_what_must_be_known(
    parquet: zipfile.ZipFile, release: Release
) -> None:
    names = {*parquet.namelist()}
    assert {f"{table}.parquet" for table in release.rows} <= names
    assert "view_tolls.parquet" in names
    assert {"README.md", "SHA256SUMS"} == {n for n in names if not n.endswith(".parquet")}
    readme = parquet.read("README.md").decode()
    assert f"version: {release.version}\n" in readme
    assert "licence: " in readme


def test_their_checksums_are_in_it(parquet: zipfile.ZipFile) -> None:
    lines = parquet.read("SHA256SUMS").decode().splitlines()
    found = {n: hashlib.sha256(parquet.read(n)).hexdigest() for n in parquet.namelist()}
    assert found.pop("SHA256SUMS")
    assert dict(reversed(line.split("  ")) for line in lines) == found


def test_what_the_bytes_depend_on_is_pinned() -> None:
    names = {one.partition("==")[0] for one in pinned(ROOT)}
    assert names == {"duckdb", "hatchling", "jinja2", "stix2", "xlsxwriter"}
    assert all(metadata.version(name) for name in names)


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ("duckdb==0.0.1", r"^duckdb==\d.* is installed, but .* with duckdb==0\.0\.1: python -m"),
        ("no-such-library==1.0", "^no no-such-library is installed"),
    ],
)
def test_another_library_is_refused(made_up: Path, other: str, said: str) -> None:
    (asked,) = (one for one in pinned(made_up) if one.startswith("duckdb"))
    project = made_up / "pyproject.toml"
    text = project.read_text(encoding="utf-8")
    project.write_text(text.replace(f'"{asked}"', f'"{other}"'), encoding="utf-8")
    with pytest.raises(BuildError, match=said):
        format_files(Checkout(made_up))


# Wheel and sdist


def artefact(release: Release, suffix: str) -> bytes:
    (data,) = (data for name, data in release.artefacts.items() if name.endswith(suffix))
    return data


@pytest.fixture
def wheel(release: Release) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(artefact(release, ".whl")))


@pytest.fixture
def sdist(release: Release) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(artefact(release, ".tar.gz"))) as archive:
        files = {m.name: archive.extractfile(m) for m in archive.getmembers() if m.isfile()}
        folder = f"isk_indicators-{release.version}/"
        return {name.removeprefix(folder): file.read() for name, file in files.items() if file}


def package_files(root: Path) -> set[str]:
    folder = root / "src"
    paths = (p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    return {p.relative_to(folder).as_posix() for p in paths}


def test_the_wheel_holds_code_released_data_and_metadata(
    wheel: zipfile.ZipFile, made_up: Path
) -> None:
    info = f"isk_indicators-{project_version(made_up)}.dist-info"
    metadata = ("METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE")
    expected = package_files(made_up) | {f"isk_indicators/{path}" for path in data_files(made_up)}
    expected |= {f"{info}/{name}" for name in (*metadata, "licenses/datasets/LICENSE")}
    assert set(wheel.namelist()) == expected


def test_the_wheels_data_are_the_zips(wheel: zipfile.ZipFile, made_up: Path) -> None:
    for path, data in data_files(made_up).items():
        assert wheel.read(f"isk_indicators/{path}") == data


def test_the_wheel_states_its_licences(wheel: zipfile.ZipFile, made_up: Path) -> None:
    info = f"isk_indicators-{project_version(made_up)}.dist-info"
    metadata = wheel.read(f"{info}/METADATA").decode()
    assert "\nLicense-Expression: MIT AND CC-BY-4.0\n" in metadata
    assert "\nLicense-File: LICENSE\n" in metadata
    assert "\nLicense-File: datasets/LICENSE\n" in metadata


def test_the_sdist_holds_what_the_wheel_is_built_from(
    sdist: dict[str, bytes], made_up: Path
) -> None:
    expected = set(data_files(made_up)) | {f"src/{path}" for path in package_files(made_up)}
    expected |= {"pyproject.toml", "hatch_build.py", "PKG-INFO", ".gitignore"}
    expected |= {"README.md", "CHANGELOG.md", "CITATION.cff", "LICENSE", "datasets/LICENSE"}
    assert set(sdist) == expected


def test_neither_holds_the_documents_or_the_reviewed_passages(
    wheel: zipfile.ZipFile, sdist: dict[str, bytes], made_up: Path
) -> None:
    everything = b"".join([*sdist.values(), *(wheel.read(name) for name in wheel.namelist())])
    assert b"a passage that no row covers" not in everything
    for document in (made_up / "seeds").glob("*.txt"):
        text = document.read_bytes()
        end = text.index(b"\n", len(text) // 3)  # no quote goes beyond a line's end
        assert text[end - 30 : end + 30] not in everything


def test_the_sdist_builds_the_same_wheel(
    sdist: dict[str, bytes], release: Release, tmp_path: Path
) -> None:
    for path, data in sdist.items():
        (tmp_path / "sdist" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "sdist" / path).write_bytes(data)
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    subprocess.run(command, cwd=tmp_path / "sdist", env=clean, capture_output=True, check=True)
    (built,) = tmp_path.glob("*.whl")
    assert built.read_bytes() == artefact(release, ".whl")


@pytest.mark.parametrize(("version", "carries"), [("editable", False), ("standard", True)])
def test_an_editable_install_carries_no_data(made_up: Path, version: str, carries: bool) -> None:
    code = (
        "import hatch_build; data = {'force_include': {}};"
        "hook = hatch_build.ReleasedData('.', {}, None, None, '', 'wheel');"
        f"hook.initialize({version!r}, data); hook.finalize({version!r}, data, '');"
        "print(*data['force_include'].values(), sep='\\n')"
    )
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, cwd=made_up, capture_output=True, text=True, check=True)
    assert ("isk_indicators/datapackage.json" in done.stdout.splitlines()) is carries
    assert bool(done.stdout.strip()) is carries


def test_another_back_end_is_refused(made_up: Path, tmp_path: Path) -> None:
    project = made_up / "pyproject.toml"
    other = project.read_text(encoding="utf-8").replace(backend(made_up), "hatchling==0.0.1")
    project.write_text(other, encoding="utf-8")
    with pytest.raises(BuildError, match=r"hatchling==0\.0\.1: python -m pip install"):
        build_distributions(made_up, tmp_path, {})
    assert not list(tmp_path.glob("*.whl"))


def test_a_date_set_in_the_environment_changes_nothing(
    made_up: Path, release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    folder = tmp_path / "dated"
    folder.mkdir()
    build_distributions(made_up, folder, data_files(made_up))
    assert {p.name: p.read_bytes() for p in folder.iterdir()}.items() <= release.artefacts.items()
    assert os.environ["SOURCE_DATE_EPOCH"] == "1000000000"


# The quoted share


SPANS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 9)).map(lambda t: (t[0], sum(t))))


@given(SPANS)
def test_a_position_counts_once(spans: list[tuple[int, int]]) -> None:
    assert covered(spans) == len({i for start, end in spans for i in range(start, end)})


@pytest.mark.parametrize(
    ("quoted", "characters", "excessive"), [(40, 100, False), (41, 100, True), (0, 0, False)]
)
def test_a_share_above_the_limit_is_excessive(
    quoted: int, characters: int, excessive: bool
) -> None:
    assert QuotedShare("src-000", quoted, characters).status == (
        "excessive" if excessive else "small"
    )


def test_a_declared_share_is_excessive_above_what_is_declared() -> None:
    shares = [QuotedShare("src-000", n, 100, 0.7) for n in (40, 41, 70, 71)]
    assert [share.status for share in shares] == ["stale", "declared", "declared", "excessive"]
    assert QuotedShare("src-000", 40, 100).status == "small"


def test_the_page_beside_the_documents_declares_shares_with_their_reasons(made_up: Path) -> None:
    page = made_up / "seeds" / "README.md"
    for text, declared in (
        ("| src-001 | 75 % | It is a list. |\n", 0.75),
        ("| src-001 | 75 % |  |\n", None),  # no reason
        ("| src-002 | 75 % | It is a list. |\n", None),
    ):
        page.write_text(text, encoding="utf-8")
        assert [s.declared for s in quoted_shares(Dataset(open_package(made_up)))] == [declared]
    page.unlink()
    assert [s.declared for s in quoted_shares(Dataset(open_package(made_up)))] == [None]


def test_every_line_of_the_page_is_understood() -> None:
    page = (ROOT / DECLARED).read_text(encoding="utf-8")
    named = re.findall(r"^\| (src-\d{3}) ", page, re.MULTILINE)
    known = {
        s.source_id for s in quoted_shares(Dataset(open_package(ROOT))) if s.declared is not None
    }
    assert known == {*named}


def respan(path: Path, start: int, end: int) -> None:
    """Give the only row of a made-up table (start 1, end 1) another span."""
    text = path.read_text(encoding="utf-8")
    assert ",1,1,some words" in text
    path.write_bytes(text.replace(",1,1,some words", f",{start},{end},some words").encode())


def test_spans_of_all_released_tables_are_united(made_up: Path) -> None:
    sources = made_up / "datasets" / "sources.csv"
    row = sources.read_text(encoding="utf-8")
    assert ",1,some words,some words\n" in row
    sources.write_bytes(row.replace(",1,some words,some", ",200,some words,some").encode())
    respan(made_up / "datasets" / "casualties.csv", 10, 30)
    respan(made_up / "datasets" / "evidence.csv", 20, 50)
    (share,) = quoted_shares(Dataset(open_package(made_up)))
    assert share == QuotedShare("src-001", 40, 200)


def test_reviewed_passages_do_not_count(made_up: Path) -> None:
    path = made_up / "datasets" / "reviewed.csv"
    text = path.read_text(encoding="utf-8")
    assert ",1,1,a passage" in text
    path.write_bytes(text.replace(",1,1,a passage", ",10,30,a passage").encode())
    assert [share.quoted for share in quoted_shares(Dataset(open_package(made_up)))] == [0]


# dist/


T = TypeVar("T")


def test_dist_holds_each_form_of_the_data_and_checksums_of_all(made_up: Path) -> None:
    release = write_dist(made_up, made_up / "dist")
    found = {path.name: path.read_bytes() for path in (made_up / "dist").iterdir()}
    assert found == release.artefacts
    stem = f"isk_indicators-{release.version}"
    forms = ("zip", "sqlite", "parquet.zip", "xlsx", "geojson", "stix.json", "croissant.json")
    forms += ("datasette.json", "html")
    packed = {f"isk-indicators-{release.version}.{form}" for form in forms}
    packed |= {f"{stem}-py3-none-any.whl", f"{stem}.tar.gz"}
    packed.add("CITATION.cff")
    assert set(found) == packed | {"SHA256SUMS"}
    assert found["CITATION.cff"] == (made_up / "CITATION.cff").read_bytes()
    lines = found["SHA256SUMS"].decode().splitlines()
    assert lines == [f"{hashlib.sha256(found[n]).hexdigest()}  {n}" for n in sorted(packed)]


def test_each_table_is_read_once_after_the_check_and_each_view_computed_once(
    made_up: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: Counter[str] = Counter()
    computed: Counter[object] = Counter()
    real_open, real_once = io.open, Dataset.once

    def counting_open(file: object, *arguments: object, **more: object) -> object:
        if str(file).endswith(".csv") and Path(str(file)).parent == made_up / "datasets":
            opened[Path(str(file)).stem] += 1
        return real_open(file, *arguments, **more)  # type: ignore[call-overload]

    def counting_once(self: Dataset, key: tuple[object, ...], compute: Callable[[], T]) -> T:
        def counted() -> T:
            computed[key] += 1
            return compute()

        return real_once(self, key, counted)

    report = check(made_up)
    monkeypatch.setattr(io, "open", counting_open)
    monkeypatch.setattr("builtins.open", counting_open)
    monkeypatch.setattr(Dataset, "once", counting_once)
    write_dist(made_up, made_up / "dist", report)
    assert {*opened} >= {"sources", "incidents", "evidence"}
    assert {*opened.values()} == {1}
    assert {*view_schemas()} <= {name for name, *_ in computed}  # type: ignore[misc]
    assert max(computed.values()) == 1


def test_an_earlier_build_is_replaced(made_up: Path) -> None:
    dist = made_up / "dist"
    dist.mkdir()
    (dist / "isk-indicators-0.0.1.zip").write_bytes(b"earlier")
    assert set(write_dist(made_up, dist).artefacts) == {path.name for path in dist.iterdir()}


def test_a_build_that_breaks_off_leaves_nothing_behind(made_up: Path) -> None:
    (made_up / "CITATION.cff").unlink()
    before = sorted(path.name for path in made_up.iterdir())
    with pytest.raises(FileNotFoundError):
        write_dist(made_up, made_up / "dist")
    assert sorted(path.name for path in made_up.iterdir()) == before


def test_a_published_version_is_built_again_byte_for_byte(made_up: Path) -> None:
    release = write_dist(made_up, made_up / "dist")
    (made_up / "releases").mkdir()
    name = f"isk-indicators-{release.version}.zip"
    (made_up / "releases" / name).write_bytes(release.artefacts[name])
    assert write_dist(made_up, made_up / "dist").artefacts == release.artefacts


def test_no_other_zip_is_written_under_a_published_number(made_up: Path) -> None:
    write_dist(made_up, made_up / "dist")
    before = {path.name: path.read_bytes() for path in (made_up / "dist").iterdir()}
    shutil.copytree(made_up / "dist", made_up / "releases")
    with (made_up / "CHANGELOG.md").open("a", encoding="utf-8") as file:
        file.write("- A word more.\n")
    with pytest.raises(BuildError, match=r"\.zip is published, .* open the next version"):
        write_dist(made_up, made_up / "dist")
    after = {path.name: path.read_bytes() for path in (made_up / "dist").iterdir()}
    assert after == before


def test_another_version_is_another_in_every_artefact(made_up: Path) -> None:
    project = made_up / "pyproject.toml"
    text = project.read_text(encoding="utf-8")
    assert text.count(f'\nversion = "{project_version(made_up)}"\n') == 1
    project.write_text(text.replace(f'"{project_version(made_up)}"', '"98.7.6"'), encoding="utf-8")
    release = write_dist(made_up, made_up / "dist")
    assert release.version == "98.7.6"
    assert all(
        "98.7.6" in name for name in release.artefacts if name not in ("SHA256SUMS", "CITATION.cff")
    )
    (wheel,) = (data for name, data in release.artefacts.items() if name.endswith(".whl"))
    with zipfile.ZipFile(io.BytesIO(wheel)) as archive:
        assert b"\nVersion: 98.7.6\n" in archive.read("isk_indicators-98.7.6.dist-info/METADATA")
        assert b'"version": "98.7.6"' in archive.read("isk_indicators/datapackage.json")
    forms = [d for n, d in release.artefacts.items() if n.endswith((".sqlite", ".geojson"))]
    assert all(b"98.7.6" in data for data in forms)
    assert len(forms) == 2


def test_the_report_names_files_tables_and_hashes(release: Release) -> None:
    text = "\n".join(report_lines(release, "dist"))
    for name, data in release.artefacts.items():
        assert f"{name} " in text
        assert hashlib.sha256(data).hexdigest() in text
    for name, digest in release.tables.items():
        assert f"{name} " in text
        assert digest in text
    assert release.content_hash in text
    assert text.isascii()


def test_a_share_above_the_limit_is_warned_of_unless_it_is_declared(release: Release) -> None:
    shares = (
        QuotedShare("src-000", 41, 100),
        QuotedShare("src-001", 40, 100),
        QuotedShare("src-002", 70, 100, 0.7),
        QuotedShare("src-003", 71, 100, 0.7),
        QuotedShare("src-004", 40, 100, 0.7),
    )
    lines = list(report_lines(replace(release, shares=shares), "dist"))
    assert "  src-001   40.0%  40 of 100 characters" in lines
    assert (
        "  src-002   70.0%  70 of 100 characters; above 40%, as seeds/README.md explains" in lines
    )
    assert [line for line in lines if line.startswith("warning: ")] == [
        "warning: src-000: the release quotes 41.0% of its text, more than 40%; cut the longest "
        "quotes to what proves their rows, or explain the share in seeds/README.md",
        "warning: src-003: the release quotes 71.0% of its text, more than 70%; cut the longest "
        "quotes to what proves their rows, or explain the share in seeds/README.md",
        "warning: src-004: the release quotes 40.0% of its text, no more than 40%; remove its "
        "line from seeds/README.md",
    ]
