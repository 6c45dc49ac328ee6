"""Two builds of one commit give the same files; a difference is found where there is one."""

from __future__ import annotations

import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import duckdb
import pytest

from isk_indicators.release import reproduce
from isk_indicators.release.build import Release
from isk_indicators.release.package import BuildError, zip_archive
from isk_indicators.release.reproduce import (
    FIRST,
    SECOND,
    compare,
    comparison_lines,
    contents,
    hash_of,
    is_read,
    main,
    table_contents,
)


def git(folder: Path, *arguments: str) -> None:
    own = ("-c", "user.name=x", "-c", "user.email=x@example.org", "-c", "core.autocrlf=false")
    subprocess.run(["git", *own, *arguments], cwd=folder, check=True, capture_output=True)


def committed(root: Path) -> Path:
    git(root, "init", "--quiet")
    git(root, "add", ".")
    git(root, "commit", "--quiet", "-m", "all")
    return root


def database(path: Path, cell: str, page_size: int = 4096) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA page_size = {page_size}")
        connection.execute("CREATE TABLE a (b TEXT, c REAL)")
        connection.execute("CREATE VIRTUAL TABLE words USING fts5(b)")
        connection.execute("INSERT INTO a VALUES (?, 1.5)", [cell])
        connection.commit()


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Two folders of built files, the same in each."""
    for name in ("first", "second"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.zip").write_bytes(b"bytes")
        (tmp_path / name / "SHA256SUMS").write_bytes(name.encode())
        database(tmp_path / name / "a.sqlite", "words")
    return tmp_path / "first", tmp_path / "second"


def verdicts(folders: tuple[Path, Path]) -> dict[str, str]:
    return {one.name: one.verdict for one in compare(*folders)}


@pytest.mark.usefixtures("git")
def test_two_builds_give_the_same_bytes(
    copied: Callable[[str], Path], capsys: pytest.CaptureFixture[str]
) -> None:
    root = committed(copied("checkout"))
    assert main([str(root)]) == 0, capsys.readouterr()
    first, *lines = capsys.readouterr().out.splitlines()
    assert first.startswith("two builds of ")
    files, _, forms = "\n".join(lines).partition("\n\n")
    verdicts = {line.split()[0]: line.split()[-1] for line in files.splitlines()[1:]}
    assert {*verdicts.values()} == {"same"}
    assert {Path(name).suffix for name in verdicts} >= {".zip", ".whl", ".gz", ".sqlite", ".json"}
    read = [name for name in verdicts if is_read(Path(name))]
    assert [(line.split()[0], line.split()[-1]) for line in forms.splitlines()[1:]] == [
        (name, "same") for name in read
    ]
    assert read
    assert not (root / "dist").exists()


def test_the_surroundings_differ_in_everything() -> None:
    assert FIRST.variables.keys() < SECOND.variables.keys()
    assert all(SECOND.variables[name] != value for name, value in FIRST.variables.items())
    assert (FIRST.umask, FIRST.moment) != (SECOND.umask, SECOND.moment)


def test_the_same_files_are_the_same(folders: tuple[Path, Path]) -> None:
    assert verdicts(folders) == {"a.sqlite": "same", "a.zip": "same"}


def test_another_byte_is_reported_and_so_is_a_file_that_is_missing(
    folders: tuple[Path, Path],
) -> None:
    (folders[1] / "a.zip").write_bytes(b"bites")
    (folders[1] / "a.sqlite").unlink()
    (folders[1] / "more").write_bytes(b"")
    assert verdicts(folders) == dict.fromkeys(("a.sqlite", "a.zip", "more"), "DIFFERENT")


@pytest.mark.parametrize(("cell", "verdict"), [("words", "same content"), ("word", "DIFFERENT")])
def test_a_database_is_compared_by_its_content(
    folders: tuple[Path, Path], cell: str, verdict: str
) -> None:
    (folders[1] / "a.sqlite").unlink()
    database(folders[1] / "a.sqlite", cell, page_size=8192)
    assert verdicts(folders) == {"a.sqlite": verdict, "a.zip": "same"}
    table = "\n".join(comparison_lines("abc", compare(*folders), []))
    assert "its content" in table
    assert all(hash_of(table_contents(folder / "a.sqlite")) in table for folder in folders)


def test_a_database_holds_its_plain_tables(folders: tuple[Path, Path]) -> None:
    (table,) = table_contents(folders[0] / "a.sqlite").values()
    assert ([*table.columns], table.rows) == (["b", "c"], [("words", 1.5)])
    assert table.only(["c"]).rows == [[1.5]]


def test_parquet_files_are_compared_by_their_content(folders: tuple[Path, Path]) -> None:
    for folder, form in zip(folders, ("snappy", "zstd"), strict=True):
        file = folder.parent / "a.parquet"
        duckdb.sql(
            "COPY (SELECT 'words' AS b, 1.5::DOUBLE AS c, DATE '2024-03-01' AS d) "
            f"TO '{file.as_posix()}' (FORMAT parquet, COMPRESSION {form})"
        )
        (folder / "a.parquet.zip").write_bytes(zip_archive({file.name: file.read_bytes()}))
    assert verdicts(folders)["a.parquet.zip"] == "same content"


def test_a_missing_library_is_reported_and_never_taken_for_the_same(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(name: str) -> None:
        raise ModuleNotFoundError(name=name)

    monkeypatch.setattr(reproduce.importlib, "import_module", missing)
    for folder in folders:
        (folder / "a.parquet.zip").write_bytes(folder.name.encode())
    (one,) = (one for one in compare(*folders) if one.name == "a.parquet.zip")
    assert (one.verdict, one.lack) == ("DIFFERENT", "duckdb is not installed")
    assert any(
        "not checked: duckdb is not installed" in line
        for line in comparison_lines("abc", [one], [])
    )


def test_a_form_that_is_not_read_is_refused(tmp_path: Path) -> None:
    assert not is_read(tmp_path / "a.zip")
    with pytest.raises(LookupError, match="cannot be read"):
        table_contents(tmp_path / "a.zip")


def test_every_form_holds_the_published_tables(release: Release, made_up: Path) -> None:
    folder = made_up / "dist"
    folder.mkdir()
    for name, data in release.artefacts.items():
        (folder / name).write_bytes(data)
    forms = contents(folder)
    assert [one.name for one in forms] == [n for n in release.artefacts if is_read(Path(n))]
    assert {one.verdict for one in forms} == {"same"}
    assert {f"sha256:{one.hashes[0]}" for one in forms} == {release.content_hash}


def test_a_form_that_holds_other_tables_is_reported(
    release: Release, made_up: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = made_up / "dist"
    folder.mkdir()
    for name, data in release.artefacts.items():
        (folder / name).write_bytes(data)
    real = reproduce.table_contents

    def spoilt(path: Path) -> dict:
        tables = real(path)
        return tables | {"casualties": tables["casualties"]._replace(rows=[])}

    monkeypatch.setattr(reproduce, "table_contents", spoilt)
    assert {one.verdict for one in contents(folder)} == {"DIFFERENT"}


def test_a_difference_is_exit_code_1_and_no_build_2(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    built = iter([*folders, *folders])
    monkeypatch.setattr(reproduce, "_run", lambda *_: "abc\n")
    monkeypatch.setattr(reproduce, "clone", lambda *_: Path())
    monkeypatch.setattr(reproduce, "build", lambda *_: next(built))
    monkeypatch.setattr(reproduce, "contents", lambda _: [])
    assert main([]) == 0
    (folders[1] / "a.zip").write_bytes(b"bites")
    assert main([]) == 1
    assert "DIFFERENT" in capsys.readouterr().out

    def broken(*_: object) -> Path:
        raise BuildError("the data are not clean")

    monkeypatch.setattr(reproduce, "build", broken)
    assert main([]) == 2
    assert capsys.readouterr().err == "reproduce: the data are not clean\n"


def test_a_folder_that_is_no_checkout_is_reported(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path)]) == 2
    assert "rev-parse HEAD failed" in capsys.readouterr().err
    assert main([str(tmp_path / "nowhere")]) == 2
    assert "nowhere" in capsys.readouterr().err
