"""The list of sensors: what is in it, and that nobody's home can be read in it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.store.database import Database, open_database
from bot.store.rotation import reseal
from bot.store.sealed import Keys
from bot.store.sensor_tables import sensors
from bot.store.sensors import NewSensor, StoredSensors
from tests.databases import SECRET
from tests.integration.air.conftest import OpenTown
from tests.integration.air.town import CITY, KEYS, Town

ROOM = NewSensor("lora", "room", "indoor", "Bedroom", "", 300, home="1 Larch Row, LS8 1AA")
LINES = """feed,name,kind,label,latitude,longitude,zone,home,every
lora,eui-1,indicative,School gate,53.81,-1.57,north-west,,300
lora,eui-2,indoor,Bedroom,,,,"Flat 3, 1 Larch Row, LS8 1AA",600
"""


async def test_the_citys_stations_are_in_it_from_the_start(town: Town) -> None:
    known = await town.sensors.known()
    assert {key: (one.kind, one.zone) for key, one in known.items()} == {
        (one.feed, one.name): (one.kind, one.zone) for one in CITY.stations
    }
    assert len({one.number for one in known.values()}) == 5


async def test_starting_again_keeps_their_numbers(open_town: OpenTown) -> None:
    first = await (await open_town()).sensors.known()
    assert await (await open_town()).sensors.known() == first


async def test_a_home_is_sealed_and_found_by_its_hash(town: Town) -> None:
    await town.sensors.put([ROOM])
    row = next(row for row in await town.rows(sensors) if row.name == "room")
    assert KEYS.open(row.home, str) == "1 Larch Row, LS8 1AA"
    assert row.home_lookup == KEYS.find("home", "1 Larch Row, LS8 1AA")
    assert (row.latitude, row.longitude) == (None, None)
    assert b"Larch" not in b"".join(value for value in row if isinstance(value, bytes))


async def test_an_indoor_sensor_has_no_position_whatever_is_given(town: Town) -> None:
    await town.sensors.put([NewSensor("lora", "room", "indoor", "", "", 300, 53.8, -1.5, "1 Larch Row")])
    row = next(row for row in await town.rows(sensors) if row.name == "room")
    assert (row.latitude, row.longitude) == (None, None)


async def test_loading_again_changes_what_is_there(town: Town) -> None:
    await town.sensors.put([ROOM])
    number = await town.number("room")
    await town.sensors.put([NewSensor("lora", "room", "indicative", "Gate", "hill", 60, 53.8, -1.5)])
    row = next(row for row in await town.rows(sensors) if row.name == "room")
    assert (row.id, row.kind, row.zone, row.every) == (number, "indicative", "hill", 60)
    assert (row.home, row.home_lookup) == (None, None)


async def test_homes_are_sealed_again_with_a_new_secret(town: Town) -> None:
    await town.sensors.put([ROOM])
    new = "another secret that is only used in tests"
    assert await reseal(town.database, Keys([new, SECRET])) == 1
    row = next(row for row in await town.rows(sensors) if row.name == "room")
    assert Keys([new]).open(row.home, str) == ROOM.home
    assert row.home_lookup == Keys([new]).find("home", ROOM.home)


async def test_made_up_sensors_are_out_of_use_as_soon_as_there_are_real_ones(open_town: OpenTown) -> None:
    demo = await open_town(demo=True)
    assert {feed for feed, _ in await demo.sensors.known()} == {"demo"}
    real = await open_town()
    assert {feed for feed, _ in await real.sensors.known()} == {"aurn", "lora"}


@pytest.fixture
def command(tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A place for the command line: the data folder, in which a file of sensors lies."""
    monkeypatch.setenv("SNICKET_DATA", str(tmp_path))
    monkeypatch.setenv("SNICKET_DATABASE_URL", database_url)
    monkeypatch.setenv("SNICKET_SECRET", "a secret that only this one test has")
    file = tmp_path / "sensors.csv"
    file.write_text(LINES, encoding="utf-8")
    return file


def listed(database_url: str) -> list[str]:
    async def names() -> list[str]:
        database: Database = await open_database(database_url)
        try:
            return sorted(name for _, name in await StoredSensors(database, KEYS).known())
        finally:
            await database.close()

    return asyncio.run(names())


def test_a_council_loads_its_own(
    command: Path, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["load", "sensors", str(command)]) == 0
    assert capsys.readouterr().out == "Loaded 2 sensors, 1 of them in homes.\n"
    assert listed(database_url) == ["eui-1", "eui-2"]


def test_one_wrong_line_and_nothing_is_loaded(
    command: Path, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    command.write_text(LINES.replace(",600", ",sometimes"), encoding="utf-8")
    assert main(["load", "sensors", str(command)]) == 1
    said = capsys.readouterr().err
    assert "sensors.csv:3: every must be seconds between two readings" in said
    assert "Larch" not in said
    assert listed(database_url) == []


def test_zones_are_those_of_the_city(command: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["load", "sensors", str(command), "--city", "leicester"]) == 1
    assert "sensors.csv:2: zone must be empty or one of leicester" in capsys.readouterr().err
