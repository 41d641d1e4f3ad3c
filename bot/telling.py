"""Other software that is told of alerts, put together: what the store has for it, and the way out."""

from __future__ import annotations

from msgspec import Struct

from bot.clock import Clock
from bot.publish_alerts import cap_address
from bot.settings import Settings
from bot.store.hooks import StoredHooks
from bot.store.sealed import Keys
from bot.store.store import Store
from notifier.hooks import Hooks


class Telling(Struct, frozen=True):
    """`stored.enqueue` listens to what becomes public; `sends` is the way out, no channel of residents."""

    stored: StoredHooks
    sends: Hooks


def telling(settings: Settings, store: Store, keys: Keys, clock: Clock) -> Telling:
    """Both, for one process."""
    stored = StoredHooks(store.database, keys, clock, store.postbox, cap_address(settings.public_url))
    return Telling(stored, Hooks(stored.receiver, clock.now, settings.hooks_networks))
