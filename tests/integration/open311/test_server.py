"""Other front ends report repairs to us, and read what is public. What is not, they cannot read."""

from __future__ import annotations

import datetime as dt
from typing import Any

import aiohttp
import pytest
from lxml import etree
from sqlalchemy import select

from bot.knowledge.repairs.case import Report
from bot.store.case_tables import case_reporters
from bot.store.case_tables import cases as table
from bot.store.sealed import Keys
from bot.store.store import Store
from tests.databases import SECRET, START
from tests.integration.open311.serving import FLAT, HOME, MAPS, TOWN, Serving, flat, form
from tests.open311_server import UNKNOWN

KEY = {"X-Api-Key": str.__str__(MAPS)}
WORDS = "black mould above the cot, Mrs Example"


async def post(browser: aiohttp.ClientSession, serving: Serving, **fields: str) -> tuple[int, Any]:
    async with browser.post(f"{serving.url}/requests.json", data=form(**fields)) as answer:
        return answer.status, await answer.json()


async def get(
    browser: aiohttp.ClientSession, serving: Serving, path: str, headers: dict[str, str] | None = None
) -> tuple[int, Any]:
    async with browser.get(f"{serving.url}/{path}", headers=headers) as answer:
        return answer.status, await answer.json()


async def made(browser: aiohttp.ClientSession, serving: Serving, **fields: str) -> str:
    status, document = await post(browser, serving, **fields)
    assert status == 200, document
    number: str = document[0]["service_request_id"]
    return number


async def reports(store: Store) -> list[Report]:
    sealed = await store.database.read(lambda c: c.scalars(select(table.c.body).order_by(table.c.id)).all())
    return [Keys([SECRET]).open(one, Report) for one in sealed if one is not None]


async def test_it_can_be_discovered(browser: aiohttp.ClientSession, serving: Serving) -> None:
    _, found = await get(browser, serving, "discovery.json")
    [endpoint] = found["endpoints"]
    assert endpoint["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert endpoint["url"] == "https://assistant.council.test/open311/v2"
    assert endpoint["formats"] == ["text/xml", "application/json"]
    assert set(found) == {"changeset", "contact", "key_service", "endpoints"}
    async with browser.get(f"{serving.url}/discovery.xml") as answer:
        assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
        root = etree.fromstring(await answer.read())
    assert root.tag == "discovery"
    assert root.findtext("endpoints/endpoint/formats/format") == "text/xml"


async def test_every_problem_is_a_service_with_questions(
    browser: aiohttp.ClientSession, serving: Serving
) -> None:
    _, services = await get(browser, serving, "services.json")
    by_code = {one["service_code"]: one for one in services}
    assert by_code["damp"]["group"]
    assert {one["type"] for one in services} == {"realtime"}
    for code in by_code:
        status, definition = await get(browser, serving, f"services/{code}.json")
        codes = [one["code"] for one in definition["attributes"]]
        assert (status, codes) == (200, ["detail", "room", "since", "worse", "people", "external_id"])
        assert not any(one["required"] for one in definition["attributes"])
    assert await get(browser, serving, "services/spaceship.json") == (
        404,
        [{"code": 404, "description": "service_code was not found"}],
    )


async def test_a_report_becomes_a_case(
    browser: aiohttp.ClientSession, serving: Serving, store: Store
) -> None:
    reference = await made(
        browser,
        serving,
        description=WORDS,
        detail="mould",
        room="bedroom",
        since="weeks",
        worse="yes",
        phone="07700 900001",
        email="someone@example.org",
        first_name="Ada",
    )
    [told] = await reports(store)
    assert told.where is not None
    assert (told.where.home, told.where.line, told.where.communal) == (HOME, "14, Oak Road, LS8 1AA", False)
    assert (told.problem, told.detail, told.room) == ("damp", "mould", "bedroom")
    assert (told.said, told.since, told.worse, told.aware_at) == (WORDS, "weeks", True, START)
    assert told.phone == "07700 900001"
    assert "Ada" not in str(told), "names and e-mail addresses are not kept"
    assert "example.org" not in str(told)
    assert await store.database.read(lambda c: c.execute(select(case_reporters)).all()) == []
    assert len(reference) == 6


async def test_several_people_are_several_answers(
    browser: aiohttp.ClientSession, serving: Serving, store: Store
) -> None:
    pairs = [*form().items(), ("attribute[people][]", "heart"), ("attribute[people][]", "under5")]
    async with browser.post(f"{serving.url}/requests.xml", data=pairs) as answer:
        assert answer.status == 200
        root = etree.fromstring(await answer.read())
    assert root.findtext("request/service_request_id")
    assert (await reports(store))[0].people == ("under5", "heart")


async def test_an_address_in_words_leads_to_the_home(
    browser: aiohttp.ClientSession, serving: Serving, store: Store
) -> None:
    await made(browser, serving, address_id="", address_string="14 Oak Road, LS8 1AA")
    told = (await reports(store))[0].where
    assert told is not None
    assert told.home == HOME


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"address_id": "", "address_string": "Elm Street"}, "address_string does not lead to one home"),
        ({"address_id": "nowhere"}, "address_id is not known"),
        ({"address_id": "", "lat": "53.8", "long": "-1.5"}, "a home is not found by lat and long"),
        ({"lat": "north"}, "lat must be a number of degrees"),
        ({"long": "181"}, "long must be a number of degrees"),
        ({"lat": "nan"}, "lat must be a number of degrees"),
        ({"service_code": ""}, "service_code was not provided"),
        ({"room": "moon"}, "attribute[room] is none of the values"),
        ({"worse": "very"}, "attribute[worse] is none of the values"),
        ({"description": "x" * 4_001}, "description: at most 4000 characters"),
        ({"phone": "0" * 501}, "phone: at most 500 characters"),
    ],
)
async def test_what_cannot_be_taken_is_named(
    browser: aiohttp.ClientSession, serving: Serving, store: Store, fields: dict[str, str], said: str
) -> None:
    status, document = await post(browser, serving, **fields)
    assert (status, document[0]["code"]) == (400, 400)
    assert said in document[0]["description"]
    assert await reports(store) == []


