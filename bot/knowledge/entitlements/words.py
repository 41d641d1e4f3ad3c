"""What is said of one benefit: never a decision, a number only where it is certain, and where it is from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final, Literal

from accessibility.text import Day, Items, Money, Place, Text, _
from bot.knowledge.entitlements.benefit import Benefit
from bot.knowledge.entitlements.verdict import Extent, Verdict

MOST_REASONS: Final = 2
MOST_FACTS: Final = 3
MOST_WORDS: Final = 9
"""How many words the name of a source has that is said whole."""

Often = Literal["week", "month", "year"]

OFTEN: Final[Mapping[str, Often]] = {
    "universal_credit": "month",
    "winter_fuel_payment": "year",
    "warm_home_discount": "year",
}
"""How often a computed amount is paid, by its name; any other is paid each week."""

TIMES: Final[Mapping[Often, Decimal]] = {"week": Decimal(1), "month": Decimal(52) / 12, "year": Decimal(52)}
ROUND: Final = Decimal(1)
PENNY: Final = Decimal("0.01")
FAR: Final = 2
"""How many times the least the most may be where both are told."""


def told(benefit: Benefit, verdict: Verdict, depends: Sequence[Text] = (), phone: Text | None = None) -> Text:
    """The answer first, then how to get it; the reasons, what would change it, and the source as far as there
    is room. `depends` are the names of facts that could still change it, `phone` the number to ring."""
    if benefit.rule is None and benefit.instead is not None:
        return benefit.instead.then(_applied(benefit), phone, _sourced(verdict))
    reasons = _reasons(verdict)
    how = (_applied(benefit), phone, benefit.ready and benefit.ready.if_room())
    changes = benefit.changes if verdict.truth == "yes" else benefit.otherwise or benefit.changes
    changes = changes and changes.if_room()
    ends = (changes, _("This is a guide. It is not a decision.").if_room(), _sourced(verdict))
    if verdict.truth == "yes":
        told_why = [reason.if_room() for reason in reasons]
        return _may_get(benefit).then(_sum(benefit, verdict.extent), *how[:2], *told_why, how[2], *ends)
    if verdict.truth == "no":
        first, others = reasons[:1], [reason.if_room() for reason in reasons[1:]]
        return _("You may not get %(benefit)s.", benefit=benefit.name).then(*first, *others, *ends)
    if verdict.truth == "stale":
        asked = _("Please check if you may get %(benefit)s.", benefit=benefit.name)
        return asked.then(_("I am not sure of the rules that I have."), *how, _sourced(verdict))
    return _open(benefit, depends).then(*how, *ends)


def _may_get(benefit: Benefit) -> Text:
    if benefit.signpost:
        worth = _("It is worth asking for %(benefit)s.", benefit=benefit.name)
        return worth.then(_("They decide when you ask."))
    return _("You may be able to get %(benefit)s.", benefit=benefit.name)


def _open(benefit: Benefit, depends: Sequence[Text]) -> Text:
    first = _("I cannot tell yet if you may get %(benefit)s.", benefit=benefit.name)
    if not depends:
        return first
    return first.then(_("It depends on: %(facts)s.", facts=Items(tuple(depends[:MOST_FACTS]))))


def _sum(benefit: Benefit, extent: Extent | None) -> Text | None:
    """What it is at least, and at most where the two are not far from each other: who has said little is told
    no sum that only somebody else would get. Nothing where it may be next to nothing."""
    if extent is None or extent.most <= 0:
        return None
    often = OFTEN.get(benefit.amount, "week")
    least, most = extent.least * TIMES[often], extent.most * TIMES[often]
    if least == most:
        return _("It could be about %(sum)s.", sum=_for(often, _rounded(most, PENNY)))
    low, high = _rounded(least, ROUND), _rounded(most, ROUND)
    if low <= 0:
        return None
    if high > low * FAR:
        return _("It could be %(sum)s or more.", sum=_for(often, low))
    return _("It could be from %(least)s to %(sum)s.", least=Money(low), sum=_for(often, high))


def _for(often: Often, pounds: Decimal) -> Text:
    if often == "month":
        return _("%(sum)s a month", sum=Money(pounds))
    if often == "year":
        return _("%(sum)s a year", sum=Money(pounds))
    return _("%(sum)s a week", sum=Money(pounds))


def _rounded(pounds: Decimal, to: Decimal) -> Decimal:
    return pounds.quantize(to, rounding=ROUND_HALF_UP)


def _reasons(verdict: Verdict) -> list[Text]:
    """What the leaves say that decide, each once."""
    found = [leaf.because for leaf in verdict.proof if leaf.because is not None]
    return list({text.msgid: text for text in found}.values())[:MOST_REASONS]


def _applied(benefit: Benefit) -> Text:
    return benefit.apply.if_room()


def source(verdict: Verdict) -> str:
    """What the rule is from, in few words: the first law or page that is named, without its paragraphs where
    they are many."""
    first = verdict.source.partition(";")[0]
    return first if len(first.split()) <= MOST_WORDS else first.partition(",")[0]


def _sourced(verdict: Verdict) -> Text | None:
    if verdict.checked is None:
        return None
    day = Day(verdict.checked, with_year=True)
    return _("Source: %(source)s, %(day)s.", source=Place(source(verdict)), day=day).if_room()
