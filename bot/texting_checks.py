"""What `python -m bot check` finds about text messages: what is set, and whether the provider agrees."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

from bot import texting
from bot.finding import Finding
from bot.parts import Parts
from bot.settings import Settings
from channels.sending import Later, Uncertain
from channels.sms.twilio import INBOUND

HOW = "docs/sms.md says how"


async def text_findings(parts: Parts) -> AsyncIterator[Finding]:
    """Looks at everything in turn."""
    settings = parts.settings
    if settings.sms == "off":
        yield Finding(f"text messages: off; {HOW} to switch them on", fine=True)
        return
    if settings.sms == "simulated":
        yield Finding(f"text messages: simulated, none is sent; {HOW} to send them")
        return
    for finding in _ours(settings):
        yield finding
    names = (settings.sms, settings.sms_second)
    if "twilio" in names:
        async for finding in _twilio(parts):
            yield finding
    if "notify" in names:
        yield await _notify(parts)


def _ours(settings: Settings) -> Iterator[Finding]:
    if settings.now:
        yield Finding("text messages: SNICKET_NOW is set, and providers go by the real time", broken=True)
    if not settings.public_url.startswith("https://"):
        yield Finding(
            "text messages: providers call only an https address: set SNICKET_PUBLIC_URL", broken=True
        )


async def _twilio(parts: Parts) -> AsyncIterator[Finding]:
    from notifier.providers.twilio_account import TwilioAccount, TwilioProblem  # its SDK is slow to load

    asked = TwilioAccount(texting.account(parts.settings))
    try:
        status = await asked.status()
        if status != "active":
            yield Finding(f"text messages: the account at Twilio is {status}", broken=True)
            return
        yield Finding("text messages: the account at Twilio is active", fine=True)
        found = await asked.inbound()
        yield _where(found.url, found.method, found.by_number, f"{parts.settings.public_url}{INBOUND}")
    except TwilioProblem as problem:
        yield Finding(f"text messages: {problem}", broken=True)
    finally:
        await asked.close()
    if parts.settings.twilio_opt_out == "default":
        yield Finding(
            "text messages: Twilio takes CANCEL, END and QUIT, alone in a message, for STOP; "
            f"{HOW} to change that"
        )


def _where(url: str, method: str, by_number: bool, ours: str) -> Finding:
    if by_number:
        return Finding(
            f"text messages: the Messaging Service leaves webhooks to its numbers; each has to name {ours}"
        )
    if url != ours:
        at = "an address that is not ours" if url else "no address"
        return Finding(f"text messages: Twilio has {at} for what comes in; it has to be {ours}", broken=True)
    if method.upper() != "POST":
        return Finding("text messages: Twilio has to POST what comes in", broken=True)
    return Finding(f"text messages: Twilio posts what comes in to {ours}", fine=True)


async def _notify(parts: Parts) -> Finding:
    asked = texting.notify(parts.settings, parts.clock)
    try:
        known = await asked.known()
    except (Later, Uncertain):
        return Finding("text messages: GOV.UK Notify cannot be reached", broken=True)
    finally:
        await asked.close()
    if not known:
        return Finding("text messages: GOV.UK Notify refuses the key or has no such template", broken=True)
    return Finding("text messages: GOV.UK Notify takes the key and has the template", fine=True)
