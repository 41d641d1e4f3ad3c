"""Replays a skill: from its start, with an answer, with a correction, one question back.

Every call works on a copy of the run and returns a `Step`; the caller decides whether to keep it.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from msgspec import Struct

from accessibility.text import Text
from bot.dialogue.events import AnyEvent, Finished
from bot.dialogue.heard import Heard
from bot.dialogue.house import House
from bot.dialogue.question import Got, Narrow, Outcome, Question
from bot.dialogue.skill import Skill
from bot.dialogue.state import Memory, Pending, Run
from bot.dialogue.suspend import Bug, Restart, Suspend
from bot.dialogue.talk import Talk

MOST_RESTARTS = 3


class Step(Struct):
    """One replay's result. `run` is None once the skill has ended; `ended` is then the finished run."""

    events: list[AnyEvent]
    memory: dict[str, Memory]
    run: Run | None
    ended: Run | None = None
    missed: bool = False


class Engine:
    """The replays of one turn: a moment, and the memory that skills share."""

    def __init__(
        self, house: House, now: dt.datetime, memory: dict[str, Memory], conversation: int = 0
    ) -> None:
        self.conversation = conversation
        self.house = house
        self.now = now
        self.memory = memory

    async def start(self, skill: Skill, opening: Heard) -> Step:
        """Begins a skill; the words that opened it pre-fill what they can."""
        return await self._replay(self.run(skill, opening))

    def run(self, skill: Skill, opening: Heard) -> Run:
        """A run of a skill that has not begun."""
        return Run(self.house.new_id(), skill.name, skill.version, opening.to_keep())

    async def answer(self, run: Run, heard: Heard) -> Step:
        """Hands the message to the question that waits. `missed` when it was no answer."""
        return await self._replay(run.copy(), heard)

    async def ask_again(self, run: Run) -> Step:
        """Puts the waiting question again, as after a digression."""
        return await self._replay(run.copy())

    async def resume(self, run: Run) -> Step:
        """Carries on after a long pause: what was read then is read afresh, and a question that has become
        known meanwhile is not put again."""
        copy = run.unsaid()
        if copy.pending and copy.pending.partial is None and copy.pending.old is None:
            copy.pending = None
        return await self._replay(copy)

    async def back(self, run: Run) -> Step | None:
        """Takes the last answer out and asks it again; None when there is none to take."""
        copy = run.unsaid()
        if copy.pending and copy.pending.old is not None:
            copy.pending = None
            return await self._replay(copy)
        if copy.pending and copy.pending.partial:
            copy.pending = Pending(copy.pending.key)
            return await self._replay(copy)
        answered = [key for key in run.route if key in copy.answers]
        if not answered or run.effects:
            return None
        del copy.answers[answered[-1]]
        copy.pending = Pending(answered[-1])
        return await self._replay(copy)

    async def correct(self, run: Run, heard: Heard) -> Step | None:
        """Replaces the latest answer on the route that the words of the correction fit.

        The old answer stays until the new one is valid. None when no answer fits, or when the run has already
        had an effect: what has been sent is not changed behind the resident's back.
        """
        if run.effects:
            return None
        for key, question, value in reversed(await self._asked(run)):
            outcome: Outcome[Any] = question.correct(heard, value)
            if isinstance(outcome, Got | Narrow):
                return await self._corrected(run, key, question, outcome)
        return None

    async def takes_digits(self, run: Run) -> bool:
        """Whether the waiting question is answered by bare digits."""
        talk = await self._probe(run)
        return bool(talk.waiting and talk.waiting.takes_digits)

    async def takes_addresses(self, run: Run) -> bool:
        """Whether what is said with digits in it may be an address that answers the waiting question."""
        talk = await self._probe(run)
        return bool(talk.waiting and talk.waiting.takes_digits and not talk.waiting.only_numbers)

    async def takes_photos(self, run: Run) -> bool:
        """Whether the waiting question is answered by photos."""
        talk = await self._probe(run)
        return bool(talk.waiting and talk.waiting.takes_photos)

    async def covers(self, run: Run, heard: Heard) -> bool:
        """Whether the message has nothing in it but an answer to the waiting question."""
        talk = await self._probe(run)
        return bool(talk.waiting and talk.waiting.covers(heard))

    async def why(self, run: Run) -> Text | None:
        """The reason for asking the waiting question, None where none is given."""
        talk = await self._probe(run)
        return talk.waiting.why if talk.waiting else None

    async def may_hear(self, run: Run, heard: Heard, *, any_words: bool) -> bool:
        """Whether a message about something else may answer the waiting question: never the one that ends a
        form, none after which something is done, and without `any_words` none that takes whatever is said."""
        waiting = (await self._probe(run)).waiting
        if waiting is None or (waiting.takes_anything and not any_words):
            return False
        talk = await self._probe(run, heard)
        at_an_effect = talk.suspended and talk.waiting is None
        return not (talk.missed or at_an_effect or (run.pending and run.pending.key == "review"))

    async def _asked(self, run: Run) -> list[tuple[str, Question[Any], Any]]:
        return (await self._probe(run)).asked

    async def _probe(self, run: Run, heard: Heard | None = None) -> Talk:
        """A replay that is looked at and thrown away: it ends before an effect that has not happened."""
        talk = Talk(run.copy(), self.house, self.now, dict(self.memory), self.conversation, heard)
        talk.trial = True
        await self._run(talk)
        return talk

    async def _corrected(
        self, run: Run, key: str, question: Question[Any], outcome: Got[Any] | Narrow
    ) -> Step:
        copy = run.unsaid()
        copy.answers.pop("review", None)
        if isinstance(outcome, Got):
            copy.answers[key] = question.store(outcome.value)
            if copy.pending and copy.pending.key == key:
                copy.pending = None
            return await self._replay(copy, echoes=(question.echo(outcome.value),))
        copy.pending = Pending(key, outcome.partial, old=copy.answers.get(key))
        return await self._replay(copy)

    async def _replay(self, run: Run, heard: Heard | None = None, echoes: tuple[Text, ...] = ()) -> Step:
        skill = self.house.skills.by_name[run.skill]
        if run.version != skill.version:
            run.version, run.answers, run.looks = skill.version, {}, {}
        events: list[AnyEvent] = []
        memory = dict(self.memory)
        for _attempt in range(MOST_RESTARTS):
            talk = Talk(run, self.house, self.now, memory, self.conversation, heard)
            talk.echoes += echoes
            restart = await self._run(talk)
            events += talk.events
            if not restart:
                break
            heard = None
        else:
            raise Bug(f"{run.skill}: restarts without end")
        if talk.suspended:
            return Step(events, memory, run, missed=talk.missed)
        run.pending = None
        return Step([*events, Finished(run.skill, run.id)], memory, None, ended=run)

    async def _run(self, talk: Talk) -> bool:
        """Runs the skill once; True when it wants to be run again. Bugs come out whatever swallowed them."""
        skill = self.house.skills.by_name[talk.run.skill]
        try:
            await skill.flow(talk)
        except Suspend:
            pass
        except Restart:
            return not talk.bug
        except BaseExceptionGroup as group:
            raise Bug(f"{skill.name}: a question was asked inside a task group") from group
        else:
            if talk.suspended and not talk.bug:
                raise Bug(f"{skill.name}: a question's Suspend was caught; do not wrap `ask` in try")
        if talk.bug:
            raise talk.bug
        return False
