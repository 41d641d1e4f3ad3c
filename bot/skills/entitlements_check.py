"""What am I entitled to: what was asked for first, by the fewest questions; then what else there may be."""

from __future__ import annotations

from accessibility.text import Link, _
from bot.dialogue.heard import Heard
from bot.dialogue.questions.yes_no import yes_no
from bot.dialogue.skill import skill
from bot.dialogue.talk import Talk
from bot.knowledge.entitlements.checking import MOST_QUESTIONS, ROUND, Check
from bot.knowledge.entitlements.going_on import ENOUGH, MORE, GoOn
from bot.knowledge.entitlements.question import ON
from bot.knowledge.entitlements.wanted import HINTS, meant, named, wanted
from bot.knowledge.entitlements.words import source, told
from bot.knowledge.facts import ORIGIN, Origin
from channels.message import Choice

NAME = "entitlements.check"
FEW = 2
"""How many benefits are told of one by one: more are named first."""

MOST_TURNS = 15
"""How often it is offered to go on: with the questions it stays below the most of one conversation."""


@skill(NAME, topic=_("help with money"))
async def check(talk: Talk) -> None:
    """Nothing of it is decided, sent or kept: the answers live as long as this conversation's state does."""
    here = await Check.begin(talk)
    goals, by_name = await _goals(talk, here)
    few = by_name and len(goals) <= FEW
    await here.ask(goals, MOST_QUESTIONS if few else ROUND)
    done: set[str] = set()
    for goal in goals if few else ():
        _tell(talk, here, goal, done, 0)
    await _go_on(talk, here, done)


async def _goals(talk: Talk, here: Check) -> tuple[tuple[str, ...], bool]:
    """The benefits that are asked about, and whether they were named or come with a kind of help. One that
    they say they get is not asked about. What they have told another task of who lives with them is used only
    if they agree."""
    there = [one for one in here.benefits if here.known.get(f"{ON}{one.id}") is not True]
    asked = named(talk.opening, there)
    if len(asked) > 1:
        return asked, True
    hint = HINTS.get(talk.opening.picked.removeprefix(f"do:{NAME}:"), "")
    if hint and await _agreed(talk):
        return meant(hint, there), False

    def unsure(heard: Heard) -> bool:
        return heard is not talk.opening and here.hears.unsure(heard)

    answer = await talk.ask("wanted", wanted(there, here.most, unsure))
    return meant(answer, there), answer in {one.id for one in there}


async def _agreed(talk: Talk) -> bool:
    use = yes_no(_("You told me who lives in your home. May I use that here?"))
    return await talk.ask("consent", use)


async def _go_on(talk: Talk, here: Check, done: set[str]) -> None:
    """What was found besides and what more could be, as long as they want to know."""
    for turn in range(1, MOST_TURNS + 1):
        ahead = here.ahead(done)
        if not ahead.any:
            break
        answer = await talk.ask(f"go_on.{turn}", GoOn(ahead, here.benefits, here.most))
        if answer == ENOUGH:
            talk.say("enough", _("OK. You can ask me again at any time."), choices=_ends())
            return
        if answer == MORE:
            await here.ask(here.open(), ROUND)
        else:
            await here.ask((answer,))
            _tell(talk, here, answer, done, turn)
    if not done:
        nothing = _("From what you told me, I have found no help to name.")
        talk.say("nothing", nothing.then(_("A person can look into it.")), choices=_ends())


def _tell(talk: Talk, here: Check, id: str, done: set[str], turn: int) -> None:
    """One benefit: what follows from what is known, and where that is from."""
    benefit, verdict = here.benefit(id), here.verdict(id)
    if benefit is None:
        return
    done.add(id)
    talk.count(f"entitlement_{verdict.truth}")
    if verdict.checked is not None:
        talk.remember(ORIGIN, Origin(source(verdict), verdict.link, verdict.checked))
    text = told(benefit, verdict, here.depends(), here.phone(benefit))
    link = benefit.apply_link if verdict.truth != "no" or benefit.rule is None else ""
    links = (Link(link, _("How to apply")),) if link else ()
    talk.say(f"told.{turn}.{id}", text, links=links, choices=() if here.ahead(done).any else _ends())


def _ends() -> tuple[Choice, ...]:
    return Choice(f"do:{NAME}", _("Check other help")), Choice("word:person", _("Talk to a person"))
