"""Signing in and out, who may see what, and what every page carries."""

from __future__ import annotations

import re
from collections.abc import Callable

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from tests.helpline import PASSWORD, Helpline
from tests.integration.console.conftest import Browser, Opens


async def test_every_page_is_behind_signing_in_and_leads_back(
    helpline: Helpline, browser: Callable[[], Browser]
) -> None:
    await helpline.member("amira@example.org", "Amira Khan")
    amira = browser()
    for page in ("queue", "callbacks", "search", "figures", "talk/K7P4MW", "people", "audit"):
        await amira.open(f"/helpline/{page}")
        assert amira.path == "/helpline/", page
    await amira.open("/helpline/figures")
    await amira.send("/helpline/", login="amira@example.org", password=PASSWORD)
    assert amira.path == "/helpline/figures"


async def test_another_site_is_no_way_back(helpline: Helpline, browser: Callable[[], Browser]) -> None:
    await helpline.member("amira@example.org", "Amira Khan")
    for back in ("https://evil.example/", "//evil.example/", "/helpline/../x", "/helpline/talk/K7P4MW/../.."):
        amira = browser()
        await amira.open("/helpline/")
        await amira.send("/helpline/", login="amira@example.org", password=PASSWORD, back=back)
        assert amira.path == "/helpline/queue"


async def test_a_refusal_tells_nothing_of_who_has_an_account(
    helpline: Helpline, browser: Callable[[], Browser]
) -> None:
    await helpline.member("amira@example.org", "Amira Khan")
    said = []
    for login, password in (("amira@example.org", "wrong"), ("nobody@example.org", PASSWORD)):
        one = browser()
        said.append((await one.sign_in(login, password)).replace(login, ""))
        assert one.status == 401
    assert said[0] == said[1]


async def test_signing_out_ends_the_session(enters: Opens) -> None:
    amira = await enters("Amira Khan")
    await amira.open("/helpline/queue")
    await amira.send("/helpline/out")
    await amira.open("/helpline/queue")
    assert amira.path == "/helpline/"


async def test_what_was_typed_is_given_back_after_the_session_was_over(
    helpline: Helpline, enters: Opens
) -> None:
    amira = await enters("Amira Khan")
    await helpline.says("talk to a person")
    (found,) = (await helpline.stores.queue.look()).waiting
    await amira.open("/helpline/queue")
    await amira.send(f"/helpline/talk/{found.reference}/claim")
    await helpline.stores.sessions.end_all(found.adviser or 1)
    await amira.send(f"/helpline/talk/{found.reference}/reply", words="A long and careful answer")
    assert amira.status == 401
    await amira.send("/helpline/", login="amira@example.org", password=PASSWORD)
    assert "A long and careful answer</textarea>" in amira.page


async def test_a_form_without_its_token_does_nothing(helpline: Helpline, enters: Opens) -> None:
    amira = await enters("Amira Khan")
    await helpline.says("talk to a person")
    (found,) = (await helpline.stores.queue.look()).waiting
    answer = await amira.client.post(f"/helpline/talk/{found.reference}/claim", data={"token": "0" * 64})
    assert answer.status == 403
    assert (await helpline.stores.queue.look()).count == 1


async def test_a_form_of_another_site_does_nothing(helpline: Helpline, enters: Opens) -> None:
    amira = await enters("Amira Khan")
    await amira.open("/helpline/queue")
    token = re.search(r'data-token="(\w+)"', amira.page)
    assert token
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = await amira.client.post("/helpline/out", data={"token": token[1]}, headers=headers)
        assert answer.status == 403


async def test_pages_are_for_their_roles(enters: Opens) -> None:
    amira, zoe, olu = (
        await enters("Amira Khan"),
        await enters("Zoe Mann", "supervisor"),
        await enters("Olu Bell", "administrator"),
    )
    for page, allowed in (("audit", (zoe, olu)), ("people", (olu,))):
        for one in (amira, zoe, olu):
            await one.open(f"/helpline/{page}")
            assert one.status == (200 if one in allowed else 403)


