"""The embedded model is scikit-learn's model, in a file that runs no code, without scikit-learn."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from sklearn.feature_extraction.text import CountVectorizer

from nlu import corpus
from nlu.backend import decide
from nlu.embedded import Embedded
from nlu.features import character_grams, concept_grams, sound_grams, word_grams
from nlu.fitting import Lines, Trained
from nlu.modelfile import Model, ModelFileError, load, save
from nlu.models import ensure, model_path
from nlu.normalise import fold
from nlu.recipe import model_id
from nlu.training import train
from tests.unit.nlu.conftest import HELD_OUT

SMALL = (HELD_OUT / "lines" / "en.yml", HELD_OUT / "lines" / "ur.yml")


@pytest.fixture(scope="module")
def small() -> tuple[Model, Trained]:
    """A model of two small files: enough to compare, quick to train."""
    return train(SMALL)


def test_it_gives_the_scores_of_scikit_learn(small: tuple[Model, Trained]) -> None:
    model, trained = small
    backend = Embedded(model)
    examples = corpus.read(corpus.files()).examples[::17]
    texts = [example.text for example in examples]
    ours = np.array([backend.scores(fold(text)) for text in texts])
    theirs = trained.scores(Lines.of_intents(examples))
    assert np.abs(ours - theirs).max() < 1e-6


def test_a_model_read_back_from_its_file_is_the_same(small: tuple[Model, Trained], tmp_path: Path) -> None:
    save(small[0], tmp_path / "model.npz")
    before, after = Embedded(small[0]), Embedded(load(tmp_path / "model.npz"))
    assert after.model_id == before.model_id
    assert after.threshold == before.threshold
    assert np.array_equal(
        after.linear.probabilities("when is my bin"), before.linear.probabilities("when is my bin")
    )
    assert [path.name for path in tmp_path.iterdir()] == ["model.npz"]


def test_the_same_files_train_the_same_model(small: tuple[Model, Trained]) -> None:
    again, _ = train(SMALL)
    assert again.about == small[0].about
    assert np.array_equal(again.intents.weights, small[0].intents.weights)


def test_the_id_changes_with_the_data(tmp_path: Path) -> None:
    copy = tmp_path / "en.yml"
    copy.write_text(SMALL[0].read_text(encoding="utf-8"), encoding="utf-8")
    before = model_id([copy])
    copy.write_text(SMALL[0].read_text(encoding="utf-8") + "# one word more\n", encoding="utf-8")
    assert model_id([copy]) != before
    assert len(before) == 12


def test_a_model_is_trained_once_and_then_found(tmp_path: Path) -> None:
    path = ensure(tmp_path, SMALL[:1])
    written = path.stat().st_mtime_ns
    assert path == model_path(tmp_path, SMALL[:1])
    assert ensure(tmp_path, SMALL[:1]).stat().st_mtime_ns == written


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 torn", b"not a model at all"])
def test_a_damaged_file_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "model.npz"
    path.write_bytes(content)
    with pytest.raises(ModelFileError, match=r"model\.npz"):
        load(path)


def test_a_file_that_carries_code_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "model.npz"
    np.savez(path, about=np.array([{"a": 1}], dtype=object))
    with pytest.raises(ModelFileError, match="not an intent model"):
        load(path)


def test_arrays_that_do_not_fit_each_other_are_refused(small: tuple[Model, Trained], tmp_path: Path) -> None:
    model = small[0]
    short = structs.replace(model.intents, idf=model.intents.idf[:-1])
    save(structs.replace(model, intents=short), tmp_path / "model.npz")
    with pytest.raises(ModelFileError, match="idf of the intents has shape"):
        load(tmp_path / "model.npz")


def test_serving_does_not_import_scikit_learn(models: Path) -> None:
    script = (
        "import asyncio, sys, pathlib\n"
        "from nlu.pipeline import embedded\n"
        f"pipeline = embedded(pathlib.Path({str(models)!r}))\n"
        "found = asyncio.run(pipeline.understand('when is my bin', 'en'))\n"
        "assert found.intent == 'bins.next', found\n"
        "print(sorted(name for name in ('sklearn', 'scipy', 'py3langid') if name in sys.modules))\n"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "['py3langid']"


@given(st.text(max_size=60).map(fold))
def test_pieces_of_words_are_those_of_scikit_learn(text: str) -> None:
    theirs = CountVectorizer(analyzer="char_wb", ngram_range=(2, 4), lowercase=False).build_analyzer()
    chinese = [char for char in text if "\u3400" <= char <= "\u9fff"]
    assert sorted(character_grams(text)) == sorted(theirs(text) + chinese)


def test_words_are_what_stands_between_spaces() -> None:
    assert word_grams("मेरा कूड़ा कब") == ["मेरा", "कूड़ा", "कब", "मेरा कूड़ा", "कूड़ा कब"]


def test_concepts_are_the_same_in_every_language() -> None:
    english = {one for one in concept_grams("when is my bin collected") if "+" not in one}
    polish = {one for one in concept_grams(fold("kiedy odbiór kosza")) if "+" not in one}
    assert {"when", "bin", "collect"} <= english & polish
    assert "bin+when" in concept_grams("when is my bin")


@pytest.mark.parametrize("said", ["kachro", "کچرا", "કચરો", "ਕਚਰਾ"])
def test_a_word_sounds_alike_in_every_writing(said: str) -> None:
    assert sound_grams(fold(said)) == sound_grams("kachra")


@given(st.text(max_size=80))
def test_probabilities_add_up_to_one_for_any_text(small: tuple[Model, Trained], text: str) -> None:
    assert abs(Embedded(small[0]).linear.probabilities(fold(text)).sum() - 1.0) < 1e-9


@pytest.mark.parametrize(
    ("ranking", "intent", "confidence"),
    [
        ((("bins.next", 0.8), ("out_of_scope", 0.1)), "bins.next", 0.8),
        ((("bins.next", 0.3), ("out_of_scope", 0.25)), None, 0.3),
        ((("out_of_scope", 0.6), ("help", 0.2)), None, 0.2),
        ((("out_of_scope", 1.0),), None, 0.0),
        ((), None, 0.0),
    ],
)
def test_an_intent_must_be_ahead_of_out_of_scope(
    ranking: tuple[tuple[str, float], ...], intent: str | None, confidence: float
) -> None:
    assert decide(ranking, threshold=0.1) == (intent, confidence)
