"""What the helpline shares with the assistant, whichever desk it has."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from bot.clock import Clock
from bot.dialogue.house import House
from bot.knowledge.city import City
from bot.knowledge.dated import Lists
from bot.knowledge.directory.phones import Phones
from bot.lines import Lines
from bot.repair_parts import RepairParts
from bot.settings import Settings
from bot.store.store import Store
from bot.street_parts import StreetParts
from channels.message import Capabilities
from locales.catalogue import Catalogue
from nlu.understanding import Understands


class Parts(Struct, frozen=True, kw_only=True):
    """What the helpline shares with the assistant. `failed` counts what Chatwoot refuses, by its reason.
    `reviews` know the facts that staff are to look at."""

    settings: Settings
    clock: Clock
    city: City
    store: Store
    phones: Phones
    words: Catalogue
    hears: Understands
    house: House
    lines: Lines
    can: Mapping[str, Capabilities]
    repairs: RepairParts
    street: StreetParts
    holder: str
    failed: Callable[[str], None]
    reviews: Sequence[Lists] = ()

    @property
    def public_url(self) -> str:
        """Where staff reach us; empty when it is only a guess."""
        guess = f"http://localhost:{self.settings.port}"
        return "" if self.settings.public_url == guess else self.settings.public_url


def token() -> str:
    """256 random bits in 43 characters."""
    return secrets.token_urlsafe(32)
