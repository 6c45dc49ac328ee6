"""The evidence page of a release: without the texts, with the figures of coverage."""

from __future__ import annotations

import csv
import io

from isk_indicators.page.html import page_from
from isk_indicators.release.coverage import coverage_file
from isk_indicators.schema import DataPackage


def page_of(data: DataPackage) -> str:
    """Make the page of a checkout's package, as its release has it."""
    coverage = io.StringIO(coverage_file(data).decode(), newline="")
    return page_from(data, coverage=csv.DictReader(coverage))
