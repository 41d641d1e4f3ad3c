"""The commands for those who sign in: `python -m bot staff add | list | invite | reset | unlock | …`.

Each returns its exit code. A passphrase is printed once, on standard output, and is written nowhere else.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from random import SystemRandom
from typing import Any

from bot.clock import UK, Clock
from bot.console.passwords import Passwords, new_passphrase
from bot.handover.people import INVITATION, ROLES, Account, PeopleError
from bot.secret import Secret
from bot.settings import Settings
from bot.store.audit import Audit
from bot.store.database import Database, open_database
from bot.store.sealed import Keys
from bot.store.staff import Staff
from bot.store.staff_links import StaffLinks
from bot.store.tries import Tries

Run = Callable[[argparse.Namespace, Settings], Coroutine[Any, Any, int]]

NOBODY = "nobody signs in with this e-mail address: python -m bot staff list"

_HANDED_OVER = """\
Give them this passphrase in person or by phone. It is shown only now, lets in once, until
{until}, and they choose a password of their own with it:

    {passphrase}

    {address}
"""


def staff_verbs(verbs: Any) -> None:
    """Adds `staff` and what comes behind it to the command line."""
    staff = verbs.add_parser("staff", help="those who sign in", description="those who sign in")
    what = staff.add_subparsers(required=True, metavar="what")
    new = _verb(what, "add", add, "add a member of staff and print their passphrase")
    new.add_argument("--name", required=True, help="as colleagues and residents read it")
    new.add_argument("--role", required=True, choices=ROLES)
    new.add_argument("--team", default="")
    _verb(what, "list", list_all, "list everybody", login=False)
    _verb(what, "invite", invite, "make and print another passphrase for who has not chosen a password yet")
    again = _verb(what, "reset", reset, "make and print another passphrase; unlocks too")
    again.add_argument("--without-codes", action="store_true", help="ask for no one-time code any more")
    _verb(what, "unlock", unlock, "let somebody try again who had too many wrong tries")
    _verb(what, "unlock-network", unlock_network, "let every network address try again", login=False)
    _verb(what, "unlink", unlink, "let the council's own sign-in find somebody by their address anew")
    _verb(what, "disable", disable, "sign somebody out and let them in no more")
    _verb(what, "enable", enable, "let somebody in again who was disabled")
    _verb(what, "role", role, "change what somebody may do").add_argument("role", choices=ROLES)


def _verb(what: Any, name: str, run: Run, says: str, login: bool = True) -> argparse.ArgumentParser:
    verb: argparse.ArgumentParser = what.add_parser(name, help=says, description=says)
    verb.set_defaults(run=run)
    if login:
        verb.add_argument("login", metavar="email", help="the e-mail address with which they sign in")
    return verb


async def add(options: argparse.Namespace, settings: Settings) -> int:
    """Adds a member and prints their passphrase."""
    async with _staff(settings) as staff:
        passphrase = new_passphrase(SystemRandom())
        hashed = await Passwords().hash(passphrase)
        try:
            member = await staff.add(
                options.login, options.name, options.role, options.team, hashed, invited=True
            )
        except PeopleError as problem:
            return _refused(str(problem))
        print(f"Added {member.name} as {member.role}.")
        _hand_over(passphrase, settings)
    return 0


async def list_all(_options: argparse.Namespace, settings: Settings) -> int:
    """One line for each member."""
    clock = settings.clock()
    async with _staff(settings) as staff:
        everybody = await staff.all()
    if not everybody:
        print("Nobody can sign in yet: python -m bot staff add")
    for account in everybody:
        member = account.member
        team = member.team or "-"
        print(
            f"{account.login:<32} {member.role:<13} {team:<16} {_standing(account, clock):<22} {member.name}"
        )
    return 0


async def invite(options: argparse.Namespace, settings: Settings) -> int:
    """Gives a member who has never signed in another passphrase and prints it."""
    async with _staff(settings) as staff:
        account = await staff.by_login(options.login)
        if account is None:
            return _refused(NOBODY)
        if not account.invited:
            return _refused("they have chosen a password, or need none: python -m bot staff reset")
        passphrase = new_passphrase(SystemRandom())
        await staff.set_password(account.member.id, await Passwords().hash(passphrase), invited=True)
        _hand_over(passphrase, settings)
    return 0


async def reset(options: argparse.Namespace, settings: Settings) -> int:
    """Gives a member another passphrase and prints it; signs them out and unlocks them."""

    async def work(staff: Staff, account: Account) -> None:
        passphrase = new_passphrase(SystemRandom())
        await staff.set_password(account.member.id, await Passwords().hash(passphrase), invited=True)
        if options.without_codes:
            await staff.set_factor(account.member.id, None)
        elif account.factor:
            print("They are still asked for a code; with --without-codes they are not.")
        _hand_over(passphrase, settings)

    return await _with(options, settings, work)


async def unlock(options: argparse.Namespace, settings: Settings) -> int:
    """Lets a member try again."""

    async def work(staff: Staff, account: Account) -> None:
        await staff.unlock(account.member.id)
        print("They can try again.")

    return await _with(options, settings, work)


async def unlock_network(_options: argparse.Namespace, settings: Settings) -> int:
    """Lets every network address try again from which there were too many wrong tries."""
    async with _open(settings) as (database, keys, clock):
        await Tries(database, keys, clock).forget_addresses()
        await Audit(database, keys, clock).record("staff_changed", None, detail="network addresses unlocked")
        print("Every network address can try again.")
    return 0


async def unlink(options: argparse.Namespace, settings: Settings) -> int:
    """Takes the link to the council's own sign-in from a member."""
    async with _open(settings) as (database, keys, clock):
        account = await Staff(database, keys, clock).by_login(options.login)
        if account is None:
            return _refused(NOBODY)
        if not account.linked:
            return _refused("they are not linked to the council's own sign-in")
        await StaffLinks(database, keys, clock).unlink(account.member.id)
        print("They are signed out. Their next sign-in there links them again, by their e-mail address.")
    return 0


