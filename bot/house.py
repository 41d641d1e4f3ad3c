"""What a turn uses, put together: the knowledge, the desk, and the few services that skills ask for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence

from bot import skills
from bot.clock import Clock
from bot.dialogue.house import House
from bot.dialogue.skill import Skills
from bot.handover.cards import Cards
from bot.handover.helpline import Helpline
from bot.knowledge.bins.bins import Bins
from bot.knowledge.city import City
from bot.knowledge.directory.phones import Phones, dialled, open_now
from bot.knowledge.site import Site
from bot.lines import Lines
from bot.linking import StoredLinking
from bot.settings import Settings
from bot.store.store import Store
from bot.text_it import SentTexts
from channels.can import CAN
from locales.catalogue import Catalogue


def house(
    settings: Settings,
    clock: Clock,
    here: City,
    bins: Bins,
    phones: Phones,
    store: Store,
    words: Catalogue,
    lines: Lines,
    senders: Collection[str],
    new_id: Callable[[], str],
    more: Sequence[object] = (),
    follows: Mapping[str, str] | None = None,
) -> House:
    """`senders` are the channels that can be sent to; `more` is what else skills may ask for; `follows` has
    the skill that begins behind the card of a danger."""
    number = settings.twilio_number if settings.sms == "twilio" else ""
    site = Site(here, settings.public_url, settings.retention_days, number)
    cards = Cards(phones, lambda: clock.today(here.zone))
    push = [name for name, can in CAN.items() if can.push]
    transfers = [name for name, can in CAN.items() if can.transfers]
    numbered = [name for name, can in CAN.items() if can.identity == "number"]
    ours = Helpline.load(here.id)

    def through(now: dt.datetime) -> str:
        line = phones.tell(ours.phone, now.date())
        return dialled(line) if open_now(line, now) else ""

    desk = store.desk(ours, here.zone, push, transfers, through)
    linking = StoredLinking(store.links, lines)
    texts = SentTexts(store, lines, senders, numbered)
    helps = (desk, store.callbacks, linking, texts, *more)
    return House(
        Skills(skills.ALL),
        store.effects,
        new_id,
        parts=(bins, phones, site, store.reports, store.privacy, *helps),
        cards=cards.replies,
        follows=follows or {},
        briefly={row.tag: cards for row in words.languages.values() if row.status == "safety"},
        languages=[(tag, words.languages[tag].endonym) for tag in here.languages],
        writings={
            row.writing_of: (row.tag, row.endonym)
            for row in words.languages.values()
            if row.writing_of in here.languages and row.talked
        },
    )
