"""The health advice that goes with a band of the air, as it was published on a day: `advice.yaml`."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
import yaml
from msgspec import Struct, field

from notifier.air.daqi import Band

Audience = Literal["general", "at_risk"]
Step = Literal[
    "usual",
    "reduce_if_symptoms",
    "consider_less_effort",
    "less_effort",
    "avoid_effort",
    "reliever_inhaler",
    "asthma_plan",
]
"""`usual`: go on as usual. `reduce_if_symptoms`: with symptoms, breathe less of the outdoor air.
`consider_less_effort`: think about less hard exercise, outdoors above all, if there are symptoms;
`less_effort`: do less of it; `avoid_effort`: do none. `reliever_inhaler`: with asthma it may be needed more
often. `asthma_plan`: follow the plan that was made with the doctor."""

_FILE = Path(__file__).with_name("advice.yaml")


class Part(Struct, frozen=True, forbid_unknown_fields=True):
    """What one audience is told at one band; only what is `confirmed` is told."""

    audience: Audience
    band: Band
    say: tuple[Step, ...]
    status: Literal["confirmed", "unconfirmed"]


class Edition(Struct, frozen=True, forbid_unknown_fields=True):
    """The advice as it holds from one day to another, both included; `at_risk` is who that is. `checked` is
    when it was read at `url`."""

    since: dt.date = field(name="from")
    name: str
    url: str
    checked: dt.date
    at_risk: str
    parts: tuple[Part, ...]
    until: dt.date | None = None

    def steps(self, band: Band, audience: Audience) -> tuple[Step, ...]:
        """What is confirmed, in the order in which it is said; empty where nothing is."""
        return tuple(
            step
            for part in self.parts
            if (part.audience, part.band, part.status) == (audience, band, "confirmed")
            for step in part.say
        )


@cache
def editions() -> tuple[Edition, ...]:
    """All of them, the oldest first."""
    return msgspec.convert(yaml.safe_load(_FILE.read_text(encoding="utf-8")), tuple[Edition, ...])


def edition(day: dt.date) -> Edition | None:
    """The one that holds on a day of the city's calendar, None before the first."""
    return next((one for one in editions() if one.since <= day and day <= (one.until or day)), None)


def steps(band: Band, *, at_risk: bool, day: dt.date) -> tuple[Step, ...]:
    """What to do at `band` on `day`, as keys; empty where nothing is confirmed."""
    held = edition(day)
    return held.steps(band, "at_risk" if at_risk else "general") if held else ()
