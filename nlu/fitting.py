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

from nlu.beside import beside
from nlu.corpus import DANGER, Example, speaks_of_danger
from nlu.danger import DangerScore
from nlu.encoder import Encoder
from nlu.features import INTENT_BLOCKS, LANGUAGE_BLOCKS, PAIR_BLOCKS, Block
from nlu.modelfile import Grams, Shape, Weights
from nlu.normalise import fold
from nlu.recipe import ALARM_FLOOR, ALARM_STRENGTH, ALARM_WEIGHT, RAREST, STRENGTH, TOLERANCE
from nlu.vocabulary import Vocabulary

_OTHER = "~"  # comes after every class


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
    card, when that is to be learnt, too, and `pairs`, the features that only this looks at."""

    labels: NDArray[Any]
    blocks: tuple[Counts, ...]
    encoded: NDArray[np.float64] | None = None
    danger: NDArray[np.bool_] | None = None
    pairs: tuple[Counts, ...] = ()

    @classmethod
    def of_intents(cls, examples: Sequence[Example], encoder: Encoder | None = None) -> Lines:
        """Lines with their intents."""
        folded = [fold(example.text) for example in examples]
        encoded = encoder.encode([example.text for example in examples]) if encoder else None
        labels = np.array([example.intent for example in examples])
        danger = np.array([speaks_of_danger(example.intent) for example in examples])
        blocks, pairs = (
            tuple(Counts.of(block, folded) for block in each) for each in (INTENT_BLOCKS, PAIR_BLOCKS)
        )
        return cls(labels, blocks, encoded, danger, pairs)

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
        blocks, pairs = (tuple(block.some(which) for block in each) for each in (self.blocks, self.pairs))
        return Lines(self.labels[which], blocks, encoded, danger, pairs)


class Tfidf:
    """Weighs the features of some blocks as the lines that it was made of have them."""

    def __init__(self, blocks: Sequence[Counts]) -> None:
        self.grams: list[NDArray[Any]] = []
        self._transformers: list[TfidfTransformer] = []
        for block in blocks:
            often = np.asarray((block.counts > 0).sum(axis=0)).ravel() >= RAREST
            self.grams.append(block.grams[often])
            transformer = TfidfTransformer(sublinear_tf=True).fit(block.counts[:, often])
            transformer.idf_ = transformer.idf_.astype(np.float32).astype(np.float64)
            self._transformers.append(transformer)

    def of(self, blocks: Sequence[Counts]) -> list[sparse.csr_matrix]:
        """(lines, grams) of each block."""
        return [
            counts.block.weight * transformer.transform(counts.only(grams))
            for counts, grams, transformer in zip(blocks, self.grams, self._transformers, strict=True)
        ]

    def shapes(self, blocks: Sequence[Counts]) -> tuple[Grams, ...]:
        """The grams that are weighed."""
        return tuple(
            Grams(counts.block.name, counts.block.weight, tuple(grams))
            for counts, grams in zip(blocks, self.grams, strict=True)
        )

    def weights(self, coef: NDArray[np.float64], bias: NDArray[np.float64]) -> Weights:
        """With the numbers of a linear model: (classes, features) and (classes,)."""
        idf = np.concatenate([transformer.idf_ for transformer in self._transformers]).astype(np.float32)
        return Weights(idf, np.ascontiguousarray(coef.T, dtype=np.float16), bias.astype(np.float32))


class Trained:
    """Fitted scikit-learn models; their numbers are rounded to what the file holds, so that the file is
    exactly them."""

    def __init__(self, lines: Lines) -> None:
        self._tfidf, self._of_pairs = Tfidf(lines.blocks), Tfidf(lines.pairs)
        self.encoded = 0 if lines.encoded is None else lines.encoded.shape[1]
        features = self._features(lines)
        self.classes = tuple(map(str, np.unique(lines.labels)))
        coef, bias = _fitted_classes(features, lines.labels)
        self._pairs_coef = np.zeros((1, 0))
        if lines.danger is not None:
            its_coef, its_bias = _fitted_danger(
                sparse.hstack([features, *self._of_pairs.of(lines.pairs)]).tocsr(), lines.danger
            )
            own = features.shape[1]
            coef, bias = np.vstack([coef, its_coef[:, :own]]), np.append(bias, its_bias)
            self.classes = (*self.classes, DANGER)
            self._pairs_coef = _rounded(its_coef[:, own:])
        self._coef = _rounded(coef)
        self._bias = bias.astype(np.float32).astype(np.float64)

    def scores(self, lines: Lines) -> NDArray[np.float64]:
        """(lines, classes), as scikit-learn's decision functions give them."""
        found: NDArray[np.float64] = self._features(lines) @ self._coef.T + self._bias
        if lines.danger is not None:
            pairs = sparse.hstack(self._of_pairs.of(lines.pairs)).tocsr()
            DangerScore(self.classes).add(found, pairs @ self._pairs_coef.T)
        return found

    def shape(self, lines: Lines, scale: float) -> Shape:
        """What its numbers belong to; `lines` are those that it was trained on."""
        return Shape(self.classes, scale, self._tfidf.shapes(lines.blocks), self.encoded)

    def shape_of_pairs(self, lines: Lines) -> Shape:
        """The same for the pairs of words, which add to the score of danger."""
        return Shape((DANGER,), 1.0, self._of_pairs.shapes(lines.pairs))

    def weights(self) -> Weights:
        """Its numbers."""
        return self._tfidf.weights(self._coef, self._bias)

    def weights_of_pairs(self) -> Weights:
        """Those of the pairs of words."""
        return self._of_pairs.weights(self._pairs_coef, np.zeros(1))

    def _features(self, lines: Lines) -> sparse.csr_matrix:
        parts = self._tfidf.of(lines.blocks)
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


