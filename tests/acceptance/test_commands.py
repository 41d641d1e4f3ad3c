"""The commands as they are typed: what they print, what they refuse, and how they end."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from bot.knowledge.bins.city import read_city
from bot.knowledge.bins.demo import write_estate
from bot.knowledge.bins.schedule_file import database_path
from tests.acceptance.program import data_folder, run
from tests.conftest import NOW

BINS = "when is my bin LS8 1AA\n2 larch row\n"
Ended = subprocess.CompletedProcess[str]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The raw premises and jobs files of the made-up estate."""
    return write_estate(tmp_path_factory.mktemp("raw"), read_city("leeds"), NOW.date())


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """A data folder with the model and nothing else."""
    return data_folder(tmp_path / "empty")


def refused(ended: Ended, code: int, line: str) -> None:
    """It ended with `code`, after one line that says why, and without a traceback."""
    assert ended.stderr.strip().splitlines()[-1] == line
    assert "Traceback" not in ended.stderr
    assert ended.returncode == code


class TestChat:
    """`python -m bot chat`."""

    def test_one_message_a_line(self, own: Path) -> None:
        ended = run("bot", "chat", folder=own, typed=BINS)
        assert ended.returncode == 0, ended.stderr
        assert ended.stdout.startswith("Which address is it?\n  1  2 Larch Row\n  2  4 Larch Row\n")
        assert "Your black bin is collected on Thursday 26 November. Put it out by 7am.\n" in ended.stdout
        assert "  Add to my calendar: http://localhost:8080/bins/900001.ics\n" in ended.stdout

    def test_one_json_object_a_reply(self, own: Path) -> None:
        ended = run("bot", "chat", "--json", folder=own, typed=BINS)
        which, days = map(json.loads, ended.stdout.splitlines())
        assert set(which) == {"text", "choices", "links", "language", "expects_answer"}
        assert (which["text"], which["language"], which["expects_answer"]) == (
            "Which address is it?",
            "en",
            True,
        )
        assert which["choices"][0] == {"id": "home:900001", "key": "1", "label": "2 Larch Row"}
        assert days["links"][0]["label"] == "Add to my calendar"

    def test_as_a_text_message(self, own: Path) -> None:
        ended = run("bot", "chat", "--channel", "sms", folder=own, typed=BINS)
        which, days = ended.stdout.splitlines()
        assert which == "Leeds Council: Which address is it? 1 2 Larch Row, 2 4 Larch Row, 3 6 Larch Row"
        assert days.startswith("Leeds Council: Your black bin is collected on Thu 26 Nov.")

    def test_as_it_is_spoken(self, own: Path) -> None:
        ended = run("bot", "chat", "--channel", "voice", folder=own, typed=BINS)
        assert "Put it out by 7 in the morning." in ended.stdout
        assert "http" not in ended.stdout
        assert "<" not in ended.stdout

    def test_in_polish_from_the_first_word(self, own: Path) -> None:
        asked = "kiedy mój kosz LS8 1AA 2 larch row\n"
        ended = run("bot", "chat", "--language", "pl", "--json", folder=own, typed=asked)
        [reply] = map(json.loads, ended.stdout.splitlines())
        assert reply["language"] == "pl"
        assert "26 listopada" in reply["text"]

    def test_for_another_city(self, own: Path) -> None:
        ended = run("bot", "chat", "--city", "leicester", folder=own, typed="when is my bin collected\n")
        assert "https://www.leicester.gov.uk/" in ended.stdout
        assert "Leeds" not in ended.stdout

    def test_without_bin_days_it_says_how_to_get_them(self, empty: Path) -> None:
        ended = run("bot", "chat", folder=empty)
        assert ended.stderr == (
            "No bin days are loaded: python -m bot load bins, or python -m bot demo for made-up ones.\n"
        )

    def test_no_lines_are_no_fault(self, own: Path) -> None:
        ended = run("bot", "chat", folder=own, typed="\n  \n")
        assert (ended.returncode, ended.stdout, ended.stderr) == (0, "", "")


