"""Which language a text is in, and when the conversation's language changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.evaluation import Measures
from nlu.identifier import Identifier
from nlu.language import SERVED, Heard, Languages
from nlu.modelfile import load
from nlu.models import ensure
from nlu.pipeline import Pipeline
from nlu.scripts import script_of


@pytest.fixture(scope="module")
def languages(pipeline: Pipeline) -> Languages:
    return pipeline.languages


@pytest.fixture(scope="module")
def identifier(models: Path) -> Identifier:
    return Identifier(load(ensure(models)))


@pytest.mark.parametrize(
    ("text", "tag", "romanised"),
    [
        ("ਮੇਰਾ ਕੂੜਾ ਕਦੋਂ ਚੁੱਕਣਗੇ", "pa", False),
        ("મારો કચરો ક્યારે લઈ જશે", "gu", False),
        ("আমার ময়লা কখন নেবে", "bn", False),
        ("什么时候收垃圾", "zh-Hans", False),
        ("متى يتم جمع القمامة", "ar", False),
        ("زباله من را کی می برند", "fa", False),
        ("کەی خۆڵەکەم دەبەن", "ckb", False),
        ("cand ridica gunoiul va rog", "ro", False),
        ("quando recolhem o lixo na minha rua", "pt", False),
        ("mainu dasso kooda kadon chukan ge", "pa", True),
        ("maru kachro kyare levai jay che", "gu", True),
        ("amar moyla kokhon nibe bolen", "bn", True),
        ("meta yekhdo el zbala mn 3andi", "ar", True),
        ("when is my bin collected", "en", False),
        ("wen is me brown bin", "en", False),
        ("kiedy wywożą śmieci", "pl", False),
        ("kiedy wywoza smieci", "pl", False),
        ("dzień dobry", "pl", False),
        ("میرا کوڑا کب اٹھے گا", "ur", False),
        ("سلام علیکم", "ur", False),
        ("kooray ka din kab hai", "ur", True),
        ("brown bin kab uthega", "ur", True),
        ("bin", "en", False),
        ("gas leak", "en", False),
        ("fridge", "en", False),
        ("council tax", "en", False),
        ("LS8 1AB", "en", False),
        ("15 ls81ab", "en", False),
        ("gunoi", "ro", False),
        ("kachra", "ur", True),
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
        ("என் குப்பை எப்போது", "ta"),
        ("मेरा कूड़ा कब उठेगा", "hi"),
        ("ጎሓፍ መዓስ ይውሰድ", "ti"),
        ("коли заберуть сміття", "uk"),
        ("goorma ayaa qashinka la qaadaa fadlan", "so"),
        ("cuando recogen la basura en mi calle por favor", "es"),
        ("quand est ce que vous ramassez les poubelles", "fr"),
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


def test_a_language_that_the_city_does_not_serve_is_named(identifier: Identifier) -> None:
    heard = Languages(identifier, ("en", "pl")).identify("متى يتم جمع القمامة", "en")
    assert (heard.tag, heard.other) == ("en", "ar")


def test_who_reads_latin_letters_keeps_them_until_they_write_others(languages: Languages) -> None:
    assert languages.identify("mera kooda kab uthega bhai", "ur-Latn").tag == "ur-Latn"
    assert languages.identify("ok", "ur-Latn").tag == "ur-Latn"
    assert languages.identify("میرا کوڑا کب اٹھے گا", "ur-Latn").tag == "ur"
    assert languages.identify("when is my bin collected", "ur-Latn").tag == "en"


def test_first_words_that_could_be_two_languages_name_both(languages: Languages) -> None:
    heard = languages.identify("salam", "")
    assert heard.also
    assert heard.also != heard.tag
    assert not languages.identify("کوڑا کب اٹھے گا بتائیں", "").also
    assert not languages.identify("salam", "ur").also


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


def test_lines_seldom_change_the_language(languages: Languages, held_out: Measures) -> None:
    lines = [(line, line.language.removesuffix("-Latn")) for line in held_out.lines]
    wrong = [line for line, tag in lines if languages.identify(line.text, tag).tag != tag]
    assert len(wrong) <= 0.01 * len(lines), wrong


def test_most_texts_need_no_statistics(identifier: Identifier) -> None:
    fresh = Languages(identifier)
    assert not fresh.needs_statistics("when is my bin collected")
    assert not fresh.needs_statistics("kosz")
    assert not fresh.needs_statistics("میرا کوڑا کب")
    assert fresh.needs_statistics("noriu suzinoti kada isveza siuksles")
    fresh.load()
    assert not fresh.needs_statistics("noriu suzinoti kada isveza siuksles")


@given(st.text(max_size=80), st.sampled_from(("", *SERVED, "ur-Latn")))
def test_any_text_has_a_served_language(languages: Languages, text: str, current: str) -> None:
    heard = languages.identify(text, current)
    assert isinstance(heard, Heard)
    assert heard.tag in (*SERVED, "ur-Latn")
    assert 0.0 <= heard.confidence <= 1.0


@pytest.mark.parametrize("text", ["no, by phone", "yes, by email"])
def test_everyday_words_are_of_no_language_that_is_not_served(languages: Languages, text: str) -> None:
    heard = languages.identify(text, "en")
    assert (heard.tag, heard.other) == ("en", "")
