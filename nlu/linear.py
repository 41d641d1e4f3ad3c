"""A linear model over blocks of TF-IDF features, in a few arrays. Needs numpy alone."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from nlu.features import Grams
from nlu.modelfile import Shape, Weights


class Linear:
    """Its scores are those of the scikit-learn model that was trained. `grams` has the function of each
    block."""

    def __init__(self, shape: Shape, model: Weights, grams: Mapping[str, Grams]) -> None:
        self.classes = shape.classes
        self.encoded = shape.encoded
        self._scale = shape.scale
        self._blocks = []
        offset = 0
        for block in shape.blocks:
            rows = {gram: offset + at for at, gram in enumerate(block.grams)}
            self._blocks.append((grams[block.name], block.weight, rows))
            offset += len(block.grams)
        self._idf: list[float] = model.idf.tolist()
        self._weights = model.weights
        self._bias = model.bias.astype(np.float64)
        self._encoder_weights = model.weights[offset:].astype(np.float64)

    def scores(self, text: str, encoded: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
        """One margin for each of `classes`. `encoded` is the sentence encoder's vector."""
        at: list[int] = []
        values: list[float] = []
        for grams, weight, rows in self._blocks:
            self._add(grams(text), rows, weight, at, values)
        found = self._bias.copy()
        if at:
            found = found + np.array(values) @ self._weights[at].astype(np.float64)
        if encoded is not None:
            found = found + encoded @ self._encoder_weights
        return found

    def probabilities(self, text: str) -> NDArray[np.float64]:
        """One probability for each of `classes`; they add up to 1."""
        return self.shares(self.scores(text))

    def shares(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """The probabilities of some classes, of which one is right; they add up to 1."""
        logits = self._scale * scores
        odds: NDArray[np.float64] = np.exp(logits - logits.max())
        shares: NDArray[np.float64] = odds / odds.sum()
        return shares

    def _add(
        self, grams: list[str], rows: dict[str, int], weight: float, at: list[int], values: list[float]
    ) -> None:
        """Appends one TF-IDF block of length `weight`: term frequencies are damped by a logarithm."""
        idf = self._idf
        counts = Counter(gram for gram in grams if gram in rows)
        block = [(1.0 + math.log(count)) * idf[rows[gram]] for gram, count in counts.items()]
        length = math.sqrt(sum(value * value for value in block))
        at.extend(rows[gram] for gram in counts)
        values.extend(weight * value / length for value in block)
