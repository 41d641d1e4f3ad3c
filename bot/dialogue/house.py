"""What the engine is handed: the skills, the knowledge behind them, and the ways to have an effect."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar, cast

from bot.dialogue.skill import Skills
from channels.message import Reply

S = TypeVar("S")


class Journal(Protocol):
    """Remembers effects, so that none happens twice."""

    async def begin(self, key: str, conversation: int) -> Any | None:
        """Records that the effect `key` has started; its result when it had already finished, else None."""

    async def finish(self, key: str, result: Any) -> None:
        """Records the effect's result (JSON)."""


class Brief(Protocol):
    """The few words for somebody whose language is not talked in."""

    def danger(self) -> Reply:
        """Where to call when life is in danger."""

    def interpreter(self) -> Reply:
        """How to reach a person through an interpreter."""


class House:
    """The parts that a turn uses, made once in the composition root.

    `parts` are the services that skills need, found by their class. `cards` gives what to say for a hazard,
    `briefly` what can be said in languages that are not talked in.
    `languages` are the served ones as (tag, endonym). `writings` gives for a language its tag in Latin
    letters and what that is called. `new_id` makes run ids. `follows` names for a hazard the skill that
    begins behind its card.
    """

    def __init__(
        self,
        skills: Skills,
        journal: Journal,
        new_id: Callable[[], str],
        parts: Sequence[object] = (),
        cards: Callable[[str], Sequence[Reply]] = lambda hazard: (),
        languages: Sequence[tuple[str, str]] = (),
        writings: Mapping[str, tuple[str, str]] | None = None,
        briefly: Mapping[str, Brief] | None = None,
        follows: Mapping[str, str] | None = None,
    ) -> None:
        self.skills = skills
        self.journal = journal
        self.new_id = new_id
        self.cards = cards
        self.briefly = dict(briefly or {})
        self.follows = dict(follows or {})
        self.languages = tuple(languages)
        self.writings = dict(writings or {})
        self._parts: dict[type, object] = {type(part): part for part in parts}

    def need(self, kind: type[S]) -> S:
        """The service of this class, or of a class under it. `LookupError` when it was not handed in."""
        if kind not in self._parts:
            found = next((part for part in self._parts.values() if isinstance(part, kind)), None)
            if found is None:
                raise LookupError(f"no {kind.__name__} was handed to the engine")
            self._parts[kind] = found
        return cast(S, self._parts[kind])
