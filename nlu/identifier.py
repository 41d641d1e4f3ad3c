"""Tells the languages of one script apart by letters and words, learnt from the training lines.

The everyday words of each language and samples of languages that are not served are learnt, too. It knows the
writing of residents, with romanised Urdu and Polish without accents, which no general identifier does.
"""

from __future__ import annotations

from functools import lru_cache

from nlu.features import LANGUAGE_BLOCKS
from nlu.linear import Linear
from nlu.modelfile import Model
from nlu.scripts import script_of
from nlu.vocabulary import vocabularies


class Identifier:
    """`rank` gives language tags with probabilities, `ur-Latn` for Urdu in Latin letters."""

    def __init__(self, model: Model) -> None:
        grams = {block.name: block.grams for block in LANGUAGE_BLOCKS}
        self._linear = Linear(model.about.languages, model.languages, grams)
        known = vocabularies()
        self._scripts = {tag: script_of(each.common) for tag, each in known.items() if each.common}
        self.rank = lru_cache(maxsize=64)(self._rank)

    def script(self, tag: str) -> str:
        """The script that a language is written in, as Unicode names it; empty when that is not known."""
        return self._scripts.get(tag, "")

    def _rank(self, text: str, script: str) -> list[tuple[str, float]]:
        """Languages of `script`, best first; their probabilities add up to 1."""
        found = zip(self._linear.classes, self._linear.probabilities(text).tolist(), strict=True)
        fitting = [(tag, share) for tag, share in found if self.script(tag) == script]
        total = sum(share for _tag, share in fitting) or 1.0
        return sorted(((tag, round(share / total, 3)) for tag, share in fitting), key=lambda item: -item[1])
