"""The catalogue: what a message is in a language, and when it has no words there."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from locales.approvals import Approvals, approve
from locales.catalogue import Catalogue, fits, load
from locales.message import Message
from locales.phrase import Standing
from locales.pofile import CatalogueError
from tests.unit.locales.project import ENGLISH, POLISH, URDU, Project, served

HELLO = Message("Hello")
BINS = Message("%(count)s bin", "%(count)s bins")
POST = Message("Post", context="verb")
WORDS = {
    HELLO: ("Dzień dobry",),
    BINS: ("%(count)s kosz", "%(count)s kosze", "%(count)s koszy"),
    POST: ("Wyślij",),
}


def catalogue(approved: Approvals | None = None) -> Catalogue:
    return Catalogue(
        served(POLISH, URDU), {"pl": WORDS}, {"pl": approved} if approved else None, [HELLO, BINS, POST]
    )


def test_a_translation_is_found() -> None:
    assert catalogue().translate("Hello", "pl") == "Dzień dobry"


@pytest.mark.parametrize(
    ("n", "word"), [(1, "kosz"), (3, "kosze"), (5, "koszy"), (22, "kosze"), (0, "koszy")]
)
def test_the_number_chooses_the_form(n: int, word: str) -> None:
    found = catalogue().translate(BINS.msgid, "pl", plural=BINS.plural, n=n)
    assert found == f"%(count)s {word}"


def test_context_keeps_meanings_apart() -> None:
    assert catalogue().translate("Post", "pl", context="verb") == "Wyślij"
    assert catalogue().translate("Post", "pl") is None


def test_a_missing_translation_is_none_and_never_english() -> None:
    assert catalogue().translate("Hello", "ur") is None
    assert catalogue().phrase("Goodbye", "pl") is None


@pytest.mark.parametrize(("n", "text"), [(1, "%(count)s bin"), (-1, "%(count)s bin"), (0, "%(count)s bins")])
def test_english_always_has_words(n: int, text: str) -> None:
    assert catalogue().translate(BINS.msgid, "en", plural=BINS.plural, n=n) == text
    assert catalogue().translate("Never seen", "en") == "Never seen"


def test_english_can_be_reworded_without_touching_the_program() -> None:
    words = {HELLO: ("Good morning",)}
    assert Catalogue([ENGLISH], {"en": words}).translate("Hello", "en") == "Good morning"


@pytest.mark.parametrize("tag", ["en", "pl", "ur"])
def test_a_message_of_values_alone_needs_no_translation(tag: str) -> None:
    assert catalogue().translate("%(day)s", tag) == "%(day)s"
    assert catalogue().standing("%(day)s", tag) == Standing.SOURCE


def test_an_unserved_language_is_an_error() -> None:
    with pytest.raises(LookupError):
        catalogue().translate("Hello", "cy")


def test_standing_follows_the_approvals() -> None:
    rows = [approve(HELLO, WORDS[HELLO], role, dt.date(2026, 11, 20)) for role in ("translator", "reviewer")]
    approved = catalogue(Approvals(rows))
    assert approved.standing("Hello", "pl") == Standing.READ
    assert approved.standing("Post", "pl", "verb") == Standing.MACHINE
    assert approved.standing("Hello", "en") == Standing.SOURCE
    assert approved.standing("Hello", "ur") is None


def test_known_messages_are_sorted() -> None:
    assert catalogue().known() == (BINS, HELLO, POST)


@pytest.mark.parametrize(
    ("message", "forms", "answer"),
    [
        (HELLO, ("Cześć",), True),
        (HELLO, ("Cześć", "Cześć"), False),
        (BINS, ("jeden kosz", "%(count)s kosze", "%(count)s koszy"), True),
        (BINS, ("%(count)s kosz", "%(count)s kosze"), False),
        (BINS, ("%(n)s kosz", "%(count)s kosze", "%(count)s koszy"), False),
        (Message("On %(day)s"), ("W dniu",), False),
        (Message("On %(day)s"), ("W dniu %(day)s o %(time)s",), False),
        (Message("On %(day)s"), ("%(day)s, tak, %(day)s",), True),
    ],
)
def test_whether_a_translation_fits_its_message(
    message: Message, forms: tuple[str, ...], answer: bool
) -> None:
    assert fits(message, forms, POLISH) is answer


def test_a_translation_that_does_not_fit_counts_as_missing() -> None:
    words = {Message("Out by %(time)s"): ("Wystaw do %(hour)s",)}
    assert Catalogue(served(POLISH), {"pl": words}).translate("Out by %(time)s", "pl") is None


def test_loading_reads_words_approvals_and_known_messages(project: Project) -> None:
    project.write("bot/a.py", '_("Hello")\n_n("%(count)s bin", "%(count)s bins", n)\n')
    from locales.extract import extract

    extract(project.root, project.folder, served(POLISH))
    project.translate("pl", {"Hello": "Dzień dobry"})
    project.write("locales/approvals/pl.csv", "message,translation,role,date\n")
    loaded = load(project.folder, served(POLISH))
    assert loaded.translate("Hello", "pl") == "Dzień dobry"
    assert loaded.translate(BINS.msgid, "pl", plural=BINS.plural, n=2) is None
    assert loaded.known() == (BINS, HELLO)
    assert loaded.standing("Hello", "pl") == Standing.MACHINE


def test_fuzzy_words_are_not_said(project: Project) -> None:
    project.write(
        "locales/pl/LC_MESSAGES/messages.po",
        'msgid ""\nmsgstr ""\n\n#, fuzzy\nmsgid "Hello"\nmsgstr "Cześć"\n',
    )
    assert load(project.folder, served(POLISH)).translate("Hello", "pl") is None


def test_a_broken_file_stops_the_start_with_file_and_line(project: Project) -> None:
    project.write("locales/pl/LC_MESSAGES/messages.po", 'msgid "Hello"\nnonsense\n')
    with pytest.raises(CatalogueError, match=r"messages\.po:\d"):
        load(project.folder, served(POLISH))


def test_an_empty_folder_speaks_english(tmp_path: Path) -> None:
    empty = load(tmp_path)
    assert empty.known() == ()
    assert empty.translate("Hello", "en") == "Hello"
