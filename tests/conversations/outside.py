"""What happens outside a conversation, put where the product looks for it: the air, a warning, an alert that
went to the resident, what staff do about their repair."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import get_args

from msgspec.structs import replace
from sqlalchemy import insert, select

from bot.knowledge.alerts import Subscriptions
from bot.knowledge.repairs.changes import Attempt, Book, Change, Done, SetStatus, Visit
from bot.knowledge.street.report import Status
from bot.parts import Parts
from bot.store.alert_tables import alert_spots
from bot.store.case_pages import CasePages
from bot.store.sealed import Keys
from bot.store.tables import conversations
from notifier.alert import AirFacts, Alert, Area, Publisher
from tests.alerted import WEATHER, Rows
from tests.testbot import TestBot

HOUR = dt.timedelta(hours=1)
ZONE = "centre"


async def happens(parts: Parts, bot: TestBot, what: str) -> None:
    """`air 7`: the index of the hour that has just ended. `warning`: amber, for rain and wind. `alert`: the
    resident was told of high air pollution. `repair done`: staff say so of their newest repair;
    `street done`: of their newest report of a street."""
    rows = Rows(parts.store.database, Keys(parts.settings.secrets), parts.clock.now())
    name, _, value = what.partition(" ")
    if name == "air":
        await rows.air(ZONE, rows.now.replace(minute=0, second=0), int(value))
    elif name == "warning":
        await rows.alert(replace(WEATHER, area=Area(everywhere=True)))
    elif name == "alert":
        await _alerted(parts, bot, rows)
    elif name == "repair":
        await _repaired(parts, bot, DEEDS[value](rows.now))
    elif name == "street":
        await _changed(parts, bot, next(one for one in get_args(Status) if one == value))
    else:
        raise AssertionError(f"{what!r} cannot happen")


DEEDS: Mapping[str, Callable[[dt.datetime], Change]] = {
    "sent": lambda now: SetStatus("sent"),
    "appointment": lambda now: Book(now + 47 * HOUR, now + 51 * HOUR),
    "no_access": lambda now: Attempt("Nobody opened."),
    "visited": lambda now: Visit(found=True, words="Mould behind the bed."),
    "done": lambda now: Done("A new fan."),
}
"""What staff can do about a repair in a script."""


async def _repaired(parts: Parts, bot: TestBot, change: Change) -> None:
    """Staff change the newest repair of the resident, and they are told."""
    repairs = parts.repairs
    [case, *_older] = await repairs.cases.of(await _conversation(parts, bot))
    found = await CasePages(parts.store.database, Keys(parts.settings.secrets)).one(case.reference)
    assert found is not None
    await repairs.changes.change(case.reference, found.revision, 1, change)
    await repairs.updates.run()


async def _changed(parts: Parts, bot: TestBot, status: Status) -> None:
    """Staff change the newest report of a street that the resident follows, and they are told."""
    street = parts.street
    [report, *_older] = await street.reports.of(await _conversation(parts, bot))
    found = await street.pages.one(report.reference)
    assert found is not None
    await street.changes.change(report.reference, found.listed.revision, 1, status)
    await street.updates.run()


async def _alerted(parts: Parts, bot: TestBot, rows: Rows) -> None:
    facts = AirFacts(ZONE, "Centre", 7, "pm2_5", 55.2, 24, 23, rows.now - HOUR, "Leeds Centre")
    alert = Alert(
        name="air:centre",
        version=1,
        kind="air",
        level=3,
        phase="new",
        area=Area(districts=("LS9",)),
        facts=facts,
        publisher=Publisher("Leeds City Council"),
        at=rows.now,
    )
    number, version = await rows.alert(alert)
    talk = await _conversation(parts, bot)
    held = await parts.house.need(Subscriptions).of(talk)
    assert held is not None, "nobody is told who has asked for nothing"
    await rows.sent(version, number, (talk, held.id), sent_at=rows.now)
    keys = Keys(parts.settings.secrets)
    spot = insert(alert_spots).values(version_id=version, spot=keys.find("spot", "LS9"))
    await parts.store.database.write(lambda connection: connection.execute(spot).close())


async def _conversation(parts: Parts, bot: TestBot) -> int:
    """The number of the resident's conversation."""
    lookup = Keys(parts.settings.secrets).find(bot.channel, bot.address)
    query = select(conversations.c.id).where(conversations.c.lookup == lookup)
    return int(await parts.store.database.read(lambda connection: connection.execute(query).scalar_one()))
