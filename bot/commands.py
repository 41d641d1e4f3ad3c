"""What each command does; `bot.__main__` has their words. Every one returns its exit code."""

from __future__ import annotations

import argparse
import asyncio
import errno
import secrets
import signal
import socket
import sys
from pathlib import Path

import structlog
from aiohttp import web
from msgspec import structs

from bot.alive import Alive
from bot.app import assemble
from bot.application import application
from bot.at_start import nothing_is_garbage
from bot.checks import findings
from bot.knowledge.bins.city import read_city
from bot.knowledge.bins.demo import load_demo
from bot.knowledge.bins.loading import load as loading
from bot.knowledge.bins.loading.refused import LoadRefused
from bot.knowledge.bins.schedule_file import database_path, loaded
from bot.knowledge.places import load as places
from bot.knowledge.places.positions import positions_path
from bot.logs import configure
from bot.model import train_if_stale
from bot.parts import Parts
from bot.settings import Settings, SettingsError
from channels import terminal
from channels.can import CAN

log = structlog.get_logger(__name__)

HOLDER_LENGTH = 128
"""Characters that the store keeps of a holder's name."""


async def serve(_options: argparse.Namespace, settings: Settings) -> int:
    """Serves until it is told to stop; then finishes what has begun."""
    configure(settings)
    return await _serve(settings, _bound(settings))


async def demo(_options: argparse.Namespace, settings: Settings) -> int:
    """As `serve`, with the made-up estate where no bin days are loaded, and text messages simulated."""
    if settings.sms == "off":
        settings = structs.replace(settings, sms="simulated")
    configure(settings)
    door = _bound(settings)
    await _demo_estate(settings)
    return await _serve(settings, door, demo=True)


