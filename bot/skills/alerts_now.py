"""What is it now: the air near a place, and the warnings in force. Whose figures they are and how old is
said; that there are no warnings only where they are read."""

from __future__ import annotations

from functools import partial
from typing import Any

from accessibility.text import Items, Link, Place, Text, _
from bot.dialogue.questions.districts import codes
from bot.dialogue.skill import skill
from bot.dialogue.talk import Talk
from bot.knowledge.alerts import Air, AirThere, Subscriptions, Warnings
from bot.knowledge.directory.links import links
from bot.knowledge.directory.phones import Phones
from bot.knowledge.facts import ORIGIN, Origin
from bot.knowledge.site import Site
from bot.knowledge.subscribing.begin import held, reached, ways
from bot.knowledge.subscribing.now import air_now, unread, warnings_now
from bot.knowledge.subscribing.questions import HEALTH
from channels.message import Choice
from notifier.alert import Alert
from notifier.subscription import Subscription
from notifier.words.reader import Numbers

_ALERTS: Any = tuple[Alert, ...]
_KINDS: Any = tuple[str, ...]
MOST = 2
"""Warnings that are said one by one; the publisher's page has them all."""


@skill("alerts.air_now", topic=_("the air now"), short=True)
async def air(talk: Talk) -> None:
    """The air near the place that is named, else near the resident's first, else in the city."""
    had = await held(talk)
    near = await _near(talk, had)
    if near is None:
        return
    there = await talk.look("air", partial(talk.need(Air).near, near), AirThere)
    here = talk.need(Site).city
    at_risk = talk.opening.entity(HEALTH) is not None or (had is not None and had.wishes.at_risk)
    told = air_now(there, _district(near), here.place, here.zone, at_risk=at_risk)
    if told is None or there.facts is None:
        _elsewhere(talk, _("I have no fresh readings of the air."), ("air",))
        return
    read = there.facts.at.astimezone(here.zone).date()
    talk.remember(ORIGIN, Origin(there.facts.station, "", read, demo=there.facts.demo))
    talk.say("air", told, choices=await _offer(talk, had, "air"))


@skill("alerts.weather_now", topic=_("warnings now"), short=True)
async def warnings(talk: Talk) -> None:
    """What holds at the place that is named, else at the resident's first, else anywhere in the city."""
    had = await held(talk)
    near = await _near(talk, had)
    if near is None:
        return
    source = talk.need(Warnings)
    alerts = await talk.look("warnings", partial(source.near, near), _ALERTS)
    reads = await talk.look("reads", source.reads, _KINDS)
    here = talk.need(Site).city
    told = warnings_now(alerts, _district(near), here.place, reads, numbers=_numbers(talk))
    if not told:
        _elsewhere(talk, _("I do not get weather and flood warnings here."), ("weather", "flood"))
        return
    told = told[:MOST]
    for number, text in enumerate(told[:-1]):
        talk.say(f"warning.{number}", text)
    last = told[-1].then(_not_known(unread(reads)))
    talk.say("last", last, links=_pages(unread(reads)), choices=await _offer(talk, had, "weather"))


async def _near(talk: Talk, had: Subscription | None) -> str | None:
    """A postcode or district of the city; empty for all of it. None when one was named that is not in it."""
    said = codes(talk.opening)
    if said:
        place = talk.need(Subscriptions).places([said[0].code])[0]
        if place is None:
            unknown = _("I only know about places in %(city)s.", city=Place(talk.need(Site).city.place))
            talk.say("unknown", unknown.then(_("Please send a postcode, or the first part of one.")))
            return None
        return place.code
    return had.wishes.places[0].code if had and had.wishes.places else ""


def _district(code: str) -> str:
    return code.partition(" ")[0]


async def _offer(talk: Talk, had: Subscription | None, kind: str) -> tuple[Choice, ...]:
    """To be told of it from now on, where that is possible and new."""
    if had is not None and any(one.kind == kind for one in had.wishes.interests):
        return ()
    can = ways(talk, await reached(talk))
    return (Choice("do:alerts.subscribe", _("Tell me when it is bad")),) if can else ()


def _numbers(talk: Talk) -> Numbers:
    """Those that are certain."""
    phones, today = talk.need(Phones), talk.now.astimezone(talk.need(Site).city.zone).date()
    found = {id: phones.tell(id, today) for id in ("emergency", "flood")}
    sure = {id: line.number if line.id == id else "" for id, line in found.items()}
    return Numbers(sure["emergency"], sure["flood"])


def _not_known(kinds: tuple[str, ...]) -> Text | None:
    if "flood" in kinds:
        return _("I do not get flood warnings here.")
    return _("I do not get weather warnings here.") if kinds else None


def _elsewhere(talk: Talk, first: Text, kinds: tuple[str, ...]) -> None:
    names = Items(tuple(one.name for one in links() if one.id in kinds))
    told = first.then(_("You can find it on the web: %(pages)s.", pages=names))
    talk.say("elsewhere", told, links=_pages(kinds))


def _pages(kinds: tuple[str, ...]) -> tuple[Link, ...]:
    """Who publishes these."""
    return tuple(Link(one.url, one.name) for one in links() if one.id in kinds)
