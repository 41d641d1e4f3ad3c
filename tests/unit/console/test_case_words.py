"""How late a repair is, in words: by the day and by the clock."""

from __future__ import annotations

import datetime as dt
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from bot.console import case_words as words
from bot.knowledge.repairs import case
from bot.knowledge.repairs.case import Deadline

LONDON = ZoneInfo("Europe/London")
NOW = dt.datetime(2026, 11, 24, 10, 0, tzinfo=LONDON)


def day(date: str) -> Deadline:
    """To the end of that day."""
    end = dt.datetime.fromisoformat(f"{date}T23:59:59.999999").replace(tzinfo=LONDON)
    return Deadline("investigate", "awaab", end)


def at(moment: str) -> Deadline:
    return Deadline("safe", "awaab", dt.datetime.fromisoformat(moment).replace(tzinfo=LONDON), exact=True)


@pytest.mark.parametrize(
    ("one", "state", "said"),
    [
        (day("2026-11-22"), "late", "Late by 2 days"),
        (day("2026-11-23"), "late", "Late by 1 day"),
        (day("2026-11-24"), "soon", "Due today"),
        (day("2026-11-25"), "later", "Due tomorrow"),
        (day("2026-12-04"), "later", "Due Friday 4 December"),
        (day("2027-02-16"), "later", "Due Tuesday 16 February 2027"),
        (at("2026-11-24T09:30"), "late", "Late by less than an hour"),
        (at("2026-11-24T08:59"), "late", "Late by 1 hour"),
        (at("2026-11-23T05:00"), "late", "Late by 29 hours"),
        (at("2026-11-20T10:00"), "late", "Late by 4 days"),
        (at("2026-11-24T14:30"), "soon", "Due today at 14:30"),
        (at("2026-11-25T10:00"), "soon", "Due tomorrow at 10:00"),
        (at("2026-11-25T10:01"), "later", "Due tomorrow at 10:01"),
        (at("2026-11-24T10:00"), "soon", "Due today at 10:00"),
    ],
)
def test_when_it_is_due(one: Deadline, state: str, said: str) -> None:
    assert words.due(one, NOW, LONDON) == words.Due(state, said)


def test_midnight_belongs_to_the_day_that_it_ends() -> None:
    midnight = Deadline("finish", "council", dt.datetime(2026, 11, 25, tzinfo=LONDON))
    assert words.due(midnight, NOW, LONDON).words == "Due today"
    assert words.last_day(midnight, LONDON) == "Tuesday 24 November 2026"
    assert words.iso(midnight, LONDON) == "2026-11-24"


def test_days_are_those_of_the_city_in_summer_too() -> None:
    summer = dt.datetime(2026, 6, 10, 23, 30, tzinfo=dt.UTC)  # half past midnight in London
    end = dt.datetime(2026, 6, 11, 22, 59, 59, tzinfo=dt.UTC)
    assert words.due(Deadline("finish", "council", end), summer, LONDON).words == "Due today"


def test_what_was_done_says_whether_in_time() -> None:
    done = dt.datetime(2026, 11, 23, 15, 20, tzinfo=dt.UTC)
    for due, said in ((day("2026-11-24"), "Done in time"), (day("2026-11-22"), "Done late")):
        met = Deadline(due.step, due.source, due.due, met_at=done)
        assert words.due(met, NOW, LONDON) == words.Due("met", f"{said}, Monday 23 November 2026, 15:20")


def test_an_exact_time_is_told_with_its_offset_to_other_software() -> None:
    assert words.iso(at("2026-07-01T14:30"), LONDON) == "2026-07-01T14:30+01:00"


@pytest.mark.parametrize(
    ("several", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_words_are_joined(several: list[str], said: str) -> None:
    assert words.joined(several) == said


def test_everything_that_a_case_can_be_has_words() -> None:
    assert set(words.STATUSES) == set(get_args(case.Status))
    assert set(words.PRIORITIES) == set(get_args(case.Priority))
    assert set(words.SEVERITIES) == set(get_args(case.Severity))
    assert set(words.PEOPLE) == set(get_args(case.Person))
    assert set(words.STEPS) == set(get_args(case.Step))
    assert set(words.SOURCES) == set(get_args(case.Source))
    assert {*words.SINCE, ""} == set(get_args(case.Since))
    assert set(words.COMES) == set(get_args(case.Comes))
    assert set(words.TENANCIES) == set(get_args(case.Tenancy))
