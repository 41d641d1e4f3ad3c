"""Training lines with their features, and the linear classifiers that scikit-learn fits to them.

One joint model over all languages: as good as one a language, better for the small ones, and a resident may
mix them. Danger is told from everything else by a classifier of its own on the same features, so that
near misses teach it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.svm import LinearSVC

from nlu.corpus import DANGER, Example, speaks_of_danger
from nlu.encoder import Encoder
from nlu.features import INTENT_BLOCKS, LANGUAGE_BLOCKS, Block
from nlu.modelfile import Grams, Shape, Weights
from nlu.normalise import fold
from nlu.recipe import ALARM_STRENGTH, ALARM_WEIGHT, RAREST, STRENGTH, TOLERANCE
from nlu.vocabulary import Vocabulary


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
