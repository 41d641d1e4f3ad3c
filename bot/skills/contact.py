"""What only the council itself can do: the way to its line, and its hours."""

from __future__ import annotations

from accessibility.text import Link, Text, _
from bot.dialogue.skill import skill
from bot.dialogue.talk import Talk
from bot.handover.helpline import council_line
from bot.knowledge.directory.phones import MAIN, Phones
from bot.knowledge.site import Site
from channels.message import Choice

ELSEWHERE = (
    "services.contact",
    "services.find",
    "feedback.complaint",
    "bins.order",
    "bins.bulky",
    "street.report",
    "council_tax",
    "entitlements.check",
)
"""What only the council itself does so far."""


@skill("contact", intents=ELSEWHERE, topic=_("asking the council"), short=True)
async def contact(talk: Talk) -> None:
    """What the assistant cannot do itself: said plainly, with the way to who can."""
    first = _("I cannot do this here. The council can.")
    talk.say("line", first.then(*_line(talk)), links=_website(talk), choices=_menu())


def _line(talk: Talk) -> tuple[Text | None, ...]:
    now = talk.now.astimezone(talk.need(Site).city.zone)
    return council_line(talk.need(Phones).tell(MAIN, now.date()), now)


def _website(talk: Talk) -> tuple[Link, ...]:
    return (Link(talk.need(Site).city.website, _("The council's website")),)


def _menu() -> tuple[Choice, ...]:
    return (Choice("do:help", _("What can you do?")),)
