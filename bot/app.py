"""The composition root: settings become parts, parts become one aiohttp application. Only this file,
`bot/reach.py` for the channels and `bot/helpline.py` for those who sign in name concrete classes."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable
from pathlib import Path

import structlog
from aiohttp import web

from accessibility.renderer import Manner
from accessibility.renderers import renderer
from accessibility.text import Phone, Rendered, Text, _
from bot import health, helpline, publish, reach, skills
from bot.clock import Clock, SystemClock
from bot.dialogue.house import House
from bot.dialogue.skill import Skills
from bot.handover.cards import Cards
from bot.handover.helpline import Helpline
from bot.jobs import Jobs
from bot.knowledge.bins.bins import Bins
from bot.knowledge.bins.schedule_file import database_path
from bot.knowledge.bins.things import material_names
from bot.knowledge.city import City, city
from bot.knowledge.directory.phones import Phones
from bot.knowledge.site import Site
from bot.lines import Lines, Renders
from bot.linter import Linter
from bot.metrics import Metrics
from bot.model import encoder
from bot.parts import Parts, run_id
from bot.reach import SPOKEN_FOR
from bot.settings import Settings
from bot.store.sealed import Keys
from bot.store.store import Store
from bot.turn import Turns
from channels.message import Capabilities, Choice, Reply
from locales import catalogue as catalogues
from locales.catalogue import Catalogue
from nlu.backend import BackendError
from nlu.pipeline import embedded
from nlu.rasa.backend import Rasa

log = structlog.get_logger(__name__)


async def assemble(
    settings: Settings,
    clock: Clock | None = None,
    new_id: Callable[[], str] = run_id,
    models: Path | None = None,
    holder: str = "",
) -> Parts:
    """Puts the parts together. `holder` names this process in the store; made up when it is empty. Raises
    `SettingsError`, `DataError`, `ModelFileError` or `StoreError` saying what is wrong."""
    clock = clock or SystemClock(settings.now)
    here = city(settings.city)
    words = catalogues.load()
    metrics = Metrics()
    rasa = Rasa(settings.rasa_url, settings.rasa_token) if settings.nlu == "rasa" else None
    hears = embedded(
        models or settings.models,
        lambda: clock.today(here.zone),
        here.languages,
        encoder(settings),
        rasa,
        _missed(metrics),
        material_names(),
    )
    bins = Bins(here.id, database_path(settings.data, here.id), translated=_translated(words, here))
    phones = Phones.load(here.id)
    store = await Store.open(settings.database_url, Keys(settings.secrets), clock, settings.retention_days)
    holder = holder or f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
    house = _house(settings, clock, here, bins, phones, store, words, new_id)
    renders = _renders(words, here.short, Linter(metrics))
    lines = Lines(
        renders,
        marks=["web"],
        speaks=[name for name, can in SPOKEN_FOR.items() if can.modality == "speech"],
    )
    turns = Turns(
        store,
        hears,
        hears.corrections.find,
        house,
        lines,
        holder=holder,
        languages=here.languages,
        sorry=_sorry(phones, clock, here),
        metrics=metrics,
        push=[name for name, can in SPOKEN_FOR.items() if can.push],
    )
    jobs = Jobs(
        store, turns, clock, holder, helpline.at_closing(settings, clock, here, store, lines, SPOKEN_FOR)
    )
    return Parts(
        settings,
        clock,
        here,
        store,
        bins,
        phones,
        words,
        hears,
        house,
        lines,
        turns,
        jobs,
        metrics,
        holder,
        rasa,
    )


def _missed(metrics: Metrics) -> Callable[[BackendError], None]:
    """Counts and logs what the embedded back end answers because Rasa does not."""

    def missed(problem: BackendError) -> None:
        metrics.spared.inc()
        log.warning("backend_silent", problem=str(problem))

    return missed


def _translated(words: Catalogue, here: City) -> Callable[[Text], list[str]]:
    """What residents read for a text in the city's languages, so that they can type it, too."""

    def names(text: Text) -> list[str]:
        said = (words.translate(text.msgid, tag, context=text.context) for tag in here.languages)
        return [name for name in said if name]

    return names


def _house(
    settings: Settings,
    clock: Clock,
    here: City,
    bins: Bins,
    phones: Phones,
    store: Store,
    words: Catalogue,
    new_id: Callable[[], str],
) -> House:
    site = Site(here, settings.public_url, settings.retention_days)
    cards = Cards(phones, lambda: clock.today(here.zone))
    push = [name for name, can in SPOKEN_FOR.items() if can.push]
    desk = store.desk(Helpline.load(here.id), here.zone, push)
    return House(
        Skills(skills.ALL),
        store.effects,
        new_id,
        parts=(bins, phones, site, store.reports, store.privacy, desk, store.callbacks),
        cards=cards.replies,
        briefly={row.tag: cards for row in words.languages.values() if row.status == "safety"},
        languages=[(tag, words.languages[tag].endonym) for tag in here.languages],
        writings={
            row.writing_of: (row.tag, row.endonym)
            for row in words.languages.values()
            if row.writing_of in here.languages and row.talked
        },
    )


def _renders(words: Catalogue, council: str, linter: Linter) -> dict[str, Renders]:
    """What writes for each channel, text messages beginning with the name of the council."""
    made = {}
    for name, can in SPOKEN_FOR.items():
        prefix = council if can.modality == "sms" else ""
        made[name] = linter.listening(_render(words, can, prefix), name, can.modality, prefix)
    return made


def _render(words: Catalogue, can: Capabilities, prefix: str) -> Renders:
    """Writes replies the way one channel needs them."""
    drawn = renderer(can.modality, words)

    def render(reply: Reply, language: str, slow: bool) -> Rendered:
        choices = [(choice.id, choice.label) for choice in reply.choices]
        manner = Manner(prefix=prefix, slower=slow)
        safety = reply.importance == "safety"
        return drawn.render(reply.text, language, choices, reply.links, safety=safety, manner=manner)

    return render


def _sorry(phones: Phones, clock: Clock, here: City) -> Reply:
    line = phones.tell(here.main_line, clock.today(here.zone))
    text = _("Sorry, something went wrong here. Nothing of what you told me is lost.")
    call = _("Please try again. Or call the council: %(phone)s.", phone=Phone(line.number))
    return Reply(text.then(call), (Choice("word:person", _("Talk to a person")),))


async def application(parts: Parts) -> web.Application:
    """All routes over the parts."""
    app = web.Application(middlewares=[])
    reach.add_channels(app, parts)
    app.add_routes(publish.routes(parts.bins, parts.clock.now))
    app.add_routes(health.routes(parts.store, parts.bins, parts.metrics))
    staff = _helpline(parts)
    if parts.settings.desk == "chatwoot":
        await helpline.add_chatwoot(app, staff)
    else:
        helpline.add_console(app, staff)
    return app


def _helpline(parts: Parts) -> helpline.Parts:
    return helpline.Parts(
        settings=parts.settings,
        clock=parts.clock,
        city=parts.city,
        store=parts.store,
        phones=parts.phones,
        words=parts.words,
        hears=parts.hears,
        house=parts.house,
        lines=parts.lines,
        can=SPOKEN_FOR,
        holder=parts.holder,
        failed=lambda reason: parts.metrics.relay.labels(reason).inc(),
    )
