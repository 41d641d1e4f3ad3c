"""The trained models as a file: arrays and JSON in one .npz, never a pickle, so that loading runs no code."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

FORMAT = 5


class ModelFileError(ValueError):
    """The file is missing, damaged or of another format: the message says which file and what."""


class Grams(Struct, frozen=True):
    """The features of one block in the order of their rows, and the block's weight."""

    name: str
    weight: float
    grams: tuple[str, ...]


class Shape(Struct, frozen=True):
    """What the arrays of a linear model belong to. Scores times `scale` are the logarithms of odds. `encoded`
    is the length of the sentence encoder's vector, 0 when none takes part."""

    classes: tuple[str, ...]
    scale: float
    blocks: tuple[Grams, ...]
    encoded: int = 0

    @property
    def grams(self) -> int:
        """How many features come from the text itself."""
        return sum(len(block.grams) for block in self.blocks)


class About(Struct, frozen=True):
    """`model_id` is a hash of the training data and the parameters. A text speaks of danger when its score
    for that is `alarm` at least. Another text has no intent when its best one is ahead of out_of_scope by
    less than `threshold` in probability.

    Measured on lines held out: `alarm_recall` is the share of lines of danger that raise an alarm,
    `false_alarms` that of the others; `false_rejection` is the share of rightly understood lines that the
    threshold cost, `oos_recall` the share of out-of-scope lines that it caught, `accuracy` that of the
    intents before it."""

    format: int
    model_id: str
    alarm: float
    threshold: float
    alarm_recall: float
    false_alarms: float
    false_rejection: float
    oos_recall: float
    accuracy: float
    intents: Shape
    pairs: Shape
    languages: Shape


class Weights(Struct, frozen=True):
    """`idf`: one for each gram, block after block. `weights`: (features, classes), the encoder's rows last.
    `bias`: (classes,)."""

    idf: NDArray[np.float32]
    weights: NDArray[np.float16]
    bias: NDArray[np.float32]


class Model(Struct, frozen=True):
    """The intents' model, what pairs of words add to its score of danger, and the languages' model."""

    about: About
    intents: Weights
    pairs: Weights
    languages: Weights


_MODELS = ("intents", "pairs", "languages")
_PARTS = ("idf", "weights", "bias")


def save(model: Model, path: Path) -> None:
    """Writes `model` whole or not at all: readers see the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    arrays: dict[str, Any] = {"about": np.frombuffer(msgspec.json.encode(model.about), dtype=np.uint8)}
    for name in _MODELS:
        arrays |= {f"{name}_{part}": getattr(getattr(model, name), part) for part in _PARTS}
    with draft.open("wb") as file:
        np.savez(file, **arrays)
    draft.replace(path)


def load(path: Path) -> Model:
    """The models at `path`. Raises `ModelFileError`."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            about = _about(arrays["about"].tobytes(), path)
            models = {name: Weights(*(arrays[f"{name}_{part}"] for part in _PARTS)) for name in _MODELS}
    except OSError as problem:
        raise ModelFileError(f"{path}: cannot be read: {problem.strerror or problem}") from None
    except ModelFileError:
        raise
    except (ValueError, KeyError, EOFError, zipfile.BadZipFile) as problem:
        raise ModelFileError(f"{path}: not an intent model: {problem}") from None
    for name, weights in models.items():
        _check(name, getattr(about, name), weights, path)
    return Model(about, **models)


def _about(raw: bytes, path: Path) -> About:
    written = msgspec.json.decode(raw).get("format")
    if written != FORMAT:
        raise ModelFileError(f"{path}: format {written}, this program reads {FORMAT}: train again")
    return msgspec.json.decode(raw, type=About)


def _check(name: str, shape: Shape, model: Weights, path: Path) -> None:
    classes = len(shape.classes)
    wanted: dict[str, tuple[int, ...]] = {
        "idf": (shape.grams,),
        "weights": (shape.grams + shape.encoded, classes),
        "bias": (classes,),
    }
    for part, size in wanted.items():
        found = getattr(model, part).shape
        if found != size:
            raise ModelFileError(f"{path}: {part} of the {name} has shape {found}, not {size}")
