"""Alerts in memory know what messages are about, whatever those are called."""

from __future__ import annotations

from typing import Any

from notifier.alert import Alert
from notifier.board import Board
from notifier.feeds.feed import Parsed
from notifier.refusal import Refusal
from notifier.warning import Warning
from tests.unit.notifier.warnings.samples import NOW, warning


def said(board: Board, *several: Warning, feed: str = "test", **more: Any) -> list[tuple[str, str, int]]:
    outcomes = board.take(feed, Parsed(warnings=several, **more), NOW)
    return [_short(one) for one in outcomes]


def _short(one: Alert | Refusal) -> tuple[str, str, int]:
    return (one.reason, one.what, 0) if isinstance(one, Refusal) else (one.phase, one.name, one.version)


def test_a_chain_of_updates_that_each_name_only_the_last_is_one_alert() -> None:
    board = Board()
    assert said(board, warning(1, id="a")) == [("new", "test:a", 1)]
    assert said(board, warning(2, id="b", level=3, replaces=("a",))) == [("upgrade", "test:a", 2)]
    assert said(board, warning(3, id="c", level=4, replaces=("b",))) == [("upgrade", "test:a", 3)]
    assert said(board, warning(4, id="d", status="cancelled", replaces=("c",))) == [
        ("cancelled", "test:a", 4)
    ]


def test_an_update_whose_first_message_was_lost_begins_it() -> None:
    board = Board()
    assert said(board, warning(2, id="b", replaces=("a",))) == [("new", "test:b", 1)]
    assert said(board, warning(1, id="a")) == [("older", "a", 0)]
    assert said(board, warning(3, id="c", status="cancelled", replaces=("a",))) == [
        ("cancelled", "test:b", 2)
    ]


def test_a_cancellation_ends_everything_that_it_names() -> None:
    board = Board()
    said(board, warning(1, id="a"), warning(1, id="b"), warning(1, id="x"))
    ended = said(board, warning(2, id="c", status="cancelled", replaces=("a", "b")))
    assert ended == [("cancelled", "test:a", 2), ("cancelled", "test:b", 2)]


def test_an_update_of_two_goes_on_with_the_one_that_holds() -> None:
    board = Board()
    said(board, warning(1, id="a"), warning(1, id="b"), warning(2, id="a", status="cancelled"))
    assert said(board, warning(3, id="c", level=3, replaces=("a", "b"))) == [("upgrade", "test:b", 2)]


def test_two_that_an_update_makes_one_are_over_once() -> None:
    board = Board()
    said(board, warning(1, id="a"), warning(1, id="b"))
    said(board, warning(2, id="c", level=3, replaces=("a", "b")))
    assert [alert.name for alert in board.alerts] == ["test:a"]
    assert said(board, complete=True) == [("clear", "test:a", 3)]
    assert said(board, warning(3, id="b", status="cancelled")) == []


def test_what_a_complete_list_leaves_out_is_over_and_new_when_it_is_listed_again() -> None:
    board = Board()
    both = (warning(1, id="a"), warning(1, id="b"))
    said(board, *both, complete=True)
    assert said(board, both[0], complete=True) == [("clear", "test:b", 2)]
    assert said(board, both[0], complete=True) == []
    assert said(board, *both, complete=True) == [("new", "test:b", 3)]
    assert said(board, complete=True) == [("clear", "test:a", 2), ("clear", "test:b", 4)]


def test_a_list_that_is_not_complete_ends_nothing() -> None:
    board = Board()
    said(board, warning(1, id="a"))
    assert said(board) == []
    assert [alert.level for alert in board.alerts] == [2]


def test_one_feeds_list_says_nothing_of_another_feeds_alerts() -> None:
    board = Board()
    said(board, warning(1, id="a"))
    assert said(board, feed="other", complete=True) == []
    assert said(board, feed="tes", complete=True) == []


def test_a_list_that_has_it_under_its_new_name_still_has_it() -> None:
    board = Board()
    said(board, warning(1, id="a"))
    assert said(board, warning(2, id="b", replaces=("a",)), complete=True) == []
    assert said(board, warning(2, id="b"), complete=True) == []


def test_an_end_that_came_before_its_alert_holds() -> None:
    board = Board()
    assert said(board, warning(2, id="c", status="cancelled", replaces=("a",))) == [("over", "c", 0)]
    assert said(board, warning(1, id="a")) == [("older", "a", 0)]
    assert said(board, warning(3, id="a")) == [("new", "test:a", 1)]


def test_what_comes_at_once_is_taken_in_the_order_in_which_it_was_said() -> None:
    ended = said(Board(), warning(2, id="a", status="cancelled"), warning(1, id="a"))
    assert ended == [("new", "test:a", 1), ("cancelled", "test:a", 2)]
