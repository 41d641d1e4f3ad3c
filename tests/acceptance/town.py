"""A whole town on this machine: PostgreSQL, Mosquitto, a Twilio, and the program that serves and works
between them. Its clock begins wherever it is started; sensors speak to it by MQTT."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import psycopg

from notifier.providers.fake.twilio_server import ACCOUNT, SERVICE, TOKEN, TwilioServer
from notifier.providers.fake.twilio_signing import Signing
from tests.acceptance.program import ROOT, Program, data_folder, run, surroundings
from tests.mqtt import Mosquitto

PUBLIC = "https://assistant.council.test"
SECRET = "a secret of a town that is only used in tests"
SENSOR = "urn:ngsi-ld:Device:kirkgate"
HOUR = dt.timedelta(hours=1)

FEEDS = """\
feeds:
  - name: sensors
    source: ngsi-ld
    via: mqtt
    url: mqtt://127.0.0.1:{port}
    topic: sensors/#
"""
SENSORS = f"""\
feed,name,kind,label,latitude,longitude,zone,home,every
sensors,{SENSOR},reference,Kirkgate,53.797,-1.541,centre,,3600
"""


class Town:
    """`start` and `stop` as often as wanted, each time at another moment; what is remembered stays."""

    def __init__(
        self, folder: Path, estate: Path, database: str, broker: Mosquitto, twilio: TwilioServer
    ) -> None:
        self.broker = broker
        self.twilio = twilio
        self.database = database
        self.folder = data_folder(folder / "town", estate)
        feeds = self.folder / "feeds.yaml"
        feeds.write_text(FEEDS.format(port=broker.port), encoding="utf-8")
        self.settings = {
            "SNICKET_DATABASE_URL": database,
            "SNICKET_SECRET": SECRET,
            "SNICKET_PUBLIC_URL": PUBLIC,
            "SNICKET_FEEDS": str(feeds),
            "SNICKET_LOG_LEVEL": "info",
            "SNICKET_SMS": "twilio",
            "SNICKET_TWILIO_ACCOUNT": ACCOUNT,
            "SNICKET_TWILIO_TOKEN": TOKEN,
            "SNICKET_TWILIO_SERVICE": SERVICE,
            "SNICKET_TWILIO_API": twilio.url,
            "SNICKET_HOOKS_NETWORKS": "127.0.0.0/8",
        }
        self._serves: Program | None = None
        self._works: subprocess.Popen[bytes] | None = None

    def bot(self, *words: str) -> str:
        """Runs a command of the program to its end; what it said."""
        done = run("bot", *words, folder=self.folder, **self.settings)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def sensors(self) -> None:
        """Tells the program of the one sensor."""
        file = self.folder / "sensors.csv"
        file.write_text(SENSORS, encoding="utf-8")
        self.bot("load", "sensors", str(file))

    @property
    def url(self) -> str:
        """Where it is served now."""
        assert self._serves is not None
        return self._serves.url

    def start(self, now: dt.datetime, *, works: bool = True) -> None:
        """Serves from this moment on; with `works` a worker helps."""
        settings = {**self.settings, "SNICKET_NOW": now.isoformat()}
        if works:
            self._work(settings)
        self._serves = Program(self.folder, **settings).start()
        self.twilio.signing = Signing(PUBLIC, self.url, TOKEN)

    def _work(self, settings: dict[str, str]) -> None:
        with (self.folder / "log-work").open("ab") as log:
            self._works = subprocess.Popen(
                (sys.executable, "-m", "bot", "work"),
                env=surroundings(self.folder, **settings),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=ROOT,
            )

    def stop(self) -> None:
        """Nothing runs; what was said stays readable in `log`."""
        if self._works is not None:
            self._works.terminate()
            self._works.wait(30)
        if self._serves is not None:
            self._serves.stop()
        self._works = self._serves = None

    @property
    def log(self) -> str:
        """All that every start has logged."""
        return "".join(file.read_text(encoding="utf-8") for file in sorted(self.folder.glob("log-*")))

    async def measured(self, value: float, ends: Iterable[dt.datetime]) -> None:
        """The sensor's means of NO2 of these hours, µg/m³, as a context broker hands them on."""
        said = [notification(value + number / 10, end) for number, end in enumerate(ends)]
        await self.broker.publish("sensors/kirkgate", *said)

    async def judged(self, hours: int) -> None:
        """Waits until so many hours of the zone have been judged."""
        with psycopg.connect(self.database, autocommit=True) as server:
            asked = "SELECT count(*) FROM zone_hours WHERE zone = 'centre'"
            while server.execute(asked).fetchone() != (hours,):  # noqa: ASYNC110  # the program is another process
                await asyncio.sleep(0.05)


def notification(value: float, end: dt.datetime) -> bytes:
    """The mean of NO2 of the hour that ends then, µg/m³, as NGSI-LD has it."""
    said = {
        "metadata": {"Content-Type": "application/json"},
        "body": {
            "id": f"urn:ngsi-ld:Notification:{end.timestamp():.0f}",
            "type": "Notification",
            "subscriptionId": "urn:ngsi-ld:Subscription:1",
            "notifiedAt": end.isoformat(),
            "data": [
                {
                    "id": SENSOR,
                    "type": "AirQualityObserved",
                    "dateObserved": {
                        "type": "Property",
                        "value": f"{(end - HOUR).isoformat()}/{end.isoformat()}",
                    },
                    "no2": {"type": "Property", "value": value, "unitCode": "GQ"},
                }
            ],
        },
    }
    return json.dumps(said).encode()
