"""`python -m bot telegram set | look`: tells Telegram where we are, and looks what it knows of us.

Telegram's library takes half a second to load: it is left alone until it is needed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import AsyncIterator
from typing import Any

from bot.app import assemble
from bot.finding import Finding
from bot.parts import Parts
from bot.settings import Settings

ACTIONS = ("set", "look")


def telegram_verb(verb: argparse.ArgumentParser) -> Any:
    """The options of the command."""
    verb.add_argument(
        "action", choices=ACTIONS, help="set the webhook and what Telegram shows; or look at it"
    )
    verb.add_argument("--city", help="the city's folder, such as leeds")
    return verb


async def telegram(options: argparse.Namespace, settings: Settings) -> int:
    """Does it, one line for each thing."""
    if not settings.telegram_token:
        print("snicket: SNICKET_TELEGRAM_TOKEN is not set: docs/telegram.md says how", file=sys.stderr)
        return 2
    parts = await assemble(settings, senders={})
    broken = 0
    try:
        async for finding in _each(parts, options.action):
            broken += finding.broken
            print(f"{finding.mark}  {finding.says}")
    finally:
        await parts.close()
    return 1 if broken else 0


async def _each(parts: Parts, action: str) -> AsyncIterator[Finding]:
    from bot import telegram_setup

    async for told in telegram_setup.put(parts) if action == "set" else telegram_setup.look(parts):
        yield Finding(told.says, told.broken, told.fine)
