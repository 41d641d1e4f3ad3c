"""A relay with everything that it needs, and short words for what happens on either side of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from accessibility.text import Rendered
from bot.clock import FixedClock
from bot.handover.request import Handover
from bot.relay.chatwoot import Chatwoot, Server
from bot.relay.outward import Outward, Thread
from bot.relay.relay import Relay, Stores
from bot.relay.trouble import Trouble
from bot.relay.webhook import PATH, routes
from bot.secret import Secret
from bot.store.lines import NewEntry
from bot.store.relays import Relays
from bot.store.sealed import Keys
from bot.store.shifts import Shifts
from bot.store.store import Store
from bot.store.talks import Talks, Told
from tests.databases import SECRET as STORE_SECRET
from tests.integration.relay import chatwoot_server as there
from tests.integration.relay.chatwoot_server import FakeChatwoot, signed
from tests.integration.relay.residents import asks, handed_back, member, now
from tests.integration.store.talking import ME, message, opened

UNREACHED = "Nobody could be reached. Please call the council."


def system(text: str) -> tuple[NewEntry, ...]:
    return (NewEntry("system", Rendered(text, "en")),)


class PlainVoice:
    """Words that tests recognise."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def brief(self, handover: Handover, lines: Sequence[Told]) -> str:
        said = " / ".join(line.entry.text for line in lines)
        return f"{handover.reason}, {handover.language}, {handover.channel}: {said}"

    async def joined(self, handover: Handover, name: str) -> Sequence[NewEntry]:
        return system(f"You are talking to {name}.")

    async def unreached(self, handover: Handover) -> Sequence[NewEntry]:
        return system(UNREACHED)

    async def close(self, handover: Handover, staff: int) -> None:
        await self._store.handovers.close(handover.id, staff, "solved", system("Finished."))

    async def hand_back(self, handover: Handover, staff: int) -> None:
        await handed_back(self._store, handover, *system("Back."))


class Desk:
    """One process: `relay` on `store`, with `http` for its webhooks. `failures` are the reasons of those that
    were counted, `pauses` the seconds that were waited."""

    def __init__(
        self, store: Store, clock: FixedClock, chatwoot: FakeChatwoot, holder: str, staff: int
    ) -> None:
        keys, hub = Keys([STORE_SECRET]), store.hub
        self.store, self.clock, self.chatwoot, self.staff = store, clock, chatwoot, staff
        self.failures: list[str] = []
        self.pauses: list[float] = []
        self.server = Server(
            chatwoot.url, there.ACCOUNT, there.INBOX, Secret(there.TOKEN), Secret(there.SECRET)
        )
        talks = Talks(store.database, keys, clock, hub)
        self.relays = Relays(store.database, keys, clock, hub, store.postbox, holder)
        voice, client = PlainVoice(store), Chatwoot(self.server, patience=0.5)
        self.relay = Relay(
            Stores(
                hub=hub,
                handovers=store.handovers,
                talks=talks,
                shifts=Shifts(store.database, keys, clock),
                relays=self.relays,
            ),
            clock,
            client,
            Outward(self.relays, talks, keys, client, voice, store.photos.of),
            voice,
            staff,
            lambda: Trouble(Random(5)),
            self.failures.append,
            self._paused,
        )
        app = web.Application()
        app.add_routes(routes(self.relay, self.server, clock))
        self.http = TestClient(TestServer(app))
        self.threads: dict[int, Thread] = {}

    async def _paused(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.clock.advance(seconds=seconds)

    async def close(self) -> None:
        await self.http.close()
        await self.relay.close()

    async def step(self, handover: Handover) -> bool:
        """Passes on what there is to pass on, as the same task of this process each time."""
        thread = self.threads.setdefault(handover.id, Thread(handover.id))
        return await self.relay.step(thread)

    async def look(self, handover: Handover) -> None:
        """As `step`, when it is time to look at Chatwoot again."""
        self.clock.advance(seconds=60)
        await self.step(handover)

    async def waits(self, address: str = ME) -> Handover:
        """A resident asks for a person, and Chatwoot knows of it."""
        handover = await asks(self.store, address)
        await self.step(handover)
        return handover

    async def says(self, text: str, address: str = ME) -> None:
        """The resident writes while they wait or talk."""
        await self.store.leave_turn(await opened(self.store, message(text, address=address)))

    async def told(self, event: Mapping[str, Any], secret: str = there.SECRET, age: float = 0) -> int:
        """Chatwoot delivers a webhook; the status of the answer."""
        body, headers = signed(event, self.clock.now().timestamp() - age, secret)
        return (await self.http.post(PATH, data=body, headers=headers)).status

    async def now(self, handover: Handover) -> Handover:
        return await now(self.store, handover)


async def begin(store: Store, clock: FixedClock, chatwoot: FakeChatwoot, holder: str, staff: int = 0) -> Desk:
    """A process; `staff` stands for Chatwoot, made when it is 0."""
    staff = staff or await member(store, 1, on_shift=False)
    desk = Desk(store, clock, chatwoot, holder, staff)
    await desk.http.start_server()
    await desk.relay.keep_shift()
    return desk
