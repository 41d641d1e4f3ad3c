"""`python -m bot alexa`: writes the skill's package for a city, to be handed to Amazon."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from bot.knowledge.bins.things import material_names
from bot.knowledge.city import City, city
from bot.settings import Settings
from channels.alexa.model import BadName, interaction_model
from channels.alexa.package import FOLDER, About, files, write
from nlu import corpus

EXAMPLE = "https://assistant.example.gov.uk"
"""Stands in the package that comes with the program for the address of whoever runs it."""


def package(here: City, address: str, name: str = "") -> dict[str, str]:
    """The files of a city's skill that is called at `address`, by their path; `name` opens it. Raises
    `BadName`."""
    about = About(name or here.short.lower(), here.short, here.council, address, here.privacy)
    model = interaction_model(about.name, corpus.read(corpus.files()), material_names())
    return files(about, model)


async def alexa(options: argparse.Namespace, settings: Settings) -> int:
    """Writes the package and says where."""
    address = settings.public_url if settings.public_url.startswith("https://") else EXAMPLE
    try:
        made = package(city(settings.city), address, options.name)
    except BadName as problem:
        print(f"snicket: --name {problem}", file=sys.stderr)
        return 2
    folder = Path(options.to)
    write(folder, made)
    for path in made:
        print(folder / path)
    if address == EXAMPLE:
        print("SNICKET_PUBLIC_URL is not https: set it and run this again, or mend the address in skill.json")
    return 0


def alexa_verb(verb: argparse.ArgumentParser) -> Any:
    """The options of the command."""
    verb.add_argument(
        "--to", metavar="FOLDER", default=str(FOLDER), help="where to; the program's own by default"
    )
    verb.add_argument("--city", help="the city's folder, such as leeds")
    verb.add_argument("--name", default="", help="what the skill is opened by, such as: leeds council")
    return verb
