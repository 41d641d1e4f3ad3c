"""Who is told of alerts, from the command line: `python -m bot hooks …`."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pytest

from notifier.hook_event import key
from tests.acceptance.program import run

URL = "https://newsroom.example.org/alerts"


def hooks(folder: Path, *words: str, **settings: str) -> tuple[int, str]:
    """The exit code, and all that was said."""
    done = run("bot", "hooks", *words, folder=folder, **settings)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout + done.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_a_receiver_is_added_listed_and_removed(folder: Path) -> None:
    assert hooks(folder, "list") == (0, "Nobody is told yet: python -m bot hooks add\n")
    code, said = hooks(folder, "add", "Newsroom", URL, "--kinds", "weather, flood")
    assert code == 0
    [secret] = re.findall(r"^    (whsec_\S+)$", said, re.MULTILINE)
    assert len(key(secret)) == 32
    code, listed = hooks(folder, "list")
    assert re.fullmatch(rf"Newsroom +told +2026-11-24 +weather,flood +{re.escape(URL)}\n", listed)
    assert secret not in listed, "it is shown once"
    with sqlite3.connect(folder / "snicket.db") as database:
        assert secret not in "".join(database.iterdump())
    code, said = hooks(folder, "replay", "Newsroom", "--since", "2026-11-20T09:00")
    assert (code, said) == (0, "0 events are sent once more, with the ids that they had.\n")
    assert hooks(folder, "remove", "Newsroom")[0] == 0
    assert hooks(folder, "list")[1].startswith("Nobody")
