"""The conversation on standard input and output."""

from __future__ import annotations

import asyncio
import io
import itertools
import json
import threading
from collections.abc import AsyncIterator, Sequence

from accessibility.text import Rendered
from channels.fake import Assistant, by_words, said
from channels.message import Modality
from channels.terminal import chat, lines
from tests.unit.channels.conftest import ANSWERS, Ticker


async def typed(words: Sequence[str]) -> AsyncIterator[str]:
    for line in words:
        yield line


async def talk(
    *words: str, modality: Modality = "screen", as_json: bool = False, answer: Rendered | None = None
) -> tuple[list[str], Assistant]:
    """What is written when these lines are typed."""
    clock = Ticker()
    assistant = Assistant(by_words(ANSWERS, answer), clock)
    written: list[str] = []
    ids = (f"id-{number}" for number in itertools.count())
    await chat(
        assistant.receive,
        typed(words),
        written.append,
        channel_name="terminal",
        modality=modality,
        language="pl",
        as_json=as_json,
        clock=clock,
        ids=lambda: next(ids),
    )
    return written, assistant


async def test_a_person_reads_words_and_numbered_choices() -> None:
    written, _ = await talk("bins\n")
    assert written == ["Which home?\n  1  14 Oakwood Court\n  2  15 Oakwood Court"]


async def test_a_typed_number_picks_the_choice() -> None:
    written, assistant = await talk("bins", " 2 \n")
    assert written[1] == "Thursday 26 November.\n  Add to my calendar: https://leeds.test/15.ics"
    assert [(inbound.text, inbound.choice) for inbound in assistant.received] == [("bins", ""), ("2", "")]


async def test_each_run_is_one_conversation() -> None:
    _, assistant = await talk("one", "", "  \n", "two")
    assert [(inbound.id, inbound.address) for inbound in assistant.received] == [
        ("id-1", "id-0"),
        ("id-2", "id-0"),
    ]
    assert {(inbound.channel, inbound.locale_hint) for inbound in assistant.received} == {("terminal", "pl")}


async def test_json_is_one_reply_a_line() -> None:
    written, _ = await talk("bins", "2", as_json=True)
    assert all("\n" not in line for line in written)
    assert [json.loads(line) for line in written] == [
        {
            "text": "Which home?",
            "choices": [
                {"id": "home:14", "key": "1", "label": "14 Oakwood Court"},
                {"id": "home:15", "key": "2", "label": "15 Oakwood Court"},
            ],
            "links": [],
            "language": "en",
            "expects_answer": True,
        },
        {
            "text": "Thursday 26 November.",
            "choices": [],
            "links": [{"url": "https://leeds.test/15.ics", "label": "Add to my calendar"}],
            "language": "en",
            "expects_answer": False,
        },
    ]


async def test_the_english_beside_is_shown() -> None:
    written, _ = await talk("?", answer=said("Czwartek.", language="pl", english="Thursday."))
    assert written == ["Czwartek.\nThursday."]


async def test_a_text_message_stands_as_it_would_be_sent() -> None:
    sms = said("Which home? 1 number 14, 2 number 15", ("home:14", "14"), ("home:15", "15"))
    written, _ = await talk("?", modality="sms", answer=sms)
    assert written == ["Which home? 1 number 14, 2 number 15"]


async def test_speech_is_shown_as_its_words_and_as_it_is_in_json() -> None:
    ssml = said('<speak>Bread &amp; butter.<break time="400ms"/>Tomorrow.</speak>')
    assert (await talk("?", modality="speech", answer=ssml))[0] == ["Bread & butter. Tomorrow."]
    [line] = (await talk("?", modality="speech", answer=ssml, as_json=True))[0]
    assert json.loads(line)["text"].startswith("<speak>")


async def test_lines_of_a_file_end_with_it() -> None:
    assert [line async for line in lines(io.StringIO("one\ntwo"))] == ["one\n", "two"]
    assert [line async for line in lines(io.StringIO(""))] == []


async def test_an_unread_stream_does_not_hold_up_the_end() -> None:
    class Silent(io.StringIO):
        def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
            started.set()
            release.wait(20)
            return ""

    started, release = threading.Event(), threading.Event()
    waiting = asyncio.ensure_future(anext(lines(Silent()), None))
    await asyncio.to_thread(started.wait, 5)
    waiting.cancel()
    assert await asyncio.gather(waiting, return_exceptions=True)
    release.set()
