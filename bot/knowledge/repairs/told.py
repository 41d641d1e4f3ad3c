"""What a resident has told of a repair in free words, in whichever message it was."""

from __future__ import annotations

from typing import TypeVar

from bot.dialogue.heard import Heard
from bot.dialogue.question import Got, Question
from bot.dialogue.talk import Talk
from bot.knowledge.repairs.heard import Facts, together
from bot.knowledge.repairs.mine import BEFORE
from bot.knowledge.repairs.own_words import joined, kept
from bot.knowledge.repairs.problem_question import Wrong
from bot.knowledge.repairs.repairs import Repairs
from nlu.understanding import Understanding

T = TypeVar("T")


def first(talk: Talk) -> Heard:
    """The words that opened the task or, behind a button, those of an earlier message that told of a report
    made before."""
    earlier = talk.recall(BEFORE)
    if not talk.opening.picked or not isinstance(earlier, str):
        return talk.opening
    language = talk.opening.understanding.language
    return Heard(earlier, talk.opening.at, Understanding(earlier, language))


def words(talk: Talk) -> tuple[Heard, ...]:
    """All the free words about the repair: those that answered what is wrong count before the first ones."""
    wrong = next((value for key, _question, value in talk.asked if key == "problem"), None)
    answered = wrong.heard if isinstance(wrong, Wrong) else None
    return (answered, first(talk)) if answered is not None else (first(talk),)


def facts(talk: Talk, repairs: Repairs) -> Facts:
    """What the free words say, together."""
    return together(*map(repairs.listens.facts, words(talk)))


def earlier(talk: Talk, question: Question[T]) -> T | None:
    """The answer in words that came later or earlier than the opening ones, which every question reads by
    itself; None where they hold none."""
    for heard in words(talk):
        found = question.prefill(heard) if heard is not talk.opening else None
        if isinstance(found, Got):
            return found.value
    return None


def before(talk: Talk, said: Facts) -> str:
    """What is said of an earlier report."""
    earlier = str(talk.recall(BEFORE) or "")
    own = (kept(one.text, keysafe=said.keysafe) for one in words(talk) if not one.picked)
    return joined(kept(earlier), *(own if said.before else ()))
