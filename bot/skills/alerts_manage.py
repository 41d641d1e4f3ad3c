"""What am I subscribed to, and change one thing of it."""

from __future__ import annotations

from accessibility.text import Day, Text, _
from bot.dialogue.questions.choice import ChoiceQuestion, Option, choice
from bot.dialogue.skill import skill
from bot.dialogue.talk import Talk
from bot.knowledge.alerts import Air
from bot.knowledge.site import Site
from bot.knowledge.subscribing.begin import FOLLOWED, held, silent
from bot.knowledge.subscribing.edits import EDITS, STOP_ALL
from bot.knowledge.subscribing.questions import HEALTH, LEVEL
from bot.knowledge.subscribing.times import times
from bot.knowledge.subscribing.ways import WAYS
from bot.knowledge.subscribing.words import (
    at_risk,
    bins_when,
    needs_place,
    quiet,
    spots,
    standing,
    things,
    way,
)
from channels.message import Choice
from notifier.subscription import Subscription, Wishes

ALL = {**EDITS, **WAYS}
CHANGE = "change"
"""The entity that names what is to be changed."""


@skill("alerts.manage", topic=_("the alerts that you have"))
async def manage(talk: Talk) -> None:
    """Says what is held; who names a change in the same breath gets it at once."""
    had = await held(talk)
    if had is None:
        _none(talk)
        return
    part = _named(talk, had.wishes)
    if part:
        await ALL[part](talk, had)
        return
    await _tell(talk, had)


@skill("alerts.change", topic=_("a change to your alerts"))
async def change(talk: Talk) -> None:
    """What is to be changed, in two short questions."""
    had = await held(talk)
    if had is None:
        _none(talk)
        return
    part = await talk.ask("part", _part())
    if part == "when":
        part = await talk.ask("when", _when(had.wishes))
    elif part == "how":
        part = await talk.ask("how", _how())
    await ALL[part](talk, had)


@skill("alerts.pause", topic=_("a pause of your alerts"))
async def pause(talk: Talk) -> None:
    """Nothing for a while."""
    had = await held(talk)
    if had is None:
        _none(talk)
        return
    await ALL["pause"](talk, had)


@skill("alerts.resume", topic=_("the end of the pause"))
async def resume(talk: Talk) -> None:
    """They go on."""
    had = await held(talk)
    if had is None:
        _none(talk)
        return
    await ALL["resume"](talk, had)


@skill("alerts.places", topic=_("the places of your alerts"))
async def places(talk: Talk) -> None:
    """One more, one less, or another instead."""
    had = await held(talk)
    if had is None:
        _none(talk)
        return
    await ALL["places"](talk, had)


@skill("alerts.keep", topic=_("another year of alerts"))
async def keep(talk: Talk) -> None:
    """They run for another year."""
    had = await held(talk)
    if had is None:
        _none(talk)
        return
    await ALL["keep"](talk, had)


def _none(talk: Talk) -> None:
    begin = (Choice("do:alerts.subscribe", _("Get alerts")),)
    talk.say("none", _("You get no alerts from me."), choices=begin)


def _named(talk: Talk, wishes: Wishes) -> str:
    """What the opening words ask to be changed, empty when they only ask what there is."""
    opening = talk.opening
    said = [one for one in opening.entities(CHANGE) if one in ALL]
    if said:
        return said[0]
    if opening.entities(CHANGE) or (opening.entity("postcode") and needs_place(wishes)):
        return "places"
    if opening.entity(LEVEL):
        return "level"
    if len(times(opening)) == 2:
        return "quiet"
    if times(opening) and bins_when(wishes):
        return "bins_at"
    if opening.entity("way"):
        return "way"
    return "language" if opening.entity("language") else "health" if opening.entity(HEALTH) else ""


async def _tell(talk: Talk, had: Subscription) -> None:
    wishes = had.wishes
    sensors = await talk.look("sensors", talk.need(Air).sensors, FOLLOWED)
    about = things(wishes, sensors)
    first = _("You get alerts about %(things)s.", things=about)
    if needs_place(wishes) and wishes.places:
        near = spots(wishes.places)
        first = _("You get alerts about %(things)s near %(places)s.", things=about, places=near)
    zone = talk.need(Site).city.zone
    until = _("They run until %(day)s.", day=Day(had.ends_at.astimezone(zone).date(), with_year=True))
    rest: tuple[Text | None, ...] = (
        standing(had, zone),
        await silent(talk),
        _spare(at_risk(wishes)),
        _spare(bins_when(wishes)),
        _spare(quiet(wishes)),
        _spare(way(wishes.channel, wishes.fallback)),
        _spare(until),
    )
    talk.say("held", first.then(*rest), choices=_choices(had))


def _spare(text: Text | None) -> Text | None:
    return text.if_room() if text else None


def _choices(had: Subscription) -> tuple[Choice, ...]:
    on = Choice("do:alerts.resume", _("Start them again"))
    off = Choice("do:alerts.pause", _("Pause them"))
    return (
        Choice("do:alerts.change", _("Change something")),
        on if had.state == "paused" else off,
        STOP_ALL,
    )


def _part() -> ChoiceQuestion:
    options = (
        Option("places", _("Where"), (CHANGE, "places")),
        Option("when", _("How bad and when"), (CHANGE, "level")),
        Option("how", _("How it comes"), (CHANGE, "way")),
    )
    return choice(_("What shall I change?"), options)


def _when(wishes: Wishes) -> ChoiceQuestion:
    options = [
        Option("level", _("How bad it must be"), (CHANGE, "level")),
        Option("quiet", _("Quiet hours"), (CHANGE, "quiet")),
    ]
    if bins_when(wishes):
        options.append(Option("bins_at", _("Time of the bin reminder"), (CHANGE, "bins_at")))
    return choice(_("Which of these?"), options)


def _how() -> ChoiceQuestion:
    options = (
        Option("way", _("By text or otherwise"), (CHANGE, "way")),
        Option("language", _("The language"), (CHANGE, "language")),
        Option("health", _("Health advice"), (CHANGE, "health")),
    )
    return choice(_("Which of these?"), options)
