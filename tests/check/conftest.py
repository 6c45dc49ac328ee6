"""The sound package that the tests of the gate break."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.cached_check import memory
from tests.check.sample_package import SamplePackage, rows

if TYPE_CHECKING:
    from isk_indicators.schema import DataPackage


@pytest.fixture
def sample(
    make_package: Callable[[dict[str, list[dict[str, object]]]], DataPackage],
) -> SamplePackage:
    """A sound package in a folder of its own."""
    return SamplePackage(make_package(rows()))


@pytest.fixture
def remembering() -> Iterator[None]:
    """Let the gate remember what it said of tables that have not changed."""
    with memory():
        yield
