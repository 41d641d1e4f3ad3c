"""The intents of the skill: what Alexa hears for each, and the words that we take it for.

Alexa names the intent and the slots, never the words that were spoken. So each intent stands for words of our
own, which the understanding reads like any other message. Free words come in a slot, and need something said
before them ("ask …"), or a question of ours that they answer.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

ANSWER, QUERY = "Answer", "query"
"""The intent and slot that take a bare answer to a question: Alexa is told to listen for them."""

NUMBER, SEARCH = "AMAZON.NUMBER", "AMAZON.SearchQuery"
BIN, MATERIAL, LANGUAGE, WHICH = "Bin", "Material", "SpokenLanguage", "Which"


class Intent(Struct, frozen=True):
    """`says` are our words for it, with slots in braces; `bare` those when no slot was heard. `of` is the
    intent of the training data whose lines are its samples, `word` the global word whose phrases are. `slots`
    has the type of each slot. `samples` are its own, which come first."""

    name: str
    says: str
    bare: str = ""
    of: str = ""
    word: str = ""
    slots: Mapping[str, str] = {}
    samples: tuple[str, ...] = ()

    def words(self, heard: Mapping[str, str]) -> str:
        """What was said, as the understanding reads it; empty when Alexa heard nothing that can be used."""
        found = {name: heard.get(name, "") for name in self.slots}
        if self.slots and not all(_usable(value) for value in found.values()):
            return self.bare
        return self.says.format(**found)


def _usable(value: str) -> bool:
    """Alexa writes `?` for a number that it could not make out."""
    return bool(value) and value != "?"
