"""Somebody else tries to sign in, or the provider is not what it should be: nobody comes in."""

from __future__ import annotations

import base64
import datetime as dt
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from joserfc import jwt
from joserfc.jwk import OctKey

from bot.clock import FixedClock
from bot.console.openid import DOWN, FAILED, Started
from bot.console.openid_pages import BEGIN, CALLBACK
from bot.console.passwords import Passwords
from bot.console.sign_in import Refused, SignedIn
from tests.integration.openid.conftest import LOGIN, SUBJECT, Helpline, OpenHelpline
from tests.integration.openid.provider import Front, consent, enrol, real_provider

TOKEN, JWKS, ABOUT = "/oauth2/token", "/jwks", "/.well-known/openid-configuration"


async def refused(helpline: Helpline, place: str, why: str, words: str = FAILED) -> None:
    """Following the provider back to `place` lets nobody in, and only the audit says why."""
    answer = await helpline.came(place)
    assert (answer.status, await answer.text()) == (401, f"{words}|/helpline/queue")
    assert await helpline.who() == ""
    assert await helpline.last() == ("sign_in_refused", f"openid: {why}")


async def test_another_state(helpline: Helpline) -> None:
    place = await helpline.returned()
    await refused(helpline, place.replace("state=", "state=x"), "another state")
    assert helpline.front.asked[TOKEN] == 0


async def test_no_state(helpline: Helpline) -> None:
    await helpline.started()
    await refused(helpline, f"{CALLBACK}?code=abc", "another state")


async def test_an_attackers_answer_in_a_members_browser(
    helpline: Helpline, open_helpline: OpenHelpline
) -> None:
    attacker = await open_helpline()
    place = await attacker.returned()
    await refused(helpline, place, "not begun here, or too long ago")


async def test_an_attackers_answer_while_a_member_is_signing_in(
    helpline: Helpline, open_helpline: OpenHelpline
) -> None:
    attacker = await open_helpline()
    place = await attacker.returned()
    await helpline.openid.begin("")
    started = await helpline.openid.begin("/helpline/queue")
    assert isinstance(started, Started)
    helpline.browser.session.cookie_jar.update_cookies({"helpline-openid": started.cookie})
    await refused(helpline, place, "another state")


async def test_a_code_is_taken_once(helpline: Helpline) -> None:
    address = await helpline.started()
    cookie = _cookie(helpline)
    place = await helpline.returned(address=address)
    await helpline.came(place)
    helpline.browser.session.cookie_jar.clear()
    helpline.browser.session.cookie_jar.update_cookies({"helpline-openid": cookie})
    await refused(helpline, place, "the code was refused")


async def test_a_code_of_another_sign_in_does_not_fit_the_verifier(helpline: Helpline) -> None:
    stolen = (await helpline.returned()).partition("code=")[2].partition("&")[0]
    place = await helpline.returned()
    own = place.partition("code=")[2].partition("&")[0]
    await refused(helpline, place.replace(own, stolen), "the code was refused")


async def test_a_cookie_that_was_altered(helpline: Helpline) -> None:
    place = await helpline.returned()
    cookie = _cookie(helpline)
    for other in (cookie[:40] + ("A" if cookie[40] != "A" else "B") + cookie[41:], "x", "é", "=" * 60):
        helpline.browser.session.cookie_jar.clear()
        helpline.browser.session.cookie_jar.update_cookies({"helpline-openid": other})
        await refused(helpline, place, "not begun here, or too long ago")


async def test_a_sign_in_that_took_too_long(helpline: Helpline, clock: FixedClock) -> None:
    place = await helpline.returned()
    clock.advance(seconds=600)
    await refused(helpline, place, "not begun here, or too long ago")


async def test_another_nonce(helpline: Helpline) -> None:
    helpline.front.ask = {"nonce": "a nonce of somebody else"}
    await refused(helpline, await helpline.returned(), "the id_token has another nonce")