def _fitted_classes(features: Any, labels: NDArray[Any]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Each class against all others, half of them in a process beside this one."""
    classes = np.unique(labels)
    half = len(classes) // 2
    theirs = beside(lambda: _fitted_some(features, labels, classes[:half]))
    parts = [_fitted_some(features, labels, classes[half:]), theirs()]
    return np.vstack([coef for coef, _ in parts[::-1]]), np.concatenate([bias for _, bias in parts[::-1]])


def _fitted_some(
    features: Any, labels: NDArray[Any], classes: NDArray[Any]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    known = np.isin(labels, classes)
    weights = {**_weights(labels), _OTHER: 1.0}
    own = {name: weights[name] for name in (*map(str, classes), _OTHER)}
    coef, bias = _fitted(features, np.where(known, labels, _OTHER), STRENGTH, own)
    return (coef[:-1], bias[:-1]) if len(classes) > 1 else (-coef, -bias)  # of two, scikit-learn has the last


def _fitted_danger(
    features: Any, danger: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Danger against everything else. Each feature is as loud as it tells the two apart by itself, which
    suits short texts (naive Bayes features: Wang and Manning, ACL 2012)."""
    here, elsewhere = (
        np.asarray(abs(features[side]).sum(axis=0)).ravel() + 1.0 for side in (danger, ~danger)
    )
    loudness = ALARM_FLOOR + np.abs(np.log((here / here.sum()) / (elsewhere / elsewhere.sum())))
    weights = {True: ALARM_WEIGHT, False: 1.0}
    coef, bias = _fitted(features @ sparse.diags(loudness), danger, ALARM_STRENGTH, weights)
    return coef * loudness, bias


def _rounded(coef: NDArray[np.float64]) -> NDArray[np.float64]:
    return coef.astype(np.float16).astype(np.float64)


def _weights(labels: NDArray[Any]) -> dict[str, float]:
    """Half-way between counting every line alike and every label alike: some are met more often."""
    weights = {str(label): count**-0.5 for label, count in Counter(labels).items()}
    mean = sum(weights.values()) / len(weights)
    return {label: weight / mean for label, weight in weights.items()}
