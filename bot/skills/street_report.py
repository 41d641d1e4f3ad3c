"""Something is wrong in a street: told in free words, what is dangerous first, and nothing twice."""

from __future__ import annotations

import datetime as dt
from functools import partial

from msgspec.structs import replace

from accessibility.text import Reference, Text, _
from bot.dialogue.heard import Heard
from bot.dialogue.questions.choice import Option
from bot.dialogue.questions.yes_no import yes_no
from bot.dialogue.skill import skill
from bot.dialogue.talk import Talk
from bot.knowledge.bins.bins import Bins
from bot.knowledge.directory.phones import Phones
from bot.knowledge.repairs.listed import Listed
from bot.knowledge.repairs.questions import Photos
from bot.knowledge.repairs.report_review import agreed
from bot.knowledge.repairs.reporting import can
from bot.knowledge.site import Site
from bot.knowledge.street import words
from bot.knowledge.street.kind_question import KindQuestion, What
from bot.knowledge.street.kinds import NONE, Kind
from bot.knowledge.street.place_question import PlaceQuestion
from bot.knowledge.street.report import Known, Report, Spot
from bot.knowledge.street.reports import StreetReports
from bot.knowledge.street.street import Street

_NOWHERE = Spot("")


@skill("street.report", version=1, topic=_("the problem in the street"), like_addresses=True)
async def report(talk: Talk) -> None:
    """What it is and whether that is dangerous, then where; a report only where there is none near."""
    street = talk.need(Street)
    what = await talk.ask("problem", KindQuestion(street, (await can(talk)).max_choices))
    kind = street.kind(what.kind)
    told = await _detailed(talk, street, kind, what)
    spot = await talk.ask("place", PlaceQuestion(street, talk.need(Bins).addresses))
    told = replace(told, spot=spot)
    if await _followed(talk, told):
        return
    told = await _completed(talk, told)
    if not await agreed(talk, _first(kind), (await can(talk)).max_choices, *_consent()):
        talk.say("stopped", _("OK. I have not sent a report."), choices=words.next_steps())
        return
    reports, here = talk.need(StreetReports), talk.conversation
    reference = await talk.once("file", lambda key: reports.file(told, key, here), str)
    filed = _("Your report is sent. Your reference is %(ref)s.", ref=Reference(reference))
    talk.say("filed", filed.then(_after(told.tells)), choices=words.next_steps(_new(talk, told, reference)))


async def _detailed(talk: Talk, street: Street, kind: Kind, what: What) -> Report:
    """With the detail; of one that is a danger the advice is said before anything else is asked."""
    language = talk.opening.understanding.language
    told = Report(kind=kind.id, spot=_NOWHERE, said=what.said, language=language)
    if not kind.details:
        return told
    options = [Option(one.id, one.name) for one in kind.details]
    asks = Listed(
        _("Is one of these true?"),
        [*options, Option(NONE, _("None of these"))],
        most=(await can(talk)).max_choices,
        hears=lambda heard: _heard(street, kind, heard),
        label=_("Details"),
    )
    picked = await talk.ask(f"detail.{kind.id}", asks, known=what.detail or None)
    detail = kind.detail(picked)
    advice = words.danger(detail, talk.need(Phones), _today(talk)) if detail else None
    if advice is not None:
        talk.say(f"danger.{picked}", advice)
    return replace(told, detail=detail.id if detail else "", dangerous=advice is not None)


async def _followed(talk: Talk, told: Report) -> bool:
    """Whether it is reported already near there and they want to be added to that."""
    latitude, longitude = told.spot.latitude, told.spot.longitude
    if latitude is None or longitude is None:
        return False
    reports = talk.need(StreetReports)
    search = partial(reports.near, told.kind, latitude, longitude)
    near = await talk.look(f"near.{told.kind}.{latitude}.{longitude}", search, tuple[Known, ...])
    if not near:
        return False
    known, tells = near[0], (await can(talk)).push
    day = known.filed_at.astimezone(talk.need(Site).city.zone).date()
    same = yes_no(words.reported(known, day, tells=tells))
    if not await talk.ask(f"same.{known.reference}", same):
        return False
    follow = partial(reports.follow, known.reference, talk.conversation)
    seen = await talk.once("follow", lambda _key: follow(tells=tells, dangerous=told.dangerous), Known)
    added = _("You are added to the report. The reference is %(ref)s.", ref=Reference(seen.reference))
    talk.say("added", added.then(_after(tells)), choices=words.next_steps(seen))
    return True


async def _completed(talk: Talk, told: Report) -> Report:
    """With photos, and whether they want to hear of it, as far as the channel can do that."""
    able = await can(talk)
    photos = tuple(one.ref for one in await talk.ask("photos", Photos())) if able.photos else ()
    updates = yes_no(_("Shall I tell you here when something changes?"), label=_("Updates"))
    tells = await talk.ask("updates", updates) if able.push else False
    return replace(told, photos=photos, tells=tells)


def _first(kind: Kind) -> Text:
    return _("I will report %(problem)s.", problem=kind.of)


def _consent() -> tuple[Text, Text]:
    """What becomes of a report, as it is agreed to; `bot.store.street_forgetting` holds to it."""
    passed = _("We pass this to the street team.")
    return passed, _("We delete your words three months after it is done.").if_room()


def _after(tells: bool) -> Text:
    """How they hear of it."""
    return _("I tell you here when something changes.") if tells else _("Ask me at any time how it stands.")


def _heard(street: Street, kind: Kind, heard: Heard) -> str:
    """The detail of this kind that a message names."""
    found = street.heard(heard)
    return found.detail if found.kind == kind.id else ""


def _today(talk: Talk) -> dt.date:
    return talk.now.astimezone(talk.need(Site).city.zone).date()


def _new(talk: Talk, told: Report, reference: str) -> Known:
    return Known(reference, told.kind, "received", talk.now, talk.now)
