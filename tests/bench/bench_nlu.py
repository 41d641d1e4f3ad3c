"""Understanding: how right, how fast, how large. Accuracies are of the held-out lines."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from nlu import corpus
from nlu.embedded import Embedded
from nlu.evaluation import by_language, outcomes
from nlu.models import ensure
from nlu.normalise import fold
from nlu.pipeline import Pipeline, embedded
from nlu.training import train
from tests.bench.row import Row

MODELS = Path("var") / "bench" / "nlu"
HELD_OUT = sorted(Path("tests/unit/nlu/heldout").glob("*.yml"))
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
    examples = corpus.read(HELD_OUT).examples
    pipeline = embedded(MODELS)
    asyncio.run(pipeline.understand("vorrei sapere delle campane rosse", "en"))  # loads all that is lazy
    yield from _quality(pipeline, examples)
    yield from _speed(pipeline, Embedded.load(path), [example.text for example in examples])
    yield from _size()
    started = process_time()
    train(corpus.files())
    yield Row("training, CPU", process_time() - started, "s", target=30.0)


def _quality(pipeline: Pipeline, examples: tuple[corpus.Example, ...]) -> Iterator[Row]:
    reports = by_language(asyncio.run(outcomes(pipeline, examples)))
    for language, found in reports.items():
        yield Row(f"held-out accuracy, {language}", 100 * found.accuracy, "%", target=90.0, sense=">=")
        yield Row(f"out-of-scope recall, {language}", 100 * found.oos_recall, "%", target=80.0, sense=">=")
    yield Row("false rejection, all", 100 * reports["all"].false_rejection, "%", target=5.0)


def _speed(pipeline: Pipeline, backend: Embedded, texts: list[str]) -> Iterator[Row]:
    model = _times(backend.probabilities, [fold(text) for text in texts])
    yield Row("intent model p50", median(model), "ms", target=1.0)
    with asyncio.Runner() as runner:
        whole = _times(lambda text: runner.run(pipeline.understand(text, "en")), texts)
    yield Row("whole pipeline p50", median(whole), "ms", target=1.0)
    yield Row("whole pipeline p99", whole[int(len(whole) * 0.99)], "ms")


def _times(run: Callable[[str], object], texts: list[str]) -> list[float]:
    """Milliseconds of each call, shortest first."""
    times = []
    for text in texts * ROUNDS:
        started = perf_counter()
        run(text)
        times.append((perf_counter() - started) * 1000)
    return sorted(times)


def _size() -> Iterator[Row]:
    command = (sys.executable, "-c", SIZE, str(MODELS))
    seconds, size = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    yield Row("loading, with the imports", float(seconds), "s")
    yield Row("resident memory of understanding", float(size), "MB", target=60.0)
