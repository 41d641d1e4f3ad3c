"""Services in SQLite, written once and then only read: a file of what was loaded, and in memory a city's
own list."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec
from msgspec import Struct

from bot.knowledge.directory.kinds import kinds
from bot.knowledge.directory.service import Service

VERSION = 1
SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE source(version, name, url, licence, loaded_at, services, rows, faults);
CREATE TABLE service(row INTEGER PRIMARY KEY, id TEXT UNIQUE, name, modified, body);
CREATE TABLE original(id TEXT PRIMARY KEY, service) WITHOUT ROWID;
CREATE TABLE spot(service, n, postcode, latitude, longitude, PRIMARY KEY(service, n)) WITHOUT ROWID;
CREATE TABLE kind(kind, service, PRIMARY KEY(kind, service)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5(
    name, place, terms, about, content = '', tokenize = 'porter unicode61 remove_diacritics 2'
);
"""
_ENCODE, _DECODE = msgspec.json.Encoder(), msgspec.json.Decoder(Service)


class LoadedServices(Struct, frozen=True):
    """What a file says of itself. `rows` were listed, `faults` reported in them."""

    name: str
    url: str
    licence: str
    loaded_at: dt.datetime
    services: int
    rows: int
    faults: int


def services_path(data: Path, city: str) -> Path:
    """Where the services of `city` are kept in the data folder."""
    return data / f"services-{city}.sqlite"


def write(database: sqlite3.Connection, services: Iterable[Service], facts: LoadedServices) -> None:
    """Fills an empty database."""
    database.executescript(SCHEMA)
    with database:
        for row, one in enumerate(services, 1):
            _add(database, row, one)
        values = (VERSION, facts.name, facts.url, facts.licence, facts.loaded_at.isoformat())
        counts = (facts.services, facts.rows, facts.faults)
        database.execute("INSERT INTO source VALUES(?,?,?,?,?,?,?,?)", (*values, *counts))
        database.execute("INSERT INTO words(words) VALUES('optimize')")


def _add(database: sqlite3.Connection, row: int, one: Service) -> None:
    body = _ENCODE.encode(one)
    database.execute("INSERT INTO service VALUES(?,?,?,?,?)", (row, one.id, one.name, one.modified, body))
    database.execute("INSERT OR IGNORE INTO original VALUES(?,?)", (one.original, row))
    spots = [(row, n, at.postcode, at.latitude, at.longitude) for n, at in enumerate(one.spots)]
    database.executemany("INSERT INTO spot VALUES(?,?,?,?,?)", spots or [(row, 0, "", None, None)])
    database.executemany("INSERT INTO kind VALUES(?,?)", [(kind, row) for kind in dict.fromkeys(one.kinds)])
    database.execute(
        "INSERT INTO words(rowid, name, place, terms, about) VALUES(?,?,?,?,?)", (row, *_words(one))
    )


def _words(one: Service) -> tuple[str, str, str, str]:
    """What a service is found by: its name, its places, what it is, what is said of it."""
    places = " ".join(f"{at.name} {at.line}" for at in one.spots)
    own = [word for kind in one.kinds for word in kinds()[kind].words]
    runs = one.organisation.name if one.organisation else ""
    return one.name, places, " ".join((*one.terms, *own)), f"{one.description} {runs}"


def opened(path: Path) -> sqlite3.Connection:
    """A finished file, for reading. It is never changed, only replaced. Raises `sqlite3.Error`."""
    return sqlite3.connect(
        f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
    )


def facts_of(database: sqlite3.Connection) -> LoadedServices:
    """What it says of itself. Raises `sqlite3.Error` or ValueError when it is another kind of file."""
    row = database.execute("SELECT * FROM source").fetchone()
    if row is None or row[0] != VERSION:
        raise ValueError("the database is of another version")
    return LoadedServices(row[1], row[2], row[3], dt.datetime.fromisoformat(row[4]), *row[5:])


def known(path: Path) -> LoadedServices | None:
    """What the file holds; None when there is none that can be used."""
    if not path.exists():
        return None
    try:
        database = opened(path)
    except sqlite3.Error:
        return None
    try:
        return facts_of(database)
    except (sqlite3.Error, ValueError, TypeError):
        return None
    finally:
        database.close()


def bodies(database: sqlite3.Connection) -> Iterator[Service]:
    """All of them in the order of their names."""
    for (body,) in database.execute("SELECT body FROM service ORDER BY name, id"):
        yield _DECODE.decode(body)


def decoded(body: bytes) -> Service:
    """A service as it was stored."""
    return _DECODE.decode(body)
