"""Where the embedded model is kept: one file a recipe, trained the first time it is asked for."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from nlu import corpus
from nlu.encoder import Encoder
from nlu.modelfile import load, save
from nlu.recipe import model_id


def model_path(folder: Path, paths: Sequence[Path] | None = None, encoder: Encoder | None = None) -> Path:
    """The file in `folder` for the training files as they are now, whether or not it exists."""
    return folder / f"intents-{model_id(paths or corpus.files(), encoder.name if encoder else '')}.npz"


def ensure(folder: Path, paths: Sequence[Path] | None = None, encoder: Encoder | None = None) -> Path:
    """The model file for the training files as they are now; when it is not there, training takes seconds.

    Several processes may ask at once: one trains, the others wait. Raises `DataFileError` for a malformed
    training file, `ModelFileError` for a damaged model.
    """
    sources = tuple(paths or corpus.files())
    path = model_path(folder, sources, encoder)
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    with _locked(path.with_suffix(".lock")):
        if not path.exists():
            from nlu.training import train  # scikit-learn is not imported while serving

            save(train(sources, encoder)[0], path)
            load(path)
    return path


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
