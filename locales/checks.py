"""Everything that can be wrong with the catalogue and can be seen without rendering it.

Run as `python -m locales check`; `python -m accessibility check` adds what only shows when it is rendered.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from babel import Locale
from babel.messages.catalog import Catalog

from locales import approvals, glossary, literals, pofile, sources, word_checks
from locales.approvals import ApprovalError, Approvals
from locales.extract import translatable
from locales.faults import Fault
from locales.glossary import GlossaryError, Term
from locales.languages import FOLDER, Language, Plural, languages
from locales.message import Message
from locales.phrase import Standing
from locales.pofile import CatalogueError
from locales.sources import Found, SourceError

CLDR_UP_TO = 5000
"""Numbers for which our plural rule must agree with CLDR."""


def check(
    root: Path = FOLDER.parent, folder: Path = FOLDER, served: Iterable[Language] | None = None
) -> tuple[Fault, ...]:
    """Every fault of the ids under `root` and the catalogue in `folder`, sorted."""
    try:
        found = translatable(root)
        faults = [*ids(root, found), *_template(folder, found)]
    except SourceError as problem:
        return (Fault(str(problem).split(":")[0], "", "source", str(problem)),)
    rows = languages() if served is None else tuple(served)
    for row in rows:
        faults += of_language(folder, row, found)
    return tuple(sorted(set(faults)))


def ids(root: Path, found: Iterable[Found]) -> Iterator[Fault]:
    """Faults of the English: ids that hold facts, are unreadable to the extractor, or clash."""
    for one in found:
        for text in one.message.english:
            for kind, says in literals.faults(text):
                yield Fault(one.files[0], text, kind, says)
    for file, line in sources.unreadable(root):
        yield Fault(file, "", "unreadable", f"line {line}: the id must be a literal string")
    plurals: dict[tuple[str, str], set[str]] = {}
    for place in sources.places(root):
        if place.message.plural:
            plurals.setdefault(place.message.key, set()).add(place.message.plural)
    for (_, msgid), different in plurals.items():
        if len(different) > 1:
            yield Fault("locales/messages.pot", msgid, "clash", "one singular with several plurals")


def _template(folder: Path, found: Iterable[Found]) -> Iterator[Fault]:
    yield from _ids_of(folder / pofile.TEMPLATE, "locales/messages.pot", found)


def of_language(folder: Path, row: Language, found: tuple[Found, ...]) -> Iterator[Fault]:
    """Faults of one language's files."""
    name = f"locales/{row.tag}/LC_MESSAGES/messages.po"
    try:
        catalog = pofile.read(pofile.path_of(row.tag, folder))
        terms = glossary.read(folder / row.tag / "glossary.csv")
        approved = approvals.read(folder / "approvals" / f"{row.tag}.csv")
    except (CatalogueError, GlossaryError, ApprovalError) as problem:
        yield Fault(name, "", "syntax", str(problem))
        return
    yield from _ids_of(pofile.path_of(row.tag, folder), name, found)
    yield from _header(name, row, catalog)
    needs_none = row.status in ("source", "draft")
    owed = {one.message for one in found if not needs_none and (row.talked or one.everywhere)}
    yield from _translations(name, row, catalog, terms, owed)
    yield from _safety(name, row, catalog, approved, found)
    if row.sms_fold:
        yield from _folded(name, catalog)


def _ids_of(path: Path, name: str, found: Iterable[Found]) -> Iterator[Fault]:
    """The ids of a file are those of the program: no fewer, no more."""
    try:
        present = {pofile.message_of(entry) for entry in pofile.entries(pofile.read(path)).values()}
    except CatalogueError as problem:
        yield Fault(name, "", "syntax", str(problem))
        return
    wanted = {one.message for one in found}
    for message in wanted - present:
        yield Fault(name, message.msgid, "stale", "missing: run `python -m locales extract`")
    for message in present - wanted:
        yield Fault(name, message.msgid, "stale", "no longer said: run `python -m locales extract`")


def _header(name: str, row: Language, catalog: Catalog) -> Iterator[Fault]:
    if (catalog.num_plurals, catalog.plural_expr) != (row.plural.forms, f"({row.plural.rule})"):
        yield Fault(name, "", "plural", f"Plural-Forms must be {row.plural.header}")
    if not _is_cldr(row.locale, row.plural):
        yield Fault("locales/languages.yaml", "", "plural", f"{row.tag}: the rule is not CLDR's")
    problem = pofile.compile_errors(catalog)
    if problem:
        yield Fault(name, "", "syntax", f"cannot be compiled: {problem}")


@cache
def _is_cldr(locale: str, plural: Plural) -> bool:
    """Whether each of our forms stands for exactly one of CLDR's categories."""
    category = Locale.parse(locale).plural_form
    return len({(plural.form(n), category(n)) for n in range(CLDR_UP_TO)}) == plural.forms


def _translations(
    name: str, row: Language, catalog: Catalog, terms: tuple[Term, ...], owed: set[Message]
) -> Iterator[Fault]:
    for entry in pofile.entries(catalog).values():
        message, forms = pofile.message_of(entry), pofile.forms_of(entry)
        if entry.fuzzy:
            yield Fault(name, message.msgid, "fuzzy", "not settled")
        if all(forms):
            for kind, says in word_checks.check(message, forms, row, terms):
                yield Fault(name, message.msgid, kind, says)
        elif any(forms) or message in owed:
            yield Fault(name, message.msgid, "untranslated", "a form has no words")


def _safety(
    name: str, row: Language, catalog: Catalog, approved: Approvals, found: tuple[Found, ...]
) -> Iterator[Fault]:
    """In a released language every safety message was translated and read by two people."""
    if row.status != "released":
        return
    words = {pofile.message_of(entry): pofile.forms_of(entry) for entry in pofile.entries(catalog).values()}
    for one in found:
        forms = words.get(one.message, ())
        if one.safety and (not forms or approved.standing(one.message, forms) < Standing.READ):
            yield Fault(name, one.message.msgid, "safety", "a translator and a second reader must approve it")


def _folded(name: str, catalog: Catalog) -> Iterator[Fault]:
    """Different words stay different when their accents are dropped: a resident picks by them. Those that
    differ in capitals alone are the same words, as a label and within a sentence."""
    plain: dict[str, tuple[Message, tuple[str, ...]]] = {}
    for entry in pofile.entries(catalog).values():
        message, forms = pofile.message_of(entry), pofile.forms_of(entry)
        other = plain.setdefault(fold(forms[0]), (message, forms))
        if other[1][0].casefold() != forms[0].casefold():
            yield Fault(name, message.msgid, "fold", f"without accents it is the same as {other[0].msgid!r}")


def fold(text: str) -> str:
    """Case and accents dropped, as a keyword is compared."""
    base = unicodedata.normalize("NFKD", text.casefold().replace("ł", "l"))
    return "".join(char for char in base if not unicodedata.combining(char))
