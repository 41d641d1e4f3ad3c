"""What `python -m bot check` finds about the channels that nobody can be asked about: calls, satellites at
home, and other assistants."""

from __future__ import annotations

from collections.abc import Iterator

from bot.finding import Finding
from bot.settings import Settings
from channels import homeassistant, mcp
from channels.voice import voice

SHORTEST = 16
"""Characters of a password that nobody guesses."""


def channel_findings(settings: Settings) -> Iterator[Finding]:
    """Looks at everything in turn."""
    yield from _calls(settings)
    yield from _satellites(settings)
    yield Finding(f"other assistants: {settings.public_url}{mcp.PATH} answers by MCP", fine=True)


def _calls(settings: Settings) -> Iterator[Finding]:
    if settings.voice == "off":
        yield Finding("phone calls: off; docs/voice.md says how to switch them on", fine=True)
    elif not settings.public_url.startswith("https://"):
        yield Finding("phone calls: Twilio signs an https address: set SNICKET_PUBLIC_URL", broken=True)
    else:
        at = f"{settings.public_url}{voice.PATH}"
        yield Finding(f"phone calls: the number's webhook at Twilio must be {at}", fine=True)


def _satellites(settings: Settings) -> Iterator[Finding]:
    password = settings.homeassistant_password
    if not password:
        yield Finding("Home Assistant: off; docs/home-assistant.md says how to switch it on", fine=True)
    elif len(password) < SHORTEST:
        yield Finding(f"Home Assistant: the password has fewer than {SHORTEST} characters", broken=True)
    else:
        yield Finding(f"Home Assistant: the webhook is {settings.public_url}{homeassistant.PATH}", fine=True)
