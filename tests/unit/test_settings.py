"""Settings are read once and typed; a mistake stops the start with one line that says how to mend it."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from bot.secret import Secret
from bot.settings import FOR_TESTS, READERS, Settings, SettingsError, read_settings

DOCS = Path(__file__).parents[2] / "docs"
LONG = "0123456789abcdef0123456789abcdef"


def problem(**environ: str) -> str:
    """What is said of a wrong environment."""
    with pytest.raises(SettingsError) as found:
        Settings.read(environ)
    return str(found.value)


def test_nothing_needs_to_be_set() -> None:
    settings = Settings.read({})
    assert settings.data == Path("var").absolute()
    assert settings.database_url == f"sqlite:///{Path('var').absolute()}/snicket.db"
    assert settings.city == "leeds"
    assert settings.now is None
    assert settings.public_url == "http://localhost:8080"
    assert settings.secrets == ()
    assert settings.frame_ancestors == ()
    assert settings.log_level == "info"
    assert settings.retention_days == 30
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert (settings.nlu, settings.rasa_url, settings.rasa_token) == ("embedded", "http://127.0.0.1:5005", "")
    assert settings.encoder is None


def test_every_setting_can_be_set(tmp_path: Path) -> None:
    settings = Settings.read(
        {
            "SNICKET_DATA": str(tmp_path),
            "SNICKET_DATABASE_URL": "postgresql://snicket@db.example/snicket",
            "SNICKET_CITY": "leicester",
            "SNICKET_NOW": "2026-11-20T09:00+00:00",
            "SNICKET_PUBLIC_URL": "https://assistant.example.gov.uk/",
            "SNICKET_SECRET": f"{LONG}, {LONG[::-1]}",
            "SNICKET_FRAME_ANCESTORS": "https://www.example.gov.uk https://*.example.org:8443",
            "SNICKET_LOG_LEVEL": "WARNING",
            "SNICKET_RETENTION_DAYS": "7",
            "SNICKET_HOST": "0.0.0.0",
            "PORT": "9000",
            "SNICKET_NLU": "Rasa",
            "SNICKET_RASA_URL": "https://rasa.example:5005/",
            "SNICKET_RASA_TOKEN": "hush",
            "SNICKET_NLU_ENCODER": str(tmp_path),
        }
    )
    assert settings.data == tmp_path
    assert settings.database_url == "postgresql://snicket@db.example/snicket"
    assert settings.city == "leicester"
    assert settings.now == dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
    assert settings.public_url == "https://assistant.example.gov.uk"
    assert settings.secrets == (LONG, LONG[::-1])
    assert settings.frame_ancestors == ("https://www.example.gov.uk", "https://*.example.org:8443")
    assert settings.log_level == "warning"
    assert settings.retention_days == 7
    assert (settings.host, settings.port) == ("0.0.0.0", 9000)
    assert (settings.nlu, settings.rasa_url) == ("rasa", "https://rasa.example:5005")
    assert (settings.rasa_token, settings.encoder) == ("hush", tmp_path)


def test_the_database_lies_in_the_data_folder_unless_it_is_named(tmp_path: Path) -> None:
    assert Settings.read({"SNICKET_DATA": str(tmp_path)}).database_url == f"sqlite:///{tmp_path}/snicket.db"


def test_the_public_address_follows_the_port() -> None:
    assert Settings.read({"PORT": "9000"}).public_url == "http://localhost:9000"


def test_an_empty_variable_counts_as_unset() -> None:
    assert Settings.read({"SNICKET_CITY": " ", "PORT": "", "SNICKET_NOW": ""}) == Settings.read({})


def test_the_short_scheme_of_postgresql_is_understood() -> None:
    assert Settings.read({"SNICKET_DATABASE_URL": "postgres://a@b/c"}).database_url == "postgresql://a@b/c"


def test_a_time_without_a_zone_is_the_citys() -> None:
    assert Settings.read({"SNICKET_NOW": "2026-07-01T09:00"}).now == dt.datetime(2026, 7, 1, 8, tzinfo=dt.UTC)


def test_the_clock_starts_where_the_settings_say() -> None:
    settings = Settings.read({"SNICKET_NOW": "2020-01-01T00:00+00:00"})
    assert settings.clock().now() - settings.now < dt.timedelta(minutes=1)  # type: ignore[operator]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SNICKET_DATABASE_URL", "mysql://x/y", "is not a database address: allowed are sqlite:///path and"),
        ("SNICKET_DATABASE_URL", "sqlite:///", "is not a database address"),
        ("SNICKET_CITY", "leedz", "is leedz; allowed are leeds, leicester"),
        ("SNICKET_NOW", "tomorrow", "is tomorrow; allowed is a date and time such as 2026-11-20T09:00"),
        ("SNICKET_PUBLIC_URL", "example.org", "is example.org; allowed is an address such as https://"),
        ("SNICKET_PUBLIC_URL", "https://example.org/?a=b", "allowed is an address such as https://"),
        ("SNICKET_SECRET", "short", "has a secret that is too short: each needs at least 32 characters"),
        ("SNICKET_SECRET", f"{LONG},", "has a secret that is too short"),
        (
            "SNICKET_FRAME_ANCESTORS",
            "https://a.example/path",
            "has https://a.example/path; allowed are origins",
        ),
        ("SNICKET_FRAME_ANCESTORS", "http://a.example", "has http://a.example; allowed are origins such as"),
        ("SNICKET_FRAME_ANCESTORS", "https://a.example;script-src", "allowed are origins such as https://"),
        ("SNICKET_FRAME_ANCESTORS", "*", "has *; allowed are origins such as"),
        ("SNICKET_LOG_LEVEL", "loud", "is loud; allowed are debug, info, warning, error"),
        ("SNICKET_RETENTION_DAYS", "0", "is 0; allowed is a whole number from 1 to 365"),
        ("SNICKET_RETENTION_DAYS", "30.5", "is 30.5; allowed is a whole number from 1 to 365"),
        ("SNICKET_HOST", "not a host", "is not a host; allowed is an address to listen on"),
        ("PORT", "http", "is http; allowed is a whole number from 0 to 65535"),
        ("PORT", "70000", "is 70000; allowed is a whole number from 0 to 65535"),
        ("SNICKET_NLU", "eliza", "is eliza; allowed are embedded, rasa"),
        ("SNICKET_RASA_URL", "127.0.0.1:5005", "allowed is one such as http://127.0.0.1:5005"),
        ("SNICKET_RASA_URL", "http://me:x@rasa.example", "is not the address of a server"),
        ("SNICKET_RASA_URL", "http://rasa.example?token=x", "is not the address of a server"),
        ("SNICKET_NLU_ENCODER", "/nowhere", "is /nowhere, which is not a folder"),
    ],
)
def test_a_malformed_value_is_named_with_what_is_allowed(name: str, value: str, said: str) -> None:
    told = problem(**{name: value})
    assert told.startswith(f"{name} ")
    assert said in told
    assert "\n" not in told


def test_a_file_where_the_data_folder_should_be_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    assert problem(SNICKET_DATA=str(file)) == f"SNICKET_DATA is {file}, which is not a folder"


def test_a_misspelt_setting_is_answered_with_the_nearest() -> None:
    told = problem(SNICKET_CTY="leeds")
    assert told == "SNICKET_CTY is not a setting; did you mean SNICKET_CITY?"


def test_a_setting_that_is_like_no_other_is_answered_with_all_of_them() -> None:
    told = problem(SNICKET_X="1")
    assert told.startswith("SNICKET_X is not a setting; known are PORT, SNICKET_ALERTS_LIMIT, ")


def test_an_unknown_setting_is_refused_even_when_it_is_empty() -> None:
    assert "SNICKET_CTY" in problem(SNICKET_CTY="")


def test_other_programs_variables_and_those_of_the_tests_are_left_alone() -> None:
    environ = {"HOME": "/x", "SNICKETY": "1", f"{FOR_TESTS}POSTGRES": "postgresql://x"}
    assert Settings.read(environ) == Settings.read({})


@pytest.mark.parametrize("name", ["SNICKET_SECRET", "SNICKET_DATABASE_URL", "SNICKET_RASA_URL"])
def test_an_error_never_repeats_what_may_be_secret(name: str) -> None:
    assert "hunter2" not in problem(**{name: "hunter2"})


def test_a_value_with_line_breaks_is_still_told_on_one_line() -> None:
    assert "\n" not in problem(SNICKET_LOG_LEVEL="a\nb")


def test_secrets_and_passwords_do_not_show() -> None:
    environ = {
        "SNICKET_SECRET": LONG,
        "SNICKET_DATABASE_URL": "postgresql://me:hunter2@db/x",
        "SNICKET_RASA_TOKEN": f"hunter2{LONG}",
    }
    settings = Settings.read(environ)
    for shown in (repr(settings), str(settings), f"{settings}", f"{settings.secrets[0]}"):
        assert LONG not in shown
        assert "hunter2" not in shown
    assert settings.secrets[0] == LONG
    assert settings.database_url == "postgresql://me:hunter2@db/x"


def test_a_secret_that_is_given_is_used_and_no_file_is_made(tmp_path: Path) -> None:
    settings = read_settings({"SNICKET_DATA": str(tmp_path / "new"), "SNICKET_SECRET": LONG})
    assert settings.secrets == (LONG,)
    assert not (tmp_path / "new").exists()


def test_without_one_a_secret_is_made_once_and_kept_from_others(tmp_path: Path) -> None:
    environ = {"SNICKET_DATA": str(tmp_path / "new")}
    first = read_settings(environ).secrets
    file = tmp_path / "new" / "secret.key"
    assert len(first[0]) >= 32
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in file.parent.iterdir()] == ["secret.key"]
    assert read_settings(environ).secrets == first
    assert isinstance(first[0], Secret)


def test_a_secret_that_others_may_read_is_refused(tmp_path: Path) -> None:
    environ = {"SNICKET_DATA": str(tmp_path)}
    read_settings(environ)
    (tmp_path / "secret.key").chmod(0o644)
    with pytest.raises(
        SettingsError, match=r"^SNICKET_SECRET is unset and .* can be read by others: run chmod"
    ):
        read_settings(environ)


def test_a_file_without_a_proper_secret_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "secret.key"
    file.write_text("short\n")
    file.chmod(0o600)
    with pytest.raises(SettingsError, match="holds no secret of 32 characters or more"):
        read_settings({"SNICKET_DATA": str(tmp_path)})


def test_a_secret_file_that_cannot_be_used_is_told(tmp_path: Path) -> None:
    (tmp_path / "secret.key").mkdir(mode=0o700)
    with pytest.raises(SettingsError, match="cannot be used: Is a directory"):
        read_settings({"SNICKET_DATA": str(tmp_path)})


def test_every_setting_is_documented_and_nothing_else_is() -> None:
    page = (DOCS / "settings.md").read_text()
    documented = re.findall(r"^\| `(SNICKET_[A-Z0-9_]+|PORT)`", page, re.MULTILINE)
    assert documented == list(READERS)


def test_the_documented_defaults_are_the_real_ones() -> None:
    table = (DOCS / "settings.md").read_text()
    for name, (_field, default, _parse) in READERS.items():
        if default:
            assert re.search(rf"^\| `{name}` \| `{re.escape(default)}` \|", table, re.MULTILINE), name
