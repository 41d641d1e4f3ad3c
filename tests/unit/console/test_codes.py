"""One-time codes: enrolled, right for a minute and a half, each once; and recovery codes for a lost phone."""

from __future__ import annotations

import re
from random import Random

import pytest
from pyotp import TOTP, parse_uri

from bot.console.codes import Codes
from bot.handover.people import Account
from tests.unit.console.conftest import LOGIN, Door

RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""The secret of RFC 6238, appendix B, in base32."""


def app(door: Door, secret: str, seconds: int = 0) -> str:
    """What the member's app shows, on a phone whose clock is off by so many seconds."""
    return TOTP(str(secret)).at(int(door.clock.now().timestamp()) + seconds)


async def enrolled(door: Door) -> tuple[str, tuple[str, ...]]:
    """The member's secret and recovery codes; their next code is of another step."""
    secret = door.codes.enrol(LOGIN).secret
    recovery = await door.codes.confirm(door.member.id, secret, app(door, secret))
    door.clock.advance(seconds=90)
    return secret, recovery


async def account(door: Door) -> Account:
    found = await door.staff.by_id(door.member.id)
    assert found is not None
    return found


def test_what_is_scanned_is_what_an_app_understands(door: Door) -> None:
    enrolment = door.codes.enrol(LOGIN)
    read = parse_uri(str(enrolment.uri))
    assert isinstance(read, TOTP)
    assert (read.name, read.issuer, read.secret) == (LOGIN, "Helpline", enrolment.secret)
    assert (read.digits, read.interval) == (6, 30)
    assert re.fullmatch("[A-Z2-7]{32}", enrolment.secret)


def test_the_picture_can_stand_in_a_page_without_styles_of_its_own(door: Door) -> None:
    picture = str(door.codes.enrol(LOGIN).picture)
    assert picture.startswith("<svg viewBox=")
    assert picture.endswith("</svg>")
    assert "<title>" in picture
    assert "style=" not in picture
    assert LOGIN not in picture


def test_every_secret_is_another_and_shows_itself_nowhere(door: Door) -> None:
    one, other = door.codes.enrol(LOGIN), door.codes.enrol(LOGIN)
    assert one.secret != other.secret
    assert str.__str__(one.secret) not in repr(one)


async def test_codes_are_asked_for_only_once_one_was_right(door: Door) -> None:
    secret = door.codes.enrol(LOGIN).secret
    wrong = f"{(int(app(door, secret)) + 1) % 1_000_000:06}"
    assert await door.codes.confirm(door.member.id, secret, wrong) == ()
    assert (await account(door)).factor is None
    assert len(await door.codes.confirm(door.member.id, secret, app(door, secret))) == 8
    assert (await account(door)).factor is not None


@pytest.mark.parametrize("secret", ["", "short", "JBSWY3DPEHPK3PXP", RFC_SECRET.lower(), RFC_SECRET + "A"])
async def test_a_secret_that_is_not_of_our_making_is_refused(door: Door, secret: str) -> None:
    assert await door.codes.confirm(door.member.id, secret, "000000") == ()
    assert (await account(door)).factor is None


async def test_it_is_the_code_of_the_rfc(door: Door) -> None:
    door.clock.advance(seconds=1_111_111_109 - door.clock.now().timestamp())
    assert await door.codes.confirm(door.member.id, RFC_SECRET, "081804") != (), "RFC 6238: 07081804"


async def test_the_code_that_proved_it_does_not_sign_in(door: Door) -> None:
    secret = door.codes.enrol(LOGIN).secret
    code = app(door, secret)
    await door.codes.confirm(door.member.id, secret, code)
    assert not await door.codes.accept(await account(door), code)


async def test_a_code_is_right_once_however_it_is_typed(door: Door) -> None:
    secret, _ = await enrolled(door)
    code = app(door, secret)
    assert await door.codes.accept(await account(door), f" {code[:3]} {code[3:]} ")
    assert not await door.codes.accept(await account(door), code)


@pytest.mark.parametrize(
    ("seconds", "right"), [(-60, False), (-30, True), (0, True), (30, True), (60, False), (3600, False)]
)
async def test_a_phones_clock_may_be_half_a_minute_off(door: Door, seconds: int, right: bool) -> None:
    secret, _ = await enrolled(door)
    assert await door.codes.accept(await account(door), app(door, secret, seconds)) == right


async def test_after_a_fast_phones_code_none_of_before_is_taken(door: Door) -> None:
    secret, _ = await enrolled(door)
    assert await door.codes.accept(await account(door), app(door, secret, 30))
    assert not await door.codes.accept(await account(door), app(door, secret))


async def test_each_recovery_code_is_right_once(door: Door) -> None:
    _, recovery = await enrolled(door)
    assert len(set(recovery)) == 8
    for code in recovery:
        assert await door.codes.accept(await account(door), str(code).upper().replace("-", " "))
        assert not await door.codes.accept(await account(door), code)


async def test_recovery_codes_are_not_kept_as_they_are(door: Door) -> None:
    _, recovery = await enrolled(door)
    factor = (await account(door)).factor
    assert factor is not None
    assert len(factor.recovery) == 8
    assert not set(recovery) & set(factor.recovery)


async def test_recovery_codes_of_an_earlier_enrolment_are_worth_nothing(door: Door) -> None:
    _, earlier = await enrolled(door)
    await enrolled(door)
    assert not await door.codes.accept(await account(door), earlier[0])


@pytest.mark.parametrize(
    "typed", ["", "   ", "12345", "1234567", "abcdef", "１２３４５６", "\ud800", "x" * 5000]
)
async def test_what_is_no_code_is_wrong(door: Door, typed: str) -> None:
    await enrolled(door)
    assert not await door.codes.accept(await account(door), typed)


async def test_without_enrolment_every_code_is_wrong(door: Door) -> None:
    assert not await door.codes.accept(await account(door), "000000")


def test_chance_alone_makes_the_secrets(door: Door) -> None:
    one, same = (Codes(door.staff, door.clock, Random(3), "Helpline").enrol(LOGIN) for _ in range(2))
    assert one == same
