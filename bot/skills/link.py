"""One conversation on two channels: a code is fetched on one and sent on the other. Nothing is linked by
itself."""

from __future__ import annotations

import datetime as dt
import re

from accessibility.text import Command, Phone, Text, Time, _
from bot.dialogue.events import LanguageChanged
from bot.dialogue.questions.phone import national
from bot.dialogue.skill import skill
from bot.dialogue.talk import Talk
from bot.knowledge.linking import Joined, Link, Linking
from bot.knowledge.site import Site
from channels.message import Choice

LASTS = dt.timedelta(minutes=15)
"""How long a code works."""

_CODE = re.compile(r"[0-9A-Z]{4}")


@skill("channels.link", topic=_("going on somewhere else"), short=True)
async def link(talk: Talk) -> None:
    """Gives the code that is sent to us on the other channel."""
    code = await talk.once("code", lambda key: talk.need(Linking).code(talk.conversation), str)
    sent = Command("link", code)
    first = _("To go on somewhere else, send me this there: %(command)s.", command=sent)
    until = (talk.now + LASTS).astimezone(talk.need(Site).city.zone)
    once = _("It works once, until %(time)s.", time=Time(until.time()))
    talk.say("code", first.then(_where(talk), once, _("Give it to nobody else.").if_room()))


@skill("channels.join", topic=_("going on with what you said elsewhere"), short=True)
async def join(talk: Talk) -> None:
    """Takes the code that was given somewhere else."""
    words = talk.opening.text.upper().replace("-", " ")
    code = "".join(_CODE.findall(words)[-2:])
    link = await talk.once("join", lambda key: talk.need(Linking).join(talk.conversation, code), Link)
    if link.language:
        talk.events.append(LanguageChanged(link.language))
    talk.say("joined", _told(link.joined), choices=_choices(link.joined))


@skill("channels.unlink", topic=_("being on one channel only"), short=True)
async def unlink(talk: Talk) -> None:
    """Takes the other channels away."""
    count = await talk.once("unlink", lambda key: talk.need(Linking).unlink(talk.conversation), int)
    alone = _("This conversation was not linked to anything.")
    talk.say("alone", _("Done. This conversation is only here now.") if count else alone)


def _where(talk: Talk) -> Text | None:
    """The number that takes text messages, where there is one."""
    number = talk.need(Site).number
    return _("You can text it to %(phone)s.", phone=Phone(national(number))) if number else None


def _told(joined: Joined) -> Text:
    if joined == "linked":
        return _("Done. We go on here with what you said before.")
    if joined == "busy":
        return _("You are talking to a person here. Please finish that first.")
    return _("This code is wrong, or it is too old.").then(_("You can ask for a new one where you were."))


def _choices(joined: Joined) -> tuple[Choice, ...]:
    return (Choice("word:repeat", _("Say the last thing again")),) if joined == "linked" else ()
