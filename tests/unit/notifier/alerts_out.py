"""Alerts of every kind, for the tests of what is published of them."""

from __future__ import annotations

import datetime as dt

import shapely
from msgspec import structs

from notifier.alert import (
    AirFacts,
    Alert,
    Area,
    CouncilFacts,
    FloodFacts,
    Publisher,
    SensorFacts,
    WeatherFacts,
)

NOON = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)
LEEDS = shapely.box(-1.6, 53.7, -1.4, 53.9)
COUNCIL = Publisher("Leeds City Council", "https://www.leeds.gov.uk")

AIR = Alert(
    name="air:leeds",
    version=1,
    kind="air",
    level=3,
    phase="new",
    area=Area(districts=("LS9",), names=("East Leeds",)),
    facts=AirFacts(
        zone="leeds",
        zone_name="Leeds",
        index=8,
        pollutant="pm2_5",
        mean=60.2,
        hours=24,
        measured=20,
        at=NOON,
        station="Leeds Centre",
    ),
    publisher=COUNCIL,
    at=NOON,
)
WEATHER = Alert(
    name="nswws:1",
    version=1,
    kind="weather",
    level=3,
    phase="new",
    area=Area(geometry=shapely.to_wkb(shapely.MultiPolygon([LEEDS]))),
    facts=WeatherFacts(types=("snow", "ice"), summary="Snow on hills", advice=("Drive slowly",)),
    publisher=Publisher("Met Office", "https://www.metoffice.gov.uk", "OGL v3"),
    at=NOON,
    onset=NOON + dt.timedelta(hours=6),
    expires=NOON + dt.timedelta(hours=18),
)
FLOOD = Alert(
    name="ea:2",
    version=1,
    kind="flood",
    level=4,
    phase="new",
    area=Area(
        geometry=shapely.to_wkb(
            shapely.MultiPolygon([shapely.box(-1.6, 53.7, -1.5, 53.8), shapely.box(-1.4, 53.7, -1.3, 53.8)])
        )
    ),
    facts=FloodFacts(area="River Aire at Kirkstall", river="Aire", message="Act now."),
    publisher=Publisher("Environment Agency", "https://www.gov.uk/check-flooding", "OGL v3"),
    at=NOON,
)
SENSOR = Alert(
    name="sensor:7",
    version=1,
    kind="sensor",
    level=2,
    phase="new",
    area=Area(sensor="7", names=("Canal gauge",)),
    facts=SensorFacts("7", "Canal gauge", "water_level", 2.4, 2.0, NOON),
    publisher=COUNCIL,
    at=NOON,
)
SAID = Alert(
    name="council:abc",
    version=1,
    kind="council",
    level=1,
    phase="new",
    area=Area(everywhere=True),
    facts=CouncilFacts({"en": "The market is closed.", "pl": "Targ jest nieczynny."}),
    publisher=COUNCIL,
    at=NOON,
)
EVERY = (AIR, WEATHER, FLOOD, SENSOR, SAID)


def over(alert: Alert) -> Alert:
    """Its all-clear, an hour later."""
    return structs.replace(
        alert,
        version=alert.version + 1,
        level=0,
        before=alert.level,
        phase="clear",
        at=alert.at + dt.timedelta(hours=1),
    )
