"""What holds of the versions of an alert whatever publishers say, and in whatever order it comes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from notifier.alert import OVER, Alert
from notifier.board import Board
from notifier.feeds.feed import Parsed
from notifier.refusal import Refusal
from notifier.warning import Warning
from tests.unit.notifier.warnings.samples import HOUR, NOW, warning

LATER = NOW + 2 * HOUR
statuses = st.sampled_from(["in_force", "in_force", "in_force", "cancelled", "expired", "over"])


@st.composite
def words(draw: st.DrawFn) -> Warning:
    """A word about one of two alerts, at one of a few moments."""
    order = draw(st.integers(1, 8))
    expires = draw(st.sampled_from([None, NOW + HOUR, NOW + 9 * HOUR]))
    id = draw(st.sampled_from(["a", "b"]))
    level = draw(st.integers(1, 4))
    return warning(order, id=id, level=level, status=draw(statuses), expires=expires)


def told(board: Board, said: Sequence[Warning], now: dt.datetime = NOW) -> list[Alert]:
    outcomes = board.take("test", Parsed(warnings=tuple(said)), now)
    return [one for one in outcomes if isinstance(one, Alert)]


def numbered(several: Sequence[Warning]) -> list[Warning]:
    """The first of each number."""
    return list({(one.id, one.order): one for one in reversed(several)}.values())[::-1]


@given(st.lists(words(), max_size=20))
def test_versions_rise_one_by_one_from_one(several: list[Warning]) -> None:
    found = told(Board(), several)
    for name in {alert.name for alert in found}:
        versions = [alert.version for alert in found if alert.name == name]
        assert versions == list(range(1, len(versions) + 1))


@given(st.lists(words(), max_size=20))
def test_an_end_is_never_told_twice_and_what_follows_it_is_new(several: list[Warning]) -> None:
    found = told(Board(), several)
    for name in {alert.name for alert in found}:
        before: Alert | None = None
        for alert in (one for one in found if one.name == name):
            assert (alert.level == 0) == (alert.phase in OVER)
            assert alert.before == (before.level if before else 0)
            assert (alert.phase == "new") == (alert.before == 0)
            assert (alert.level, alert.before) != (0, 0)
            before = alert


@given(st.lists(words(), max_size=20))
def test_phases_say_how_levels_go(several: list[Warning]) -> None:
    for alert in told(Board(), several):
        if alert.phase == "upgrade":
            assert alert.level > alert.before > 0
        elif alert.phase == "downgrade":
            assert 0 < alert.level < alert.before
        elif alert.phase == "update":
            assert alert.level == alert.before


@given(st.lists(words(), max_size=20))
def test_hearing_it_all_a_second_time_tells_nothing_new(several: list[Warning]) -> None:
    board = Board()
    told(board, several)
    known = board.alerts
    assert told(board, several) == []
    assert board.alerts == known


@given(st.lists(words(), max_size=12), st.randoms(use_true_random=False))
def test_what_holds_in_the_end_does_not_depend_on_what_came_first(
    several: list[Warning], random: st.random.Random
) -> None:
    said = numbered(several)
    shuffled = list(said)
    random.shuffle(shuffled)
    assert _holds(sorted(said, key=lambda one: one.order)) == _holds(shuffled)


@given(st.lists(words(), max_size=12), st.randoms(use_true_random=False))
def test_once_it_is_known_an_end_holds_whatever_comes_late(
    several: list[Warning], random: st.random.Random
) -> None:
    rest = [*numbered(several), warning(99, id="a", status="cancelled")]
    random.shuffle(rest)
    assert "test:a" not in _holds([warning(0.5, id="a"), *rest])


def _holds(said: Sequence[Warning]) -> dict[str, tuple[int, dt.datetime | None]]:
    """What is in force after these came one by one, how bad it is and until when."""
    board = Board()
    for one in said:
        told(board, [one])
    return {alert.name: (alert.level, alert.expires) for alert in board.alerts if alert.level}


@given(st.lists(words(), max_size=12))
def test_what_runs_out_is_over_once(several: list[Warning]) -> None:
    board = Board()
    told(board, several)
    over = list(board.expire(LATER))
    assert all((alert.level, alert.phase) == (0, "expired") for alert in over)
    assert list(board.expire(LATER)) == []
    assert all(one.expires is None or one.expires > LATER for one in board.alerts if one.level)


@given(st.lists(words(), max_size=12))
def test_whatever_is_refused_says_of_what_and_why(several: list[Warning]) -> None:
    for outcome in Board().take("test", Parsed(warnings=tuple(several)), NOW):
        if isinstance(outcome, Refusal):
            assert outcome.what in ("a", "b")
            assert outcome.reason in ("over", "older", "repeated")
