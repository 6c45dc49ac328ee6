"""The real tables, once a session."""

from __future__ import annotations

import pytest
from curated import House


@pytest.fixture(scope="session")
def house() -> House:
    return House()
