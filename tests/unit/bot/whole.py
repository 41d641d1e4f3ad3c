"""What the tests of the whole product look up behind its back."""

from __future__ import annotations

from sqlalchemy import select

from bot.store.conversation import Conversation, as_conversation
from bot.store.sealed import Keys
from bot.store.tables import conversations
from tests.testbot import TestBot


def keys_of(bot: TestBot) -> Keys:
    """The keys that it seals with."""
    return Keys(bot.parts.settings.secrets)


async def conversation_of(bot: TestBot) -> Conversation:
    """The only conversation there is."""
    row = await bot.parts.store.database.read(
        lambda connection: connection.execute(select(conversations)).one()
    )
    return as_conversation(keys_of(bot), row)
