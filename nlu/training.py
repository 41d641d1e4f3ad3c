"""Trains the embedded models with scikit-learn, which is not imported while serving.

One joint model over all languages: as good as one a language, better for the small ones, and a resident may
mix them. Danger is told from everything else by a classifier of its own on the same features, so that
near misses teach it. Thresholds are measured, not guessed: see `calibrate`. A second model tells the
language of a text that its script does not tell.
"""

from __future__ import annotations

import pickle
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from scipy import sparse
from scipy.optimize import minimize_scalar
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from nlu import corpus
from nlu.corpus import DANGER, OUT_OF_SCOPE, Example, speaks_of_danger
from nlu.danger import DangerScore
from nlu.encoder import Encoder
from nlu.features import INTENT_BLOCKS, LANGUAGE_BLOCKS, Block
from nlu.modelfile import FORMAT, About, Grams, Model, Shape, Weights
from nlu.normalise import fold
from nlu.recipe import (
    ALARM_STRENGTH,
    ALARM_WEIGHT,
    FALSE_ALARMS,
    FALSE_REJECTION,
    HELD_OUT,
    RAREST,
    STRENGTH,
    TOLERANCE,
    model_id,
)
from nlu.vocabulary import Vocabulary, vocabularies

_SCALES = (0.5, 30.0)


class Counts(Struct, frozen=True):
    """How often each gram of one block stands in each line: (lines, grams), and the grams in order."""

    block: Block
    grams: NDArray[Any]
    counts: sparse.csr_matrix

    @classmethod
    def of(cls, block: Block, texts: Sequence[str]) -> Counts:
        """Counts the grams of texts."""
        counter = CountVectorizer(analyzer=block.grams, lowercase=False)
        counts = counter.fit_transform(texts)
        return cls(block, counter.get_feature_names_out(), counts.tocsr())

    def some(self, which: NDArray[Any]) -> Counts:
        """Those of the lines at these places."""
        return Counts(self.block, self.grams, self.counts[which])

    def only(self, grams: NDArray[Any]) -> sparse.csr_matrix:
        """(lines, grams): the counts of these grams alone, which are in order."""
        places = np.searchsorted(grams, self.grams)
        places[places == len(grams)] = 0
        known = np.flatnonzero(grams[places] == self.grams) if len(grams) else np.array([], dtype=np.int64)
        shape = (len(self.grams), len(grams))
        chosen = sparse.csr_matrix((np.ones(len(known)), (known, places[known])), shape=shape)
        return self.counts @ chosen


class Lines(Struct, frozen=True):
    """Training lines with their features; the encoder's vectors. `danger`: which of them call for a safety
    card, when that is to be learnt, too."""

    labels: NDArray[Any]
    blocks: tuple[Counts, ...]
    encoded: NDArray[np.float64] | None = None
    danger: NDArray[np.bool_] | None = None

    @classmethod
    def of_intents(cls, examples: Sequence[Example], encoder: Encoder | None = None) -> Lines:
        """Lines with their intents."""
        folded = [fold(example.text) for example in examples]
        encoded = encoder.encode([example.text for example in examples]) if encoder else None
        labels = np.array([example.intent for example in examples])
        danger = np.array([speaks_of_danger(example.intent) for example in examples])
        return cls(labels, tuple(Counts.of(block, folded) for block in INTENT_BLOCKS), encoded, danger)

    @classmethod
    def of_languages(cls, examples: Sequence[Example], known: Mapping[str, Vocabulary]) -> Lines:
        """Everyday lines, samples and common words with their languages. The many lines of danger would
        double the time and tell little more."""
        said = [
            (example.text, example.language) for example in examples if not speaks_of_danger(example.intent)
        ]
        for tag, each in known.items():
            said += [(text, tag) for text in (*each.samples, *each.common.split(), *each.letters)]
        texts = [text for text, _tag in said]
        blocks = tuple(Counts.of(block, texts) for block in LANGUAGE_BLOCKS)
        return cls(np.array([tag for _text, tag in said]), blocks)

    def some(self, which: NDArray[Any]) -> Lines:
        """The lines at these places."""
        encoded = None if self.encoded is None else self.encoded[which]
        danger = None if self.danger is None else self.danger[which]
        blocks = tuple(block.some(which) for block in self.blocks)
        return Lines(self.labels[which], blocks, encoded, danger)


