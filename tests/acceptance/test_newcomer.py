"""What a newcomer sees: one command, and a conversation with and without JavaScript."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

from tests.acceptance.asking import Page, Resident, ask, say
from tests.acceptance.conftest import Starts
from tests.acceptance.program import Program, data_folder, run

pytestmark = pytest.mark.xdist_group("newcomer")

SECOND_START = 15.0
"""Seconds; `make bench` holds it to three on a machine that does nothing else."""

BLACK = "Your black bin is collected on Thursday 26 November. Put it out by 7am."
DAYS = f"{BLACK}\nGreen bin on Thursday 3 December."


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Program]:
    """The program as `make run` starts it the first time: no bin days are there yet."""
    with Program(data_folder(tmp_path_factory.mktemp("newcomer") / "data"), "demo") as program:
        yield program


@pytest.fixture
def resident(demo: Program) -> Resident:
    resident = Resident(demo.port)
    resident.open()
    return resident


def test_the_greeting_says_where_to_look(demo: Program) -> None:
    assert demo.said == (
        f"Snicket for Leeds on http://localhost:{demo.port}: "
        "bin days to 15 February 2027 (made-up demo data). Ctrl-C stops.\n"
    )


def test_it_is_ready_and_says_what_it_serves(demo: Program) -> None:
    answer = ask(demo.port, "GET", "/readyz")
    assert answer.status == 200
    assert answer.json["status"] == "ok"
    assert answer.json["problems"] == []
    assert answer.json["bins"]["demo"] is True


def test_the_conversation_of_the_readme_over_rest(demo: Program) -> None:
    [which] = say(demo.port, "newcomer", "when is my bin LS8 1AA")
    assert which["text"] == "Which address is it?"
    assert [button["title"] for button in which["buttons"]][:2] == ["2 Larch Row", "4 Larch Row"]
    [days] = say(demo.port, "newcomer", which["buttons"][0]["payload"])
    assert days["recipient_id"] == "newcomer"
    assert days["text"].startswith(BLACK)
    assert "This is for 2 Larch Row, Oakwood, LS8 1AA." in days["text"]
    assert f"http://localhost:{demo.port}/bins/900001.ics" in days["text"]


def test_an_answer_is_corrected_repeated_and_never_lost(demo: Program) -> None:
    for words in ("when is my bin LS8 1AA", "2 larch row"):
        say(demo.port, "corrects", words)
    [other] = say(demo.port, "corrects", "no, number 14")
    assert "This is for 14 Larch Row, Oakwood, LS8 1AA." in other["text"]
    assert say(demo.port, "corrects", "repeat") == [other]
    [person, *_] = say(demo.port, "corrects", "person")
    assert "You can call 0113 222 4444." in person["text"]
    [helped] = say(demo.port, "corrects", "help")
    assert "You can ask me when your bins are collected." in helped["text"]


def test_a_misspelt_street_is_found(demo: Program) -> None:
    [days] = say(demo.port, "misspells", "wen is my bin colected 14 larsh row")
    shown = [days["text"], *(button["title"] for button in days.get("buttons", ()))]
    assert any("14 Larch Row" in words for words in shown)


def test_the_page_without_javascript(resident: Resident) -> None:
    page = resident.write("when is my bin LS8 1AA")
    assert page.lines == [("resident", "when is my bin LS8 1AA"), ("assistant", "Which address is it?")]
    page = resident.press("12 Larch Row")
    assert page.lines[2] == ("resident", "12 Larch Row")
    assert page.replies[-1].startswith(BLACK)
    assert "This is for 12 Larch Row, Oakwood, LS8 1AA." in page.replies[-1]


def test_the_page_says_that_the_data_are_made_up(resident: Resident) -> None:
    assert "This is a demonstration. The addresses and collection days are made up." in resident.page.html


def test_the_calendar_of_the_answer_is_a_calendar(resident: Resident) -> None:
    resident.write("when is my bin LS8 1AA")
    link = resident.press("2 Larch Row").links["Add to my calendar"]
    calendar = resident.get(link.partition(str(resident._port))[2])
    assert calendar.headers["content-type"] == "text/calendar; charset=utf-8"
    assert calendar.text.startswith("BEGIN:VCALENDAR\r\n")
    assert "20261126\r\n" in calendar.text


def test_a_reload_keeps_the_conversation(resident: Resident) -> None:
    said = resident.write("when is my bin LS8 1AA").lines
    assert resident.open().lines == said


@pytest.mark.parametrize(
    ("language", "direction", "words"),
    [("Polski", "ltr", "26 listopada"), ("اردو", "rtl", "26 نومبر")],
)
def test_the_language_changes_in_the_middle(
    resident: Resident, language: str, direction: str, words: str
) -> None:
    """The answer is given again from its facts; nothing is asked twice."""
    resident.write("when is my bin LS8 1AA")
    resident.press("2 Larch Row")
    page = resident.press(language)
    assert page.direction == direction
    assert words in page.replies[-1]
    assert isinstance(page, Page)


def test_the_transcript_can_be_kept(resident: Resident) -> None:
    resident.write("when is my bin LS8 1AA")
    kept = resident.get("/chat/transcript.txt")
    assert kept.headers["content-disposition"] == 'attachment; filename="chat.txt"'
    assert "when is my bin LS8 1AA" in kept.text
    assert "Which address is it?" in kept.text


def test_ending_the_chat_clears_the_browser(resident: Resident) -> None:
    resident.write("when is my bin LS8 1AA")
    resident.cookie = ""
    assert resident.open().lines == []


def test_a_second_start_takes_seconds_and_keeps_everything(tmp_path: Path) -> None:
    with Program(data_folder(tmp_path / "data"), "demo") as program:
        loaded = ask(program.port, "GET", "/readyz").json["bins"]["loaded_at"]
        say(program.port, "stays", "when is my bin LS8 1AA")
        assert program.stop() == 0
        began = monotonic()
        program.start()
        assert monotonic() - began < SECOND_START
        assert ask(program.port, "GET", "/readyz").json["bins"]["loaded_at"] == loaded
        [days] = say(program.port, "stays", "1")
        assert "This is for 2 Larch Row" in days["text"]


@pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM])
def test_it_stops_when_it_is_asked_to(folder: Path, start: Starts, sign: signal.Signals) -> None:
    program = start(folder)
    say(program.port, "resident", "hello")
    assert program.stop(sign) == 0
    assert "Traceback" not in program.log


def test_a_taken_port_is_one_clear_line(demo: Program, folder: Path) -> None:
    for command in ("serve", "demo"):
        ended = run("bot", command, folder=folder, PORT=str(demo.port))
        assert ended.returncode == 2
        assert ended.stderr == f"snicket: PORT {demo.port} is taken by another program; set another\n"
        assert ended.stdout == ""
    assert ask(demo.port, "GET", "/readyz").status == 200