class TestCheck:
    """`python -m bot check`."""

    def test_what_is_fine_and_what_wants_a_look(self, own: Path) -> None:
        ended = run("bot", "check", folder=own)
        lines = ended.stdout.splitlines()
        assert lines[:3] == [
            f"ok    city: Leeds City Council; data in {own}",
            "look  public address http://localhost:8080 is not https: set SNICKET_PUBLIC_URL before go-live",
            "look  bin days: made-up demo data; for the real ones: python -m bot load bins",
        ]
        assert {line[:4] for line in lines} == {"ok  ", "look"}
        assert ended.returncode == 0

    def test_no_bin_days_fail(self, empty: Path) -> None:
        ended = run("bot", "check", folder=empty)
        assert "FAIL  bin days: none are loaded: python -m bot load bins\n" in ended.stdout
        assert ended.returncode == 1

    def test_no_model_fails(self, tmp_path: Path) -> None:
        ended = run("bot", "check", folder=tmp_path)
        assert ended.stdout == "FAIL  the intent model is not trained: python -m nlu train\n"
        assert ended.returncode == 1

    def test_a_database_that_is_away_fails_without_its_password(self, own: Path) -> None:
        address = "postgresql://council:hunter2@127.0.0.1:1/snicket"
        ended = run("bot", "check", folder=own, SNICKET_DATABASE_URL=address)
        assert ended.stdout.startswith("FAIL  database: the database ")
        assert "hunter2" not in ended.stdout + ended.stderr
        assert ended.returncode == 1


class TestLoadBins:
    """`python -m bot load bins`."""

    def test_says_what_came_of_it(self, empty: Path, files: tuple[Path, Path]) -> None:
        premises, jobs = map(str, files)
        ended = run("bot", "load", "bins", "--premises", premises, "--jobs", jobs, folder=empty)
        homes = len(files[0].read_bytes().splitlines())
        rows = len(files[1].read_bytes().splitlines())
        assert ended.returncode == 0, ended.stderr
        assert f"Loaded {homes:,} premises, {homes - 1:,} of them with collections:\n" in ended.stdout
        assert f"{rows:,} collections, 2026-10-27 to 2027-02-15," in ended.stdout
        assert "write" in ended.stderr, "progress is shown"
        served = run("bot", "chat", folder=empty, typed=BINS)
        assert "Your black bin is collected on Thursday 26 November." in served.stdout
        assert "made-up" not in served.stdout

    @pytest.mark.parametrize(
        ("content", "problem"),
        [
            (b"", "jobs.csv: the file is empty."),
            (b"<!DOCTYPE html><html><body>Not found</body></html>", None),
            (b"900001,PURPLE,24/11/26\r\n", None),
        ],
    )
    def test_a_bad_file_is_refused_and_changes_nothing(
        self, folder: Path, files: tuple[Path, Path], tmp_path: Path, content: bytes, problem: str | None
    ) -> None:
        bad = tmp_path / "jobs.csv"
        bad.write_bytes(content)
        good = database_path(folder, "leeds").read_bytes()
        ended = run("bot", "load", "bins", "--premises", str(files[0]), "--jobs", str(bad), folder=folder)
        last = ended.stderr.strip().splitlines()[-1]
        assert last.startswith("snicket: not loaded: jobs.csv"), ended.stderr
        assert problem is None or last == f"snicket: not loaded: {problem}"
        assert "Traceback" not in ended.stderr
        assert ended.returncode == 1
        assert database_path(folder, "leeds").read_bytes() == good

    def test_a_file_that_is_not_there(self, empty: Path, files: tuple[Path, Path]) -> None:
        ended = run("bot", "load", "bins", "--premises", "/gone.csv", "--jobs", str(files[1]), folder=empty)
        refused(ended, 1, "snicket: not loaded: gone.csv: cannot be read: No such file or directory.")

    def test_a_city_without_open_data(self, empty: Path) -> None:
        ended = run("bot", "load", "bins", "--city", "leicester", folder=empty)
        refused(ended, 1, "snicket: not loaded: Leicester publishes no collection days as open data.")


