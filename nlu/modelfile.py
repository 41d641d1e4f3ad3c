"""The intent model as a file: arrays and JSON in one .npz, never a pickle, so that loading runs no code."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

FORMAT = 1


class ModelFileError(ValueError):
    """The file is missing, damaged or of another format: the message says which file and what."""


class About(Struct, frozen=True):
    """What the arrays belong to.

    `model_id` is a hash of the training data and the parameters. A text has no intent when its best one is
    ahead of out_of_scope by less than `threshold` in probability. Measured on held-out folds:
    `false_rejection` is the share of rightly understood lines that this cost, `oos_recall` the share of
    out-of-scope lines that it caught, `accuracy` that of the intents before it.
    """

    format: int
    model_id: str
    classes: tuple[str, ...]
    threshold: float
    false_rejection: float
    oos_recall: float
    accuracy: float
    word_weight: float
    characters: tuple[str, ...]
    words: tuple[str, ...]


class Model(Struct, frozen=True):
    """`idf`: (features,), characters before words. `weights`: (features, classes). `bias`: (classes,)."""

    about: About
    idf: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]


def save(model: Model, path: Path) -> None:
    """Writes `model` whole or not at all: readers see the old file or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}.new")
    about = np.frombuffer(msgspec.json.encode(model.about), dtype=np.uint8)
    with draft.open("wb") as file:
        np.savez(file, about=about, idf=model.idf, weights=model.weights, bias=model.bias)
    draft.replace(path)


def load(path: Path) -> Model:
    """The model at `path`. Raises `ModelFileError`."""
    try:
        with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
            about = msgspec.json.decode(arrays["about"].tobytes(), type=About)
            model = Model(about, arrays["idf"], arrays["weights"], arrays["bias"])
    except OSError as problem:
        raise ModelFileError(f"{path}: cannot be read: {problem.strerror or problem}") from None
    except (ValueError, KeyError, EOFError, zipfile.BadZipFile) as problem:
        raise ModelFileError(f"{path}: not an intent model: {problem}") from None
    _check(model, path)
    return model


def _check(model: Model, path: Path) -> None:
    about = model.about
    features, classes = len(about.characters) + len(about.words), len(about.classes)
    shapes: dict[str, tuple[Any, Any]] = {
        "idf": (model.idf.shape, (features,)),
        "weights": (model.weights.shape, (features, classes)),
        "bias": (model.bias.shape, (classes,)),
    }
    if about.format != FORMAT:
        raise ModelFileError(f"{path}: format {about.format}, this program reads {FORMAT}: train again")
    for name, (found, wanted) in shapes.items():
        if found != wanted:
            raise ModelFileError(f"{path}: {name} has shape {found}, not {wanted}")
