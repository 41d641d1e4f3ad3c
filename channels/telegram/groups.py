"""A chat of several people is no place for somebody's bins: we say so once, with the way to us, and leave."""

from __future__ import annotations

from telegram import Bot
from telegram.error import TelegramError

from accessibility.text import Link, Rendered, _
from channels.message import Reply
from channels.telegram import written
from channels.telegram.words import Says

REMEMBERED = 1_000


def private(username: str) -> Reply:
    """What is said; the link opens a chat with us alone."""
    link = Link(f"https://t.me/{username}", _("Write to me in private"))
    return Reply(_("I can only talk to one person at a time. Please write to me in private."), links=(link,))


class Groups:
    """`leave` may be called for every update of a group: what it says, it says once. Leaving ends what
    Telegram tells us of the group, so that nothing that others write there ever comes here again."""

    def __init__(self, bot: Bot, says: Says) -> None:
        self._bot = bot
        self._says = says
        self._left: dict[int, None] = {}

    async def leave(self, chat: int, language: str) -> None:
        """Raises nothing that Telegram says."""
        if chat in self._left:
            return
        self._left[chat] = None
        if len(self._left) > REMEMBERED:
            del self._left[next(iter(self._left))]
        try:
            me = await self._bot.get_me()
            said: Rendered = self._says(private(me.username or ""), language)
            await self._bot.send_message(chat, written.html(said), parse_mode="HTML")
        except TelegramError:
            pass  # they may not let us write there; then we only leave
        try:
            await self._bot.leave_chat(chat)
        except TelegramError:
            self._left.pop(chat, None)