async def test_an_unknown_service_is_not_found(browser: aiohttp.ClientSession, serving: Serving) -> None:
    assert (await post(browser, serving, service_code="potholes"))[0] == 404


async def test_errors_are_a_list_in_xml_too(browser: aiohttp.ClientSession, serving: Serving) -> None:
    async with browser.post(f"{serving.url}/requests.xml", data=form(api_key="wrong")) as answer:
        assert answer.status == 403
        root = etree.fromstring(await answer.read())
    assert root.tag == "errors"
    assert [(one.findtext("code"), one.findtext("description")) for one in root] == [
        ("403", "api_key is not right")
    ]


@pytest.mark.parametrize("key", ["", "wrong", "the key of a map, 20 lette", "ключ"])
async def test_without_a_key_nothing_is_taken(
    browser: aiohttp.ClientSession, serving: Serving, store: Store, key: str
) -> None:
    status, document = await post(browser, serving, api_key=key, service_code="nonsense")
    assert status == 403, "the key comes before all else"
    assert document[0]["description"] == ("api_key is not right" if key else "api_key is missing")
    assert await reports(store) == []


async def test_a_key_that_is_wrong_in_the_header_is_refused_before_the_body(
    browser: aiohttp.ClientSession, serving: Serving
) -> None:
    async def endless() -> Any:
        for _ in range(10_000):
            yield b"x" * 65_536

    headers = {"X-Api-Key": "wrong", "Content-Type": "application/x-www-form-urlencoded"}
    async with browser.post(f"{serving.url}/requests.json", data=endless(), headers=headers) as answer:
        assert answer.status == 403


async def test_a_body_that_is_too_large_is_not_read(browser: aiohttp.ClientSession, serving: Serving) -> None:
    async with browser.post(f"{serving.url}/requests.json", data=form(description="x" * 70_000)) as answer:
        assert answer.status == 413
        assert (await answer.json())[0]["code"] == 413


