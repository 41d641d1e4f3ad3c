"""The file that a city starts: valid, safe, and true to what the program needs."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from bot.feeds_file import read_feeds
from bot.settings import READERS, SECRETS
from tests.acceptance.composed import CONTAINERFILE, FILE, Missing, image_environment, read
from tests.acceptance.program import ROOT

SCHEMA = ROOT / "var" / "test" / "compose" / "node_modules" / "dclint" / "schemas" / "compose.schema.json"
GIVEN = {"SNICKET_PUBLIC_URL": "https://assistant.council.test"}
SERVICES = ("postgres", "mosquitto", "bot", "worker", "rasa")


def service(name: str) -> Any:
    return read(GIVEN)["services"][name]


def test_it_is_valid_by_the_compose_specifications_own_schema() -> None:
    if not SCHEMA.exists():
        assert os.environ.get("CI") != "true", "the schema is missing: sh tests/needs.sh"
        pytest.skip("the Compose schema is not installed: sh tests/needs.sh")
    schema = jsonschema.Draft7Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    schema.validate(yaml.safe_load(FILE.read_text(encoding="utf-8")))
    assert not schema.is_valid({"services": {"bot": {"imagine": "x"}}})


def test_it_has_the_services_of_a_city_and_rasa_only_when_it_is_asked_for() -> None:
    found = read(GIVEN)["services"]
    assert tuple(found) == SERVICES
    assert {name for name in found if "profiles" in found[name]} == {"rasa"}


def test_it_does_not_start_without_the_address_of_the_service() -> None:
    with pytest.raises(Missing, match="the address at which residents reach the service"):
        read({})


@pytest.mark.parametrize("name", SERVICES)
def test_no_service_may_do_more_than_it_has_to(name: str) -> None:
    spec = service(name)
    user = re.fullmatch(r"([1-9]\d*):([1-9]\d*)", spec["user"])
    assert user, "not root"
    assert spec["read_only"] is True
    assert spec["cap_drop"] == ["ALL"]
    assert spec["security_opt"] == ["no-new-privileges:true"]
    assert spec["restart"] == "unless-stopped"
    assert spec["logging"]["options"]["max-size"]
    assert {"test", "interval", "timeout", "retries", "start_period"} <= set(spec["healthcheck"])
    assert not {"privileged", "network_mode", "pid", "cap_add", "devices"} & set(spec)


@pytest.mark.parametrize("name", SERVICES)
def test_nothing_is_open_to_the_outside(name: str) -> None:
    assert all(port.startswith("127.0.0.1:") for port in service(name).get("ports", []))


@pytest.mark.parametrize("name", ["postgres", "mosquitto"])
def test_images_of_others_have_a_version(name: str) -> None:
    assert re.fullmatch(r"[a-z-]+:\d[\w.-]*", service(name)["image"])


@pytest.mark.parametrize("name", SERVICES)
def test_secrets_come_as_files_and_never_in_the_environment(name: str) -> None:
    spec = service(name)
    for variable, value in spec.get("environment", {}).items():
        secret = re.search("SECRET|PASSWORD|TOKEN|KEY", variable)
        assert not secret or variable.endswith("_FILE"), variable
        assert not variable.endswith("_FILE") or value.startswith("/run/secrets/")
        assert not re.search(r"://[^/\s]*:[^/\s]*@", str(value)), "no password in an address"
    said = json.dumps([spec.get("environment", {}), spec["command"]])
    asked = set(re.findall(r"/run/secrets/(\w+)", said))
    assert asked <= set(spec["secrets"]) <= set(read(GIVEN)["secrets"])


def test_every_secret_is_one_that_the_script_makes(tmp_path: Path) -> None:
    subprocess.run(
        ["sh", "docs/deploy/secrets.sh", str(tmp_path / "made")], cwd=ROOT, check=True, capture_output=True
    )
    made = {file.name: file.read_text() for file in (tmp_path / "made").iterdir()}
    files = {name: Path(spec["file"]).name for name, spec in read(GIVEN)["secrets"].items()}
    assert set(files.values()) <= set(made)
    assert len(set(made.values())) == len(made), "no two are the same"
    assert made["mqtt_password"] not in made["mqtt_passwords"], "the broker keeps hashes"
    assert all(len(made[name]) == 64 for name in ("snicket_secret", "database_password", "rasa_token"))
    assert (tmp_path / "made").stat().st_mode & 0o777 == 0o700
    subprocess.run(
        ["sh", "docs/deploy/secrets.sh", str(tmp_path / "made")], cwd=ROOT, check=True, capture_output=True
    )
    again = {file.name: file.read_text() for file in (tmp_path / "made").iterdir()}
    assert again == made, "what is there stays"


@pytest.mark.parametrize("name", ["bot", "worker"])
def test_every_setting_is_one_of_the_program(name: str) -> None:
    for variable in service(name)["environment"]:
        known = variable in READERS or variable.removesuffix("_FILE") in SECRETS
        assert known, f"{variable} is no setting"


def test_the_worker_and_the_bot_are_set_up_alike() -> None:
    bot, worker = service("bot"), service("worker")
    for same in ("environment", "secrets", "volumes", "image", "depends_on"):
        assert bot[same] == worker[same]


def test_what_is_mounted_is_there_and_only_to_be_read() -> None:
    for name in SERVICES:
        for mount in service(name).get("volumes", []):
            source, _target, *mode = mount.split(":")
            if source.startswith("."):
                assert (ROOT / source).is_file(), source
                assert mode == ["ro"]
            else:
                assert source in read(GIVEN)["volumes"]


def test_the_feeds_that_come_with_it_can_be_read() -> None:
    [feed] = read_feeds(str(ROOT / "docs" / "deploy" / "feeds.yaml"), "leeds")
    assert feed.url == "mqtt://mosquitto:1883"
    users = (ROOT / "docs" / "deploy" / "mosquitto.acl").read_text()
    assert f"user {feed.user}\n" in users


def test_the_image_is_the_one_that_compose_starts() -> None:
    text = CONTAINERFILE.read_text(encoding="utf-8")
    bot = service("bot")
    assert bot["build"]["dockerfile"] == CONTAINERFILE.name
    assert f"CMD {json.dumps(bot['command'])}" in text
    check = ["python", "-c", bot["healthcheck"]["test"][3]]
    assert f"CMD {json.dumps(check)}" in text
    assert f"USER {bot['user'].split(':')[0]}\n" in text.split("\nFROM ")[-1]
    assert "--require-hashes" in text
    assert all("slim" in line for line in text.splitlines() if line.startswith("FROM"))
    assert set(image_environment()) - {"PATH"} >= {"SNICKET_DATA", "SNICKET_MODELS", "SNICKET_HOST"}


def test_what_is_copied_into_the_image_is_all_that_the_program_needs(tmp_path: Path) -> None:
    copied = re.findall(r"^COPY ([\w.]+) [\w.]+$", CONTAINERFILE.read_text(encoding="utf-8"), re.MULTILINE)
    let_in = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {f"!{name}" for name in copied if name != "requirements.lock"} < set(let_in)
    for name in copied:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    asked = subprocess.run(
        [sys.executable, "-m", "bot", "--help"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert asked.returncode == 0, asked.stderr
    assert "hooks" in asked.stdout


def test_rasa_is_started_as_its_own_image_starts_it() -> None:
    """It is not installed here: its words are held to those that its image is known to work with."""
    spec = service("rasa")
    own = (ROOT / spec["build"]["dockerfile"]).read_text(encoding="utf-8")
    shell, flag, words = spec["command"]
    assert (shell, flag) == ("sh", "-c")
    [known] = re.findall(r'"exec (rasa run .*) --auth-token', own)
    assert words.startswith(f"exec {known} --auth-token ")
    assert '"$(cat /run/secrets/rasa_token)"' in words
    assert subprocess.run(["sh", "-n", "-c", words], check=False).returncode == 0
    environment = service("bot")["environment"]
    assert environment["SNICKET_RASA_URL"] == "http://rasa:5005"
    assert environment["SNICKET_NLU"] == "embedded"
