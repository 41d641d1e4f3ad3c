"""The settings of text messages: which are allowed, and which need which."""

from __future__ import annotations

import pytest

from bot.settings import Settings, SettingsError
from notifier.providers.fake.notify_server import KEY, TEMPLATE
from notifier.providers.fake.twilio_server import ACCOUNT, NUMBER, SERVICE

TWILIO = {
    "SNICKET_SMS": "twilio",
    "SNICKET_TWILIO_ACCOUNT": ACCOUNT,
    "SNICKET_TWILIO_TOKEN": "new-token, old-token",
    "SNICKET_TWILIO_SERVICE": SERVICE,
}
NOTIFY = {
    "SNICKET_SMS": "notify",
    "SNICKET_NOTIFY_KEY": KEY,
    "SNICKET_NOTIFY_TEMPLATE": TEMPLATE,
    "SNICKET_NOTIFY_BEARER": "a-token-of-twenty-characters",
}


def test_off_unless_it_is_set() -> None:
    settings = Settings.read({})
    assert (settings.sms, settings.sms_second) == ("off", "none")


def test_twilio() -> None:
    settings = Settings.read({**TWILIO, "SNICKET_TWILIO_SHARED_KEYS": "one=a=b, two=c"})
    assert settings.twilio_tokens == ("new-token", "old-token")
    assert settings.twilio_shared_keys == (("one", "a=b"), ("two", "c"))
    assert settings.twilio_api == "https://api.twilio.com"


def test_notify_beside_it() -> None:
    settings = Settings.read({**NOTIFY, **TWILIO, "SNICKET_SMS_SECOND": "notify"})
    assert (settings.sms, settings.sms_second) == ("twilio", "notify")


def test_secrets_do_not_show_themselves() -> None:
    shown = repr(Settings.read({**NOTIFY, **TWILIO, "SNICKET_TWILIO_SHARED_KEYS": "one=the-shared-secret"}))
    for secret in ("new-token", "old-token", KEY, "a-token-of-twenty", "the-shared-secret"):
        assert secret not in shown


@pytest.mark.parametrize("missing", ["SNICKET_TWILIO_ACCOUNT", "SNICKET_TWILIO_TOKEN"])
def test_twilio_needs(missing: str) -> None:
    with pytest.raises(SettingsError, match=f"^SNICKET_SMS=twilio needs {missing}$"):
        Settings.read({**TWILIO, missing: ""})


def test_twilio_needs_a_sender() -> None:
    with pytest.raises(SettingsError, match="needs SNICKET_TWILIO_SERVICE or SNICKET_TWILIO_NUMBER"):
        Settings.read({**TWILIO, "SNICKET_TWILIO_SERVICE": ""})
    assert Settings.read({**TWILIO, "SNICKET_TWILIO_SERVICE": "", "SNICKET_TWILIO_NUMBER": NUMBER})


@pytest.mark.parametrize(
    "missing", ["SNICKET_NOTIFY_KEY", "SNICKET_NOTIFY_TEMPLATE", "SNICKET_NOTIFY_BEARER"]
)
def test_notify_needs(missing: str) -> None:
    with pytest.raises(SettingsError, match=f"^SNICKET_SMS=notify needs {missing}$"):
        Settings.read({**NOTIFY, missing: ""})


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SNICKET_SMS", "carrier-pigeon", "allowed are off, twilio, notify, simulated"),
        ("SNICKET_SMS_SECOND", "notify", "needs SNICKET_SMS to be twilio or notify"),
        ("SNICKET_TWILIO_ACCOUNT", "AC123", "allowed is an id such as AC"),
        ("SNICKET_TWILIO_SERVICE", "mg" + "b" * 32, "allowed is an id such as MG"),
        ("SNICKET_TWILIO_NUMBER", "Leeds", "allowed is a phone number"),
        ("SNICKET_TWILIO_NUMBER", "07700900001", "allowed is a phone number"),
        ("SNICKET_TWILIO_SHARED_KEYS", "just-a-secret", "is not a list of keys"),
        ("SNICKET_TWILIO_OPT_OUT", "never", "allowed are default, advanced"),
        ("SNICKET_TWILIO_API", "api.twilio.com", "is not the address of a server"),
        ("SNICKET_NOTIFY_KEY", "a-key", "is no API key"),
        ("SNICKET_NOTIFY_TEMPLATE", "my template", "allowed is an id such as"),
        ("SNICKET_NOTIFY_BEARER", "short", "has a token that is too short"),
    ],
)
def test_what_is_not_allowed(name: str, value: str, says: str) -> None:
    with pytest.raises(SettingsError) as refused:
        Settings.read({name: value})
    assert str(refused.value).startswith(name)
    assert says in str(refused.value)


def test_a_secret_that_is_wrong_is_not_repeated() -> None:
    for name in ("SNICKET_TWILIO_SHARED_KEYS", "SNICKET_NOTIFY_KEY", "SNICKET_NOTIFY_BEARER"):
        with pytest.raises(SettingsError) as refused:
            Settings.read({name: "hunter2"})
        assert "hunter2" not in str(refused.value)


def test_the_second_is_another_one() -> None:
    with pytest.raises(SettingsError, match="is the same as SNICKET_SMS"):
        Settings.read({**TWILIO, "SNICKET_SMS_SECOND": "twilio"})