async def test_only_a_form_is_taken(browser: aiohttp.ClientSession, serving: Serving) -> None:
    async with browser.post(f"{serving.url}/requests.json", json=form()) as answer:
        assert answer.status == 415
    many = "&".join(f"a{number}=1" for number in range(200))
    headers = {"Content-Type": "application/x-www-form-urlencoded", **KEY}
    async with browser.post(f"{serving.url}/requests.json", data=many, headers=headers) as answer:
        assert (answer.status, (await answer.json())[0]["description"]) == (400, "the form cannot be read")


async def test_the_same_number_of_theirs_makes_one_case(
    browser: aiohttp.ClientSession, serving: Serving, store: Store
) -> None:
    first = await made(browser, serving, external_id="A-1", description="once")
    again = await made(browser, serving, external_id="A-1", description="once")
    assert first == again
    assert len(await reports(store)) == 1
    town = await made(
        browser, serving, external_id="A-1", address_id="1-elm-street", api_key=str.__str__(TOWN)
    )
    assert town != first, "another client has numbers of its own"


async def test_who_makes_too_many_waits(browser: aiohttp.ClientSession, serving: Serving) -> None:
    statuses = [(await post(browser, serving, service_code="nonsense"))[0] for _ in range(31)]
    assert statuses == [404] * 30 + [429]
    async with browser.post(f"{serving.url}/requests.json", data=form()) as answer:
        assert int(answer.headers["Retry-After"]) >= 1
    serving.clock.advance(dt.timedelta(minutes=2))
    assert (await post(browser, serving))[0] == 200


async def test_who_asks_too_often_waits(browser: aiohttp.ClientSession, serving: Serving) -> None:
    statuses = [(await get(browser, serving, "services.json"))[0] for _ in range(61)]
    assert statuses.count(429) == 1


async def test_a_danger_is_answered_with_what_to_do(browser: aiohttp.ClientSession, serving: Serving) -> None:
    _, document = await post(browser, serving, service_code="leak", detail="electrics")
    assert document[0]["service_notice"] == "Danger: water."


async def test_what_is_the_tenants_own_job_is_said_and_taken(
    browser: aiohttp.ClientSession, serving: Serving, store: Store
) -> None:
    _, document = await post(browser, serving, service_code="light", detail="bulb")
    assert document[0]["service_notice"] == "You change light bulbs in your home yourself."
    assert len(await reports(store)) == 1


async def test_in_a_shared_part_nothing_is_the_tenants_own_job(
    browser: aiohttp.ClientSession, serving: Serving
) -> None:
    bulb = {"service_code": "light", "detail": "bulb", "room": "communal", "address_id": FLAT}
    _, document = await post(browser, serving, **bulb)
    assert document[0]["service_notice"] is None


async def test_of_a_private_home_nothing_is_published(
    browser: aiohttp.ClientSession, serving: Serving
) -> None:
    reference = await made(browser, serving, description=WORDS, room="bedroom", phone="07700 900001")
    assert await get(browser, serving, "requests.json") == (200, [])
    assert await get(browser, serving, f"requests.json?service_request_id={reference}") == (200, [])
    status, _ = await get(browser, serving, f"requests/{reference}.json")
    assert status == 404, "nor that there is one"
    _, [known] = await get(browser, serving, f"requests/{reference}.json", KEY)
    assert set(known) == {
        "service_request_id",
        "status",
        "status_notes",
        "requested_datetime",
        "updated_datetime",
    }
    assert (known["status"], known["status_notes"]) == ("open", "Received.")
    assert known["requested_datetime"] == "2026-11-20T09:00:00Z"


async def test_a_wrong_key_is_not_taken_for_none(browser: aiohttp.ClientSession, serving: Serving) -> None:
    reference = await made(browser, serving, room="communal", address_id=FLAT, service_code="light")
    status, _ = await get(browser, serving, f"requests/{reference}.json", {"X-Api-Key": "wrong"})
    assert status == 403
    status, _ = await get(browser, serving, f"requests/{reference}.json?api_key=wrong")
    assert status == 403


