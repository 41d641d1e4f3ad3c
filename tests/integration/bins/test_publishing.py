"""The calendar of a home and the Waste Service Standard's services, over real HTTP."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient
from icalendar import Calendar

from bot import publish
from bot.knowledge.bins.bins import Bins
from tests.unit.bins import town

Client = TestClient[web.Request, web.Application]
Start = Callable[[Bins], Awaitable[Client]]

DATES = ("12/11/26", "26/11/26", "10/12/26", "26/12/26", "07/01/27", "21/01/27")
HOME = (
    (1, "", "1", "ABBEY ROAD", "KIRKSTALL", "LS5 3NG"),
    (2, "", "2", "ABBEY ROAD", "KIRKSTALL", "LS5 3NG"),
)

MISSING = "/waste/v1/services"
ONE = f"{MISSING}?premises=1"
SERVICE = {
    "type": "object",
    "required": ["@type", "id", "name", "container_types", "next_collection", "collections", "source"],
    "properties": {
        "@type": {"const": "WasteService"},
        "container_types": {
            "type": "array",
            "minItems": 1,
            "items": {"required": ["@type", "color", "shape"]},
        },
        "next_collection": {"$ref": "#/$defs/collection"},
        "last_collection": {"$ref": "#/$defs/collection"},
        "collections": {"type": "array", "items": {"$ref": "#/$defs/collection"}},
    },
    "$defs": {
        "collection": {
            "type": ["object", "null"],
            "required": ["@type", "date", "changed_date", "containers"],
            "properties": {
                "@type": {"const": "Collection"},
                "date": {"type": "string", "format": "date"},
                "changed_date": {"type": ["string", "null"], "format": "date"},
            },
        }
    },
}


@pytest.fixture(scope="module")
def bins(tmp_path_factory: pytest.TempPathFactory) -> Bins:
    jobs = [(1, "BLACK", day) for day in DATES] + [(1, "BROWN", "17/11/26")]
    return town.bins(tmp_path_factory.mktemp("publish"), HOME, jobs)


@pytest.fixture
def start(aiohttp_client: Callable[[web.Application], Awaitable[Client]]) -> Start:
    async def started(bins: Bins) -> Client:
        application = web.Application()
        application.add_routes(publish.routes(bins, lambda: town.NOW))
        return await aiohttp_client(application)

    return started


def walked(body: bytes) -> list[Any]:
    """The events of a calendar."""
    calendar: Any = Calendar.from_ical(body)
    events: list[Any] = calendar.walk("VEVENT")
    return events


async def test_a_calendar_has_an_event_for_each_published_bin(start: Start, bins: Bins) -> None:
    client = await start(bins)

    response = await client.get("/bins/1.ics")
    events = walked(await response.read())

    assert response.content_type == "text/calendar"
    assert [str(event["summary"]) for event in events].count("Black bin") == len(DATES)
    assert [str(event["summary"]) for event in events].count("Brown bin") == 1
    assert all(event["dtend"].dt - event["dtstart"].dt == dt.timedelta(days=1) for event in events)
    assert not any(isinstance(event["dtstart"].dt, dt.datetime) for event in events), "all-day events"


async def test_a_calendar_asks_to_be_read_again_each_day(start: Start, bins: Bins) -> None:
    text = await (await (await start(bins)).get("/bins/1.ics")).text()

    assert "REFRESH-INTERVAL;VALUE=DURATION:P1D" in text
    assert "X-PUBLISHED-TTL:P1D" in text
    assert "1 Abbey Road\\, Kirkstall\\, LS5 3NG" in text


async def test_an_event_keeps_its_id_over_a_new_load(start: Start, tmp_path: Path) -> None:
    jobs = [(1, "BLACK", day) for day in DATES]
    await town.load_async(tmp_path, *town.write(tmp_path / "first", HOME, jobs))
    client = await start(Bins("leeds", tmp_path / "bins-leeds.sqlite"))

    async def ids() -> list[str]:
        body = await (await client.get("/bins/1.ics")).read()
        return [str(event["uid"]) for event in walked(body)]

    before = await ids()
    later = town.NOW + dt.timedelta(days=1)
    jobs.append((1, "BLACK", "04/02/27"))
    await town.load_async(tmp_path, *town.write(tmp_path / "again", HOME, jobs), later)
    after = await ids()

    assert len(set(before)) == len(DATES)
    assert after[:-1] == before


@pytest.mark.parametrize("path", ["/bins/1.ics", "/waste/v1/services?premises=1"])
async def test_what_has_not_changed_is_not_sent_again(start: Start, bins: Bins, path: str) -> None:
    client = await start(bins)
    etag = (await client.get(path)).headers["ETag"]

    again = await client.get(path, headers={"If-None-Match": etag})
    other = await client.get(path, headers={"If-None-Match": '"something-else"'})

    assert (again.status, await again.read()) == (304, b"")
    assert again.headers["ETag"] == etag
    assert other.status == 200


async def services(client: Client, **parameters: str) -> Any:
    response = await client.get("/waste/v1/services", params=parameters)
    assert response.status == 200, await response.text()
    return await response.json()


async def test_services_have_the_standards_shape(start: Start, bins: Bins) -> None:
    found = await services(await start(bins), premises="1")

    for service in found:
        jsonschema.validate(service, SERVICE, format_checker=jsonschema.FormatChecker())
    assert [service["name"] for service in found] == ["Refuse", "Garden waste"]
    assert [service["esd_url"][-3:] for service in found] == ["524", "530"]


async def test_services_tell_the_last_and_the_next_collection(start: Start, bins: Bins) -> None:
    black, brown = await services(await start(bins), premises="1")

    assert (black["last_collection"]["date"], black["next_collection"]["date"]) == (
        "2026-11-12",
        "2026-11-26",
    )
    assert (brown["last_collection"]["date"], brown["next_collection"]) == ("2026-11-17", None)
    assert black["source"]["demo"] is False
    assert "Leeds City Council" in black["source"]["name"]


async def test_a_moved_collection_has_both_days(start: Start, bins: Bins) -> None:
    (black, _) = await services(
        await start(bins), premises="1", start_date="2026-12-20", end_date="2026-12-31"
    )

    (moved,) = black["collections"]
    assert (moved["date"], moved["changed_date"]) == ("2026-12-24", "2026-12-26")


async def test_dates_choose_the_collections(start: Start, bins: Bins) -> None:
    client = await start(bins)

    (all_coming, _) = await services(client, premises="1")
    (past, _) = await services(client, premises="1", start_date="2026-11-01", end_date="2026-11-12")

    assert all_coming["collections"][0]["date"] == "2026-11-26"
    assert [day["date"] for day in past["collections"]] == ["2026-11-12"]


async def test_a_home_without_collections_has_no_services_and_an_empty_calendar(
    start: Start, bins: Bins
) -> None:
    client = await start(bins)

    assert await services(client, premises="2") == []
    assert walked(await (await client.get("/bins/2.ics")).read()) == []


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        (MISSING, 400, "premises is missing"),
        (f"{MISSING}?premises=abc", 400, "premises 'abc' is not a number"),
        (f"{MISSING}?premises=-1", 400, "premises '-1' is not a number"),
        (f"{MISSING}?premises=99", 404, "premises 99 is not known"),
        (f"{MISSING}?premises={'9' * 20}", 404, f"premises {'9' * 20} is not known"),
        (f"{ONE}&start_date=today", 400, "start_date 'today' is not a date like 2026-11-26"),
        (f"{ONE}&end_date=26.11.26", 400, "end_date '26.11.26' is not a date like 2026-11-26"),
        (
            f"{ONE}&start_date=2026-12-01&end_date=2026-11-01",
            400,
            "end_date 2026-11-01 is before start_date 2026-12-01",
        ),
        (f"{ONE}&start_date=9999-12-31", 200, ""),
        ("/bins/99.ics", 404, "premises 99 is not known"),
        ("/bins/abc.ics", 400, "premises 'abc' is not a number"),
    ],
)
async def test_bad_requests_are_answered_in_words(
    start: Start, bins: Bins, path: str, status: int, message: str
) -> None:
    response = await (await start(bins)).get(path)

    assert response.status == status
    if message:
        assert await response.json() == {"code": status, "userMessage": message}


async def test_before_a_load_the_service_is_not_available(start: Start, tmp_path: Path) -> None:
    response = await (await start(Bins("leeds", tmp_path / "none.sqlite"))).get("/bins/1.ics")

    assert response.status == 503
    assert (await response.json())["userMessage"] == "no collection days are loaded yet"


async def test_a_city_without_open_data_says_so(start: Start) -> None:
    response = await (await start(Bins("leicester", None))).get("/waste/v1/services?premises=1")

    assert response.status == 404
    assert "Leicester publishes no collection days" in (await response.json())["userMessage"]