# All of them are in tests/unit/test_settings.py; here is that the program ends as it should.
WRONG = [
    ({"SNICKET_CITI": "leeds"}, "SNICKET_CITI is not a setting; did you mean SNICKET_CITY?"),
    ({"SNICKET_NOW": "soon"}, "SNICKET_NOW is soon; allowed is a date and time such as 2026-11-20T09:00"),
    ({"PORT": "70000"}, "PORT is 70000; allowed is a whole number from 0 to 65535"),
    ({"SNICKET_DATABASE_URL": "mysql://x"}, "SNICKET_DATABASE_URL is not a database address: allowed are"),
    ({"SNICKET_SECRET": "short"}, "SNICKET_SECRET has a secret that is too short"),
]


@pytest.mark.parametrize(("settings", "problem"), WRONG, ids=[next(iter(given)) for given, _ in WRONG])
def test_a_wrong_setting_stops_the_start_with_one_line(
    own: Path, settings: dict[str, str], problem: str
) -> None:
    ended = run("bot", "check", folder=own, **settings)
    [line] = ended.stderr.splitlines()
    assert line.startswith(f"snicket: {problem}")
    assert (ended.returncode, ended.stdout) == (2, "")


def test_an_unknown_city_is_named(own: Path) -> None:
    ended = run("bot", "chat", "--city", "atlantis", folder=own)
    assert ended.stderr.startswith("snicket: SNICKET_CITY is atlantis; allowed are leeds, leicester")
    assert ended.returncode == 2


def test_a_secret_that_others_can_read_is_refused(folder: Path) -> None:
    run("bot", "chat", folder=folder)
    key = folder / "secret.key"
    key.chmod(0o644)
    ended = run("bot", "serve", folder=folder)
    refused(
        ended, 2, f"snicket: SNICKET_SECRET is unset and {key} can be read by others: run chmod 600 on it"
    )


def test_an_address_that_cannot_be_listened_on_is_one_line(own: Path) -> None:
    ended = run("bot", "serve", folder=own, SNICKET_HOST="203.0.113.1", PORT="18080")
    refused(
        ended,
        2,
        "snicket: SNICKET_HOST 203.0.113.1 with PORT 18080 cannot be listened on: "
        "Cannot assign requested address",
    )


def test_a_database_that_is_away_is_one_line(own: Path) -> None:
    address = "postgresql://council:hunter2@127.0.0.1:1/snicket"
    ended = run("bot", "serve", folder=own, SNICKET_DATABASE_URL=address, PORT="0")
    [line] = ended.stderr.splitlines()
    assert line.startswith("snicket: the database ")
    assert "hunter2" not in line
    assert ended.returncode == 1


def test_a_damaged_model_is_one_line(tmp_path: Path, own: Path) -> None:
    (tmp_path / "nlu").mkdir()
    for file in (own / "nlu").glob("*.npz"):
        (tmp_path / "nlu" / file.name).write_bytes(file.read_bytes()[:5000])
    ended = run("bot", "serve", folder=tmp_path, PORT="0")
    [line] = ended.stderr.splitlines()
    assert line.startswith("snicket: ")
    assert ended.returncode == 1


def test_unknown_commands_say_how_it_is_used(own: Path) -> None:
    ended = run("bot", "sevre", folder=own)
    assert ended.stderr.startswith("usage: python -m bot")
    assert ended.returncode == 2


def test_utterances_are_parsed_in_the_shape_of_rasa(own: Path) -> None:
    ended = run("nlu", "parse", folder=own, typed="when is my bin collected LS8 1AA\nqwzx vbnm\n")
    bins, nothing = map(json.loads, ended.stdout.splitlines())
    assert bins["intent"]["name"] == "bins.next"
    assert bins["intent_ranking"][0]["name"] == "bins.next"
    [postcode] = [found for found in bins["entities"] if found["entity"] == "postcode"]
    assert (postcode["start"], postcode["end"], postcode["value"]) == (25, 32, "LS8 1AA")
    assert {"text", "language", "backend", "model_id"} <= set(bins)
    assert nothing["intent"]["name"] is None
