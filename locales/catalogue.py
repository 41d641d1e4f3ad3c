"""The catalogue: what a message is in a language, and how far a person stands behind the words.

The .po files are read once, when the program starts. A translation that does not fit its message (other
values, missing plural forms, marked fuzzy) counts as missing: the reader then gets the whole message in
English, never a sentence that is half one and half the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog

from locales import approvals, pofile
from locales.approvals import Approvals
from locales.languages import FOLDER, SOURCE, Language, languages
from locales.message import Key, Message
from locales.phrase import Phrase, Standing, phrase, placeholders, wordless

Translations = Mapping[Message, tuple[str, ...]]


class Catalogue:
    """Messages in all served languages, in memory. It is never changed after it is made."""

    def __init__(
        self,
        served: Iterable[Language],
        translations: Mapping[str, Translations],
        approved: Mapping[str, Approvals] | None = None,
        known: Iterable[Message] = (),
    ) -> None:
        self.languages = {row.tag: row for row in served}
        self._known = tuple(sorted(set(known)))
        self._phrases = {
            tag: _phrases(row, translations.get(tag, {}), (approved or {}).get(tag, Approvals()))
            for tag, row in self.languages.items()
        }

    def phrase(
        self, msgid: str, tag: str, plural: str = "", n: int | None = None, context: str = ""
    ) -> Phrase | None:
        """The message in language `tag`, its plural form chosen by `n`; None when there are no words for it.

        In the source language every message has words: its own id. Raises `LookupError` for a language that
        is not served.
        """
        forms = self._phrases[tag].get((context, msgid))
        if forms:
            several = n is not None and len(forms) > 1
            return forms[self.languages[tag].plural_form(n) if several and n is not None else 0]
        if tag == SOURCE:
            return phrase(plural if plural and n is not None and abs(n) != 1 else msgid)
        return phrase(msgid) if wordless(msgid) else None

    def translate(
        self, msgid: str, tag: str, *, plural: str = "", n: int | None = None, context: str = ""
    ) -> str | None:
        """As `phrase`, as a string with its `%(name)s` placeholders."""
        found = self.phrase(msgid, tag, plural, n, context)
        return found.template if found else None

    def standing(self, msgid: str, tag: str, context: str = "") -> Standing | None:
        """How far people stand behind the words, None when there are none."""
        found = self.phrase(msgid, tag, context=context)
        return found.standing if found else None

    def known(self) -> tuple[Message, ...]:
        """Every message that the extractor found, sorted."""
        return self._known


def load(folder: Path = FOLDER, served: Iterable[Language] | None = None) -> Catalogue:
    """The catalogue of a folder laid out as `locales/`.

    Raises `CatalogueError` or `ApprovalError`, naming file and line, when a file there is broken; a language
    without a file has no words yet.
    """
    rows = languages() if served is None else tuple(served)
    files = {row.tag: pofile.path_of(row.tag, folder) for row in rows}
    catalogs = {tag: pofile.read(path) for tag, path in files.items() if path.exists()}
    return Catalogue(
        rows,
        {tag: usable(catalog) for tag, catalog in catalogs.items()},
        {row.tag: approvals.read(folder / "approvals" / f"{row.tag}.csv") for row in rows},
        _template(folder),
    )


@cache
def shipped() -> Catalogue:
    """The catalogue that comes with the program, read once: it does not change while the program runs."""
    return load()


def usable(catalog: Catalog) -> dict[Message, tuple[str, ...]]:
    """The translations of a .po file that are there in every form and not marked fuzzy."""
    found = {
        pofile.message_of(entry): pofile.forms_of(entry) for entry in catalog if entry.id and not entry.fuzzy
    }
    return {message: forms for message, forms in found.items() if all(forms)}


def fits(message: Message, forms: tuple[str, ...], language: Language) -> bool:
    """Whether a translation has the right number of forms and only the message's own values.

    Every form keeps every value, but a form for one number (`one bin`) may leave out the count.
    """
    if len(forms) != (language.plural.forms if message.plural else 1):
        return False
    wanted = set(placeholders(message.plural or message.msgid)) | set(placeholders(message.msgid))
    optional = {"count"} if message.plural else set()
    return all(wanted - optional <= set(placeholders(form)) <= wanted for form in forms)


def _phrases(row: Language, translations: Translations, approved: Approvals) -> dict[Key, tuple[Phrase, ...]]:
    phrases: dict[Key, tuple[Phrase, ...]] = {}
    for message, forms in translations.items():
        if fits(message, forms, row):
            standing = Standing.SOURCE if row.tag == SOURCE else approved.standing(message, forms)
            phrases[message.key] = tuple(phrase(form, standing) for form in forms)
    return phrases


def _template(folder: Path) -> tuple[Message, ...]:
    path = folder / pofile.TEMPLATE
    return tuple(map(pofile.message_of, pofile.entries(pofile.read(path)).values())) if path.exists() else ()
