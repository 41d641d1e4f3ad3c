"""What other software is told: signed as the Standard Webhooks specification says, and whole."""

from __future__ import annotations

import base64
import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifier.alert import Alert
from notifier.hook_event import FEWEST, MOST, event, key, signature, written
from notifier.hooks import key_of, webhook_id
from tests.unit.notifier.alerts_out import AIR, EVERY, WEATHER, over

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
"""With what follows from it below: the example that the specification's own libraries are tested with."""

CAP = "https://assistant.council.test/alerts/7.cap"


def told(alert: Alert) -> Any:
    return json.loads(event(alert, 7, CAP))


def test_the_specifications_own_example_is_signed_alike() -> None:
    signed = signature(SECRET, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, '{"test": 2432232314}')
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@given(body=st.text(max_size=50), at=st.integers(0, 2**33), other=st.text(max_size=50))
def test_nothing_of_it_can_be_changed(body: str, at: int, other: str) -> None:
    signed = signature(SECRET, "alert_7", at, body)
    assert signed != signature(SECRET, "alert_8", at, body)
    assert signed != signature(SECRET, "alert_7", at + 1, body)
    assert body == other or signed != signature(SECRET, "alert_7", at, other)


@pytest.mark.parametrize(
    "secret",
    [
        "",
        "whsec_",
        SECRET.removeprefix("whsec_"),
        "whsec_not base64",
        written(b"x" * (FEWEST - 1)),
        written(b"x" * (MOST + 1)),
    ],
)
def test_what_is_no_secret_is_refused_and_not_shown(secret: str) -> None:
    with pytest.raises(ValueError, match="a secret is whsec_ and 24 to 64 bytes in base64") as refused:
        signature(secret, "alert_7", 0, "{}")
    assert not secret or secret.removeprefix("whsec_") == "" or secret not in str(refused.value)


@given(st.binary(min_size=FEWEST, max_size=MOST))
def test_a_secret_is_written_so_that_it_is_read_again(secret: bytes) -> None:
    assert key(written(secret)) == secret
    assert base64.b64decode(written(secret).removeprefix("whsec_")) == secret


def test_an_event_has_its_type_its_moment_and_the_alert() -> None:
    assert told(AIR) == {
        "type": "alert.new",
        "timestamp": "2026-11-20T12:00:00Z",
        "data": {
            "id": "air:leeds",
            "version": 1,
            "version_id": 7,
            "kind": "air",
            "level": 3,
            "before": 0,
            "phase": "new",
            "onset": None,
            "expires": None,
            "area": {"everywhere": False, "districts": ["LS9"], "names": ["East Leeds"], "sensor": ""},
            "facts": {
                "type": "air",
                "zone": "leeds",
                "zone_name": "Leeds",
                "index": 8,
                "pollutant": "pm2_5",
                "mean": 60.2,
                "hours": 24,
                "measured": 20,
                "at": "2026-11-20T12:00:00Z",
                "station": "Leeds Centre",
            },
            "publisher": {"name": "Leeds City Council", "url": "https://www.leeds.gov.uk"},
            "cap": CAP,
        },
    }


def test_the_all_clear_says_what_it_was_before() -> None:
    data = told(over(WEATHER))["data"]
    assert (data["phase"], data["level"], data["before"]) == ("clear", 0, 3)
    assert told(over(WEATHER))["type"] == "alert.clear"


@pytest.mark.parametrize("alert", EVERY, ids=lambda alert: alert.kind)
def test_every_kind_can_be_told_and_is_small(alert: Alert) -> None:
    said = event(alert, 7, CAP)
    assert len(said) < 20_000
    assert told(alert)["data"]["facts"]["type"] == alert.kind
    assert "geometry" not in said


def test_moments_are_told_in_utc() -> None:
    at = dt.datetime(2026, 7, 1, 13, 0, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    moved = type(AIR)(**{name: getattr(AIR, name) for name in AIR.__struct_fields__} | {"at": at})
    assert told(moved)["timestamp"] == "2026-07-01T12:00:00Z"


def test_an_event_has_one_id_for_every_receiver_and_every_replay() -> None:
    assert webhook_id(key_of(12, 1)) == webhook_id(key_of(12, 2)) == webhook_id(f"{key_of(12, 1)}:170000")
    assert webhook_id(key_of(12, 1)) == "alert_12"
    assert "." not in webhook_id(key_of(12, 1)), "a full stop parts what is signed"
