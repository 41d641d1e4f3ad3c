"""Photos reach Chatwoot's agents: they have no other way to see what residents are told that they can."""

from __future__ import annotations

import pytest
from msgspec import structs

from bot.relay.chatwoot import ChatwootError
from bot.relay.outward import NOT_PASSED, PHOTO
from channels.message import Media
from tests.integration.relay.chatwoot_server import FakeChatwoot
from tests.integration.relay.desk import Desk
from tests.integration.relay.residents import asks
from tests.integration.store.talking import ME, line, message, opened, outcome
from tests.pictures import encoded
from tests.pictures import opened as seen


async def keeps(desk: Desk, *photos: bytes) -> tuple[Media, ...]:
    return tuple([await desk.store.photos.keep("sms", ME, photo) for photo in photos])


async def sends(desk: Desk, *photos: bytes, text: str = "") -> None:
    """The resident sends photos while they wait."""
    media = await keeps(desk, *photos)
    turn = await opened(desk.store, structs.replace(message(text), media=media))
    await desk.store.leave_turn(turn)


async def test_a_photo_goes_with_its_words_once(desk: Desk, chatwoot: FakeChatwoot) -> None:
    handover = await desk.waits()
    await sends(desk, encoded(), encoded(kind="PNG"), text="It drips here.")
    await desk.step(handover)
    await desk.step(handover)
    assert chatwoot.said(1) == ["It drips here."]
    assert [len(one.get("attachments", ())) for one in chatwoot.messages[1]][-1] == 2
    assert [seen(file).size for file in chatwoot.files] == [(640, 480)] * 2
    assert chatwoot.messages[1][-1]["private"] is False


async def test_a_photo_alone_says_that_it_is_one(desk: Desk, chatwoot: FakeChatwoot) -> None:
    handover = await desk.waits()
    await sends(desk, encoded())
    await desk.step(handover)
    assert (chatwoot.said(1), len(chatwoot.files)) == ([PHOTO], 1)


async def test_photos_from_before_come_with_the_brief(desk: Desk, chatwoot: FakeChatwoot) -> None:
    media = await keeps(desk, encoded())
    turn = await opened(desk.store, structs.replace(message("my boiler"), media=media))
    await desk.store.commit_turn(outcome(turn, line("I see.")))
    await desk.step(await asks(desk.store))
    assert len(chatwoot.files) == 1
    assert chatwoot.said(1) == [], "agents read it, and nobody else"
    assert chatwoot.messages[1][0]["private"] is True


async def test_where_files_are_refused_the_words_come_all_the_same(
    desk: Desk, chatwoot: FakeChatwoot
) -> None:
    chatwoot.no_files = True
    handover = await desk.waits()
    await sends(desk, encoded(), text="It drips here.")
    await desk.says("Hello?")
    await desk.step(handover)
    assert chatwoot.said(1) == [f"It drips here.\n{NOT_PASSED}", "Hello?"]
    assert desk.failures == []


async def test_a_photo_whose_answer_was_lost_is_not_passed_on_twice(
    desk: Desk, chatwoot: FakeChatwoot
) -> None:
    handover = await desk.waits()
    await sends(desk, encoded(), text="It drips here.")
    chatwoot.fault, chatwoot.only = "lost", "POST conversations/1/messages"
    with pytest.raises(ChatwootError):
        await desk.step(handover)
    chatwoot.fault = ""
    await desk.look(handover)
    assert (chatwoot.said(1), len(chatwoot.files)) == (["It drips here."], 1)


async def test_a_photo_that_is_gone_holds_nothing_up(desk: Desk, chatwoot: FakeChatwoot) -> None:
    handover = await desk.waits()
    lost = Media("a-name-of-nothing-that-is-there", "image/jpeg", 10)
    turn = await opened(desk.store, structs.replace(message("Look"), media=(lost,)))
    await desk.store.leave_turn(turn)
    await desk.step(handover)
    assert (chatwoot.said(1), chatwoot.files) == (["Look"], [])
