"""The desk behind the assistant: whether a person is there, how long it takes, and who is rung back."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod

from msgspec import Struct

from bot.handover.request import Place


class Availability(Struct, frozen=True):
    """The helpline at this moment, for one conversation.

    `staffed`: the council has advisers at all. `open`: its hours say so, until `until`; else it opens at
    `opens`, naive city time, None when that is not within two weeks. `advisers` are on shift, `waiting`
    residents are in the queue. `reachable`: what an adviser writes reaches the resident by itself on their
    channel. `minutes` is what a wait is likely to be, None when nothing is known to tell it from. `line` is
    the number (E.164) that they can be put through to at once, empty when there is none.
    """

    staffed: bool = False
    open: bool = False
    advisers: int = 0
    waiting: int = 0
    reachable: bool = False
    until: dt.time | None = None
    opens: dt.datetime | None = None
    minutes: int | None = None
    line: str = ""

    @property
    def there(self) -> bool:
        """Whether somebody can take the conversation now."""
        return self.staffed and self.open and self.advisers > 0 and self.reachable

    @property
    def next(self) -> Place:
        """The place of who joins now."""
        return Place(self.waiting + 1, self.minutes)


class Window(Struct, frozen=True):
    """When somebody is rung back: on `day` between two times, city time."""

    day: dt.date
    start: dt.time
    until: dt.time


class Desk(ABC):
    """What the assistant asks of the helpline."""

    @abstractmethod
    async def now(self, conversation: int) -> Availability:
        """How the helpline stands for this conversation."""

    @abstractmethod
    async def place(self, conversation: int) -> Place | None:
        """Where the resident stands in the queue; None when they are not in it."""

    @abstractmethod
    async def windows(self, most: int) -> tuple[Window, ...]:
        """The next windows in which somebody can be rung back, soonest first."""

    @abstractmethod
    async def book(self, conversation: int, window: Window, number: str, interpreter: str, key: str) -> str:
        """Books a call and returns its reference; the same `key` again returns the same. `number` is E.164,
        `interpreter` a language tag, empty when none is needed."""
