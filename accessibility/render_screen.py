"""Replies for a screen: a line for each part, choices and links beside the text."""

from __future__ import annotations

from accessibility.composer import Composer
from accessibility.isolate import led
from accessibility.renderer import Base, Draft, Manner
from accessibility.values import for_screen
from locales.catalogue import Catalogue


class ScreenRenderer(Base):
    """For web pages, messengers and the terminal.

    The English of a safety message is in `Rendered.english`.
    """

    def __init__(self, catalogue: Catalogue) -> None:
        super().__init__(catalogue, for_screen)

    def write(
        self, draft: Draft, composer: Composer, english: list[str], tail: list[str], manner: Manner
    ) -> str:
        return draft.noted(led("\n".join(composer.sentences(draft.text)), draft.language.rtl))
