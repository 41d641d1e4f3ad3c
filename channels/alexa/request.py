"""What Alexa sends, read by us: what is not known is passed over, what has the wrong type counts as missing.

The shapes are those of Amazon's request reference. A library of fixed types would refuse the kinds of
requests that are added every year.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from channels.body import clean

LONGEST = 2_000
LONGEST_ID = 1_024
LONGEST_TOKEN = 8_192
MATCHED = "ER_SUCCESS_MATCH"
_EVENT = "AlexaSkillEvent."


class Unreadable(ValueError):
    """The body is no request of Alexa's; the words say why, without anything of it."""


class Device(Struct, frozen=True):
    """Where Amazon answers questions about the speaker. `token` is a secret of this request."""

    id: str = ""
    endpoint: str = ""
    token: str = ""

    def __repr__(self) -> str:
        return "Device(…)"


class AlexaRequest(Struct, frozen=True):
    """One request. `kind` is its type, `intent` the intent's name, `slots` what was heard for each slot: the
    id or name of the entry that it matches, else the words. `user` is Amazon's name for the household and
    this skill. Who spoke (`person`, from a voice profile) is not read at all. `attributes` are those that we
    sent with the last answer while the skill stays open, `new` marks the request that opened it."""

    id: str
    kind: str
    at: dt.datetime
    application: str
    user: str
    locale: str = ""
    new: bool = False
    intent: str = ""
    slots: Mapping[str, str] = {}
    reason: str = ""
    attributes: Mapping[str, Any] = {}
    device: Device = Device()

    @property
    def event(self) -> bool:
        """Whether this is news about the skill, which nobody has said and nobody hears an answer to."""
        return self.kind.startswith(_EVENT)


def read(body: bytes) -> AlexaRequest:
    """The request in a body whose signature is good. Raises `Unreadable`."""
    try:
        whole = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Unreadable("the body is not JSON") from None
    request, session, system = _in(whole, "request"), _in(whole, "session"), _in(whole, "context", "System")
    kind, id = _text(request, "type", LONGEST_ID), _text(request, "requestId", LONGEST_ID)
    if not kind or not id:
        raise Unreadable("the request has no type or no id")
    return AlexaRequest(
        id=id,
        kind=kind,
        at=_moment(request.get("timestamp")),
        application=_either(system, session, "application", "applicationId"),
        user=_either(system, session, "user", "userId"),
        locale=_text(request, "locale", 35),
        new=session.get("new") is True,
        intent=_text(_in(request, "intent"), "name", LONGEST_ID),
        slots=_slots(_in(request, "intent", "slots")),
        reason=_text(request, "reason", LONGEST_ID),
        attributes=_in(session, "attributes"),
        device=Device(
            _text(_in(system, "device"), "deviceId", LONGEST_ID),
            _text(system, "apiEndpoint", LONGEST_ID),
            _text(system, "apiAccessToken", LONGEST_TOKEN),
        ),
    )


def _in(found: Any, *path: str) -> Mapping[str, Any]:
    """The object at `path`; an empty one where there is none."""
    for name in path:
        found = found.get(name) if isinstance(found, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _text(found: Mapping[str, Any], name: str, longest: int) -> str:
    """A text of at most `longest` characters; empty where there is none, or a longer one."""
    value = found.get(name)
    return value if isinstance(value, str) and len(value) <= longest else ""


def _either(system: Mapping[str, Any], session: Mapping[str, Any], *path: str) -> str:
    """What `context.System` says; requests outside a session have only that, old ones only the session."""
    *folders, name = path
    found = (_text(_in(each, *folders), name, LONGEST_ID) for each in (system, session))
    return next(filter(None, found), "")


def _moment(stamp: Any) -> dt.datetime:
    """ISO 8601, in skill events also as milliseconds. Raises `Unreadable`."""
    try:
        if isinstance(stamp, int) and not isinstance(stamp, bool):
            return dt.datetime.fromtimestamp(stamp / 1000, dt.UTC)
        moment = dt.datetime.fromisoformat(stamp)
        return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        raise Unreadable("the request has no time") from None


def _slots(slots: Mapping[str, Any]) -> dict[str, str]:
    return {name: said for name in slots if (said := _said(_in(slots, name)))}


def _said(slot: Mapping[str, Any]) -> str:
    """The entry of our own list that the words match, by its id where it has one; else the words."""
    for authority in _list(_in(slot, "resolutions"), "resolutionsPerAuthority"):
        if _in(authority, "status").get("code") == MATCHED:
            for entry in _list(authority, "values"):
                value = _in(entry, "value")
                if found := _text(value, "id", LONGEST_ID) or _text(value, "name", LONGEST_ID):
                    return found
    words = slot.get("value")
    return clean(words)[:LONGEST] if isinstance(words, str) else ""


def _list(found: Any, name: str) -> list[Any]:
    value = found.get(name) if isinstance(found, dict) else None
    return value if isinstance(value, list) else []
