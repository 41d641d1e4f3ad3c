"""What `check` says of the channels that nobody can be asked about."""

from __future__ import annotations

import pytest

from bot.channel_checks import channel_findings
from bot.settings import Settings

HTTPS = {"SNICKET_PUBLIC_URL": "https://bins.example.org"}
CALLS = {"SNICKET_VOICE": "twilio", "SNICKET_TWILIO_TOKEN": "a token"}


def told(**environment: str) -> dict[str, tuple[str, bool]]:
    """By subject: what is said, and whether it is broken."""
    found = channel_findings(Settings.read(environment))
    return {one.says.partition(":")[0]: (one.says, one.broken) for one in found}


def test_what_is_off_says_how_to_switch_it_on() -> None:
    found = told()
    assert "docs/voice.md" in found["phone calls"][0]
    assert "docs/home-assistant.md" in found["Home Assistant"][0]
    assert not any(broken for _, broken in found.values())


def test_what_is_on_says_the_address_to_give_them() -> None:
    found = told(**HTTPS, **CALLS, SNICKET_HOMEASSISTANT_PASSWORD="a long enough one")
    assert "https://bins.example.org/webhooks/twilio/voice" in found["phone calls"][0]
    assert "https://bins.example.org/webhooks/homeassistant" in found["Home Assistant"][0]
    assert "https://bins.example.org/mcp" in found["other assistants"][0]


@pytest.mark.parametrize(
    ("subject", "environment"),
    [("phone calls", CALLS), ("Home Assistant", {"SNICKET_HOMEASSISTANT_PASSWORD": "hush"})],
)
def test_what_cannot_work_is_said(subject: str, environment: dict[str, str]) -> None:
    says, broken = told(**environment)[subject]
    assert broken
    assert "hush" not in says
