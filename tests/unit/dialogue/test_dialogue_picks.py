"""Which choice is meant: the same for a button, a number and the words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accessibility.text import RenderedChoice
from bot.dialogue.picks import folded, picked
from tests.unit.dialogue.chat import Chat


def shown(*labels: str) -> tuple[RenderedChoice, ...]:
    return tuple(RenderedChoice(f"id-{number}", str(number), label) for number, label in enumerate(labels, 1))


ROOMS = shown("Kitchen", "Bathroom or toilet", "Living room")
STREET = shown("14, Oak Road", "12, Oak Road", "2a, Oak Road")
FLATS = shown("Flat 15, Oakwood Court", "Flat 3, Oakwood Court", "Flat 2, Oakwood Court")
PHONE = shown("Fără telefon", "Źle")
VOWELS = shown("की", "कि")
URDU = shown("باورچی خانہ", "غسل خانہ")
ARABIC = shown("أي مكان", "في المنزل")


@pytest.mark.parametrize(
    ("choices", "said", "meant"),
    [
        (ROOMS, "1", "id-1"),
        (ROOMS, " 2. ", "id-2"),
        (ROOMS, "3!", "id-3"),
        (ROOMS, "٣", "id-3"),
        (ROOMS, "۲", "id-2"),
        (ROOMS, "４", ""),
        (ROOMS, "kitchen", "id-1"),
        (ROOMS, "KITCHEN.", "id-1"),
        (ROOMS, "toilet", "id-2"),
        (ROOMS, "room", "id-3"),
        (ROOMS, "or", ""),
        (ROOMS, "the kitchen sink", ""),
        (ROOMS, "", ""),
        (ROOMS, "...", ""),
        (PHONE, "fara telefon", "id-1"),
        (PHONE, "FĂRĂ TELEFON", "id-1"),
        (PHONE, "zle", "id-2"),
        (VOWELS, "की", "id-1"),
        (STREET, "12", "id-2"),
        (STREET, "14", "id-1"),
        (STREET, "2a", "id-3"),
        (STREET, "3", "id-3"),
        (STREET, "oak road", ""),
        (FLATS, "2", "id-3"),
        (FLATS, "3", "id-2"),
        (FLATS, "1", "id-1"),
        (FLATS, "15", "id-1"),
        (FLATS, "flat 3", "id-2"),
        (URDU, "غسل خانہ", "id-2"),
        (URDU, "۲", "id-2"),
        (ARABIC, "اي مكان", "id-1"),
        (URDU, "غسل خانه", "id-2"),
        ((), "1", ""),
    ],
)
def test_what_is_meant(choices: tuple[RenderedChoice, ...], said: str, meant: str) -> None:
    assert picked(choices, said) == meant


def test_a_label_that_several_share_means_none_of_them() -> None:
    assert picked(shown("Oak Road", "Oak Road"), "oak road") == ""


def test_a_number_that_only_follows_a_word_is_no_house_number() -> None:
    """Keys keep working where a label tells of numbers."""
    assert picked(shown("Today", "In 1 week", "In 2 weeks"), "2") == "id-2"


def test_a_button_counts_while_its_choice_is_shown() -> None:
    assert picked(ROOMS, "", "id-2") == "id-2"
    assert picked(STREET[:1], "", "id-2") == ""


@pytest.mark.parametrize("button", ["do:bins", "word:person", "language:pl"])
def test_a_button_that_means_the_same_everywhere_counts_always(button: str) -> None:
    assert picked((), "", button) == button


def test_a_stale_button_is_not_read_as_its_words() -> None:
    assert picked(ROOMS, "kitchen", "gone") == ""


@given(st.text(max_size=40), st.lists(st.text(max_size=12), max_size=4))
def test_any_words_mean_a_shown_choice_or_none(said: str, labels: list[str]) -> None:
    choices = shown(*labels)
    assert picked(choices, said) in {"", *(one.id for one in choices)}


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(said: str) -> None:
    assert folded(folded(said)) == folded(said)


async def test_twelve_is_the_house_number_in_a_list_of_addresses(chat: Chat) -> None:
    await chat.send("when is my bin")
    assert await chat.send("oak road") == ["Which address is it?"]
    assert chat.choices == ["12, Oak Road", "14, Oak Road", "Another address"]
    assert await chat.send("12") == ["Bin day for 12, Oak Road, LS8 1AA: in 1 days."]


async def test_two_is_the_flat_number_in_a_list_of_flats(chat: Chat) -> None:
    await chat.send("when is my bin", "oakwood court")
    assert chat.choices[:3] == ["Flat 15, Oakwood Court", "Flat 3, Oakwood Court", "Flat 2, Oakwood Court"]
    assert await chat.send("2") == ["Bin day for Flat 2, Oakwood Court, LS8 1AC: in 1 days."]


async def test_a_stale_button_answers_nothing(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen", "tap")
    assert await chat.press("bedroom") == ["Sorry, I did not understand. Which day suits you?"]
    assert chat.answers["room"] == "kitchen"


async def test_a_stale_button_of_the_ladder_leads_nowhere(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen", "tap", "when is my bin", "1")
    assert chat.said == ["Which day suits you?"]
    await chat.press("offer:switch")
    assert chat.state.run
    assert chat.state.run.skill == "repair"


async def test_pressing_the_review_twice_sends_once(chat: Chat) -> None:
    await chat.send("report a repair", "kitchen", "tap", "25/11")
    await chat.press("review:yes")
    assert chat.said == ["It is reported. Your reference is R1."]
    await chat.press("review:yes")
    assert chat.said == ["Sorry, I did not understand. Can you say it in other words?"]
