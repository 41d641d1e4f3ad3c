"""How the words of repairs are matched: whose lists count, where a sentence ends, what an age is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.ages import AgeList, Ages, apart
from nlu.datafile import DataFileError
from nlu.repairs import RepairList, RepairWords

ENGLISH = RepairList(
    detail={"leak.pouring": ["burst pipe"], "toilet.blocked": ["toilet blocked"]},
    problem={"leak": ["leak*"], "toilet": ["toilet"]},
    people={"under5": ["baby"], "over65": ["pensioner"]},
    since={"weeks": ["<number> weeks|week"]},
    comes={"morning": ["=morning"]},
    sets={"number": ["2*", "3*", "a"]},
    ages=AgeList(
        numbers={"two": 2, "eighty": 80},
        years=["# year|years old", "he|nan is #"],
        months=["# weeks|months old"],
        old=["im #"],
        not_before=["weeks", "floors"],
    ),
)


@pytest.fixture(scope="module")
def words() -> RepairWords:
    polish = RepairList(detail={"leak.pouring": ["pekla rura"]}, problem={"toilet": ["klozet"]})
    arabic = RepairList(
        prefixes=["ال"], sets={"pipe": ["+ماسورة"]}, detail={"leak.pouring": ["انفجرت <pipe>"]}
    )
    urdu = RepairList(problem={"toilet": ["ماسورة"]})
    return RepairWords({"en": ENGLISH, "pl": polish, "ar": arabic, "ur": urdu})


def test_what_is_found_comes_in_the_order_of_the_english_list(words: RepairWords) -> None:
    assert words.find("my toilet is blocked and a burst pipe is leaking", "en") == (
        "detail:leak.pouring",
        "detail:toilet.blocked",
        "problem:leak",
        "problem:toilet",
    )


def test_a_list_in_latin_letters_counts_in_its_language_alone(words: RepairWords) -> None:
    assert words.find("pękła rura", "pl") == ("detail:leak.pouring",)
    assert words.find("pękła rura", "en") == ()


@pytest.mark.parametrize("sign", ["’", "£", "😡", "é"])
def test_a_sign_that_is_not_ascii_makes_english_no_other_language(words: RepairWords, sign: str) -> None:
    assert words.find(f"klozet {sign}", "en") == ()


def test_english_counts_in_every_language(words: RepairWords) -> None:
    assert words.find("burst pipe", "ar") == words.find("burst pipe", "pl") == ("detail:leak.pouring",)


def test_words_of_another_script_count_whatever_the_conversation_is_in(words: RepairWords) -> None:
    assert "detail:leak.pouring" in words.find("انفجرت ماسورة", "en")


def test_a_language_of_the_script_is_not_read_with_the_words_of_another(words: RepairWords) -> None:
    assert words.find("انفجرت ماسورة", "ar") == ("detail:leak.pouring",)
    assert words.find("ماسورة", "ur") == ("problem:toilet",)


def test_an_article_that_is_written_with_its_noun_is_read(words: RepairWords) -> None:
    assert words.find("انفجرت الماسورة", "ar") == ("detail:leak.pouring",)


@pytest.mark.parametrize("end", [". ", "! ", "? ", "; ", "\n", " \n "])
def test_no_rule_reaches_from_one_sentence_into_the_next(words: RepairWords, end: str) -> None:
    assert "detail:toilet.blocked" not in words.find(f"I have one toilet{end}Blocked it is not", "en")


@pytest.mark.parametrize("pause", [", ", " - ", " ", "… "])
def test_what_is_no_end_of_a_sentence_parts_nothing(words: RepairWords, pause: str) -> None:
    assert "detail:toilet.blocked" in words.find(f"toilet{pause}blocked", "en")


def test_a_full_stop_at_the_very_end_leaves_a_whole_message_whole(words: RepairWords) -> None:
    assert words.find("Morning.", "en") == ("comes:morning",)


@pytest.mark.parametrize("said", ["3 weeks", "3wks".replace("wks", "weeks"), "a week"])
def test_a_number_may_stand_with_its_unit(words: RepairWords, said: str) -> None:
    assert words.find(f"toilet since {said}", "en") == ("problem:toilet", "since:weeks")


@pytest.mark.parametrize("age", ["2 years old", "two year old", "0 years old", "4 year old", "4year old"])
def test_an_age_below_five_is_a_small_child(words: RepairWords, age: str) -> None:
    assert words.find(f"she is {age}", "en") == ("people:under5",)


@pytest.mark.parametrize("age", ["nan is 84", "he is 65", "nan is 110", "eighty two years old", "im 72"])
def test_an_age_from_65_is_an_old_person(words: RepairWords, age: str) -> None:
    assert words.find(age, "en") == ("people:over65",)


@pytest.mark.parametrize(
    "age",
    [
        "he is 5",
        "he is 64",
        "nan is 111",
        "im 3",
        "he is 3 floors up",
        "he is 3 hundred",
        "flat 84",
        "he is 8421",
    ],
)
def test_what_is_between_or_beyond_or_counts_other_things_is_nobody(words: RepairWords, age: str) -> None:
    expected = {"people:under5"} if age == "he is 3 hundred" else set()
    assert set(words.find(age, "en")) == expected


def test_an_age_in_weeks_is_a_baby_and_no_time_that_something_has_lasted(words: RepairWords) -> None:
    assert words.find("toilet broken, our son is 3 weeks old", "en") == ("problem:toilet", "people:under5")


def test_an_age_and_a_time_in_one_sentence_are_both_heard(words: RepairWords) -> None:
    assert words.find("3 weeks now and he is 2", "en") == ("people:under5", "since:weeks")


def test_the_longest_age_is_taken_and_the_rest_is_left() -> None:
    ages = Ages(AgeList(years=["is #", "is # years old"]))
    assert ages.take(["she", "is", "3", "years", "old", "today"]) == ({"under5"}, ["she", "today"])


def test_a_chinese_age_needs_no_spaces() -> None:
    ages = Ages(AgeList(numbers={"八": 8, "十": 10, "两": 2}, years=["# 岁"]))
    assert ages.take(apart("奶奶84岁")) == ({"over65"}, ["奶", "奶"])
    assert ages.take(apart("儿子两岁"))[0] == {"under5"}
    assert ages.take(apart("儿子十二岁")) == (set(), ["儿", "子", "十", "二", "岁"])


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("3wks", ["3", "wks"]),
        ("82yo", ["82", "yo"]),
        ("co2", ["co2"]),
        ("12a", ["12", "a"]),
        ("f28", ["f28"]),
    ],
)
def test_letters_after_a_number_are_a_word_of_their_own(written: str, read: list[str]) -> None:
    assert apart(written) == read


def test_a_rule_that_cannot_be_read_names_its_file() -> None:
    with pytest.raises(DataFileError, match=r"pl/repairs\.yml.*<water>"):
        RepairWords({"pl": RepairList(problem={"leak": ["<water> leaks"]})})


def test_a_language_may_have_no_words_at_all() -> None:
    assert RepairWords({"en": RepairList()}).find("burst pipe", "en") == ()


@given(st.text(max_size=200), st.sampled_from(["en", "pl", "ur", "zh-Hans", "xx"]))
def test_any_text_gives_names_of_the_lists_each_once(text: str, language: str) -> None:
    found = RepairWords.load().find(text, language)
    assert len(set(found)) == len(found)
    assert all(
        name.partition(":")[0] in ("detail", "problem", "people", "since", "comes", "tenancy", "says")
        for name in found
    )


def test_what_is_said_twice_is_found_once_and_alike() -> None:
    words = RepairWords.load()
    line = "theres water comin thru kitchen ceiling onto the light"
    assert words.find(line, "en") == words.find(f"{line}. {line}", "en")


def test_a_thousand_lines_are_read() -> None:
    words = RepairWords.load()
    lines = [f"boiler packed in {number} weeks ago nan is {number % 120}" for number in range(1000)]
    assert all("detail:heating.none" in words.find(line, "en") for line in lines)
