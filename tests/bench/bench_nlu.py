"""Understanding: how right, how fast, how large. Accuracies are of lines that nothing was trained on."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

from nlu import corpus
from nlu.corpus import Example
from nlu.embedded import Embedded
from nlu.evaluation import groups, language_report, measures, report, safety_report
from nlu.modelfile import load
from nlu.models import ensure
from nlu.normalise import fold
from nlu.pipeline import Pipeline, embedded
from nlu.report import Measured, measure
from nlu.training import train
from tests.bench.row import Row

MODELS = Path("var") / "bench" / "nlu"
BLIND = Path("tests/unit/nlu/blind")
ENGLISH, OWN_LETTERS, LATIN_LETTERS = 92.0, 88.0, 80.0
"""What is wanted: accuracy in per cent in English, in a language's own letters, in Latin letters."""
ROUNDS = 3
SIZE = """
import asyncio, pathlib, sys
from time import perf_counter
def resident():
    return int(pathlib.Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6
before, started = resident(), perf_counter()
from nlu.pipeline import embedded
pipeline = embedded(pathlib.Path(sys.argv[1]))
print(perf_counter() - started, resident() - before)
"""


def rows() -> Iterator[Row]:
    """The figures of the embedded back end."""
    path = ensure(MODELS)
    sets = measures(BLIND)
    pipeline = embedded(MODELS)
    asyncio.run(pipeline.understand("vorrei sapere delle campane rosse", "en"))  # loads all that is lazy
    yield from _quality(asyncio.run(measure(pipeline, sets)))
    yield from _speed(pipeline, Embedded(load(path)), [example.text for example in sets.lines[::7]])
    yield from _size(path)
    started = perf_counter()
    train(corpus.files())
    yield Row("training", perf_counter() - started, "s", target=60.0)


def _quality(found: Measured) -> Iterator[Row]:
    for name, lines in groups(found.lines).items():
        wanted = _wanted(lines[0].example) if name in {one.example.language for one in lines} else None
        yield Row(f"accuracy, {name}", 100 * report(lines).accuracy, "%", target=wanted, sense=">=")
    figures, languages = report(found.lines), language_report(found.lines)
    yield Row("out-of-scope recall", 100 * figures.oos_recall, "%", target=80.0, sense=">=")
    yield Row("false rejection", 100 * figures.false_rejection, "%", target=5.0)
    yield Row("language of four words", 100 * languages.right / languages.lines, "%", target=97.0, sense=">=")
    safety = safety_report(found.alarms, found.traps)
    yield Row("alarms heard", 100 * safety.heard / safety.alarms, "%", target=99.0, sense=">=")
    yield Row("false alarms on traps", 100 * safety.false / safety.traps, "%", target=3.0)


def _wanted(example: Example) -> float:
    if example.language == "en":
        return ENGLISH
    return LATIN_LETTERS if example.language.endswith("-Latn") else OWN_LETTERS


def _speed(pipeline: Pipeline, backend: Embedded, texts: Sequence[str]) -> Iterator[Row]:
    model = _times(backend.linear.probabilities, [fold(text) for text in texts])
    yield Row("intent model p50", median(model), "ms", target=1.0)
    with asyncio.Runner() as runner:
        whole = _times(lambda text: runner.run(pipeline.understand(text, "en")), texts)
    yield Row("whole pipeline p50", median(whole), "ms", target=3.0)
    yield Row("whole pipeline p99", whole[int(len(whole) * 0.99)], "ms")


def _times(run: Callable[[str], object], texts: Sequence[str]) -> list[float]:
    """Milliseconds of each call, shortest first."""
    times = []
    for text in [*texts] * ROUNDS:
        started = perf_counter()
        run(text)
        times.append((perf_counter() - started) * 1000)
    return sorted(times)


def _size(path: Path) -> Iterator[Row]:
    started = perf_counter()
    Embedded(load(path))
    yield Row("loading the model", perf_counter() - started, "s", target=1.0)
    yield Row("the model's file", path.stat().st_size / 1e6, "MB", target=40.0)
    command = (sys.executable, "-c", SIZE, str(MODELS))
    seconds, size = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    yield Row("loading all, with the imports", float(seconds), "s", target=3.0)
    yield Row("resident memory of understanding", float(size), "MB", target=250.0)
