"""What is reported is known already: what is new is added to that case, and nobody is named."""

from __future__ import annotations

from msgspec.structs import replace

from accessibility.text import Day, Reference, Text, _
from bot.dialogue.questions.yes_no import yes_no
from bot.dialogue.talk import Talk
from bot.knowledge.repairs.case import Filed, Known, Report
from bot.knowledge.repairs.cases import Cases
from bot.knowledge.repairs.mine import BEFORE, mine, named, next_steps, person
from bot.knowledge.repairs.people_question import People
from bot.knowledge.repairs.questions import Worse
from bot.knowledge.repairs.repairs import Repairs
from bot.knowledge.repairs.report_review import agreed, consent
from bot.knowledge.repairs.reporting import can
from bot.knowledge.repairs.told import earlier
from bot.knowledge.site import Site


async def renewed(talk: Talk, repairs: Repairs, report: Report, known: Known) -> Filed | None:
    """Adds to a case that is open, once; None where the resident has nothing to add, and has been told so."""
    theirs = known.reference in {one.reference for one in await mine(talk)}
    if known.communal and not theirs:
        agrees = await _joins(talk)
    else:
        talk.say("known", _since(talk, known, theirs=theirs))
        report = await _what_is_new(talk, repairs, report)
        agrees = await _adds(talk)
    if not agrees:
        nothing = _("OK. I have added nothing. The report goes on.")
        talk.say("nothing_new", nothing, choices=next_steps(known) if theirs else (person(),))
        return None
    cases, here = talk.need(Cases), talk.conversation
    filed = await talk.once("add", lambda key: cases.file(report, key, here), Filed)
    talk.forget(BEFORE)
    return filed


def _since(talk: Talk, known: Known, *, theirs: bool) -> Text:
    """Since when it is known; its reference only to who has reported it."""
    day = Day(known.opened_at.astimezone(talk.need(Site).city.zone).date())
    if not theirs:
        return _("We know about this in your home since %(day)s.", day=day)
    ref = Reference(known.reference)
    return _("You told us about this on %(day)s. Your reference is %(ref)s.", day=day, ref=ref)


async def _joins(talk: Talk) -> bool:
    """Whether they want to hear of what others have reported for their building."""
    there = _("Somebody has reported this already.")
    return await talk.ask("join", yes_no(there.then(_("Shall we tell you when it is done?"))))


async def _what_is_new(talk: Talk, repairs: Repairs, report: Report) -> Report:
    """Whether it is worse, and if so who is at risk: what can make it more urgent."""
    asks = Worse(repairs.listens, _("Is it worse now?"))
    pressed = bool(talk.opening.picked and named(talk.opening))  # "It is worse now", of a case
    worse = await talk.ask("worse", asks, known=pressed or earlier(talk, asks))
    report = replace(report, worse=worse)
    problem = repairs.tree.problem(report.problem)
    if report.people or (worse and problem is not None and "people" in problem.asks):
        who = People(repairs.listens, (await can(talk)).max_choices)
        report = replace(report, people=await talk.ask("people", who, known=earlier(talk, who)))
    return report


async def _adds(talk: Talk) -> bool:
    """Whether it is right as it is said back."""
    passed, _kept = consent()
    return await agreed(talk, _("I will add this to your report."), (await can(talk)).max_choices, passed)
