"""How a report of a street stands, behind the button that offers it."""

from __future__ import annotations

from accessibility.text import _
from bot.dialogue.skill import skill
from bot.dialogue.talk import Talk
from bot.knowledge.repairs.mine import named
from bot.knowledge.street.standing import told
from bot.knowledge.street.words import next_steps


@skill("street.status", topic=_("the problem in the street"), short=True)
async def status(talk: Talk) -> None:
    """The report that is named, else the newest of their own."""
    if not await told(talk, named(talk.opening)):
        talk.say("unknown", _("I do not find a report of a street from you."), choices=next_steps())
