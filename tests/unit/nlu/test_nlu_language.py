"""Which language a text is in, and when the conversation's language changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu import corpus
from nlu.corpus import Example
from nlu.evidence import Evidence
from nlu.language import SERVED, Heard, Languages
from nlu.scripts import script_of


@pytest.fixture(scope="module")
def languages() -> Languages:
    return Languages(evidence=Evidence(corpus.read(corpus.files()).examples))


@pytest.mark.parametrize(
    ("text", "tag", "romanised"),
    [
        ("when is my bin collected", "en", False),
        ("wen is me brown bin", "en", False),
        ("kiedy wywożą śmieci", "pl", False),
        ("kiedy wywoza smieci", "pl", False),
        ("dzień dobry", "pl", False),
        ("میرا کوڑا کب اٹھے گا", "ur", False),
        ("سلام", "ur", False),
        ("kooray ka din kab hai", "ur", True),
        ("brown bin kab uthega", "ur", True),
        ("14", "en", False),
        ("", "en", False),
        ("🙂", "en", False),
    ],
)
def test_at_the_beginning(languages: Languages, text: str, tag: str, romanised: bool) -> None:
    heard = languages.identify(text, "")
    assert (heard.tag, heard.romanised) == (tag, romanised)


@pytest.mark.parametrize(
    ("text", "current"),
    [
        ("yes", "pl"),
        ("ok bin", "ur"),
        ("dzień dobry", "en"),
        ("LS8 1AA", "ur"),
        ("black bin", "pl"),
        ("14 no sorry 15", "pl"),
        ("council tax", "ur"),
        ("kab", "en"),
        ("bin day kab hai", "ur"),
    ],
)
def test_short_words_do_not_change_the_language(languages: Languages, text: str, current: str) -> None:
    assert languages.identify(text, current).tag == current


@pytest.mark.parametrize(
    ("text", "current", "tag"),
    [
        ("when is my bin collected", "pl", "en"),
        ("kiedy jest odbiór śmieci", "en", "pl"),
        ("mera kooda kab uthega bhai", "en", "ur"),
        ("اردو", "en", "ur"),
        ("what time do they come", "ur", "en"),
    ],
)
def test_a_clear_text_or_another_script_changes_it(
    languages: Languages, text: str, current: str, tag: str
) -> None:
    assert languages.identify(text, current).tag == tag


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("ਮੇਰਾ ਕੂੜਾ ਕਦੋਂ ਚੁੱਕਣਗੇ", "pa"),
        ("મારો કચરો ક્યારે લઈ જશે", "gu"),
        ("আমার ময়লা কখন নেবে", "bn"),
        ("என் குப்பை எப்போது", "ta"),
        ("मेरा कूड़ा कब उठेगा", "hi"),
        ("ጎሓፍ መዓስ ይውሰድ", "ti"),
        ("什么时候收垃圾", "zh-Hans"),
        ("коли заберуть сміття", "uk"),
        ("متى يتم جمع القمامة", "ar"),
        ("زباله من را کی می برند", "fa"),
        ("کەی خۆڵەکەم دەبەن", "ckb"),
        ("cand ridica gunoiul va rog", "ro"),
        ("quando recolhem o lixo na minha rua", "pt"),
        ("goorma ayaa qashinka la qaadaa fadlan", "so"),
        ("mainu dasso kooda kadon chukan ge", "pa-Latn"),
        ("maru kachro kyare levai jay che", "gu-Latn"),
    ],
)
def test_a_language_that_is_not_served_is_said_and_the_conversation_stays(
    languages: Languages, text: str, other: str
) -> None:
    heard = languages.identify(text, "en")
    assert (heard.tag, heard.other) == ("en", other)
    assert heard.confidence < 0.5


def test_urdu_without_a_telling_letter_follows_the_conversation(languages: Languages) -> None:
    assert languages.identify("لا", "ur").tag == "ur"


def test_a_served_language_is_answered_in() -> None:
    assert Languages(("en", "ar")).identify("متى يتم جمع القمامة", "en").tag == "ar"


def test_sorani_is_not_taken_for_arabic_or_persian() -> None:
    assert Languages(("en", "ar", "fa", "ckb")).identify("زبڵەکەم کەی دەبەن", "en").tag == "ckb"


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("bin", "LATIN"),
        ("بن", "ARABIC"),
        ("میرا LS8 1AA", "ARABIC"),
        ("my name is علی and i live here on this street", "LATIN"),
        ("14 !", ""),
        ("垃圾", "CJK"),
    ],
)
def test_the_script_of_most_letters(text: str, script: str) -> None:
    assert script_of(text) == script


async def test_held_out_lines_seldom_change_the_language(
    languages: Languages, held_out: tuple[Example, ...]
) -> None:
    wrong = [
        line for line in held_out if languages.identify(line.text, line.language[:2]).tag != line.language[:2]
    ]
    assert len(wrong) <= 0.01 * len(held_out), wrong


async def test_held_out_lines_of_four_words_are_recognised(
    languages: Languages, held_out: tuple[Example, ...]
) -> None:
    """Floors are what was measured less two points; romanised Urdu mixes English words in."""
    for file, floor in {"en": 0.98, "pl": 0.95, "ur": 0.98, "ur-Latn": 0.93}.items():
        lines = [line for line in held_out if line.language == file and len(line.text.split()) >= 4]
        right = [line for line in lines if languages.identify(line.text, "").tag == file[:2]]
        assert len(right) >= floor * len(lines), file


def test_most_texts_need_no_statistics() -> None:
    fresh = Languages()
    assert not fresh.needs_statistics("when is my bin collected")
    assert not fresh.needs_statistics("kosz")
    assert not fresh.needs_statistics("میرا کوڑا کب")
    assert fresh.needs_statistics("vorrei sapere delle campane rosse")
    fresh.load()
    assert not fresh.needs_statistics("vorrei sapere delle campane rosse")


@given(st.text(max_size=80), st.sampled_from(("", *SERVED)))
def test_any_text_has_a_served_language(languages: Languages, text: str, current: str) -> None:
    heard = languages.identify(text, current)
    assert isinstance(heard, Heard)
    assert heard.tag in SERVED
    assert 0.0 <= heard.confidence <= 1.0
