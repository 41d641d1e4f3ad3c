"""What Twilio knows of our account: whether it may be used, and where it posts what comes in."""

from __future__ import annotations

from msgspec import Struct
from twilio.base.exceptions import TwilioException, TwilioRestException

from channels.sending import Later, Uncertain
from notifier.providers.http import PATIENCE, Http
from notifier.providers.twilio_sdk import SdkHttp
from notifier.providers.twilio_settings import Account


class TwilioProblem(Exception):
    """Twilio does not say what it was asked. The message has no secret in it."""


class Inbound(Struct, frozen=True):
    """Where a message that comes in is posted to, and how; `url` is empty where nowhere is set. `by_number`:
    the Messaging Service leaves it to each of its numbers."""

    url: str
    method: str
    by_number: bool = False


class TwilioAccount:
    """Asks Twilio about an account. Every method raises `TwilioProblem`."""

    def __init__(self, account: Account, patience: float = PATIENCE) -> None:
        from twilio.rest import Client

        self._account = account
        self._http = Http(patience)
        http = SdkHttp(self._http, account.api)
        self._client = Client(account.account, str(account.token), http_client=http)

    async def status(self) -> str:
        """`active`, `suspended` or `closed`."""
        try:
            found = await self._client.api.v2010.accounts(self._account.account).fetch_async()
        except (TwilioException, Later, Uncertain, KeyError, ValueError) as problem:
            raise _problem(problem, "does not know the account") from None
        return str(found.status)

    async def inbound(self) -> Inbound:
        """Of the Messaging Service where there is one, else of the number."""
        its = self._account
        try:
            if its.service:
                found = await self._client.messaging.v1.services(its.service).fetch_async()
                by_number = bool(found.use_inbound_webhook_on_number)
                return Inbound(found.inbound_request_url or "", found.inbound_method or "", by_number)
            numbers = await self._client.incoming_phone_numbers.list_async(phone_number=its.sender, limit=1)
        except (TwilioException, Later, Uncertain, KeyError, ValueError) as problem:
            raise _problem(problem, "does not know the Messaging Service") from None
        if not numbers:
            raise TwilioProblem("Twilio does not know the number")
        return Inbound(numbers[0].sms_url or "", numbers[0].sms_method or "")

    async def close(self) -> None:
        await self._http.close()


def _problem(problem: Exception, unknown: str) -> TwilioProblem:
    if isinstance(problem, TwilioRestException):
        said = {401: "refuses the account or its token", 404: unknown}
        return TwilioProblem(f"Twilio {said.get(problem.status, f'answers {problem.status}')}")
    return TwilioProblem("Twilio cannot be reached")
