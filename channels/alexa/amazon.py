"""What we ask Amazon's servers over HTTP: certificates, a speaker's postcode, a word while somebody waits."""

from __future__ import annotations

from typing import Literal
from urllib.parse import quote

import msgspec
from aiohttp import ClientError, ClientSession, ClientTimeout
from msgspec import Struct

from channels.alexa.certificates import NotFetched
from channels.alexa.request import Device
from nlu.normalise import folded
from nlu.postcodes import postcodes

ENDPOINTS = (
    "https://api.amazonalexa.com",
    "https://api.eu.amazonalexa.com",
    "https://api.fe.amazonalexa.com",
)
"""The only servers that are asked, whatever a request names: North America, Europe, the Far East."""
SCOPE = "read::alexa:device:all:address:country_and_postal_code"
CERTIFICATE_SECONDS, CERTIFICATE_BYTES = 2.0, 64 * 1024
ADDRESS_SECONDS, ADDRESS_BYTES = 1.5, 4_096
WAIT_SECONDS = 1.5


class Postcode(Struct, frozen=True):
    """What a speaker says of where it stands: `code` such as `LS8 1AD` when it is `known`."""

    status: Literal["known", "forbidden", "unknown"]
    code: str = ""


class _Address(Struct, rename="camel"):
    country_code: str | None = None
    postal_code: str | None = None


class Amazon:
    """One HTTP client for all of it, opened at the first call. `endpoints` may be asked, no other server."""

    def __init__(self, endpoints: tuple[str, ...] = ENDPOINTS) -> None:
        self._endpoints = endpoints
        self._session: ClientSession | None = None

    async def certificate(self, address: str) -> bytes:
        """The file at `address`, of at most 64 kB, without being sent elsewhere. Raises `NotFetched`."""
        timeout = ClientTimeout(total=CERTIFICATE_SECONDS)
        try:
            async with self._http.get(address, allow_redirects=False, timeout=timeout) as answer:
                if answer.status != 200:
                    raise NotFetched
                body = await answer.content.read(CERTIFICATE_BYTES + 1)
                while len(body) <= CERTIFICATE_BYTES and (
                    more := await answer.content.read(CERTIFICATE_BYTES)
                ):
                    body += more
        except (ClientError, TimeoutError, ValueError):
            raise NotFetched from None
        if len(body) > CERTIFICATE_BYTES:
            raise NotFetched
        return body

    async def postcode(self, device: Device) -> Postcode:
        """The postcode that the household has given the speaker, if they let us see it. Never raises."""
        if not self.may_ask(device) or not device.id:
            return Postcode("unknown")
        address = (
            f"{device.endpoint.rstrip('/')}/v1/devices/{quote(device.id, safe='')}"
            "/settings/address/countryAndPostalCode"
        )
        timeout = ClientTimeout(total=ADDRESS_SECONDS)
        try:
            async with self._http.get(
                address, headers=_bearer(device), allow_redirects=False, timeout=timeout
            ) as answer:
                if answer.status == 403:
                    return Postcode("forbidden")
                body = await answer.content.read(ADDRESS_BYTES) if answer.status == 200 else b""
            return _postcode(body)
        except (ClientError, TimeoutError, ValueError):
            return Postcode("unknown")

    async def speak(self, device: Device, request_id: str, ssml: str) -> bool:
        """Says something while the answer is being made; whether Amazon took it. Never raises."""
        if not self.may_ask(device):
            return False
        body = {
            "header": {"requestId": request_id},
            "directive": {"type": "VoicePlayer.Speak", "speech": ssml},
        }
        try:
            async with self._http.post(
                f"{device.endpoint.rstrip('/')}/v1/directives",
                data=msgspec.json.encode(body),
                headers={**_bearer(device), "Content-Type": "application/json"},
                allow_redirects=False,
                timeout=ClientTimeout(total=WAIT_SECONDS),
            ) as answer:
                return answer.status in (200, 204)
        except (ClientError, TimeoutError, ValueError):
            return False

    def may_ask(self, device: Device) -> bool:
        """Whether there is something to ask with, and the server is Amazon's."""
        return bool(device.token) and device.endpoint.rstrip("/") in self._endpoints

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    @property
    def _http(self) -> ClientSession:
        if self._session is None:
            self._session = ClientSession()
        return self._session


def _bearer(device: Device) -> dict[str, str]:
    return {"Authorization": f"Bearer {device.token}", "Accept": "application/json"}


def _postcode(body: bytes) -> Postcode:
    """A whole British postcode, or nothing."""
    try:
        told = msgspec.json.decode(body, type=_Address)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return Postcode("unknown")
    found = postcodes(folded((told.postal_code or "")[:20]))
    whole = [entity.value for entity in found if " " in entity.value]
    return Postcode("known", whole[0]) if told.country_code == "GB" and whole else Postcode("unknown")
