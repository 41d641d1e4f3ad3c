"""What is wrong in one rule: two things in one node, a test that does not fit its fact, a name of nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from bot.knowledge.entitlements.extents import BOUNDED
from bot.knowledge.entitlements.fact import Fact, Kind
from bot.knowledge.entitlements.figures import Figures
from bot.knowledge.entitlements.looks import PENSION_AGE, YEARLY
from bot.knowledge.entitlements.rule import Rule

Fault = tuple[str, str]

TESTS: Mapping[str, Set[Kind]] = {
    "is": {"yes_no"},
    "one_of": {"choice", "several"},
    "at_least": {"age", "money"},
    "at_most": {"age", "money"},
    "below": {"age", "money"},
    "some": {"ages"},
    "reached": {"age"},
}
"""The tests of a leaf on a fact, and the kinds of fact that each fits."""


def rule_faults(
    at: str, rule: Rule, facts: Mapping[str, Fact], figures: Figures, benefits: Set[str]
) -> Iterator[Fault]:
    """What is wrong in a rule and below it."""
    heads = [rule.all, rule.any, rule.not_, rule.fact, rule.may_get, rule.amount]
    if sum(map(bool, heads)) != 1:
        yield at, "a rule is exactly one of all, any, not, fact, may_get and amount"
        return
    for name, kids in (("all", rule.all), ("any", rule.any)):
        for index, kid in enumerate(kids):
            yield from rule_faults(f"{at}.{name}[{index}]", kid, facts, figures, benefits)
    if rule.not_ is not None:
        yield from rule_faults(f"{at}.not", rule.not_, facts, figures, benefits)
    if rule.may_get and rule.may_get not in benefits:
        yield at, f"there is no benefit {rule.may_get!r}"
    if rule.amount and rule.amount not in BOUNDED:
        yield at, f"there is no amount {rule.amount!r}"
    yield from ((at, says) for says in _leaf_faults(rule, facts, figures))


def _leaf_faults(rule: Rule, facts: Mapping[str, Fact], figures: Figures) -> Iterator[str]:
    tests = {name: test for name, test in _tests(rule).items() if test not in (None, (), "")}
    if not rule.fact:
        if tests or rule.plus:
            yield f"only a leaf on a fact has a test: {', '.join(tests) or 'plus'}"
        return
    fact = facts.get(rule.fact)
    if fact is None:
        yield f"there is no fact {rule.fact!r}"
    elif len(tests) != 1:
        yield f"a leaf on a fact has exactly one test, this has {', '.join(tests) or 'none'}"
    else:
        test = next(iter(tests))
        if fact.kind not in TESTS[test]:
            yield f"{test} does not fit {fact.id}, which is {fact.kind}"
        else:
            yield from _fits(rule, fact, facts, figures)


def _fits(rule: Rule, fact: Fact, facts: Mapping[str, Fact], figures: Figures) -> Iterator[str]:
    options = {option.id for option in fact.options}
    if unknown := sorted(set(rule.one_of) - options):
        yield f"{fact.id} has no option {', '.join(unknown)}"
    if rule.plus:
        second = facts.get(rule.plus)
        if second is None or (fact.kind, fact.period) != (second.kind, second.period) or fact.kind != "money":
            yield f"{rule.plus!r} is no money of the same period as {fact.id}"
    limit = rule.at_least or rule.at_most or rule.below or rule.reached
    if not limit or limit == PENSION_AGE:
        return
    figure = next((one for one in figures.every() if one.id == limit), None)
    if figure is None:
        yield f"there is no figure {limit!r}"
    elif not _same(fact, figure.unit):
        yield f"{fact.id} cannot be compared with {limit}, which is {figure.unit}"


def _same(fact: Fact, unit: str) -> bool:
    if fact.kind == "age":
        return unit == "years"
    return unit in YEARLY if fact.period == "week" else unit == "pounds"


def _tests(rule: Rule) -> dict[str, object]:
    return {
        "is": rule.is_,
        "one_of": rule.one_of,
        "at_least": rule.at_least,
        "at_most": rule.at_most,
        "below": rule.below,
        "some": rule.some,
        "reached": rule.reached,
    }
