"""Passwords are hashed as RFC 9106 recommends, and weak ones are refused with the reason."""

from __future__ import annotations

import asyncio
import threading
from random import Random
from typing import Any

import pytest
from argon2 import PasswordHasher, extract_parameters
from argon2.profiles import CHEAPEST, RFC_9106_LOW_MEMORY

from bot.console.passwords import _COMMON, AT_ONCE, SHORTEST, Passwords, new_passphrase, weakness
from bot.secret import Secret

LOGIN = "adviser@example.org"
GOOD = "four quiet green bicycles"


@pytest.fixture
def cheap() -> Passwords:
    return Passwords(PasswordHasher.from_parameters(CHEAPEST))


async def test_a_hash_is_argon2id_with_the_recommended_costs_and_fits_its_column() -> None:
    hashed = await Passwords().hash(GOOD)
    assert extract_parameters(str(hashed)) == RFC_9106_LOW_MEMORY
    assert len("once:" + hashed) <= 200
    assert GOOD not in hashed
    assert await Passwords().check(GOOD, hashed)


async def test_only_the_right_password_is_right(cheap: Passwords) -> None:
    hashed = await cheap.hash(GOOD)
    assert await cheap.check(GOOD, hashed)
    for wrong in ("", GOOD.upper(), GOOD + " ", GOOD[:-1], "\ud800"):
        assert not await cheap.check(wrong, hashed)


async def test_the_same_text_from_another_keyboard_is_the_same_password(cheap: Passwords) -> None:
    assert await cheap.check("cafe\u0301 in the hills", await cheap.hash("caf\u00e9 in the hills"))


async def test_where_there_is_no_hash_or_a_broken_one_every_password_is_wrong(cheap: Passwords) -> None:
    for password in ("", GOOD):
        assert not await cheap.check(password, None)
        assert not await cheap.check(password, "no hash at all")


async def test_no_hash_is_compared_at_full_cost() -> None:
    """The library is asked to compare with a hash of the same parameters, not with nothing."""
    compared: list[str] = []

    class Watched(PasswordHasher):
        def verify(self, hash: Any, password: Any) -> Any:
            compared.append(hash)
            return super().verify(hash, password)

    await Passwords(Watched()).check(GOOD, None)
    [dummy] = compared
    assert extract_parameters(dummy) == RFC_9106_LOW_MEMORY


async def test_a_hash_of_other_parameters_is_outdated(cheap: Passwords) -> None:
    hashed = await cheap.hash(GOOD)
    assert not cheap.outdated(hashed)
    assert Passwords().outdated(hashed)


async def test_only_a_few_are_hashed_at_once_and_none_in_the_event_loops_thread() -> None:
    running, most, threads = 0, 0, set()
    lock, both = threading.Lock(), threading.Barrier(AT_ONCE, timeout=30)

    class Watched(PasswordHasher):
        def hash(self, password: Any, *, salt: bytes | None = None) -> str:
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
                threads.add(threading.get_ident())
            both.wait()
            hashed = super().hash(password, salt=salt)
            with lock:
                running -= 1
            return hashed

    cheap = Watched(time_cost=1, memory_cost=8, parallelism=1)
    passwords = Passwords(cheap)
    await asyncio.gather(*(passwords.hash(GOOD) for _ in range(AT_ONCE * 4)))
    assert most == AT_ONCE
    assert threading.get_ident() not in threads


@pytest.mark.parametrize("password", [GOOD, "xK4-pT9_wq2!", "Пять зелёных лодок", "سه درخت کنار رودخانه"])
def test_a_good_password_in_any_script_will_do(password: str) -> None:
    assert weakness(password, LOGIN) == ""


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "too short"),
        ("elevenchars", "too short"),
        ("x4" * 129, "too long"),
        ("password1234", "tried first"),
        ("PassWord1234", "tried first"),
        ("QWERTYUIOP123", "tried first"),
        ("adviser@example.org", "your e-mail address"),
        ("Adviser@Example.org ", "your e-mail address"),
        ("aaaaaaaaaaaa", "same few characters"),
        ("ababcdcdabcd", "same few characters"),
    ],
)
def test_a_weak_password_is_refused_with_the_reason(password: str, why: str) -> None:
    assert why in weakness(password, LOGIN)


def test_the_first_part_of_the_address_is_no_password_either() -> None:
    assert "your e-mail address" in weakness("samira.reed-lowe", "samira.reed-lowe@example.org")


def test_the_list_of_the_commonest_has_none_that_is_refused_anyway() -> None:
    listed = _COMMON.split()
    assert len(listed) == len(set(listed)) > 60
    assert all(len(one) >= SHORTEST and one == one.casefold() for one in listed)


def test_a_passphrase_is_good_enough_and_never_the_same() -> None:
    random = Random(7)
    made = [new_passphrase(random) for _ in range(100)]
    assert len(set(made)) == 100
    assert all(weakness(str(one), LOGIN) == "" for one in made)
    assert not set("01oil") & set("".join(made))


def test_a_passphrase_does_not_show_itself() -> None:
    passphrase = new_passphrase(Random(7))
    assert isinstance(passphrase, Secret)
    assert str.__str__(passphrase) not in f"{passphrase}{passphrase!r}"