async def disable(options: argparse.Namespace, settings: Settings) -> int:
    """Signs a member out and lets them in no more."""

    async def work(staff: Staff, account: Account) -> None:
        await staff.set_active(account.member.id, False)
        print("They are signed out and cannot sign in.")

    return await _with(options, settings, work)


async def enable(options: argparse.Namespace, settings: Settings) -> int:
    """Lets a member in again."""

    async def work(staff: Staff, account: Account) -> None:
        await staff.set_active(account.member.id, True)
        print("They can sign in again.")

    return await _with(options, settings, work)


async def role(options: argparse.Namespace, settings: Settings) -> int:
    """Changes what a member may do."""

    async def work(staff: Staff, account: Account) -> None:
        await staff.set_role(account.member.id, options.role)
        print(f"Their role is {options.role}.")

    return await _with(options, settings, work)


@asynccontextmanager
async def _open(settings: Settings) -> AsyncIterator[tuple[Database, Keys, Clock]]:
    database = await open_database(settings.database_url)
    try:
        yield database, Keys(settings.secrets), settings.clock()
    finally:
        await database.close()


@asynccontextmanager
async def _staff(settings: Settings) -> AsyncIterator[Staff]:
    async with _open(settings) as (database, keys, clock):
        yield Staff(database, keys, clock)


async def _with(
    options: argparse.Namespace, settings: Settings, work: Callable[[Staff, Account], Awaitable[None]]
) -> int:
    """Does something with the member whose e-mail address is given."""
    async with _staff(settings) as staff:
        account = await staff.by_login(options.login)
        if account is None:
            return _refused(NOBODY)
        try:
            await work(staff, account)
        except PeopleError as problem:
            return _refused(str(problem))
    return 0


def _standing(account: Account, clock: Clock) -> str:
    """How a member stands, in a few words."""
    if not account.active:
        return "disabled"
    if account.locked_until and account.locked_until > clock.now():
        return f"locked until {account.locked_until.astimezone(UK):%d %b %H:%M}"
    if account.invited:
        return "invited" if account.lets_in(clock.now()) else "invitation over"
    return "with codes" if account.factor else "without codes"


def _hand_over(passphrase: Secret, settings: Settings) -> None:
    until = (settings.clock().now() + INVITATION).astimezone(UK)
    words = _HANDED_OVER.format(
        until=f"{until:%A} {until.day} {until:%B, %H:%M}",
        # Formatting masks a secret: here, and only here, it is to be seen.
        passphrase=str.__str__(passphrase),
        address=f"{settings.public_url}/helpline/",
    )
    print(words, end="", flush=True)


def _refused(why: str) -> int:
    print(f"snicket: {why}", file=sys.stderr)
    return 1
