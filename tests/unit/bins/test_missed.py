"""A bin that was not emptied: too early, leave it out, take it in, or report it, by the city's own rules."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.bins.answers import MissedVerdict
from bot.knowledge.bins.bins import Bins
from bot.knowledge.bins.missed import Missed
from tests.unit.bins import town

HOME = ((1, "", "1", "ABBEY ROAD", "KIRKSTALL", "LS5 3NG"),)
DATES = ("12/11/26", "26/11/26", "10/12/26", "24/12/26", "07/01/27", "21/01/27")
"""Every second Thursday."""


@pytest.fixture(scope="module")
def bins(tmp_path_factory: pytest.TempPathFactory) -> Bins:
    jobs = [(1, "BLACK", day) for day in DATES] + [(1, "GREEN", "26/11/26")]
    return town.bins(tmp_path_factory.mktemp("missed"), HOME, jobs)


def ask(bins: Bins, clock: str, container: str | None = "BLACK", **said: Any) -> MissedVerdict:
    now = dt.datetime.fromisoformat(clock).replace(tzinfo=town.LEEDS.clock)
    return bins.missed("1", container, now, Missed(**said))


@pytest.mark.parametrize(
    ("clock", "said", "kind"),
    [
        ("2026-11-26T12:00", {}, "too_early"),
        ("2026-11-26T16:59", {"out_in_time": True}, "too_early"),
        ("2026-11-26T17:00", {}, "wait_leave_out"),
        ("2026-11-26T17:00", {"out_in_time": True}, "report"),
        ("2026-11-27T09:00", {}, "wait_leave_out"),
        ("2026-11-30T23:00", {}, "wait_leave_out"),  # Thursday and two working days: Monday night
        ("2026-11-30T23:00", {"out_in_time": True}, "report"),
        ("2026-12-01T00:30", {}, "take_in"),
        ("2026-12-01T00:30", {"out_in_time": True}, "take_in"),
        ("2026-12-01T00:30", {"times": 2}, "report"),
        ("2026-11-27T09:00", {"tagged": True}, "tagged"),
        ("2026-11-27T09:00", {"tagged": True, "times": 2}, "tagged"),
        ("2026-11-27T09:00", {"out_in_time": False}, "not_out"),
    ],
)
def test_what_to_do(bins: Bins, clock: str, said: dict[str, Any], kind: str) -> None:
    verdict = ask(bins, clock, **said)

    assert verdict.kind == kind
    assert verdict.collection_day == dt.date(2026, 11, 26)
    assert verdict.next_day == dt.date(2026, 12, 10)
    assert verdict.container is not None
    assert verdict.container.id == "BLACK"


def test_too_early_says_until_when(bins: Bins) -> None:
    assert ask(bins, "2026-11-26T12:00").until == dt.datetime(2026, 11, 26, 17, tzinfo=town.LEEDS.clock)


def test_bank_holidays_are_no_working_days(bins: Bins) -> None:
    missed_on_christmas_eve = ask(bins, "2026-12-29T12:00")

    assert missed_on_christmas_eve.kind == "wait_leave_out"
    assert missed_on_christmas_eve.until is not None
    assert missed_on_christmas_eve.until.date() == dt.date(2026, 12, 30)


def test_every_verdict_says_where_the_rule_is_from(bins: Bins) -> None:
    verdict = ask(bins, "2026-11-27T09:00")

    assert verdict.rule.startswith("http")
    assert verdict.checked == dt.date(2026, 11, 20)
    assert verdict.source == bins.source


def test_without_a_bin_all_that_was_due_that_day_is_named(bins: Bins) -> None:
    verdict = ask(bins, "2026-11-27T09:00", container=None)

    assert [one.id for one in verdict.containers] == ["BLACK", "GREEN"]
    assert verdict.container is None


def test_the_day_that_they_name_counts(bins: Bins) -> None:
    assert ask(bins, "2026-11-27T09:00", day=dt.date(2026, 11, 12)).collection_day == dt.date(2026, 11, 12)


def test_a_day_without_a_collection_was_not_due(bins: Bins) -> None:
    verdict = ask(bins, "2026-11-27T09:00", day=dt.date(2026, 11, 25))

    assert (verdict.kind, verdict.collection_day, verdict.next_day) == (
        "not_due",
        None,
        dt.date(2026, 12, 10),
    )
    assert [one.id for one in verdict.containers] == ["BLACK"]


def test_a_bin_that_has_not_been_due_yet(bins: Bins) -> None:
    assert ask(bins, "2026-11-25T09:00", "GREEN").kind == "not_due"


@pytest.mark.parametrize("container", ["BROWN", None])
def test_without_published_days_there_is_nothing_to_judge_by(tmp_path: Path, container: str | None) -> None:
    homes = (*HOME, (2, "", "2", "ABBEY ROAD", "KIRKSTALL", "LS5 3NG"))
    bins = town.bins(tmp_path, homes, [(2, "BLACK", "26/11/26")])

    assert bins.missed("1", container, town.NOW).kind == "no_schedule"


def test_no_open_schedule_and_nothing_loaded_give_no_verdict(tmp_path: Path) -> None:
    assert Bins("leicester", None).missed("1", "ORANGE", town.NOW).kind == "no_schedule"
    assert Bins("leeds", tmp_path / "none.sqlite").missed("1", "BLACK", town.NOW).kind == "no_schedule"


@settings(deadline=None)
@given(town.moments, st.sampled_from([None, True, False]), st.booleans(), st.integers(1, 3))
def test_a_report_is_only_ever_of_a_collection_that_should_be_over(
    bins: Bins, now: dt.datetime, out: bool | None, tagged: bool, times: int
) -> None:
    verdict = bins.missed("1", "BLACK", now, Missed(out, tagged, times))

    if verdict.kind == "report":
        assert verdict.collection_day is not None
        over = dt.datetime.combine(verdict.collection_day, dt.time(17), town.LEEDS.clock)
        assert over <= now
        assert not tagged
    if verdict.next_day is not None:
        assert verdict.next_day > now.astimezone(town.LEEDS.clock).date()
