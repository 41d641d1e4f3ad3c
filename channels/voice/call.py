"""One request of a call: who calls, where the call stands, and what was said or pressed."""

from __future__ import annotations

import re

from aiohttp import web
from msgspec import Struct
from multidict import MultiMapping

from channels.body import BadInput, clean
from channels.channel import Receive
from channels.voice.words import REPEAT_KEY

MOST_TURNS = 500
SILENCES = 3
_SID = re.compile(r"CA[0-9a-fA-F]{32}")
_NUMBER = re.compile(r"\+[1-9]\d{6,14}")
_NOBODY = frozenset(("+266696687", "+7378742833", "+2562533", "+8656696", "+86282452253"))
"""What Twilio gives as the number of who hides it: ANONYMOUS, RESTRICTED, BLOCKED, UNKNOWN and UNAVAILABLE on
the letters of a keypad."""


class Turn(Struct, frozen=True):
    """Where a call stands: how many turns it has had, and how often in a row nothing was heard."""

    number: int = 0
    silences: int = 0

    @classmethod
    def of(cls, request: web.Request) -> Turn:
        """What the address says, which Twilio signs with the rest. Raises `BadInput`."""
        return cls(_count(request, "turn", MOST_TURNS), _count(request, "silences", SILENCES))


class Call(Struct, frozen=True):
    """`id` is Twilio's own. `address` is the caller's number; of who hides it only the call is known."""

    id: str
    address: str
    said: str
    dialled: str
    turn: Turn
    receive: Receive

    @classmethod
    def of(cls, form: MultiMapping[str], turn: Turn, receive: Receive) -> Call:
        """The call of a verified form. Raises `BadInput` for one without a call's id."""
        id, number = form.get("CallSid", ""), form.get("From", "")
        if not _SID.fullmatch(id):
            raise BadInput(400, "CallSid", "is not the id of a call")
        known = _NUMBER.fullmatch(number) and number not in _NOBODY
        return cls(id, number if known else id, _said(form), form.get("DialCallStatus", ""), turn, receive)


def _said(form: MultiMapping[str]) -> str:
    """What was pressed, else what was heard; the star asks for the last words again."""
    digits = clean(form.get("Digits", ""))
    return "repeat" if digits == REPEAT_KEY else digits or clean(form.get("SpeechResult", ""))


def _count(request: web.Request, name: str, most: int) -> int:
    value = request.query.get(name, "0")
    if not (value.isascii() and value.isdigit() and len(value) < 5 and int(value) <= most):
        raise BadInput(400, name, f"must be a number up to {most}")
    return int(value)
