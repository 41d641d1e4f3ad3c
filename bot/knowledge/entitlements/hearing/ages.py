"""Ages: one's own, and those of children: `two, 7 and 4`, `a baby and a nine year old`, `18 months`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final

from msgspec import Struct

from bot.knowledge.entitlements.hearing.items import items, unit
from nlu.benefits import Tongue
from nlu.counting import Item

OLDEST: Final = 120
OLDEST_CHILD: Final = 19
MOST_CHILDREN: Final = 20
NEAR: Final = 4
MONTHS: Final = 12


class Children(Struct, frozen=True):
    """The ages that were said, in whole years; `counted` how many children there are where only that was."""

    ages: tuple[int, ...] = ()
    counted: int = 0


def own_age(text: str, tongue: Tongue) -> int | None:
    """The one age in an answer, None where there is none or more than one."""
    words = items(text, tongue)
    found = {age for at in range(len(words)) if (age := _years(words, at)) is not None}
    return found.pop() if len(found) == 1 else None


def children(text: str, tongue: Tongue) -> Children:
    """How old the children are. A number before a word for children counts them, and is no age."""
    words = items(text, tongue)
    ages: list[int] = []
    counted, twice, behind = 0, False, 0
    for at, item in enumerate(words):
        if at < behind:
            continue  # `new baby` is one, though `baby` is a word for one, too
        baby = tongue.starts("baby", words[at:])
        if tongue.starts("twins", words[at:]):
            twice, counted = True, max(counted, 2)
        elif baby and not _numbered(words, at, tongue):
            ages.append(0)
            behind = at + baby
        elif isinstance(item, Decimal) and _counts(words, at, tongue):
            counted = max(counted, int(item))
        elif (age := _years(words, at)) is not None and age <= OLDEST_CHILD:
            ages += [age] * (2 if twice else 1)
            twice = False
    return Children(tuple(ages[:MOST_CHILDREN]), 0 if ages else min(counted, MOST_CHILDREN))


def stated(text: str, tongue: Tongue) -> dict[str, int]:
    """The ages that a text states of somebody, by the fact, as the lists say it: `i am 67`."""
    words = items(text, tongue)
    found: dict[str, int] = {}
    for fact, phrases in tongue.ages.items():
        for phrase in phrases:
            for at in range(len(words) - len(phrase) + 1):
                age = _match(phrase, words, at, tongue)
                if age is not None:
                    found.setdefault(fact, age)
    return found


def says_only_ages(text: str, tongue: Tongue) -> bool:
    """Whether every word belongs to ages of children, and there is at least one."""
    words, at, said = items(text, tongue), 0, False
    while at < len(words):
        known = max(tongue.starts(kind, words[at:]) for kind in ("baby", "twins", "counts", "and_", "beside"))
        number = isinstance(words[at], Decimal) or unit(words[at]) != ""
        if not known and not number:
            return False
        said = said or number or tongue.starts("baby", words[at:]) > 0
        at += max(known, 1)
    return said


def _years(words: Sequence[Item], at: int) -> int | None:
    """The age that stands here, in whole years: of months and weeks the years that they make."""
    item = words[at]
    if not isinstance(item, Decimal) or item != item.to_integral_value() or item > OLDEST:
        return None
    named = unit(words[at + 1]) if at + 1 < len(words) else ""
    if named == "month":
        return int(item) // MONTHS
    return 0 if named in ("week", "fortnight", "four_weeks") else int(item)


def _counts(words: Sequence[Item], at: int, tongue: Tongue) -> bool:
    return tongue.starts("counts", words[at + 1 :]) > 0


def _numbered(words: Sequence[Item], at: int, tongue: Tongue) -> bool:
    """Whether the baby's age is said behind it, before another child is spoken of."""
    for before, item in pairwise(words[at : at + 1 + NEAR]):
        if tongue.starts("and_", [item]) and not isinstance(before, Decimal):
            return False
        if isinstance(item, Decimal):
            return True
    return False


def _match(phrase: Sequence[frozenset[str]], words: Sequence[Item], at: int, tongue: Tongue) -> int | None:
    """The age where the phrase stands; what counts something else than years is none."""
    age, place = None, at
    for step, choices in enumerate(phrase):
        item = words[at + step]
        if choices == {"#"}:
            age, place = _years(words, at + step), at + step
            if age is None:
                return None
        elif item not in choices and not _is_unit(item, choices, tongue):
            return None
    behind = words[place + 1 :]
    other = bool(behind) and unit(behind[0]) not in ("", "year")
    return None if other else age


def _is_unit(item: Item, choices: Collection[str], tongue: Tongue) -> bool:
    """Whether this is a unit of time that one of the choices names."""
    named = unit(item)
    return bool(named) and any(tongue.starts(named, [choice]) for choice in choices)
