"""The words of the tree: short, plain, and few enough to choose from."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from accessibility.renderer import Renderer
from accessibility.renderers import Modality, renderer
from accessibility.rules import check
from accessibility.rules_words import banned_words
from accessibility.text import Text
from bot.knowledge.repairs.tree import Group, Problem
from locales.catalogue import shipped
from tests.unit.repairs.rulebook import city, leeds

GROUPS = leeds().tree.groups
PROBLEMS = tuple(leeds().tree.problems)
ROOMS = (
    "kitchen", "bathroom", "toilet", "bedroom", "living_room", "hall", "stairs", "loft", "cellar", "outside",
    "communal",
)  # fmt: skip


def names() -> Iterator[Text]:
    for group in GROUPS:
        yield group.name
    for problem in PROBLEMS:
        yield problem.name
        yield from (leaf.name for leaf in problem.details)


def sentences() -> Iterator[Text]:
    for name in ("leeds", "leicester"):
        for change in city(name).council.changes:
            yield from filter(None, (change.because, change.unless))


LABELS = sorted({text.msgid for text in names()})
SENTENCES = sorted({text.msgid for text in sentences()})


@pytest.mark.parametrize("label", LABELS)
def test_a_name_is_a_choice_of_six_words_and_thirty_characters(label: str) -> None:
    assert len(label.split()) <= 6
    assert len(label) <= 30
    assert label[0].isupper()
    assert not label.endswith(".")


@pytest.mark.parametrize("words", [*LABELS, *SENTENCES, *(problem.of.msgid for problem in PROBLEMS)])
def test_words_are_plain_and_hold_no_facts(words: str) -> None:
    found = set(words.lower().replace(",", "").replace(".", "").split())

    assert not found & set(banned_words())
    assert not any(sign.isdigit() for sign in words)
    assert "'" not in words
    assert "%" not in words


@pytest.mark.parametrize("sentence", SENTENCES)
def test_the_reasons_are_whole_short_sentences(sentence: str) -> None:
    assert sentence.endswith(".")
    assert sentence.count(".") == 1
    assert len(sentence.split()) <= 14


@pytest.fixture(scope="module")
def renderers() -> dict[Modality, Renderer]:
    modalities: tuple[Modality, ...] = ("screen", "sms", "speech")
    return {one: renderer(one, shipped()) for one in modalities}


@pytest.mark.parametrize("words", [*LABELS, *SENTENCES])
def test_the_rules_of_a_good_reply_hold_for_all_words(
    words: str, renderers: dict[Modality, Renderer]
) -> None:
    for modality, made in renderers.items():
        assert check(made.render(Text(words), "en"), modality) == []


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.id)
def test_a_problem_has_a_name_for_inside_a_sentence(problem: Problem) -> None:
    assert problem.of.msgid.startswith("the ")


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.id)
def test_a_group_shows_eight_problems_at_most(group: Group) -> None:
    assert 1 <= len(group.problems) <= 8


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.id)
@pytest.mark.parametrize("room", ["", *ROOMS])
def test_a_problem_shows_eight_details_at_most_and_other_last(problem: Problem, room: str) -> None:
    shown = problem.in_room(room)

    assert 1 <= len(shown) <= 8
    assert shown[-1].id == "other"


@pytest.mark.parametrize("problem", PROBLEMS, ids=lambda problem: problem.id)
def test_no_two_choices_of_a_problem_read_the_same(problem: Problem) -> None:
    shown = [leaf.name.msgid for leaf in problem.in_room("")]

    assert len(set(shown)) == len(shown)


@pytest.mark.parametrize("group", GROUPS, ids=lambda group: group.id)
def test_no_two_problems_of_a_group_read_the_same(group: Group) -> None:
    assert len({problem.name.msgid for problem in group.problems}) == len(group.problems)


def test_gas_is_found_under_electricity() -> None:
    electric = next(group for group in GROUPS if group.id == "electric")

    assert electric.name.msgid == "Electricity, gas and alarms"
    assert "gas" in [problem.id for problem in electric.problems]
