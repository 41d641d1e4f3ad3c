"""The skill's package: what is committed is what is made, within the rules of Amazon's builder."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from ask_sdk_core.serialize import DefaultSerializer
from ask_smapi_model.v1.skill.interaction_model.interaction_model_data import InteractionModelData
from ask_smapi_model.v1.skill.manifest.skill_manifest_envelope import SkillManifestEnvelope

from bot.alexa_commands import EXAMPLE, package
from bot.knowledge.city import city
from channels.alexa.intent import SEARCH
from channels.alexa.intents import ALL, BUILT_IN, KNOWN
from channels.alexa.model import BadName, checked_name
from channels.alexa.package import FOLDER
from channels.alexa.samples import MOST, spoken
from channels.alexa.tasks import COMMONEST, DANGER
from nlu.pipeline import Pipeline, embedded
from tests.testbot import MODELS

MODEL = "interactionModels/custom/en-GB.json"
MADE = package(city("leeds"), EXAMPLE)

# Amazon, "Create the interaction model for your skill", the limits; the characters are those of its builder's
# message InvalidCharInSamples.
MOST_INTENTS, LARGEST_MODEL, LONGEST_VALUE = 250, 1_500_000, 140
INTENT = re.compile(r"[A-Za-z_]+|AMAZON\.[A-Za-z]+Intent")
SAMPLE = re.compile(r"[a-z' {}-]+")
SLOT = re.compile(r"\{([a-z]+)\}")
BUILT_IN_SLOTS = {"AMAZON.NUMBER", SEARCH}
NO_SAMPLES = {"AMAZON.FallbackIntent", "AMAZON.NavigateHomeIntent"}


@pytest.fixture(scope="module")
def model() -> Any:
    return json.loads(MADE[MODEL])["interactionModel"]


@pytest.fixture(scope="module")
def language(model: Any) -> Any:
    return model["languageModel"]


@pytest.fixture(scope="module")
def hears() -> Pipeline:
    return embedded(MODELS)


@pytest.mark.parametrize("path", list(MADE))
def test_the_committed_package_is_the_one_that_is_made(path: str) -> None:
    assert (FOLDER / path).read_text(encoding="utf-8") == MADE[path], "run: python -m bot alexa"


def test_nothing_else_is_committed() -> None:
    found = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*") if path.is_file()}
    assert found == set(MADE)


@pytest.mark.parametrize("name", ["leeds", "leicester"])
def test_every_city_has_a_skill(name: str) -> None:
    made = json.loads(package(city(name), EXAMPLE)[MODEL])["interactionModel"]["languageModel"]
    assert made["invocationName"] == f"{name} council"


def test_the_package_is_one_that_amazons_own_types_know() -> None:
    """What they do not know they drop: what comes back has to be what went in."""
    for path, kind in ((MODEL, InteractionModelData), ("skill.json", SkillManifestEnvelope)):
        shape = json.loads(MADE[path])
        known = DefaultSerializer().deserialize(MADE[path], kind)
        assert _kept(shape, DefaultSerializer().serialize(known)) == [], path


def _kept(ours: Any, theirs: Any, at: str = "$") -> list[str]:
    """Where what came back is not what went in; what they leave out as empty aside."""
    if isinstance(ours, dict):
        theirs = theirs if isinstance(theirs, dict) else {}
        return [
            fault for key, value in ours.items() for fault in _kept(value, theirs.get(key), f"{at}.{key}")
        ]
    if isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        return [
            fault
            for n, pair in enumerate(zip(ours, theirs, strict=True))
            for fault in _kept(*pair, f"{at}[{n}]")
        ]
    return [] if ours == theirs or (not ours and theirs is None) else [at]


def test_size(language: Any) -> None:
    assert len(MADE[MODEL].encode()) <= LARGEST_MODEL
    assert len(language["intents"]) <= MOST_INTENTS


def test_intents_have_names_that_are_allowed(language: Any) -> None:
    names = [intent["name"] for intent in language["intents"]]
    assert all(map(INTENT.fullmatch, names))
    assert len(set(names)) == len(names)
    assert {"AMAZON.CancelIntent", "AMAZON.HelpIntent", "AMAZON.StopIntent", *NO_SAMPLES} <= set(names)


def test_samples_have_only_characters_that_are_allowed(language: Any) -> None:
    for intent in language["intents"]:
        for sample in intent["samples"]:
            assert SAMPLE.fullmatch(sample), sample
            assert sample == " ".join(sample.split()), sample
            assert not re.search(r"(^|\s)['-]|['-](\s|$)", sample), sample


def test_no_sample_belongs_to_two_intents(language: Any) -> None:
    counted = Counter(sample for intent in language["intents"] for sample in intent["samples"])
    assert [sample for sample, times in counted.items() if times > 1] == []


def test_every_intent_of_ours_can_be_said(language: Any) -> None:
    for intent in language["intents"]:
        bare = intent["name"] in NO_SAMPLES | {"AMAZON.StopIntent"}
        assert bare or 3 <= len(intent["samples"]) <= MOST, intent["name"]


def test_slots_are_declared_and_used(language: Any) -> None:
    types = {kind["name"] for kind in language["types"]} | BUILT_IN_SLOTS
    for intent in language["intents"]:
        declared = {slot["name"]: slot["type"] for slot in intent.get("slots", ())}
        used = {slot for sample in intent["samples"] for slot in SLOT.findall(sample)}
        assert used == set(declared), intent["name"]
        assert set(declared.values()) <= types


def test_free_words_have_a_carrier_and_stand_alone(language: Any) -> None:
    """The builder refuses a phrase slot without words around it, or beside another slot."""
    for intent in language["intents"]:
        free = {slot["name"] for slot in intent.get("slots", ()) if slot["type"] == SEARCH}
        for sample in intent["samples"]:
            slots = SLOT.findall(sample)
            if free & set(slots):
                assert len(slots) == 1, sample
                assert SLOT.sub("", sample).strip(), sample


def test_values_of_lists(language: Any) -> None:
    for kind in language["types"]:
        said = [
            word for value in kind["values"] for word in (value["name"]["value"], *value["name"]["synonyms"])
        ]
        assert len(said) == len(set(said)), kind["name"]
        assert all(re.fullmatch(r"[a-z' -]+", word) and len(word) <= LONGEST_VALUE for word in said)
        assert len(kind["values"]) >= 3


def test_bare_answers_can_be_listened_for(model: Any) -> None:
    [intent] = model["dialog"]["intents"]
    [slot] = intent["slots"]
    assert model["dialog"]["delegationStrategy"] == "SKILL_RESPONSE"
    assert slot["elicitationRequired"]
    assert slot["prompts"]["elicitation"] in {prompt["id"] for prompt in model["prompts"]}
    declared = next(one for one in model["languageModel"]["intents"] if one["name"] == intent["name"])
    assert [(one["name"], one["type"]) for one in declared["slots"]] == [(slot["name"], slot["type"])]


def test_example_phrases_are_ones_that_work(language: Any) -> None:
    [told] = json.loads(MADE["skill.json"])["manifest"]["publishingInformation"]["locales"].values()
    samples = {sample for intent in language["intents"] for sample in intent["samples"]}
    first, *asked = told["examplePhrases"]
    assert first == f"Alexa, open {language['invocationName']}"
    for phrase in asked:
        assert phrase.removeprefix(f"Alexa, ask {language['invocationName']} ") in samples


@pytest.mark.parametrize(
    "name", ["leeds council", "snicket for leeds", "leeds city council", "saint john's council"]
)
def test_names_that_open_a_skill(name: str) -> None:
    assert checked_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        *("", "snicket", "the snicket", "Leeds Council", "leeds council 2", "ask leeds", "leeds echo"),
        *("to leeds council", "leeds council and", " leeds council", "leeds  council", "leeds, council"),
    ],
)
def test_names_that_amazon_refuses(name: str) -> None:
    with pytest.raises(BadName):
        checked_name(name)


@pytest.mark.parametrize(
    ("line", "sample"),
    [
        ("When's my bin?", "when's my bin"),
        ("whens the next one, please", "when's the next one please"),
        ("i dont know", "i don't know"),
        ("bins for LS8 1AA", ""),
        ("wen is my bin", ""),
        ("kiedy śmieci", ""),
        ("b. b. c.", ""),
        ("...", ""),
    ],
)
def test_lines_as_samples(line: str, sample: str) -> None:
    assert spoken(line) == sample


@pytest.mark.parametrize("intent", COMMONEST, ids=lambda one: one.name)
async def test_our_words_for_an_intent_mean_it(hears: Pipeline, intent: Any) -> None:
    said = intent.words({"material": "pizza box"})
    assert (await hears.understand(said, "en")).intent == (intent.of or "bins.materials")


@pytest.mark.parametrize("intent", DANGER, ids=lambda one: one.name)
async def test_our_words_for_a_danger_raise_its_alarm(hears: Pipeline, intent: Any) -> None:
    heard = await hears.understand(intent.words({}), "en")
    assert heard.intent == intent.of
    assert heard.hazard == intent.of.removeprefix("safety.")


@pytest.mark.parametrize("intent", [one for one in ALL if one.word], ids=lambda one: one.name)
async def test_our_words_for_a_global_word_are_it(hears: Pipeline, intent: Any) -> None:
    said = intent.words({"language": "polish"})
    heard = await hears.understand(said, "en")
    assert heard.word in (intent.word, "language")


@pytest.mark.parametrize("value", ["polish", "urdu", "kurdish", "chinese"])
async def test_a_language_is_heard_by_its_name(hears: Pipeline, value: str) -> None:
    heard = await hears.understand(KNOWN["LanguageChange"].words({"language": value}), "en")
    assert heard.word == "language"
    assert [one.entity for one in heard.entities] == ["language"]


def test_what_alexa_could_not_make_out_is_nothing() -> None:
    assert KNOWN["Pick"].words({"number": "?"}) == ""
    assert KNOWN["Pick"].words({"number": "14"}) == "14"
    assert KNOWN["BinsNextOne"].words({}) == "when is my bin collected"
    assert KNOWN["Answer"].words({"query": "{0}"}) == "{0}"


def test_there_are_fifteen_commonest_intents() -> None:
    assert len(COMMONEST) == 15
    assert len(BUILT_IN) == 8


def test_the_package_is_small_enough_to_read() -> None:
    assert Path(FOLDER / MODEL).stat().st_size < 200_000
