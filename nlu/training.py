"""Trains the embedded models with scikit-learn, which is not imported while serving.

One model tells intents and danger, a second one the language of a text that its script does not tell.
"""

from __future__ import annotations

import pickle
import sys
from collections.abc import Sequence
from pathlib import Path
from subprocess import PIPE, Popen

from msgspec import Struct

from nlu import corpus
from nlu.calibration import Calibration, calibrate, held_out, scale_of
from nlu.encoder import Encoder
from nlu.fitting import Lines, Trained
from nlu.modelfile import FORMAT, About, Model, Shape, Weights
from nlu.recipe import model_id
from nlu.vocabulary import vocabularies


class _Half(Struct, frozen=True):
    """What is known of the intents beside their numbers, and the model that tells the language of a text."""

    measured: Calibration
    languages: Shape
    weights: Weights


def train(paths: Sequence[Path], encoder: Encoder | None = None) -> tuple[Model, Trained]:
    """The model of the training files, and the scikit-learn model of its intents that it was exported from.

    The same files give the same model. Half of the work is done in a process beside this one, which counts
    the features once more: that takes less time than to hand them over. Raises `DataFileError` for a
    malformed file, `ChildProcessError` when that process fails.
    """
    examples = corpus.read(paths).examples
    command = [sys.executable, "-m", __name__, str(encoder.folder) if encoder else "", *map(str, paths)]
    with Popen(command, stdout=PIPE) as beside:  # noqa: S603 - this very module
        lines = Lines.of_intents(examples, encoder)
        intents = Trained(lines)
        answer = beside.communicate()[0]
    if beside.returncode:
        raise ChildProcessError(
            f"a process of the training ended with {beside.returncode}; it needs some 2 GB of memory"
        )
    half: _Half = pickle.loads(answer)  # noqa: S301 - of our own process
    measured = half.measured
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
        languages=half.languages,
    )
    return Model(about, intents.weights(), intents.weights_of_pairs(), half.weights), intents


def _half(paths: Sequence[Path], encoder: Encoder | None) -> _Half:
    examples = corpus.read(paths).examples
    lines = Lines.of_languages(examples, vocabularies())
    languages = Trained(lines)
    found, held = held_out(lines)
    shape = languages.shape(lines, scale_of(found, lines.labels[held]))
    return _Half(calibrate(Lines.of_intents(examples, encoder)), shape, languages.weights())


if __name__ == "__main__":
    from nlu.training import _half as half  # by its own name, for who asked

    its_encoder = Encoder(Path(sys.argv[1])) if sys.argv[1] else None
    sys.stdout.buffer.write(pickle.dumps(half([Path(path) for path in sys.argv[2:]], its_encoder)))
