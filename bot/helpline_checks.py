"""What `python -m bot check` finds about the helpline: who may answer, when, and what it leans on."""

from __future__ import annotations

import datetime as dt
from collections.abc import AsyncIterator, Iterator, Sequence

from bot.console.openid_pages import CALLBACK
from bot.console.openid_provider import Provider
from bot.finding import Finding
from bot.handover.helpline import Helpline
from bot.handover.people import Account
from bot.knowledge.directory.hours import Span, Week, bank_holidays
from bot.outside import chatwoot_server, openid_settings
from bot.parts import Parts
from bot.relay.chatwoot import API, Chatwoot, ChatwootError
from bot.settings import Settings
from bot.store.sealed import Keys, SealError
from bot.store.staff import Staff

PATIENCE = 5.0
"""Seconds that another system has to answer."""

SHIPPED = Week(*((Span(dt.time(9), dt.time(17)),) for _ in range(5)))
"""The hours that come with a city, Monday to Friday from nine to five: nobody's own."""

FEWEST = 8
"""Bank holidays that England has in any year."""


async def helpline_findings(parts: Parts) -> AsyncIterator[Finding]:
    """Looks at everything in turn."""
    settings = parts.settings
    if settings.desk == "chatwoot":
        yield await _chatwoot(settings)
    else:
        for finding in await _members(parts):
            yield finding
        if settings.openid_issuer:
            yield await _openid(parts)
        for finding in _network(settings):
            yield finding
    for finding in _hours(parts.city.id, Helpline.load(parts.city.id)):
        yield finding
    yield _holidays(parts.clock.today(parts.city.zone).year)


async def _members(parts: Parts) -> Sequence[Finding]:
    try:
        everybody = await Staff(parts.store.database, Keys(parts.settings.secrets), parts.clock).all()
    except SealError as problem:
        return [Finding(f"helpline: nobody can sign in: {problem}", broken=True)]
    return list(_people(everybody, parts.clock.now()))


def _people(everybody: Sequence[Account], now: dt.datetime) -> Iterator[Finding]:
    active = [one for one in everybody if one.active]
    may = [one for one in active if one.linked or (one.password is not None and one.lets_in(now))]
    chiefs = [one for one in may if one.member.may("administrator")]
    if not may:
        yield Finding(
            "helpline: nobody can sign in, so residents are given the council's line: python -m bot staff add"
        )
        return
    if not chiefs:
        yield Finding("helpline: there is no administrator who can sign in: python -m bot staff add")
    yield Finding(
        f"helpline: {len(may)} can sign in and take conversations, {len(chiefs)} of them administrators",
        fine=True,
    )
    if over := sum(one.invited and not one.lets_in(now) and not one.linked for one in active):
        yield Finding(f"helpline: {over} never chose a password, and their passphrase is over: staff invite")
    if bare := sum(one.factor is None and one.password is not None for one in chiefs):
        yield Finding(f"helpline: {bare} of the administrators can sign in without a one-time code")


def _network(settings: Settings) -> Iterator[Finding]:
    if settings.public_url.startswith("https://") and not settings.proxies:
        yield Finding(
            "helpline: SNICKET_PROXIES is unset: behind a proxy no network address is limited at the sign-in"
        )


def _hours(city: str, helpline: Helpline) -> Iterator[Finding]:
    if helpline.hours == SHIPPED:
        says = "helpline hours: Monday to Friday from 9 to 5, as they came with the city: are they yours?"
        yield Finding(f"{says} bot/cities/{city}/helpline.yaml")
    elif helpline.hours == Week():
        yield Finding(f"helpline hours: it is never open: bot/cities/{city}/helpline.yaml")
    else:
        yield Finding("helpline hours: set", fine=True)


def _holidays(year: int) -> Finding:
    """By the library that comes with the program: one that is special or moved comes with an update of it."""
    missing = [one for one in (year, year + 1) if len(bank_holidays(one)) < FEWEST]
    if missing:
        return Finding(f"bank holidays: not known for {', '.join(map(str, missing))}: update `holidays`")
    return Finding(f"bank holidays: known for {year} and {year + 1}", fine=True)


async def _chatwoot(settings: Settings) -> Finding:
    chatwoot = Chatwoot(chatwoot_server(settings), PATIENCE)
    try:
        kind = await chatwoot.inbox()
    except ChatwootError as problem:
        hints = {401: "SNICKET_CHATWOOT_TOKEN", 404: "SNICKET_CHATWOOT_ACCOUNT and SNICKET_CHATWOOT_INBOX"}
        hint = hints.get(problem.status, "SNICKET_CHATWOOT_URL")
        return Finding(f"desk: {problem}; see {hint}: residents wait and reach nobody", broken=True)
    finally:
        await chatwoot.close()
    if kind != API:
        return Finding("desk: the inbox in Chatwoot is not of the kind API: docs/chatwoot.md", broken=True)
    return Finding("desk: Chatwoot answers, and the inbox is of the kind API", fine=True)


async def _openid(parts: Parts) -> Finding:
    settings = parts.settings
    back = f"{settings.public_url}{CALLBACK}"
    trouble = await Provider(openid_settings(settings), back, parts.clock, PATIENCE).trouble()
    if trouble:
        return Finding(f"council's sign-in: {trouble}; passwords work meanwhile")
    return Finding(f"council's sign-in: it answers and fits; register {back} there", fine=True)
