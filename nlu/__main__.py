"""`python -m nlu train|eval|parse`: trains the intent model, measures it, and reads utterances."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

import msgspec

from nlu import corpus
from nlu.datafile import DataFileError
from nlu.evaluation import Report, by_language, outcomes
from nlu.modelfile import ModelFileError, load
from nlu.models import ensure, model_path
from nlu.pipeline import Pipeline, embedded

_CONFUSIONS = 10


def main(
    arguments: Sequence[str] | None = None, source: TextIO = sys.stdin, sink: TextIO = sys.stdout
) -> int:
    """Runs one command. Returns the exit status: 0, or 1 after a line that says what was wrong."""
    asked = _parser().parse_args(arguments)
    try:
        if asked.command == "train":
            _train(asked.out, sink)
        elif asked.command == "eval":
            asyncio.run(_eval(asked.files, asked.model, sink))
        else:
            asyncio.run(_parse(asked.model, asked.language, source, sink))
    except (DataFileError, ModelFileError) as problem:
        print(problem, file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader has seen enough
        sys.stderr.close()
        return 0
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m nlu", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    home = Path(os.environ.get("SNICKET_DATA", "var")) / "nlu"
    train = commands.add_parser("train", help="train the embedded model when its data have changed")
    train.add_argument("--out", type=Path, default=home, help=f"folder for the model file ({home})")
    evaluate = commands.add_parser("eval", help="measure on Rasa YAML files with known intents")
    evaluate.add_argument("files", type=Path, nargs="+", metavar="FILE")
    evaluate.add_argument("--model", type=Path, default=home, help=f"folder of the model file ({home})")
    parse = commands.add_parser("parse", help="one utterance a line in, one JSON object a line out")
    parse.add_argument("--backend", choices=["embedded"], default="embedded")
    parse.add_argument("--language", default="", help="the conversation's language so far")
    parse.add_argument("--model", type=Path, default=home, help=f"folder of the model file ({home})")
    return parser


def _train(folder: Path, sink: TextIO) -> None:
    known = model_path(folder).exists()
    path = ensure(folder)
    about = load(path).about
    print(f"{'already trained' if known else 'trained'}: {path}", file=sink)
    print(
        f"model {about.model_id}: {len(about.classes)} intents, threshold {about.threshold:.3f}; on held-out "
        f"folds accuracy {about.accuracy:.1%}, false rejection {about.false_rejection:.1%}, "
        f"out-of-scope recall {about.oos_recall:.1%}",
        file=sink,
    )


async def _eval(files: Sequence[Path], folder: Path, sink: TextIO) -> None:
    examples = corpus.read(files).examples
    found = await outcomes(_pipeline(folder), examples)
    for language, figures in by_language(found).items():
        print(_line(language, figures), file=sink)
    for meant, understood, times in by_language(found)["all"].confusions[:_CONFUSIONS]:
        print(f"  {times:3}  {meant} was understood as {understood}", file=sink)


def _line(language: str, figures: Report) -> str:
    return (
        f"{language:8} {figures.lines:5} lines  accuracy {figures.accuracy:6.1%}  "
        f"macro F1 {figures.macro_f1:.3f}  out-of-scope recall {figures.oos_recall:6.1%}  "
        f"false rejection {figures.false_rejection:6.1%}"
    )


async def _parse(folder: Path, language: str, source: TextIO, sink: TextIO) -> None:
    pipeline = _pipeline(folder)
    for line in source:
        understanding = await pipeline.understand(line.rstrip("\r\n"), language)
        print(msgspec.json.encode(understanding.as_rasa()).decode(), file=sink, flush=True)


def _pipeline(folder: Path) -> Pipeline:
    if not model_path(folder).exists():
        print("the intent model is trained first, this takes some seconds", file=sys.stderr)
    return embedded(folder)


if __name__ == "__main__":
    sys.exit(main())
