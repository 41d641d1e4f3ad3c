"""What `python -m bot hooks` refuses, and how it says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.__main__ import main
from tests.acceptance.program import TUESDAY

URL = "https://newsroom.example.org/alerts"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A data folder of the test's own."""
    monkeypatch.setenv("SNICKET_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("SNICKET_NOW", TUESDAY)


def hooks(*words: str) -> int:
    return main(["hooks", *words])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "Newsroom", "http://example.org/"), "it does not begin with https://"),
        (("add", "Newsroom", "https://10.0.0.1/"), "it is inside our own network"),
        (("add", "Newsroom", "https://me:hush@example.org/"), "it is not a plain address"),
        (("add", "News\nroom", URL), "a name has 1 to 64 letters, digits, spaces, dots and dashes"),
        (("add", "x" * 65, URL), "a name has 1 to 64 letters"),
        (("add", "Newsroom", URL, "--kinds", "weather,earthquakes"), "'earthquakes' is no kind of alert"),
        (("remove", "Newsroom"), "there is none called Newsroom"),
        (("replay", "Newsroom", "--since", "2026-11-20"), "there is none called Newsroom"),
        (("replay", "Newsroom", "--since", "yesterday"), "--since is yesterday; allowed is a date"),
        (("replay", "Newsroom", "--since", ""), "--since is empty"),
    ],
)
def test_what_is_wrong_is_said_on_one_line(
    words: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert hooks(*words) == 1
    told = capsys.readouterr().err
    assert told.startswith("snicket: ")
    assert said in told
    assert told.count("\n") == 1
    assert "hush" not in told


def test_a_name_is_taken_once(capsys: pytest.CaptureFixture[str]) -> None:
    assert hooks("add", "Newsroom", URL) == 0
    assert hooks("add", "Newsroom", URL) == 1
    assert capsys.readouterr().err == "snicket: there is one called Newsroom already\n"


def test_a_network_of_ones_own_has_to_be_named(monkeypatch: pytest.MonkeyPatch) -> None:
    inside = "https://10.20.0.7/alerts"
    assert hooks("add", "Signs", inside) == 1
    monkeypatch.setenv("SNICKET_HOOKS_NETWORKS", "10.20.0.0/16")
    assert hooks("add", "Signs", inside) == 0
