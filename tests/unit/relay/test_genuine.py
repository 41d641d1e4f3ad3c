"""A webhook is believed only when Chatwoot has signed it, with our secret and just now."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac

import pytest

from bot.relay.webhook import genuine
from bot.secret import Secret

NOW = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)
AT = str(int(NOW.timestamp()))
SECRET = Secret("the secret of a webhook")
BODY = b'{"event": "message_created"}'
SIGNED = "sha256=" + "ad" * 32


def signature(text: bytes, secret: str = SECRET) -> str:

    return "sha256=" + hmac.new(secret.encode(), text, hashlib.sha256).hexdigest()


def test_what_chatwoot_documents_is_believed() -> None:
    assert genuine(SECRET, AT, BODY, signature(f"{AT}.".encode() + BODY), NOW)
    assert genuine(SECRET, AT, BODY, signature(f"{AT}.".encode() + BODY), NOW + dt.timedelta(minutes=5))


@pytest.mark.parametrize(
    ("timestamp", "signed"),
    [
        (AT, SIGNED),
        (AT, ""),
        (AT, "sha256=é"),
        (AT, signature(BODY)),
        (AT, signature(f"{AT}.".encode() + BODY).removeprefix("sha256=")),
        (AT, signature(f"{AT}.".encode() + BODY, "another secret")),
        (AT, signature(f"{AT}.".encode() + BODY + b" ")),
        ("", signature(b"." + BODY)),
        ("now", signature(b"now." + BODY)),
        ("-1", signature(b"-1." + BODY)),
        ("٣", signature("٣.".encode() + BODY)),
        ("9" * 400, signature(("9" * 400 + ".").encode() + BODY)),
        ("1", signature(b"1." + BODY)),
    ],
    ids=range(13),
)
def test_anything_else_is_not(timestamp: str, signed: str) -> None:
    assert not genuine(SECRET, timestamp, BODY, signed, NOW)


def test_without_a_secret_nothing_is_believed() -> None:
    assert not genuine(Secret(""), AT, BODY, signature(f"{AT}.".encode() + BODY, ""), NOW)


@pytest.mark.parametrize("seconds", [301, -301])
def test_an_old_delivery_is_not_believed_again(seconds: int) -> None:
    late = NOW + dt.timedelta(seconds=seconds)
    assert not genuine(SECRET, AT, BODY, signature(f"{AT}.".encode() + BODY), late)
