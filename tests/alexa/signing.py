"""A certificate authority of our own, and requests signed as Amazon signs them."""

from __future__ import annotations

import base64
import datetime as dt
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from msgspec import Struct

CHAIN = "https://s3.amazonaws.com/echo.api/echo-api-cert-12.pem"
SIGNER = "echo-api.amazon.com"
DAY = dt.timedelta(days=1)
NOW = dt.datetime(2026, 11, 24, 10, 0, tzinfo=dt.UTC)

Key = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class Issued(Struct, frozen=True):
    """A certificate with its private key."""

    certificate: x509.Certificate
    key: Key

    @property
    def pem(self) -> bytes:
        return self.certificate.public_bytes(Encoding.PEM)


@cache
def rsa_key(number: int = 0) -> rsa.RSAPrivateKey:
    """A key; the same number is the same key, because making one takes a while."""
    return rsa.generate_private_key(65537, 2048)


def _name(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])


def _usage(signs: bool) -> x509.KeyUsage:
    return x509.KeyUsage(not signs, False, False, False, False, signs, signs, False, False)


def issue(
    name: str,
    key: Key,
    by: Issued | None = None,
    *,
    authority: bool = False,
    first: dt.datetime = NOW - 30 * DAY,
    last: dt.datetime = NOW + 30 * DAY,
) -> Issued:
    """A certificate for `name`, signed by `by`, or by itself."""
    signer = by.key if by else key
    issuer = by.certificate.subject if by else _name(name)
    known = x509.AuthorityKeyIdentifier.from_issuer_public_key(signer.public_key())
    built = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(first)
        .not_valid_after(last)
        .add_extension(x509.BasicConstraints(authority, None), critical=True)
        .add_extension(_usage(authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(known, critical=False)
    )
    if not authority:
        names = x509.SubjectAlternativeName([x509.DNSName(name)])
        built = built.add_extension(names, critical=False).add_extension(
            x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False
        )
    return Issued(built.sign(signer, SHA256()), key)


@cache
def root() -> Issued:
    return issue("Test root", rsa_key(1), authority=True)


@cache
def between() -> Issued:
    return issue("Test authority", rsa_key(2), root(), authority=True)


@cache
def leaf() -> Issued:
    return issue(SIGNER, rsa_key(3), between())


def chain(*issued: Issued) -> bytes:
    """The file that Amazon would keep; our good one when none is named."""
    return b"".join(one.pem for one in issued or (leaf(), between()))


def signed(body: bytes, key: rsa.RSAPrivateKey | None = None, address: str = CHAIN) -> dict[str, str]:
    """The headers with which Amazon sends `body`."""
    signature = (key or rsa_key(3)).sign(body, padding.PKCS1v15(), SHA256())
    return {
        "Content-Type": "application/json; charset=utf-8",
        "SignatureCertChainUrl": address,
        "Signature-256": base64.b64encode(signature).decode(),
    }
