"""The coming collections of a home: published days only, grouped, with the reason when there are none."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings

from bot.knowledge.bins.answers import NextCollections
from bot.knowledge.bins.bins import Bins
from tests.unit.bins import town

ONE_HOME = ((1, "", "1", "ABBEY ROAD", "KIRKSTALL", "LS5 3NG"),)


def at(text: str) -> dt.datetime:
    """A moment on the clock of Leeds."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=town.LEEDS.clock)


def told(answer: NextCollections) -> list[tuple[str, str]]:
    return [(f"{day.date:%d/%m}", " ".join(one.id for one in day.containers)) for day in answer.days]


def with_jobs(folder: Path, *jobs: tuple[str, str], now: dt.datetime = town.NOW) -> Bins:
    return town.bins(folder, ONE_HOME, [(1, name, day) for name, day in jobs], now)


def test_coming_days_in_order_and_past_ones_left_out(leeds: Bins) -> None:
    answer = leeds.next("1", town.NOW)

    assert answer.status == "scheduled"
    assert told(answer) == [("26/11", "BLACK"), ("03/12", "GREEN"), ("10/12", "BLACK")]
    assert (answer.out_by, answer.day_ends) == (dt.time(7), dt.time(17))
    assert answer.source == leeds.source
    assert answer.link.startswith("https://www.leeds.gov.uk/")


def test_one_container_can_be_asked_for(leeds: Bins) -> None:
    assert told(leeds.next("1", town.NOW, "GREEN")) == [("03/12", "GREEN")]


def test_bins_of_one_day_are_told_together_and_each_once(tmp_path: Path) -> None:
    bins = with_jobs(tmp_path, ("GREEN", "26/11/26"), ("BLACK", "26/11/26"), ("BLACK", "26/11/26"))

    assert told(bins.next("1", town.NOW)) == [("26/11", "BLACK GREEN")]


@pytest.mark.parametrize(
    "clock", ["2026-11-26T00:00", "2026-11-26T06:59", "2026-11-26T18:00", "2026-11-26T23:59"]
)
def test_todays_collection_is_told_until_the_day_is_over(leeds: Bins, clock: str) -> None:
    answer = leeds.next("1", at(clock))

    assert answer.today == dt.date(2026, 11, 26)
    assert told(answer)[0] == ("26/11", "BLACK")


def test_a_day_later_it_is_past(leeds: Bins) -> None:
    assert told(leeds.next("1", at("2026-11-27T00:00")))[0] == ("03/12", "GREEN")


def test_today_is_the_citys_day_and_not_the_worlds(leeds: Bins) -> None:
    an_hour_before_midnight_in_summer = dt.datetime(2026, 7, 1, 23, 30, tzinfo=dt.UTC)

    assert leeds.next("1", an_hour_before_midnight_in_summer).today == dt.date(2026, 7, 2)


def test_a_moment_without_a_zone_is_refused(leeds: Bins) -> None:
    with pytest.raises(ValueError, match="without a time zone"):
        leeds.next("1", dt.datetime(2026, 11, 20, 12))  # noqa: DTZ001 - that is the point


def test_a_container_that_the_city_does_not_have_is_an_error(leeds: Bins) -> None:
    with pytest.raises(KeyError):
        leeds.next("1", town.NOW, "PURPLE")


def test_the_garden_bin_rests_in_winter(leeds: Bins) -> None:
    answer = leeds.next("1", town.NOW, "BROWN")

    assert (answer.status, answer.days) == ("none_published", ())
    assert [container.id for container in answer.resting] == ["BROWN"]
    assert answer.resting[0].season is not None
    assert answer.resting[0].season.next_start(answer.today) == dt.date(2027, 3, 1)


def test_a_home_that_had_a_garden_bin_hears_that_it_rests(leeds: Bins) -> None:
    assert [container.id for container in leeds.next("1", town.NOW).resting] == ["BROWN"]


def test_a_garden_bin_that_still_has_a_day_does_not_rest(tmp_path: Path) -> None:
    bins = with_jobs(tmp_path, ("BROWN", "01/12/26"), ("BLACK", "26/11/26"))

    assert bins.next("1", town.NOW).resting == ()


def test_in_summer_a_missing_garden_bin_does_not_rest(tmp_path: Path) -> None:
    summer = dt.datetime(2026, 7, 6, 12, tzinfo=dt.UTC)
    bins = with_jobs(tmp_path, ("BLACK", "16/07/26"), now=summer)

    assert bins.next("1", summer, "BROWN").resting == ()


def test_a_home_never_collected_from_has_no_published_day(leeds: Bins) -> None:
    answer = leeds.next("15", town.NOW)

    assert (answer.status, answer.days, answer.resting) == ("none_published", (), ())


def test_old_data_gives_no_day_and_says_so(leeds: Bins) -> None:
    answer = leeds.next("1", at("2027-01-04T12:00"))

    assert (answer.status, answer.days) == ("out_of_date", ())
    assert answer.source is not None
    assert answer.source.last_day == dt.date(2026, 12, 10)


@pytest.mark.parametrize("home", ["999999", "0", "-1", "", "abc", "²", "1 OR 1=1", "99999999999999999999999"])
def test_an_address_that_is_not_known(leeds: Bins, home: str) -> None:
    assert leeds.next(home, town.NOW).status == "unknown_address"


def test_nothing_loaded_yet(tmp_path: Path) -> None:
    for database in (None, tmp_path / "bins-leeds.sqlite"):
        bins = Bins("leeds", database)
        assert bins.next("1", town.NOW).status == "not_loaded"
        assert bins.source is None


def test_a_city_without_open_dates_says_so_and_links(tmp_path: Path) -> None:
    leicester = Bins("leicester", tmp_path / "bins-leicester.sqlite")

    answer = leicester.next("1", town.NOW, "ORANGE")

    assert (answer.status, answer.days, answer.source) == ("no_open_schedule", (), None)
    assert answer.link.startswith("https://www.leicester.gov.uk/")


def test_a_moved_collection_is_told_with_its_usual_day(tmp_path: Path) -> None:
    dates = ("26/11/26", "10/12/26", "26/12/26", "07/01/27", "21/01/27")
    bins = with_jobs(tmp_path, *(("BLACK", day) for day in dates))

    moved = [day.moved_from for day in bins.next("1", town.NOW).days]

    assert moved == [None, None, dt.date(2026, 12, 24), None, None]


def test_a_day_with_a_bin_on_its_usual_day_is_not_called_moved(tmp_path: Path) -> None:
    black = ("26/11/26", "10/12/26", "26/12/26", "07/01/27", "21/01/27")
    green = ("28/11/26", "12/12/26", "26/12/26", "09/01/27")
    bins = with_jobs(tmp_path, *(("BLACK", day) for day in black), *(("GREEN", day) for day in green))

    both = next(day for day in bins.next("1", town.NOW).days if len(day.containers) == 2)

    assert both.moved_from is None


@settings(deadline=None)
@given(town.moments)
def test_only_published_days_are_ever_told(leeds: Bins, now: dt.datetime) -> None:
    published = {(day.date, one.id) for day in leeds.published("1") for one in day.containers}

    answer = leeds.next("1", now)

    assert {(day.date, one.id) for day in answer.days for one in day.containers} <= published
    assert all(day.date >= answer.today for day in answer.days)
    assert (answer.status == "scheduled") is bool(answer.days)
