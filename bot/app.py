"""The composition root: settings become parts, parts become one aiohttp application. Only this file and its
rooms name concrete classes: `house.py` for what a turn uses, `reach.py` for the channels, `helpline.py` for
those who sign in."""

from __future__ import annotations

import os
import secrets
import socket
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from random import SystemRandom

import structlog

from accessibility.text import Phone, Text, _
from bot import helpline, reach
from bot.alert_parts import Around, alerting, alerts_known
from bot.answer_parts import answer_parts
from bot.clock import Clock, SystemClock
from bot.decision import Decisions
from bot.directory_parts import dated, directory
from bot.due_facts import of_benefits, of_repairs
from bot.entitlement_parts import entitlement_parts
from bot.house import house as the_house
from bot.jobs import Jobs
from bot.knowledge.bins.bins import Bins
from bot.knowledge.bins.schedule_file import database_path
from bot.knowledge.bins.things import material_names
from bot.knowledge.city import City, city
from bot.knowledge.directory.phones import Phones
from bot.knowledge.places.positions import Positions, positions_path
from bot.lines import Lines
from bot.linter import Linter
from bot.metrics import Metrics
from bot.model import encoder
from bot.parts import Parts, run_id
from bot.renders import renders
from bot.repair_parts import repair_parts
from bot.settings import Settings
from bot.store.sealed import Keys
from bot.store.store import Store
from bot.store.subscriptions import StoredSubscriptions
from bot.street_parts import street_parts
from bot.telling import telling
from bot.turn import Turns
from channels.can import CAN
from channels.message import Choice, Reply
from channels.sending import Sends
from locales import catalogue as catalogues
from locales.catalogue import Catalogue
from nlu.backend import BackendError
from nlu.pipeline import embedded
from nlu.rasa.backend import Rasa
from notifier.deliver import Deliver, Surroundings

log = structlog.get_logger(__name__)

HOLDER_LENGTH = 120
"""Characters of a process's name that are kept in that of its worker."""


async def assemble(
    settings: Settings,
    clock: Clock | None = None,
    new_id: Callable[[], str] = run_id,
    models: Path | None = None,
    holder: str = "",
    senders: Mapping[str, Sends] | None = None,
    demo: bool = False,
) -> Parts:
    """Puts the parts together. `holder` names this process in the store; made up when it is empty. `senders`
    are the ways out by channel, made from settings when they are not given. `demo` makes up the air. Raises
    `SettingsError`, `DataError`, `ModelFileError` or `StoreError` saying what is wrong."""
    clock = clock or SystemClock(settings.now)
    here = city(settings.city)
    words = catalogues.shipped()
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
    bins = _bins(settings, here, words)
    phones = Phones.load(here.id)
    senders = reach.senders(settings, clock, words) if senders is None else senders
    keys = Keys(settings.secrets)
    store = await Store.open(
        settings.database_url,
        keys,
        clock,
        settings.retention_days,
        packs={name: one.pack for name, one in senders.items()},
    )
    told = telling(settings, store, keys, clock)
    holder = holder or f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
    lines = Lines(
        renders(words, here.short, Linter(metrics)),
        marks=["web"],
        speaks=[name for name, can in CAN.items() if can.modality == "speech"],
        only={name: can.languages for name, can in CAN.items() if can.languages},
    )
    known = alerts_known(settings, clock, here, store, senders, demo=demo)
    repairs = repair_parts(settings, clock, here, store, lines)
    street = street_parts(settings, clock, here, store, lines)
    places = directory(settings, here)
    helps = entitlement_parts(here)
    due = [dated(places, here), of_benefits(helps.rules), of_repairs(repairs.repairs)]
    answers = answer_parts(here, phones, store, keys, clock, _translated(words, here), due)
    house = the_house(
        settings,
        clock,
        here,
        bins,
        phones,
        store,
        words,
        lines,
        senders,
        new_id,
        [
            places,
            *known.parts,
            *repairs.parts,
            *street.parts,
            *answers.parts,
            *helps.parts,
        ],
        repairs.follows,
    )
    decisions = Decisions(
        hears,
        hears.corrections.find,
        house,
        lines,
        languages=here.languages,
        sorry=_sorry(phones, clock, here),
        push=[name for name, can in CAN.items() if can.push],
        sends=list(senders),
        pushed=house.need(StoredSubscriptions).pushed_since,
        public=answers.public,
    )
    turns = Turns(store, decisions, holder=holder, metrics=metrics)
    at_closing = helpline.at_closing(settings, clock, here, store, lines, CAN)
    jobs = Jobs(store, turns, clock, holder, at_closing, [*repairs.ticks, *street.ticks])
    unseen = {told.sends.name: told.sends, **repairs.senders, **street.senders}
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
        _deliver(store, {**senders, **unseen}, clock, metrics, holder),
        told,
        alerting(
            known,
            Around(
                settings,
                clock,
                here,
                lambda: _bins(settings, here, words),
                phones,
                store,
                lines,
                senders,
                told,
                metrics,
                holder,
            ),
        ),
        repairs,
        street,
        answers,
        rasa,
        senders,
    )


def _bins(settings: Settings, here: City, words: Catalogue) -> Bins:
    """The bins of the city. Who asks in a thread has an instance of their own."""
    return Bins(
        here.id,
        database_path(settings.data, here.id),
        translated=_translated(words, here),
        positions=Positions(positions_path(settings.data)),
    )


def _deliver(
    store: Store, senders: Mapping[str, Sends], clock: Clock, metrics: Metrics, holder: str
) -> Deliver:
    """The worker of this process. What it leases is in a name of its own."""
    outbox = store.outbox(f"{holder[-HOLDER_LENGTH:]}/outbox")

    def counted(channel: str, outcome: str) -> None:
        metrics.outbox.labels(channel, outcome).inc()

    around = Surroundings(clock.now, SystemRandom(), counted)
    return Deliver(outbox, senders, lambda: store.hub.watch(outbox.news), around)


def _missed(metrics: Metrics) -> Callable[[BackendError], None]:
    """Counts and logs what the embedded back end answers because Rasa does not."""

    def missed(problem: BackendError) -> None:
        metrics.spared.inc()
        log.warning("backend_silent", problem=str(problem))

    return missed


@lru_cache(maxsize=4)
def _translated(words: Catalogue, here: City) -> Callable[[Text], list[str]]:
    """What residents read for a text in the city's languages, so that they can type it, too. The same for the
    same city: the vocabulary that is made with it is kept by it."""

    def names(text: Text) -> list[str]:
        said = (words.translate(text.msgid, tag, context=text.context) for tag in here.languages)
        return [name for name in said if name]

    return names


def _sorry(phones: Phones, clock: Clock, here: City) -> Reply:
    line = phones.tell(here.main_line, clock.today(here.zone))
    text = _("Sorry, something went wrong here. Nothing of what you told me is lost.")
    call = _("Please try again. Or call the council: %(phone)s.", phone=Phone(line.number))
    return Reply(text.then(call), (Choice("word:person", _("Talk to a person")),))
