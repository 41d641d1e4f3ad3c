"""WHY, CHANGE and KEEP: one word back to an alert, while nothing else waits."""

from __future__ import annotations

import pytest

from accessibility.text import _
from bot.dialogue.questions.yes_no import YesNo, yes_no
from bot.dialogue.skill import Skill, skill
from bot.dialogue.talk import Talk
from tests.unit.dialogue.chat import Chat
from tests.unit.dialogue.hear import hear
from tests.unit.dialogue.house import World

WORDS = pytest.mark.parametrize("word", ["why", "change", "keep"])
REASON = _("I ask because I have to.")


@skill("alerts.why", topic=_("why"), short=True)
async def why(talk: Talk) -> None:
    if talk.opening.text != "why?":
        talk.say("why", _("You asked for it."))


@skill("alerts.manage", topic=_("alerts"))
async def manage(talk: Talk) -> None:
    talk.say("held", _("You have alerts."))


@skill("alerts.keep", topic=_("alerts"))
async def keep(talk: Talk) -> None:
    talk.say("kept", _("Another year."))


@skill("facts.source", topic=_("sources"), short=True)
async def source(talk: Talk) -> None:
    talk.say("source", _("From the council."))


def asks(reason: bool) -> Skill:
    """A form with one question that gives its reason, or none."""

    @skill("form", topic=_("a form"))
    async def form(talk: Talk) -> None:
        await talk.ask("old", YesNo(_("Are you old?"), why=REASON) if reason else yes_no(_("Are you old?")))
        talk.say("thanks", _("Thank you."))

    return form


def chat(*more: Skill) -> Chat:
    return Chat(World().house(why, manage, keep, source, *more))


async def say(talk: Chat, word: str) -> list[str]:
    """The whole message is this word."""
    return await talk.hear(hear(word, word=word.strip("?")))


async def test_each_word_does_what_alerts_say_that_it_does() -> None:
    talk = chat()
    assert await say(talk, "why") == ["You asked for it."]
    assert await say(talk, "change") == ["You have alerts."]
    assert await say(talk, "keep") == ["Another year."]


async def test_who_has_had_no_alert_asks_why_of_the_last_answer() -> None:
    assert await say(chat(), "why?") == ["From the council."]


async def test_a_question_that_waits_gives_its_reason() -> None:
    talk = chat(asks(reason=True))
    await talk.send("a form")
    assert await say(talk, "why") == ["I ask because I have to.", "Are you old?"]
    assert await talk.send("yes") == ["Thank you."]


@WORDS
async def test_a_question_without_a_reason_hears_the_word_itself(word: str) -> None:
    talk = chat(asks(reason=False))
    await talk.send("a form")
    said = await say(talk, word)
    assert said[-1].endswith("Are you old?")
    assert "You asked for it." not in said


@WORDS
async def test_without_those_skills_the_word_is_like_any_other(word: str) -> None:
    talk = Chat(World().house())
    said = await say(talk, word)
    assert said == await Chat(World().house()).send("nothing known")
