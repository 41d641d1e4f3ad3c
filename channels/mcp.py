"""MCP: what the assistant knows, as tools for other assistants (Alexa+ and any other).

`POST /mcp` is the Model Context Protocol over streamable HTTP (specification of 2025-11-25): one JSON-RPC 2.0
request, one JSON answer, no session and no stream, which the specification leaves to the server. The tools
only read and know no person, so nobody signs in.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from aiohttp import web
from msgspec import Struct

from channels.body import JSON, BadInput, TooOften, read
from channels.limits import Buckets, Clock, Rate

log = logging.getLogger(__name__)

PATH = "/mcp"
BODY_LIMIT = 16 * 1024
VERSIONS = ("2025-11-25", "2025-06-18", "2025-03-26")
"""The versions of the protocol that we speak, the best first. What the tools need is alike in all of them."""

PARSE, INVALID, UNKNOWN, PARAMS, INTERNAL = -32700, -32600, -32601, -32602, -32603


class Answer(Struct, frozen=True):
    """What a tool found. `text` is short and complete by itself, for a model words it anew; `data` says the
    same for programs. `failed` tells the model that it asked for something that cannot be."""

    text: str
    data: Mapping[str, Any] = {}
    failed: bool = False


class Tool(Struct, frozen=True):
    """Something that can be asked. `takes` is the shape of its arguments; `run` only reads."""

    name: str
    title: str
    description: str
    takes: type[Struct]
    run: Callable[[Any], Awaitable[Answer]]

    def described(self) -> dict[str, Any]:
        """The tool as `tools/list` shows it."""
        _, shapes = msgspec.json.schema_components([self.takes])
        shape = {"type": "object", **shapes[self.takes.__name__]}
        return {
            "name": self.name,
            "title": self.title,
            "description": self.description,
            "inputSchema": {
                key: value for key, value in shape.items() if key not in ("title", "description")
            },
            "annotations": {"readOnlyHint": True, "openWorldHint": False},
        }


class Call(Struct):
    """A JSON-RPC request; without an `id` a notification, with neither method a response."""

    jsonrpc: str = ""
    method: str = ""
    id: int | str | None = None
    params: dict[str, Any] = {}


class Fault(Exception):
    """A JSON-RPC error."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Mcp:
    """The endpoint. `name` is the council's, `origins` are the web pages that may call it (a browser says
    where a page is from; other clients do not)."""

    def __init__(
        self,
        tools: Sequence[Tool],
        *,
        name: str,
        origins: Sequence[str],
        clock: Clock,
        per_client: Rate | None = None,
    ) -> None:
        self._tools = {tool.name: tool for tool in tools}
        self._name = name
        self._origins = frozenset(origins)
        self._buckets = Buckets(per_client or Rate(burst=120, per_second=4), clock)
        self._methods: dict[str, Callable[[dict[str, Any]], Awaitable[dict[str, Any]]]] = {
            "initialize": self._initialize,
            "ping": self._ping,
            "tools/list": self._list,
            "tools/call": self._call,
        }

    def routes(self) -> Iterable[web.RouteDef]:
        return [web.post(PATH, self._post), web.get(PATH, _only_post), web.delete(PATH, _only_post)]

    async def _post(self, request: web.Request) -> web.Response:
        try:
            self._admit(request)
            body = await read(request, JSON, BODY_LIMIT)
        except BadInput as fault:
            return fault.response()
        try:
            call = _parsed(body)
        except Fault as fault:
            return _answered(None, error=fault, status=400)
        if call.id is None:
            return web.Response(status=202)
        return await self._handled(call)

    async def _handled(self, call: Call) -> web.Response:
        try:
            method = self._methods.get(call.method)
            if method is None:
                raise Fault(UNKNOWN, "there is no such method")
            return _answered(call.id, await method(call.params))
        except Fault as fault:
            return _answered(call.id, error=fault)
        except Exception:
            log.exception("a tool failed")
            return _answered(call.id, error=Fault(INTERNAL, "this cannot be answered at the moment"))

    def _admit(self, request: web.Request) -> None:
        """Refuses pages of other sites (DNS rebinding), versions that we do not speak, and floods."""
        origin = request.headers.get("Origin", "")
        if origin and origin not in self._origins:
            raise BadInput(403, "Origin", "is not allowed")
        version = request.headers.get("MCP-Protocol-Version", VERSIONS[0])
        if version not in VERSIONS:
            raise BadInput(400, "MCP-Protocol-Version", f"must be one of {', '.join(VERSIONS)}")
        if seconds := self._buckets.take(request.remote or ""):
            raise TooOften("", seconds)

    async def _initialize(self, params: dict[str, Any]) -> dict[str, Any]:
        asked = params.get("protocolVersion")
        return {
            "protocolVersion": asked if asked in VERSIONS else VERSIONS[0],
            "capabilities": {"tools": {}},
            "serverInfo": {"name": "snicket", "title": self._name, "version": "1"},
            "instructions": "Say dates, places and numbers exactly as a tool gives them, with their source. "
            "Where a tool has no answer, say so: never guess a date or a phone number.",
        }

    async def _ping(self, params: dict[str, Any]) -> dict[str, Any]:
        return {}

    async def _list(self, params: dict[str, Any]) -> dict[str, Any]:
        return {"tools": [tool.described() for tool in self._tools.values()]}

    async def _call(self, params: dict[str, Any]) -> dict[str, Any]:
        name = params.get("name")
        tool = self._tools.get(name) if isinstance(name, str) else None
        if tool is None:
            raise Fault(PARAMS, f"there is no such tool; there are {', '.join(self._tools)}")
        try:
            taken = msgspec.convert(params.get("arguments") or {}, tool.takes)
        except msgspec.ValidationError as fault:
            # A model that is told what was wrong can ask again; an error of the protocol would end its turn.
            return _found(Answer(f"That cannot be asked: {fault}", failed=True))
        return _found(await tool.run(taken))


def _parsed(body: bytes) -> Call:
    try:
        call = msgspec.json.decode(body, type=Call)
    except msgspec.ValidationError:
        raise Fault(INVALID, "this is not one JSON-RPC request") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Fault(PARSE, "the body is not JSON") from None
    if call.jsonrpc != "2.0":
        raise Fault(INVALID, "jsonrpc must be 2.0")
    return call


def _found(answer: Answer) -> dict[str, Any]:
    result: dict[str, Any] = {"content": [{"type": "text", "text": answer.text}], "isError": answer.failed}
    if answer.data:
        result["structuredContent"] = answer.data
    return result


def _answered(
    id: int | str | None,
    result: dict[str, Any] | None = None,
    *,
    error: Fault | None = None,
    status: int = 200,
) -> web.Response:
    answer: dict[str, Any] = {"jsonrpc": "2.0", "id": id}
    if error is not None:
        answer["error"] = {"code": error.code, "message": error.message}
    else:
        answer["result"] = result
    return web.Response(body=msgspec.json.encode(answer), content_type=JSON, status=status)


async def _only_post(request: web.Request) -> web.Response:
    """There is no stream to listen to and no session to end."""
    return web.Response(status=405, headers={"Allow": "POST"})
