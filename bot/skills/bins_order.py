"""A new bin, and getting rid of something large: how the council does it, in its own words."""

from __future__ import annotations

from accessibility.text import _
from bot.dialogue.skill import skill
from bot.dialogue.talk import Talk
from bot.knowledge.answers.asking import answered


@skill("bins.order", topic=_("a new bin"), short=True, like_addresses=True)
async def order(talk: Talk) -> None:
    """How to get a new, another or a bigger bin."""
    await answered(talk, "bins.order", _("Which of these do you mean?"))


@skill("bins.bulky", topic=_("large things"), short=True, like_addresses=True)
async def bulky(talk: Talk) -> None:
    """How something that fits in no bin is collected."""
    await answered(talk, "bins.bulky", _("Which of these do you mean?"))
