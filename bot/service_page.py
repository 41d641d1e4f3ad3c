"""A plain page of one service: what is said of it, in any language of the city, and the same for machines."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from msgspec import Struct

from accessibility.renderer import Renderer
from accessibility.text import Day, Phone, Place, Text, _
from bot.knowledge.city import City
from bot.knowledge.directory.linked_data import government_service
from bot.knowledge.directory.search import Match
from bot.knowledge.directory.service import Service
from bot.knowledge.directory.words import access, cost, languages, map_address, when, where

HERE = Path(__file__).parent / "templates"
WEEK = 7
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&'\u2028\u2029"}


class About(Struct, frozen=True):
    """Whose pages these are, and where. `screen` writes for a screen."""

    city: City
    public_url: str
    screen: Renderer


class ServicePages:
    """Renders them."""

    def __init__(self, about: About) -> None:
        self._about = about
        self._env = Environment(
            loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=False
        )

    def page(self, one: Service, language: str, now: dt.datetime) -> bytes:
        """The page as UTF-8. `language` is one of the city's; `now` is on its clock."""
        city, screen = self._about.city, self._about.screen
        address = f"{self._about.public_url}/places/{one.id}"
        read = Day(one.origin.read, with_year=True)
        source = _("Source: %(source)s, %(day)s.", source=Place(one.origin.name), day=read)
        shown = screen.render(source, language)
        body = self._env.get_template("place.html").render(
            service=one,
            language=shown.language,
            direction=shown.direction,
            council=city.council,
            address=address,
            linked_data=embedded(government_service(one, address, city.place)),
            places=[self._place(one, at, language, now) for at in range(max(1, len(one.spots)))],
            says=[self._said(text, language) for text in _says(one, now.date())],
            opening_times=self._said(_("Opening times"), language),
            map=self._said(_("See it on a map"), language),
            own_page=self._said(_("Its own page"), language),
            source=shown.text,
        )
        return body.encode()

    def _place(self, one: Service, at: int, language: str, now: dt.datetime) -> dict[str, Any]:
        there, times = one.at(at), one.timetable(at)
        days = [now.date() + dt.timedelta(days=ahead) for ahead in range(WEEK)]
        week = [when(times, now - dt.timedelta(days=1), day) for day in days] if times.known else []
        getting_in = access(there)
        says = [getting_in] if getting_in else []
        return {
            "where": self._said(where(Match(one, at)), language),
            "says": [
                self._said(text, language) for text in (*says, *(() if week else (when(times, now, None),)))
            ],
            "week": [self._said(text, language) for text in week],
            "map": map_address(there) if there is not None and there.line else "",
        }

    def _said(self, text: Text, language: str) -> str:
        return self._about.screen.render(text, language).text


def _says(one: Service, on: dt.date) -> list[Text]:
    calls = [_("You can call %(phone)s.", phone=Phone(number)) for number in one.phones]
    return [*calls, *filter(None, (cost(one, on), languages(one)))]


def embedded(data: dict[str, Any]) -> Markup:
    """JSON that can stand in a page: nothing in it ends the script or begins another."""
    return Markup(json.dumps(data, ensure_ascii=False).translate(_ESCAPES))  # noqa: S704 - escaped just here
