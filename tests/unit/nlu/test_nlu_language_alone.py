"""Somebody asks for a language by its name and nothing else: no model decides that."""

from __future__ import annotations

import pytest

from nlu.pipeline import Pipeline


@pytest.mark.parametrize(
    ("text", "current", "language"),
    [
        ("po polsku", "en", "pl"),
        ("polski", "en", "pl"),
        ("Polski, proszę!", "en", "pl"),
        ("english please", "pl", "en"),
        ("in english", "ur", "en"),
        ("po angielsku", "ur", "en"),
        ("urdu", "en", "ur"),
        ("urdu mein", "en", "ur"),
        ("اردو میں", "en", "ur"),
        ("انگریزی", "ur", "en"),
        ("can i speak polish please", "en", "pl"),
        ("gujarati", "en", "gu"),
    ],
)
async def test_the_name_of_a_language_asks_for_it(
    pipeline: Pipeline, text: str, current: str, language: str
) -> None:
    heard = await pipeline.understand(text, current)
    assert (heard.word, heard.last("language")) == ("language", language)


@pytest.mark.parametrize(
    "text", ["urdu and english", "polish or urdu", "اردو اور انگریزی", "both in english and in polish"]
)
async def test_two_languages_may_be_asked_for_together(pipeline: Pipeline, text: str) -> None:
    heard = await pipeline.understand(text, "en")
    assert heard.word == "language"
    assert len({one.value for one in heard.entities if one.entity == "language"}) == 2


@pytest.mark.parametrize(
    "text",
    [
        "polish remover",
        "the english channel is closed",
        "my bin was missed and i speak polish",
        "where do i put nail polish",
    ],
)
async def test_a_sentence_with_a_language_in_it_is_not_only_that(pipeline: Pipeline, text: str) -> None:
    assert (await pipeline.understand(text, "en")).word != "language"


@pytest.mark.parametrize(
    ("text", "current", "intent"),
    [
        ("brown bin?", "en", "bins.next"),
        ("green bin", "en", "bins.next"),
        ("brązowy kosz?", "pl", "bins.next"),
        ("سبز کچرا دان؟", "ur", "bins.next"),
        ("kala dabba?", "ur", "bins.next"),
        ("nappies?", "en", "bins.materials"),
        ("pieluchy", "pl", "bins.materials"),
        ("بیٹریاں", "ur", "bins.materials"),
        ("کالا کچرا دان نہیں اٹھایا گیا", "ur", "bins.missed"),
        ("مجھے نیا کچرا دان چاہیے", "ur", "bins.order"),
    ],
)
async def test_a_word_or_two_are_enough(pipeline: Pipeline, text: str, current: str, intent: str) -> None:
    assert (await pipeline.understand(text, current)).intent == intent


@pytest.mark.parametrize(
    ("text", "current", "stood"),
    [
        ("it was out in time", "en", "out"),
        ("out on time, no tag", "en", "out"),
        ("there was a note on it", "en", "tagged"),
        ("it was out but it has a tag", "en", "tagged"),
        ("not out in time", "en", "late"),
        ("I put it out late", "en", "late"),
        ("był wystawiony na czas", "pl", "out"),
        ("jest kartka", "pl", "tagged"),
        ("nie na czas", "pl", "late"),
        ("وقت پر باہر تھا", "ur", "out"),
        ("اس پر پرچی لگی ہے", "ur", "tagged"),
        ("وقت پر باہر نہیں تھا", "ur", "late"),
        ("time par bahar tha", "ur", "out"),
        ("time par nahi", "ur", "late"),
    ],
)
async def test_how_a_bin_stood_is_heard_in_a_sentence(
    pipeline: Pipeline, text: str, current: str, stood: str
) -> None:
    heard = await pipeline.understand(text, current)
    assert (heard.last("stood"), heard.hazard) == (stood, "")
