"""The verbs of a skill: ask, say, warn, look, once, review, and the time.

The skill's function is run from the top on every turn. `ask` returns the stored answer or suspends; what has
been said, read or done in this run is not said, read or done again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Any, NoReturn, TypeVar

import msgspec

from accessibility.text import Items, Link, Text, _
from bot.dialogue.events import Answered, AnyEvent, Asked, Counted, Forgotten, HandedOver, Said, Showed
from bot.dialogue.heard import Heard
from bot.dialogue.house import House
from bot.dialogue.question import Change, Got, Narrow, NoMatch, Outcome, Question
from bot.dialogue.questions.review import Review
from bot.dialogue.state import WARNED, Memory, Pending, Run
from bot.dialogue.suspend import Bug, Restart, Suspend
from channels.message import Choice, Reply

T = TypeVar("T")
S = TypeVar("S")

MOST_QUESTIONS = 60
MOST_ECHOED = 3


class Talk:
    """One replay of one skill."""

    def __init__(
        self,
        run: Run,
        house: House,
        now: dt.datetime,
        memory: dict[str, Memory],
        conversation: int = 0,
        heard: Heard | None = None,
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
        self.asked: list[tuple[str, Question[Any], Any]] = []
        self.waiting: Question[Any] | None = None
        self.echoes: list[Text] = []
        self._house = house
        self._heard = heard
        self._keys: set[str] = set()
        run.route = []

    @property
    def opening(self) -> Heard:
        """The words that opened the skill."""
        return self.run.opening

    def need(self, kind: type[S]) -> S:
        """The service of this class."""
        return self._house.need(kind)

    async def ask(self, key: str, question: Question[T], *, known: T | None = None) -> T:
        """The answer to `question`, stored under `key`; asks for it and suspends while there is none.

        The words that opened the skill are tried first; then `known`, an answer remembered from before.
        """
        self._enter(key)
        value = self._stored(key, question)
        if value is None:
            self.waiting = question
            value = self._hear(key, question, known)
            self.waiting = None
        self.run.route.append(key)
        self.asked.append((key, question, value))
        return value

    def _enter(self, key: str) -> None:
        if self.suspended:
            raise self._broken(
                f"`{key}` is asked while another question waits: ask one at a time, and do not catch Suspend"
            )
        if key in self._keys:
            raise self._broken(f"`{key}` is asked twice: number the key, as in `{key}.1`")
        self._keys.add(key)
        if len(self._keys) > MOST_QUESTIONS:
            raise self._broken(f"more than {MOST_QUESTIONS} questions in one skill: is there a loop?")

    def _broken(self, why: str) -> Bug:
        self.bug = self.bug or Bug(f"{self.run.skill}: {why}")
        return self.bug

    def _stored(self, key: str, question: Question[T]) -> T | None:
        if key not in self.run.answers or (self.run.pending and self.run.pending.key == key):
            return None
        value = question.restore(self.run.answers[key])
        if value is None:
            del self.run.answers[key]
        return value

    def _hear(self, key: str, question: Question[T], known: T | None) -> T:
        pending = self.run.pending
        if pending is None:
            opened = question.prefill(self.run.opening)
            if known is not None and isinstance(opened, NoMatch):
                return self._keep(key, question, known, "recalled")
            return self._take(key, question, opened, "prefilled")
        if pending.key != key:
            # A deploy took the waiting question away, or put this one before it: ask this one now.
            return self._take(key, question, NoMatch(), "heard")
        heard, self._heard = self._heard, None
        if heard is None:
            return self._suspend(key, pending.partial, question.resume(pending.partial))
        return self._take(key, question, question.hear(heard, pending.partial), "heard")

    def _take(self, key: str, question: Question[T], outcome: Outcome[T], how: str) -> T:
        waiting = self.run.pending
        if isinstance(outcome, Got):
            return self._keep(key, question, outcome.value, how)
        if isinstance(outcome, Change):
            return self._change(outcome.key)
        if isinstance(outcome, Narrow):
            return self._suspend(key, outcome.partial, outcome.reply)
        self.missed = how == "heard" and waiting is not None and waiting.key == key
        if not self.missed:
            prompt = question.prompt()
            text = outcome.why.then(prompt.text) if outcome.why else prompt.text
            return self._suspend(key, None, msgspec.structs.replace(prompt, text=text))
        misses, partial = (waiting.misses, waiting.partial) if waiting else (0, None)
        return self._suspend(key, partial, question.again(misses + 1, outcome.why, partial))

    def _change(self, key: str) -> NoReturn:
        """Asks the question `key` again: its answer stays until the new one is valid."""
        self.run.pending = Pending(key, old=self.run.answers.get(key))
        self.run.answers.pop("review", None)
        self.suspended = True
        raise Restart

    def _keep(self, key: str, question: Question[T], value: T, how: str) -> T:
        if "review" not in self._keys:  # what is reviewed has changed since it was agreed to
            self.run.answers.pop("review", None)
        self.run.answers[key] = question.store(value)
        self.run.pending = None
        if how == "prefilled" and question.label() is not None:
            self.echoes.append(question.echo(value))
        self.events.append(Answered(key, how))
        return value

    def _suspend(self, key: str, partial: Any, reply: Reply) -> NoReturn:
        self.suspended = True
        pending = self.run.pending
        if pending is None or pending.key != key:
            pending = Pending(key)
        pending.partial = partial
        pending.misses = pending.misses + 1 if self.missed else 0
        self.run.pending = pending
        self.events.append(Asked(self._echoed(reply, key), key))
        raise Suspend

    def _echoed(self, reply: Reply, key: str) -> Reply:
        """What was taken from the resident's words, or corrected, is said back before the next question: the
        first few, to leave room for it. The review has all."""
        if not self.echoes or key == "review":
            return reply
        heard = _("I have understood: %(answers)s.", answers=Items(tuple(self.echoes[:MOST_ECHOED])))
        return msgspec.structs.replace(reply, text=heard.then(reply.text))

    async def review(self) -> bool:
        """Says all answers on the route back and asks whether to go on (R09): True to submit, False to stop.
        The resident may pick any answer and change it."""
        lines = tuple(
            (key, label, question.echo(value))
            for key, question, value in self.asked
            if (label := question.label()) is not None
        )
        return await self.ask("review", Review(lines))

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
