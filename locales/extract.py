"""Brings the template and every .po file in line with the program's message ids.

A translation is kept as long as its English is. When the English changes the old words go to the end of the
file as obsolete, never guessed onto the new message: a near miss in a translation is a wrong translation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry

from locales import pofile, sources
from locales.languages import FOLDER, Language, languages
from locales.message import Message
from locales.phrase import wordless
from locales.sources import Found


def extract(
    root: Path = FOLDER.parent, folder: Path = FOLDER, served: Iterable[Language] | None = None
) -> tuple[Path, ...]:
    """Finds the ids under `root`, writes `messages.pot` and the .po files in `folder`; returns what changed.

    Raises `SourceError` or `CatalogueError` before anything is written.
    """
    found = translatable(root)
    rows = languages() if served is None else tuple(served)
    old = {row.tag: _old(pofile.path_of(row.tag, folder)) for row in rows}
    changed = [folder / pofile.TEMPLATE] if write_template(folder, found) else []
    for row in rows:
        path = pofile.path_of(row.tag, folder)
        kept = [merged(one, old[row.tag].get(one.message), row) for one in found]
        if pofile.write(path, row, kept, _obsolete(old[row.tag], {one.message for one in found})):
            changed.append(path)
    return tuple(changed)


def translatable(root: Path) -> tuple[Found, ...]:
    """The messages that have words in them: one that is only a value needs no translation."""
    return tuple(one for one in sources.find(root) if not wordless(one.message.msgid))


def write_template(folder: Path, found: Iterable[Found]) -> bool:
    """Writes `messages.pot`; returns whether it changed."""
    return pofile.write(folder / pofile.TEMPLATE, None, [_entry(one, ()) for one in found])


def merged(found: Found, before: Entry | None, language: Language) -> Entry:
    """The entry for a message, with the words that stood there `before` for the same English."""
    forms = pofile.forms_of(before) if before else ()
    if found.message.plural and len(forms) != language.plural.forms:
        forms = ("",) * language.plural.forms
    entry = _entry(found, forms)
    if before:
        entry.user_comments = list(before.user_comments)
        entry.flags |= before.flags & {"fuzzy"}
    return entry


def _entry(found: Found, forms: tuple[str, ...]) -> Entry:
    message = found.message
    string = (forms or ("", "")) if message.plural else (forms or ("",))[0]
    return Entry(
        message.english if message.plural else message.msgid,
        string,
        locations=[(file, 0) for file in found.files],
        auto_comments=list(found.comments),
        context=message.context or None,
    )


def _obsolete(old: Mapping[Message, Entry], present: set[Message]) -> list[Entry]:
    gone = [entry for message, entry in old.items() if message not in present]
    return [entry for entry in gone if any(pofile.forms_of(entry))]


def _old(path: Path) -> dict[Message, Entry]:
    """The entries of a file, the living before the obsolete."""
    catalog = pofile.read(path) if path.exists() else Catalog()
    entries: list[Entry] = [*catalog.obsolete.values(), *catalog]
    return {pofile.message_of(entry): entry for entry in entries if entry.id}
