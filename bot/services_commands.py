"""What `python -m bot load services` does."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from bot.knowledge.bins.loading.refused import LoadRefused
from bot.knowledge.city import city
from bot.knowledge.directory.database import services_path
from bot.knowledge.directory.loading import LoadReport, Publisher, load_services
from bot.knowledge.directory.oruk.faults import grouped
from bot.settings import Settings

SHOWN = 20
"""Kinds of faults that are printed, unless all are asked for."""


def services_verb(verb: Any) -> None:
    """The words of the command."""
    verb.add_argument("file", metavar="FILE", help="a folder of pages, a file, plain or .gz, or an address")
    verb.add_argument("--publisher", default="", help="whose directory it is; else the council")
    verb.add_argument("--source", default="", metavar="URL", help="where residents can see it themselves")
    verb.add_argument("--licence", default="", help="under which it is published")
    verb.add_argument("--faults", action="store_true", help="list every fault, one a line")
    verb.add_argument("--city", help="the city's folder, such as leeds")


async def load(options: argparse.Namespace, settings: Settings) -> int:
    """Loads services and says what is wrong in them. A refused load leaves the last good one serving."""
    here = city(settings.city)
    web = options.file if options.file.startswith(("http://", "https://")) else ""
    publisher = Publisher(options.publisher or here.council, options.source or web, options.licence)
    try:
        report = await load_services(
            options.file,
            services_path(settings.data, here.id),
            publisher,
            settings.clock().now(),
            lambda done: print(f"\rfetch  {done:>14,}", end="", file=sys.stderr, flush=True),
        )
    except LoadRefused as refused:
        print(f"\nsnicket: not loaded: {refused}", file=sys.stderr)
        return 1
    print(*told(report, every=options.faults), sep="\n")
    return 0


def told(report: LoadReport, *, every: bool) -> list[str]:
    """What came of a load, one line each."""
    facts = report.facts
    lines = [f"Loaded {facts.services:,} services of {facts.rows:,} in {report.pages:,} pages."]
    if not report.faults:
        return lines
    if every:
        return [*lines, *map(str, report.faults)]
    groups = list(grouped(report.faults).items())
    lines.append(f"Left out, for it is wrong ({len(report.faults):,} faults; --faults lists them):")
    lines += [f"{len(faults):>7,}  {what}; first: {faults[0]}" for what, faults in groups[:SHOWN]]
    return lines
