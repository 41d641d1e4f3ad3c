"""The skills that the engine is tested with: every kind of question, every verb."""

from __future__ import annotations

import datetime as dt

from accessibility.text import Count, Items, Place, Plain, Reference, _
from bot.dialogue.questions.address import address
from bot.dialogue.questions.choice import Option, choice
from bot.dialogue.questions.date import date
from bot.dialogue.questions.phone import phone
from bot.dialogue.questions.photo import photo
from bot.dialogue.questions.words import words
from bot.dialogue.questions.yes_no import yes_no
from bot.dialogue.skill import Skill, skill
from bot.dialogue.talk import Talk
from tests.unit.dialogue.council import Office, Timetable
from tests.unit.dialogue.hear import ROOMS
from tests.unit.dialogue.tiny_book import TinyBook

ROOM_OPTIONS = [Option(room, _("%(room)s", room=Plain(room)), ("room", room)) for room in ROOMS]


@skill("repair", topic=_("your repair"))
async def repair(talk: Talk) -> None:
    """Choice, words, yes or no, date, review, effect."""
    room = await talk.ask("room", choice(_("Which room is it?"), ROOM_OPTIONS, label=_("Room")))
    what = await talk.ask("what", words(_("What is wrong?"), label=_("Problem")))
    if room == "bathroom":
        wet = await talk.ask("wet", yes_no(_("Is the floor wet?"), label=_("Wet floor")))
        what += " (wet)" if wet else ""
    today = talk.now.date()
    first, last = today, today + dt.timedelta(days=30)
    day = await talk.ask("day", date(_("Which day suits you?"), first=first, last=last, label=_("Day")))
    if not await talk.review():
        talk.say("stopped", _("OK. I have not sent it."))
        return
    report = f"{room}: {what}, {day}"
    reference = await talk.once("file", lambda key: talk.need(Office).file(report, key), str)
    talk.say("filed", _("It is reported. Your reference is %(ref)s.", ref=Reference(reference)))


@skill("bins", topic=_("your bin day"))
async def bins(talk: Talk) -> None:
    """Address, recall, look, remember."""
    book = talk.need(TinyBook)
    known = book.home(talk.recall("home") or "")
    home = await talk.ask("home", address(book, _("What is your address?"), label=_("Address")), known=known)
    slot = await talk.look("slot", talk.need(Timetable).next, int)
    talk.remember("home", home.id)
    day = _("Bin day for %(place)s: in %(count)s days.", place=Place(home.line), count=Count(slot))
    talk.say("answer", day)


@skill("callback", topic=_("a call back"))
async def callback(talk: Talk) -> None:
    """Phone, photo, and an effect without a result."""
    await talk.ask("number", phone(_("Which number shall we ring?"), label=_("Phone")))
    photos = await talk.ask("photos", photo(_("Do you have a photo?"), label=_("Photos")))
    await talk.once("ring", talk.need(Office).ring, type(None))
    talk.say("soon", _("We will ring you."))
    if photos:
        talk.say("thanks", _("Thank you for the photo."))


@skill("hours", topic=_("opening hours"), short=True)
async def hours(talk: Talk) -> None:
    talk.say("hours", _("We are open from nine to five."))


@skill("help", topic=_("what I can do"), short=True)
async def help_(talk: Talk) -> None:
    talk.say("help", _("You can ask about bins and repairs."))


@skill("handover.person", topic=_("a person"), short=True)
async def person(talk: Talk) -> None:
    talk.say("person", _("You can ring the council."))


@skill("queue", topic=_("the queue"), short=True)
async def queue(talk: Talk) -> None:
    """Has its effect before its first question."""
    place = await talk.once("join", lambda key: talk.need(Office).file("queued", key), str)
    await talk.ask("stay", yes_no(_("You are in the queue. Will you stay?")))
    talk.say("place", _("Your place is %(ref)s.", ref=Reference(place)))


@skill("silent", topic=_("nothing much"))
async def silent(talk: Talk) -> None:
    """Forgets to say anything when the resident says no."""
    if await talk.ask("sure", yes_no(_("Are you sure?"))):
        talk.say("done", _("It is done."))


@skill("danger", topic=_("the danger"), at_once=True)
async def danger(talk: Talk) -> None:
    """Follows a danger where a house says so: has its effect before it asks."""
    await talk.once("stamp", lambda key: talk.need(Office).file(talk.opening.text, key), str)
    talk.say("told", _("The repairs team knows: %(said)s", said=Plain(talk.opening.text)))
    await talk.ask("where", words(_("Where is it?"), label=_("Place")))
    talk.say("thanks", _("Thank you."))


ALL: tuple[Skill, ...] = (repair, bins, callback, hours, help_, person, queue, silent)


def form(*keys: str, name: str = "form", version: int = 1) -> Skill:
    """A skill that asks for the words `keys`, in this order: what a deploy changes is the list."""

    @skill(name, version=version, topic=_("your form"))
    async def flow(talk: Talk) -> None:
        given = [
            await talk.ask(key, words(_("Your %(key)s?", key=Plain(key)), label=_("%(key)s", key=Plain(key))))
            for key in keys
        ]
        talk.say("done", _("Thank you: %(given)s.", given=Items(tuple(map(Plain, given)))))

    return flow
