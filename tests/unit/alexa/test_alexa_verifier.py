"""Whether a request is Alexa's, ours, and of now."""

from __future__ import annotations

import base64
import datetime as dt

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import MGF1, PSS, PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA1, SHA256

from channels.alexa.certificates import Certificates, Untrusted, load_roots
from channels.alexa.request import AlexaRequest
from channels.alexa.verifier import OtherSkill, Verifier
from tests.alexa.asking import SKILL
from tests.alexa.signing import NOW, chain, root, rsa_key, signed

BODY = b'{"version": "1.0"}'


async def fetched(_address: str) -> bytes:
    return chain()


@pytest.fixture
def verifier() -> Verifier:
    return Verifier(SKILL, Certificates(load_roots(root().pem), fetched, lambda: NOW), lambda: NOW)


def request(kind: str = "LaunchRequest", at: dt.datetime = NOW, skill: str = SKILL) -> AlexaRequest:
    return AlexaRequest("1", kind, at, skill, "somebody")


async def test_what_amazon_signed_is_believed(verifier: Verifier) -> None:
    await verifier.check_body(signed(BODY), BODY)


@pytest.mark.parametrize("body", [b"", BODY + b" ", BODY.replace(b"1", b"2"), b'{"version":"1.0"}'])
async def test_other_bytes_are_not(verifier: Verifier, body: bytes) -> None:
    with pytest.raises(Untrusted, match="signature"):
        await verifier.check_body(signed(BODY), body)


async def test_another_key_is_not(verifier: Verifier) -> None:
    with pytest.raises(Untrusted, match="signature"):
        await verifier.check_body(signed(BODY, rsa_key(9)), BODY)


@pytest.mark.parametrize("signature", ["", "AAAA", "not base64!", "é", "A" * 10_000, "=" * 8])
async def test_a_signature_that_is_none(verifier: Verifier, signature: str) -> None:
    with pytest.raises(Untrusted, match="signature"):
        await verifier.check_body({**signed(BODY), "Signature-256": signature}, BODY)


@pytest.mark.parametrize("missing", ["Signature-256", "SignatureCertChainUrl"])
async def test_a_header_is_missing(verifier: Verifier, missing: str) -> None:
    headers = {name: value for name, value in signed(BODY).items() if name != missing}
    with pytest.raises(Untrusted):
        await verifier.check_body(headers, BODY)


async def test_the_old_signature_is_not_enough(verifier: Verifier) -> None:
    """`Signature` is SHA-1, which proves nothing any more."""
    old = base64.b64encode(rsa_key(3).sign(BODY, PKCS1v15(), SHA1())).decode()
    headers = {**signed(BODY), "Signature": old}
    with pytest.raises(Untrusted):
        await verifier.check_body({**headers, "Signature-256": old}, BODY)
    del headers["Signature-256"]
    with pytest.raises(Untrusted):
        await verifier.check_body(headers, BODY)


async def test_another_padding_is_not(verifier: Verifier) -> None:
    signature = rsa_key(3).sign(BODY, PSS(MGF1(SHA256()), 32), SHA256())
    with pytest.raises(Untrusted):
        await verifier.check_body(
            {**signed(BODY), "Signature-256": base64.b64encode(signature).decode()}, BODY
        )


@pytest.mark.parametrize("seconds", [-150, -1, 0, 1, 150])
def test_requests_of_now(verifier: Verifier, seconds: int) -> None:
    verifier.check_request(request(at=NOW + dt.timedelta(seconds=seconds)))


@pytest.mark.parametrize("seconds", [-86_400, -151, 151, 86_400])
def test_requests_of_another_time(verifier: Verifier, seconds: int) -> None:
    with pytest.raises(Untrusted, match="another time"):
        verifier.check_request(request(at=NOW + dt.timedelta(seconds=seconds)))


def test_news_about_the_skill_may_be_an_hour_old(verifier: Verifier) -> None:
    verifier.check_request(request("AlexaSkillEvent.SkillDisabled", NOW - dt.timedelta(minutes=59)))
    with pytest.raises(Untrusted):
        verifier.check_request(request("AlexaSkillEvent.SkillDisabled", NOW - dt.timedelta(minutes=61)))


@pytest.mark.parametrize("skill", ["", "amzn1.ask.skill.another", SKILL.upper(), f"{SKILL}é"])
def test_another_skills_requests(verifier: Verifier, skill: str) -> None:
    with pytest.raises(OtherSkill):
        verifier.check_request(request(skill=skill))
