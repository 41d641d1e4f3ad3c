"""The product with its helpline, put together as for real: residents by `resident`, staff by their pages."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from random import Random

from argon2 import PasswordHasher

from bot.console.codes import Codes
from bot.console.console import Console
from bot.console.parts import Parts as ConsoleParts
from bot.console.parts import Settings, Stores
from bot.console.passwords import Passwords
from bot.console.sign_in import SignIn
from bot.console.street_work import StreetWork
from bot.handover.desk import Desk
from bot.handover.helpline import Helpline as Hours
from bot.handover.open_time import OpenTime
from bot.handover.people import Member, Role
from bot.knowledge.places.districts import Districts
from bot.knowledge.places.positions import Positions, positions_path
from bot.knowledge.repairs.repairs import Repairs
from bot.knowledge.street.street import Street
from bot.parts import Parts, run_id
from bot.store.case_changes import CaseChanges
from bot.store.sealed import Keys
from bot.store.street_changes import StreetChanges
from bot.store.street_pages import StreetPages
from channels.can import CAN
from channels.message import Capabilities, Inbound

PASSWORD = "violet ladder quietly seven"
TEAMS = (("homes", "Homes and repairs"), ("bins", "Bins"))
QUICK_HASHES = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""A test signs in often; how slow a hash is has tests of its own."""


class Helpline:
    """One installation, and those who work in it."""

    def __init__(
        self,
        parts: Parts,
        public_url: str = "",
        resend: Callable[[str], Awaitable[bool]] | None = None,
    ) -> None:
        self.parts = parts
        keys, store, clock = Keys(parts.settings.secrets), parts.store, parts.clock
        hub = store.hub
        self.stores = stores = Stores.of(store, keys, clock, hub, lambda: secrets.token_urlsafe(32))
        self.repairs = repairs = Repairs.load(parts.city.id, parts.city.zone)
        passwords = Passwords(QUICK_HASHES)
        self.passwords = passwords
        codes = Codes(stores.staff, clock, Random(3), "Helpline")
        can: dict[str, Capabilities] = dict(CAN)
        self.street = StreetWork(
            Street.load(parts.city.id, Positions(None)),
            StreetPages(store.database, keys),
            StreetChanges(store.database, keys, clock),
        )
        self.console = Console(
            ConsoleParts(
                stores=stores,
                settings=Settings(
                    council=parts.city.council,
                    short=parts.city.short,
                    place=parts.city.place,
                    public_url=public_url,
                    zone=parts.city.zone,
                    open_time=OpenTime(Hours.load(parts.city.id).hours, parts.city.zone),
                    retention_days=parts.settings.retention_days,
                    can=can,
                    teams=TEAMS,
                    ping_seconds=0.5,
                    look_seconds=0.5,
                    districts=Districts(parts.city.id, Positions(positions_path(parts.settings.data))).each,
                ),
                sign_in=SignIn(
                    stores.staff, stores.sessions, stores.audit, clock, passwords, codes, stores.tries
                ),
                passwords=passwords,
                codes=codes,
                desk=parts.house.need(Desk),
                house=parts.house,
                lines=parts.lines,
                words=parts.words,
                hears=parts.hears,
                clock=clock,
                repairs=repairs,
                changes=CaseChanges(store.database, keys, clock, repairs),
                resend=resend,
                reviews=parts.answers.lists,
                street=self.street,
            )
        )

    async def member(self, login: str, name: str, role: Role = "adviser", team: str = "") -> Member:
        """Somebody with the password of all."""
        hashed = await self.passwords.hash(PASSWORD)
        return await self.stores.staff.add(login, name, role, team, hashed)

    async def says(self, text: str, address: str = "resident-1", channel: str = "web") -> None:
        """A resident writes."""
        parts = self.parts
        await parts.turns.receive(Inbound(run_id(), channel, address, text, parts.clock.now()))
