"""What the console's pages are made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct, field

from bot import knowledge
from bot.clock import Clock
from bot.console.codes import Codes
from bot.console.passwords import Passwords
from bot.console.sign_in import SignIn
from bot.console.street_work import StreetWork
from bot.dialogue.house import House
from bot.handover.desk import Desk
from bot.handover.open_time import OpenTime
from bot.handover.people import Member
from bot.knowledge.alerts import Subscriptions
from bot.knowledge.data import read_once
from bot.knowledge.dated import Lists
from bot.knowledge.places.districts import District
from bot.knowledge.repairs.repairs import Repairs
from bot.lines import Lines
from bot.store.air_pages import AirPages
from bot.store.alert_pages import AlertPages
from bot.store.approvals import Approvals
from bot.store.audit import Audit
from bot.store.callbacks import StoredCallbacks
from bot.store.case_changes import CaseChanges
from bot.store.case_pages import CasePages
from bot.store.complaints import ComplaintPages
from bot.store.counters import Counters
from bot.store.damp import DampList
from bot.store.feeds import StoredFeeds
from bot.store.figures import DayFigures
from bot.store.handovers import Handovers
from bot.store.hub import Hub
from bot.store.notes import Notes
from bot.store.photos import StoredPhotos
from bot.store.presence import StoredPresence
from bot.store.queue import QueueView
from bot.store.revisions import Revisions
from bot.store.sealed import Keys
from bot.store.sensor_pages import SensorPages
from bot.store.shifts import Shifts
from bot.store.staff import Staff
from bot.store.staff_links import StaffLinks
from bot.store.staff_sessions import StaffSessions
from bot.store.store import Store
from bot.store.talks import Talks
from bot.store.tries import Tries
from bot.store.unanswered import Unanswered
from channels.message import Capabilities
from channels.web.gate import AddressOf, remote
from locales.catalogue import Catalogue
from nlu.understanding import Understands
from notifier.damp import Threshold

DAMP = Path(knowledge.__file__).with_name("damp.yaml")


class Stores(Struct, frozen=True, kw_only=True):
    """What is read and written. `hub` is the one that the store's own pages are woken by."""

    hub: Hub
    handovers: Handovers
    queue: QueueView
    talks: Talks
    notes: Notes
    figures: DayFigures
    counters: Counters
    callbacks: StoredCallbacks
    photos: StoredPhotos
    staff: Staff
    links: StaffLinks
    sessions: StaffSessions
    tries: Tries
    shifts: Shifts
    audit: Audit
    presence: StoredPresence
    feeds: StoredFeeds
    sensors: SensorPages
    air: AirPages
    alerts: AlertPages
    approvals: Approvals
    revisions: Revisions
    damp: DampList
    subscriptions: Subscriptions
    cases: CasePages
    complaints: ComplaintPages
    unanswered: Unanswered

    @classmethod
    def of(cls, store: Store, keys: Keys, clock: Clock, hub: Hub, token: Callable[[], str]) -> Stores:
        """The stores of the helpline on an open store and its `hub`; `token` makes session ids, 43 characters
        of base64url."""
        database = store.database
        return cls(
            hub=hub,
            handovers=store.handovers,
            queue=QueueView(database),
            talks=Talks(database, keys, clock, hub),
            notes=Notes(database, keys, clock, hub),
            figures=DayFigures(database),
            counters=store.counters,
            callbacks=store.callbacks,
            photos=store.photos,
            staff=Staff(database, keys, clock),
            links=StaffLinks(database, keys, clock),
            sessions=StaffSessions(database, keys, clock, token),
            tries=Tries(database, keys, clock),
            shifts=Shifts(database, keys, clock),
            audit=Audit(database, keys, clock),
            presence=StoredPresence(database, clock, hub, token()[:32]),
            feeds=StoredFeeds(database, clock),
            sensors=SensorPages(database, clock),
            air=AirPages(database),
            alerts=AlertPages(database, clock),
            approvals=store.approvals,
            revisions=Revisions(database, store.alerts, clock),
            damp=DampList(database, keys, clock),
            subscriptions=store.subscriptions((), lambda code: None),
            cases=CasePages(database, keys),
            complaints=ComplaintPages(database, keys, clock),
            unanswered=Unanswered(database),
        )

    async def names(self) -> dict[int, str]:
        """Everybody's name by their id, of those who have left, too."""
        return {one.member.id: one.member.name for one in await self.staff.all()}

    async def left(self) -> None:
        """Somebody has gone off shift: whom they had waits again at once, and every page is told."""
        await self.handovers.expire()
        self.hub.wake(self.handovers.news)

    async def there(self) -> tuple[Member, ...]:
        """Who is on shift."""
        return tuple(shift.member for shift in await self.shifts.open_now())


class Settings(Struct, frozen=True, kw_only=True):
    """How one council runs its helpline. `short` is its name in text messages and `place` its city;
    `public_url` is empty when it is not known; `teams` are (id, name) as staff call them; `can` says what
    each channel can do."""

    council: str
    short: str
    place: str
    public_url: str
    zone: ZoneInfo
    open_time: OpenTime
    retention_days: int
    can: Mapping[str, Capabilities]
    teams: Sequence[tuple[str, str]] = ()
    other_sign_in: str = ""
    """The address that leads to the council's own sign-in, empty where there is none."""
    other_sign_out: str = ""
    """Likewise the one that leads out of it."""
    address_of: AddressOf = remote
    """How the network address of who asks is told; empty, it is not known."""
    ping_seconds: float = 2.0
    """How soon it is noticed that a page was closed: who else is here is told from it."""
    look_seconds: float = 10.0
    """How soon an open page notices what it has no news of: that its session is over, or what another process
    has written into SQLite."""
    streams: int = 500
    stream_age: dt.timedelta = dt.timedelta(hours=1)
    feeds: Mapping[str, str] = {}
    """What is set up to be heard, by its name: what it is, in words."""
    districts: Mapping[str, District] = {}
    """The postcode districts, by their codes."""
    damp: Threshold = field(default_factory=lambda: read_once(DAMP, Threshold))
    """From when on a home is damp."""

    @property
    def secure(self) -> bool:
        return self.public_url.startswith("https://")


class Parts(Struct, frozen=True, kw_only=True):
    """All of it. `hears` understands what residents write, `lines` writes what they read. `changes` is how
    staff change a repair; `resend` sends one to the council's own system again, by its reference, and says
    whether that is done: None where there is no such system.
    `reviews` know the facts that are to be looked at."""

    stores: Stores
    settings: Settings
    sign_in: SignIn
    passwords: Passwords
    codes: Codes
    desk: Desk
    house: House
    lines: Lines
    words: Catalogue
    hears: Understands
    clock: Clock
    repairs: Repairs
    changes: CaseChanges
    street: StreetWork
    resend: Callable[[str], Awaitable[bool]] | None = None
    reviews: Sequence[Lists] = ()
