"""The relay's words as the council's own helpline says them, in the resident's language and channel."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from msgspec import structs

from bot.clock import Clock
from bot.dialogue import state as states
from bot.dialogue.house import House
from bot.dialogue.state import State
from bot.handover import said
from bot.handover.back import back
from bot.handover.ended import survey
from bot.handover.request import Handover, NotYours
from bot.lines import Lines
from bot.store.conversation import Conversation
from bot.store.handovers import Handovers
from bot.store.lines import NewEntry
from bot.store.talks import Talks, Told
from channels.message import Reply, Speaker
from locales.languages import SOURCE

SOLVED, RETURNED = "solved", "answered"


class Spoken:
    """`bot.relay.voice.Voice`. `writes_brief` writes what agents read first; `unreached` is said when nobody
    could be reached; `council` is who speaks when an agent's name is not known."""

    def __init__(
        self,
        talks: Talks,
        handovers: Handovers,
        lines: Lines,
        house: House,
        clock: Clock,
        writes_brief: Callable[[Handover, Sequence[Told]], Awaitable[str]],
        unreached: Callable[[], Reply],
        nameless: Reply,
    ) -> None:
        self._talks = talks
        self._handovers = handovers
        self._lines = lines
        self._house = house
        self._clock = clock
        self._brief = writes_brief
        self._unreached = unreached
        self._nameless = nameless

    async def brief(self, handover: Handover, lines: Sequence[Told]) -> str:
        """What agents read first."""
        return await self._brief(handover, lines)

    async def joined(self, handover: Handover, name: str) -> Sequence[NewEntry]:
        """Who speaks from here on."""
        conversation, state = await self._opened(handover)
        first = said.first_name(name)
        reply = said.joined(first) if first else self._nameless
        return self._written(conversation, state, (reply,), "system")

    async def unreached(self, handover: Handover) -> Sequence[NewEntry]:
        """That nobody could be reached."""
        conversation, state = await self._opened(handover)
        return self._written(conversation, state, (self._unreached(),), "assistant")

    async def close(self, handover: Handover, staff: int) -> None:
        """The end, and the one question about it. Its choices are shown from here on: only then can they be
        picked by their number."""
        conversation, state = await self._opened(handover)
        lines = self._written(conversation, state, (Reply(said.closed()),), "system")
        lines += self._written(conversation, state, (survey(),), "assistant")
        state.shown, state.last_at = lines[-1].rendered.choices, self._clock.now()
        kept = states.dump(state), conversation.revision
        await self._handovers.close(handover.id, staff, SOLVED, lines, kept)

    async def hand_back(self, handover: Handover, staff: int) -> None:
        """The assistant goes on; the marker is a notice, what follows is its own."""
        conversation, state = await self._opened(handover)
        now, language = self._clock.now(), conversation.language or SOURCE
        state, replies = await back(state, self._house, now, language, conversation.id)
        lines = self._written(conversation, state, replies[:1], "system")
        lines += self._written(conversation, state, replies[1:], "assistant")
        choices = [line.rendered.choices for line in reversed(lines) if line.rendered.choices]
        state.shown = choices[0] if choices else ()
        await self._handovers.hand_back(
            handover.id, staff, RETURNED, states.dump(state), conversation.revision, lines
        )

    async def _opened(self, handover: Handover) -> tuple[Conversation, State]:
        found = await self._talks.read(handover.conversation)
        if found is None:
            raise NotYours(None, "gone")
        return found[0], states.load(found[0].state)

    def _written(
        self, conversation: Conversation, state: State, replies: Sequence[Reply], who: Speaker
    ) -> tuple[NewEntry, ...]:
        lines = self._lines.write(
            conversation.channel,
            replies,
            conversation.language or SOURCE,
            slow=state.slow,
            beside=state.beside,
        )
        return tuple(structs.replace(line, who=who) for line in lines)
