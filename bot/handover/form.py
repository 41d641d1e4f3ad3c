"""The form that was being filled in, for the adviser: the answers so far, and one of them put right."""

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
from bot.dialogue.state import Memory, Run, State
from bot.dialogue.suspend import Restart, Suspend
from bot.dialogue.talk import Talk
from channels.message import Choice

Asked = tuple[str, Question[Any], Any]


class Answer(Struct, frozen=True):
    """`label` is what the answer is called, None where it has no name for residents; `said` the answer said
    back; `choices` the only answers that there are, empty for an open question."""

    key: str
    label: Text | None
    said: Text
    choices: tuple[Choice, ...]


class Form(Struct, frozen=True):
    """A task with its answers so far. A `fixed` one has had an effect: it is changed no more."""

    run: str
    topic: Text
    answers: tuple[Answer, ...]
    fixed: bool


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
    asked = await _asked(run, house, now, state.memory, conversation)
    answers = tuple(_answer(*one) for one in asked if one[0] != "review")
    return Form(run.id, house.skills.by_name[run.skill].topic, answers, bool(run.effects))


async def corrected(
    state: State, run_id: str, key: str, heard: Heard, house: House, conversation: int
) -> State:
    """The state with another answer to `key`. Raises `Unclear` when `heard` does not answer it, and when the
    task has gone on meanwhile. `state` itself stays as it was."""
    state = states.load(states.dump(state))
    run = _run(state, house)
    if run is None or run.id != run_id or run.effects:
        raise Unclear
    asked = await _asked(run, house, heard.at, state.memory, conversation)
    question, value = next(((found, old) for name, found, old in asked if name == key), (None, None))
    if question is None:
        raise Unclear
    fresh = run.unsaid()
    fresh.answers[key] = question.store(_heard(question, heard, value))
    fresh.answers.pop("review", None)
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


async def _asked(
    run: Run, house: House, now: dt.datetime, memory: dict[str, Memory], conversation: int
) -> list[Asked]:
    """The questions on the route with their answers, by a replay that is thrown away: it ends before an
    effect that has not happened."""
    talk = Talk(run.copy(), house, now, dict(memory), conversation)
    talk.trial = True
    with suppress(Suspend, Restart):
        await house.skills.by_name[run.skill].flow(talk)
    return talk.asked


def _answer(key: str, question: Question[Any], value: Any) -> Answer:
    choices = tuple(one for one in question.prompt().choices if not one.id.startswith(("word:", "review:")))
    return Answer(key, question.label(), question.echo(value), choices)
