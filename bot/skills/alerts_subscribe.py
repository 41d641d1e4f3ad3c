"""Tell me when …: what, where, how bad, and how it comes; said back, agreed to, and begun."""

from __future__ import annotations

from collections.abc import Sequence

from accessibility.text import _
from bot.dialogue.address import Home
from bot.dialogue.questions.address import address
from bot.dialogue.questions.districts import Code
from bot.dialogue.skill import skill
from bot.dialogue.talk import Talk
from bot.knowledge.alerts import Air, Followed, Subscriptions
from bot.knowledge.bins.bins import Bins
from bot.knowledge.facts import HOME
from bot.knowledge.subscribing import changes
from bot.knowledge.subscribing.begin import FOLLOWED, begun, held, nowhere, person, reached, ways
from bot.knowledge.subscribing.edits import full
from bot.knowledge.subscribing.questions import (
    ALERT,
    Agreement,
    at_risk,
    how_bad,
    kinds,
    postcode_of,
    where,
    which_sensor,
    which_way,
)
from bot.knowledge.subscribing.words import FROM, KEEPS, bins_when, needs_place, promise, quiet, way
from bot.knowledge.subscribing.words import at_risk as with_advice
from channels.message import Choice
from notifier.alert import Kind, Level
from notifier.subscription import Interest, Place, Subscription, Wishes

ASKS_HOME = _("Please send the postcode and house number for the bins.")
ASKS_PLACE = _("Please send a postcode, or the first part of one.")
REMIND = _("Remind me")


@skill("alerts.subscribe", topic=_("your alerts"))
async def subscribe(talk: Talk) -> None:
    """Asks only what the opening words left open."""
    there = await reached(talk)
    if not ways(talk, there):
        nowhere(talk)
        return
    before = await held(talk)
    sensors = await talk.look("sensors", talk.need(Air).sensors, FOLLOWED)
    if not _can(talk, sensors):
        talk.say("cannot", _("I cannot tell you about that here. A person can help."), choices=person())
        return
    wishes, home = await _wished(talk, before, sensors)
    if changes.too_many(wishes):
        talk.say("full", full(), choices=(Choice("do:alerts.places", _("Change my places")),))
        return
    if not await _agreed(talk, wishes, sensors, there.here):
        talk.say("stopped", _("OK. I have changed nothing."))
        return
    saved = await talk.once("save", lambda key: _save(talk, wishes, KEEPS.msgid, home), Subscription)
    await begun(talk, saved, bins=all(one.kind == "bins" for one in wishes.interests))


@skill("alerts.bins", topic=_("bin reminders"))
async def remind(talk: Talk) -> None:
    """Reminds of the bins of the home that was just talked about: who picks it agrees to it."""
    there = await reached(talk)
    if not ways(talk, there):
        nowhere(talk)
        return
    before = await held(talk)
    home = await _home(talk)
    wishes = before.wishes if before else Wishes((), (), await _way(talk))
    wishes = changes.with_interests(wishes, [Interest("bins", 1)])
    saved = await talk.once("save", lambda key: _save(talk, wishes, REMIND.msgid, home.id), Subscription)
    await begun(talk, saved, bins=True)


def _can(talk: Talk, sensors: Sequence[Followed]) -> bool:
    """Whether at least one of the kinds that were named can be had here."""
    asked = talk.opening.entities(ALERT)
    missing = {"repairs"}
    if not talk.need(Bins).publishes_days:
        missing.add("bins")
    if not sensors:
        missing.add("sensor")
    return not asked or bool(set(asked) - missing)


