"""What people are told of their bins on an evening: tomorrow's, what has moved, and when there is no more."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from accessibility.render_sms import SmsRenderer
from accessibility.renderer import Manner
from accessibility.renderers import Modality, renderer
from accessibility.rules import check
from bot.knowledge.bins.bins import Bins
from bot.knowledge.bins.demo import load_demo
from bot.knowledge.bins.evening import Evening, evening
from bot.knowledge.bins.schedule_file import database_path
from locales.catalogue import shipped
from tests.unit.bins import town

ONE_HOME = (
    (1, "", "1", "ABBEY ROAD", "KIRKSTALL", "LS5 3NG"),
    (2, "", "2", "ABBEY ROAD", "KIRKSTALL", "LS5 3NG"),
)
SMS = SmsRenderer(shipped())


def at(text: str) -> dt.datetime:
    """A moment on the clock of Leeds."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=town.LEEDS.clock)


def with_jobs(folder: Path, *jobs: tuple[str, str], now: dt.datetime = town.NOW) -> Bins:
    return town.bins(folder, ONE_HOME, [(1, name, day) for name, day in jobs], now)


def text(told: Evening | None) -> str:
    """As a text message."""
    assert told is not None
    return SMS.render(told.reply.text, "en", [], told.reply.links).text


def fridays(*moved: tuple[str, str], weeks: int = 14) -> list[tuple[str, str]]:
    """A black bin every Friday from 6 November on, with the days of `moved` in the place of others."""
    first = dt.date(2026, 11, 6)
    usual = [f"{first + dt.timedelta(weeks=week):%d/%m/%y}" for week in range(weeks)]
    instead = dict(moved)
    return [("BLACK", instead.get(day, day)) for day in usual]


CHRISTMAS = fridays(("25/12/26", "27/12/26"), ("01/01/27", "02/01/27"))
"""As the council published it for the year before: Christmas on a Sunday, New Year a day late."""


def told_on(bins: Bins, first: str, last: str, home: str = "1") -> dict[str, str]:
    """Every evening at six of these days, as it is asked for in the product: what is told."""
    day, end = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    checked: dt.date | None = None
    told = {}
    while day <= end:
        found = evening(bins, home, at(f"{day}T18:00"), checked)
        if found is not None:
            told[f"{day:%d/%m}"] = text(found)
        checked = day + dt.timedelta(days=1)
        day = checked
    return told


def test_on_the_evening_before_all_that_is_collected_is_one_message(tmp_path: Path) -> None:
    bins = with_jobs(tmp_path, ("GREEN", "26/11/26"), ("BLACK", "26/11/26"), ("BLACK", "10/12/26"))
    assert text(evening(bins, "1", at("2026-11-25T18:00"), None)) == (
        "Your black bin and green bin are collected tomorrow, Thu 26 Nov. Put them out by 7am. "
        "Reply CHANGE or STOP."
    )


def test_on_all_other_evenings_there_is_silence(tmp_path: Path) -> None:
    bins = with_jobs(tmp_path, ("BLACK", "26/11/26"), ("BLACK", "10/12/26"))
    assert list(told_on(bins, "2026-11-20", "2026-12-09")) == ["25/11", "09/12"]


def test_the_day_itself_is_not_told_of_again(tmp_path: Path) -> None:
    bins = with_jobs(tmp_path, ("BLACK", "26/11/26"), ("BLACK", "10/12/26"))
    assert evening(bins, "1", at("2026-11-26T05:00"), None) is None


def test_the_weeks_of_christmas(tmp_path: Path) -> None:
    bins = with_jobs(tmp_path, *CHRISTMAS)
    told = told_on(bins, "2026-12-15", "2027-01-08")
    assert list(told) == ["17/12", "22/12", "26/12", "29/12", "01/01", "07/01"]
    assert told["22/12"].startswith("Your black bin is collected Sun 27 Dec, not Fri 25 Dec.")
    assert told["29/12"].startswith("Your black bin is collected Sat 2 Jan, not Fri 1 Jan.")
    assert "tomorrow, Sun 27 Dec. Put it out by 7am. It is usually Fri 25 Dec." in told["26/12"]
    assert told["07/01"].startswith("Your black bin is collected tomorrow, Fri 8 Jan.")