async def test_a_token_for_another_client(helpline: Helpline, open_helpline: OpenHelpline) -> None:
    other = await open_helpline(client_id="the parks department")
    tokens: list[dict[str, Any]] = []
    helpline.front.bend[TOKEN] = lambda said: tokens.append(said) or said
    await other.sign()
    helpline.front.bend[TOKEN] = lambda said: tokens[0]
    await refused(helpline, await helpline.returned(), "the id_token has another aud")


async def test_another_issuer(helpline: Helpline) -> None:
    helpline.front.host = "localhost:1"
    await refused(helpline, await helpline.returned(), "the id_token has another iss")


async def test_an_answer_in_the_name_of_another_issuer(helpline: Helpline) -> None:
    place = await helpline.returned()
    await refused(helpline, f"{place}&iss=https://elsewhere.example", "another issuer answers")


async def test_an_expired_token(open_helpline: OpenHelpline, clock: FixedClock) -> None:
    with real_provider(lasts=timedelta(minutes=1)) as url:
        helpline = await open_helpline(issuer=url)
        await _known(helpline, url)
        clock.advance(minutes(3))
        await refused(helpline, await helpline.returned(), "the id_token has expired")


async def test_a_token_from_the_future(helpline: Helpline, clock: FixedClock) -> None:
    clock.advance(-minutes(3))
    await refused(helpline, await helpline.returned(), "the id_token has another iat")


async def test_a_clock_that_is_a_little_wrong_is_forgiven(helpline: Helpline, clock: FixedClock) -> None:
    clock.advance(seconds=-45)
    await helpline.sign()
    assert await helpline.who() == "First Adviser, adviser"


async def test_keys_that_are_rotated_are_read_again(helpline: Helpline) -> None:
    await helpline.sign()
    with real_provider() as rotated:
        await enrol(rotated, SUBJECT, email=LOGIN, email_verified=True)
        helpline.front.upstream = rotated
        helpline.browser.session.cookie_jar.clear()
        await helpline.sign()
        assert await helpline.who() == "First Adviser, adviser"
        assert helpline.front.asked[JWKS] == 2


async def test_a_key_that_the_provider_does_not_publish(helpline: Helpline) -> None:
    await helpline.sign()
    helpline.browser.session.cookie_jar.clear()
    keys = await _keys(helpline.front)
    with real_provider() as other:
        await enrol(other, SUBJECT, email=LOGIN, email_verified=True)
        helpline.front.upstream = other
        helpline.front.bend[JWKS] = lambda said: keys
        await refused(helpline, await helpline.returned(), "the id_token is not signed by the provider")


def _unsigned(said: dict[str, Any]) -> dict[str, Any]:
    head = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    return said | {"id_token": f"{head}.{said['id_token'].split('.')[1]}."}


def _altered(said: dict[str, Any]) -> dict[str, Any]:
    head, _, sign = said["id_token"].split(".")
    claims = _claims(said) | {"sub": "an administrator"}
    body = base64.urlsafe_b64encode(json.dumps(claims).encode()).decode().rstrip("=")
    return said | {"id_token": f"{head}.{body}.{sign}"}


def _signed_with_the_secret(said: dict[str, Any]) -> dict[str, Any]:
    key = OctKey.import_key("the client's secret, made longer")
    return said | {"id_token": jwt.encode({"alg": "HS256"}, _claims(said), key)}


@pytest.mark.parametrize("bend", [_unsigned, _altered, _signed_with_the_secret])
async def test_a_token_that_the_provider_has_not_signed(
    helpline: Helpline, bend: Callable[[dict[str, Any]], dict[str, Any]]
) -> None:
    helpline.front.bend[TOKEN] = bend
    await refused(helpline, await helpline.returned(), "the id_token is not signed by the provider")


async def test_what_is_said_of_somebody_else(helpline: Helpline) -> None:
    await enrol(helpline.front.upstream, "no address")
    helpline.front.bend["/userinfo"] = lambda said: (
        said
        | {
            "sub": SUBJECT,
            "email": LOGIN,
            "email_verified": True,
        }
    )
    await refused(helpline, await helpline.returned("no address"), "userinfo of somebody else")


