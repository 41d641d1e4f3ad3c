"""What `python -m bot load sensors` does."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.knowledge.sensor_file import SensorsRefused, read_sensors
from bot.knowledge.sensors import read_air
from bot.settings import Settings
from bot.store.database import open_database
from bot.store.sealed import Keys
from bot.store.sensors import StoredSensors


async def load_sensors(options: argparse.Namespace, settings: Settings) -> int:
    """Puts the sensors of a file into the list; all of them or, where a line is wrong, none."""
    zones = [zone.id for zone in read_air(settings.city).zones]
    try:
        new = read_sensors(Path(options.file), zones)
    except SensorsRefused as refused:
        print(f"snicket: not loaded: {refused}", file=sys.stderr)
        return 1
    database = await open_database(settings.database_url)
    try:
        count = await StoredSensors(database, Keys(settings.secrets)).put(new)
    finally:
        await database.close()
    indoor = sum(one.kind == "indoor" for one in new)
    print(f"Loaded {count:,} sensors, {indoor:,} of them in homes.")
    return 0
