"""What is inside a text: its lines, the messages that need words, its links."""

from __future__ import annotations

import pytest

from accessibility.composer import Composer, settle
from accessibility.parts import WEBSITE, count_of, gather, label_of, lines
from accessibility.text import Count, Items, Link, Plain, Text, _, _n
from accessibility.values import for_screen
from locales.languages import language
from locales.phrase import Standing
from tests.unit.accessibility.words import BINS_PAGE, OUT_BY, WHICH, catalogue

ONE, TWO, THREE = _("one"), _("two"), _("three")


def ids(texts: list[Text]) -> list[str]:
    return [text.msgid for text in texts]


def test_lines_are_in_reading_order() -> None:
    text = ONE.then(TWO.then(THREE), WHICH)
    assert [line.msgid for line in lines(text)] == ["one", "two", "three", "Which one?"]


def test_passing_nothing_over_changes_nothing() -> None:
    assert ONE.then(None) == ONE
    assert ONE.then(None, TWO).after == (TWO,)


def test_messages_inside_values_lists_and_links_are_gathered() -> None:
    inside = _("%(a)s %(b)s %(c)s", a=ONE, b=Items((TWO, Items((THREE,)), Plain("x"))), c=BINS_PAGE)
    assert ids(gather([inside])[0]) == ["%(a)s %(b)s %(c)s", "one", "two", "three", "Bins page"]


def test_what_follows_is_gathered_too() -> None:
    assert ids(gather([ONE.then(TWO.then(THREE))])[0]) == ["one", "two", "three"]


def test_a_link_without_a_name_has_one_to_be_called_by() -> None:
    assert label_of(Link("https://x.uk")) is WEBSITE
    assert gather([], [Link("https://x.uk")])[0] == [WEBSITE]


def test_links_are_gathered_once_the_given_first() -> None:
    inside, given = Link("https://a.uk"), Link("https://b.uk")
    text = _("%(x)s %(y)s", x=inside, y=Items((Link("https://b.uk", ONE), inside)))
    assert gather([text], [given])[1] == [given, inside]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (_n("%(count)s bin", "%(count)s bins", Count(3)), 3),
        (_("%(count)s", count=Count(3)), None),
        (Text("bin", plural="bins"), None),
        (Text("bin", {"count": Plain("3")}, plural="bins"), None),
    ],
)
def test_only_a_text_that_counts_has_a_count(text: Text, count: int | None) -> None:
    assert count_of(text) == count


@pytest.mark.parametrize(
    ("asked", "texts", "tag", "fell_back"),
    [
        ("pl", [WHICH, OUT_BY], "pl", False),
        ("pl", [WHICH, ONE], "en", True),
        ("en", [ONE], "en", False),
        ("cy", [WHICH], "en", True),
        ("pl", [], "pl", False),
    ],
)
def test_the_language_is_settled_for_all_texts_together(
    asked: str, texts: list[Text], tag: str, fell_back: bool
) -> None:
    settled = settle(catalogue(), asked, texts)
    assert (settled.language.tag, settled.fell_back) == (tag, fell_back)


def test_the_weakest_words_decide_the_standing() -> None:
    assert settle(catalogue("translator"), "pl", [WHICH]).standing == Standing.TRANSLATED
    assert settle(catalogue(), "pl", [_("%(x)s"), WHICH]).standing == Standing.MACHINE
    assert settle(catalogue(), "pl", [_("%(x)s")]).standing == Standing.SOURCE


def test_a_composer_never_says_what_it_has_no_words_for() -> None:
    with pytest.raises(LookupError, match="pl has no words for 'one'"):
        Composer(catalogue(), for_screen(language("pl"))).sentence(ONE)


def test_a_label_is_one_line() -> None:
    english = Composer(catalogue(), for_screen(language("en")))
    assert english.line(ONE.then(TWO)) == "One Two"
    assert english.sentences(ONE.then(_("%(x)s", x=Plain("")))) == ["One"]
