"""Holds every script in `tests/conversations`: on a screen word for word, elsewhere by the rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from accessibility.rules import check
from bot.app import SPOKEN_FOR, Parts
from bot.clock import FixedClock
from tests.conftest import NOW
from tests.conversations.script import Line, fits, read, turns
from tests.testbot import TestBot, put_together

HERE = Path(__file__).parent.parent / "conversations"
SCRIPTS = sorted(HERE.glob("*.md")) if HERE.is_dir() else []
SCRIPTS = [path for path in SCRIPTS if path.name != "README.md"]


PLAYED = ("telegram", "sms", "voice")
"""A channel for each modality; those that note in words of their own what a computer translated (R17)."""


class Stage:
    """Plays a script: one product for each city, one resident at a time."""

    def __init__(self, estate: Path, folder: Path, channel: str) -> None:
        self._estate = estate
        self._folder = folder
        self._channel = channel
        self._parts: Parts | None = None
        self.bot: TestBot | None = None

    async def open(self, city: str = "leeds") -> None:
        await self.close()
        folder = self._folder / city
        folder.mkdir(exist_ok=True)
        for file in self._estate.iterdir():
            if file.is_file() and not (folder / file.name).exists():
                (folder / file.name).symlink_to(file)
        self._parts = await put_together(folder, NOW, city)
        self.bot = TestBot(self._parts, self._channel)

    async def set(self, setting: str) -> None:
        """`@ now …`, `@ language …`, `@ city …`, `@ new`."""
        name, _, value = setting.partition(" ")
        assert self.bot is not None
        if name == "now":
            clock = self.bot.parts.clock
            assert isinstance(clock, FixedClock)
            wanted = dt.datetime.fromisoformat(value).replace(tzinfo=NOW.tzinfo)
            clock.advance(wanted - clock.now())
        elif name == "language":
            self.bot.language = value
        elif name == "city":
            await self.open(value)
        elif name == "new":
            self.bot.new()
        else:
            raise AssertionError(f"a script cannot set {name!r}")

    async def close(self) -> None:
        if self._parts is not None:
            await self._parts.close()


@pytest.fixture(params=PLAYED)
async def stage(request: pytest.FixtureRequest, estate: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    stage = Stage(estate, tmp_path, request.param)
    await stage.open()
    yield stage
    await stage.close()


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
async def test_conversation(stage: Stage, path: Path) -> None:
    for line, expected in turns(read(path)):
        if line.sign == "@":
            await stage.set(line.text)
            continue
        assert stage.bot is not None
        replies = await stage.bot.send(line.text)
        assert len(replies) == len(expected), told(path, line, expected, replies)
        modality = SPOKEN_FOR[stage.bot.channel].modality
        if modality == "screen":
            same = all(fits(wanted.text, said) for wanted, said in zip(expected, replies, strict=True))
            assert same, told(path, line, expected, replies)
        for entry in stage.bot.entries:
            faults = check(entry.rendered, modality, safety=entry.importance == "safety")
            assert not faults, f"{path.name}:{line.number}: {faults}\n{entry.text}"


def test_every_modality_is_played() -> None:
    assert {SPOKEN_FOR[name].modality for name in PLAYED} == {can.modality for can in SPOKEN_FOR.values()}


def test_there_are_scripts_in_every_language() -> None:
    assert {path.stem.rpartition("_")[2] for path in SCRIPTS} >= {"en", "pl", "ur"}


def told(path: Path, line: Line, expected: list[Line], replies: list[str]) -> str:
    """What was to be said and what was said, one below the other."""
    wanted = "\n".join(f"< {one.text}" for one in expected)
    said = "\n".join(f"< {one}" for one in replies)
    return f"{path.name}:{line.number}: > {line.text}\n--- expected\n{wanted}\n--- said\n{said}"
