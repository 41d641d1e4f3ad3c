"""Small rules in memory, written as they are in YAML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

import msgspec

from accessibility.text import Text
from bot.knowledge.data import CITIES
from bot.knowledge.entitlements.benefit import Benefit
from bot.knowledge.entitlements.entitlements import Entitlements
from bot.knowledge.entitlements.fact import Known
from bot.knowledge.entitlements.figure import Figure
from bot.knowledge.entitlements.figures import Figures
from bot.knowledge.entitlements.loading import read_facts
from bot.knowledge.entitlements.settled import FactBook

DAY = dt.date(2026, 11, 24)
DATED = {
    "from": "2026-04-06",
    "until": "2027-04-05",
    "source": "A law",
    "link": "https://www.gov.uk/law",
    "checked": "2026-11-20",
    "status": "verified",
}
WORDS = {key: {"is": "text", "msgid": key} for key in ("name", "gives", "apply")}
LIMITS = (("limit", 100, "pounds a week"), ("monthly", 100, "pounds a month"), ("saved", 16_000, "pounds"))


@lru_cache(maxsize=1)
def facts() -> FactBook:
    return read_facts(CITIES)


@lru_cache(maxsize=2)
def city(name: str) -> Entitlements:
    return Entitlements.load(name)


def benefit(id: str = "it", rule: Mapping[str, Any] | None = None, **more: Any) -> Benefit:
    return msgspec.convert({"id": id, "rule": rule, **WORDS, **DATED, **more}, Benefit)


def figure(id: str, value: int, unit: str, **more: Any) -> Figure:
    return msgspec.convert({"id": id, "value": value, "unit": unit, **DATED, **more}, Figure)


def rules(*benefits: Benefit, figures: Sequence[Figure] = (), book: FactBook | None = None) -> Entitlements:
    limits = [figure(*limit) for limit in LIMITS] + [figure("adult", 18, "years")]
    return Entitlements(book or facts(), Figures([*limits, *figures]), benefits)


def one(rule: Mapping[str, Any], *others: Benefit, figures: Sequence[Figure] = ()) -> Entitlements:
    """The rules of one benefit called `it`."""
    return rules(benefit("it", rule), *others, figures=figures)


def truth(made: Entitlements, known: Known, on: dt.date = DAY) -> str:
    return made.verdict("it", known, on).truth


def left(made: Entitlements, known: Known, on: dt.date = DAY) -> set[str]:
    return set(made.verdict("it", known, on).open)


def because(words: str) -> Mapping[str, str]:
    return {"is": "text", "msgid": words}


def said(text: Text | None) -> str:
    return text.msgid if text else ""


def pounds(value: str | int) -> Decimal:
    return Decimal(value)
