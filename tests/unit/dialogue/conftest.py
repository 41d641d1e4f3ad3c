"""A fresh world and a conversation in it, for every test."""

from __future__ import annotations

import pytest

from tests.unit.dialogue.chat import Chat
from tests.unit.dialogue.house import World


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def chat(world: World) -> Chat:
    return Chat(world.house())
