"""The tables of the first release, which tests change, and those of the checkout."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.rules.curated import House

if TYPE_CHECKING:
    from isk_indicators.schema import DataPackage


@pytest.fixture(scope="session")
def house(published: DataPackage) -> House:
    return House(published)


@pytest.fixture(scope="session")
def living(real: DataPackage) -> House:
    return House(real)