async def _wished(talk: Talk, before: Subscription | None, sensors: Sequence[Followed]) -> tuple[Wishes, str]:
    """All that is wished for, with what was before; and the home whose bins it is about."""
    bins = talk.need(Bins).publishes_days
    picked = await talk.ask("kinds", kinds(bins=bins, sensors=bool(sensors)))
    had = before.wishes if before else None
    more = await _interests(talk, picked, had, sensors)
    home = (await _home(talk)).id if "bins" in picked else ""
    start = had or Wishes((), (), "")
    wishes = changes.with_interests(start, more)
    if needs_place(changes.with_interests(Wishes((), (), ""), more)):
        wishes = changes.with_places(wishes, await _places(talk, had, home))
    if "air" in picked:
        wishes = changes.with_advice(wishes, await _risk(talk, had))
    return changes.on_channel(wishes, wishes.channel or await _way(talk)), home


async def _interests(
    talk: Talk, picked: Sequence[str], had: Wishes | None, sensors: Sequence[Followed]
) -> list[Interest]:
    """Each kind from the level on that was said, else from the one before, else from the usual one."""
    found = []
    for kind in changes.KINDS:
        if kind not in picked:
            continue
        if kind == "sensor":
            number = await talk.ask("sensor", which_sensor(sensors))
            found.append(Interest("sensor", changes.DEFAULTS["sensor"], number))
        elif (kind, changes.DEFAULTS[kind]) in FROM:
            found.append(Interest(kind, await _level(talk, kind, had)))
        else:
            found.append(Interest(kind, changes.DEFAULTS[kind]))
    return found


async def _level(talk: Talk, kind: Kind, had: Wishes | None) -> Level:
    usual = changes.level_of(had, kind) or changes.DEFAULTS[kind]
    return changes.level(await talk.ask(f"level.{kind}", how_bad(kind), known=str(usual)))


async def _home(talk: Talk) -> Home:
    book = talk.need(Bins).addresses
    remembered = talk.recall(HOME)
    known = book.home(remembered) if remembered else None
    recalled = await talk.look("recalled", lambda: known is not None, bool)
    home = await talk.ask("home", address(book, ASKS_HOME, recalled=recalled), known=known)
    talk.remember(HOME, home.id)
    return home


async def _places(talk: Talk, had: Wishes | None, home: str) -> list[Place]:
    """Those that were said, else those of before, else where the resident is known to live."""
    before = tuple(Code(place.code) for place in had.places) if had else ()
    known = before or postcode_of(talk, home or str(talk.recall(HOME) or ""))
    said = await talk.ask("places", where(talk, ASKS_PLACE), known=known or None)
    return [changes.labelled(one.code, one.label) for one in said]


async def _risk(talk: Talk, had: Wishes | None) -> bool:
    asked_before = had is not None and any(one.kind == "air" for one in had.interests)
    return await talk.ask("at_risk", at_risk(), known=had.at_risk if had and asked_before else None)


async def _way(talk: Talk) -> str:
    """Here if it can be, else where they have an address, else as they choose."""
    there = await reached(talk)
    every = ways(talk, there)
    if len(every) == 1 or every[0] in (there.here, *there.known):
        return every[0]
    return await talk.ask("way", which_way(every))


async def _agreed(talk: Talk, wishes: Wishes, sensors: Sequence[Followed], here: str) -> bool:
    """All of it said back, with what is kept of it."""
    how = way(wishes.channel) if wishes.channel != here else None  # the last step says it again
    at_night = quiet(wishes).if_room()
    worse = _("You also hear when it gets worse, and when it is over.").if_room()
    told = promise(wishes, sensors).then(
        with_advice(wishes),
        bins_when(wishes),
        how and how.if_room(),
        KEEPS,
        at_night,
        worse if needs_place(wishes) else None,
    )
    lines = tuple(
        (key, label, question.echo(value))
        for key, question, value in talk.asked
        if (label := question.label()) is not None
    )
    return await talk.ask("review", Agreement(told, lines))


async def _save(talk: Talk, wishes: Wishes, agreed_to: str, home: str) -> Subscription:
    return await talk.need(Subscriptions).save(talk.conversation, wishes, agreed_to, home)
