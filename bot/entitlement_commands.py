"""What `python -m bot entitlements` does: households in, verdicts and yearly amounts out, one JSON a line."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, TextIO

import msgspec
from msgspec import Struct

from bot.clock import UK
from bot.knowledge.entitlements.amounts import tax
from bot.knowledge.entitlements.amounts.amounts import NAMES, Amounts
from bot.knowledge.entitlements.amounts.household import Household, household
from bot.knowledge.entitlements.amounts.rates import WEEKS, rates
from bot.knowledge.entitlements.cases import BadCase, Case, closed, known, read_case
from bot.knowledge.entitlements.entitlements import Entitlements
from bot.knowledge.entitlements.fact import Known
from bot.knowledge.entitlements.verdict import Leaf, Verdict
from bot.settings import Settings

AmountsYear = dict[str, float | None]

PASSPORTS = ("universal_credit", "pension_credit", "housing_benefit", "child_benefit")
"""Benefits on which others depend."""


class Line(Struct, frozen=True, kw_only=True):
    """What came out for one benefit. `amount_year` goes by the ages as they were said and is nothing where
    the answer is no; `least` and `most` go by every date of birth that the ages leave open. None: the rules
    give no amount."""

    benefit: str
    truth: str
    because: tuple[str, ...]
    facts: tuple[str, ...]
    amount_year: float | None = None
    amount_year_least: float | None = None
    amount_year_most: float | None = None
    source: str = ""
    link: str = ""
    checked: dt.date | None = None


class Answer(Struct, frozen=True, kw_only=True):
    """What came out for one household. `amounts_year` has every amount that is computed, whatever else is
    asked for it; none where a figure is not certain that day."""

    id: str
    on: dt.date
    verdicts: tuple[Line, ...]
    amounts_year: AmountsYear


class Checker:
    """Answers for households on one day, in one city."""

    def __init__(self, city: str, on: dt.date) -> None:
        self._on = on
        self._entitlements = Entitlements.load(city)
        self._amounts = Amounts(self._entitlements.figures, on)
        self._tax = rates(self._entitlements.figures, tax.NEEDS, on)

    def answer(self, case: Case) -> Answer:
        """Every verdict, and every amount, for one household. It is taken to get what it may get: other
        calculators count what follows from that."""
        facts = closed(self._entitlements.book.facts, known(case, self._tax, self._on))
        facts["gets"] = tuple(id for id in PASSPORTS if self._may(id, facts))
        amounts = self._amounts_year(household(facts, self._on))
        verdicts = self._entitlements.verdicts(facts, self._on)
        return Answer(
            id=str(case.id),
            on=self._on,
            verdicts=tuple(self._line(one, amounts) for one in verdicts),
            amounts_year=amounts,
        )

    def _may(self, id: str, facts: Known) -> bool:
        return self._entitlements.verdict(id, facts, self._on).truth == "yes"

    def _amounts_year(self, home: Household) -> AmountsYear:
        certain = len(self._tax) == len(tax.NEEDS)
        return {
            name: _year(self._amounts.week(name, home)) if certain and self._amounts.certain(name) else None
            for name in NAMES
        }

    def _line(self, verdict: Verdict, amounts: AmountsYear) -> Line:
        benefit = self._entitlements.benefit(verdict.benefit, self._on)
        amount = amounts.get(benefit.amount) if benefit and verdict.truth in {"yes", "no"} else None
        extent = verdict.extent
        return Line(
            benefit=verdict.benefit,
            truth=verdict.truth,
            because=tuple(dict.fromkeys(_because(leaf) for leaf in verdict.proof)),
            facts=tuple(dict.fromkeys(leaf.fact for leaf in verdict.proof if leaf.fact)),
            amount_year=0.0 if verdict.truth == "no" and amount is not None else amount,
            amount_year_least=_year(extent.least) if extent else None,
            amount_year_most=_year(extent.most) if extent else None,
            source=verdict.source,
            link=verdict.link,
            checked=verdict.checked,
        )


def answers(lines: Iterable[bytes], checker: Checker, out: TextIO, errors: TextIO) -> int:
    """Answers line by line; a household without an id has its number. A line that is wrong is said on
    `errors` by its number and field, and the others go on. Returns 1 where one was wrong, else 0."""
    code = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            case = read_case(line, str(number))
        except BadCase as problem:
            print(f"snicket: line {number}: {problem}", file=errors)
            code = 1
            continue
        print(msgspec.json.encode(checker.answer(case)).decode(), file=out)
    return code


async def entitlements(options: argparse.Namespace, settings: Settings) -> int:
    """Reads standard input and writes standard output."""
    on = options.on or settings.clock().today(UK)
    return answers(sys.stdin.buffer, Checker(settings.city, on), sys.stdout, sys.stderr)


def entitlement_verb(verb: argparse.ArgumentParser) -> Any:
    """The options of the command."""
    verb.add_argument("--on", metavar="DATE", type=_day, help="the day whose law counts, such as 2026-11-20")
    verb.add_argument("--city", help="the city's folder, such as leeds")
    return verb


def _day(written: str) -> dt.date:
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{written!r} is not a day such as 2026-11-20") from None


def _because(leaf: Leaf) -> str:
    return leaf.because.msgid if leaf.because else f"{leaf.fact or leaf.benefit}: {leaf.truth}"


def _year(week: Decimal) -> float:
    return float((week * WEEKS).quantize(Decimal("0.01")))
