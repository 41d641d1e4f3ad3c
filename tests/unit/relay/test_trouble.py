"""After a failure it is waited, longer each time, never all at once and never for ever."""

from __future__ import annotations

import datetime as dt
from random import Random

from bot.relay.trouble import LONGEST, MOST_ASKED, Trouble

NOW = dt.datetime(2026, 11, 20, 9, 0, tzinfo=dt.UTC)


def test_pauses_double_up_to_a_minute_and_half_more_or_less() -> None:
    trouble = Trouble(Random(1))
    for number in range(20):
        middle = min(2.0**number, LONGEST)
        assert 0.5 * middle <= trouble.met(NOW) <= 1.5 * middle


def test_two_that_fail_together_do_not_come_back_together() -> None:
    assert Trouble(Random(1)).met(NOW) != Trouble(Random(2)).met(NOW)


def test_what_chatwoot_asks_for_is_heeded_within_reason() -> None:
    assert Trouble(Random(1)).met(NOW, after=30) == 30
    assert Trouble(Random(1)).met(NOW, after=86_400) == MOST_ASKED


def test_it_lasts_since_the_first_failure_until_all_is_well() -> None:
    trouble = Trouble(Random(1))
    assert not trouble.over()
    trouble.met(NOW)
    trouble.met(NOW + dt.timedelta(minutes=1))
    assert trouble.since == NOW
    assert trouble.over()
    assert trouble.since is None
    assert trouble.met(NOW) <= 1.5
