"""What is written once for all who read the same, and never twice for one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import func, select

from accessibility.text import Rendered, _
from bot.store import notices
from bot.store.alert_tables import bodies
from bot.store.notices import Notice, Wording, recipient
from bot.store.store import Store
from bot.store.subscription_tables import subscriptions
from bot.store.tables import conversations
from channels.message import Reply
from channels.sms.packing import pack
from tests.integration.fan_out.crowd import warning
from tests.integration.reminding.people import COUNCIL, People, render

HELLO = Reply(_("Your alerts have ended."))


def two(reply: Reply, channel: str, language: str) -> Sequence[Rendered]:
    """A channel on which everything takes two messages."""
    return Rendered("one", language), Rendered("two", language)


async def whose(people: People) -> list[Any]:
    """All subscribers, as those see them who write to them."""
    query = select(*recipient(subscriptions.c.channel)).join(
        conversations, conversations.c.id == subscriptions.c.conversation_id
    )
    return list(await people.store.database.read(lambda c: c.execute(query.order_by("id")).all()))


async def put(people: People, *made: Notice) -> int:
    now = people.clock.now()
    return await people.store.database.write(lambda c: notices.write(c, made, now))


async def count(store: Store) -> int:
    query = select(func.count()).select_from(bodies)
    return int(await store.database.read(lambda c: c.scalar(query)) or 0)


@pytest.fixture
async def words(people: People) -> Wording:
    return Wording(
        people.keys,
        lambda reply, channel, language: [render(reply, language, False)],
        "x",
        people.clock.now(),
    )


def notice(people: People, key: str, row: Any, words: Wording, **more: Any) -> Notice:
    later = people.clock.now() + dt.timedelta(hours=1)
    return Notice(key, row, later, words.of(HELLO, row.channel, row.language), **more)


async def test_a_notice_is_written_once_for_its_key(people: People, words: Wording) -> None:
    await people.person("ada")
    (row,) = await whose(people)
    assert await put(people, notice(people, "k", row, words)) == 1
    assert await put(people, notice(people, "k", row, words)) == 0
    assert await people.messages() == ["Your alerts have ended."]


async def test_all_share_the_words(people: People, words: Wording) -> None:
    for number in range(5):
        await people.person(f"person {number}")
    made = [notice(people, f"k{row.id}", row, words) for row in await whose(people)]
    assert await put(people, *made) == 5
    assert await count(people.store) == 1


async def test_equal_words_of_a_later_run_are_not_written_again(people: People, words: Wording) -> None:
    await people.person("ada")
    (row,) = await whose(people)
    await put(people, notice(people, "k1", row, words))
    again = Wording(people.keys, lambda *_: [Rendered("new", "en")], "x", people.clock.now())
    await put(people, notice(people, "k2", row, again))
    assert await count(people.store) == 1
    assert len(set(await people.messages())) == 1


async def test_other_languages_and_matters_have_words_of_their_own(people: People, words: Wording) -> None:
    await people.person("ada")
    await people.person("bea", language="pl")
    rows = await whose(people)
    await put(people, *(notice(people, f"k{row.id}", row, words) for row in rows))
    other = Wording(people.keys, lambda *_: [Rendered("new", "en")], "y", people.clock.now())
    await put(people, notice(people, "other", rows[0], other))
    assert await count(people.store) == 3


async def test_what_takes_two_messages_is_sent_in_order(people: People) -> None:
    await people.person("ada")
    (row,) = await whose(people)
    both = Wording(people.keys, two, "x", people.clock.now())
    assert await put(people, notice(people, "k", row, both)) == 2
    assert [one.rendered.text for one in (await people.drain()).taken] == ["one", "two"]
    assert await people.rows("key", like="k") == ["k", "k:1"]


async def test_who_is_not_sent_it_has_a_row_without_address_and_words(people: People) -> None:
    await people.person("ada")
    (row,) = await whose(people)
    assert await put(people, Notice("k", row, people.clock.now(), code="unlinked")) == 0
    columns = ("status", "code", "body_id", "address", "to_lookup", "done_at")
    assert await people.rows(*columns) == [("suppressed", "unlinked", None, None, None, people.clock.now())]


async def test_the_address_that_was_linked_last_is_used(people: People) -> None:
    person = await people.person("browser", writes_on="web")
    await people.link(person, "sms", "+447700900123")
    await people.link(person, "sms", "+447700900456", days=1)
    (row,) = await whose(people)
    assert people.keys.open(row.address, str) == "+447700900456"


async def test_who_wants_nothing_is_seen_before_anything_is_written(people: People) -> None:
    for name in ("ada", "bea", "cleo"):
        await people.person(name)
    await people.store.suppressions.suppress("sms", "ada", "pushes", "resident")
    await people.store.suppressions.suppress("sms", "bea", "all", "provider")
    assert [bool(row.stopped) for row in await whose(people)] == [True, True, False]


async def test_nothing_is_cut_for_want_of_a_page_that_has_the_rest(people: People) -> None:
    await people.person("ada")
    (row,) = await whose(people)
    sentence = "This is a long sentence of a long message. "
    whole = Rendered(f"{COUNCIL}: {sentence * 30}".strip(), "en", safety=True)
    made = Wording(people.keys, lambda *_: pack([whole], COUNCIL, 1_600), "x", people.clock.now())
    await put(people, notice(people, "k", row, made))
    assert "".join(await people.messages()) == (sentence * 30).strip()


async def test_a_run_that_dies_before_it_has_written_tells_all_of_it_the_next_time(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    await people.publish()
    await people.with_bins("ada")
    people.at("2026-11-25T18:00")

    def dies(*args: object) -> int:
        raise RuntimeError("the process was killed")

    with monkeypatch.context() as patch:
        patch.setattr(notices, "write", dies)
        with pytest.raises(RuntimeError):
            await people.reminding.bins()
    assert await people.reminding.bins() == 1


async def test_words_go_when_their_time_is_over_and_rows_then_too(people: People, store: Store) -> None:
    await people.person("ada", 3)
    await people.tell(warning(3))
    (row,) = await whose(people)
    made = Wording(people.keys, two, "x", people.clock.now())
    await put(people, notice(people, "k", row, made))
    await people.drain()
    people.clock.advance(dt.timedelta(days=40))
    await store.sweep(people.clock.now())
    assert await count(store) == 0
    assert await people.rows("key") == []
