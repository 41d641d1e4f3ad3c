"""Whether a request comes from Twilio: https://www.twilio.com/docs/usage/webhooks/webhooks-security.

Two schemes are in use. Without the settings header a request is signed with the account's auth token,
HMAC-SHA1. With it, `key=<id>,algorithm=HMAC_SHA256`, it is signed with one of the shared keys of the Webhooks
configuration API. A shared key is never taken with the weaker scheme.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from multidict import MultiMapping
from twilio.request_validator import (
    HMAC_SHA256,
    SIGNATURE_HEADER,
    SIGNATURE_SETTINGS_HEADER,
    RequestValidator,
    get_signature_algorithm,
)

Signed = MultiMapping[str] | str
"""What was posted: the fields of a form, blank ones and repeated ones too, or a JSON body as it came."""


class Signatures:
    """`tokens` are the account's auth tokens: while one is rotated, the old and the new. `shared_keys` are
    secrets by their id."""

    def __init__(self, tokens: Sequence[str], shared_keys: Mapping[str, str] | None = None) -> None:
        self._tokens = [RequestValidator(str(token)) for token in tokens if token]
        self._shared = {id: RequestValidator(str(key)) for id, key in (shared_keys or {}).items()}

    def genuine(self, url: str, signed: Signed, headers: Mapping[str, str]) -> bool:
        """Whether the signature fits. `url` is the public one, with its query, as Twilio knows it."""
        signature = headers.get(SIGNATURE_HEADER, "")
        settings = headers.get(SIGNATURE_SETTINGS_HEADER, "")
        if not signature:
            return False
        if not settings:
            return any(_fits(validator, url, signed, signature) for validator in self._tokens)
        shared = self._shared.get(_key(settings))
        if shared is None or get_signature_algorithm(settings).upper() != HMAC_SHA256:
            return False
        return _fits(shared, url, signed, signature, HMAC_SHA256)


def _key(settings: str) -> str:
    """The id of the shared key that the header names."""
    named = (part.partition("=") for part in settings.split(","))
    return next((value.strip() for name, _, value in named if name.strip() == "key"), "")


def _fits(
    validator: RequestValidator, url: str, signed: Signed, signature: str, algorithm: str | None = None
) -> bool:
    try:
        return bool(validator.validate(url, signed, signature, algorithm))
    except (TypeError, ValueError):  # a JSON body without bodySHA256 in the address; an address with no port
        return False
