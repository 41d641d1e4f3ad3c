"""The systems of others that the helpline leans on, as the settings name them."""

from __future__ import annotations

from bot.console.openid_settings import OpenIDSettings
from bot.relay.chatwoot import Server
from bot.settings import Settings


def openid_settings(settings: Settings) -> OpenIDSettings:
    """What is set of the council's own sign-in."""
    return OpenIDSettings(
        issuer=settings.openid_issuer,
        client_id=settings.openid_client_id,
        client_secret=settings.openid_client_secret,
        role_claim=settings.openid_role_claim,
        roles=settings.openid_roles,
        adds_members=settings.openid_adds_members,
        verified_claim=settings.openid_verified_claim,
        scope=settings.openid_scope,
    )


def chatwoot_server(settings: Settings) -> Server:
    """Where Chatwoot is, as it is set."""
    return Server(
        settings.chatwoot_url,
        settings.chatwoot_account,
        settings.chatwoot_inbox,
        settings.chatwoot_token,
        settings.chatwoot_webhook_secret,
    )
