"""Bad requests as tables: what is sent, and exactly what has to come back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

from tests.acceptance.asking import FORM, JSON, REST

CHAT = "/chat/messages"
IS_JSON = {"Content-Type": JSON}
IS_FORM = {"Content-Type": FORM}
ID = "id-of-a-message"


class Bad(Struct, frozen=True):
    """A request, and what comes back: the status, and the error's `field` and `problem`."""

    title: str
    body: bytes
    status: int
    field: str = ""
    problem: str = ""
    headers: Mapping[str, str] = MappingProxyType(IS_JSON)


def sent(**fields: object) -> bytes:
    return json.dumps(fields).encode()


REST_TABLE = [
    Bad("nothing", b"", 400, "", "the body is not JSON"),
    Bad("not JSON", b"when is my bin", 400, "", "the body is not JSON"),
    Bad("cut off", b'{"sender": "a", "mess', 400, "", "the body is not JSON"),
    Bad("not UTF-8", b'{"sender":"a","message":"\xff\xfe"}', 400, "", "the body is not JSON"),
    Bad("a list", b"[]", 400, "", "must be an object"),
    Bad("a number", b"17", 400, "", "must be an object"),
    Bad("deeply nested", b"[" * 8000, 400, "", "must be an object"),
    Bad("no sender", sent(message="hi"), 400, "sender", "is missing"),
    Bad("no message", sent(sender="a"), 400, "message", "is missing"),
    Bad("a sender of another type", sent(sender=1, message="hi"), 400, "sender", "must be text"),
    Bad("a message of another type", sent(sender="a", message=["hi"]), 400, "message", "must be text"),
    Bad("a message that is null", sent(sender="a", message=None), 400, "message", "must be text"),
    Bad(
        "an id of another type",
        sent(sender="a", message="b", message_id=1),
        400,
        "message_id",
        "must be text",
    ),
    Bad("an empty sender", sent(sender="", message="hi"), 400, "sender", "is empty"),
    Bad("an empty message", sent(sender="a", message="  "), 400, "message", "is empty"),
    Bad("nothing but NULs", sent(sender="a", message="\0\0"), 400, "message", "is empty"),
    Bad(
        "a long sender", sent(sender="a" * 257, message="hi"), 400, "sender", "is longer than 256 characters"
    ),
    Bad(
        "a long message",
        sent(sender="a", message="x" * 2001),
        400,
        "message",
        "is longer than 2000 characters",
    ),
    Bad(
        "a long id",
        sent(sender="a", message="hi", message_id="x" * 257),
        400,
        "message_id",
        "is longer than 256 characters",
    ),
    Bad(
        "a hint of another type",
        sent(sender="a", message="hi", metadata={"language": 3}),
        400,
        "metadata.language",
        "must be text",
    ),
    Bad("half a surrogate pair", b'{"sender":"a","message":"\\ud800"}', 400, "", "the body is not JSON"),
    Bad("half a pair in the sender", b'{"sender":"\\udc00","message":"b"}', 400, "", "the body is not JSON"),
    Bad("too large", sent(sender="a", message="x" * 17_000), 413, "", "the body is larger than 16384 bytes"),
    Bad("a form", b"sender=a&message=hi", 415, "", f"the content type must be {JSON}", IS_FORM),
    Bad("no type", sent(sender="a", message="hi"), 415, "", f"the content type must be {JSON}", {}),
]
CHAT_TABLE = [
    Bad("not JSON", b"{", 400, "", "the body is not JSON"),
    Bad("no id", sent(text="hi"), 400, "id", "is missing"),
    Bad("an id of another type", sent(id=17, text="hi"), 400, "id", "must be text"),
    Bad("a short id", sent(id="short", text="hi"), 400, "id", "must be 8 to 64 letters, digits, - or _"),
    Bad("a long id", sent(id="x" * 65, text="hi"), 400, "id", "must be 8 to 64 letters, digits, - or _"),
    Bad(
        "an id with a path",
        sent(id="../../etc", text="hi"),
        400,
        "id",
        "must be 8 to 64 letters, digits, - or _",
    ),
    Bad("no words", sent(id=ID), 400, "text", "is empty"),
    Bad("nothing but NULs", sent(id=ID, text="\0"), 400, "text", "is empty"),
    Bad("long words", sent(id=ID, text="x" * 2001), 400, "text", "is longer than 2000 characters"),
    Bad("a choice never offered", sent(id=ID, choice="home:1"), 400, "choice", "was never offered"),
    Bad("a language not spoken", sent(id=ID, choice="language:xx"), 400, "choice", "was never offered"),
    Bad("a line of another type", sent(id=ID, text="hi", after="1"), 400, "after", "must be a whole number"),
    Bad(
        "half a surrogate pair",
        b'{"id":"%s","text":"\\ud800"}' % ID.encode(),
        400,
        "",
        "the body is not JSON",
    ),
    Bad("too large", sent(id=ID, text="x" * 17_000), 413, "", "the body is larger than 16384 bytes"),
    Bad("a form", b"id=x", 415, "", f"the content type must be {JSON}", IS_FORM),
]
FORM_TABLE = [
    ("no words", {"text": ""}, 400, "Please type your message first."),
    ("long words", {"text": "x" * 2001}, 400, "Your message is too long."),
    ("a bad id", {"text": "hi", "id": "?"}, 400, "We could not read your message."),
    ("a choice never offered", {"choice": "home:1"}, 400, "That choice is no longer there."),
    (
        "another session's token",
        {"text": "hi", "token": "0" * 64},
        403,
        "This message did not come from our chat",
    ),
    ("no token", {"text": "hi", "token": ""}, 403, "This message did not come from our chat"),
    ("a token beyond ASCII", {"text": "hi", "token": "ключ"}, 403, "This message did not come from our chat"),
]
READING = [
    ("POST", "/healthz", 405, None),
    ("POST", "/readyz", 405, None),
    ("DELETE", "/", 405, None),
    ("GET", REST, 405, None),
    ("PUT", CHAT, 405, None),
    ("GET", "/nowhere", 404, None),
    ("GET", "/assets/chat/../../settings.py", 404, None),
    ("GET", "/assets/chat/%2e%2e%2f%2e%2e%2fsecret.key", 404, None),
    ("GET", "/assets/chat/chat.js", 404, None),
    ("GET", "/bins/abc.ics", 400, "premises 'abc' is not a number"),
    ("GET", "/bins/-1.ics", 400, "premises '-1' is not a number"),
    ("GET", "/bins/%00.ics", 400, "premises '\\x00' is not a number"),
    ("GET", "/bins/%D9%A1.ics", 400, "premises '١' is not a number"),
    ("GET", "/bins/..%2f..%2fsnicket.db.ics", 400, "premises '../../snicket.db' is not a number"),
    ("GET", "/bins/1.ics", 404, "premises 1 is not known"),
    ("GET", f"/bins/{'9' * 40}.ics", 404, f"premises {'9' * 40} is not known"),
    ("GET", f"/bins/{'9' * 5000}.ics", 404, None),
    ("GET", "/waste/v1/services", 400, "premises is missing"),
    ("GET", "/waste/v1/services?premises=", 400, "premises '' is not a number"),
    ("GET", "/waste/v1/services?premises=1", 404, "premises 1 is not known"),
    (
        "GET",
        "/waste/v1/services?premises=900001&start_date=26/11/26",
        400,
        "start_date '26/11/26' is not a date like 2026-11-26",
    ),
    (
        "GET",
        "/waste/v1/services?premises=900001&start_date=2026-12-01&end_date=2026-11-01",
        400,
        "end_date 2026-11-01 is before start_date 2026-12-01",
    ),
    ("GET", "/waste/v1/services?premises=900001&start_date=9999-12-31", 200, None),
    ("GET", "/waste/v1/services?premises=900001&end_date=0001-01-01", 400, None),
]
SCRIPT = [
    ("/chat/messages?after=x", "after"),
    ("/chat/messages?after=-1", "after"),
    ("/chat/messages?after=99999999999999999999", "after"),
    ("/chat/events?after=%00", "after"),
]
