"""One conversation on several channels: linked by a code that works once, never silently."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from msgspec import structs

from accessibility.text import Rendered, RenderedLink
from bot.clock import FixedClock
from bot.handover.request import QUEUE, NewHandover
from bot.store.links import LASTS, Busy
from bot.store.sealed import Keys
from bot.store.store import Store
from bot.store.turn import Moved
from channels.message import Inbound
from tests.databases import SECRET, OpenStore
from tests.integration.store.talking import line, opened, outcome

PAGE, PHONE, CHAT = "a-page", "+447700900123", "77"


def on(channel: str, address: str, text: str, clock: FixedClock) -> Inbound:
    return Inbound(f"{channel}-{text}", channel, address, text, clock.now())


async def talk(store: Store, clock: FixedClock, channel: str, address: str, text: str) -> int:
    """One message and its answer; the conversation's id."""
    turn = await opened(store, on(channel, address, text, clock))
    await store.commit_turn(outcome(turn, line(f"to {text}")))
    return turn.conversation.id


async def words(store: Store, channel: str, address: str) -> list[str]:
    return [entry.text for entry in await store.transcript.read(channel, address)]


async def linked(store: Store, clock: FixedClock) -> int:
    """A conversation that began on the page and goes on by text message."""
    page = await talk(store, clock, "web", PAGE, "on the page")
    code = await store.links.code(page)
    assert await store.links.take("code", code, "sms", PHONE) == page
    return page


async def test_a_linked_address_goes_on_with_the_same_conversation(store: Store, clock: FixedClock) -> None:
    page = await linked(store, clock)
    assert await talk(store, clock, "sms", PHONE, "by phone") == page
    said = ["on the page", "to on the page", "by phone", "to by phone"]
    assert await words(store, "web", PAGE) == said
    assert await words(store, "sms", PHONE) == said
    assert await store.links.linked(page) == ("sms",)


async def test_an_answer_goes_where_the_last_message_came_from(store: Store, clock: FixedClock) -> None:
    await linked(store, clock)
    turn = await opened(store, on("sms", PHONE, "by phone", clock))
    assert (turn.conversation.channel, turn.conversation.address) == ("sms", PHONE)
    await store.commit_turn(outcome(turn))
    turn = await opened(store, on("web", PAGE, "back again", clock))
    assert (turn.conversation.channel, turn.conversation.address) == ("web", PAGE)


async def test_a_page_sees_at_once_what_is_said_by_phone(store: Store, clock: FixedClock) -> None:
    await linked(store, clock)
    await talk(store, clock, "sms", PHONE, "by phone")
    news = await store.transcript.wait("web", PAGE, 2, 5)
    assert [entry.text for entry in news] == ["by phone", "to by phone"]


async def test_a_code_works_once(store: Store, clock: FixedClock) -> None:
    page = await talk(store, clock, "web", PAGE, "on the page")
    code = await store.links.code(page)
    assert await store.links.works("code", code)
    assert await store.links.take("code", code, "sms", PHONE) == page
    assert not await store.links.works("code", code)
    assert await store.links.take("code", code, "telegram", CHAT) is None


async def test_a_code_works_for_a_while(store: Store, clock: FixedClock) -> None:
    page = await talk(store, clock, "web", PAGE, "on the page")
    code = await store.links.code(page)
    clock.advance(LASTS["code"])
    assert await store.links.take("code", code, "sms", PHONE) is None
    assert (await store.sweep(clock.advance(seconds=1))).codes == 1


async def test_a_new_code_takes_the_place_of_the_old(store: Store, clock: FixedClock) -> None:
    page = await talk(store, clock, "web", PAGE, "on the page")
    old, new = await store.links.code(page), await store.links.code(page)
    assert await store.links.take("code", old, "sms", PHONE) is None
    assert await store.links.take("code", new, "sms", PHONE) == page


@pytest.mark.parametrize("code", ["", "22222222", "' OR 1=1 --", "x" * 500])
async def test_a_guess_links_nothing(store: Store, clock: FixedClock, code: str) -> None:
    page = await talk(store, clock, "web", PAGE, "on the page")
    await store.links.code(page)
    assert await store.links.take("code", code, "sms", PHONE) is None
    assert await store.links.linked(page) == ()


async def test_a_code_is_no_link_and_a_link_no_code(store: Store, clock: FixedClock) -> None:
    page = await talk(store, clock, "web", PAGE, "on the page")
    code = await store.links.code(page)
    assert await store.links.take("web", code, "web", "another") is None


async def test_the_address_s_own_conversation_gets_no_more_messages(store: Store, clock: FixedClock) -> None:
    own = await talk(store, clock, "sms", PHONE, "before")
    page = await linked(store, clock)
    assert page != own
    assert "before" not in await words(store, "sms", PHONE)
    assert await talk(store, clock, "sms", PHONE, "after") == page


