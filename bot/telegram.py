"""Telegram's part of the composition root: the way in, the way out, and what sets it up."""

from __future__ import annotations

from collections.abc import Callable

from telegram import Bot

from accessibility.text import Rendered, Text
from bot.knowledge.places.positions import Positions, positions_path
from bot.parts import Parts
from bot.settings import Settings
from bot.store.sealed import Keys
from bot.store.suppressions import Suppressions
from bot.store.working import Working
from bot.telegram_settings import webhook_secrets
from channels.message import Reply
from channels.telegram import NAME, PATH, Telegram, TelegramSends, connect
from channels.telegram import Parts as ChannelParts
from channels.telegram.fetching import Fetching
from channels.telegram.groups import Groups
from channels.telegram.indicator import Indicator
from channels.telegram.words import SHARE, Says
from locales.catalogue import Catalogue
from locales.languages import SOURCE
from locales.pages import PageWords


def bot(settings: Settings) -> Bot:
    """The bot, not connected yet."""
    return connect(str.__str__(settings.telegram_token), settings.telegram_api)


def sends(settings: Settings, words: Catalogue) -> TelegramSends:
    """The way out. Where somebody is is only asked for when it would help: when it is known where postcodes
    are."""
    page, positions = PageWords(words), Positions(positions_path(settings.data))

    def share(language: str) -> str:
        return page.gettext(language, SHARE.text.msgid) if positions.known else ""

    return TelegramSends(bot(settings), share)


def channel(parts: Parts) -> Telegram:
    """The way in. It has connections of its own: photos do not hold up answers."""
    settings, store = parts.settings, parts.store
    keys = Keys(settings.secrets)
    theirs = bot(settings)
    words = says(parts)
    return Telegram(
        ChannelParts(
            bot=theirs,
            secrets=webhook_secrets(settings.telegram_secret, settings.secrets),
            transcript=store.transcript,
            fetching=Fetching(theirs, store.photos, NAME),
            groups=Groups(theirs, words),
            indicator=Indicator(theirs, Working(store.database, keys, parts.clock, NAME).at),
            says=words,
            contact=Contacts(store.suppressions),
            languages=parts.city.languages,
            clock=parts.clock.now,
            counted=lambda kind: parts.metrics.telegram.labels(kind).inc(),
        )
    )


def webhook_url(settings: Settings) -> str:
    """Where Telegram reaches us."""
    return f"{settings.public_url}{PATH}"


def says(parts: Parts) -> Says:
    """Writes what the channel itself says."""

    def write(reply: Reply, language: str) -> Rendered:
        return parts.lines.write(NAME, (reply,), language or SOURCE)[0].rendered

    return write


def written(parts: Parts) -> Callable[[Text, str], str]:
    """A text in exactly one language; empty when it has no words there."""

    def write(text: Text, tag: str) -> str:
        made = says(parts)(Reply(text), tag)
        return made.text if made.language == tag else ""

    return write


class Contacts:
    """`channels.telegram.Contact` on the list of whom nothing is sent to."""

    def __init__(self, suppressions: Suppressions) -> None:
        self._suppressions = suppressions

    async def lost(self, address: str) -> None:
        await self._suppressions.suppress(NAME, address, "all", "provider")

    async def back(self, address: str) -> None:
        await self._suppressions.lift(NAME, address, "all")
