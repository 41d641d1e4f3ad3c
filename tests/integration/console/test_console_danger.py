"""Somebody in danger is announced to supervisors and to who is on shift, until somebody has taken them."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from tests.helpline import Helpline
from tests.integration.console.conftest import Browser, Opens


async def in_danger(helpline: Helpline, address: str = "resident-1") -> str:
    await helpline.says("i smell gas", address)
    return (await helpline.stores.queue.look()).waiting[0].reference


async def news(stream: Any, kind: str) -> Any:
    """The data of the stream's next event of this kind."""
    async with asyncio.timeout(10):
        while line := (await stream.content.readline()).decode().strip() or " ":
            if line == f"event: {kind}":
                return json.loads((await stream.content.readline()).decode().removeprefix("data: "))


def banner(browser: Browser) -> str:
    """The banner of the page, empty while it is hidden."""
    section = browser.page.partition('id="alarms"')[2].partition("</section>")[0]
    return "" if " hidden>" in section.partition("\n")[0] else section


async def test_it_stands_on_every_page_until_somebody_has_taken_them(
    helpline: Helpline, enters: Opens
) -> None:
    amira = await enters("Amira Khan")
    zoe = await enters("Zoe Mann", "supervisor", shift=False)
    reference = await in_danger(helpline)
    for one in (amira, zoe):
        for page in ("queue", "callbacks", "search", "figures", "password"):
            await one.open(f"/helpline/{page}")
            assert f'href="/helpline/talk/{reference}"' in banner(one), page
            assert "Smell of gas" in banner(one)
    await amira.open("/helpline/queue")
    await amira.send(f"/helpline/talk/{reference}/claim")
    await zoe.open("/helpline/figures")
    assert banner(zoe) == ""


async def test_who_is_off_shift_is_left_alone(helpline: Helpline, enters: Opens) -> None:
    ben, _amira = await enters("Ben Ode", shift=False), await enters("Amira Khan")
    await in_danger(helpline)
    await ben.open("/helpline/queue")
    assert banner(ben) == ""


async def test_the_stream_tells_it_at_once_and_again_when_it_comes_back(
    helpline: Helpline, enters: Opens
) -> None:
    zoe, _amira = await enters("Zoe Mann", "supervisor", shift=False), await enters("Amira Khan")
    async with zoe.client.get("/helpline/events") as stream:
        assert await news(stream, "danger") == {"waiting": []}
        reference = await in_danger(helpline)
        told = {"waiting": [{"reference": reference, "what": "Smell of gas"}]}
        assert await news(stream, "danger") == told
    async with zoe.client.get("/helpline/events") as stream:
        assert await news(stream, "danger") == told, "the same reference: the page has announced it"


async def test_the_stream_says_when_they_are_taken(helpline: Helpline, enters: Opens) -> None:
    amira = await enters("Amira Khan")
    reference = await in_danger(helpline)
    await amira.open("/helpline/queue")
    async with amira.client.get("/helpline/events") as stream:
        assert len((await news(stream, "danger"))["waiting"]) == 1
        await amira.send(f"/helpline/talk/{reference}/claim")
        assert await news(stream, "danger") == {"waiting": []}


async def taken(helpline: Helpline, amira: Browser) -> str:
    await helpline.says("talk to a person")
    (found,) = (await helpline.stores.queue.look()).waiting
    await amira.open("/helpline/queue")
    await amira.send(f"/helpline/talk/{found.reference}/claim")
    return found.reference


async def test_who_is_disabled_loses_their_residents_at_once(helpline: Helpline, enters: Opens) -> None:
    amira, olu = await enters("Amira Khan"), await enters("Olu Bell", "administrator")
    reference = await taken(helpline, amira)
    await olu.open("/helpline/people")
    with helpline.stores.hub.watch(helpline.stores.handovers.news) as watch:
        await olu.send("/helpline/people/active", staff="1", active="no")
        assert await watch.changed(5)
    (found,) = (await helpline.stores.queue.look()).waiting
    assert (found.reference, found.priority) == (reference, 1)


async def test_the_end_of_a_shift_is_told_to_every_page(helpline: Helpline, enters: Opens) -> None:
    amira = await enters("Amira Khan")
    await amira.open("/helpline/shift")
    with helpline.stores.hub.watch(helpline.stores.handovers.news) as watch:
        await amira.send("/helpline/shift/end")
        assert await watch.changed(5)
