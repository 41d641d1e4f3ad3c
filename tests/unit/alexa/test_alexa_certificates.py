"""Whose certificate is believed: Amazon's real chain at its date, and our own for every refusal."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable
from pathlib import Path

import certifi
import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from channels.alexa.certificates import (
    Certificates,
    NotFetched,
    Untrusted,
    checked_address,
    load_roots,
    verified,
)
from channels.limits import Rate
from tests.alexa.signing import CHAIN, DAY, NOW, SIGNER, between, chain, issue, leaf, root, rsa_key

REAL = Path("tests/data/alexa/echo-api-cert-7.pem")
THEN = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
ROOTS = load_roots(root().pem)


class Store:
    """Keeps one file; counts how often it is fetched."""

    def __init__(self, file: bytes | None = None) -> None:
        self.file = file
        self.fetched: list[str] = []

    async def __call__(self, address: str) -> bytes:
        self.fetched.append(address)
        await asyncio.sleep(0)
        if self.file is None:
            raise NotFetched
        return self.file


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> dt.datetime:
        return self.now


def test_amazons_real_chain_was_good_in_its_time() -> None:
    key = verified(REAL.read_bytes(), load_roots(Path(certifi.where()).read_bytes()), THEN).key
    assert key.key_size == 2048


def test_amazons_old_chain_is_not_good_today() -> None:
    with pytest.raises(Untrusted, match="not good"):
        verified(REAL.read_bytes(), load_roots(Path(certifi.where()).read_bytes()), NOW)


def test_amazons_real_chain_is_not_good_for_our_own_roots() -> None:
    with pytest.raises(Untrusted):
        verified(REAL.read_bytes(), ROOTS, THEN)


def test_a_root_that_cannot_be_read_costs_no_other() -> None:
    bad = b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"
    assert verified(chain(), load_roots(bad + root().pem + bad), NOW).key == leaf().certificate.public_key()


def test_no_roots_at_all_is_an_error() -> None:
    with pytest.raises(ValueError, match=r".+"):
        load_roots(b"nothing")


def _expired() -> bytes:
    return chain(issue(SIGNER, rsa_key(3), between(), last=NOW - DAY), between())


def _not_yet() -> bytes:
    return chain(issue(SIGNER, rsa_key(3), between(), first=NOW + DAY), between())


def _for_another() -> bytes:
    return chain(issue("api.amazon.com", rsa_key(3), between()), between())


def _in_the_middle_expired() -> bytes:
    old = issue("Test authority", rsa_key(2), root(), authority=True, last=NOW - DAY)
    return chain(issue(SIGNER, rsa_key(3), old), old)


def _of_nobody() -> bytes:
    return chain(issue(SIGNER, rsa_key(3)))


def _of_another_root() -> bytes:
    other = issue("Other root", rsa_key(4), authority=True)
    return chain(issue(SIGNER, rsa_key(3), other), other)


def _signed_by_a_leaf() -> bytes:
    return chain(issue(SIGNER, rsa_key(4), leaf()), leaf(), between())


def _elliptic() -> bytes:
    return chain(issue(SIGNER, ec.generate_private_key(ec.SECP256R1()), between()), between())


@pytest.mark.parametrize(
    "made",
    [
        _expired,
        _not_yet,
        _for_another,
        _in_the_middle_expired,
        _of_nobody,
        _of_another_root,
        _signed_by_a_leaf,
        _elliptic,
        lambda: chain(leaf()),  # the authority between is missing
        lambda: chain(between(), leaf()),  # in the wrong order
        lambda: b"",
        lambda: b"-----BEGIN CERTIFICATE-----\n",
        lambda: b"<html>not here</html>",
        lambda: b"-----BEGIN CERTIFICATE-----" * 1000,
    ],
)
def test_every_other_chain_is_refused(made: Callable[[], bytes]) -> None:
    with pytest.raises(Untrusted):
        verified(made(), ROOTS, NOW)


@pytest.mark.parametrize(
    "address",
    [
        "https://s3.amazonaws.com/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com:443/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com/echo.api/../echo.api/echo-api-cert.pem",
        "HTTPS://S3.amazonaws.com/echo.api/echo-api-cert.pem",
    ],
)
def test_addresses_that_amazon_calls_right(address: str) -> None:
    assert checked_address(address) == "https://s3.amazonaws.com/echo.api/echo-api-cert.pem"


@pytest.mark.parametrize(
    "address",
    [
        "",
        "http://s3.amazonaws.com/echo.api/echo-api-cert.pem",
        "https://notamazon.com/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com/EcHo.aPi/echo-api-cert.pem",
        "https://s3.amazonaws.com/invalid.path/echo-api-cert.pem",
        "https://s3.amazonaws.com:563/echo.api/echo-api-cert.pem",
        "https://s3.amazonaws.com/echo.api/../secret/echo-api-cert.pem",
        "https://s3.amazonaws.com/echo.api/%2e%2e/secret/echo-api-cert.pem",
        "https://s3.amazonaws.com.evil.test/echo.api/cert.pem",
        "https://evil.test#s3.amazonaws.com/echo.api/cert.pem",
        "https://s3.amazonaws.com@evil.test/echo.api/cert.pem",
        "https://user:word@s3.amazonaws.com/echo.api/cert.pem",
        "https://s3.amazonaws.com/echo.api/cert.pem?to=evil",
        "https://s3.amazonaws.com:x/echo.api/cert.pem",
        "https://[s3.amazonaws.com/echo.api/cert.pem",
        "https://s3.amazonaws.com/echo.api",
        "https://s3.amazonaws.com/echo.api/" + "a" * 600,
        "https://s3.amazonaws.com/echo.api/\n",
        "file:///echo.api/cert.pem",
    ],
)
def test_addresses_that_are_not_amazons(address: str) -> None:
    with pytest.raises(Untrusted):
        checked_address(address)


async def test_a_good_chain_is_fetched_once() -> None:
    store = Store(chain())
    certificates = Certificates(ROOTS, store, Clock())
    keys = await asyncio.gather(*(certificates.key(CHAIN) for _ in range(20)))
    assert len(set(map(id, keys))) == 1
    assert store.fetched == [CHAIN]


async def test_a_chain_is_fetched_again_once_any_of_it_has_expired() -> None:
    short = issue("Test authority", rsa_key(2), root(), authority=True, last=NOW + DAY)
    store, clock = Store(chain(issue(SIGNER, rsa_key(3), short), short)), Clock()
    certificates = Certificates(ROOTS, store, clock)
    await certificates.key(CHAIN)
    clock.now += 2 * DAY
    with pytest.raises(Untrusted):
        await certificates.key(CHAIN)
    store.file = chain()
    await certificates.key(CHAIN)
    assert len(store.fetched) == 3


async def test_what_was_refused_is_not_remembered() -> None:
    store = Store(None)
    certificates = Certificates(ROOTS, store, Clock())
    with pytest.raises(Untrusted, match="cannot be had"):
        await certificates.key(CHAIN)
    store.file = chain()
    assert await certificates.key(CHAIN) == leaf().certificate.public_key()


async def test_whoever_invents_addresses_runs_dry_and_hurts_nobody() -> None:
    store = Store(chain())
    certificates = Certificates(ROOTS, store, Clock(), Rate(burst=3, per_second=0.1))
    await certificates.key(CHAIN)
    for number in range(2):
        await certificates.key(f"https://s3.amazonaws.com/echo.api/{number}.pem")
    with pytest.raises(Untrusted, match="too many"):
        await certificates.key("https://s3.amazonaws.com/echo.api/new.pem")
    await certificates.key(CHAIN)
    assert len(store.fetched) == 3
