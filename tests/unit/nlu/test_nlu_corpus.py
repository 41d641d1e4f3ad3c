"""The training files: their format, their size, and that tests are not trained on."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from nlu import corpus
from nlu.corpus import OUT_OF_SCOPE, Example, Names
from nlu.datafile import DataFileError
from nlu.evaluation import Measures
from nlu.language import SERVED
from nlu.normalise import fold

LANGUAGES = tuple(sorted({corpus.tag_of(path) for path in corpus.files() if path.stem == "lines"}))
COMMONEST = (
    "bins.next",
    "bins.missed",
    "bins.materials",
    "bins.order",
    "bins.bulky",
    "services.find",
    "services.contact",
    "street.report",
    "council_tax",
    "repairs.report",
    "repairs.status",
    "entitlements.check",
    "alerts.subscribe",
    "handover.person",
    OUT_OF_SCOPE,
)


@pytest.fixture(scope="module")
def trained() -> tuple[Example, ...]:
    return corpus.read(corpus.files()).examples


def write(folder: Path, text: str) -> Path:
    path = folder / "en.yml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_read_as_rasa_reads_it(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        'version: "3.1"\nnlu:\n'
        "  - intent: bins.next\n    examples: |\n      - when is [brown](bin) bin day\n"
        "  - synonym: BROWN\n    examples: |\n      - brown\n"
        "  - lookup: bin\n    examples: |\n      - brown\n",
    )
    read = corpus.read([path])
    assert read.examples == (Example("when is brown bin day", "bins.next", "en"),)
    assert read.names == (Names("bin", "BROWN", "brown", "en"),)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("nlu: [", "not YAML"),
        ('version: "3.1"\n', "nlu"),
        ('version: "3.1"\nnlu:\n  - intent: a\n', "examples"),
        (
            'version: "3.1"\nnlu:\n  - intent: a\n    exampels: |\n      - b\n    examples: |\n      - b\n',
            "exampels",
        ),
        ('version: "3.1"\nnlu:\n  - intent: a\n    examples: |\n      b\n', "must begin with '- '"),
        ('version: "3.1"\nnlu:\n  - synonym: A\n    examples: |\n      - b\n', "no lookup lists it"),
    ],
)
def test_a_malformed_file_is_named_with_what_is_wrong(tmp_path: Path, text: str, says: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(DataFileError, match=says) as error:
        corpus.read([path])
    assert str(path) in str(error.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataFileError, match=r"en\.yml: cannot be read"):
        corpus.read([tmp_path / "en.yml"])


def test_every_served_language_has_lines_and_names() -> None:
    assert {corpus.tag_of(path) for path in corpus.files() if path.stem == "names"} >= set(SERVED)
    assert set(LANGUAGES) >= {*SERVED, "ur-Latn", "pa-Latn", "gu-Latn", "bn-Latn", "ar-Latn"}


@pytest.mark.parametrize("language", SERVED)
def test_every_intent_has_enough_lines_in_every_language(trained: tuple[Example, ...], language: str) -> None:
    counts = Counter(example.intent for example in trained if example.language == language)
    assert counts.keys() == {example.intent for example in trained}
    assert len(counts) == 45
    assert {intent for intent in counts if counts[intent] < (25 if intent in COMMONEST else 12)} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_has_two_meanings(trained: tuple[Example, ...], language: str) -> None:
    lines = Counter(fold(example.text) for example in trained if example.language == language)
    assert [line for line, times in lines.items() if times > 1] == []


def test_held_out_lines_were_never_trained_on(
    trained: tuple[Example, ...], held_out: Measures, blind: Measures
) -> None:
    """Some of a word or two are the same by chance: `hi`, `thanks`."""
    known = {fold(example.text) for example in trained}
    lines = (*held_out.lines, *held_out.alarms, *held_out.traps, *blind.lines, *blind.alarms, *blind.traps)
    same = [one for one in lines if fold(one.text) in known and len(one.text.split()) > 2]
    assert len(same) <= 0.01 * len(lines), same


@pytest.mark.parametrize("language", SERVED)
def test_enough_lines_are_blind(blind: Measures, language: str) -> None:
    counts = Counter(example.intent for example in blind.lines if example.language == language)
    assert len(counts) == 45
    assert counts[OUT_OF_SCOPE] >= 20
    assert sum(example.language == language for example in blind.alarms) >= 40
    assert sum(example.language == language for example in blind.traps) >= 30


def test_a_name_means_one_thing_in_a_language() -> None:
    meanings: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for name in corpus.read(corpus.files()).names:
        meanings.setdefault((name.language, fold(name.words)), set()).add((name.entity, name.value))
    assert {words: values for words, values in meanings.items() if len(values) > 1} == {}
