"""How a council's sign-in is spoken to: within a time, over https, its faults told in our own words."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import TypeVar
from urllib.parse import urlsplit

import httpx2
import msgspec
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from joserfc.errors import ClaimError, ExpiredTokenError, JoseError

from bot.console.openid_settings import OpenIDSettings

PATIENCE = 10.0
"""Seconds that the provider has for all that one sign-in asks of it."""

T = TypeVar("T")

_HERE = frozenset(["localhost", "127.0.0.1", "::1"])


class Unreachable(Exception):
    """The provider gives no answer that can be used. The message is for the operator's log."""


class Unproven(Exception):
    """The provider does not say who this is. The message is a few words for the audit, none from outside."""


@asynccontextmanager
async def speaking(
    settings: OpenIDSettings, redirect_uri: str, patience: float = PATIENCE
) -> AsyncIterator[AsyncOAuth2Client]:
    """A client for one piece of work. Whatever goes wrong in it becomes `Unproven` or `Unreachable`: the
    messages of libraries may repeat what came from outside."""
    try:
        async with asyncio.timeout(patience), _client(settings, redirect_uri) as client:
            yield client
    except OAuthError as problem:
        if problem.error == "invalid_grant":
            raise Unproven("the code was refused") from None
        raise Unreachable("it refuses our client id, secret or redirect address") from None
    except JoseError as problem:
        raise Unproven(_why(problem)) from None
    except TimeoutError:
        raise Unreachable(f"it gives no answer in {patience:g} s") from None
    except (httpx2.HTTPError, httpx2.InvalidURL) as problem:
        raise Unreachable(f"it cannot be asked: {type(problem).__name__}") from None
    except (ValueError, msgspec.MsgspecError):
        raise Unreachable("it answers what cannot be read") from None


async def get(
    client: AsyncOAuth2Client, place: str, kind: type[T], headers: Mapping[str, str] | None = None
) -> T:
    """The JSON at `place`, as a `kind`."""
    response = await client.request("GET", place, withhold_token=True, headers=headers)
    response.raise_for_status()
    return msgspec.json.decode(response.content, type=kind)


def check(place: str) -> None:
    """Raises `Unreachable` for an address where anybody could listen or answer."""
    parts = urlsplit(place)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _HERE):
        raise Unreachable("one of its addresses is not https")


def _client(settings: OpenIDSettings, redirect_uri: str) -> AsyncOAuth2Client:
    return AsyncOAuth2Client(
        settings.client_id,
        str.__str__(settings.client_secret),
        scope=settings.scope,
        redirect_uri=redirect_uri,
        code_challenge_method="S256",
        event_hooks={"request": [_checked]},
    )


async def _checked(request: httpx2.Request) -> None:
    check(str(request.url))


def _why(problem: JoseError) -> str:
    if isinstance(problem, ExpiredTokenError):
        return "the id_token has expired"
    if isinstance(problem, ClaimError):
        # The names of claims are those that we asked for, never the token's own.
        return f"the id_token has another {problem.claim}"
    return "the id_token is not signed by the provider"
