"""The Bot API as we call it: Telegram's own servers, one of the council's, or a fake one.

The library writes the address of every request, which has the bot's token in it, to its log: that is
switched off here, wherever the log goes.
"""

from __future__ import annotations

import logging
import os

import httpx
from telegram import Bot
from telegram.error import NetworkError
from telegram.request import HTTPXRequest

OFFICIAL = "https://api.telegram.org"
PATIENCE = 10.0
"""Seconds that one call may take: far less than an outbox lease."""

CONNECTIONS = 32
_TALKATIVE = ("httpx", "httpcore", "telegram")
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


def connect(token: str, server: str = OFFICIAL, patience: float = PATIENCE) -> Bot:
    """A bot that has not called anybody yet. `server` has no path; `disconnect` lets go of it."""
    # The library's own switch: spans come as timedelta, without a warning at each use.
    os.environ.setdefault("PTB_TIMEDELTA", "true")
    for name in _TALKATIVE:
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))
    request = HTTPXRequest(
        connection_pool_size=CONNECTIONS,
        read_timeout=patience,
        write_timeout=patience,
        connect_timeout=patience / 2,
        pool_timeout=patience / 2,
        media_write_timeout=patience,
    )
    files = f"{server}/file/bot"
    # One client for all: the other one is for long polling, which we do not do.
    return Bot(token, f"{server}/bot", files, request=request, get_updates_request=request)


async def disconnect(bot: Bot) -> None:
    """Closes its connections. `Bot.shutdown` only does so after a first call that proves the token."""
    await bot.request.shutdown()


def never_sent(fault: NetworkError) -> bool:
    """Whether the call certainly did not leave this machine."""
    return isinstance(fault.__cause__, _NEVER_SENT)
