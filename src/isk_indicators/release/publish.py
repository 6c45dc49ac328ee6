"""Writing a release to ``dist/``, complete or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from isk_indicators.check.history import OPEN_NEXT
from isk_indicators.checksums import CHECKSUMS, checksum_file
from isk_indicators.release.archive import zip_archive
from isk_indicators.release.bundle import bundle_files, bundle_name
from isk_indicators.release.contents import content, read_rows, released_tables
from isk_indicators.release.distributions import build_distributions
from isk_indicators.release.formats import description_file, format_files
from isk_indicators.release.project import BuildError, version
from isk_indicators.release.quoting import Share, quoted_shares
from isk_indicators.schema import open_package
from isk_indicators.versions import RELEASES

CITATION = "CITATION.cff"
"""How to cite the data, for machines; it lies in the zip, and beside it for whoever has no zip."""


@dataclass(frozen=True)
class Release:
    """What was built: artefacts by file name, the checksums among them, and tables by name.

    ``content_hash`` is that of the tables, with the name of its kind: ``sha256:`` and the digits.
    """

    version: str
    artefacts: Mapping[str, bytes]
    rows: Mapping[str, int]
    tables: Mapping[str, bytes]
    shares: tuple[Share, ...]
    content_hash: str


def publish(root: Path, dist: Path) -> Release:
    """Write the release of the checkout ``root`` to ``dist``, a folder in it, whole or not at all.

    Where it raises (BuildError, DescriptorError, OSError), an earlier ``dist`` still stands.
    """
    with tempfile.TemporaryDirectory(prefix=".dist-", dir=root) as aside:
        staged = Path(aside) / dist.name
        staged.mkdir()
        release = write_release(root, staged)
        withdraw(dist)
        staged.rename(dist)
    return release


def withdraw(dist: Path) -> None:
    """Remove what an earlier build left in ``dist``."""
    if dist.exists():
        shutil.rmtree(dist)


def write_release(root: Path, folder: Path) -> Release:
    """Write every artefact and their checksums into the existing, empty ``folder``; unchecked.

    Raises BuildError if another zip is published under this version.
    """
    package = open_package(root)
    names = released_tables(package)
    files = bundle_files(root)
    packed = _packed(root, files)
    (folder / bundle_name(root)).write_bytes(packed)
    for name, data in (format_files(root) | description_file(root, packed, files)).items():
        (folder / name).write_bytes(data)
    (folder / CITATION).write_bytes((root / CITATION).read_bytes())
    build_distributions(root, folder)
    (folder / CHECKSUMS).write_bytes(checksum_file(_read(folder)))
    return Release(
        version=version(root),
        artefacts=_read(folder),
        rows={t: len(read_rows(package, t)) for t in names},
        tables={t: package.path(t).read_bytes() for t in names},
        shares=quoted_shares(package),
        content_hash=content(package, names)["hash"],
    )


def _packed(root: Path, files: Mapping[str, bytes]) -> bytes:
    """The zip; where its version is published, the very zip that was."""
    data, published = zip_archive(files), root / RELEASES / bundle_name(root)
    if published.exists() and published.read_bytes() != data:
        raise BuildError(
            f"{RELEASES}/{published.name} is published and this is another: a number stands for "
            f"one zip, so open the next version ({OPEN_NEXT})"
        )
    return data


def _read(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
