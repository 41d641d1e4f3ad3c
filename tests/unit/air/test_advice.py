"""The health advice is dated, and what could not be read in it is not told."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from notifier.air.advice import Step, edition, editions, steps
from notifier.air.daqi import Band

OLD, NEW = dt.date(2025, 12, 18), dt.date(2025, 12, 19)
BANDS: tuple[Band, ...] = ("low", "moderate", "high", "very_high")


@pytest.mark.parametrize(
    ("band", "said"),
    [
        ("low", ("usual",)),
        ("moderate", ("consider_less_effort",)),
        ("high", ("less_effort", "reliever_inhaler")),
        ("very_high", ("avoid_effort",)),
    ],
)
def test_until_december_2025_people_at_risk_hear_the_advice_of_2013(
    band: Band, said: tuple[Step, ...]
) -> None:
    assert steps(band, at_risk=True, day=OLD) == said


@pytest.mark.parametrize("at_risk", [True, False])
@pytest.mark.parametrize("band", ["low", "moderate"])
def test_since_then_most_people_go_on_as_usual_unless_they_have_symptoms(band: Band, at_risk: bool) -> None:
    assert steps(band, at_risk=at_risk, day=NEW) == ("usual", "reduce_if_symptoms")


@pytest.mark.parametrize("at_risk", [True, False])
@pytest.mark.parametrize("band", ["high", "very_high"])
def test_what_could_not_be_read_of_the_new_advice_is_not_told(band: Band, at_risk: bool) -> None:
    assert steps(band, at_risk=at_risk, day=NEW) == ("reduce_if_symptoms",)


def test_it_stays_in_the_file_to_be_checked() -> None:
    found = edition(NEW)
    assert found is not None
    waiting = [part for part in found.parts if part.status == "unconfirmed"]
    assert {part.band for part in waiting} == {"moderate", "high", "very_high"}


def test_nobody_goes_on_as_usual_in_high_air() -> None:
    for one in editions():
        for part in one.parts:
            assert part.band in ("low", "moderate") or "usual" not in part.say


def test_every_audience_has_a_part_for_every_band() -> None:
    for one in editions():
        assert {(part.audience, part.band) for part in one.parts} == {
            (audience, band) for audience in ("general", "at_risk") for band in BANDS
        }


def test_the_editions_follow_each_other_without_a_gap() -> None:
    for before, after in pairwise(editions()):
        assert before.until is not None
        assert before.until + dt.timedelta(days=1) == after.since
    assert editions()[-1].until is None


def test_before_the_first_there_is_none() -> None:
    assert edition(dt.date(2013, 3, 31)) is None
    assert steps("high", at_risk=True, day=dt.date(2000, 1, 1)) == ()


def test_each_says_where_it_is_from_and_when_it_was_read() -> None:
    for one in editions():
        assert one.url.startswith("https://")
        assert one.checked >= dt.date(2026, 11, 20)
