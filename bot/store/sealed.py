"""Seals personal data before it reaches the database, and finds it again without opening it.

Sealing is AES-256-GCM-SIV (RFC 8452, from `cryptography`): what is read back is known to be what was written,
and a nonce that chance repeats gives nothing away but that two values are equal. Look-up is HMAC-SHA256 under
a key of its own, so that a stolen database tells neither an address nor whether a guessed address is in it.
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Sequence
from typing import Any, TypeVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCMSIV
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from msgspec.json import Decoder, Encoder

T = TypeVar("T")

_json = Encoder()
_decoders: dict[Any, Decoder[Any]] = {}


NONCE = 12
"""Bytes of the nonce in front of each sealed value."""


class Sealed(bytes):
    """A sealed value: the only thing that a sealed column accepts."""


class SealError(ValueError):
    """A sealed value cannot be opened: its key is not among ours, or it was altered."""


class Keys:
    """The secrets of one installation; the first seals, all of them open.

    To rotate, put a new secret in front: new data is sealed with it, old data is still read, and the nightly
    sweep seals it again (`bot/store/rotation.py`). Each secret is stretched into separate keys for sealing
    and for look-up (HKDF, RFC 5869), so that one never helps against the other.
    """

    def __init__(self, secrets: Sequence[str]) -> None:
        if not secrets or not all(secrets):
            raise ValueError("at least one secret is needed, and none may be empty")
        self._boxes = tuple(AESGCMSIV(_derived(secret, "seal")) for secret in secrets)
        self._lookup = tuple(_derived(secret, "look-up") for secret in secrets)

    def __repr__(self) -> str:
        return f"Keys(<{len(self._lookup)} masked>)"

    @property
    def rotating(self) -> bool:
        """Whether data may lie under an older secret."""
        return len(self._lookup) > 1

    def seal(self, value: Any) -> Sealed:
        """`value`, as JSON, sealed with the current secret."""
        return self.seal_bytes(_json.encode(value))

    def open(self, sealed: bytes, kind: type[T]) -> T:
        """What was sealed, as a `kind`. Raises `SealError` when no secret opens it."""
        return _decode(self._open(sealed), kind)

    def seal_bytes(self, value: bytes) -> Sealed:
        """Bytes, sealed with the current secret."""
        nonce = os.urandom(NONCE)
        return Sealed(nonce + self._boxes[0].encrypt(nonce, value, None))

    def open_bytes(self, sealed: bytes) -> bytes:
        """The bytes that were sealed. Raises `SealError` when no secret opens them."""
        return self._open(sealed)

    def again(self, sealed: bytes) -> Sealed | None:
        """The same value under the current secret; None when it already is."""
        if _opened(self._boxes[0], sealed) is not None:
            return None
        return self.seal_bytes(self._open(sealed))

    def find(self, *parts: str) -> bytes:
        """The look-up hash of `parts` under the current secret, 32 bytes."""
        return _hash(self._lookup[0], parts)

    def find_any(self, *parts: str) -> list[bytes]:
        """The look-up hashes of `parts` under every secret, the current one first."""
        return [_hash(key, parts) for key in self._lookup]

    def _open(self, sealed: bytes) -> bytes:
        for box in self._boxes:
            plain = _opened(box, sealed)
            if plain is not None:
                return plain
        raise SealError("sealed data cannot be opened with the secrets in SNICKET_SECRET")


def _opened(box: AESGCMSIV, sealed: bytes) -> bytes | None:
    """What was sealed with this key; None when it was another, or what is there was altered."""
    raw = bytes(sealed)
    try:
        return box.decrypt(raw[:NONCE], raw[NONCE:], None)
    except (InvalidTag, ValueError):
        return None


def _hash(key: bytes, parts: tuple[str, ...]) -> bytes:
    # JSON keeps the parts apart: ("a", "bc") and ("ab", "c") must not meet.
    return hmac.digest(key, _json.encode(parts), "sha256")


def _derived(secret: str, purpose: str) -> bytes:
    stretch = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=f"snicket {purpose}".encode())
    return stretch.derive(secret.encode())


def _decode(plain: bytes, kind: type[T]) -> T:
    decoder = _decoders.get(kind) or _decoders.setdefault(kind, Decoder(kind))
    value: T = decoder.decode(plain)
    return value
