"""A complaint about the council or this assistant, or a word of thanks: taken, and told how it stands."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

import msgspec

from accessibility.text import Link, Reference, Text, _
from bot.dialogue.questions.choice import Option, choice
from bot.dialogue.questions.phone import phone
from bot.dialogue.skill import skill
from bot.dialogue.talk import Talk
from bot.knowledge.complaints.complaints import Complaint, Complaints, Known, Status
from bot.knowledge.complaints.questions import EMAIL, NONE, PHONE, PRAISE, SERVICE, About, Email, How, Story
from bot.knowledge.here import Here
from bot.knowledge.reference import find_reference
from channels.message import Capabilities, Choice
from locales.languages import SOURCE

STANDS, NEW = "stands", "new"
OMBUDSMAN = "https://www.lgo.org.uk"
"""The Local Government and Social Care Ombudsman (Local Government Act 1974, part III)."""


@skill("feedback.complaint", topic=_("your complaint"))
async def complain(talk: Talk) -> None:
    """What has happened, and how to be answered; read out before it is sent. Unless the words say otherwise
    it is about a council service: the review can change that."""
    mine = await talk.look("mine", partial(talk.need(Complaints).of, talk.conversation), tuple[Known, ...])
    if mine and await _asks_how_it_stands(talk, mine):
        _stands(talk, mine)
        return
    about = await talk.ask("about", About(), known=SERVICE)
    said = await talk.ask("said", Story(_asks(about), talk.opening))
    reply, contact = (NONE, "") if about == PRAISE else await _answer(talk)
    if not await talk.review():
        talk.say("stopped", _("OK. I have not sent it."), choices=(_person(),))
        return
    language = talk.opening.understanding.language or SOURCE
    made = {"about": about, "said": said, "reply": reply, "contact": contact, "language": language}
    complaint = msgspec.convert(made, Complaint)
    _tell(talk, await talk.once("file", _file(talk, complaint), str), about)


async def _asks_how_it_stands(talk: Talk, mine: tuple[Known, ...]) -> bool:
    """Whether a complaint that was made is meant: its reference is named, or the resident says so."""
    if find_reference(talk.opening.text) in {one.reference for one in mine}:
        return True
    options = (Option(STANDS, _("How does it stand?")), Option(NEW, _("Say something new")))
    asks = _("I have a complaint from you already.").then(_("What would you like to do?"))
    return await talk.ask("again", choice(asks, options)) == STANDS


def _asks(about: str) -> Text:
    if about == PRAISE:
        return _("What would you like to say?")
    return _("I am sorry that this happened.").then(_("Please tell me in your own words: what happened?"))


async def _answer(talk: Talk) -> tuple[str, str]:
    """How the council is to answer, and the number or address, which is given for that alone. An address is
    asked for only where it can be written."""
    can = await talk.look("can", partial(talk.need(Here).can, talk.conversation), Capabilities)
    reply = await talk.ask("how", How(written=can.modality != "speech"))
    why = _("The council keeps it with your complaint, to answer you.")
    if reply == PHONE:
        asks = phone(why.then(_("Which number can we ring?")), label=_("Phone number"))
        return reply, await talk.ask("phone", asks)
    if reply == EMAIL:
        return reply, await talk.ask("email", Email(why.then(_("What is your email address?"))))
    return reply, ""


def _file(talk: Talk, complaint: Complaint) -> Callable[[str], Awaitable[str]]:
    return lambda key: talk.need(Complaints).file(complaint, key, talk.conversation)


def _tell(talk: Talk, reference: str, about: str) -> None:
    """What happens next. No day is promised: the council has said none."""
    ref = Reference(reference)
    if about == PRAISE:
        text = _("Thank you. The council has it. Your reference is %(ref)s.", ref=ref)
        talk.say("thanked", text.before_others(_("Thank you. The council has it.")), choices=(_person(),))
        return
    text = _("Your complaint is with the council. Your reference is %(ref)s.", ref=ref)
    text = text.before_others(_("Your complaint is with the council."))
    reads = _("A person reads it and passes it to the right team.")
    after = _("If you do not like the answer, you can go to the Ombudsman. It is free.").if_room()
    links = (Link(OMBUDSMAN, _("The Ombudsman")),)
    talk.say("filed", text.then(reads, after), links=links, choices=(_person(),))


def _stands(talk: Talk, mine: tuple[Known, ...]) -> None:
    """How one of theirs stands: the one that was named, else the newest."""
    named = find_reference(talk.opening.text)
    known = next((one for one in mine if one.reference == named), mine[0])
    links = (Link(OMBUDSMAN, _("The Ombudsman")),) if known.status == "answered" else ()
    talk.say("stands", _standing(known.status, Reference(known.reference)), links=links, choices=(_person(),))


def _standing(status: Status, ref: Reference) -> Text:
    if status == "answered":
        return _("The council has answered complaint %(ref)s.", ref=ref)
    if status == "passed":
        return _("Complaint %(ref)s is with the team that it is about.", ref=ref)
    return _("The council has complaint %(ref)s. Nobody has answered it yet.", ref=ref)


def _person() -> Choice:
    return Choice("word:person", _("Talk to a person"))
