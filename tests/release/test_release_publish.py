"""Writing dist/ whole or not at all, and what the build says about it."""

from __future__ import annotations

import hashlib
import io
import shutil
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import pytest

from isk_indicators.check.gate import check
from isk_indicators.installed import view_schemas
from isk_indicators.release.build import QuotedShare, Release, report_lines, write_dist
from isk_indicators.release.package import BuildError, version
from isk_indicators.tables import Dataset

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


def test_each_table_is_read_three_times_and_each_view_computed_once(
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

    monkeypatch.setattr(io, "open", counting_open)
    monkeypatch.setattr("builtins.open", counting_open)
    report = check(made_up)
    monkeypatch.setattr(Dataset, "once", counting_once)
    write_dist(made_up, made_up / "dist", report)
    assert {*opened} >= {"sources", "incidents", "evidence"}
    assert max(opened.values()) <= 3
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
    with pytest.raises(BuildError, match=r"\.zip is published .* open the next version"):
        write_dist(made_up, made_up / "dist")
    after = {path.name: path.read_bytes() for path in (made_up / "dist").iterdir()}
    assert after == before


def test_another_version_is_another_in_every_artefact(made_up: Path) -> None:
    project = made_up / "pyproject.toml"
    text = project.read_text(encoding="utf-8")
    assert text.count(f'\nversion = "{version(made_up)}"\n') == 1
    project.write_text(text.replace(f'"{version(made_up)}"', '"98.7.6"'), encoding="utf-8")
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
