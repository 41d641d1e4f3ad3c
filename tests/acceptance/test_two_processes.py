"""Two processes that serve on one PostgreSQL database: residents cannot tell which of them they talk to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.acceptance.asking import Resident, say
from tests.acceptance.crowd import Crowd
from tests.acceptance.program import Program

SECRET = "what both processes seal with in this test"
MESSAGES = 24

pytestmark = pytest.mark.xdist_group("two processes")

Pair = tuple[Program, Program]


@pytest.fixture(scope="module")
def pair(own: Path, postgresql_database: str) -> Iterator[Pair]:
    settings = {"SNICKET_DATABASE_URL": postgresql_database, "SNICKET_SECRET": SECRET}
    with Program(own, **settings) as one, Program(own, **settings) as other:
        yield one, other


def test_a_message_to_one_appears_on_the_stream_of_the_other(pair: Pair) -> None:
    one, other = pair
    here, there = Resident(one.port), Resident(other.port)
    here.open()
    there.cookie = here.cookie
    there.open()
    stream = HTTPConnection("127.0.0.1", one.port, timeout=20)
    try:
        stream.request("GET", "/chat/events?after=0", headers={"Cookie": here.cookie})
        events = stream.getresponse()
        assert events.status == 200
        there.write("when is my bin LS8 1AA")
        seen = [next_line(events), next_line(events)]
    finally:
        stream.close()
    assert [(line["who"], line["text"]) for line in seen] == there.page.lines
    assert here.open().lines == there.page.lines


def test_a_conversation_goes_on_with_the_other(pair: Pair) -> None:
    one, other = pair
    [which] = say(one.port, "moves", "when is my bin LS8 1AA")
    [days] = say(other.port, "moves", which["buttons"][0]["payload"])
    assert "This is for 2 Larch Row" in days["text"]
    assert say(one.port, "moves", "repeat") == [days]


async def test_a_message_sent_to_both_is_answered_once(pair: Pair, postgresql_database: str) -> None:
    crowds = [Crowd(program.url) for program in pair]
    first, second = await asyncio.gather(*(crowd.again("impatient", "same", "help") for crowd in crowds))
    assert first == second != []
    assert [who for _, who in transcript(postgresql_database)] == ["resident", "assistant"]


async def test_turns_of_one_conversation_stay_in_order(pair: Pair, postgresql_database: str) -> None:
    """Sent to both at the same time: each message is answered once, in the order in which they came."""
    crowds = [Crowd(program.url) for program in pair]
    words = ("when is my bin LS8 1AA", "2 larch row", "help", "repeat")
    async with asyncio.TaskGroup() as group:
        for number in range(MESSAGES):
            crowd, message = crowds[number % 2], words[number % len(words)]
            group.create_task(crowd.talk_one("hasty", f"message-{number}", message))
    assert all([*crowds[0].answers.values(), *crowds[1].answers.values()])
    found = transcript(postgresql_database)
    asked = [message for message, who in found if who == "resident"]
    answered = list(dict.fromkeys(message for message, who in found if who == "assistant"))
    assert len(asked) == MESSAGES
    assert answered == asked == sorted(asked)
    assert "Traceback" not in pair[0].log + pair[1].log


def next_line(events: Any) -> dict[str, Any]:
    """The data of the next `line` event; comments and the retry time are passed over."""
    while not (row := events.readline().decode()).startswith("data: "):
        assert row, "the stream ended"
    line: dict[str, Any] = json.loads(row.removeprefix("data: "))
    return line


def transcript(url: str) -> list[tuple[int, str]]:
    """(message, who) of the lines of the conversation that began last, in order."""
    last = "(SELECT max(id) FROM conversations)"
    asked = f"SELECT inbox_id, who FROM transcript WHERE conversation_id = {last} ORDER BY seq"
    with psycopg.connect(url) as database:
        return database.execute(asked).fetchall()
