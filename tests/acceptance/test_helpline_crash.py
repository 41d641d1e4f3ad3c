"""`kill -9` while advisers are at work: nothing said is lost or said twice, and who has a resident keeps them
until the lease has run out."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Iterator
from pathlib import Path

import pytest
from aiohttp import ClientError
from aiohttp.test_utils import unused_port

from tests.acceptance.conftest import Starts
from tests.acceptance.people import Adviser, Town
from tests.acceptance.program import Program
from tests.acceptance.staffed import SECRET, There, Waits, staffed
from tests.acceptance.stream import Line
from tests.databases import made_database

A_MINUTE_LATER, TWENTY_MINUTES_LATER = "2026-11-24T10:01", "2026-11-24T10:20"
PATIENCE = 45.0
"""Seconds from one start of the service to the next."""

TALKS = 24
KILLED_AT = (3, 12)
"""After how many answers the service is killed: early, and in the middle."""


pytestmark = pytest.mark.timeout(180)  # each test starts the service up to three times


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """A database of each kind, for one test."""
    if request.param == "sqlite":
        yield f"sqlite:///{folder}/snicket.db"
        return
    with made_database(request.getfixturevalue("postgresql_server")) as made:
        yield made


class Service:
    """The program on one database, killed and started again as its clock goes on."""

    def __init__(self, folder: Path, start: Starts, url: str) -> None:
        self._folder = folder
        self._start = start
        self._url = url
        self._port = unused_port()
        self._program: Program | None = None

    async def runs(self, now: str = "") -> str:
        """Starts it, at `now` or when the other tests start; its address."""
        settings = {"SNICKET_DATABASE_URL": self._url, "SNICKET_SECRET": SECRET, "PORT": str(self._port)}
        settings |= {"SNICKET_NOW": now} if now else {}
        self._program = await asyncio.to_thread(self._start, self._folder, **settings)
        return self._program.url

    def dies(self) -> None:
        assert self._program is not None
        self._program.kill()


@pytest.fixture
def service(folder: Path, start: Starts, url: str) -> Service:
    return Service(folder, start, url)


async def _before(url: str, talks: int) -> tuple[list[There], list[Waits]]:
    """Two advisers and so many who wait, before the service starts."""
    async with staffed(url) as helpline:
        return await helpline.advisers(2), await helpline.queue(talks)


def words(lines: list[Line]) -> list[tuple[str, str]]:
    return [(who, said) for _, who, said in lines]


async def test_a_claim_outlives_the_service_and_ends_with_its_lease(url: str, service: Service) -> None:
    [there, colleague], waits = await _before(url, 3)
    last = waits[-1]
    async with asyncio.timeout(PATIENCE), Town(await service.runs()) as town:
        amira, resident = town.adviser(there.cookie, there.token), town.resident(last.id)
        assert await amira.claims(last.reference)
        await amira.replies(last.reference, "I am looking at it.")
        await resident.says("thank you for that")
        said = await resident.lines()
        service.dies()
    async with asyncio.timeout(PATIENCE), Town(await service.runs(A_MINUTE_LATER)) as town:
        amira, resident = town.adviser(there.cookie, there.token), town.resident(last.id)
        ben = town.adviser(colleague.cookie, colleague.token)
        assert await resident.lines() == said
        assert "You have this conversation" in await amira.opens(f"talk/{last.reference}")
        assert not await ben.claims(last.reference), "it is still Amira's"
        await amira.replies(last.reference, "Here I am again.")
        assert words(await resident.lines(said[-1][0])) == [("adviser", "Here I am again.")]
        service.dies()
    async with asyncio.timeout(PATIENCE), Town(await service.runs(TWENTY_MINUTES_LATER)) as town:
        ben, resident = town.adviser(colleague.cookie, colleague.token), town.resident(last.id)
        await _waiting(ben, 3)
        assert await _next(ben) == last.reference, "at the front, before those who have waited as long"
        assert words(await resident.lines(said[-1][0])) == [("adviser", "Here I am again.")]
        assert await ben.claims(last.reference)
        await ben.replies(last.reference, "I have taken over.")
        assert words(await resident.lines(said[-1][0] + 1))[-1] == ("adviser", "I have taken over.")


@pytest.mark.parametrize("answers", KILLED_AT)
async def test_what_is_being_written_is_said_once(url: str, service: Service, answers: int) -> None:
    """Each adviser writes to half of all residents, and all of these write too, when the service dies. What
    nobody had an answer to is sent again, as both pages do it: it may have been written already."""
    there, waits = await _before(url, TALKS)
    async with asyncio.timeout(PATIENCE), Town(await service.runs()) as town:
        crowd = Crowd(town, there, waits)
        await crowd.claimed()
        unanswered = await crowd.written(answers, service)
        assert unanswered, "the crash came too late"
    async with asyncio.timeout(PATIENCE), Town(await service.runs(A_MINUTE_LATER)) as town:
        crowd = Crowd(town, there, waits)
        before = [await one.lines(its.seq) for one, its in zip(crowd.residents, waits, strict=True)]
        assert await crowd.written() == set()
        for number, (one, its) in enumerate(zip(crowd.residents, waits, strict=True)):
            stored = await one.lines(its.seq)
            assert stored[: len(before[number])] == before[number], "what was read is not taken back"
            assert [seq for seq, _, _ in stored] == list(range(its.seq + 1, its.seq + 1 + len(stored)))
            told = [line for line in words(stored) if line[0] != "system"]
            assert sorted(told) == [("adviser", f"reply {number}"), ("resident", f"message {number}")]
            answered = {f"{kind} {number}" for kind in ("reply", "message")} - unanswered
            assert answered <= {said for _, said in words(before[number])}, "what was acknowledged is there"


class Crowd:
    """Two advisers and those they talk with, in turn."""

    def __init__(self, town: Town, there: list[There], waits: list[Waits]) -> None:
        self.residents = [town.resident(one.id) for one in waits]
        self._advisers = [town.adviser(one.cookie, one.token) for one in there]
        self._waits = waits

    async def claimed(self) -> None:
        """They take everybody."""
        for number, one in enumerate(self._waits):
            assert await self._of(number).claims(one.reference)

    async def written(self, answers: int = 0, service: Service | None = None) -> set[str]:
        """Everybody writes at once; the words that were not answered. After so many answers the service
        dies."""
        left: set[str] = set()
        count = 0

        async def one(what: str, sending: Awaitable[None]) -> None:
            nonlocal count
            try:
                await sending
            except (OSError, ClientError):
                left.add(what)
                return
            count += 1
            if service is not None and count == answers:
                service.dies()

        async with asyncio.TaskGroup() as group:
            for number, its in enumerate(self._waits):
                reply, message = f"reply {number}", f"message {number}"
                replying = self._of(number).replies(its.reference, reply, f"the-reply-{number}")
                group.create_task(one(reply, replying))
                saying = self.residents[number].says(message, f"the-message-{number}")
                group.create_task(one(message, saying))
        return left

    def _of(self, number: int) -> Adviser:
        return self._advisers[number % len(self._advisers)]


async def _waiting(adviser: Adviser, count: int) -> None:
    """Waits until so many wait: leases that have run out are looked for every few seconds."""
    enough = asyncio.Event()

    def hear(kind: str, data: object) -> None:
        if kind == "queue" and isinstance(data, dict) and data["waiting"] >= count:
            enough.set()

    async with adviser.queue(hear):
        await enough.wait()


async def _next(adviser: Adviser) -> str:
    """Who stands first on the queue's page."""
    found = re.search(r"/talk/(\w+)/claim", await adviser.opens("queue"))
    assert found
    return found[1]
