"""The embedded back end: a linear intent model in a few arrays. Needs numpy alone."""

from __future__ import annotations

import math
from collections import Counter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlu.backend import Ranking
from nlu.features import character_grams, word_grams
from nlu.modelfile import Model, load


class Embedded:
    """Intents of folded texts. Equal to scikit-learn's `predict_proba` for the model that was trained."""

    name = "embedded"

    def __init__(self, model: Model) -> None:
        about = model.about
        self.model_id = about.model_id
        self.threshold = about.threshold
        self.classes = about.classes
        self._characters = {gram: at for at, gram in enumerate(about.characters)}
        offset = len(about.characters)
        self._words = {gram: offset + at for at, gram in enumerate(about.words)}
        self._word_weight = about.word_weight
        self._idf: list[float] = model.idf.tolist()
        self._weights = model.weights
        self._bias = model.bias.astype(np.float64)

    @classmethod
    def load(cls, path: Path) -> Embedded:
        """The back end for the model file at `path`. Raises `ModelFileError`."""
        return cls(load(path))

    def probabilities(self, folded: str) -> NDArray[np.float64]:
        """One probability for each of `classes`; they add up to 1."""
        at: list[int] = []
        values: list[float] = []
        self._add(character_grams(folded), self._characters, 1.0, at, values)
        self._add(word_grams(folded), self._words, self._word_weight, at, values)
        scores = self._bias
        if at:
            scores = scores + np.array(values) @ self._weights[at]
        odds: NDArray[np.float64] = np.exp(scores - scores.max())
        shares: NDArray[np.float64] = odds / odds.sum()
        return shares

    def _add(
        self, grams: list[str], known: dict[str, int], weight: float, at: list[int], values: list[float]
    ) -> None:
        """Appends one TF-IDF block of length `weight`: term frequencies are damped by a logarithm."""
        idf = self._idf
        counts = Counter(gram for gram in grams if gram in known)
        block = [(1.0 + math.log(count)) * idf[known[gram]] for gram, count in counts.items()]
        length = math.sqrt(sum(value * value for value in block))
        at.extend(known[gram] for gram in counts)
        values.extend(weight * value / length for value in block)

    async def rank(self, folded: str) -> Ranking:
        """Every intent with its probability, best first."""
        found = self.probabilities(folded)
        return tuple((self.classes[at], float(found[at])) for at in np.argsort(-found, kind="stable"))
