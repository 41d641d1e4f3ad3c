"""The data of streets: what is shipped is sound, and what is wrong is refused with its line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.knowledge.data import CITIES, DataError
from bot.knowledge.street.kinds import read_kinds, read_services

CITY_NAMES = sorted(path.parent.name for path in CITIES.glob("*/city.yaml"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files, to be spoilt."""
    for name in ("uk", "leeds"):
        (tmp_path / name).mkdir()
        shutil.copy(CITIES / name / "street.yaml", tmp_path / name / "street.yaml")
    return tmp_path


def spoilt(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name / "street.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("city", CITY_NAMES)
def test_every_city_names_its_services(city: str) -> None:
    kinds = read_kinds()
    services = read_services(city, kinds)
    assert services.code("pothole", "swerve") == services.services["pothole"]
    assert services.code("other", "") == services.default


def test_the_codes_of_the_list_of_services_are_those_that_were_read() -> None:
    found = {kind.id: kind.lgsl for kind in read_kinds().kinds if kind.lgsl}
    assert found == {"pothole": 557, "fly_tipping": 587, "dog_fouling": 580}


def test_names_fit_a_button_and_every_danger_has_its_advice() -> None:
    kinds = read_kinds().kinds
    names = [one.name.msgid for kind in kinds for one in (kind, *kind.details)]
    assert max(map(len, names)) <= 28
    told = {f"{kind.id}.{one.id}" for kind in kinds for one in kind.details if one.advice}
    assert {"light.wires", "light.leaning", "gully.cover", "fly_tipping.needles", "pothole.swerve"} <= told


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("uk", "id: graffiti", "id: pothole", "`pothole` or a detail of it is there twice"),
        ("uk", "{id: fall,", "{id: swerve,", "`pothole` or a detail of it is there twice"),
        ("uk", "{id: fall,", "{id: none,", "`pothole` or a detail of it is there twice"),
        ("uk", "id: other", "id: another", "the kind `other` is missing"),
        ("uk", "lgsl: 557", "lgsl: many", "Expected `int"),
        ("leeds", "pothole: potholes", "potholes: potholes", "there is no `potholes`"),
        ("leeds", "pothole: potholes", "pothole.deep: potholes", "there is no `pothole.deep`"),
        ("leeds", "status: unverified", "status: perhaps", "Invalid enum value"),
    ],
)
def test_what_is_wrong_is_refused_with_its_file(
    folder: Path, name: str, old: str, new: str, fault: str
) -> None:
    spoilt(folder, name, old, new)
    with pytest.raises(DataError) as problem:
        read_services("leeds", read_kinds(folder), folder)
    assert f"{name}/street.yaml" in str(problem.value)
    assert fault in str(problem.value)
