"""The embedded back end: a linear model, and the sentence encoder when it was trained with one.

Danger is told from everything else first. Then the intents of that side are ranked.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from nlu.backend import Ranking
from nlu.danger import DangerScore, stretches
from nlu.encoder import Encoder
from nlu.features import INTENT_BLOCKS, PAIR_BLOCKS
from nlu.linear import Linear
from nlu.modelfile import Model, ModelFileError
from nlu.normalise import Folded

_EDGES = " /"


class _Scores(Struct, frozen=True):
    """One for each class: of the whole text, and of the stretch of it that speaks most of danger."""

    whole: NDArray[np.float64]
    worst: NDArray[np.float64]


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
        self._last: tuple[str, _Scores] | None = None

    async def rank(self, said: Folded) -> Ranking:
        """Intents with their probabilities, best first: those of danger or all others."""
        found = await self._scores(said)
        return self._ranked_danger(found) or self._ranked(found.whole, self._danger.others)

    async def danger(self, said: Folded) -> Ranking:
        """The safety intents that the text calls for, likeliest first; none when there is no danger."""
        return self._ranked_danger(await self._scores(said))

    async def _scores(self, said: Folded) -> _Scores:
        """Those of the last text are kept: it is looked at twice."""
        last = self._last
        if last and last[0] == said.original:
            return last[1]
        encoded = None
        if self._encoder:
            encoded = (await asyncio.to_thread(self._encoder.encode, [said.original.strip(_EDGES)]))[0]
        text = said.text.strip(_EDGES)
        pieces = [self.scores(piece, encoded) for piece in stretches(text)]
        whole = pieces[0] if len(pieces) == 1 else self.scores(text, encoded)
        found = _Scores(whole, max(pieces, key=self._danger.of))
        self._last = said.original, found
        return found

    def scores(self, text: str, encoded: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
        """One for each class of a folded text; `encoded` is the sentence encoder's vector."""
        scores = self.linear.scores(text, encoded)
        self._danger.add(scores, self._pairs.scores(text))
        return scores

    def _ranked_danger(self, found: _Scores) -> Ranking:
        alarmed = self._danger.of(found.worst) >= self._alarm
        return self._ranked(found.worst, self._danger.hazards) if alarmed else ()

    def _ranked(self, scores: NDArray[np.float64], among: Sequence[int]) -> Ranking:
        shares = self.linear.shares(scores[among])
        classes = self.linear.classes
        return tuple((classes[among[at]], float(shares[at])) for at in np.argsort(-shares, kind="stable"))
