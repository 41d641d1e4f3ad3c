"""What we answer: Amazon's response format, built so that it always fits."""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import Struct

from channels.alexa.amazon import SCOPE
from channels.alexa.intent import ANSWER, QUERY
from channels.alexa.session import Session

LARGEST = 24 * 1024
"""Bytes of a whole response. Newer pages of Amazon's allow more; what fits here fits everywhere."""


class Answer(Struct, frozen=True):
    """`speech` and `reprompt` are whole SSML documents. `ends` closes the session; otherwise the microphone
    opens. `consent` asks for the speaker's postcode by a card of Amazon's own."""

    speech: str = ""
    reprompt: str = ""
    card: str = ""
    ends: bool = False
    consent: bool = False
    session: Session = Session()


SILENCE = {"version": "1.0", "response": {}}
"""What news about the skill and the end of a session are answered with: nobody is listening."""


def encoded(answer: Answer, title: str) -> bytes:
    """The response as JSON. Where all of it would be too large the card goes first, then the reprompt."""
    body = b""
    for card, reprompt in ((True, True), (False, True), (False, False)):
        body = msgspec.json.encode(_shape(answer, title, card, reprompt))
        if len(body) <= LARGEST:
            break
    return body


def _shape(answer: Answer, title: str, card: bool, reprompt: bool) -> dict[str, Any]:
    response: dict[str, Any] = {"shouldEndSession": answer.ends}
    if answer.speech:
        response["outputSpeech"] = _ssml(answer.speech)
    if answer.consent:
        response["card"] = {"type": "AskForPermissionsConsent", "permissions": [SCOPE]}
    elif answer.card and card:
        response["card"] = {"type": "Simple", "title": title, "content": answer.card}
    if not answer.ends:
        if answer.reprompt and reprompt:
            response["reprompt"] = {"outputSpeech": _ssml(answer.reprompt)}
        response["directives"] = [_listen()]
    shape: dict[str, Any] = {"version": "1.0", "response": response}
    if not answer.ends:
        shape["sessionAttributes"] = answer.session.sent()
    return shape


def _ssml(ssml: str) -> dict[str, str]:
    return {"type": "SSML", "ssml": ssml}


def _listen() -> dict[str, Any]:
    """Whatever is said next fills our one slot for free words, unless it is said like another intent."""
    slot = {"name": QUERY, "confirmationStatus": "NONE"}
    intent = {"name": ANSWER, "confirmationStatus": "NONE", "slots": {QUERY: slot}}
    return {"type": "Dialog.ElicitSlot", "slotToElicit": QUERY, "updatedIntent": intent}


def can_fulfill(known: bool, slots: tuple[str, ...]) -> dict[str, Any]:
    """Whether the skill could answer a question that somebody has asked without naming it."""
    yes = "YES" if known else "NO"
    each = {"canUnderstand": yes, "canFulfill": yes}
    return {
        "version": "1.0",
        "response": {"canFulfillIntent": {"canFulfill": yes, "slots": dict.fromkeys(slots, each)}},
    }
