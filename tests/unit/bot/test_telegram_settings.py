"""The settings of Telegram: a slip is said at the start, and no secret is repeated."""

from __future__ import annotations

import pytest

from bot.secret import Secret
from bot.settings import Settings, SettingsError
from bot.telegram_settings import webhook_secrets

TOKEN = "4242:" + "a-token_0123456789abcdefghijklmnop"
LONG = "0123456789abcdef0123456789abcdef"


def test_off_unless_there_is_a_token() -> None:
    settings = Settings.read({})
    assert (settings.telegram_token, settings.telegram_secret) == ("", "")
    assert settings.telegram_api == "https://api.telegram.org"


def test_each_can_be_set() -> None:
    given = {
        "SNICKET_TELEGRAM_TOKEN": TOKEN,
        "SNICKET_TELEGRAM_SECRET": "a_secret-of-16-ch",
        "SNICKET_TELEGRAM_API": "http://127.0.0.1:8081/",
    }
    settings = Settings.read(given)
    assert (settings.telegram_token, settings.telegram_secret) == (TOKEN, "a_secret-of-16-ch")
    assert settings.telegram_api == "http://127.0.0.1:8081"
    assert TOKEN not in repr(settings)


@pytest.mark.parametrize("token", ["4242", "abc:def", TOKEN + " x", "4242:short"])
def test_a_slip_in_the_token_is_not_repeated(token: str) -> None:
    with pytest.raises(SettingsError) as told:
        Settings.read({"SNICKET_TELEGRAM_TOKEN": token})
    assert "SNICKET_TELEGRAM_TOKEN is not a bot's token" in str(told.value)
    assert token.split(":")[-1] not in str(told.value)


@pytest.mark.parametrize("secret", ["short", "with spaces in it and more", "ümlaut-and-sixteen", "a" * 257])
def test_a_secret_that_telegram_would_refuse(secret: str) -> None:
    with pytest.raises(SettingsError, match="SNICKET_TELEGRAM_SECRET is not 16 to 256 characters"):
        Settings.read({"SNICKET_TELEGRAM_SECRET": secret})


def test_the_webhook_s_secret_is_made_from_ours_and_survives_its_rotation() -> None:
    before = webhook_secrets("", (Secret(LONG),))
    during = webhook_secrets("", (Secret(LONG[::-1]), Secret(LONG)))
    assert during[1:] == before
    assert during[0] != before[0]
    assert all(len(one) == 64 and one.isalnum() and LONG not in one for one in during)
    assert webhook_secrets("given-by-somebody", (Secret(LONG),)) == ("given-by-somebody",)
