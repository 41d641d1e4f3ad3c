"""A sentence model in a folder helps the classifier, and only the one that it was trained with."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from nlu.embedded import Embedded
from nlu.encoder import Encoder, EncoderError
from nlu.modelfile import ModelFileError, load
from nlu.models import ensure
from nlu.normalise import folded
from nlu.recipe import ENCODED_WEIGHT
from tests.unit.nlu.conftest import HELD_OUT
from tests.unit.nlu.tiny_encoder import SIZE, make

SMALL = (HELD_OUT / "lines" / "en.yml",)


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    return Encoder(make(tmp_path_factory.mktemp("tiny")))


def test_every_text_gets_a_vector_of_one_length(encoder: Encoder) -> None:
    vectors = encoder.encode(["when is my bin", "help", "", "🙂"])
    assert vectors.shape == (4, SIZE)
    assert np.allclose(np.linalg.norm(vectors, axis=1), ENCODED_WEIGHT)
    assert np.allclose(encoder.encode(["help"])[0], vectors[1])  # the others' length does not matter


def test_no_text_gives_no_vector(encoder: Encoder) -> None:
    assert encoder.encode([]).shape == (0, SIZE)


async def test_a_model_trained_with_it_needs_it(encoder: Encoder, tmp_path: Path) -> None:
    path = ensure(tmp_path, SMALL, encoder)
    assert path != ensure(tmp_path, SMALL)
    ranking = await Embedded(load(path), encoder).rank(folded("when is my bin collected"))
    assert ranking[0][0] == "bins.next"
    with pytest.raises(ModelFileError, match="trained with sentence vectors of 4 numbers, not of 0"):
        Embedded(load(path))


def test_a_model_trained_without_it_is_told_apart(encoder: Encoder, tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="trained with sentence vectors of 0 numbers, not of 4"):
        Embedded(load(ensure(tmp_path, SMALL)), encoder)


@pytest.mark.parametrize("name", ["model.onnx", "tokenizer.json"])
def test_a_damaged_folder_is_named(tmp_path: Path, name: str) -> None:
    folder = make(tmp_path / "tiny")
    (folder / name).write_bytes(b"torn")
    with pytest.raises(EncoderError, match=r"tiny: cannot be loaded"):
        Encoder(folder)
    (folder / name).unlink()
    with pytest.raises(EncoderError, match=r"tiny: model\.onnx and tokenizer\.json are needed"):
        Encoder(folder)
