"""Several at once, and places as roughly as they are said."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from accessibility.text import _
from bot.dialogue.heard import Heard
from bot.dialogue.question import Got, NoMatch
from bot.dialogue.questions.choice import Option
from bot.dialogue.questions.districts import Code, districts
from bot.dialogue.questions.several import several
from channels.message import Location
from nlu.understanding import Entity, Understanding
from tests.unit.dialogue.hear import NOON

COLOURS = several(
    _("Which colours?"),
    [Option(name, _("%(answer)s"), ("colour", name)) for name in ("red", "green", "blue")],
)
KNOWN = {"ls9": "LS9", "ls8 1aa": "LS8 1AA", "ls11": "LS11"}


def heard(text: str, *entities: tuple[str, str], picked: str = "", location: Location | None = None) -> Heard:
    """A message in which these are named, in this order."""
    named = tuple(
        Entity(name, at * 10, at * 10 + 5, value, "test") for at, (name, value) in enumerate(entities)
    )
    return Heard(text, NOON, Understanding(text, "en", entities=named), picked, location=location)


def known(codes: Sequence[str]) -> Sequence[str | None]:
    return [KNOWN.get(code.lower()) for code in codes]


PLACES = districts(_("Where?"), known, lambda where: "LS8 1AA" if where.latitude > 53 else "")


@pytest.mark.parametrize(
    ("message", "value"),
    [
        (heard("red", ("colour", "red")), ("red",)),
        (heard("blue and red", ("colour", "blue"), ("colour", "red")), ("red", "blue")),
        (heard("2", picked="green"), ("green",)),
        (heard("1 3"), ("red", "blue")),
        (heard("1, 2"), ("red", "green")),
        (heard("3+1"), ("red", "blue")),
    ],
)
def test_one_or_more_are_chosen(message: Heard, value: tuple[str, ...]) -> None:
    assert COLOURS.hear(message, None) == Got(value)


@pytest.mark.parametrize("text", ["", "4", "1 4", "0 1", "1 and then some", "purple"])
def test_what_is_none_of_them_is_no_answer(text: str) -> None:
    assert isinstance(COLOURS.hear(heard(text), None), NoMatch)


def test_a_stored_answer_loses_what_is_gone() -> None:
    assert COLOURS.restore(["red", "gone"]) == ("red",)
    assert COLOURS.restore(["gone"]) is None
    assert COLOURS.restore(7) is None


@pytest.mark.parametrize(
    ("entities", "codes"),
    [
        ([("postcode", "LS9")], (Code("LS9"),)),
        ([("postcode", "LS9"), ("postcode", "LS9")], (Code("LS9"),)),
        ([("place", "home"), ("postcode", "LS9")], (Code("LS9", "home"),)),
        ([("postcode", "LS9"), ("place", "work")], (Code("LS9", "work"),)),
        (
            [("place", "home"), ("postcode", "LS9"), ("service", "school"), ("postcode", "LS11")],
            (Code("LS9", "home"), Code("LS11", "school")),
        ),
        (
            [("postcode", "LS9"), ("place", "home"), ("postcode", "LS11"), ("service", "school")],
            (Code("LS9", "home"), Code("LS11", "school")),
        ),
        ([("postcode", "LS9"), ("service", "library")], (Code("LS9"),)),
    ],
)
def test_places_are_heard_with_what_they_are(
    entities: list[tuple[str, str]], codes: tuple[Code, ...]
) -> None:
    assert PLACES.hear(heard("…", *entities), None) == Got(codes)


def test_a_place_elsewhere_is_named_and_none_is_taken() -> None:
    found = PLACES.hear(heard("LS9 and M1 1AA", ("postcode", "LS9"), ("postcode", "M1 1AA")), None)
    assert isinstance(found, NoMatch)
    assert found.why is not None
    assert found.why.msgid == "I have no alerts for %(places)s."


def test_a_shared_position_is_a_place() -> None:
    assert PLACES.hear(heard("", location=Location(53.8, -1.5)), None) == Got((Code("LS8 1AA"),))
    nowhere = PLACES.hear(heard("", location=Location(51.5, 0.0)), None)
    assert isinstance(nowhere, NoMatch)
    assert nowhere.why is not None


def test_words_without_a_postcode_are_no_place() -> None:
    assert PLACES.hear(heard("near the park"), None) == NoMatch()


def test_others_do_not_hear_the_place() -> None:
    said = PLACES.echo((Code("LS9"),))
    assert said.others is not None
