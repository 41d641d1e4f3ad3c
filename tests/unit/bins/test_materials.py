"""Which bin a thing goes in: the city's own rules, under whatever name the thing has."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.knowledge.bins.answers import MaterialAnswer
from bot.knowledge.bins.bins import Bins
from bot.knowledge.bins.materials import MaterialsFile
from bot.knowledge.bins.things import FILE, Thing, read_things
from bot.knowledge.data import CITIES, read

THINGS = read(FILE, tuple[Thing, ...])
CITY_NAMES = ("leeds", "leicester")
KNOWN = {city: Bins(city, None) for city in CITY_NAMES}
RULES = {city: read(CITIES / city / "materials.yaml", MaterialsFile) for city in CITY_NAMES}


def where(answer: MaterialAnswer) -> str:
    """The bin, or what is answered instead."""
    return answer.container.id if answer.container else answer.status


@pytest.mark.parametrize(
    ("words", "leeds", "leicester"),
    [
        ("pizza box", "GREEN", "elsewhere"),
        ("what bin do pizza boxes go in", "GREEN", "elsewhere"),
        ("wine bottles", "GREEN", "ORANGE"),
        ("a jam jar", "GREEN", "ORANGE"),
        ("can I put tins in the green bin", "GREEN", "ORANGE"),
        ("nappies", "BLACK", "BLACK"),
        ("grass cuttings", "BROWN", "elsewhere"),
        ("old batery", "elsewhere", "elsewhere"),
        ("car battery", "elsewhere", "elsewhere"),
        ("polysterene", "BLACK", "BLACK"),
        ("karton po pizzy", "GREEN", "elsewhere"),
        ("gdzie wyrzucić słoik", "GREEN", "ORANGE"),
        ("پرانی بیٹری", "elsewhere", "elsewhere"),
        ("شیشے کی بوتل", "GREEN", "ORANGE"),
        ("a hot lava lamp post", "unknown", "unknown"),
        ("", "unknown", "unknown"),
    ],
)
def test_where_a_thing_goes(words: str, leeds: str, leicester: str) -> None:
    assert (where(KNOWN["leeds"].material(words)), where(KNOWN["leicester"].material(words))) == (
        leeds,
        leicester,
    )


@pytest.mark.parametrize("words", ["bottle", "can I put glass in the green bin", "plastic", "light bulb"])
def test_words_that_fit_several_things_are_asked_about(words: str) -> None:
    answer = KNOWN["leeds"].material(words)

    assert answer.status == "choose"
    assert 2 <= len(answer.options) <= 8


def test_asking_for_an_option_answers() -> None:
    leeds = KNOWN["leeds"]

    for option in leeds.material("bottle").options:
        chosen = leeds.material(option.id)
        assert chosen.status in ("bin", "elsewhere")
        assert chosen.item == option.name


def test_glass_has_the_councils_own_announcement_as_its_source() -> None:
    answer = KNOWN["leeds"].material("glass bottles")

    assert answer.source == "https://beta.leeds.gov.uk/campaign/glass-glorious-glass"
    assert answer.note is not None


def test_an_unconfirmed_rule_is_never_told_as_true() -> None:
    answer = KNOWN["leeds"].material("egg shells")

    assert (answer.status, answer.container, answer.verified) == ("elsewhere", None, False)
    assert answer.instead == RULES["leeds"].unsure
    assert answer.link.startswith("https://www.leeds.gov.uk/")


def test_dangerous_things_say_what_to_do() -> None:
    for words in ("vape", "gas bottle", "needles", "asbestos", "paint"):
        answer = KNOWN["leeds"].material(words)
        assert answer.status == "elsewhere"
        assert answer.verified
        assert answer.instead is not None


def test_something_near_is_offered_for_what_is_not_known() -> None:
    answer = KNOWN["leeds"].material("plaster bored")

    assert answer.status == "unknown" or answer.item is not None


@settings(deadline=None)
@given(st.sampled_from(THINGS), st.data())
def test_every_name_of_a_thing_leads_to_it(thing: Thing, data: st.DataObject) -> None:
    words = data.draw(st.sampled_from([thing.name.msgid, *thing.words]))

    assert thing.id in read_things().named(words)
    assert thing.id in read_things().named(words.upper())


@settings(deadline=None)
@given(st.text(max_size=60))
def test_any_words_get_an_answer(words: str) -> None:
    answer = KNOWN["leeds"].material(words)

    assert (answer.status == "bin") is (answer.container is not None)
    assert (answer.status == "elsewhere") is (answer.instead is not None)


def test_leeds_has_a_rule_for_every_thing_and_there_are_many() -> None:
    ruled = {thing for rule in RULES["leeds"].rules for thing in rule.things}

    assert ruled == {thing.id for thing in THINGS}
    assert len(ruled) >= 120


@pytest.mark.parametrize("city", CITY_NAMES)
def test_every_rule_says_where_it_is_from_and_when_it_was_read(city: str) -> None:
    for rule in RULES[city].rules:
        answer = KNOWN[city].material(rule.things[0])
        assert answer.source.startswith("http")
        assert answer.checked is not None
        assert answer.checked <= dt.date(2026, 11, 20)
        assert answer.link.startswith("http")


@pytest.mark.parametrize("city", CITY_NAMES)
def test_residents_sentences_are_short_and_without_digits_or_links(city: str) -> None:
    file = RULES[city]
    texts = [file.unsure, *(way.text for way in file.ways.values()), *file.notes.values()]
    texts += [thing.name for thing in THINGS]
    texts += [text for one in KNOWN[city].containers for text in (one.name, one.accepts) if text]

    for text in texts:
        assert not any(character.isdigit() for character in text.msgid), text.msgid
        assert "http" not in text.msgid
        assert all(len(sentence.split()) <= 20 for sentence in text.msgid.split(". ")), text.msgid


BROKEN = """
source: https://example.org/
checked: 2026-11-20
unsure: !_ Please check.
ways: {{tip: {{text: !_ Take it to the tip.}}}}
notes: {{}}
rules:
  - {rule}
"""


@pytest.mark.parametrize(
    ("rule", "problem"),
    [
        ("{things: [unicorn], bin: BLACK}", "'unicorn' is no known thing"),
        ("{things: [mirror, mirror]}", "needs a bin or a way"),
        ("{things: [mirror], bin: PURPLE}", "unknown bin or way"),
        ("{things: [mirror], bin: BLACK, way: tip}", "needs a bin or a way, not both"),
        ("{things: [mirror], way: moon}", "unknown bin or way"),
        ("{things: [mirror], bin: BLACK, note: sing}", "unknown note"),
        ("{things: [mirror], bin: 3}", "Expected `str`"),
    ],
)
def test_a_wrong_file_is_refused_with_its_name_and_reason(tmp_path: Path, rule: str, problem: str) -> None:
    folder = tmp_path / "leeds"
    folder.mkdir()
    (folder / "bins.yaml").write_bytes((CITIES / "leeds" / "bins.yaml").read_bytes())
    (folder / "materials.yaml").write_text(BROKEN.format(rule=rule), encoding="utf-8")

    with pytest.raises(ValueError, match=problem) as refused:
        Bins("leeds", None, tmp_path)

    assert "materials.yaml" in str(refused.value)
