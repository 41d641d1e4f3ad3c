"""A reply is in one language or in English, never in both; and what no person approved says so."""

from __future__ import annotations

import pytest

from accessibility.renderers import RENDERERS, Modality, renderer
from accessibility.text import Items, Link, Text, _
from locales.catalogue import Catalogue
from locales.languages import language, languages
from locales.message import Message
from tests.unit.accessibility.words import (
    CHOICES,
    COLLECTED,
    GAS,
    OUT_BY,
    POLISH,
    REPLY,
    WHICH,
    approved,
    catalogue,
)

MODALITIES = pytest.mark.parametrize("modality", sorted(RENDERERS))
UNKNOWN = _("Only in English")


@MODALITIES
@pytest.mark.parametrize(
    ("text", "choices", "links"),
    [
        (UNKNOWN, (), ()),
        (COLLECTED.then(UNKNOWN), (), ()),
        (COLLECTED.then(OUT_BY.then(UNKNOWN)), (), ()),
        (_("See %(link)s.", link=Link("https://x.uk", UNKNOWN)), (), ()),
        (_("Your %(bin)s is collected on %(day)s.", bin=UNKNOWN, day=COLLECTED.values["day"]), (), ()),
        (_("%(items)s", items=Items((WHICH, UNKNOWN))), (), ()),
        (WHICH, (("x", UNKNOWN),), ()),
        (WHICH, (), (Link("https://x.uk", UNKNOWN),)),
    ],
    ids=["text", "after", "after after", "label inside", "value", "item", "choice", "link"],
)
def test_one_missing_part_makes_the_whole_reply_english(
    modality: Modality, text: Text, choices: tuple[tuple[str, Text], ...], links: tuple[Link, ...]
) -> None:
    rendered = renderer(modality, catalogue()).render(text, "pl", choices, links)
    english = renderer(modality, catalogue()).render(text, "en", choices, links)
    assert (rendered.language, rendered.direction, rendered.machine) == ("en", "ltr", False)
    assert rendered.text.replace("[English] ", "") == english.text
    assert (rendered.choices, rendered.links) == (english.choices, english.links)


@pytest.mark.parametrize("modality", ["screen", "sms"])
def test_the_fallback_can_be_seen(modality: Modality) -> None:
    words = catalogue()
    assert renderer(modality, words).render(UNKNOWN, "ur").text == "[English] Only in English"
    assert renderer(modality, words).render(UNKNOWN, "en").text == "Only in English"
    assert renderer(modality, words).render(UNKNOWN, "ur", safety=True).text == "Only in English"


@MODALITIES
def test_a_language_that_is_not_served_is_answered_in_english(modality: Modality) -> None:
    rendered = renderer(modality, catalogue()).render(WHICH, "cy")
    assert rendered.language == "en"
    assert "Which one?" in rendered.text


@MODALITIES
@pytest.mark.parametrize(
    ("roles", "machine"),
    [((), True), (("mt",), True), (("translator",), False), (("translator", "reviewer"), False)],
)
def test_words_that_nobody_approved_are_labelled(
    modality: Modality, roles: tuple[str, ...], machine: bool
) -> None:
    words = catalogue(*roles)  # type: ignore[arg-type]
    assert renderer(modality, words).render(WHICH, "pl", CHOICES).machine is machine


def test_english_is_never_labelled() -> None:
    assert renderer("screen", catalogue()).render(REPLY, "en").machine is False


def test_one_unapproved_part_labels_the_whole_reply() -> None:
    some = {message: forms for message, forms in POLISH.items() if message != Message("Remind me")}
    words = Catalogue(languages(), {"pl": POLISH}, {"pl": approved(some, "translator")})
    screen = renderer("screen", words)
    assert screen.render(WHICH, "pl").machine is False
    assert screen.render(WHICH, "pl", CHOICES).machine is True


@pytest.mark.parametrize(
    ("roles", "beside"),
    [
        ((), True),
        (("mt",), True),
        (("translator",), True),
        (("reviewer",), True),
        (("translator", "reviewer"), False),
    ],
)
def test_english_stands_beside_a_safety_message_until_two_have_read_it(
    roles: tuple[str, ...], beside: bool
) -> None:
    words = catalogue(*roles)  # type: ignore[arg-type]
    rendered = renderer("screen", words).render(GAS, "ur", safety=True)
    assert rendered.language == "ur"
    assert rendered.english == ("Go outside. Ring 0800 111 999." if beside else "")


def test_other_messages_have_no_english_beside_them() -> None:
    assert renderer("screen", catalogue()).render(GAS, "ur").english == ""


def test_a_changed_translation_loses_its_approval() -> None:
    changed = {**POLISH, Message("Which one?"): ("Która?",)}
    words = Catalogue(
        [language("en"), language("pl")], {"pl": changed}, {"pl": approved(POLISH, "translator")}
    )
    assert renderer("screen", words).render(WHICH, "pl").machine is True
