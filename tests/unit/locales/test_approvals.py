"""Approvals: who stands behind which words, and how a change leaves the approval behind."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from locales.approvals import ApprovalError, Approvals, Role, approve, read, write
from locales.message import Message
from locales.phrase import Standing

BINS = Message("%(count)s bin", "%(count)s bins")
FORMS = ("%(count)s kosz", "%(count)s kosze", "%(count)s koszy")
TODAY = dt.date(2026, 11, 20)


def by(*roles: Role) -> Approvals:
    return Approvals([approve(BINS, FORMS, role, TODAY) for role in roles])


@pytest.mark.parametrize(
    ("roles", "standing"),
    [
        ((), Standing.MACHINE),
        (("mt",), Standing.MACHINE),
        (("translator",), Standing.TRANSLATED),
        (("reviewer",), Standing.TRANSLATED),
        (("translator", "translator"), Standing.TRANSLATED),
        (("mt", "reviewer"), Standing.TRANSLATED),
        (("translator", "reviewer"), Standing.READ),
    ],
)
def test_standing_by_the_roles_that_approved(roles: tuple[Role, ...], standing: Standing) -> None:
    assert by(*roles).standing(BINS, FORMS) == standing


@pytest.mark.parametrize(
    "message",
    [
        Message("%(count)s bag", "%(count)s bins"),
        Message("%(count)s bin", "%(count)s bags"),
        Message("%(count)s bin", "%(count)s bins", "calendar"),
        Message("%(count)s bin"),
    ],
    ids=["singular", "plural", "context", "no plural"],
)
def test_a_changed_english_leaves_the_approval_behind(message: Message) -> None:
    assert by("translator", "reviewer").standing(message, FORMS) == Standing.MACHINE


def test_a_changed_form_leaves_the_approval_behind() -> None:
    changed = (*FORMS[:2], "%(count)s kubłów")
    approvals = by("translator", "reviewer")
    assert approvals.standing(BINS, changed) == Standing.MACHINE
    assert len(approvals.stale([(BINS, changed)])) == 2
    assert approvals.stale([(BINS, FORMS)]) == ()


def test_parts_are_hashed_apart() -> None:
    assert Message("ab", "c").digest != Message("a", "bc").digest


def test_the_file_holds_hashes_roles_and_dates_and_no_names(tmp_path: Path) -> None:
    path = tmp_path / "pl.csv"
    write(path, by("translator", "reviewer").rows)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "message,translation,role,date"
    assert [line.split(",")[2:] for line in lines[1:]] == [
        ["reviewer", "2026-11-20"],
        ["translator", "2026-11-20"],
    ]
    assert read(path).standing(BINS, FORMS) == Standing.READ


def test_writing_is_sorted_and_says_nothing_twice(tmp_path: Path) -> None:
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    rows = by("translator", "reviewer").rows
    write(one, rows)
    write(two, (*reversed(rows), *rows))
    assert one.read_bytes() == two.read_bytes()


def test_no_file_is_no_approval(tmp_path: Path) -> None:
    assert read(tmp_path / "pl.csv").rows == ()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("message,role\n", r"pl\.csv:1: the columns must be message,translation,role,date"),
        ("message,translation,role,date\na,b,boss,2026-11-20\n", r"pl\.csv:2: .*boss.*role"),
        ("message,translation,role,date\na,b,mt,2026-11-20\na,b,mt,20/11/26\n", r"pl\.csv:3: .*date"),
    ],
)
def test_a_wrong_file_names_line_and_field(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "pl.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ApprovalError, match=says):
        read(path)
