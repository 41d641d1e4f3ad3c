"""The floor of a live page: an aiohttp server that writes what is posted to every open stream of events."""

from __future__ import annotations

import asyncio
import sys

from aiohttp import web

streams: set[web.StreamResponse] = set()


async def post(request: web.Request) -> web.Response:
    said = await request.read()
    for stream in streams:
        await stream.write(b"data: %s\n\n" % said)
    return web.Response()


async def follow(request: web.Request) -> web.StreamResponse:
    stream = web.StreamResponse()
    stream.content_type = "text/event-stream"
    await stream.prepare(request)
    await stream.write(b"retry: 1000\n\n")
    streams.add(stream)
    try:
        await asyncio.Event().wait()
    finally:
        streams.discard(stream)
    return stream


async def page(request: web.Request) -> web.Response:
    return web.Response(text="a page")


def main() -> None:
    app = web.Application()
    app.add_routes([web.post("/", post), web.get("/events", follow), web.get("/", page)])
    print("serving", flush=True)
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None, shutdown_timeout=1)


if __name__ == "__main__":
    main()
