"""How alerts begin: at once where they can be sent, else with a code that links the phone or the account."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Any

from accessibility.text import Command, Phone, Text, Time, _
from bot.dialogue.questions.phone import national
from bot.dialogue.talk import Talk
from bot.knowledge.alerts import Followed, Reached, Subscriptions
from bot.knowledge.linking import Linking
from bot.knowledge.site import Site
from bot.knowledge.subscribing.words import CHANNELS, bins_when
from channels.message import Choice
from notifier.subscription import Subscription

CODE_LASTS = dt.timedelta(minutes=15)
"""How long a code works."""

MAYBE: Any = Subscription | None
FOLLOWED: Any = tuple[Followed, ...]


async def held(talk: Talk) -> Subscription | None:
    """What the resident has so far."""
    subscriptions = talk.need(Subscriptions)
    found: Subscription | None = await talk.look("held", partial(subscriptions.of, talk.conversation), MAYBE)
    return found


async def reached(talk: Talk) -> Reached:
    """Where they write, and where else they have an address."""
    subscriptions = talk.need(Subscriptions)
    return await talk.look("reached", partial(subscriptions.reached, talk.conversation), Reached)


def ways(talk: Talk, there: Reached) -> Sequence[str]:
    """How alerts could come, the best first: here, then where they have an address, then what can be
    linked."""
    every = [name for name in talk.need(Subscriptions).channels(there.here) if name in CHANNELS]
    return sorted(every, key=lambda name: (name != there.here, name not in there.known))


def nowhere(talk: Talk) -> None:
    """No channel is set up that alerts could be sent to."""
    cannot = _("I cannot send alerts here yet.")
    talk.say("nowhere", cannot.then(_("A person can tell you what there is.")), choices=person())


async def begun(talk: Talk, saved: Subscription, *, bins: bool = False) -> None:
    """What happens now: it is on, or one step is left. `bins`: it was asked for the bins alone."""
    if saved.state == "waiting":
        await link(talk, saved.wishes.channel)
        return
    there = await reached(talk)
    done = _("Done. I will write to you when there is something to tell.")
    told = bins_when(saved.wishes) if bins else None
    first = _("Done.").then(told) if told else done
    talk.say("begun", first.then(await silent(talk), _where(saved, there.here)), choices=mine())


def _where(saved: Subscription, here: str) -> Text | None:
    how = CHANNELS.get(saved.wishes.channel)
    return _("It comes %(how)s.", how=how).if_room() if how and saved.wishes.channel != here else None


async def silent(talk: Talk) -> Text | None:
    """Who has sent STOP gets nothing, whatever they have asked for."""
    subscriptions = talk.need(Subscriptions)
    if not await talk.look("stopped", partial(subscriptions.stopped, talk.conversation), bool):
        return None
    return _("You sent STOP before, so nothing comes. Send START to get messages again.")


async def link(talk: Talk, channel: str) -> None:
    """The code that tells us where alerts are to go."""
    code = await talk.once("code", lambda key: talk.need(Linking).code(talk.conversation), str)
    until = (talk.now + CODE_LASTS).astimezone(talk.need(Site).city.zone)
    once = _("It works once, until %(time)s.", time=Time(until.time()))
    begins = _("Your alerts begin then.")
    talk.say("link", _send(talk, channel, Command("link", code)).then(begins, once))


def _send(talk: Talk, channel: str, command: Command) -> Text:
    number = talk.need(Site).number
    if channel != "sms":
        return _("One step is left. Send me this on Telegram: %(command)s.", command=command)
    if not number:
        return _("One step is left. Send me this as a text message: %(command)s.", command=command)
    phone = Phone(national(number))
    return _("One step is left. Text this to %(phone)s: %(command)s.", phone=phone, command=command)


def mine() -> tuple[Choice, ...]:
    """What can be done with alerts that one has."""
    return (Choice("do:alerts.manage", _("My alerts")),)


def person() -> tuple[Choice, ...]:
    return (Choice("word:person", _("Talk to a person")),)
