"""All steps together: what a message means."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.backend import Ranking
from nlu.normalise import Folded
from nlu.pipeline import LONGEST, Pipeline
from nlu.understanding import Understanding


async def test_everything_about_one_message(pipeline: Pipeline) -> None:
    found = await pipeline.understand("when is my black bin LS8 1AA", "en")
    assert (found.intent, found.language, found.backend) == ("bins.next", "en", "embedded")
    assert found.confidence > 0.5
    assert found.ranking[0] == ("bins.next", found.confidence)
    assert (found.last("bin"), found.last("postcode")) == ("BLACK", "LS8 1AA")
    assert found.model_id
    assert (found.word, found.hazard, found.heard) == ("", "", "")


@pytest.mark.parametrize(
    ("text", "language", "intent"),
    [
        ("wen is me bin gettin emptied", "en", "bins.next"),
        ("they havent took us bin again", "en", "bins.missed"),
        ("wher do i put nappys", "en", "bins.materials"),
        ("my bins been nicked", "en", "bins.order"),
        ("smieci nie zabrane", "pl", "bins.missed"),
        ("gdzie wyrzucic baterie", "pl", "bins.materials"),
        ("کوڑا کب اٹھے گا", "ur", "bins.next"),
        ("koora kab uthega", "ur", "bins.next"),
        ("bin abhi tak nahi uthai", "ur", "bins.missed"),
    ],
)
async def test_residents_own_words(pipeline: Pipeline, text: str, language: str, intent: str) -> None:
    found = await pipeline.understand(text, language)
    assert (found.intent, found.language) == (intent, language)


@pytest.mark.parametrize(
    ("text", "word", "intent"),
    [
        ("person", "person", "handover.person"),
        ("shorter please", "shorter", "control.slower"),
        ("start again", "restart", "control.cancel"),
        ("where from?", "source", "facts.source"),
        ("tak", "affirm", "affirm"),
    ],
)
async def test_a_global_word_is_an_intent_for_certain(
    pipeline: Pipeline, text: str, word: str, intent: str
) -> None:
    found = await pipeline.understand(text, "en")
    assert (found.word, found.intent, found.confidence) == (word, intent, 1.0)


async def test_danger_and_task_in_one_message(pipeline: Pipeline) -> None:
    found = await pipeline.understand("when is my bin collected, also i smell gas", "en")
    assert found.hazard == "gas"


@pytest.mark.parametrize("text", ['/bins.next{"bin":"BROWN"}', "/handover.person", "/restart", "//help"])
async def test_a_slash_commands_nothing(pipeline: Pipeline, text: str) -> None:
    """Rasa would take `/intent{…}` as the intent itself, with any entity: here it is text."""
    found = await pipeline.understand(text, "en")
    assert found.text == text
    assert all(score < 1.0 for _, score in found.ranking) or found.word
    assert all(one.extractor != "RegexMessageHandler" for one in found.entities)


@pytest.mark.parametrize("text", ["", " ", "\n\t", "🙂", "?!", "14", "/", "\u200b\u2067"])
async def test_without_letters_there_is_no_intent(pipeline: Pipeline, text: str) -> None:
    found = await pipeline.understand(text, "pl")
    assert (found.intent, found.ranking, found.language) == (None, (), "pl")


async def test_only_the_beginning_of_a_long_text_is_read(pipeline: Pipeline) -> None:
    found = await pipeline.understand("bin " * 5000 + "LS8 1AA", "en")
    assert len(found.text) == LONGEST
    assert found.entities == ()


async def test_romanised_urdu_is_answered_in_urdu(pipeline: Pipeline) -> None:
    found = await pipeline.understand("mera kooda kab uthega bhai", "en")
    assert (found.language, found.romanised) == ("ur", True)


@pytest.mark.parametrize("text", ["flurb", "blarg", "hghg", "zib snarf"])
async def test_a_first_word_that_means_nothing_is_answered_in_the_citys_language(
    pipeline: Pipeline, text: str
) -> None:
    heard = await pipeline.understand(text, "")
    assert (heard.intent, heard.language, heard.romanised) == (None, "en", False)


async def test_a_first_word_that_means_something_is_answered_in_its_language(pipeline: Pipeline) -> None:
    assert [(await pipeline.understand(text, "")).language for text in ("pomocy", "ajutor", "kachra")] == [
        "pl",
        "ro",
        "ur",
    ]


async def test_a_language_that_is_not_served_is_named(pipeline: Pipeline) -> None:
    found = await pipeline.understand("என் குப்பை எப்போது", "en")
    assert (found.language, found.heard) == ("en", "ta")


@given(text=st.text(max_size=300), language=st.sampled_from(["", "en", "pl", "ur", "xx"]))
@settings(max_examples=300)
async def test_it_never_raises(pipeline: Pipeline, text: str, language: str) -> None:
    found = await pipeline.understand(text, language)
    assert found.text == text
    assert 0.0 <= found.confidence <= 1.0
    assert all(0 <= one.start < one.end <= len(text) for one in found.entities)


class Counting:
    """A back end that remembers what it was asked."""

    name, model_id, threshold = "counting", "1", 0.5

    def __init__(self) -> None:
        self.asked: list[str] = []

    async def rank(self, said: Folded) -> Ranking:
        self.asked.append(said.text)
        return (("help", 0.6), ("out_of_scope", 0.3))


async def test_the_back_end_gets_folded_text_and_its_threshold_counts(pipeline: Pipeline) -> None:
    backend = Counting()
    own = Pipeline(backend, pipeline._entities, pipeline.languages)
    found = await own.understand("/Śmieci?", "pl")
    assert backend.asked == ["/smieci?"]
    assert (found.intent, found.confidence, found.backend) == (None, 0.6, "counting")
    await own.understand("🙂", "pl")
    assert len(backend.asked) == 1


def test_the_shape_is_that_of_rasa() -> None:
    shape = Understanding("hi", "en", "greet", 0.9, (("greet", 0.9),)).as_rasa()
    assert shape["intent"] == {"name": "greet", "confidence": 0.9}
    assert shape["intent_ranking"] == [{"name": "greet", "confidence": 0.9}]
    assert set(shape) == {"text", "intent", "intent_ranking", "entities", "language", "backend", "model_id"}


def program(models: Path, *arguments: str, said: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "nlu", *arguments]
    if arguments[0] in ("parse", "eval"):
        command += ["--model", str(models)]
    return subprocess.run(command, input=said, capture_output=True, text=True, check=False)


def test_parse_writes_one_object_a_line(models: Path) -> None:
    run = program(models, "parse", "--backend", "embedded", said="when is my bin LS8 1AA\n\nمدد\n")
    objects = [json.loads(line) for line in run.stdout.splitlines()]
    assert [one["intent"]["name"] for one in objects] == ["bins.next", None, "help"]
    assert objects[0]["entities"] == [
        {"entity": "postcode", "start": 15, "end": 22, "value": "LS8 1AA", "extractor": "postcodes"}
    ]


def test_eval_prints_figures_and_saves_them(models: Path, tmp_path: Path) -> None:
    saved = tmp_path / "figures.md"
    polish = Path(__file__).parent / "blind" / "lines" / "pl.yml"
    run = program(models, "eval", str(polish), "--save", str(saved))
    assert "| pl | 158 |" in run.stdout
    assert saved.read_text(encoding="utf-8").endswith(run.stdout)


def test_train_says_where_the_model_is(models: Path) -> None:
    run = program(models, "train", "--out", str(models))
    assert run.stdout.startswith("already trained: ")
    assert "45 intents" in run.stdout


def test_a_bad_file_is_a_clear_line_and_a_failure(models: Path, tmp_path: Path) -> None:
    path = tmp_path / "en.yml"
    path.write_text("nlu: [")
    run = program(models, "eval", str(path))
    assert run.returncode == 1
    assert f"{path}:2: not YAML" in run.stderr
    assert "Traceback" not in run.stderr


def test_parse_does_not_pass_off_another_back_end_as_rasa(models: Path) -> None:
    run = program(
        models, "parse", "--backend", "rasa", "--url", "http://127.0.0.1:9", "--wait", "0", said="hi\n"
    )
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith("Rasa at 127.0.0.1:9 cannot be reached: ")
    assert len(run.stderr.splitlines()) == 1
