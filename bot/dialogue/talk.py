"""The verbs of a skill: ask, say, warn, look, once, review, and the time.

The skill's function is run from the top on every turn. `ask` returns the stored answer or suspends; what has
been said, read or done in this run is not said, read or done again.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, NoReturn, TypeVar

import msgspec

from accessibility.text import Items, Text, _
from bot.dialogue.events import Answered, Asked
from bot.dialogue.heard import Heard
from bot.dialogue.house import House
from bot.dialogue.question import Change, Got, Narrow, NoMatch, Outcome, Question
from bot.dialogue.questions.review import Review
from bot.dialogue.replay import Replay
from bot.dialogue.state import Memory, Pending, Run
from bot.dialogue.suspend import Restart, Suspend
from channels.message import Reply

T = TypeVar("T")

MOST_QUESTIONS = 60
MOST_ECHOED = 3


class Talk(Replay):
    """One replay of one skill: what it asks, and all that a `Replay` does."""

    def __init__(
        self,
        run: Run,
        house: House,
        now: dt.datetime,
        memory: dict[str, Memory],
        conversation: int = 0,
        heard: Heard | None = None,
    ) -> None:
        super().__init__(run, house, now, memory, conversation)
        self.asked: list[tuple[str, Question[Any], Any]] = []
        self.waiting: Question[Any] | None = None
        self.echoes: list[Text] = []
        self._heard = heard
        self._keys: set[str] = set()

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
