"""Signing in: who is let in, who is not, what they are told and what the audit says."""

from __future__ import annotations

import asyncio
import datetime as dt

import pytest
from argon2 import PasswordHasher
from pyotp import TOTP

from bot.console.passwords import Passwords
from bot.console.sign_in import OVER, WRONG, NeedsCode, Refused, SignedIn, SignIn
from bot.handover.people import FORGOTTEN, INVITATION
from bot.store.tries import ADDRESS_TRIES, WINDOW
from tests.databases import START
from tests.unit.console.conftest import LOGIN, PASSWORD, Door

STRANGER = "nobody@example.org"
NETWORK = "198.51.100.7"


async def with_codes(door: Door) -> str:
    """The member has codes from here on; the secret of their app."""
    secret = str(door.codes.enrol(LOGIN).secret)
    await door.codes.confirm(door.member.id, secret, TOTP(secret).at(door.clock.now()))
    door.clock.advance(seconds=90)
    return secret


def wrong_code(door: Door, secret: str) -> str:
    """Six digits that are right at no step that counts."""
    right = {TOTP(secret).at(door.clock.now(), counter_offset=step) for step in (-1, 0, 1)}
    return next(code for code in ("000000", "111111", "222222", "333333") if code not in right)


async def test_the_right_password_lets_in(door: Door) -> None:
    done = await door.sign_in.try_(" Adviser@Example.org", PASSWORD)
    assert isinstance(done, SignedIn)
    assert done.session.member == door.member
    assert await door.sessions.find(done.session.id) == done.session
    assert await door.said() == [("sign_in", door.member.id, "password")]


async def test_whatever_is_wrong_the_words_are_the_same(door: Door) -> None:
    secret = await with_codes(door)
    disabled = await door.staff.add("gone@example.org", "Kim Lowe", "adviser", hashed=await hashed(door))
    await door.staff.set_active(disabled.id, False)
    await door.staff.add("openid@example.org", "Jo Hale", "adviser")
    for login, password, code in (
        (STRANGER, PASSWORD, ""),
        ("", "", ""),
        ("gone@example.org", PASSWORD, ""),
        ("openid@example.org", PASSWORD, ""),
        (LOGIN, "wrong", ""),
        (LOGIN, "wrong", TOTP(secret).at(door.clock.now())),
        (LOGIN, PASSWORD, wrong_code(door, secret)),
        ("\ud800", "\ud800", "\ud800"),
    ):
        assert await door.sign_in.try_(login, password, code) == Refused(WRONG)


async def hashed(door: Door) -> str:
    return await door.passwords.hash(PASSWORD)


async def test_a_refusal_is_audited_without_what_was_typed(door: Door) -> None:
    await door.sign_in.try_(LOGIN, "my secret")
    await door.sign_in.try_(STRANGER, "my secret")
    assert await door.said(2) == [("sign_in_refused", None, ""), ("sign_in_refused", door.member.id, "")]


async def test_with_codes_the_code_is_asked_for_and_lets_in(door: Door) -> None:
    secret = await with_codes(door)
    for nothing in ("", "  "):
        assert await door.sign_in.try_(LOGIN, PASSWORD, nothing) == NeedsCode()
        assert await door.said() == [("code_asked", door.member.id, "")]
    done = await door.sign_in.try_(LOGIN, PASSWORD, TOTP(secret).at(door.clock.now()))
    assert isinstance(done, SignedIn)
    assert await door.said() == [("sign_in", door.member.id, "password and code")]


async def test_a_code_lets_in_once(door: Door) -> None:
    secret = await with_codes(door)
    code = TOTP(secret).at(door.clock.now())
    tries = (door.sign_in.try_(LOGIN, PASSWORD, code) for _ in range(4))
    done = await asyncio.gather(*tries)
    assert sum(isinstance(one, SignedIn) for one in done) == 1


async def test_a_wrong_password_is_not_told_by_asking_for_a_code(door: Door) -> None:
    await with_codes(door)
    assert await door.sign_in.try_(LOGIN, "wrong") == Refused(WRONG)


async def test_being_asked_for_a_code_is_no_wrong_try(door: Door) -> None:
    await with_codes(door)
    for _ in range(20):
        assert await door.sign_in.try_(LOGIN, PASSWORD) == NeedsCode()


async def test_wrong_codes_lock_though_the_password_is_right_between_them(door: Door) -> None:
    secret = await with_codes(door)
    for _ in range(4):
        assert await door.sign_in.try_(LOGIN, PASSWORD, wrong_code(door, secret)) == Refused(WRONG)
        assert await door.sign_in.try_(LOGIN, PASSWORD) == NeedsCode()
    fifth = await door.sign_in.try_(LOGIN, PASSWORD, wrong_code(door, secret))
    assert isinstance(fifth, Refused)
    assert fifth.until is not None


