"""The page of one conversation."""

from __future__ import annotations

from aiohttp import web

from accessibility import sms
from bot.console import alert_words
from bot.console.careful import Careful
from bot.console.case_words import STATUSES
from bot.console.form import LONGEST
from bot.console.guard import BASE
from bot.console.pages import Pages
from bot.console.parts import Parts
from bot.console.presence import Presence
from bot.console.reading import Reading
from bot.console.shown import SPEAKERS, Shows
from bot.console.visit import Visit
from bot.console.wishes import wishes
from bot.handover.quick import QUICK
from bot.handover.said import first_name
from channels.message import Capabilities
from locales.languages import SOURCE

TALK = f"{BASE}/talk/{{reference}}"
ALERTED = 5
"""The last alerts that are shown."""


class TalkPage:
    """Shows a conversation: the brief, the lines, the form, the notes, and what can be done."""

    def __init__(
        self, parts: Parts, pages: Pages, reading: Reading, shows: Shows, presence: Presence
    ) -> None:
        self._parts = parts
        self._pages = pages
        self._reading = reading
        self._shows = shows
        self._presence = presence

    def routes(self, careful: Careful) -> list[web.RouteDef]:
        return [web.get(TALK, careful.look(self._talk))]

    async def _talk(self, visit: Visit) -> web.StreamResponse:
        return await self.show(visit, visit.request.match_info["reference"])

    async def show(
        self, visit: Visit, reference: str, *, draft: str = "", problem: str = "", status: int = 200
    ) -> web.Response:
        """The page. `draft` is what had been typed and was not sent, `problem` why."""
        opened = await self._reading.open(visit, reference)
        stores, found = self._parts.stores, opened.handover
        told = await stores.talks.lines(found.conversation)
        names = await stores.names()
        others = await self._presence.others(found.conversation, visit.me)
        return await self._pages.page(
            visit,
            "talk.html",
            status=status,
            found=found,
            mine=opened.with_(visit.me),
            latest=await stores.talks.latest(found.conversation) == found.reference,
            brief=await self._reading.brief(opened, told),
            reachable=await stores.talks.reachable(found.conversation),
            form=await self._reading.form(opened),
            lines=await self._shows.show(opened.conversation, told),
            notes=await stores.notes.of(found.conversation),
            cases=await stores.talks.cases(found.conversation),
            repairs=await stores.cases.of(found.conversation),
            repair_statuses=STATUSES,
            calls=await stores.callbacks.of(found.conversation),
            wishes=wishes(await stores.subscriptions.of(found.conversation)),
            alerted=await stores.alerts.sent_to(found.conversation, ALERTED),
            alert_words=alert_words,
            here=[first_name(names.get(one, "")) for one in others],
            colleagues=[one for one in await stores.there() if one.id != visit.me],
            tongues=self._tongues(opened.conversation.language),
            quick=[self._reading.english(text) for text in QUICK],
            sms=self._sms(found.channel),
            longest=LONGEST,
            seen=await self._reading.seen(found.id, found.conversation),
            draft=draft,
            problem=problem,
            SPEAKERS=SPEAKERS,
        )

    def _tongues(self, tag: str) -> list[tuple[str, str]]:
        """The languages that an adviser may say they write in: English, and the resident's."""
        rows = self._parts.words.languages
        return [(one, rows[one].english) for one in dict.fromkeys((SOURCE, tag)) if one in rows]

    def _sms(self, channel: str) -> dict[str, str] | None:
        """What the script counts segments with; None where messages are not counted."""
        if self._parts.settings.can.get(channel, Capabilities()).modality != "sms":
            return None
        return {"basic": "".join(sorted(sms.BASIC)), "extension": "".join(sorted(sms.EXTENSION))}
