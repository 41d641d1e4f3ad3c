"""Live pages: server-sent events that resume, stay alive, are bounded, and end cleanly."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from aiohttp import ClientResponse

from channels.fake import said
from tests.unit.channels.conftest import Browser, MakeBrowser


async def events(answer: ClientResponse, count: int) -> list[tuple[str, dict[str, Any]]]:
    """The next `count` events as (id, data); comments and the retry time are passed over."""
    found: list[tuple[str, dict[str, Any]]] = []
    while len(found) < count:
        block = (await answer.content.readuntil(b"\n\n")).decode()
        fields = dict(row.split(": ", 1) for row in block.strip().splitlines())
        if "data" in fields:
            assert fields["event"] == "line"
            found.append((fields["id"], json.loads(fields["data"])))
    return found


async def follow(browser: Browser, after: int | None = None, last: int | None = None) -> ClientResponse:
    params = {} if after is None else {"after": str(after)}
    headers = {} if last is None else {"Last-Event-ID": str(last)}
    return await browser.client.get("/chat/events", params=params, headers=headers)


async def test_the_headers_of_a_stream(browser: Browser) -> None:
    answer = await follow(browser)
    assert answer.status == 200
    assert answer.content_type == "text/event-stream"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Accel-Buffering"] == "no"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    answer.close()


async def test_a_stream_starts_with_what_the_page_has_not(browser: Browser) -> None:
    await browser.submit(text="bins")
    answer = await follow(browser, after=1)
    [(seq, line)] = await events(answer, 1)
    assert seq == "2"
    assert line["text"] == "Which home?"
    assert line["choices"][1] == {"id": "home:15", "key": "2", "label": "15 Oakwood Court"}
    answer.close()


async def test_a_new_line_arrives_as_it_is_written(browser: Browser) -> None:
    await browser.submit(text="bins")
    answer = await follow(browser, after=2)
    waiting = asyncio.ensure_future(events(answer, 1))
    browser.assistant.push("web", browser.address, said("An adviser writes."), "adviser")
    assert [(seq, line["who"], line["text"]) for seq, line in await waiting] == [
        ("3", "adviser", "An adviser writes.")
    ]
    answer.close()


async def test_a_broken_stream_goes_on_after_the_last_event(browser: Browser) -> None:
    await browser.submit(text="bins")
    for number in range(3, 7):
        browser.assistant.push("web", browser.address, said(f"line {number}"))
    answer = await follow(browser, after=0, last=4)
    assert [line["text"] for _, line in await events(answer, 2)] == ["line 5", "line 6"]
    answer.close()


async def test_a_thousand_lines_arrive_once_and_in_order(browser: Browser) -> None:
    await browser.submit(text="bins")
    answer = await follow(browser, after=2)
    waiting = asyncio.ensure_future(events(answer, 1_000))
    for number in range(1_000):
        browser.assistant.push("web", browser.address, said(f"line {number}"))
        if number % 100 == 0:
            await asyncio.sleep(0)
    assert [line["text"] for _, line in await waiting] == [f"line {number}" for number in range(1_000)]
    answer.close()


async def test_a_silent_stream_is_kept_alive(make_browser: MakeBrowser) -> None:
    browser = await make_browser(ping_seconds=0.01)
    answer = await follow(browser)
    blocks = [await answer.content.readuntil(b"\n\n") for _ in range(3)]
    assert blocks == [b"retry: 1000\n\n", b": ping\n\n", b": ping\n\n"]
    answer.close()


async def test_a_stream_ends_by_itself_after_a_while(make_browser: MakeBrowser) -> None:
    browser = await make_browser(ping_seconds=0.01, stream_seconds=0.03)
    answer = await follow(browser)
    assert (await answer.content.read()).startswith(b"retry: 1000\n\n: ping\n\n")


async def test_all_streams_end_when_the_service_stops(browser: Browser) -> None:
    answers = [await follow(browser) for _ in range(3)]
    await browser.channel.close()
    for answer in answers:
        assert await answer.content.read() == b"retry: 1000\n\n"
    assert (await follow(browser)).status == 503


async def test_a_session_has_only_so_many_streams(make_browser: MakeBrowser) -> None:
    browser = await make_browser(streams_per_session=2, ping_seconds=0.01)
    first, second = await follow(browser), await follow(browser)
    refused = await follow(browser)
    assert refused.status == 429
    assert refused.headers["Retry-After"] == "15"
    assert (await refused.json())["error"]["problem"] == "this session has too many streams"
    for answer in (first, second):
        answer.close()
    async with asyncio.timeout(20):
        while (again := await follow(browser)).status == 429:
            again.close()
    again.close()


async def test_the_service_has_only_so_many_streams(make_browser: MakeBrowser) -> None:
    browser = await make_browser(streams=1)
    first = await follow(browser)
    browser.client.session.cookie_jar.clear()
    await browser.open()
    refused = await follow(browser)
    assert refused.status == 503
    assert (await refused.json())["error"]["problem"] == "there are too many streams"
    first.close()


async def test_a_stream_is_only_for_its_session(browser: Browser) -> None:
    browser.client.session.cookie_jar.clear()
    answer = await follow(browser)
    assert answer.status == 403
    assert (await answer.json())["error"]["field"] == "cookie"


@pytest.mark.parametrize(
    "headers", [{"Last-Event-ID": "x"}, {"Last-Event-ID": "-1"}, {"Last-Event-ID": "1e9"}]
)
async def test_a_last_event_that_is_no_number_is_refused(browser: Browser, headers: dict[str, str]) -> None:
    answer = await browser.client.get("/chat/events", headers=headers)
    assert answer.status == 400
    assert (await answer.json())["error"]["field"] == "after"


async def test_a_transcript_that_breaks_ends_the_stream_and_nothing_else(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_: object) -> None:
        raise OSError("the store is away")

    monkeypatch.setattr(browser.assistant, "wait", broken)
    answer = await follow(browser)
    assert await answer.content.read() == b"retry: 1000\n\n"
    assert (await browser.client.get("/")).status == 200
