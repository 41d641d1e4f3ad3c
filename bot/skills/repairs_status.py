"""What is happening with my repair: told at once where it is ours, else by reference and postcode."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from accessibility.text import Text, _
from bot.dialogue.skill import skill
from bot.dialogue.talk import Talk
from bot.knowledge.repairs.asking import PostcodeQuestion, ReferenceQuestion
from bot.knowledge.repairs.case import Known
from bot.knowledge.repairs.cases import Cases, NoCase
from bot.knowledge.repairs.mine import ANOTHER, BEFORE, STATUS, meant, mine, named, next_steps, person, report
from bot.knowledge.repairs.repairs import Repairs
from bot.knowledge.repairs.words import standing
from bot.knowledge.site import Site
from bot.knowledge.street.standing import told
from channels.message import Choice

TRIES = 3
"""How often a reference is asked for before a person is offered instead."""

LONGEST = 500
_FOUND: Any = Known | NoCase


@skill("repairs.status", topic=_("the repair that you reported"))
async def status(talk: Talk) -> None:
    """Their own case first; another one by its reference and postcode. A report of a street has a
    reference, too, which is enough."""
    cases, reference = await mine(talk), named(talk.opening)
    wants_another = talk.opening.picked == f"{STATUS}:{ANOTHER}"
    known = None if wants_another else meant(cases, reference)
    if not wants_another and (reference or not cases) and known is None and await told(talk, reference):
        return
    if known is not None:
        others = [one for one in cases if one.reference != known.reference]
        _tell(talk, known, (*next_steps(known, others), Choice(f"{STATUS}:{ANOTHER}", _("Another report"))))
        return
    if not cases and not talk.opening.picked:
        talk.remember(BEFORE, talk.opening.text[:LONGEST])
    found = await _by_reference(talk, _asks(none_here=not cases and not reference))
    if isinstance(found, Known):
        _tell(talk, found, (report(), person()))


def _tell(talk: Talk, known: Known, choices: tuple[Choice, ...]) -> None:
    zone = talk.need(Site).city.zone
    talk.say("standing", standing(known, talk.need(Repairs), zone, talk.now), choices=choices)


def _asks(*, none_here: bool) -> Text:
    asks = _("What is the reference of your report?")
    return _("I have no report from you in this conversation.").then(asks) if none_here else asks


async def _by_reference(talk: Talk, asks: Text) -> Known | None:
    """Asks until a case is found. Nothing tells which of the two was wrong, reference or postcode."""
    ways = (report(), person())
    for n in range(1, TRIES + 1):
        code = await talk.ask(f"reference.{n}", ReferenceQuestion(asks, ways, opens=n == 1))
        if await told(talk, code):
            return None
        postcode = PostcodeQuestion(_("What is the postcode there?"), opens=n == 1)
        there = await talk.ask(f"postcode.{n}", postcode)
        found = await talk.once(f"find.{n}", _find(talk, code, there), _FOUND)
        if isinstance(found, Known):
            return found
        if found == "locked":
            talk.say("locked", _("Too many tries. A person can help."), choices=(person(),))
            return None
        talk.say(f"unknown.{n}", _unknown(), choices=ways if n == TRIES else ())
        asks = _asks(none_here=False)
    return None


def _find(talk: Talk, code: str, postcode: str) -> Callable[[str], Awaitable[Known | NoCase]]:
    return lambda key: talk.need(Cases).find(code, postcode, talk.conversation)


def _unknown() -> Text:
    """The same words whatever was wrong."""
    return _("I do not find a report with that reference and postcode.").then(_("Please check the letters."))
