"""The damp list as a page and as files: who may, what is written down, and what no spreadsheet computes."""

from __future__ import annotations

import csv
import io
import json

import pytest
from msgspec import structs

from bot.console.damp_page import harmless
from bot.knowledge.repairs.case import Where
from bot.store.sealed import Keys
from tests.alerted import HOUR, Rows
from tests.conftest import NOW
from tests.helpline import Helpline
from tests.integration.console.conftest import Browser, Opens
from tests.repair_estate import Estate
from tests.repaired import REPORT

SHAPES = ("/helpline/damp", "/helpline/damp.csv", "/helpline/damp.jsonld")


PLAIN = {"people": (), "worse": None, "interpreter": False}


@pytest.fixture
def repairs(helpline: Helpline) -> Estate:
    return Estate(helpline)


@pytest.fixture
def rows(helpline: Helpline) -> Rows:
    return Rows(helpline.parts.store.database, Keys(helpline.parts.settings.secrets), NOW)


async def home(rows: Rows, address: str, humidity: float, hours: int = 24, label: str = "Bedroom") -> int:
    """A home with so many hours of yesterday."""
    sensor = await rows.sensor(f"{address} {label}", "indoor", address, label=label)
    first = rows.now.replace(hour=0) - 24 * HOUR
    for at in range(hours):
        await rows.hour(sensor, "humidity", first + at * HOUR, humidity)
        await rows.hour(sensor, "temperature", first + at * HOUR, 17)
    return sensor


async def csv_of(browser: Browser) -> list[list[str]]:
    _status, body = await browser.open_file("/helpline/damp.csv")
    return list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))


@pytest.mark.parametrize("path", SHAPES)
async def test_homes_are_for_supervisors_only(rows: Rows, enters: Opens, path: str) -> None:
    await home(rows, "3 Hollin Mews", 80)
    amira, zoe = await enters("Amira Khan"), await enters("Zoe Mann", "supervisor")
    for one, status in ((amira, 403), (zoe, 200)):
        found, body = await one.open_file(path)
        assert found == status
        assert (b"3 Hollin Mews" in body) is (status == 200)
    assert "/helpline/damp" not in (await amira.open("/helpline/feeds"), amira.page)[1]


@pytest.mark.parametrize("path", SHAPES)
async def test_each_look_is_written_down_and_nothing_is_cached(
    helpline: Helpline, rows: Rows, enters: Opens, path: str
) -> None:
    await home(rows, "3 Hollin Mews", 80)
    zoe = await enters("Zoe Mann", "supervisor")
    for day in ("2026-11-22", "2026-11-23"):
        answer = await zoe.client.get(f"{path}?day={day}")
        assert answer.headers["Cache-Control"] == "no-store"
    shape = path.partition(".")[2] or "page"
    entries = await helpline.stores.audit.recent(action="damp")
    assert [(one.name, one.detail) for one in entries] == [
        ("Zoe Mann", f"2026-11-23 {shape}"),
        ("Zoe Mann", f"2026-11-22 {shape}"),
    ]


async def test_the_dampest_home_stands_first_and_those_without_data_apart(rows: Rows, enters: Opens) -> None:
    await home(rows, "3 Hollin Mews", 65)
    await home(rows, "15 Oakwood Court", 82.5, 18)
    await home(rows, "8 Elm Row", 90, 6)
    await home(rows, "1 Mill Lane", 90, 0)
    zoe = await enters("Zoe Mann", "supervisor")
    page = await zoe.open("/helpline/damp")
    assert "Damp homes on 23 November 2026" in page
    assert "The council has not confirmed this threshold." in page
    assert (
        "15 Oakwood Court No case yet Bedroom 18 of 18 18 h 82.5 % 83.5 % 17.0 °C 14.0 °C 18 of 24 h" in page
    )
    assert (
        "8 Elm Row No case yet Bedroom 6 of 6 6 h 90.0 % 91.0 % 17.0 °C 15.3 °C 6 of 24 h Too little" in page
    )
    order = [page.index(one) for one in ("15 Oakwood", "8 Elm Row", "3 Hollin", "No data: 1", "1 Mill Lane")]
    assert order == sorted(order)


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "1999-12-31", "2026-11-25", "2026-11-24T10:00"])
async def test_a_day_that_is_none_is_refused_in_words(enters: Opens, day: str) -> None:
    zoe = await enters("Zoe Mann", "supervisor")
    await zoe.open(f"/helpline/damp?day={day}")
    assert zoe.status == 400
    assert "That did not work" in zoe.page


async def test_the_file_for_spreadsheets_has_a_line_for_each_room(rows: Rows, enters: Opens) -> None:
    sensor = await home(rows, "3 Hollin Mews", 82.5)
    await home(rows, "8 Elm Row", 90, 0)
    zoe = await enters("Zoe Mann", "supervisor")
    head, first, second = await csv_of(zoe)
    assert dict(zip(head, first, strict=True)) == {
        "home": "3 Hollin Mews",
        "room": "Bedroom",
        "sensor": str(sensor),
        "day": "2026-11-23",
        "hours over the threshold": "24",
        "longest run in hours": "24",
        "mean humidity in %": "82.5",
        "highest humidity in %": "83.5",
        "mean temperature in °C": "17.0",
        "dew point in °C": "14.0",
        "measured in %": "100",
        "enough measured": "yes",
        "open repairs": "",
        "damp over the threshold without a case of damp": "yes",
    }
    assert second[4:] == ["", "", "", "", "", "", "0", "no", "", "no"]


HOSTILE = (
    "=1+1",
    "+44 113",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    " =1",
    "＝1+1",
    '=HYPERLINK("http://x","y")',
)


