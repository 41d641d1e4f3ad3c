"""Short words for the tests of the helpline: advisers with shifts, residents who wait or have waited."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from sqlalchemy import insert, update

from bot.handover.request import QUEUE, NewHandover
from bot.store.sealed import Keys
from bot.store.staff_tables import shifts, staff
from bot.store.store import Store
from bot.store.tables import handovers
from bot.store.turn import Moved, TurnWrite
from tests.databases import SECRET
from tests.integration.store.talking import message, opened

_numbers = itertools.count(1)


async def run(store: Store, statement: Any) -> Any:
    """Runs one statement; its first value, if it has rows."""

    def work(connection: Any) -> Any:
        result = connection.execute(statement)
        return result.scalar() if result.returns_rows else None

    return await store.database.write(work)


async def adviser(store: Store, now: dt.datetime, *, hours: float = 8, active: bool = True) -> int:
    """A member of staff with a shift of so many hours, none of 0; their id."""
    keys, number = Keys([SECRET]), next(_numbers)
    values = {"login_lookup": keys.find("login", str(number)), "login": keys.seal(str(number))}
    values |= {"name": keys.seal("Adviser"), "role": "adviser", "team": "", "step": 0, "failures": 0}
    values |= {"active": active, "created_at": now}
    id = int(await run(store, insert(staff).values(**values).returning(staff.c.id)))
    if hours:
        until = now + dt.timedelta(hours=hours)
        await run(store, insert(shifts).values(staff_id=id, began_at=now, until=until))
    return id


async def queues(store: Store, hazard: str = "", *, channel: str = "sms") -> int:
    """Another resident joins the queue; the id of their conversation."""
    turn = await opened(store, message(address=f"resident {next(_numbers)}", channel=channel))
    new = NewHandover("safety" if hazard else "asked", hazard)
    write = TurnWrite(
        conversation_id=turn.conversation.id,
        revision=turn.conversation.revision,
        inbox_id=turn.inbox_id,
        state=b"{}",
        language="en",
        moved=Moved(QUEUE, new),
    )
    await store.commit_turn(write)
    return turn.conversation.id


async def handled(store: Store, ended_at: dt.datetime, minutes: float, status: str = "closed") -> None:
    """A talk with an adviser that took so long and ended then."""
    conversation = await queues(store)
    begun = ended_at - dt.timedelta(minutes=minutes)
    over = update(handovers).where(handovers.c.conversation_id == conversation)
    await run(store, over.values(status=status, claimed_at=begun, ended_at=ended_at))
