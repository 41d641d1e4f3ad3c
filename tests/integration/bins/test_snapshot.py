"""The real snapshot of Leeds, as published on 6 July 2025: 405,565 homes."""

from __future__ import annotations

import asyncio
import datetime as dt
import random
from pathlib import Path

import pytest

from bot.knowledge.bins.bins import Bins
from bot.knowledge.bins.evening import evening
from bot.knowledge.bins.loading.load import Summary, load_bins
from bot.knowledge.bins.schedule_file import database_path
from tests.unit.bins import town

DATA = Path(__file__).resolve().parents[4] / "shared" / "data" / "leeds-bins"
THEN = dt.datetime(2025, 7, 6, 12, tzinfo=dt.UTC)

pytestmark = pytest.mark.skipif(
    not DATA.exists(), reason="left out: the real snapshot is not at ../shared/data/leeds-bins"
)


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> tuple[Bins, Summary]:
    database = database_path(tmp_path_factory.mktemp("leeds"), "leeds")
    files = [str(DATA / f"dm_{role}.csv.gz") for role in ("premises", "jobs")]
    summary = asyncio.run(load_bins(town.LEEDS, database, now=THEN, premises=files[0], jobs=files[1]))
    return Bins("leeds", database), summary


def test_every_home_and_row_is_there(city: tuple[Bins, Summary]) -> None:
    _, summary = city

    assert summary.premises == 405_565
    assert summary.scheduled == 383_915
    assert summary.premises - summary.scheduled == 21_650
    assert summary.rounds == 1_236
    assert summary.source.rows == 3_451_736
    assert (summary.source.first_day, summary.source.last_day) == (dt.date(2025, 7, 4), dt.date(2025, 10, 2))
    assert (summary.unknown_rows, summary.repeated) == (0, 0)


def test_a_real_home(city: tuple[Bins, Summary]) -> None:
    bins, _ = city

    found = bins.addresses.find(bins.addresses.parse("10 abbey avenue, bramley"))
    answer = bins.next(found.homes[0].id, THEN)

    assert found.homes[0].line == "10 Abbey Avenue, Bramley, LS5 3DH"
    assert [(day.date.isoformat(), day.containers[0].id) for day in answer.days[:3]] == [
        ("2025-07-09", "BROWN"),
        ("2025-07-11", "GREEN"),
        ("2025-07-18", "BLACK"),
    ]


def test_in_july_no_collection_is_called_moved(city: tuple[Bins, Summary]) -> None:
    bins, _ = city
    days = [day for home in range(666_000, 668_000) for day in bins.published(str(home))]

    assert len(days) > 1_000
    assert not any(day.moved_from for day in days)


def test_real_homes_are_found_by_their_own_query(city: tuple[Bins, Summary]) -> None:
    bins, _ = city
    drawn = (str(number) for number in random.Random(6).choices(range(600_000, 1_150_000), k=1_000))
    homes = [home for home in map(bins.addresses.home, drawn) if home]
    assert len(homes) > 300

    for home in homes:
        found = bins.addresses.find(bins.addresses.query(home.id))
        assert home.line in [one.line for one in found.homes], home


def test_everyday_sentences_are_no_addresses_among_26_000_names(city: tuple[Bins, Summary]) -> None:
    bins, _ = city

    for text in (
        "what goes in the green bin?",
        "is it the bin tomorrow",
        "my brown bin was not emptied on friday",
        "can you take my old sofa away",
        "there is a pothole in the road",
        "do my kids get free school dinners",
        "water coming through the bathroom light",
        "who do i see about the roots of next doors tree",
        "the wall in the baby's room has gone black",
        "this is hopeless let me talk to a human",
        "I need a new green bin please",
        "where is the nearest library",
        "how do I pay my council tax",
    ):
        assert bins.addresses.parse(text).empty, text


def test_on_the_evenings_of_a_summer_real_homes_hear_of_what_is_published_and_of_nothing_else(
    city: tuple[Bins, Summary],
) -> None:
    bins, _ = city
    homes = [str(number) for number in range(666_000, 666_200) if bins.published(str(number))]
    days = [THEN.date() + dt.timedelta(days=number) for number in range(80)]
    assert len(homes) > 100

    for home in homes:
        published = {day.date for day in bins.published(home)}
        for day in days:
            tomorrow = day + dt.timedelta(days=1)
            at = dt.datetime.combine(day, dt.time(17, tzinfo=dt.UTC))
            told = evening(bins, home, at, day)
            if max(published) >= tomorrow:
                assert (told is not None) == (tomorrow in published), (home, day)
