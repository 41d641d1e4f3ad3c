"""Reads and writes .po files in one stable form: sorted, unwrapped, without dates and line numbers.

The files stay ordinary gettext, for every tool that translators use. Only their upkeep is our own, since
what we want of them is a small, honest diff.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, generate_po, read_po

from locales.languages import FOLDER, Language
from locales.message import Key, Message

TEMPLATE = "messages.pot"


class CatalogueError(ValueError):
    """A .po file cannot be read; the message says which file and line."""


def path_of(tag: str, folder: Path = FOLDER) -> Path:
    """Where the words of a language live."""
    return folder / tag / "LC_MESSAGES" / "messages.po"


def read(path: Path) -> Catalog:
    """The .po or .pot file. Raises `CatalogueError` naming file and line."""
    try:
        with path.open("rb") as file:
            return read_po(file, abort_invalid=True)
    except PoFileError as problem:
        raise CatalogueError(f"{path.name}:{problem.lineno}: {problem}") from None
    except OSError as problem:
        raise CatalogueError(f"{path}: cannot be read: {problem.strerror}") from None
    except (UnicodeDecodeError, ValueError) as problem:
        raise CatalogueError(f"{path.name}: {problem}") from None


def compile_errors(catalog: Catalog) -> str:
    """Why the catalogue cannot become a .mo file, empty when it can."""
    try:
        write_mo(io.BytesIO(), catalog)
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as problem:
        return str(problem) or type(problem).__name__
    return ""


def message_of(entry: Entry) -> Message:
    """The message that an entry is for."""
    msgid, plural = (*entry.id, "")[:2] if isinstance(entry.id, (tuple, list)) else (entry.id, "")
    return Message(msgid, plural, entry.context or "")


def forms_of(entry: Entry) -> tuple[str, ...]:
    """The translation: one form, or as many as the language has; all empty when it is missing."""
    string = entry.string
    return tuple(form or "" for form in string) if isinstance(string, (tuple, list)) else (string or "",)


def entries(catalog: Catalog) -> dict[Key, Entry]:
    """The catalogue's messages by key, without its header."""
    return {message_of(entry).key: entry for entry in catalog if entry.id}


def write(
    path: Path, language: Language | None, kept: Iterable[Entry], obsolete: Iterable[Entry] = ()
) -> bool:
    """Writes the file for `language`, None for the template. Returns whether anything changed."""
    text = render(language, kept, obsolete)
    if path.exists() and path.read_text(encoding="utf-8") == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return True


def render(language: Language | None, kept: Iterable[Entry], obsolete: Iterable[Entry] = ()) -> str:
    """The text of the file."""
    catalog = Catalog(fuzzy=False)
    if language:
        catalog.mime_headers = [("Plural-Forms", language.plural.header)]
    for entry in sorted(kept, key=message_of):
        catalog[entry.id] = entry
    for number, entry in enumerate(sorted(obsolete, key=message_of)):
        catalog.obsolete[str(number)] = entry
    return _header(language) + "".join(generate_po(catalog, omit_header=True, include_lineno=False, width=0))


def _header(language: Language | None) -> str:
    fields = ["Project-Id-Version: snicket", "MIME-Version: 1.0"]
    fields += ["Content-Type: text/plain; charset=UTF-8", "Content-Transfer-Encoding: 8bit"]
    if language:
        fields += [f"Language: {language.tag}", f"Plural-Forms: {language.plural.header}"]
    title = (
        f"# The words in {language.english}."
        if language
        else "# Every message id; made by `python -m locales extract`."
    )
    return "\n".join([title, 'msgid ""', 'msgstr ""', *(f'"{field}\\n"' for field in fields), "", ""])
