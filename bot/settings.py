"""Settings: read once from the environment, checked, typed. `docs/settings.md` documents every one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from msgspec import Struct, structs

from bot import setting_values as values
from bot import telegram_settings, text_settings
from bot.clock import SystemClock
from bot.console.openid_settings import issuer, role_mapping
from bot.handover.people import Role
from bot.open311 import settings as open311_settings
from bot.secret import Secret, kept_in
from bot.secret_files import with_files
from bot.setting_values import DatabaseURL
from channels.client_address import Network

PREFIX = "SNICKET_"
FOR_TESTS = "SNICKET_TEST_"
LEVELS = ("debug", "info", "warning", "error")
KEY_FILE = "secret.key"


class SettingsError(ValueError):
    """A setting is unknown or malformed: one line that names it, what is wrong and what is allowed."""


class Settings(Struct, frozen=True):
    """What the operator decides. Paths are absolute; `now`, if given, is aware and in UTC; `secrets` has
    the current one first."""

    data: Path
    trained: Path | None
    database_url: DatabaseURL
    database_password: Secret
    city: str
    now: dt.datetime | None
    public_url: str
    secrets: tuple[Secret, ...]
    frame_ancestors: tuple[str, ...]
    log_level: str
    retention_days: int
    host: str
    port: int
    proxies: tuple[Network, ...]
    nlu: str
    rasa_url: str
    rasa_token: Secret
    homeassistant_password: Secret
    alexa_skill_id: str
    encoder: Path | None
    hooks_networks: tuple[Network, ...]
    alerts_limit: int
    feeds: str
    desk: str
    chatwoot_url: str
    chatwoot_account: int
    chatwoot_inbox: int
    chatwoot_token: Secret
    chatwoot_webhook_secret: Secret
    openid_issuer: str
    openid_client_id: str
    openid_client_secret: Secret
    openid_scope: str
    openid_role_claim: str
    openid_roles: tuple[tuple[str, Role], ...]
    openid_adds_members: bool
    openid_verified_claim: str
    sms: str
    sms_second: str
    voice: str
    twilio_account: str
    twilio_tokens: tuple[Secret, ...]
    twilio_shared_keys: tuple[tuple[str, Secret], ...]
    twilio_service: str
    twilio_number: str
    twilio_opt_out: str
    twilio_api: str
    notify_key: Secret
    notify_template: str
    notify_bearers: tuple[Secret, ...]
    notify_api: str
    telegram_token: Secret
    telegram_secret: Secret
    telegram_api: str
    open311_url: str
    open311_key: Secret
    open311_jurisdiction: str
    open311_clients: tuple[tuple[str, Secret], ...]
    street_open311_url: str
    street_open311_key: Secret
    street_open311_jurisdiction: str

    @property
    def models(self) -> Path:
        """The folder of the trained intent model."""
        return self.trained or self.data / "nlu"

    def clock(self) -> SystemClock:
        """The clock as these settings want it."""
        return SystemClock(self.now)

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Settings:
        """The settings in `environ`; an empty variable counts as unset. A secret may be in a file.

        Raises `SettingsError` for a variable that begins with `SNICKET_` and is not known, and for a value
        that is not allowed. Variables that begin with `SNICKET_TEST_` belong to the tests and are left alone.
        """
        try:
            environ = with_files(environ, SECRETS)
        except ValueError as problem:
            raise SettingsError(str(problem)) from None
        given = {name: value.strip() for name, value in environ.items() if value.strip()}
        for name in sorted(environ):
            if name.startswith(PREFIX) and not name.startswith(FOR_TESTS) and name not in READERS:
                raise SettingsError(f"{name} is not a setting{_hint(name)}")
        found = {field: _value(name, given) for name, (field, _, _) in READERS.items()}
        found["database_url"] = found["database_url"] or DatabaseURL(f"sqlite:///{found['data']}/snicket.db")
        found["public_url"] = found["public_url"] or f"http://localhost:{found['port']}"
        _complete(given, found)
        return cls(**found)


NEEDS = {
    "SNICKET_DESK": ("chatwoot", "SNICKET_CHATWOOT_"),
    "SNICKET_OPENID_ISSUER": (None, "SNICKET_OPENID_CLIENT_ID"),
}
"""A setting that, with this value or any, needs those whose names begin so."""


def _complete(given: Mapping[str, str], found: dict[str, Any]) -> None:
    """Puts together what belongs together. Raises `SettingsError` when a setting needs another that is
    missing."""
    for name, (value, start) in NEEDS.items():
        chosen = found[READERS[name][0]]
        missing = [other for other in READERS if other.startswith(start) and other not in given]
        if missing and (chosen == value if value else chosen):
            raise SettingsError(f"{name} needs {', '.join(missing)}")
    try:
        found["database_url"] = values.with_password(found["database_url"], found["database_password"])
        text_settings.complete(given, found)
    except ValueError as problem:
        raise SettingsError(str(problem)) from None


def read_settings(environ: Mapping[str, str]) -> Settings:
    """As `Settings.read`, with a secret in any case: when none is given, the one in `secret.key` of the data
    folder, which is made there at the first start. Raises `SettingsError`."""
    settings = Settings.read(environ)
    if settings.secrets:
        return settings
    try:
        return structs.replace(settings, secrets=(kept_in(settings.data / KEY_FILE),))
    except ValueError as problem:
        raise SettingsError(f"SNICKET_SECRET is unset and {problem}") from None


def _hint(name: str) -> str:
    known = sorted(READERS)
    endings = [other.removeprefix(PREFIX) for other in known if other.startswith(PREFIX)]
    near = get_close_matches(name.removeprefix(PREFIX), endings, 1)
    return f"; did you mean {PREFIX}{near[0]}?" if near else f"; known are {', '.join(known)}"


def _value(name: str, given: Mapping[str, str]) -> Any:
    _, default, parse = READERS[name]
    try:
        return parse(given.get(name, default))
    except ValueError as problem:
        raise SettingsError(f"{name} {problem}") from None


READERS: Mapping[str, tuple[str, str, Callable[[str], Any]]] = {
    "SNICKET_DATA": ("data", "var", values.path),
    "SNICKET_MODELS": ("trained", "", values.folder),
    "SNICKET_DATABASE_URL": ("database_url", "", values.database),
    "SNICKET_DATABASE_PASSWORD": ("database_password", "", Secret),
    "SNICKET_CITY": ("city", "leeds", values.city),
    "SNICKET_NOW": ("now", "", values.moment),
    "SNICKET_PUBLIC_URL": ("public_url", "", values.public_url),
    "SNICKET_SECRET": ("secrets", "", values.secrets),
    "SNICKET_FRAME_ANCESTORS": ("frame_ancestors", "", values.origins),
    "SNICKET_LOG_LEVEL": ("log_level", "info", values.one_of(*LEVELS)),
    "SNICKET_RETENTION_DAYS": ("retention_days", "30", values.number(1, 365)),
    "SNICKET_HOST": ("host", "127.0.0.1", values.host),
    "PORT": ("port", "8080", values.number(0, 65535)),
    "SNICKET_PROXIES": ("proxies", "", values.proxies),
    "SNICKET_NLU": ("nlu", "embedded", values.one_of("embedded", "rasa")),
    "SNICKET_RASA_URL": ("rasa_url", "http://127.0.0.1:5005", values.server),
    "SNICKET_RASA_TOKEN": ("rasa_token", "", Secret),
    "SNICKET_ALEXA_SKILL_ID": ("alexa_skill_id", "", values.alexa_skill),
    "SNICKET_HOMEASSISTANT_PASSWORD": ("homeassistant_password", "", Secret),
    "SNICKET_NLU_ENCODER": ("encoder", "", values.folder),
    "SNICKET_HOOKS_NETWORKS": ("hooks_networks", "", values.proxies),
    "SNICKET_ALERTS_LIMIT": ("alerts_limit", "20000", values.number(0, 100_000_000)),
    "SNICKET_FEEDS": ("feeds", "off", values.feeds),
    "SNICKET_DESK": ("desk", "console", values.one_of("console", "chatwoot")),
    "SNICKET_CHATWOOT_URL": ("chatwoot_url", "http://127.0.0.1:3000", values.server),
    "SNICKET_CHATWOOT_ACCOUNT": ("chatwoot_account", "1", values.number(1, 999_999_999)),
    "SNICKET_CHATWOOT_INBOX": ("chatwoot_inbox", "1", values.number(1, 999_999_999)),
    "SNICKET_CHATWOOT_TOKEN": ("chatwoot_token", "", Secret),
    "SNICKET_CHATWOOT_WEBHOOK_SECRET": ("chatwoot_webhook_secret", "", Secret),
    "SNICKET_OPENID_ISSUER": ("openid_issuer", "", issuer),
    "SNICKET_OPENID_CLIENT_ID": ("openid_client_id", "", str),
    "SNICKET_OPENID_CLIENT_SECRET": ("openid_client_secret", "", Secret),
    "SNICKET_OPENID_SCOPE": ("openid_scope", "openid email profile", str),
    "SNICKET_OPENID_ROLE_CLAIM": ("openid_role_claim", "roles", str),
    "SNICKET_OPENID_ROLES": ("openid_roles", "", role_mapping),
    "SNICKET_OPENID_ADDS_MEMBERS": ("openid_adds_members", "no", values.yes_no),
    "SNICKET_OPENID_VERIFIED_CLAIM": ("openid_verified_claim", "email_verified", str),
    **text_settings.READERS,
    **telegram_settings.READERS,
    **open311_settings.READERS,
}
"""Every setting: its variable, its field, what it is when unset, and how it is read."""

SECRETS = (
    "SNICKET_SECRET",
    "SNICKET_DATABASE_URL",
    "SNICKET_DATABASE_PASSWORD",
    "SNICKET_RASA_TOKEN",
    "SNICKET_HOMEASSISTANT_PASSWORD",
    "SNICKET_CHATWOOT_TOKEN",
    "SNICKET_CHATWOOT_WEBHOOK_SECRET",
    "SNICKET_OPENID_CLIENT_SECRET",
    "SNICKET_TWILIO_TOKEN",
    "SNICKET_TWILIO_SHARED_KEYS",
    "SNICKET_NOTIFY_KEY",
    "SNICKET_NOTIFY_BEARER",
    "SNICKET_TELEGRAM_TOKEN",
    "SNICKET_TELEGRAM_SECRET",
    "SNICKET_OPEN311_KEY",
    "SNICKET_STREET_OPEN311_KEY",
    "SNICKET_OPEN311_CLIENTS",
)
"""Settings that may come in a file: its path is then in the variable with `_FILE` behind the name."""
