"""Is it fixed: yes, no, or no need to come: from the buttons of a message of days ago, or from words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable

from accessibility.text import Reference, Text, _
from bot.dialogue.questions.choice import Option, choice
from bot.dialogue.questions.words import words
from bot.dialogue.questions.yes_no import yes_no
from bot.dialogue.skill import skill
from bot.dialogue.talk import Talk
from bot.knowledge.repairs.case import Known, Status
from bot.knowledge.repairs.cases import Cases
from bot.knowledge.repairs.mine import STATUS, meant, mine, named, person, report
from bot.knowledge.repairs.own_words import kept
from bot.knowledge.repairs.repairs import Repairs
from bot.knowledge.repairs.words import NOT_FIXED, problem, promise
from bot.knowledge.site import Site
from channels.message import Choice

OVER: tuple[Status, ...] = ("closed", "withdrawn")


@skill("repairs.fixed", topic=_("whether your repair is fixed"), at_once=True, word="affirm")
async def fixed(talk: Talk) -> None:
    """Closes the case, and thanks."""
    known = await _which(talk)
    if known is None:
        return
    if known.status in OVER:
        talk.say("closed", _("This report is closed already.").then(_ref(known)), choices=_again(known))
        return
    await talk.once("fixed", _says(talk, known, True, ""), Known)
    thanks = _("Thank you. I have closed your report.")
    talk.say("thanks", thanks.then(_ref(known).if_room(), _back().if_room()), choices=_again(known))


@skill("repairs.not_fixed", topic=_("what is still wrong"), at_once=True, word="deny")
async def not_fixed(talk: Talk) -> None:
    """Asks what is still wrong, in their own words, and opens the same case again."""
    known = await _which(talk)
    if known is None:
        return
    if known.status == "withdrawn":
        talk.say("withdrawn", _("You have taken this report back."), choices=(report(), person()))
        return
    asks = words(_("I am sorry. What is still wrong?"), label=_("Still wrong"))
    said = await talk.ask("wrong", asks)
    after = await talk.once("not_fixed", _says(talk, known, False, kept(said)), Known)
    opened = _("Thank you. I have opened your report again.")
    nothing = _("You do not have to repeat anything.").if_room()
    repairs, zone = talk.need(Repairs), talk.need(Site).city.zone
    due = promise(repairs.told(after.deadlines), zone, after.status)
    talk.say(
        "opened",
        opened.then(nothing, due, _ref(after).if_room()),
        choices=(Choice(STATUS, _("My report")), person()),
    )


@skill("repairs.withdraw", topic=_("taking your report back"), at_once=True)
async def withdraw(talk: Talk) -> None:
    """Takes a report back, after one question."""
    known = await _which(talk)
    if known is None:
        return
    if known.status in OVER:
        talk.say("over", _("This report is closed already.").then(_ref(known)), choices=_again(known))
        return
    what = problem(talk.need(Repairs), known.problem, known.detail)
    asks = _("Nobody comes then. Shall I take back your report of %(problem)s?", problem=what)
    if not await talk.ask("sure", yes_no(asks)):
        talk.say("stays", _("OK. Your report stays open."), choices=(Choice(STATUS, _("My report")),))
        return
    cases = talk.need(Cases)
    await talk.once("withdraw", lambda key: cases.withdraw(known.reference, key, talk.conversation), Known)
    talk.say("done", _("Your report is taken back.").then(_ref(known), _back()), choices=(report(),))


async def _which(talk: Talk) -> Known | None:
    """The case that is meant: the one that was named, else the one that has been done, else an open one;
    asked for where there are several. None, and said so, where there is none of theirs."""
    cases, reference = await mine(talk), named(talk.opening)
    done = [one for one in cases if one.status == "done"]
    several = done or [one for one in cases if one.open]
    if reference or len(several) < 2:
        found = meant(done if done and not reference else cases, reference)
        if found is None:
            talk.say("none", _("I have no report from you in this conversation."), choices=_by_reference())
        return found
    repairs = talk.need(Repairs)
    alike = Counter(one.problem for one in several)
    options = [Option(one.reference, _called(one, repairs, alike[one.problem] > 1)) for one in several]
    picked = await talk.ask("which", choice(_("Which report do you mean?"), options, label=_("Report")))
    return next(one for one in several if one.reference == picked)


def _called(known: Known, repairs: Repairs, alike: bool) -> Text:
    """A label that fits a button: what it is about; by its reference where another is about the same."""
    found = repairs.tree.problem(known.problem)
    if alike or found is None:
        return _("%(answer)s", answer=Reference(known.reference))
    return found.name


def _says(talk: Talk, known: Known, is_fixed: bool, said: str) -> Callable[[str], Awaitable[Known]]:
    cases, mine_ = talk.need(Cases), talk.conversation
    return lambda key: cases.fixed(known.reference, is_fixed, said, key, mine_)


def _ref(known: Known) -> Text:
    return _("The reference is %(ref)s.", ref=Reference(known.reference))


def _back() -> Text:
    return _("If it comes back, tell me and I report it again.")


def _again(known: Known) -> tuple[Choice, ...]:
    return (Choice(f"{NOT_FIXED}:{known.reference}", _("It is not fixed")), person())


def _by_reference() -> tuple[Choice, ...]:
    return (report(), Choice(f"{STATUS}:other", _("I have a reference")), person())
