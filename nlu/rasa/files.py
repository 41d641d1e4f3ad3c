"""Writes the training lines as Rasa wants them: words with spaces between, one file a language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import yaml

from nlu.corpus import Example
from nlu.normalise import fold
from nlu.rasa.text import spaced


class _Block(str):
    """Text that is written as a block of lines."""


class _Dumper(yaml.SafeDumper):
    """Writes blocks with `|`."""


_Dumper.add_representer(
    _Block, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", str(text), style="|")
)


def write(examples: Iterable[Example], folder: Path) -> tuple[Path, ...]:
    """Writes `<language>.yml` into `folder` for every language among `examples`, instead of the `.yml` files
    that are there. Rasa takes blocks of the same intent in several files as one."""
    lines: dict[str, dict[str, dict[str, None]]] = {}
    for example in examples:
        text = spaced(fold(example.text))
        if any(char.isalpha() for char in text):
            lines.setdefault(example.language, {}).setdefault(example.intent, {})[text] = None
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.yml"):
        old.unlink()
    return tuple(_write(folder / f"{tag}.yml", lines[tag]) for tag in sorted(lines))


def _write(path: Path, intents: dict[str, dict[str, None]]) -> Path:
    blocks = [{"intent": intent, "examples": _examples(list(texts))} for intent, texts in intents.items()]
    whole = {"version": "3.1", "nlu": blocks}
    source = yaml.dump(whole, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1000)
    path.write_text(source, encoding="utf-8")
    return path


def _examples(texts: Sequence[str]) -> _Block:
    return _Block("".join(f"- {text}\n" for text in texts))
