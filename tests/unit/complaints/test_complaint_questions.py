"""How the questions of a complaint are heard."""

from __future__ import annotations

import pytest

from accessibility.text import _
from bot.dialogue.question import NO_MATCH, Got
from bot.knowledge.complaints.questions import ASSISTANT, EMAIL, NONE, PHONE, PRAISE, SHOWN, About, How, Story
from tests.unit.dialogue.hear import hear


@pytest.mark.parametrize(
    ("words", "about"),
    [
        ("this chatbot is useless", ASSISTANT),
        ("well done to the bin crew", PRAISE),
        ("i want to complain about my bin men", None),
        ("a complaint", None),
    ],
)
def test_what_it_is_about_is_heard_in_the_opening(words: str, about: str | None) -> None:
    assert About().prefill(hear(words)) == (Got(about) if about else NO_MATCH)


def test_an_opening_that_only_says_that_there_is_one_is_no_story() -> None:
    story = Story(_("What happened?"), hear("i want to complain"))
    assert story.prefill(hear("i want to complain")) == NO_MATCH
    assert story.hear(hear("they swore at me"), None) == Got("they swore at me")


def test_an_opening_that_names_what_it_is_about_stands_before_the_story() -> None:
    opening = hear("i want to complain about my bin men")
    story = Story(_("What happened?"), opening)
    assert story.prefill(opening) == NO_MATCH
    assert story.hear(hear("they swore"), None) == Got("i want to complain about my bin men / they swore")


def test_an_opening_that_tells_it_all_is_the_story() -> None:
    opening = hear("i am complaining because your driver swore at me this morning on our street")
    assert Story(_("What happened?"), opening).prefill(opening) == Got(opening.text)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (hear("1", picked=PHONE), PHONE),
        (hear("x", picked=EMAIL), EMAIL),
        (hear("no"), NONE),
        (hear("no, answer"), NONE),
        (hear("hello there"), None),
    ],
)
def test_how_to_be_answered(words: object, answer: str | None) -> None:
    heard = How(written=True).hear(words, None)  # type: ignore[arg-type]
    assert heard == (Got(answer) if answer else NO_MATCH)


def test_an_email_is_offered_only_where_it_can_be_written() -> None:
    assert EMAIL not in [choice.id for choice in How(written=False).prompt().choices]


def test_a_long_story_is_kept_whole_and_read_out_in_part() -> None:
    story = Story(_("What happened?"), hear("i want to complain"))
    told = story.hear(hear("they swore " * 20), None)
    assert isinstance(told, Got)
    assert len(told.value) > SHOWN
    assert str(story.echo(told.value).values["answer"].words).endswith("…")  # type: ignore[union-attr]
