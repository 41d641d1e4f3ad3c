"""The glossaries: what a file may say, and that those we ship are sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from locales import literals, word_checks
from locales.glossary import GlossaryError, Term, read
from locales.languages import FOLDER, language
from locales.message import Message

SHIPPED = ("pl", "ur")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("term,translation\n", r"glossary\.csv:1: the columns must be term,translation,keep,avoid,note"),
        ("term,translation,keep,avoid,note\nbin,kosz,maybe,,\n", r"glossary\.csv:2: .*maybe"),
        ("term,translation,keep,avoid,note\nbin\n", r"glossary\.csv:2: "),
    ],
)
def test_a_wrong_file_names_its_line(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "glossary.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(GlossaryError, match=says):
        read(path)


def test_no_file_is_no_terms(tmp_path: Path) -> None:
    assert read(tmp_path / "glossary.csv") == ()


def test_words_to_avoid_are_kept_apart_by_bars() -> None:
    assert Term("bin", "kosz", avoid="kubeł | śmietnik|").avoided == ("kubeł", "śmietnik")


@pytest.mark.parametrize("tag", SHIPPED)
def test_the_shipped_terms_pass_the_checks_that_translations_pass(tag: str) -> None:
    terms = read(FOLDER / tag / "glossary.csv")
    assert len({term.term for term in terms}) == len(terms) >= 40
    for term in terms:
        assert term.translation or term.keep, term.term
        if term.translation and not term.keep:
            assert not list(word_checks.check(Message(term.term), (term.translation,), language(tag), terms))
        assert not list(literals.faults(term.term))


def test_the_languages_have_settled_the_same_terms() -> None:
    polish, urdu = ({term.term for term in read(FOLDER / tag / "glossary.csv")} for tag in SHIPPED)
    assert polish == urdu
