"""Trains the embedded intent model with scikit-learn, which is not imported while serving.

One joint model over all languages: as good as one a language, better for the small ones, and a resident may
mix them. What is unlike any intent is refused by a threshold that is measured, not guessed: see `calibrate`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from threadpoolctl import threadpool_limits  # scikit-learn depends on it

from nlu import corpus
from nlu.corpus import OUT_OF_SCOPE
from nlu.features import character_grams, word_grams
from nlu.modelfile import FORMAT, About, Model
from nlu.normalise import fold
from nlu.recipe import FALSE_REJECTION, FOLDS, STRENGTH, TOLERANCE, WORD_WEIGHT, model_id


class Trained:
    """A fitted scikit-learn model; its numbers are rounded to 32 bits, so that the file holds exactly it."""

    def __init__(self, texts: Sequence[str], intents: Sequence[str]) -> None:
        options: dict[str, Any] = {"sublinear_tf": True, "lowercase": False}
        self.characters = TfidfVectorizer(analyzer=character_grams, **options)
        self.words = TfidfVectorizer(analyzer=word_grams, **options)
        self.characters.fit(texts)
        self.words.fit(texts)
        self.classifier = LogisticRegression(
            C=STRENGTH, tol=TOLERANCE, max_iter=500, class_weight=_weights(intents)
        )
        with threadpool_limits(limits=1):  # one thread is faster at this size, and its sums are in one order
            self.classifier.fit(self._features(texts).astype(np.float32), intents)
        for part, name in ((self.classifier, "coef_"), (self.classifier, "intercept_")):
            setattr(part, name, getattr(part, name).astype(np.float32).astype(np.float64))
        for vectoriser in (self.characters, self.words):
            vectoriser.idf_ = vectoriser.idf_.astype(np.float32).astype(np.float64)

    @property
    def classes(self) -> tuple[str, ...]:
        return tuple(str(name) for name in self.classifier.classes_)

    def probabilities(self, folded: Sequence[str]) -> NDArray[np.float64]:
        """(texts, classes), by scikit-learn itself."""
        found: NDArray[np.float64] = self.classifier.predict_proba(self._features(folded))
        return found

    def _features(self, folded: Sequence[str]) -> Any:
        words = WORD_WEIGHT * self.words.transform(folded)
        return sparse.hstack([self.characters.transform(folded), words]).tocsr()


class Calibration(Struct, frozen=True):
    """What was measured on lines not trained on: see `About`."""

    threshold: float
    false_rejection: float
    oos_recall: float
    accuracy: float


def train(paths: Sequence[Path]) -> tuple[Model, Trained]:
    """The model of the training files, and the scikit-learn model that it was exported from.

    The same files give the same model. Raises `DataFileError` for a malformed file.
    """
    examples = corpus.read(paths).examples
    texts = [fold(example.text) for example in examples]
    intents = [example.intent for example in examples]
    trained = Trained(texts, intents)
    return _export(trained, model_id(paths), calibrate(texts, intents)), trained


def calibrate(texts: Sequence[str], intents: Sequence[str]) -> Calibration:
    """The threshold, by cross-validation.

    A text is refused when the best intent's probability exceeds that of out_of_scope by less than the
    threshold. It is set where `FALSE_REJECTION` of the lines whose best intent is the right one are refused:
    refusing a line that would be misunderstood is not false.
    """
    truth = np.array(intents)
    best, margin = truth.copy(), np.zeros(len(truth))
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    for fitted, held in folds.split(texts, intents):
        fold_model = Trained([texts[at] for at in fitted], [intents[at] for at in fitted])
        found = fold_model.probabilities([texts[at] for at in held])
        best[held], margin[held] = _best_and_margin(np.array(fold_model.classes), found)
    inside = truth != OUT_OF_SCOPE
    right = inside & (best == truth)
    threshold = float(np.quantile(margin[right], FALSE_REJECTION))
    refused = margin < threshold
    return Calibration(
        threshold=threshold,
        false_rejection=float(refused[right].mean()),
        oos_recall=float(refused[~inside].mean()),
        accuracy=float(right[inside].mean()),
    )


def _best_and_margin(
    classes: NDArray[Any], found: NDArray[np.float64]
) -> tuple[NDArray[Any], NDArray[np.float64]]:
    outside = classes == OUT_OF_SCOPE
    inside = found[:, ~outside]
    return classes[~outside][inside.argmax(axis=1)], inside.max(axis=1) - found[:, outside].sum(axis=1)


def _weights(intents: Sequence[str]) -> dict[str, float]:
    """Half-way between counting every line alike and every intent alike: some are asked more often."""
    weights = {intent: count**-0.5 for intent, count in Counter(intents).items()}
    mean = sum(weights.values()) / len(weights)
    return {intent: weight / mean for intent, weight in weights.items()}


def _export(trained: Trained, identity: str, measured: Calibration) -> Model:
    about = About(
        format=FORMAT,
        model_id=identity,
        classes=trained.classes,
        threshold=measured.threshold,
        false_rejection=measured.false_rejection,
        oos_recall=measured.oos_recall,
        accuracy=measured.accuracy,
        word_weight=WORD_WEIGHT,
        characters=tuple(trained.characters.get_feature_names_out()),
        words=tuple(trained.words.get_feature_names_out()),
    )
    idf = np.concatenate([trained.characters.idf_, trained.words.idf_]).astype(np.float32)
    weights = np.ascontiguousarray(trained.classifier.coef_.T, dtype=np.float32)
    return Model(about, idf, weights, trained.classifier.intercept_.astype(np.float32))
