"""What other software is told of an alert: one event a version, as JSON, signed.

Both follow the Standard Webhooks specification 1.0.0 (github.com/standard-webhooks/standard-webhooks).
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import hmac
from typing import Any

import msgspec

from notifier.alert import Alert, Area

PREFIX = "whsec_"
FEWEST, MOST = 24, 64
"""Bytes of a secret."""


def event(alert: Alert, version_id: int, cap: str) -> str:
    """The body for one version. `cap` is the address of the same as CAP, with the outline of its area."""
    data: dict[str, Any] = {
        "id": alert.name,
        "version": alert.version,
        "version_id": version_id,
        "kind": alert.kind,
        "level": alert.level,
        "before": alert.before,
        "phase": alert.phase,
        "onset": _moment(alert.onset),
        "expires": _moment(alert.expires),
        "area": _area(alert.area),
        "facts": msgspec.to_builtins(alert.facts),
        "publisher": msgspec.to_builtins(alert.publisher),
        "cap": cap,
    }
    whole = {"type": f"alert.{alert.phase}", "timestamp": _moment(alert.at), "data": data}
    return msgspec.json.encode(whole).decode()


def signature(secret: str, id: str, timestamp: int, body: str) -> str:
    """The header's value: version 1, HMAC-SHA256 over id, time and body. Raises `ValueError` for what is no
    secret."""
    signed = f"{id}.{timestamp}.{body}".encode()
    digest = hmac.new(key(secret), signed, hashlib.sha256).digest()
    return f"v1,{base64.b64encode(digest).decode()}"


def key(secret: str) -> bytes:
    """The bytes of a secret as receivers are given it. Raises `ValueError`, without showing it."""
    try:
        found = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        found = b""
    if not secret.startswith(PREFIX) or not FEWEST <= len(found) <= MOST:
        raise ValueError(f"a secret is {PREFIX} and {FEWEST} to {MOST} bytes in base64")
    return found


def written(secret: bytes) -> str:
    """Bytes as the secret that receivers are given."""
    return PREFIX + base64.b64encode(secret).decode()


def _area(area: Area) -> dict[str, Any]:
    return {
        "everywhere": area.everywhere,
        "districts": area.districts,
        "names": area.names,
        "sensor": area.sensor,
    }


def _moment(at: dt.datetime | None) -> str | None:
    return None if at is None else at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z")
