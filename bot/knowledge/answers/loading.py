"""Reads the answers of a city and of the country, with errors that name file and line."""

from __future__ import annotations

from pathlib import Path

from bot.knowledge.answers.answer import KINDS, Answer, Front
from bot.knowledge.answers.values import value
from bot.knowledge.data import CITIES, DataError, parse
from locales import literals, prose

COUNTRY = "uk"


def read_answers(city: str, folder: Path = CITIES) -> tuple[Answer, ...]:
    """The answers by their ids; the city's own stand in place of the country's. Raises `DataError`."""
    found: dict[str, Answer] = {}
    for name in (COUNTRY, city):
        for path in sorted((folder / name / prose.FOLDER).glob("*.md")):
            found[path.stem] = read_answer(path, folder)
    return tuple(found[id] for id in sorted(found))


def read_answer(path: Path, folder: Path = CITIES) -> Answer:
    """One file. Raises `DataError`."""
    try:
        written = prose.read(path.read_text(encoding="utf-8"))
    except prose.ProseError as problem:
        raise DataError(f"{path}: {problem}") from None
    except (OSError, UnicodeDecodeError) as problem:
        raise DataError(f"{path}: cannot be read: {problem}") from None
    front = parse(path, written.front, Front)
    if not written.paragraphs:
        raise DataError(f"{path}: there is no answer below the front matter")
    for paragraph in written.paragraphs:
        _check(path, paragraph)
    return Answer(path.stem, path.relative_to(folder.parent.parent).as_posix(), front, written.paragraphs)


def _check(path: Path, paragraph: prose.Paragraph) -> None:
    for _kind, says in literals.faults(paragraph.msgid):
        raise DataError(f"{path}: line {paragraph.line}: {says}")
    for mark in paragraph.marks:
        try:
            value(mark)
        except (ValueError, ArithmeticError):
            kinds = ", ".join(KINDS)
            shown = f"{{{mark.kind}:{mark.value}}}"
            raise DataError(
                f"{path}: line {paragraph.line}: {shown} is none of {kinds}, or not right"
            ) from None
