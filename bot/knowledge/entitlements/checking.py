"""One check in a conversation: what is known of the household, what to ask next, and what follows from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator, Sequence
from functools import partial
from typing import Any, Final

from accessibility.text import Text
from bot.dialogue.question import Question
from bot.dialogue.talk import Talk
from bot.knowledge.directory.phones import Phones, call
from bot.knowledge.entitlements.benefit import Benefit
from bot.knowledge.entitlements.entitlements import Entitlements
from bot.knowledge.entitlements.fact import UNSURE, Value
from bot.knowledge.entitlements.going_on import Ahead
from bot.knowledge.entitlements.hearing.births import years
from bot.knowledge.entitlements.hearing.hears import Hears
from bot.knowledge.entitlements.questions import question
from bot.knowledge.entitlements.rule import Rule
from bot.knowledge.entitlements.verdict import Verdict
from bot.knowledge.here import Here
from bot.knowledge.site import Site
from channels.message import Capabilities

MOST_QUESTIONS: Final = 40
"""After so many answers nothing further is asked: the limit of one conversation is not far."""

ROUND: Final = 6
"""How many questions are put before it is said what they have shown."""

BORN: Final = {"age": "born", "partner_age": "partner_born"}
"""The date of birth that an age was given by."""

_MAYBE: Any = str | None


class Check:
    """What is asked is kept by the conversation under the fact's own name, and read from there each time."""

    def __init__(self, talk: Talk, most: int) -> None:
        self.talk = talk
        self.rules = talk.need(Entitlements)
        self.on: dt.date = talk.now.astimezone(talk.need(Site).city.zone).date()
        self.known: dict[str, Value] = {}
        self.most = most
        self.hears = talk.need(Hears)
        self._steps = 0

    @classmethod
    async def begin(cls, talk: Talk) -> Check:
        """A check that knows what the opening words have stated."""
        reads = partial(talk.need(Here).can, talk.conversation)
        check = cls(talk, (await talk.look("can", reads, Capabilities)).max_choices)
        for fact in sorted(check.hears.facts(talk.opening, check.on)):
            if check._is_fact(fact):
                await check._ask(fact, ())
        return check

    @property
    def benefits(self) -> tuple[Benefit, ...]:
        """All that there is on the day."""
        return self.rules.benefits(self.on)

    def benefit(self, id: str) -> Benefit | None:
        """One of them."""
        return self.rules.benefit(id, self.on)

    def verdict(self, id: str) -> Verdict:
        """What follows for a benefit from what is known so far."""
        return self.rules.verdict(id, self.known, self.on)

    async def ask(self, goals: Sequence[str], most: int = MOST_QUESTIONS) -> None:
        """Asks what can still change one of the goals, at most so many questions."""
        for _question in range(most):
            if len(self.known) >= MOST_QUESTIONS:
                return
            self._steps += 1
            reads = partial(self.rules.next_fact, goals, self.known, self.on)
            fact = await self.talk.look(f"next.{self._steps}", reads, _MAYBE)
            if fact is None:
                return
            await self._ask(fact, goals)

    def ahead(self, told: Collection[str]) -> Ahead:
        """What could be said next to somebody who has been told of some benefits."""
        verdicts = self.rules.verdicts(self.known, self.on)
        yes = [one.benefit for one in verdicts if one.truth == "yes" and one.benefit not in told]
        questions, things = self.rules.more(self.known, self.on)
        if not things or len(self.known) >= MOST_QUESTIONS:
            questions, things = 0, 0
        found = (self.benefit(id) for id in yes)
        return Ahead(tuple(one for one in found if one is not None), min(questions, ROUND), things)

    def open(self) -> tuple[str, ...]:
        """The benefits that further answers can decide."""
        verdicts = self.rules.verdicts(self.known, self.on)
        return tuple(one.benefit for one in verdicts if one.truth == "unknown" and one.open)

    def depends(self) -> tuple[Text, ...]:
        """The names of what they did not know."""
        unsure = (self.rules.fact(id) for id, value in self.known.items() if value == UNSURE)
        return tuple(fact.label for fact in unsure if fact.label is not None)

    def phone(self, benefit: Benefit) -> Text | None:
        """The number to ring for it, where that is certain."""
        line = self.talk.need(Phones).tell(benefit.phone, self.on) if benefit.phone else None
        return call(line).if_room() if line is not None and line.id == benefit.phone else None

    async def _ask(self, fact: str, goals: Sequence[str]) -> None:
        asks: Question[Value] = self._question(fact, goals)
        value = await self.talk.ask(f"fact.{fact}", asks)
        if isinstance(value, dt.date) and fact in BORN:
            self.known[BORN[fact]] = value
            value = years(value, self.on)
        self.known[fact] = value

    def _question(self, fact: str, goals: Sequence[str]) -> Question[Value]:
        rules = [benefit.rule for id in goals if (benefit := self.benefit(id)) is not None]
        first = {option for rule in rules if rule is not None for option in _options(rule, fact)}

        def settles(value: Value) -> bool:
            known = {**self.known, fact: value}
            return all(self.rules.verdict(id, known, self.on).truth == "yes" for id in goals)

        return question(self.rules.fact(fact), self.hears, self.on, self.most, first=first, settles=settles)

    def _is_fact(self, id: str) -> bool:
        try:
            return bool(self.rules.fact(id))
        except LookupError:
            return False


def _options(rule: Rule, fact: str) -> Iterator[str]:
    """The options of a fact that a rule looks for."""
    if rule.fact == fact:
        yield from rule.one_of
    for part in (*rule.all, *rule.any, *((rule.not_,) if rule.not_ else ())):
        yield from _options(part, fact)
