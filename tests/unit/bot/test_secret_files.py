"""Every secret may come as a file, as Compose and Kubernetes hand them over; what is wrong is never shown."""

from __future__ import annotations

import re
import typing
from pathlib import Path

import pytest

from bot.secret import Secret
from bot.secret_files import LARGEST
from bot.settings import READERS, SECRETS, Settings, SettingsError

LONG = "0123456789abcdef0123456789abcdef"
DOCS = Path(__file__).parents[3] / "docs" / "settings.md"


def problem(**environ: str) -> str:
    with pytest.raises(SettingsError) as found:
        Settings.read(environ)
    return str(found.value)


def written(folder: Path, content: bytes) -> str:
    file = folder / "secret"
    file.write_bytes(content)
    return str(file)


@pytest.mark.parametrize("ending", [b"", b"\n", b"\r\n", b" \n\n"])
def test_what_is_in_the_file_is_the_setting(tmp_path: Path, ending: bytes) -> None:
    settings = Settings.read({"SNICKET_SECRET_FILE": written(tmp_path, LONG.encode() + ending)})
    assert settings.secrets == (LONG,)
    assert isinstance(settings.secrets[0], Secret)


def test_a_setting_from_a_file_is_the_same_as_the_one_from_a_variable(tmp_path: Path) -> None:
    file = written(tmp_path, f"{LONG}, {LONG[::-1]}\n".encode())
    there = Settings.read({"SNICKET_SECRET_FILE": file})
    assert there == Settings.read({"SNICKET_SECRET": f"{LONG}, {LONG[::-1]}"})


def test_every_field_that_holds_a_secret_may_come_in_a_file() -> None:
    hints = typing.get_type_hints(Settings)
    secret = {field for field, kind in hints.items() if "Secret" in repr(kind) or field == "database_url"}
    assert secret == {READERS[name][0] for name in SECRETS}


@pytest.mark.parametrize("name", SECRETS)
def test_each_of_them_is_read_from_its_file_only(tmp_path: Path, name: str) -> None:
    told = problem(**{f"{name}_FILE": str(tmp_path / "hunter2")})
    assert told == f"{name}_FILE names a file that cannot be read: No such file or directory"


def test_both_at_once_are_refused_and_neither_is_shown(tmp_path: Path) -> None:
    told = problem(SNICKET_RASA_TOKEN="hunter2", SNICKET_RASA_TOKEN_FILE=written(tmp_path, b"hunter3"))
    assert told == "SNICKET_RASA_TOKEN and SNICKET_RASA_TOKEN_FILE are both set; allowed is one of them"


def test_an_empty_variable_beside_a_file_counts_as_unset(tmp_path: Path) -> None:
    file = written(tmp_path, b"hush")
    assert Settings.read({"SNICKET_RASA_TOKEN": " ", "SNICKET_RASA_TOKEN_FILE": file}).rasa_token == "hush"
    assert Settings.read({"SNICKET_RASA_TOKEN": "hush", "SNICKET_RASA_TOKEN_FILE": " "}).rasa_token == "hush"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"hunter2\nhunter3\n", "has more than one line"),
        (b"hunter2\0", "has more than one line"),
        (b"\xff\xfehunter2", "is not text in UTF-8"),
        (b"x" * (LARGEST + 1), "is larger than 64 kB"),
    ],
)
def test_a_file_that_cannot_be_a_secret_is_told(tmp_path: Path, content: bytes, said: str) -> None:
    told = problem(SNICKET_RASA_TOKEN_FILE=written(tmp_path, content))
    assert told == f"SNICKET_RASA_TOKEN_FILE names a file that {said}"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    assert problem(SNICKET_SECRET_FILE=str(tmp_path)).endswith("cannot be read: Is a directory")


def test_a_secret_that_was_put_where_the_path_belongs_is_not_shown() -> None:
    for value in (f"hunter2{LONG}", "hunter2\0", "hunter2" * 1000):
        told = problem(SNICKET_SECRET_FILE=value)
        assert "hunter2" not in told
        assert "\n" not in told


def test_a_file_with_a_wrong_value_is_told_by_the_setting_itself(tmp_path: Path) -> None:
    told = problem(SNICKET_SECRET_FILE=written(tmp_path, b"hunter2"))
    assert told.startswith("SNICKET_SECRET has a secret that is too short")
    assert "hunter2" not in told


def test_what_is_no_secret_has_no_file() -> None:
    assert problem(SNICKET_CITY_FILE="/x").startswith("SNICKET_CITY_FILE is not a setting")


def test_what_another_setting_needs_may_be_in_a_file(tmp_path: Path) -> None:
    told = problem(SNICKET_VOICE="twilio")
    assert told == "SNICKET_VOICE=twilio needs SNICKET_TWILIO_TOKEN"
    file = written(tmp_path, b"token\n")
    assert Settings.read({"SNICKET_VOICE": "twilio", "SNICKET_TWILIO_TOKEN_FILE": file}).voice == "twilio"


def test_the_databases_password_is_put_into_its_address(tmp_path: Path) -> None:
    file = written(tmp_path, b"p:w/d@%\n")
    url = "postgresql://snicket@postgres:5433/snicket?sslmode=require"
    settings = Settings.read({"SNICKET_DATABASE_URL": url, "SNICKET_DATABASE_PASSWORD_FILE": file})
    assert (
        settings.database_url == "postgresql://snicket:p%3Aw%2Fd%40%25@postgres:5433/snicket?sslmode=require"
    )
    assert "p%3Aw" not in repr(settings)
    assert "p:w/d" not in repr(settings)


@pytest.mark.parametrize("url", ["", "sqlite:////x", "postgresql://a:b@c/d", "postgresql://c/d"])
def test_a_password_without_its_place_is_refused(url: str) -> None:
    told = problem(SNICKET_DATABASE_URL=url, SNICKET_DATABASE_PASSWORD="hunter2")
    assert told.startswith("SNICKET_DATABASE_PASSWORD needs SNICKET_DATABASE_URL to be like postgresql://")
    assert "hunter2" not in told


def test_a_model_that_comes_ready_made_is_used(tmp_path: Path) -> None:
    assert Settings.read({"SNICKET_DATA": str(tmp_path)}).models == tmp_path / "nlu"
    assert Settings.read({"SNICKET_MODELS": str(tmp_path)}).models == tmp_path


def test_files_for_secrets_are_documented() -> None:
    assert re.search(r"^## Secrets from files$", DOCS.read_text(), re.MULTILINE)