def test_on_the_wrong_eve_nothing_is_said(tmp_path: Path) -> None:
    bins = with_jobs(tmp_path, *CHRISTMAS)
    assert evening(bins, "1", at("2026-12-24T18:00"), dt.date(2026, 12, 24)) is None
    assert evening(bins, "1", at("2026-12-31T18:00"), dt.date(2026, 12, 31)) is None


def test_a_day_that_comes_sooner_is_told_of_before_it(tmp_path: Path) -> None:
    bins = with_jobs(tmp_path, *fridays(("25/12/26", "22/12/26")))
    told = told_on(bins, "2026-12-15", "2026-12-27")
    assert list(told) == ["17/12", "19/12", "21/12"]
    assert told["19/12"].startswith("Your black bin is collected Tue 22 Dec, not Fri 25 Dec.")


@pytest.mark.parametrize(
    ("days", "moved", "evenings"),
    [
        # A Monday round that was emptied on Sunday, and a Wednesday round that was emptied on Tuesday.
        (
            ["11/11/24", "25/11/24", "09/12/24", "22/12/24", "06/01/25", "20/01/25"],
            "Sun 22 Dec",
            "19/12 21/12",
        ),
        (
            ["13/11/24", "27/11/24", "11/12/24", "24/12/24", "08/01/25", "22/01/25"],
            "Tue 24 Dec",
            "21/12 23/12",
        ),
        # A Thursday round after Boxing Day, and a Wednesday round after New Year.
        (
            ["14/11/24", "28/11/24", "12/12/24", "27/12/24", "09/01/25", "23/01/25"],
            "Fri 27 Dec",
            "23/12 26/12",
        ),
        (
            ["20/11/24", "04/12/24", "18/12/24", "02/01/25", "15/01/25", "29/01/25"],
            "Thu 2 Jan",
            "29/12 01/01",
        ),
    ],
)
def test_christmas_as_leeds_published_it_in_2024(
    tmp_path: Path, days: list[str], moved: str, evenings: str
) -> None:
    then = at("2024-12-01T12:00")
    bins = with_jobs(tmp_path, *(("BLACK", day) for day in days), now=then)
    told = told_on(bins, "2024-12-18", "2025-01-04")
    first, second = evenings.split()
    assert told[first].startswith(f"Your black bin is collected {moved}, not")
    assert told[second].startswith(f"Your black bin is collected tomorrow, {moved}.")
    assert list(told) == [first, second]


def test_an_evening_that_was_missed_is_made_good_on_the_next(tmp_path: Path) -> None:
    bins = with_jobs(tmp_path, *CHRISTMAS)
    late = evening(bins, "1", at("2026-12-23T18:00"), dt.date(2026, 12, 20))
    assert "not Fri 25 Dec" in text(late)
    assert evening(bins, "1", at("2026-12-23T18:00"), dt.date(2026, 12, 23)) is None


def test_tomorrow_and_what_moves_are_one_message(tmp_path: Path) -> None:
    jobs = [*CHRISTMAS, ("GREEN", "23/12/26"), ("GREEN", "09/12/26"), ("GREEN", "06/01/27")]
    told = told_on(with_jobs(tmp_path, *jobs), "2026-12-22", "2026-12-22")
    assert told["22/12"].startswith("Your green bin is collected tomorrow, Wed 23 Dec. Put it out by 7am.")
    assert "Your black bin is collected Sun 27 Dec, not Fri 25 Dec." in told["22/12"]


