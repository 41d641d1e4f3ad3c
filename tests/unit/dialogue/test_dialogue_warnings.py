"""What a skill warns of: the card once in a run, whatever is corrected or gone on with."""

from __future__ import annotations

import pytest

from accessibility.text import Plain, _
from bot.dialogue.events import Said, Showed
from bot.dialogue.questions.words import words
from bot.dialogue.questions.yes_no import yes_no
from bot.dialogue.skill import skill
from bot.dialogue.suspend import Bug, Suspend
from bot.dialogue.talk import Talk
from tests.unit.dialogue.chat import Chat
from tests.unit.dialogue.house import World

CARD = "Do not use any switches. Open the windows and go outside."


@skill("form", topic=_("your form"))
async def form(talk: Talk) -> None:
    """Warns of what the first answer has brought to light."""
    what = await talk.ask("what", words(_("What is wrong?"), label=_("Problem")))
    if "smell" in what:
        talk.warn("gas")
    where = await talk.ask("where", words(_("Where is it?"), label=_("Place")))
    if await talk.review():
        talk.say("done", _("Thank you: %(where)s.", where=Plain(where)))


@pytest.fixture
def chat() -> Chat:
    return Chat(World().house(form))


async def test_the_card_comes_before_the_next_question(chat: Chat) -> None:
    assert await chat.send("a form", "a smell") == [CARD, "Where is it?"]
    assert Showed("gas") in chat.events
    card = next(event for event in chat.events if isinstance(event, Said))
    assert (card.reply.importance, card.key) == ("safety", "gas")


async def test_without_danger_nothing_is_shown(chat: Chat) -> None:
    assert await chat.send("a form", "a noise") == ["Where is it?"]


async def test_it_is_shown_once(chat: Chat) -> None:
    await chat.send("a form", "a smell")
    said = await chat.send("in the cellar")
    assert CARD not in said
    assert not any(isinstance(event, Showed) for event in chat.events)


async def test_a_correction_does_not_show_it_again(chat: Chat) -> None:
    await chat.send("a form", "a smell", "in the cellar")
    await chat.press("review:change:where")
    said = await chat.send("in the hall")
    assert CARD not in said
    assert any("in the hall" in one for one in said)


async def test_going_on_the_next_day_does_not_show_it_again(chat: Chat) -> None:
    await chat.send("a form", "a smell")
    chat.wait(hours=20)
    await chat.send("hello")
    assert await chat.press("offer:carry_on") == ["Where is it?"]
    assert not any(isinstance(event, Showed) for event in chat.events)


async def test_another_run_shows_it_anew(chat: Chat) -> None:
    await chat.send("a form", "a smell", "in the cellar", "yes")
    assert await chat.send("a form", "a smell") == [CARD, "Where is it?"]


async def test_what_has_no_card_is_still_told_to_who_counts(chat: Chat) -> None:
    @skill("form", topic=_("your form"))
    async def unknown(talk: Talk) -> None:
        talk.warn("volcano")
        talk.say("done", _("It is done."))

    chat.house = World().house(unknown)
    assert await chat.send("a form") == ["It is done."]
    assert Showed("volcano") in chat.events


async def test_nothing_is_warned_of_behind_a_question_that_waits(chat: Chat) -> None:
    @skill("form", topic=_("your form"))
    async def wrong(talk: Talk) -> None:
        try:
            await talk.ask("sure", yes_no(_("Are you sure?")))
        except Suspend:
            talk.warn("gas")

    chat.house = World().house(wrong)
    with pytest.raises(Bug, match="warned"):
        await chat.send("a form")
