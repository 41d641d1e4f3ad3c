"""Those who reported a repair are told what has become of it: once, in time, and not at night."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import update

from accessibility.renderers import renderer
from accessibility.text import Rendered, RenderedChoice
from bot.clock import FixedClock
from bot.dialogue import state as states
from bot.knowledge.repairs.changes import (
    Attempt,
    Book,
    Change,
    Done,
    Note,
    SetStatus,
    Summary,
    Visit,
)
from bot.lines import Lines
from bot.repair_updates import RepairUpdates
from bot.store.case_tables import case_events
from bot.store.case_telling import Telling
from bot.store.outbox_tables import outbox
from bot.store.store import Store
from bot.store.tables import conversations, transcript
from channels.message import Reply
from locales.catalogue import shipped
from tests.databases import OpenStore
from tests.integration.fan_out.crowd import PACKS
from tests.integration.repairs.tenants import BLOCK, ZONE, Office, hours, key, repairs
from tests.integration.store.talking import ME, OTHER, line, message, opened, outcome

PUSH = ("sms", "web", "telegram")
LIGHT: dict[str, Any] = {"problem": "light", "detail": "flicker", "room": "communal", "where": BLOCK}
_SMS = renderer("sms", shipped())


def render(reply: Reply, language: str, slow: bool) -> Rendered:
    """As text messages are, with numbers to choose by."""
    choices = [RenderedChoice(one.id, str(n), one.id) for n, one in enumerate(reply.choices, 1)]
    made = _SMS.render(reply.text, language)
    return Rendered(made.text, made.language, made.direction, choices=tuple(choices))


class Ticks:
    """The office, and one process that tells."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.updates = self.process(office.store)

    def process(self, store: Store) -> RepairUpdates:
        office = self.office
        telling = Telling(store.database, office.keys, office.clock, store.hub, store.postbox, repairs())
        lines = Lines(dict.fromkeys(("sms", "web", "telegram", "voice"), render))
        return RepairUpdates(telling, repairs(), lines, office.clock, ZONE, PUSH)

    async def run(self) -> int:
        return await self.updates.run()

    async def said(self, conversation: int) -> Sequence[str]:
        """What a resident has been told unasked."""
        rows = await self.office.all(transcript, conversation_id=conversation, inbox_id=None)
        return [self.office.keys.open(row.body, list[Any])[0]["text"] for row in rows]

    async def untold(self) -> int:
        rows = await self.office.all(case_events, tells=True, told_at=None)
        return len(rows)

    async def change(self, conversation: int, **values: Any) -> None:
        its = update(conversations).where(conversations.c.id == conversation).values(values)
        await self.office.store.database.write(lambda connection: connection.execute(its).close())


@pytest.fixture
def ticks(office: Office) -> Ticks:
    return Ticks(office)


async def test_a_change_is_told_once(ticks: Ticks, office: Office) -> None:
    who = await office.tenant()
    filed = await office.file(who)
    await office.staff(filed.reference, SetStatus("sent"))
    assert await ticks.run() == 1
    (text,) = await ticks.said(who)
    assert text.startswith("The repairs team has your report.")
    assert filed.reference in text
    assert await ticks.run() == 0
    assert await ticks.untold() == 0


async def test_it_goes_through_the_outbox_where_the_channel_sends(
    ticks: Ticks, office: Office, clock: FixedClock
) -> None:
    sms, web = await office.tenant(ME), await office.tenant("a browser", "web")
    for who, problem in ((sms, "leak"), (web, "window")):
        filed = await office.file(who, problem=problem, detail="other")
        await office.staff(filed.reference, SetStatus("sent"))
    assert await ticks.run() == 2
    (row,) = await office.all(outbox)
    assert (row.conversation_id, row.kind, row.channel) == (sms, "notice", "sms")
    assert row.expires_at == clock.now() + hours(24), "it is of use in the evening, too"


async def test_is_it_fixed_can_be_answered_by_number(ticks: Ticks, office: Office, clock: FixedClock) -> None:
    who = await office.tenant()
    filed = await office.file(who)
    await office.staff(filed.reference, Done())
    now = clock.advance(seconds=60)
    await ticks.run()
    (row,) = await office.all(conversations, id=who)
    state = states.load(office.keys.open_bytes(row.state))
    assert [choice.key for choice in state.shown] == ["1", "2"]
    assert state.last_at == now
    assert row.last_at < now, "it does not put off the day of deletion"


