"""The way out: one message is one `sendMessage`, and what Telegram says to it is one of four things."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from telegram import Bot, LinkPreviewOptions, Message
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from accessibility.text import Rendered
from channels.sending import CannotTell, Later, Outgoing, Pace, Receipt, Refused, Uncertain
from channels.telegram import written
from channels.telegram.api import disconnect, never_sent
from channels.telegram.keyboard import Label, keyboard
from channels.telegram.pack import packed

log = logging.getLogger(__name__)

NAME = "telegram"
PACE = Pace(per_second=30.0, burst=30, gap=1.0)
"""Telegram's limits: thirty messages a second in all and one a second to one person (Bots FAQ)."""

TOKEN_PAUSE = 60.0
"""Seconds of quiet when the token is refused: until somebody sets another, no message can go."""

_GONE = ("chat not found", "user not found", "peer_id_invalid")
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TelegramSends:
    """`channels.sending.Sends` for Telegram. `share` words the button for the location."""

    name = NAME
    pace = PACE

    def __init__(self, bot: Bot, share: Label) -> None:
        self._bot = bot
        self._share = share

    def pack(self, lines: Sequence[Rendered]) -> Sequence[Rendered]:
        return packed(lines)

    async def send(self, message: Outgoing) -> Receipt:
        """Sends with buttons and links; once more as bare words when Telegram finds fault with those."""
        chat = _chat(message.address)
        try:
            try:
                sent = await self._dressed(chat, message.rendered)
            except BadRequest as fault:
                if _gone(fault):
                    raise
                log.warning("Telegram refused the form of a message; it goes as bare words")
                sent = await self._bare(chat, message.rendered)
        except TelegramError as fault:
            raise outcome(fault) from None
        return Receipt(NAME, str(sent.message_id), "sent")

    async def find(self, message: Outgoing) -> Receipt | None:
        """Telegram has no way to ask for a message that was sent. Raises `CannotTell`."""
        raise CannotTell

    async def close(self) -> None:
        """Lets go of the connections."""
        await disconnect(self._bot)

    async def _dressed(self, chat: int, rendered: Rendered) -> Message:
        return await self._bot.send_message(
            chat,
            written.html(rendered),
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=keyboard(rendered, self._share),
        )

    async def _bare(self, chat: int, rendered: Rendered) -> Message:
        text = written.plain(rendered, spelt=True, always=True)
        return await self._bot.send_message(chat, text, link_preview_options=_NO_PREVIEW)


def outcome(fault: TelegramError) -> Refused | Later | Uncertain:
    """What a fault means for the message. Its own words are not repeated: they may quote an address.

    A 429 does not say which limit was passed. With our pace it is not the person's own, so all wait.
    """
    if isinstance(fault, RetryAfter):
        wait = fault.retry_after
        return Later("429", float(wait if isinstance(wait, int) else wait.total_seconds()), everyone=True)
    if isinstance(fault, Forbidden):
        return Refused("403", gone=True)
    if isinstance(fault, InvalidToken):
        log.error("Telegram refuses the token of the bot: nothing can be sent")
        return Later("401", TOKEN_PAUSE, everyone=True)
    if isinstance(fault, BadRequest | ChatMigrated):
        return Refused("400", gone=isinstance(fault, BadRequest) and _gone(fault))
    if isinstance(fault, NetworkError) and never_sent(fault):
        return Later("unreachable")
    if fault.message.startswith("Too Many Requests"):  # without the seconds it is a NetworkError
        return Later("429", 1.0, everyone=True)
    return Uncertain(type(fault).__name__)


def _gone(fault: BadRequest) -> bool:
    return any(words in fault.message.lower() for words in _GONE)


def _chat(address: str) -> int:
    """The chat's id. Raises `Refused` for an address that is none."""
    if not address.removeprefix("-").isdecimal() or not address.isascii():
        raise Refused("address", gone=True)
    return int(address)
