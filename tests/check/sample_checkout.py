"""The made-up package as a checkout: with a version, a changelog and published releases."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from isk_indicators.changes import is_development, published
from isk_indicators.check.finding import Finding
from isk_indicators.download import CHECKSUMS, checksum_file
from isk_indicators.release.package import data_files, zip_archive
from tests.check.sample_package import DOCUMENTS, FILES, KILLING, SamplePackage, written

PROJECT = '[project]\nname = "isk-indicators"\nversion = "{}"\n'
ENTRY = "## [{}] – 2026-11-22\n\n- Something for those who use the data.\n\n"


def sealed(files: Mapping[str, bytes]) -> bytes:
    """A zip with the checksums of its files."""
    return zip_archive({**files, CHECKSUMS: checksum_file(files)})


class SampleCheckout:
    """A checkout at ``version``, and what it has published."""

    def __init__(self, sample: SamplePackage, version: str = "7.1.0") -> None:
        self.sample = sample
        self.root = sample.root
        (self.root / "releases").mkdir()
        self.raise_to(version)

    def raise_to(self, version: str) -> None:
        """Another version, with an entry in the changelog."""
        self.version = version
        self.write("pyproject.toml", PROJECT.format(version))
        earlier = [name for name in published(self.root / "releases") if name != version]
        own = "Unreleased" if is_development(version) else version
        self.write("CHANGELOG.md", "".join(map(ENTRY.format, [own, *reversed(earlier)])))

    def publish(self, version: str) -> Path:
        """Publish what the package holds now."""
        self.raise_to(version)
        path = self.root / "releases" / f"isk-indicators-{version}.zip"
        path.write_bytes(sealed(data_files(self.root)))
        self.list_zips()
        return path

    def list_zips(self) -> None:
        """Write the ledger of the zips that are there."""
        zips = published(self.root / "releases").values()
        data = checksum_file({path.name: path.read_bytes() for path in zips})
        (self.root / "releases" / CHECKSUMS).write_bytes(data)

    def say(self, item: str) -> None:
        """An item more in the first entry of the changelog."""
        self.write("CHANGELOG.md", self.read("CHANGELOG.md").replace("\n\n", f"\n\n- {item}\n", 1))

    def read(self, file: str) -> str:
        """The text of a file."""
        return (self.root / file).read_text(encoding="utf-8")

    def write(self, file: str, text: str) -> None:
        """Another text of a file."""
        (self.root / file).write_text(text, encoding="utf-8", newline="\n")

    # Changes of the data, each sound for the stages before

    def append(self, table: str, *cells: str) -> None:
        """One row more, at the end."""
        self.sample.change(table, lambda data: data + f"{written([*cells])}\n".encode())

    def delete(self, table: str, line: int) -> None:
        """One row fewer."""
        lines = self.read(f"datasets/{table}.csv").split("\n")
        del lines[line - 1]
        self.write(f"datasets/{table}.csv", "\n".join(lines))

    def add_row(self, row_id: str = "evd-0002") -> None:
        """A further passage about the first attack, another word of its report with each id."""
        _, *about, source, _, _, _, note = self.sample.cells("evidence", 2)
        start = DOCUMENTS[FILES[source]].index(KILLING)
        found = [*re.finditer(r"\w+", KILLING)]
        word = found[int(row_id.removeprefix("evd-")) % len(found)]
        span = [source, str(start + word.start()), str(start + word.end()), word[0]]
        self.append("evidence", row_id, *about, *span, note)

    def correct(self, table: str, row_id: str, column: str, release: str = "") -> None:
        """A reason for a correction."""
        self.append("corrections", release or self.version, table, row_id, column, "A slip.")

    def withdraw(self, table: str, row_id: str, release: str = "", error: str = "") -> None:
        """A reason for a withdrawal; ``error`` is yes if the row was one."""
        release = release or self.version
        self.append("withdrawn", table, row_id, release, "Recorded twice.", error, "")

    def findings(self) -> list[Finding]:
        """What the gate has to say; it must not stop."""
        report = self.sample.check()
        assert not report.stopped, report.stopped
        return [*report.findings]

    def found(self) -> list[tuple[str, str, int, str | None]]:
        """Rule, file, line and column blamed of each finding."""
        return [(f.rule, f.file, f.line, f.field) for f in self.findings()]
