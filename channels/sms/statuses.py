"""How far a message has come, in each provider's words, as ours."""

from __future__ import annotations

from collections.abc import Mapping

from channels.sending import Report, Status
from channels.twilio.codes import act

TWILIO: Mapping[str, Status] = {
    "accepted": "accepted",
    "scheduled": "accepted",
    "queued": "accepted",
    "sending": "accepted",
    "sent": "sent",
    "partially_delivered": "sent",
    "delivered": "delivered",
    "read": "delivered",
    "undelivered": "undelivered",
    "failed": "failed",
    "canceled": "failed",
}
"""The values of `message_enum_status` in Twilio's specification, but for those of messages that came in."""

NOTIFY: Mapping[str, Status] = {
    "created": "accepted",
    "sending": "accepted",
    "pending": "sent",
    "sent": "sent",
    "delivered": "delivered",
    "temporary-failure": "undelivered",
    "permanent-failure": "undelivered",
    "technical-failure": "failed",
}
"""https://docs.notifications.service.gov.uk/rest-api.html, the status of a text message."""


def of_twilio(sid: str, status: str, code: str = "", key: str = "") -> Report | None:
    """What Twilio reports; None for a status that says nothing about a message of ours."""
    ours = TWILIO.get(status)
    if ours is None:
        return None
    failed = ours in ("undelivered", "failed")
    does = act(code) if failed and code else ""
    return Report("twilio", sid, ours, code, key, gone=does == "gone", again=does in ("retry", "quiet"))


def of_notify(id: str, status: str, key: str = "") -> Report | None:
    """What GOV.UK Notify reports. A permanent failure is a number that is not there; after a temporary one
    the network has tried for three days."""
    ours = NOTIFY.get(status)
    if ours is None:
        return None
    code = status if status.endswith("failure") else ""
    gone, again = status == "permanent-failure", status == "technical-failure"
    return Report("notify", id, ours, code, key, gone=gone, again=again)
