"""Warnings over HTTP: feeds of several documents, from the first word to the all-clear."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import pytest

from bot.clock import FixedClock
from notifier.alert import Alert
from notifier.board import Board
from notifier.feeds.cap import Cap
from notifier.feeds.feed import Parses
from notifier.feeds.fetch import Fetch
from notifier.feeds.floods import FloodOptions, Floods
from notifier.feeds.nswws import Nswws
from notifier.feeds.pipe import Pipe
from notifier.feeds.poll import Partly, Poller
from tests.integration.feeds.conftest import Kept, Pages
from tests.unit.notifier.warnings.samples import LEEDS, NOW, box, cap, document, feature, flood, floods

Told = list[tuple[str, str, int]]
DRAWN = document({"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[*LEEDS, LEEDS[0]]]}})


class Followed:
    """A feed that is polled again and again, and the alerts that come of it."""

    def __init__(self, poller: Poller, kept: Kept) -> None:
        self._poller = poller
        self._kept = kept
        self._state = b""
        self.board = Board()

    async def poll(self) -> Told:
        """What one more round tells."""
        before = len(self._kept.taken)
        self._state = await self._poller.poll(self._state)
        outcomes = [
            outcome
            for feed, found in self._kept.taken[before:]
            for outcome in self.board.take(feed, found, NOW)
        ]
        return [(one.name, one.phase, one.level) for one in outcomes if isinstance(one, Alert)]


@pytest.fixture
async def fetch(clock: FixedClock) -> AsyncIterator[Fetch]:
    made = Fetch(clock.now, {"x-api-key": "the-key"}, patience=2)
    yield made
    await made.close()


@pytest.fixture
def follow(
    pages: Pages, kept: Kept, fetch: Fetch, pipe_of: Callable[[Parses], Pipe], clock: FixedClock
) -> Callable[[Parses], Followed]:
    return lambda reads: Followed(Poller(pipe_of(reads), [pages.url("/feed")], fetch, clock.now), kept)


def atom(pages: Pages, *changes: str, issued: str = "") -> bytes:
    """The Met Office's feed: changes, the newest first, and the list of all that is in force."""
    kind = 'type="application/vnd.geo+json"'
    links = [f'<link rel="alternate" {kind} href="{pages.url(path)}"/>' for path in changes]
    entries = [f"<entry>{link}<updated>{len(links) - at}</updated></entry>" for at, link in enumerate(links)]
    related = f'<link rel="related" {kind} href="{pages.url(issued)}"/>' if issued else ""
    return f'<feed xmlns="http://www.w3.org/2005/Atom">{related}{"".join(entries)}</feed>'.encode()


def paths(pages: Pages) -> list[str]:
    return [request.path for request in pages.asked]


async def test_a_weather_warning_from_its_first_word_to_its_end(
    pages: Pages, follow: Callable[[Parses], Followed]
) -> None:
    feed = follow(Nswws("city"))
    pages.pages["/feed"] = atom(pages, "/updated/1", issued="/issued/1")
    pages.pages["/updated/1"] = pages.pages["/issued/1"] = document(feature())
    assert await feed.poll() == [("city:m1", "new", 3)]
    assert await feed.poll() == []

    red = feature(warningVersion="2.0", warningLevel="RED", warningUpdateDescription="It gets worse.")
    pages.pages["/feed"] = atom(pages, "/updated/2", "/updated/1", issued="/issued/2")
    pages.pages["/updated/2"] = pages.pages["/issued/2"] = document(red)
    assert await feed.poll() == [("city:m1", "upgrade", 4)]

    over = feature(warningVersion="3.0", warningStatus="CANCELLED", warningUpdateDescription="No longer.")
    pages.pages["/feed"] = atom(pages, "/updated/3", "/updated/2", "/updated/1")
    pages.pages["/updated/3"] = document(over)
    assert await feed.poll() == [("city:m1", "cancelled", 0)]
    assert await feed.poll() == []


async def test_a_document_is_fetched_once_with_the_key(
    pages: Pages, follow: Callable[[Parses], Followed]
) -> None:
    feed = follow(Nswws("city"))
    pages.pages["/feed"] = atom(pages, "/updated/1", issued="/issued/1")
    pages.pages["/updated/1"] = pages.pages["/issued/1"] = document(feature())
    await feed.poll()
    await feed.poll()
    assert paths(pages) == ["/feed", "/updated/1", "/issued/1", "/feed"]
    assert all(request.headers["x-api-key"] == "the-key" for request in pages.asked)


