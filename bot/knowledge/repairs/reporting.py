"""Makes a `Report` of what a resident has said: first of their opening words, then of the few answers that
are still missing.

The steps of a report, in the order in which a skill takes them: `opened`, `located`, `filled` (which is
`affected` and `reachable`), `sent_off`. Each asks only what is not known; their questions have the keys
`home`, `room`, `since`, `worse`, `people`, `photos`, `access`, `phone` and `review`, and `interpreter`
once it is to be changed.
"""

from __future__ import annotations

from functools import partial
from typing import Any, Final, TypeVar

from msgspec.structs import replace

from accessibility.text import Text, _
from bot.dialogue.address import AddressBook
from bot.dialogue.question import Got, Question
from bot.dialogue.talk import Talk
from bot.knowledge.bins.bins import Bins
from bot.knowledge.facts import HOME
from bot.knowledge.here import Here
from bot.knowledge.repairs import questions
from bot.knowledge.repairs.access import AccessQuestion
from bot.knowledge.repairs.block import block
from bot.knowledge.repairs.case import Access, Report, Where
from bot.knowledge.repairs.home_question import HomeQuestion, where
from bot.knowledge.repairs.own_words import kept
from bot.knowledge.repairs.people_question import People
from bot.knowledge.repairs.repairs import Repairs
from bot.knowledge.repairs.report_review import agreed, consent
from bot.knowledge.repairs.told import before, earlier, facts, words
from bot.knowledge.repairs.tree import Problem
from bot.knowledge.texts import Texts
from channels.message import Capabilities
from locales.languages import SOURCE

T = TypeVar("T")

__all__ = [
    "affected",
    "always_shared",
    "can",
    "facts",
    "filled",
    "home",
    "located",
    "much_told",
    "on_its_own",
    "opened",
    "reachable",
    "roomed",
    "sent_off",
    "settled",
    "shared",
]

SHARED: Final = "shared"
"""The group of problems that are always in the shared part of a building."""

MUCH: Final = 5
"""Who has told so much in one go is asked for no photos and no more than must be known."""


async def can(talk: Talk) -> Capabilities:
    """What the resident's channel can do."""
    return await talk.look("can", partial(talk.need(Here).can, talk.conversation), Capabilities)


def opened(talk: Talk, repairs: Repairs, *, hazard: str = "", problem: str = "", detail: str = "") -> Report:
    """The report as the first words make it, before anything is asked: what an emergency is stamped with.
    `problem` and `detail` count where the words name none."""
    heard, said = words(talk)[0], facts(talk, repairs)
    named = next((one for one in said.problems if repairs.tree.problem(one)), problem)
    language = heard.understanding.language or SOURCE
    own = "" if heard.picked else kept(heard.text, keysafe=said.keysafe)
    return Report(
        aware_at=heard.at,
        said=own,
        problem=named,
        detail=said.detail_of(named) or (detail if named == problem else ""),
        room=said.room,
        hazard=hazard,
        since=said.since,
        worse=said.worse,
        people=said.people,
        access=Access(said.comes, said.keysafe, said.pets),
        language=language,
        interpreter=_foreign(language),
        tenancy=said.tenancy or "council",
        before=before(talk, said),
    )


async def located(talk: Talk, repairs: Repairs, report: Report) -> Report:
    """With the room, where the problem asks for it, and the place: the home or, for a shared part, its
    building."""
    report = await roomed(talk, repairs, report)
    there = await home(talk)
    communal = report.room == questions.COMMUNAL
    return replace(report, where=shared(there, talk.need(Bins).addresses) if communal else there)


async def roomed(talk: Talk, repairs: Repairs, report: Report) -> Report:
    """With the room, if the problem asks for it or it was said; asked once, however often this is."""
    if always_shared(repairs, report.problem):
        return replace(report, room=questions.COMMUNAL)
    said: str | None = next((value for key, _question, value in talk.asked if key == "room"), None)
    problem = repairs.tree.problem(report.problem)
    if said is None and (report.room or (problem is not None and "room" in problem.asks)):
        which = questions.room(repairs.listens, (await can(talk)).max_choices)
        said = await talk.ask("room", which, known=report.room or None)
    return replace(report, room=said or "")


async def home(talk: Talk) -> Where:
    """The home: said, remembered, or asked for; one that is in no list is taken as it is written."""
    book = talk.need(Bins).addresses
    remembered = talk.recall(HOME)
    known = book.home(str(remembered)) if remembered else None
    recalled = await talk.look("recalled", lambda: known is not None, bool)
    asks = HomeQuestion(book, recalled=recalled)
    there = await talk.ask("home", asks, known=where(known) if known else earlier(talk, asks))
    if there.home:
        talk.remember(HOME, there.home)
    return there


