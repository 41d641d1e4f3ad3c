"""The settings of Open311: how they are read. As `bot.setting_values`, each raises `ValueError` with words
that follow the setting's name."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from bot.secret import Secret
from bot.setting_values import server

SHORTEST = 20
"""Characters of a client's key at least."""

_LABEL = re.compile(r"[A-Za-z0-9_-]{1,32}")


def endpoint(text: str) -> str:
    """The address before `/services.xml`: by https, or on a machine of our own."""
    if not text:
        return ""
    found = server(text)
    parts = urlsplit(found)
    if parts.scheme != "https" and not _near(parts.hostname or ""):
        raise ValueError("does not begin with https://, which only a machine of your own may do without")
    return found


def clients(text: str) -> tuple[tuple[str, Secret], ...]:
    """Who may make requests, `label:key`, with commas between. Several keys may have one label."""
    found = [part.strip().partition(":") for part in text.split(",") if part.strip()]
    for label, _, key in found:
        if not _LABEL.fullmatch(label) or len(key) < SHORTEST:
            # Neither is repeated: a key may have been put in place of a label.
            raise ValueError(
                f"is not a list of clients: allowed are label:key with commas between, the label of letters, "
                f"digits, _ and -, the key of at least {SHORTEST} characters"
            )
    return tuple((label, Secret(key)) for label, _, key in found)


def _near(host: str) -> bool:
    """Whether it is this machine, a private address, or a bare name as containers have."""
    try:
        return not ip_address(host).is_global
    except ValueError:
        return "." not in host


READERS: Mapping[str, tuple[str, str, Callable[[str], Any]]] = {
    "SNICKET_OPEN311_URL": ("open311_url", "", endpoint),
    "SNICKET_OPEN311_KEY": ("open311_key", "", Secret),
    "SNICKET_OPEN311_JURISDICTION": ("open311_jurisdiction", "", str),
    "SNICKET_OPEN311_CLIENTS": ("open311_clients", "", clients),
    "SNICKET_STREET_OPEN311_URL": ("street_open311_url", "", endpoint),
    "SNICKET_STREET_OPEN311_KEY": ("street_open311_key", "", Secret),
    "SNICKET_STREET_OPEN311_JURISDICTION": ("street_open311_jurisdiction", "", str),
}
"""As `bot.settings.READERS`."""
