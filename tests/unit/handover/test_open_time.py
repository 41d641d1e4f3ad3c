"""Waits are counted in opening hours, over nights, weekends, bank holidays and changes of the clocks."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from bot.handover.open_time import OpenTime
from bot.handover.request import Handover
from bot.knowledge.directory.hours import Span, Week

LEEDS = ZoneInfo("Europe/London")
DAY = (Span(dt.time(9), dt.time(17)),)
OFFICE = OpenTime(Week(DAY, DAY, DAY, DAY, DAY), LEEDS)
NIGHTS = OpenTime(Week(*[(Span(dt.time(0), dt.time(12)),)] * 7), LEEDS)
TWICE = OpenTime(Week(wed=(Span(dt.time(9), dt.time(12)), Span(dt.time(13), dt.time(17)))), LEEDS)
NEVER = OpenTime(Week(), LEEDS)


def at(text: str) -> dt.datetime:
    """A moment on the city's wall clock."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=LEEDS)


@pytest.mark.parametrize(
    ("hours", "start", "end", "minutes"),
    [
        (OFFICE, "2026-11-25T10:00", "2026-11-25T10:12", 12),
        (OFFICE, "2026-11-25T08:00", "2026-11-25T09:30", 30),
        (OFFICE, "2026-11-25T16:45", "2026-11-26T09:10", 25),
        (OFFICE, "2026-11-27T16:45", "2026-11-30T09:10", 25),
        (OFFICE, "2026-12-24T16:45", "2026-12-29T09:10", 25),
        (OFFICE, "2026-11-25T21:00", "2026-11-26T08:00", 0),
        (TWICE, "2026-11-25T11:50", "2026-11-25T13:10", 20),
        (NEVER, "2026-11-25T10:00", "2026-12-25T10:00", 0),
        (NIGHTS, "2026-10-25T00:00", "2026-10-25T12:00", 13 * 60),
        (NIGHTS, "2027-03-28T00:00", "2027-03-28T12:00", 11 * 60),
        (OFFICE, "2026-11-25T10:00", "2026-11-25T09:00", 0),
    ],
)
def test_only_opening_hours_count(hours: OpenTime, start: str, end: str, minutes: int) -> None:
    assert hours.between(at(start), at(end)) == dt.timedelta(minutes=minutes)


@given(st.lists(st.integers(0, 400 * 60), min_size=3, max_size=3).map(sorted))
def test_parts_of_a_wait_add_up_and_none_is_longer_than_it_was(marks: list[int]) -> None:
    first, middle, last = (at("2026-12-20T00:00") + dt.timedelta(minutes=one) for one in marks)
    whole = OFFICE.between(first, last)
    assert whole == OFFICE.between(first, middle) + OFFICE.between(middle, last)
    assert dt.timedelta() <= whole <= last.astimezone(dt.UTC) - first.astimezone(dt.UTC)


WAITS = Handover(
    id=1,
    reference="K7P4M2",
    conversation=1,
    channel="web",
    language="en",
    reason="asked",
    hazard="",
    team="",
    priority=2,
    status="queued",
    adviser=None,
    lease_until=None,
    queued_at=at("2026-11-25T16:50"),
    claimed_at=None,
    ended_at=None,
    outcome="",
)


def test_it_runs_until_closing_time_and_stands_still_after_it() -> None:
    wait = OFFICE.wait(WAITS, at("2026-11-25T16:55"))
    assert (wait.length, wait.until, wait.paused) == (dt.timedelta(minutes=5), at("2026-11-25T17:00"), False)
    wait = OFFICE.wait(WAITS, at("2026-11-25T20:00"))
    assert (wait.length, wait.until, wait.paused) == (dt.timedelta(minutes=10), None, True)


@pytest.mark.parametrize(
    "over",
    [
        {"status": "left", "ended_at": at("2026-11-26T09:05")},
        {"status": "adviser", "claimed_at": at("2026-11-26T09:05")},
        {"status": "closed", "claimed_at": at("2026-11-26T09:05"), "ended_at": at("2026-11-26T11:00")},
    ],
)
def test_it_stands_still_for_good_once_they_have_left_or_were_taken(over: dict[str, object]) -> None:
    wait = OFFICE.wait(structs.replace(WAITS, **over), at("2026-11-26T16:00"))
    assert (wait.length, wait.until) == (dt.timedelta(minutes=15), None)


def test_who_lost_their_adviser_is_counted_from_then_on() -> None:
    lost = structs.replace(
        WAITS, claimed_at=at("2026-11-25T16:51"), waiting_since=at("2026-11-26T09:10"), priority=1
    )
    assert OFFICE.wait(lost, at("2026-11-26T09:13")).length == dt.timedelta(minutes=3)
    left = structs.replace(lost, status="left", ended_at=at("2026-11-26T09:15"))
    assert OFFICE.wait(left, at("2026-11-26T12:00")).length == dt.timedelta(minutes=5)
