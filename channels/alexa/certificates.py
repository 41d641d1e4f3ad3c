"""Whose certificate signs Alexa's requests: the rules for its address, its chain, and a memory of good ones.

The rules are Amazon's, "Manually verify that the request was sent by Alexa": https, the host and the path of
its certificates, port 443; a chain to a root that is trusted, valid today, for `echo-api.amazon.com`.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import posixpath
import warnings
from collections.abc import Awaitable, Callable, Iterable
from urllib.parse import quote, unquote, urlsplit

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.utils import CryptographyDeprecationWarning
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError
from msgspec import Struct

from channels.limits import Buckets, Clock, Rate

SIGNER = x509.DNSName("echo-api.amazon.com")
HOST, FOLDER = "s3.amazonaws.com", "/echo.api/"
LONGEST_ADDRESS = 512
MOST = 16
"""Chains that are remembered. Amazon uses one at a time; the oldest goes first."""
_MARK = b"-----BEGIN CERTIFICATE-----"
_LONGEST_CHAIN = 8

Fetch = Callable[[str], Awaitable[bytes]]
"""The file at an address. Raises `NotFetched`."""


class NotFetched(Exception):
    """There is no such file, or it could not be had."""


class Untrusted(Exception):
    """The request is not certain to be from Alexa; the words say why, without anything of it."""


class _Good(Struct, frozen=True):
    key: RSAPublicKey
    first: dt.datetime
    last: dt.datetime


def load_roots(bundle: bytes) -> Store:
    """The roots of a PEM bundle. They are read one by one: one that cannot be read must not cost the others.

    Raises `ValueError` when there is none.
    """
    return Store(_certificates(bundle))


def _certificates(bundle: bytes) -> list[x509.Certificate]:
    found = []
    for piece in bundle.split(_MARK)[1:]:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", CryptographyDeprecationWarning)  # a root of odd serial number
                found.append(x509.load_pem_x509_certificate(_MARK + piece))
        except (ValueError, UnsupportedAlgorithm):
            continue
    return found


def checked_address(address: str) -> str:
    """The address in its plain form. Raises `Untrusted` for one where Amazon keeps no certificates."""
    try:
        parts = urlsplit(address if len(address) <= LONGEST_ADDRESS and address.isascii() else "")
        port = parts.port
    except ValueError:
        raise Untrusted("the certificate's address cannot be read") from None
    path = posixpath.normpath(unquote(parts.path))
    right = (
        parts.scheme.lower() == "https"
        and (parts.hostname or "").lower() == HOST
        and port in (None, 443)
        and path.startswith(FOLDER)
        and not (parts.username or parts.password or parts.query or parts.fragment)
        and path.isprintable()
    )
    if not right:
        raise Untrusted("the certificate's address is not Amazon's")
    return f"https://{HOST}{quote(path)}"


class Certificates:
    """The keys behind certificate addresses. Fetches are few: whoever invents addresses runs dry."""

    def __init__(self, roots: Store, fetch: Fetch, clock: Clock, fetches: Rate | None = None) -> None:
        self._roots = roots
        self._fetch = fetch
        self._clock = clock
        self._bucket = Buckets(fetches or Rate(burst=20, per_second=0.5), clock)
        self._good: dict[str, _Good] = {}
        self._lock = asyncio.Lock()

    async def key(self, address: str) -> RSAPublicKey:
        """The public key of the certificate at `address`. Raises `Untrusted`."""
        plain = checked_address(address)
        known = self._known(plain)
        if known is not None:
            return known
        async with self._lock:  # many requests at once fetch once
            return self._known(plain) or await self._new(plain)

    def _known(self, address: str) -> RSAPublicKey | None:
        good = self._good.get(address)
        if good is None:
            return None
        if good.first <= self._clock() < good.last:
            return good.key
        del self._good[address]
        return None

    async def _new(self, address: str) -> RSAPublicKey:
        if self._bucket.take(""):
            raise Untrusted("too many new certificates")
        try:
            chain = await self._fetch(address)
        except NotFetched:
            raise Untrusted("the certificate cannot be had") from None
        good = verified(chain, self._roots, self._clock())
        self._good[address] = good
        while len(self._good) > MOST:
            del self._good[next(iter(self._good))]
        return good.key


def verified(chain: bytes, roots: Store, now: dt.datetime) -> _Good:
    """The leaf of a PEM chain that is good at `now`. Raises `Untrusted`."""
    certificates = _certificates(chain)[:_LONGEST_CHAIN]
    if not certificates:
        raise Untrusted("there is no certificate at its address")
    leaf, *between = certificates
    try:
        builder = PolicyBuilder().store(roots).time(now)
        trusted = builder.build_server_verifier(SIGNER).verify(leaf, between)
        key = leaf.public_key()
    except (VerificationError, ValueError, UnsupportedAlgorithm):
        raise Untrusted("the certificate is not good") from None
    if not isinstance(key, RSAPublicKey):
        raise Untrusted("the certificate's key is of another kind")
    return _Good(key, _latest(trusted), min(one.not_valid_after_utc for one in trusted))


def _latest(chain: Iterable[x509.Certificate]) -> dt.datetime:
    return max(one.not_valid_before_utc for one in chain)