async def test_a_person_who_says_no_at_the_provider(helpline: Helpline) -> None:
    address = await helpline.started()
    place = (await consent(address, SUBJECT, "deny")).partition("?")[2]
    state = address.partition("state=")[2].partition("&")[0]
    await refused(helpline, f"{CALLBACK}?{place}&state={state}", "the provider refused")


async def test_an_error_of_the_provider_is_not_repeated(helpline: Helpline) -> None:
    state = (await helpline.started()).partition("state=")[2].partition("&")[0]
    place = f"{CALLBACK}?error=<script>&error_description=secret+words&state={state}"
    await refused(helpline, place, "the provider refused")


@pytest.mark.parametrize("path", [ABOUT, JWKS, TOKEN])
@pytest.mark.parametrize("junk", [None, [], "text", 7, {}, {"keys": 1}, {"keys": [{"kty": "RSA"}]}])
async def test_answers_that_cannot_be_read(helpline: Helpline, path: str, junk: object) -> None:
    place = await helpline.returned()
    fresh = await _again(helpline)
    helpline.front.bend[path] = lambda said: junk
    came = await fresh(place)
    assert isinstance(came, Refused)
    assert came.words in (DOWN, FAILED)
    assert (await helpline.last())[0] == "sign_in_refused"


@pytest.mark.parametrize(
    "key",
    [
        {"kty": "RSA", "n": 1, "e": []},
        {"kty": "RSA", "n": "!", "e": "AQAB"},
        {"kty": "EC", "crv": "P-256", "x": "!!", "y": None},
        {"kty": "EC", "crv": "none of these", "x": "AA", "y": "AA"},
        {"kty": ["RSA"]},
        {"kty": "of the future"},
        {"kty": "oct", "k": "AAAA", "kid": 7},
        {"use": ["sig"]},
    ],
)
async def test_keys_that_cannot_be_read(helpline: Helpline, key: dict[str, Any]) -> None:
    helpline.front.bend[JWKS] = lambda said: {"keys": [key]}
    answer = await helpline.sign()
    assert answer.status == 401
    assert (await helpline.last())[0] == "sign_in_refused"


@pytest.mark.parametrize(
    "text",
    ["", ".", "..", "a.b.c", "é.é.é", "e30.e30.", "bnVsbA.bnVsbA.AAAA", "eyJhbGciOjd9.e30.AAAA", "x" * 10**6],
)
async def test_tokens_that_cannot_be_read(helpline: Helpline, text: str) -> None:
    helpline.front.bend[TOKEN] = lambda said: said | {"id_token": text}
    answer = await helpline.sign()
    assert answer.status == 401
    assert (await helpline.last())[0] == "sign_in_refused"


@pytest.mark.parametrize("path", [ABOUT, JWKS, TOKEN])
@pytest.mark.parametrize("status", [302, 403, 404, 500, 503])
async def test_answers_that_are_none(helpline: Helpline, path: str, status: int) -> None:
    place = await helpline.returned()
    fresh = await _again(helpline)
    helpline.front.status[path] = status
    came = await fresh(place)
    assert isinstance(came, Refused)
    assert came.words == DOWN
    assert await helpline.last() == ("sign_in_refused", "openid: no answer")


async def test_a_client_that_the_provider_does_not_know(helpline: Helpline) -> None:
    helpline.front.bend[TOKEN] = lambda said: {"error": "invalid_client", "error_description": "secret"}
    await refused(helpline, await helpline.returned(), "no answer", DOWN)


async def test_a_discovery_document_of_another_issuer(open_helpline: OpenHelpline, front: Front) -> None:
    front.bend[ABOUT] = lambda said: said | {"issuer": "https://elsewhere.example"}
    await _no_way_in(await open_helpline())


@pytest.mark.parametrize("name", ["authorization_endpoint", "end_session_endpoint"])
@pytest.mark.parametrize("place", ["http://elsewhere.example/", "javascript:alert(1)", "//elsewhere.example"])
async def test_addresses_that_are_not_https(
    open_helpline: OpenHelpline, front: Front, name: str, place: str
) -> None:
    front.bend[ABOUT] = lambda said: said | {name: place}
    await _no_way_in(await open_helpline())


