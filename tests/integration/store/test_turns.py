"""A message comes in, a turn is opened, its outcome is written: the two transactions of a turn."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec import structs

from accessibility.text import Rendered, RenderedChoice, RenderedLink
from bot.clock import FixedClock
from bot.handover.request import owner_of
from bot.store.conversation import Superseded
from bot.store.lines import NewEntry
from bot.store.store import Store
from bot.store.turn import Moved
from channels.message import Entry
from tests.databases import START
from tests.integration.store.talking import (
    HOLDER,
    ME,
    OTHER,
    duplicate,
    line,
    message,
    opened,
    outcome,
    read,
    said,
)


async def test_the_first_message_begins_a_conversation(store: Store) -> None:
    turn = await opened(store, message("when is my bin"))
    conversation = turn.conversation
    assert (conversation.channel, conversation.address) == ("sms", ME)
    assert (conversation.owner, conversation.revision, conversation.language) == ("bot", 0, "")
    assert (conversation.state, conversation.kept) == (b"", False)
    assert conversation.created_at == conversation.last_at == START
    assert (turn.seq, turn.attempts, turn.holder) == (1, 0, HOLDER)
    assert turn.inbound.text == "when is my bin"


async def test_the_next_message_finds_what_the_last_turn_left(store: Store, clock: FixedClock) -> None:
    first, _ = await said(store, "when is my bin", line("Thursday"), state=b'{"asked":1}')
    clock.advance(seconds=60)
    second = await opened(store, message("and the brown one"))
    assert second.conversation.id == first.conversation.id
    assert second.conversation.state == b'{"asked":1}'
    assert (second.conversation.revision, second.conversation.language) == (1, "en")
    assert second.conversation.created_at == START
    assert second.conversation.last_at == START + dt.timedelta(seconds=60)
    assert second.seq == second.conversation.last_seq == 3


async def test_the_transcript_has_both_sides_in_order(store: Store) -> None:
    await said(store, "when is my bin", line("Thursday."), line("Another address?"))
    await said(store, "no", line("OK."))
    assert await read(store) == [
        (1, "resident", "when is my bin"),
        (2, "assistant", "Thursday."),
        (3, "assistant", "Another address?"),
        (4, "resident", "no"),
        (5, "assistant", "OK."),
    ]


async def test_the_new_lines_come_back_as_they_will_be_read(store: Store, clock: FixedClock) -> None:
    rich = Rendered(
        "Który adres?",
        "pl",
        machine=True,
        choices=(RenderedChoice("a", "1", "Oakwood Court"),),
        links=(RenderedLink("https://example.org", "Więcej"),),
        english="Which address?",
    )
    turn = await opened(store, message())
    clock.advance(seconds=1)
    write = outcome(turn, NewEntry("assistant", rich, b"{}", expects_answer=True, importance="safety"))
    entries = await store.commit_turn(write)
    assert entries == (Entry(2, clock.now(), "assistant", rich, True, "safety"),)
    assert tuple(await store.transcript.read("sms", ME, after=1)) == entries


async def test_a_turn_may_have_nothing_to_say(store: Store) -> None:
    _, entries = await said(store, "thanks")
    assert entries == ()
    assert await read(store) == [(1, "resident", "thanks")]


@pytest.mark.parametrize(
    ("words", "direction"), [("میرا بن", "rtl"), ("12 my bin", "ltr"), ("", "ltr"), ("12 بن", "rtl")]
)
async def test_the_residents_words_keep_their_direction(store: Store, words: str, direction: str) -> None:
    await opened(store, message(words))
    (entry,) = await store.transcript.read("sms", ME)
    assert (entry.rendered.text, entry.rendered.direction) == (words, direction)


async def test_the_residents_words_are_in_the_conversations_language_once_there_is_one(store: Store) -> None:
    turn = await opened(store, message("dzień dobry"))
    await store.commit_turn(outcome(turn, language="pl"))
    await opened(store, message("kiedy śmieci"))
    assert [entry.rendered.language for entry in await store.transcript.read("sms", ME)] == ["und", "pl"]


async def test_residents_are_kept_apart(store: Store) -> None:
    mine, _ = await said(store, "mine", line("yours"))
    theirs, _ = await said(store, "theirs", line("ours"), address=OTHER)
    same_number_on_web = await opened(store, message("web", channel="web"))
    ids = {mine.conversation.id, theirs.conversation.id, same_number_on_web.conversation.id}
    assert len(ids) == 3
    assert await read(store) == [(1, "resident", "mine"), (2, "assistant", "yours")]
    assert await read(store, OTHER) == [(1, "resident", "theirs"), (2, "assistant", "ours")]


async def test_the_same_message_again_gives_the_same_answers_and_does_nothing_twice(store: Store) -> None:
    first = message("when is my bin", id="SM-again")
    turn = await opened(store, first)
    answers = await store.commit_turn(outcome(turn, line("Thursday."), line("Anything else?")))
    await said(store, "no", line("OK."))
    again = await duplicate(store, first)
    assert (again.entries, again.working) == (answers, False)
    assert again.conversation_id == turn.conversation.id
    assert len(await read(store)) == 5


async def test_the_same_message_while_it_is_worked_on_has_no_answers_yet(store: Store) -> None:
    first = message(id="SM-again")
    turn = await opened(store, first)
    again = await duplicate(store, first)
    assert (again.entries, again.working) == ((), True)
    await store.commit_turn(outcome(turn, line("Thursday.")))
    assert [entry.text for entry in (await duplicate(store, first)).entries] == ["Thursday."]


async def test_an_id_that_another_resident_used_is_not_a_duplicate(store: Store) -> None:
    """Web clients make their ids themselves: nobody may get another's answers by guessing one."""
    turn = await opened(store, message("mine", id="1"))
    await store.commit_turn(outcome(turn, line("secret")))
    theirs = await opened(store, message("theirs", id="1", address=OTHER))
    assert theirs.conversation.id != turn.conversation.id


