"""The scale of scores and the thresholds: measured on lines held out, not guessed."""

from __future__ import annotations

from typing import Any

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from sklearn.model_selection import StratifiedKFold

from nlu.corpus import DANGER, OUT_OF_SCOPE, speaks_of_danger
from nlu.danger import DangerScore
from nlu.fitting import Lines, Trained
from nlu.recipe import FALSE_ALARMS, FALSE_REJECTION, HELD_OUT

_SCALES = (0.5, 30.0)


class Calibration(Struct, frozen=True):
    """What was measured on lines not trained on: see `About`."""

    scale: float
    alarm: float
    threshold: float
    alarm_recall: float
    false_alarms: float
    false_rejection: float
    oos_recall: float
    accuracy: float


def calibrate(lines: Lines) -> Calibration:
    """The scale of the scores and the thresholds, on lines held out.

    A text raises an alarm from a score on that `FALSE_ALARMS` of the ordinary lines reach. Of the other texts
    one is refused when the best intent's probability exceeds that of out_of_scope by less than the threshold.
    It is set where `FALSE_REJECTION` of the lines whose best intent is the right one are refused: refusing a
    line that would be misunderstood is not false.
    """
    classes = np.unique(lines.labels)
    found, held = held_out(lines)
    lines = lines.some(held)
    scores, of_danger = found[:, :-1], DangerScore((*classes, DANGER)).of(found)
    dangerous = np.array([speaks_of_danger(name) for name in lines.labels])
    alarm = float(np.quantile(of_danger[~dangerous], 1.0 - FALSE_ALARMS))
    raised = of_danger >= alarm
    scale = scale_of(scores, lines.labels)
    possible = np.array([speaks_of_danger(name) for name in classes]) == raised[:, np.newaxis]
    shares = _probabilities(np.where(possible, scale * scores, -np.inf))
    best, margin = _best_and_margin(classes, shares)
    inside = lines.labels != OUT_OF_SCOPE
    right = inside & (best == lines.labels)
    threshold = float(np.quantile(margin[right & ~raised], FALSE_REJECTION))
    refused = (margin < threshold) & ~raised
    return Calibration(
        scale=scale,
        alarm=alarm,
        threshold=threshold,
        alarm_recall=float(raised[dangerous].mean()),
        false_alarms=float(raised[~dangerous].mean()),
        false_rejection=float(refused[right & ~raised].mean()),
        oos_recall=float(refused[~inside].mean()),
        accuracy=float(right[inside].mean()),
    )


def held_out(lines: Lines) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """(held lines, classes) by a model that was not trained on them, and which lines these are."""
    folds = StratifiedKFold(HELD_OUT, shuffle=True, random_state=0).split(lines.labels, lines.labels)
    fitted, held = next(folds)
    return Trained(lines.some(fitted)).scores(lines.some(held)), held


def scale_of(scores: NDArray[np.float64], labels: NDArray[Any]) -> float:
    """What makes the probabilities of the truth likeliest (temperature scaling)."""
    truth = np.unique(labels, return_inverse=True)[1]

    def surprise(scale: float) -> float:
        right = _probabilities(scale * scores)[np.arange(len(truth)), truth]
        return float(-np.log(np.maximum(right, 1e-12)).mean())

    return float(minimize_scalar(surprise, bounds=_SCALES, method="bounded").x)


def _probabilities(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    odds = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: NDArray[np.float64] = odds / odds.sum(axis=1, keepdims=True)
    return shares


def _best_and_margin(
    classes: NDArray[Any], found: NDArray[np.float64]
) -> tuple[NDArray[Any], NDArray[np.float64]]:
    outside = classes == OUT_OF_SCOPE
    inside = found[:, ~outside]
    return classes[~outside][inside.argmax(axis=1)], inside.max(axis=1) - found[:, outside].sum(axis=1)
