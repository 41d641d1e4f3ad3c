"""How residents reach the assistant: what each channel can do, and the part of the composition root that
makes the channels from settings. Whatever else a channel needs is made here, one function a channel."""

from __future__ import annotations

from collections.abc import Mapping

from aiohttp import web

from accessibility.text import Text, _
from bot.parts import Parts, run_id
from bot.tools import Tools
from channels.homeassistant import HomeAssistant
from channels.mcp import Mcp
from channels.message import Capabilities, Reply
from channels.rest import Rest
from channels.web import DEMO_NOTICE, Web, WebSettings
from channels.web.settings import origin_of
from locales.languages import SOURCE
from locales.pages import PageWords

STARTERS = (_("When is my bin collected?"), _("What goes in which bin?"), _("My bin was missed"))
"""Questions that the empty page offers."""

SPOKEN_FOR: Mapping[str, Capabilities] = {
    "web": Capabilities(modality="screen", push=True),
    "rest": Capabilities(modality="screen"),
    "telegram": Capabilities(modality="screen", push=True),
    "sms": Capabilities(modality="sms", buttons=False, push=True, max_choices=3),
    "voice": Capabilities(modality="speech", buttons=False, max_choices=3),
    "homeassistant": HomeAssistant.can,
}
"""What each channel can do. The terminal can speak as any of them."""


def add_channels(app: web.Application, parts: Parts) -> None:
    """The routes of every channel that is set up."""
    _web(app, parts)
    app.add_routes(Rest(clock=parts.clock.now, ids=run_id).routes(parts.turns.receive))
    _homeassistant(app, parts)
    _mcp(app, parts)


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
    chat = Web(transcript=parts.store.transcript, words=words, settings=page, clock=parts.clock.now)
    app.middlewares.append(chat.not_found)
    app.add_routes(chat.routes(parts.turns.receive))
    app.on_shutdown.append(chat.close)


def _homeassistant(app: web.Application, parts: Parts) -> None:
    """Satellites at home; off without a password."""
    password = parts.settings.homeassistant_password
    if password:
        channel = HomeAssistant(password, clock=parts.clock.now, ids=run_id)
        app.add_routes(channel.routes(parts.turns.receive))


def _mcp(app: web.Application, parts: Parts) -> None:
    """What other assistants may ask."""

    def written(text: Text) -> str:
        return parts.lines.write("rest", (Reply(text),), SOURCE)[0].rendered.text

    tools = Tools(
        parts.city, parts.bins, parts.phones, parts.hears, parts.house.cards, parts.clock, written
    )
    origins = [origin_of(parts.settings.public_url)]
    app.add_routes(Mcp(tools.every(), name=parts.city.council, origins=origins, clock=parts.clock.now).routes())
