"""The helpline's part of the composition root: our own console, the council's sign-in, or Chatwoot's desk."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping, Sequence
from random import SystemRandom
from urllib.parse import urlsplit

import msgspec
from aiohttp import web
from msgspec import Struct

from accessibility.text import Phone, Text, _
from bot.clock import Clock
from bot.console import openid_pages
from bot.console import parts as console
from bot.console.codes import Codes
from bot.console.console import Console
from bot.console.feeds_page import about
from bot.console.guard import BASE, Guard
from bot.console.openid import OpenID, People
from bot.console.openid_pages import BEGIN, CALLBACK, LEAVE, Gate, Ways
from bot.console.openid_provider import Provider
from bot.console.passwords import Passwords
from bot.console.sign_in import SignIn
from bot.console.street_work import StreetWork
from bot.dialogue.house import House
from bot.feeds_file import read_feeds
from bot.handover.brief import Facts, brief
from bot.handover.desk import Desk
from bot.handover.helpline import Helpline
from bot.handover.open_time import OpenTime
from bot.handover.request import Handover
from bot.jobs import AtClosing
from bot.knowledge.city import City
from bot.knowledge.dated import Lists
from bot.knowledge.directory.phones import Phones
from bot.knowledge.places.districts import Districts
from bot.knowledge.places.positions import Positions, positions_path
from bot.lines import Lines
from bot.outside import chatwoot_server, openid_settings
from bot.relay import webhook
from bot.relay.chatwoot import Chatwoot
from bot.relay.note import written
from bot.relay.outward import Outward
from bot.relay.relay import Relay
from bot.relay.relay import Stores as Relayed
from bot.relay.spoken import Spoken
from bot.relay.trouble import Trouble
from bot.repair_parts import RepairParts
from bot.settings import Settings
from bot.store.closing import Closing
from bot.store.relays import Relays
from bot.store.sealed import Keys
from bot.store.store import Store
from bot.store.talks import Told
from bot.street_parts import StreetParts
from channels.client_address import client_address
from channels.message import Capabilities, Choice, Reply
from locales.catalogue import Catalogue
from locales.languages import SOURCE
from nlu.understanding import Understands


class Parts(Struct, frozen=True, kw_only=True):
    """What the helpline shares with the assistant. `failed` counts what Chatwoot refuses, by its reason.
    `reviews` know the facts that staff are to look at."""

    settings: Settings
    clock: Clock
    city: City
    store: Store
    phones: Phones
    words: Catalogue
    hears: Understands
    house: House
    lines: Lines
    can: Mapping[str, Capabilities]
    repairs: RepairParts
    street: StreetParts
    holder: str
    failed: Callable[[str], None]
    reviews: Sequence[Lists] = ()

    @property
    def public_url(self) -> str:
        """Where staff reach us; empty when it is only a guess."""
        guess = f"http://localhost:{self.settings.port}"
        return "" if self.settings.public_url == guess else self.settings.public_url


def at_closing(
    settings: Settings,
    clock: Clock,
    here: City,
    store: Store,
    lines: Lines,
    can: Mapping[str, Capabilities],
) -> AtClosing:
    """Tells those who still wait that the helpline has closed."""
    closing = Closing(store.database, Keys(settings.secrets), clock, store.hub, store.postbox)
    push = [name for name, one in can.items() if one.push]
    return AtClosing(closing, Helpline.load(here.id), here.zone, lines, push)


def token() -> str:
    """256 random bits in 43 characters."""
    return secrets.token_urlsafe(32)


def add_console(app: web.Application, parts: Parts) -> None:
    """The pages under `/helpline/`, with the council's own sign-in where there is one."""
    settings, here = parts.settings, parts.city
    own, keys = Helpline.load(here.id), Keys(settings.secrets)
    stores = console.Stores.of(parts.store, keys, parts.clock, parts.store.hub, token)
    passwords = Passwords()
    codes = Codes(stores.staff, parts.clock, SystemRandom(), f"{here.council} helpline")
    made = console.Parts(
        stores=stores,
        settings=console.Settings(
            council=here.council,
            short=here.short,
            place=here.place,
            public_url=parts.public_url,
            zone=here.zone,
            open_time=OpenTime(own.hours, here.zone),
            retention_days=settings.retention_days,
            can=parts.can,
            teams=[(team.id, team.name) for team in own.teams],
            other_sign_in=BEGIN if settings.openid_issuer else "",
            other_sign_out=LEAVE if settings.openid_issuer else "",
            address_of=client_address(settings.proxies),
            feeds={
                one.name: about(str(one.__struct_config__.tag), one.note)
                for one in read_feeds(settings.feeds, settings.city)
            },
            districts=Districts(here.id, Positions(positions_path(settings.data))).each,
        ),
        sign_in=SignIn(
            stores.staff, stores.sessions, stores.audit, parts.clock, passwords, codes, stores.tries
        ),
        passwords=passwords,
        codes=codes,
        desk=parts.house.need(Desk),
        house=parts.house,
        lines=parts.lines,
        words=parts.words,
        hears=parts.hears,
        clock=parts.clock,
        repairs=parts.repairs.repairs,
        changes=parts.repairs.changes,
        resend=parts.repairs.relays.again if parts.repairs.relays else None,
        street=StreetWork(
            parts.street.street,
            parts.street.pages,
            parts.street.changes,
            parts.street.relays.again if parts.street.relays else None,
        ),
        reviews=parts.reviews,
    )
    pages = Console(made)
    app.add_routes(pages.routes())
    app.on_shutdown.append(pages.close)
    if settings.openid_issuer:
        _add_openid(app, parts, made, pages, keys)


def _add_openid(app: web.Application, parts: Parts, made: console.Parts, pages: Console, keys: Keys) -> None:
    settings, stores, theirs = parts.settings, made.stores, openid_settings(parts.settings)
    people = People(stores.staff, stores.links, stores.sessions, stores.audit)
    provider = Provider(theirs, f"{settings.public_url}{CALLBACK}", parts.clock)
    gate = Gate(made.settings.address_of, made.sign_in.enough, made.sign_in.right)
    openid = OpenID(theirs, provider, people, keys, parts.clock, token)
    guard = Guard(made)
    ways = Ways(
        openid=openid,
        secure=made.settings.secure,
        session=guard.session,
        remember=guard.remember,
        refuse=pages.refuse,
        out=pages.out,
        home=f"{settings.public_url}{BASE}/",
        gate=gate,
    )
    app.add_routes(openid_pages.routes(ways))


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
