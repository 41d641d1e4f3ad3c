"""Which language a text is in: script first, then letters and words of its own, statistics last.

The conversation's language is sticky: it changes only when a text is clearly in another served language and
is long enough, or is in another script. Short words are the same in many languages.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from nlu.evidence import ARABIC_SCRIPT, Evidence
from nlu.normalise import fold
from nlu.scripts import script_of
from nlu.statistics import Statistics
from nlu.tokens import words as split

SERVED = ("en", "pl", "ur")
_WORDS_TO_SWITCH = 3
_WORDS_FOR_STATISTICS = 4
_LIKELY = 0.58
_CLEAR = 0.7
_SURE_BY_STATISTICS = 0.9
_ROMANISED = "-Latn"


class Heard(Struct, frozen=True):
    """`tag` is what to answer in: `ur` for Urdu in either script. `confidence` of it: 0 to 1.

    `romanised`: Urdu was written in Latin letters. `other` is the language that the text seems to be in when
    it is not served; then `tag` is the conversation's, with a low confidence.
    """

    tag: str
    confidence: float
    romanised: bool = False
    other: str = ""


class Languages:
    """Identifies the language of texts. `served` are the tags that the assistant answers in."""

    def __init__(
        self,
        served: Iterable[str] = SERVED,
        evidence: Evidence | None = None,
        statistics: Statistics | None = None,
    ) -> None:
        self.served = tuple(served)
        self._evidence = evidence or Evidence()
        self._statistics = statistics or Statistics((*self.served, *self._evidence.others))

    def identify(self, text: str, current: str) -> Heard:
        """The language of `text` in a conversation in `current`; an empty `current` means that it begins."""
        script = script_of(text)
        found, confidence = self._guess(text, script, current)
        tag = found.removesuffix(_ROMANISED)
        romanised = found.endswith(_ROMANISED) and tag in self.served
        if not found:
            return Heard(current or self.served[0], 0.5)
        if tag == current:
            return Heard(tag, confidence, romanised)
        if tag not in self.served:
            return Heard(current or self.served[0], round(1.0 - confidence, 3), other=found)
        if not current or self._may_switch(text, script, current, confidence):
            return Heard(tag, confidence, romanised)
        return Heard(current, round(1.0 - confidence, 3))

    def needs_statistics(self, text: str) -> bool:
        """Whether identifying `text` would load the statistical identifier now, which takes a moment."""
        return (
            not self._statistics.loaded
            and not self._guess_by_rule(text, script_of(text), "")[0]
            and _long(text)
        )

    def load(self) -> None:
        """Loads the statistical identifier."""
        self._statistics.load()

    def _may_switch(self, text: str, script: str, current: str, confidence: float) -> bool:
        if script != "LATIN":
            return confidence >= _LIKELY
        said = [word for word in split(fold(text)) if not word[0].isdigit()]
        return confidence >= _CLEAR and len(said) >= _WORDS_TO_SWITCH

    def _guess(self, text: str, script: str, current: str) -> tuple[str, float]:
        found = self._guess_by_rule(text, script, current)
        if found[0] or script != "LATIN" or not _long(text):
            return found
        tag, confidence = self._statistics.classify(text)
        return (tag, confidence) if confidence >= _SURE_BY_STATISTICS else ("", confidence)

    def _guess_by_rule(self, text: str, script: str, current: str) -> tuple[str, float]:
        """The language and how sure; an empty one when letters and words do not say."""
        if script in self._evidence.scripts:
            return self._evidence.scripts[script], 0.95
        scores = self._evidence.scores(text, script)
        (best, most), (_, second) = (*scores, ("", 0.0), ("", 0.0))[:2]
        confidence = round(0.5 + 0.5 * (most - second) / (most + second + 2.0), 3)
        if best and confidence >= _LIKELY:
            return best, confidence
        return self._arabic(current) if script == "ARABIC" else ("", confidence)

    def _arabic(self, current: str) -> tuple[str, float]:
        """Arabic script that tells no more: the conversation's language, else the first that is served."""
        spoken = (current, *self.served, "ar")
        return next(tag for tag in spoken if tag in ARABIC_SCRIPT), _CLEAR


def _long(text: str) -> bool:
    return len(split(fold(text))) >= _WORDS_FOR_STATISTICS