class Trained:
    """A fitted scikit-learn model; its numbers are rounded to what the file holds, so that the file is
    exactly it."""

    def __init__(self, lines: Lines) -> None:
        self.grams: list[NDArray[Any]] = []
        self.transformers: list[TfidfTransformer] = []
        for block in lines.blocks:
            often = np.asarray((block.counts > 0).sum(axis=0)).ravel() >= RAREST
            self.grams.append(block.grams[often])
            transformer = TfidfTransformer(sublinear_tf=True).fit(block.counts[:, often])
            transformer.idf_ = transformer.idf_.astype(np.float32).astype(np.float64)
            self.transformers.append(transformer)
        self.encoded = 0 if lines.encoded is None else lines.encoded.shape[1]
        features = self._features(lines)
        self.classes = tuple(map(str, np.unique(lines.labels)))
        coef, bias = _fitted(features, lines.labels, STRENGTH, _weights(lines.labels))
        if lines.danger is not None:
            weights = {True: ALARM_WEIGHT, False: 1.0}
            its_coef, its_bias = _fitted(features, lines.danger, ALARM_STRENGTH, weights)
            self.classes = (*self.classes, DANGER)
            coef, bias = np.vstack([coef, its_coef]), np.append(bias, its_bias)
        self.coef = coef.astype(np.float16).astype(np.float64)
        self.bias = bias.astype(np.float32).astype(np.float64)

    def scores(self, lines: Lines) -> NDArray[np.float64]:
        """(lines, classes), as scikit-learn's decision functions give them."""
        found: NDArray[np.float64] = self._features(lines) @ self.coef.T + self.bias
        return found

    def shape(self, lines: Lines, scale: float) -> Shape:
        """What its numbers belong to; `lines` are those that it was trained on."""
        blocks = tuple(
            Grams(counts.block.name, counts.block.weight, tuple(grams))
            for counts, grams in zip(lines.blocks, self.grams, strict=True)
        )
        return Shape(self.classes, scale, blocks, self.encoded)

    def weights(self) -> Weights:
        """Its numbers."""
        idf = np.concatenate([transformer.idf_ for transformer in self.transformers]).astype(np.float32)
        weights = np.ascontiguousarray(self.coef.T, dtype=np.float16)
        return Weights(idf, weights, self.bias.astype(np.float32))

    def _features(self, lines: Lines) -> sparse.csr_matrix:
        parts = [
            counts.block.weight * transformer.transform(counts.only(grams))
            for counts, grams, transformer in zip(lines.blocks, self.grams, self.transformers, strict=True)
        ]
        if lines.encoded is not None:
            parts.append(sparse.csr_matrix(lines.encoded))
        return sparse.hstack(parts).tocsr()


class Calibration(Struct, frozen=True):
    """What was measured on lines not trained on: see `About`."""

    scale: float
    alarm: float
    threshold: float
    alarm_recall: float
    false_alarms: float
    false_rejection: float
    oos_recall: float
    accuracy: float


class _Half(Struct, frozen=True):
    """What is known of the intents beside their numbers, and the model that tells the language of a text."""

    measured: Calibration
    languages: Shape
    weights: Weights


def train(paths: Sequence[Path], encoder: Encoder | None = None) -> tuple[Model, Trained]:
    """The model of the training files, and the scikit-learn model of its intents that it was exported from.

    The same files give the same model; half of the work is done in a process beside this one. Raises
    `DataFileError` for a malformed file, `ChildProcessError` when that process fails.
    """
    examples = corpus.read(paths).examples
    command = [sys.executable, "-m", __name__, str(encoder.folder) if encoder else "", *map(str, paths)]
    with Popen(command, stdout=PIPE) as beside:  # noqa: S603 - this very module
        lines = Lines.of_intents(examples, encoder)
        intents = Trained(lines)
        answer = beside.communicate()[0]
    if beside.returncode:
        raise ChildProcessError(f"the other half of the training ended with {beside.returncode}")
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
        languages=half.languages,
    )
    return Model(about, intents.weights(), half.weights), intents


