"""Wheel and sdist: exactly the package, the released data, and the metadata."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from isk_indicators.release.build import Release, build_distributions
from isk_indicators.release.package import BuildError, backend, data_files, version


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
    info = f"isk_indicators-{version(made_up)}.dist-info"
    metadata = ("METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE")
    expected = package_files(made_up) | {f"isk_indicators/{path}" for path in data_files(made_up)}
    expected |= {f"{info}/{name}" for name in (*metadata, "licenses/datasets/LICENSE")}
    assert set(wheel.namelist()) == expected


def test_the_wheels_data_are_the_zips(wheel: zipfile.ZipFile, made_up: Path) -> None:
    for path, data in data_files(made_up).items():
        assert wheel.read(f"isk_indicators/{path}") == data


def test_the_wheel_states_its_licences(wheel: zipfile.ZipFile, made_up: Path) -> None:
    info = f"isk_indicators-{version(made_up)}.dist-info"
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
    assert b"a passage that no row answers" not in everything
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
