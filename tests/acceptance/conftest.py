"""What the acceptance tests share: data folders, and programs that are always ended."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.acceptance.program import Program, data_folder
from tests.databases import postgresql_database, postgresql_server

__all__ = ["postgresql_database", "postgresql_server"]

Starts = Callable[..., Program]


HERE = Path(__file__).parent
PATIENCE = 240
"""Seconds for one test: some start the program ten times, where all cores are busy with other tests."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What starts programs may take longer than other tests, unless it says itself how long."""
    for item in items:
        if item.path.parent == HERE and item.get_closest_marker("timeout") is None:
            item.add_marker(pytest.mark.timeout(PATIENCE))


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory, estate: Path) -> Path:
    """A data folder with the made-up estate, for one module."""
    return data_folder(tmp_path_factory.mktemp("data") / "own", estate)


@pytest.fixture
def folder(tmp_path: Path, estate: Path) -> Path:
    """A data folder with the made-up estate, for one test."""
    return data_folder(tmp_path / "data", estate)


@pytest.fixture(scope="module")
def service(own: Path) -> Iterator[Program]:
    """A service that the tests of one module share."""
    with Program(own, SNICKET_LOG_LEVEL="info") as program:
        yield program


@pytest.fixture
def start() -> Iterator[Starts]:
    """Starts programs for one test: `start(folder, "demo", PORT="…")`."""
    with ExitStack() as running:

        def begin(folder: Path, command: str = "serve", **settings: str) -> Program:
            return running.enter_context(Program(folder, command, **settings))

        yield begin