@pytest.mark.parametrize("login", [LOGIN, STRANGER])
async def test_a_member_and_a_stranger_are_locked_out_alike(door: Door, login: str) -> None:
    for _ in range(4):
        assert await door.sign_in.try_(login, "wrong") == Refused(WRONG)
    until = START + dt.timedelta(minutes=15)
    locked = Refused(
        "There were too many wrong tries. "
        "Try again after 09:15, or ask an administrator to unlock your account.",
        until,
    )
    assert await door.sign_in.try_(login, "wrong") == locked
    assert await door.sign_in.try_(login.upper(), PASSWORD) == locked, "not even the right one"
    member = door.member.id if login == LOGIN else None
    assert await door.said(3) == [
        ("sign_in_refused", member, "while locked"),
        ("locked", member, "after 5 tries"),
        ("sign_in_refused", member, ""),
    ]
    door.clock.advance(dt.timedelta(minutes=15))
    for _ in range(4):
        assert await door.sign_in.try_(login, "wrong") == Refused(WRONG)
    again = await door.sign_in.try_(login, "wrong")
    assert isinstance(again, Refused)
    assert again.until == door.clock.now() + dt.timedelta(minutes=30)


async def test_the_way_back_is_to_wait(door: Door) -> None:
    for _ in range(5):
        await door.sign_in.try_(LOGIN, "wrong")
    door.clock.advance(dt.timedelta(minutes=15))
    assert isinstance(await door.sign_in.try_(LOGIN, PASSWORD), SignedIn)


async def test_the_way_back_is_an_administrator(door: Door) -> None:
    for _ in range(5):
        await door.sign_in.try_(LOGIN, "wrong")
    await door.staff.unlock(door.member.id)
    assert isinstance(await door.sign_in.try_(LOGIN, PASSWORD), SignedIn)


async def test_at_the_time_that_is_told_it_works(door: Door) -> None:
    door.clock.advance(seconds=20)
    for _ in range(4):
        await door.sign_in.try_(LOGIN, "wrong")
    locked = await door.sign_in.try_(LOGIN, "wrong")
    assert isinstance(locked, Refused)
    assert "after 09:16" in locked.words
    door.clock.advance(START + dt.timedelta(minutes=16) - door.clock.now())
    assert isinstance(await door.sign_in.try_(LOGIN, PASSWORD), SignedIn)


async def test_a_lock_over_midnight_tells_the_day(door: Door) -> None:
    door.clock.advance(dt.timedelta(hours=14, minutes=50))
    for _ in range(4):
        await door.sign_in.try_(LOGIN, "wrong")
    locked = await door.sign_in.try_(LOGIN, "wrong")
    assert isinstance(locked, Refused)
    assert "after 00:05 on Saturday 21 November" in locked.words


async def test_in_summer_the_time_is_that_of_the_clock_on_the_wall(door: Door) -> None:
    door.clock.advance(dt.timedelta(days=240))
    for _ in range(4):
        await door.sign_in.try_(LOGIN, "wrong")
    locked = await door.sign_in.try_(LOGIN, "wrong")
    assert isinstance(locked, Refused)
    assert "after 10:15," in locked.words


async def test_the_right_password_at_the_fifth_try_lets_in_and_forgets_the_four(door: Door) -> None:
    for _ in range(2):
        for _ in range(4):
            await door.sign_in.try_(LOGIN, "wrong")
        assert isinstance(await door.sign_in.try_(LOGIN, PASSWORD), SignedIn)


