"""`python -m nlu train|eval|parse`: trains the intent model, measures it, and reads utterances."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TextIO

import msgspec

from nlu.backend import BackendError
from nlu.datafile import DataFileError
from nlu.encoder import Encoder, EncoderError
from nlu.evaluation import measures
from nlu.modelfile import ModelFileError, load
from nlu.models import ensure, model_path
from nlu.pipeline import Pipeline, embedded
from nlu.rasa.backend import LOADS, URL, Rasa
from nlu.report import HEAD, markdown, measure


def main(
    arguments: Sequence[str] | None = None, source: TextIO = sys.stdin, sink: TextIO = sys.stdout
) -> int:
    """Runs one command. Returns the exit status: 0, or 1 after a line that says what was wrong."""
    asked = _parser().parse_args(arguments)
    try:
        if asked.command == "train":
            _train(asked.out, _encoder(asked), sink)
        elif asked.command == "eval":
            asyncio.run(_eval(asked, sink))
        else:
            asyncio.run(_parse(asked, source, sink))
    except (DataFileError, ModelFileError, EncoderError, BackendError) as problem:
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
    evaluate = commands.add_parser("eval", help="measure on lines with known meanings")
    evaluate.add_argument(
        "set", type=Path, help="a folder with lines/, alarms/ and traps/, or one file of lines (Rasa YAML)"
    )
    evaluate.add_argument("--save", type=Path, metavar="FILE", help="also write them to this file")
    parse = commands.add_parser("parse", help="one utterance a line in, one JSON object a line out")
    parse.add_argument("--language", default="", help="the conversation's language so far")
    for each in (evaluate, parse):
        each.add_argument("--backend", choices=["embedded", "rasa"], default="embedded")
        each.add_argument("--model", type=Path, default=home, help=f"folder of the model file ({home})")
        url = os.environ.get("SNICKET_RASA_URL") or URL
        each.add_argument("--url", default=url, help=f"of Rasa ({url}); its token is SNICKET_RASA_TOKEN")
        each.add_argument(
            "--wait", type=float, default=LOADS, metavar="SECONDS", help=f"for Rasa to load ({LOADS:.0f})"
        )
    for each in (train, evaluate, parse):
        each.add_argument(
            "--encoder", type=Path, help="folder of a sentence model, which helps the embedded one"
        )
    return parser


def _encoder(asked: argparse.Namespace) -> Encoder | None:
    return Encoder(asked.encoder) if asked.encoder else None


def _train(folder: Path, encoder: Encoder | None, sink: TextIO) -> None:
    known = model_path(folder, encoder=encoder).exists()
    path = ensure(folder, encoder=encoder)
    about = load(path).about
    print(f"{'already trained' if known else 'trained'}: {path}", file=sink)
    print(
        f"model {about.model_id}: {len(about.intents.classes) - 1} intents, threshold {about.threshold:.3f}; "
        f"on lines held out accuracy {about.accuracy:.1%}, false rejection {about.false_rejection:.1%}, "
        f"out-of-scope recall {about.oos_recall:.1%}, danger heard {about.alarm_recall:.1%}, "
        f"false alarms {about.false_alarms:.1%}",
        file=sink,
    )


async def _eval(asked: argparse.Namespace, sink: TextIO) -> None:
    sets = measures(asked.set)
    async with _pipeline(asked) as pipeline:
        figures = markdown(await measure(pipeline, sets))
    print(figures, end="", file=sink)
    if asked.save:
        asked.save.write_text(f"{HEAD}\n{figures}", encoding="utf-8")


async def _parse(asked: argparse.Namespace, source: TextIO, sink: TextIO) -> None:
    async with _pipeline(asked) as pipeline:
        for line in source:
            understanding = await pipeline.understand(line.rstrip("\r\n"), asked.language)
            print(msgspec.json.encode(understanding.as_rasa()).decode(), file=sink, flush=True)


@asynccontextmanager
async def _pipeline(asked: argparse.Namespace) -> AsyncIterator[Pipeline]:
    """The pipeline that was asked for. Raises `BackendError` when Rasa was and does not answer: another back
    end's answer must not be taken for its own."""
    encoder = _encoder(asked)
    if not model_path(asked.model, encoder=encoder).exists():
        print("the intent model is trained first, this takes some seconds", file=sys.stderr)
    if asked.backend == "embedded":
        yield embedded(asked.model, encoder=encoder)
        return
    rasa = Rasa(asked.url, os.environ.get("SNICKET_RASA_TOKEN", ""))
    try:
        await rasa.ready(asked.wait)
        yield embedded(asked.model, encoder=encoder, backend=rasa, missed=_give_up)
    finally:
        await rasa.close()


def _give_up(problem: BackendError) -> None:
    raise problem


if __name__ == "__main__":
    sys.exit(main())
