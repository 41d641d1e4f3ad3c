"""Every kind of question: what it takes for an answer, what it stores, how it says it back."""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from accessibility.text import _
from bot.dialogue.heard import Heard
from bot.dialogue.question import NO_MATCH, Change, Got, Narrow, NoMatch, Outcome, Question
from bot.dialogue.questions.address import address
from bot.dialogue.questions.choice import Option, choice
from bot.dialogue.questions.date import date
from bot.dialogue.questions.phone import phone
from bot.dialogue.questions.photo import photo
from bot.dialogue.questions.review import Review
from bot.dialogue.questions.words import words
from bot.dialogue.questions.yes_no import yes_no
from channels.message import Media
from tests.unit.dialogue.english import english
from tests.unit.dialogue.hear import NOON, hear, press, send_photo
from tests.unit.dialogue.tiny_book import TinyBook

FIRST, LAST = dt.date(2026, 11, 23), dt.date(2027, 3, 31)
WHICH = choice(
    _("Which?"), [Option("red", _("Red"), ("colour", "red")), Option("blue", _("Blue"))], label=_("Colour")
)
SURE = yes_no(_("Sure?"), label=_("Sure"))
TELL = words(_("Tell me."), most=10, label=_("Story"))
WHEN = date(_("When?"), first=FIRST, last=LAST, label=_("Day"))
RING = phone(_("Which number?"), label=_("Phone"))
SHOW = photo(_("A photo?"), label=_("Photos"))
WHERE = address(TinyBook(), _("Where?"))
KINDS: dict[str, Question[Any]] = {
    "choice": WHICH,
    "yes or no": SURE,
    "words": TELL,
    "date": WHEN,
    "phone": RING,
    "photo": SHOW,
    "address": WHERE,
}
CHECK = Review((("colour", _("Colour"), _("Red")),))
PHOTO = Media("photo-1", "image/jpeg", 2048)
every_kind = pytest.mark.parametrize("question", KINDS.values(), ids=KINDS)

HEARD: list[tuple[Question[Any], Heard, Outcome[Any]]] = [
    (WHICH, press("red"), Got("red")),
    (WHICH, press("green"), NO_MATCH),
    (WHICH, hear("the red one", entities={"colour": "red"}), Got("red")),
    (WHICH, hear("green", entities={"colour": "green"}), NO_MATCH),
    (SURE, press("yes"), Got(True)),
    (SURE, press("no"), Got(False)),
    (SURE, hear("yes"), Got(True)),
    (SURE, hear("no"), Got(False)),
    (SURE, hear("aye go on then", intent="affirm"), Got(True)),
    (SURE, hear("I would rather not", intent="deny"), Got(False)),
    (SURE, hear("no, number 14", intent="deny"), NO_MATCH),
    (TELL, hear("  the   tap "), Got("the tap")),
    (TELL, hear("x" * 50), Got("x" * 10)),
    (TELL, hear("   "), NO_MATCH),
    (WHEN, hear("25/11"), Got(dt.date(2026, 11, 25))),
    (WHEN, hear("on 25.11.2026 please"), Got(dt.date(2026, 11, 25))),
    (WHEN, hear("25-11-26"), Got(dt.date(2026, 11, 25))),
    (WHEN, hear("3/1"), Got(dt.date(2027, 1, 3))),
    (WHEN, hear("tomorrow", entities={"date": "2026-11-24"}), Got(dt.date(2026, 11, 24))),
    (WHEN, hear("31/2"), NO_MATCH),
    (WHEN, hear("22/11/2026"), NO_MATCH),
    (WHEN, hear("1/4"), NO_MATCH),
    (WHEN, hear("some day", entities={"date": "some day"}), NO_MATCH),
    (WHEN, hear("soon"), NO_MATCH),
    (RING, hear("0113 496 0000"), Got("+441134960000")),
    (RING, hear("it is +44 113 496 0000 thanks"), Got("+441134960000")),
    (RING, hear("0113 496 0000, no, 0113 496 0001"), Got("+441134960001")),
    (RING, hear("12345"), NO_MATCH),
    (SHOW, send_photo(), Got((PHOTO,))),
    (SHOW, hear("no"), Got(())),
    (SHOW, press("photo:none"), Got(())),
    (SHOW, hear("no thank you", intent="deny"), Got(())),
    (SHOW, hear(media=(Media("x", "application/zip", 1),)), NO_MATCH),
    (SHOW, hear("here it is"), NO_MATCH),
    (CHECK, press("review:yes"), Got(True)),
    (CHECK, hear("yes"), Got(True)),
    (CHECK, press("review:no"), Got(False)),
    (CHECK, hear("no"), Got(False)),
    (CHECK, press("review:change:colour"), Change("colour")),
    (CHECK, hear("what"), NO_MATCH),
]


