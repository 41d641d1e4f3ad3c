"""A council's own sign-in, as OpenID Connect Core 1.0 describes it: what it is asked and what it proves.

Authlib speaks the protocol and checks the claims, joserfc the signature.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager, suppress
from typing import Any
from urllib.parse import urlencode, urlsplit

import msgspec
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
from joserfc.jwk import KeySet, import_key
from msgspec import Struct

from bot.clock import Clock
from bot.console.openid_client import PATIENCE, Unproven, Unreachable, check, get, speaking
from bot.console.openid_settings import OpenIDSettings

CACHED = dt.timedelta(hours=1)
"""How long the provider's addresses and keys are taken as known. An unknown key is looked for at once."""

AGAIN = dt.timedelta(minutes=1)
"""How old what is known may be when somebody signs out."""

FAREWELL = 3.0
"""Seconds that somebody waits who signs out: they are out here already."""

LEEWAY = 60
"""Seconds that the provider's clock may be wrong."""

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""Signatures with a key pair only: `none` proves nothing, and a shared secret is no proof of the provider."""

_METHODS = ("client_secret_basic", "client_secret_post")


class About(Struct, frozen=True):
    """What a provider publishes of itself (OpenID Connect Discovery 1.0, section 3)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    userinfo_endpoint: str = ""
    end_session_endpoint: str = ""
    token_endpoint_auth_methods_supported: tuple[str, ...] = _METHODS[:1]
    response_types_supported: tuple[str, ...] = ("code",)
    code_challenge_methods_supported: tuple[str, ...] = ("S256",)


class Token(Struct, frozen=True):
    """What the provider gives for a code."""

    id_token: str
    access_token: str

    def __repr__(self) -> str:
        return "Token(<masked>)"


class Published(Struct, frozen=True):
    """The keys with which the provider signs (RFC 7517)."""

    keys: tuple[dict[str, Any], ...]


class Asked(Struct, frozen=True):
    """What one sign-in is bound to: 43 characters of base64url each, 256 random bits. The provider hears
    only the hash of `verifier` (PKCE, RFC 7636) until the code comes back."""

    state: str
    nonce: str
    verifier: str

    def __repr__(self) -> str:
        return "Asked(<masked>)"


