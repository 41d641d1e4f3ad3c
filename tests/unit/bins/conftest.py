"""One small town for all tests that only read it."""

from __future__ import annotations

import pytest

from bot.knowledge.bins.bins import Bins
from tests.unit.bins import town


@pytest.fixture(scope="session")
def leeds(tmp_path_factory: pytest.TempPathFactory) -> Bins:
    return town.bins(tmp_path_factory.mktemp("town"))
