"""What every renderer does: makes of a reply's texts one `Rendered`, for a language and a modality."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar, Protocol

from msgspec import Struct, structs

from accessibility.composer import Composer, Settled, settle
from accessibility.others import before_others
from accessibility.parts import gather
from accessibility.text import Link, Rendered, RenderedChoice, RenderedLink, Text
from accessibility.values import Writer, for_screen
from locales.catalogue import Catalogue
from locales.languages import SOURCE, Language
from locales.phrase import Standing

RESERVED = {"word:person": "0", "word:language": "9"}
"""Choices whose key is the same in every reply and language; the others are numbered from 1."""

FALLBACK_NOTE = "[English] "
"""Shown before a message that is in English because the asked language has no words for it."""


class Manner(Struct, frozen=True):
    """How this person is spoken to. A renderer uses what concerns it.

    `prefix` names the council at the start of a text message (R21). `slower` speaks at 80 %. `accents` keeps
    the accents in text messages, at the price of more segments (R20). `shared`: others may listen.
    """

    prefix: str = ""
    slower: bool = False
    accents: bool = False
    shared: bool = False


USUAL = Manner()


class Renderer(Protocol):
    """Makes a reply fit for one modality."""

    def render(
        self,
        text: Text,
        language: str,
        choices: Sequence[tuple[str, Text]] = (),
        links: Sequence[Link] = (),
        *,
        safety: bool = False,
        manner: Manner = USUAL,
    ) -> Rendered:
        """`text` and `choices` (id, label) in the language of tag `language`, or the whole of it in English.

        `safety`: an English copy stands beside a translation that two people have not approved. Raises
        `LookupError` only when a message lacks one of its values.
        """


class Option(Struct, frozen=True):
    """A listed choice and the key that picks it."""

    id: str
    key: str
    label: Text


class Draft(Struct, frozen=True):
    """A reply on its way: `options` are the choices that are listed, `english_owed` says that an English copy
    must stand beside the words."""

    text: Text
    settled: Settled
    options: tuple[Option, ...]
    links: tuple[Link, ...]
    safety: bool

    @property
    def language(self) -> Language:
        return self.settled.language

    @property
    def english_owed(self) -> bool:
        return self.safety and self.settled.standing < Standing.READ

    def noted(self, said: str) -> str:
        """What is said, with the note that it is in English though another language was asked for. A safety
        message goes without: it starts with what to do."""
        return f"{FALLBACK_NOTE}{said}" if self.settled.fell_back and not self.safety else said


class Base(ABC):
    """A renderer without its last step: `write`, which each modality does its own way."""

    most: ClassVar[int | None] = None
    """Choices that are listed, all of them when None."""

    more: ClassVar[Text | None] = None
    """What says that there are more choices than are listed."""

    def __init__(self, catalogue: Catalogue, writer: Callable[[Language], Writer]) -> None:
        served = catalogue.languages
        self.catalogue = catalogue
        self._said = {tag: Composer(catalogue, writer(language)) for tag, language in served.items()}
        self._seen = {tag: Composer(catalogue, for_screen(language)) for tag, language in served.items()}

    def render(
        self,
        text: Text,
        language: str,
        choices: Sequence[tuple[str, Text]] = (),
        links: Sequence[Link] = (),
        *,
        safety: bool = False,
        manner: Manner = USUAL,
    ) -> Rendered:
        """See `Renderer.render`."""
        text = before_others(text) if manner.shared else text
        extra = [self.more] if self.more and self.most is not None and len(choices) > self.most else []
        texts, every_link = gather([text, *(label for _, label in choices), *extra], links)
        settled = settle(self.catalogue, language, texts)
        draft = Draft(text, settled, options(choices, self.most), tuple(every_link), safety)
        english = self._said[SOURCE].sentences(text) if draft.english_owed else []
        composer = self._said[settled.language.tag]
        tail = [composer.sentence(more) for more in extra]
        for shorter in _shortened(draft):
            said = self.write(shorter, composer, english, tail, manner)
            if self.fits(said, safety):
                break
        return self._finish(draft, said, english, manner)

    def fits(self, said: str, safety: bool) -> bool:
        """Whether the text has room; if not, what can be spared is left out."""
        return True

    @abstractmethod
    def write(
        self, draft: Draft, composer: Composer, english: list[str], tail: list[str], manner: Manner
    ) -> str:
        """The reply's text. `english`: the lines of the English copy; `tail`: says that there is more."""

    def card(self, draft: Draft, seen: Composer) -> str:
        """What may stand on a screen that others see; nothing where the text itself is for the eye."""
        return ""

    def _finish(self, draft: Draft, text: str, english: list[str], manner: Manner) -> Rendered:
        """The reply with its choices and links, whose labels are always for the eye."""
        seen = self._seen[draft.language.tag]
        return Rendered(
            text=text,
            language=draft.language.tag,
            direction=draft.language.direction,
            machine=draft.settled.standing == Standing.MACHINE,
            choices=tuple(RenderedChoice(one.id, one.key, seen.line(one.label)) for one in draft.options),
            links=tuple(
                RenderedLink(link.url, seen.line(link.label) if link.label else link.url)
                for link in draft.links
            ),
            english=self._beside(draft, english),
            card=self.card(draft, seen) if manner.shared else "",
            safety=draft.safety,
        )

    def _beside(self, draft: Draft, english: list[str]) -> str:
        """The English copy for the eye."""
        return "\n".join(self._seen[SOURCE].sentences(draft.text)) if english else ""


def _shortened(draft: Draft) -> Iterator[Draft]:
    """The reply, then without its spare lines, the last one first, then without its links."""
    yield draft
    text = draft.text
    for at in range(len(text.after) - 1, -1, -1):
        if text.after[at].spare:
            text = structs.replace(text, after=text.after[:at] + text.after[at + 1 :])
            yield structs.replace(draft, text=text)
    yield structs.replace(draft, text=text, links=())


def options(choices: Sequence[tuple[str, Text]], most: int | None = None) -> tuple[Option, ...]:
    """The choices with their keys, at most `most` of them: the reserved ones are kept before the others."""
    keyed: list[Option] = []
    number = 0
    for id, label in choices:
        number += id not in RESERVED
        keyed.append(Option(id, RESERVED.get(id, str(number)), label))
    if most is None or len(keyed) <= most:
        return tuple(keyed)
    room = max(most - sum(one.id in RESERVED for one in keyed), 0)
    return tuple(one for one in keyed if one.id in RESERVED or int(one.key) <= room)[:most]
