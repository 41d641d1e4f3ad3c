"""What a text means, in fixed steps: clean, language, safety, global word, entities, intent."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Callable, Iterable
from pathlib import Path
from zoneinfo import ZoneInfo

from nlu import corpus
from nlu.backend import Backend, decide
from nlu.corpus import OUT_OF_SCOPE, Example
from nlu.correction import Corrections
from nlu.embedded import Embedded
from nlu.entities import Entities
from nlu.evidence import Evidence
from nlu.language import SERVED, Heard, Languages
from nlu.models import ensure
from nlu.normalise import Folded, folded
from nlu.safety import Safety
from nlu.understanding import Entity, Understanding
from nlu.words import Words

LONGEST = 2000
_RANKED = 10
_AROUND = " /.,;:!?"
_INTENT_OF_WORD = {
    "person": "handover.person",
    "help": "help",
    "stop": "control.cancel",
    "cancel": "control.cancel",
    "restart": "control.cancel",
    "back": "control.back",
    "repeat": "control.repeat",
    "slower": "control.slower",
    "shorter": "control.slower",
    "language": "language.change",
    "source": "facts.source",
    "affirm": "affirm",
    "deny": "deny",
}


class Pipeline:
    """`Understands` for any back end. Language, safety, words and entities are the same whichever it is."""

    def __init__(
        self,
        backend: Backend,
        entities: Entities,
        languages: Languages | None = None,
        safety: Safety | None = None,
        words: Words | None = None,
        lines: Iterable[Example] = (),
    ) -> None:
        self.backend = backend
        self.words = words or Words()
        self.corrections = Corrections(self.words)
        self.safety = safety or Safety()
        self.languages = languages or Languages()
        self._entities = entities
        self._lines = _meanings(lines)

    async def understand(self, text: str, language: str) -> Understanding:
        """What `text` means in a conversation in `language`, empty at its beginning. Never raises.

        Only the first `LONGEST` code points are read. A leading `/` has no meaning: `/intent{…}` is text.
        """
        said = folded(text[:LONGEST])
        heard = await self._identify(said.original, language)
        entities = self._entities.find(said, _file_tags(heard.tag, language))
        word = self.words.find(said.text, heard.tag) or self._language_alone(said, entities)
        intent, confidence, ranking = await self._intent(said, word)
        return Understanding(
            text=said.original,
            language=heard.tag,
            intent=intent,
            confidence=confidence,
            ranking=ranking,
            entities=entities,
            backend=self.backend.name,
            model_id=self.backend.model_id,
            language_confidence=heard.confidence,
            word=word,
            hazard=self.safety.hazard(said.text),
            romanised=heard.romanised,
            heard=heard.other,
        )

    def _language_alone(self, said: Folded, entities: tuple[Entity, ...]) -> str:
        """`language` when the whole message names one: `po polsku`, `english please`, `اردو میں`."""
        if len(entities) != 1 or entities[0].entity != "language":
            return ""
        rest = f"{said.original[: entities[0].start]} {said.original[entities[0].end :]}"
        return "language" if self.words.asks_for_language(rest) else ""

    async def _identify(self, text: str, language: str) -> Heard:
        if self.languages.needs_statistics(text):
            await asyncio.to_thread(self.languages.load)
        return self.languages.identify(text, language)

    async def _intent(
        self, said: Folded, word: str
    ) -> tuple[str | None, float, tuple[tuple[str, float], ...]]:
        """The global word's intent, that of the very same training line, else the back end's; none for a text
        without letters. A word or two (`my bin`) say too little for the back end to be sure of."""
        if word in _INTENT_OF_WORD:
            return _INTENT_OF_WORD[word], 1.0, ((_INTENT_OF_WORD[word], 1.0),)
        clean = said.text.strip(" /")
        if not any(char.isalpha() for char in clean):
            return None, 0.0, ()
        known = self._lines.get(clean.strip(_AROUND))
        if known:
            return known, 1.0, ((known, 1.0),)
        ranking = await self.backend.rank(clean)
        intent, confidence = decide(ranking, self.backend.threshold)
        return intent, confidence, ranking[:_RANKED]


def _meanings(examples: Iterable[Example]) -> dict[str, str]:
    """The intents of training lines, by their folded text; lines that mean two things are left out."""
    found: dict[str, set[str]] = {}
    for example in examples:
        found.setdefault(folded(example.text).text.strip(_AROUND), set()).add(example.intent)
    sure = {text: intents.pop() for text, intents in found.items() if len(intents) == 1 and text}
    return {text: intent for text, intent in sure.items() if intent != OUT_OF_SCOPE}


def _file_tags(*languages: str) -> frozenset[str]:
    """The training files whose names may be meant: those of the languages, in either writing."""
    return frozenset(tag for language in languages if language for tag in (language, f"{language}-Latn"))


def embedded(
    folder: Path,
    today: Callable[[], dt.date] | None = None,
    served: Iterable[str] = SERVED,
) -> Pipeline:
    """The pipeline with the embedded back end, whose model is kept in `folder` and trained when missing.

    `today` is the city's calendar day, by default that of the system clock in the United Kingdom.
    """
    known = corpus.read(corpus.files())
    return Pipeline(
        Embedded.load(ensure(folder)),
        Entities(known.names, today or _today_here),
        languages=Languages(served, Evidence(known.examples)),
        lines=known.examples,
    )


def _today_here() -> dt.date:
    return dt.datetime.now(ZoneInfo("Europe/London")).date()
