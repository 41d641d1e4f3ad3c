"""Replies for the ear: SSML with pauses between ideas, three choices at most, and no address (R24-R32)."""

from __future__ import annotations

import re
from typing import ClassVar

from accessibility.composer import Composer
from accessibility.fault import CHOICE_PAUSE
from accessibility.others import public
from accessibility.renderer import Base, Draft, Manner
from accessibility.speech_values import Voice, lent
from accessibility.text import Text, _
from locales.catalogue import Catalogue
from locales.languages import SOURCE, languages

RATE, SLOWER_RATE = "90%", "80%"
IDEA_PAUSE = '<break time="400ms"/>'

CHARACTERS_A_SECOND = 13
MOST_WORDS, MOST_SECONDS = 30, 12.0
_DIGIT_WORDS = frozenset(word for row in languages() for word in row.digit_words)

_TAG = re.compile(r"<[^>]*>")


class SpeechRenderer(Base):
    """For phones and smart speakers: the text is SSML. The English of a safety message follows in it; links
    stay beside the text, for a channel that can send them on."""

    most: ClassVar[int | None] = 3
    more: ClassVar[Text | None] = _("Say more to hear the other choices.")

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__(catalogue, Voice)

    def fits(self, said: str, safety: bool) -> bool:
        """R24."""
        return not too_long(said)

    def write(
        self, draft: Draft, composer: Composer, english: list[str], tail: list[str], manner: Manner
    ) -> str:
        ideas = IDEA_PAUSE.join(composer.sentences(draft.text))
        copy = lent(IDEA_PAUSE.join(english), self.catalogue.languages[SOURCE], draft.language)
        labels = [composer.line(option.label) for option in draft.options]
        body = CHOICE_PAUSE.join(piece for piece in (ideas, copy, *labels, *tail) if piece)
        return f'<speak><prosody rate="{SLOWER_RATE if manner.slower else RATE}">{body}</prosody></speak>'

    def card(self, draft: Draft, seen: Composer) -> str:
        """The same words for the eye, without what could be about a person."""
        said = [line for text in public(draft.text) for line in seen.sentences(text)]
        listed = [seen.line(option.label) for option in draft.options if len(public(option.label)) == 1]
        return "\n".join([*said, *listed])


def too_long(ssml: str) -> list[str]:
    """What is too much before the first choice (R24): thirty words, twelve seconds. What is spelled out, as
    phone numbers, references and postcodes are, does not count."""
    before = _TAG.sub(" ", ssml.split(CHOICE_PAUSE)[0])
    rest = " ".join(word for word in before.split() if not _spelled(word.strip(",.")))
    words, seconds = spoken_words(rest), spoken_seconds(rest)
    found = [f"{words} words"] if words > MOST_WORDS else []
    return [*found, f"about {seconds:.0f} seconds"] if seconds > MOST_SECONDS else found


def _spelled(word: str) -> bool:
    return word in _DIGIT_WORDS or (len(word) == 1 and word.isupper())


def spoken_words(ssml: str) -> int:
    """How many words are heard, for the limit of thirty before a question (R24)."""
    return len(_TAG.sub(" ", ssml).split())


def spoken_seconds(ssml: str) -> float:
    """About how long the words take: thirteen characters a second, as measured for English at 85 %."""
    return len(" ".join(_TAG.sub(" ", ssml).split())) / CHARACTERS_A_SECOND
