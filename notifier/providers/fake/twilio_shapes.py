"""A message as Twilio's API shows it, after its published specification."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from email.utils import format_datetime
from typing import Any

from accessibility import sms

VERSION = "2010-04-01"
HOUSE = "MG" + "0" * 32
"""The service of messages that were sent by a number."""

SAYS: Mapping[int, tuple[int, str]] = {
    20003: (401, "Authenticate"),
    20404: (404, "The requested resource was not found"),
    20429: (429, "Too Many Requests"),
    21211: (400, "Invalid 'To' Phone Number"),
    21604: (400, "A 'To' phone number is required."),
    21610: (400, "Attempt to send to unsubscribed recipient"),
    21612: (400, "The 'To' phone number is not currently reachable"),
    21617: (400, "The concatenated message body exceeds the 1600 character limit"),
}
"""The HTTP status and the words of each error that the server gives of itself."""


def error(code: int) -> tuple[int, dict[str, Any]]:
    """The HTTP status and the body of an error."""
    status, message = SAYS.get(code, (400, "Refused"))
    more = f"https://www.twilio.com/docs/errors/{code}"
    return status, {"code": code, "message": message, "more_info": more, "status": status}


def created(account: str, sid: str, form: Mapping[str, str], at: dt.datetime) -> dict[str, Any]:
    """A message that has just been made from the posted fields."""
    service, path = form.get("MessagingServiceSid"), f"/{VERSION}/Accounts/{account}/Messages/{sid}"
    return {
        "account_sid": account,
        "api_version": VERSION,
        "body": form["Body"],
        "date_created": format_datetime(at),
        "date_sent": None,
        "date_updated": format_datetime(at),
        "direction": "outbound-api",
        "error_code": None,
        "error_message": None,
        "from": form.get("From"),
        "messaging_service_sid": service or HOUSE,
        "num_media": "0",
        "num_segments": "0" if service else str(sms.measure(form["Body"]).segments),
        "price": None,
        "price_unit": "USD",
        "sid": sid,
        "status": "accepted" if service else "queued",
        "subresource_uris": {"media": f"{path}/Media.json"},
        "to": form["To"],
        "uri": f"{path}.json",
    }


def listed(account: str, messages: Sequence[Mapping[str, Any]], size: int) -> dict[str, Any]:
    """The first page of a list."""
    uri = f"/{VERSION}/Accounts/{account}/Messages.json?PageSize={size}&Page=0"
    page = list(messages[:size])
    return {
        "end": max(0, len(page) - 1),
        "first_page_uri": uri,
        "messages": page,
        "next_page_uri": None,
        "page": 0,
        "page_size": size,
        "previous_page_uri": None,
        "start": 0,
        "uri": uri,
    }
