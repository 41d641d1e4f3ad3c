"""A person: the council's line and its hours. Also for what only a person can do yet."""

from __future__ import annotations

from accessibility.text import Link, Place, Text, _
from bot.dialogue.skill import skill
from bot.dialogue.talk import Talk
from bot.knowledge.directory.phones import MAIN, Phones, call, opening
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
    "repairs.report",
    "repairs.status",
    "entitlements.check",
    "alerts.air_now",
    "alerts.weather_now",
    "alerts.subscribe",
    "alerts.unsubscribe",
    "alerts.manage",
)
"""What only the council itself does so far."""


@skill(
    "handover.person",
    intents=("handover.person", "handover.callback"),
    topic=_("talking to a person"),
    short=True,
)
async def person(talk: Talk) -> None:
    """How to reach a person, and whether one answers now."""
    council = Place(talk.need(Site).city.council)
    first = _("A person at %(council)s can help you.", council=council)
    talk.say("line", first.then(*_line(talk)), links=_website(talk))


@skill("contact", intents=ELSEWHERE, topic=_("asking the council"), short=True)
async def contact(talk: Talk) -> None:
    """What the assistant cannot do itself: said plainly, with the way to who can."""
    first = _("I cannot do this here. The council can.")
    talk.say("line", first.then(*_line(talk)), links=_website(talk), choices=_menu())


def _line(talk: Talk) -> tuple[Text | None, ...]:
    zone = talk.need(Site).city.zone
    now = talk.now.astimezone(zone)
    line = talk.need(Phones).tell(MAIN, now.date())
    return call(line), opening(line, now), _("You can ask for an interpreter.").if_room()


def _website(talk: Talk) -> tuple[Link, ...]:
    return (Link(talk.need(Site).city.website, _("The council's website")),)


def _menu() -> tuple[Choice, ...]:
    return (Choice("do:help", _("What can you do?")),)
