"""What the channel can do that somebody's last message came by."""

from __future__ import annotations

import pytest

from bot.here import LEAST, StoredHere
from channels.can import CAN
from tests.databases import OpenStore
from tests.integration.store.talking import line, message, opened, outcome


async def conversation(here: str, open_store: OpenStore) -> tuple[StoredHere, int]:
    store = await open_store()
    turn = await opened(store, message("hello", channel=here))
    await store.commit_turn(outcome(turn, line("Hello.")))
    return StoredHere(store.texts, CAN), turn.conversation.id


@pytest.mark.parametrize("channel", ["web", "sms", "alexa"])
async def test_it_is_what_the_table_of_channels_says(channel: str, open_store: OpenStore) -> None:
    here, talk = await conversation(channel, open_store)
    assert await here.can(talk) == CAN[channel]


async def test_of_a_conversation_that_is_gone_the_least_is_taken(open_store: OpenStore) -> None:
    here, talk = await conversation("web", open_store)
    assert await here.can(talk + 1) == LEAST


async def test_a_channel_that_no_longer_exists_can_do_the_least(open_store: OpenStore) -> None:
    here, talk = await conversation("pigeon", open_store)
    assert await here.can(talk) == LEAST
