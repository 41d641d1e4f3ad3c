"""Something in my home is broken: told in free words, asked only what is missing, and a case at the end."""

from __future__ import annotations

from functools import partial
from typing import Any

from msgspec.structs import replace

from accessibility.text import Reference, Text, _, _c
from bot.dialogue.questions.words import Words
from bot.dialogue.questions.yes_no import yes_no
from bot.dialogue.skill import skill
from bot.dialogue.talk import Talk
from bot.knowledge.bins.bins import Bins
from bot.knowledge.directory.phones import Phones, call, opening
from bot.knowledge.entitlements.wanted import HINTS
from bot.knowledge.repairs import questions, reporting
from bot.knowledge.repairs.case import Filed, Known, Report, Tenancy
from bot.knowledge.repairs.cases import Cases
from bot.knowledge.repairs.mine import BEFORE, meant, mine, named
from bot.knowledge.repairs.own_words import joined, kept
from bot.knowledge.repairs.problem_question import ProblemQuestion, Wrong
from bot.knowledge.repairs.renewing import renewed
from bot.knowledge.repairs.repairs import Repairs
from bot.knowledge.repairs.sent import sent
from bot.knowledge.repairs.told import earlier, facts, first
from bot.knowledge.repairs.tree import OTHER, Leaf
from bot.knowledge.site import Site
from channels.message import Choice

_MAYBE: Any = Known | None


@skill("repairs.report", version=1, topic=_("your repair"))
async def report(talk: Talk) -> None:
    """What is wrong, then where; what may be dangerous, or no case at all, is settled before that."""
    repairs = talk.need(Repairs)
    start = await _begun(talk, repairs)
    if start is None:
        return
    told, stamped = start, None
    goes_first = _goes_first(repairs, told)
    if goes_first:
        told = await _detailed(talk, repairs, told)
        if not await _to_do(talk, repairs, told):
            return
        stamped = await _alarmed(talk, repairs, told)
    told = await _located(talk, repairs, told)
    if stamped is None and await _known(talk, repairs, told):
        return
    if not goes_first:
        told = await _detailed(talk, repairs, told)
    told = await reporting.affected(talk, repairs, told)
    stamped = stamped or await _alarmed(talk, repairs, told)
    told = await reporting.reachable(talk, repairs, told)
    await _file(talk, repairs, told, stamped)


async def _begun(talk: Talk, repairs: Repairs) -> Report | None:
    """What is wrong, in a home that the council mends; None where somebody else must mend it."""
    most = (await reporting.can(talk)).max_choices
    opened = repairs.listens.facts(first(talk))
    if opened.tenancy == "other" and not await _ours(talk, repairs):
        return None
    asks = ProblemQuestion(repairs, most)
    again = await _pressed(talk)
    same = Wrong(again.problem, talk.opening.at) if again else None
    wrong = await talk.ask("problem", asks, known=same or earlier(talk, asks))
    if opened.tenancy != "other" and not await _ours(talk, repairs):
        return None
    begun = reporting.opened(talk, repairs)
    return replace(
        begun,
        aware_at=first(talk).at if opened.problems else wrong.at,
        said=wrong.said or begun.said,
        problem=wrong.problem,
        detail=facts(talk, repairs).detail_of(wrong.problem),
        tenancy=_tenancy(talk, repairs),
    )


def _tenancy(talk: Talk, repairs: Repairs) -> Tenancy:
    """Who has said that the council owns the home after all rents from it."""
    heard = facts(talk, repairs).tenancy
    said = next((value for key, _question, value in talk.asked if key == "tenancy"), heard)
    return "leaseholder" if said == "leaseholder" else "council"


async def _ours(talk: Talk, repairs: Repairs) -> bool:
    """Whether the council lets the home; else says who must mend it, unless it owns it after all."""
    lets = questions.tenancy(repairs.listens, (await reporting.can(talk)).max_choices)
    known = facts(talk, repairs).tenancy or "council"
    if await reporting.settled(talk, "tenancy", lets, known) != "other":
        return True
    who = _("Your landlord must mend it. If you own your home, you must.")
    ours = yes_no(who.then(_("Does the council own your home?")))
    if await talk.ask("ours", ours):
        return True
    talk.count("repairs_elsewhere")
    cannot = _("I can only report repairs in council homes.")
    advice = _("If your landlord does nothing, the council can still help.")
    talk.say("elsewhere", cannot.then(advice), choices=(_person(),))
    return False


async def _pressed(talk: Talk) -> Known | None:
    """The open case that a pressed choice names: there is something new of it."""
    reference = named(talk.opening) if talk.opening.picked else ""
    known = meant(await mine(talk), reference) if reference else None
    return known if known and known.open and known.problem else None


async def _located(talk: Talk, repairs: Repairs, told: Report) -> Report:
    """Where it is; of a case that is known the room is, too, as far as it matters."""
    again = await _pressed(talk)
    if again is not None and again.problem == told.problem:
        there = await reporting.home(talk)
        book = talk.need(Bins).addresses
        return replace(told, where=reporting.shared(there, book) if again.communal else there)
    return await reporting.located(talk, repairs, told)


def _goes_first(repairs: Repairs, told: Report) -> bool:
    problem = repairs.tree.problem(told.problem)
    return problem is not None and reporting.on_its_own(problem)


