"""What does not arrive on the first channel goes on the other, never on both while the first may come."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.integration.fan_out.crowd import warning
from tests.integration.reminding.people import People

FIRST, OTHER = "alert:1:1:sms", "alert:1:1:telegram"


@pytest.fixture
async def linked(people: People) -> People:
    """Somebody with text messages and, for when these fail, Telegram; an alert has gone to them."""
    person = await people.person("+447700900123", 3)
    await people.link(person, "telegram", "chat 7")
    await people.set(person, fallback="telegram")
    await people.warn(warning(3))
    return people


async def lost(people: People, status: str = "undelivered", **more: object) -> None:
    await people.ends(FIRST, **{"status": status, "done_at": people.clock.now(), **more})


@pytest.mark.parametrize("status", ["failed", "undelivered"])
async def test_what_did_not_arrive_goes_on_the_other_channel_once(linked: People, status: str) -> None:
    await lost(linked, status)
    assert await linked.reminding.fall_back() == 1
    assert await linked.reminding.fall_back() == 0
    assert [one.address for one in (await linked.drain(channel="telegram")).taken] == ["chat 7"]
    columns = ("key", "channel", "told", "level", "priority", "kind")
    assert await linked.rows(*columns, like=OTHER) == [(OTHER, "telegram", "new", 3, 20, "alert")]
    first, second = await linked.rows("version_id", "alert_id", "expires_at", like="alert:")
    assert first == second


@pytest.mark.parametrize(
    "status", ["waiting", "sending", "uncertain", "sent", "delivered", "dropped", "expired"]
)
async def test_while_the_first_may_still_come_or_has_come_nothing_else_goes(
    linked: People, status: str
) -> None:
    done = status in ("delivered", "dropped", "expired")
    await linked.ends(FIRST, status=status, done_at=linked.clock.now() if done else None)
    assert await linked.reminding.fall_back() == 0


async def test_an_address_that_the_provider_refuses_falls_back(linked: People) -> None:
    await linked.store.suppressions.suppress("sms", "+447700900123", "all", "provider")
    await lost(linked, "suppressed")
    assert await linked.reminding.fall_back() == 1


async def test_a_stop_does_not(linked: People) -> None:
    await linked.store.suppressions.suppress("sms", "+447700900123", "pushes", "resident")
    await lost(linked, "suppressed")
    assert await linked.reminding.fall_back() == 0


async def test_who_has_stopped_the_other_channel_gets_nothing_there(linked: People) -> None:
    await linked.store.suppressions.suppress("telegram", "chat 7", "pushes", "resident")
    await lost(linked)
    assert await linked.reminding.fall_back() == 0


async def test_what_is_of_no_use_any_more_does_not_go(linked: People) -> None:
    await lost(linked)
    linked.clock.advance(dt.timedelta(hours=24))
    assert await linked.reminding.fall_back() == 0


async def test_of_an_older_version_nothing_goes(linked: People) -> None:
    await lost(linked)
    await linked.warn(warning(4))
    await linked.reminding.fall_back()
    assert await linked.rows("key", like=OTHER) == []


@pytest.mark.parametrize(
    "row", [{"fallback": ""}, {"fallback": "sms"}, {"fallback": "web"}, {"state": "paused"}]
)
async def test_without_another_channel_there_is_none(linked: People, row: dict[str, str]) -> None:
    await linked.set(1, **row)
    await lost(linked)
    assert await linked.reminding.fall_back() == 0


async def test_quiet_hours_hold_there_too_but_not_for_danger(linked: People) -> None:
    await linked.set(1, quiet_start=0, quiet_end=24 * 60)
    await lost(linked)
    assert await linked.reminding.fall_back() == 0
    await linked.set(1, override=3)
    assert await linked.reminding.fall_back() == 1


async def test_the_all_clear_falls_back_as_well(linked: People) -> None:
    await lost(linked)
    await linked.reminding.fall_back()
    await linked.drain(channel="telegram")
    await linked.warn(warning(0, status="over"))
    await linked.ends("alert:2:", status="failed", done_at=linked.clock.now())
    assert await linked.reminding.fall_back() == 1
    assert await linked.rows("told", like="alert:2:1:telegram") == ["clear"]


async def test_the_words_are_those_of_the_reader(people: People) -> None:
    person = await people.person("ada", 3, places=("LS9 8AA",), speaks="pl")
    await people.link(person, "telegram", "chat 7")
    await people.set(person, fallback="telegram")
    await people.warn(warning(3))
    people.says.clear()
    await lost(people)
    await people.reminding.fall_back()
    assert [language for language, _ in people.says] == ["pl"]
