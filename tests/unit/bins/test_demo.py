"""The made-up estate is loaded like any data and always has something to ask about."""

from __future__ import annotations

import asyncio
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.bins.bins import Bins
from bot.knowledge.bins.demo import load_demo, write_estate
from bot.knowledge.bins.loading.load import Summary
from bot.knowledge.bins.schedule_file import database_path
from tests.unit.bins import town


def estate(folder: Path, now: dt.datetime = town.NOW) -> tuple[Bins, Summary]:
    database = database_path(folder, "leeds")
    summary = asyncio.run(load_demo(town.LEEDS, database, now))
    return Bins("leeds", database), summary


@pytest.fixture(scope="module")
def bins(tmp_path_factory: pytest.TempPathFactory) -> Bins:
    return estate(tmp_path_factory.mktemp("demo"))[0]


def home(bins: Bins, text: str) -> str:
    found = bins.addresses.find(bins.addresses.parse(text))
    assert found.status == "one", found
    return found.homes[0].id


def test_about_120_homes_one_without_collections(tmp_path: Path) -> None:
    _, summary = estate(tmp_path)

    assert 110 <= summary.premises <= 130
    assert summary.premises - summary.scheduled == 1
    assert summary.source.demo
    assert "made up" in summary.source.name


def test_the_postcode_of_the_readme_offers_several_homes(bins: Bins) -> None:
    found = bins.addresses.find(bins.addresses.parse("when is my bin LS8 1AA"))

    assert (found.status, len(found.homes), found.more) == ("some", 6, True)


def test_a_house_has_its_black_bin_on_thursday(bins: Bins) -> None:
    first = bins.next(home(bins, "14 larch row"), town.NOW).days[0]

    assert (first.date, [one.id for one in first.containers]) == (dt.date(2026, 11, 26), ["BLACK"])


def test_bins_of_one_day_come_together_somewhere(bins: Bins) -> None:
    first = bins.next(home(bins, "5 hollin mews"), town.NOW).days[0]

    assert [one.id for one in first.containers] == ["BLACK", "GREEN"]


def test_a_block_of_flats(bins: Bins) -> None:
    found = bins.addresses.find(bins.addresses.parse("oakwood court"))
    flat = bins.addresses.home(home(bins, "15 oakwood court"))

    assert (found.status, found.total, found.flats) == ("number", 24, True)
    assert flat is not None
    assert flat.line.startswith("Flat 15, Oakwood Court")


def test_a_house_with_a_name_and_one_with_a_letter(bins: Bins) -> None:
    assert home(bins, "the old forge") != home(bins, "12a larch row")


def test_two_streets_of_one_name(bins: Bins) -> None:
    assert bins.addresses.find(bins.addresses.parse("3 chapel fold")).total == 2
    assert home(bins, "3 chapel fold, moorside") != home(bins, "3 chapel fold, oakwood")


def test_a_home_without_collections(bins: Bins) -> None:
    assert bins.next(home(bins, "58 bobbin garth"), town.NOW).status == "none_published"


def test_a_collection_at_christmas_is_moved(bins: Bins) -> None:
    days = bins.next(home(bins, "15 oakwood court"), town.NOW).days

    assert {day.moved_from: day.date for day in days if day.moved_from} == {
        dt.date(2026, 12, 25): dt.date(2026, 12, 27),
        dt.date(2027, 1, 1): dt.date(2027, 1, 2),
    }


def test_the_files_have_the_published_form(tmp_path: Path) -> None:
    premises, jobs = write_estate(tmp_path, town.LEEDS, dt.date(2026, 11, 20))

    assert premises.read_bytes().startswith(b"900001,\x00,2,LARCH ROW,OAKWOOD,LEEDS,LS8 1AA\r\n")
    assert all(line.count(b",") == 2 for line in jobs.read_bytes().splitlines())
    assert jobs.read_bytes().endswith(b"\r\n")


@settings(max_examples=15, deadline=None)
@given(st.dates(dt.date(2025, 1, 1), dt.date(2032, 1, 1)))
def test_whenever_it_is_started_there_is_something_to_show(
    tmp_path_factory: pytest.TempPathFactory, today: dt.date
) -> None:
    now = dt.datetime.combine(today, dt.time(12), dt.UTC)
    bins, summary = estate(tmp_path_factory.mktemp("whenever"), now)

    assert summary.source.first_day <= today - dt.timedelta(days=14)
    assert summary.source.last_day >= today + dt.timedelta(days=70)
    for text in ("14 larch row", "5 hollin mews", "15 oakwood court", "the old forge"):
        answer = bins.next(home(bins, text), now)
        assert answer.status == "scheduled"
        brown = [day.date for day in answer.days for one in day.containers if one.id == "BROWN"]
        season = town.LEEDS.by_id["BROWN"].season
        assert season is not None
        assert all(season.open(day) for day in brown)
