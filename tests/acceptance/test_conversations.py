"""Holds every script in `tests/conversations`: on a screen word for word, elsewhere by the rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from accessibility.fault import Fault
from accessibility.rules import check
from bot.clock import FixedClock
from bot.parts import Parts
from channels.can import CAN
from channels.fake_sends import FakeSends
from channels.message import Entry, Modality
from tests.conftest import NOW
from tests.conversations.adviser import Adviser
from tests.conversations.outside import happens
from tests.conversations.script import Line, fits, only, read, turns
from tests.testbot import TestBot, as_read, put_together

HERE = Path(__file__).parent.parent / "conversations"
SCRIPTS = sorted(HERE.glob("*.md")) if HERE.is_dir() else []
SCRIPTS = [path for path in SCRIPTS if path.name != "README.md"]


PLAYED = ("telegram", "sms", "voice")
"""A channel for each modality; those that note in words of their own what a computer translated (R17)."""

SHARED = "alexa"
"""The channel that others hear, which speaks English alone: it plays what is said in English throughout."""
MIXED = (
    "language_en",
    "ten_conversations_en",
    "roman_urdu_bins",
    "roman_urdu_talk",
    "roman_urdu_repairs",
    "roman_money",
)
"""Scripts in more than one language, or in one in Latin letters: channels that speak only some play none."""


def played(path: Path) -> tuple[str, ...]:
    """The channels on which a script is played."""
    language = "" if path.stem in MIXED else path.stem.rpartition("_")[2]
    every = (*PLAYED, *((SHARED,) if language == "en" else ()))
    speaks = (name for name in every if language in (CAN[name].languages or (language,)))
    return only(read(path)) or tuple(speaks)


CASES = [
    pytest.param(channel, path, id=f"{path.stem}-{channel}") for path in SCRIPTS for channel in played(path)
]


class Stage:
    """Plays a script: one product for each city, one resident at a time, an adviser where one is hired."""

    def __init__(self, estate: Path, folder: Path, channel: str) -> None:
        self._estate = estate
        self._folder = folder
        self._channel = channel
        self._parts: Parts | None = None
        self._adviser: Adviser | None = None
        self._seen = 0
        self.bot: TestBot | None = None

    async def open(self, city: str = "leeds", sends: Sequence[str] = ()) -> None:
        """The product in a city; `sends` are the channels on which alerts can be sent."""
        await self.close()
        folder = self._folder / city
        folder.mkdir(exist_ok=True)
        for file in self._estate.iterdir():
            if file.is_file() and not (folder / file.name).exists():
                (folder / file.name).symlink_to(file)
        self._parts = await put_together(folder, NOW, city, {name: FakeSends(name) for name in sends})
        self.bot = TestBot(self._parts, self._channel)

    async def play(self, line: Line) -> Sequence[Entry]:
        """What the resident reads after a line of the script: nothing automatic where an adviser has them."""
        assert self.bot is not None
        if line.sign == ">":
            await self.bot.send(line.text)
            return await self._news() or self.bot.entries  # the last words to who is forgotten are not kept
        if line.sign == "^":
            assert self._adviser is not None, "nobody is hired"
            await self._adviser.writes(line.text, await self._language())
        else:
            await self.set(line.text)
        return await self._news()

    async def _news(self) -> Sequence[Entry]:
        """What was said to the resident since they looked last."""
        assert self._parts is not None
        assert self.bot is not None
        lines = await self._parts.store.transcript.read(self.bot.channel, self.bot.address)
        after, self._seen = self._seen, lines[-1].seq if lines else 0
        return [line for line in lines if line.seq > after and line.who != "resident"]

    async def _language(self) -> str:
        assert self._parts is not None
        assert self.bot is not None
        return await self._parts.store.transcript.language(self.bot.channel, self.bot.address) or "en"

    async def set(self, setting: str) -> None:
        """`@ now …`, `@ language …`, `@ city …`, `@ new`, `@ only …`, `@ staff`, `@ adviser …`, `@ sends …`,
        `@ happens …`."""
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
        elif name == "sends":
            await self.open(sends=value.split())
        elif name == "happens":
            assert self._parts is not None
            await happens(self._parts, self.bot, value)
        elif name == "new":
            self.bot.new()
            self._seen = 0
        elif name == "staff":
            assert self._parts is not None
            self._adviser = Adviser(self._parts)
            await self._adviser.begin()
        elif name == "adviser":
            assert self._adviser is not None, "nobody is hired"
            await self._adviser.does(value)
        elif name != "only":
            raise AssertionError(f"a script cannot set {name!r}")

    async def close(self) -> None:
        if self._adviser is not None:
            await self._adviser.close()
            self._adviser = None
        if self._parts is not None:
            await self._parts.close()
            self._parts = None


@pytest.fixture
async def stage(request: pytest.FixtureRequest, estate: Path, tmp_path: Path) -> AsyncIterator[Stage]:
    stage = Stage(estate, tmp_path, request.param)
    await stage.open()
    yield stage
    await stage.close()


@pytest.mark.parametrize(("stage", "path"), CASES, indirect=["stage"])
async def test_conversation(stage: Stage, path: Path) -> None:
    for line, expected in turns(read(path)):
        entries = await stage.play(line)
        replies = [as_read(entry) for entry in entries]
        wanted = [line.text] if line.sign == "^" else []  # what an adviser writes is read as it stands
        wanted += [one.text for one in expected]
        assert len(replies) == len(wanted), told(path, line, wanted, replies)
        assert stage.bot is not None
        modality = CAN[stage.bot.channel].modality
        if modality == "screen":
            same = all(fits(one, said) for one, said in zip(wanted, replies, strict=True))
            assert same, told(path, line, wanted, replies)
        for entry in entries:
            assert not (faults := broken(entry, modality)), (
                f"{path.name}:{line.number}: {faults}\n{entry.text}"
            )


def test_every_modality_is_played() -> None:
    assert {CAN[name].modality for name in PLAYED} == {can.modality for can in CAN.values()}


def test_there_are_scripts_in_every_language() -> None:
    assert {path.stem.rpartition("_")[2] for path in SCRIPTS} >= {"en", "pl", "ur"}


def broken(entry: Entry, modality: Modality) -> list[Fault]:
    """The rules that a reply breaks; what an adviser has typed is their own. R22 measures labels as a screen
    writes them: one that a text message lists in a shorter form is not what is too long."""
    if entry.who == "adviser":
        return []
    faults = check(entry.rendered, modality, safety=entry.importance == "safety")
    listed = all(choice.label in entry.text for choice in entry.choices)
    return [fault for fault in faults if listed or fault.rule != "R22"]


def told(path: Path, line: Line, expected: list[str], replies: list[str]) -> str:
    """What was to be said and what was said, one below the other."""
    wanted = "\n".join(f"< {one}" for one in expected)
    said = "\n".join(f"< {one}" for one in replies)
    return f"{path.name}:{line.number}: {line.sign} {line.text}\n--- expected\n{wanted}\n--- said\n{said}"
