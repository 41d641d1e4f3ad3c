"""Telegram on this machine: a server held to the machine-readable Bot API, with faults to switch on."""

from channels.telegram.fake.phone import Message, Phone
from channels.telegram.fake.server import BAD_MARKUP, BLOCKED, BOT, BROKEN, TOO_MANY, Fault, TelegramServer
from channels.telegram.fake.spec import Spec

__all__ = [
    "BAD_MARKUP",
    "BLOCKED",
    "BOT",
    "BROKEN",
    "TOO_MANY",
    "Fault",
    "Message",
    "Phone",
    "Spec",
    "TelegramServer",
]
