"""Services over real HTTP: pages of Open Referral UK 3, one service, and its page for people."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient

from accessibility.renderers import renderer
from bot import publish_services
from bot.clock import UK
from bot.knowledge.city import city
from bot.knowledge.directory.service import Organisation
from bot.service_page import About
from locales import catalogue
from tests.services_made_up import PHONE, WEEKDAYS, directory, service

Client = TestClient[web.Request, web.Application]
NOW = dt.datetime(2026, 11, 24, 10, tzinfo=UK)
EVIL = "</script><script>alert(1)</script>"
LIBRARY = service(
    "Armley Library", miles=1, times=WEEKDAYS, phones=(PHONE,), organisation=Organisation("o1", "The council")
)
OTHERS = [service(f"Branch {number} Library", miles=number) for number in range(2, 7)]
BAD = service("A <b>bold</b> & 'quoted' place", "park", miles=9, description=EVIL, alert=EVIL)
SECRET = service("Not confirmed", verified=False)


@pytest.fixture
async def client(tmp_path: Path, aiohttp_client: Callable[[web.Application], Awaitable[Client]]) -> Client:
    found = directory(tmp_path, [LIBRARY, *OTHERS, BAD, SECRET])
    about = About(city("leeds"), "https://bins.example.org", renderer("screen", catalogue.shipped()))
    application = web.Application()
    application.add_routes(publish_services.routes(found, about, lambda: NOW, lambda request: "me"))
    return await aiohttp_client(application)


async def get(client: Client, **query: str) -> Any:
    response = await client.get("/services", params=query)
    assert response.status == 200, await response.text()
    return await response.json()


def names(page: Any) -> list[str]:
    return [one["name"] for one in page["contents"]]


async def test_a_page_of_services_without_those_that_are_not_confirmed(client: Client) -> None:
    page = await get(client, per_page="3", page="3")

    assert {name: value for name, value in page.items() if name != "contents"} == {
        "total_items": 7,
        "total_pages": 3,
        "page_number": 3,
        "size": 1,
        "first_page": False,
        "last_page": True,
        "empty": False,
    }
    assert "Not confirmed" not in names(await get(client))


async def test_past_the_last_page_is_empty(client: Client) -> None:
    page = await get(client, page="9")

    assert (page["empty"], page["last_page"], page["contents"]) == (True, True, [])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"search": "armley"}, ["Armley Library"]),
        ({"taxonomy_term_id": "park"}, [BAD.name]),
        ({"organization_id": "o1"}, ["Armley Library"]),
        ({"modified_after": "2027-01-01"}, []),
        ({"postcode": "LS1 1AA", "proximity": "4000"}, ["Armley Library", "Branch 2 Library"]),
        (
            {"search": "library branch", "postcode": "LS1 1AA", "proximity": "4000"},
            ["Branch 2 Library", "Armley Library"],
        ),
        ({"search": "nothing like it"}, []),
    ],
)
async def test_query_parameters(client: Client, query: dict[str, str], expected: list[str]) -> None:
    assert names(await get(client, **query)) == expected


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("page=0", "page '0'"),
        ("page=-1", "page '-1'"),
        ("per_page=501", "per_page '501'"),
        ("perPage=x", "perPage 'x'"),
        ("page=٣", "page '٣'"),
        ("modified_after=soon", "modified_after 'soon'"),
        ("postcode=M1+1AA", "postcode 'M1 1AA' is not one of Leeds"),
        ("postcode=LS1&proximity=999999999", "proximity '999999999'"),
    ],
)
async def test_a_wrong_parameter_is_named(client: Client, query: str, wrong: str) -> None:
    response = await client.get(f"/services?{query}")
    body = await response.json()

    assert (response.status, body["code"]) == (400, 400)
    assert wrong in body["userMessage"]


async def test_one_service_in_full_and_in_a_full_page(client: Client) -> None:
    one = await (await client.get(f"/services/{LIBRARY.id}")).json()

    assert one["schedules"][0]["byday"] == "MO,TU,WE,TH,FR"
    assert one in (await get(client, full="true"))["contents"]
    assert (await client.get(f"/services/{LIBRARY.original}")).status == 200


@pytest.mark.parametrize("id", [SECRET.id, "nobody", "x" * 500, "%00", "..%2f.."])
@pytest.mark.parametrize("path", ["services", "places"])
async def test_what_is_not_there_is_not_found(client: Client, path: str, id: str) -> None:
    response = await client.get(f"/{path}/{id}")

    assert response.status == 404
    assert (await response.json())["userMessage"] == "there is no such service"


@pytest.mark.parametrize(
    "path", ["/services", f"/services/{LIBRARY.id}", f"/places/{LIBRARY.id}", "/places/place.css"]
)
async def test_what_has_not_changed_is_not_sent_again(client: Client, path: str) -> None:
    etag = (await client.get(path)).headers["ETag"]

    again = await client.get(path, headers={"If-None-Match": etag})

    assert (again.status, await again.read()) == (304, b"")


async def test_who_asks_too_often_is_told_when_to_come_back(client: Client) -> None:
    for _ in range(publish_services.RATE.burst):
        await client.get("/places/place.css")
    response = await client.get("/services")

    assert response.status == 429
    assert int(response.headers["Retry-After"]) >= 1


async def test_a_page_for_people(client: Client) -> None:
    response = await client.get(f"/places/{LIBRARY.id}")
    text = await response.text()

    assert response.content_type == "text/html"
    assert '<html lang="en" dir="ltr">' in text
    assert '<h1 lang="en" dir="auto">Armley Library</h1>' in text
    assert "It is open on Tuesday 24 November, 9am to 5pm." in text
    assert "It is closed on Saturday 28 November." in text
    assert f"You can call {PHONE}." in text
    data = json.loads(re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)[0])
    assert data["@type"] == "GovernmentService"
    assert "script-src" not in response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


async def test_words_of_a_publisher_are_no_markup(client: Client) -> None:
    text = await (await client.get(f"/places/{BAD.id}")).text()

    assert text.count("<script") == 1
    assert "<b>" not in text
    assert "&lt;b&gt;bold&lt;/b&gt; &amp; &#39;quoted&#39;" in text


@pytest.mark.parametrize(("language", "tag"), [("ur", "ur"), ("xx", "en"), ("", "en")])
async def test_the_page_in_another_language(client: Client, language: str, tag: str) -> None:
    text = await (await client.get(f"/places/{LIBRARY.id}?language={language}")).text()

    assert f'<html lang="{tag}" dir="{"rtl" if tag == "ur" else "ltr"}">' in text