def shared(there: Where, book: AddressBook) -> Where:
    """The building that a home is in."""
    found = book.home(there.home) if there.home else None
    return replace(there, block=block(found) if found else there.line)


async def filled(talk: Talk, repairs: Repairs, report: Report) -> Report:
    """With all that is left but the review: `affected`, then `reachable`."""
    return await reachable(talk, repairs, await affected(talk, repairs, report))


async def reachable(talk: Talk, repairs: Repairs, report: Report) -> Report:
    """With photos, when somebody can come, and how to get in touch."""
    photos: tuple[str, ...] = ()
    if (await can(talk)).photos:
        known = () if much_told(talk, repairs, report) else None
        photos = tuple(one.ref for one in await talk.ask("photos", questions.Photos(), known=known))
    entry = AccessQuestion(repairs.listens)
    comes = await talk.ask("access", entry, known=earlier(talk, entry))
    calling = await talk.look("calling", partial(talk.need(Texts).number, talk.conversation), str)
    number = questions.OptionalPhone()
    phone = await talk.ask("phone", number, known=calling or earlier(talk, number))
    interpreter = await settled(talk, "interpreter", questions.interpreter(), _foreign(report.language))
    said = facts(talk, repairs)
    access = replace(comes, keysafe=comes.keysafe or said.keysafe, pets=comes.pets or said.pets)
    return replace(report, photos=photos, access=access, phone=phone, interpreter=interpreter)


async def affected(talk: Talk, repairs: Repairs, report: Report) -> Report:
    """With how long it has been so, whether it gets worse, and who lives there: what the problem asks for,
    and what was said of it unasked."""
    problem = repairs.tree.problem(report.problem)
    asks = problem.asks if problem else ()
    most, listens = (await can(talk)).max_choices, repairs.listens
    if "since" in asks or report.since:
        how_long = questions.SinceQuestion(listens, most)
        course = await talk.ask("since", how_long, known=earlier(talk, how_long))
        worse = course.worse if course.worse is not None else report.worse
        report = replace(report, since=course.since, worse=worse)
    if report.worse is not None or ("worse" in asks and not much_told(talk, repairs, report)):
        getting = await talk.ask("worse", questions.Worse(listens), known=report.worse)
        report = replace(report, worse=getting)
    if "people" in asks or report.people:
        who = People(listens, most)
        people = await talk.ask("people", who, known=earlier(talk, who))
        report = replace(report, people=people)
    return report


async def sent_off(talk: Talk, repairs: Repairs, report: Report) -> bool:
    """Whether the resident agrees to all of it, as it is said back, and to what becomes of it."""
    problem = repairs.tree.problem(report.problem)
    what: Text = problem.of if problem else _("your repair")
    most = (await can(talk)).max_choices
    known: tuple[tuple[str, Question[Any], Any], ...] = (
        ("interpreter", questions.interpreter(), report.interpreter),
        ("tenancy", questions.tenancy(repairs.listens, most), report.tenancy),
    )
    first = _("I will report %(problem)s.", problem=what)
    return await agreed(talk, first, most, *consent(), known=known)


async def settled(talk: Talk, key: str, question: Question[T], value: T) -> T:
    """An answer that is known and never asked for, until somebody wants to change it in the review."""
    pending = talk.run.pending
    changes = pending is not None and pending.key == key
    return await talk.ask(key, question) if changes or key in talk.run.answers else value


def much_told(talk: Talk, repairs: Repairs, report: Report) -> bool:
    """Whether five things or more are known from the first words: what, which, where in the home, which home,
    how long, who, when to come, and a number."""
    said, heard = facts(talk, repairs), words(talk)
    at_home, number = HomeQuestion(talk.need(Bins).addresses), questions.OptionalPhone()
    known = (
        bool(said.problems),
        bool(said.detail_of(report.problem)),
        bool(said.room),
        bool(said.since) or said.worse is not None,
        bool(said.people),
        bool(said.comes),
        any(isinstance(at_home.prefill(one), Got) for one in heard),
        any(isinstance(number.prefill(one), Got) for one in heard),
    )
    return sum(known) >= MUCH


def always_shared(repairs: Repairs, problem: str) -> bool:
    """Whether a problem can only be in the shared part of a building."""
    group = next((one for one in repairs.tree.groups if one.id == SHARED), None)
    return group is not None and any(one.id == problem for one in group.problems)


def on_its_own(problem: Problem) -> bool:
    """Whether the detail has to be known before all else: it may be dangerous, or no case at all."""
    return any(leaf.danger or leaf.does != "case" for leaf in problem.details)


def _foreign(language: str) -> bool:
    return bool(language) and language.partition("-")[0] != SOURCE
