"""A folder for cities."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def cities(tmp_path: Path) -> Path:
    folder = tmp_path / "bot" / "cities"
    folder.mkdir(parents=True)
    return folder
