"""The page's own words, judged by the rules for all words that residents read."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from jinja2 import Environment

from accessibility.text import Text
from channels.web import DEMO_NOTICE, line, post, refusal
from channels.web.page import FOLDER
from channels.web.words import PageWords, preferred
from tests.unit.channels.words import SmallCatalogue


def template_words() -> set[str]:
    """The message ids of the templates, as the catalogue's extractor finds them."""
    env = Environment(extensions=["jinja2.ext.i18n"])
    sources = [Path(path).read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.html"))]
    found = [env.extract_translations(source) for source in sources]  # type: ignore[attr-defined]
    return {message for rows in found for _, _, message in rows if isinstance(message, str)}


CODE_WORDS = (
    {text.msgid for module in (refusal, post) for text in vars(module).values() if isinstance(text, Text)}
    | {text.msgid for text in line.SPEAKERS.values()}
    | {DEMO_NOTICE.msgid}
)

ALL_WORDS = sorted(template_words() | CODE_WORDS)


def test_the_words_are_found() -> None:
    assert len(template_words()) > 20
    assert "Talk to a person" in CODE_WORDS


@pytest.mark.parametrize("msgid", ALL_WORDS)
def test_a_message_is_short_and_plain(msgid: str) -> None:
    for sentence in re.split(r"(?<=[.?!])\s+", msgid):
        assert len(sentence.split()) <= 20
    assert re.findall(r"\d|https?:|www\.|n't\b|<|>", msgid) == []
    assert re.sub(r"%\(\w+\)s", "", msgid).count("%") == 0


@pytest.mark.parametrize("template", sorted(path.name for path in FOLDER.glob("*.html")))
def test_no_words_stand_in_a_template_untranslated(template: str) -> None:
    source = (FOLDER / template).read_text(encoding="utf-8")
    bare = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>", "", source, flags=re.DOTALL)
    bare = bare.replace("Language", "")  # the picker is also named in English, for who cannot read the page
    assert re.findall(r"[A-Za-z]{3,}", bare) == []


def test_page_words_know_their_language() -> None:
    words = PageWords(SmallCatalogue(), "pl")
    assert words.language.endonym == "Polski"
    assert words.say(post.TALK_TO_A_PERSON) == "Porozmawiaj z człowiekiem"
    assert PageWords(SmallCatalogue(), "ur-PK").language.direction == "rtl"
    assert PageWords(SmallCatalogue(), "xx").language.tag == "en"


@pytest.mark.parametrize(
    ("header", "tag"),
    [
        ("", "en"),
        ("PL", "pl"),
        ("pl-PL", "pl"),
        ("fr,pl;q=0.1", "pl"),
        ("pl;q=0", "en"),
        ("*", "en"),
        (";;;", "en"),
    ],
)
def test_the_preferred_language(header: str, tag: str) -> None:
    assert preferred(SmallCatalogue(), header) == tag
