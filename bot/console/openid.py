"""Signing in with the council's own account.

The provider proves who somebody is; who may come in, and as what, is decided here. They are known by the
provider's subject. The first time, an account that an administrator has added is found by the e-mail address,
when the provider has verified it, and from then on belongs to that subject. Whoever is refused learns no
reason that would help them try again; the audit has it.
"""

from __future__ import annotations

import datetime as dt
import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from msgspec import DecodeError, Struct

from bot.clock import Clock
from bot.console.openid_client import Unproven, Unreachable
from bot.console.openid_provider import Asked, Provider
from bot.console.openid_settings import OpenIDSettings
from bot.console.sign_in import Refused, SignedIn
from bot.handover.people import Account, LastAdministrator, Member, NoSuchMember, PeopleError, Role
from bot.store.audit import Audit
from bot.store.sealed import Keys, SealError
from bot.store.staff import Staff
from bot.store.staff_links import StaffLinks
from bot.store.staff_sessions import StaffSessions

log = structlog.get_logger(__name__)

LASTS = dt.timedelta(minutes=10)
"""How long somebody may take to sign in at the provider."""

FAILED = "Signing in with your council account did not work. Start again, or use your password."
NOT_YOURS = "Your council account does not open the helpline. Ask an administrator to let you in."
DOWN = "The council's sign-in does not answer. Use your password, or try again in a few minutes."

_LONGEST = 2048  # characters of a code that is passed on
_SUBJECT = 255  # characters, by OpenID Connect Core 1.0, section 2


class Begun(Struct, frozen=True, tag="openid", forbid_unknown_fields=True):
    """A sign-in under way, as it stands sealed in the browser's cookie. `back` is the page to go to."""

    asked: Asked
    back: str
    until: dt.datetime


class Started(Struct, frozen=True):
    """The browser is to go to `address` with `cookie`, which is sealed."""

    address: str
    cookie: str

    def __repr__(self) -> str:
        return "Started(<masked>)"


class People(Struct, frozen=True):
    """What is stored of those who sign in."""

    staff: Staff
    links: StaffLinks
    sessions: StaffSessions
    audit: Audit


class Unwelcome(Exception):
    """It is known who this is, but they may not come in. The message is a few words for the audit."""

    def __init__(self, why: str, staff_id: int | None = None) -> None:
        super().__init__(why)
        self.staff_id = staff_id


