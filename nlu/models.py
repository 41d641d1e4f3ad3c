"""Where the embedded model is kept: one file a recipe, trained the first time it is asked for."""

from __future__ import annotations

import fcntl
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from nlu import corpus
from nlu.encoder import Encoder
from nlu.modelfile import load
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
            corpus.read(sources)
            _train(path, sources, encoder)
            load(path)
    return path


def _train(path: Path, sources: Sequence[Path], encoder: Encoder | None) -> None:
    """In a process of its own: see `nlu.training`."""
    helped = ("--encoder", str(encoder.folder)) if encoder else ()
    command = [sys.executable, "-m", "nlu.training", str(path), *map(str, sources), *helped]
    subprocess.run(command, check=True)  # noqa: S603 - our own module


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
