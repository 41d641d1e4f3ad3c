"""A benefit as data: its rule, how to get it, and where both are written down."""

from __future__ import annotations

from typing import Literal

from accessibility.text import Text
from bot.knowledge.entitlements.figure import Dated
from bot.knowledge.entitlements.rule import Rule


class Benefit(Dated, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One benefit for a time; a city may add its own, or put its own in the place of a national one with the
    same id. `name` may stand in the middle of a sentence. `gives` says what it is, in one sentence. `amount`
    is the id of a computed amount. `apply` is how to ask for it, `ready` what to have at hand. `changes`:
    what would change the answer, in one sentence; `otherwise` says it to who may not get it, where that is
    something else. `phone` is an id of the registry of numbers. `instead` is
    said where it does not exist here, and then it has no rule (`rule: null`).

    `signpost`: the rule only says whether it is worth applying; somebody assesses it. `asks` are facts that
    are asked first, in this order."""

    id: str
    name: Text
    gives: Text
    rule: Rule | None
    amount: str = ""
    apply: Text
    apply_link: str = ""
    ready: Text | None = None
    changes: Text | None = None
    otherwise: Text | None = None
    phone: str = ""
    instead: Text | None = None
    signpost: bool = False
    asks: tuple[str, ...] = ()
    group: Literal["money", "family", "health", "home", "travel", "older"] = "money"
