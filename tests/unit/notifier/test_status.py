"""A message goes one way: whatever happens to it, in whatever order, it comes to an end and stays there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from notifier.status import FINAL, NEXT, OF_REPORT, Status, may

statuses = st.sampled_from(sorted(NEXT))


@given(statuses, st.lists(statuses, max_size=30))
def test_what_is_over_stays_over(first: Status, wanted: list[Status]) -> None:
    now, over = first, False
    for then in wanted:
        if may(now, then):
            assert not over
            now = then
        over = over or now in FINAL
    assert not over or now in FINAL


def test_every_status_leads_to_an_end() -> None:
    reached = set(FINAL)
    while more := {status for status, to in NEXT.items() if to & reached} - reached:
        reached |= more
    assert reached == set(NEXT)


def test_the_final_ones_lead_nowhere_and_the_others_somewhere() -> None:
    assert {status for status, to in NEXT.items() if not to} == FINAL


def test_nothing_is_sent_twice_without_a_word_that_says_so() -> None:
    """From where a call may have been made, only these lead back to another call."""
    assert {status for status, to in NEXT.items() if "waiting" in to} == {"sending", "uncertain", "sent"}
    assert [status for status, to in NEXT.items() if "sending" in to] == ["waiting"]


def test_what_was_never_begun_cannot_have_arrived() -> None:
    assert not any(may("waiting", then) for then in OF_REPORT.values() if then != "failed")


def test_a_reported_status_is_one_that_a_sent_message_can_have() -> None:
    assert all(then == "sent" or may("sent", then) for then in OF_REPORT.values())
