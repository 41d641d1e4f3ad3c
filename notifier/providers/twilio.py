"""Text messages by Twilio's Messages API: https://www.twilio.com/docs/messaging/api/message-resource.

Twilio has no key by which it knows a message again. Ours goes with the address of the status callback, and a
message whose sending is uncertain is looked for among the newest to the same number, by its text and the time
at which it was made. So two messages of the same text to one person within that time are one to us.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from twilio.base.exceptions import TwilioException, TwilioRestException

from accessibility import sms
from channels.limits import Clock
from channels.sending import CannotTell, Later, Outgoing, Receipt, Refused, Uncertain
from channels.sms.provider import Elsewhere
from channels.sms.statuses import TWILIO
from channels.twilio.codes import act
from notifier.providers.http import PATIENCE, Http
from notifier.providers.twilio_sdk import SdkHttp
from notifier.providers.twilio_settings import Account

if TYPE_CHECKING:
    from twilio.rest import Client

NAME = "twilio"
LONGEST = 1_600
QUIET = 60.0
"""Seconds for which nobody sends after the account itself was refused: until somebody has seen to it."""

SETTLES = dt.timedelta(seconds=30)
"""How long a request that was given up may still become a message."""

_SKEW = dt.timedelta(minutes=5)
_NEWEST = 50
_FAILED = ("undelivered", "failed")


class TwilioSms:
    """One account. Made before there is a loop; used from many tasks at once."""

    name = NAME
    longest = LONGEST

    def __init__(self, account: Account, clock: Clock, patience: float = PATIENCE) -> None:
        self._account = account
        self._clock = clock
        self._http = Http(patience)
        self._made: Client | None = None
        self._given_up: dict[str, dt.datetime] = {}

    async def send(self, message: Outgoing) -> Receipt:
        """See `Provider.send`."""
        try:
            made = await self._client().messages.create_async(
                to=message.address, body=message.rendered.text, **self._way(message.key)
            )
            return _receipt(made)
        except Uncertain:
            self._remember(message.key)
            raise
        except TwilioRestException as refused:
            raise self._meaning(refused, message.key) from None
        except (TwilioException, ValueError, KeyError, TypeError, AttributeError):
            self._remember(message.key)
            raise Uncertain("an answer cannot be read") from None

    async def find(self, message: Outgoing) -> Receipt | None:
        """See `Provider.find`. The list is not narrowed by Twilio's own filter of days: a message that still
        waits in its queue has no day yet."""
        self._settled(message.key)
        try:
            newest = await self._client().messages.list_async(
                to=message.address, limit=_NEWEST, page_size=_NEWEST
            )
            return _among(newest, message)
        except Uncertain as lost:
            raise Later(str(lost)) from None
        except (TwilioException, ValueError, KeyError, TypeError, AttributeError):
            raise Later("unreadable") from None  # the SDK does not tell a refusal from what is no list

    async def close(self) -> None:
        await self._http.close()

    def _way(self, key: str) -> dict[str, str]:
        """By whom it is sent, and where its status goes."""
        its = self._account
        way = {"messaging_service_sid": its.service} if its.service else {"from_": its.sender}
        if its.callback:
            way["status_callback"] = f"{its.callback}?key={quote(key, safe='')}"
        return way

    def _meaning(self, refused: TwilioRestException, key: str) -> Exception:
        """What a status of 400 or more means for this message."""
        code = str(refused.code or refused.status)
        if refused.status >= 500:
            self._remember(key)
            return Uncertain(code)
        if refused.status in (401, 403, 404) and refused.code is None:
            return Later(code, QUIET, everyone=True)
        does = act(code)
        kinds: dict[str, Callable[[], Exception]] = {
            "retry": lambda: Later(code),
            "quiet": lambda: Later(code, QUIET, everyone=True),
            "elsewhere": lambda: Elsewhere(code),
            "gone": lambda: Refused(code, gone=True),
        }
        return kinds.get(does, lambda: Refused(code))()

    def _remember(self, key: str) -> None:
        now = self._clock()
        recent = {one: at for one, at in self._given_up.items() if now - at < SETTLES}
        self._given_up = {**recent, key: now}

    def _settled(self, key: str) -> None:
        """Raises `Later` while a request of ours may still become a message."""
        at = self._given_up.get(key)
        left = at + SETTLES - self._clock() if at else dt.timedelta()
        if left > dt.timedelta():
            raise Later("settling", left.total_seconds())
        self._given_up.pop(key, None)

    def _client(self) -> Client:
        """The SDK is slow to load, so that only who sends by Twilio loads it."""
        if self._made is None:
            from twilio.rest import Client

            its = self._account
            self._made = Client(its.account, str(its.token), http_client=SdkHttp(self._http, its.api))
        return self._made


def _among(newest: list[Any], message: Outgoing) -> Receipt | None:
    """The message among the newest to its number. Raises `CannotTell` when it could be beyond them, or when
    texts are not kept there."""
    since = message.created_at - _SKEW
    ours = [one for one in newest if one.date_created >= since and not one.direction.startswith("inbound")]
    wanted = sms.folded(message.rendered.text).split()
    same = [_receipt(one) for one in ours if sms.folded(one.body or "").split() == wanted]
    if not same and (len(ours) == _NEWEST or any(not one.body for one in ours)):
        raise CannotTell("the messages cannot be told apart")
    on_its_way = [one for one in same if one.status not in _FAILED]
    # What failed is an earlier try, if there was one: then this one has not arrived.
    return next(iter(on_its_way or (same if message.attempt == 1 else [])), None)


def _receipt(message: Any) -> Receipt:
    """Raises `ValueError` when it is no message."""
    if not isinstance(message.sid, str) or not message.sid.startswith(("SM", "MM")):
        raise ValueError("a message without its name")
    status = TWILIO.get(str(message.status), "accepted")
    return Receipt(NAME, message.sid, status, str(message.error_code or ""))
