"""What help is wanted: a benefit by its name, or a kind of help."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from accessibility.text import Text, _
from bot.dialogue.heard import Heard
from bot.dialogue.questions.choice import Option
from bot.knowledge.entitlements.benefit import Benefit
from bot.knowledge.repairs.listed import Listed

BENEFIT: Final = "benefit"
ALL: Final = "all"

GROUPS: Final[Mapping[str, Text]] = {
    "money": _("Money to live on"),
    "family": _("Children and school"),
    "home": _("Rent and bills"),
    "health": _("Health or disability"),
    "older": _("Being older"),
    "travel": _("Getting about"),
}
"""Kinds of help, as `Benefit.group` names them."""

HINTS: Final[Mapping[str, str]] = {
    "under5": "family",
    "pregnant": "family",
    "over65": "older",
    "disability": "health",
    "lungs": "health",
    "heart": "health",
}
"""The kind of help that who lives in a home speaks for, as a report of a repair names them."""


def named(heard: Heard, benefits: Sequence[Benefit]) -> tuple[str, ...]:
    """The benefits that a message names, in its order."""
    there = {one.id for one in benefits}
    return tuple(one for one in heard.entities(BENEFIT) if one in there)


def wanted(benefits: Sequence[Benefit], most: int, unsure: Callable[[Heard], bool]) -> Listed:
    """Which kind of help; a benefit that is named is an answer, too. The answer is the id of either. Who is
    `unsure` is asked about all."""

    def hears(heard: Heard) -> str:
        return next(iter(named(heard, benefits)), ALL if unsure(heard) else "")

    options = [Option(id, label) for id, label in GROUPS.items()]
    options.append(Option(ALL, _("All of these")))
    hidden = [Option(one.id, one.name) for one in benefits]
    return Listed(
        _("What would you like help with?"),
        [*options, *hidden],
        most=most,
        hears=hears,
        unshown={one.id for one in benefits},
        hint=_("You can also say it in your own words."),
    )


def meant(answer: str, benefits: Sequence[Benefit]) -> tuple[str, ...]:
    """The ids of the benefits that an answer is about."""
    if answer in GROUPS or answer == ALL:
        return tuple(one.id for one in benefits if answer in (ALL, one.group) and one.rule is not None)
    return (answer,)
