"""Sees to it that there is an intent model and that it belongs to the training data of this version."""

from __future__ import annotations

import asyncio
import sys

import structlog

from bot.settings import Settings, SettingsError
from nlu.corpus import fingerprint
from nlu.modelfile import ModelFileError, model_id

log = structlog.get_logger(__name__)


async def train_if_stale(settings: Settings) -> None:
    """Trains when there is no model or when the training data has changed since.

    In a process of its own: scikit-learn is needed for training only, and its memory goes with it. Raises
    `SettingsError` when the training fails.
    """
    try:
        if model_id(settings.model) == fingerprint():
            return
    except ModelFileError:
        pass
    print("Training the intent model, once …", file=sys.stderr, flush=True)
    train = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "nlu", "train", "--out", str(settings.model), stdout=asyncio.subprocess.DEVNULL
    )
    if await train.wait():
        raise SettingsError(f"the intent model could not be trained into {settings.model}")
