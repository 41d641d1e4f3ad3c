"""Why did I get this: what was measured or said, by whom, when, and what the resident had asked for."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from accessibility.text import Count, Day, Link, Place, Plain, Postcode, Text, _, _n
from bot.dialogue.skill import skill
from bot.dialogue.talk import Talk
from bot.knowledge.alerts import Air, Subscriptions, Told
from bot.knowledge.site import Site
from bot.knowledge.subscribing.begin import FOLLOWED, mine
from bot.knowledge.subscribing.words import thing
from notifier.alert import AirFacts, Alert, CouncilFacts, FloodFacts, SensorFacts, WeatherFacts
from notifier.words.names import IN_THE_AIR, measure
from notifier.words.reader import demo, minute

_MAYBE: Any = Told | None


@skill("alerts.why", topic=_("why you got an alert"), short=True)
async def why(talk: Talk) -> None:
    """Of the last alert within a week. To the bare word alone nothing is said when there was none: it may
    mean something else."""
    subscriptions = talk.need(Subscriptions)
    told = await talk.look("told", partial(subscriptions.last_told, talk.conversation), _MAYBE)
    if told is None:
        if talk.opening.word != "why":
            talk.say("none", _("I have sent you no alert in the last days."), choices=mine())
        return
    sensors = await talk.look("sensors", talk.need(Air).sensors, FOLLOWED)
    about = thing(told.interest, sensors)
    asked = _("You asked for alerts about %(thing)s.", thing=about)
    if told.near:
        near = Postcode(told.near)
        asked = _("You asked for alerts about %(thing)s near %(place)s.", thing=about, place=near)
    first, *rest = _because(talk, told.alert)
    publisher = told.alert.publisher
    links = (Link(publisher.url, _("Who says it")),) if publisher.url else ()
    talk.say("why", first.then(asked, *rest), links=links, choices=mine())


def _because(talk: Talk, alert: Alert) -> tuple[Text, ...]:
    """What it rests on, the most important first."""
    zone = talk.need(Site).city.zone
    match alert.facts:
        case AirFacts():
            return _air(alert.facts, alert.facts.at.astimezone(zone))
        case SensorFacts():
            return _sensor(alert.facts, alert.facts.at.astimezone(zone))
        case CouncilFacts():
            wrote = _("The council wrote it on %(day)s at %(time)s.", **_moment(alert.at.astimezone(zone)))
            return (wrote,)
        case FloodFacts() | WeatherFacts():
            return _published(alert, alert.at.astimezone(zone))


def _air(facts: AirFacts, at: dt.datetime) -> tuple[Text, ...]:
    mean = measure(facts.pollutant, facts.mean)
    told = _n(
        "%(station)s measured %(mean)s of %(pollutant)s on average over %(count)s hour.",
        "%(station)s measured %(mean)s of %(pollutant)s on average over %(count)s hours.",
        Count(facts.hours),
        station=Place(facts.station),
        mean=mean,
        pollutant=IN_THE_AIR[facts.pollutant],
    )
    counted = _n(
        "%(count)s hour of them was measured, the last until %(time)s.",
        "%(count)s hours of them were measured, the last until %(time)s.",
        Count(facts.measured),
        time=minute(at),
    )
    index = _("That is index %(index)s of %(most)s.", index=Count(facts.index), most=Count(10))
    simple = _("It is an indicative sensor.") if facts.indicative else None
    rest = [counted, index.if_room(), simple, demo(facts.demo)]
    return (told, *(text for text in rest if text))


def _sensor(facts: SensorFacts, at: dt.datetime) -> tuple[Text, ...]:
    value, mark = measure(facts.quantity, facts.value), measure(facts.quantity, facts.mark)
    told = _(
        "%(sensor)s measured %(value)s on %(day)s at %(time)s.",
        sensor=Place(facts.name),
        value=value,
        **_moment(at),
    )
    over = _("The mark is %(mark)s.", mark=mark)
    rest = [_("It is an indicative sensor.") if facts.indicative else None, demo(facts.demo)]
    return (told, over, *(text for text in rest if text))


def _published(alert: Alert, at: dt.datetime) -> tuple[Text, ...]:
    who = Plain(alert.publisher.name)
    told = _("The %(publisher)s gave this warning on %(day)s at %(time)s.", publisher=who, **_moment(at))
    if not isinstance(alert.facts, FloodFacts):
        return (told,)
    return told, _("It is for %(area)s.", area=Place(alert.facts.area))


def _moment(at: dt.datetime) -> dict[str, Any]:
    return {"day": Day(at.date()), "time": minute(at)}
