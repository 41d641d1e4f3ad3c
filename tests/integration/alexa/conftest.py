"""The assembled program with the skill, a household that speaks to it, and Amazon's servers."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from pytest_aiohttp.plugin import AiohttpClient

from bot.app import assemble
from bot.clock import FixedClock
from bot.parts import Parts
from bot.reach import alexa
from bot.settings import read_settings
from channels.alexa import Alexa
from tests.alexa.amazon_server import AmazonServer, LocalAmazon
from tests.alexa.asking import SKILL
from tests.alexa.household import Household
from tests.alexa.signing import root
from tests.conftest import NOW
from tests.testbot import MODELS


@pytest.fixture
async def amazon() -> AsyncIterator[AmazonServer]:
    server = AmazonServer()
    await server.server.start_server()
    yield server
    await server.server.close()


@pytest.fixture
async def parts(estate: Path, tmp_path: Path) -> AsyncIterator[Parts]:
    folder = tmp_path / "data"
    shutil.copytree(estate, folder)
    environment = {
        "SNICKET_DATA": str(folder),
        "SNICKET_SECRET": "for the tests " * 4,
        "SNICKET_PUBLIC_URL": "https://bins.example.org",
        "SNICKET_ALEXA_SKILL_ID": SKILL,
        "SNICKET_SMS": "simulated",
    }
    parts = await assemble(read_settings(environment), FixedClock(NOW), models=MODELS)
    yield parts
    await parts.close()


@pytest.fixture
async def skill(parts: Parts, amazon: AmazonServer) -> Alexa:
    return alexa(parts, LocalAmazon(amazon), root().pem)


@pytest.fixture
async def home(aiohttp_client: AiohttpClient, parts: Parts, skill: Alexa) -> Household:
    """A household whose speaker does not tell where it stands."""
    app = web.Application()
    app.add_routes(skill.routes(parts.turns.receive))
    app.on_shutdown.append(skill.close)
    return Household(await aiohttp_client(app), parts)