async def test_the_code_is_sent_over_https_only(open_helpline: OpenHelpline, front: Front) -> None:
    async with Front(front.upstream, host="127.0.0.2") as elsewhere:
        front.bend[ABOUT] = lambda said: said | {"token_endpoint": elsewhere.url + TOKEN}
        helpline = await open_helpline()
        await refused(helpline, await helpline.returned(), "no answer", DOWN)
        assert not elsewhere.asked


async def test_with_the_provider_down_a_password_still_opens_the_door(helpline: Helpline) -> None:
    password = "a long password of their own"
    await helpline.people.staff.set_password(1, await Passwords().hash(password))
    await helpline.front.close()
    await _no_way_in(helpline)
    assert isinstance(await helpline.sign_in.try_(LOGIN, password), SignedIn)


async def test_with_the_provider_down_there_is_no_way_out_of_it_either(helpline: Helpline) -> None:
    await helpline.front.close()
    assert await helpline.openid.farewell("http://helpline.test/helpline/") == ""


async def test_a_provider_that_hangs_is_waited_for_no_longer_than_set(
    open_helpline: OpenHelpline, front: Front
) -> None:
    helpline = await open_helpline(patience=0)
    await _no_way_in(helpline)


async def test_nothing_of_a_person_or_a_secret_is_logged(
    helpline: Helpline, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level("INFO")
    await enrol(helpline.front.upstream, "s9", email="stranger@council.example", email_verified=True)
    place = await helpline.returned("s9")
    caplog.clear()
    begun = helpline.openid.opened(_cookie(helpline))
    await helpline.openid.finish(begun, dict(pair.split("=") for pair in place.partition("?")[2].split("&")))
    await helpline.front.close()
    await helpline.openid.finish(begun, {"code": "a-code", "state": begun.asked.state if begun else ""})
    ours = [one.getMessage() for one in caplog.records if not one.name.startswith(("werk", "aiohttp.acc"))]
    written = "\n".join(ours) + "".join(capsys.readouterr())
    assert "openid_provider_silent" in written
    for secret in ("stranger", "s9", "a-code", "client's secret", begun.asked.verifier if begun else ""):
        assert secret not in written


def minutes(number: int) -> dt.timedelta:
    return dt.timedelta(minutes=number)


def _cookie(helpline: Helpline) -> str:
    cookies = {cookie.key: cookie.value for cookie in helpline.browser.session.cookie_jar}
    return cookies["helpline-openid"]


def _claims(said: dict[str, Any]) -> dict[str, Any]:
    body = said["id_token"].split(".")[1]
    claims: dict[str, Any] = json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    return claims


async def _keys(front: Front) -> Any:
    async with aiohttp.ClientSession() as session, session.get(f"{front.url}{JWKS}") as answer:
        return await answer.json()


async def _known(helpline: Helpline, provider: str) -> None:
    await helpline.people.staff.add(LOGIN, "First Adviser", "adviser")
    await enrol(provider, SUBJECT, email=LOGIN, email_verified=True)


async def _again(helpline: Helpline) -> Callable[[str], Any]:
    """Ends the browser's sign-in in a process that knows nothing of the provider yet."""
    begun = helpline.openid.opened(_cookie(helpline))
    fresh = helpline.restarted()

    async def finish(place: str) -> Any:
        answer = dict(pair.split("=") for pair in place.partition("?")[2].split("&"))
        return await fresh.finish(begun, answer)

    return finish


async def _no_way_in(helpline: Helpline) -> None:
    """Nobody is sent to the provider, and they are told to use their password."""
    answer = await helpline.browser.get(BEGIN, allow_redirects=False)
    assert (answer.status, await answer.text()) == (401, f"{DOWN}|/helpline/queue")
    assert await helpline.last() == ("sign_in_refused", "openid: no answer")
