"""A person: at once where one is there; else the line of the council, and a call at a chosen time."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Any

from msgspec import Struct

from accessibility.text import Day, Link, Place, Reference, Span, Text, _
from bot.dialogue.questions.choice import ChoiceQuestion, Option, choice
from bot.dialogue.questions.phone import phone
from bot.dialogue.questions.yes_no import yes_no
from bot.dialogue.skill import skill
from bot.dialogue.talk import Talk
from bot.handover.callback import Callbacks, Promised
from bot.handover.desk import Availability, Desk, Window
from bot.handover.helpline import away
from bot.handover.interpreter import References, card, card_choice, foreign
from bot.handover.waiting import where
from bot.knowledge.directory.phones import MAIN, Phones, council_line
from bot.knowledge.held import Held, Holdings
from bot.knowledge.site import Site
from channels.message import Choice
from locales.languages import SOURCE

OFFERED = 3
"""How many times for a call are put to a resident: as many as can be said aloud."""

_MAYBE: Any = Promised | None
_WINDOWS: Any = tuple[Window, ...]


class Asked(Struct, frozen=True):
    """What a resident has said of the call that they want."""

    window: Window
    number: str
    interpreter: str


@skill("handover.person", topic=_("talking to a person"), short=True)
async def person(talk: Talk) -> None:
    """Through to a phone, where that can be done; into the queue, where somebody is there to answer; else how
    to reach a person, in one message."""
    now = await talk.look("desk", partial(talk.need(Desk).now, talk.conversation), Availability)
    if now.line:
        _put_through(talk, now.line)
    elif now.there:
        talk.hand_over()
        place = where(now.next, card_choice(talk.opening.understanding.language))
        talk.say("place", place.text, choices=place.choices)
    elif not now.staffed:
        _say_line(talk)
    else:
        await _not_there(talk, now)


@skill("handover.callback", topic=_("a call from an adviser"), at_once=True)
async def callback(talk: Talk) -> None:
    """A call at a time of the resident's choice; the one that is booked already is told and can be taken
    back."""
    now = await talk.look("desk", partial(talk.need(Desk).now, talk.conversation), Availability)
    if not now.staffed:
        _say_line(talk)
        return
    booked = await talk.look("booked", partial(talk.need(Callbacks).promised, talk.conversation), _MAYBE)
    if booked is not None:
        await _take_back(talk, booked)
        return
    windows = await talk.look("windows", lambda: talk.need(Desk).windows(OFFERED), _WINDOWS)
    if not windows:
        none = _("There is no free time for a call at the moment.")
        talk.say("none", none.then(*_line(talk)), links=_website(talk))
        return
    wanted = await _wanted(talk, windows)
    if wanted is None or not await talk.review():
        talk.say("stopped", _("OK. I have not booked a call."), choices=_person())
        return
    await _book(talk, wanted)


@skill("handover.card", topic=_("the interpreter card"), short=True)
async def interpreter(talk: Talk) -> None:
    """The English words that get an interpreter, for who does not write English."""
    language, here = talk.opening.understanding.language, talk.conversation
    if foreign(language):
        known = await talk.look("reference", lambda: talk.need(References).reference(here), str)
        talk.events += card(language, known)


async def _wanted(talk: Talk, windows: tuple[Window, ...]) -> Asked | None:
    """When, on which number, in which language; None without consent."""
    picked = await talk.ask("window", _which(windows))
    window = next(one for one in windows if _id(one) == picked)
    number = await talk.ask("number", phone(_("Which number shall we call?"), label=_("Phone number")))
    language, interpreter = talk.opening.understanding.language, ""
    if language and language != SOURCE:
        asks = yes_no(_("Do you need an interpreter for the call?"))
        interpreter = language if await talk.ask("interpreter", asks) else ""
    agreed = await talk.ask("consent", yes_no(await _reason(talk)))
    return Asked(window, number, interpreter) if agreed else None


def _which(windows: tuple[Window, ...]) -> ChoiceQuestion:
    options = [Option(_id(one), _told(one.day, one.start, one.until)) for one in windows]
    return choice(_("When shall we call you?"), options, label=_("Time of the call"))


def _id(window: Window) -> str:
    return f"{window.day}T{window.start:%H:%M}"


def _told(day: dt.date, start: dt.time, until: dt.time) -> Text:
    return _("%(day)s, %(hours)s", day=Day(day), hours=Span(start, until))


async def _reason(talk: Talk) -> Text:
    """What the number is for and how long it is kept: as long as the conversation that it is said in."""
    held = await talk.look("held", lambda: talk.need(Holdings).held(talk.conversation), Held)
    until = _("It is deleted on %(day)s if you write nothing more.", day=Day(held.until, with_year=True))
    return _("We keep your number only to call you.").then(until.if_room(), _("Do you agree?"))


async def _book(talk: Talk, wanted: Asked) -> None:
    desk, here = talk.need(Desk), talk.conversation
    reference = await talk.once(
        "book", lambda key: desk.book(here, wanted.window, wanted.number, wanted.interpreter, key), str
    )
    if not reference:
        taken = _("This time has just been taken. Nothing is booked.")
        talk.say("taken", taken, choices=(Choice("do:handover.callback", _("Choose another time")),))
        return
    window = wanted.window
    told = _("Your call is booked. Your reference is %(ref)s.", ref=Reference(reference))
    when = _will_call(_told(window.day, window.start, window.until)).if_room()
    later = _("To cancel it, ask me for a call again.").if_room()  # the choice says so, too
    talk.say("booked", told.then(when, later), choices=_cancel())
    if wanted.interpreter:
        talk.events += card(wanted.interpreter, reference)


async def _take_back(talk: Talk, booked: Promised) -> None:
    """One call at a time: another one takes the place of the first, so that is taken back before."""
    when = _will_call(_span(talk, booked)).then(_("Shall I cancel this call?"))
    if await talk.ask("cancel", yes_no(when)):
        await talk.once("cancel", lambda key: talk.need(Callbacks).cancel(talk.conversation), bool)
        again = Choice("do:handover.callback", _("Choose another time"))
        talk.say("cancelled", _("The call is cancelled. Nobody will call you."), choices=(again,))
    else:
        talk.say("kept", _("OK. The call stays booked."))


async def _not_there(talk: Talk, now: Availability) -> None:
    """Nobody can take the conversation: when somebody can, what is promised already, or the offer of a call;
    and the council's line."""
    booked = await talk.look("booked", partial(talk.need(Callbacks).promised, talk.conversation), _MAYBE)
    line, opens, interpreter = _line(talk)
    rest = (line, opens and opens.if_room(), interpreter)
    if booked is not None:
        first = _will_call(_span(talk, booked))
        choices = (*_cancel(), *card_choice(talk.opening.understanding.language))
        talk.say("booked", first.then(*rest), links=_website(talk), choices=choices)
        return
    windows = await talk.look("windows", lambda: talk.need(Desk).windows(1), _WINDOWS)
    offer = (Choice("do:handover.callback", _("Ask for a call")),) if windows else ()
    can = _("We can call you at a time that you choose.") if windows else None
    talk.say("away", away(now).then(can and can.if_room(), *rest), links=_website(talk), choices=offer)


