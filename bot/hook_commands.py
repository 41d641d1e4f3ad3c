"""The commands for other software that is told of alerts: `python -m bot hooks add | list | remove | replay`.

A receiver's secret is printed once, on standard output, and is shown nowhere else.
"""

from __future__ import annotations

import argparse
import re
import secrets
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any, get_args

from bot.clock import UK
from bot.publish_alerts import cap_address
from bot.setting_values import moment
from bot.settings import Settings
from bot.store.hooks import HookError, StoredHooks
from bot.store.sealed import Keys
from bot.store.store import Store
from notifier.alert import Kind
from notifier.hook_event import written
from notifier.outward import wrong_with

Run = Callable[[argparse.Namespace, Settings], Coroutine[Any, Any, int]]
KINDS = get_args(Kind)
SECRET_BYTES = 32

_ADDED = """\
Added {label}. What is sent there is signed with this secret, which is shown only now:

    {secret}

How to check the signature is said in docs/alerts-out.md.
"""


def hook_verbs(verbs: Any) -> None:
    """Adds `hooks` and what comes behind it to the command line."""
    says = "other software that is told of alerts"
    what = verbs.add_parser("hooks", help=says, description=says).add_subparsers(
        required=True, metavar="what"
    )
    new = _verb(what, "add", add, "tell another address, and print its secret")
    new.add_argument("url", metavar="URL", help="https://…; events are posted to it")
    new.add_argument("--kinds", default="", help=f"only these, with commas between: {', '.join(KINDS)}")
    _verb(what, "list", list_all, "list everybody who is told", label=False)
    _verb(what, "remove", remove, "tell somebody nothing more")
    again = _verb(what, "replay", replay, "send somebody once more what they may have missed")
    again.add_argument("--since", required=True, metavar="TIME", help="such as 2026-11-20T09:00, UK time")


def _verb(what: Any, name: str, run: Run, says: str, label: bool = True) -> argparse.ArgumentParser:
    verb: argparse.ArgumentParser = what.add_parser(name, help=says, description=says)
    verb.set_defaults(run=run)
    if label:
        verb.add_argument("label", metavar="NAME", help="what the receiver is called here")
    return verb


async def add(options: argparse.Namespace, settings: Settings) -> int:
    """Adds a receiver and prints its secret."""
    kinds = tuple(kind.strip() for kind in options.kinds.split(",") if kind.strip())
    if unknown := sorted(set(kinds) - set(KINDS)):
        return _refused(f"{unknown[0]!a} is no kind of alert; there are {', '.join(KINDS)}")
    if not re.fullmatch(r"[\w .-]{1,64}", options.label):
        return _refused("a name has 1 to 64 letters, digits, spaces, dots and dashes")
    if wrong := wrong_with(options.url, settings.hooks_networks):
        return _refused(f"the address cannot be used: {wrong}")
    secret = written(secrets.token_bytes(SECRET_BYTES))

    async def work(hooks: StoredHooks) -> None:
        await hooks.add(options.label, options.url, secret, kinds)
        print(_ADDED.format(label=options.label, secret=secret), end="", flush=True)

    return await _with(settings, work)


async def list_all(_options: argparse.Namespace, settings: Settings) -> int:
    """One line for each receiver."""

    async def work(hooks: StoredHooks) -> None:
        everybody = await hooks.all()
        if not everybody:
            print("Nobody is told yet: python -m bot hooks add")
        for hook in everybody:
            standing = "wants no more" if hook.gone else "told"
            kinds = ",".join(hook.kinds) or "all kinds"
            since = f"{hook.created_at.astimezone(UK):%Y-%m-%d}"
            print(f"{hook.label:<24} {standing:<13} {since}  {kinds:<16} {hook.url}")

    return await _with(settings, work)


async def remove(options: argparse.Namespace, settings: Settings) -> int:
    """Removes a receiver."""

    async def work(hooks: StoredHooks) -> None:
        await hooks.remove(options.label)
        print("Removed. What was still waiting for it is not sent.")

    return await _with(settings, work)


async def replay(options: argparse.Namespace, settings: Settings) -> int:
    """Sends a receiver once more what was made public since then."""
    try:
        since = moment(options.since)
    except ValueError as problem:
        return _refused(f"--since {problem}")
    if since is None:
        return _refused("--since is empty; allowed is a date and time such as 2026-11-20T09:00")

    async def work(hooks: StoredHooks) -> None:
        count = await hooks.replay(options.label, since)
        print(f"{count:,} events are sent once more, with the ids that they had.")

    return await _with(settings, work)


@asynccontextmanager
async def _hooks(settings: Settings) -> AsyncIterator[StoredHooks]:
    clock, keys = settings.clock(), Keys(settings.secrets)
    store = await Store.open(settings.database_url, keys, clock)
    try:
        yield StoredHooks(store.database, keys, clock, store.postbox, cap_address(settings.public_url))
    finally:
        await store.close()


async def _with(settings: Settings, work: Callable[[StoredHooks], Awaitable[None]]) -> int:
    async with _hooks(settings) as hooks:
        try:
            await work(hooks)
        except HookError as problem:
            return _refused(str(problem))
    return 0


def _refused(why: str) -> int:
    print(f"snicket: {why}", file=sys.stderr)
    return 1
