"""Replies for a screen: a line for each part, choices and links beside the text."""

from __future__ import annotations

from collections.abc import Sequence

from accessibility.isolate import led
from accessibility.renderer import Desk, Manner, noted
from accessibility.text import Link, Rendered, Text
from locales.catalogue import Catalogue
from locales.languages import SOURCE


class ScreenRenderer:
    """For web pages, messengers and the terminal."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._desk = Desk(catalogue)

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
        """See `Renderer.render`. The English of a safety message is in `Rendered.english`."""
        draft = self._desk.draft(text, language, choices, links, safety)
        settled = draft.choice.language
        composer = self._desk.screen(settled.tag)
        body = led("\n".join(composer.sentences(text)), settled.rtl)
        beside = "\n".join(self._desk.screen(SOURCE).sentences(text)) if draft.beside else ""
        return self._desk.finish(draft, noted(body, draft, safety), composer, beside)
