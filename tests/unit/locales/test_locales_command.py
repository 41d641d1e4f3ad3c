"""`python -m locales`: the commands as a person and CI run them."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys

import pytest

from locales import approvals
from locales.__main__ import main
from locales.languages import FOLDER, languages
from locales.message import Message
from locales.status import status
from tests.unit.locales.project import POLISH, Project, served


def run(project: Project, command: str) -> int:
    return main([command, "--root", str(project.root)])


@pytest.fixture
def small(project: Project) -> Project:
    project.write("bot/cards.py", '_("Hello")\n_("Bye")\n')
    assert run(project, "extract") == 0
    return project


def test_extract_says_what_it_wrote_and_then_nothing(
    project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project.write("bot/a.py", '_("Hello")')
    run(project, "extract")
    assert "written: locales/pl/LC_MESSAGES/messages.po" in capsys.readouterr().out
    assert run(project, "extract") == 0
    assert capsys.readouterr().out == ""


def test_check_exits_with_one_and_prints_each_fault(
    small: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(small, "check") == 1
    assert all("[untranslated]" in line for line in capsys.readouterr().out.splitlines()[1:] if "[" in line)
    small.write("bot/a.py", '_("Ring 999")')
    assert run(small, "check") == 1
    assert 'bot/a.py: "Ring 999" [literal]' in capsys.readouterr().out


def test_a_file_that_cannot_be_read_exits_with_two(
    small: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    small.write("locales/pl/LC_MESSAGES/messages.po", "nonsense\n")
    assert run(small, "extract") == 2
    assert "messages.po" in capsys.readouterr().err


def test_nothing_is_written_when_something_cannot_be_read(small: Project) -> None:
    before = small.po("ur").read_bytes()
    small.write("bot/a.py", '_("New")')
    small.write("bot/b.html", "{% if %}")
    assert run(small, "extract") == 2
    assert small.po("ur").read_bytes() == before


def test_status_counts_words_approvals_and_stale_ones(small: Project) -> None:
    small.translate("pl", {"Hello": "Cześć"})
    path = small.folder / "approvals" / "pl.csv"
    path.parent.mkdir()
    rows = [
        approvals.approve(Message("Hello"), (words,), role, dt.date(2026, 11, 20))
        for words, role in (("Cześć", "translator"), ("Cześć", "reviewer"), ("Hej", "translator"))
    ]
    approvals.write(path, rows)
    (row,) = status(small.root, small.folder, served(POLISH))
    assert str(row) == (
        "pl: 1 of 2 translated, 1 approved by a person, safety 1 of 2 read twice, 1 approvals stale"
    )


def test_status_has_a_line_for_each_language(small: Project, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run(small, "status") == 0
    said = [line.split(":")[0] for line in capsys.readouterr().out.splitlines()]
    assert said == [row.tag for row in languages() if row.tag != "en"]


def test_it_runs_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "locales", "status"],
        cwd=FOLDER.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("pl: ")