async def test_of_a_shared_part_the_building_and_the_status_are_public(
    browser: aiohttp.ClientSession, serving: Serving
) -> None:
    reference = await made(
        browser, serving, description=WORDS, room="communal", address_id=FLAT, service_code="light"
    )
    _, [listed] = await get(browser, serving, "requests.json")
    _, [alone] = await get(browser, serving, f"requests/{reference}.json")
    assert listed == alone
    assert listed["address"] == "Oakwood Court, LS8"
    assert (listed["service_code"], listed["status"]) == ("light", "open")
    told = " ".join(flat(listed))
    for hidden in ("Flat", "1AC", "cot", "Example", FLAT):
        assert hidden not in told


async def test_a_house_that_is_somebodys_home_is_not_told_even_if_it_is_called_shared(
    browser: aiohttp.ClientSession, serving: Serving
) -> None:
    await made(browser, serving, room="communal", address_id=HOME, service_code="light")
    _, [listed] = await get(browser, serving, "requests.json")
    assert "14" not in listed.get("address", "")


@pytest.mark.parametrize("problem", ["door", "lock", "entry", "window"])
async def test_what_tells_how_to_get_in_is_not_published(
    browser: aiohttp.ClientSession, serving: Serving, problem: str
) -> None:
    reference = await made(browser, serving, room="communal", address_id=FLAT, service_code=problem)
    assert await get(browser, serving, "requests.json") == (200, [])
    assert (await get(browser, serving, f"requests/{reference}.json"))[0] == 404
    _, [known] = await get(browser, serving, f"requests/{reference}.json", KEY)
    assert "address" not in known
    assert "service_code" not in known


async def test_a_list_is_narrowed_down(browser: aiohttp.ClientSession, serving: Serving) -> None:
    light = await made(browser, serving, room="communal", address_id=FLAT, service_code="light")
    serving.clock.advance(dt.timedelta(days=10))
    lift = await made(browser, serving, address_id=FLAT, service_code="lift", detail="broken")

    async def listed(query: str) -> list[str]:
        _, found = await get(browser, serving, f"requests.json?{query}")
        return [one["service_request_id"] for one in found]

    assert await listed("") == [lift, light]
    assert await listed("service_code=lift,tap") == [lift]
    assert await listed("end_date=2026-11-25T00:00:00Z") == [light]
    assert await listed("start_date=2026-11-25T00:00:00%2B00:00") == [lift]
    assert await listed("status=open") == [lift, light]
    assert await listed("status=closed") == []
    assert await listed(f"service_request_id={light},{UNKNOWN}") == [light]


@pytest.mark.parametrize(
    "query",
    [
        "status=broken",
        "start_date=yesterday",
        "start_date=2026-01-01T00:00:00Z&end_date=2026-11-01T00:00:00Z",
    ],
)
async def test_a_wrong_question_is_refused(
    browser: aiohttp.ClientSession, serving: Serving, query: str
) -> None:
    status, document = await get(browser, serving, f"requests.json?{query}")
    assert (status, document[0]["code"]) == (400, 400)


async def test_there_are_no_tokens(browser: aiohttp.ClientSession, serving: Serving) -> None:
    assert await get(browser, serving, "tokens/1.json") == (
        404,
        [{"code": 404, "description": "token was not found"}],
    )


async def test_other_formats_are_not_there(browser: aiohttp.ClientSession, serving: Serving) -> None:
    for path in ("services.html", "requests/1.yaml", "services"):
        async with browser.get(f"{serving.url}/{path}") as answer:
            assert answer.status == 404


async def test_a_fault_of_ours_is_told_without_its_words(
    browser: aiohttp.ClientSession, serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_of: object) -> None:
        raise RuntimeError("the address is 14 Oak Road")

    monkeypatch.setattr(serving.cases, "file", broken)
    assert await post(browser, serving) == (503, [{"code": 503, "description": "try again later"}])
