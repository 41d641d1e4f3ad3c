"""Short words for the tests of hand-overs: who is on shift, who waits, who takes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from msgspec import structs
from sqlalchemy import Connection, insert, select, update

from accessibility.text import Rendered
from bot.handover.request import Handover, NewHandover
from bot.store.conversation import BOT, Conversation
from bot.store.lines import NewEntry
from bot.store.sealed import Keys
from bot.store.staff_tables import shifts, staff
from bot.store.store import Store
from bot.store.tables import conversations, handovers
from bot.store.turn import Moved, Opened, TurnWrite
from tests.databases import SECRET, START
from tests.integration.store.talking import ME, line, message, opened, outcome

ASKED = NewHandover("asked")
DAY = dt.timedelta(days=1)


def adviser_says(text: str) -> NewEntry:
    """A line of an adviser."""
    return NewEntry("adviser", Rendered(text, "en"))


def marker(text: str) -> NewEntry:
    """A line that says who somebody is with."""
    return NewEntry("system", Rendered(text, "en"))


async def adviser(
    store: Store,
    number: int,
    *,
    on_shift: bool = True,
    keys: Keys | None = None,
    since: dt.datetime = START,
) -> int:
    """A member of staff, there for a day; their id."""
    keys = keys or Keys([SECRET])
    member = {
        "login_lookup": keys.find("login", f"{number}@example.org"),
        "login": keys.seal(f"{number}@example.org"),
        "name": keys.seal(f"Adviser {number}"),
        "role": "adviser",
        "team": "",
        "step": 0,
        "failures": 0,
        "active": True,
        "created_at": START,
    }

    def work(connection: Connection) -> int:
        return int(connection.execute(insert(staff).values(**member).returning(staff.c.id)).scalar_one())

    made = await store.database.write(work)
    if on_shift:
        await begin_shift(store, made, since)
    return made


async def begin_shift(store: Store, who: int, since: dt.datetime = START, length: dt.timedelta = DAY) -> None:
    """They are there from now on."""
    shift = {"staff_id": who, "began_at": since, "until": since + length}
    await store.database.write(lambda connection: connection.execute(insert(shifts).values(**shift)).close())


async def end_shift(store: Store, who: int, at: dt.datetime = START) -> None:
    """They have gone home."""
    its = update(shifts).where(shifts.c.staff_id == who, shifts.c.ended_at.is_(None)).values(ended_at=at)
    await store.database.write(lambda connection: connection.execute(its).close())


def joining(turn: Opened, new: NewHandover = ASKED, *lines: NewEntry) -> TurnWrite:
    """An open turn's outcome: the resident joins the queue."""
    write = outcome(turn, *(lines or (line("You are in the queue."),)))
    return structs.replace(write, owner=turn.conversation.owner, moved=Moved("queue", new))


async def asks(store: Store, address: str = ME, new: NewHandover = ASKED) -> Handover:
    """A resident asks for a person and waits."""
    turn = await opened(store, message("a person please", address=address))
    await store.commit_turn(joining(turn, new))
    return await of(store, turn.conversation.id)


async def leaves(store: Store, address: str = ME) -> None:
    """A resident who waits leaves the queue."""
    turn = await opened(store, message("never mind", address=address))
    await store.commit_turn(
        structs.replace(outcome(turn, line("OK.")), owner="queue", moved=Moved(BOT, leaves=True))
    )


async def of(store: Store, conversation: int) -> Handover:
    """The newest hand-over of a conversation."""
    return (await store.handovers.of(conversation))[0]


async def now(store: Store, handover: Handover) -> Handover:
    """A hand-over as it is at this moment."""
    found = await store.handovers.read(handover.id)
    assert found is not None
    return found


async def taken(store: Store, conversation: Conversation, by: int) -> Handover:
    """A person takes a conversation from the assistant, whatever turn is open in it: another process, to
    whom that turn seems dead, puts the resident into the queue. Raises `Superseded`."""
    write = TurnWrite(
        conversation_id=conversation.id,
        revision=conversation.revision,
        inbox_id=0,
        state=conversation.state,
        language=conversation.language,
        owner=conversation.owner,
        moved=Moved("queue", ASKED),
    )
    await store.commit_turn(write)
    return await store.handovers.claim((await of(store, conversation.id)).id, by)


async def handed_back(store: Store, handover: Handover, *lines: NewEntry, state: bytes = b"{}") -> Handover:
    """Its adviser gives the resident back to the assistant."""
    its = await owned(store, handover.conversation)
    by = handover.adviser or 0
    return await store.handovers.hand_back(handover.id, by, "answered", state, its[1], lines)


async def owned(store: Store, conversation: int) -> tuple[str, int]:
    """The owner and the revision of a conversation, `erased` when it is gone."""
    its = select(conversations.c.owner, conversations.c.revision).where(conversations.c.id == conversation)
    row = await store.database.read(lambda connection: connection.execute(its).one_or_none())
    return (row.owner, row.revision) if row else ("erased", 0)


async def queue(store: Store) -> Sequence[int]:
    """The hand-overs that wait, who is next first."""
    its = select(handovers.c.id).where(handovers.c.status == "queued")
    order = its.order_by(handovers.c.priority, handovers.c.queued_at, handovers.c.id)
    return await store.database.read(lambda connection: connection.scalars(order).all())
