"""Urdu, Punjabi, Gujarati, Bengali and Sorani, in their own letters and in Latin ones, and Persian and Arabic
in Latin letters name what is wrong.

The lines are `heldout/repairs/<language>.yml` (looked at) and `blind/repairs/<language>.yml` (not looked at).
"""

from __future__ import annotations

from itertools import chain
from zoneinfo import ZoneInfo

import pytest

from bot.knowledge.repairs.repairs import Repairs
from nlu.datafile import DATA
from nlu.repairs import KINDS, RepairList, RepairWords
from tests.unit.nlu.repair_lines import details, language, lines, named

TAGS = ("ur", "ur-Latn", "pa", "pa-Latn", "gu", "gu-Latn", "bn", "bn-Latn", "ckb", "fa-Latn", "ar-Latn")
MOST_URGENT = frozenset(
    {
        "leak.pouring",
        "leak.electrics",
        "electrics.sparks",
        "electrics.wires",
        "electrics.all_off",
        "gas.smell",
        "alarm.co",
        "door.insecure",
        "lock.cannot_lock",
        "window.broken",
        "toilet.overflow",
        "toilet.blocked_only",
        "heating.none",
        "hot_water.none",
        "water.none",
        "lift.stuck_inside",
        "damp.mould",
    }
)
UNNAMED = {"other"}
_LIKELY_RIGHT, _SELDOM_WRONG = 0.9, 0.08
SMALL = ("bn-Latn", "fa-Latn", "ar-Latn")
"""Little is written in these, and few lines are held out."""


@pytest.mark.parametrize("tag", TAGS)
def test_what_was_looked_at_is_named(repair_words: RepairWords, tag: str) -> None:
    missed = [
        (name, text, repair_words.find(text, language(tag)))
        for name, said in lines("heldout", tag).items()
        for text in said
        if name != "nothing" and not named(repair_words, text, tag, name)
    ]
    assert not missed


@pytest.mark.parametrize("tag", TAGS)
def test_what_is_no_repair_names_no_detail(repair_words: RepairWords, tag: str) -> None:
    heard = {
        text: found
        for text in lines("heldout", tag)["nothing"]
        if (found := details(repair_words, text, tag))
    }
    assert not heard


@pytest.mark.parametrize("tag", TAGS)
def test_what_was_not_looked_at_is_mostly_named_and_seldom_wrongly(
    repair_words: RepairWords, tag: str
) -> None:
    said = [
        (name, details(repair_words, text, tag))
        for name, texts in lines("blind", tag).items()
        for text in texts
        if name.startswith("detail:")
    ]
    right = sum(found[:1] == [name] for name, found in said)
    wrong = sum(bool(found) and found[0] != name for name, found in said)
    assert len(said) >= (9 if tag in SMALL else 20)
    assert wrong <= _SELDOM_WRONG * len(said)
    assert right >= min(_LIKELY_RIGHT * len(said), len(said) - 1)


@pytest.mark.parametrize("tag", [tag for tag in TAGS if tag not in SMALL])
@pytest.mark.parametrize("folder", ["heldout", "blind"])
def test_every_danger_is_among_the_lines(tag: str, folder: str) -> None:
    assert {name.removeprefix("detail:") for name in lines(folder, tag)} >= MOST_URGENT


@pytest.mark.parametrize("tag", TAGS)
def test_every_problem_can_be_named(lists: dict[str, RepairList], tag: str) -> None:
    of = lists[tag]
    reached = {*of.problem, *(detail.partition(".")[0] for detail in of.detail)}
    assert set(lists["en"].problem) - reached - UNNAMED == set()


@pytest.mark.parametrize("tag", TAGS)
def test_every_danger_has_its_rules(lists: dict[str, RepairList], tag: str) -> None:
    assert [detail for detail in MOST_URGENT if not lists[tag].detail.get(detail)] == []


@pytest.mark.parametrize("tag", TAGS)
def test_nothing_is_named_that_the_tree_does_not_have(lists: dict[str, RepairList], tag: str) -> None:
    known = tree_ids()
    assert {detail for detail in lists[tag].detail if detail not in known} == set()
    for kind in KINDS:
        if kind != "detail":
            assert set(getattr(lists[tag], kind)) <= set(getattr(lists["en"], kind)), kind


def tree_ids() -> set[str]:
    """The details of the country's tree, as the product reads it."""
    tree = Repairs.load("leeds", ZoneInfo("Europe/London")).tree
    return {f"{problem.id}.{leaf.id}" for problem in tree.problems for leaf in problem.details}


@pytest.mark.parametrize("tag", TAGS)
def test_every_set_is_used(lists: dict[str, RepairList], tag: str) -> None:
    rules = chain.from_iterable(chain.from_iterable(getattr(lists[tag], kind).values()) for kind in KINDS)
    used = " ".join(rules)
    assert [name for name in lists[tag].sets if f"<{name}>" not in used] == []


