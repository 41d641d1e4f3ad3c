"""Facts about a household: what can be asked, and how an answer is held.

What is known of a household is a mapping of fact ids to values, `Known`. A fact that is not in it has not
been asked; `UNSURE` is the answer "I do not know". Both are unknown to every rule.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from accessibility.text import Text
from bot.knowledge.entitlements.rule import Rule

Kind = Literal["yes_no", "choice", "several", "age", "date", "money", "ages"]
"""`several` is none, one or more of the options. `money` is pounds a week, or pounds where `period` is
`once`; `age` is whole years; `ages` the age of each child in whole years, which may be none."""

UNSURE = "unsure"
"""The answer "I do not know"."""

Value = bool | str | int | Decimal | dt.date | tuple[int, ...] | tuple[str, ...]
Known = Mapping[str, Value]


class FactOption(Struct, frozen=True, forbid_unknown_fields=True):
    """One answer of a `choice` or of `several`."""

    id: str
    name: Text


class Needs(Struct, frozen=True, forbid_unknown_fields=True):
    """What must be so before another thing can be: `fact` is yes, is one of `one_of`, or is not none."""

    fact: str
    one_of: tuple[str, ...] = ()


class Fact(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that may be asked. `asks` is the question, `why` the reason for it, `label` its name when the
    answers are said back; without one the question is said.

    `needs`: without that the fact is nothing (no, none, no money, no age) and is not asked. `implied`: where
    what is known decides this rule, the fact is what it says and is not asked. `refines` is the age that this
    date of birth says exactly: it is asked for only where that age leaves the law's answer open.
    `raises` says which way an amount goes when this fact rises, for the extent of amounts: `up`, `down` or
    empty where both ways must be tried."""

    id: str
    kind: Kind
    asks: Text
    why: Text
    label: Text | None = None
    options: tuple[FactOption, ...] = ()
    period: Literal["week", "once", ""] = ""
    raises: Literal["up", "down", ""] = ""
    needs: Needs | None = None
    implied: Rule | None = None
    refines: str = ""


class Facts(Struct, frozen=True, forbid_unknown_fields=True):
    """The file of facts, in the order in which they are asked where it does not matter."""

    facts: tuple[Fact, ...]
