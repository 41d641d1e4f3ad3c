"""What is remembered of a conversation between two messages. All of it is JSON."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

import msgspec
from msgspec import Struct, field

from accessibility.text import RenderedChoice
from bot.dialogue.heard import Heard
from channels.message import Reply

WARNED = "#warn."
"""What the name of a warning begins with among what has been said."""


class Pending(Struct, omit_defaults=True):
    """The question that waits. `partial` is what is known of its answer; `old` the answer that a correction
    will replace once the new one is valid."""

    key: str
    partial: Any = None
    misses: int = 0
    old: Any = None


class Run(Struct, omit_defaults=True):
    """One skill being talked through.

    Answers are kept by name, never by position. `looks` are reads kept for this run, `effects` the results of
    effects that have happened, `said` the keys of what has been said, `route` the keys asked on the last
    replay: an answer off the route is kept but never submitted.
    """

    id: str
    skill: str
    version: int
    opening: Heard
    answers: dict[str, Any] = field(default_factory=dict)
    looks: dict[str, Any] = field(default_factory=dict)
    effects: dict[str, Any] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    route: list[str] = field(default_factory=list)
    pending: Pending | None = None

    def copy(self) -> Run:
        """A copy to work on: a turn that fails leaves the stored run as it was."""
        return Run(
            self.id,
            self.skill,
            self.version,
            self.opening,
            dict(self.answers),
            dict(self.looks),
            dict(self.effects),
            list(self.said),
            list(self.route),
            msgspec.structs.replace(self.pending) if self.pending else None,
        )

    def unsaid(self) -> Run:
        """A copy that will read and speak afresh, as after a correction or a long pause. It warns of
        no danger again: who was in the queue for it would be put there anew by going on."""
        fresh = self.copy()
        fresh.looks, fresh.route = {}, []
        fresh.said = [key for key in self.said if key.startswith(WARNED)]
        return fresh

    @property
    def given(self) -> bool:
        """Whether the resident would lose something if the run were dropped."""
        return bool(self.answers) or bool(self.pending and self.pending.partial)


class Offer(Struct, omit_defaults=True):
    """A choice that the ladder itself has put: which of two tasks, which meaning, carry on or start again.

    The question for a language comes in between: `before` is what had been said, `over` the choice that waits
    beneath it.
    """

    kind: Literal["switch", "clarify", "resume", "language"]
    heard: Heard | None = None
    skills: tuple[str, ...] = ()
    misses: int = 0
    before: tuple[Reply, ...] = ()
    over: Offer | None = None


class Memory(Struct, omit_defaults=True):
    """A fact that is not asked again. `kept` with the resident's consent outlives the day."""

    value: Any
    at: dt.datetime
    kept: bool = False


class State(Struct, omit_defaults=True):
    """The whole of it. `run` is the task at hand, `parked` at most one other, `last_run` the one that has
    just ended, so that it can still be corrected. `beside` is the second language that is read along, `noted`
    what has been offered about languages: once each. `quiet`: they want nothing unasked. `meanwhile`: they
    wait for a person in danger, and as long as nobody is there the assistant goes on helping."""

    run: Run | None = None
    parked: Run | None = None
    last_run: Run | None = None
    offer: Offer | None = None
    shown: tuple[RenderedChoice, ...] = ()
    last: tuple[Reply, ...] = ()
    misses: int = 0
    slow: bool = False
    quiet: bool = False
    reminded: bool = False
    last_at: dt.datetime | None = None
    memory: dict[str, Memory] = field(default_factory=dict)
    beside: str = ""
    noted: tuple[str, ...] = ()
    meanwhile: bool = False

    @property
    def waits(self) -> bool:
        """Whether the assistant has asked something and waits for the answer."""
        return self.offer is not None or (self.run is not None and self.run.pending is not None)


def load(raw: bytes | None) -> State:
    """The stored state; a fresh one when there is none."""
    return msgspec.json.decode(raw, type=State) if raw else State()


def dump(state: State) -> bytes:
    return msgspec.json.encode(state)
