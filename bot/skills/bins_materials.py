"""Which bin does it go in? City data with source and date; what is disputed is not told as true."""

from __future__ import annotations

from accessibility.text import Link, _
from bot.dialogue.questions.choice import Option, choice
from bot.dialogue.questions.words import words
from bot.dialogue.skill import skill
from bot.dialogue.talk import Talk
from bot.knowledge.bins.answers import MaterialAnswer
from bot.knowledge.bins.bins import Bins
from bot.knowledge.bins.words import where
from bot.knowledge.facts import ORIGIN, Origin
from bot.knowledge.site import Site
from channels.message import Choice

NONE_OF_THESE = "none"


@skill("bins.materials", topic=_("what goes in which bin"), short=True)
async def which_bin(talk: Talk) -> None:
    """Takes the thing from the opening words; asks for it only when it is not in them."""
    bins = talk.need(Bins)
    answer = bins.material(talk.opening.text)
    if answer.status == "unknown" and not answer.options:
        thing = await talk.ask("thing", words(_("What do you want to throw away?"), most=100))
        answer = bins.material(thing)
    if answer.options:
        options = [Option(one.id, one.name) for one in answer.options]
        options.append(Option(NONE_OF_THESE, _("None of these")))
        picked = await talk.ask("which", choice(_("Which of these do you mean?"), options))
        answer = bins.material(picked) if picked != NONE_OF_THESE else MaterialAnswer("unknown")
    if answer.status == "unknown":
        talk.count("material_unknown")
    if answer.checked is not None:
        council = talk.need(Site).city.council
        talk.remember(ORIGIN, Origin(council, answer.source, answer.checked))
    links = (Link(answer.link, _("The council's page")),) if answer.link else ()
    talk.say("answer", where(answer), links=links, choices=_choices(answer))


def _choices(answer: MaterialAnswer) -> tuple[Choice, ...]:
    day = Choice("do:bins.next", _("My bin day"))
    return (day,) if answer.status != "unknown" else (Choice("word:person", _("Talk to a person")), day)