class Provider:
    """The provider of one council. `redirect_uri` is where it sends browsers back to."""

    def __init__(
        self, settings: OpenIDSettings, redirect_uri: str, clock: Clock, patience: float = PATIENCE
    ) -> None:
        self.issuer = settings.issuer
        self._settings = settings
        self._redirect_uri = redirect_uri
        self._clock = clock
        self._patience = patience
        self._about: tuple[About, dt.datetime] | None = None
        self._keys: tuple[KeySet, dt.datetime] | None = None

    async def address(self, asked: Asked) -> str:
        """Where the browser is sent to sign in. Raises `Unreachable`."""
        async with self._speaking() as client:
            about = await self._known(client)
            url, _ = client.create_authorization_url(
                about.authorization_endpoint, asked.state, asked.verifier, nonce=asked.nonce
            )
            return str(url)

    async def claims(self, code: str, asked: Asked) -> dict[str, Any]:
        """What the provider says of the person for whom it gave `code`, proved to be its word, for us, for
        this sign-in, at this time. Raises `Unproven`, `Unreachable`."""
        async with self._speaking() as client:
            about = await self._known(client)
            client.token_endpoint_auth_method = self._method(about)
            answer = await client.fetch_token(
                about.token_endpoint,
                grant_type="authorization_code",
                code=code,
                code_verifier=asked.verifier,
            )
            token = msgspec.convert(answer, Token)
            claims = await self._proved(client, about, token, asked)
            return {**await self._more(client, about, claims, token), **claims}

    async def farewell(self, back: str) -> str:
        """Where somebody signs out there, too, to come back to `back`; empty when there is no such page or no
        answer soon. Who they are is not in it: RP-Initiated Logout 1.0, section 2, leaves that open,
        an address is no place for a name, and we keep no token."""
        try:
            async with self._speaking(min(self._patience, FAREWELL)) as client:
                # Asked anew: a page that does not answer is no place to lead anybody to.
                page = (await self._known(client, AGAIN)).end_session_endpoint
        except Unreachable:
            return ""
        query = urlencode({"client_id": self._settings.client_id, "post_logout_redirect_uri": back})
        return f"{page}{'&' if urlsplit(page).query else '?'}{query}" if page else ""

    async def trouble(self) -> str:
        """What would keep people from signing in, in a few words; empty for nothing."""
        try:
            async with self._speaking() as client:
                about = await self._known(client)
                keys = await self._key_set(client, about)
        except (Unreachable, Unproven) as problem:
            return str(problem)
        if not keys.keys:
            return "it publishes no key that can be used"
        if "code" not in about.response_types_supported:
            return "it does not offer the authorization code flow"
        if "S256" not in about.code_challenge_methods_supported:
            return "it does not offer PKCE with S256"
        return ""

    async def _proved(
        self, client: AsyncOAuth2Client, about: About, token: Token, asked: Asked
    ) -> dict[str, Any]:
        """The claims of the id_token, by section 3.1.3.7 of OpenID Connect Core."""
        signed = await self._signed(client, about, token.id_token)
        wanted = {"iss": self.issuer, "aud": self._settings.client_id}
        claims = CodeIDToken(
            signed.claims,
            signed.header,
            {"sub": {"essential": True}}
            | {name: {"essential": True, "value": value} for name, value in wanted.items()},
            {
                "client_id": self._settings.client_id,
                "nonce": asked.nonce,
                "access_token": token.access_token,
            },
        )
        claims.validate(int(self._clock.now().timestamp()), LEEWAY)
        return dict(claims)

    async def _signed(self, client: AsyncOAuth2Client, about: About, text: str) -> jwt.Token:
        """A token with a signature of the provider's. A key that is not known may have come after ours were
        read; then they are read again, once."""
        known = self._keys
        try:
            return _decoded(text, await self._key_set(client, about))
        except (InvalidKeyIdError, BadSignatureError):
            if known is None:
                raise
        self._keys = None
        return _decoded(text, await self._key_set(client, about))

    async def _more(
        self,
        client: AsyncOAuth2Client,
        about: About,
        claims: Mapping[str, Any],
        token: Token,
    ) -> dict[str, Any]:
        """What some providers say only when asked again: e-mail address, roles."""
        if not about.userinfo_endpoint or self._settings.complete(claims):
            return {}
        bearer = {"Authorization": f"Bearer {token.access_token}"}
        said = await get(client, about.userinfo_endpoint, dict[str, Any], bearer)
        if said.get("sub") != claims["sub"]:
            raise Unproven("userinfo of somebody else")
        return said

    async def _known(self, client: AsyncOAuth2Client, age: dt.timedelta = CACHED) -> About:
        """What the provider publishes of itself, read at most `age` ago."""
        now = self._clock.now()
        if self._about is None or self._about[1] + age <= now:
            place = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
            about = await get(client, place, About)
            if about.issuer != self.issuer:
                raise Unreachable("its discovery document names another issuer")
            for page in (about.authorization_endpoint, about.end_session_endpoint):
                check(page or self.issuer)
            self._about = about, now
        return self._about[0]

    async def _key_set(self, client: AsyncOAuth2Client, about: About) -> KeySet:
        now = self._clock.now()
        if self._keys is None or self._keys[1] <= now:
            found = await get(client, about.jwks_uri, Published)
            self._keys = _key_set(found), now + CACHED
        return self._keys[0]

    def _method(self, about: About) -> str:
        """How we show who we are; without a secret PKCE alone protects the code."""
        if not self._settings.client_secret:
            return "none"
        offered = about.token_endpoint_auth_methods_supported
        return next((method for method in _METHODS if method in offered), _METHODS[0])

    def _speaking(self, patience: float | None = None) -> AbstractAsyncContextManager[AsyncOAuth2Client]:
        return speaking(self._settings, self._redirect_uri, patience or self._patience)


def _key_set(published: Published) -> KeySet:
    """The keys that we understand. Others are left out (RFC 7517, section 5): one odd key among good ones is
    no reason to let nobody in."""
    keys = []
    for key in published.keys:
        with suppress(JoseError, ValueError, TypeError, KeyError):
            if key.get("use", "sig") == "sig":
                read = import_key(key)
                read.ensure_kid()
                keys.append(read)
    return KeySet(keys)


def _decoded(text: str, keys: KeySet) -> jwt.Token:
    """A token that a key has signed. Some faults of a key show only when it is used."""
    try:
        return jwt.decode(text, keys, ALGORITHMS)
    except (ValueError, TypeError, KeyError):
        raise BadSignatureError from None