def _bound(settings: Settings) -> socket.socket:
    """The socket to serve on. It is bound before anything else is done, so that a taken port is said at once
    and only one process works under the name of this address; nobody can connect before it is served.

    Raises `SettingsError`.
    """
    door = None
    try:
        [(family, kind, _, _, address), *_] = socket.getaddrinfo(
            settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        door = socket.socket(family, kind)
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        door.bind(address)
    except OSError as problem:
        if door is not None:
            door.close()
        if problem.errno == errno.EADDRINUSE:
            raise SettingsError(f"PORT {settings.port} is taken by another program; set another") from None
        where = f"SNICKET_HOST {settings.host} with PORT {settings.port}"
        raise SettingsError(f"{where} cannot be listened on: {problem.strerror}") from None
    return door


async def _serve(settings: Settings, door: socket.socket, *, demo: bool = False) -> int:
    """Serves on `door`, and closes it."""
    with door:
        await train_if_stale(settings)
        with nothing_is_garbage():
            parts = await assemble(settings, holder=_holder(settings), demo=demo)
        # The street names of a whole city take half a second to read: not in the first resident's time.
        await asyncio.to_thread(parts.bins.addresses.parse, "")
        runner = web.AppRunner(await application(parts), access_log=None, shutdown_timeout=5.0)
        try:
            # What a process at this very address left behind when it died is free from here on.
            await parts.store.release(parts.holder)
            await runner.setup()
            await web.SockSite(runner, door).start()
            parts.jobs.start()
            await parts.deliver.start()
            await parts.alerting.start()
            _greet(settings, parts)
            await _told_to_stop()
        finally:
            parts.jobs.stop()
            await runner.cleanup()
            await parts.close()
    return 0


def _holder(settings: Settings) -> str:
    """The name under which this process holds turns: its address, which it has alone and has again when it is
    started again. Port 0 is a different port each time: then the name is made up."""
    return f"{socket.gethostname()}:{settings.host}:{settings.port}"[-HOLDER_LENGTH:] if settings.port else ""


async def _demo_estate(settings: Settings) -> None:
    """Makes the estate afresh each day, so that there are collections to show; never over real data."""
    bins, database = read_city(settings.city), database_path(settings.data, settings.city)
    now, known = settings.clock().now(), loaded(database)
    fresh = known is not None and (not known.source.demo or known.source.loaded_at.date() == now.date())
    if bins.schedule is not None and not fresh:
        await load_demo(bins, database, now)


async def work(options: argparse.Namespace, settings: Settings) -> int:
    """Does what the clock does and sends what is to be sent, beside one or more processes that serve."""
    configure(settings)
    await train_if_stale(settings)
    with nothing_is_garbage():
        parts = await assemble(settings)
    alive = Alive(options.alive, parts.store.ping) if options.alive else None
    try:
        parts.jobs.start()
        await parts.deliver.start()
        await parts.alerting.start()
        if alive:
            await alive.start()
        await _told_to_stop()
    finally:
        if alive:
            await alive.stop()
        parts.jobs.stop()
        await parts.close()
    return 0


async def chat(options: argparse.Namespace, settings: Settings) -> int:
    """A conversation on standard input and output."""
    configure(settings, quiet=True)
    await train_if_stale(settings)
    with nothing_is_garbage():
        parts = await assemble(settings)
    if parts.bins.publishes_days and parts.bins.source is None:
        hint = "No bin days are loaded: python -m bot load bins, or python -m bot demo for made-up ones."
        print(hint, file=sys.stderr)
    try:
        await terminal.chat(
            parts.turns.receive,
            terminal.lines(sys.stdin),
            lambda text: print(text, flush=True),
            channel_name=options.channel,
            modality=CAN[options.channel].modality,
            language=options.language,
            as_json=options.json,
            clock=parts.clock.now,
            ids=lambda: secrets.token_urlsafe(16),
        )
    finally:
        await parts.close()
    return 0


async def load_bins(options: argparse.Namespace, settings: Settings) -> int:
    """Loads bin days and says what came of it. A refused load leaves the last good one serving."""
    bins = read_city(settings.city)
    database = database_path(settings.data, settings.city)
    try:
        summary = await loading.load_bins(
            bins,
            database,
            now=settings.clock().now(),
            premises=options.premises or "",
            jobs=options.jobs or "",
            progress=_progress,
        )
    except LoadRefused as refused:
        print(f"\nsnicket: not loaded: {refused}", file=sys.stderr)
        return 1
    source = summary.source
    if not summary.changed:
        print(f"\nThe published files have not changed since {source.loaded_at:%d %B %Y}.")
        return 0
    print(f"\nLoaded {summary.premises:,} premises, {summary.scheduled:,} of them with collections:")
    print(f"{source.rows:,} collections, {source.first_day} to {source.last_day}, {summary.rounds:,} rounds.")
    if summary.unknown_rows:
        print(f"Left out: {summary.unknown_rows:,} collections of premises that are not in the list.")
    if summary.repeated:
        print(f"Left out: {summary.repeated:,} premises that are in the list twice.")
    return 0


async def load_postcodes(options: argparse.Namespace, settings: Settings) -> int:
    """Loads where postcodes are, so that a shared position leads to addresses."""
    try:
        count = places.load([Path(file) for file in options.files], positions_path(settings.data))
    except places.PositionsRefused as refused:
        print(f"snicket: not loaded: {refused}", file=sys.stderr)
        return 1
    print(f"Loaded {count:,} postcodes.")
    return 0


def _progress(step: str, done: int) -> None:
    print(f"\r{step:<6} {done:>14,}", end="", file=sys.stderr, flush=True)


async def check(_options: argparse.Namespace, settings: Settings) -> int:
    """Says what is set, what is missing, and which facts still have to be confirmed."""
    problems = 0
    async for finding in findings(settings):
        problems += finding.broken
        print(f"{finding.mark}  {finding.says}")
    return 1 if problems else 0


def _greet(settings: Settings, parts: Parts) -> None:
    source = parts.bins.source
    what = "no bin days loaded" if source is None else f"bin days to {source.last_day:%d %B %Y}"
    kind = " (made-up demo data)" if source is not None and source.demo else ""
    print(
        f"Snicket for {parts.city.place} on http://localhost:{settings.port}: {what}{kind}. Ctrl-C stops.",
        flush=True,
    )


async def _told_to_stop() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, stop.set)
    await stop.wait()
