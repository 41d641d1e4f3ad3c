"""One aiohttp application over the parts: every route that is served, and the helpline's pages."""

from __future__ import annotations

from aiohttp import web

from accessibility.renderers import renderer
from bot import health, helpline, iot, publish, publish_alerts, reach
from bot.directory_parts import routes as services
from bot.parts import Parts
from bot.repair_parts import server as open311
from bot.store.published import PublishedAlerts
from channels.can import CAN


async def application(parts: Parts) -> web.Application:
    """All routes over the parts."""
    app = web.Application(middlewares=[])
    reach.add_channels(app, parts)
    app.add_routes(iot.routes(parts.alerting.doors))
    app.add_routes(publish.routes(parts.bins, parts.clock.now))
    app.add_routes(_published_alerts(parts))
    app.add_routes(services(parts))
    app.add_routes(open311(parts).routes())
    app.add_routes(health.routes(parts.store, parts.bins, parts.metrics, parts.clock.now))
    staff = _helpline(parts)
    if parts.settings.desk == "chatwoot":
        await helpline.add_chatwoot(app, staff)
    else:
        helpline.add_console(app, staff)
    return app


def _published_alerts(parts: Parts) -> list[web.RouteDef]:
    alerts = PublishedAlerts(parts.store.database)
    screen = renderer("screen", parts.words)
    return publish_alerts.routes(alerts, parts.city, screen, parts.settings.public_url, parts.clock.now)


def _helpline(parts: Parts) -> helpline.Parts:
    return helpline.Parts(
        settings=parts.settings,
        clock=parts.clock,
        city=parts.city,
        store=parts.store,
        phones=parts.phones,
        words=parts.words,
        hears=parts.hears,
        house=parts.house,
        lines=parts.lines,
        can=CAN,
        repairs=parts.repairs,
        street=parts.street,
        reviews=parts.answers.lists,
        holder=parts.holder,
        failed=lambda reason: parts.metrics.relay.labels(reason).inc(),
    )
