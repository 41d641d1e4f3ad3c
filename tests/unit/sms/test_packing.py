"""What is said in one turn, as one text message, or as few as may be."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accessibility import sms
from accessibility.text import Rendered, RenderedChoice, RenderedLink
from channels.sms.packing import SEGMENTS, pack, units

COUNCIL = "Leeds City Council"
LINK = RenderedLink("https://assistant.council.test/r/7f3k9q", "Read the rest")
NEXT = "Your next collections are on Thursday 26 November. "
MANY = "The black bin is collected on Thursday 26 November. " * 12


def line(text: str, language: str = "en", **more: object) -> Rendered:
    return Rendered(f"{COUNCIL}: {text}", language, **more)  # type: ignore[arg-type]


def rest(lines: Sequence[Rendered]) -> RenderedLink | None:
    return LINK


def test_lines_become_one_message_with_the_council_s_name_once() -> None:
    choices = (RenderedChoice("yes", "1", "Yes"),)
    [packed] = pack([line("Thursday."), line("Shall I remind you? 1 Yes", choices=choices)], COUNCIL, 1_600)
    assert packed.text == f"{COUNCIL}: Thursday.\nShall I remind you? 1 Yes"
    assert packed.choices == choices


def test_nothing_is_nothing() -> None:
    assert pack([], COUNCIL, 1_600) == ()
    assert pack([Rendered("  ", "en")], COUNCIL, 1_600) == ()


def test_a_name_that_is_no_opening_stays() -> None:
    [packed] = pack([line("One."), Rendered(f"Ask {COUNCIL}: it knows.", "en")], COUNCIL, 1_600)
    assert packed.text == f"{COUNCIL}: One.\nAsk {COUNCIL}: it knows."


def test_right_to_left_lines_keep_their_mark() -> None:
    lines = [Rendered(f"\u200f{COUNCIL}: {words}", "ur", "rtl") for words in ("جمعرات۔", "اور کچھ؟")]
    [packed] = pack(lines, COUNCIL, 1_600)
    assert packed.text == f"\u200f{COUNCIL}: جمعرات۔\n\u200fاور کچھ؟"
    assert (packed.language, packed.direction) == ("ur", "rtl")


def test_what_a_computer_translated_stays_marked() -> None:
    [packed] = pack([line("Czwartek.", machine=True), line("Co dalej?")], COUNCIL, 1_600)
    assert packed.machine


def test_without_a_link_nothing_is_lost() -> None:
    [packed] = pack([line(MANY), line("Anything else?")], COUNCIL, 1_600)
    assert packed.text == f"{COUNCIL}: {MANY}\nAnything else?"
    assert sms.measure(packed.text).segments > SEGMENTS


def test_with_a_link_it_ends_with_a_sentence_and_keeps_the_question() -> None:
    [packed] = pack([line(MANY), line("Anything else?")], COUNCIL, 1_600, rest)
    told, asked, link = packed.text.split("\n")
    assert told.endswith("November.")
    assert asked == "Anything else?"
    assert link == "Read the rest: https://assistant.council.test/r/7f3k9q"
    assert sms.measure(packed.text).segments == SEGMENTS
    assert packed.links == (LINK,)


def test_what_fits_has_no_link() -> None:
    [packed] = pack([line("Thursday.")], COUNCIL, 1_600, rest)
    assert packed == line("Thursday.")


def test_safety_is_never_cut() -> None:
    for more in ({"safety": True}, {"english": "Get out now."}):
        [packed] = pack([line(MANY), line("Get out now.", **more)], COUNCIL, 1_600, rest)
        assert packed.text == f"{COUNCIL}: {MANY}\nGet out now."
        assert packed.links == ()


def test_choices_are_never_cut() -> None:
    choices = (RenderedChoice("a", "1", "Yes"),)
    [packed] = pack([line(MANY + "1 Yes", choices=choices)], COUNCIL, 1_600, rest)
    assert packed.text.endswith("1 Yes")
    assert packed.links == ()


def test_one_sentence_without_an_end_is_sent_whole() -> None:
    endless = "bins and " * 80
    [packed] = pack([line(endless)], COUNCIL, 1_600, rest)
    assert packed.text == f"{COUNCIL}: {endless}"


def test_no_link_can_be_had() -> None:
    [packed] = pack([line(MANY)], COUNCIL, 1_600, lambda lines: None)
    assert packed.text == f"{COUNCIL}: {MANY}"


def test_more_than_a_provider_takes_is_several_messages() -> None:
    packed = pack([line(NEXT * 40)], COUNCIL, 900)
    assert [one.text[-9:] for one in packed] == ["November."] * 2 + ["November. "[-9:]] * (len(packed) - 2)
    assert all(units(one.text) <= 900 for one in packed)
    assert " ".join(one.text for one in packed).split() == f"{COUNCIL}: {NEXT * 40}".split()


def test_three_parts_hold_exactly_what_they_hold() -> None:
    head = f"{COUNCIL}: "
    full = head + "x" * (459 - len(head))
    assert pack([Rendered(full, "en")], COUNCIL, 1_600, rest)[0].links == ()
    over = head + "One sentence. " + "x" * (446 - len(head)) + "."
    assert sms.measure(over).segments == 4
    assert pack([Rendered(over, "en")], COUNCIL, 1_600, rest)[0].links == (LINK,)


WORDS = st.lists(st.text("ab .?!\n€ł漢🗑ن", min_size=1, max_size=400), min_size=1, max_size=4)


@given(WORDS, st.integers(70, 700))
def test_no_word_is_lost_and_none_is_too_long(words: list[str], longest: int) -> None:
    packed = pack([Rendered(text, "en") for text in words], "", longest)
    assert all(0 < units(one.text) <= longest for one in packed)
    assert "".join("".join(one.text for one in packed).split()) == "".join("".join(words).split())


@given(WORDS)
def test_with_a_link_there_are_three_parts_or_all_of_it(words: list[str]) -> None:
    packed = pack([Rendered(text, "en") for text in words], "", 1_600, rest)
    if any(one.links for one in packed):
        assert len(packed) == 1
        assert sms.measure(packed[0].text).segments <= SEGMENTS
        assert packed[0].text.endswith(LINK.url)
    else:
        assert "".join("".join(one.text for one in packed).split()) == "".join("".join(words).split())


@pytest.mark.parametrize(("text", "size"), [("abc", 3), ("ł", 1), ("🗑", 2), ("€", 1), ("", 0)])
def test_units(text: str, size: int) -> None:
    assert units(text) == size
