"""Facts about a household: what can be asked, and how an answer is held.

What is known of a household is a mapping of fact ids to values, `Known`. A fact that is not in it has not been
asked; `UNSURE` is the answer "I do not know". Both are unknown to every rule.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from msgspec import Struct

from accessibility.text import Text

Kind = Literal["yes_no", "choice", "several", "age", "date", "money", "ages"]
"""`several` is none, one or more of the options. `money` is pounds a week, or pounds where `period` is `once`;
`age` is whole years; `ages` the age of each child in whole years, which may be none."""

UNSURE = "unsure"
"""The answer "I do not know"."""

Value = bool | str | int | Decimal | dt.date | tuple[int, ...] | tuple[str, ...]
Known = Mapping[str, Value]


class FactOption(Struct, frozen=True, forbid_unknown_fields=True):
    """One answer of a `choice` or of `several`."""

    id: str
    name: Text


class Fact(Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that may be asked. `asks` is the question, `why` the reason for it, `label` its name when the
    answers are said back. `implied` facts are settled by a rule of this file before they are asked: see
    `Implied`. `bands` are round amounts offered as choices where money is asked for without room to type.

    `raises` says which way an amount goes when this fact rises, for the extent of amounts: `up`, `down` or
    empty where both ways must be tried."""

    id: str
    kind: Kind
    label: Text
    asks: Text
    why: Text
    options: tuple[FactOption, ...] = ()
    period: Literal["week", "once", ""] = ""
    raises: Literal["up", "down", ""] = ""


class Facts(Struct, frozen=True, forbid_unknown_fields=True):
    """The file of facts, in the order in which they are asked where it does not matter."""

    facts: tuple[Fact, ...]
