"""What every renderer does: a reply's texts into one `Rendered`, for the reader's language and channel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from msgspec import Struct

from accessibility.composer import Composer, Settled, settle
from accessibility.parts import label_of, links
from accessibility.text import Link, Rendered, RenderedChoice, RenderedLink, Text
from accessibility.values import Writer, for_screen
from locales.catalogue import Catalogue
from locales.languages import SOURCE, Language
from locales.phrase import Standing

RESERVED = {"person": "0", "language": "9"}
"""Choices whose key is the same in every reply and language; others are numbered from 1."""

FALLBACK_NOTE = "[English] "
"""Shown before a message that is in English because the asked language has no words for it."""


class Manner(Struct, frozen=True):
    """How this person is spoken to. A renderer uses what concerns it.

    `prefix` names the council at the start of a text message (R21). `slower` speaks at 80 %. `accents` keeps
    the accents in text messages, at the price of more segments (R20).
    """

    prefix: str = ""
    slower: bool = False
    accents: bool = False


class Reply(Struct, frozen=True):
    """What a renderer is asked to make fit. `choices` are (id, label)."""

    text: Text
    choices: tuple[tuple[str, Text], ...] = ()
    links: tuple[Link, ...] = ()
    safety: bool = False


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
        manner: Manner = Manner(),  # noqa: B008 - frozen
    ) -> Rendered:
        """`text` and `choices` (id, label) in the language of tag `language`, or the whole of it in English.

        `safety`: an English copy stands beside a translation that two people have not approved. Raises
        `LookupError` only when a message lacks one of its values.
        """


class Draft(Struct, frozen=True):
    """A reply on its way. `choices` are those that are listed, each with its key; `english_too` says that an
    English copy is owed."""

    text: Text
    choices: tuple[tuple[str, str, Text], ...]
    links: tuple[Link, ...]
    settled: Settled
    english_too: bool
    safety: bool

    @property
    def language(self) -> Language:
        return self.settled.language

    def noted(self, said: str) -> str:
        """What is said, with the note that it is in English though another language was asked for. A safety
        message needs no note: it starts with what to do."""
        return f"{FALLBACK_NOTE}{said}" if self.settled.fell_back and not self.safety else said


class Desk:
    """What the renderers share: the catalogue, and a composer for each language."""

    def __init__(self, catalogue: Catalogue, write: Callable[[Language], Writer]) -> None:
        self.catalogue = catalogue
        served = catalogue.languages.items()
        self._said = {tag: Composer(catalogue, write(language)) for tag, language in served}
        self._seen = {tag: Composer(catalogue, for_screen(language)) for tag, language in served}

    def composer(self, draft: Draft) -> Composer:
        """Writes the reply's text in its language."""
        return self._said[draft.language.tag]

    def english(self, draft: Draft) -> list[str]:
        """The lines of the English copy, none when it is not owed."""
        return self._said[SOURCE].sentences(draft.text) if draft.english_too else []

    def draft(self, reply: Reply, asked: str, most: int | None = None, extra: Iterable[Text] = ()) -> Draft:
        """Settles the language of the whole reply. At most `most` choices are listed; the links are those
        given and those inside the text, each once; `extra` are texts that the renderer will add."""
        given = {link.url: link for link in (*reply.links, *links(reply.text))}
        texts = [reply.text, *(label for _, label in reply.choices), *map(label_of, given.values()), *extra]
        settled = settle(self.catalogue, asked, texts)
        owed = reply.safety and settled.standing < Standing.READ
        return Draft(reply.text, listed(reply.choices, most), tuple(given.values()), settled, owed, reply.safety)

    def finish(self, draft: Draft, text: str, english: str = "") -> Rendered:
        """The reply with its choices and links, whose labels are always for the eye."""
        seen = self._seen[draft.language.tag]
        return Rendered(
            text=text,
            language=draft.language.tag,
            direction=draft.language.direction,
            machine=draft.settled.standing == Standing.MACHINE,
            choices=tuple(RenderedChoice(id, key, " ".join(seen.sentences(label))) for id, key, label in draft.choices),
            links=tuple(
                RenderedLink(link.url, seen.sentence(link.label) if link.label else link.url) for link in draft.links
            ),
            english=english,
        )


def listed(choices: Sequence[tuple[str, Text]], most: int | None = None) -> tuple[tuple[str, str, Text], ...]:
    """The choices as (id, key, label), at most `most` of them; the reserved ones are kept before others."""
    numbered: list[tuple[str, str, Text]] = []
    count = 0
    for id, label in choices:
        count += id not in RESERVED
        numbered.append((id, RESERVED.get(id, str(count)), label))
    if most is None or len(numbered) <= most:
        return tuple(numbered)
    room = max(most - sum(id in RESERVED for id, _, _ in numbered), 0)
    return tuple(one for one in numbered if one[0] in RESERVED or int(one[1]) <= room)[:most]
