"""What a message means in its conversation: its language, its words, the button pressed, the correction."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from bot.dialogue.heard import Heard
from bot.dialogue.picks import picked
from bot.dialogue.rungs.joining import is_code
from bot.dialogue.state import State
from bot.store.conversation import Conversation
from channels.message import Inbound
from nlu.understanding import Understanding, Understands

SURE = 0.7
"""From this confidence on the first words tell the language, whatever the client says of itself."""


class Hearing:
    """Understands messages. `corrected` gives what is meant when a text begins like a correction; the first
    of `languages` is that of who says nothing of theirs."""

    def __init__(
        self, hears: Understands, corrected: Callable[[str], str | None], languages: Sequence[str]
    ) -> None:
        self._hears = hears
        self._corrected = corrected
        self._languages = tuple(languages)

    def language(self, conversation: Conversation, inbound: Inbound) -> str:
        """The conversation's language so far; at first what the client says of itself."""
        return conversation.language or self._hinted(inbound) or self._languages[0]

    def _hinted(self, inbound: Inbound) -> str:
        """What the client says of its language, if we speak it, else nothing."""
        return inbound.locale_hint if inbound.locale_hint in self._languages else ""

    async def heard(self, inbound: Inbound, state: State, language: str) -> Heard:
        """The message, understood; `language` is the conversation's so far, empty at first."""
        if not language and is_code(inbound.text):
            language = self._hinted(inbound) or self._languages[0]
        understanding = await self._understood(inbound.text, language)
        if not language and understanding.language_confidence < SURE:
            language = self._hinted(inbound)
            understanding = await self._understood(inbound.text, language)
        if inbound.choice:
            understanding = _pressed(understanding, inbound, language or understanding.language)
        rest_text = None if inbound.choice else self._corrected(inbound.text)
        if inbound.correction:
            rest_text = rest_text or inbound.text
        rest = None
        if rest_text:
            rest = Heard(rest_text, inbound.at, await self._understood(rest_text, understanding.language))
        return Heard(
            inbound.text,
            inbound.at,
            understanding,
            picked(state.shown, inbound.text, inbound.choice),
            inbound.media,
            inbound.location,
            rest,
        )

    async def _understood(self, text: str, language: str) -> Understanding:
        return await self._hears.understand(text, language)


def _pressed(understanding: Understanding, inbound: Inbound, language: str) -> Understanding:
    """What the words of a button mean. Nobody typed them: no danger and no global word is heard in them.

    A bare id, which is all that some channels send, says nothing at all.
    """
    if inbound.text == inbound.choice:
        return Understanding(inbound.text, language)
    danger = (understanding.intent or "").startswith("safety.")
    intent = None if danger else understanding.intent
    return msgspec.structs.replace(understanding, language=language, intent=intent, word="", hazard="")
