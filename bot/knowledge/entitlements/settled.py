"""What is settled about a household: what was said, and what follows from it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct

from bot.knowledge.entitlements.fact import UNSURE, Fact, Kind, Known, Needs, Value
from bot.knowledge.entitlements.rule import Rule

NOTHING: Final[Mapping[Kind, Any]] = {
    "yes_no": False,
    "money": Decimal(0),
    "several": (),
    "ages": (),
    "age": None,
    "date": None,
    "choice": None,
}
"""What a fact is where it cannot be: the pay of a partner whom nobody has. No age is neither high nor low."""


class Settled(Struct, frozen=True):
    """`values` has what is known, None for an age, a date or a choice that cannot be; `held` the facts that
    are not known and are not to be asked: they were answered with "I do not know", or hang on one that
    was."""

    values: Mapping[str, Value | None]
    held: frozenset[str]


class FactBook:
    """The facts by their ids, in the order of the file."""

    def __init__(self, facts: Iterable[Fact]) -> None:
        self.facts = tuple(facts)
        self.by_id = {fact.id: fact for fact in self.facts}
        self.order = {fact.id: at for at, fact in enumerate(self.facts)}
        self.refining = {fact.refines: fact.id for fact in self.facts if fact.refines}

    def settle(self, known: Known, on: dt.date) -> Settled:
        """What follows from what is known, on a day. Ids that no fact has are passed over."""
        values: dict[str, Value | None] = {
            id: value for id, value in known.items() if value != UNSURE and id in self.by_id
        }
        for age, born in self.refining.items():
            day = values.get(born)
            if isinstance(day, dt.date):
                values[age] = whole_years(day, on)
        held = {id for id, value in known.items() if value == UNSURE and id not in values}
        for fact in self.facts:
            if fact.id not in values:
                self._follow(fact, values, held)
        return Settled(values, frozenset(held))

    def _follow(self, fact: Fact, values: dict[str, Value | None], held: set[str]) -> None:
        """Settles a fact that was not said, where it follows."""
        said = decided(fact.implied, values) if fact.implied else None
        if said is not None:
            values[fact.id] = said
        elif fact.needs and there(fact.needs, values) is False:
            values[fact.id] = NOTHING[fact.kind]
        elif fact.refines and fact.refines in values and values[fact.refines] is None:
            values[fact.id] = None
        elif (fact.needs and fact.needs.fact in held) or fact.refines in held:
            held.add(fact.id)
            return
        else:
            return
        held.discard(fact.id)

    def askable(self, id: str, settled: Settled) -> bool:
        """Whether it makes sense to ask: not known, not held, and what it hangs on is known."""
        fact = self.by_id[id]
        if id in settled.values or id in settled.held:
            return False
        if fact.needs and there(fact.needs, settled.values) is not True:
            return False
        return not fact.refines or fact.refines in settled.values


def there(needs: Needs, values: Mapping[str, Value | None]) -> bool | None:
    """Whether what a fact needs is so; None where that is not known."""
    if needs.fact not in values:
        return None
    return fulfils(needs, values[needs.fact])


def fulfils(needs: Needs, value: Value | None) -> bool:
    """Whether a value is what is needed."""
    if isinstance(value, bool):
        return ("yes" if value else "no") in (needs.one_of or ("yes",))
    return value in needs.one_of if needs.one_of else bool(value)


def decided(rule: Rule, values: Mapping[str, Value | None]) -> bool | None:
    """What a leaf without a figure says; None where its fact is not known."""
    if rule.fact not in values:
        return None
    value = values[rule.fact]
    if rule.is_ is not None:
        return value is rule.is_
    if rule.some is not None:
        ages = value if isinstance(value, tuple) else ()
        return any(isinstance(age, int) and rule.some.least <= age <= rule.some.most for age in ages)
    several = value if isinstance(value, tuple) else (value,)
    return any(one in rule.one_of for one in several)


def whole_years(born: dt.date, on: dt.date) -> int:
    """How old somebody is on a day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