@pytest.mark.parametrize("words", HOSTILE)
async def test_no_spreadsheet_computes_what_stands_in_it(rows: Rows, enters: Opens, words: str) -> None:
    await home(rows, words, 80, label=words)
    zoe = await enters("Zoe Mann", "supervisor")
    _head, line = await csv_of(zoe)
    assert line[0].startswith("'")
    assert line[1].startswith("'")


def test_words_that_are_none_stay_as_they_are() -> None:
    assert [harmless(one) for one in ("3 Hollin Mews", "", "O'Neill=x")] == ["3 Hollin Mews", "", "O'Neill=x"]


async def test_other_software_reads_entities_with_units(rows: Rows, enters: Opens) -> None:
    sensor = await home(rows, "3 Hollin Mews", 82.5)
    await home(rows, "8 Elm Row", 90, 0)
    zoe = await enters("Zoe Mann", "supervisor")
    answer = await zoe.client.get("/helpline/damp.jsonld")
    assert answer.content_type == "application/ld+json"
    full, empty = json.loads(await answer.read())
    assert full["id"] == f"urn:ngsi-ld:IndoorEnvironmentObserved:snicket:{sensor}:2026-11-23"
    assert full["type"] == "IndoorEnvironmentObserved"
    assert full["@context"] == ["https://uri.etsi.org/ngsi-ld/v1/ngsi-ld-core-context.jsonld"]
    assert full["relativeHumidity"] == {"type": "Property", "value": 82.5, "unitCode": "P1"}
    assert full["dewPoint"] == {"type": "Property", "value": 14.0, "unitCode": "CEL"}
    assert full["hoursOverThreshold"] == {"type": "Property", "value": 24, "unitCode": "HUR"}
    assert full["dateObserved"]["value"] == {"@type": "Date", "@value": "2026-11-23"}
    assert empty["dataCapture"]["value"] == 0
    assert "relativeHumidity" not in empty
    assert "hoursOverThreshold" not in empty


async def test_names_of_homes_are_words_and_no_markup(rows: Rows, enters: Opens) -> None:
    await home(rows, "<script>alert(1)</script>", 80, label="<img src=x onerror=alert(1)>")
    zoe = await enters("Zoe Mann", "supervisor")
    assert "<script>alert(1)" in await zoe.open("/helpline/damp")
    assert "<script>alert" not in zoe.page
    assert "<img src=x" not in zoe.page


async def test_a_home_that_was_loaded_by_its_number_stands_there_with_its_address(
    enters: Opens, helpline: Helpline, rows: Rows
) -> None:
    zoe = await enters("Zoe Mann", "supervisor")
    addresses = helpline.parts.bins.addresses
    known = addresses.find(addresses.parse("2 larch row LS8 1AA")).homes
    assert known, "the estate has changed"
    await home(rows, known[0].id, 82)
    lines = await csv_of(zoe)
    assert lines[1][0] == known[0].line


async def test_beside_each_home_stand_its_open_repairs(
    enters: Opens, helpline: Helpline, rows: Rows, repairs: Estate
) -> None:
    """Sensors know a home by the number of its premises or by its address; a case is about its premises."""
    addresses = helpline.parts.bins.addresses
    first, second, third = addresses.find(addresses.parse("larch row LS8 1AA")).homes[:3]
    for place, line in (
        (first, first.id),
        (second, second.line),
        (third, third.line.partition(",")[0].upper()),
    ):
        sensor_of = structs.replace(REPORT, where=Where(place.id, place.line, "LS8 1AA"))
        await home(rows, line, 82)
        await repairs.filed(sensor_of)
    lock = {"problem": "lock", "detail": "stiff", **PLAIN}
    other = await repairs.filed(structs.replace(REPORT, where=Where(first.id, first.line), **lock))
    zoe = await enters("Zoe Mann", "supervisor")
    page = await zoe.open("/helpline/damp")
    assert page.count("Damp case") == 3
    assert "No case yet" not in page
    assert f"Other case {other}" in page
    assert f'href="/helpline/repairs/{other}"' in zoe.page
    lines = await csv_of(zoe)
    assert [len(line[-2].split()) for line in lines[1:]].count(2) == 1
    assert {line[-1] for line in lines[1:]} == {"no"}
    found = json.loads((await zoe.open_file("/helpline/damp.jsonld"))[1])
    assert [len(one["openRepairs"]["value"]) for one in found].count(2) == 1


async def test_a_damp_home_whose_case_is_about_something_else_has_no_damp_case_yet(
    enters: Opens, rows: Rows, repairs: Estate
) -> None:
    await home(rows, "1001", 82)
    await home(rows, "1002", 50)
    lock = {"problem": "lock", "detail": "stiff", **PLAIN}
    reference = await repairs.filed(structs.replace(REPORT, where=Where("1001", "3 Larch Row"), **lock))
    zoe = await enters("Zoe Mann", "supervisor")
    page = await zoe.open("/helpline/damp")
    assert f"1001 Other case {reference} No damp case yet" in page
    assert page.count("case yet") == 1, "of a home that is not damp nothing is wanted"


async def test_an_address_that_fits_only_nearly_shows_nobody_elses_repairs(
    enters: Opens, helpline: Helpline, rows: Rows, repairs: Estate
) -> None:
    addresses = helpline.parts.bins.addresses
    (known,) = addresses.find(addresses.parse("2 larch row LS8 1AA")).homes
    await repairs.filed(structs.replace(REPORT, where=Where(known.id, known.line, "LS8 1AA")))
    for typed in ("2 Larsh Row LS8 1AA", "22 Larch Row", "Larch Row", "2 Larch Row LS9"):
        await home(rows, typed, 82)
    zoe = await enters("Zoe Mann", "supervisor")
    assert "Damp case" not in await zoe.open("/helpline/damp")
