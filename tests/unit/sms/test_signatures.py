"""Twilio's own signature vectors, both schemes, and every way to forge one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from multidict import MultiDict
from twilio.request_validator import RequestValidator

from channels.twilio.signature import Signatures, Signed

OFFICIAL = json.loads(Path("tests/data/twilio/signature_vectors.json").read_text(encoding="utf-8"))
VECTORS: list[dict[str, Any]] = OFFICIAL["vectors"]
TOKEN: str = OFFICIAL["token"]
FIRST = MultiDict(VECTORS[0]["params"])
URL: str = VECTORS[0]["uri"]
ID, KEY = "webhooks_sharedkey_1", "a-shared-key"
SETTINGS = f"key={ID},algorithm=HMAC_SHA256"


def signed(vector: dict[str, Any]) -> Signed:
    if "body" in vector:
        return str(vector["body"])
    params = VECTORS[0]["params"] if vector["params"] == "same" else vector["params"]
    return MultiDict(params)


def headers(signature: str, settings: str = "") -> dict[str, str]:
    return {"X-Twilio-Signature": signature} | (
        {"X-Twilio-Webhooks-Signature-Settings": settings} if settings else {}
    )


def sha256(params: MultiDict[str], key: str = KEY) -> str:
    return str(RequestValidator(key).compute_signature(URL, params, "HMAC_SHA256"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.get("note", vector["uri"][:30]))
def test_the_official_vectors(vector: dict[str, Any]) -> None:
    genuine = Signatures([TOKEN]).genuine
    assert genuine(vector["uri"], signed(vector), headers(vector["signature"])) is vector["valid"]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector.get("note", vector["uri"][:30]))
def test_none_of_them_fits_anything_else(vector: dict[str, Any]) -> None:
    genuine, right = Signatures([TOKEN]).genuine, headers(vector["signature"])
    body = signed(vector)
    other = body + " " if isinstance(body, str) else MultiDict([*body.items(), ("More", "1")])
    assert not genuine(vector["uri"], other, right)
    assert not genuine(vector["uri"] + "&more=1", body, right)
    assert not genuine(vector["uri"], body, headers(vector["signature"][:-2] + "A="))
    assert not Signatures(["another"]).genuine(vector["uri"], body, right)


def test_no_signature_is_no_signature() -> None:
    assert not Signatures([TOKEN]).genuine(URL, FIRST, {})
    assert not Signatures([TOKEN]).genuine(URL, FIRST, headers(""))


def test_nothing_fits_where_no_token_is_set() -> None:
    empty = str(RequestValidator("").compute_signature(URL, FIRST))
    assert not Signatures([]).genuine(URL, FIRST, headers(empty))
    assert not Signatures([""]).genuine(URL, FIRST, headers(empty))


def test_both_tokens_fit_while_one_is_rotated() -> None:
    both = Signatures(["the-new-one", TOKEN])
    new = str(RequestValidator("the-new-one").compute_signature(URL, FIRST))
    assert both.genuine(URL, FIRST, headers(VECTORS[0]["signature"]))
    assert both.genuine(URL, FIRST, headers(new))


def test_a_shared_key_signs_with_sha_256() -> None:
    signatures = Signatures([TOKEN], {ID: KEY, "another": "secret"})
    assert signatures.genuine(URL, FIRST, headers(sha256(FIRST), SETTINGS))
    assert signatures.genuine(URL, FIRST, headers(sha256(FIRST), f" algorithm=hmac_sha256 , key={ID} "))


@pytest.mark.parametrize(
    "settings",
    [
        "key=unknown,algorithm=HMAC_SHA256",
        "algorithm=HMAC_SHA256",
        f"key={ID}",
        f"key={ID},algorithm=MD5",
        "x",
    ],
)
def test_settings_that_name_no_key_or_another_scheme(settings: str) -> None:
    signatures = Signatures([TOKEN], {ID: KEY})
    assert not signatures.genuine(URL, FIRST, headers(sha256(FIRST), settings))


def test_a_shared_key_is_not_taken_with_the_weaker_scheme() -> None:
    weaker = str(RequestValidator(KEY).compute_signature(URL, FIRST))
    signatures = Signatures([TOKEN], {ID: KEY})
    assert not signatures.genuine(URL, FIRST, headers(weaker, f"key={ID},algorithm=HMAC_SHA1"))
    assert not signatures.genuine(URL, FIRST, headers(weaker))


def test_the_auth_token_is_no_shared_key() -> None:
    signatures = Signatures([TOKEN], {ID: KEY})
    assert not signatures.genuine(URL, FIRST, headers(sha256(FIRST, TOKEN), SETTINGS))


@pytest.mark.parametrize("body", ["{}", '{"property": "value"}', "no json"])
def test_a_json_body_without_its_hash_in_the_address(body: str) -> None:
    signature = str(RequestValidator(TOKEN).compute_signature(URL, None))
    assert not Signatures([TOKEN]).genuine(URL, body, headers(signature))


def test_a_json_body_and_another_body_s_hash() -> None:
    vector = next(one for one in VECTORS if "body" in one)
    assert not Signatures([TOKEN]).genuine(
        vector["uri"], '{"property": "else"}', headers(vector["signature"])
    )
