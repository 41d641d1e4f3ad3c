"""Feeds, sensors and the air, as those who have to act on them see them."""

from __future__ import annotations

import re

import pytest

from bot.store.sealed import Keys
from tests.alerted import HOUR, Rows
from tests.conftest import NOW
from tests.helpline import Helpline
from tests.integration.console.conftest import Opens

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.fixture
def rows(helpline: Helpline) -> Rows:
    return Rows(helpline.parts.store.database, Keys(helpline.parts.settings.secrets), NOW)


@pytest.mark.parametrize("role", ["adviser", "supervisor", "administrator"])
@pytest.mark.parametrize("page", ["feeds", "sensors", "air", "alerts"])
async def test_every_member_may_see_them_also_when_there_is_nothing(
    enters: Opens, role: str, page: str
) -> None:
    one = await enters("Amira Khan", role, shift=False)
    await one.open(f"/helpline/{page}")
    assert one.status == 200
    assert 'aria-current="page">' in one.page


async def test_a_feed_that_nothing_comes_from_stands_first(rows: Rows, enters: Opens) -> None:
    now = rows.now
    await rows.feed("aaa", tried_at=now, answered_at=now, heard_at=now, believed=12345)
    await rows.feed("bbb", tried_at=now, answered_at=now - 5 * HOUR, failures=7, problem="HTTP 503")
    await rows.feed("ccc", heard_at=now - 30 * HOUR, alarmed_at=now)
    await rows.feed("ddd")
    amira = await enters("Amira Khan")
    page = await amira.open("/helpline/feeds")
    assert re.findall(r"<h2>(\w+)</h2>", amira.page) == ["ccc", "bbb", "ddd", "aaa"]
    assert "Silent since 23 Nov 2026, 04:00" in page
    assert "Failing since 05:00: 7 tries in a row failed. HTTP 503" in page
    assert "Not heard from yet" in page
    assert "12,345" in page


async def test_why_something_was_refused_is_said_in_words_with_the_last_example(
    rows: Rows, enters: Opens
) -> None:
    await rows.feed("mqtt", heard_at=rows.now)
    await rows.refused("mqtt", "no_unit", 3, "dev-7", "co")
    await rows.refused("mqtt", "late", 40, "dev-8")
    amira = await enters("Amira Khan")
    page = await amira.open("/helpline/feeds")
    assert "It gives no unit, and the feed's settings name none. 3 10:00 dev-7 : co" in page
    assert page.index("It came too late to count.") < page.index("It gives no unit"), "the most first"
    assert "Refused today 43" in page


async def test_words_of_a_feed_are_words_and_no_markup(rows: Rows, enters: Opens) -> None:
    await rows.feed(HOSTILE[:64], failures=1, problem=HOSTILE)
    await rows.refused(HOSTILE[:64], HOSTILE[:32], 1, HOSTILE, HOSTILE)
    sensor = await rows.sensor(HOSTILE, label=HOSTILE, zone=HOSTILE[:64])
    await rows.reading(sensor, "no2", 1)
    await rows.air("leeds", rows.now - HOUR, 5)
    amira = await enters("Amira Khan")
    for page in ("feeds", "sensors"):
        assert "<script>alert(1)" in await amira.open(f"/helpline/{page}")
        assert "<script>alert" not in amira.page
        assert "<img src=x" not in amira.page


async def test_a_sensor_says_what_it_measured_and_how_much_of_today(rows: Rows, enters: Opens) -> None:
    sensor = await rows.sensor("dev-1", label="Otley Road", last_at=rows.now - 4 * HOUR)
    await rows.reading(sensor, "pm2_5", 12.34, rows.now - 4 * HOUR)
    for at in range(4):
        await rows.hour(sensor, "pm2_5", rows.now.replace(hour=at), 12)
    amira = await enters("Amira Khan")
    page = await amira.open("/helpline/sensors")
    assert "Otley Road city: dev-1 Reference station leeds 06:00, 4 h 0 min ago Silent" in page
    assert "PM2.5 12.3 µg/m³ 40 % Too little" in page


async def test_the_map_has_the_sensors_outside_and_none_in_a_home(rows: Rows, enters: Opens) -> None:
    await rows.sensor("a", label="Leeds Centre", latitude=53.80, longitude=-1.55)
    await rows.sensor("b", "indicative", label="Morley", latitude=53.74, longitude=-1.60)
    await rows.sensor("c", "indoor", "3 Hollin Mews", label="Bedroom", latitude=53.79, longitude=-1.5)
    amira = await enters("Amira Khan")
    page = await amira.open("/helpline/sensors")
    listed = re.search(r'<ol class="numbered">(.*?)</ol>', amira.page, re.S)
    assert listed
    assert re.findall(r'href="#sensor-(\d+)">([^<]+)', listed[1]) == [("1", "Leeds Centre"), ("2", "Morley")]
    assert amira.page.count('class="mark"') == 2
    assert "Bedroom" in page, "it is in the table"
    assert "Hollin" not in amira.page, "whose home it is in is told nowhere here"
    places = re.findall(r'class="mark" transform="translate\(([\d.]+) ([\d.]+)\)"', amira.page)
    (centre_x, centre_y), (morley_x, morley_y) = [(float(x), float(y)) for x, y in places]
    assert centre_x > morley_x, "east is to the right"
    assert centre_y < morley_y, "north is up"


async def test_the_air_says_what_makes_the_index_and_what_it_is_not(rows: Rows, enters: Opens) -> None:
    for at in range(1, 6):
        await rows.air("leeds", rows.now - at * HOUR, 9 - at)
    await rows.air("morley", rows.now - 9 * HOUR, 2, indicative=True, demo=True)
    amira = await enters("Amira Khan")
    page = await amira.open("/helpline/air")
    assert "Leeds 8 High At 09:00 Because of Fine particles (PM2.5), 40 µg/m³ Measured 20 of 24 hours" in page
    assert "Morley 2 Low This is old: nothing newer is known." in page
    assert "Leeds Centre Indicative Made up for the demonstration" in page
    assert amira.page.count("<rect") == 6, "one bar for each hour that has an index"
    assert amira.page.count('<tr><th scope="row">') == 6, "and a line in the table"
