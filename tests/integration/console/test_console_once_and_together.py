"""One line a form in whichever process; names above lines; colleagues on other processes; waits as they are
shown."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import CookieJar, web
from aiohttp.test_utils import TestClient, TestServer

from tests.helpline import Helpline
from tests.integration.console.conftest import Browser, Opens
from tests.integration.console.test_console_danger import news
from tests.integration.console.test_console_talk import read, waits


@pytest.fixture
async def elsewhere(helpline: Helpline) -> AsyncIterator[TestClient[Any, Any]]:
    """Another process with the same database: its own memory, a browser of its own."""
    other = Helpline(helpline.parts)
    app = web.Application()
    app.add_routes(other.console.routes())
    app.on_shutdown.append(other.console.close)
    client: TestClient[Any, Any] = TestClient(TestServer(app), cookie_jar=CookieJar(unsafe=True))
    await client.start_server()
    yield client
    await client.close()


async def taken(helpline: Helpline, amira: Browser) -> str:
    reference = await waits(helpline)
    await amira.open("/helpline/queue")
    await amira.send(f"/helpline/talk/{reference}/claim")
    return reference


async def test_a_form_that_reaches_two_processes_says_it_once(
    helpline: Helpline, enters: Opens, elsewhere: TestClient[Any, Any]
) -> None:
    amira = await enters("Amira Khan")
    reference = await taken(helpline, amira)
    there = Browser(elsewhere)
    await there.sign_in("amira@example.org")
    await there.open(f"/helpline/talk/{reference}")
    action = f"/helpline/talk/{reference}/reply"
    once = amira._hidden(action)["once"]
    await asyncio.gather(
        *(one.send(action, words="Once.", once=once) for one in (amira, there) for _ in range(3))
    )
    assert [text for who, text in await read(helpline) if who == "adviser"] == ["Once."]
    replies = [one for one in await helpline.stores.audit.recent() if one.action == "reply"]
    assert len(replies) == 1


async def test_a_retry_after_a_failure_is_not_taken_for_a_repeat(
    helpline: Helpline, enters: Opens, monkeypatch: pytest.MonkeyPatch
) -> None:
    amira = await enters("Amira Khan")
    reference = await taken(helpline, amira)
    before, action = amira.page, f"/helpline/talk/{reference}/reply"
    handovers = helpline.stores.handovers
    real = handovers.write

    async def fails(*_: object) -> Any:
        raise OSError("the database is away")

    monkeypatch.setattr(handovers, "write", fails)
    await amira.send(action, words="Hello.")
    assert amira.status == 500
    monkeypatch.setattr(handovers, "write", real)
    amira.page = before
    await amira.send(action, words="Hello.")
    assert ("adviser", "Hello.") in await read(helpline)


async def test_a_second_click_on_take_leads_to_the_same_page(
    helpline: Helpline, enters: Opens, elsewhere: TestClient[Any, Any]
) -> None:
    amira = await enters("Amira Khan")
    reference = await waits(helpline)
    there = Browser(elsewhere)
    await there.sign_in("amira@example.org")
    for one in (amira, there):
        await one.open("/helpline/queue")
    await amira.send(f"/helpline/talk/{reference}/claim")
    assert "You have this conversation" in await there.send(f"/helpline/talk/{reference}/claim")


async def test_a_note_that_is_sent_twice_is_kept_once(helpline: Helpline, enters: Opens) -> None:
    amira = await enters("Amira Khan")
    reference = await waits(helpline)
    await amira.open(f"/helpline/talk/{reference}")
    before = amira.page
    for _ in range(2):
        amira.page = before
        await amira.send(f"/helpline/talk/{reference}/note", words="Rang twice.")
    (found,) = (await helpline.stores.queue.look()).waiting
    assert len(await helpline.stores.notes.of(found.conversation)) == 1


async def test_what_an_adviser_writes_bears_their_first_name(helpline: Helpline, enters: Opens) -> None:
    amira = await enters("Amira Khan")
    reference = await taken(helpline, amira)
    await amira.send(f"/helpline/talk/{reference}/reply", words="Hello.")
    await amira.send(f"/helpline/talk/{reference}/quick", quick="2")
    lines = await helpline.parts.store.transcript.read("web", "resident-1")
    assert [(one.who, one.by) for one in lines[-2:]] == [("adviser", "Amira")] * 2
    assert {one.by for one in lines[:-2]} == {""}
    assert "Adviser Amira" in await amira.open(f"/helpline/talk/{reference}")


async def test_two_on_two_processes_see_each_other(
    helpline: Helpline, enters: Opens, elsewhere: TestClient[Any, Any]
) -> None:
    amira = await enters("Amira Khan")
    reference = await waits(helpline)
    await helpline.member("zoe@example.org", "Zoe Mann", "supervisor")
    zoe = Browser(elsewhere)
    await zoe.sign_in("zoe@example.org")
    events = f"/helpline/talk/{reference}/events"
    async with amira.client.get(events) as stream:
        assert await news(stream, "here") == {"names": []}
        async with zoe.client.get(events) as other:
            assert await news(other, "here") == {"names": ["Amira"]}
            assert await news(stream, "here") == {"names": ["Zoe"]}
            assert "Amira is also here." in await zoe.open(f"/helpline/talk/{reference}")
        assert await news(stream, "here") == {"names": []}


async def test_danger_with_nobody_on_shift_stands_in_the_queue_and_alarms_supervisors(
    helpline: Helpline, enters: Opens
) -> None:
    zoe = await enters("Zoe Mann", "supervisor", shift=False)
    async with zoe.client.get("/helpline/events") as stream:
        assert await news(stream, "danger") == {"waiting": []}
        await helpline.says("i smell gas")
        (found,) = (await helpline.stores.queue.look()).waiting
        assert (found.priority, found.hazard, found.status) == (0, "gas", "queued")
        assert (await news(stream, "danger"))["waiting"][0]["reference"] == found.reference
    assert await helpline.stores.handovers.announced() == (found.id,)


async def test_who_begins_the_next_shift_takes_them_first_and_the_assistant_is_silent(
    helpline: Helpline, enters: Opens
) -> None:
    zoe = await enters("Zoe Mann", "supervisor", shift=False)
    await helpline.says("i smell gas", "in danger")
    await helpline.says("when is my bin at 3 hollin mews", "in danger")
    assert (await read(helpline, "in danger"))[-1][0] == "assistant", "it goes on helping"
    await zoe.open("/helpline/queue")
    await zoe.send("/helpline/shift", until="17:00")
    await waits(helpline, "asked later")
    queue = (await helpline.stores.queue.look()).waiting
    assert [one.hazard for one in queue] == ["gas", ""]
    await zoe.open("/helpline/queue")
    await zoe.send(f"/helpline/talk/{queue[0].reference}/claim")
    said = await read(helpline, "in danger")
    await helpline.says("when is my bin", "in danger")
    assert await read(helpline, "in danger") == [*said, ("resident", "when is my bin")]


async def test_the_wait_that_is_shown_counts_opening_hours(helpline: Helpline, enters: Opens) -> None:
    zoe = await enters("Zoe Mann", "supervisor", shift=False)
    await helpline.says("i smell gas")
    page = await zoe.open("/helpline/queue")
    assert "under a minute" in page
    assert 'data-until="2026-11-24T17:00:00+00:00"' in zoe.page, "the page's own clock stops then"
    helpline.parts.clock.advance(days=1)  # type: ignore[attr-defined]
    await zoe.sign_in("zoe@example.org")
    page = await zoe.open("/helpline/queue")
    assert "8 h 0 min of opening hours, since 24 Nov 2026, 10:00" in page
