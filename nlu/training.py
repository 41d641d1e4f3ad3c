"""Trains the embedded models with scikit-learn, which is not imported while serving.

One model tells intents and danger, a second one the language of a text that its script does not tell.
`python -m nlu.training MODEL [--encoder FOLDER] FILES` does it in a process of its own: it forks, and its
gigabytes go with it.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from nlu import corpus
from nlu.beside import beside
from nlu.calibration import calibrate, held_out, scale_of
from nlu.corpus import Example
from nlu.encoder import Encoder
from nlu.fitting import Lines, Trained
from nlu.modelfile import FORMAT, About, Model, Shape, Weights, save
from nlu.recipe import model_id
from nlu.vocabulary import vocabularies


def train(paths: Sequence[Path], encoder: Encoder | None = None) -> tuple[Model, Trained]:
    """The model of the training files, and the scikit-learn model of its intents that it was exported from.

    The same files give the same model. Raises `DataFileError` for a malformed file, `ChildProcessError` when
    a process beside this one fails.
    """
    examples = corpus.read(paths).examples
    languages = beside(lambda: _languages(examples))
    lines = Lines.of_intents(examples, encoder)
    calibration = beside(lambda: calibrate(lines))
    intents = Trained(lines)
    measured, (shape, weights) = calibration(), languages()
    about = About(
        format=FORMAT,
        model_id=model_id(paths, encoder.name if encoder else ""),
        alarm=measured.alarm,
        threshold=measured.threshold,
        alarm_recall=measured.alarm_recall,
        false_alarms=measured.false_alarms,
        false_rejection=measured.false_rejection,
        oos_recall=measured.oos_recall,
        accuracy=measured.accuracy,
        intents=intents.shape(lines, measured.scale),
        pairs=intents.shape_of_pairs(lines),
        languages=shape,
    )
    return Model(about, intents.weights(), intents.weights_of_pairs(), weights), intents


def _languages(examples: Sequence[Example]) -> tuple[Shape, Weights]:
    lines = Lines.of_languages(examples, vocabularies())
    trained = Trained(lines)
    found, held = held_out(lines)
    return trained.shape(lines, scale_of(found, lines.labels[held])), trained.weights()


if __name__ == "__main__":
    asked = argparse.ArgumentParser(prog="python -m nlu.training")
    asked.add_argument("model", type=Path)
    asked.add_argument("--encoder", type=Path)
    asked.add_argument("files", type=Path, nargs="+")
    given = asked.parse_args()
    save(train(given.files, Encoder(given.encoder) if given.encoder else None)[0], given.model)
