"""Answers a question from what is written down; says plainly when there is no answer that can be trusted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial
from urllib.parse import urlsplit

from accessibility.text import Link, Text, _
from bot.dialogue.heard import Heard
from bot.dialogue.questions.choice import Option
from bot.dialogue.talk import Talk
from bot.knowledge.answers.answer import Answer
from bot.knowledge.answers.answers import Answers
from bot.knowledge.answers.values import told_with_line
from bot.knowledge.directory.phones import MAIN, Phones, council_line
from bot.knowledge.facts import ORIGIN, Origin
from bot.knowledge.here import Here
from bot.knowledge.repairs.listed import Listed
from bot.knowledge.site import Site
from channels.message import Capabilities, Choice

OTHER = "other"
UNANSWERED = "unanswered"
"""What is counted, with the words that are nobody's, of a question that nobody could answer."""


async def answered(talk: Talk, intent: str, asks: Text) -> None:
    """The one answer to the opening words; where several would do, or none is named, the resident says which
    after `asks`."""
    answers = talk.need(Answers)
    known = answers.of(intent)
    if not known:
        elsewhere(talk)
        return
    found = answers.found(intent, talk.opening.text)
    if len(found) == 1:
        tell(talk, found[0])
        return
    picked = await talk.ask("which", await _which(talk, intent, asks, found or known))
    answer = answers.one(picked)
    if answer is None:
        unknown(talk)
    else:
        tell(talk, answer)


def tell(talk: Talk, answer: Answer) -> None:
    """The answer with where it is from; the council's line where it is not certain any more."""
    now, site, front = _now(talk), talk.need(Site), answer.front
    if not answer.certain(now.date()):
        talk.count("answer_not_certain")
        unsure(talk, front.phone)
        return
    text = told_with_line(answer, talk.need(Phones), site.city.council, now.date())
    talk.remember(ORIGIN, Origin(front.source, front.link, front.checked))
    ours = _host(front.link) == _host(site.city.website)
    label = _("The council's page") if ours else _("See where it is from")
    talk.say("answer", text, links=(Link(front.link, label),), choices=(person(),))


def unknown(talk: Talk) -> None:
    """Nobody has written down an answer: said so, and counted for staff without anything personal."""
    talk.count(UNANSWERED, talk.opening.text)
    unsure(talk)


def unsure(talk: Talk, phone: str = MAIN, may: Text | None = None) -> None:
    """No answer that can be trusted; who may help, and a person. `phone` is an id of the registry."""
    first = _("I do not have an answer I trust for that.")
    person_can = _("A person can look into it.").if_room()
    talk.say(
        "unsure", first.then(may, *line(talk, phone), person_can), links=website(talk), choices=(person(),)
    )


def elsewhere(talk: Talk) -> None:
    """What is not done here: the way to who does it."""
    first = _("I cannot do this here. The council can.")
    talk.say("line", first.then(*line(talk)), links=website(talk), choices=(person(),))


def line(talk: Talk, phone: str = MAIN) -> Sequence[Text | None]:
    """How to call: the number that may be told for `phone`, and whether somebody answers now."""
    now = _now(talk)
    return council_line(talk.need(Phones).tell(phone, now.date()), now)


def website(talk: Talk) -> tuple[Link, ...]:
    return (Link(talk.need(Site).city.website, _("The council's website")),)


def person() -> Choice:
    return Choice("word:person", _("Talk to a person"))


async def _which(talk: Talk, intent: str, asks: Text, among: Sequence[Answer]) -> Listed:
    answers = talk.need(Answers)
    can = await talk.look("can", partial(talk.need(Here).can, talk.conversation), Capabilities)
    shown = {one.id for one in among}
    others = [one for one in answers.of(intent) if one.id not in shown]
    options = [Option(one.id, one.front.title) for one in (*among, *others)]

    def hears(heard: Heard) -> str:
        if heard.word == "deny":
            return OTHER
        found = answers.found(intent, heard.text)
        return found[0].id if len(found) == 1 else ""

    other = Option(OTHER, _("None of these"))
    return Listed(
        asks, [*options, other], most=can.max_choices, hears=hears, unshown=[one.id for one in others]
    )


def _now(talk: Talk) -> dt.datetime:
    """On the city's wall clock."""
    return talk.now.astimezone(talk.need(Site).city.zone)


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")
