"""The helpline's part of the composition root where its desk is Chatwoot."""

from __future__ import annotations

from collections.abc import Sequence
from random import SystemRandom
from urllib.parse import urlsplit

import msgspec
from aiohttp import web

from accessibility.text import Phone, Text, _
from bot.console import parts as console
from bot.handover.brief import Facts, brief
from bot.handover.request import Handover
from bot.helpline_parts import Parts, token
from bot.outside import chatwoot_server
from bot.relay import webhook
from bot.relay.chatwoot import Chatwoot
from bot.relay.note import written
from bot.relay.outward import Outward
from bot.relay.relay import Relay
from bot.relay.relay import Stores as Relayed
from bot.relay.spoken import Spoken
from bot.relay.trouble import Trouble
from bot.store.relays import Relays
from bot.store.sealed import Keys
from bot.store.talks import Told
from channels.message import Capabilities, Choice, Reply
from locales.languages import SOURCE


async def add_chatwoot(app: web.Application, parts: Parts) -> None:
    """Hands residents over to Chatwoot, with one member of staff who stands for its agents."""
    settings, store, clock = parts.settings, parts.store, parts.clock
    keys = Keys(settings.secrets)
    server = chatwoot_server(settings)
    stores = console.Stores.of(store, keys, clock, store.hub, token)
    login = f"chatwoot@{urlsplit(settings.chatwoot_url).hostname}"
    known = await stores.staff.by_login(login)
    member = known.member if known else await stores.staff.add(login, "Chatwoot", "adviser")
    client = Chatwoot(server)
    relays = Relays(store.database, keys, clock, store.hub, store.postbox, parts.holder)
    voice = Spoken(
        stores.talks,
        store.handovers,
        parts.lines,
        parts.house,
        clock,
        _Briefs(parts, stores).write,
        lambda: _unreached(parts),
        Reply(_("You are talking to the council.")),
    )
    relay = Relay(
        Relayed(
            hub=store.hub,
            handovers=store.handovers,
            talks=stores.talks,
            shifts=stores.shifts,
            relays=relays,
        ),
        clock,
        client,
        Outward(relays, stores.talks, keys, client, voice, store.photos.of),
        voice,
        member.id,
        lambda: Trouble(SystemRandom()),
        parts.failed,
    )
    app.cleanup_ctx.append(relay.running)
    app.add_routes(webhook.routes(relay, server, clock))


class _Briefs:
    """What Chatwoot's agents read first."""

    def __init__(self, parts: Parts, stores: console.Stores) -> None:
        self._parts = parts
        self._stores = stores

    async def write(self, handover: Handover, lines: Sequence[Told]) -> str:
        found = await self._stores.talks.read(handover.conversation)
        parts = self._parts
        facts = Facts(
            handover=handover,
            tongue=parts.words.languages.get(handover.language),
            can=parts.can.get(handover.channel, Capabilities()),
            address="",
            kept=bool(found and found[0].kept),
            retention_days=parts.settings.retention_days,
            lines=[one.entry for one in lines],
            all=await parts.store.handovers.of(handover.conversation),
        )
        return written(handover.reference, brief(facts), lines, self._english)

    def _english(self, told: Told) -> str:
        """What a line of the assistant means in English."""
        if not told.reply:
            return ""
        reply = msgspec.json.decode(told.reply, type=Reply)
        return self._parts.lines.write("web", (reply,), SOURCE)[0].rendered.text


def _unreached(parts: Parts) -> Reply:
    line = parts.phones.tell(parts.city.main_line, parts.clock.today(parts.city.zone))
    call: Text = _("You can call %(phone)s.", phone=Phone(line.number))
    text = _("I am sorry. Nobody could be reached yet. You keep your place in the queue.")
    return Reply(text.then(call), (Choice("queue:leave", _("Leave the queue")),))
