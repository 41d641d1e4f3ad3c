"""What a resident tells is looked for in all that the program leaves behind."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.acceptance.asking import Resident, ask, say
from tests.acceptance.conftest import Starts
from tests.acceptance.program import Program, run
from tests.acceptance.stored import everything, rows

pytestmark = pytest.mark.xdist_group("privacy")

PERSONAL = (
    *("LS8 1AA", "LS81AA", "Larch Row", "larch row", "900001"),
    *("Zebedee", "Quillfeather", "07700 900123", "07700900123", "zebedee@example.org"),
    *("sender-of-this-test", "damp"),
)
"""What the resident of this test says of themselves."""

SAID = (
    "when is my bin LS8 1AA",
    "2 larch row",
    "my name is Zebedee Quillfeather, ring 07700 900123 or write to zebedee@example.org",
    "the wall is damp at 2 larch row LS8 1AA",
    "person",
)


@pytest.fixture(scope="module")
def told(service: Program) -> Program:
    """The service after a resident has told it everything, on both channels; at its most talkative."""
    resident = Resident(service.port)
    resident.open()
    for words in SAID:
        say(service.port, "sender-of-this-test", words)
        resident.write(words)
    ask(service.port, "GET", "/waste/v1/services?premises=LS8+1AA")
    return service


@pytest.fixture(scope="module")
def service(own: Path) -> Iterator[Program]:
    (own / "snicket.db").unlink()  # here the program makes the file itself
    with Program(own, SNICKET_LOG_LEVEL="debug") as program:
        yield program


@pytest.mark.parametrize("word", PERSONAL)
def test_nothing_personal_is_left_in_the_open(told: Program, word: str) -> None:
    assert word not in told.log
    assert word not in ask(told.port, "GET", "/metrics").text
    assert word.encode() not in everything(told.folder)
    assert word.encode("utf-16-le") not in everything(told.folder)


def test_the_figures_count_without_names(told: Program) -> None:
    figures = ask(told.port, "GET", "/metrics")
    assert figures.status == 200
    assert 'channel="rest"' in figures.text
    assert 'channel="web"' in figures.text


def test_the_secret_is_for_its_owner_and_never_shown(told: Program) -> None:
    key = told.folder / "secret.key"
    secret = key.read_text(encoding="ascii").strip()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE((told.folder / "snicket.db").stat().st_mode) == 0o600
    shown = run("bot", "check", folder=told.folder)
    assert secret not in shown.stdout + shown.stderr + told.said + told.log
    assert secret.encode() not in everything(told.folder)


def test_what_is_held_is_told(folder: Path, start: Starts) -> None:
    program = start(folder)
    say(program.port, "asks", "when is my bin 2 larch row LS8 1AA")
    [held] = say(program.port, "asks", "what do you hold about me")
    assert "I hold 3 messages of this conversation." in held["text"]


def test_forget_me_leaves_nothing(folder: Path, start: Starts) -> None:
    """No row of the resident is left, and the log of the database is folded in and cut off."""
    program = start(folder, SNICKET_NOW="2026-11-27T10:00")
    for words in (*SAID, "my black bin was missed at 2 larch row LS8 1AA", "1", "1"):
        say(program.port, "forgets", words)
    assert rows(folder)["conversations"] == 1
    [sure] = say(program.port, "forgets", "forget me")
    assert "Shall I delete all that I hold about you?" in sure["text"]
    [done] = say(program.port, "forgets", "yes")
    assert done["text"] == "It is deleted. I hold nothing about you now."
    left = rows(folder)
    reports = left.pop("reports")
    assert set(left.values()) == {0}, left
    assert reports <= 1
    assert (folder / "snicket.db-wal").stat().st_size == 0
    assert "Traceback" not in program.log


def test_forgotten_on_the_page(folder: Path, start: Starts) -> None:
    """The last words are shown though they are stored nowhere; then the page is empty and a new conversation
    can begin."""
    resident = Resident(start(folder).port)
    resident.open()
    resident.write("when is my bin LS8 1AA")
    resident.write("forget me")
    answer = resident.post({"text": "yes"})
    assert answer.status == 200
    assert "It is deleted. I hold nothing about you now." in answer.text
    assert "LS8 1AA" not in answer.text
    assert resident.open().lines == []
    assert resident.write("hello").lines[0] == ("resident", "hello")
