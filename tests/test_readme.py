"""What the README says is so; ``docs/write.py`` writes its figures and what its examples print."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

import isk_indicators as isk
from isk_indicators import cli
from isk_indicators.changes import RELEASES, published
from isk_indicators.schema import open_package
from isk_indicators.views import VIEWS

ROOT = Path(__file__).resolve().parents[1]
README = ROOT / "README.md"


def text() -> str:
    return README.read_text(encoding="utf-8")


def test_every_public_function_is_named() -> None:
    # docs/views.md has the views; tests/test_documentation.py holds it.
    for name in {*isk.__all__} - VIEWS.keys():
        if callable(getattr(isk, name)) and name.islower():
            assert f"isk.{name}(" in text()


def test_every_version_named_is_a_release() -> None:
    cited = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))["version"]
    named = {*re.findall(r"(?<![\w.])\d+\.\d+\.\d+(?![\w.])", text())}
    assert named <= {cited, *published(ROOT / RELEASES)}


def test_it_cites_as_the_citation_file_does() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    (author,) = citation["authors"]
    reported = f"{author['name']} ({citation['date-released'].year}). *{citation['title']}*"
    shown = re.search(r"<!-- citation -->\n(.*?)\n<!-- /citation -->", text(), re.DOTALL)
    assert shown
    assert shown[1] == f"> {reported} (version {citation['version']}) [data set]."


def test_every_link_to_a_file_leads_somewhere() -> None:
    pages = [README, *(ROOT / "docs").glob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_every_command_is_named() -> None:
    for command in cli.COMMANDS:
        assert re.search(rf"^\| `isk-indicators {command}[ `]", text(), re.MULTILINE)


def test_every_reason_of_the_reviewed_is_explained() -> None:
    guide = (ROOT / "docs" / "curation.md").read_text(encoding="utf-8")
    section = guide.partition("## 10. Reviewed passages")[2].partition("\n## ")[0]
    reasons = open_package(ROOT).schemas["reviewed"].by_name["reason"].enum
    assert sorted(re.findall(r"`([a-z_]+)`(?=[,| ]*(?:`|\| ))", section)) == sorted(reasons or ())
