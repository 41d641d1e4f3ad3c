"""A stand-in for Chatwoot: its application API as documented, its signed webhooks, and its faults.

Addresses, required fields and the shape of answers are those of developers.chatwoot.com. What is wrong is
refused as Chatwoot refuses it: 401 for the token, 404 for what is not there, 422 for what is not valid.
"""

from __future__ import annotations

import asyncio
import hmac
import itertools
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer

TOKEN, SECRET = "an access token of a user", "the secret of a webhook, made by Chatwoot"
ACCOUNT, INBOX = 3, 7
OTHER_INBOX = 8
FAULTS = ("401", "404", "422", "429", "500", "slow", "cut", "lost")
"""`cut` ends the connection before anything is done, `lost` after it: the answer never arrives."""

Handler = Any


class FakeChatwoot:
    """`fault` is what goes wrong now, for requests whose method and path begin with `only`. `asked` has every
    request as `METHOD path`."""

    def __init__(self) -> None:
        self.fault = ""
        self.only = ""
        self.retry_after = "7"
        self.asked: list[str] = []
        self.contacts: dict[int, dict[str, Any]] = {}
        self.conversations: dict[int, dict[str, Any]] = {}
        self.messages: dict[int, list[dict[str, Any]]] = {}
        self.single = False  # one conversation for each contact
        self.bot = False  # the inbox has a bot: what is new is pending
        self.no_files = False  # attachments are refused
        self.files: list[bytes] = []
        self.changed = asyncio.Event()
        self.released = asyncio.Event()
        self.url = ""
        self._ids = itertools.count(101)
        self._numbers = itertools.count(1)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[FakeChatwoot]:
        """Serves on a free port of this machine while the block runs."""
        app = web.Application(middlewares=[self._guard], client_max_size=40 * 1024 * 1024)
        base = f"/api/v1/accounts/{ACCOUNT}"
        one = f"{base}/conversations/{{conversation:[0-9]+}}"
        app.add_routes(
            [
                web.get(f"{base}/inboxes/{{inbox:[0-9]+}}", self._inbox),
                web.get(f"{base}/contacts/search", self._search),
                web.post(f"{base}/contacts", self._add_contact),
                web.get(f"{base}/contacts/{{contact:[0-9]+}}/conversations", self._of_contact),
                web.post(f"{base}/conversations", self._add_conversation),
                web.get(one, self._show),
                web.post(f"{one}/toggle_status", self._toggle),
                web.get(f"{one}/messages", self._list),
                web.post(f"{one}/messages", self._write),
            ]
        )
        server = TestServer(app)
        await server.start_server()
        try:
            self.url = str(server.make_url("")).rstrip("/")
            yield self
        finally:
            self.released.set()
            await server.close()

    def agent_writes(self, conversation: int, content: str | None, **more: Any) -> dict[str, Any]:
        """An agent's message, as its webhook tells of it."""
        sender = {"id": 1, "name": "Sam Example", "type": "user"}
        message = {"message_type": 1, "private": False, "content": content, "sender": sender, **more}
        return self.told(conversation, self._keep(conversation, message))

    def agent_turns(self, conversation: int, status: str) -> dict[str, Any]:
        """An agent gives the conversation a status; its webhook."""
        self.conversations[conversation]["status"] = status
        return {"event": "conversation_status_changed", **self.conversations[conversation]}

    def told(self, conversation: int, message: Mapping[str, Any]) -> dict[str, Any]:
        """The webhook of a message."""
        kinds = {0: "incoming", 1: "outgoing", 2: "activity", 3: "template"}
        its = self.conversations[conversation]
        return {
            "event": "message_created",
            **message,
            "message_type": kinds[message["message_type"]],
            "conversation": {"id": conversation, "status": its["status"], "inbox_id": its["inbox_id"]},
            "inbox": {"id": its["inbox_id"], "name": "Assistant"},
            "account": {"id": ACCOUNT, "name": "Council"},
        }

    def said(self, conversation: int) -> list[str]:
        """What the resident said there."""
        return [one["content"] for one in self.messages[conversation] if one["message_type"] == 0]

    def notes(self, conversation: int) -> list[str]:
        """What agents alone read there."""
        return [one["content"] for one in self.messages[conversation] if one["private"]]

    def writes(self) -> int:
        """How many requests would have changed something."""
        return sum(one.startswith("POST") for one in self.asked)

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        what = f"{request.method} {request.path.partition(f'/accounts/{ACCOUNT}/')[2]}"
        self.asked.append(what)
        if request.headers.get("api_access_token") != TOKEN:
            return web.json_response({"error": "Invalid Access Token"}, status=401)
        fault = self.fault if what.startswith(self.only) else ""
        if fault == "lost":
            await handler(request)
        if fault in ("cut", "lost"):
            assert request.transport is not None
            request.transport.close()
        if fault == "slow":
            await self.released.wait()
        if fault.isdecimal():
            headers = {"Retry-After": self.retry_after} if fault == "429" else {}
            return web.json_response({"error": "no"}, status=int(fault), headers=headers)
        answer: web.StreamResponse = await handler(request) if fault != "lost" else web.Response()
        self.changed.set()
        return answer

    async def _inbox(self, request: web.Request) -> web.Response:
        kinds = {INBOX: "Channel::Api", OTHER_INBOX: "Channel::WebWidget"}
        number = int(request.match_info["inbox"])
        if number not in kinds:
            return web.json_response({"error": "Resource could not be found"}, status=404)
        return web.json_response({"id": number, "name": "Assistant", "channel_type": kinds[number]})

    async def _search(self, request: web.Request) -> web.Response:
        found = [one for one in self.contacts.values() if request.query["q"] in one["identifier"]]
        return web.json_response({"meta": {"count": len(found), "current_page": "1"}, "payload": found})

    async def _add_contact(self, request: web.Request) -> web.Response:
        body = await request.json()
        if any(one["identifier"] == body["identifier"] for one in self.contacts.values()):
            return web.json_response({"message": "Identifier has already been taken"}, status=422)
        contact = {"id": next(self._ids), "identifier": body["identifier"], "name": body["name"]}
        contact |= {"email": None, "phone_number": body.get("phone_number")}
        self.contacts[contact["id"]] = contact
        inbox = {"source_id": body.get("source_id"), "inbox": {"id": body["inbox_id"]}}
        return web.json_response({"payload": {"contact": contact, "contact_inbox": inbox}})

    async def _of_contact(self, request: web.Request) -> web.Response:
        contact = int(request.match_info["contact"])
        found = [one for one in self.conversations.values() if one["contact_id"] == contact]
        return web.json_response({"payload": found})

    async def _add_conversation(self, request: web.Request) -> web.Response:
        body = await request.json()
        if body["inbox_id"] != INBOX or body["contact_id"] not in self.contacts:
            return web.json_response({"error": "Resource could not be found"}, status=404)
        if not body["source_id"]:
            return web.json_response({"message": "source_id is needed"}, status=422)
        there = (one for one in self.conversations.values() if one["contact_id"] == body["contact_id"])
        if self.single and (old := next(there, None)):
            return web.json_response(old)
        made = {
            "id": next(self._numbers),
            "account_id": ACCOUNT,
            "inbox_id": INBOX,
            "contact_id": body["contact_id"],
            "status": "pending" if self.bot else body["status"],
            "custom_attributes": body.get("custom_attributes", {}),
        }
        self.conversations[made["id"]], self.messages[made["id"]] = made, []
        return web.json_response(made)

    async def _show(self, request: web.Request) -> web.Response:
        return web.json_response(self._one(request))

    async def _toggle(self, request: web.Request) -> web.Response:
        its, status = self._one(request), (await request.json())["status"]
        its["status"] = status
        payload = {"success": True, "current_status": status, "conversation_id": its["id"]}
        return web.json_response({"meta": {}, "payload": payload})

    async def _list(self, request: web.Request) -> web.Response:
        after = int(request.query.get("after", 0))
        found = [one for one in self.messages[self._one(request)["id"]] if one["id"] > after]
        return web.json_response({"meta": {"labels": []}, "payload": found[:100]})

    async def _write(self, request: web.Request) -> web.Response:
        body, its = await _fields(request), self._one(request)
        files = body.pop("attachments[]", [])
        if files and self.no_files:
            return web.json_response({"error": "Attachments are too large"}, status=422)
        if not body.get("content") and not files:
            return web.json_response({"error": "Content can't be blank"}, status=422)
        kind = {"incoming": 0, "outgoing": 1}[body["message_type"]]
        if kind == 0 and its["status"] == "resolved":
            its["status"] = "open"
        message = {"message_type": kind, "sender": {"name": "The assistant"}}
        message |= {name: body[name] for name in ("content", "private", "source_id")}
        message |= {"attachments": [{"id": next(self._ids), "file_type": "image"} for _file in files]}
        self.files += files
        return web.json_response(self._keep(its["id"], message))

    def _one(self, request: web.Request) -> dict[str, Any]:
        number = int(request.match_info["conversation"])
        if number not in self.conversations:
            raise web.HTTPNotFound(text=json.dumps({"error": "Resource could not be found"}))
        return self.conversations[number]

    def _keep(self, conversation: int, message: Mapping[str, Any]) -> dict[str, Any]:
        kept = {
            "id": next(self._ids),
            "conversation_id": conversation,
            "content_type": "text",
            "content_attributes": {},
            "source_id": None,
            **message,
        }
        self.messages[conversation].append(kept)
        return kept


async def _fields(request: web.Request) -> dict[str, Any]:
    """JSON, or a form where files come along. A form has no truth values: Rails reads the words."""
    if request.content_type == "application/json":
        body: dict[str, Any] = await request.json()
        return body
    form = await request.post()
    fields: dict[str, Any] = {name: form[name] for name in form if name != "attachments[]"}
    fields["private"] = fields["private"] == "true"
    files = (file for file in form.getall("attachments[]") if isinstance(file, web.FileField))
    return fields | {"attachments[]": [file.file.read() for file in files]}


def signed(event: Mapping[str, Any], at: float, secret: str = SECRET) -> tuple[bytes, dict[str, str]]:
    """A delivery as Chatwoot signs it: the body and the headers."""
    body, timestamp = json.dumps(event).encode(), str(int(at))
    digest = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, "sha256").hexdigest()
    headers = {"X-Chatwoot-Timestamp": timestamp, "X-Chatwoot-Signature": f"sha256={digest}"}
    return body, headers | {"X-Chatwoot-Delivery": "a1b2", "Content-Type": "application/json"}
