"""Requests as Alexa sends them, after the recorded one in `tests/data/alexa/launch_request.json`."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from itertools import count
from typing import Any

from tests.alexa.signing import NOW

SKILL = "amzn1.ask.skill.c966b8cb-80bc-4482-8ddf-63af59ca07fc"
USER = "amzn1.ask.account.HOUSEHOLD"
TOKEN = "eyJ0-token-of-this-request"
DEVICE = "amzn1.ask.device.SPEAKER"
_ids = count(1)


def envelope(
    request: Mapping[str, Any],
    *,
    new: bool = False,
    attributes: Mapping[str, Any] | None = None,
    user: str = USER,
    skill: str = SKILL,
    at: dt.datetime = NOW,
    endpoint: str = "https://api.eu.amazonalexa.com",
) -> dict[str, Any]:
    """A whole request."""
    base = {
        "requestId": f"amzn1.echo-api.request.{next(_ids)}",
        "timestamp": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "locale": "en-GB",
    }
    who = {"userId": user, "permissions": {}}
    return {
        "version": "1.0",
        "session": {
            "new": new,
            "sessionId": "amzn1.echo-api.session.1",
            "application": {"applicationId": skill},
            "attributes": dict(attributes or {}),
            "user": who,
        },
        "context": {
            "System": {
                "application": {"applicationId": skill},
                "user": who,
                "person": {"personId": "amzn1.ask.person.SPEAKER", "accessToken": "secret"},
                "device": {"deviceId": DEVICE, "supportedInterfaces": {}},
                "apiEndpoint": endpoint,
                "apiAccessToken": TOKEN,
            }
        },
        "request": {**base, **request},
    }


def launch() -> dict[str, Any]:
    return {"type": "LaunchRequest", "shouldLinkResultBeReturned": False}


def intent(name: str, /, **slots: str) -> dict[str, Any]:
    """An intent with the words of its slots."""
    heard = {
        slot: {"name": slot, "value": value, "confirmationStatus": "NONE", "source": "USER"}
        for slot, value in slots.items()
    }
    return {
        "type": "IntentRequest",
        "dialogState": "STARTED",
        "intent": {"name": name, "confirmationStatus": "NONE", "slots": heard},
    }


def resolved(words: str, name: str, id: str = "") -> dict[str, Any]:
    """A slot whose words match an entry of our list."""
    value = {"name": name, "id": id} if id else {"name": name}
    authority = {
        "authority": "amzn1.er-authority.echo-sdk.test.Bin",
        "status": {"code": "ER_SUCCESS_MATCH"},
        "values": [{"value": value}],
    }
    return {"name": "x", "value": words, "resolutions": {"resolutionsPerAuthority": [authority]}}


def ended(reason: str = "EXCEEDED_MAX_REPROMPTS") -> dict[str, Any]:
    return {"type": "SessionEndedRequest", "reason": reason}
