"""Sees to it that there is an intent model and that it belongs to the training data of this version."""

from __future__ import annotations

import asyncio
import sys

from bot.settings import Settings, SettingsError
from nlu.models import model_path


async def train_if_stale(settings: Settings) -> None:
    """Trains when there is no model or when the training data has changed since.

    In a process of its own: scikit-learn is needed for training only, and its memory goes with it. Raises
    `SettingsError` when the training fails.
    """
    if model_path(settings.models).exists():
        return
    print("Training the intent model, once …", file=sys.stderr, flush=True)
    command = (sys.executable, "-m", "nlu", "train", "--out", str(settings.models))
    train = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.DEVNULL)
    if await train.wait():
        raise SettingsError(f"the intent model could not be trained into {settings.models}")
