"""The copy of the clean package that the mutants are done to."""

from __future__ import annotations

import pytest

from tests.mutants.clean import Asked, clean_package


@pytest.fixture(scope="session")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Asked:
    return Asked(clean_package(), tmp_path_factory.mktemp("mutants"))
