"""What many tests share: the trained model, and the made-up estate."""

from __future__ import annotations

import asyncio
import datetime as dt
import gc
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from aiohttp import web_app
from hypothesis import settings

from bot.knowledge.bins.city import read_city
from bot.knowledge.bins.demo import load_demo
from bot.knowledge.bins.schedule_file import database_path
from nlu.models import ensure
from tests.testbot import MODELS

# A slow machine is no fault of the code; and a test must find today what it found yesterday.
settings.register_profile("snicket", deadline=None, derandomize=True)
settings.load_profile("snicket")

NOW = dt.datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Europe/London"))
"""A Tuesday in the brown bins' winter."""


def pytest_configure(config: pytest.Config) -> None:
    """Trains the intent model once, before the workers begin."""
    if not hasattr(config, "workerinput"):
        ensure(MODELS)


def pytest_collection_finish() -> None:
    """The tests themselves are no garbage: the collector need not look through them all the time, and not as
    often as is right for a program that goes on for months."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(5_000, 20, 20)


@pytest.fixture(scope="session")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the made-up estate around `NOW`; not to be written to."""
    folder = tmp_path_factory.mktemp("estate")
    asyncio.run(load_demo(read_city("leeds"), database_path(folder, "leeds"), NOW))
    return folder


@pytest.fixture(autouse=True)
def _applications_go() -> Iterator[None]:
    """aiohttp keeps the last thousand applications that it has served, and each has a model in it."""
    yield
    web_app._cached_build_middleware.cache_clear()
