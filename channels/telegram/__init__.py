"""Telegram: updates come in by a webhook, messages go out by the Bot API."""

from channels.telegram.api import OFFICIAL, connect, disconnect
from channels.telegram.sends import NAME, TelegramSends
from channels.telegram.telegram import PATH, Contact, Parts, Telegram

__all__ = [
    "NAME",
    "OFFICIAL",
    "PATH",
    "Contact",
    "Parts",
    "Telegram",
    "TelegramSends",
    "connect",
    "disconnect",
]
