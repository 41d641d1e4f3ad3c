"""What an operator says of the council's own sign-in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

from msgspec import Struct

from bot.handover.people import ROLES, Role
from bot.secret import Secret

_YES = (True, "true", "True", "1")
_ROLES = {str(role): role for role in ROLES}


class OpenIDSettings(Struct, frozen=True):
    """`issuer` is the provider's address exactly as it writes it, with or without a slash at the end.

    `roles` maps a value of the claim `role_claim` (a group, a role) to one of ours; empty leaves roles to the
    administrators. `verified_claim` says that the e-mail address is proved to be theirs. With `adds_members`
    whoever has one of the `roles` is added; otherwise only those come in whom an administrator has added.
    """

    issuer: str
    client_id: str
    client_secret: Secret = Secret("")
    role_claim: str = "roles"
    roles: tuple[tuple[str, Role], ...] = ()
    adds_members: bool = False
    verified_claim: str = "email_verified"
    scope: str = "openid email profile"

    def role(self, claims: Mapping[str, Any]) -> Role | None:
        """The highest of our roles that the claims give; None for none."""
        theirs = set(_texts(_claim(claims, self.role_claim)))
        given = [role for value, role in self.roles if value in theirs]
        return max(given, key=ROLES.index, default=None)

    def email(self, claims: Mapping[str, Any]) -> str:
        """The e-mail address, when it is proved to be theirs; otherwise empty: anybody could claim one."""
        email, verified = claims.get("email"), claims.get(self.verified_claim)
        return email if isinstance(email, str) and verified in _YES else ""

    def complete(self, claims: Mapping[str, Any]) -> bool:
        """Whether the claims have all that we want to know."""
        wants = ("email", self.verified_claim, *([self.role_claim] if self.roles else []))
        return all(_claim(claims, name) is not None for name in wants)


def issuer(text: str) -> str:
    """The issuer in a setting; empty for a council that has none. Raises `ValueError`."""
    parts = urlsplit(text)
    plain = parts.hostname and not (parts.username or parts.query or parts.fragment)
    if text and (parts.scheme not in ("https", "http") or not plain):
        raise ValueError(
            "is not an issuer: allowed is an address such as https://login.example.gov.uk/tenant"
        )
    return text


def role_mapping(text: str) -> tuple[tuple[str, Role], ...]:
    """The mapping in a setting, `Helpline team=adviser, Helpline leads=supervisor`. Raises `ValueError`."""
    pairs = (part.rpartition("=") for part in re.split(r"\s*,\s*", text) if part)
    mapping = [(value.strip(), role.strip()) for value, _, role in pairs]
    for value, role in mapping:
        if not value or role not in _ROLES:
            raise ValueError(
                f"is not a list of groups and roles: allowed is group=role, …; roles are {', '.join(ROLES)}"
            )
    return tuple((value, _ROLES[role]) for value, role in mapping)


def _claim(claims: Mapping[str, Any], name: str) -> Any:
    """A claim by its name, or by its path: Keycloak's roles are in `realm_access.roles`."""
    if name in claims:
        return claims[name]
    found: Any = claims
    for part in name.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _texts(value: Any) -> Iterable[str]:
    """A claim's values; some providers give one as a bare text."""
    if isinstance(value, str):
        return (value,)
    return (one for one in value if isinstance(one, str)) if isinstance(value, list) else ()
