"""The commands: `python -m bot serve | work | demo | chat | load | staff | hooks | check`."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from bot import commands
from bot.alexa_commands import alexa, alexa_verb
from bot.entitlement_commands import entitlement_verb, entitlements
from bot.hook_commands import hook_verbs
from bot.knowledge.data import DataError
from bot.knowledge.sensor_file import COLUMNS
from bot.sensor_commands import load_sensors
from bot.services_commands import load as load_services
from bot.services_commands import services_verb
from bot.settings import Settings, SettingsError, read_settings
from bot.staff_commands import staff_verbs
from bot.store.database import StoreError
from bot.telegram_commands import telegram, telegram_verb
from nlu.modelfile import ModelFileError

try:
    import uvloop
except ImportError:  # it is not made for Windows
    LOOP: Callable[[], asyncio.AbstractEventLoop] = asyncio.new_event_loop
else:
    LOOP = uvloop.new_event_loop

Run = Callable[[argparse.Namespace, Settings], Coroutine[Any, Any, int]]


def main(argv: list[str] | None = None) -> int:
    """Reads the command and the settings, and runs it. Exit codes: 0 done, 1 refused, 2 wrong use."""
    options = parser().parse_args(argv)
    environment = dict(os.environ)
    if getattr(options, "city", None):
        environment["SNICKET_CITY"] = options.city
    run: Run = options.run
    try:
        with asyncio.Runner(loop_factory=LOOP) as runner:
            return runner.run(run(options, read_settings(environment)))
    except (SettingsError, DataError) as problem:
        print(f"snicket: {problem}", file=sys.stderr)
        return 2
    except (StoreError, ModelFileError) as problem:
        print(f"snicket: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


def parser() -> argparse.ArgumentParser:
    """The whole command line; `docs/settings.md` has the settings."""
    top = argparse.ArgumentParser(prog="python -m bot", description="Snicket: the short way to your council.")
    verbs = top.add_subparsers(required=True, metavar="command")
    _verb(verbs, "serve", commands.serve, "serve the channels over HTTP")
    work = _verb(verbs, "work", commands.work, "do what the clock does and send what is to be sent, no HTTP")
    work.add_argument("--alive", metavar="FILE", type=Path, help="a file to touch as a sign of life")
    _verb(
        verbs, "demo", commands.demo, "make a demo estate around today if no bin days are loaded, then serve"
    )
    _verb(
        verbs, "check", commands.check, "say what is configured, what is missing and what must be confirmed"
    )
    _chat(_verb(verbs, "chat", commands.chat, "talk in this terminal, one message a line"))
    _load(verbs)
    alexa_verb(_verb(verbs, "alexa", alexa, "write the package of the Alexa skill"))
    entitlement_verb(_verb(verbs, "entitlements", entitlements, "say what households may get, a line each"))
    telegram_verb(_verb(verbs, "telegram", telegram, "tell Telegram where we are, or look what it knows"))
    staff_verbs(verbs)
    hook_verbs(verbs)
    return top


def _verb(verbs: Any, name: str, run: Run, says: str) -> argparse.ArgumentParser:
    verb: argparse.ArgumentParser = verbs.add_parser(name, help=says, description=says)
    verb.set_defaults(run=run)
    return verb


def _chat(verb: argparse.ArgumentParser) -> None:
    verb.add_argument("--city", help="the city's folder, such as leeds")
    verb.add_argument("--language", default="", help="the language to begin in, such as pl")
    verb.add_argument("--channel", default="web", choices=("sms", "web", "telegram", "voice"))
    verb.add_argument("--json", action="store_true", help="one reply object a line")


def _load(verbs: Any) -> None:
    load = verbs.add_parser("load", help="load open data", description="load open data")
    what = load.add_subparsers(required=True, metavar="what")
    bins = _verb(what, "bins", commands.load_bins, "load the bin days; without files, the published ones")
    bins.add_argument("--premises", metavar="FILE", help="a path or an address, plain or .gz")
    bins.add_argument("--jobs", metavar="FILE", help="a path or an address, plain or .gz")
    bins.add_argument("--city", help="the city's folder, such as leeds")
    services_verb(_verb(what, "services", load_services, "load a directory of services, Open Referral UK"))
    sensors = _verb(what, "sensors", load_sensors, "load the list of sensors, from a CSV file")
    sensors.add_argument("file", metavar="FILE", help=f"columns {', '.join(COLUMNS)}")
    sensors.add_argument("--city", help="the city's folder, such as leeds")
    where = _verb(what, "postcodes", commands.load_postcodes, "load where postcodes are, from CSV files")
    where.add_argument("files", metavar="FILE", nargs="+", help="columns postcode, lat, long")


if __name__ == "__main__":
    sys.exit(main())
