"""Polling: only what has changed, gently, from the host that was set, and never half of a list for the
whole."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from random import Random

import pytest
from aiohttp import web

from bot.clock import FixedClock
from notifier.feeds.feed import Parsed, Parses
from notifier.feeds.fetch import Fetch, Unfetched
from notifier.feeds.follow import Wanted
from notifier.feeds.ngsi_ld import NgsiLd
from notifier.feeds.pipe import Pipe
from notifier.feeds.poll import Partly, Poller, Rhythm
from notifier.refusal import Refusal
from tests.integration.feeds.conftest import Kept, Pages
from tests.unit.feeds.iot import gas, observed

PAGE = json.dumps([observed(no2=gas(40))]).encode()
NOTHING: bytes = b""


@pytest.fixture
async def fetch(clock: FixedClock) -> AsyncIterator[Fetch]:
    made = Fetch(clock.now, {"x-api-key": "the-key"}, patience=2, largest=100_000)
    yield made
    await made.close()


@pytest.fixture
def poller(pages: Pages, fetch: Fetch, pipe_of: Callable[[Parses], Pipe], clock: FixedClock) -> Poller:
    return Poller(pipe_of(NgsiLd("city")), [pages.url("/air")], fetch, clock.now)


async def failing(poller: Poller, state: bytes = NOTHING) -> Unfetched:
    with pytest.raises(Partly) as caught:
        await poller.poll(state)
    return caught.value.problem


async def test_a_page_is_read_with_the_key(poller: Poller, pages: Pages, kept: Kept) -> None:
    pages.pages["/air"] = PAGE
    await poller.poll(NOTHING)
    assert [one.value for one in kept.readings] == [40]
    assert pages.asked[0].headers["x-api-key"] == "the-key"


@pytest.mark.parametrize(
    ("header", "value", "asks"),
    [
        ("ETag", '"v1"', "If-None-Match"),
        ("Last-Modified", "Fri, 20 Nov 2026 08:00:00 GMT", "If-Modified-Since"),
    ],
)
async def test_what_has_not_changed_is_not_sent_again(
    poller: Poller, pages: Pages, kept: Kept, header: str, value: str, asks: str
) -> None:
    async def answer(request: web.Request) -> web.Response:
        same = request.headers.get(asks) == value
        return web.Response(status=304 if same else 200, body=None if same else PAGE, headers={header: value})

    pages.pages["/air"] = answer
    state = await poller.poll(NOTHING)
    state = await poller.poll(state)
    await poller.poll(state)
    assert [asks in one.headers for one in pages.asked] == [False, True, True]
    assert len(kept.taken) == 1


async def test_what_was_not_stored_is_asked_for_again(poller: Poller, pages: Pages, kept: Kept) -> None:
    pages.pages["/air"] = web.Response(body=PAGE, headers={"ETag": '"v1"'})
    kept.broken = True
    with pytest.raises(ConnectionError):
        await poller.poll(NOTHING)
    kept.broken = False
    await poller.poll(NOTHING)
    assert [one.value for one in kept.readings] == [40]


@pytest.mark.parametrize(
    ("status", "problem"),
    [
        (401, "the key is refused: HTTP 401"),
        (403, "the key is refused: HTTP 403"),
        (404, "HTTP 404"),
        (500, "HTTP 500"),
    ],
)
async def test_a_refusal_is_a_problem(poller: Poller, pages: Pages, status: int, problem: str) -> None:
    pages.pages["/air"] = web.Response(status=status)
    assert (await failing(poller)).problem == problem


@pytest.mark.parametrize(
    ("after", "seconds"),
    [("120", 120), ("Fri, 20 Nov 2026 09:03:00 GMT", 180), ("999999", 3600), ("soon", 0), ("", 0), ("-5", 0)],
)
async def test_a_server_may_ask_for_patience(
    poller: Poller, pages: Pages, after: str, seconds: float
) -> None:
    pages.pages["/air"] = web.Response(status=503, headers={"Retry-After": after})
    assert (await failing(poller)).wait == seconds


async def test_too_large(poller: Poller, pages: Pages) -> None:
    pages.pages["/air"] = b" " * 100_001
    assert (await failing(poller)).problem == "larger than 100000 bytes"


async def test_nobody_there(fetch: Fetch, pipe_of: Callable[[Parses], Pipe], clock: FixedClock) -> None:
    poller = Poller(pipe_of(NgsiLd()), ["http://127.0.0.1:9/air"], fetch, clock.now)
    assert (await failing(poller)).problem == "no connection"


async def test_redirects_stay_on_the_host(poller: Poller, pages: Pages, kept: Kept) -> None:
    pages.pages["/air"] = web.Response(status=302, headers={"Location": "/other"})
    pages.pages["/other"] = PAGE
    await poller.poll(NOTHING)
    assert kept.readings


@pytest.mark.parametrize(
    "to",
    ["http://localhost.example/air", "http://127.0.0.1:9/air", "ftp://127.0.0.1/air", "//evil.example/", ""],
)
async def test_redirects_elsewhere_are_not_followed(poller: Poller, pages: Pages, to: str) -> None:
    pages.pages["/air"] = web.Response(status=302, headers={"Location": to})
    assert (await failing(poller)).problem == "it redirects to another host"


async def test_redirects_in_a_circle(poller: Poller, pages: Pages) -> None:
    pages.pages["/air"] = web.Response(status=302, headers={"Location": "/air"})
    assert (await failing(poller)).problem == "it redirects too often"


async def test_the_year_is_that_of_yesterday(
    pages: Pages, fetch: Fetch, pipe_of: Callable[[Parses], Pipe]
) -> None:
    clock = FixedClock(dt.datetime(2027, 1, 1, 12, tzinfo=dt.UTC))
    pages.pages["/LEED_2026.csv"] = pages.pages["/LEED_2027.csv"] = b"[]"
    poller = Poller(pipe_of(NgsiLd()), [pages.url("/") + "LEED_{year}.csv"], fetch, clock.now)
    await poller.poll(NOTHING)
    clock.advance(days=1)
    await poller.poll(NOTHING)
    assert [one.path for one in pages.asked] == ["/LEED_2026.csv", "/LEED_2027.csv"]


class Lists:
    """Reads a page of names as everything that there is. Each is that of a document below `documents`."""

    def __init__(self, documents: str = "", lasting: bool = False) -> None:
        self._documents = documents
        self._lasting = lasting
        self.read: list[Mapping[str, bytes]] = []

    def parse(self, data: bytes, received: dt.datetime, topic: str = "") -> Parsed:
        lines = data.decode().split()
        return Parsed(refusals=tuple(Refusal("city", "over", line) for line in lines), complete=True)


class Follows(Lists):
    """As above; it follows."""

    def wanted(self, url: str, data: bytes, read: Collection[str]) -> Wanted:
        every = tuple(self._documents + line for line in data.decode().split())
        return Wanted(tuple(one for one in every if one not in read), every, self._lasting)

    def read_all(self, data: bytes, others: Mapping[str, bytes], received: dt.datetime) -> Parsed:
        self.read.append(dict(others))
        return self.parse(data, received)


def several(pages: Pages, fetch: Fetch, pipe: Pipe, clock: FixedClock) -> Poller:
    return Poller(pipe, [pages.url("/one"), pages.url("/two")], fetch, clock.now)


async def test_several_lists_are_complete_together(
    pages: Pages, fetch: Fetch, pipe_of: Callable[[Parses], Pipe], clock: FixedClock, kept: Kept
) -> None:
    poller = several(pages, fetch, pipe_of(Lists()), clock)
    pages.pages["/one"] = b"a"
    with pytest.raises(Partly) as partly:
        await poller.poll(NOTHING)
    # The other could not be had: what is missing there may not be taken for over.
    assert [parsed.complete for _feed, parsed in kept.taken] == [False]
    pages.pages["/two"] = b"b"
    await poller.poll(partly.value.state)
    assert kept.taken[-1][1].complete


async def test_when_one_of_several_lists_has_changed_all_are_read(
    pages: Pages, fetch: Fetch, pipe_of: Callable[[Parses], Pipe], clock: FixedClock, kept: Kept
) -> None:
    async def unchanged(request: web.Request) -> web.Response:
        same = "If-None-Match" in request.headers
        return web.Response(status=304 if same else 200, body=None if same else b"b", headers={"ETag": '"1"'})

    poller = several(pages, fetch, pipe_of(Lists()), clock)
    pages.pages["/one"], pages.pages["/two"] = b"a", unchanged
    state = await poller.poll(NOTHING)
    pages.pages["/one"] = b"c"
    await poller.poll(state)
    last = kept.taken[-1][1]
    assert last.complete
    assert [one.what for one in last.refusals] == ["c", "b"]


async def test_what_a_page_links_to_is_fetched_once(
    pages: Pages, fetch: Fetch, pipe_of: Callable[[Parses], Pipe], clock: FixedClock, kept: Kept
) -> None:
    follows = Follows(pages.url("/doc/"))
    poller = Poller(pipe_of(follows), [pages.url("/feed")], fetch, clock.now)
    pages.pages |= {"/feed": b"a b", "/doc/a": b"A", "/doc/b": b"B", "/doc/c": b"C"}
    await poller.poll(NOTHING)
    pages.pages["/feed"] = b"b c"
    await poller.poll(NOTHING)
    assert [sorted(one.values()) for one in follows.read] == [[b"A", b"B"], [b"C"]]
    assert [one.path for one in pages.asked] == ["/feed", "/doc/a", "/doc/b", "/feed", "/doc/c"]


async def test_what_lasts_is_handed_in_again(
    pages: Pages, fetch: Fetch, pipe_of: Callable[[Parses], Pipe], clock: FixedClock
) -> None:
    follows = Follows(pages.url("/doc/"), lasting=True)
    poller = Poller(pipe_of(follows), [pages.url("/feed")], fetch, clock.now)
    pages.pages |= {"/feed": b"a b", "/doc/a": b"A", "/doc/b": b"B", "/doc/c": b"C"}
    await poller.poll(NOTHING)
    pages.pages["/feed"] = b"b c"
    await poller.poll(NOTHING)
    await poller.poll(NOTHING)
    assert [sorted(one.values()) for one in follows.read[1:]] == [[b"A", b"B", b"C"], [b"B", b"C"]]


async def test_a_document_that_is_missing_is_tried_again_and_nothing_is_over_without_it(
    pages: Pages, fetch: Fetch, pipe_of: Callable[[Parses], Pipe], clock: FixedClock, kept: Kept
) -> None:
    poller = Poller(pipe_of(Follows(pages.url("/doc/"))), [pages.url("/feed")], fetch, clock.now)
    pages.pages |= {"/feed": web.Response(body=b"a b", headers={"ETag": '"1"'}), "/doc/a": b"A"}
    with pytest.raises(Partly) as partly:
        await poller.poll(NOTHING)
    assert not kept.taken[0][1].complete
    pages.pages["/doc/b"] = b"B"
    await poller.poll(partly.value.state)
    assert [one.path for one in pages.asked][3:] == ["/feed", "/doc/b"]
    assert kept.taken[1][1].complete


async def test_what_was_not_stored_is_followed_again(
    pages: Pages, fetch: Fetch, pipe_of: Callable[[Parses], Pipe], clock: FixedClock, kept: Kept
) -> None:
    follows = Follows(pages.url("/doc/"))
    poller = Poller(pipe_of(follows), [pages.url("/feed")], fetch, clock.now)
    pages.pages |= {"/feed": b"a", "/doc/a": b"A"}
    kept.broken = True
    with pytest.raises(ConnectionError):
        await poller.poll(NOTHING)
    kept.broken = False
    await poller.poll(NOTHING)
    assert [list(one.values()) for one in follows.read] == [[b"A"], [b"A"]]


MINUTE = dt.timedelta(minutes=1)


def waited(clock: FixedClock, rhythm: Rhythm) -> float:
    """Seconds until it is due."""
    seconds = 0
    while not rhythm.due:
        clock.advance(seconds=1)
        seconds += 1
    return seconds


def test_it_is_due_at_once_and_then_after_the_interval(clock: FixedClock) -> None:
    rhythm = Rhythm(MINUTE, clock.now, Random(1))
    assert rhythm.due
    rhythm.went_well()
    assert 54 <= waited(clock, rhythm) <= 66


def test_each_failure_doubles_the_wait_up_to_an_hour(clock: FixedClock) -> None:
    rhythm = Rhythm(MINUTE, clock.now, Random(1))
    for minutes in (2, 4, 8, 16, 32, 60, 60):
        rhythm.failed()
        assert minutes * 54 <= waited(clock, rhythm) <= minutes * 66
    rhythm.went_well()
    assert waited(clock, rhythm) <= 66


def test_a_server_is_not_asked_before_it_wants_to_be(clock: FixedClock) -> None:
    for seed in range(20):
        rhythm = Rhythm(MINUTE, clock.now, Random(seed))
        rhythm.failed(600)
        assert waited(clock, rhythm) >= 600


def test_two_processes_do_not_ask_at_the_same_moment(clock: FixedClock) -> None:
    waits = set()
    for seed in range(5):
        other = FixedClock(clock.now())
        rhythm = Rhythm(dt.timedelta(hours=1), other.now, Random(seed))
        rhythm.went_well()
        waits.add(waited(other, rhythm))
    assert len(waits) == 5
