"""The settings of Telegram. As `bot.setting_values`, each raises `ValueError` with words that follow the
setting's name."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.secret import Secret
from bot.setting_values import server

OFFICIAL = "https://api.telegram.org"
SHORTEST_SECRET = 16


def token(text: str) -> Secret:
    if text and not re.fullmatch(r"\d{3,20}:[A-Za-z0-9_-]{30,80}", text):
        # The value is not repeated: it may be a token with a slip in it.
        raise ValueError(
            "is not a bot's token: allowed is what @BotFather gives, digits, a colon and letters"
        )
    return Secret(text)


def webhook_secret(text: str) -> Secret:
    if text and not re.fullmatch(f"[A-Za-z0-9_-]{{{SHORTEST_SECRET},256}}", text):
        raise ValueError(f"is not {SHORTEST_SECRET} to 256 characters of A-Z, a-z, 0-9, _ and -")
    return Secret(text)


def webhook_secrets(given: str, secrets: tuple[Secret, ...]) -> tuple[str, ...]:
    """What Telegram may send to prove that it is Telegram, the current one first: what was set, else one made
    from each secret of the installation, so that a change of that needs no quiet hour."""
    if given:
        return (str(given),)
    return tuple(hmac.new(one.encode(), b"telegram webhook", hashlib.sha256).hexdigest() for one in secrets)


READERS: Mapping[str, tuple[str, str, Callable[[str], Any]]] = {
    "SNICKET_TELEGRAM_TOKEN": ("telegram_token", "", token),
    "SNICKET_TELEGRAM_SECRET": ("telegram_secret", "", webhook_secret),
    "SNICKET_TELEGRAM_API": ("telegram_api", OFFICIAL, server),
}
