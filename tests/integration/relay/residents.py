"""Short words for what residents and staff do on our side."""

from __future__ import annotations

import datetime as dt

from msgspec import structs
from sqlalchemy import Connection, insert, select

from bot.handover.request import Handover, NewHandover
from bot.store.conversation import BOT
from bot.store.lines import NewEntry
from bot.store.sealed import Keys
from bot.store.staff_tables import shifts, staff
from bot.store.store import Store
from bot.store.tables import conversations
from bot.store.turn import Moved
from tests.databases import SECRET, START
from tests.integration.store.talking import ME, line, message, opened, outcome

ASKED = NewHandover("asked")


async def member(store: Store, number: int, *, on_shift: bool = True) -> int:
    """A member of staff; their id."""
    keys = Keys([SECRET])
    values = {
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
        made = int(connection.execute(insert(staff).values(**values).returning(staff.c.id)).scalar_one())
        if on_shift:
            until = START + dt.timedelta(days=1)
            connection.execute(insert(shifts).values(staff_id=made, began_at=START, until=until))
        return made

    return await store.database.write(work)


async def asks(store: Store, address: str = ME, owner: str = BOT) -> Handover:
    """A resident asks for a person and waits; `owner` is the conversation's until then."""
    turn = await opened(store, message("a person please", address=address))
    write = outcome(turn, line("You are in the queue."))
    await store.commit_turn(structs.replace(write, owner=owner, moved=Moved("queue", ASKED)))
    return (await store.handovers.of(turn.conversation.id))[0]


async def leaves(store: Store, address: str = ME) -> None:
    """A resident who waits leaves the queue."""
    turn = await opened(store, message("never mind", address=address))
    write = outcome(turn, line("OK."))
    await store.commit_turn(structs.replace(write, owner="queue", moved=Moved(BOT, leaves=True)))


async def handed_back(store: Store, handover: Handover, *lines: NewEntry) -> Handover:
    """Whoever has the resident gives them back to the assistant."""
    its = select(conversations.c.revision).where(conversations.c.id == handover.conversation)
    revision = await store.database.read(lambda connection: connection.execute(its).scalar_one())
    by = handover.adviser or 0
    return await store.handovers.hand_back(handover.id, by, "answered", b"{}", revision, lines)


async def owner(store: Store, conversation: int) -> str:
    """Who has a conversation."""
    its = select(conversations.c.owner).where(conversations.c.id == conversation)
    return str(await store.database.read(lambda connection: connection.execute(its).scalar_one()))


async def now(store: Store, handover: Handover) -> Handover:
    """A hand-over as it is at this moment."""
    found = await store.handovers.read(handover.id)
    assert found is not None
    return found
