"""How residents reach the assistant: the part of the composition root that makes the channels from settings.
Whatever else a channel needs is made here, one function a channel."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import certifi
from aiohttp import web

from accessibility.text import Text, _
from bot import calling, texting
from bot.clock import Clock
from bot.knowledge.alerts import Air, Subscriptions, Warnings
from bot.knowledge.answers.answers import Answers
from bot.knowledge.city import city
from bot.knowledge.directory.departments import Departments
from bot.knowledge.directory.search import Directory
from bot.linking import StoredLinking
from bot.parts import Parts, run_id
from bot.settings import Settings
from bot.tool_services import ServiceTools
from bot.tools import Tools
from channels.alexa import Alexa, Amazon, Certificates, Verifier, load_roots
from channels.client_address import client_address
from channels.homeassistant import HomeAssistant
from channels.mcp import Mcp
from channels.message import Entry, Reply
from channels.rest import Rest
from channels.sending import Sends
from channels.web import DEMO_NOTICE, Web, WebSettings
from channels.web.gate import remote
from channels.web.settings import origin_of
from locales.catalogue import Catalogue
from locales.languages import SOURCE
from locales.pages import PageWords

STARTERS = (_("When is my bin collected?"), _("What goes in which bin?"), _("My bin was missed"))
"""Questions that the empty page offers."""


def senders(settings: Settings, clock: Clock, words: Catalogue) -> Mapping[str, Sends]:
    """The way out of every channel that is set up and whose answers are sent, by the channel's name. What is
    said on these goes through the outbox, packed by them."""
    texts = texting.sends(settings, clock, city(settings.city).short, words)
    return {one.name: one for one in (texts, _telegram_sends(settings, words)) if one}


def add_channels(app: web.Application, parts: Parts) -> None:
    """The routes of every channel that is set up."""
    _web(app, parts)
    app.add_routes(Rest(clock=parts.clock.now, ids=run_id).routes(parts.turns.receive))
    _homeassistant(app, parts)
    _mcp(app, parts)
    _alexa(app, parts)
    texting.add(app, parts)
    calling.add(app, parts)
    _telegram(app, parts)


def _web(app: web.Application, parts: Parts) -> None:
    settings, here = parts.settings, parts.city
    main = parts.phones.tell(here.main_line, parts.clock.today(here.zone))
    demo = parts.bins.source is not None and parts.bins.source.demo
    page = WebSettings(
        council=here.council,
        # Unset, it is only a guess: then the page may be opened by any name of this machine.
        public_url="" if settings.public_url == f"http://localhost:{settings.port}" else settings.public_url,
        frame_ancestors=settings.frame_ancestors,
        notice=DEMO_NOTICE if demo else None,
        phone=main.number,
        starters=STARTERS,
        zone=here.zone,
    )
    words = PageWords(parts.words)
    chat = Web(
        transcript=parts.store.transcript,
        words=words,
        settings=page,
        clock=parts.clock.now,
        address_of=client_address(settings.proxies) if settings.proxies else remote,
        album=parts.store.photos,
        linking=parts.house.need(StoredLinking),
    )
    app.middlewares.append(chat.not_found)
    app.add_routes(chat.routes(parts.turns.receive))
    app.on_shutdown.append(chat.close)


def _homeassistant(app: web.Application, parts: Parts) -> None:
    """Satellites at home; off without a password."""
    password = parts.settings.homeassistant_password
    if password:
        channel = HomeAssistant(password, clock=parts.clock.now, ids=run_id)
        app.add_routes(channel.routes(parts.turns.receive))


def _alexa(app: web.Application, parts: Parts) -> None:
    """The skill for Alexa; off without its id."""
    if parts.settings.alexa_skill_id:
        channel = alexa(parts, Amazon(), Path(certifi.where()).read_bytes())
        app.add_routes(channel.routes(parts.turns.receive))
        app.on_shutdown.append(channel.close)


def alexa(parts: Parts, amazon: Amazon, roots: bytes) -> Alexa:
    """The skill. The certificates of its requests are traced to `roots`, PEM."""
    now = parts.clock.now

    def say(text: Text, slow: bool) -> Entry:
        line = parts.lines.write(Alexa.name, (Reply(text),), SOURCE, slow)[0]
        return Entry(0, now(), "assistant", line.rendered)

    certificates = Certificates(load_roots(roots), amazon.certificate, now)
    verifier = Verifier(parts.settings.alexa_skill_id, certificates, now)
    return Alexa(title=parts.city.council, verifier=verifier, amazon=amazon, say=say, clock=now)


def _telegram(app: web.Application, parts: Parts) -> None:
    """Telegram; off without the bot's token."""
    if parts.settings.telegram_token:
        from bot import telegram  # its library takes half a second to load: only those pay who use it

        channel = telegram.channel(parts)
        app.add_routes(channel.routes(parts.turns.accept))
        app.on_cleanup.append(lambda _app: channel.close())


def _telegram_sends(settings: Settings, words: Catalogue) -> Sends | None:
    """The way out to Telegram."""
    if not settings.telegram_token:
        return None
    from bot import telegram

    return telegram.sends(settings, words)


def _mcp(app: web.Application, parts: Parts) -> None:
    """What other assistants may ask."""

    def written(text: Text) -> str:
        return parts.lines.write("rest", (Reply(text),), SOURCE)[0].rendered.text

    need = parts.house.need
    subscriptions = need(Subscriptions)
    tools = Tools(
        parts.city,
        parts.bins,
        parts.clock,
        written,
        need(Air),
        need(Warnings),
        lambda said: subscriptions.places([said])[0],
    )
    services = ServiceTools(
        parts.city,
        need(Directory),
        need(Answers),
        need(Departments),
        parts.phones,
        parts.hears,
        parts.house.cards,
        parts.clock,
        written,
        parts.settings.public_url,
    )
    origins = [origin_of(parts.settings.public_url)]
    endpoint = Mcp(
        (*tools.every(), *services.every()), name=parts.city.council, origins=origins, clock=parts.clock.now
    )
    app.add_routes(endpoint.routes())
