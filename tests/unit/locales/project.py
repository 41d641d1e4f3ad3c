"""A tiny project in a folder: packages with a few messages, and its catalogue."""

from __future__ import annotations

from pathlib import Path

from locales.languages import Language, language

POLISH, URDU, ENGLISH = language("pl"), language("ur"), language("en")


class Project:
    """Writes files under `root` and reads them back."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.folder = root / "locales"
        self.folder.mkdir(parents=True)

    def write(self, name: str, text: str) -> Path:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def po(self, tag: str) -> Path:
        return self.folder / tag / "LC_MESSAGES" / "messages.po"

    def translate(self, tag: str, words: dict[str, str]) -> None:
        """Fills in empty translations: msgid to words, as a translator's tool would."""
        text = self.po(tag).read_text(encoding="utf-8")
        for msgid, translation in words.items():
            before = f'msgid "{msgid}"\nmsgstr ""\n'
            assert before in text, f"{msgid!r} waits for no translation"
            text = text.replace(before, f'msgid "{msgid}"\nmsgstr "{translation}"\n')
        self.po(tag).write_text(text, encoding="utf-8")

    def replace(self, tag: str, old: str, new: str) -> None:
        """Changes the raw file of a language."""
        text = self.po(tag).read_text(encoding="utf-8")
        assert old in text
        self.po(tag).write_text(text.replace(old, new), encoding="utf-8")


def served(*rows: Language) -> tuple[Language, ...]:
    """English and these."""
    return (ENGLISH, *rows)
