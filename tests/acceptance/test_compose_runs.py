"""Every service of docker-compose.yml, started by its own command with its own environment and secrets:
a city on this machine, without containers."""

from __future__ import annotations

import asyncio
import datetime as dt
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import aiomqtt
import psycopg
import pytest
from aiohttp.test_utils import unused_port
from msgspec import Struct

from bot.store.sealed import Keys
from tests.acceptance.asking import say
from tests.acceptance.composed import Service, image_environment, read
from tests.acceptance.program import ROOT
from tests.acceptance.town import HOUR, SENSOR, notification
from tests.testbot import MODELS

POSTGRES = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
PROGRAMS = f"{POSTGRES[-1] if POSTGRES else ''}:/usr/sbin:{os.environ['PATH']}"
PUBLIC = "https://assistant.council.test"

pytestmark = pytest.mark.xdist_group("compose")


class City(Struct):
    """All that runs. `secrets` is the folder of their files."""

    services: dict[str, Service]
    secrets: Path
    ports: dict[str, int]

    def secret(self, name: str) -> str:
        return (self.secrets / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def city() -> Iterator[City]:
    """The services in the order in which Compose starts them: each when those it depends on are healthy."""
    missing = [name for name in ("mosquitto", "mosquitto_sub") if not shutil.which(name, path=PROGRAMS)]
    missing += [] if POSTGRES else ["postgres"]
    if missing:
        assert os.environ.get("CI") != "true", f"missing here: {', '.join(missing)}"
        pytest.skip(f"missing here: {', '.join(missing)}")
    with ExitStack() as stopping:
        # Not among pytest's folders, which only its own user may enter: the database has a user of its own.
        folder = Path(stopping.enter_context(TemporaryDirectory(prefix="snicket-")))
        folder.chmod(0o755)
        found = _services(folder)
        for service in found.services.values():
            stopping.callback(service.stop)
        _made_database(found.services["postgres"], found.ports["postgres"])
        found.services["postgres"].start("postgres")
        found.services["mosquitto"].start("mosquitto")
        for name in ("postgres", "mosquitto"):
            found.services[name].wait()
        _created(found)
        for name in ("bot", "worker"):
            found.services[name].start()
        for name in ("bot", "worker"):
            found.services[name].wait()
        yield found


def _services(folder: Path) -> City:
    secrets = folder / "secrets"
    made = ["sh", "docs/deploy/secrets.sh", str(secrets)]
    subprocess.run(made, cwd=ROOT, check=True, capture_output=True)
    secrets.chmod(0o755)  # a container gets the files, and never sees the folder
    composed = read({"SNICKET_PUBLIC_URL": PUBLIC})
    ports = {name: unused_port() for name in ("postgres", "mosquitto", "health", "bot")}
    instead = {
        f"/run/secrets/{name}": str(secrets / Path(spec["file"]).name)
        for name, spec in composed["secrets"].items()
    }
    instead |= {
        "postgres:5432": f"127.0.0.1:{ports['postgres']}",
        "mosquitto:1883": f"127.0.0.1:{ports['mosquitto']}",
        "listener 1883": f"listener {ports['mosquitto']} 127.0.0.1",
        "1880": str(ports["health"]),
        "127.0.0.1:8080": f"127.0.0.1:{ports['bot']}",
    }
    image = image_environment() | {"PORT": str(ports["bot"]), "PATH": PROGRAMS, "SNICKET_MODELS": str(MODELS)}
    of_postgres = {"PATH": PROGRAMS, "PGPORT": str(ports["postgres"]), "PGHOST": "127.0.0.1"}
    found = {}
    for name in ("postgres", "mosquitto", "bot", "worker"):
        own = folder / name
        own.mkdir(mode=0o755)
        more = {"postgres": of_postgres, "mosquitto": {"PATH": PROGRAMS}}.get(name, image)
        found[name] = Service(own, composed["services"][name], instead, more)
        if name in ("bot", "worker"):
            data = str(found["bot"].path("/data"))
            found[name] = Service(own, composed["services"][name], instead, {**more, "SNICKET_DATA": data})
    return City(found, secrets, ports)


def _made_database(service: Service, port: int) -> None:
    """What the image does at its first start: makes the cluster, with the user and the password."""
    data, given = service.path("/var/lib/postgresql/data"), service.environment
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    if os.geteuid() == 0:
        shutil.chown(data, user)
    data.chmod(0o700)
    words = [
        str(POSTGRES[-1] / "initdb"),
        "-D",
        str(data),
        f"--username={given['POSTGRES_USER']}",
        f"--pwfile={given['POSTGRES_PASSWORD_FILE']}",
        "--auth-local=scram-sha-256",
        *given["POSTGRES_INITDB_ARGS"].split(),
    ]
    as_user = ["runuser", "-u", user, "--"] if os.geteuid() == 0 else []
    subprocess.run([*as_user, *words], check=True, capture_output=True, cwd=data.parent)
    sockets = service.path("/var/run/postgresql")
    with (data / "postgresql.conf").open("a", encoding="utf-8") as conf:
        conf.write(f"\nlisten_addresses = '127.0.0.1'\nunix_socket_directories = '{sockets}'\n")
        conf.write("fsync = off\n")
    service._more["PGDATA"] = str(data)


def _created(city: City) -> None:
    """The database itself, as the image makes it."""
    given = city.services["postgres"].environment
    with psycopg.connect(_url(city, "postgres"), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {given['POSTGRES_DB']}")


def _url(city: City, database: str = "snicket") -> str:
    password, port = city.secret("database_password"), city.ports["postgres"]
    return f"postgresql://snicket:{password}@127.0.0.1:{port}/{database}"


def test_every_service_is_healthy_by_its_own_check(city: City) -> None:
    assert [name for name, service in city.services.items() if not service.healthy()] == []


def test_it_answers_and_keeps_what_it_is_told_in_postgresql(city: City) -> None:
    [answer, *_] = say(city.ports["bot"], "a resident", "hello")
    assert "Hello" in answer["text"]
    with psycopg.connect(_url(city)) as server:
        found = server.execute("SELECT count(*) FROM conversations").fetchone()
    assert found == (1,)


def test_what_is_kept_is_sealed_with_the_secret_of_the_file(city: City) -> None:
    say(city.ports["bot"], "a resident", "hello")
    with psycopg.connect(_url(city)) as server:
        found = server.execute("SELECT address FROM conversations").fetchone()
    assert found is not None
    assert Keys([city.secret("snicket_secret")]).open(found[0], str) == "a resident"


def test_nobody_comes_into_the_database_without_the_password(city: City) -> None:
    port = city.ports["postgres"]
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(f"postgresql://snicket@127.0.0.1:{port}/snicket")


async def test_the_broker_lets_gateways_write_and_only_the_assistant_read(city: City) -> None:
    port = city.ports["mosquitto"]
    reader = aiomqtt.Client("127.0.0.1", port, username="snicket", password=city.secret("mqtt_password"))
    gateway = aiomqtt.Client(
        "127.0.0.1", port, username="sensors", password=city.secret("mqtt_sensors_password")
    )
    async with asyncio.timeout(20), reader, gateway:
        await reader.subscribe("parks/#", qos=1)
        await reader.publish("parks/1", "from who may only read", qos=1)
        await gateway.publish("parks/1", "from a gateway", qos=1)
        async for message in reader.messages:
            assert message.payload == b"from a gateway"
            break


@pytest.mark.parametrize(("user", "password"), [(None, None), ("snicket", "wrong"), ("nobody", "")])
async def test_nobody_else_comes_to_the_broker(city: City, user: str | None, password: str | None) -> None:
    stranger = aiomqtt.Client("127.0.0.1", city.ports["mosquitto"], username=user, password=password)
    with pytest.raises(aiomqtt.MqttError):
        async with stranger:
            pass


async def test_the_door_of_the_health_check_leads_nowhere_else(city: City) -> None:
    port = city.ports["health"]
    gateway = aiomqtt.Client(
        "127.0.0.1",
        city.ports["mosquitto"],
        username="sensors",
        password=city.secret("mqtt_sensors_password"),
    )
    async with asyncio.timeout(20), aiomqtt.Client("127.0.0.1", port) as stranger, gateway:
        await stranger.subscribe("#", qos=1)
        await gateway.publish("parks/2", "not for everybody", qos=1)
        await stranger.subscribe("$SYS/broker/uptime")
        async for message in stranger.messages:
            assert str(message.topic) == "$SYS/broker/uptime"
            break


def test_other_software_is_added_by_the_same_program(city: City) -> None:
    bot = city.services["bot"]
    done = subprocess.run(
        [bot._words(["python"])[0], "-m", "bot", "hooks", "list"],
        env=bot._surroundings(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout == "Nobody is told yet: python -m bot hooks add\n"


def test_no_secret_is_in_any_log(city: City) -> None:
    said = "".join(service.log for service in city.services.values())
    for file in city.secrets.iterdir():
        for secret in file.read_text(encoding="utf-8").split():
            assert secret not in said, file.name


async def test_the_feeds_of_the_file_are_followed(city: City) -> None:
    """What a gateway says is heard; of a sensor that nobody has loaded, it is refused with the reason."""
    port, password = city.ports["mosquitto"], city.secret("mqtt_sensors_password")
    asked = "SELECT feed, reason, what FROM refusals"
    with psycopg.connect(_url(city), autocommit=True) as server:
        async with (
            asyncio.timeout(30),
            aiomqtt.Client("127.0.0.1", port, username="sensors", password=password) as gateway,
        ):
            said = notification(40.0, dt.datetime.now(dt.UTC) - HOUR)
            await gateway.publish("sensors/1", said, qos=1)
            while not (found := server.execute(asked).fetchall()):  # noqa: ASYNC110  # another process
                await asyncio.sleep(0.05)
    assert found == [("sensors", "unknown_sensor", SENSOR)]


def test_they_stop_when_they_are_told_to_and_are_unhealthy_then(city: City) -> None:
    for name in ("worker", "bot"):
        assert city.services[name].stop() == 0, city.services[name].log
        assert not city.services[name].healthy()
        assert "Traceback" not in city.services[name].log
    assert city.services["mosquitto"].stop() == 0
    assert not city.services["mosquitto"].healthy()
    assert city.services["postgres"].stop() == 0
    assert not city.services["postgres"].healthy()