def _half(paths: Sequence[Path], encoder: Encoder | None) -> _Half:
    examples = corpus.read(paths).examples
    lines = Lines.of_languages(examples, vocabularies())
    languages = Trained(lines)
    found, held = _held_out(lines)
    shape = languages.shape(lines, _scale(found, lines.labels[held]))
    return _Half(calibrate(Lines.of_intents(examples, encoder)), shape, languages.weights())


def calibrate(lines: Lines) -> Calibration:
    """The scale of the scores and the thresholds, on lines held out.

    A text raises an alarm from a score on that `FALSE_ALARMS` of the ordinary lines reach. Of the other texts
    one is refused when the best intent's probability exceeds that of out_of_scope by less than the threshold.
    It is set where `FALSE_REJECTION` of the lines whose best intent is the right one are refused: refusing a
    line that would be misunderstood is not false.
    """
    classes = np.unique(lines.labels)
    found, held = _held_out(lines)
    lines = lines.some(held)
    scores, of_danger = found[:, :-1], DangerScore((*classes, DANGER)).of(found)
    dangerous = np.array([speaks_of_danger(name) for name in lines.labels])
    alarm = float(np.quantile(of_danger[~dangerous], 1.0 - FALSE_ALARMS))
    raised = of_danger >= alarm
    scale = _scale(scores, lines.labels)
    possible = np.array([speaks_of_danger(name) for name in classes]) == raised[:, np.newaxis]
    shares = _probabilities(np.where(possible, scale * scores, -np.inf))
    best, margin = _best_and_margin(classes, shares)
    inside = lines.labels != OUT_OF_SCOPE
    right = inside & (best == lines.labels)
    threshold = float(np.quantile(margin[right & ~raised], FALSE_REJECTION))
    refused = (margin < threshold) & ~raised
    return Calibration(
        scale=scale,
        alarm=alarm,
        threshold=threshold,
        alarm_recall=float(raised[dangerous].mean()),
        false_alarms=float(raised[~dangerous].mean()),
        false_rejection=float(refused[right & ~raised].mean()),
        oos_recall=float(refused[~inside].mean()),
        accuracy=float(right[inside].mean()),
    )


def _held_out(lines: Lines) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """(held lines, classes) by a model that was not trained on them, and which lines these are."""
    folds = StratifiedKFold(HELD_OUT, shuffle=True, random_state=0).split(lines.labels, lines.labels)
    fitted, held = next(folds)
    return Trained(lines.some(fitted)).scores(lines.some(held)), held


def _scale(scores: NDArray[np.float64], labels: NDArray[Any]) -> float:
    """What makes the probabilities of the truth likeliest (temperature scaling)."""
    truth = np.unique(labels, return_inverse=True)[1]

    def surprise(scale: float) -> float:
        right = _probabilities(scale * scores)[np.arange(len(truth)), truth]
        return float(-np.log(np.maximum(right, 1e-12)).mean())

    return float(minimize_scalar(surprise, bounds=_SCALES, method="bounded").x)


def _probabilities(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: NDArray[np.float64] = odds / odds.sum(axis=1, keepdims=True)
    return shares


def _best_and_margin(
    classes: NDArray[Any], found: NDArray[np.float64]
) -> tuple[NDArray[Any], NDArray[np.float64]]:
    outside = classes == OUT_OF_SCOPE
    inside = found[:, ~outside]
    return classes[~outside][inside.argmax(axis=1)], inside.max(axis=1) - found[:, outside].sum(axis=1)


def _fitted(
    features: Any, labels: NDArray[Any], strength: float, weights: Mapping[Any, float]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The numbers of a linear classifier: a row for each class, one for two."""
    classifier = LinearSVC(C=strength, class_weight=dict(weights), tol=TOLERANCE, random_state=0)
    classifier.fit(features, labels)
    return classifier.coef_, classifier.intercept_


def _weights(labels: NDArray[Any]) -> dict[str, float]:
    """Half-way between counting every line alike and every label alike: some are met more often."""
    weights = {str(label): count**-0.5 for label, count in Counter(labels).items()}
    mean = sum(weights.values()) / len(weights)
    return {label: weight / mean for label, weight in weights.items()}


if __name__ == "__main__":
    from nlu.training import _half as half  # by its own name, for who asked

    its_encoder = Encoder(Path(sys.argv[1])) if sys.argv[1] else None
    sys.stdout.buffer.write(pickle.dumps(half([Path(path) for path in sys.argv[2:]], its_encoder)))
