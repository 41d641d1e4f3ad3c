"""Text messages put together: the providers that settings name, and the webhooks by which they call us."""

from __future__ import annotations

from collections.abc import Sequence
from random import SystemRandom
from typing import TYPE_CHECKING

from aiohttp import web

from accessibility.renderers import renderer
from accessibility.text import Rendered, RenderedLink, _
from bot.clock import Clock
from bot.parts import Parts
from bot.settings import Settings
from bot.store.links import fresh
from bot.store.postbox import GO
from bot.store.suppressions import Suppressions
from channels.message import Reply
from channels.sms.intake import Intake
from channels.sms.notify import NotifyMessages
from channels.sms.packing import Rest
from channels.sms.photo_intake import PhotoIntake
from channels.sms.provider import Provider
from channels.sms.sends import SmsSends
from channels.sms.twilio import STATUS, TwilioMessages
from channels.sms.words import REASONS
from channels.twilio.media import TwilioMedia
from channels.twilio.signature import Signatures
from channels.twilio.webhook import Webhook
from locales.catalogue import Catalogue
from locales.languages import SOURCE
from notifier.providers.failover import Failover
from notifier.providers.notify import NotifyAccount, NotifySms
from notifier.providers.simulated import SimulatedSms
from notifier.providers.twilio_settings import Account

if TYPE_CHECKING:
    from notifier.providers.twilio import TwilioSms


ALL_OF_IT = _("Read all of it here")
"""The label of the link to what there was no room for."""


def sends(settings: Settings, clock: Clock, prefix: str, words: Catalogue) -> SmsSends | None:
    """The way out for text messages; None when they are off. `prefix` is the council's name in each."""
    if settings.sms == "off":
        return None
    first, rest = provider(settings.sms, settings, clock), _rest(settings, words)
    if settings.sms_second == "none":
        return SmsSends(first, prefix, rest)
    second = provider(settings.sms_second, settings, clock)
    return SmsSends(Failover(first, second, clock.now), prefix, rest)


def _rest(settings: Settings, words: Catalogue) -> Rest | None:
    """Links what a text message has no room for to the web page; none while its address is only a guess."""
    public, screen, random = settings.public_url, renderer("screen", words), SystemRandom()
    if not public.startswith("https://"):
        return None

    def rest(lines: Sequence[Rendered]) -> RenderedLink:
        label = screen.render(ALL_OF_IT, lines[-1].language).text
        return RenderedLink(f"{public}{GO}{fresh('web', random)}", label)

    return rest


def provider(name: str, settings: Settings, clock: Clock) -> Provider:
    """The provider of this name."""
    if name == "twilio":
        return twilio(settings, clock)
    return notify(settings, clock) if name == "notify" else SimulatedSms()


def twilio(settings: Settings, clock: Clock) -> TwilioSms:
    """Twilio; its SDK is loaded only by who uses it."""
    from notifier.providers.twilio import TwilioSms

    return TwilioSms(account(settings), clock.now)


def account(settings: Settings) -> Account:
    """The account at Twilio."""
    public = settings.public_url
    return Account(
        settings.twilio_account,
        settings.twilio_tokens[0],
        settings.twilio_service,
        settings.twilio_number,
        # Twilio refuses a message whose callback it could never reach.
        f"{public}{STATUS}" if public.startswith("https://") else "",
        settings.twilio_api,
    )


def notify(settings: Settings, clock: Clock) -> NotifySms:
    """GOV.UK Notify."""
    account = NotifyAccount(settings.notify_key, settings.notify_template, settings.notify_api)
    return NotifySms(account, clock.now)


def webhook(settings: Settings) -> Webhook:
    """The door of everything that Twilio posts, text messages and calls."""
    signatures = Signatures(settings.twilio_tokens, dict(settings.twilio_shared_keys))
    return Webhook(settings.public_url, signatures)


class OptOuts:
    """STOP ends all that is sent unasked, whoever sends it, until START. Answers end, too, because the
    provider refuses them, until the person writes again."""

    def __init__(self, suppressions: Suppressions) -> None:
        self._suppressions = suppressions

    async def stop(self, channel: str, address: str) -> None:
        await self._suppressions.suppress(channel, address, "pushes", "resident")
        await self._suppressions.suppress(channel, address, "all", "provider")

    async def start(self, channel: str, address: str) -> None:
        await self._suppressions.lift(channel, address, "pushes")
        await self._suppressions.lift(channel, address, "all")


def add(app: web.Application, parts: Parts) -> None:
    """The routes of the providers that are set up."""
    settings = parts.settings
    names = {settings.sms, settings.sms_second}
    intake = Intake(OptOuts(parts.store.suppressions), parts.clock.now)
    reports = parts.store.outbox(f"{parts.holder}/reports").report
    if "twilio" in names:
        media = TwilioMedia(settings.twilio_account, settings.twilio_tokens[0], settings.twilio_api)
        photos = PhotoIntake(media, parts.store.photos, _Untaken(parts).words)
        messages = TwilioMessages(
            webhook(settings), intake, reports, photos, swallows=settings.twilio_opt_out == "default"
        )
        app.add_routes(messages.routes(parts.turns.accept))
        app.on_cleanup.append(lambda _app: media.close())
    if "notify" in names:
        calls = NotifyMessages(settings.notify_bearers, intake, reports)
        app.add_routes(calls.routes(parts.turns.accept))


class _Untaken:
    """Tells a resident, in the language of the conversation, why a photo was not taken."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    async def words(self, address: str, reason: str) -> str:
        language = await self._parts.store.transcript.language("sms", address)
        said = self._parts.lines.write("sms", (Reply(REASONS[reason]),), language or SOURCE)
        return said[0].rendered.text
