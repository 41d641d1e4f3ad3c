"""What a back end gives the pipeline, and how its probabilities become one intent or none."""

from __future__ import annotations

from typing import Protocol

from nlu.corpus import OUT_OF_SCOPE
from nlu.normalise import Folded

Ranking = tuple[tuple[str, float], ...]
"""Intents with their probabilities, best first."""


class BackendError(Exception):
    """The back end gave no answer; the message says why, without the resident's text."""


class Backend(Protocol):
    """Ranks the intents of a text. `threshold` belongs to the back end: the probabilities of different back
    ends are not on one scale."""

    name: str
    model_id: str
    threshold: float

    async def rank(self, said: Folded) -> Ranking:
        """Every intent of the text, `out_of_scope` among them. Never called with a text without a letter.

        Raises `BackendError` when the back end cannot answer now.
        """


class Alarm(Protocol):
    """The second net below the fixed words of danger."""

    async def danger(self, said: Folded) -> Ranking:
        """The safety intents that the text calls for, likeliest first; none when there is no danger."""


def decide(ranking: Ranking, threshold: float) -> tuple[str | None, float]:
    """The intent that fits and its probability.

    None when the best intent is ahead of out_of_scope by less than `threshold`; the probability told is still
    that of the best intent.
    """
    outside = sum(score for name, score in ranking if name == OUT_OF_SCOPE)
    best = next(((name, score) for name, score in ranking if name != OUT_OF_SCOPE), None)
    if best is None:
        return None, 0.0
    name, score = best
    return (name if score - outside >= threshold else None), score
