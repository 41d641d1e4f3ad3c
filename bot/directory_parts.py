"""The directory of services, put together: what skills ask for, and what is published of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aiohttp import web

from accessibility.renderers import renderer
from bot import publish_services, service_page
from bot.knowledge.city import City
from bot.knowledge.dated import GOOD_FOR, Dated, Lists
from bot.knowledge.directory.database import services_path
from bot.knowledge.directory.search import Directory
from bot.knowledge.directory.services_file import own_services
from bot.knowledge.directory.whereabouts import Whereabouts
from bot.knowledge.places.districts import Districts
from bot.knowledge.places.positions import Positions, positions_path
from bot.settings import Settings
from channels.client_address import client_address

if TYPE_CHECKING:
    from bot.parts import Parts


def directory(settings: Settings, here: City) -> Directory:
    """The services of a city. Raises `DataError`."""
    positions = Positions(positions_path(settings.data))
    where = Whereabouts(positions, Districts(here.id, positions))
    return Directory(services_path(settings.data, here.id), own_services(here.id), where, here.place)


def dated(found: Directory, here: City) -> Lists:
    """The city's own list with its dates, for who keeps it."""
    file = f"bot/cities/{here.id}/services.yaml"

    def every() -> list[Dated]:
        return [
            Dated(
                one.name,
                file,
                one.origin.url or "general knowledge",
                one.origin.read,
                "verified" if one.verified else "unverified",
                one.origin.read + GOOD_FOR,
                one.note,
                one.origin.url,
            )
            for one in found.own
        ]

    return every


def routes(parts: Parts) -> list[web.RouteDef]:
    """What is published over HTTP."""
    screen, address_of = renderer("screen", parts.words), client_address(parts.settings.proxies)
    about = service_page.About(parts.city, parts.settings.public_url, screen)
    return publish_services.routes(parts.house.need(Directory), about, parts.clock.now, address_of)
