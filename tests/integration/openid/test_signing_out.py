"""Signing out: here at once, and at the council's sign-in where it answers, with a real provider."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import AsyncIterator
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
import pytest
from aiohttp import CookieJar
from aiohttp.test_utils import TestClient, TestServer
from msgspec import structs

from bot.application import application
from bot.console.openid_pages import BEGIN, LEAVE
from bot.handover.people import Role
from bot.helpline_checks import helpline_findings
from bot.parts import Parts
from bot.secret import Secret
from bot.store.audit import Audit
from bot.store.sealed import Keys
from bot.store.staff import Staff
from bot.store.tries import ADDRESS_TRIES
from tests.helpline import PASSWORD, QUICK_HASHES
from tests.integration.openid.conftest import LOGIN, PUBLIC, SUBJECT, OpenHelpline
from tests.integration.openid.provider import Front, consent, enrol
from tests.testbot import put_together

ABOUT = "/.well-known/openid-configuration"


class Product:
    """The whole product with the council's sign-in, and one browser."""

    def __init__(self, parts: Parts, browser: TestClient[Any, Any]) -> None:
        self.parts = parts
        self.browser = browser
        keys = Keys(parts.settings.secrets)
        self.staff = Staff(parts.store.database, keys, parts.clock)
        self.audit = Audit(parts.store.database, keys, parts.clock)

    async def get(self, path: str, **headers: str) -> tuple[int, str, str]:
        """Status, where it leads, and the page."""
        answer = await self.browser.get(path, allow_redirects=False, headers=headers)
        return answer.status, answer.headers.get("Location", ""), await answer.text()

    async def sign_in(self) -> None:
        """By the council's sign-in."""
        _, address, _ = await self.get(f"{BEGIN}?back=/helpline/queue")
        back = urlsplit(await consent(address, SUBJECT))
        status, _, page = await self.get(f"{back.path}?{back.query}")
        assert status == 200, page

    async def sign_out(self) -> tuple[int, str, str]:
        page = (await self.get("/helpline/queue"))[2]
        token = re.search(r'data-token="(\w+)"', page)
        assert token, "nobody is signed in"
        answer = await self.browser.post("/helpline/out", data={"token": token[1]}, allow_redirects=False)
        return answer.status, answer.headers.get("Location", ""), await answer.text()


@pytest.fixture
async def product(front: Front, tmp_path: Path) -> AsyncIterator[Product]:
    parts = await put_together(tmp_path, dt.datetime.now(dt.UTC))
    parts.settings = structs.replace(
        parts.settings,
        public_url=PUBLIC,
        openid_issuer=front.url,
        openid_client_id="snicket",
        openid_client_secret=Secret("the client's secret"),
    )
    app = await application(parts)
    async with TestClient(TestServer(app), cookie_jar=CookieJar(unsafe=True)) as browser:
        made = Product(parts, browser)
        await made.staff.add(LOGIN, "First Adviser", "adviser", hashed=QUICK_HASHES.hash(PASSWORD))
        await enrol(front.upstream, SUBJECT, email=LOGIN, email_verified=True)
        yield made
    await parts.close()


async def test_who_came_by_the_council_is_led_out_of_it_and_home_again(product: Product) -> None:
    await product.sign_in()
    status, _, page = await product.sign_out()
    assert status == 200
    assert "You are signed out of the helpline." in page
    assert f'http-equiv="refresh" content="0; url={LEAVE}"' in page
    assert (await product.get("/helpline/queue"))[:2] == (303, "/helpline/?back=/helpline/queue")
    status, place, _ = await product.get(LEAVE)
    there = urlsplit(place)
    assert (status, there.path) == (303, "/oauth2/end_session")
    assert parse_qs(there.query) == {
        "client_id": ["snicket"],
        "post_logout_redirect_uri": [f"{PUBLIC}/helpline/"],
    }
    assert await home(place) == f"{PUBLIC}/helpline/"


async def home(place: str) -> str:
    """Confirms on the provider's page; where it sends the browser."""
    async with aiohttp.ClientSession() as session:
        form = await (await session.get(place)).text()
        action = re.search(r'<form method="post" action="([^"]+)"', form)
        hidden = re.search(r'name="redirect_uri"\s+value="([^"]+)"', form)
        assert action, form
        assert hidden, form
        there = urlsplit(place)
        fields = {"redirect_uri": unescape(hidden[1])}
        url = f"{there.scheme}://{there.netloc}{action[1]}"
        answer = await session.post(url, data=fields, allow_redirects=False)
        return answer.headers["Location"]


async def test_who_came_with_a_password_has_nothing_to_leave_there(product: Product) -> None:
    fields = {"login": LOGIN, "password": PASSWORD}
    await product.browser.post("/helpline/", data=fields, allow_redirects=False)
    status, place, _ = await product.sign_out()
    assert (status, place) == (303, "/helpline/")


