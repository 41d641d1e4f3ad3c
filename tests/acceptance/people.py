"""Residents and advisers at their open pages, many at once, over HTTP as the pages' scripts speak it."""

from __future__ import annotations

import asyncio
import re
import secrets
import time
from collections.abc import Iterable

import aiohttp

from channels.web.door import Session
from tests.acceptance.stream import Hear, Line, Stream

NEIGHBOURS = 50
"""Residents who share a network address: the service bounds how often one address may write."""

PATIENCE = aiohttp.ClientTimeout(total=30)
_WAITING = re.compile(r'id="waiting-head">Waiting: (\d+)')


class Resident:
    """Somebody with the chat page open."""

    def __init__(self, session: aiohttp.ClientSession, url: str, id: str) -> None:
        self.id = id
        self._session = session
        self._url = url
        self._cookie = f"snicket={id}"

    async def says(self, words: str, id: str = "") -> None:
        """Writes, and waits until it is answered. The same `id` again is the same message."""
        body = {"id": id or secrets.token_hex(12), "text": words, "language": "en"}
        headers = {"Cookie": self._cookie, "X-Chat-Token": Session(self.id).token}
        asked = self._session.post(f"{self._url}/chat/messages", json=body, headers=headers, timeout=PATIENCE)
        async with asked as answer:
            assert answer.status == 200, await answer.text()

    async def lines(self, after: int = 0) -> list[Line]:
        """What a page that is opened now would show, from the line after `after` on."""
        url, headers = f"{self._url}/chat/messages?after={after}", {"Cookie": self._cookie}
        async with self._session.get(url, headers=headers, timeout=PATIENCE) as answer:
            shown = await answer.json()
            return [(line["seq"], line["who"], line["text"]) for line in shown["lines"]]

    def page(self, after: int, hear: Hear | None = None) -> Stream:
        """The live page, which has the lines up to `after`."""

        url = f"{self._url}/chat/events?after={after}"
        return Stream(self._session, url, after, self._cookie, hear)


class Adviser:
    """Somebody who has signed in: `cookie` is what their browser holds, `token` what its forms carry."""

    def __init__(self, session: aiohttp.ClientSession, url: str, cookie: str, token: str) -> None:
        self._session = session
        self._url = f"{url}/helpline"
        self._cookie = f"helpline={cookie}"
        self._token = token

    async def claims(self, reference: str) -> bool:
        """Takes who waits; whether it was theirs. The second is sent back to the queue and told who was
        first."""
        answer = await self._sent(f"talk/{reference}/claim", {}, script=False)
        won = answer.headers["Location"].endswith(f"/talk/{reference}")
        assert won or "told=taken" in answer.headers["Location"], answer.headers["Location"]
        return won

    async def replies(self, reference: str, words: str, once: str = "") -> None:
        """Writes to the resident. The same `once` again is the same reply."""
        form = {"words": words, "language": "en", "once": once or secrets.token_hex(12)}
        answer = await self._sent(f"talk/{reference}/reply", form)
        assert answer.status == 200, answer.status

    async def waiting(self) -> int:
        """Opens the queue's page; how many wait as it says."""
        found = _WAITING.search(await self.opens("queue"))
        assert found
        return int(found[1])

    async def opens(self, page: str) -> str:
        """A page, `queue` or `talk/K7P4MW`."""
        headers = {"Cookie": self._cookie}
        asked = self._session.get(f"{self._url}/{page}", headers=headers, timeout=PATIENCE)
        async with asked as answer:
            assert (answer.status, answer.url.name) == (200, page.rpartition("/")[2])
            return await answer.text()

    def queue(self, hear: Hear | None = None) -> Stream:
        """The queue's live page."""
        return Stream(self._session, f"{self._url}/events", 0, self._cookie, hear)

    def talk(self, reference: str, after: int, hear: Hear | None = None) -> Stream:
        """A conversation's live page, which has the lines up to `after`."""
        url = f"{self._url}/talk/{reference}/events?after={after}"
        return Stream(self._session, url, after, self._cookie, hear)

    async def _sent(self, path: str, form: dict[str, str], script: bool = True) -> aiohttp.ClientResponse:
        headers = {"Cookie": self._cookie} | ({"Accept": "application/json"} if script else {})
        asked = self._session.post(
            f"{self._url}/{path}",
            data={"token": self._token, **form},
            headers=headers,
            timeout=PATIENCE,
            allow_redirects=False,
        )
        async with asked as answer:
            await answer.read()
            return answer


class Town:
    """Where they live: makes residents, each few of them at a network address of their own. Close it."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._homes: list[aiohttp.ClientSession] = []
        self._residents = 0
        self.office = _session("127.0.0.1")

    async def __aenter__(self) -> Town:
        return self

    async def __aexit__(self, *_: object) -> None:
        for session in (self.office, *self._homes):
            await session.close()

    def resident(self, id: str = "") -> Resident:
        """One more; `id` is what their browser's cookie holds."""
        if self._residents % NEIGHBOURS == 0:
            self._homes.append(_session(f"127.0.1.{len(self._homes) + 1}"))
        self._residents += 1
        return Resident(self._homes[-1], self._url, id or secrets.token_urlsafe(32))

    def adviser(self, cookie: str, token: str) -> Adviser:
        return Adviser(self.office, self._url, cookie, token)


async def all_ready(streams: Iterable[Stream]) -> None:
    """Waits until every page is open."""
    async with asyncio.timeout(30):
        for stream in streams:
            await stream.ready()


def since(began: float) -> float:
    """Milliseconds."""
    return (time.perf_counter() - began) * 1000


def _session(address: str) -> aiohttp.ClientSession:
    connector = aiohttp.TCPConnector(limit=0, local_addr=(address, 0))
    return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())
