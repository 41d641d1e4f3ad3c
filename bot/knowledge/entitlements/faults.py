"""What is wrong in the data of entitlements beyond a detail: names of nothing, doubles, circles.

Each fault is a place in its file, as `$[3].rule.all[1]`, and what is wrong there.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from bot.knowledge.entitlements.amounts.amounts import FIGURES
from bot.knowledge.entitlements.benefit import Benefit
from bot.knowledge.entitlements.extents import BOUNDED
from bot.knowledge.entitlements.fact import Fact
from bot.knowledge.entitlements.figures import Figures
from bot.knowledge.entitlements.looks import leaves, limit
from bot.knowledge.entitlements.rule import Rule
from bot.knowledge.entitlements.rule_faults import rule_faults

Fault = tuple[str, str]


class Names(Struct, frozen=True):
    """What the data may name: facts, figures, all benefits of the city and the country, phone numbers."""

    facts: Mapping[str, Fact]
    figures: Figures
    benefits: frozenset[str]
    phones: frozenset[str]


def fact_faults(facts: Sequence[Fact]) -> Iterator[Fault]:
    """What is wrong in the file of facts."""
    before: dict[str, Fact] = {}
    for index, fact in enumerate(facts):
        at = f"$.facts[{index}]"
        if fact.id in before:
            yield at, f"the fact {fact.id!r} is there twice"
        for says in _fact_faults(fact, before):
            yield at, f"{fact.id}: {says}"
        before[fact.id] = fact
    by_id = {fact.id: fact for fact in facts}
    for index, fact in enumerate(facts):
        if fact.implied is not None:
            yield from _implied_faults(f"$.facts[{index}].implied", fact.implied, by_id)


def _fact_faults(fact: Fact, before: Mapping[str, Fact]) -> Iterator[str]:
    if bool(fact.options) != (fact.kind in ("choice", "several")):
        yield f"only a choice and several have options, and they do: this is {fact.kind}"
    if bool(fact.period) != (fact.kind == "money"):
        yield f"only money has a period, and it does: this is {fact.kind}"
    if len({option.id for option in fact.options}) != len(fact.options):
        yield "an option is there twice"
    if fact.implied is not None and fact.kind != "yes_no":
        yield "only a yes_no fact can be implied"
    if (fact.kind == "date") != bool(fact.refines):
        yield "a date refines an age, and nothing else does"
    if fact.refines and (fact.refines not in before or before[fact.refines].kind != "age"):
        yield f"no age before it is called {fact.refines!r}"
    if fact.needs:
        yield from _needs_faults(fact, before)


def _needs_faults(fact: Fact, before: Mapping[str, Fact]) -> Iterator[str]:
    assert fact.needs is not None
    needed = before.get(fact.needs.fact)
    if needed is None or needed.kind not in ("yes_no", "choice", "ages"):
        yield f"no yes_no, choice or ages before it is called {fact.needs.fact!r}"
        return
    answers = {
        "yes_no": {"yes", "no"},
        "choice": {option.id for option in needed.options},
    }.get(needed.kind, set())
    if unknown := set(fact.needs.one_of) - answers:
        yield f"{needed.id} has no answer {', '.join(sorted(unknown))}"
    if needed.kind == "choice" and not fact.needs.one_of:
        yield "which answers to a choice it needs is missing"


def _implied_faults(at: str, rule: Rule, facts: Mapping[str, Fact]) -> Iterator[Fault]:
    if not rule.fact or not (rule.is_ is not None or rule.one_of or rule.some):
        yield at, "what implies a fact is one leaf with is, one_of or some"
    elif rule.fact not in facts:
        yield at, f"there is no fact {rule.fact!r}"


def benefit_faults(benefits: Sequence[Benefit], names: Names) -> Iterator[Fault]:
    """What is wrong in a file of benefits, by itself."""
    for index, one in enumerate(benefits):
        at = f"$[{index}]"
        for says in _benefit_faults(one, names):
            yield at, f"{one.id}: {says}"
        if any(other.id == one.id and _meet(one, other) for other in benefits[:index]):
            yield at, f"{one.id}: it is there twice for the same days"
        if one.rule is not None:
            yield from rule_faults(f"{at}.rule", one.rule, names.facts, names.figures, names.benefits)


def _benefit_faults(one: Benefit, names: Names) -> Iterator[str]:
    if not one.source.strip() or not one.link.startswith("https://"):
        yield "it has no source, or no https link to it"
    if one.until is not None and one.until < one.from_:
        yield "it ends before it begins"
    if (one.rule is None) is (one.instead is None):
        yield "it has either a rule or what is said instead"
    if one.amount and one.amount not in BOUNDED:
        yield f"there is no amount {one.amount!r}"
    if one.phone and one.phone not in names.phones:
        yield f"there is no phone number {one.phone!r} in phones.yaml"
    if unknown := sorted(set(one.asks) - names.facts.keys()):
        yield f"there is no fact {', '.join(unknown)} to ask for"


def circle(benefits: Sequence[Benefit]) -> tuple[str, ...]:
    """Benefits that each depend on the next and the last on the first, at any time; none where there are
    none."""
    after: dict[str, set[str]] = {}
    for one in benefits:
        named = {leaf.may_get for leaf in leaves(one.rule) if leaf.may_get} if one.rule else set()
        after.setdefault(one.id, set()).update(named)
    done: set[str] = set()

    def walk(id: str, path: tuple[str, ...]) -> tuple[str, ...]:
        if id in path:
            return path[path.index(id) :]
        if id in done:
            return ()
        found = next(filter(None, (walk(other, (*path, id)) for other in sorted(after.get(id, ())))), ())
        done.add(id)
        return found

    return next(filter(None, (walk(id, ()) for id in after)), ())


def missing_figures(figures: Figures) -> list[str]:
    """The figures that amounts are computed from and that no file has."""
    wanted = {id for ids in FIGURES.values() for id in ids}
    return sorted(wanted - figures.ids())


def used_figures(benefits: Iterable[Benefit]) -> frozenset[str]:
    """The figures that these rules and all amounts look at."""
    rules = (one.rule for one in benefits if one.rule)
    return frozenset(limit(leaf) for rule in rules for leaf in leaves(rule)).union(*FIGURES.values())


def _meet(one: Benefit, other: Benefit) -> bool:
    return one.from_ <= (other.until or dt.date.max) and other.from_ <= (one.until or dt.date.max)