async def test_with_the_provider_down_they_are_out_here_all_the_same(product: Product, front: Front) -> None:
    await product.sign_in()
    await front.close()
    product.parts.clock.advance(seconds=60)  # type: ignore[attr-defined]
    assert "You are signed out of the helpline." in (await product.sign_out())[2]
    status, _, page = await product.get(LEAVE)
    assert status == 200
    assert "You are signed out of the helpline." in page
    assert "may still be open in this browser" in page
    assert (await product.get("/helpline/queue"))[0] == 303


async def test_a_provider_without_such_a_page_is_no_fault(product: Product, front: Front) -> None:
    front.bend[ABOUT] = lambda said: {**said, "end_session_endpoint": ""}
    await product.sign_in()
    await product.sign_out()
    status, _, page = await product.get(LEAVE)
    assert status == 200
    assert "may still be open" in page


async def test_a_page_for_signing_out_that_is_not_https_is_not_led_to(product: Product, front: Front) -> None:
    front.bend[ABOUT] = lambda said: {**said, "end_session_endpoint": "http://evil.example/out"}
    status, place, _ = await product.get(LEAVE)
    assert (status, place) == (200, "")


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
async def test_another_site_cannot_sign_people_out_of_the_council(product: Product, site: str) -> None:
    status, place, _ = await product.get(LEAVE, **{"Sec-Fetch-Site": site})
    assert (status, place) == (303, "/helpline/")


async def test_the_audit_has_both_ends(product: Product) -> None:
    await product.sign_in()
    await product.sign_out()
    said = [(one.action, one.staff, one.detail) for one in await product.audit.recent()]
    assert said[:2] == [("sign_out", 1, ""), ("sign_in", 1, "openid")]


async def test_made_up_answers_of_a_provider_are_limited_for_a_network(product: Product) -> None:
    """Each would leave a line in the audit for as long as it is kept."""
    for _ in range(ADDRESS_TRIES + 20):
        status, _, page = await product.get("/helpline/openid/callback?code=made-up&state=made-up")
        assert status == 401
    assert "too many wrong tries from your network" in page
    refused = await product.audit.recent(200, action="sign_in_refused")
    assert len(refused) == ADDRESS_TRIES


async def test_the_last_administrator_keeps_that_role_whatever_the_provider_says(
    open_helpline: OpenHelpline,
) -> None:
    mapping: tuple[tuple[str, Role], ...] = (("Helpline team", "adviser"),)
    helpline = await open_helpline(roles=mapping)
    await helpline.people.staff.add(LOGIN, "First Adviser", "administrator")
    await enrol(helpline.front.upstream, SUBJECT, email=LOGIN, email_verified=True, roles=["Helpline team"])
    assert (await helpline.sign()).status == 200
    assert await helpline.who() == "First Adviser, administrator"
    assert ("staff_changed", "1 stays the last administrator") in await helpline.audited()
    other = await helpline.people.staff.add("other@council.example", "Another", "administrator")
    await helpline.people.sessions.end_all(1)
    await helpline.sign()
    assert await helpline.who() == "First Adviser, adviser"
    assert other.role == "administrator"


async def test_check_says_that_the_provider_answers_and_fits(product: Product) -> None:
    found = [one async for one in helpline_findings(product.parts) if "council's sign-in" in one.says]
    assert [one.says for one in found] == [
        f"council's sign-in: it answers and fits; register {PUBLIC}/helpline/openid/callback there"
    ]


@pytest.mark.parametrize(
    ("bend", "says"),
    [
        ({"issuer": "https://elsewhere.example"}, "its discovery document names another issuer"),
        ({"response_types_supported": ["token"]}, "it does not offer the authorization code flow"),
        ({"code_challenge_methods_supported": ["plain"]}, "it does not offer PKCE with S256"),
        ({"authorization_endpoint": "http://evil.example/"}, "one of its addresses is not https"),
        ({"jwks_uri": 4711}, "it answers what cannot be read"),
    ],
)
async def test_check_says_what_is_wrong_with_it(
    product: Product, front: Front, bend: dict[str, Any], says: str
) -> None:
    front.bend[ABOUT] = lambda said: {**said, **bend}
    [found] = [one async for one in helpline_findings(product.parts) if "council's sign-in" in one.says]
    assert found.mark == "look"
    assert found.says == f"council's sign-in: {says}; passwords work meanwhile"


async def test_check_says_that_there_are_no_keys_or_no_provider(product: Product, front: Front) -> None:
    front.bend["/jwks"] = lambda said: {"keys": [{"kty": "oct", "k": "AAAA", "use": "enc"}]}
    [found] = [one async for one in helpline_findings(product.parts) if "council's sign-in" in one.says]
    assert "no key that can be used" in found.says
    await front.close()
    [found] = [one async for one in helpline_findings(product.parts) if "council's sign-in" in one.says]
    assert "cannot be asked" in found.says
