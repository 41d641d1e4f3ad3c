"""What the clock pushes besides alerts: reminders of bins, what was held back, the other channel, renewals.

Each method looks into the store for what is due: it may be called at any time, late, or twice at once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct, structs

from accessibility.text import Rendered
from bot.bin_reminders import RemindsOfBins
from bot.clock import Clock
from bot.falling_back import FallsBack
from bot.held_back import AlertWording, SaysAlert, TellsHeld
from bot.knowledge.bins.bins import Bins
from bot.knowledge.city import City
from bot.lines import Lines
from bot.renewing import Renews
from bot.store.digests import Digests
from bot.store.fallback import Fallback
from bot.store.postbox import Pack
from bot.store.reminders_bins import BinReminders
from bot.store.renewals import Renewals
from bot.store.sealed import Keys
from bot.store.store import Store
from channels.message import Reply


class RemindingParts(Struct, frozen=True):
    """What it needs. `bins` is an instance of its own, since it is asked in a thread; `alert` words alerts as
    the fan-out does, and `district` has the code behind the keyed hash of a district. `packs` are the
    channels that can be sent to."""

    store: Store
    keys: Keys
    clock: Clock
    city: City
    bins: Bins
    lines: Lines
    packs: Mapping[str, Pack]
    alert: SaysAlert
    district: Callable[[bytes], str]


class Reminding:
    """To be ticked every minute."""

    def __init__(self, parts: RemindingParts) -> None:
        self._parts = parts
        database, postbox = parts.store.database, parts.store.postbox
        keys, channels, zone = parts.keys, tuple(parts.packs), parts.city.zone
        words = AlertWording(keys, self._says, parts.alert, parts.district)
        self._bins = RemindsOfBins(BinReminders(database, postbox), keys, parts.bins, self._says, channels)
        self._held = TellsHeld(
            Digests(database, postbox), keys, self._says, words, channels, zone, parts.city.place
        )
        self._fallback = FallsBack(Fallback(database, postbox), words, channels, zone)
        self._renewals = Renews(Renewals(database, postbox), keys, self._says, channels, zone)

    async def bins(self) -> int:
        """Reminds those whose bins are collected tomorrow; how many messages are new."""
        return await self._bins.run(self._parts.clock.now())

    async def digests(self) -> int:
        """Tells what was held back."""
        return await self._held.run(self._parts.clock.now())

    async def fall_back(self) -> int:
        """Sends on the other channel what did not arrive on the first."""
        return await self._fallback.run(self._parts.clock.now())

    async def renew(self) -> int:
        """Ends pauses, renews, tells of ends that come near, and ends."""
        return await self._renewals.run(self._parts.clock.now())

    def _says(self, reply: Reply, channel: str, language: str) -> Sequence[Rendered]:
        """The messages for a reply. They are never cut: the rest has no page of its own."""
        lines = self._parts.lines.write(channel, (reply,), language)
        whole = [structs.replace(line.rendered, safety=True) for line in lines]
        return tuple(self._parts.packs[channel](whole))
