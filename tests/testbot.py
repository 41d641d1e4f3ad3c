"""The product, put together as for real, with a resident to play: `bot.send(…)`, `bot.replies`."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import count
from pathlib import Path

from bot.app import assemble
from bot.clock import FixedClock
from bot.parts import Parts
from bot.settings import read_settings
from channels.can import CAN
from channels.message import Entry, Inbound
from channels.sending import Sends
from tests.migrated import write_migrated

MODELS = Path("var") / "test" / "nlu"


class TestBot:
    """One resident. `send` says something and gives the words of the replies; `entries` are the last ones."""

    __test__ = False

    def __init__(self, parts: Parts, channel: str = "web", language: str = "") -> None:
        self.parts = parts
        self.channel = channel
        self.language = language
        self.entries: Sequence[Entry] = ()
        self._residents = count(1)
        self._messages = count(1)
        self.new()

    def new(self) -> None:
        """From here on another resident."""
        self.address = f"resident-{self.channel}-{next(self._residents)}"

    @property
    def replies(self) -> list[str]:
        """What was said last, as it is read; choices as `[1 label]` below."""
        return [as_read(entry) for entry in self.entries]

    async def send(self, text: str, choice: str = "") -> list[str]:
        inbound = Inbound(
            f"{self.address}-{next(self._messages)}",
            self.channel,
            self.address,
            text,
            self.parts.clock.now(),
            choice,
            locale_hint=self.language,
        )
        self.entries = await self.parts.turns.receive(inbound)
        return self.replies

    async def press(self, label: str) -> list[str]:
        """Presses the button with this label."""
        choices = [choice for entry in self.entries for choice in entry.choices]
        pressed = next(choice for choice in choices if choice.label == label)
        return await self.send(pressed.label, pressed.id)


def as_read(entry: Entry) -> str:
    """A reply as a script writes it."""
    choices = [f"[{choice.key} {choice.label}]" for choice in entry.choices]
    english = [entry.rendered.english] if entry.rendered.english else []
    return "\n".join([entry.text, *english, *choices])


async def put_together(
    folder: Path, now: dt.datetime, city: str = "leeds", senders: Mapping[str, Sends] | None = None
) -> Parts:
    """The whole product on a data folder, with the clock standing at `now`."""
    if not (folder / "snicket.db").exists():
        write_migrated(folder / "snicket.db")
    environment = {
        "SNICKET_DATA": str(folder),
        "SNICKET_CITY": city,
        "SNICKET_SECRET": "for the tests " * 4,
        "SNICKET_PUBLIC_URL": "https://bins.example.org",
    }
    parts = await assemble(read_settings(environment), FixedClock(now), models=MODELS, senders=senders)
    _settled()
    return parts


@cache
def _settled() -> None:
    """What all that are put together share stays in memory from now on. The collector need not look through
    its millions of objects again and again, which took a third of the time of the tests."""
    gc.collect()
    gc.freeze()


CHANNELS = tuple(CAN)
