"""The sentences of a deadline: whose rule it is, what must have happened, by when.

A right of the tenant (Right to Repair) and a duty of the landlord (Awaab's Law) are both the law.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, TypeAlias

from accessibility.text import Day, Text, Time, _
from bot.knowledge.repairs.case import Step

Whose = Literal["law", "council"]
ByDay: TypeAlias = Mapping[tuple[Whose, Step], Callable[[Day], Text]]
ByTime: TypeAlias = Mapping[tuple[Whose, Step], Callable[[Day, Time], Text]]

BY_DAY: ByDay = {
    ("law", "safe"): lambda day: _("The law says the council must make it safe by %(day)s.", day=day),
    ("law", "investigate"): lambda day: _("The law says the council must look at it by %(day)s.", day=day),
    ("law", "summary"): lambda day: _("The law says you must get a written summary by %(day)s.", day=day),
    ("law", "begin"): lambda day: _("The law says more work must begin by %(day)s.", day=day),
    ("law", "finish"): lambda day: _("The law gives you a right to this repair by %(day)s.", day=day),
    ("council", "safe"): lambda day: _("The council aims to make it safe by %(day)s.", day=day),
    ("council", "investigate"): lambda day: _("The council aims to look at it by %(day)s.", day=day),
    ("council", "summary"): lambda day: _("The council aims to write to you by %(day)s.", day=day),
    ("council", "begin"): lambda day: _("The council aims to begin the work by %(day)s.", day=day),
    ("council", "finish"): lambda day: _("The council aims to repair it by %(day)s.", day=day),
}

EXACT: ByTime = {
    ("law", "safe"): lambda day, time: _(
        "The law says the council must make it safe by %(time)s on %(day)s.", day=day, time=time
    ),
    ("council", "safe"): lambda day, time: _(
        "The council aims to make it safe by %(time)s on %(day)s.", day=day, time=time
    ),
    ("council", "finish"): lambda day, time: _(
        "The council aims to repair it by %(time)s on %(day)s.", day=day, time=time
    ),
}
"""Limits in hours. Where a step has no sentence for them its day is told."""
