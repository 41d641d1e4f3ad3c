"""The form that was being filled in, for the adviser: the answers so far, one of them put right, and the
question that waits, answered."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from typing import Any

from msgspec import Struct

from accessibility.text import Text
from bot.dialogue import state as states
from bot.dialogue.heard import Heard
from bot.dialogue.house import House
from bot.dialogue.question import Got, Narrow, Question
from bot.dialogue.state import Memory, Pending, Run, State
from bot.dialogue.suspend import Restart, Suspend
from bot.dialogue.talk import Talk
from channels.message import Choice

REVIEW = "review"
"""The question that ends a form: only the resident says that all of it is right."""


class Answer(Struct, frozen=True):
    """`label` is what the answer is called, None where it has no name for residents; `said` the answer said
    back; `choices` the only answers that there are, empty for an open question."""

    key: str
    label: Text | None
    said: Text
    choices: tuple[Choice, ...]


class Waiting(Struct, frozen=True):
    """The question that waits: `asks` is how it is put now, `choices` the answers that are offered."""

    key: str
    asks: Text
    choices: tuple[Choice, ...]


class Form(Struct, frozen=True):
    """A task with its answers so far. A `fixed` one has had an effect: it is changed no more. `waiting` is
    None where all is answered, but for what only the resident can say: that it is right as it is."""

    run: str
    topic: Text
    answers: tuple[Answer, ...]
    fixed: bool
    waiting: Waiting | None = None


class Unclear(Exception):
    """The words do not answer the question; `why` says what is missing, where that is known."""

    def __init__(self, why: Text | None = None) -> None:
        super().__init__("the words do not answer the question")
        self.why = why


async def read_form(state: State, house: House, now: dt.datetime, conversation: int) -> Form | None:
    """The task at hand, else the one put aside; None when there is neither."""
    run = _run(state, house)
    if run is None:
        return None
    talk = await _replayed(run, house, now, state.memory, conversation)
    answers = tuple(_answer(*one) for one in talk.asked if one[0] != REVIEW)
    return Form(run.id, house.skills.by_name[run.skill].topic, answers, bool(run.effects), _waiting(talk))


async def corrected(
    state: State, run_id: str, key: str, heard: Heard, house: House, conversation: int
) -> State:
    """The state with another answer to `key`. Raises `Unclear` when `heard` does not answer it, and when the
    task has gone on meanwhile. `state` itself stays as it was."""
    state = states.load(states.dump(state))
    run = _run(state, house)
    if run is None or run.id != run_id or run.effects:
        raise Unclear
    asked = (await _replayed(run, house, heard.at, state.memory, conversation)).asked
    question, value = next(((found, old) for name, found, old in asked if name == key), (None, None))
    if question is None:
        raise Unclear
    fresh = run.unsaid()
    fresh.answers[key] = question.store(_heard(question, heard, value))
    fresh.answers.pop(REVIEW, None)
    return _with(state, run, fresh)


async def answered(
    state: State, run_id: str, key: str, heard: Heard, house: House, conversation: int
) -> State:
    """The state with an answer to the question `key`, which waits: the task stands at the next one then, or
    asks more closely where `heard` is a part of the answer. Nothing is done and nothing said: that comes when
    the task goes on. Raises `Unclear` when `heard` does not answer it, and when another question waits by
    now. `state` itself stays as it was."""
    state = states.load(states.dump(state))
    run = _run(state, house)
    if run is None or run.id != run_id or run.effects:
        raise Unclear
    talk = await _replayed(run, house, heard.at, state.memory, conversation)
    question, pending = talk.waiting, talk.run.pending
    if question is None or pending is None or pending.key != key or key == REVIEW:
        raise Unclear
    outcome: Any = question.hear(heard, pending.partial)
    fresh = run.unsaid()
    fresh.answers = talk.run.answers
    if isinstance(outcome, Narrow):
        fresh.pending = Pending(key, outcome.partial, old=pending.old)
        return _with(state, run, fresh)
    if not isinstance(outcome, Got):
        raise Unclear(getattr(outcome, "why", None))
    fresh.answers[key], fresh.pending = question.store(outcome.value), None
    after = await _replayed(fresh, house, heard.at, state.memory, conversation)
    fresh.answers, fresh.pending = after.run.answers, after.run.pending if after.waiting else None
    return _with(state, run, fresh)


def _with(state: State, run: Run, fresh: Run) -> State:
    """`state` with `fresh` in the place of `run`, the task at hand or the one put aside."""
    state.run, state.parked = (fresh, state.parked) if state.run is run else (state.run, fresh)
    return state


def _heard(question: Question[Any], heard: Heard, value: Any) -> Any:
    """The answer in the words: as a correction, else as an answer to the question."""
    outcome: Any = question.correct(heard, value)
    if not isinstance(outcome, Got | Narrow):
        outcome = question.hear(heard, None)
    if isinstance(outcome, Got):
        return outcome.value
    raise Unclear(outcome.reply.text if isinstance(outcome, Narrow) else getattr(outcome, "why", None))


def _run(state: State, house: House) -> Run | None:
    known = house.skills.by_name
    found = next((run for run in (state.run, state.parked) if run and run.skill in known), None)
    return found if found and found.version == known[found.skill].version else None


async def _replayed(
    run: Run, house: House, now: dt.datetime, memory: dict[str, Memory], conversation: int
) -> Talk:
    """The questions on the route with their answers, and the one that waits, by a replay that is thrown away:
    it ends before an effect that has not happened."""
    talk = Talk(run.copy(), house, now, dict(memory), conversation)
    talk.trial = True
    with suppress(Suspend, Restart):
        await house.skills.by_name[run.skill].flow(talk)
    return talk


def _waiting(talk: Talk) -> Waiting | None:
    question, pending = talk.waiting, talk.run.pending
    if question is None or pending is None or pending.key == REVIEW or talk.run.effects:
        return None
    put = question.resume(pending.partial)
    return Waiting(pending.key, put.text, _offered(put.choices))


def _answer(key: str, question: Question[Any], value: Any) -> Answer:
    return Answer(key, question.label(), question.echo(value), _offered(question.prompt().choices))


def _offered(choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
    """The answers among the choices: words that always work are none."""
    return tuple(one for one in choices if not one.id.startswith(("word:", "review:", "do:")))