def _put_through(talk: Talk, number: str) -> None:
    """The channel that is handed this link rings the number."""
    text = _("I will put you through to a person. Please stay on the line.")
    talk.say("through", text, links=(Link(f"tel:{number}", _("Call")),))


def _say_line(talk: Talk) -> None:
    """How to reach a person where the council has none here, and whether one answers now."""
    council = Place(talk.need(Site).city.council)
    first = _("A person at %(council)s can help you.", council=council)
    talk.say("line", first.then(*_line(talk)), links=_website(talk))


def _line(talk: Talk) -> tuple[Text | None, ...]:
    now = talk.now.astimezone(talk.need(Site).city.zone)
    return council_line(talk.need(Phones).tell(MAIN, now.date()), now)


def _span(talk: Talk, booked: Promised) -> Text:
    zone = talk.need(Site).city.zone
    start, until = booked.from_at.astimezone(zone), booked.until_at.astimezone(zone)
    return _told(start.date(), start.time(), until.time())


def _will_call(when: Text) -> Text:
    return _("An adviser will call you: %(when)s.", when=when)


def _website(talk: Talk) -> tuple[Link, ...]:
    return (Link(talk.need(Site).city.website, _("The council's website")),)


def _person() -> tuple[Choice, ...]:
    return (Choice("word:person", _("Talk to a person")),)


def _cancel() -> tuple[Choice, ...]:
    return (Choice("do:handover.callback", _("Cancel the call")),)
