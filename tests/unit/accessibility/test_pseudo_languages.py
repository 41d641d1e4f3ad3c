"""The two languages that nobody speaks show what translation will break."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accessibility.isolate import turns
from accessibility.pseudo import ACCENTED, MIRRORED, accented, mirrored, pseudo
from accessibility.renderers import RENDERERS, Modality, renderer
from accessibility.rules import check
from accessibility.samples import SAMPLES, sample
from accessibility.text import Count, Plain
from locales.message import Message
from locales.phrase import placeholders
from tests.unit.accessibility.words import KNOWN, bins, catalogue

WORDS = pseudo(catalogue())


def test_accents_and_length() -> None:
    assert accented("Put it out by %(time)s") == "[Pút ít óút bý %(time)s ~~~~~~~~~]"


def test_mirrored_words_run_from_right_to_left() -> None:
    text = mirrored("Which one, %(name)s?")
    assert turns(text)
    assert text.endswith("،" + " %(name)s؟")


@pytest.mark.parametrize("make", [accented, mirrored])
@given(st.lists(st.sampled_from(["%(day)s", "%(count)s", "%%", "word", " ", "Ż", "."])).map("".join))
def test_placeholders_survive(make: object, text: str) -> None:
    changed = accented(text) if make is accented else mirrored(text)
    assert placeholders(changed) == placeholders(text)
    assert changed.count("%%") == text.count("%%")


@pytest.mark.parametrize("modality", sorted(RENDERERS))
@pytest.mark.parametrize("tag", [ACCENTED, MIRRORED])
@pytest.mark.parametrize("message", KNOWN, ids=lambda message: message.msgid)
def test_every_message_renders_in_both(modality: Modality, tag: str, message: Message) -> None:
    rendered = renderer(modality, WORDS).render(sample(message), tag)
    assert rendered.language == tag
    assert rendered.machine
    assert not {"R14", "R23", "R31", "R32"} & {fault.rule for fault in check(rendered, modality)}


def test_plurals_have_the_english_forms() -> None:
    screen = renderer("screen", WORDS)
    assert screen.render(bins(1), ACCENTED).text.startswith("[1 bíń íś")
    assert screen.render(bins(2), ACCENTED).text.startswith("[2 bíńś áŕé".replace("ŕ", "r"))


def test_a_sample_has_a_value_for_every_placeholder() -> None:
    text = sample(Message("%(day)s %(colour)s", "%(count)s"))
    assert text.values == {"day": SAMPLES["day"], "colour": Plain("Oakwood Court"), "count": Count(22)}
