"""Anything that Amazon has signed: never a fault of the server, no stack trace, always a whole response."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from channels.alexa.intents import ALL, KNOWN
from tests.alexa.asking import envelope, intent, launch
from tests.alexa.checked import checked
from tests.alexa.household import Household

ODD: tuple[Any, ...] = (
    *(None, True, -1, 10**20, 1.5, "", "?", "\u0000", "\u202e<speak>&", "😀" * 50, "x" * 5_000, [], [[]], {}),
    *(
        {"a": {"b": 1}},
        "ls8 1ad",
        "14",
        "yes",
        "stop",
        "help in urdu",
        "بن کب",
        "'; drop table",
        "{query}",
        "%s",
    ),
)
KINDS = ("LaunchRequest", "IntentRequest", "SessionEndedRequest", "CanFulfillIntentRequest", "A.B", "", 3)
PLACES = (
    *(("request", "intent"), ("request", "intent", "slots"), ("request", "locale"), ("request", "requestId")),
    *(("session",), ("session", "attributes"), ("session", "new"), ("session", "user", "userId")),
    *(("context",), ("context", "System", "device"), ("context", "System", "apiEndpoint")),
    *(("context", "System", "apiAccessToken"), ("request", "type"), ("request", "reason"), ("version",)),
)
TIMES = 250


def _somewhere(random: Random, shape: dict[str, Any]) -> None:
    """Puts something odd into the request."""
    *path, name = random.choice(PLACES)
    here: Any = shape
    for step in path:
        here = here.get(step) if isinstance(here, dict) else None
    if isinstance(here, dict):
        here[name] = random.choice(ODD)


def _request(random: Random) -> dict[str, Any]:
    if random.random() < 0.1:
        return {**launch(), "type": random.choice(KINDS)}
    name = random.choice([one.name for one in ALL] + ["Unheard"])
    slots = {slot: random.choice(ODD) for slot in (KNOWN[name].slots if name in KNOWN else ["x"])}
    return intent(name, **slots)


async def test_nothing_that_is_signed_breaks_it(home: Household) -> None:
    random, attributes = Random(11), {}
    for number in range(TIMES):
        shape = envelope(
            _request(random),
            new=random.random() < 0.1,
            attributes=attributes,
            user=f"user-{number % 7}",
            at=home.parts.clock.now(),
        )
        for _ in range(random.choice((0, 0, 1, 3))):
            _somewhere(random, shape)
        answer = await home.post(shape)
        body = await answer.read()
        assert answer.status in (200, 400, 403), (answer.status, shape)
        assert b"Traceback" not in body
        if answer.status == 200:
            told = checked(body)
            assert b"something went wrong" not in body, shape["request"]
            attributes = told.get("sessionAttributes", {})


async def test_bodies_that_are_no_request(home: Household) -> None:
    for body in (
        b"",
        b"null",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b"[" * 60_000,
        json.dumps({"request": "x"}).encode(),
    ):
        assert (await home.post(body)).status == 400
