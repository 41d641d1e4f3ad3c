"""The health advice about the air in plain words: a line for each step of the official advice
(`notifier/air/advice.py` says which of them holds on a day, and is confirmed)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from accessibility.text import Text, _
from notifier.air.advice import Step, steps
from notifier.air.daqi import Band

ADVICE: Final[Mapping[Step, Text]] = {
    "usual": _("You can do what you usually do."),
    "reduce_if_symptoms": _("If you feel unwell, go outside less."),
    "consider_less_effort": _("If you have symptoms, think about less hard exercise."),
    "less_effort": _("Exercise less hard, above all outside."),
    "avoid_effort": _("Do not do any hard exercise."),
    "reliever_inhaler": _("With asthma, you may need your inhaler more often."),
    "asthma_plan": _("With asthma, follow your asthma plan."),
}

AT_RISK: Final[Mapping[Step, Text]] = {
    "reduce_if_symptoms": _("If your heart or lungs feel worse, go outside less."),
}
"""What is said in another way to who asked for the advice for people at risk."""

_AS_USUAL: Final[tuple[Step, ...]] = ("usual", "reduce_if_symptoms")


def advice(band: Band, *, at_risk: bool, day: dt.date) -> tuple[Text, ...]:
    """What to do at `band`, the most important first; nothing where nothing is certain."""
    keys = steps(band, at_risk=at_risk, day=day)
    if keys[:2] != _AS_USUAL:
        return tuple(_step(key, at_risk) for key in keys)
    both = _("Go on as usual, but go outside less if you feel unwell.")
    return (both, *(_step(key, at_risk) for key in keys[2:]))


def _step(key: Step, at_risk: bool) -> Text:
    return AT_RISK.get(key, ADVICE[key]) if at_risk else ADVICE[key]