@pytest.mark.parametrize("tag", TAGS)
def test_drafts_say_that_they_are(tag: str) -> None:
    head = (DATA / tag / "repairs.yml").read_text(encoding="utf-8").partition("sets:")[0]
    assert "Drafts until read by a qualified translator" in head


@pytest.mark.parametrize("tag", [tag for tag in TAGS if tag.endswith("-Latn")])
def test_words_in_latin_letters_count_in_their_own_language_alone(
    repair_words: RepairWords, tag: str
) -> None:
    text = next(iter(lines("heldout", tag)["detail:gas.smell"]))
    assert named(repair_words, text, tag, "detail:gas.smell")
    ours = set(repair_words.find(text, language(tag)))
    assert set(repair_words.find(text, "pl")) <= ours
    assert "detail:damp.mould" not in repair_words.find("bachay k kamray ki deewar kali ho gai hai", "en")


@pytest.mark.parametrize(
    ("text", "tag", "name"),
    [
        ("امی کی عمر ۸۲ سال ہے ہیٹنگ بند ہے", "ur", "people:over65"),
        ("ਬੱਚਾ ੨ ਸਾਲ ਦਾ ਹੈ ਕੰਧ ਤੇ ਉੱਲੀ", "pa", "people:under5"),
        ("દીકરી ૩ વર્ષની છે ભીંત પર ફૂગ", "gu", "people:under5"),
        ("আম্মার বয়স ৭৮ হিটার নষ্ট", "bn", "people:over65"),
        ("دایکم تەمەنی ٧٩ ساڵە هیتەرەکە ئیش ناکات", "ckb", "people:over65"),
    ],
)
def test_ages_are_read_in_the_digits_of_their_script(
    repair_words: RepairWords, text: str, tag: str, name: str
) -> None:
    assert name in repair_words.find(text, tag)


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("4 saal se deewar geeli hai", "ur-Latn"),
        ("۴ سال سے دیوار گیلی ہے", "ur"),
        ("4 varas thi bhint bhini che", "gu-Latn"),
        ("৩ বছর ধরে দেয়াল ভিজা", "bn"),
    ],
)
def test_years_since_something_broke_are_no_age(repair_words: RepairWords, text: str, tag: str) -> None:
    found = repair_words.find(text, language(tag))
    assert "people:under5" not in found
    assert "since:months" in found


@pytest.mark.parametrize(
    ("text", "tag", "never"),
    [
        ("garam pani nahi aa raha", "ur-Latn", "detail:water.none"),
        ("گرم پانی نہیں آ رہا", "ur", "detail:water.none"),
        ("ਤੱਤਾ ਪਾਣੀ ਨਹੀਂ ਆਉਂਦਾ", "pa", "detail:water.none"),
        ("garam pani nathi aavtu", "gu-Latn", "detail:water.none"),
        ("গরম পানি আসে না", "bn", "detail:water.none"),
        ("ئاوی گەرم نایەت", "ckb", "detail:water.none"),
        ("bijli ki light jal rahi hai din raat", "ur-Latn", "detail:electrics.sparks"),
        ("hall ka bulb jal gaya", "ur-Latn", "detail:electrics.sparks"),
        ("almari ka darwaza toot gaya", "ur-Latn", "detail:door.insecure"),
        ("gas ka pipe phat gaya", "ur-Latn", "detail:water.none"),
        ("heater band nahi ho raha bohat garmi hai", "ur-Latn", "detail:heating.none"),
        ("heating bandh nathi thatu bahu garmi che", "gu-Latn", "detail:heating.none"),
        ("পানি বন্ধ হয় না", "bn", "detail:water.none"),
        ("گڵۆپی هۆڵەکە سووتا", "ckb", "detail:electrics.sparks"),
        ("ماڵەکە شێدارە", "ckb", "problem:shed"),
        ("seerhiyon ki light kharab hai", "ur-Latn", "detail:stairs.step"),
        ("stopcock kya che pani bandh nathi thatu", "gu-Latn", "detail:water.none"),
    ],
)
def test_what_sounds_alike_is_told_apart(repair_words: RepairWords, text: str, tag: str, never: str) -> None:
    assert never not in repair_words.find(text, language(tag))


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("gas ka pipe phat gaya", "ur-Latn"),
        ("ਗੈਸ ਪਾਈਪ ਟੁੱਟ ਗਈ", "pa"),
        ("ગેસની પાઇપ તૂટી ગઈ છે", "gu"),
        ("গ্যাস পাইপ ফেটে গেছে", "bn"),
        ("بۆری غاز تەقی", "ckb"),
    ],
)
def test_a_gas_pipe_that_burst_is_gas_before_it_is_water(
    repair_words: RepairWords, text: str, tag: str
) -> None:
    assert details(repair_words, text, tag)[0] == "detail:gas.smell"