async def test_a_number_after_it_is_about_it_and_not_about_an_alert(
    ticks: Ticks, office: Office, store: Store, clock: FixedClock
) -> None:
    who = await office.tenant()
    filed = await office.file(who)
    await office.staff(filed.reference, Done())
    at = clock.now()
    await ticks.run()
    sent = update(outbox).values(sent_at=at + dt.timedelta(seconds=5))
    await store.database.write(lambda connection: connection.execute(sent).close())
    subscriptions = store.subscriptions((), lambda code: None)
    assert not await subscriptions.pushed_since(who, at)
    alerted = update(outbox).values(seq=None)
    await store.database.write(lambda connection: connection.execute(alerted).close())
    assert await subscriptions.pushed_since(who, at)


async def test_a_change_without_choices_leaves_the_state_alone(ticks: Ticks, office: Office) -> None:
    who = await office.tenant()
    filed = await office.file(who)
    await office.staff(filed.reference, SetStatus("sent"))
    (before,) = await office.all(conversations, id=who)
    await ticks.run()
    (after,) = await office.all(conversations, id=who)
    assert (after.state, after.revision, after.last_seq) == (
        before.state,
        before.revision,
        before.last_seq + 1,
    )


async def test_a_summary_follows_as_it_was_written(ticks: Ticks, office: Office) -> None:
    who = await office.tenant()
    await ticks.change(who, language="pl")
    filed = await office.file(who)
    await office.staff(filed.reference, Visit(True))
    await office.staff(filed.reference, Summary("We found damp behind the bath.\nWe start on Monday."))
    assert await ticks.run() == 1
    texts = await ticks.said(who)
    assert texts[-1] == "We found damp behind the bath.\nWe start on Monday."
    speakers = [row.who for row in await office.all(transcript, conversation_id=who, inbox_id=None)]
    assert speakers == ["assistant", "adviser"]


async def test_everybody_who_reported_it_is_told_and_nobody_else(ticks: Ticks, office: Office) -> None:
    one, two = await office.tenant(ME), await office.tenant(OTHER)
    late = await office.tenant("07700 900789")
    filed = await office.file(one, **LIGHT)
    await office.file(two, **LIGHT)
    await office.staff(filed.reference, SetStatus("sent"))
    office.clock.advance(seconds=1)
    await office.file(late, **LIGHT)
    assert await ticks.run() == 2
    assert len(await ticks.said(one)) == len(await ticks.said(two)) == 1
    assert await ticks.said(late) == [], "it was so when they joined"


async def test_what_is_for_colleagues_is_not_told(ticks: Ticks, office: Office) -> None:
    who = await office.tenant()
    filed = await office.file(who)
    for change in (Note("key"), SetStatus("sent", tells=False), Visit(None)):
        await office.staff(filed.reference, change)
    assert await ticks.run() == 0


async def test_only_the_newest_change_is_worth_telling(
    ticks: Ticks, office: Office, clock: FixedClock
) -> None:
    who = await office.tenant()
    filed = await office.file(who)
    begins = clock.now() + hours(24)
    for change in (SetStatus("sent"), Book(begins, begins + hours(1)), Book(begins, begins + hours(4))):
        await office.staff(filed.reference, change)
    assert await ticks.run() == 1
    (text,) = await ticks.said(who)
    assert text.startswith("Somebody comes on")
    assert await ticks.untold() == 0


async def test_what_the_tenant_has_said_since_is_the_last_word(ticks: Ticks, office: Office) -> None:
    who = await office.tenant()
    filed = await office.file(who)
    await office.staff(filed.reference, SetStatus("sent"))
    await office.cases.withdraw(filed.reference, key(), who)
    assert await ticks.run() == 0
    assert await ticks.untold() == 0


@pytest.mark.parametrize(
    ("hour", "told"), [(20, 1), (21, 0), (23, 0), (0, 0), (7, 0), (8, 1)], ids=lambda value: str(value)
)
async def test_at_night_nobody_is_disturbed(
    ticks: Ticks, office: Office, clock: FixedClock, hour: int, told: int
) -> None:
    filed = await office.file(await office.tenant(), problem="window", detail="draughty")
    await office.staff(filed.reference, SetStatus("sent"))
    night = dt.datetime(2026, 11, 22, hour, 30 if hour == 20 else 0, tzinfo=ZONE)
    clock.advance(night - clock.now())
    assert await ticks.run() == told
    clock.advance(dt.datetime(2026, 11, 23, 8, tzinfo=ZONE) - clock.now())
    assert await ticks.run() == 1 - told


