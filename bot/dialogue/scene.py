"""What the rungs of the ladder share: the state, the message, and the ways to move on."""

from __future__ import annotations

import datetime as dt

from accessibility.text import Text, _
from bot.dialogue.engine import Engine, Step
from bot.dialogue.events import (
    AnyEvent,
    Asked,
    Cancelled,
    Forgotten,
    LanguageChanged,
    Parked,
    Resumed,
    Said,
    Started,
)
from bot.dialogue.heard import Heard
from bot.dialogue.house import House
from bot.dialogue.skill import Skill
from bot.dialogue.state import Offer, Run, State
from channels.message import Choice, Reply

CARRY_ON, START_AGAIN = "offer:carry_on", "offer:start_again"
FINISH, SWITCH = "offer:finish", "offer:switch"
SKILL, LANGUAGE, BOTH = "offer:skill:", "language:", "+"
PARK_AFTER = dt.timedelta(hours=1)


class Scene:
    """One message on its way down the ladder. `state` is changed in place; `events` is what is decided."""

    def __init__(
        self, state: State, heard: Heard, house: House, language: str, conversation: int = 0
    ) -> None:
        self.state = state
        self.conversation = conversation
        self.heard = heard
        self.house = house
        self.language = language
        self.events: list[AnyEvent] = []

    @property
    def engine(self) -> Engine:
        return Engine(self.house, self.heard.at, self.state.memory, self.conversation)

    @property
    def waiting(self) -> Run | None:
        """The run whose question waits, if there is one."""
        run = self.state.run
        return run if run is not None and run.pending is not None else None

    def say(self, text: Text, *choices: Choice) -> None:
        self.events.append(Said(Reply(text, choices)))

    def put(self, offer: Offer, text: Text, *choices: Choice) -> None:
        """Puts a choice of the ladder's own and waits for it."""
        self.state.offer = offer
        self.events.append(Asked(Reply(text, choices, expects_answer=True)))

    def keep(self, step: Step) -> None:
        """Takes a replay's result as what happened. After a task's end the parked one is offered again."""
        self.events += step.events
        self.state.memory = step.memory
        self.state.run = step.run
        self.state.misses = 0
        if any(isinstance(event, Forgotten) for event in step.events):
            self.state.parked = None
        if step.ended is not None:
            self.ended(step.ended)
            self.offer_parked()

    def ended(self, run: Run) -> None:
        """Keeps the run that has just ended, if it holds anything that could be corrected."""
        if run.answers:
            self.state.last_run = run

    def offer_parked(self) -> None:
        parked = self.state.parked
        if parked is None or self.state.offer is not None:
            return
        topic = self.topic(parked)
        self.put(
            Offer("resume"),
            _("You were telling us about %(topic)s. Shall we carry on?", topic=topic),
            Choice(CARRY_ON, _("Carry on")),
            Choice(START_AGAIN, _("No, leave it")),
        )

    def topic(self, run: Run) -> Text:
        return self.house.skills.by_name[run.skill].topic

    async def begin(self, skill: Skill, opening: Heard | None = None) -> None:
        """Starts a skill as the task at hand."""
        step = await self.engine.start(skill, opening or self.heard)
        run = step.run or step.ended
        self.events.append(Started(skill.name, run.id if run else ""))
        self.keep(step)

    async def aside(self, skill: Skill) -> None:
        """Answers a short skill in the middle of another task, then puts the waiting question again. One that
        turns out to ask is a task; what it has done already is not done again."""
        step = await self.engine.start(skill, self.heard)
        if step.run is not None and step.run.effects:
            self.park()
            self.keep(step)
            return
        if step.run is not None:
            await self.task(skill)
            return
        self.events += step.events
        self.state.memory = step.memory
        if step.ended is not None and self.waiting is None and not self.state.offer:
            self.ended(step.ended)
        await self.put_again()

    async def task(self, skill: Skill) -> None:
        """Starts a skill; asks first when another task would be left half done."""
        waiting = self.waiting
        if waiting is None or waiting.skill == skill.name or not waiting.given:
            await self.begin(skill)
            return
        if skill.at_once:
            await self.switch(skill, self.heard)
            return
        topics = {"topic": self.topic(waiting), "other": skill.topic}
        self.put(
            Offer("switch", self.heard.to_keep(), (skill.name,)),
            _("You were telling us about %(topic)s.", topic=topics["topic"]).then(_("Finish that first?")),
            Choice(FINISH, _("Finish that first")),
            Choice(SWITCH, _("Change to %(other)s", other=topics["other"])),
        )

    async def switch(self, skill: Skill, opening: Heard) -> None:
        """Parks the task at hand and starts another."""
        self.park()
        await self.begin(skill, opening)

    def park(self) -> None:
        """Puts the task at hand aside; an older parked one is let go, and so is any choice put."""
        self.state.offer = None
        if self.state.run is not None:
            self.events.append(Parked(self.state.run.skill))
            self.state.parked, self.state.run = self.state.run, None

    async def carry_on(self) -> None:
        """Takes the task that was left waiting up again, or else the parked one."""
        if self.state.run is None:
            self.state.run, self.state.parked = self.state.parked, None
        if self.state.run is not None:
            self.events.append(Resumed(self.state.run.skill))
            self.keep(await self.engine.resume(self.state.run))

    async def put_again(self) -> None:
        """Puts the waiting question, or the ladder's own choice, again, if one waits."""
        waiting = self.waiting
        if self.state.offer is not None:
            self.events += [Asked(reply) for reply in self.state.last if reply.expects_answer]
        elif waiting is not None:
            step = await self.engine.ask_again(waiting)
            if step.run is None:
                self.keep(step)
                return
            self.events += step.events
            self.state.run = step.run

    def drop(self) -> None:
        """Lets go of the task at hand and of any choice put."""
        if self.state.run is not None:
            self.events.append(Cancelled(self.state.run.skill))
        self.state.run = None
        self.state.offer = None
        self.state.misses = 0

    def repeat(self) -> None:
        """Says the last replies again; they stay the last."""
        self.events += [Asked(reply) if reply.expects_answer else Said(reply) for reply in self.state.last]

    def leave_language(self) -> None:
        """Goes back to what was said before the question for a language."""
        put = self.state.offer
        if put is not None and put.kind == "language":
            self.state.offer, self.state.last = put.over, put.before

    def change_language(self, tag: str, beside: str = "") -> None:
        """From here on in `tag`, and beside it in a second one; the last answer is said again from its
        facts."""
        self.leave_language()
        self.language, self.state.beside = tag, beside
        self.events.append(LanguageChanged(tag, beside))
        self.repeat()
        if not self.state.last:
            self.say(_("We can talk in this language now."))
