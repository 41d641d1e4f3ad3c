"""A large sending waits for a second person, and what staff write always does."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace
from sqlalchemy import insert, select

from bot.store.alert_tables import alert_versions
from bot.store.approvals import NotYours
from bot.store.staff_tables import staff
from bot.store.store import Store
from notifier.alert import Alert, CouncilFacts, Level, Publisher
from tests.integration.fan_out.crowd import EVERYWHERE, Crowd, warning

AT = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)


@pytest.fixture
async def members(store: Store, crowd: Crowd) -> tuple[int, int]:
    """Two members of staff."""
    new = [
        {
            "login": crowd.keys.seal(name),
            "login_lookup": crowd.keys.find("login", name),
            "name": crowd.keys.seal(name),
            "role": "adviser",
            "team": "",
            "step": 0,
            "failures": 0,
            "active": True,
            "created_at": AT,
        }
        for name in ("ann", "ben")
    ]
    await store.database.write(lambda connection: connection.execute(insert(staff), new).close())
    found = await store.database.read(lambda connection: connection.scalars(select(staff.c.id)).all())
    return found[0], found[1]


@pytest.fixture
def thrifty(store: Store, crowd: Crowd) -> Crowd:
    """Where more than one segment needs a second person."""
    return Crowd(store, crowd.clock, limit=1)


def written(level: Level = 3) -> Alert:
    """What somebody of the council has to say."""
    facts = CouncilFacts({"en": "The bridge in Kirkstall is shut."})
    return Alert("", 1, "council", level, "new", EVERYWHERE, facts, Publisher("Leeds City Council"), AT)


async def status(store: Store) -> list[str]:
    """Of every version."""
    query = select(alert_versions.c.status).order_by(alert_versions.c.id)
    return list(await store.database.read(lambda connection: connection.scalars(query).all()))


async def test_a_large_sending_waits_and_goes_once_somebody_has_said_yes(
    thrifty: Crowd, store: Store, members: tuple[int, int]
) -> None:
    for number in range(3):
        await thrifty.person(f"person {number}")
    assert await thrifty.warn(warning(3)) == 0
    assert await status(store) == ["waits"]
    assert thrifty.held == [1]
    [version] = await store.alerts.versions()
    assert version.recipients == 3
    assert (version.segments or 0) >= 3
    await store.approvals.approve(version.id, members[0])
    assert await thrifty.fan_out.all() == 3
    assert await status(store) == ["sent"]


async def test_what_waits_is_in_force_for_those_who_ask(thrifty: Crowd, store: Store) -> None:
    await thrifty.person("ada")
    await thrifty.person("grace")
    await thrifty.warn(warning(3))
    assert [alert.level for alert in await store.alerts.in_force()] == [3]


async def test_danger_never_waits_and_nor_does_the_all_clear(thrifty: Crowd, store: Store) -> None:
    for number in range(3):
        await thrifty.person(f"person {number}")
    await thrifty.tell(warning(4))
    await thrifty.tell(warning(4, status="over"))
    assert await status(store) == ["sent", "sent"]


async def test_a_no_is_noted_for_everybody_whom_it_would_have_reached(
    thrifty: Crowd, store: Store, members: tuple[int, int]
) -> None:
    for number in range(3):
        await thrifty.person(f"person {number}")
    await thrifty.warn(warning(3))
    [version] = await store.alerts.versions()
    await store.approvals.refuse(version.id, members[0])
    await thrifty.fan_out.all()
    assert await status(store) == ["refused"]
    assert await thrifty.told("status", code="refused") == ["suppressed"] * 3
    assert (await thrifty.drain()).taken == []


async def test_what_is_overtaken_while_it_waits_is_never_sent(
    thrifty: Crowd, store: Store, members: tuple[int, int]
) -> None:
    for number in range(3):
        await thrifty.person(f"person {number}")
    await thrifty.warn(warning(3))
    [first] = await store.alerts.versions()
    await thrifty.warn(warning(4))
    with pytest.raises(NotYours):
        await store.approvals.approve(first.id, members[0])
    assert await status(store) == ["superseded", "sent"]


async def test_what_staff_write_is_seen_by_nobody_until_another_says_yes(
    crowd: Crowd, store: Store, members: tuple[int, int]
) -> None:
    ann, ben = members
    await crowd.person("ada", kind="council")
    version = await store.approvals.draft("form-1", written(), ann)
    assert await store.approvals.draft("form-1", written(), ann) == version
    await store.approvals.rewrite(version, written(2), ann)
    await store.approvals.submit(version, ann)
    assert await crowd.fan_out.all() == 0
    assert await store.alerts.in_force() == ()
    await store.approvals.approve(version, ben)
    assert await crowd.fan_out.all() == 1
    assert await crowd.told("told", "level") == [("new", 2)]


async def test_nobody_says_yes_to_what_they_have_written(
    crowd: Crowd, store: Store, members: tuple[int, int]
) -> None:
    ann, ben = members
    version = await store.approvals.draft("form-1", written(), ann)
    with pytest.raises(NotYours):
        await store.approvals.approve(version, ben)  # it is still being written
    with pytest.raises(NotYours):
        await store.approvals.rewrite(version, written(), ben)
    await store.approvals.submit(version, ann)
    for decide in (store.approvals.approve, store.approvals.refuse):
        with pytest.raises(NotYours):
            await decide(version, ann)
    await store.approvals.approve(version, ben)
    with pytest.raises(NotYours):
        await store.approvals.approve(version, ben)


async def test_a_refused_draft_has_never_been(crowd: Crowd, store: Store, members: tuple[int, int]) -> None:
    ann, ben = members
    version = await store.approvals.draft("form-1", written(), ann)
    await store.approvals.submit(version, ann)
    await store.approvals.refuse(version, ben)
    await crowd.fan_out.all()
    assert await store.alerts.in_force() == ()


async def test_what_staff_said_ends_with_an_all_clear_for_those_who_heard_it(
    crowd: Crowd, store: Store, members: tuple[int, int]
) -> None:
    ann, ben = members
    await crowd.person("ada", kind="council")
    version = await store.approvals.draft("form-1", written(), ann)
    await store.approvals.submit(version, ann)
    await store.approvals.approve(version, ben)
    await crowd.fan_out.all()
    await crowd.drain()
    known = await store.alerts.version(version)
    assert known is not None
    await store.approvals.end(known.alert_id, ann)
    await crowd.fan_out.all()
    assert await crowd.told() == ["new", "clear"]
    with pytest.raises(NotYours):
        await store.approvals.end(known.alert_id, ann)


async def test_a_draft_whose_time_is_over_is_dropped_in_silence(
    crowd: Crowd, store: Store, members: tuple[int, int]
) -> None:
    soon = replace(written(), expires=crowd.clock.now() + dt.timedelta(minutes=5))
    await store.approvals.draft("form-1", soon, members[0])
    crowd.clock.advance(seconds=301)
    assert await store.alerts.expire() == ()
    assert await status(store) == ["superseded"]
