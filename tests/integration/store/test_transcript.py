"""Pages read the transcript, wait for its next line, and follow it across processes."""

from __future__ import annotations

import asyncio
import time

import pytest
from msgspec import structs
from sqlalchemy import select, update

from accessibility.text import Rendered
from bot.store.sealed import Keys
from bot.store.store import Store
from bot.store.tables import transcript
from tests.databases import SECRET, OpenStore
from tests.integration.store.talking import ME, OTHER, line, message, opened, outcome, read, said

SOON, LONG = 0.05, 10.0


async def test_a_page_reads_on_from_the_line_it_has(store: Store) -> None:
    await said(store, "one", line("1"))
    await said(store, "two", line("2"))
    assert await read(store, after=2) == [(3, "resident", "two"), (4, "assistant", "2")]
    assert await read(store, after=4) == []


async def test_where_there_is_no_conversation_there_is_nothing_to_read(store: Store) -> None:
    assert await read(store) == []
    assert await store.transcript.language("sms", ME) is None


async def test_the_language_is_known_once_it_is_settled(store: Store) -> None:
    turn = await opened(store, message())
    assert await store.transcript.language("sms", ME) is None
    await store.commit_turn(outcome(turn, language="ur"))
    assert await store.transcript.language("sms", ME) == "ur"
    assert await store.transcript.language("web", ME) is None


async def test_lines_that_are_there_are_not_waited_for(store: Store) -> None:
    await said(store, "one", line("1"))
    lines = await store.transcript.wait("sms", ME, 1, LONG)
    assert [entry.text for entry in lines] == ["1"]


async def test_waiting_ends_with_the_first_new_line(store: Store) -> None:
    turn = await opened(store, message("one"))
    waiting = asyncio.create_task(store.transcript.wait("sms", ME, 1, LONG))
    await asyncio.wait([waiting], timeout=SOON)
    await store.commit_turn(outcome(turn, line("1")))
    assert [entry.text for entry in await waiting] == ["1"]


async def test_waiting_ends_when_nothing_comes(store: Store) -> None:
    await said(store, "one", line("1"))
    started = time.monotonic()
    assert await store.transcript.wait("sms", ME, 2, SOON) == ()
    assert SOON <= time.monotonic() - started < LONG


async def test_a_page_may_wait_before_its_first_message(store: Store) -> None:
    waiting = asyncio.create_task(store.transcript.wait("sms", ME, 0, LONG))
    await asyncio.wait([waiting], timeout=SOON)
    await opened(store, message("one"))
    assert [entry.text for entry in await waiting] == ["one"]


async def test_others_conversations_wake_nobody(store: Store) -> None:
    waiting = asyncio.create_task(store.transcript.wait("sms", ME, 0, SOON * 4))
    await asyncio.wait([waiting], timeout=SOON)
    await said(store, "theirs", line("ours"), address=OTHER)
    assert await waiting == ()


async def test_erasing_wakes_the_pages_which_then_show_nothing(store: Store) -> None:
    turn, _ = await said(store, "one", line("1"))
    await store.erase(turn.conversation.id)
    assert await store.transcript.wait("sms", ME, 0, SOON) == ()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_a_page_on_another_process_follows(open_store: OpenStore) -> None:
    here, there = await open_store(), await open_store()
    turn = await opened(here, message("one"))
    waiting = asyncio.create_task(there.transcript.wait("sms", ME, 1, LONG))
    await asyncio.wait([waiting], timeout=SOON)
    await here.commit_turn(outcome(turn, line("1")))
    started = time.monotonic()
    assert [entry.text for entry in await waiting] == ["1"]
    assert time.monotonic() - started < LONG / 2


async def test_what_another_process_wrote_can_be_read(open_store: OpenStore) -> None:
    here, there = await open_store(), await open_store()
    await said(here, "one", line("1"))
    assert await read(there) == [(1, "resident", "one"), (2, "assistant", "1")]


async def test_the_adviser_s_name_is_kept_with_the_line_and_sealed(store: Store) -> None:
    said_by = structs.replace(line("Hello."), who="adviser", by="Amirabelle")
    await said(store, "help", said_by, line("From the assistant."))
    lines = await store.transcript.read("sms", ME)
    assert [entry.by for entry in lines] == ["", "Amirabelle", ""]
    bodies = await store.database.read(lambda c: c.scalars(select(transcript.c.body)).all())
    assert all(b"Amirabelle" not in body for body in bodies)


async def test_lines_from_before_there_were_names_are_read_as_they_are(store: Store) -> None:
    await said(store, "help", line("Hello."))
    old = Keys([SECRET]).seal((Rendered("Hello.", "en"), ""))
    change = update(transcript).where(transcript.c.seq == 2).values(body=old)
    await store.database.write(lambda connection: connection.execute(change).close())
    entry = (await store.transcript.read("sms", ME))[1]
    assert (entry.text, entry.by) == ("Hello.", "")
