"""Where is it, and when is it open? Places of the council and of others, the nearest first; what is not known
is said, and a person offered."""

from __future__ import annotations

import datetime as dt

import msgspec
from msgspec.structs import replace

from accessibility.text import Link, Text, _
from bot.dialogue.skill import skill
from bot.dialogue.talk import Talk
from bot.knowledge.bins.bins import Bins
from bot.knowledge.directory.asked import Asked, asked
from bot.knowledge.directory.kinds import kind_said
from bot.knowledge.directory.phones import MAIN, Phones, council_line
from bot.knowledge.directory.questions import KIND_OF, NearQuestion, WhatQuestion
from bot.knowledge.directory.search import Directory, Match
from bot.knowledge.directory.words import links, nothing, told, when, where
from bot.knowledge.facts import HOME, ORIGIN
from bot.knowledge.site import Site
from channels.message import Choice

SHOWN = "services"
"""What was looked for last, to go on with "more"."""

MOST = 3
NOT_FOUND, UNANSWERED = "service_not_found", "unanswered"


@skill("services.find", topic=_("finding a place"), like_addresses=True, asked_near=True)
async def find(talk: Talk) -> None:
    """Asks what for, and where, only as far as that is not said and matters."""
    directory, city = talk.need(Directory), talk.need(Site).city
    today = talk.now.astimezone(city.zone).date()
    what = asked(talk.opening, talk.now.astimezone(city.zone))
    if not what.kind and not directory.find(what.wanted(directory.where), today):
        what = _told_before(talk, what) or replace(what, kind=kind_said(talk.opening.text))
    if what.kind or not directory.find(what.wanted(directory.where), today):
        known = KIND_OF + what.kind if what.kind else None  # said already: only a correction changes it
        said = await talk.ask("what", WhatQuestion(directory.kinds_known(today)), known=known)
        what = what if said == known else _of(what, said)
    what = what if what.near else _at_home(talk, directory, what)
    question = NearQuestion(directory.where, city.place)
    if _said_where(talk) or (not what.near and _matters(talk, directory, what)):
        what = replace(what, near=await talk.ask("near", question), home=False)
    _tell(talk, what)


@skill("services.more", topic=_("finding a place"), short=True)
async def more(talk: Talk) -> None:
    """The next one of the same kind."""
    stored = talk.recall(SHOWN)
    if stored is None:
        talk.say("none", _("What are you looking for?"))
        return
    before = msgspec.convert(stored, Asked)
    _tell(talk, replace(before, skip=before.skip + 1))


def _told_before(talk: Talk, what: Asked) -> Asked | None:
    """The place that was told of last, where only a time is asked for, `is it open now`; what was looked for
    last, where only a postcode is sent."""
    stored = talk.recall(SHOWN)
    if stored is None or (what.at is None and what.day is None and what.words):
        return None
    before = msgspec.convert(stored, Asked)
    if not what.words:
        return replace(before, near="", home=False, skip=0)
    day = what.day or (what.at.date() if what.at else None)
    return replace(before, at=None, day=day)


def _of(what: Asked, said: str) -> Asked:
    """With the answer to what is looked for."""
    if said.startswith(KIND_OF):
        return replace(what, kind=said.removeprefix(KIND_OF), words="")
    return replace(what, kind=kind_said(said), words=said)


def _said_where(talk: Talk) -> bool:
    return talk.opening.location is not None or talk.opening.entity("postcode") is not None


def _at_home(talk: Talk, directory: Directory, what: Asked) -> Asked:
    """Near the remembered home, where that is within what is known."""
    remembered = talk.recall(HOME)
    home = talk.need(Bins).addresses.home(remembered) if remembered else None
    code = home.postcode if home else ""
    near = code if code and directory.where.of(code) else ""
    return replace(what, near=near, home=bool(near))


def _matters(talk: Talk, directory: Directory, what: Asked) -> bool:
    """Whether it makes a difference where the resident is: several fit, and no word has named one of them."""
    today = talk.now.astimezone(talk.need(Site).city.zone).date()
    anywhere = directory.find(replace(what, near="").wanted(directory.where), today, most=2)
    return len(anywhere) > 1 and not directory.names_one(what.wanted(directory.where), today)


def _tell(talk: Talk, what: Asked) -> None:
    directory, site = talk.need(Directory), talk.need(Site)
    now = talk.now.astimezone(site.city.zone)
    found = directory.find(what.wanted(directory.where), now.date(), most=MOST, skip=what.skip)
    if not found:
        _none(talk, what, _otherwise(directory, what, now))
        return
    first, *others = found
    talk.remember(ORIGIN, first.service.origin)
    talk.remember(SHOWN, what)
    talk.say(
        "answer",
        told(first, what, now, others),
        links=links(first, site.public_url),
        choices=_choices(others),
    )


def _otherwise(directory: Directory, what: Asked, now: dt.datetime) -> tuple[Text, ...]:
    """The best of those that are not open then, as near as it gets to what was asked for."""
    if what.at is None or what.skip:
        return ()
    found = directory.find(replace(what, at=None).wanted(directory.where), now.date(), most=1)
    return tuple(
        text for one in found for text in (where(one), when(one.service.timetable(one.spot), now, what.day))
    )


def _none(talk: Talk, what: Asked, otherwise: tuple[Text, ...]) -> None:
    """That none is known, and who may know."""
    talk.count(NOT_FOUND)
    talk.count(UNANSWERED, talk.opening.text)
    site = talk.need(Site)
    now = talk.now.astimezone(site.city.zone)
    line = council_line(talk.need(Phones).tell(MAIN, now.date()), now)
    website = (Link(site.city.website, _("The council's website")),)
    person = (Choice("word:person", _("Talk to a person")),)
    first = nothing(what) if not what.skip else _("I do not know any more of them.")
    more = otherwise or tuple(one for one in line if one is not None)
    talk.say("none", first.then(*more), links=website, choices=person)


def _choices(others: list[Match]) -> tuple[Choice, ...]:
    go_on = (Choice("do:services.more", _("Another place")),) if others else ()
    return (*go_on, Choice("word:person", _("Talk to a person")))
