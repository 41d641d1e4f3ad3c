"""A conversation with the ladder, as the turn holds one: the state goes through its stored form each time."""

from __future__ import annotations

import datetime as dt

import msgspec

from bot.dialogue import state as states
from bot.dialogue.events import AnyEvent, LanguageChanged, replies
from bot.dialogue.heard import Heard
from bot.dialogue.house import House
from bot.dialogue.ladder import decide
from bot.dialogue.picks import picked
from bot.dialogue.state import State
from channels.message import Reply
from tests.unit.dialogue.english import english, shown
from tests.unit.dialogue.hear import NOON, hear, press


class Chat:
    """`send` words, `press` buttons, `wait`; `house` may be changed in between, as a deploy does."""

    def __init__(self, house: House, raw: bytes | None = None, now: dt.datetime = NOON) -> None:
        self.house = house
        self.raw = raw
        self.now = now
        self.language = "en"
        self.events: list[AnyEvent] = []
        self.replies: tuple[Reply, ...] = ()

    async def send(self, *texts: str) -> list[str]:
        """Sends one message after another; what was said to the last of them, in English."""
        for text in texts:
            await self.hear(hear(text))
        return self.said

    async def press(self, choice: str) -> list[str]:
        """Presses the button with this id."""
        return await self.hear(press(choice))

    async def hear(self, heard: Heard) -> list[str]:
        """One turn. A turn that raises leaves the conversation as it was."""
        state = self.state
        chosen = picked(state.shown, heard.text, heard.picked)
        heard = msgspec.structs.replace(heard, picked=chosen, at=self.now)
        events = await decide(state, heard, self.house, self.language, 1)
        self.events, self.replies = events, replies(events)
        for event in events:
            if isinstance(event, LanguageChanged):
                self.language = event.language
        state.shown = next((shown(reply) for reply in reversed(self.replies) if reply.choices), ())
        self.raw = states.dump(state)
        return self.said

    def wait(self, **span: float) -> None:
        """Lets time pass: `hours=2`."""
        self.now += dt.timedelta(**span)

    @property
    def state(self) -> State:
        return states.load(self.raw)

    @property
    def said(self) -> list[str]:
        return [english(reply.text) for reply in self.replies]

    @property
    def choices(self) -> list[str]:
        """The labels of the shown choices, in order."""
        return [one.label for one in self.state.shown]

    @property
    def answers(self) -> dict[str, object]:
        """What is stored of the task at hand."""
        run = self.state.run
        return dict(run.answers) if run else {}
