"""What an answer means for a request that was sent, and what is told of it."""

from __future__ import annotations

import pytest

from bot.open311.errors import MOST_ASKED, Open311Error, meaning
from bot.open311.polling import _note, _words
from bot.open311.shapes import Fault, Request


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503])
def test_a_server_that_says_that_it_has_failed_has_not_taken_it(status: int) -> None:
    assert meaning(status, "", ()).kind == "busy"


@pytest.mark.parametrize("status", [504, 520, 599])
def test_of_what_is_behind_a_gateway_nobody_knows(status: int) -> None:
    assert meaning(status, "", ()).kind == "lost"


@pytest.mark.parametrize("status", [100, 301, 307, 400, 401, 403, 404, 405, 410, 422])
def test_anything_else_is_a_no(status: int) -> None:
    assert meaning(status, "", ()).kind == "refused"


@pytest.mark.parametrize(
    ("after", "seconds"),
    [
        ("0", 0.0),
        ("30", 30.0),
        ("99999999", MOST_ASKED),
        ("-1", 0.0),
        ("1.5", 0.0),
        ("٣", 0.0),
        ("9" * 50, 0.0),
    ],
)
def test_patience_that_is_asked_for_has_an_end(after: str, seconds: float) -> None:
    assert meaning(503, after, ()).after == seconds


@pytest.mark.parametrize(
    ("status", "said", "duplicate"),
    [
        (400, "Invalid service request: base is a duplicate.", True),
        (400, "Duplicate request", True),
        (422, "duplicate", True),
        (409, "", True),
        (400, "location can't be blank", False),
        (403, "duplicate key", False),
        (500, "duplicate", False),
    ],
)
def test_a_duplicate_is_known_by_its_words(status: int, said: str, duplicate: bool) -> None:
    assert meaning(status, "", [Fault(str(status), said)]).duplicate is duplicate


def test_their_words_are_on_one_line_and_bounded() -> None:
    problem = Open311Error("refused", 400, faults=[Fault("400", "a\n\x1b b"), Fault("", "x" * 900)])
    assert problem.words.startswith("a  b x") or problem.words.startswith("a b x")
    assert len(problem.words) == 500
    assert "\n" not in problem.words


def test_what_is_said_of_it_is_ours_alone() -> None:
    problem = Open311Error("refused", 400, faults=[Fault("400", "phone 07700 900001")])
    assert problem.code == "400"
    assert str(problem) == "the other system refuses it (HTTP 400)"
    assert (problem.reason, Open311Error("silent").reason) == (
        "400: the other system refuses it",
        "the other system cannot be reached",
    )


@pytest.mark.parametrize(
    ("status", "folded"),
    [
        ("open", "open"),
        ("CLOSED", "closed"),
        ("fixed - council", "fixed council"),
        ("no_further_action", "no further action"),
        ("", ""),
        ("x" * 90, "x" * 32),
    ],
)
def test_statuses_are_folded(status: str, folded: str) -> None:
    assert _note(Request(id="1", status=status)).status == folded


def test_what_staff_read_says_what_is_new_and_nothing_else(relayed: object) -> None:
    open_ = _note(Request(id="7", status="open"))
    assert _words(relayed, open_) == ""  # type: ignore[arg-type]
    booked = _note(Request(id="7", status="action_scheduled", notes="A plumber comes.", agency="North"))
    told = _words(relayed, booked)  # type: ignore[arg-type]
    assert told == "request 7: Status: action scheduled. A plumber comes. With: North."
