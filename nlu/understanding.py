"""What a text means, in one shape for every back end."""

from __future__ import annotations

from typing import Any, Protocol

from msgspec import Struct


class Entity(Struct, frozen=True):
    """A thing named in the text; `start` and `end` are code points of the original text, end exclusive."""

    entity: str
    start: int
    end: int
    value: str
    extractor: str


class Understanding(Struct, frozen=True, omit_defaults=True):
    """`intent` is None when nothing fits well enough; `ranking` is best first. `word` is the global word
    (`person`, `help`, `stop`, `back`, `cancel`, `repeat`, `slower`, `language`, `affirm`, `deny`, …) when the
    whole message is one; `hazard` the safety card that the fixed words call for. `romanised`: Urdu, Punjabi …
    in Latin letters. `heard`: the language that the text seems to be in when it is not served, else empty.
    `also`: a served language that it may as well be in, when a conversation begins and that is not clear."""

    text: str
    language: str
    intent: str | None = None
    confidence: float = 0.0
    ranking: tuple[tuple[str, float], ...] = ()
    entities: tuple[Entity, ...] = ()
    backend: str = ""
    model_id: str = ""
    language_confidence: float = 0.0
    word: str = ""
    hazard: str = ""
    romanised: bool = False
    heard: str = ""
    also: str = ""

    def last(self, entity: str) -> str | None:
        """The value of the last mention of `entity`: a resident who corrects themselves means the last."""
        return next((found.value for found in reversed(self.entities) if found.entity == entity), None)

    def as_rasa(self) -> dict[str, Any]:
        """The shape of Rasa's `/model/parse` with our additions."""
        return {
            "text": self.text,
            "intent": {"name": self.intent, "confidence": self.confidence},
            "intent_ranking": [{"name": name, "confidence": score} for name, score in self.ranking],
            "entities": [
                {
                    "entity": found.entity,
                    "start": found.start,
                    "end": found.end,
                    "value": found.value,
                    "extractor": found.extractor,
                }
                for found in self.entities
            ],
            "language": self.language,
            "backend": self.backend,
            "model_id": self.model_id,
        }


class Understands(Protocol):
    """A back end behind its pipeline."""

    async def understand(self, text: str, language: str) -> Understanding:
        """What `text` means. `language` is the conversation's so far, a BCP 47 tag: it stays unless the text
        clearly says otherwise. Never raises for any text."""