class OpenID:
    """Lets members in whom the provider knows. `token` gives 43 characters of base64url, 256 random bits."""

    def __init__(
        self,
        settings: OpenIDSettings,
        provider: Provider,
        people: People,
        keys: Keys,
        clock: Clock,
        token: Callable[[], str],
    ) -> None:
        self._settings = settings
        self._provider = provider
        self._people = people
        self._keys = keys
        self._clock = clock
        self._token = token

    async def begin(self, back: str) -> Started | Refused:
        """Begins a sign-in that is to end on the page `back`."""
        asked = Asked(self._token(), self._token(), self._token())
        try:
            address = await self._provider.address(asked)
        except Unreachable as problem:
            return await self._down(problem)
        begun = Begun(asked, back, self._clock.now() + LASTS)
        return Started(address, urlsafe_b64encode(self._keys.seal(begun)).decode())

    def opened(self, cookie: str) -> Begun | None:
        """The sign-in under way in a browser; None when there is none, or it took too long."""
        try:
            begun = self._keys.open(urlsafe_b64decode(cookie.encode()), Begun)
        except (ValueError, SealError, DecodeError):
            return None
        return begun if self._clock.now() < begun.until else None

    async def finish(self, begun: Begun | None, answer: Mapping[str, str]) -> SignedIn | Refused:
        """Ends a sign-in with what the provider's redirect has in its query. Every outcome is audited."""
        try:
            return await self._welcome(await self._claims(begun, answer))
        except Unreachable as problem:
            return await self._down(problem)
        except Unproven as why:
            return await self._refused(FAILED, str(why))
        except Unwelcome as why:
            return await self._refused(NOT_YOURS, str(why), why.staff_id)

    async def farewell(self, back: str) -> str:
        """Where somebody signs out of the council's account, too; empty when there is no such page."""
        return await self._provider.farewell(back)

    async def _claims(self, begun: Begun | None, answer: Mapping[str, str]) -> dict[str, Any]:
        """What the provider says of who came back, when this browser is the one that it was asked from."""
        state, code = answer.get("state", ""), answer.get("code", "")
        if begun is None:
            raise Unproven("not begun here, or too long ago")
        if not hmac.compare_digest(begun.asked.state.encode(), state.encode("utf-8", "replace")):
            raise Unproven("another state")
        if answer.get("iss", self._provider.issuer) != self._provider.issuer:  # RFC 9207
            raise Unproven("another issuer answers")
        if "error" in answer:
            raise Unproven("the provider refused")
        if not 0 < len(code) <= _LONGEST:
            raise Unproven("no code")
        return await self._provider.claims(code, begun.asked)

    async def _welcome(self, claims: Mapping[str, Any]) -> SignedIn:
        subject = claims["sub"]
        if not 0 < len(subject) <= _SUBJECT:
            raise Unproven("no subject")
        account = await self._people.staff.by_subject(self._provider.issuer, subject)
        role = await self._role(claims, account)
        account = account or await self._by_email(subject, claims, role)
        member = account.member
        if not account.active:
            raise Unwelcome("inactive", member.id)
        try:
            if role and role != member.role:
                await self._bring_up_to_date(member, role)
            if account.invited:
                # It was made and seen by somebody else, and would be asked for on the next page.
                await self._people.staff.set_password(member.id, None, by=member.id)
            return SignedIn(await self._people.sessions.begin(member.id, how="openid", council=True))
        except NoSuchMember:
            raise Unwelcome("inactive", member.id) from None

    async def _bring_up_to_date(self, member: Member, role: Role) -> None:
        """Their role from now on is what the provider says; but somebody stays who can let others in."""
        try:
            await self._people.staff.set_role(member.id, role, by=member.id)
        except LastAdministrator:
            detail = f"{member.id} stays the last administrator"
            await self._people.audit.record("staff_changed", member.id, detail=detail)

    async def _role(self, claims: Mapping[str, Any], account: Account | None) -> Role | None:
        """What the provider's roles make of them; None where roles are ours to give. Who has lost the last of
        them there is signed out here."""
        role = self._settings.role(claims)
        if role is None and self._settings.roles:
            if account:
                await self._people.sessions.end_all(account.member.id)
            raise Unwelcome("no role", account.member.id if account else None)
        return role

    async def _by_email(self, subject: str, claims: Mapping[str, Any], role: Role | None) -> Account:
        """The account of who comes for the first time, linked from now on."""
        email = self._settings.email(claims)
        if not email:
            raise Unwelcome("unknown, no verified e-mail")
        account = await self._people.staff.by_login(email)
        if account is None:
            account = await self._added(email, claims, role)
        id = account.member.id
        if not account.active:
            raise Unwelcome("inactive", id)
        if not await self._people.links.link(id, self._provider.issuer, subject):
            raise Unwelcome("the e-mail is linked to another subject", id)
        return account

    async def _added(self, email: str, claims: Mapping[str, Any], role: Role | None) -> Account:
        """An account for somebody whom no administrator has added."""
        if role is None or not self._settings.adds_members:
            raise Unwelcome("unknown")
        name = claims.get("name")
        try:
            await self._people.staff.add(email, name if isinstance(name, str) else email, role)
        except PeopleError:
            raise Unwelcome("not added") from None
        account = await self._people.staff.by_login(email)
        if account is None:
            raise Unwelcome("not added")
        return account

    async def _down(self, problem: Unreachable) -> Refused:
        log.warning("openid_provider_silent", problem=str(problem))
        return await self._refused(DOWN, "no answer")

    async def _refused(self, words: str, why: str, staff_id: int | None = None) -> Refused:
        await self._people.audit.record("sign_in_refused", staff_id, detail=f"openid: {why}")
        return Refused(words)
