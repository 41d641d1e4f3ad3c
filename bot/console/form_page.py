"""The form's answers put right by an adviser, and the question that waits answered for the resident."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.console.actions import Actions
from bot.console.careful import Careful
from bot.console.form import words
from bot.console.pages import data, see
from bot.console.parts import Parts
from bot.console.reading import Opened, Reading
from bot.console.talk_page import TALK
from bot.console.visit import Refused, Visit
from bot.dialogue import state as states
from bot.dialogue.heard import Heard
from bot.dialogue.house import House
from bot.dialogue.state import State
from bot.handover.form import Unclear, answered, corrected
from bot.store.audit import Action
from locales.languages import SOURCE

NO_ANSWER = "That does not answer the question. Nothing is changed."

Fills = Callable[[State, str, str, Heard, House, int], Awaitable[State]]


class FormPage:
    """Replays the question with the adviser's words, as if the resident had said them."""

    def __init__(self, parts: Parts, reading: Reading, actions: Actions) -> None:
        self._parts = parts
        self._reading = reading
        self._actions = actions

    def routes(self, careful: Careful) -> list[web.RouteDef]:
        return [
            web.post(f"{TALK}/correct", careful.act(self._actions.of(self._correct))),
            web.post(f"{TALK}/answer", careful.act(self._actions.of(self._answer))),
        ]

    async def _correct(self, visit: Visit, opened: Opened) -> web.StreamResponse:
        return await self._fill(visit, opened, corrected, "correct", "corrected")

    async def _answer(self, visit: Visit, opened: Opened) -> web.StreamResponse:
        return await self._fill(visit, opened, answered, "answer", "answered")

    async def _fill(
        self, visit: Visit, opened: Opened, fills: Fills, action: Action, told: str
    ) -> web.StreamResponse:
        conversation, found, stores = opened.conversation, opened.handover, self._parts.stores
        heard, run, key = await self._heard(visit), visit.form.get("run", ""), visit.form.get("key", "")
        try:
            state = await fills(opened.state, run, key, heard, self._parts.house, conversation.id)
        except Unclear as unclear:
            why = self._reading.english(unclear.why) if unclear.why else NO_ANSWER
            raise Refused(400, why) from None
        await stores.talks.correct(found.id, visit.me, states.dump(state), conversation.revision)
        await stores.audit.record(action, visit.me, conversation.id, f"{found.reference} {key}")
        if visit.by_script:
            return data({"done": True})
        return see(f"{visit.request.path.rpartition('/')[0]}", told)

    async def _heard(self, visit: Visit) -> Heard:
        """The adviser's words, or the choice that they picked, as the question hears them."""
        said = words(visit)
        understanding = await self._parts.hears.understand(said, SOURCE)
        return Heard(said, self._parts.clock.now(), understanding, picked=said)
