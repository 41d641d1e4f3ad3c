"""Alerts as skills ask for them: what the air is like, what warnings hold, who wants to be told what, and
what somebody was told."""

from __future__ import annotations

import datetime as dt
from abc import ABC, abstractmethod
from collections.abc import Sequence

from msgspec import Struct

from notifier.alert import AirFacts, Alert
from notifier.subscription import Interest, Place, Subscription, Wishes


class Expected(Struct, frozen=True):
    """The index that is expected, from `start` to `end`, UTC."""

    index: int
    start: dt.datetime
    end: dt.datetime


class AirThere(Struct, frozen=True):
    """The air near a place: the newest facts that are held, None when none are fresh enough to be told, and
    what is expected, soonest first."""

    facts: AirFacts | None
    expected: tuple[Expected, ...] = ()


class Told(Struct, frozen=True):
    """An alert that somebody was told of: the version, when it went, how it got there, and by which of their
    wishes. `near` is the district of the place of theirs that it was about, empty for the whole city."""

    alert: Alert
    at: dt.datetime
    channel: str
    interest: Interest
    near: str = ""


class Followed(Struct, frozen=True):
    """A sensor that can be followed: our number for it, its name, what it measures, and the marks in the
    quantity's unit that stand for levels 2, 3 and 4."""

    id: int
    name: str
    quantity: str
    marks: tuple[float, ...]


class Reached(Struct, frozen=True):
    """The channel that somebody's last message came by, and those on which they have an address, where the
    conversation began first. `here` is empty for a conversation that is gone."""

    here: str
    known: tuple[str, ...] = ()


class Air(ABC):
    """What is held of the air."""

    @abstractmethod
    async def near(self, code: str) -> AirThere:
        """The air near a postcode or district, empty for the middle of the city."""

    @abstractmethod
    async def sensors(self) -> Sequence[Followed]:
        """The public sensors that can be followed, by name."""


class Warnings(ABC):
    """What is in force."""

    @abstractmethod
    async def near(self, code: str) -> Sequence[Alert]:
        """What holds at a postcode or district, empty for anywhere in the city: the worst first, then by
        onset."""

    @abstractmethod
    async def reads(self) -> Sequence[str]:
        """The kinds of which feeds have been read lately: of others nobody can say that nothing holds."""


class Subscriptions(ABC):
    """Who wants to be told what. One subscription at most for each conversation."""

    @abstractmethod
    def channels(self, channel: str) -> Sequence[str]:
        """The channels that alerts can be sent to for somebody who writes on `channel`, the best first: that
        one itself where it can be sent to, then those that can be linked. Empty when none is set up."""

    @abstractmethod
    async def reached(self, conversation: int) -> Reached:
        """Where the resident writes, and where else they have an address."""

    @abstractmethod
    async def of(self, conversation: int) -> Subscription | None:
        """What is held, None when there is none or it has ended."""

    @abstractmethod
    async def save(
        self, conversation: int, wishes: Wishes, agreed_to: str = "", home: str = ""
    ) -> Subscription:
        """Begins or changes it; `agreed_to` is the message id of the words that were agreed to, and empty for
        a change to which the words of before still apply; `home` is the id of the premises whose bin days are
        wanted, empty to leave it as it is. It is `active` at once when the conversation can be reached on its
        channel, and else as soon as it is linked. Its year begins anew. A sensor's number is in
        `Interest.sensor`."""

    @abstractmethod
    async def pause(self, conversation: int, until: dt.datetime | None) -> None:
        """Nothing is sent until then, or until it is resumed."""

    @abstractmethod
    async def resume(self, conversation: int) -> None:
        """It goes on, and begins its year anew."""

    @abstractmethod
    async def end(self, conversation: int) -> bool:
        """Deletes it; whether there was one."""

    @abstractmethod
    async def stopped(self, conversation: int) -> bool:
        """Whether a STOP keeps everything from being sent, on its channel."""

    @abstractmethod
    async def last_told(self, conversation: int) -> Told | None:
        """The newest alert that went to the resident within a week."""

    @abstractmethod
    def places(self, codes: Sequence[str]) -> Sequence[Place | None]:
        """Codes as they were said, as places of this city; None for each that is not in it."""
