"""The form's answers put right by an adviser."""

from __future__ import annotations

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
from bot.handover.form import Unclear, corrected
from locales.languages import SOURCE

NO_ANSWER = "That does not answer the question. The answer stays as it was."


class FormPage:
    """Replays the question with the adviser's words, as if the resident had said them."""

    def __init__(self, parts: Parts, reading: Reading, actions: Actions) -> None:
        self._parts = parts
        self._reading = reading
        self._actions = actions

    def routes(self, careful: Careful) -> list[web.RouteDef]:
        return [web.post(f"{TALK}/correct", careful.act(self._actions.of(self._correct)))]

    async def _correct(self, visit: Visit, opened: Opened) -> web.StreamResponse:
        said = words(visit)
        understanding = await self._parts.hears.understand(said, SOURCE)
        heard = Heard(said, self._parts.clock.now(), understanding, picked=said)
        conversation, house = opened.conversation, self._parts.house
        run, key = visit.form.get("run", ""), visit.form.get("key", "")
        try:
            state = await corrected(opened.state, run, key, heard, house, conversation.id)
        except Unclear as unclear:
            why = self._reading.english(unclear.why) if unclear.why else NO_ANSWER
            raise Refused(400, why) from None
        stores, found = self._parts.stores, opened.handover
        await stores.talks.correct(found.id, visit.me, states.dump(state), conversation.revision)
        await stores.audit.record("correct", visit.me, conversation.id, found.reference)
        if visit.by_script:
            return data({"done": True})
        return see(f"{visit.request.path.rpartition('/')[0]}", "corrected")
