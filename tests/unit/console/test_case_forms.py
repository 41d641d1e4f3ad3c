"""What is done with a case, out of the form that says so: times on the city's clock, and nothing made up."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from bot.console.case_forms import FORMS, LEFT_WORD, STATUSES, Asked
from bot.console.visit import Refused
from bot.knowledge.repairs import changes

LONDON = ZoneInfo("Europe/London")
NOW = dt.datetime(2026, 11, 24, 10, 0, 30, tzinfo=dt.UTC)
AWARE = dt.datetime(2026, 11, 20, 9, 0, 45, tzinfo=dt.UTC)


def asked(now: dt.datetime = NOW, aware: dt.datetime = AWARE, **form: str) -> Asked:
    fields = {name.replace("__", "-").rstrip("_"): value for name, value in form.items()}
    return Asked(fields, now, LONDON, aware, ("damp_mould", "cold"), ("flue",))


def test_times_are_those_of_the_citys_clock() -> None:
    summer = dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
    made = FORMS["book"](asked(summer, day="2026-06-10", from_="10:00", until="12:00", tells="yes"))
    assert made == changes.Book(
        dt.datetime(2026, 6, 10, 9, tzinfo=dt.UTC), dt.datetime(2026, 6, 10, 11, tzinfo=dt.UTC), True
    )


def test_a_visit_may_be_booked_while_it_is_under_way() -> None:
    FORMS["book"](asked(day="2026-11-24", from_="09:00", until="11:00"))
    with pytest.raises(Refused):
        FORMS["book"](asked(day="2026-11-24", from_="09:00", until="10:00"))


@pytest.mark.parametrize("time", ["10:00+05:00", "1000", "25:00", "10:00:00.5x", "", "noon"])
def test_what_is_no_time_is_refused_or_read_as_the_citys(time: str) -> None:
    """`10:00+05:00` and `1000` are times of ISO 8601; a zone that somebody adds counts for nothing."""
    form = asked(day="2026-11-23", time=time)
    if time in ("10:00+05:00", "1000"):
        made = FORMS["safe"](form)
        assert isinstance(made, changes.MadeSafe)
        assert made.at == dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)
    else:
        with pytest.raises(Refused):
            FORMS["safe"](form)


def test_the_minute_in_which_it_was_reported_is_not_before_the_report() -> None:
    made = FORMS["visit"](asked(day="2026-11-20", time="09:00", who="remote", found="unknown"))
    assert made == changes.Visit(None, "It was looked at by phone or video.", AWARE)
    with pytest.raises(Refused, match="before this was reported"):
        FORMS["visit"](asked(day="2026-11-20", time="08:59", who="remote", found="unknown"))


def test_the_minute_that_is_now_is_not_to_come() -> None:
    made = FORMS["done"](asked(day="2026-11-24", time="10:00"))
    assert made == changes.Done("", dt.datetime(2026, 11, 24, 10, tzinfo=dt.UTC))
    with pytest.raises(Refused, match="still to come"):
        FORMS["done"](asked(day="2026-11-24", time="10:01"))


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2026-02-30", "2026-11-24T00:00", "٢٠٢٦-١١-٢٤"])
def test_days_far_away_break_nothing(day: str) -> None:
    for form in ("visit", "book"):
        with pytest.raises(Refused):
            FORMS[form](asked(day=day, time="00:00", from_="00:00", until="23:59", who="officer", found="no"))


def test_an_attempt_says_what_was_done_to_reach_them() -> None:
    when = {"day": "2026-11-23", "time": "10:00"}
    plain = FORMS["attempt"](asked(**when, words="Dog barked."))
    assert isinstance(plain, changes.Attempt)
    assert plain.words == "23 November 2026, 10:00: nobody came to the door. Dog barked."
    every = FORMS["attempt"](asked(**when, **{f"told__{one}": "yes" for one in LEFT_WORD}))
    assert isinstance(every, changes.Attempt)
    assert every.words == (
        "23 November 2026, 10:00: nobody came to the door; we left a card, rang the tenant, sent a text "
        "message and asked a neighbour."
    )


def test_a_status_tells_only_where_that_is_ticked() -> None:
    for one in STATUSES:
        assert FORMS["status"](asked(status=one)) == changes.SetStatus(one, "", False)
        assert FORMS["status"](asked(status=one, tells="yes")) == changes.SetStatus(one, "", True)
    for one in ("appointment", "done", "closed", "", "flying"):
        with pytest.raises(Refused):
            FORMS["status"](asked(status=one))


def test_a_class_without_a_hazard_needs_none() -> None:
    made = FORMS["confirm"](asked(priority="routine", severity="", hazard="", right="flue"))
    assert made == changes.Confirm("routine", "", "", "flue")


def test_control_characters_and_length_are_looked_after() -> None:
    made = FORMS["note"](asked(words="one\x00 two\r\nthree"))
    assert isinstance(made, changes.Note)
    assert "\x00" not in made.words
    with pytest.raises(Refused, match="too long"):
        FORMS["note"](asked(words="x" * 2_001))
