"""Replies for the ear: SSML with pauses between ideas, three choices at most, and no address (R24-R32)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from accessibility.composer import Composer
from accessibility.renderer import Desk, Draft, Manner
from accessibility.speech_values import Voice
from accessibility.text import Link, Rendered, Text, _
from locales.catalogue import Catalogue
from locales.languages import SOURCE, Language

RATE, SLOWER_RATE = "90%", "80%"
IDEA_PAUSE = '<break time="400ms"/>'
CHOICE_PAUSE = '<break time="700ms"/>'
MOST_CHOICES = 3
"""Choices that are spoken (R25)."""

MORE = _("Say more to hear the other choices.")

_TAG = re.compile(r"<[^>]*>")


class SpeechRenderer:
    """For phones and smart speakers."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._desk = Desk(catalogue)
        self._composers = {
            tag: self._desk.composer(Voice(language)) for tag, language in catalogue.languages.items()
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
        """See `Renderer.render`. The text is SSML; the English of a safety message follows in it. Links are
        kept beside the text for a channel that can send them on."""
        draft = self._desk.draft(text, language, choices, links, safety)
        settled = draft.choice.language
        composer = self._composers[settled.tag]
        said = IDEA_PAUSE.join(composer.sentences(text))
        if draft.beside:
            said += CHOICE_PAUSE + self._english(text)
        body = CHOICE_PAUSE.join([said, *self._choices(draft, composer)])
        if draft.choice.fell_back and language != SOURCE:
            body = body
        ssml = f'<speak><prosody rate="{SLOWER_RATE if manner.slower else RATE}">{body}</prosody></speak>'
        return self._desk.finish(draft, ssml, self._desk.screen(settled.tag), listed=MOST_CHOICES)
