"""The words in which people say who they are and what they live on: `data/<language>/benefits.yml`.

No model and no guess. What is made of the words is for the questions to say; here they are only read:
numbers, times, and the few phrases that state a fact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import chain

from msgspec import Struct, field

from nlu.counting import Counting
from nlu.datafile import DataFileError, by_language
from nlu.normalise import fold
from nlu.phrases import PhraseError, Phrases
from nlu.tokens import words as split
from nlu.vocabulary import Vocabulary, vocabularies

Rules = dict[str, list[str]]
Phrase = tuple[str, ...]

PERIODS = ("week", "fortnight", "four_weeks", "month", "year")
_ENGLISH = "en"


class BenefitList(Struct, frozen=True, forbid_unknown_fields=True):
    """One language's `benefits.yml`.

    `unsure`: that somebody does not know; `none`: nothing, nobody. `baby` is a child under one, `twins` two
    of one age, `young` other words for a child; `counts` stand behind a number of people, which is then
    no age. `either` stands in what is no one sum, `no_sum` behind a number that is no money. `ignore` is
    passed over; `asks` is no statement: `can i get`. `beside` are words that an answer about children may
    have besides, without saying anything else.

    `week` to `year` are what a sum is for, and the unit of an age. `numbers` are those beyond `words.yml`,
    `times` multiply what stands before them; `joined` is written together with a number and adds it. `says`
    are rules as `nlu/phrases.py` reads them, by `fact=value`; `ages` are words in order, `#` being the number
    and `a|b` alternatives, by the fact. `names` are words for what a sum is of, by the fact."""

    unsure: list[str] = []
    none: list[str] = []
    baby: list[str] = []
    twins: list[str] = []
    counts: list[str] = []
    young: list[str] = []
    either: list[str] = []
    no_sum: list[str] = []
    ignore: list[str] = []
    asks: list[str] = []
    beside: list[str] = []
    and_: list[str] = field(name="and", default_factory=list)
    week: list[str] = []
    fortnight: list[str] = []
    four_weeks: list[str] = []
    month: list[str] = []
    year: list[str] = []
    numbers: dict[int, list[str]] = {}
    times: dict[int, list[str]] = {}
    joined: list[str] = []
    says: Rules = {}
    ages: Rules = {}
    names: Rules = {}


KINDS = (
    "unsure",
    "none",
    "baby",
    "twins",
    "counts",
    "young",
    "either",
    "no_sum",
    "ignore",
    "beside",
    "and_",
    *PERIODS,
)


class Tongue:
    """The lists of one language in its writings, with English, which all borrow from."""

    def __init__(self, lists: Mapping[str, BenefitList], known: Mapping[str, Vocabulary]) -> None:
        self._phrases = {
            kind: tuple(
                sorted(
                    {_phrase(said) for each in lists.values() for said in getattr(each, kind)},
                    key=len,
                    reverse=True,
                )
            )
            for kind in KINDS
        }
        self.ages = {
            fact: tuple(
                _alternatives(said) for said in chain(*(each.ages.get(fact, []) for each in lists.values()))
            )
            for fact in sorted({fact for each in lists.values() for fact in each.ages})
        }
        named = list(chain(*(each.names.items() for each in lists.values())))
        self._names = {_phrase(said): fact for fact, words in named for said in words}
        self._says = Phrases([said for each in lists.values() for said in each.asks])
        for tag, each in lists.items():
            self._take(tag, each)
        self.counting = Counting(
            [
                *(known[tag].numbers for tag in lists if tag in known),
                *(each.numbers for each in lists.values()),
            ],
            [each.times for each in lists.values()],
            [phrase[0] for phrase in self._phrases["and_"]],
            [fold(prefix) for each in lists.values() for prefix in each.joined],
        )

    def starts(self, kind: str, words: Sequence[object]) -> int:
        """How many of the first words are a phrase of this kind; 0 for none."""
        found = (len(one) for one in self._phrases[kind] if tuple(words[: len(one)]) == one)
        return next(found, 0)

    def has(self, kind: str, words: Sequence[object]) -> bool:
        """Whether a phrase of this kind stands anywhere in them."""
        return any(self.starts(kind, words[at:]) for at in range(len(words)))

    def says(self, text: str) -> dict[str, str]:
        """The facts that a text states, as the lists name them."""
        found = sorted(self._says.find(fold(text)))
        return dict(one.split("=", 1) for one in found)

    def named(self, words: Sequence[object]) -> frozenset[str]:
        """The facts that are named as what a sum is of."""
        plain = tuple(words)
        ahead = [plain[at:] for at in range(len(plain))]
        return frozenset(
            fact for said, fact in self._names.items() if any(one[: len(said)] == said for one in ahead)
        )

    def _take(self, tag: str, each: BenefitList) -> None:
        for name, rules in each.says.items():
            for rule in rules:
                try:
                    self._says.add(name, rule)
                except PhraseError as problem:
                    raise DataFileError(f"{tag}/benefits.yml: {problem}") from None


class BenefitWords:
    """The lists of all languages; each is made ready when it is first heard."""

    def __init__(self, lists: Mapping[str, BenefitList], known: Mapping[str, Vocabulary]) -> None:
        self._lists, self._known = lists, known
        self._tongues: dict[str, Tongue] = {}

    @classmethod
    def load(cls) -> BenefitWords:
        """Those that are shipped, read once. Raises `DataFileError` naming the file."""
        return _shipped()

    @property
    def languages(self) -> tuple[str, ...]:
        """The tags that have a list."""
        return tuple(self._lists)

    def tongue(self, language: str) -> Tongue:
        """The words of a language, a BCP 47 tag; of one without a list the English ones."""
        own = language.partition("-")[0]
        if own not in self._tongues:
            tags = [tag for tag in self._lists if tag.partition("-")[0] == own and tag != _ENGLISH]
            tags += [_ENGLISH] if _ENGLISH in self._lists else []
            self._tongues[own] = Tongue({tag: self._lists[tag] for tag in tags}, self._known)
        return self._tongues[own]


def _phrase(said: str) -> Phrase:
    return tuple(split(fold(said)))


def _alternatives(said: str) -> tuple[frozenset[str], ...]:
    """The places of a phrase with `#`, each with the words that may stand there."""
    places: list[frozenset[str]] = []
    for part in fold(said).split():
        choices = part.split("|")
        several = [] if part == "#" or len(choices) > 1 else split(part)
        places += [frozenset((word,)) for word in several] if len(several) > 1 else [frozenset(choices)]
    return tuple(places)


@lru_cache(maxsize=1)
def _shipped() -> BenefitWords:
    return BenefitWords(by_language("benefits.yml", BenefitList), vocabularies())
