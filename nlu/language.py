"""Which language a text is in: script first, then letters and words of its own, statistics last.

The conversation's language is sticky: it changes only when a text is clearly in another served language and
is long enough, or is in another script. Short words are the same in many languages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from msgspec import Struct

from nlu.datafile import DATA, read_yaml
from nlu.normalise import fold
from nlu.scripts import script_of
from nlu.statistics import Statistics
from nlu.tokens import words as split

SERVED = ("en", "pl", "ur")
_WORDS_TO_SWITCH = 3
_WORDS_FOR_STATISTICS = 4
_LIKELY = 0.6
_CLEAR = 0.75
_SURE_BY_STATISTICS = 0.9
_ARABIC_SCRIPT = ("ur", "fa", "ar", "ckb")
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


class LanguageData(Struct, frozen=True, forbid_unknown_fields=True):
    """See the comments in `data/languages.yml`."""

    scripts: dict[str, str]
    letters: dict[str, str]
    words: dict[str, str]
    others: list[str]


class Languages:
    """Identifies the language of texts. `served` are the tags that the assistant answers in."""

    def __init__(
        self,
        served: Iterable[str] = SERVED,
        path: Path = DATA / "languages.yml",
        statistics: Statistics | None = None,
    ) -> None:
        data = read_yaml(path, LanguageData)
        self.served = tuple(served)
        self._scripts = data.scripts
        self._letters = {letter: tag for tag, letters in data.letters.items() for letter in letters}
        self._words: dict[str, list[str]] = {}
        for tag, words in data.words.items():
            for word in dict.fromkeys(split(fold(words))):
                self._words.setdefault(word, []).append(tag)
        self._statistics = statistics or Statistics((*self.served, *data.others))

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
        if confidence < _CLEAR:
            return False
        return script != "LATIN" or len(split(fold(text))) >= _WORDS_TO_SWITCH

    def _guess(self, text: str, script: str, current: str) -> tuple[str, float]:
        found = self._guess_by_rule(text, script, current)
        if found[0] or script != "LATIN" or not _long(text):
            return found
        tag, confidence = self._statistics.classify(text)
        return (tag, confidence) if confidence >= _SURE_BY_STATISTICS else ("", confidence)

    def _guess_by_rule(self, text: str, script: str, current: str) -> tuple[str, float]:
        """The language and how sure; an empty one when letters and words do not say."""
        if script in self._scripts:
            return self._scripts[script], 0.95
        scores = self._scores(text, script)
        (best, most), (_, second) = (*scores, ("", 0.0), ("", 0.0))[:2]
        confidence = round(0.5 + 0.5 * (most - second) / (most + second + 1.5), 3)
        if best and confidence >= _LIKELY:
            return best, confidence
        return self._arabic(current) if script == "ARABIC" else ("", confidence)

    def _scores(self, text: str, script: str) -> list[tuple[str, float]]:
        """Languages by evidence, best first: a word counts 1, shared by those that have it; a letter 1.5."""
        scores: defaultdict[str, float] = defaultdict(float)
        for word in split(fold(text)):
            tags = self._words.get(word, ())
            for tag in tags:
                scores[tag] += 1.0 / len(tags)
        for letter in text.casefold():
            if letter in self._letters:
                scores[self._letters[letter]] += 1.5
        kept = {
            tag: score for tag, score in scores.items() if (tag in _ARABIC_SCRIPT) == (script == "ARABIC")
        }
        return sorted(kept.items(), key=lambda item: -item[1])

    def _arabic(self, current: str) -> tuple[str, float]:
        """Arabic script that tells no more: the conversation's language, else the first that is served."""
        spoken = (current, *self.served, "ar")
        return next(tag for tag in spoken if tag in _ARABIC_SCRIPT), _CLEAR


def _long(text: str) -> bool:
    return len(split(fold(text))) >= _WORDS_FOR_STATISTICS
