"""A Bot API server on this machine: real HTTP, the calls and updates of the specification, faults on demand.

Every call and every update is held to the machine-readable Bot API; what is wrong with one is kept in
`faults`, and the call refused with 400. People's phones are `Phone`s, by the number of their chat.
"""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Callable
from typing import Any

from aiohttp import ClientSession, web

from channels.telegram.fake.markup import BadMarkup, shown
from channels.telegram.fake.phone import Json, Message, Phone
from channels.telegram.fake.spec import Spec

BOT = {"id": 4_242, "is_bot": True, "first_name": "Snicket", "username": "snicket_test_bot"}
UNITS = 4_096
LONGEST_DATA = 64


class Fault(Exception):
    """An answer that is none: a status, what Telegram would say, and the seconds to wait."""

    def __init__(self, status: int, says: str, retry_after: int = 0) -> None:
        super().__init__(says)
        self.status, self.says, self.retry_after = status, says, retry_after

    def response(self) -> web.Response:
        body: Json = {"ok": False, "error_code": self.status, "description": self.says}
        if self.retry_after:
            body["parameters"] = {"retry_after": self.retry_after}
        return web.json_response(body, status=self.status)


BLOCKED = Fault(403, "Forbidden: bot was blocked by the user")
TOO_MANY = Fault(429, "Too Many Requests: retry after 7", 7)
BAD_MARKUP = Fault(400, "Bad Request: can't parse entities: Unsupported start tag")
BROKEN = Fault(500, "Internal Server Error")


