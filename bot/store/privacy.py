""" "What do you hold about me" and "forget me", answered from the tables themselves."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import BindParameter, Connection, LargeBinary, bindparam, delete, func, or_, select

from bot.clock import UK, Clock
from bot.handover.callback import OPEN
from bot.handover.interpreter import References
from bot.knowledge.held import Held, Holdings
from bot.store.case_forgetting import forget_person
from bot.store.case_people import theirs
from bot.store.case_tables import case_reporters, cases
from bot.store.complaint_forgetting import forget_person as forget_complaints
from bot.store.complaint_tables import complaints
from bot.store.conversations import SPOKEN_ON
from bot.store.database import Database
from bot.store.hub import Hub
from bot.store.lines import NewEntry
from bot.store.listener import tell
from bot.store.outbox_tables import WAITS, outbox
from bot.store.photo_table import photos
from bot.store.photos import forget_unsent
from bot.store.postbox import Postbox
from bot.store.retention import KEPT, forget_reports
from bot.store.sealed import Keys
from bot.store.street_forgetting import forget_person as forget_street
from bot.store.street_tables import street_people
from bot.store.subscription_tables import subscription_places, subscriptions
from bot.store.tables import callbacks, conversations, handovers, reports, transcript
from channels.message import Entry

_wanted: BindParameter[int] = bindparam("conversation")
_row = conversations.c
_messages = select(func.count()).where(transcript.c.conversation_id == _wanted).scalar_subquery()
_reports = select(func.count()).where(reports.c.conversation_id == _wanted).scalar_subquery()
_calls = select(func.count()).where(callbacks.c.conversation_id == _wanted).scalar_subquery()
_photos = select(func.count()).where(photos.c.conversation_id == _wanted).scalar_subquery()
_sending = select(func.count()).where(outbox.c.conversation_id == _wanted, WAITS).scalar_subquery()
_ends = select(subscriptions.c.ends_at).where(subscriptions.c.conversation_id == _wanted).scalar_subquery()
_places = (
    select(func.count())
    .select_from(subscription_places.join(subscriptions))
    .where(subscriptions.c.conversation_id == _wanted)
    .scalar_subquery()
)
_cases = select(func.count()).where(case_reporters.c.conversation_id == _wanted).scalar_subquery()
_open_cases = (
    select(func.count())
    .select_from(case_reporters.join(cases))
    .where(case_reporters.c.conversation_id == _wanted, cases.c.closed_at.is_(None))
    .scalar_subquery()
)
_street = select(func.count()).where(street_people.c.conversation_id == _wanted).scalar_subquery()
_complaints = select(func.count()).where(complaints.c.conversation_id == _wanted).scalar_subquery()
_talked = handovers.c.conversation_id == _wanted, handovers.c.claimed_at.is_not(None)
_talks = select(func.count()).where(*_talked).scalar_subquery()
_held = select(
    _messages.label("messages"),
    _reports.label("reports"),
    _calls.label("calls"),
    _talks.label("talks"),
    _photos.label("photos"),
    _sending.label("sending"),
    _places.label("places"),
    _ends.label("ends_at"),
    _cases.label("cases"),
    _open_cases.label("open_cases"),
    _complaints.label("complaints"),
    _street.label("street"),
    _row.created_at,
    _row.last_at,
    _row.kept,
).where(_row.id == _wanted)
_live = select(handovers.c.reference).where(
    handovers.c.conversation_id == _wanted, handovers.c.status.in_(("queued", "adviser"))
)
_promised = (
    select(callbacks.c.reference)
    .where(callbacks.c.conversation_id == _wanted, callbacks.c.status.in_(OPEN))
    .order_by(callbacks.c.id.desc())
)
_moved = _row.moved_to == _wanted
_theirs = or_(
    reports.c.conversation_id == _wanted, reports.c.conversation_id.in_(select(_row.id).where(_moved))
)
_forget_reports = forget_reports(select(reports.c.id).where(_theirs), "withdrawn")
_erase_moved = delete(conversations).where(_moved)
_erase = (
    delete(conversations)
    .where(_row.id == _wanted)
    .returning(
        _row.lookup,
        _row.last_seq,
        SPOKEN_ON.label("channel"),
        func.coalesce(_row.reach_address, _row.address, type_=LargeBinary).label("address"),
        func.coalesce(_row.reach_lookup, _row.lookup).label("reached"),
    )
)


class Privacy(Holdings, References):
    """Tells what is held and erases it. `days` is how long an unused conversation is kept,
    `news` what the helpline's pages watch."""

    def __init__(
        self,
        database: Database,
        keys: Keys,
        clock: Clock,
        hub: Hub,
        days: int,
        news: bytes,
        postbox: Postbox,
    ) -> None:
        self._database = database
        self._keys = keys
        self._clock = clock
        self._hub = hub
        self._days = dt.timedelta(days=days)
        self._news = news
        self._postbox = postbox

    async def held(self, conversation: int) -> Held:
        """What is held of the conversation: its lines, reports, calls, talks with advisers, photos, alerts,
        repairs, complaints, and the day on which it is deleted: not before its alerts end, nor while a repair
        is open."""
        row = await self._database.read(
            lambda connection: connection.execute(_held, {"conversation": conversation}).one_or_none()
        )
        if row is None:
            today = self._clock.today(UK)
            return Held(0, 0, today, today)
        until = row.last_at + (KEPT if row.kept else self._days)
        ends = row.ends_at
        until = until if ends is None else max(until, ends)
        return Held(
            row.messages,
            row.reports,
            row.created_at.astimezone(UK).date(),
            until.astimezone(UK).date(),
            row.calls,
            row.talks,
            row.photos,
            row.sending,
            row.places,
            None if ends is None else ends.astimezone(UK).date(),
            cases=row.cases,
            open_cases=row.open_cases,
            complaints=row.complaints,
            street=row.street,
        )

    async def reference(self, conversation: int) -> str:
        """Under which staff find the resident: the hand-over under way, else the booked call; else empty."""

        def read(connection: Connection) -> str:
            wanted = {"conversation": conversation}
            return connection.scalar(_live, wanted) or connection.scalar(_promised, wanted) or ""

        return await self._database.read(read)

    async def erase(self, conversation: int, farewell: Sequence[NewEntry] = ()) -> tuple[Entry, ...]:
        """Deletes the conversation with its lines, photos, state, messages and effects, and the personal
        parts of its reports and complaints, which are withdrawn by that. What is left of an open repair leads
        to nobody.

        `farewell` is what is said last; it is returned as lines and stored nowhere, but for the moment that
        it takes to be sent.
        """
        now = self._clock.now()

        def work(connection: Connection) -> tuple[bytes, int] | None:
            connection.execute(_forget_reports, {"conversation": conversation})
            who = theirs(connection, conversation)
            forget_person(connection, self._keys, who, now)
            forget_complaints(connection, who)
            forget_street(connection, self._keys, who, now)
            forget_unsent(connection, conversation)
            connection.execute(_erase_moved, {"conversation": conversation})
            gone = connection.execute(_erase, {"conversation": conversation}).one_or_none()
            if gone is None:
                return None
            self._postbox.farewell(connection, conversation, gone.last_seq + 1, gone, now, farewell)
            tell(connection, gone.lookup)
            tell(connection, self._news)
            return gone.lookup, gone.last_seq

        gone = await self._database.write(work)
        await self._database.tidy()
        if gone is None:
            return ()
        for lookup in (gone[0], self._news):
            self._hub.wake(lookup)
        return tuple(
            Entry(seq, now, line.who, line.rendered, line.expects_answer, line.importance)
            for seq, line in enumerate(farewell, gone[1] + 1)
        )
