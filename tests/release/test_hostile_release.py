"""A checkout from anybody: what a release states of it, and how its commands end."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from isk_indicators.release import build, prepare, reproduce
from isk_indicators.release.codebook import codebook
from isk_indicators.release.package import BuildError, backend, data_files, pinned
from isk_indicators.safe_zip import UnsafeFileError
from isk_indicators.schema import open_package
from isk_indicators.tables import Dataset
from tests.test_hostile_output import HOSTILE, unsafe_lines


def _set(**changes: object) -> Callable[[dict[str, Any]], None]:
    return lambda descriptor: descriptor.update(changes)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda d: d.pop("title"), "the object lacks title"),
        (lambda d: d.pop("keywords"), "the object lacks keywords"),
        (lambda d: d["resources"][0].pop("description"), r"resources\[0\] lacks description"),
        (_set(title=3), "title: found a number"),
        (_set(keywords=[3]), r"keywords\[0\]: found a number"),
        (_set(licenses=[]), "licenses: expected one, found 0"),
        (_set(licenses=[{"title": "x", "path": "y"}] * 2), "licenses: expected one, found 2"),
        (_set(created="yesterday"), "Invalid isoformat"),
    ],
)
def test_a_descriptor_that_lacks_what_a_release_states_is_refused(
    made_up: Path, change: Callable[[dict[str, Any]], object], words: str
) -> None:
    file = made_up / "datapackage.json"
    descriptor = json.loads(file.read_bytes())
    change(descriptor)
    file.write_text(json.dumps(descriptor), encoding="utf-8")
    for make in (data_files, build.Checkout):
        with pytest.raises((BuildError, ValueError), match=words):
            make(made_up)


def test_a_value_without_a_meaning_is_refused(made_up: Path) -> None:
    file = made_up / "schemas/incidents.json"
    schema = json.loads(file.read_bytes())
    field = next(field for field in schema["fields"] if field["name"] == "scale")
    del field["isk"]["meanings"]["single"]
    file.write_text(json.dumps(schema), encoding="utf-8")
    with pytest.raises(BuildError, match=r"incidents\.scale: the value 'single' has no meaning"):
        build.Checkout(made_up)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[",
        "build-system = 3\nproject = 3\n",
        "[build-system]\nrequires = 'x'\n[project]\noptional-dependencies = {dev = [3]}\n",
    ],
)
def test_a_project_file_that_is_not_built_as_expected_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    for read in (backend, pinned):
        with pytest.raises(BuildError, match=r"pyproject\.toml: "):
            read(tmp_path)


@pytest.mark.skipif(os.name == "nt", reason="links need rights there")
@pytest.mark.parametrize("file", ["CITATION.cff", "LICENSE", "datasets/LICENSE", "seeds/README.md"])
def test_nothing_outside_is_published(
    made_up: Path, tmp_path: Path, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "secret").write_text("a secret", encoding="utf-8")
    (made_up / file).unlink()
    (made_up / file).symlink_to(tmp_path / "secret")
    checkout = build.Checkout(made_up)
    monkeypatch.setattr(build.Checkout, "coverage", lambda _: [])
    is_stated = file == "seeds/README.md"
    with pytest.raises(UnsafeFileError, match=f"{file}: links to outside"):
        build.quoted_shares(checkout.dataset) if is_stated else build.bundle_files(checkout)


def test_the_codebook_marks_up_no_text(made_up: Path) -> None:
    markup = f"<script>alert(1)</script> [a](b) `c` *d* | {HOSTILE}"
    file = made_up / "schemas/actors.json"
    schema = json.loads(file.read_bytes())
    for field in schema["fields"]:
        field |= {"title": markup, "description": markup}
    file.write_text(json.dumps(schema), encoding="utf-8")
    package = open_package(made_up)
    page = codebook(Dataset(package))
    assert not unsafe_lines(page)
    assert "<script" not in page
    assert "[a](b)" not in page
    rows = [line for line in page.split("\n") if "alert" in line]
    assert len(rows) == len(schema["fields"])
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {6}


def test_no_command_of_a_release_prints_what_steers_or_ends_in_a_traceback(
    made_up: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (made_up / "pyproject.toml").write_text(f"x = '''{HOSTILE[:5]}'''", encoding="utf-8")

    def raising(error: BaseException) -> Callable[..., Any]:
        def fail(*_: object) -> None:
            raise error

        return fail

    for error, code in (
        (BuildError(HOSTILE), 2),
        (ZeroDivisionError(HOSTILE), 2),
        (KeyboardInterrupt(), 130),
        (BrokenPipeError(), None),
    ):
        for module, name, run in (
            (build, "check", lambda: build.build(made_up)),
            (prepare, "_next", lambda: prepare.main(["--next", "--root", str(made_up)])),
            (reproduce, "_run", lambda: reproduce.main([str(made_up)])),
        ):
            with monkeypatch.context() as patch:
                patch.setattr(module, name, raising(error))
                found = run()
            out, err = capsys.readouterr()
            assert not unsafe_lines(out + err)
            assert "Traceback" not in err
            if code is not None and (module, type(error)) != (prepare, BuildError):
                assert found == code
            if code == 2:
                assert "\\x1b" in err


def test_what_a_failed_build_printed_is_safe(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert reproduce.main([str(tmp_path / f"a{HOSTILE}")]) == 2
    assert not unsafe_lines(capsys.readouterr().err)
