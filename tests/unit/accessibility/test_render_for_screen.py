"""A reply on a screen: lines, numbered choices, labelled links, isolated values."""

from __future__ import annotations

import pytest

from accessibility.isolate import FSI, PDI
from accessibility.render_screen import ScreenRenderer
from accessibility.renderer import options
from accessibility.text import Items, Link, Plain, RenderedChoice, RenderedLink, Text, _
from tests.unit.accessibility.words import (
    BINS_PAGE,
    CHOICES,
    COLLECTED,
    OUT_BY,
    TWO_BINS,
    WHICH,
    bins,
    catalogue,
)

SCREEN = ScreenRenderer(catalogue())
REPLY = COLLECTED.then(OUT_BY, WHICH)


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en", "Your black bin is collected on Thursday 26 November.\nPut it out by 7am.\nWhich one?"),
        ("pl", "Odbiór: czarny kosz, czwartek, 26 listopada.\nProsimy wystawić do 7:00.\nKtóry?"),
        (
            "ur",
            f"آپ کا کالا کچرا دان {FSI}جمعرات، 26 نومبر{PDI} کو اٹھایا جائے گا۔\n"
            f"{FSI}صبح 7 بجے{PDI} تک باہر رکھیں۔\nکون سا؟",
        ),
    ],
)
def test_each_part_is_a_line(tag: str, text: str) -> None:
    rendered = SCREEN.render(REPLY, tag)
    assert (rendered.text, rendered.language) == (text, tag)


def test_the_direction_comes_along() -> None:
    assert [SCREEN.render(REPLY, tag).direction for tag in ("en", "pl", "ur")] == ["ltr", "ltr", "rtl"]


def test_parts_of_parts_are_lines_in_order() -> None:
    text = _("one").then(_("two").then(_("three")), _("four"))
    assert SCREEN.render(text, "en").text == "One\nTwo\nThree\nFour"


def test_choices_are_numbered_and_a_person_is_always_0() -> None:
    assert SCREEN.render(WHICH, "pl", CHOICES).choices == (
        RenderedChoice("remind", "1", "Przypomnij"),
        RenderedChoice("other", "2", "Inny adres"),
        RenderedChoice("word:person", "0", "Człowiek"),
    )


def test_a_screen_lists_all_choices() -> None:
    many = [(str(n), _("Speak to a person")) for n in range(8)]
    assert [choice.key for choice in SCREEN.render(WHICH, "en", many).choices] == list("12345678")


@pytest.mark.parametrize(
    ("ids", "most", "keys"),
    [
        ("abc", None, "123"),
        (["a", "word:language", "b", "word:person"], None, "1920"),
        ("abcd", 3, "123"),
        (["a", "b", "c", "word:person"], 3, "120"),
        (["word:person", "a", "b", "c"], 3, "012"),
        (["word:person", "word:language"], 1, "0"),
        ([], 3, ""),
    ],
)
def test_few_choices_keep_the_way_to_a_person(ids: list[str], most: int | None, keys: str) -> None:
    listed = options([(id, _("x")) for id in ids], most)
    assert "".join(option.key for option in listed) == keys


def test_links_stand_beside_the_text_with_their_labels() -> None:
    rendered = SCREEN.render(WHICH, "pl", links=[BINS_PAGE])
    assert rendered.links == (RenderedLink("https://www.leeds.gov.uk/bins", "Strona o koszach"),)
    assert "http" not in rendered.text


def test_a_link_inside_the_text_is_beside_it_too_and_only_once() -> None:
    rendered = SCREEN.render(_("See %(link)s.", link=BINS_PAGE), "en", links=[BINS_PAGE])
    assert rendered.text == "See Bins page."
    assert len(rendered.links) == 1


def test_a_link_without_a_label_shows_its_address() -> None:
    rendered = SCREEN.render(_("See %(link)s.", link=Link("https://x.uk/a")), "en")
    assert rendered.text == "See https://x.uk/a."
    assert rendered.links == (RenderedLink("https://x.uk/a", "https://x.uk/a"),)


@pytest.mark.parametrize(
    ("count", "any_of", "text"),
    [
        (0, False, ""),
        (1, False, "a"),
        (2, False, "a and b"),
        (3, False, "a, b and c"),
        (2, True, "a or b"),
        (4, True, "a, b, c or d"),
    ],
)
def test_lists_are_written_as_the_language_writes_them(count: int, any_of: bool, text: str) -> None:
    items = Items(tuple(Plain(letter) for letter in "abcd"[:count]), any_of)
    assert SCREEN.render(_("%(items)s", items=items), "en").text == text[:1].upper() + text[1:]


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("en", "black bin and green bin"),
        ("pl", "czarny kosz i zielony kosz"),
        ("ur", "کالا کچرا دان اور سبز کچرا دان"),
    ],
)
def test_the_texts_in_a_list_are_translated(tag: str, text: str) -> None:
    assert SCREEN.render(_("%(items)s", items=TWO_BINS), tag).text == text[0].upper() + text[1:]


@pytest.mark.parametrize(
    ("count", "text"), [(1, "Brakuje 1 kosza."), (3, "Brakuje 3 koszy."), (5, "Brak 5 koszy.")]
)
def test_the_count_chooses_the_plural(count: int, text: str) -> None:
    assert SCREEN.render(bins(count), "pl").text == text


def test_a_value_in_braces_or_percent_signs_is_only_data() -> None:
    assert SCREEN.render(_("%(x)s", x=Plain("%(y)s {z} 50%")), "en").text == "%(y)s {z} 50%"


def test_a_message_without_its_value_names_both() -> None:
    with pytest.raises(LookupError, match=r"Put it out by.*'time'"):
        SCREEN.render(Text("Put it out by %(time)s."), "en")