@pytest.mark.parametrize(("question", "heard", "outcome"), HEARD)
def test_what_is_heard(question: Question[Any], heard: Heard, outcome: Outcome[Any]) -> None:
    assert question.hear(heard, None) == outcome


def test_the_twenty_ninth_of_february_is_found_in_the_year_that_has_it() -> None:
    leap = date(_("When?"), first=dt.date(2027, 3, 1), last=dt.date(2028, 3, 31))
    assert leap.hear(hear("29/2"), None) == Got(dt.date(2028, 2, 29))


ANSWERS: list[tuple[Question[Any], Any, str]] = [
    (WHICH, "red", "Red"),
    (SURE, True, "Yes"),
    (SURE, False, "No"),
    (TELL, "the tap", "the tap"),
    (WHEN, dt.date(2026, 11, 25), "2026-11-25"),
    (RING, "+441134960000", "0113 496 0000"),
    (SHOW, (PHOTO,), "1 photo"),
    (SHOW, (PHOTO, PHOTO), "2 photos"),
    (SHOW, (), "No photo"),
    (WHERE, WHERE.book.home("12-oak-road"), "12, Oak Road, LS8 1AA"),
]


@pytest.mark.parametrize(("question", "answer", "back"), ANSWERS)
def test_an_answer_is_stored_as_json_restored_and_said_back(
    question: Question[Any], answer: Any, back: str
) -> None:
    stored = msgspec.json.decode(msgspec.json.encode(question.store(answer)))
    assert question.restore(stored) == answer
    assert english(question.echo(answer)) == back


STALE: list[tuple[Question[Any], Any]] = [
    (WHICH, "green"),
    (WHICH, 7),
    (SURE, "maybe"),
    (TELL, 7),
    (WHEN, "2026-11-22"),
    (WHEN, "2027-04-01"),
    (WHEN, "soon"),
    (RING, "+44113"),
    (RING, "nothing"),
    (SHOW, "photo"),
    (WHERE, "99-oak-road"),
]


@pytest.mark.parametrize(("question", "stored"), STALE)
def test_a_stored_answer_that_no_longer_holds_is_no_answer(question: Question[Any], stored: Any) -> None:
    assert question.restore(stored) is None


@every_kind
def test_every_kind_says_that_it_expects_an_answer(question: Question[Any]) -> None:
    assert question.prompt().expects_answer
    assert question.resume(None).expects_answer
    assert question.again(1).expects_answer


@every_kind
def test_the_first_and_the_second_miss_are_answered_in_different_words(question: Question[Any]) -> None:
    said = {english(reply.text) for reply in (question.prompt(), question.again(1), question.again(2))}
    assert len(said) == 3


@every_kind
def test_after_every_miss_the_question_itself_is_put_last(question: Question[Any]) -> None:
    asks = english(question.prompt().text)
    assert all(english(question.again(miss).text).endswith(asks) for miss in (1, 2, 5))


@every_kind
def test_every_kind_has_a_name_for_the_review(question: Question[Any]) -> None:
    assert question.label() is not None


@every_kind
@given(text=st.text(max_size=60), intent=st.sampled_from(["", "affirm", "deny", "bins"]))
def test_any_words_are_an_answer_that_can_be_stored_or_none(
    question: Question[Any], text: str, intent: str
) -> None:
    for outcome in (question.hear(hear(text, intent=intent), None), question.prefill(hear(text))):
        assert isinstance(outcome, Got | Narrow | NoMatch | Change)
        if isinstance(outcome, Got):
            assert question.restore(question.store(outcome.value)) == outcome.value


@given(st.dates(FIRST, LAST), st.sampled_from(["%d/%m/%Y", "%d.%m.%y", "%d-%m-%Y"]))
def test_every_day_of_the_range_can_be_written(day: dt.date, style: str) -> None:
    assert WHEN.hear(hear(day.strftime(style)), None) == Got(day)


@given(st.dates())
def test_no_day_outside_the_range_is_ever_taken(day: dt.date) -> None:
    outcome = WHEN.hear(hear(f"{day:%d/%m}/{day.year:04}"), None)
    assert not isinstance(outcome, Got) or FIRST <= outcome.value <= LAST


def test_open_words_and_yes_or_no_are_never_filled_from_other_messages() -> None:
    assert TELL.prefill(hear("the tap drips")) == NO_MATCH
    assert TELL.correct(hear("the tap drips"), "x") == NO_MATCH
    assert SURE.prefill(hear("yes")) == NO_MATCH
    assert SURE.correct(hear("yes"), False) == NO_MATCH
    assert CHECK.correct(hear("yes"), False) == NO_MATCH


def test_a_photo_sent_with_a_correction_replaces_the_one_before() -> None:
    assert SHOW.correct(send_photo(), ()) == Got((PHOTO,))


def test_messages_know_their_time() -> None:
    assert hear("x").at == NOON
