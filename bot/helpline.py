"""The helpline's part of the composition root: our own console, the council's sign-in, or Chatwoot's desk,
which is in `helpline_chatwoot.py`."""

from __future__ import annotations

from collections.abc import Mapping
from random import SystemRandom

from aiohttp import web

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
from bot.feeds_file import read_feeds
from bot.handover.desk import Desk
from bot.handover.helpline import Helpline
from bot.handover.open_time import OpenTime
from bot.helpline_chatwoot import add_chatwoot
from bot.helpline_parts import Parts, token
from bot.jobs import AtClosing
from bot.knowledge.city import City
from bot.knowledge.places.districts import Districts
from bot.knowledge.places.positions import Positions, positions_path
from bot.lines import Lines
from bot.outside import openid_settings
from bot.settings import Settings
from bot.store.closing import Closing
from bot.store.sealed import Keys
from bot.store.store import Store
from channels.client_address import client_address
from channels.message import Capabilities

__all__ = ["Parts", "add_chatwoot", "add_console", "at_closing"]


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
