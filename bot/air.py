"""The air, put together: the part of the composition root that takes readings in and makes alerts of them."""

from __future__ import annotations

from msgspec import Struct

from bot.air_watch import AirWatch
from bot.clock import Clock
from bot.demo_air import DemoAir
from bot.intake import Alerts, Intake
from bot.knowledge.city import City
from bot.knowledge.sensors import read_air
from bot.store.air import StoredAir
from bot.store.air_rules import StoredAirRules
from bot.store.database import Database
from bot.store.readings import StoredReadings
from bot.store.sealed import Keys
from bot.store.sensors import DEMO, StoredSensors
from notifier.air.watch import Voice
from notifier.alert import Publisher

MADE_UP = Publisher("Made-up demo data")
"""Who publishes the air of a demonstration: nobody is named for what they have not measured."""


class AirParts(Struct, frozen=True):
    """`intake` takes what feeds say (`start`, `stop`, and `tick` each minute), `air` answers questions.
    `demo` is there when the air is made up: started after `intake`, with a `tick` each minute of its own."""

    intake: Intake
    air: StoredAir
    demo: DemoAir | None


def air_parts(
    database: Database, keys: Keys, clock: Clock, here: City, alerts: Alerts, *, demo: bool = False
) -> AirParts:
    """For the city `here`; nothing has begun. Raises `DataError` when its file is wrong."""
    city = read_air(here.id)
    council = Publisher(here.council, here.website)
    voice = Voice(DEMO, MADE_UP, MADE_UP) if demo else Voice(here.id, city.publisher, council)
    rules, readings = StoredAirRules(database), StoredReadings(database)
    watch = AirWatch(city, readings, rules, alerts, voice, clock, demo=demo)
    air = StoredAir(database, clock, city)
    sensors = StoredSensors(database, keys)
    intake = Intake(database, clock, city, sensors, air, watch, alerts, demo=demo)
    return AirParts(intake, air, DemoAir(intake, air, city, clock) if demo else None)
