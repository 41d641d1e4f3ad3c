"""The language table: what it holds, that it agrees with CLDR, and what it refuses."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
import yaml
from babel import Locale
from babel.dates import get_day_names, get_month_names

from locales.languages import FOLDER, Language, LanguageError, language, languages, read

ALL = pytest.mark.parametrize("row", languages(), ids=lambda row: row.tag)


def test_english_is_the_source_and_comes_first() -> None:
    assert languages()[0].tag == "en"
    assert [row.tag for row in languages() if row.status == "source"] == ["en"]


def test_the_twelve_are_talked_and_twelve_more_know_an_emergency() -> None:
    talked = {row.tag for row in languages() if row.talked and not row.writing_of}
    assert talked == {"en", "pl", "ar", "ro", "ur", "pa", "pt", "zh-Hans", "ckb", "fa", "bn", "gu"}
    assert {row.writing_of for row in languages() if row.writing_of} == {"ur", "pa", "gu"}
    brief = {row.tag for row in languages() if row.status == "safety"}
    assert brief == {"so", "ti", "sk", "hi", "ta", "es", "ps", "am", "ku", "uk", "fr", "it"}


def test_a_language_is_found_by_its_exact_tag() -> None:
    assert language("ur").endonym == "اردو"
    with pytest.raises(LookupError, match="'cy' is served"):
        language("cy")


@ALL
def test_plural_rule_is_that_of_cldr(row: Language) -> None:
    """Babel's gettext table differs from CLDR for some languages; its CLDR rules do not, and nor do ours."""
    category = Locale.parse(row.locale).plural_form
    pairs = {(row.plural_form(n), category(n)) for n in range(5000)}
    assert len(pairs) == row.plural.forms
    assert {form for form, _ in pairs} == set(range(row.plural.forms))


@pytest.mark.parametrize(
    ("tag", "n", "form"),
    [
        ("en", 0, 1), ("en", 1, 0), ("en", 2, 1),
        ("pl", 0, 2), ("pl", 1, 0), ("pl", 2, 1), ("pl", 5, 2), ("pl", 12, 2), ("pl", 22, 1), ("pl", 112, 2),
        ("ur", 0, 1), ("ur", 1, 0), ("ur", 21, 1),
        ("pl", -2, 1),
    ],
)  # fmt: skip
def test_plural_forms_by_number(tag: str, n: int, form: int) -> None:
    assert language(tag).plural_form(n) == form


OTHERWISE = {
    "zh-Hans": {f"{n}月" for n in range(1, 13)},  # figures, as the days beside them
    "ckb": {"هەینی", "کانوونی یەکەم"},  # CLDR has another h, and both spellings of the month
    "fa": {"ژانویه", "فوریه", "مه", "ژوئیه"},  # without the ezafe, which joins a name to what follows
    "bn": {"জানুয়ারি", "ফেব্রুয়ারি"},  # the spelling of the Bangla Academy
}
"""Names that are not CLDR's, on purpose."""


@ALL
def test_full_names_of_days_and_months_are_those_of_cldr(row: Language) -> None:
    if row.writing_of:
        assert all(name.isascii() for name in (*row.day.weekdays, *row.day.months))
        return
    days = get_day_names("wide", "format", row.locale)
    months = get_month_names("wide", "format", row.locale)
    theirs = [*(days[n] for n in range(7)), *(months[n] for n in range(1, 13))]
    ours = [*row.day.weekdays, *row.day.months]
    assert {a for a, b in zip(ours, theirs, strict=True) if a != b} == OTHERWISE.get(row.tag, set())


@ALL
def test_direction_is_that_of_cldr(row: Language) -> None:
    assert row.direction == ("ltr" if row.writing_of else Locale.parse(row.locale).text_direction)


@ALL
def test_every_digit_that_may_be_typed_is_a_digit(row: Language) -> None:
    for shapes in row.digits:
        assert [unicodedata.digit(shape) for shape in shapes] == list(range(10))


@ALL
def test_short_names_tell_the_days_and_months_apart(row: Language) -> None:
    assert len(set(row.day.short_weekdays)) == 7
    assert len(set(row.day.short_months)) == 12


def _changed(tmp_path: Path, change: dict[str, object]) -> Path:
    rows = yaml.safe_load((FOLDER / "languages.yaml").read_text(encoding="utf-8"))
    rows[1].update(change)
    path = tmp_path / "languages.yaml"
    path.write_text(yaml.safe_dump(rows, allow_unicode=True), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"direction": "up"}, r"Invalid enum value 'up'.*\$\[1\]\.direction"),
        ({"digit_words": ["zero"]}, r"\$\[1\]\.digit_words"),
        ({"plural": {"forms": 3, "rule": "n %% 2"}}, "pl: plural.rule"),
        ({"plural": {"forms": 3, "rule": "n != 1"}}, r"pl: plural.forms: the rule gives \[0, 1\]"),
        ({"money": {"pounds": ["{n}"], "pence": ["{n}"]}}, "pl: money: 3 forms are needed"),
        ({"colour": "red"}, r"unknown field `colour`"),
    ],
)
def test_a_wrong_row_is_refused_and_named(tmp_path: Path, change: dict[str, object], says: str) -> None:
    with pytest.raises(LanguageError, match=says):
        read(_changed(tmp_path, change))


def test_a_missing_table_says_so(tmp_path: Path) -> None:
    with pytest.raises(LanguageError, match=r"languages\.yaml"):
        read(tmp_path / "languages.yaml")