async def test_of_many_guesses_at_once_five_are_looked_at(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = 0
    check = door.passwords.check

    async def counted(password: str, hashed: str | None) -> bool:
        nonlocal looked
        looked += 1
        return await check(password, hashed)

    monkeypatch.setattr(door.passwords, "check", counted)
    done = await asyncio.gather(*(door.sign_in.try_(LOGIN, f"guess {n}") for n in range(50)))
    assert looked == 5
    assert sum(isinstance(one, Refused) and one.until is not None for one in done) == 46


async def test_a_stranger_waits_for_a_hash_as_a_member_does(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[bool] = []
    check = door.passwords.check

    async def watched(password: str, hashed: str | None) -> bool:
        compared.append(hashed is None)
        return await check(password, hashed)

    monkeypatch.setattr(door.passwords, "check", watched)
    await door.sign_in.try_(STRANGER, "wrong")
    await door.sign_in.try_(LOGIN, "wrong")
    assert compared == [True, False]


async def test_a_password_changed_while_it_is_compared_does_not_let_in(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh, check = await door.passwords.hash("another good password"), door.passwords.check

    async def overtaken(password: str, hashed: str | None) -> bool:
        await door.staff.set_password(door.member.id, fresh)
        return await check(password, hashed)

    monkeypatch.setattr(door.passwords, "check", overtaken)
    assert await door.sign_in.try_(LOGIN, PASSWORD) == Refused(WRONG)


async def test_a_hash_of_weaker_parameters_is_replaced_at_the_sign_in(door: Door) -> None:
    stronger = Passwords(PasswordHasher(time_cost=2, memory_cost=16, parallelism=1))
    door_two = SignIn(door.staff, door.sessions, door.audit, door.clock, stronger, door.codes, door.tries)
    done = await door_two.try_(LOGIN, PASSWORD)
    assert isinstance(done, SignedIn)
    assert await door.sessions.find(done.session.id) is not None, "it does not end the session"
    account = await door.staff.by_login(LOGIN)
    assert account is not None
    assert account.password is not None
    assert not stronger.outdated(account.password)
    assert isinstance(await door_two.try_(LOGIN, PASSWORD), SignedIn)


async def test_who_was_invited_is_told_to_choose_a_password(door: Door) -> None:
    await door.staff.set_password(door.member.id, await hashed(door), invited=True)
    done = await door.sign_in.try_(LOGIN, PASSWORD)
    assert isinstance(done, SignedIn)
    assert done.session.must_change


async def test_a_passphrase_of_others_lets_in_once(door: Door) -> None:
    """Whoever reads it afterwards, in an e-mail or on a note, has nothing."""
    await door.staff.set_password(door.member.id, await hashed(door), invited=True)
    assert isinstance(await door.sign_in.try_(LOGIN, PASSWORD), SignedIn)
    assert await door.sign_in.try_(LOGIN, PASSWORD) == Refused(OVER)
    assert await door.said() == [("sign_in_refused", door.member.id, "the passphrase is over")]


async def test_of_two_who_have_the_same_passphrase_at_once_one_gets_in(door: Door) -> None:
    await door.staff.set_password(door.member.id, await hashed(door), invited=True)
    done = await asyncio.gather(*(door.sign_in.try_(LOGIN, PASSWORD) for _ in range(3)))
    assert sum(isinstance(one, SignedIn) for one in done) == 1


async def test_a_passphrase_of_others_is_over_after_three_days_and_a_new_one_can_be_made(door: Door) -> None:
    await door.staff.set_password(door.member.id, await hashed(door), invited=True)
    door.clock.advance(INVITATION)
    assert await door.sign_in.try_(LOGIN, "wrong") == Refused(WRONG), "only the right one learns of it"
    assert await door.sign_in.try_(LOGIN, PASSWORD) == Refused(OVER)
    await door.staff.set_password(door.member.id, await hashed(door), invited=True)
    door.clock.advance(INVITATION - dt.timedelta(seconds=1))
    assert isinstance(await door.sign_in.try_(LOGIN, PASSWORD), SignedIn)


async def test_a_password_of_ones_own_has_no_end(door: Door) -> None:
    door.clock.advance(dt.timedelta(days=900))
    for _ in range(2):
        assert isinstance(await door.sign_in.try_(LOGIN, PASSWORD), SignedIn)


@pytest.mark.parametrize("login", [LOGIN, STRANGER])
async def test_wrong_tries_are_forgotten_after_two_days_whoever_it_is(door: Door, login: str) -> None:
    """Were only strangers forgotten, the fifth try after a pause would tell who has an account."""
    for _ in range(3):
        for _ in range(4):
            assert await door.sign_in.try_(login, "wrong") == Refused(WRONG)
        door.clock.advance(FORGOTTEN)


async def spray(door: Door, count: int = ADDRESS_TRIES) -> list[object]:
    """One wrong try with each of so many logins, all from one network."""
    return [await door.sign_in.try_(f"{n}@example.org", "wrong", address=NETWORK) for n in range(count)]


async def test_a_network_is_locked_that_tries_one_password_with_everybody(door: Door) -> None:
    assert set(await spray(door)) == {Refused(WRONG)}
    locked = await door.sign_in.try_(LOGIN, PASSWORD, address=NETWORK)
    assert isinstance(locked, Refused)
    assert locked.words == (
        "There were too many wrong tries from your network. "
        "Try again after 09:15, or ask an administrator to unlock it."
    )
    assert ("locked", None, "a network address after 60 tries") in await door.said(3)
    assert isinstance(await door.sign_in.try_(LOGIN, PASSWORD, address="203.0.113.9"), SignedIn)


async def test_a_locked_network_fills_no_audit_and_costs_no_hash(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    await spray(door)
    before = await door.said(200)
    monkeypatch.setattr(door.passwords, "check", None)
    await spray(door, 50)
    assert await door.said(200) == before


async def test_the_way_back_for_a_network_is_to_wait_or_an_administrator(door: Door) -> None:
    await spray(door)
    door.clock.advance(WINDOW)
    assert isinstance(await door.sign_in.try_(LOGIN, PASSWORD, address=NETWORK), SignedIn)
    await spray(door)
    await door.tries.forget_addresses()
    assert isinstance(await door.sign_in.try_(LOGIN, PASSWORD, address=NETWORK), SignedIn)


async def test_a_whole_council_signs_in_from_one_network(door: Door) -> None:
    for _ in range(2 * ADDRESS_TRIES):
        assert isinstance(await door.sign_in.try_(LOGIN, PASSWORD, address=NETWORK), SignedIn)


async def test_asking_for_the_code_is_no_wrong_try_of_the_network(door: Door) -> None:
    await with_codes(door)
    for _ in range(2 * ADDRESS_TRIES):
        assert await door.sign_in.try_(LOGIN, PASSWORD, address=NETWORK) == NeedsCode()
