"""MQTT over TLS with a real broker: only a certificate that is trusted is spoken to."""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from notifier.feeds.feed import Parses
from notifier.feeds.pipe import Pipe
from tests.integration.feeds.conftest import Kept
from tests.integration.feeds.test_mqtt import AIR, TOPIC, at, payload, subscribed
from tests.mqtt import Mosquitto

DAY = dt.timedelta(days=1)


def certificate(folder: Path) -> Path:
    """A certificate for 127.0.0.1 that vouches for itself, with its key beside it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mosquitto of a test")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - DAY)
        .not_valid_after(now + DAY)
        .add_extension(x509.BasicConstraints(True, 0), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, SHA256())
    )
    (folder / "server.pem").write_bytes(made.public_bytes(Encoding.PEM))
    (folder / "server.key").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return folder / "server.pem"


@pytest.fixture
async def secure(mosquitto_binary: str, tmp_path: Path) -> AsyncIterator[Mosquitto]:
    """A broker that speaks TLS on its port, and plainly on none."""
    pem = certificate(tmp_path)
    tls = f"certfile {pem}\nkeyfile {tmp_path / 'server.key'}\nallow_anonymous true"
    broker = Mosquitto(mosquitto_binary, tmp_path, tls)
    await broker.start()
    yield broker
    broker.stop()


async def test_a_certificate_that_is_trusted(
    secure: Mosquitto, tmp_path: Path, pipe_of: Callable[[Parses], Pipe], kept: Kept
) -> None:
    trusted = at(secure, tls=True, ca=tmp_path / "server.pem")
    async with subscribed(trusted, pipe_of(AIR)) as seen:
        await secure.publish(TOPIC, payload(1), ca=str(tmp_path / "server.pem"))
        await kept.until(1)
    assert not seen.problems


# paho leaves the socket of a handshake that failed to the garbage collector.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
async def test_without_trust_nothing_is_said(secure: Mosquitto, pipe_of: Callable[[Parses], Pipe]) -> None:
    stranger = at(secure, tls=True, user="city", password="wrong")
    async with subscribed(stranger, pipe_of(AIR)) as seen:
        assert "CERTIFICATE_VERIFY_FAILED" in seen.problems[0]
        assert not seen.connections