async def test_what_ended_while_nobody_listened_is_over_by_the_list(
    pages: Pages, follow: Callable[[Parses], Followed]
) -> None:
    feed = follow(Nswws("city"))
    pages.pages["/feed"] = atom(pages, issued="/issued/1")
    pages.pages["/issued/1"] = document(feature(), feature(warningId="m2"))
    assert await feed.poll() == [("city:m1", "new", 3), ("city:m2", "new", 3)]
    pages.pages["/feed"] = atom(pages, issued="/issued/2")
    pages.pages["/issued/2"] = document(feature(warningId="m2"))
    assert await feed.poll() == [("city:m1", "clear", 0)]


@pytest.mark.parametrize("page", [b"{}", b"", b'{"features": [{}]}'])
async def test_a_list_that_cannot_be_read_ends_nothing(
    pages: Pages, follow: Callable[[Parses], Followed], page: bytes
) -> None:
    feed = follow(Nswws("city"))
    pages.pages["/feed"] = atom(pages, issued="/issued/1")
    pages.pages["/issued/1"] = document(feature())
    await feed.poll()
    pages.pages["/feed"] = atom(pages, issued="/issued/2")
    pages.pages["/issued/2"] = page
    assert await feed.poll() == []
    assert [alert.level for alert in feed.board.alerts] == [3]


async def test_a_list_that_cannot_be_had_ends_nothing_and_is_asked_for_again(
    pages: Pages, follow: Callable[[Parses], Followed]
) -> None:
    feed = follow(Nswws("city"))
    pages.pages["/feed"] = atom(pages, issued="/issued/1")
    pages.pages["/issued/1"] = document(feature())
    await feed.poll()
    pages.pages["/feed"] = atom(pages, issued="/issued/2")
    with pytest.raises(Partly, match="HTTP 404"):
        await feed.poll()
    pages.pages["/issued/2"] = document()
    assert await feed.poll() == [("city:m1", "clear", 0)]


async def test_links_to_elsewhere_are_refused_and_never_asked_for(
    pages: Pages, kept: Kept, follow: Callable[[Parses], Followed]
) -> None:
    good = atom(pages, "/updated/1", issued="/issued/1")
    pages.pages["/feed"] = good.replace(pages.url("/updated/1").encode(), b"http://127.0.0.1:9/updated/1")
    pages.pages["/issued/1"] = document(feature())
    assert await follow(Nswws("city")).poll() == [("city:m1", "new", 3)]
    assert kept.reasons == ["elsewhere"]
    assert paths(pages) == ["/feed", "/issued/1"]


async def test_a_flood_warning_gets_its_polygon_and_is_over_when_it_is_listed_no_more(
    pages: Pages, follow: Callable[[Parses], Followed]
) -> None:
    feed = follow(Floods("city", FloodOptions(counties=("Leeds",))))
    area = {"county": "Leeds", "polygon": pages.url("/areas/A")}
    pages.pages["/areas/A"] = DRAWN
    pages.pages["/feed"] = floods(flood(floodAreaID="A", floodArea=area))
    assert await feed.poll() == [("city:A", "new", 3)]
    assert feed.board.alerts[0].area.geometry == box()

    later = {"timeMessageChanged": "2026-11-21T11:00:00", "timeSeverityChanged": "2026-11-21T11:00:00"}
    pages.pages["/feed"] = floods(flood(floodAreaID="A", floodArea=area, severityLevel=1, **later))
    assert await feed.poll() == [("city:A", "upgrade", 4)]
    pages.pages["/feed"] = floods()
    assert await feed.poll() == [("city:A", "clear", 0)]
    assert paths(pages).count("/areas/A") == 1


async def test_a_flood_warning_whose_polygon_cannot_be_had_holds_for_the_city_until_it_can(
    pages: Pages, kept: Kept, follow: Callable[[Parses], Followed]
) -> None:
    feed = follow(Floods("city", FloodOptions(counties=("Leeds",))))
    pages.pages["/feed"] = floods(flood(floodArea={"county": "Leeds", "polygon": pages.url("/areas/A")}))
    with pytest.raises(Partly, match="HTTP 404"):
        await feed.poll()
    assert kept.taken[0][1].warnings[0].area.everywhere
    pages.pages["/areas/A"] = DRAWN
    await feed.poll()
    assert kept.taken[1][1].warnings[0].area.geometry == box()


async def test_a_page_of_links_to_cap_alerts_is_followed(
    pages: Pages, follow: Callable[[Parses], Followed]
) -> None:
    links = "".join(
        f'<entry><link type="application/cap+xml" href="{path}"/></entry>' for path in ("/2.cap", "/1.cap")
    )
    pages.pages["/feed"] = f'<feed xmlns="http://www.w3.org/2005/Atom">{links}</feed>'.encode()
    pages.pages["/1.cap"] = cap(sent="2026-11-21T10:00:00Z")
    pages.pages["/2.cap"] = cap(identifier="A2", msgType="Cancel", references="s,A1,2026-11-21T10:00:00Z")
    assert await follow(Cap("city")).poll() == [("city:A1", "new", 3), ("city:A1", "cancelled", 0)]
