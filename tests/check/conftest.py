"""The sound package that the tests of the gate break."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest

from tests.check.house import House, rows
from tests.memory import memory

if TYPE_CHECKING:
    from isk_indicators.schema import DataPackage


@pytest.fixture
def house(make_package: Callable[[dict[str, list[dict[str, object]]]], DataPackage]) -> House:
    """A sound package in a folder of its own."""
    return House(make_package(rows()))


@pytest.fixture
def remembering() -> Iterator[None]:
    """Let the gate remember what it said of tables that have not changed."""
    with memory():
        yield
