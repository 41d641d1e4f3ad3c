"""What an adviser does with a conversation. Each is one POST; the store compares before it writes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from aiohttp import web

from bot.console.careful import Careful
from bot.console.form import Once, number, words
from bot.console.guard import BASE
from bot.console.pages import data, notice, see
from bot.console.parts import Parts
from bot.console.reading import Opened, Reading
from bot.console.spoken import Spoken
from bot.console.talk_page import TALK, TalkPage
from bot.console.visit import Refused, Visit
from bot.dialogue import state as states
from bot.handover import said
from bot.handover.back import back
from bot.handover.ended import survey
from bot.handover.outcomes import OUTCOMES
from bot.handover.quick import QUICK
from bot.handover.request import NotYours, OffShift
from bot.store.audit import Action
from bot.store.lines import NewEntry
from bot.store.notes import MOST
from channels.message import Reply

Act = Callable[[Visit, Opened], Awaitable[web.StreamResponse]]

STORED = ("reply", "quick", "note")
"""What the store keeps under the id of its form: it is said once, also after a restart."""


class Actions:
    """Claim, write, note, pass on, hand back, close."""

    def __init__(self, parts: Parts, reading: Reading, talk: TalkPage) -> None:
        self._parts = parts
        self._reading = reading
        self._talk = talk
        self._spoken = Spoken(parts)
        self._once = Once()

    def routes(self, careful: Careful) -> list[web.RouteDef]:
        acts: dict[str, Act] = {
            "claim": self._claim,
            "renew": self._renew,
            "reply": self._reply,
            "quick": self._quick,
            "note": self._note,
            "pass": self._pass,
            "back": self._back,
            "close": self._close,
        }
        return [
            web.post(f"{TALK}/{name}", careful.act(self.of(act, stored=name in STORED)))
            for name, act in acts.items()
        ]

    def of(self, act: Act, stored: bool = False) -> Callable[[Visit], Awaitable[web.StreamResponse]]:
        """The action with what all of them share: a form counts once, and who is too late is told why. What
        is `stored` under the form's id comes once by that, in whichever process; all else compares before it
        writes, and is only spared a second answer here."""

        async def handle(visit: Visit) -> web.StreamResponse:
            opened = await self._reading.open(visit, visit.request.match_info["reference"])
            if not stored and not self._once.first(visit):
                return self._done(visit, opened)
            try:
                return await self._tried(act, visit, opened)
            except BaseException:
                self._once.again(visit)
                raise

        return handle

    async def _tried(self, act: Act, visit: Visit, opened: Opened) -> web.StreamResponse:
        try:
            return await act(visit, opened)
        except Refused as fault:
            self._once.again(visit)
            return await self._not_done(visit, opened, fault.words, fault.status)
        except NotYours as fault:
            told = "taken" if fault.holder else "queued" if fault.status == "queued" else "gone"
            return await self._not_done(visit, opened, await self._words(told, fault.holder))
        except OffShift:
            return await self._not_done(visit, opened, await self._words("off"))

    async def _claim(self, visit: Visit, opened: Opened) -> web.StreamResponse:
        joined = said.joined(said.first_name(visit.member.name))
        lines = self._spoken.text(opened.conversation, opened.state, joined.text)
        try:
            await self._parts.stores.handovers.claim(opened.handover.id, visit.me, lines)
        except NotYours as fault:
            if fault.holder == visit.me:  # by a click before this one, whose answer was lost
                return self._done(visit, opened)
            told = "taken" if fault.holder else "gone"
            return see(f"{BASE}/queue", told, fault.holder)
        except OffShift:
            return see(f"{BASE}/queue", "off")
        await self._audited("claim", visit, opened)
        return self._done(visit, opened)

    async def _renew(self, visit: Visit, opened: Opened) -> web.StreamResponse:
        found = await self._parts.stores.handovers.renew(opened.handover.id, visit.me)
        until = found.lease_until
        return data({"until": until.isoformat() if until else ""})

    async def _reply(self, visit: Visit, opened: Opened) -> web.StreamResponse:
        lines = self._spoken.typed(words(visit), visit.form.get("language") or "en", visit.member.name)
        await self._write(visit, opened, lines)
        return self._done(visit, opened)

    async def _quick(self, visit: Visit, opened: Opened) -> web.StreamResponse:
        chosen = number(visit, "quick")
        if chosen >= len(QUICK):
            raise Refused(400, "Please choose one of the answers.")
        name = visit.member.name
        lines = self._spoken.quick(opened.conversation, opened.state, QUICK[chosen], name)
        await self._write(visit, opened, lines, "quick")
        return self._done(visit, opened)

    async def _write(self, visit: Visit, opened: Opened, lines: Sequence[NewEntry], detail: str = "") -> None:
        """Says it once, however often the form comes and to whichever process."""
        key = visit.form.get("once", "")
        if await self._parts.stores.handovers.write(opened.handover.id, visit.me, lines, key):
            await self._audited("reply", visit, opened, detail)

    async def _note(self, visit: Visit, opened: Opened) -> web.StreamResponse:
        key, notes = visit.form.get("once", ""), self._parts.stores.notes
        if await notes.add(opened.conversation.id, visit.me, words(visit, MOST), key):
            await self._audited("note", visit, opened)
        return self._done(visit, opened, "noted")

    async def _pass(self, visit: Visit, opened: Opened) -> web.StreamResponse:
        to, _sep, which = visit.form.get("to", "").partition(":")
        found, handovers = opened.handover, self._parts.stores.handovers
        if to == "staff" and which.isascii() and which.isdigit() and len(which) < 16:
            lines = self._spoken.text(opened.conversation, opened.state, said.passed().text)
            try:
                await handovers.pass_to(found.id, visit.me, int(which), lines)
            except OffShift:
                return await self._not_done(visit, opened, await self._words("away"))
        elif to == "team" and (not which or which in dict(self._parts.settings.teams)):
            told = said.requeued() if which else said.passed()
            lines = self._spoken.text(opened.conversation, opened.state, told.text)
            await handovers.write(found.id, visit.me, lines, visit.form.get("once", ""))
            await handovers.pass_to_team(found.id, visit.me, which)
        else:
            raise Refused(400, "Please choose to whom.")
        await self._audited("pass", visit, opened, f"{to} {which}")
        return see(f"{BASE}/queue", "passed")

    async def _back(self, visit: Visit, opened: Opened) -> web.StreamResponse:
        """The assistant goes on; the marker is a notice, what follows is its own."""
        conversation, now = opened.conversation, self._parts.clock.now()
        state, replies = await back(
            opened.state, self._parts.house, now, conversation.language, conversation.id
        )
        lines = self._spoken.replies(conversation, state, replies[:1], "system")
        lines += self._spoken.replies(conversation, state, replies[1:], "assistant")
        choices = [line.rendered.choices for line in reversed(lines) if line.rendered.choices]
        state.shown = choices[0] if choices else ()
        await self._parts.stores.handovers.hand_back(
            opened.handover.id, visit.me, _outcome(visit), states.dump(state), conversation.revision, lines
        )
        await self._audited("hand_back", visit, opened)
        return see(f"{BASE}/queue", "back")

    async def _close(self, visit: Visit, opened: Opened) -> web.StreamResponse:
        """The end, and the one question about it. Its choices are shown from here on: only then can they be
        picked by their number."""
        found, conversation, state = opened.handover, opened.conversation, opened.state
        outcome, question = _outcome(visit), survey()
        lines = self._spoken.replies(conversation, state, (Reply(said.closed()),), "system")
        lines += self._spoken.replies(conversation, state, (question,), "assistant")
        state.shown, state.last_at = lines[-1].rendered.choices, self._parts.clock.now()
        kept = states.dump(state), conversation.revision
        await self._parts.stores.handovers.close(found.id, visit.me, outcome, lines, kept)
        await self._audited("close", visit, opened)
        return see(f"{BASE}/queue", "closed")

    async def _audited(self, action: Action, visit: Visit, opened: Opened, detail: str = "") -> None:
        audit, found = self._parts.stores.audit, opened.handover
        detail = f"{found.reference} {detail}".strip()
        await audit.record(action, visit.me, found.conversation, detail)

    def _done(self, visit: Visit, opened: Opened, told: str = "") -> web.StreamResponse:
        if visit.by_script:
            return data({"done": True})
        return see(f"{BASE}/talk/{opened.handover.reference}", told)

    async def _not_done(
        self, visit: Visit, opened: Opened, problem: str, status: int = 409
    ) -> web.StreamResponse:
        """Why not; what had been typed is given back."""
        if visit.by_script:
            return data({"problem": problem}, status)
        draft = visit.form.get("words", "") if visit.request.path.endswith("/reply") else ""
        reference = opened.handover.reference
        return await self._talk.show(visit, reference, draft=draft, problem=problem, status=status)

    async def _words(self, told: str, holder: int | None = None) -> str:
        return notice(told, holder, await self._parts.stores.names())


def _outcome(visit: Visit) -> str:
    outcome = visit.form.get("outcome", "")
    if outcome not in OUTCOMES:
        raise Refused(400, "Please choose how it ended.")
    return outcome
