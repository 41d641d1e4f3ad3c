"""Sheets for readers: what waits for an approval goes out, and what was agreed to comes back."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from locales import approvals
from locales.__main__ import main
from locales.approvals import Role
from locales.message import Message
from locales.phrase import Standing
from tests.unit.locales.project import Project

HELLO, BYE = Message("Hello"), Message("Bye")


@pytest.fixture
def translated(project: Project, capsys: pytest.CaptureFixture[str]) -> Project:
    project.write("bot/cards.py", '_("Bye")\n')
    project.write("bot/a.py", '_("Hello")\n_("Later")\n')
    main(["extract", "--root", str(project.root)])
    project.translate("pl", {"Hello": "Dzień dobry", "Bye": "Do widzenia"})
    capsys.readouterr()
    return project


def sheet(
    project: Project, capsys: pytest.CaptureFixture[str], role: str = "translator"
) -> list[dict[str, str]]:
    capsys.readouterr()
    assert main(["sheet", "pl", "--role", role, "--root", str(project.root)]) == 0
    return list(csv.DictReader(capsys.readouterr().out.splitlines()))


def hand_in(project: Project, rows: list[dict[str, str]], role: Role = "translator") -> int:
    path = project.root / "sheet.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    more = ["--date", "2026-11-20", "--root", str(project.root)]
    return main(["approve", "pl", "--role", role, str(path), *more])


def standing(project: Project, message: Message, words: str) -> Standing:
    return approvals.read(project.folder / "approvals" / "pl.csv").standing(message, (words,))


def test_what_has_words_waits_and_safety_comes_first(
    translated: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = sheet(translated, capsys)
    assert [(row["safety"], row["english"], row["translation"]) for row in rows] == [
        ("safety", "Bye", "Do widzenia"),
        ("", "Hello", "Dzień dobry"),
    ]


def test_a_row_that_is_agreed_to_is_approved_and_waits_no_more(
    translated: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = sheet(translated, capsys)
    assert hand_in(translated, [{**first, "approved": "Yes "}, second]) == 0
    assert capsys.readouterr().out == "pl: 1 approved by the translator\n"
    assert standing(translated, BYE, "Do widzenia") == Standing.TRANSLATED
    assert standing(translated, HELLO, "Dzień dobry") == Standing.MACHINE
    assert [row["english"] for row in sheet(translated, capsys)] == ["Hello"]
    assert [row["english"] for row in sheet(translated, capsys, "reviewer")] == ["Bye", "Hello"]


def test_two_roles_make_a_safety_message_read(
    translated: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    roles: tuple[Role, ...] = ("translator", "reviewer")
    for role in roles:
        rows = sheet(translated, capsys, role)
        hand_in(translated, [{**row, "approved": "y"} for row in rows], role)
    assert standing(translated, BYE, "Do widzenia") == Standing.READ


def test_words_that_were_changed_are_not_approved(
    translated: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second = sheet(translated, capsys)
    changed = {**second, "translation": "Cześć", "approved": "yes"}
    assert hand_in(translated, [{**first, "approved": "yes"}, changed]) == 1
    assert "line 3: the words are not those of the catalogue" in capsys.readouterr().out
    assert standing(translated, BYE, "Do widzenia") == Standing.TRANSLATED
    translated.replace("pl", "Do widzenia", "Na razie")
    assert standing(translated, BYE, "Na razie") == Standing.MACHINE


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("id,translation\n", "line 1: no column approved"),
        ("id,translation,approved\nx,y,perhaps\n", "line 2: approved is 'perhaps', not yes or nothing"),
    ],
)
def test_a_sheet_that_cannot_be_read_is_named(
    translated: Project, capsys: pytest.CaptureFixture[str], tmp_path: Path, content: str, says: str
) -> None:
    path = tmp_path / "other.csv"
    path.write_text(content, encoding="utf-8")
    command = ["approve", "pl", "--role", "reviewer", str(path), "--root", str(translated.root)]
    assert main(command) == 2
    assert says in capsys.readouterr().err
    assert not (translated.folder / "approvals" / "pl.csv").exists()
