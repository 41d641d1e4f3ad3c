"""The settings of text messages and calls: how they are read, and which need which. As `bot.setting_values`,
each raises `ValueError` with words that follow the setting's name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.secret import Secret
from bot.setting_values import one_of, server, shown
from channels.sms.numbers import refusal
from channels.twilio.media import API as TWILIO_API
from notifier.providers.notify import API as NOTIFY_API
from notifier.providers.notify import parts_of_key

SHORTEST_BEARER = 20
_NEEDED = {
    "twilio": ("SNICKET_TWILIO_ACCOUNT", "SNICKET_TWILIO_TOKEN"),
    "notify": ("SNICKET_NOTIFY_KEY", "SNICKET_NOTIFY_TEMPLATE", "SNICKET_NOTIFY_BEARER"),
}


def named(pattern: str, example: str) -> Callable[[str], str]:
    """An id of a provider's, or nothing."""

    def parse(text: str) -> str:
        if text and not re.fullmatch(pattern, text):
            raise ValueError(f"is {shown(text)}; allowed is an id such as {example}")
        return text

    return parse


def secrets(text: str) -> tuple[Secret, ...]:
    """Several, with commas between: while one is changed, the new and the old."""
    return tuple(Secret(part.strip()) for part in text.split(",") if part.strip())


def bearers(text: str) -> tuple[Secret, ...]:
    found = secrets(text)
    if any(len(one) < SHORTEST_BEARER for one in found):
        raise ValueError(f"has a token that is too short: each needs at least {SHORTEST_BEARER} characters")
    return found


def keys(text: str) -> tuple[tuple[str, Secret], ...]:
    """Ids and their secrets, `id=secret`, with commas between."""
    found = [part.strip().partition("=") for part in text.split(",") if part.strip()]
    if any(not id or not secret for id, _, secret in found):
        raise ValueError("is not a list of keys: allowed are id=secret, with commas between")
    return tuple((id, Secret(secret)) for id, _, secret in found)


def notify_key(text: str) -> Secret:
    if text:
        parts_of_key(text)
    return Secret(text)


def number(text: str) -> str:
    """Our own number, to send from; a name of up to eleven letters could not be answered."""
    if text and refusal(text) not in ("", "landline"):
        raise ValueError(f"is {shown(text)}; allowed is a phone number such as +447700900001")
    return text


READERS: Mapping[str, tuple[str, str, Callable[[str], Any]]] = {
    "SNICKET_SMS": ("sms", "off", one_of("off", "twilio", "notify", "simulated")),
    "SNICKET_SMS_SECOND": ("sms_second", "none", one_of("none", "twilio", "notify")),
    "SNICKET_VOICE": ("voice", "off", one_of("off", "twilio")),
    "SNICKET_TWILIO_ACCOUNT": ("twilio_account", "", named("AC[0-9a-fA-F]{32}", "AC with 32 digits")),
    "SNICKET_TWILIO_TOKEN": ("twilio_tokens", "", secrets),
    "SNICKET_TWILIO_SHARED_KEYS": ("twilio_shared_keys", "", keys),
    "SNICKET_TWILIO_SERVICE": ("twilio_service", "", named("MG[0-9a-fA-F]{32}", "MG with 32 digits")),
    "SNICKET_TWILIO_NUMBER": ("twilio_number", "", number),
    "SNICKET_TWILIO_OPT_OUT": ("twilio_opt_out", "default", one_of("default", "advanced")),
    "SNICKET_TWILIO_API": ("twilio_api", TWILIO_API, server),
    "SNICKET_NOTIFY_KEY": ("notify_key", "", notify_key),
    "SNICKET_NOTIFY_TEMPLATE": (
        "notify_template",
        "",
        named("[0-9a-f-]{36}", "f33517ff-2a88-4f6e-b855-c550268ce08a"),
    ),
    "SNICKET_NOTIFY_BEARER": ("notify_bearers", "", bearers),
    "SNICKET_NOTIFY_API": ("notify_api", NOTIFY_API, server),
}
"""As `bot.settings.READERS`."""


def complete(given: Mapping[str, str], found: Mapping[str, Any]) -> None:
    """Raises `ValueError`, whole, when a provider lacks what it needs."""
    first, second = found["sms"], found["sms_second"]
    if found["voice"] == "twilio" and "SNICKET_TWILIO_TOKEN" not in given:
        raise ValueError("SNICKET_VOICE=twilio needs SNICKET_TWILIO_TOKEN")
    if second != "none" and first not in ("twilio", "notify"):
        raise ValueError("SNICKET_SMS_SECOND needs SNICKET_SMS to be twilio or notify")
    if second == first:
        raise ValueError("SNICKET_SMS_SECOND is the same as SNICKET_SMS; allowed is another one")
    for name in (first, second):
        missing = [other for other in _NEEDED.get(name, ()) if other not in given]
        if missing:
            raise ValueError(f"SNICKET_SMS={name} needs {', '.join(missing)}")
        if name == "twilio" and not (found["twilio_service"] or found["twilio_number"]):
            raise ValueError("SNICKET_SMS=twilio needs SNICKET_TWILIO_SERVICE or SNICKET_TWILIO_NUMBER")
