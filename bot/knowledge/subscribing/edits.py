"""The changes to alerts that one has: what, where, how bad, for whom, and when. Each asks what is left open,
does it once, and says what holds now."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

from accessibility.text import Count, Text, Time, _, _n
from bot.dialogue.questions.choice import Option, choice
from bot.dialogue.questions.districts import Code
from bot.dialogue.questions.several import several
from bot.dialogue.questions.yes_no import yes_no
from bot.dialogue.talk import Talk
from bot.knowledge.alerts import Subscriptions
from bot.knowledge.subscribing import changes
from bot.knowledge.subscribing.begin import mine
from bot.knowledge.subscribing.questions import ALERT, at_risk, how_bad, where
from bot.knowledge.subscribing.times import HoursQuestion, ReminderTime
from bot.knowledge.subscribing.words import (
    FROM,
    bins_when,
    clock,
    needs_place,
    promise,
    quiet,
    spot,
)
from channels.message import Choice
from notifier.alert import SEVERE, Kind
from notifier.subscription import MOST_PLACES, NEVER, Hours, Subscription, Wishes
from notifier.words.names import KINDS

ADD, REMOVE, INSTEAD = "add", "remove", "instead"
STOP_ALL: Final = Choice("do:alerts.unsubscribe", _("Stop my alerts"))

Edit = Callable[[Talk, Subscription], Awaitable[None]]


async def save(talk: Talk, wishes: Wishes, agreed_to: str = "") -> Subscription:
    """Keeps the changed wishes, once."""
    subscriptions = talk.need(Subscriptions)
    return await talk.once(
        "save", lambda key: subscriptions.save(talk.conversation, wishes, agreed_to), Subscription
    )


async def level(talk: Talk, had: Subscription) -> None:
    """Earlier, or only when it is worse."""
    there = [one.kind for one in had.wishes.interests if (one.kind, 3) in FROM]
    if not there:
        talk.say("level", _("There is nothing to choose for what you have."), choices=mine())
        return
    kind = await _which(talk, there)
    wanted = changes.level(await talk.ask("level", how_bad(kind)))
    saved = await save(talk, changes.at_level(had.wishes, kind, wanted))
    only = Wishes(tuple(one for one in saved.wishes.interests if one.kind == kind), saved.wishes.places, "")
    talk.say("changed", _("Done.").then(promise(only)), choices=mine())


async def _which(talk: Talk, there: list[Kind]) -> Kind:
    if len(there) == 1:
        return there[0]
    options = [Option(kind, KINDS[kind], (ALERT, kind)) for kind in there]
    picked = await talk.ask("which", choice(_("For which alerts?"), options))
    return next(kind for kind in there if kind == picked)


async def places(talk: Talk, had: Subscription) -> None:
    """One more, one less, or another instead."""
    options = (
        Option(ADD, _("Add a place"), ("change", ADD)),
        Option(REMOVE, _("Take one away"), ("change", REMOVE)),
        Option(INSTEAD, _("A new one instead"), ("change", INSTEAD)),
    )
    what = await talk.ask("what", choice(_("What shall I do with your places?"), options))
    wishes = await (_less(talk, had.wishes) if what == REMOVE else _more(talk, had.wishes, what))
    if changes.too_many(wishes):
        talk.say("full", full(), choices=mine())
    elif needs_place(wishes) and not wishes.places:
        talk.say("empty", _("That is your only place. I have changed nothing."), choices=(STOP_ALL,))
    else:
        saved = await save(talk, wishes)
        talk.say("changed", _("Done.").then(promise(saved.wishes)), choices=mine())


async def _more(talk: Talk, wishes: Wishes, what: str) -> Wishes:
    asks = _("Please send a postcode, or the first part of one.")
    said: tuple[Code, ...] = await talk.ask("places", where(talk, asks))
    new = [changes.labelled(one.code, one.label) for one in said]
    gone = [place.code for place in wishes.places] if what == INSTEAD else []
    return changes.with_places(changes.without_places(wishes, gone), new)


async def _less(talk: Talk, wishes: Wishes) -> Wishes:
    options = [Option(place.code, spot(place), ("postcode", place.code)) for place in wishes.places]
    gone = await talk.ask("gone", several(_("Which one shall I take away?"), options))
    return changes.without_places(wishes, gone)


def full() -> Text:
    """No room for another place."""
    most = _n(
        "I can keep %(count)s place for you.", "I can keep %(count)s places for you.", Count(MOST_PLACES)
    )
    return most.then(_("Please take one away first."))


async def quiet_hours(talk: Talk, had: Subscription) -> None:
    """From when to when nothing comes, and whether danger still does."""
    hours = await talk.ask("hours", HoursQuestion(_("When shall I not write to you?")))
    danger = True
    if hours:
        danger = await talk.ask("danger", yes_no(_("Shall I still write if there is danger?")))
    times = Hours(*hours) if hours else None
    saved = await save(talk, changes.quiet_in(had.wishes, times, SEVERE if danger else NEVER))
    talk.say("changed", _("Done.").then(quiet(saved.wishes)), choices=mine())


async def health(talk: Talk, had: Subscription) -> None:
    """With the health advice for people at risk, or without."""
    wanted = await talk.ask("at_risk", at_risk())
    saved = await save(talk, changes.with_advice(had.wishes, wanted))
    without = _("You get no health advice for people at risk.")
    told = _("You get the health advice for people at risk.") if saved.wishes.at_risk else without
    talk.say("changed", _("Done.").then(told), choices=mine())


async def bins_at(talk: Talk, had: Subscription) -> None:
    """When the bins are told of."""
    if bins_when(had.wishes) is None:
        none = _("I do not remind you of the bins.")
        talk.say("none", none, choices=(Choice("do:alerts.bins", _("Remind me")),))
        return
    example = Time(clock(had.wishes.bins_at))
    hint = _("Please say a time, for example %(time)s.", time=example)
    asks = _("At what time the evening before?")
    minute = await talk.ask("time", ReminderTime(asks, hint=hint))
    saved = await save(talk, changes.bins_at(had.wishes, minute))
    talk.say("changed", _("Done.").then(bins_when(saved.wishes)), choices=mine())


EDITS: Final[Mapping[str, Edit]] = {
    "level": level,
    "places": places,
    "quiet": quiet_hours,
    "health": health,
    "bins_at": bins_at,
}
