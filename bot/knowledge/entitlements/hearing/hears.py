"""Hears facts about a household in a message, in all languages; the same words are read once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache

from bot.dialogue.heard import Heard
from bot.knowledge.entitlements.fact import Value
from bot.knowledge.entitlements.hearing import ages, births, items
from nlu.benefits import BenefitWords, Tongue

KEPT_READ = 256


class Hears:
    """The word lists are loaded when the first message is: every start would otherwise take longer."""

    def __init__(self, words: BenefitWords | None = None) -> None:
        self._words = words
        self._facts = lru_cache(maxsize=KEPT_READ)(self._stated)

    def tongue(self, heard: Heard) -> Tongue:
        """The words of the language that a message is in."""
        return self._tongue(heard.understanding.language)

    def unsure(self, heard: Heard) -> bool:
        """Whether they say that they do not know."""
        return items.is_unsure(heard.text, self.tongue(heard))

    def none(self, heard: Heard) -> bool:
        """Whether they say that there is nothing or nobody."""
        denied = heard.word == "deny" or (heard.intent == "deny" and heard.rest is None)
        return denied or items.is_none(heard.text, self.tongue(heard))

    def facts(self, heard: Heard, today: dt.date) -> Mapping[str, Value]:
        """What a message states of a household without being asked, by the ids of facts. A pressed choice
        states nothing."""
        return {} if heard.picked else self._facts(heard.text, heard.understanding.language, today)

    def _tongue(self, language: str) -> Tongue:
        self._words = self._words or BenefitWords.load()
        return self._words.tongue(language)

    def _stated(self, text: str, language: str, today: dt.date) -> Mapping[str, Value]:
        tongue = self._tongue(language)
        found: dict[str, Value] = {name: _value(said) for name, said in tongue.says(text).items()}
        found |= ages.stated(text, tongue)
        birth = births.born(text, today)
        if birth is not None and births.years(birth, today) >= births.YOUNGEST:
            found |= {"born": birth, "age": births.years(birth, today)}
        young = _children(text, tongue, found)
        return found | ({"children": young} if young else {})


def _value(said: str) -> Value:
    return said == "yes" if said in ("yes", "no") else said


def _children(text: str, tongue: Tongue, found: Mapping[str, Value]) -> tuple[int, ...]:
    """Ages in a message that speaks of children; those of the grown-ups are not among them."""
    words = items.items(text, tongue)
    speaks = any(tongue.has(kind, words) for kind in ("counts", "baby", "twins", "young"))
    if not speaks or found.get("pregnant") is True:
        return ()
    grown = {found.get(name) for name in ("age", "partner_age")}
    return tuple(age for age in ages.children(text, tongue).ages if age not in grown)
