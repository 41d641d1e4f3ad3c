"""When is my bin collected? The published dates of one home, grouped by day; never a guessed one."""

from __future__ import annotations

import datetime as dt
from functools import partial

from msgspec.structs import replace

from accessibility.text import Link, Place, _
from bot.dialogue.address import Home
from bot.dialogue.questions.address import address
from bot.dialogue.skill import skill
from bot.dialogue.talk import Talk
from bot.knowledge.alerts import Subscriptions
from bot.knowledge.bins.answers import Container, NextCollections
from bot.knowledge.bins.bins import Bins
from bot.knowledge.bins.words import coming, dates, no_dates
from bot.knowledge.facts import HOME, ORIGIN, origin, sourced
from bot.knowledge.site import Site
from channels.message import Choice

ASKS_HOME = _("Please send your postcode and house number.")


@skill("bins.next", topic=_("your bin day"))
async def next_collection(talk: Talk) -> None:
    """Asks where, unless it is known, and says the next day of every bin."""
    remembered = talk.recall(HOME)
    await _tell(talk, talk.need(Bins).addresses.home(remembered) if remembered else None)


@skill("bins.other", topic=_("the bins at another address"))
async def other_address(talk: Talk) -> None:
    """The same for another address."""
    await _tell(talk, None)


@skill("bins.remember", topic=_("keeping your address"))
async def remember_address(talk: Talk) -> None:
    """Keeps the address with the resident's consent, which picking this choice gives."""
    home = talk.need(Bins).addresses.home(talk.recall(HOME) or "")
    if home is None:
        talk.say("none", _("Tell me your address first. Ask me about your bins."))
        return
    talk.remember(HOME, home.id, kept=True)
    kept = _("I will remember %(place)s for your bin days.", place=Place(home.line))
    talk.say("kept", kept.then(_("To delete it, write: forget me.")))


async def _tell(talk: Talk, known: Home | None) -> None:
    bins = talk.need(Bins)
    asked = _asked_about(talk, bins)
    asked_id = asked.id if asked else None
    if not bins.publishes_days or bins.source is None:
        nowhere = bins.next("", talk.now, asked_id)
        talk.say("answer", no_dates(nowhere, asked), links=(_council_page(nowhere),))
        return
    home = await talk.ask("home", address(bins.addresses, ASKS_HOME), known=known)
    answer = await talk.look("next", lambda: _coming(bins, home, talk.now, asked_id), NextCollections)
    talk.remember(HOME, home.id)
    if answer.source is not None:
        talk.remember(ORIGIN, origin(answer.source))
    if answer.status == "scheduled":
        text, link = (
            dates(answer, asked, talk.now.astimezone(talk.need(Site).city.zone)),
            _calendar(talk, home),
        )
    else:
        text, link = no_dates(answer, asked), _council_page(answer)
    here = _("This is for %(place)s.", place=Place(home.line))
    if home == known:
        here = here.before_others(_("This is for the address that you gave me."))
    reminds = answer.status == "scheduled" and await talk.look("reminds", partial(_reminds, talk), bool)
    told = text.then(here.if_room(), sourced(answer.source))
    talk.say("answer", told, links=(link,), choices=_choices(talk, reminds))


def _asked_about(talk: Talk, bins: Bins) -> Container | None:
    """The bin that the opening words name: by the city's own words, or as the understanding heard it."""
    heard = talk.opening.entity("bin")
    return bins.container_named(talk.opening.text) or next(
        (one for one in bins.containers if one.id == heard), None
    )


def _coming(bins: Bins, home: Home, now: dt.datetime, asked: str | None) -> NextCollections:
    """The next day of each bin; of the one that was asked about also whether it is out of season."""
    every = bins.next(home.id, now)
    every = replace(every, days=coming(every, bins.city.local(now)))
    if asked is None:
        return every
    resting = bins.next(home.id, now, asked).resting
    others = tuple(one for one in every.resting if one.id != asked)
    return replace(every, resting=(*resting, *others))


def _calendar(talk: Talk, home: Home) -> Link:
    return Link(f"{talk.need(Site).public_url}/bins/{home.id}.ics", _("Add to my calendar"))


def _council_page(answer: NextCollections) -> Link:
    return Link(answer.link, _("The council's page"))


async def _reminds(talk: Talk) -> bool:
    """Whether there is a way to remind the resident, who is not reminded yet."""
    subscriptions = talk.need(Subscriptions)
    there = await subscriptions.reached(talk.conversation)
    held = await subscriptions.of(talk.conversation)
    already = held is not None and any(one.kind == "bins" for one in held.wishes.interests)
    return bool(subscriptions.channels(there.here)) and not already


def _choices(talk: Talk, reminds: bool) -> tuple[Choice, ...]:
    remind = (Choice("do:alerts.bins", _("Remind me")),) if reminds else ()
    missed = Choice("do:bins.missed", _("A bin was missed"))
    other = Choice("do:bins.other", _("Another address"))
    kept = talk.memory.get(HOME)
    if kept and kept.kept:
        return (*remind, missed, other)
    return (*remind, missed, other, Choice("do:bins.remember", _("Remember my address")))