async def test_an_emergency_is_told_at_night(ticks: Ticks, office: Office, clock: FixedClock) -> None:
    filed = await office.file(await office.tenant(), detail="electrics")
    clock.advance(dt.datetime(2026, 11, 22, 23, tzinfo=ZONE) - clock.now())
    await office.staff(filed.reference, SetStatus("sent"))
    assert await ticks.run() == 1


@pytest.mark.parametrize("owner", ["queue", "adviser:7"])
async def test_who_talks_with_a_person_is_told_after_that(ticks: Ticks, office: Office, owner: str) -> None:
    who = await office.tenant()
    filed = await office.file(who)
    await office.staff(filed.reference, SetStatus("sent"))
    await ticks.change(who, owner=owner)
    assert (await ticks.run(), await ticks.untold()) == (0, 1)
    await ticks.change(who, owner="bot")
    assert (await ticks.run(), await ticks.untold()) == (1, 0)


async def test_who_is_being_answered_is_told_after_that(ticks: Ticks, office: Office, store: Store) -> None:
    who = await office.tenant()
    filed = await office.file(who)
    await office.staff(filed.reference, SetStatus("sent"))
    turn = await opened(store, message("and another thing"))
    assert await ticks.run() == 0
    await store.commit_turn(outcome(turn, line("Goodbye.")))
    assert await ticks.run() == 1


async def test_who_was_just_asked_something_answers_first(
    ticks: Ticks, office: Office, store: Store, clock: FixedClock
) -> None:
    who = await office.tenant()
    filed = await office.file(who)
    await office.staff(filed.reference, SetStatus("sent"))
    await ticks.change(who, waiting=True, last_at=clock.now())
    assert await ticks.run() == 0
    clock.advance(seconds=10 * 60)
    assert await ticks.run() == 1


async def test_who_has_said_stop_is_not_written_to(ticks: Ticks, office: Office, store: Store) -> None:
    who = await office.tenant()
    filed = await office.file(who)
    await store.suppressions.suppress("sms", ME, "pushes", "resident")
    await office.staff(filed.reference, SetStatus("sent"))
    assert (await ticks.run(), await ticks.untold()) == (0, 0)
    assert await ticks.said(who) == []
    assert [known.status for known in await office.cases.of(who)] == ["sent"], "they can ask"


async def test_who_cannot_be_written_to_is_not_waited_for(ticks: Ticks, office: Office) -> None:
    who = await office.tenant("+447700900123", "voice")
    filed = await office.file(who)
    await office.staff(filed.reference, SetStatus("sent"))
    assert (await ticks.run(), await ticks.untold()) == (0, 0)


async def test_a_conversation_that_is_gone_is_not_waited_for(
    ticks: Ticks, office: Office, store: Store
) -> None:
    who = await office.tenant()
    filed = await office.file(who)
    await office.staff(filed.reference, Attempt())
    await store.erase(who)
    assert (await ticks.run(), await ticks.untold()) == (0, 0)


async def test_of_several_the_one_who_is_busy_is_told_later(ticks: Ticks, office: Office) -> None:
    one, two = await office.tenant(ME), await office.tenant(OTHER)
    filed = await office.file(one, **LIGHT)
    await office.file(two, **LIGHT)
    await office.staff(filed.reference, SetStatus("sent"))
    await ticks.change(one, owner="queue")
    assert (await ticks.run(), await ticks.untold()) == (1, 1)
    await ticks.change(one, owner="bot")
    assert (await ticks.run(), await ticks.untold()) == (1, 0)
    assert [len(await ticks.said(who)) for who in (one, two)] == [1, 1]


async def test_two_processes_tell_it_once(
    ticks: Ticks, office: Office, open_store: OpenStore, clock: FixedClock
) -> None:
    people = [await office.tenant(f"07700 9001{number:02}") for number in range(6)]
    for who in people:
        await office.file(who, **LIGHT)
    (known,) = await office.cases.of(people[0])
    await office.staff(known.reference, Done())
    other = ticks.process(await open_store(packs=PACKS))
    told = await asyncio.gather(ticks.run(), other.run(), ticks.run(), other.run())
    assert sum(told) == 6
    assert [len(await ticks.said(who)) for who in people] == [1] * 6
    assert await office.count(outbox) == 6


async def test_many_are_told_in_batches(
    ticks: Ticks, office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.case_telling.BATCH", 2)
    people = [await office.tenant(f"07700 9001{number:02}") for number in range(5)]
    for who in people:
        await office.file(who, **LIGHT)
    (known,) = await office.cases.of(people[0])
    changes: tuple[Change, ...] = (Summary("one"), Summary("two"))
    for change in changes:
        await office.staff(known.reference, change)
    assert await ticks.run() == 10
    assert await ticks.untold() == 0
