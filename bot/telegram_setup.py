"""What sets Telegram up and looks whether it still is, for the commands."""

from __future__ import annotations

from collections.abc import AsyncIterator

from bot import telegram
from bot.parts import Parts
from bot.telegram_settings import webhook_secrets
from channels.telegram import disconnect, setup
from channels.telegram.setup import Told


async def put(parts: Parts) -> AsyncIterator[Told]:
    """Sets everything."""
    settings = parts.settings
    secret = webhook_secrets(settings.telegram_secret, settings.secrets)[0]
    bot, url = telegram.bot(settings), telegram.webhook_url(settings)
    try:
        async for told in setup.put(bot, url, secret, parts.city.languages, telegram.written(parts)):
            yield told
    finally:
        await disconnect(bot)


async def look(parts: Parts) -> AsyncIterator[Told]:
    """Looks at everything."""
    bot = telegram.bot(parts.settings)
    try:
        async for told in setup.look(bot, telegram.webhook_url(parts.settings), parts.clock.now()):
            yield told
    finally:
        await disconnect(bot)
