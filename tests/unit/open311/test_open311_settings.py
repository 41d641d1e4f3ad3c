"""The settings of Open311: what is allowed, and that a key shows itself nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError

KEY = "a key of twenty letters"


def test_nothing_is_sent_and_nobody_may_post_unless_it_is_set() -> None:
    found = Settings.read({})
    assert (found.open311_url, found.open311_key, found.open311_jurisdiction) == ("", "", "")
    assert found.open311_clients == ()
    assert (found.street_open311_url, found.street_open311_key) == ("", "")


def test_all_of_it_can_be_set() -> None:
    found = Settings.read(
        {
            "SNICKET_OPEN311_URL": "https://repairs.example.gov.uk/open311/v2/",
            "SNICKET_OPEN311_KEY": KEY,
            "SNICKET_OPEN311_JURISDICTION": "example.gov.uk",
            "SNICKET_OPEN311_CLIENTS": f"maps:{KEY} one, town-2:{KEY}:two",
        }
    )
    assert found.open311_url == "https://repairs.example.gov.uk/open311/v2"
    assert (found.open311_key, found.open311_jurisdiction) == (KEY, "example.gov.uk")
    assert found.open311_clients == (("maps", f"{KEY} one"), ("town-2", f"{KEY}:two"))
    assert KEY not in repr(found)


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:3000/v2", "http://adapter:8080", "http://10.1.2.3", "http://localhost/v2"]
)
def test_a_machine_of_our_own_may_do_without_https(url: str) -> None:
    assert Settings.read({"SNICKET_OPEN311_URL": url}).open311_url == url


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SNICKET_OPEN311_URL", "http://repairs.example.gov.uk", "does not begin with https://"),
        ("SNICKET_OPEN311_URL", "http://8.8.8.8/", "does not begin with https://"),
        ("SNICKET_OPEN311_URL", "https://me:pw@repairs.example", "is not the address of a server"),
        ("SNICKET_OPEN311_URL", "https://repairs.example?key=x", "is not the address of a server"),
        ("SNICKET_OPEN311_CLIENTS", "maps", "is not a list of clients"),
        ("SNICKET_OPEN311_CLIENTS", "maps:short", "is not a list of clients"),
        ("SNICKET_OPEN311_CLIENTS", f"ma ps:{KEY}", "is not a list of clients"),
        ("SNICKET_OPEN311_CLIENTS", f":{KEY}", "is not a list of clients"),
    ],
)
def test_what_is_not_allowed_is_said_without_repeating_a_secret(name: str, value: str, said: str) -> None:
    with pytest.raises(SettingsError) as problem:
        Settings.read({name: value})
    assert str(problem.value).startswith(f"{name} ")
    assert said in str(problem.value)
    assert "pw" not in str(problem.value)
    assert KEY not in str(problem.value)


def test_keys_may_come_in_files(tmp_path: Path) -> None:
    file = tmp_path / "clients"
    file.write_text(f"maps:{KEY}\n")
    assert Settings.read({"SNICKET_OPEN311_CLIENTS_FILE": str(file)}).open311_clients == (("maps", KEY),)
    file.write_text(KEY)
    assert Settings.read({"SNICKET_OPEN311_KEY_FILE": str(file)}).open311_key == KEY
