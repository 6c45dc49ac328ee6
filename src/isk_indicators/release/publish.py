"""Writing a release: everything into a folder aside, which becomes ``dist/`` when it is complete.

What lives here: the order of the steps. What must not: the steps (the other modules) and the check
that comes first (the gate). To add an artefact, write it in ``write_release`` before the checksums.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from isk_indicators.release.archive import zip_archive
from isk_indicators.release.bundle import bundle_files, bundle_name
from isk_indicators.release.checksums import CHECKSUMS, checksum_file
from isk_indicators.release.contents import read_rows, released_tables
from isk_indicators.release.distributions import build_distributions
from isk_indicators.release.formats import description_file, format_files
from isk_indicators.release.project import version
from isk_indicators.release.quoting import Share, quoted_shares
from isk_indicators.schema import open_package


@dataclass(frozen=True)
class Release:
    """What was built: artefacts by file name, the checksums among them, and tables by name."""

    version: str
    artefacts: Mapping[str, bytes]
    rows: Mapping[str, int]
    tables: Mapping[str, bytes]
    shares: tuple[Share, ...]


def publish(root: Path, dist: Path) -> Release:
    """Write the release of the checkout ``root`` to ``dist``, a folder in it, whole or not at all.

    Where it raises (ReleaseError, DescriptorError, OSError), an earlier ``dist`` still stands.
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
    """Write every artefact and their checksums into the existing, empty ``folder``; unchecked."""
    package = open_package(root)
    names = released_tables(package)
    files = bundle_files(root)
    packed = zip_archive(files)
    (folder / bundle_name(root)).write_bytes(packed)
    for name, data in (format_files(root) | description_file(root, packed, files)).items():
        (folder / name).write_bytes(data)
    build_distributions(root, folder)
    (folder / CHECKSUMS).write_bytes(checksum_file(_read(folder)))
    return Release(
        version=version(root),
        artefacts=_read(folder),
        rows={t: len(read_rows(package, t)) for t in names},
        tables={t: package.path(t).read_bytes() for t in names},
        shares=quoted_shares(package),
    )


def _read(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
