"""Lines of the training data as sample utterances: words as they are spoken, spelt as Alexa accepts them.

What Alexa accepts is what its builder says when it refuses a sample: letters, spaces, and periods for
abbreviations, underscores, possessive apostrophes and hyphens; digits are written as words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from channels.alexa.intents import ALL
from nlu.corpus import Corpus
from nlu.vocabulary import vocabularies

MOST = 60
"""Samples of one intent: as many ways of saying it as help, and a model that builds in a minute."""
MOST_WORDS = 12
SEEN = 3
"""A word that stands in fewer lines than this is more likely misspelt than spoken."""
PLAIN = re.compile(r"[a-z]+(?:['-][a-z]+)*(?: [a-z]+(?:['-][a-z]+)*)*")

SPOKEN = {
    "whens": "when's", "wheres": "where's", "whats": "what's", "hows": "how's", "whos": "who's",
    "theres": "there's", "thats": "that's", "dont": "don't", "cant": "can't", "wont": "won't",
    "isnt": "isn't", "hasnt": "hasn't", "havent": "haven't", "didnt": "didn't", "doesnt": "doesn't",
    "wasnt": "wasn't", "couldnt": "couldn't", "im": "i'm", "ive": "i've", "hes": "he's", "shes": "she's",
    "weve": "we've", "theyve": "they've", "youre": "you're", "wouldnt": "wouldn't", "arent": "aren't",
}  # fmt: skip
"""Contractions as they are typed in haste, and as they are heard."""

TYPED = re.compile(
    "wen|wich|wot|wat|tomoro|tomorow|tomoz|tmrw|pls|plz|u|ur|r|n|cos|coz|cuz|wud|shud|cud|thx|ta|gonna|wanna|gaz|"
    "gass|smel|thier|recieve|brokken|ppl|bf|gf|innit|dunno|y|k|uc|pip|dwp|tv|co|colected|nxt|bc|abt|msg|hav|av|"
    "ov|wiv|luv|blck|gren|brwn|tldr|inglish|englis|rumanian|portugese|portugues|ukranian|somalian|pushto|yh|yeh|"
    "nevermind"
)
"""Spellings that nobody speaks."""


def chosen(corpus: Corpus, named: Iterable[str] = ()) -> dict[str, list[str]]:
    """The samples of every intent, none in two of them. `named` are the names of bins: lines with one in them
    are heard through a slot."""
    lines = _lines(corpus, frozenset(word for name in named for word in name.split()) - {"bin", "bins"})
    taken: set[str] = set()
    found: dict[str, list[str]] = {}
    own = {sample for intent in ALL for sample in intent.samples}
    for intent in ALL:
        samples = list(intent.samples)
        for sample in [*_phrases(intent.word), *lines.get(intent.of, ())]:
            if sample not in taken and sample not in own and len(samples) < MOST:
                samples.append(sample)
                taken.add(sample)
        found[intent.name] = samples
    return found


def _lines(corpus: Corpus, left_out: frozenset[str]) -> Mapping[str, Sequence[str]]:
    """The English lines that can be spoken, by intent, each once; a line of two intents in neither."""
    english = [example for example in corpus.examples if example.language == "en"]
    cleaned = [(example.intent, spoken(example.text)) for example in english]
    counted = Counter(word for _intent, line in cleaned for word in set(line.split()))
    meant: dict[str, set[str]] = {}
    for intent, line in cleaned:
        words = line.split()
        usual = all(counted[word] >= SEEN for word in words)
        if words and usual and len(words) <= MOST_WORDS and left_out.isdisjoint(words):
            meant.setdefault(line, set()).add(intent)
    found: dict[str, list[str]] = {}
    for line, intents in meant.items():
        if len(intents) == 1:
            found.setdefault(intents.pop(), []).append(line)
    return found


def _phrases(word: str) -> list[str]:
    """The phrases of a global word, as they are spoken."""
    phrases = vocabularies()["en"].words.get(word, []) if word else []
    return list(dict.fromkeys(line for phrase in phrases if (line := spoken(phrase))))


def spoken(line: str) -> str:
    """A line as a sample; empty when it cannot be one."""
    bare = re.sub(r"[,.;:!?]+", " ", line.lower())
    words = [SPOKEN.get(word, word) for word in bare.split()]
    found = " ".join(words)
    single = [word for word in words if len(word) == 1 and word not in ("a", "i")]
    return found if PLAIN.fullmatch(found) and not single and not any(map(TYPED.fullmatch, words)) else ""
