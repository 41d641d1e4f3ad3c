"""My bin was not emptied: what the council's rules say to do, and a report that is not doubted."""

from __future__ import annotations

import datetime as dt
from typing import Any

from accessibility.text import Day, Link, Reference, Text, Time, _
from bot.dialogue.address import Home
from bot.dialogue.questions.address import address
from bot.dialogue.questions.choice import ChoiceQuestion, Option, choice
from bot.dialogue.questions.yes_no import yes_no
from bot.dialogue.skill import skill
from bot.dialogue.talk import Talk
from bot.knowledge.bins.answers import Container, MissedVerdict
from bot.knowledge.bins.bins import Bins
from bot.knowledge.bins.missed import Missed
from bot.knowledge.bins.reports import MissedReports
from bot.knowledge.bins.words import out_of_season
from bot.knowledge.facts import HOME
from bot.knowledge.site import Site
from channels.message import Choice

OUT, TAG, LATE = "out", "tagged", "late"
_MAYBE: Any = str | None
ASKS_HOME = _("Please send the postcode and house number.")


@skill("bins.missed", topic=_("the missed bin"))
async def missed(talk: Talk) -> None:
    """Where, which bin, how it stood; then the rule, or a report."""
    bins = talk.need(Bins)
    if not bins.publishes_days or bins.source is None:
        page = Link(bins.city.links.missed, _("The council's page"))
        talk.say("council", _to_the_council(), links=(page,), choices=_next_steps())
        return
    remembered = talk.recall(HOME)
    known = bins.addresses.home(remembered) if remembered else None
    recalled = await talk.look("recalled", lambda: known is not None, bool)
    home = await talk.ask("home", address(bins.addresses, ASKS_HOME, recalled=recalled), known=known)
    talk.remember(HOME, home.id)
    container = await _which(talk, bins)
    first = await talk.look("first", lambda: bins.missed(home.id, container.id, talk.now), MissedVerdict)
    if first.kind not in ("wait_leave_out", "take_in"):
        _tell(talk, container, first)
        return
    said = await _said(talk, container, first)
    verdict = await talk.look(
        "verdict", lambda: bins.missed(home.id, container.id, talk.now, said), MissedVerdict
    )
    if verdict.kind == "report" and verdict.collection_day is not None:
        await _report(talk, home, container, verdict, verdict.collection_day)
    else:
        _tell(talk, container, verdict)


async def _said(talk: Talk, container: Container, first: MissedVerdict) -> Missed:
    """How the bin stood; once the crew can no longer come back, also whether it is the second time."""
    stood = await talk.ask("stood", _how_it_stood(container))
    times = 1
    if stood == OUT and first.kind == "take_in":
        again = await talk.ask("again", yes_no(_("Was it missed the time before, too?")))
        times = 2 if again else 1
    return Missed(out_in_time=stood != LATE, tagged=stood == TAG, times=times)


async def _which(talk: Talk, bins: Bins) -> Container:
    options = [Option(one.id, one.name, ("bin", one.id)) for one in bins.containers]
    asks = choice(_("Which bin was not emptied?"), options, label=_("Bin"))
    picked = await talk.ask("bin", asks)
    return next(one for one in bins.containers if one.id == picked)


def _how_it_stood(container: Container) -> ChoiceQuestion:
    options = (
        Option(OUT, _("Out in time, with no tag"), ("stood", OUT)),
        Option(TAG, _("It has a tag or a note"), ("stood", TAG)),
        Option(LATE, _("Not out in time"), ("stood", LATE)),
    )
    return choice(_("How was the %(bin)s?", bin=container.name), options, label=_("How it was"))


async def _report(talk: Talk, home: Home, container: Container, verdict: MissedVerdict, day: dt.date) -> None:
    """One report for each missed collection; a second one joins the first."""
    reports = talk.need(MissedReports)
    already = await talk.look("already", lambda: reports.open_for(home.id, container.id, day), _MAYBE)
    if already:
        told = _("This is reported already. The reference is %(ref)s.", ref=Reference(already))
        told = told.before_others(_("This is reported already."))
        talk.say("already", told.then(_stays_out(talk, container, verdict)), choices=_next_steps())
        return
    if not await talk.review():
        talk.say("stopped", _("OK. I have not sent a report."), choices=_next_steps())
        return
    reference = await talk.once(
        "file", lambda key: reports.file(home.id, container.id, day, key, talk.conversation), str
    )
    told = _("Your missed bin is reported. Your reference is %(ref)s.", ref=Reference(reference))
    talk.say("filed", told.then(_stays_out(talk, container, verdict)), choices=_next_steps())


def _stays_out(talk: Talk, container: Container, verdict: MissedVerdict) -> Text | None:
    """Until when it stays out; when that time is over, when it is collected next."""
    if verdict.until is None or verdict.until < talk.now:
        return _next_day(verdict)
    return _("Please leave the %(bin)s out until %(day)s.", bin=container.name, day=Day(verdict.until.date()))


def _tell(talk: Talk, container: Container, verdict: MissedVerdict) -> None:
    links = (Link(verdict.rule, _("The council's rule")),) if verdict.rule else ()
    today = talk.now.astimezone(talk.need(Site).city.zone).date()
    resting = verdict.kind == "not_due" and container.season and not container.season.open(today)
    why = out_of_season(container, today) if resting else None
    text = _rule(container, verdict).then(why, _next_day(verdict))
    talk.say("rule", text, links=links, choices=_next_steps())


def _rule(container: Container, verdict: MissedVerdict) -> Text:
    """What the rule says, for each kind of verdict."""
    name = container.name
    day = Day(verdict.collection_day) if verdict.collection_day else None
    if verdict.kind == "too_early" and verdict.until is not None:
        text = _(
            "It is too early to report it. The crew can come until %(time)s.", time=Time(verdict.until.time())
        )
        return text.then(_("Leave the %(bin)s out, please.", bin=name))
    if verdict.kind == "wait_leave_out" and verdict.until is not None:
        until = Day(verdict.until.date())
        text = _(
            "Leave the %(bin)s out until the end of %(day)s. The crew may come back.", bin=name, day=until
        )
        return text.then(_("If it is still full after that, tell me again."))
    if verdict.kind == "take_in":
        text = _("The time to come back for it is over. Please take the %(bin)s in.", bin=name)
        return text.then(_("If it is missed again, tell me and I will report it.").if_room())
    if verdict.kind == "tagged":
        text = _("The tag says why it was left. Often a wrong thing is inside, or it is too heavy.")
        return text.then(_("Take that out. Put the %(bin)s out on the next day.", bin=name))
    if verdict.kind == "not_out":
        return _("Then the crew could not take it. Please put the %(bin)s out next time.", bin=name)
    if verdict.kind == "not_due" and day is not None:
        return _("The %(bin)s was last due on %(day)s.", bin=name, day=day)
    if verdict.kind == "not_due":
        return _("No collection of the %(bin)s was due in the last days.", bin=name)
    return _("No day is published for your %(bin)s at this address.", bin=name).then(
        _("The council can tell you more.")
    )


def _next_day(verdict: MissedVerdict) -> Text | None:
    if verdict.next_day is None:
        return None
    return _("The next collection is on %(day)s.", day=Day(verdict.next_day)).if_room()


def _to_the_council() -> Text:
    return _("I cannot take this report here. Please tell the council.")


def _next_steps() -> tuple[Choice, ...]:
    return (Choice("do:bins.next", _("My bin day")), Choice("word:person", _("Talk to a person")))
