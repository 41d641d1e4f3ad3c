"""The floor: an aiohttp server that reads a JSON message and writes one back."""

from __future__ import annotations

import sys

from aiohttp import web


async def echo(request: web.Request) -> web.Response:
    said = await request.json() if request.can_read_body else {}
    return web.json_response([{"recipient_id": said.get("sender"), "text": said.get("message")}])


def main() -> None:
    app = web.Application()
    app.add_routes([web.post("/webhooks/rest/webhook", echo), web.get("/", echo)])
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), access_log=None, print=None)


if __name__ == "__main__":
    main()
