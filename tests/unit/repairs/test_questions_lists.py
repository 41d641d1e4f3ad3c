"""Lists that are longer than a channel can show, and who lives there."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accessibility.text import _
from bot.dialogue.question import Got, Narrow, NoMatch
from bot.dialogue.questions.choice import Option
from bot.knowledge.repairs.heard import Listens
from bot.knowledge.repairs.listed import MORE, SHOWN, Listed, after, page
from bot.knowledge.repairs.people_question import NOBODY, People
from bot.knowledge.repairs.questions import Course, SinceQuestion, Worse
from channels.message import Choice
from tests.unit.dialogue.english import english
from tests.unit.dialogue.hear import hear, press

LISTENS = Listens()
CHOICES = tuple(Choice(str(number), _("Choice")) for number in range(11))


def ids(choices: tuple[Choice, ...]) -> list[str]:
    return [one.id for one in choices]


def listed(most: int) -> Listed:
    options = [Option(one.id, one.label) for one in CHOICES]
    return Listed(_("Which?"), options, most=most, hears=lambda heard: "10" if "ten" in heard.text else "")


def test_a_list_that_fits_is_shown_whole() -> None:
    assert page(CHOICES[:8], 8) == CHOICES[:8]
    assert page(CHOICES[:3], 3) == CHOICES[:3]


def test_a_longer_one_says_that_there_is_more() -> None:
    assert ids(page(CHOICES, 3)) == ["0", "1", MORE]
    assert ids(page(CHOICES, 8)) == [*map(str, range(7)), MORE]


def test_no_channel_is_shown_more_than_eight() -> None:
    assert len(page(CHOICES, 100)) == SHOWN


@given(count=st.integers(1, 30), most=st.integers(2, 12))
def test_every_choice_is_on_a_page_and_the_pages_come_round(count: int, most: int) -> None:
    choices, start, seen = tuple(Choice(str(one), _("Choice")) for one in range(count)), 0, set[str]()
    for _turn in range(count + 1):
        shown = page(choices, most, start)
        assert len(shown) <= min(most, SHOWN)
        seen |= set(ids(shown))
        start = after(choices, most, start)
    assert seen - {MORE} == {one.id for one in choices}


def test_more_leads_to_the_next_page_by_button_and_by_word() -> None:
    for heard in (press(MORE), hear("more")):
        found = listed(3).hear(heard, None)
        assert isinstance(found, Narrow)
        assert ids(found.reply.choices) == ["2", "3", MORE]


def test_the_page_is_put_again_as_it_was() -> None:
    assert ids(listed(3).resume(4).choices) == ["4", "5", MORE]


def test_an_option_is_heard_in_words_from_whichever_page() -> None:
    assert listed(3).hear(hear("ten of them"), 0) == Got("10")


def test_what_is_in_no_list_is_heard_all_the_same() -> None:
    options = [Option("one", _("One")), Option("two", _("Two"))]
    asks = Listed(_("Which?"), options, most=8, hears=lambda heard: heard.text, unshown=("two",))
    assert ids(asks.prompt().choices) == ["one"]
    assert asks.hear(hear("two"), None) == Got("two")
    assert asks.restore("two") == "two"


PEOPLE = People(LISTENS, 8)


@pytest.mark.parametrize(
    ("words", "who"),
    [
        ("my baby and my mum is 82", ("under5", "over65")),
        ("I have asthma", ("lungs",)),
        ("no", ()),
        ("2 3", ("under5", "over65")),
        ("2,4", ("under5", "lungs")),
        ("1 2", ("under5",)),
    ],
)
def test_who_lives_there_in_words_and_in_numbers(words: str, who: tuple[str, ...]) -> None:
    assert PEOPLE.hear(hear(words), None) == Got(who)


def test_who_lives_there_by_button() -> None:
    assert PEOPLE.hear(press(NOBODY), None) == Got(())
    assert PEOPLE.hear(press("pregnant"), None) == Got(("pregnant",))


def test_a_bare_yes_asks_who() -> None:
    found = People(LISTENS, 3).hear(hear("yes"), None)
    assert isinstance(found, Narrow)
    assert english(found.reply.text) == "Who is it?"
    assert ids(found.reply.choices) == ["under5", "over65", MORE]


def test_numbers_mean_the_page_that_is_shown() -> None:
    asks = People(LISTENS, 3)
    assert ids(asks.resume(2).choices)[:2] == ["over65", "lungs"]
    assert asks.hear(hear("1 2"), 2) == Got(("over65", "lungs"))


def test_words_that_name_nobody_are_no_answer() -> None:
    assert isinstance(PEOPLE.hear(hear("what do you mean"), None), NoMatch)


def test_the_reason_is_given_and_the_answer_is_not_said_before_others() -> None:
    assert PEOPLE.why is not None
    assert english(PEOPLE.why) == "It decides how fast we must come."
    said = PEOPLE.echo(("heart",)).others
    assert said is not None
    assert "heart" not in english(said)


SINCE = SinceQuestion(LISTENS, 8)


@pytest.mark.parametrize(
    ("words", "course"),
    [
        ("for weeks", Course("weeks")),
        ("three months and it gets worse", Course("months", worse=True)),
        ("since this morning", Course("today")),
    ],
)
def test_how_long_takes_along_whether_it_gets_worse(words: str, course: Course) -> None:
    assert SINCE.hear(hear(words), None) == Got(course)


def test_how_long_by_button_says_nothing_of_worse() -> None:
    assert SINCE.hear(press("days"), None) == Got(Course("days"))


@pytest.mark.parametrize(
    ("words", "worse"),
    [("yes", True), ("no", False), ("it is getting worse", True), ("about the same", False)],
)
def test_worse_is_a_yes_or_a_no_or_words_for_them(words: str, worse: bool) -> None:
    assert Worse(LISTENS).hear(hear(words), None) == Got(worse)
