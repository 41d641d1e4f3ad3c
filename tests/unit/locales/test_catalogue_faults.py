"""Every kind of fault is planted once, and found with its file and message."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import msgspec
import pytest

from locales import approvals
from locales.checks import check
from locales.extract import extract
from locales.faults import Fault
from locales.languages import Language
from locales.message import Message
from tests.unit.locales.project import POLISH, URDU, Project, served

SAID = """
_("Hello there")
_("Out by %(time)s")
_("Show Universal Credit")
_n("%(count)s bin", "%(count)s bins", n)
"""
PL = {
    "Hello there": "Dzień dobry",
    "Out by %(time)s": "Do %(time)s",
    "Show Universal Credit": "Pokaż Universal Credit",
}
UR = {
    "Hello there": "السلام علیکم",
    "Out by %(time)s": "%(time)s تک",
    "Show Universal Credit": "Universal Credit دکھائیں",
}
GLOSSARY = "term,translation,keep,avoid,note\nUniversal Credit,,yes,,a benefit\nbin,kosz,,śmietnik | kubeł,\n"


@pytest.fixture
def clean(project: Project) -> Project:
    """A project whose catalogue has no fault."""
    project.write("bot/a.py", SAID)
    extract(project.root, project.folder, served(POLISH, URDU))
    project.translate("pl", PL)
    project.translate("ur", UR)
    for tag, forms in (("pl", ("kosz", "kosze", "koszy")), ("ur", ("بن", "بن"))):
        for n, form in enumerate(forms):
            project.replace(tag, f'msgstr[{n}] ""', f'msgstr[{n}] "%(count)s {form}"')
    for tag in ("pl", "ur"):
        project.write(f"locales/{tag}/glossary.csv", GLOSSARY)
    return project


def faults(project: Project, *rows: Language) -> list[Fault]:
    return list(check(project.root, project.folder, served(*(rows or (POLISH, URDU)))))


def kinds(project: Project, *rows: Language) -> set[str]:
    return {fault.check for fault in faults(project, *rows)}


def test_a_clean_project_has_no_faults(clean: Project) -> None:
    assert faults(clean) == []


# The English

IDS = [
    ('_("Put it out by 7am")', "literal"),
    ('_("Ring ٩٩٩ now")', "literal"),
    ('_("See www.leeds.gov.uk")', "literal"),
    ('_("See https://x.y")', "literal"),
    ('_("Write to a@b")', "literal"),
    ('_("Hello %s")', "format"),
    ('_("Hello {name}")', "format"),
    ('_("half  spaced")', "spacing"),
    ('_("ends in space ")', "spacing"),
    ('_("an (open bracket")', "brackets"),
    ('_("hidden \\u2068mark\\u2069")', "bidi"),
    ("_(name)", "unreadable"),
    ('_n("%(count)s bag", "%(count)s bags", n)\n_n("%(count)s bag", "%(count)s sacks", n)', "clash"),
]


@pytest.mark.parametrize(("source", "kind"), IDS, ids=[kind + str(n) for n, (_, kind) in enumerate(IDS)])
def test_faults_of_an_id(clean: Project, source: str, kind: str) -> None:
    clean.write("bot/b.py", source)
    extract(clean.root, clean.folder, served(POLISH, URDU))
    found = [fault for fault in faults(clean) if fault.check == kind]
    assert found
    assert found[0].file in ("bot/b.py", "locales/messages.pot")


# The translations


def planted(tag: str, old: str, new: str) -> Callable[[Project], None]:
    return lambda project: project.replace(tag, old, new)


def two_forms(project: Project) -> None:
    """Polish as a tool with the wrong plural table leaves it."""
    project.replace("pl", "nplurals=3", "nplurals=2")
    project.replace("pl", 'msgstr[2] "%(count)s koszy"\n', "")


PLANTED = [
    ("placeholders", planted("pl", "Do %(time)s", "Do wieczora")),
    ("placeholders", planted("pl", "Do %(time)s", "Do %(day)s")),
    ("placeholders", planted("ur", "%(count)s بن", "%(n)s بن")),
    ("forms", two_forms),
    ("untranslated", planted("pl", 'msgstr[2] "%(count)s koszy"\n', "")),
    ("syntax", planted("pl", 'msgstr[2] "', 'msgstr[3] "')),
    ("literal", planted("pl", "Dzień dobry", "Dzień dobry 999")),
    ("literal", planted("ur", "السلام علیکم", "السلام ۹۹۹ علیکم")),
    ("format", planted("pl", "Dzień dobry", "Dzień {dobry}")),
    ("format", planted("pl", "Do %(time)s", "Do %(time)s %d")),
    ("spacing", planted("pl", "Dzień dobry", "Dzień  dobry")),
    ("brackets", planted("pl", "Dzień dobry", "Dzień (dobry")),
    ("bidi", planted("ur", "السلام علیکم", "\u2068السلام\u2069 علیکم")),
    ("script", planted("ur", "السلام علیکم", "Dzień dobry")),
    ("script", planted("pl", "Dzień dobry", "السلام علیکم")),
    ("script", planted("ur", "السلام علیکم", "السلام عليكم")),
    ("script", planted("pl", "Dzień dobry", "Dzień dоbry")),
    ("manners", planted("pl", "Dzień dobry", "Dzień dobry, ty")),
    ("manners", planted("ur", "السلام علیکم", "تم کیسے ہو")),
    ("gender", planted("pl", "Dzień dobry", "Zrobiłem to")),
    ("gender", planted("pl", "Dzień dobry", "Dzień dobry Pani")),
    ("glossary", planted("pl", "Pokaż Universal Credit", "Pokaż kredyt")),
    ("glossary", planted("pl", "%(count)s kosze", "%(count)s śmietnik")),
    (
        "fuzzy",
        planted("pl", '#: bot/a.py\nmsgid "Hello there"', '#: bot/a.py\n#, fuzzy\nmsgid "Hello there"'),
    ),
    ("untranslated", planted("pl", 'msgstr[1] "%(count)s kosze"', 'msgstr[1] ""')),
    ("plural", planted("pl", "nplurals=3", "nplurals=4")),
    ("plural", planted("ur", "plural=(n != 1)", "plural=(n > 1)")),
    ("syntax", planted("pl", 'msgid "Hello there"', 'nonsense "Hello there"')),
    ("stale", planted("pl", 'msgid "Hello there"', 'msgid "Hello then"')),
    ("fold", planted("pl", "Pokaż Universal Credit", "Dzien dobry")),
]


@pytest.mark.parametrize(
    ("kind", "plant"), PLANTED, ids=[f"{kind}{n}" for n, (kind, _) in enumerate(PLANTED)]
)
def test_faults_of_a_translation(clean: Project, kind: str, plant: Callable[[Project], None]) -> None:
    plant(clean)
    assert kind in kinds(clean)


def test_a_fault_names_file_message_and_kind(clean: Project) -> None:
    clean.replace("pl", "Dzień dobry", "Dzień dobry 9")
    (fault,) = faults(clean)
    assert str(fault) == (
        'locales/pl/LC_MESSAGES/messages.po: "Hello there" [literal] a digit: use a typed value'
    )


def test_a_new_message_makes_the_template_and_every_language_stale(clean: Project) -> None:
    clean.write("bot/b.py", '_("Goodbye")')
    stale = {fault.file for fault in faults(clean) if fault.check == "stale"}
    assert stale == {
        "locales/messages.pot",
        *(f"locales/{tag}/LC_MESSAGES/messages.po" for tag in ("en", "pl", "ur")),
    }


def test_one_word_as_a_label_and_within_a_sentence_is_no_fault(clean: Project) -> None:
    clean.write("bot/b.py", '_("Bread")\n_("bread")')
    extract(clean.root, clean.folder, served(POLISH, URDU))
    clean.translate("pl", {"Bread": "Chleb", "bread": "chleb"})
    clean.translate("ur", {"Bread": "روٹی", "bread": "روٹی"})
    assert faults(clean) == []


def test_a_missing_file_is_a_fault(clean: Project) -> None:
    clean.po("ur").unlink()
    (fault,) = faults(clean)
    assert (fault.check, fault.file) == ("syntax", "locales/ur/LC_MESSAGES/messages.po")


def test_a_source_that_cannot_be_read_is_one_fault(clean: Project) -> None:
    clean.write("bot/b.py", "def (:")
    assert [(fault.file, fault.check) for fault in faults(clean)] == [("bot/b.py", "source")]


def test_a_rule_that_is_not_cldrs_is_a_fault(clean: Project) -> None:
    wrong = msgspec.structs.replace(URDU.plural, rule="n > 1")
    assert "plural" in kinds(clean, msgspec.structs.replace(URDU, plural=wrong))


@pytest.mark.parametrize("file", ["pl/glossary.csv", "approvals/pl.csv"])
def test_a_broken_table_beside_the_words_is_a_fault(clean: Project, file: str) -> None:
    clean.write(f"locales/{file}", "wrong,columns\n")
    assert "syntax" in kinds(clean)


# How far a language is


def test_gaps_are_allowed_in_a_draft_and_not_in_a_complete_language(clean: Project) -> None:
    clean.replace("pl", 'msgstr "Dzień dobry"', 'msgstr ""')
    draft, complete = (msgspec.structs.replace(POLISH, status=status) for status in ("draft", "complete"))
    assert faults(clean, draft) == []
    assert kinds(clean, complete) == {"untranslated"}


def test_a_released_language_has_every_safety_message_read_twice(clean: Project) -> None:
    clean.write("bot/handover/cards.py", '_("Hello there")')
    released = msgspec.structs.replace(POLISH, status="released")
    assert kinds(clean, released) == {"safety"}
    message, forms = Message("Hello there"), ("Dzień dobry",)
    path = clean.folder / "approvals" / "pl.csv"
    path.parent.mkdir()
    approvals.write(path, [approvals.approve(message, forms, "translator", dt.date(2026, 11, 20))])
    assert kinds(clean, released) == {"safety"}
    both = [
        approvals.approve(message, forms, role, dt.date(2026, 11, 20)) for role in ("translator", "reviewer")
    ]
    approvals.write(path, both)
    assert faults(clean, released) == []
    clean.replace("pl", "Dzień dobry", "Dobry dzień")
    assert kinds(clean, released) == {"safety"}