def test_when_the_dates_run_out_that_is_said_and_nothing_is_guessed(tmp_path: Path) -> None:
    bins = with_jobs(tmp_path, ("BLACK", "12/11/26"), ("BLACK", "26/11/26"))
    told = told_on(bins, "2026-11-25", "2027-01-10")
    assert told["26/11"].startswith("The council has not published your next bin days yet.")
    assert set(told) == {"25/11", *(f"{day}/11" for day in range(26, 31)), "01/12", "02/12"}
    names = {evening(bins, "1", at(f"2026-11-{day}T18:00"), None).name for day in (26, 28, 30)}  # type: ignore[union-attr]
    assert names == {"ended:2026-11-26"}


def test_a_home_whose_own_dates_end_before_others_is_told_so(tmp_path: Path) -> None:
    jobs = [(1, "BLACK", "26/11/26"), (2, "BLACK", "28/12/26")]
    bins = town.bins(tmp_path, ONE_HOME, jobs)
    told = evening(bins, "1", at("2026-11-26T18:00"), None)
    assert told is not None
    assert told.name == "ended:2026-11-26"


def test_a_bin_that_rests_in_winter_is_no_news(tmp_path: Path) -> None:
    jobs = [(1, "BROWN", "26/11/26"), (2, "BLACK", "28/12/26")]
    bins = town.bins(tmp_path, ONE_HOME, jobs)
    assert evening(bins, "1", at("2026-11-26T18:00"), None) is None


def test_flats_without_dates_are_told_that_there_are_none(leeds: Bins) -> None:
    told = evening(leeds, "15", at("2026-11-24T18:00"), None)
    assert told is not None
    assert told.name == "none"
    assert text(told).startswith("No bin days are published for your address. We cannot remind you until")
    assert "https://www.leeds.gov.uk/" in text(told)


def test_an_address_that_is_gone_is_told_so(leeds: Bins) -> None:
    told = evening(leeds, "424242", at("2026-11-24T18:00"), None)
    assert told is not None
    assert told.name == "lost"
    assert text(told).startswith("Your address is not in the bin days any more.")


def test_without_any_data_nothing_is_said(tmp_path: Path) -> None:
    assert evening(Bins("leeds", tmp_path / "none.sqlite"), "1", at("2026-11-24T18:00"), None) is None
    assert evening(Bins("leicester", None), "1", at("2026-11-24T18:00"), None) is None


async def test_made_up_data_are_said_to_be(tmp_path: Path) -> None:
    await load_demo(town.LEEDS, database_path(tmp_path, "leeds"), town.NOW)
    told = evening(Bins("leeds", database_path(tmp_path, "leeds")), "900001", at("2026-11-25T18:00"), None)
    assert "These are made-up demo data, not real bin days." in text(told)


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2026-10-24T18:00", "Sun 25 Oct"),
        ("2026-10-25T18:00", "Mon 26 Oct"),
        ("2027-03-27T18:00", "Sun 28 Mar"),
        ("2027-03-28T18:00", "Mon 29 Mar"),
    ],
)
def test_tomorrow_is_the_calendars_on_both_sides_of_a_clock_change(
    tmp_path: Path, now: str, day: str
) -> None:
    tomorrow = at(now).date() + dt.timedelta(days=1)
    bins = with_jobs(tmp_path, ("BLACK", f"{tomorrow:%d/%m/%y}"), now=at(now))
    assert f"tomorrow, {day}." in text(evening(bins, "1", at(now), None))


@pytest.mark.parametrize("modality", ["screen", "sms"])
def test_all_of_it_keeps_the_rules(tmp_path: Path, modality: Modality) -> None:
    bins = with_jobs(tmp_path, *CHRISTMAS, ("GREEN", "23/12/26"))
    for home, day in (("1", "2026-12-22"), ("1", "2026-12-26"), ("2", "2026-12-22"), ("99", "2026-12-22")):
        found = evening(bins, home, at(f"{day}T18:00"), None)
        assert found is not None
        prefix = "Leeds Council" if modality == "sms" else ""
        manner, links = Manner(prefix=prefix), found.reply.links
        made = renderer(modality, shipped()).render(found.reply.text, "en", [], links, manner=manner)
        assert check(made, modality, prefix=prefix) == []
