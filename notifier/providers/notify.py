"""Text messages by GOV.UK Notify: https://docs.notifications.service.gov.uk/rest-api.html.

Our key is its `reference`, so that a message is found again for certain. The template has one place,
`((text))`, and nothing else. Notify writes in the GSM alphabet and in Welsh letters; of everything else it
would send question marks, so that such a text is refused here and goes by another provider.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TypeVar

import msgspec
from joserfc import jwt
from joserfc.jwk import OctKey
from msgspec import Struct

from accessibility import sms
from channels.limits import Clock
from channels.sending import CannotTell, Later, Outgoing, Receipt, Refused, Uncertain
from channels.sms.provider import Elsewhere
from channels.sms.statuses import NOTIFY
from notifier.providers.http import PATIENCE, Answer, Http

NAME = "notify"
LONGEST = 900
"""Notify takes 918 characters; the name of the service, where the council lets it stand before the text,
counts as well."""

API = "https://api.notifications.service.gov.uk"
QUIET = 60.0
"""Seconds to leave Notify alone after a refusal of all: its limits are counted by the minute."""

WELSH = frozenset("àèìòùẁỳÀÈÌÒÙẀỲáéíóúẃýÁÉÍÓÚẂÝäëïöüẅÿÄËÏÖÜẄŸâêîôûŵŷÂÊÎÔÛŴŶ")
"""Letters that Notify keeps though they are not in the GSM alphabet."""

_UUID = "[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_KEY = re.compile(rf"(?:.*-)?({_UUID})-({_UUID})")

T = TypeVar("T")


class NotifyAccount(Struct, frozen=True):
    """`key` is the API key as Notify shows it: a name, the service's id, a secret. `template` is the id of
    the template, `api` where Notify is reached."""

    key: str
    template: str
    api: str = API


class _Sent(Struct):
    id: str


class _Found(Struct):
    id: str
    status: str
    reference: str | None = None


class _List(Struct):
    notifications: list[_Found]


class _Problem(Struct):
    error: str = ""
    message: str = ""


class _Problems(Struct):
    errors: list[_Problem] = []


def parts_of_key(key: str) -> tuple[str, str]:
    """The service's id and the secret in an API key. Raises `ValueError` when it is none."""
    found = _KEY.fullmatch(str(key))
    if not found:
        raise ValueError("is no API key: it ends with two ids of 36 characters")
    return found[1], found[2]


class NotifySms:
    """One service at Notify. Made before there is a loop; used from many tasks at once."""

    name = NAME
    longest = LONGEST

    def __init__(self, account: NotifyAccount, clock: Clock, patience: float = PATIENCE) -> None:
        self._account = account
        self._service, self._secret = parts_of_key(account.key)
        self._clock = clock
        self._http = Http(patience)

    async def send(self, message: Outgoing) -> Receipt:
        """See `Provider.send`."""
        if not carries(message.rendered.text):
            raise Elsewhere("alphabet")
        body = {
            "phone_number": message.address,
            "template_id": self._account.template,
            "personalisation": {"text": message.rendered.text},
            "reference": message.key,
        }
        answer = await self._ask("POST", "/v2/notifications/sms", body=msgspec.json.encode(body))
        if answer.status == 201:
            return Receipt(NAME, _read(answer, _Sent).id, "accepted")
        raise _meaning(answer)

    async def find(self, message: Outgoing) -> Receipt | None:
        """See `Provider.find`. Notify keeps messages for seven days."""
        if self._clock() - message.created_at > dt.timedelta(days=6):
            raise CannotTell("a message of that age may have been deleted")
        try:
            answer = await self._ask(
                "GET", "/v2/notifications", {"reference": message.key, "template_type": "sms"}
            )
            if answer.status != 200:
                raise Later(str(answer.status))
            listed = _read(answer, _List).notifications
        except Uncertain as lost:
            raise Later(str(lost)) from None
        found = next((one for one in listed if one.reference == message.key), None)
        return Receipt(NAME, found.id, NOTIFY.get(found.status, "accepted")) if found else None

    async def known(self) -> bool:
        """Whether Notify knows the key and the template. Raises `Later` or `Uncertain`."""
        answer = await self._ask("GET", f"/v2/template/{self._account.template}")
        return answer.status == 200

    async def close(self) -> None:
        await self._http.close()

    async def _ask(
        self, method: str, path: str, params: dict[str, str] | None = None, body: bytes | None = None
    ) -> Answer:
        claims = {"iss": self._service, "iat": int(self._clock().timestamp())}
        token = jwt.encode({"typ": "JWT", "alg": "HS256"}, claims, OctKey.import_key(self._secret))
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
        url = self._account.api.rstrip("/") + path
        try:
            return await self._http.ask(method, url, headers=headers, params=params, body=body)
        except Later as later:
            if later.everyone:  # a minute's limit or the day's: Notify does not say how long
                raise Later(later.code, max(later.seconds, QUIET), everyone=True) from None
            raise


def carries(text: str) -> bool:
    """Whether Notify would send the text as it is."""
    return all(char in sms.ALPHABET or char in WELSH for char in text)


def _meaning(answer: Answer) -> Exception:
    """What an answer that is not 201 means for the message."""
    if answer.status >= 500 or answer.status < 400:
        return Uncertain(str(answer.status))
    if answer.status in (401, 403):
        return Later(str(answer.status), QUIET, everyone=True)
    try:
        problems = msgspec.json.decode(answer.body, type=_Problems).errors
    except msgspec.DecodeError:
        problems = []
    if any("phone_number" in one.message for one in problems):
        return Refused("no_number", gone=True)
    if any("too long" in one.message or "character count" in one.message for one in problems):
        return Refused("too_long")
    return Elsewhere(str(answer.status))


def _read(answer: Answer, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(answer.body, type=kind)
    except msgspec.DecodeError:
        raise Uncertain("an answer cannot be read") from None
