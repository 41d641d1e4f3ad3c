"""Whether a request is Alexa's, for our skill, and of this moment."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hmac
from collections.abc import Mapping

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from channels.alexa.certificates import Certificates, Untrusted
from channels.alexa.request import AlexaRequest
from channels.limits import Clock

TOLERANCE = dt.timedelta(seconds=150)
EVENT_TOLERANCE = dt.timedelta(hours=1)
"""How far a request's time may be off: Amazon's figures, for what is said and for skill events."""
SIGNATURE, ADDRESS = "Signature-256", "SignatureCertChainUrl"
_LONGEST_SIGNATURE = 2_048


class OtherSkill(Exception):
    """The request is Alexa's, but for another skill."""


class Verifier:
    """`skill` is the skill's id."""

    def __init__(self, skill: str, certificates: Certificates, clock: Clock) -> None:
        self._skill = skill
        self._certificates = certificates
        self._clock = clock

    async def check_body(self, headers: Mapping[str, str], body: bytes) -> None:
        """Whether Amazon has signed these very bytes. Nothing of them is read. Raises `Untrusted`."""
        signature = _decoded(headers.get(SIGNATURE, ""))
        key = await self._certificates.key(headers.get(ADDRESS, ""))
        try:
            key.verify(signature, body, PKCS1v15(), SHA256())
        except InvalidSignature:
            raise Untrusted("the signature is not right") from None

    def check_request(self, request: AlexaRequest) -> None:
        """Whether it is of this moment and for our skill. Raises `Untrusted` or `OtherSkill`."""
        allowed = EVENT_TOLERANCE if request.event else TOLERANCE
        if abs(self._clock() - request.at) > allowed:
            raise Untrusted("the request is of another time")
        if not hmac.compare_digest(request.application.encode(), self._skill.encode()):
            raise OtherSkill


def _decoded(signature: str) -> bytes:
    try:
        found = base64.b64decode(signature[:_LONGEST_SIGNATURE], validate=True)
    except (binascii.Error, ValueError):
        found = b""
    if not found:
        raise Untrusted("there is no signature")
    return found
