"""Hello, what can you do, thank you, and where do you have that from."""

from __future__ import annotations

import msgspec

from accessibility.text import Day, Link, Place, Text, _
from bot.dialogue.skill import skill
from bot.dialogue.talk import Talk
from bot.knowledge.alerts import Subscriptions
from bot.knowledge.facts import ORIGIN, Origin
from bot.knowledge.site import Site
from channels.message import Choice

TASKS = (
    Choice("do:bins.next", _("My bin day")),
    Choice("do:repairs.report", _("Report a repair")),
    Choice("do:entitlements.check", _("Help with money")),
    Choice("do:bins.materials", _("What goes in which bin")),
    Choice("do:bins.missed", _("A bin was missed")),
)
ALERTS = (Choice("do:alerts.subscribe", _("Get alerts")),)
PERSON = (Choice("word:person", _("Talk to a person")),)


@skill("greet", topic=_("saying hello"), short=True)
async def greet(talk: Talk) -> None:
    council = Place(talk.need(Site).city.short)
    hello = _("Hello, this is %(council)s. You can ask about bins and repairs.", council=council)
    choices = (*TASKS, *(ALERTS if await _alerts(talk) else ()), *PERSON)
    talk.say("hello", hello.then(_("What would you like to know?")), choices=choices)


@skill("help", topic=_("what I can do"), short=True)
async def help_(talk: Talk) -> None:
    can = _("You can ask me when your bins are collected. You can ask what goes in which bin.")
    also = _("You can report a missed bin. You can write in your own language.")
    repairs = _("You can report a repair in a council home.")
    alerts = await _alerts(talk)
    told = _("You can get alerts about bad air, bad weather, floods and your bins.") if alerts else None
    words = _("You can always write: back, repeat, language, or person.")
    money = _("You can ask what help with money you may get.")
    places = _("You can ask about places, council tax and problems in the street.")
    lines = (repairs, money, places, also, told, words)
    more = (line.if_room() for line in lines if line is not None)
    talk.say(
        "help",
        can.then(*more),
        choices=(*TASKS, *(ALERTS if alerts else ()), *PERSON),
    )


async def _alerts(talk: Talk) -> bool:
    """Whether there is a way to send alerts to somebody who writes here."""
    subscriptions = talk.need(Subscriptions)
    there = await subscriptions.reached(talk.conversation)
    return bool(subscriptions.channels(there.here))


@skill("thanks", topic=_("saying thank you"), short=True)
async def thanks(talk: Talk) -> None:
    talk.say("welcome", _("You are welcome."))


@skill("goodbye", topic=_("saying goodbye"), short=True)
async def goodbye(talk: Talk) -> None:
    talk.say("bye", _("Goodbye. You can write to me again at any time."))


@skill("facts.source", topic=_("where my answer is from"), short=True)
async def source(talk: Talk) -> None:
    """Where the facts of the last answer are from, and how old they are (R18)."""
    stored = talk.recall(ORIGIN)
    if stored is None:
        talk.say("none", _("I have not told you a fact yet. I only use what councils have published."))
        return
    known = msgspec.convert(stored, Origin)
    links = (Link(known.url, _("See where it is from")),) if known.url else ()
    made_up = _("This is made-up demo data.")
    talk.say("source", made_up if known.demo else _published(known), links=() if known.demo else links)


def _published(known: Origin) -> Text:
    read = Day(known.read, with_year=True)
    text = _("This is from %(source)s. It was read on %(day)s.", source=Place(known.name), day=read)
    return text.then(
        _("Licence: %(licence)s.", licence=Place(known.licence)).if_room() if known.licence else None
    )
