"""Build hook: adds the data files of the release to the wheel and the sdist."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent / "src"))

from isk_indicators.release.package import files_for_hook

PREFIX = {"wheel": "isk_indicators/", "sdist": ""}
"""The folder of the data package in each target."""


class ReleasedData(BuildHookInterface[Any]):
    """Adds the released tables, their schemas and the release's descriptor to what is built."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the files to a temporary folder and list them for hatchling."""
        if version == "editable":
            return
        self._aside = tempfile.TemporaryDirectory(prefix="isk-indicators-")
        for path, data in files_for_hook(Path(self.root)).items():
            source = Path(self._aside.name, path)
            source.parent.mkdir(parents=True, exist_ok=True)
            source.write_bytes(data)
            build_data["force_include"][str(source)] = PREFIX[self.target_name] + path

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 (hatchling's signature)
        """Remove the temporary folder."""
        if version != "editable":
            self._aside.cleanup()