async def _detailed(talk: Talk, repairs: Repairs, told: Report) -> Report:
    """With the detail. Of what is on no list the words are kept."""
    problem = repairs.tree.problem(told.problem)
    if problem is None:
        return replace(told, detail=OTHER)
    detail = problem.details[0].id
    if len(problem.details) > 1:
        most = (await reporting.can(talk)).max_choices
        which = questions.detail(problem, told.room, repairs.listens, most)
        detail = await talk.ask("detail", which, known=earlier(talk, which))
    said = told.said
    if detail == OTHER and (len(problem.details) > 1 or not said):
        own = Words(_("Please tell me in your own words."), label=_c("answer", "In your words"))
        words = await talk.ask("words", own)
        said = joined(said, kept(words, keysafe=told.access.keysafe))
    return replace(told, detail=detail, said=said)


async def _to_do(talk: Talk, repairs: Repairs, told: Report) -> bool:
    """Whether it becomes a case: what is the tenant's own job, or somebody else's, only if they want it."""
    leaf = repairs.leaf(told.problem, told.detail)
    if leaf.does == "case" or leaf.danger:
        return True
    if leaf.shared is not None:  # what is theirs at home and ours on the stairs
        told = await reporting.roomed(talk, repairs, told)
    if told.room == questions.COMMUNAL and leaf.does == "yours":
        return True
    talk.echoes.clear()  # the reason says what it is about
    if await talk.ask("anyway", yes_no(_instead(talk, leaf).then(_("Shall I report it anyway?")))):
        return True
    talk.count("repairs_not_reported")
    stopped = _("OK. I have not sent a report.")
    talk.say("not_reported", stopped.then(_("You can ask me again at any time.")), choices=(_person(),))
    return False


def _instead(talk: Talk, leaf: Leaf) -> Text:
    """Why it is no case by itself: whose number to ring, or the reason and its exception."""
    if leaf.does == "call":
        now = talk.now.astimezone(talk.need(Site).city.zone)
        line = talk.need(Phones).tell(leaf.phone, now.date())
        hours = opening(line, now)
        return call(line).then(hours and hours.if_room())
    because = leaf.because or _("You do this one yourself.")
    return because.then(leaf.unless)


async def _alarmed(talk: Talk, repairs: Repairs, told: Report) -> Filed | None:
    """Where the answers tell of danger: a case at once, and the safety card before all that is said. What is
    still to be asked fills that case in."""
    hazard = repairs.danger(told)
    if not hazard and "stamp" not in talk.run.effects:
        return None
    cases, stamp = talk.need(Cases), replace(told, hazard=hazard)
    filed = await talk.once("stamp", lambda key: cases.stamp(stamp, key, talk.conversation), Filed)
    if hazard:
        talk.warn(hazard)
    told_them = _("I have told the repairs team now. Your reference is %(ref)s.", ref=_ref(filed))
    talk.say("stamped", told_them)
    return filed


async def _known(talk: Talk, repairs: Repairs, told: Report) -> bool:
    """Whether it is reported already: then what is new goes to that case."""
    where = told.where
    if where is None:
        return False
    cases, place = talk.need(Cases), where.block or where.home or where.line
    known: Known | None = await talk.look(
        f"open.{told.problem}.{place}", lambda: cases.open_at(where, told.problem), _MAYBE
    )
    if known is None:
        return False
    filed = await renewed(talk, repairs, told, known)
    if filed is not None:
        _tell(talk, repairs, told, filed)
    return True


async def _file(talk: Talk, repairs: Repairs, told: Report, stamped: Filed | None) -> None:
    """Sends it once, after all of it was said back; an emergency is with the team whatever comes of that."""
    told = replace(told, hazard=repairs.danger(told)) if stamped else told
    if not await reporting.sent_off(talk, repairs, told):
        stopped = _("OK. I have not sent a report.")
        if stamped is not None:
            stopped = _(
                "The repairs team has your first report. Your reference is %(ref)s.", ref=_ref(stamped)
            )
        talk.say("stopped", stopped, choices=(_person(),))
        return
    cases, here = talk.need(Cases), talk.conversation
    effect = partial(cases.complete, stamped.reference) if stamped else cases.file
    filed = await talk.once("file", lambda key: effect(told, key, here), Filed)
    talk.forget(BEFORE)
    _tell(talk, repairs, told, filed)


def _tell(talk: Talk, repairs: Repairs, told: Report, filed: Filed) -> None:
    zone = talk.need(Site).city.zone
    talk.say(
        "filed", sent(told, filed, repairs, zone), choices=(_status(), _another(), *_help(told), _person())
    )


def _ref(filed: Filed) -> Reference:
    return Reference(filed.reference)


def _status() -> Choice:
    return Choice("do:repairs.status", _("See how it stands"))


def _another() -> Choice:
    return Choice("do:repairs.report", _("Report another repair"))


def _help(told: Report) -> tuple[Choice, ...]:
    """Who has said who lives with them may ask what help there is. That they said it goes with the choice: it
    is kept nowhere else for that, and used only if they agree."""
    who = next((one for one in told.people if one in HINTS), "")
    return (Choice(f"do:entitlements.check:{who}", _("Help with money")),) if who else ()


def _person() -> Choice:
    return Choice("word:person", _("Talk to a person"))
