"""Signing in with a password and, for who has them, one-time codes.

A try is counted as wrong before it is looked at, and uncounted when it was right: of a thousand at once no
more than five are looked at. It counts for the network address, too. Whoever is refused learns neither which
part was wrong nor whether there is such an account: strangers are locked out as members are, and are kept
waiting as long.
"""

from __future__ import annotations

import datetime as dt

from msgspec import Struct

from bot.clock import UK, Clock
from bot.console.codes import Codes
from bot.console.passwords import Passwords
from bot.handover.people import Account, Locked, NoSuchMember, Try
from bot.store.audit import Audit
from bot.store.staff import Staff
from bot.store.staff_sessions import StaffSession, StaffSessions
from bot.store.tries import Tries

WRONG = "The e-mail address, the password or the code is not right. Check them and try again."
OVER = "This passphrase is over: it was used, or three days have passed. Ask an administrator for another."
"""What only somebody reads who has the right one."""


class SignedIn(Struct, frozen=True):
    """They are in. Another session that this browser had is to be ended."""

    session: StaffSession


class NeedsCode(Struct, frozen=True):
    """Address and password are right; a one-time code or a recovery code is still missing."""


class Refused(Struct, frozen=True):
    """They are not in; `words` is what they are told. `until` is given when no try is taken before it."""

    words: str
    until: dt.datetime | None = None


class SignIn:
    """Lets members in."""

    def __init__(
        self,
        staff: Staff,
        sessions: StaffSessions,
        audit: Audit,
        clock: Clock,
        passwords: Passwords,
        codes: Codes,
        tries: Tries,
    ) -> None:
        self._staff = staff
        self._sessions = sessions
        self._audit = audit
        self._clock = clock
        self._passwords = passwords
        self._codes = codes
        self._tries = tries

    async def try_(
        self, login: str, password: str, code: str = "", address: str = ""
    ) -> SignedIn | NeedsCode | Refused:
        """One try, with all that was typed: for a code that is asked for later, the password comes again.
        Every outcome is in the audit. `address` is the network address, empty when it is not known."""
        if address and (refused := await self.enough(address)):
            return refused
        came = await self._try(login, password, code)
        if address and not isinstance(came, Refused):
            await self._tries.right(address)
        return came

    async def enough(self, address: str) -> Refused | None:
        """Counts a try from a network address as wrong; what it is told when there were too many. Those that
        are not looked at any more are in the audit by their number only: nobody fills it."""
        try:
            tried = await self._tries.address(address)
        except Locked as locked:
            return self._locked(locked.until, everybody=True)
        if tried.locked_until is None:
            return None
        await self._audit.record("locked", None, detail=f"a network address after {tried.number} tries")
        return None

    async def right(self, address: str) -> None:
        """The try from there that was counted last was not wrong."""
        await self._tries.right(address)

    async def _try(self, login: str, password: str, code: str) -> SignedIn | NeedsCode | Refused:
        account = await self._staff.by_login(login)
        try:
            tried = await self._count(account, login)
        except Locked as locked:
            await self._audit.record("sign_in_refused", _id(account), detail="while locked")
            return self._locked(locked.until)
        right = await self._passwords.check(password, account.password if account else None)
        if not (account and account.active and account.password and right):
            return await self._refused(account, tried)
        if not account.lets_in(self._clock.now()):
            return await self._over(account)
        if account.factor and not code.strip():
            return await self._ask_for_code(account, tried)
        if account.factor and not await self._codes.accept(account, code):
            return await self._refused(account, tried)
        return await self._welcome(account, account.password, password, tried)

    async def _count(self, account: Account | None, login: str) -> Try:
        return await (self._staff.trying(account.member.id) if account else self._tries.stranger(login))

    async def _welcome(self, account: Account, hashed: str, password: str, tried: Try) -> SignedIn | Refused:
        how = "password and code" if account.factor else "password"
        try:
            session = await self._sessions.begin(account.member.id, hashed, how)
        except NoSuchMember:
            return await self._refused(account, tried)
        if self._passwords.outdated(hashed):
            await self._staff.rehashed(account.member.id, hashed, await self._passwords.hash(password))
        return SignedIn(session)

    async def _ask_for_code(self, account: Account, tried: Try) -> NeedsCode:
        await self._staff.took_back(account.member.id, tried)
        await self._audit.record("code_asked", account.member.id)
        return NeedsCode()

    async def _over(self, account: Account) -> Refused:
        await self._audit.record("sign_in_refused", account.member.id, detail="the passphrase is over")
        return Refused(OVER)

    async def _refused(self, account: Account | None, tried: Try) -> Refused:
        await self._audit.record("sign_in_refused", _id(account))
        if tried.locked_until is None:
            return Refused(WRONG)
        await self._audit.record("locked", _id(account), detail=f"after {tried.number} tries")
        return self._locked(tried.locked_until)

    def _locked(self, until: dt.datetime, everybody: bool = False) -> Refused:
        """Until when no try is taken: of this login, or of `everybody` at this network address."""
        here, now = until.astimezone(UK), self._clock.now().astimezone(UK)
        # The next whole minute: at the time that is shown it has to work.
        shown = (here + dt.timedelta(seconds=59)).replace(second=0, microsecond=0)
        day = "" if shown.date() == now.date() else f" on {shown:%A} {shown.day} {shown:%B}"
        where, what = (" from your network", "it") if everybody else ("", "your account")
        words = f"There were too many wrong tries{where}. Try again after {shown:%H:%M}{day}"
        return Refused(f"{words}, or ask an administrator to unlock {what}.", until)


def _id(account: Account | None) -> int | None:
    return account.member.id if account else None
