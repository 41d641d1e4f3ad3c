"""What the helpline says in a conversation: in the resident's language, or as it was typed."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import structs

from accessibility.text import Text
from bot.console.parts import Parts
from bot.dialogue.state import State
from bot.handover.said import first_name, typed
from bot.store.conversation import Conversation
from bot.store.lines import NewEntry
from channels.message import Reply, Speaker
from locales.languages import SOURCE


class Spoken:
    """Makes lines for one conversation's channel and reader."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def typed(self, words: str, tag: str, name: str) -> tuple[NewEntry, ...]:
        """The own words of the adviser with this name, in the language that they say."""
        row = self._parts.words.languages.get(tag)
        rendered = typed(words, tag, row.direction if row else "ltr")
        return (NewEntry("adviser", rendered, by=first_name(name)),)

    def quick(self, conversation: Conversation, state: State, text: Text, name: str) -> tuple[NewEntry, ...]:
        """What the adviser with this name has picked, as the resident reads it."""
        lines = self.text(conversation, state, text, "adviser")
        return tuple(structs.replace(line, by=first_name(name)) for line in lines)

    def replies(
        self, conversation: Conversation, state: State, said: Sequence[Reply], who: Speaker
    ) -> tuple[NewEntry, ...]:
        """Replies as the resident reads them, said by `who`."""
        language = conversation.language or SOURCE
        lines = self._parts.lines.write(
            conversation.channel, said, language, slow=state.slow, beside=state.beside
        )
        return tuple(structs.replace(line, who=who) for line in lines)

    def text(
        self, conversation: Conversation, state: State, text: Text, who: Speaker = "system"
    ) -> tuple[NewEntry, ...]:
        """One text, as the resident reads it."""
        return self.replies(conversation, state, (Reply(text),), who)
