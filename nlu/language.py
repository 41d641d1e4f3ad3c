"""Which language a text is in: its script first, then letters and words of its own, statistics last.

The conversation's language is sticky: it changes only when a text is clearly in another served language and
is long enough, or is in another script. Short words are the same in many languages.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from msgspec import Struct, structs

from nlu.corpus import Example
from nlu.datafile import DATA, read_yaml
from nlu.identifier import Identifier
from nlu.normalise import fold
from nlu.scripts import LATIN, script_of
from nlu.statistics import Statistics
from nlu.tokens import words as split
from nlu.vocabulary import vocabularies

SERVED = ("en", "pl", "ar", "ro", "ur", "pa", "pt", "zh-Hans", "ckb", "fa", "bn", "gu")
_WORDS_TO_SWITCH = 4
_WORDS_FOR_STATISTICS = 4
_BY_SCRIPT = 0.95
CLEAR = 0.7
"""From this probability on a text is in a language."""
_CLEAR_OF_ROMANISED = 0.95
"""The same for another language typed in Latin letters: Urdu, Punjabi and Gujarati share many words."""

_SURE_BY_STATISTICS = 0.9
_AS_LIKELY = 0.25
_BORROWED = 0.5
"""Of the most spoken language, by words that all others borrow: what the client says of itself is surer."""
_LATIN_LETTERS = "-Latn"


class Heard(Struct, frozen=True):
    """`tag` is what to answer in: `ur` for Urdu in either script. `confidence` of it: 0 to 1.

    `romanised`: Urdu, Punjabi … was written in Latin letters. `other` is the language that the text seems to
    be in when it is not served; then `tag` is the conversation's, with a low confidence. `also` is a served
    language that the first words of a conversation may as well be in.
    """

    tag: str
    confidence: float
    romanised: bool = False
    other: str = ""
    also: str = ""


class Scripts(Struct, frozen=True, forbid_unknown_fields=True):
    """`data/scripts.yml`: scripts that one language alone is written in, and the languages that the
    statistical identifier is asked to choose among beside the served ones."""

    scripts: dict[str, str]
    others: list[str]


def words_of(tag: str, lines: Iterable[Example]) -> frozenset[str]:
    """The words of a language in its training lines: those in two of them that are no everyday words of
    another language alone."""
    counts = Counter(word for line in lines if line.language == tag for word in set(split(fold(line.text))))
    everyday = {known: set(split(fold(each.common))) for known, each in vocabularies().items()}
    others = set().union(*everyday.values()) - everyday.get(tag, set())
    return frozenset(word for word, count in counts.items() if count > 1 and word not in others)


class Languages:
    """Identifies the language of texts. `served` are the tags that the assistant answers in, the most spoken
    one first; `spoken` are words of that one, which people borrow in all the others."""

    def __init__(
        self,
        identifier: Identifier,
        served: Iterable[str] = SERVED,
        statistics: Statistics | None = None,
        spoken: Collection[str] = (),
    ) -> None:
        scripts = read_yaml(DATA / "scripts.yml", Scripts)
        self.served = tuple(served)
        self._identifier = identifier
        self._scripts = scripts.scripts
        self._spoken = spoken
        self._statistics = statistics or Statistics((*self.served, *scripts.others))

    def identify(self, text: str, current: str) -> Heard:
        """The language of `text` in a conversation in `current`; an empty `current` means that it begins."""
        script = script_of(text)
        likely = self._likely(text, script)
        if not current:
            return Heard(self.served[0], _BORROWED) if self._is_spoken(text, script) else self._first(likely)
        found, confidence = likely[0] if likely else ("", 0.0)
        tag, here = _bare(found), _bare(current)
        romanised = found != tag
        if tag == here:
            stays = romanised or script == LATIN or here == current
            return Heard(current if stays else tag, confidence, romanised)
        unsure = Heard(current, round(1.0 - confidence, 3))
        if confidence < (_CLEAR_OF_ROMANISED if romanised else CLEAR):
            return unsure
        if tag not in self.served:
            known = here == self.served[0] and self._is_spoken(text, script, most=True)
            return unsure if known else structs.replace(unsure, other=found)
        another_script = script not in (LATIN, self._identifier.script(current))
        if another_script or _words(text) >= _WORDS_TO_SWITCH:
            return Heard(tag, confidence, romanised)
        return unsure

    def _first(self, likely: list[tuple[str, float]]) -> Heard:
        """The language of a conversation's first message: of several as likely the most spoken one."""
        near = [(found, share) for found, share in likely if share >= _AS_LIKELY]
        served = [(found, share) for found, share in near if _bare(found) in self.served]
        if not served:
            return Heard(self.served[0], _BORROWED, other=near[0][0] if near else "")
        found, confidence = served[0]
        if confidence < CLEAR:
            found, confidence = min(served, key=lambda one: self.served.index(_bare(one[0])))
        tag = _bare(found)
        also = next((_bare(other) for other, _share in served if _bare(other) != tag), "")
        return Heard(tag, confidence, found != tag, also=also)

    def _is_spoken(self, text: str, script: str, *, most: bool = False) -> bool:
        """Whether it is a word or two that everybody knows, like `bin` or `gas leak`, or a postcode alone.
        `most`: more than half of the words are: `no, by phone` is no Slovak, though `no` may be."""
        told = [word for word in split(fold(text)) if not any(char.isdigit() for char in word)]
        known = sum(word in self._spoken for word in told)
        enough = 2 * known > len(told) if most else known == len(told)
        return script == LATIN and len(told) < _WORDS_TO_SWITCH and enough

    def of_nothing(self, text: str, heard: Heard) -> Heard:
        """The language of a conversation's first message that means nothing. A word or two in Latin letters
        may be of any language, or of none: the most spoken one, and `also` what letters say."""
        tag = self.served[0]
        if heard.tag == tag or script_of(text) != LATIN or _words(text) >= _WORDS_TO_SWITCH:
            return heard
        return Heard(tag, _BORROWED, also=heard.tag)

    def needs_statistics(self, text: str) -> bool:
        """Whether identifying `text` would load the statistical identifier now, which takes a moment."""
        return not self._statistics.loaded and self._unsure(text, script_of(text))

    def load(self) -> None:
        """Loads the statistical identifier."""
        self._statistics.load()

    def _likely(self, text: str, script: str) -> list[tuple[str, float]]:
        """Languages with how likely they are, best first; none for a text without letters."""
        if script in self._scripts:
            return [(self._scripts[script], _BY_SCRIPT)]
        if not script:
            return []
        known = self._identifier.rank(text, script)
        if self._unsure(text, script):
            tag, confidence = self._statistics.classify(text)
            if confidence >= _SURE_BY_STATISTICS:
                return [(tag, confidence)]
        return known

    def _unsure(self, text: str, script: str) -> bool:
        """Whether letters and words leave it open, and there are enough of them for statistics."""
        return (
            script == LATIN
            and _words(text) >= _WORDS_FOR_STATISTICS
            and self._identifier.rank(text, script)[0][1] < CLEAR
        )


def _bare(tag: str) -> str:
    """The language of a tag, whichever letters it is written in."""
    return tag.removesuffix(_LATIN_LETTERS)


def _words(text: str) -> int:
    """How many words there are, numbers and codes that begin with one aside."""
    return sum(not word[0].isdigit() for word in split(fold(text)))
