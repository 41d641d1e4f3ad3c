"""One-time codes from an authenticator app (TOTP, RFC 6238), and recovery codes for a lost phone."""

from __future__ import annotations

import hmac
import re
from base64 import b32encode
from random import Random

import segno
from msgspec import Struct
from pyotp import TOTP
from pyotp.exceptions import OTPVerificationError

from bot.clock import Clock
from bot.handover.people import Account, SecondFactor
from bot.secret import Secret
from bot.store.staff import Staff

WINDOW = 1
"""Steps of 30 seconds that a phone's clock may be fast or slow."""

RECOVERY = 8
"""Recovery codes that are given at once."""

_SECRET = 20  # bytes, as RFC 4226 recommends: 32 characters of base32
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_GROUPS, _GROUP = 3, 4  # 12 characters of 31: 59 bits
_CODE = re.compile("[0-9]{6}")
_OUR_SECRET = re.compile("[A-Z2-7]{32}")


class Enrolment(Struct, frozen=True):
    """What the page of somebody who wants codes shows: the secret to type, its `otpauth:` address, and that
    as a QR code, an SVG element. Nothing is stored before `confirm`; the page's form carries the secret."""

    secret: Secret
    uri: Secret
    picture: Secret


class Codes:
    """Enrols members and takes their codes. `issuer` is what the app writes above a code."""

    def __init__(self, staff: Staff, clock: Clock, random: Random, issuer: str) -> None:
        self._staff = staff
        self._clock = clock
        self._random = random
        self._issuer = issuer

    def enrol(self, login: str) -> Enrolment:
        """A secret for a member."""
        secret = b32encode(self._random.randbytes(_SECRET)).decode()
        uri = TOTP(secret).provisioning_uri(name=login, issuer_name=self._issuer)
        code = segno.make(uri, micro=False, error="m")
        picture = code.svg_inline(
            scale=5, light="#fff", omitsize=True, svgclass=None, lineclass=None, title="QR code for your app"
        )
        return Enrolment(Secret(secret), Secret(uri), Secret(picture))

    async def confirm(self, staff_id: int, secret: str, code: str) -> tuple[Secret, ...]:
        """Begins to ask a member for codes once one from their app is right. What is returned are their
        recovery codes, to be shown this once; empty when the code was wrong."""
        step = self._step(secret, code) if _OUR_SECRET.fullmatch(secret) else None
        if step is None:
            return ()
        fresh = tuple(self._recovery_code() for _ in range(RECOVERY))
        factor = SecondFactor(str(secret), tuple(_proof(secret, one) for one in fresh))
        await self._staff.set_factor(staff_id, factor, step, by=staff_id)
        return fresh

    async def accept(self, account: Account, code: str) -> bool:
        """Whether this is a code of the member's app or one of their recovery codes; either is used up."""
        if account.factor is None:
            return False
        secret = account.factor.secret
        if not _CODE.fullmatch(_typed(code)):
            return await self._staff.spend(account.member.id, _proof(secret, code))
        step = self._step(secret, code)
        return step is not None and await self._staff.used(account.member.id, step)

    def _step(self, secret: str, code: str) -> int | None:
        """The step of a code of the app, None when it is wrong or of another time."""
        now = self._clock.now()
        try:
            return TOTP(secret).verify_and_get_timecode(_typed(code), for_time=now, valid_window=WINDOW)
        except OTPVerificationError:
            return None

    def _recovery_code(self) -> Secret:
        groups = ("".join(self._random.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
        return Secret("-".join(groups))


def _typed(code: str) -> str:
    """A code without what people put between its characters."""
    return re.sub(r"[\s-]", "", code).lower()


def _proof(secret: str, code: str) -> str:
    """What is kept of a recovery code. Under the app's secret it is worth nothing for another enrolment."""
    return hmac.new(secret.encode(), _typed(code).encode("utf-8", "replace"), "sha256").hexdigest()
