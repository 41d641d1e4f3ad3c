"""The embedded back end: a linear model, and the sentence encoder when it was trained with one.

Danger is told from everything else first. Then the intents of that side are ranked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nlu.backend import Ranking
from nlu.danger import DangerScore
from nlu.encoder import Encoder
from nlu.features import INTENT_BLOCKS, PAIR_BLOCKS
from nlu.linear import Linear
from nlu.modelfile import Model, ModelFileError
from nlu.normalise import Folded

_EDGES = " /"


class Embedded:
    """Intents of texts."""

    name = "embedded"

    def __init__(self, model: Model, encoder: Encoder | None = None) -> None:
        """Raises `ModelFileError` when the model was trained with a sentence encoder and `encoder` is missing
        or another."""
        about = model.about
        wanted, size = about.intents.encoded, encoder.size if encoder else 0
        if wanted != size:
            raise ModelFileError(
                f"model {about.model_id}: trained with sentence vectors of {wanted} numbers, not of {size}; "
                "`python -m nlu train` makes one, with --encoder when there is one"
            )
        self.model_id = about.model_id
        self.threshold = about.threshold
        self.linear = Linear(about.intents, model.intents, {one.name: one.grams for one in INTENT_BLOCKS})
        self._pairs = Linear(about.pairs, model.pairs, {one.name: one.grams for one in PAIR_BLOCKS})
        self._alarm = about.alarm
        self._encoder = encoder
        self._danger = DangerScore(self.linear.classes)
        self._last: tuple[str, NDArray[np.float64]] | None = None

    async def rank(self, said: Folded) -> Ranking:
        """Intents with their probabilities, best first: those of danger or all others."""
        scores = await self._scores(said)
        return self._ranked(scores, self._danger.hazards if self._in_danger(scores) else self._danger.others)

    async def danger(self, said: Folded) -> Ranking:
        """The safety intents that the text calls for, likeliest first; none when there is no danger."""
        scores = await self._scores(said)
        return self._ranked(scores, self._danger.hazards) if self._in_danger(scores) else ()

    async def _scores(self, said: Folded) -> NDArray[np.float64]:
        """One score for each class. Those of the last text are kept: it is looked at twice."""
        last = self._last
        if last and last[0] == said.original:
            return last[1]
        encoded = None
        if self._encoder:
            encoded = (await asyncio.to_thread(self._encoder.encode, [said.original.strip(_EDGES)]))[0]
        text = said.text.strip(_EDGES)
        scores = self.linear.scores(text, encoded)
        self._danger.add(scores, self._pairs.scores(text))
        self._last = said.original, scores
        return scores

    def _in_danger(self, scores: NDArray[np.float64]) -> bool:
        return bool(self._danger.of(scores) >= self._alarm)

    def _ranked(self, scores: NDArray[np.float64], among: Sequence[int]) -> Ranking:
        shares = self.linear.shares(scores[among])
        classes = self.linear.classes
        return tuple((classes[among[at]], float(shares[at])) for at in np.argsort(-shares, kind="stable"))
