"""What `python -m bot check` finds about feeds: which are set, which lack a secret, which nobody has
checked, and which are silent."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator

from bot.feeds_file import CITY, OFF, feeds_path, read_feeds, secret
from bot.feeds_kinds import AnyFeed
from bot.finding import Finding
from bot.knowledge.data import DataError
from bot.parts import Parts
from bot.settings import Settings
from bot.store.feeds import StoredFeeds

HOW = "docs/feeds.md says how"


async def feed_findings(parts: Parts) -> AsyncIterator[Finding]:
    """Looks at everything in turn."""
    settings = parts.settings
    if settings.feeds == OFF:
        yield Finding(f"feeds: off; {HOW} to switch them on", fine=True)
        return
    try:
        entries = read_feeds(settings.feeds, settings.city)
    except DataError as problem:
        yield Finding(f"feeds: {problem}", broken=True)
        return
    if settings.feeds == CITY and feeds_path(settings.feeds, settings.city) is None:
        yield Finding(f"feeds: {settings.city} has no feeds.yaml", broken=True)
    for entry in entries:
        for finding in _entry(entry, settings):
            yield finding
    names = [entry.name for entry in entries]
    for health in await StoredFeeds(parts.store.database, parts.clock).health(names) if names else ():
        if health.alarmed_at:
            yield Finding(f"feed {health.name}: silent, alarm since {health.alarmed_at:%Y-%m-%d %H:%M} UTC")
        if health.failures:
            yield Finding(f"feed {health.name}: failed {health.failures} times in a row: {health.problem}")


def _entry(entry: AnyFeed, settings: Settings) -> Iterator[Finding]:
    """One feed, as far as it can be known without asking it."""
    said = f"feed {entry.name}: {entry.__struct_config__.tag} by {entry.via}"
    missing = False
    for name in entry.secrets:
        try:
            secret(name, settings.data)
        except DataError as problem:
            missing = True
            yield Finding(f"{said}: does not run: {problem}", broken=settings.feeds != CITY)
    if entry.via in ("webhook", "broker") and not settings.public_url.startswith("https://"):
        yield Finding(f"{said}: others send only to an https address: set SNICKET_PUBLIC_URL")
    if not missing:
        checked = f", checked {entry.checked}" if entry.checked else ", not checked by anybody"
        yield Finding(f"{said}{checked}", fine=entry.checked is not None)
