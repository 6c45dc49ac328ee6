"""The tables of the first release, which tests change, and those of the checkout."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.rules.real_tables import SamplePackage

if TYPE_CHECKING:
    from isk_indicators.schema import DataPackage


@pytest.fixture(scope="session")
def sample(published: DataPackage) -> SamplePackage:
    return SamplePackage(published)


@pytest.fixture(scope="session")
def living(real: DataPackage) -> SamplePackage:
    return SamplePackage(real)
