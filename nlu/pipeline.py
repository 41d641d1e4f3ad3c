"""What a text means, in fixed steps: clean, language, safety, global word, entities, intent."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec import Struct

from nlu import corpus
from nlu.backend import Alarm, Backend, BackendError, Ranking, decide
from nlu.corpus import OUT_OF_SCOPE, Example, Names, speaks_of_danger
from nlu.correction import Corrections
from nlu.either import Either
from nlu.embedded import Embedded
from nlu.encoder import Encoder
from nlu.entities import Entities
from nlu.identifier import Identifier
from nlu.language import CLEAR, SERVED, Heard, Languages, words_of
from nlu.modelfile import load
from nlu.models import ensure
from nlu.normalise import Folded, folded
from nlu.safety import Safety
from nlu.understanding import Entity, Understanding
from nlu.words import Words

LONGEST = 2000
_RANKED = 10
_AROUND = " /.,;:!?"
_SIGNS = re.compile(r"[,.;:!?\n،؛؟۔।、，。；：！？]+")
_CLEARLY = 0.7
_NOT_ASKED = ("safety.", "control.", "language.", "handover.")
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
    """`Understands` for any back end. Language, safety, words and entities are the same whichever it is.

    `meanings` are the intents of whole texts, folded. What `backend` does not answer, `spare` does; `missed`
    is told each time, and may raise to have no answer rather than that of `spare`. `net` hears danger that
    the fixed words did not: it only adds.
    """

    def __init__(
        self,
        backend: Backend,
        entities: Entities,
        languages: Languages,
        safety: Safety | None = None,
        words: Words | None = None,
        meanings: Mapping[str, str] | None = None,
        spare: Backend | None = None,
        missed: Callable[[BackendError], None] | None = None,
        net: Alarm | None = None,
    ) -> None:
        self.backend = backend
        self._net = net
        self._either = Either(backend, spare, missed)
        self.words = words or Words()
        self.corrections = Corrections(self.words)
        self.safety = safety or Safety()
        self.languages = languages
        self._entities = entities
        self._lines = meanings or {}

    async def understand(self, text: str, language: str) -> Understanding:
        """What `text` means in a conversation in `language`, empty at its beginning. Never raises when the
        back end or its spare answers.

        Only the first `LONGEST` code points are read. A leading `/` has no meaning: `/intent{…}` is text.
        """
        said = folded(text[:LONGEST])
        heard = await self._identify(said.original, language)
        entities = self._entities.find(said, _file_tags(heard.tag, language))
        word = self.words.find(said.text, heard.tag) or self._language_alone(said, entities)
        by, intent, confidence, ranking = await self._intent(said, word)
        hazard, spoken = next(iter(self.safety.signs(said.text).items()), ("", frozenset()))
        if hazard and intent is None:  # what the fixed words hear is never nothing
            intent = f"safety.{hazard}"
        if intent and speaks_of_danger(intent) and (beside := await self._beside(said.original)):
            hazard = hazard or intent.removeprefix("safety.")
            intent, confidence, ranking = beside[0][0], beside[0][1], beside
        if intent is None and not language:
            heard = self.languages.of_nothing(said.original, heard)
        return Understanding(
            text=said.original,
            language=heard.tag,
            intent=intent,
            confidence=confidence,
            ranking=ranking,
            entities=entities,
            backend=by.name,
            model_id=by.model_id,
            language_confidence=heard.confidence,
            word=word,
            hazard=hazard,
            romanised=heard.romanised,
            # A global word of this language is in no other, however it is spelt there.
            heard="" if word else heard.other or self._tongue(heard, spoken),
            also=heard.also,
        )

    def _tongue(self, heard: Heard, spoken: Collection[str]) -> str:
        """The language that is not served in whose words alone danger was heard, when letters do not tell."""
        known = {tag.removesuffix("-Latn") for tag in spoken}
        unclear = heard.confidence < CLEAR and known.isdisjoint(self.languages.served)
        return next(iter(known)) if unclear and len(known) == 1 else ""

    def _language_alone(self, said: Folded, entities: tuple[Entity, ...]) -> str:
        """`language` when the whole message names one or two: `po polsku`, `urdu and english please`."""
        if not 1 <= len(entities) <= 2 or any(one.entity != "language" for one in entities):
            return ""
        rest = said.original
        for one in reversed(entities):
            rest = f"{rest[: one.start]} {rest[one.end :]}"
        return "language" if self.words.asks_for_language(rest) else ""

    async def _identify(self, text: str, language: str) -> Heard:
        if self.languages.needs_statistics(text):
            await asyncio.to_thread(self.languages.load)
        return self.languages.identify(text, language)

    async def _intent(self, said: Folded, word: str) -> tuple[Backend, str | None, float, Ranking]:
        """The global word's intent, that of the very same training line, else the back end's; none for a text
        without letters. A word or two (`my bin`) say too little for the back end to be sure of. First in the
        answer is the back end that gave it, or would have."""
        if word in _INTENT_OF_WORD:
            return self.backend, _INTENT_OF_WORD[word], 1.0, ((_INTENT_OF_WORD[word], 1.0),)
        clean = said.text.strip(" /")
        if not any(char.isalpha() for char in clean):
            return self.backend, None, 0.0, ()
        known = self._lines.get(clean.strip(_AROUND))
        if known:
            return self.backend, known, 1.0, ((known, 1.0),)
        danger = await self._net.danger(said) if self._net else ()
        if danger:
            return self.backend, *danger[0], danger
        by, ranking = await self._either.rank(said)
        intent, confidence = decide(ranking, by.threshold)
        return by, intent, confidence, ranking[:_RANKED]

    async def _beside(self, text: str) -> Ranking:
        """What else is clearly asked in a message that speaks of danger: the meaning of the first part,
        between signs, that speaks of none. Nothing when there is only danger and politeness."""
        parts = [part for part in _SIGNS.split(text) if any(map(str.isalpha, part))]
        for part in parts if len(parts) > 1 else ():
            said = folded(part)
            _by, intent, confidence, ranking = await self._intent(said, self.words.find(said.text, ""))
            asked = intent is not None and "." in intent and not intent.startswith(_NOT_ASKED)
            if asked and confidence >= _CLEARLY and not self.safety.hazard(said.text):
                return ranking
        return ()


class _Shipped(Struct, frozen=True):
    """What all pipelines of a process share, because it takes a second to read and never changes."""

    names: tuple[Names, ...]
    meanings: dict[str, str]
    english: frozenset[str]
    safety: Safety


@cache
def _shipped() -> _Shipped:
    known = corpus.read(corpus.files())
    english = words_of(SERVED[0], known.examples)
    return _Shipped(known.names, _meanings(known.examples), english, Safety())


class _Trained(Struct, frozen=True):
    """What is made of a model file."""

    intents: Embedded
    languages: Identifier


@lru_cache(maxsize=2)
def _trained(path: Path, changed: int, encoder: Encoder | None) -> _Trained:
    """The models of a file as it is since `changed`, in nanoseconds: held once for all pipelines."""
    model = load(path)
    return _Trained(Embedded(model, encoder), Identifier(model))


def _meanings(examples: Iterable[Example]) -> dict[str, str]:
    """The intents of training lines, by their folded text; lines that mean two things are left out."""
    found: dict[str, set[str]] = {}
    for example in examples:
        found.setdefault(folded(example.text).text.strip(_AROUND), set()).add(example.intent)
    sure = {text: intents.pop() for text, intents in found.items() if len(intents) == 1 and text}
    return {text: intent for text, intent in sure.items() if intent != OUT_OF_SCOPE}


def _file_tags(*languages: str) -> frozenset[str]:
    """The training files whose names may be meant: those of the languages, in either writing."""
    known = {language.removesuffix("-Latn") for language in languages if language}
    return frozenset(tag for language in known for tag in (language, f"{language}-Latn"))


def embedded(
    folder: Path,
    today: Callable[[], dt.date] | None = None,
    served: Iterable[str] = SERVED,
    encoder: Encoder | None = None,
    backend: Backend | None = None,
    missed: Callable[[BackendError], None] | None = None,
    materials: Iterable[Names] = (),
) -> Pipeline:
    """The pipeline, whose models are kept in `folder` and trained when missing.

    The intents are those of `backend`; of the embedded one, which `encoder` may help, when there is none or
    it gives no answer: see `Pipeline` for `missed`. `materials` names household things. `today` is the city's
    calendar day, by default that of the system clock in the United Kingdom.
    """
    shipped = _shipped()
    path = ensure(folder, encoder=encoder)
    trained = _trained(path, path.stat().st_mtime_ns, encoder)
    tags = tuple(served)
    return Pipeline(
        backend or trained.intents,
        Entities(shipped.names, today or _today_here, materials),
        Languages(trained.languages, tags, spoken=shipped.english if tags[0] == SERVED[0] else frozenset()),
        safety=shipped.safety,
        meanings=shipped.meanings,
        spare=trained.intents if backend else None,
        missed=missed,
        net=trained.intents,
    )


def _today_here() -> dt.date:
    return dt.datetime.now(ZoneInfo("Europe/London")).date()
