"""Asks a feed over HTTP again and again: only for what has changed, and less often while it fails."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from random import Random
from typing import Final, cast

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from notifier.feeds.feed import Parsed
from notifier.feeds.fetch import Fetch, Mark, Unfetched
from notifier.feeds.follow import MOST, Follows, Wanted
from notifier.feeds.parsed import merged
from notifier.feeds.pipe import Pipe

Clock = Callable[[], dt.datetime]

JITTER: Final = 0.1
"""By how much of it an interval is shortened or made longer, so that not all ask at the same moment."""

SLOWEST: Final = dt.timedelta(hours=1)
DOUBLINGS: Final = 8
KEPT: Final = 512
"""Documents that a page links to and that are remembered."""


class State(Struct, frozen=True, omit_defaults=True):
    """What is known of each address, kept over restarts."""

    marks: dict[str, Mark] = {}


class Rhythm:
    """When to ask next: every `every`, twice as long after each failure, no sooner than the server says."""

    def __init__(self, every: dt.timedelta, clock: Clock, random: Random) -> None:
        self._every = every
        self._clock = clock
        self._random = random
        self._next = clock()
        self._failures = 0

    @property
    def due(self) -> bool:
        """Whether it is time."""
        return self._clock() >= self._next

    def went_well(self) -> None:
        """The next time is after the usual interval."""
        self._failures = 0
        self._wait(self._every)

    def failed(self, wait: float = 0.0) -> None:
        """The next time is later; `wait` seconds are what the server asks for."""
        self._failures = min(self._failures + 1, DOUBLINGS)
        longer = min(self._every * 2**self._failures, max(SLOWEST, self._every))
        self._wait(max(longer, dt.timedelta(seconds=wait)), least=dt.timedelta(seconds=wait))

    def _wait(self, length: dt.timedelta, least: dt.timedelta = dt.timedelta()) -> None:
        jittered = length * (1 + JITTER * (2 * self._random.random() - 1))
        self._next = self._clock() + max(jittered, least)


class Poller:
    """One feed. `urls` may have `{year}` in them, the year of yesterday: what is published daily goes on in
    the old file for a day. Documents that a page links to are fetched when its parser can follow."""

    def __init__(self, pipe: Pipe, urls: Sequence[str], fetch: Fetch, clock: Clock) -> None:
        self._pipe = pipe
        self._urls = tuple(urls)
        self._fetch = fetch
        self._clock = clock
        self._read_before: dict[str, None] = {}
        self._documents: dict[str, bytes] = {}

    async def poll(self, state: bytes) -> bytes:
        """Asks once; the state to keep. Raises `Partly` when something could not be had: what could is taken
        none the less."""
        known = _state(state).marks
        round = _Round()
        for url in self._addresses():
            await self._page(url, known.get(url), round)
        if any(one.complete for one in round.found):
            # One list of several has changed: all of them together tell what is over.
            for url in round.same:
                await self._page(url, None, round)
        if round.found:
            await self._pipe.take(_together(round.found, len(self._urls)))
            for wanted, others in round.followed:
                self._remember(wanted, others)
        kept = msgspec.json.encode(State(round.marks))
        if round.problem is not None:
            raise Partly(kept, round.problem)
        return kept

    async def close(self) -> None:
        """Lets go of the connections."""
        await self._fetch.close()

    def _addresses(self) -> list[str]:
        year = (self._clock() - dt.timedelta(days=1)).year
        return [url.replace("{year}", str(year)) for url in self._urls]

    async def _page(self, url: str, mark: Mark | None, round: _Round) -> None:
        """One page, with what it links to."""
        try:
            got = await self._fetch.get(url, mark)
            if got.body is None:
                round.same.append(url)
                round.marks[url] = mark or got.mark
                return
            found, problem = await self._read(url, got.body, round)
        except Unfetched as unfetched:
            round.problem = unfetched
            round.marks.pop(url, None)
            return
        round.found.append(found)
        round.problem = problem or round.problem
        if problem is None:
            round.marks[url] = got.mark

    async def _read(self, url: str, body: bytes, round: _Round) -> tuple[Parsed, Unfetched | None]:
        parser = self._pipe.parser
        if hasattr(parser, "wanted"):
            return await self._follow(cast(Follows, parser), url, body, round)
        return parser.parse(body, self._clock()), None

    async def _follow(
        self, parser: Follows, url: str, body: bytes, round: _Round
    ) -> tuple[Parsed, Unfetched | None]:
        """The page with the documents that it links to. Without one of them it says nothing of what is
        over."""
        wanted = parser.wanted(url, body, self._read_before.keys())
        others: dict[str, bytes] = {}
        problem: Unfetched | None = None
        for other in wanted.urls[:MOST]:
            try:
                got = await self._fetch.get(other)
                others[other] = got.body or b""
            except Unfetched as unfetched:
                problem = unfetched
        found = parser.read_all(body, {**self._documents, **others}, self._clock())
        round.followed.append((wanted, others))
        found = replace(found, refusals=(*wanted.refusals, *found.refusals))
        return (replace(found, complete=False) if problem else found), problem

    def _remember(self, wanted: Wanted, others: dict[str, bytes]) -> None:
        """What was read and is on disk: the addresses that are linked to still, and what lasts."""
        keep = wanted.keep[-KEPT:]
        read = {**self._read_before, **dict.fromkeys(others)}
        self._read_before = {url: None for url in keep if url in read}
        lasting = {**self._documents, **others} if wanted.lasting else {}
        self._documents = {url: lasting[url] for url in keep if url in lasting}


class Partly(Exception):
    """Something could not be had: `state` is to be kept all the same, `problem` says what and why."""

    def __init__(self, state: bytes, problem: Unfetched) -> None:
        super().__init__(problem.problem)
        self.state = state
        self.problem = problem


class _Round:
    """What one round has brought: pages that are new, those that are the `same`, and what went wrong last."""

    def __init__(self) -> None:
        self.found: list[Parsed] = []
        self.same: list[str] = []
        self.marks: dict[str, Mark] = {}
        self.problem: Unfetched | None = None
        self.followed: list[tuple[Wanted, dict[str, bytes]]] = []


def _together(found: list[Parsed], pages: int) -> Parsed:
    """Several pages as one, which lists everything only if each of them was read and does."""
    complete = len(found) == pages and all(one.complete for one in found)
    return replace(merged(found), complete=complete)


def _state(state: bytes) -> State:
    try:
        return msgspec.json.decode(state, type=State) if state else State()
    except msgspec.MsgspecError:
        return State()
