"""Trains the embedded intent model with scikit-learn, which is not imported while serving.

One joint model over all languages: as good as one a language, better for the small ones, and a resident may
mix them. The threshold below which a text has no intent is not guessed: it is the one that costs
`FALSE_REJECTION` of the in-scope lines on held-out folds.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from nlu import corpus
from nlu.corpus import OUT_OF_SCOPE, Example
from nlu.features import CHARACTERS, WORDS, character_grams, word_grams
from nlu.modelfile import FORMAT, About, Model
from nlu.normalise import fold

FALSE_REJECTION = 0.05
FOLDS = 3
STRENGTH = 10.0  # scikit-learn's C
MAX_ITERATIONS = 300
TOLERANCE = 1e-3
_PARAMETERS = ("tfidf", CHARACTERS, WORDS, STRENGTH, MAX_ITERATIONS, TOLERANCE, FALSE_REJECTION, FOLDS, FORMAT)


class Trained:
    """A fitted pipeline; its weights are rounded to 32 bits, so that the file holds exactly this model."""

    def __init__(self, texts: Sequence[str], intents: Sequence[str]) -> None:
        options: dict[str, Any] = {"sublinear_tf": True, "lowercase": False, "token_pattern": None}
        self.characters = TfidfVectorizer(analyzer=character_grams, **options)
        self.words = TfidfVectorizer(analyzer=word_grams, **options)
        features = sparse.hstack([self.characters.fit_transform(texts), self.words.fit_transform(texts)]).tocsr()
        self.classifier = LogisticRegression(C=STRENGTH, max_iter=MAX_ITERATIONS, tol=TOLERANCE)
        self.classifier.fit(features, intents)
        for part, name in (
            (self.classifier, "coef_"),
            (self.classifier, "intercept_"),
            (self.characters, "idf_"),
            (self.words, "idf_"),
        ):
            setattr(part, name, getattr(part, name).astype(np.float32).astype(np.float64))

    @property
    def classes(self) -> tuple[str, ...]:
        return tuple(str(name) for name in self.classifier.classes_)

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """(texts, classes), by scikit-learn itself."""
        features = sparse.hstack([self.characters.transform(texts), self.words.transform(texts)]).tocsr()
        found: NDArray[np.float64] = self.classifier.predict_proba(features)
        return found


def model_id(paths: Sequence[Path]) -> str:
    """A hash of the training files and the parameters: 12 hexadecimal digits."""
    digest = hashlib.sha256(repr(_PARAMETERS).encode())
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def train(paths: Sequence[Path]) -> tuple[Model, Trained]:
    """The model of the training files, and the scikit-learn pipeline that it was exported from.

    The same files give the same model. Raises `DataFileError` for a malformed file.
    """
    examples = corpus.read(paths).examples
    texts = [fold(example.text) for example in examples]
    intents = [example.intent for example in examples]
    calibration = _calibrate(texts, intents)
    trained = Trained(texts, intents)
    return _export(trained, model_id(paths), *calibration), trained


def _calibrate(texts: list[str], intents: list[str]) -> tuple[float, float, float, float]:
    """Threshold, false rejection, recall of out of scope and accuracy, measured on lines not trained on."""
    truth, rank = np.array(intents), StratifiedKFold(FOLDS, shuffle=True, random_state=0)
    guess, score = truth.copy(), np.zeros(len(truth))
    for fitted, held in rank.split(texts, intents):
        fold_model = Trained([texts[at] for at in fitted], [intents[at] for at in fitted])
        found = fold_model.probabilities([texts[at] for at in held])
        guess[held] = np.array(fold_model.classes)[found.argmax(axis=1)]
        score[held] = np.where(guess[held] == OUT_OF_SCOPE, 0.0, found.max(axis=1))
    inside = truth != OUT_OF_SCOPE
    threshold = float(np.quantile(score[inside], FALSE_REJECTION))
    rejected = score < threshold
    accuracy = float((guess[inside] == truth[inside]).mean())
    return threshold, float(rejected[inside].mean()), float(rejected[~inside].mean()), accuracy


def _export(trained: Trained, identity: str, threshold: float, frr: float, recall: float, accuracy: float) -> Model:
    about = About(
        format=FORMAT,
        model_id=identity,
        classes=trained.classes,
        threshold=threshold,
        false_rejection=frr,
        oos_recall=recall,
        accuracy=accuracy,
        characters=tuple(trained.characters.get_feature_names_out()),
        words=tuple(trained.words.get_feature_names_out()),
    )
    idf = np.concatenate([trained.characters.idf_, trained.words.idf_]).astype(np.float32)
    weights = np.ascontiguousarray(trained.classifier.coef_.T, dtype=np.float32)
    return Model(about, idf, weights, trained.classifier.intercept_.astype(np.float32))


def dataset_of(examples: Sequence[Example]) -> tuple[list[str], list[str]]:
    """Folded texts and their intents."""
    return [fold(example.text) for example in examples], [example.intent for example in examples]
