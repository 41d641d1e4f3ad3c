"""How our account at Twilio is used."""

from __future__ import annotations

from msgspec import Struct

from channels.twilio.media import API


class Account(Struct, frozen=True):
    """`account` (AC…) and `token` sign in. `service` (MG…) is the Messaging Service that sends, or else
    `sender` is the number. `callback` is our address for statuses, `api` where Twilio is reached."""

    account: str
    token: str
    service: str = ""
    sender: str = ""
    callback: str = ""
    api: str = API