async def test_nothing_is_linked_in_the_middle_of_a_talk_with_an_adviser(
    store: Store, clock: FixedClock
) -> None:
    turn = await opened(store, on("sms", PHONE, "a person please", clock))
    queued = structs.replace(outcome(turn), moved=Moved(QUEUE, NewHandover("asked")))
    await store.commit_turn(queued)
    page = await talk(store, clock, "web", PAGE, "on the page")
    code = await store.links.code(page)
    with pytest.raises(Busy):
        await store.links.take("code", code, "sms", PHONE)
    assert await store.links.works("code", code)


async def test_who_is_forgotten_is_forgotten_everywhere(store: Store, clock: FixedClock) -> None:
    await talk(store, clock, "sms", PHONE, "before")
    page = await linked(store, clock)
    await talk(store, clock, "sms", PHONE, "by phone")
    await store.erase(page)
    assert await words(store, "web", PAGE) == await words(store, "sms", PHONE) == []
    assert await talk(store, clock, "sms", PHONE, "anew") != page
    assert await words(store, "sms", PHONE) == ["anew", "to anew"]


async def test_who_is_forgotten_in_the_same_moment_uses_no_code_up(store: Store, clock: FixedClock) -> None:
    page = await talk(store, clock, "web", PAGE, "on the page")
    code = await store.links.code(page)
    phone = await talk(store, clock, "sms", PHONE, "before")
    await store.erase(phone)
    assert await store.links.join("code", code, phone) is None
    assert await store.links.works("code", code)
    assert await store.links.linked(page) == ()


async def test_unlinked_each_goes_its_own_way(store: Store, clock: FixedClock) -> None:
    page = await linked(store, clock)
    code = await store.links.code(page)
    assert await store.links.unlink(page) == 1
    assert not await store.links.works("code", code)
    assert await talk(store, clock, "sms", PHONE, "alone") != page
    assert await words(store, "web", PAGE) == ["on the page", "to on the page"]


async def test_a_link_to_oneself_changes_nothing(store: Store, clock: FixedClock) -> None:
    page = await talk(store, clock, "web", PAGE, "on the page")
    code = await store.links.code(page)
    assert await store.links.take("code", code, "web", PAGE) == page
    assert await store.links.linked(page) == ()
    assert await talk(store, clock, "web", PAGE, "again") == page


async def test_links_live_on_when_the_secret_changes(open_store: OpenStore, clock: FixedClock) -> None:
    store = await open_store()
    page = await linked(store, clock)
    await talk(store, clock, "sms", PHONE, "by phone")
    await talk(store, clock, "telegram", CHAT, "somebody else, linked to nothing")
    rotated = await open_store(keys=Keys(["another secret, of 32 characters or more", SECRET]))
    assert await talk(rotated, clock, "sms", PHONE, "at once") == page
    await rotated.sweep(clock.now())
    fresh = await open_store(keys=Keys(["another secret, of 32 characters or more"]))
    assert await talk(fresh, clock, "sms", PHONE, "later") == page
    assert await talk(fresh, clock, "web", PAGE, "page") == page


async def test_a_moved_conversation_stays_moved_when_the_secret_changes(
    open_store: OpenStore, clock: FixedClock
) -> None:
    store = await open_store()
    await talk(store, clock, "sms", PHONE, "before")
    page = await linked(store, clock)
    rotated = await open_store(keys=Keys(["another secret, of 32 characters or more", SECRET]))
    await rotated.sweep(clock.now())
    fresh = await open_store(keys=Keys(["another secret, of 32 characters or more"]))
    assert await talk(fresh, clock, "sms", PHONE, "after") == page


async def test_a_conversation_that_is_too_old_takes_its_links_along(store: Store, clock: FixedClock) -> None:
    page = await linked(store, clock)
    clock.advance(days=400)
    await store.sweep(clock.now())
    assert await store.links.linked(page) == ()
    assert await talk(store, clock, "sms", PHONE, "anew") != page


async def test_a_link_in_a_text_message_works_from_when_it_is_sent(
    database_url: str, clock: FixedClock
) -> None:
    code = "2345679CDFGHJKMN"

    def pack(lines: Sequence[Rendered]) -> Sequence[Rendered]:
        link = RenderedLink(f"https://bins.example.org/go/{code}", "Read all of it here")
        return (Rendered(lines[0].text, "en", links=(link,)),)

    store = await Store.open(database_url, Keys([SECRET]), clock, random=Random(7), packs={"sms": pack})
    try:
        assert not await store.links.works("web", code)
        phone = await talk(store, clock, "sms", PHONE, "a long question")
        assert await store.links.take("web", code, "web", PAGE) == phone
        assert await words(store, "web", PAGE) == ["a long question", "to a long question"]
        assert not await store.links.works("web", code)
    finally:
        await store.close()
