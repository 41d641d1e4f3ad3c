"""The store: the one door to all that is remembered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from random import Random, SystemRandom
from zoneinfo import ZoneInfo

from sqlalchemy import make_url

from bot.clock import Clock
from bot.handover.helpline import Helpline
from bot.store.alerts import StoredAlerts
from bot.store.approvals import Approvals
from bot.store.arrival import Arrived
from bot.store.backlog import backlog
from bot.store.callbacks import StoredCallbacks
from bot.store.conversation import Conversation
from bot.store.counters import Counters
from bot.store.database import Database, StoreError, open_database
from bot.store.desk import StoredDesk
from bot.store.effects import Effects
from bot.store.feeds import StoredFeeds
from bot.store.handover_rows import HELPLINE
from bot.store.handovers import Handovers
from bot.store.hub import Hub
from bot.store.inbox import Unfinished
from bot.store.lines import NewEntry, open_replies, read_last_replies
from bot.store.links import Links
from bot.store.listener import Listener
from bot.store.outbox import StoredOutbox
from bot.store.photos import StoredPhotos
from bot.store.postbox import Pack, Postbox
from bot.store.privacy import Privacy
from bot.store.reminders import Reminders
from bot.store.reports import StoredReports
from bot.store.retention import Swept, sweep
from bot.store.rotation import reseal
from bot.store.sealed import Keys
from bot.store.subscriptions import StoredSubscriptions
from bot.store.suppressions import Suppressions
from bot.store.texts import StoredTexts
from bot.store.transcript import StoredTranscript
from bot.store.turn import Duplicate, Opened, TurnWrite
from bot.store.turns import Turns
from channels.message import Entry, Inbound
from notifier.outbox import Backlog
from notifier.subscription import Place

RETENTION_DAYS = 30

__all__ = ["Store", "StoreError"]


class Store:
    """Everything that is remembered. Use it from one event loop.

    The parts: `transcript` and `photos` for the pages, `effects` for the engine's journal, `reports`,
    `counters` and `privacy` for the skills and for staff, `handovers` and `callbacks` for the helpline. The
    methods are what a turn and the clock need. `database` is there for what is to live in the same one.
    """

    def __init__(
        self,
        database: Database,
        keys: Keys,
        clock: Clock,
        hub: Hub,
        days: int,
        random: Random,
        packs: Mapping[str, Pack],
    ) -> None:
        self.database = database
        self.hub = hub
        self._keys = keys
        self._clock = clock
        self._days = days
        self._listener: Listener | None = None
        self.postbox = Postbox(keys, hub, packs)
        self.suppressions = Suppressions(database, keys, clock)
        self._turns = Turns(database, keys, clock, hub, random, self.postbox)
        self._reminders = Reminders(database, keys, clock, hub, self.postbox)
        self.transcript = StoredTranscript(database, keys, hub)
        self.effects = Effects(database, keys, clock)
        self.reports = StoredReports(database, keys, clock, random)
        self.counters = Counters(database)
        self.photos = StoredPhotos(database, keys, clock)
        self.privacy = Privacy(database, keys, clock, hub, days, keys.find(HELPLINE), self.postbox)
        self.handovers = Handovers(database, keys, clock, hub, self.postbox)
        self.callbacks = StoredCallbacks(database, keys, clock, hub, random)
        self.texts = StoredTexts(database, keys, clock, self.postbox)
        self.links = Links(database, keys, clock, hub, random, self.postbox)
        self.feeds = StoredFeeds(database, clock)
        self.alerts = StoredAlerts(database, keys, clock, hub)
        self.approvals = Approvals(database, self.alerts, clock)

    @classmethod
    async def open(
        cls,
        url: str,
        keys: Keys,
        clock: Clock,
        retention_days: int = RETENTION_DAYS,
        random: Random | None = None,
        packs: Mapping[str, Pack] | None = None,
    ) -> Store:
        """The store at `url` (`sqlite:///path` or `postgresql://…`), its tables brought up to date.

        Raises `StoreError` when the database cannot be used. On PostgreSQL it follows what other processes
        write; on SQLite live pages follow only this process. What is said on a channel in `packs` goes into
        the outbox, packed by it.
        """
        database = await open_database(url)
        hub = Hub()
        store = cls(database, keys, clock, hub, retention_days, random or SystemRandom(), packs or {})
        if make_url(url).get_backend_name() == "postgresql":
            store._listener = Listener(url, hub)
            await store._listener.start()
        return store

    async def close(self) -> None:
        """Finishes what has begun and lets go of the database."""
        if self._listener:
            await self._listener.close()
        await self.database.close()

    def desk(
        self,
        helpline: Helpline,
        zone: ZoneInfo,
        push: Collection[str],
        transfers: Collection[str] = (),
        line: Callable[[dt.datetime], str] = lambda now: "",
    ) -> StoredDesk:
        """The helpline as the assistant asks for it; see `StoredDesk`."""
        return StoredDesk(self.database, self._clock, self.callbacks, helpline, zone, push, transfers, line)

    def subscriptions(
        self, sends: Collection[str], place: Callable[[str], Place | None]
    ) -> StoredSubscriptions:
        """Who wants to be told what; see `StoredSubscriptions`."""
        return StoredSubscriptions(self.database, self._keys, self._clock, sends, place)

    def outbox(self, holder: str) -> StoredOutbox:
        """What is to be sent, for one worker; `holder` names it and nobody else."""
        return StoredOutbox(self.database, self._keys, self._clock, self.hub, self.postbox, holder)

    async def ping(self) -> None:
        """Asks the database for an answer. Raises `StoreError` when there is none."""
        await self.database.ping()

    async def open_turn(self, inbound: Inbound, holder: str, *, durable: bool = False) -> Opened | Duplicate:
        """Stores the message, once, before anything else; then waits until it is its turn.

        `holder` names this process. When this returns, the message can be acknowledged: a turn that dies is
        found by `unfinished`.
        """
        return await self._turns.open(inbound, holder, durable=durable)

    async def take_in(self, inbound: Inbound, holder: str) -> Arrived | None:
        """Stores the message for `holder` and does not wait for its turn; None when it came before. When this
        returns, the message is on the disk and can be acknowledged."""
        return await self._turns.take_in(inbound, holder, durable=True)

    async def put_down(self, arrived: Arrived) -> None:
        """Leaves a message that has been taken in to whoever looks for unfinished ones next."""
        await self._turns.put_down(arrived)

    async def begin_turn(self, arrived: Arrived, inbound: Inbound, holder: str) -> Opened | Duplicate:
        """Waits until it is the turn of a message that has been taken in."""
        return await self._turns.begin(arrived, inbound, holder)

    async def open_again(self, message: Unfinished, holder: str) -> Opened | None:
        """Opens the turn of an unfinished message; None when another has taken it up or finished it."""
        return await self._turns.again(message, holder)

    async def commit_turn(self, write: TurnWrite) -> tuple[Entry, ...]:
        """Writes a turn's outcome and tells the pages; the new lines. Raises `Superseded`, with no reply
        written, when the conversation has moved on."""
        return await self._turns.commit(write)

    async def leave_turn(self, opened: Opened) -> None:
        """Ends a turn without a reply, its message handled: a person owns the conversation."""
        await self._turns.leave(opened)

    async def unfinished(self) -> tuple[Unfinished, ...]:
        """Messages whose turn died, oldest first; to be asked for at start and now and then."""
        return await self._turns.unfinished()

    async def release(self, holder: str) -> None:
        """Frees the turns of a `holder` that died, before a new process works under its name."""
        await self._turns.release(holder)

    async def last_replies(self, conversation_id: int) -> tuple[bytes, ...]:
        """The JSON of the replies of the last turn in which the assistant spoke, to be said again."""
        bodies = await self.database.read(lambda c: read_last_replies(c, conversation_id))
        return open_replies(self._keys, bodies)

    async def idle(self, now: dt.datetime, minutes: float) -> tuple[Conversation, ...]:
        """Conversations whose question has waited for `minutes` and that have had no reminder of it."""
        return await self._reminders.idle(now, minutes)

    async def remind(self, conversation: Conversation, line: NewEntry) -> Entry | None:
        """Writes the one reminder; None when the conversation has moved on meanwhile."""
        return await self._reminders.remind(conversation, line)

    async def backlog(self) -> Mapping[str, Backlog]:
        """What waits to be sent, by channel."""
        now = self._clock.now()
        return await self.database.read(lambda c: backlog(c, now))

    async def sweep(self, now: dt.datetime) -> Swept:
        """Deletes what is older than the retention time, and seals again what an older secret sealed."""
        swept = await sweep(self.database, now, self._days)
        await reseal(self.database, self._keys)
        return swept

    async def erase(self, conversation_id: int, farewell: Sequence[NewEntry] = ()) -> tuple[Entry, ...]:
        """Forgets a resident. `farewell` is returned as lines and stored nowhere."""
        return await self.privacy.erase(conversation_id, farewell)
