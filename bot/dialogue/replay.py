"""What a skill says, reads, does and remembers in one replay of it: each of them once in a run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import msgspec

from accessibility.text import Link, Text
from bot.dialogue.events import AnyEvent, Counted, Forgotten, HandedOver, Said, Showed
from bot.dialogue.heard import Heard
from bot.dialogue.house import House
from bot.dialogue.state import WARNED, Memory, Run
from bot.dialogue.suspend import Bug, Suspend
from channels.message import Choice, Reply

T = TypeVar("T")
S = TypeVar("S")


class Replay:
    """One replay of one skill, without its questions: those are `Talk`."""

    def __init__(
        self,
        run: Run,
        house: House,
        now: dt.datetime,
        memory: dict[str, Memory],
        conversation: int = 0,
    ) -> None:
        self.now = now
        self.conversation = conversation
        self.run = run
        self.memory = memory
        self.events: list[AnyEvent] = []
        self.missed = False
        self.bug: Bug | None = None
        self.suspended = False
        self.trial = False
        self._house = house
        run.route = []

    @property
    def opening(self) -> Heard:
        """The words that opened the skill."""
        return self.run.opening

    def need(self, kind: type[S]) -> S:
        """The service of this class."""
        return self._house.need(kind)

    def say(
        self, key: str, text: Text, *, choices: tuple[Choice, ...] = (), links: tuple[Link, ...] = ()
    ) -> None:
        """Says something once in this run. `choices` are offers to go on, not a question."""
        if self.suspended:
            raise self._broken(f"`{key}` is said while a question waits")
        if key not in self.run.said:
            self.run.said.append(key)
            self.events.append(Said(Reply(text, choices, links), key))

    def warn(self, hazard: str) -> None:
        """Shows the safety card of a danger that the answers have brought to light; once in a run, whatever
        is corrected. Of one that words alone tell of the ladder has shown it before any skill is run."""
        if self.suspended:
            raise self._broken(f"of `{hazard}` is warned while a question waits")
        if WARNED + hazard not in self.run.said:
            self.run.said.append(WARNED + hazard)
            cards = self._house.cards(hazard)
            said = [Said(msgspec.structs.replace(card, importance="safety"), hazard) for card in cards]
            self.events += [Showed(hazard), *said]

    def count(self, name: str, words: str = "") -> None:
        """Counts something for staff, without personal data; once in this run. `words` is a question that
        could not be answered: of it only words are kept that many people use."""
        if f"#{name}" not in self.run.said:
            self.run.said.append(f"#{name}")
            self.events.append(Counted(name, words))

    def hand_over(self) -> None:
        """Puts the resident into the queue for a person; once in this run."""
        if "#handover" not in self.run.said:
            self.run.said.append("#handover")
            self.events.append(HandedOver("asked"))

    async def look(self, key: str, read: Callable[[], T | Awaitable[T]], kind: type[T]) -> T:
        """Reads something once in this run; later replays see what was read then. What a deploy has given
        another shape since is read afresh."""
        if key in self.run.looks:
            try:
                return msgspec.convert(self.run.looks[key], kind)
            except msgspec.ValidationError:
                del self.run.looks[key]
        value = read()
        result = await value if isinstance(value, Awaitable) else value
        self.run.looks[key] = msgspec.to_builtins(result)
        return msgspec.convert(self.run.looks[key], kind)

    async def once(self, key: str, effect: Callable[[str], Awaitable[T]], kind: type[T]) -> T:
        """Does something that must not happen twice.

        The journal records "started" before the effect; the effect gets an idempotency key, the same after a
        crash, by which the other side knows the request again.
        """
        if self.suspended:
            raise self._broken(f"`{key}` is done while a question waits")
        if key not in self.run.effects:
            if self.trial:
                self.suspended = True
                raise Suspend
            once = f"{self.run.id}:{key}"
            kept = await self._house.journal.begin(once, self.conversation)
            if kept is None:
                kept = [msgspec.to_builtins(await effect(once))]  # in a list: None is a result, too
                await self._house.journal.finish(once, kept)
            self.run.effects[key] = kept[0]
        return msgspec.convert(self.run.effects[key], kind)

    def recall(self, key: str) -> Any | None:
        """A fact remembered from before, None when there is none."""
        found = self.memory.get(key)
        return found.value if found else None

    def remember(self, key: str, value: Any, *, kept: bool = False) -> None:
        """Remembers a fact for the day, or, when the resident agreed to it, for longer (`kept`)."""
        before = self.memory.get(key)
        kept = kept or bool(before and before.kept and before.value == value)
        self.memory[key] = Memory(msgspec.to_builtins(value), self.now, kept)

    def forget(self, key: str) -> None:
        """Forgets one fact."""
        self.memory.pop(key, None)

    def forgotten(self) -> None:
        """Marks that all that was held is erased: nothing of this conversation is stored back."""
        self.events.append(Forgotten())

    def _broken(self, why: str) -> Bug:
        self.bug = self.bug or Bug(f"{self.run.skill}: {why}")
        return self.bug
