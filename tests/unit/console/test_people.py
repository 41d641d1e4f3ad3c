"""What each role may do, and how long wrong tries lock."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.handover.people import Member, Role, lock_after


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("adviser", [True, False, False]),
        ("supervisor", [True, True, False]),
        ("administrator", [True, True, True]),
    ],
)
def test_each_role_may_what_those_before_may(role: Role, may: list[bool]) -> None:
    member = Member(1, "Sam Reed", role, "")
    assert [member.may("adviser"), member.may("supervisor"), member.may("administrator")] == may


@pytest.mark.parametrize(
    ("failures", "minutes"),
    [(0, 0), (1, 0), (4, 0), (5, 15), (6, 0), (9, 0), (10, 30), (35, 960), (40, 1440), (5_000_000, 1440)],
)
def test_every_fifth_wrong_try_locks_for_longer(failures: int, minutes: int) -> None:
    assert lock_after(failures) == (dt.timedelta(minutes=minutes) if minutes else None)
