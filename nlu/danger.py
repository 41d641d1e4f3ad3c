"""How much the scores of the intent model speak of danger."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nlu.corpus import DANGER, speaks_of_danger
from nlu.normalise import is_chinese
from nlu.recipe import HAZARD_SHARE, ORDINARY_SHARE
from nlu.tokens import tokens

_STRETCH = 20


class DangerScore:
    """Reads the scores of `classes`: the intents, and `DANGER` for danger against everything else."""

    def __init__(self, classes: Sequence[str]) -> None:
        self._danger = classes.index(DANGER)
        self.hazards = [at for at, name in enumerate(classes) if speaks_of_danger(name)]
        self.others = [at for at in range(len(classes)) if at not in (self._danger, *self.hazards)]

    def add(self, scores: NDArray[np.float64], of_pairs: NDArray[np.float64]) -> None:
        """Adds what pairs of words say of danger, (…, 1), to the rows of `scores`, (…, classes)."""
        scores[..., self._danger] += of_pairs[..., 0]

    def of(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """One number for each row of (…, classes). That of danger alone is surer when one hazard stands out,
        and less sure when an ordinary intent does."""
        found: NDArray[np.float64] = (
            scores[..., self._danger]
            + HAZARD_SHARE * scores[..., self.hazards].max(axis=-1)
            - ORDINARY_SHARE * scores[..., self.others].max(axis=-1)
        )
        return found


def stretches(folded: str) -> list[str]:
    """A text of more than 20 words as pieces of 20, each overlapping the next by half, and its last ten,
    where what matters often stands; a shorter one whole. What stands around must not drown a danger. Two
    Chinese characters are taken for a word."""
    known = tokens(folded)
    size = _STRETCH * (2 if sum(is_chinese(one.text[0]) for one in known) * 2 > len(known) else 1)
    if len(known) <= size:
        return [folded]
    half = size // 2
    starts = range(0, len(known) - half, half)
    pieces = [folded[known[at].start : known[min(at + size, len(known)) - 1].end] for at in starts]
    return [*pieces, folded[known[-half].start : known[-1].end]]
