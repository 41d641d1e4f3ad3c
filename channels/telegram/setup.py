"""Tells Telegram where we are and what it shows of us; and looks whether what it knows is still right."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from urllib.parse import urlsplit

from msgspec import Struct
from telegram import Bot, BotCommand, WebhookInfo
from telegram.error import InvalidToken, NetworkError, TelegramError

from accessibility.text import Text, _
from channels.telegram.commands import MENU

UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
"""What is asked for; nothing else is sent to us."""

PORTS = (443, 80, 88, 8443)
"""The only ports that Telegram calls (Bot API, setWebhook)."""

ABOUT = _("Ask your council about your bins, in your own language.")
BEFORE = ABOUT.then(_("You can always ask for a person."), _("Telegram can read what you write here."))
"""What is read before the first message: shortly in the profile, and in the empty chat."""

Written = Callable[[Text, str], str]
"""A text in a language; empty when it has no words there."""


class Told(Struct, frozen=True):
    """One thing that was found. `broken`: residents are not served by Telegram."""

    says: str
    broken: bool = False
    fine: bool = False


def callable_by_telegram(url: str) -> str:
    """Why Telegram would not call an address; empty when it would."""
    parts = urlsplit(url)
    if parts.scheme != "https":
        return "is not https: set SNICKET_PUBLIC_URL"
    return "" if (parts.port or 443) in PORTS else f"has another port than {', '.join(map(str, PORTS))}"


async def put(
    bot: Bot, url: str, secret: str, languages: Sequence[str], written: Written
) -> AsyncIterator[Told]:
    """Sets the webhook, then commands and descriptions in every language that Telegram knows. Ends at the
    first thing that Telegram refuses."""
    problem = callable_by_telegram(url)
    if problem:
        yield Told(f"{url} {problem}", broken=True)
        return
    try:
        await bot.set_webhook(url, allowed_updates=UPDATES, secret_token=secret, max_connections=40)
        yield Told(f"webhook: {url}", fine=True)
        for code, tag in codes(languages).items():
            await _describe(bot, code, tag, written)
            yield Told(f"commands and description: {tag}", fine=True)
    except TelegramError as fault:
        yield Told(f"Telegram refused: {_cause(fault)}", broken=True)


async def _describe(bot: Bot, code: str, tag: str, written: Written) -> None:
    commands = [BotCommand(name, text) for name, label in MENU.items() if (text := written(label, tag))]
    short, long = written(ABOUT, tag), written(BEFORE, tag)
    if len(commands) == len(MENU):
        await bot.set_my_commands(commands, language_code=code)
    if short and long:
        await bot.set_my_short_description(short[:120], language_code=code)
        await bot.set_my_description(long[:512], language_code=code)


def codes(languages: Sequence[str]) -> Mapping[str, str]:
    """Our tags by Telegram's code: two letters (ISO 639-1), and for the first of ours, none: it is for all
    who have no words of their own. A language without such a code is left out."""
    two = {tag.split("-")[0]: tag for tag in reversed(languages) if len(tag.split("-")[0]) == 2}
    return {"": languages[0], **{code: two[code] for code in sorted(two)}}


async def look(bot: Bot, url: str, now: dt.datetime) -> AsyncIterator[Told]:
    """What Telegram knows of us, compared with our settings. Raises nothing that Telegram is at fault for."""
    try:
        me, info = await bot.get_me(), await bot.get_webhook_info()
    except InvalidToken:
        yield Told(
            "Telegram: the token is refused: copy SNICKET_TELEGRAM_TOKEN from @BotFather again", broken=True
        )
        return
    except TelegramError as fault:
        yield Told(f"Telegram: no answer: {_cause(fault)}")
        return
    yield Told(f"Telegram: the bot is @{me.username}", fine=True)
    if me.can_join_groups:
        yield Told("Telegram: the bot may be put into groups, which it leaves: @BotFather, /setjoingroups")
    for told in webhook(info, url, now):
        yield told


def webhook(info: WebhookInfo, url: str, now: dt.datetime) -> list[Told]:
    """What is wrong with the webhook that Telegram has."""
    again = "run python -m bot telegram set"
    if info.url != url:
        return [Told(f"Telegram: the webhook is {info.url or 'not set'}, not {url}: {again}", broken=True)]
    found = [Told(f"Telegram: the webhook is {url}", fine=True)]
    if set(info.allowed_updates or ()) != set(UPDATES):
        found.append(Told(f"Telegram: the webhook gets other updates than we read: {again}"))
    if info.pending_update_count:
        found.append(Told(f"Telegram: {info.pending_update_count} updates wait to be delivered"))
    if info.last_error_date is not None and now - info.last_error_date < dt.timedelta(days=1):
        when = info.last_error_date.strftime("%Y-%m-%d %H:%M")
        found.append(
            Told(f"Telegram: the last delivery that failed was at {when}: {info.last_error_message}")
        )
    return found


def _cause(fault: TelegramError) -> str:
    """Telegram's words, where they are its own and not those of the connection, which may hold the token."""
    return type(fault).__name__ if type(fault) is NetworkError else fault.message