async def test_a_reply_for_an_older_revision_is_dropped(store: Store) -> None:
    turn = await opened(store, message())
    await store.commit_turn(outcome(turn, line("first")))
    with pytest.raises(Superseded) as dropped:
        await store.commit_turn(outcome(turn, line("second"), state=b"stale"))
    assert dropped.value.owner == "bot"
    assert [text for _, _, text in await read(store)] == ["my bin", "first"]
    assert (await opened(store, message())).conversation.state == b"{}"


async def test_a_reply_to_an_erased_conversation_is_dropped(store: Store) -> None:
    turn = await opened(store, message())
    await store.erase(turn.conversation.id)
    with pytest.raises(Superseded) as dropped:
        await store.commit_turn(outcome(turn, line("too late")))
    assert dropped.value.owner == "erased"
    assert await read(store) == []


async def test_a_turn_hands_the_conversation_over_in_the_same_moment(store: Store) -> None:
    turn = await opened(store, message("a person please"))
    write = outcome(turn, line("You are next."))
    await store.commit_turn(structs.replace(write, moved=Moved("queue")))
    later = await opened(store, message("hello?"))
    assert later.conversation.owner == "queue"
    in_queue = structs.replace(outcome(later, line("Still next.")), owner="queue")
    assert [entry.text for entry in await store.commit_turn(in_queue)] == ["Still next."]


async def test_consent_is_kept_until_it_is_taken_back(store: Store) -> None:
    for consent, kept in ((True, True), (None, True), (False, False)):
        turn = await opened(store, message())
        await store.commit_turn(structs.replace(outcome(turn), kept=consent))
        check = await opened(store, message())
        assert check.conversation.kept is kept
        await store.commit_turn(outcome(check))


async def test_the_last_replies_can_be_said_again(store: Store) -> None:
    turn, _ = await said(store, "one", line("1", reply='{"text":1}'))
    await said(store, "two", line("2a", reply='{"text":"2a"}'), line("2b", reply='{"text":"2b"}'))
    await opened(store, message("again"))
    assert await store.last_replies(turn.conversation.id) == (b'{"text":"2a"}', b'{"text":"2b"}')


async def test_where_nothing_was_said_there_is_nothing_to_say_again(store: Store) -> None:
    turn = await opened(store, message())
    assert await store.last_replies(turn.conversation.id) == ()


async def test_leaving_a_turn_handles_its_message_and_frees_the_turn(store: Store) -> None:
    turn = await opened(store, message("a person please"))
    await store.commit_turn(structs.replace(outcome(turn), moved=Moved(owner_of(7))))
    first = message("for the adviser", id="SM-left")
    await store.leave_turn(await opened(store, first))
    again = await duplicate(store, first)
    assert (again.entries, again.working) == ((), False)
    assert await store.unfinished() == ()
    await opened(store, message("next"))


async def test_a_message_that_nobody_reads_any_more_is_taken_up_again(store: Store) -> None:
    """The adviser has handed the resident back while the turn was being left."""
    turn = await opened(store, message("my bin", id="SM-between"))
    await store.leave_turn(turn)
    (found,) = await store.unfinished()
    assert found.inbound.text == "my bin"
    assert await store.open_again(found, "another") is not None


async def test_the_store_answers_when_it_is_asked(store: Store) -> None:
    await store.ping()