async def test_who_was_invited_chooses_a_password_first(helpline: Helpline, enters: Opens) -> None:
    olu = await enters("Olu Bell", "administrator")
    await olu.open("/helpline/people")
    page = await olu.send(
        "/helpline/people/add", login="kit@example.org", name="Kit Lowe", role="adviser", team="bins"
    )
    phrase = re.search(r"<code>([a-z0-9-]{24})</code>", olu.page)
    assert phrase, page
    kit = Browser(olu.client)
    await kit.open("/helpline/queue")
    await kit.send("/helpline/out")
    await kit.sign_in("kit@example.org", phrase[1])
    assert kit.path == "/helpline/password"
    await kit.open("/helpline/queue")
    assert kit.path == "/helpline/password"
    fresh = "quiet copper kettle nine"
    await kit.send("/helpline/password", old=phrase[1], fresh=fresh, again=fresh)
    assert kit.path == "/helpline/queue"


async def test_pages_can_be_neither_framed_nor_stored(enters: Opens) -> None:
    amira = await enters("Amira Khan")
    headers = (await amira.client.get("/helpline/queue")).headers
    policy = headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-inline" not in policy
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Frame-Options"] == "DENY"
    assert " style=" not in amira.page
    assert "<script>" not in amira.page


async def test_over_https_the_cookie_is_bound_to_the_host(helpline: Helpline) -> None:
    guarded = Helpline(helpline.parts, "https://bins.example.org")
    await guarded.member("amira@example.org", "Amira Khan")
    app = web.Application()
    app.add_routes(guarded.console.routes())
    async with TestClient(TestServer(app)) as client:
        answer = await client.post(
            "/helpline/",
            data={"login": "amira@example.org", "password": PASSWORD},
            headers={"Origin": "https://bins.example.org"},
            allow_redirects=False,
        )
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-helpline=")
    for part in ("Path=/", "HttpOnly", "SameSite=Strict", "Secure"):
        assert part in cookie


async def test_ending_a_shift_names_those_who_are_talked_with(helpline: Helpline, enters: Opens) -> None:
    amira = await enters("Amira Khan")
    await helpline.says("talk to a person")
    (found,) = (await helpline.stores.queue.look()).waiting
    await amira.open("/helpline/queue")
    await amira.send(f"/helpline/talk/{found.reference}/claim")
    page = await amira.open("/helpline/shift")
    assert found.reference in page
    await amira.send("/helpline/shift/end")
    assert (await helpline.stores.queue.look()).waiting[0].reference == found.reference
    assert await helpline.stores.shifts.open_now() == ()


async def test_a_reference_is_found_however_it_is_typed(helpline: Helpline, enters: Opens) -> None:
    amira = await enters("Amira Khan")
    await helpline.says("talk to a person")
    (found,) = (await helpline.stores.queue.look()).waiting
    await amira.open(f"/helpline/search?reference=%20{found.reference.lower()}")
    assert amira.path == f"/helpline/talk/{found.reference}"
    assert "Nothing has this reference" in await amira.open("/helpline/search?reference=ZZZZZZ")


async def test_a_callback_is_booked_taken_and_made(helpline: Helpline, enters: Opens) -> None:
    amira = await enters("Amira Khan")
    await helpline.says("talk to a person")
    (found,) = (await helpline.stores.queue.look()).waiting
    base = f"/helpline/talk/{found.reference}/callback"
    await amira.open(base)
    window = re.search(r'<option value="([^"]+)"', amira.page)
    assert window
    fields = {"window": window[1], "number": "0113 496 0123"}
    assert "agree" in await amira.send(base, **fields)
    assert amira.status == 400
    assert "The callback is booked." in await amira.send(base, **fields, agreed="yes")
    page = await amira.open("/helpline/callbacks")
    assert "+441134960123" in page
    await amira.send("/helpline/callbacks/take")
    await amira.send("/helpline/callbacks/reached")
    assert "Spoken to." in amira.words
    assert "+441134960123" not in amira.words
