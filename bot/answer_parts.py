"""Answers, departments and complaints, put together: what skills ask for, and what staff are to look at."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from random import SystemRandom

from msgspec import Struct

from accessibility.text import Text
from bot.clock import Clock
from bot.knowledge.answers.answers import Answers
from bot.knowledge.city import City
from bot.knowledge.dated import Lists
from bot.knowledge.directory.departments import Departments
from bot.knowledge.directory.links import links
from bot.knowledge.directory.phones import Phones
from bot.store.complaints import StoredComplaints
from bot.store.sealed import Keys
from bot.store.store import Store
from nlu.public import PublicWords


class AnswerParts(Struct, frozen=True):
    """`lists` are all that know a fact with a date; another part of the program may add its own."""

    answers: Answers
    departments: Departments
    complaints: StoredComplaints
    lists: Sequence[Lists]

    @property
    def parts(self) -> tuple[object, ...]:
        """What skills ask for."""
        return self.answers, self.departments, self.complaints

    @staticmethod
    async def public(text: str, language: str) -> str:
        """The words of a text that are nobody's. The first time it takes a second to know them: in a thread,
        so that nobody else waits."""
        words = await asyncio.to_thread(PublicWords.load)
        return words.of(text, language)


def answer_parts(
    here: City,
    phones: Phones,
    store: Store,
    keys: Keys,
    clock: Clock,
    names: Callable[[Text], list[str]],
    more: Sequence[Lists] = (),
) -> AnswerParts:
    """All of it. `names` gives what residents read for a text; `more` has the facts of others with their
    dates. Raises `DataError`."""
    answers = Answers.load(here.id, names=names)
    known = (
        lambda: [one.dated for one in answers.all],
        lambda: [line.dated for line in phones.all],
        lambda: [link.dated for link in links()],
    )
    return AnswerParts(
        answers,
        Departments.load(names=names),
        StoredComplaints(store.database, keys, clock, SystemRandom()),
        (*known, *more),
    )
