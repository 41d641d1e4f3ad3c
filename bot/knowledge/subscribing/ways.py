"""The changes to how alerts come: by which channel, in which language, and whether at all for a while."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Final

from accessibility.text import Day, Plain, _
from bot.dialogue.questions.choice import Option, choice
from bot.dialogue.questions.yes_no import yes_no
from bot.dialogue.talk import Talk
from bot.knowledge.alerts import Subscriptions
from bot.knowledge.site import Site
from bot.knowledge.subscribing import changes
from bot.knowledge.subscribing.begin import MAYBE, begun, link, mine, reached, ways
from bot.knowledge.subscribing.edits import Edit, save
from bot.knowledge.subscribing.questions import which_way
from bot.knowledge.subscribing.times import PauseQuestion
from bot.knowledge.subscribing.words import CHANNELS, way
from channels.message import Choice
from locales.languages import languages
from notifier.subscription import Subscription

FOLLOWS: Final = "follows"
"""As a language: the one that is talked in."""


async def channel(talk: Talk, had: Subscription) -> None:
    """By which channel, and by which other one if that fails."""
    there = await reached(talk)
    every = ways(talk, there)
    wanted = await talk.ask("way", which_way(every)) if len(every) > 1 else had.wishes.channel
    others = [name for name in every if name != wanted and name in (there.here, *there.known)]
    fallback = ""
    if others:
        asks = _("If that fails, shall I send it %(how)s?", how=CHANNELS[others[0]])
        fallback = others[0] if await talk.ask("fallback", yes_no(asks)) else ""
    saved = await save(talk, changes.on_channel(had.wishes, wanted, fallback))
    if saved.state == "waiting":
        await link(talk, wanted)
        return
    talk.say("changed", _("Done.").then(way(wanted, fallback)), choices=mine())


async def language(talk: Talk, had: Subscription) -> None:
    """In one language, or in the one that is talked in."""
    named = {row.tag: row.endonym for row in languages() if row.tag in talk.need(Site).city.languages}
    options = [Option(FOLLOWS, _("The language we talk in"))]
    options += [
        Option(tag, _("%(name)s", name=Plain(name)), ("language", tag)) for tag, name in named.items()
    ]
    wanted = await talk.ask("language", choice(_("In which language?"), options))
    tag = "" if wanted == FOLLOWS else wanted
    await save(talk, changes.in_language(had.wishes, tag))
    told = _("Your alerts come in %(language)s.", language=Plain(named[tag])) if tag else None
    follows = _("Your alerts come in the language we talk in.")
    talk.say("changed", _("Done.").then(told or follows), choices=mine())


async def pause(talk: Talk, had: Subscription) -> None:
    """Nothing for a while."""
    zone = talk.need(Site).city.zone
    asks = PauseQuestion(_("For how long?"), talk.now.astimezone(zone).date())
    day = asks.until(await talk.ask("until", asks))
    until = dt.datetime.combine(day, dt.time(), zone).astimezone(dt.UTC) if day else None
    subscriptions = talk.need(Subscriptions)
    await talk.once("pause", lambda key: subscriptions.pause(talk.conversation, until), type(None))
    again = _("They start again on %(day)s.", day=Day(day)) if day else None
    text = _("Done. Your alerts are paused.").then(again or _("Ask me to start them again at any time."))
    talk.say("paused", text, choices=(Choice("do:alerts.resume", _("Start them again")),))


async def resume(talk: Talk, had: Subscription) -> None:
    """They go on."""
    subscriptions = talk.need(Subscriptions)
    await talk.once("resume", lambda key: subscriptions.resume(talk.conversation), type(None))
    now: Subscription | None = await talk.look("now", partial(subscriptions.of, talk.conversation), MAYBE)
    await begun(talk, now or had)


async def keep(talk: Talk, had: Subscription) -> None:
    """Another year."""
    saved = await save(talk, had.wishes)
    day = saved.ends_at.astimezone(talk.need(Site).city.zone).date()
    talk.say("kept", _("Done. Your alerts run until %(day)s.", day=Day(day, with_year=True)), choices=mine())


WAYS: Final[Mapping[str, Edit]] = {
    "way": channel,
    "language": language,
    "pause": pause,
    "resume": resume,
    "keep": keep,
}
