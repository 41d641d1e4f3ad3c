"""The intent model, trained once for all tests and kept while its data stay the same."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from nlu import corpus
from nlu.datafile import by_language
from nlu.entities import Entities
from nlu.evaluation import Measures, measures
from nlu.models import ensure
from nlu.pipeline import Pipeline, embedded
from nlu.repairs import RepairList, RepairWords
from nlu.safety import Safety
from nlu.words import Words

FRIDAY = dt.date(2026, 11, 20)
HELD_OUT = Path(__file__).parent / "heldout"
"""Lines that were looked at while rules and features were made."""

BLIND = Path(__file__).parent / "blind"
"""Lines that nobody looked at: they measure."""


@pytest.fixture(scope="session")
def models(pytestconfig: pytest.Config) -> Path:
    """The folder of the trained model; the tests of the whole product use the same one."""
    folder = pytestconfig.rootpath / "var" / "test" / "nlu"
    ensure(folder)
    return folder


@pytest.fixture(scope="session")
def pipeline(models: Path) -> Pipeline:
    return embedded(models, lambda: FRIDAY)


@pytest.fixture(scope="session")
def entities() -> Entities:
    return Entities(corpus.read(corpus.files()).names, lambda: FRIDAY)


@pytest.fixture(scope="session")
def safety() -> Safety:
    return Safety()


@pytest.fixture(scope="session")
def words() -> Words:
    return Words()


@pytest.fixture(scope="session")
def held_out() -> Measures:
    """Lines with known meanings that no model was trained on."""
    return measures(HELD_OUT)


@pytest.fixture(scope="session")
def blind() -> Measures:
    """Lines that were written without a look at the training data; none was trained on."""
    return measures(BLIND)


@pytest.fixture(scope="session")
def repair_words() -> RepairWords:
    """The word lists of repairs that are shipped."""
    return RepairWords.load()


@pytest.fixture(scope="session")
def lists() -> dict[str, RepairList]:
    """The same, as they are written in the files."""
    return by_language("repairs.yml", RepairList)
