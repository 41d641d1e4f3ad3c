"""What `python -m bot check` finds: what is set, what is missing, and which facts still want confirming."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

from bot.air_checks import air_findings
from bot.answer_checks import answer_findings
from bot.app import assemble
from bot.channel_checks import channel_findings
from bot.entitlement_checks import entitlement_findings
from bot.feeds_checks import feed_findings
from bot.finding import Finding
from bot.helpline_checks import helpline_findings
from bot.model import trained
from bot.parts import Parts
from bot.repairs_checks import repairs_findings
from bot.services_checks import services_findings
from bot.settings import Settings
from bot.store.database import StoreError
from bot.street_checks import street_findings
from bot.texting_checks import text_findings
from channels.alexa.package import PATH
from locales.phrase import Standing
from nlu.backend import BackendError
from nlu.rasa.backend import Rasa

SOON = 14
"""Days: a calendar that ends sooner is worth a look."""


async def findings(settings: Settings) -> AsyncIterator[Finding]:
    """Looks at everything in turn."""
    if not trained(settings):
        how = f" --encoder {settings.encoder}" if settings.encoder else ""
        yield Finding(f"the intent model is not trained: python -m nlu train{how}", broken=True)
        return
    try:
        parts = await assemble(settings)
    except StoreError as problem:
        yield Finding(f"database: {problem}", broken=True)
        return
    try:
        if parts.rasa:
            yield await _rasa(parts.rasa)
        for look in (_address, _bins, _phones, _words):
            for finding in look(parts):
                yield finding
        async for finding in helpline_findings(parts):
            yield finding
        async for finding in _telegram(parts):
            yield finding
        async for finding in text_findings(parts):
            yield finding
        async for finding in feed_findings(parts):
            yield finding
        for finding in (
            *air_findings(parts),
            *answer_findings(parts),
            *repairs_findings(parts),
            *street_findings(parts),
        ):
            yield finding
        lists = (*entitlement_findings(parts), *services_findings(parts))
        for finding in (*lists, *channel_findings(parts.settings), *_alexa(parts)):
            yield finding
    finally:
        await parts.close()


async def _rasa(rasa: Rasa) -> Finding:
    try:
        await rasa.ready(0)
    except BackendError as problem:
        return Finding(f"intents: {problem}; the embedded back end answers instead")
    return Finding(f"intents: Rasa answers, model {rasa.model_id}", fine=True)


async def _telegram(parts: Parts) -> AsyncIterator[Finding]:
    """The bot and its webhook, as Telegram knows them."""
    if not parts.settings.telegram_token:
        yield Finding("Telegram: off; docs/telegram.md says how to switch it on", fine=True)
        return
    from bot import telegram_setup  # its library takes half a second to load

    async for told in telegram_setup.look(parts):
        yield Finding(told.says, told.broken, told.fine)


def _address(parts: Parts) -> Iterator[Finding]:
    settings = parts.settings
    yield Finding(f"city: {parts.city.council}; data in {settings.data}", fine=True)
    if settings.public_url.startswith("https://"):
        yield Finding(f"public address: {settings.public_url}", fine=True)
    else:
        yield Finding(
            f"public address {settings.public_url} is not https: set SNICKET_PUBLIC_URL before go-live"
        )


def _alexa(parts: Parts) -> Iterator[Finding]:
    """The skill, as far as this side of it can be known."""
    if not parts.settings.alexa_skill_id:
        yield Finding("Alexa: off; docs/alexa.md says how to switch it on", fine=True)
    elif not parts.settings.public_url.startswith("https://"):
        yield Finding("Alexa: Amazon calls only an https address: set SNICKET_PUBLIC_URL", broken=True)
    else:
        yield Finding(f"Alexa: the skill calls {parts.settings.public_url}{PATH}", fine=True)


def _bins(parts: Parts) -> Iterator[Finding]:
    source, today = parts.bins.source, parts.clock.today(parts.city.zone)
    if not parts.bins.publishes_days:
        yield Finding("bin days: this council publishes none as open data", fine=True)
    elif source is None:
        yield Finding("bin days: none are loaded: python -m bot load bins", broken=True)
    elif source.demo:
        yield Finding("bin days: made-up demo data; for the real ones: python -m bot load bins")
    else:
        left = (source.last_day - today).days
        says = f"bin days: {source.rows} collections to {source.last_day}, loaded {source.loaded_at:%Y-%m-%d}"
        yield Finding(says, broken=left < 0, fine=left >= SOON)


def _phones(parts: Parts) -> Iterator[Finding]:
    for line in parts.phones.uncertain(parts.clock.today(parts.city.zone)):
        note = f" ({line.note})" if line.note else ""
        yield Finding(f"phone number {line.id} is not certain and not told{note}")


def _words(parts: Parts) -> Iterator[Finding]:
    """How far people stand behind each language's words."""
    known = parts.words.known()
    for tag in parts.city.languages:
        standings = [parts.words.standing(message.msgid, tag, message.context) for message in known]
        missing = sum(standing is None for standing in standings)
        machine = sum(standing == Standing.MACHINE for standing in standings)
        says = (
            f"language {tag}: {len(known)} messages, {missing} missing, {machine} translated by machine only"
        )
        yield Finding(says, fine=not missing and not machine)
