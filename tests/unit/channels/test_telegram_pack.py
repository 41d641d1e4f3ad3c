"""Turns become as few messages as they fit into, and nothing that was said is lost on the way."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from accessibility.isolate import FSI, PDI
from accessibility.text import Rendered, RenderedChoice, RenderedLink
from channels.fake import said
from channels.telegram import data, written
from channels.telegram.fake.markup import BadMarkup, shown
from channels.telegram.keyboard import rows
from channels.telegram.pack import LIMIT, cut, packed
from channels.telegram.written import units


def test_one_turn_is_one_message() -> None:
    day = said("Thursday 26 November.", links={"Calendar": "https://leeds.test/1.ics"})
    [message] = packed((said("Thank you."), day, said("Anything else?", ("yes", "Yes"))))
    assert message.text == "Thank you.\n\nThursday 26 November.\n\nAnything else?"
    assert [link.label for link in message.links] == ["Calendar"]
    assert [choice.id for choice in message.choices] == ["yes"]


def test_the_english_stays_beside_its_words() -> None:
    lines = (said("Gaz!", language="pl", english="Gas!"), said("Dzwoń.", language="pl", english="Call."))
    [message] = packed(lines)
    assert (message.text, message.english) == ("Gaz!\n\nGas!\n\nDzwoń.\n\nCall.", "")
    assert message.language == "pl"


def test_a_single_line_is_left_as_it_is() -> None:
    line = said("Gaz!", ("a", "b"), language="pl", english="Gas!", machine=True)
    assert packed((line,)) == (line,)


def test_a_message_ends_with_its_buttons() -> None:
    one, two = said("First?", ("a", "A")), said("Second?", ("b", "B"))
    assert packed((one, two)) == (one, two)
    place = Rendered("Where?", "en", wants="home")
    assert packed((place, one)) == (place, one)


def test_a_note_after_a_question_is_read_before_its_buttons() -> None:
    [message] = packed((said("Which?", ("a", "A")), said("A computer translated this.")))
    assert message.text == "Which?\n\nA computer translated this."
    assert [choice.id for choice in message.choices] == ["a"]


def test_nothing_to_say_is_no_message() -> None:
    assert packed(()) == ()
    assert packed((said(""), said("  "))) == ()


def test_a_long_text_is_cut_between_paragraphs_then_sentences_then_words() -> None:
    assert cut("One two.\n\nThree four. Five", 20) == ("One two.", "Three four. Five")
    assert cut("One two.\nThree four. Five", 20) == ("One two.", "Three four. Five")
    assert cut("One two. Three four five", 20) == ("One two.", "Three four five")
    assert cut("One two three four five", 20) == ("One two three four", "five")
    assert cut("x" * 30, 20) == ("x" * 20, "x" * 10)
    assert cut("پہلا جملہ۔ دوسرا جملہ ہے", 14)[0] == "پہلا جملہ۔"


def test_a_number_in_an_isolate_is_not_torn() -> None:
    number = f"{FSI}0113 222 4406{PDI}"
    start, rest = cut(f"فون کریں {number} ابھی", 18)
    assert FSI not in start
    assert rest.startswith(number)


def test_emoji_count_twice_and_are_not_torn() -> None:
    assert units("😀") == 2
    assert cut("😀" * 5, 5) == ("😀😀", "😀😀😀")


def test_links_and_choices_stay_with_the_end_of_a_long_text() -> None:
    line = said("word " * 3_000, ("a", "A"), links={"L": "https://leeds.test"})
    made = packed((line,))
    assert all(units(written.plain(one)) <= LIMIT for one in made)
    assert [bool(one.choices) for one in made] == [False] * (len(made) - 1) + [True]
    assert [bool(one.links) for one in made] == [False] * (len(made) - 1) + [True]
    assert "".join(one.text for one in made).replace(" ", "") == "word" * 3_000


words = st.text(st.sampled_from("aB9 .\n<>&\"'é۔ک😀" + FSI + PDI), max_size=6_000)
choices = st.lists(st.tuples(st.text(max_size=80), st.text("xyz اب<&", max_size=250)), max_size=12)
lines = st.builds(
    lambda text, english, picks, links: Rendered(
        text,
        "en",
        english=english,
        choices=tuple(RenderedChoice(id, str(n), label) for n, (id, label) in enumerate(picks, 1)),
        links=tuple(RenderedLink(f"https://x.test/?a={n}&b", label) for n, label in enumerate(links)),
    ),
    words,
    words,
    choices,
    st.lists(st.text("ab<&", max_size=300), max_size=20),
)


@given(st.lists(lines, max_size=4))
def test_whatever_is_said_fits_parses_and_is_all_there(turn: list[Rendered]) -> None:
    made = packed(turn)
    for message in made:
        seen, _links = shown(written.html(message))
        assert 0 < units(seen) <= LIMIT or not seen.strip()
        assert units(written.plain(message)) <= LIMIT
    told = "".join(written.words(message) for message in made)
    assert "".join(told.split()) == "".join("".join(line.text + line.english for line in turn).split())
    assert [choice for one in made for choice in one.choices] == [c for one in turn for c in one.choices]
    assert {link for one in made for link in one.links} == {link for one in turn for link in one.links}


@given(st.text(max_size=200))
def test_data_fits_a_button_and_finds_its_choice(choice: str) -> None:
    sent = data.written(choice)
    assert 1 <= len(sent.encode("utf-8", "surrogatepass")) <= data.LIMIT
    assert data.read(sent, ["another", choice, "x" * 99]) == choice


def test_data_that_is_not_ours_means_nothing() -> None:
    assert data.read("") == data.read("x:1", ["1"]) == data.read("h:nothing", ["1"]) == ""


@given(st.lists(st.text("abc ", min_size=1, max_size=60), min_size=1, max_size=12))
def test_every_choice_has_one_button_in_order(labels: list[str]) -> None:
    picks = [RenderedChoice(str(n), str(n), label) for n, label in enumerate(labels, 1)]
    made = rows(picks)
    assert [button.callback_data for row in made for button in row] == [f"c:{one.id}" for one in picks]
    assert all(1 <= len(row) <= 4 for row in made)


def test_the_fake_reads_html_as_strictly_as_telegram() -> None:
    assert shown('a &lt; <b>b</b> <a href="https://x?a&amp;b">c</a>') == ("a < b c", ("https://x?a&b",))
    for bad in ("<", "a & b", "<b>", "</b>", "<p>x</p>", "<b><i>x</b></i>", "&nbsp;", '<a href="x>y</a>'):
        try:
            shown(bad)
        except BadMarkup:
            continue
        raise AssertionError(bad)
