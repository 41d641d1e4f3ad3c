"""Replies for a text message: everything in one line, short days, few choices, one link."""

from __future__ import annotations

from collections.abc import Sequence

from accessibility import sms
from accessibility.composer import Composer
from accessibility.isolate import clean, led, marked
from accessibility.renderer import Desk, Draft, Manner, keyed, noted
from accessibility.text import Link, Rendered, RenderedChoice, Text
from accessibility.values import for_sms
from locales.catalogue import Catalogue
from locales.languages import SOURCE, Language

MOST_CHOICES = 3
"""Choices that a text message lists (R22)."""


class SmsRenderer:
    """For text messages."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._desk = Desk(catalogue)
        self._composers = {
            tag: self._desk.composer(for_sms(language)) for tag, language in catalogue.languages.items()
        }

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
        """See `Renderer.render`. The English of a safety message follows in the same text."""
        draft = self._desk.draft(text, language, choices, links, safety)
        settled = draft.choice.language
        composer = self._composers[settled.tag]
        said = noted(" ".join(composer.sentences(text)), draft, safety)
        beside = " ".join(self._composers[SOURCE].sentences(text)) if draft.beside else ""
        pieces = [f"{clean(manner.prefix)}: {said}" if manner.prefix else said, beside]
        pieces += [self._link(draft, said, settled, composer), self._choices(draft, settled, composer)]
        whole = led(" ".join(piece for piece in pieces if piece), settled.rtl)
        body = sms.folded(whole) if settled.sms_fold and not manner.accents else sms.without_emoji(whole)
        return self._desk.finish(draft, body, composer, beside, MOST_CHOICES)

    def _choices(self, draft: Draft, language: Language, composer: Composer) -> str:
        """`1 Remind me, 2 Other address, 0 Person`."""
        listed = keyed(draft.choices[:MOST_CHOICES], composer)
        return language.lists.comma.join(f"{choice.key} {choice.label}" for choice in listed)

    def _link(self, draft: Draft, said: str, language: Language, composer: Composer) -> str:
        """The first link with its label, unless the text has a link already (R21)."""
        if not draft.links or any(clean(link.url) in said for link in draft.links):
            return ""
        link = draft.links[0]
        url = marked(clean(link.url), language.rtl)
        return f"{composer.sentence(link.label)}: {url}" if link.label else url


def listed(choices: Sequence[RenderedChoice]) -> str:
    """The choices of a rendered text message as they stand in it."""
    return ", ".join(f"{choice.key} {choice.label}" for choice in choices)
