"""Those who answer: who they are, what they may do, and when they have tried to sign in too often."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Literal, get_args

from msgspec import Struct

from bot.secret import Secret

Role = Literal["adviser", "supervisor", "administrator"]
"""What somebody may do. Each may do what those before may, too."""

ROLES: tuple[Role, ...] = get_args(Role)

TRIES = 5
"""Wrong tries until signing in is locked for a while, and again until it is locked for longer."""

FIRST_LOCK, LONGEST_LOCK = dt.timedelta(minutes=15), dt.timedelta(days=1)

FORGOTTEN = dt.timedelta(days=2)
"""Wrong tries are forgotten so long after the last one, or after the end of the lock that it brought."""

INVITATION = dt.timedelta(hours=72)
"""How long a passphrase that somebody else has made lets in; it does so once."""

_LOGIN = re.compile(r"[^@\s]+@[^@\s]+")
_LOGIN_LENGTH = 254  # RFC 5321: a path of 256 characters, less its brackets
_NAME_LENGTH, _TEAM_LENGTH = 100, 32
_DOUBLINGS = 10  # enough to reach the longest lock


class Member(Struct, frozen=True):
    """Somebody who signs in. `team` is empty for who belongs to none."""

    id: int
    name: str
    role: Role
    team: str

    def may(self, role: Role) -> bool:
        """Whether they may do what somebody with `role` may."""
        return ROLES.index(self.role) >= ROLES.index(role)


class SecondFactor(Struct, frozen=True):
    """What one-time codes are made from, in base32, and the proofs of the recovery codes that are left."""

    secret: str
    recovery: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"SecondFactor(<masked>, {len(self.recovery)} recovery codes)"


class Account(Struct, frozen=True):
    """All that is known of a member. `password` is an argon2 hash, None for who has only the council's own
    sign-in; `invited` tells that it was made for them and is to be replaced at the first sign-in, for which
    there is time until `invited_until`, None once it was used. `linked` tells that the council's own sign-in
    knows them."""

    member: Member
    login: str
    active: bool
    password: Secret | None
    invited: bool
    factor: SecondFactor | None
    locked_until: dt.datetime | None
    invited_until: dt.datetime | None = None
    linked: bool = False

    def __repr__(self) -> str:
        return f"Account({self.member.id})"

    def lets_in(self, now: dt.datetime) -> bool:
        """Whether the password opens anything: one that others have made does once, and not for long."""
        return not self.invited or (self.invited_until is not None and self.invited_until > now)


class Try(Struct, frozen=True):
    """A try to sign in that is counted as wrong until it turns out to be right. `locked_until` is given when
    it was the last one for a while."""

    number: int
    locked_until: dt.datetime | None = None


class PeopleError(ValueError):
    """What is asked for cannot be done; the message says why, in plain words and without personal data."""


class Taken(PeopleError):
    """Somebody else signs in this way already."""


class LastAdministrator(PeopleError):
    """Nobody would be left who could let others in."""

    def __init__(self) -> None:
        super().__init__("this is the last administrator: make somebody else one first")


class NoSuchMember(LookupError):
    """There is nobody like that, or they may not sign in any more."""


class Locked(Exception):
    """There were too many wrong tries: none is taken before `until`."""

    def __init__(self, until: dt.datetime) -> None:
        super().__init__("there were too many wrong tries")
        self.until = until


def lock_after(failures: int) -> dt.timedelta | None:
    """How long signing in is locked after so many wrong tries in a row; None when it is not."""
    if failures < TRIES or failures % TRIES:
        return None
    doublings = min(failures // TRIES - 1, _DOUBLINGS)
    return min(FIRST_LOCK * (1 << doublings), LONGEST_LOCK)


def one_more(before: int, now: dt.datetime) -> tuple[Try, dt.datetime]:
    """The try after `before` wrong ones, and when they are all forgotten."""
    lock = lock_after(before + 1)
    until = None if lock is None else now + lock
    return Try(before + 1, until), (until or now) + FORGOTTEN


def normal_login(text: str) -> str:
    """An e-mail address as it is stored and looked up: however it was typed, it is the same. Text that is no
    Unicode at all becomes an address that nobody has."""
    known = text.encode("utf-8", "replace").decode()
    return unicodedata.normalize("NFKC", known).strip().lower()


def check_login(text: str) -> str:
    """The normal form of an e-mail address. Raises `PeopleError`."""
    login = normal_login(text)
    if len(login) > _LOGIN_LENGTH or not _LOGIN.fullmatch(login):
        raise PeopleError("that is not an e-mail address")
    return login


def check_name(text: str) -> str:
    """A name, on one line. Raises `PeopleError`."""
    name = " ".join(text.split())
    if not 0 < len(name) <= _NAME_LENGTH:
        raise PeopleError(f"a name has from 1 to {_NAME_LENGTH} characters")
    return name


def check_team(text: str) -> str:
    """The name of a team, empty for none. Raises `PeopleError`."""
    team = " ".join(text.split())
    if len(team) > _TEAM_LENGTH:
        raise PeopleError(f"a team's name has at most {_TEAM_LENGTH} characters")
    return team