class TelegramServer:
    """`next_faults` has a fault, or None, for each of the next `sendMessage`; `"lost"` takes the message in
    and hangs up, `"slow"` takes it in and never answers. `files` are what can be downloaded, by id.
    `clock` gives Unix seconds. `url` is for whoever starts it to note where it listens."""

    def __init__(self, spec: Spec, token: str, clock: Callable[[], int] = lambda: 1_780_000_000) -> None:
        self.spec = spec
        self.token = token
        self.clock = clock
        self.faults: list[str] = []
        self.calls: list[tuple[str, Json]] = []
        self.phones: dict[int, Phone] = {}
        self.files: dict[str, bytes] = {}
        self.groups: dict[int, list[str]] = {}
        self.next_faults: deque[Fault | str | None] = deque()
        self.webhook: Json = {}
        self.last_error = ""
        self.url = ""
        self.commands: dict[str, list[Json]] = {}
        self._ids = 1_000
        self._updates = 100

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._called)
        app.router.add_get("/file/bot{token}/{path:.*}", self._file)
        return app

    def phone(self, user: int, language: str = "en") -> Phone:
        return self.phones.setdefault(user, Phone(user, language))

    def update(self, content: Json) -> Json:
        """The update with the next number. Raises `AssertionError` when Telegram would not send it so."""
        self._updates += 1
        update = {"update_id": self._updates, **content}
        wrong = self.spec.faults("Update", update)
        assert not wrong, wrong
        return update

    async def deliver(self, session: ClientSession, url: str, secret: str, update: Json) -> int:
        """Posts an update as Telegram does, and does what the answer asks for; its status."""
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
        async with session.post(url, json=update, headers=headers) as answer:
            if answer.status == 200 and answer.content_type == "application/json":
                asked = await answer.json()
                self._do(asked.pop("method"), asked)
            return answer.status

    async def _called(self, request: web.Request) -> web.Response:
        if request.match_info["token"] != self.token:
            return Fault(401, "Unauthorized").response()
        posted = await request.post()
        method = request.match_info["method"]
        arguments = {name: self._value(method, name, str(value)) for name, value in posted.items()}
        fault = self.next_faults.popleft() if self.next_faults and method == "sendMessage" else None
        if isinstance(fault, Fault):
            return fault.response()
        try:
            result = self._do(method, arguments)
        except Fault as refused:
            return refused.response()
        if fault == "lost" and request.transport is not None:
            request.transport.abort()
        if fault == "slow":
            await asyncio.Event().wait()
        return web.json_response({"ok": True, "result": result})

    def _value(self, method: str, name: str, text: str) -> Any:
        """An argument as it was meant: the library posts a form with JSON inside, and words bare."""
        fields = self.spec.methods[method].fields if method in self.spec.methods else {}
        if (fields.get(name) or fields.get(f"{name}?")) == ["String"]:
            return text
        try:
            return json.loads(text)
        except ValueError:
            return text

    def _do(self, method: str, arguments: Json) -> Any:
        """Checks a call and does it. Raises `Fault`."""
        self.calls.append((method, arguments))
        wrong = self.spec.call(method, arguments)
        self.faults += wrong
        if wrong:
            raise Fault(400, f"Bad Request: {wrong[0]}")
        result = getattr(self, f"_{method}", _agree)(arguments)
        for kind in self.spec.methods[method].returns:
            self.faults += self.spec.faults(kind, result, f"{method} returns")
        return result

    def _getMe(self, arguments: Json) -> Json:
        return {**BOT, "can_join_groups": True, "can_read_all_group_messages": False}

    def _getWebhookInfo(self, arguments: Json) -> Json:
        info: Json = {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
        told = {"last_error_message": self.last_error, "last_error_date": self.clock()}
        kept = {name: value for name, value in self.webhook.items() if name in ("url", "allowed_updates")}
        return {**info, **kept, **(told if self.last_error else {})}

    def _setWebhook(self, arguments: Json) -> bool:
        self.webhook = arguments
        return True

    def _setMyCommands(self, arguments: Json) -> bool:
        self.commands[arguments.get("language_code", "")] = arguments["commands"]
        return True

    def _getFile(self, arguments: Json) -> Json:
        file = arguments["file_id"]
        if file not in self.files:
            raise Fault(400, "Bad Request: invalid file_id")
        size = len(self.files[file])
        return {"file_id": file, "file_unique_id": file, "file_size": size, "file_path": f"photos/{file}"}

    def _answerCallbackQuery(self, arguments: Json) -> bool:
        for phone in self.phones.values():
            phone.notes.append(arguments.get("text", ""))
        return True

    def _sendChatAction(self, arguments: Json) -> bool:
        self._reached(arguments["chat_id"]).actions.append(arguments["action"])
        return True

    def _leaveChat(self, arguments: Json) -> bool:
        if arguments["chat_id"] not in self.groups:
            raise Fault(400, "Bad Request: chat not found")
        del self.groups[arguments["chat_id"]]
        return True

    def _sendMessage(self, arguments: Json) -> Json:
        chat, marked = arguments["chat_id"], arguments.get("parse_mode") == "HTML"
        try:
            text, links = shown(arguments["text"]) if marked else (arguments["text"], ())
        except BadMarkup as fault:
            raise Fault(400, f"Bad Request: can't parse entities: {fault}") from None
        if not text.strip():
            raise Fault(400, "Bad Request: message text is empty")
        if len(text.encode("utf-16-le")) // 2 > UNITS:
            raise Fault(400, "Bad Request: message is too long")
        markup = arguments.get("reply_markup", {})
        buttons = _buttons(markup)
        self._ids += 1
        if chat in self.groups:
            self.groups[chat].append(text)
            return self._sent(chat, text, {"id": chat, "type": "group", "title": "Group"}, markup)
        phone = self._reached(chat)
        raw = self._sent(chat, text, phone.chat, markup)
        rows = markup.get("keyboard", [])
        share = next((one["text"] for row in rows for one in row if one.get("request_location")), "")
        phone.seen.append(Message(self._ids, text, links, buttons, share, raw, marked))
        return raw

    def _sent(self, chat: int, text: str, where: Json, markup: Json) -> Json:
        base = {"message_id": self._ids, "date": self.clock(), "chat": where, "from": BOT, "text": text}
        inline = {"reply_markup": markup} if "inline_keyboard" in markup else {}
        return {**base, **inline}

    def _reached(self, chat: int) -> Phone:
        if chat not in self.phones:
            raise Fault(400, "Bad Request: chat not found")
        if self.phones[chat].blocked:
            raise BLOCKED
        return self.phones[chat]

    async def _file(self, request: web.Request) -> web.Response:
        name = request.match_info["path"].removeprefix("photos/")
        if request.match_info["token"] != self.token or name not in self.files:
            return web.Response(status=404)
        return web.Response(body=self.files[name])


def _agree(arguments: Json) -> bool:
    return True


def _buttons(markup: Json) -> list[list[tuple[str, str]]]:
    rows = [
        [(button["text"], button.get("callback_data", "")) for button in row]
        for row in markup.get("inline_keyboard", [])
    ]
    if any(not 1 <= len(data.encode()) <= LONGEST_DATA for row in rows for _label, data in row):
        raise Fault(400, "Bad Request: BUTTON_DATA_INVALID")
    return rows
