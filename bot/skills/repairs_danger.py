"""Danger in a home: the case is opened before anything is asked, so that a clock runs even if nobody answers.

The safety card has been shown. Asked is only what is needed to find the home, to know who is at risk and to
reach them; nothing waits for a review.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from msgspec.structs import replace

from accessibility.text import Phone, Reference, Text, _
from bot.dialogue.rungs.safety import danger_in
from bot.dialogue.skill import skill
from bot.dialogue.talk import Talk
from bot.knowledge.bins.bins import Bins
from bot.knowledge.directory.phones import Phones
from bot.knowledge.facts import HOME
from bot.knowledge.repairs.case import Filed, Known, Report, Where
from bot.knowledge.repairs.cases import Cases
from bot.knowledge.repairs.danger_home import NOT_OURS, NOWHERE, DangerHome
from bot.knowledge.repairs.mine import STATUS, meant, mine, named, person, report
from bot.knowledge.repairs.people_question import People
from bot.knowledge.repairs.questions import COMMUNAL, OptionalPhone
from bot.knowledge.repairs.repairs import Repairs
from bot.knowledge.repairs.reporting import can, facts, opened, shared
from bot.knowledge.repairs.tree import OTHER
from bot.knowledge.repairs.words import promise
from bot.knowledge.site import Site
from bot.knowledge.texts import Texts
from channels.message import Choice

LIKELY: Mapping[str, tuple[str, str]] = {
    "gas": ("gas", "smell"),
    "fire_electric": ("electrics", "sparks"),
    "water": ("leak", "pouring"),
}
"""What a danger most likely is where the words name nothing nearer."""
NOTHING_NEARER = (OTHER, OTHER)

KIN: Mapping[str, tuple[str, ...]] = {
    "fire_electric": ("fire_electric", "water"),
    "water": ("water", "fire_electric"),
}
"""Cards that the same words may call for: water near a light is both."""

STAMPED = "stamped."
"""The name under which the danger of a case is remembered that is not filled in yet."""


@skill("repairs.danger", topic=_("the danger in your home"), at_once=True)
async def danger(talk: Talk) -> None:
    """A stamped case, then where, who is there, and a number; or what was left open of an earlier one."""
    repairs, hazard, reference = talk.need(Repairs), danger_in(talk.opening), ""
    if not hazard:
        reference = await _left_open(talk)
        hazard = talk.recall(STAMPED + reference) or ""
        if not reference:
            talk.say(
                "none", _("I have no report from you in this conversation."), choices=(report(), person())
            )
            return
    found = _report(talk, repairs, hazard)
    reference = reference or await _stamped(talk, found)
    if not reference:
        return
    there = await _where(talk)
    if there == NOWHERE:
        _cannot_find(talk, repairs, reference)
    elif there.line == NOT_OURS or found.tenancy == "other":
        await _not_ours(talk, reference)
    else:
        await _complete(talk, repairs, reference, replace(found, where=there))


def _report(talk: Talk, repairs: Repairs, hazard: str) -> Report:
    """What the words say. Of the problems that they name only one of this danger counts: an emergency is not
    to be taken for what else was told in the same breath."""
    problem, detail = _named(talk, repairs, hazard)
    return replace(opened(talk, repairs, hazard=hazard), problem=problem, detail=detail)


def _named(talk: Talk, repairs: Repairs, hazard: str) -> tuple[str, str]:
    for said in facts(talk, repairs).details:
        problem, _dot, detail = said.partition(".")
        if repairs.leaf(problem, detail).danger in KIN.get(hazard, (hazard,)):
            return problem, detail
    return ("", "")


async def _stamped(talk: Talk, found: Report) -> str:
    """Opens the case, and says so before anything is asked. Empty where they have told all of it before."""
    cases = talk.need(Cases)
    filed = await talk.once("stamp", lambda key: cases.stamp(found, key, talk.conversation), Filed)
    ref = Reference(filed.reference)
    told = _("I have told the repairs team now. Your reference is %(ref)s.", ref=ref)
    if filed.kind == "added":
        told = _("The repairs team knows of this. Your reference is %(ref)s.", ref=ref)
        known = meant(await mine(talk), filed.reference)
        if known is not None and known.complete:
            talk.say("known", told.then(_by_when(talk, filed)), choices=_after())
            return ""
    talk.say("stamped", told)
    talk.remember(STAMPED + filed.reference, found.hazard)
    return filed.reference


async def _left_open(talk: Talk) -> str:
    """The case that was stamped and never filled in: the one that is named, else the newest."""
    reference = named(talk.opening)
    unfilled = [one for one in await mine(talk) if one.open and not one.complete]
    return next((one.reference for one in unfilled if reference in ("", one.reference)), "")


async def _where(talk: Talk) -> Where:
    """The home, or the building of its shared part where the words say so."""
    book, remembered = talk.need(Bins).addresses, talk.recall(HOME)
    proposed = await talk.look("proposed", lambda: str(remembered or ""), str)
    there = await talk.ask("home", DangerHome(book, book.home(proposed) if proposed else None))
    if there.home:
        talk.remember(HOME, there.home)
    communal = facts(talk, talk.need(Repairs)).room == COMMUNAL and there.home
    return shared(there, book) if communal else there


async def _complete(talk: Talk, repairs: Repairs, reference: str, found: Report) -> None:
    """Who is there and how they are reached; then the case is whole, and the date is told."""
    people = await talk.ask("people", People(repairs.listens, (await can(talk)).max_choices))
    calling = await talk.look("calling", partial(talk.need(Texts).number, talk.conversation), str)
    phone = await talk.ask("phone", OptionalPhone(), known=calling or None)
    problem, detail = (
        (found.problem, found.detail) if found.problem else LIKELY.get(found.hazard, NOTHING_NEARER)
    )
    whole = replace(found, problem=problem, detail=detail, people=people, phone=phone)
    cases = talk.need(Cases)
    filed = await talk.once(
        "complete", lambda key: cases.complete(reference, whole, key, talk.conversation), Filed
    )
    told = _thanks(filed, reference).then(_by_when(talk, filed))
    talk.say("complete", told, choices=_after())


def _by_when(talk: Talk, filed: Filed) -> Text | None:
    zone, repairs = talk.need(Site).city.zone, talk.need(Repairs)
    return promise(repairs.told(filed.deadlines), zone, filed.status)


def _thanks(filed: Filed, stamped: str) -> Text:
    thanks = _("Thank you. The repairs team has this now.")
    if filed.reference == stamped:
        return thanks
    return thanks.then(
        _("It is on one report now. The reference is %(ref)s.", ref=Reference(filed.reference))
    )


def _cannot_find(talk: Talk, repairs: Repairs, reference: str) -> None:
    """Without a place nobody can come: who to ring, with the reference."""
    day = talk.now.astimezone(talk.need(Site).city.zone).date()
    line = talk.need(Phones).tell(repairs.council.phone, day)
    ring = _("Nobody can come without a place. Please call %(phone)s.", phone=Phone(line.number))
    give = _("Give them the reference %(ref)s.", ref=Reference(reference))
    where = Choice(f"do:repairs.danger:{reference}", _("Say where it is"))
    talk.say("cannot_find", ring.then(give), choices=(where, person()))


async def _not_ours(talk: Talk, reference: str) -> None:
    """Not the council's to mend: the case is taken back, and who must act is told."""
    cases = talk.need(Cases)
    await talk.once("withdraw", lambda key: cases.withdraw(reference, key, talk.conversation), Known)
    told = _("The council does not repair this home. I have closed your report.")
    who = _("Your landlord must mend it. If you own your home, you must.")
    helps = _("If your landlord does nothing, the council can still help.")
    talk.say("not_ours", told.then(who, helps.if_room()), choices=(person(),))


def _after() -> tuple[Choice, ...]:
    return (Choice(STATUS, _("My report")), person())
