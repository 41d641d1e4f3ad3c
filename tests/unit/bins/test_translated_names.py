"""What residents are shown in their language they may type, too."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from accessibility.text import Text
from bot.knowledge.bins.bins import Bins
from locales import catalogue

WORDS = catalogue.shipped()


def translated(text: Text) -> list[str]:
    said = (WORDS.translate(text.msgid, tag) for tag in ("pl", "ur"))
    return [name for name in said if name]


BINS = Bins("leeds", None, translated=translated)


@pytest.mark.parametrize(
    ("words", "item"),
    [
        ("Pudełka po pizzy", "pizza boxes"),
        ("gdzie wyrzucić plastikowe butelki", "plastic bottles"),
        ("Papier do pakowania prezentów", "wrapping paper"),
        ("شیشے کی بوتلیں کہاں ڈالیں", "glass bottles"),
        ("تحفے لپیٹنے کا کاغذ", "wrapping paper"),
        ("پیزا کے ڈبے", "pizza boxes"),
    ],
)
def test_a_thing_is_found_by_the_name_that_is_shown(words: str, item: str) -> None:
    found = BINS.material(words).item
    assert found is not None
    assert found.msgid == item


def _every_name() -> Iterable[tuple[str, str]]:
    for rule in BINS._materials._file.rules:
        for thing in rule.things:
            name = BINS._materials._things.name(thing)
            yield from ((said, name.msgid) for said in translated(name))


def test_nearly_every_shown_name_leads_to_its_own_thing() -> None:
    names = list(_every_name())
    lost = [said for said, msgid in names if getattr(BINS.material(said).item, "msgid", None) != msgid]
    assert len(names) > 200
    assert len(lost) <= len(names) // 50, lost


@pytest.mark.parametrize("words", ["کی", "کا", "کے ڈبے", "do kosza", "which bin do i put it in", "na co"])
def test_little_words_name_nothing(words: str) -> None:
    answer = BINS.material(words)
    assert (answer.status, answer.options) == ("unknown", ())


@pytest.mark.parametrize(
    ("words", "container"),
    [
        ("Czarny kosz", "BLACK"),
        ("سبز کچرا دان", "GREEN"),
        ("بھورا کچرا دان", "BROWN"),
        ("brown bin", "BROWN"),
    ],
)
def test_a_bin_is_found_by_the_name_that_is_shown(words: str, container: str) -> None:
    found = BINS.container_named(words)
    assert found is not None
    assert found.id == container
