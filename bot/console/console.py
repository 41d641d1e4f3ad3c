"""The helpline's pages, under `/helpline/`."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from random import Random, SystemRandom

from aiohttp import web

from bot.console.actions import Actions
from bot.console.air_page import AirPage
from bot.console.alerts_page import AlertsPage
from bot.console.answers_page import AnswersPage
from bot.console.assets import PREFIX, Assets
from bot.console.callbacks_page import CallbacksPage
from bot.console.careful import Careful
from bot.console.case_actions import CaseActions
from bot.console.case_export import CaseExport
from bot.console.case_names import CaseNames
from bot.console.case_page import CasePage
from bot.console.case_photos import CasePhotos
from bot.console.case_reading import CaseReading
from bot.console.codes_page import CodesPage
from bot.console.complaints_page import ComplaintsPage
from bot.console.council_page import CouncilPage
from bot.console.damp_page import DampPage
from bot.console.door import Door
from bot.console.feeds_page import FeedsPage
from bot.console.figures_page import FiguresPage
from bot.console.form_page import FormPage
from bot.console.guard import Guard
from bot.console.live import Live
from bot.console.pages import Pages
from bot.console.parts import Parts
from bot.console.people_page import PeoplePage
from bot.console.photo_page import PhotoPage
from bot.console.presence import Presence
from bot.console.queue_page import QueuePage
from bot.console.reading import Reading
from bot.console.repairs_page import RepairsPage
from bot.console.search_page import SearchPage
from bot.console.sensors_page import SensorsPage
from bot.console.shown import Shows
from bot.console.street_page import StreetPageRoutes
from bot.console.street_pages import StreetListPage
from bot.console.summary_page import SummaryPage
from bot.console.talk_page import TalkPage


class Console:
    """Put its `routes` into the application, and `close` on its shutdown: it ends the live pages."""

    def __init__(self, parts: Parts, random: Random | None = None) -> None:
        self._assets = Assets()
        guard = Guard(parts)
        pages = Pages(parts, self._assets, lambda: secrets.token_urlsafe(12))
        self._door_pages = pages
        self._careful = Careful(guard, pages)
        reading, shows, presence = Reading(parts), Shows(parts), Presence(parts.stores.presence, parts.clock)
        talk = TalkPage(parts, pages, reading, shows, presence)
        actions, alerts = Actions(parts, reading, talk), AlertsPage(parts, pages)
        cases, case_names = CaseReading(parts), CaseNames(parts.repairs, reading.english)
        case = CasePage(parts, pages, cases, case_names)
        case_actions = CaseActions(parts, cases, case, case_names)
        self._live = Live(parts, guard, reading, shows, presence)
        self._pages = (
            Door(parts, guard, pages, talk),
            QueuePage(parts, pages),
            talk,
            actions,
            FormPage(parts, reading, actions),
            CallbacksPage(parts, pages, reading),
            self._live,
            PhotoPage(parts, pages, reading),
            SearchPage(parts, pages),
            PeoplePage(parts, pages, random or SystemRandom()),
            CodesPage(parts, pages),
            FiguresPage(parts, pages),
            alerts,
            CouncilPage(parts, pages, alerts),
            AirPage(parts, pages),
            SensorsPage(parts, pages),
            FeedsPage(parts, pages),
            DampPage(parts, pages),
            RepairsPage(parts, pages, cases, case_names),
            CaseExport(parts, cases),
            case,
            case_actions,
            SummaryPage(parts, pages, cases, case_actions, case_names),
            CasePhotos(parts, pages, cases),
            StreetListPage(parts, pages, cases, reading.english),
            StreetPageRoutes(parts, pages, cases, reading.english),
            ComplaintsPage(parts, pages),
            AnswersPage(parts, pages),
        )

    def routes(self) -> Iterable[web.RouteDef]:
        """All of them."""
        made = [route for page in self._pages for route in page.routes(self._careful)]
        return [*made, web.get(f"{PREFIX}{{file}}", self._assets.serve)]

    def refuse(self, words: str, back: str) -> web.Response:
        """The page to sign in, with what was wrong at another door."""
        return self._door_pages.sign_in(words=words, back=back, status=401)

    def out(self) -> web.Response:
        """The page for somebody who is signed out here, but not of the council's own sign-in."""
        return self._door_pages.bare("signed_out.html", onward="")

    async def close(self, _app: web.Application | None = None) -> None:
        """Ends the live pages; to be put on the application's `on_shutdown`."""
        self._live.close()
